//! A finding for machines: the one JSON object that every command writes.
//!
//! `code`, `severity` (`note`, `warning` or `error`), `message`, `fix`, `source`, `where` (`file`, `line` and
//! `item`, as far as they are known), `facts` (by name: text, a number, a moment in RFC 3339, or a list of texts)
//! and `quotes` (`side`: `listener`, `dialer` or `exit`; `text`).

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use time::format_description::well_known::Rfc3339;

use super::{Fact, Finding, Location, Quote};

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 8)?;
        object.serialize_field("code", self.code())?;
        object.serialize_field("severity", self.severity().as_str())?;
        object.serialize_field("message", &self.message())?;
        object.serialize_field("fix", &self.fix())?;
        object.serialize_field("source", self.source())?;
        object.serialize_field("where", &self.location)?;
        object.serialize_field("facts", &Facts(&self.facts))?;
        object.serialize_field("quotes", &self.quotes)?;
        object.end()
    }
}

struct Facts<'a>(&'a [(&'static str, Fact)]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, fact)| (name, fact)))
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Moment(at) => match at.format(&Rfc3339) {
                Ok(text) => serializer.serialize_str(&text),
                // Years that RFC 3339 can't write.
                Err(_) => serializer.serialize_str(&self.to_string()),
            },
            Self::List(all) => serializer.collect_seq(all),
        }
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(file) = &self.file {
            map.serialize_entry("file", file)?;
        }
        if let Some(line) = self.line {
            map.serialize_entry("line", &line)?;
        }
        if let Some(item) = self.item {
            map.serialize_entry("item", &item)?;
        }
        map.end()
    }
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Quote", 2)?;
        object.serialize_field("side", self.side.as_str())?;
        object.serialize_field("text", &self.text)?;
        object.end()
    }
}
