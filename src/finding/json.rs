//! A finding for machines: the one JSON object that every command writes.
//!
//! `code`, `severity` (`note`, `warning` or `error`), `message`, `fix`, `source`, `where` (`file`, `line` and
//! `item`, as far as they are known), `facts` (by name: text, a number, a moment in RFC 3339, or a list of texts)
//! and `quotes` (`side`: `listener`, `dialer` or `exit`; `text`).

use serde::ser::{Serialize, SerializeStruct, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Fact, Finding};

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 8)?;
        object.serialize_field("code", self.code())?;
        object.serialize_field("severity", &self.severity())?;
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

/// Writes a moment in RFC 3339, and years that it can't write as people are shown them.
pub(super) fn moment<S: Serializer>(at: &OffsetDateTime, to: S) -> Result<S::Ok, S::Error> {
    match at.format(&Rfc3339) {
        Ok(text) => to.serialize_str(&text),
        Err(_) => to.serialize_str(&crate::text::moment(*at)),
    }
}
