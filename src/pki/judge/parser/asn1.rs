//! DER as Go's `encoding/asn1` takes it, with which certificates were read up to Go 1.16, in its words.

use super::names::is_printable;
use super::time_parse;
use crate::etcd::GoVersion;

/// What is left to read of an element's contents, with the place in it that Go names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    bytes: &'a [u8],
    offset: usize,
    go: GoVersion,
}

/// The identifier and the length of an element.
#[derive(Debug, Clone, Copy)]
struct Header {
    class: u8,
    tag: u32,
    length: usize,
    is_compound: bool,
}

/// What is awaited, as a field of Go's structures declares it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// The name of its type, which Go tells; empty where the type has none.
    name: &'static str,
    /// Its universal tag; none where anything is taken.
    tag: Option<u32>,
    is_compound: bool,
    is_optional: bool,
    /// The number of its context-specific tag, and whether that wraps the element rather than replacing its tag.
    context: Option<(u32, bool)>,
}

/// An element that was awaited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    /// The number of its tag, of whatever class.
    pub(super) tag: u32,
    pub(super) bytes: &'a [u8],
    pub(super) whole: &'a [u8],
    is_universal: bool,
    is_compound: bool,
    go: GoVersion,
}

pub(super) const OID: Field = Field::new("ObjectIdentifier", 6);
pub(super) const BITS: Field = Field::new("BitString", 3);
pub(super) const OCTETS: Field = Field::new("", 4);
pub(super) const BIG: Field = Field::new("", 2);
pub(super) const INT: Field = Field::new("int", 2);
pub(super) const BOOL: Field = Field::new("bool", 1);
pub(super) const TIME: Field = Field::new("Time", 23);
pub(super) const RAW: Field = Field { tag: None, ..Field::new("RawValue", 0) };

impl Field {
    const fn new(name: &'static str, tag: u32) -> Self {
        Self { name, tag: Some(tag), is_compound: false, is_optional: false, context: None }
    }

    /// A structure, or a list whose type has a name.
    pub(super) const fn sequence(name: &'static str) -> Self {
        Self { is_compound: true, ..Self::new(name, 16) }
    }

    pub(super) const fn set(name: &'static str) -> Self {
        Self { is_compound: true, ..Self::new(name, 17) }
    }

    pub(super) const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    pub(super) const fn tagged(self, number: u32) -> Self {
        Self { context: Some((number, false)), ..self.optional() }
    }

    pub(super) const fn within(self, number: u32) -> Self {
        Self { context: Some((number, true)), ..self.optional() }
    }
}

pub(super) fn structure(why: &str) -> String {
    format!("asn1: structure error: {why}")
}

fn syntax(why: &str) -> String {
    format!("asn1: syntax error: {why}")
}

/// Reads bytes that are one element, as `asn1.Unmarshal` does; whether nothing follows it.
pub(super) fn only(bytes: &[u8], field: Field, go: GoVersion) -> Result<(Value<'_>, bool), String> {
    let mut input = Input { bytes, offset: 0, go };
    let value = input.take(field)?;
    Ok((value, input.offset == bytes.len()))
}

impl<'a> Input<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.offset == self.bytes.len()
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.offset).copied()?;
        self.offset += 1;
        Some(byte)
    }

    /// A number in seven bits a byte, as in tags and object identifiers; below 2³¹.
    fn number(&mut self) -> Result<u32, String> {
        let mut number = 0_u64;
        for index in 0..5 {
            let byte = self.byte().ok_or_else(|| syntax("truncated base 128 integer"))?;
            if index == 0 && byte == 0x80 && self.go >= GoVersion::first_of(15) {
                return Err(syntax("integer is not minimally encoded"));
            }
            number = number << 7 | u64::from(byte & 0x7F);
            if byte & 0x80 == 0 {
                let small = u32::try_from(number).ok().filter(|number| number >> 31 == 0);
                return small.ok_or_else(|| structure("base 128 integer too large"));
            }
        }
        let is_cut = self.is_empty();
        Err(if is_cut {
            syntax("truncated base 128 integer")
        } else {
            structure("base 128 integer too large")
        })
    }

    fn header(&mut self) -> Result<Header, String> {
        let truncated = || syntax("truncated tag or length");
        let first = self.byte().ok_or("asn1: internal error in parseTagAndLength")?;
        let mut tag = u32::from(first & 0x1F);
        if tag == 0x1F {
            tag = self.number()?;
            if tag < 0x1F {
                return Err(syntax("non-minimal tag"));
            }
        }
        let byte = self.byte().ok_or_else(truncated)?;
        let mut length = usize::from(byte & 0x7F);
        if byte & 0x80 != 0 {
            if length == 0 {
                return Err(syntax("indefinite length found (not DER)"));
            }
            let count = std::mem::take(&mut length);
            for _ in 0..count {
                let byte = self.byte().ok_or_else(truncated)?;
                if length >= 1 << 23 {
                    return Err(structure("length too large"));
                }
                length = length << 8 | usize::from(byte);
                if length == 0 {
                    return Err(structure("superfluous leading zeros in length"));
                }
            }
            if length < 0x80 {
                return Err(structure("non-minimal length"));
            }
        }
        Ok(Header { class: first >> 6, tag, length, is_compound: first & 0x20 != 0 })
    }

    /// The next element, which must be there.
    pub(super) fn take(&mut self, field: Field) -> Result<Value<'a>, String> {
        let value = self.maybe(field)?;
        value.ok_or_else(|| syntax("sequence truncated"))
    }

    /// The next element, if it is the one that is awaited; what isn't there must be optional.
    pub(super) fn maybe(&mut self, field: Field) -> Result<Option<Value<'a>>, String> {
        let start = self.offset;
        if self.is_empty() {
            return if field.is_optional { Ok(None) } else { Err(syntax("sequence truncated")) };
        }
        let mut header = self.header()?;
        if let Some((number, true)) = field.context {
            if self.is_empty() {
                return Err(structure("explicit tag has no child"));
            }
            let fits = header.class == 2
                && header.tag == number
                && (header.length == 0 || header.is_compound);
            if !fits {
                self.offset = start;
                return Ok(None);
            }
            if header.length == 0 {
                return Err(structure("zero length explicit tag was not an asn1.Flag"));
            }
            header = self.header()?;
        }
        let universal = match field.tag {
            // Both forms of time are one type.
            Some(23) if header.class == 0 && header.tag == 24 => Some(24),
            tag => tag,
        };
        let expected = match field.context {
            Some((number, false)) => Some((2, number)),
            _ => universal.map(|tag| (0, tag)),
        };
        let is_other = expected.is_some_and(|expected| expected != (header.class, header.tag))
            || field.tag.is_some() && header.is_compound != field.is_compound;
        if is_other {
            if field.is_optional {
                self.offset = start;
                return Ok(None);
            }
            return Err(self.mismatch(field, universal, header));
        }
        let end = self.offset.checked_add(header.length);
        let bytes = end.and_then(|end| self.bytes.get(self.offset..end));
        let bytes = bytes.ok_or_else(|| syntax("data truncated"))?;
        self.offset += header.length;
        Ok(Some(Value {
            tag: header.tag,
            bytes,
            whole: self.bytes.get(start..self.offset).unwrap_or_default(),
            is_universal: header.class == 0,
            is_compound: header.is_compound,
            go: self.go,
        }))
    }

    /// Go prints what it found and what it awaited as they stand in memory.
    fn mismatch(self, field: Field, universal: Option<u32>, header: Header) -> String {
        const PARAMETERS: &str = "{optional:false explicit:false application:false private:false \
            defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}";
        let Header { class, tag, length, is_compound } = header;
        structure(&format!(
            "tags don't match ({} vs {{class:{class} tag:{tag} length:{length} isCompound:{is_compound}}}) {PARAMETERS} {} @{}",
            universal.unwrap_or_default(),
            field.name,
            self.offset
        ))
    }
}

impl<'a> Value<'a> {
    /// What is within, as the fields of a structure.
    pub(super) fn fields(self) -> Input<'a> {
        Input { bytes: self.bytes, offset: 0, go: self.go }
    }

    /// What is within, as a list: Go looks at the frames of all before it looks into the first.
    pub(super) fn list(self, of: Field) -> Result<Vec<Value<'a>>, String> {
        let mut frames = self.fields();
        while !frames.is_empty() {
            let header = frames.header()?;
            let wanted = of.tag.map(|tag| (0, tag, of.is_compound));
            if wanted.is_some_and(|one| one != (header.class, header.tag, header.is_compound)) {
                return Err(structure("sequence tag mismatch"));
            }
            let end = frames.offset.checked_add(header.length);
            let end = end.filter(|end| *end <= self.bytes.len());
            frames.offset = end.ok_or_else(|| syntax("truncated sequence"))?;
        }
        let mut input = self.fields();
        let mut list = Vec::new();
        while !input.is_empty() {
            list.push(input.take(of)?);
        }
        Ok(list)
    }

    /// A number of any size.
    pub(super) fn big(self) -> Result<&'a [u8], String> {
        match self.bytes {
            [] => Err(structure("empty integer")),
            [0, 0..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..] => {
                Err(structure("integer not minimally-encoded"))
            }
            bytes => Ok(bytes),
        }
    }

    /// A number of 64 bits.
    pub(super) fn int(self) -> Result<i64, String> {
        let bytes = self.big()?;
        if bytes.len() > 8 {
            return Err(structure("integer too large"));
        }
        let sign = if bytes.first() >= Some(&0x80) { -1 } else { 0 };
        Ok(bytes.iter().fold(sign, |number, byte| number << 8 | i64::from(*byte)))
    }

    pub(super) fn bool(self) -> Result<bool, String> {
        match self.bytes {
            [0] => Ok(false),
            [0xFF] => Ok(true),
            _ => Err(syntax("invalid boolean")),
        }
    }

    /// Checks a BIT STRING.
    pub(super) fn bits(self) -> Result<(), String> {
        match self.bytes {
            [] => Err(syntax("zero length BIT STRING")),
            [unused, rest @ ..] => {
                let last = rest.last().map_or(0, |last| last.trailing_zeros());
                let is_sound = *unused == 0 || *unused < 8 && last >= u32::from(*unused);
                if is_sound { Ok(()) } else { Err(syntax("invalid padding bits in BIT STRING")) }
            }
        }
    }

    /// Checks an OBJECT IDENTIFIER.
    pub(super) fn oid(self) -> Result<&'a [u8], String> {
        if self.bytes.is_empty() {
            return Err(syntax("zero length OBJECT IDENTIFIER"));
        }
        let mut numbers = self.fields();
        while !numbers.is_empty() {
            numbers.number()?;
        }
        Ok(self.bytes)
    }

    pub(super) fn time(self) -> Result<time::OffsetDateTime, String> {
        time_parse::parse(self.bytes, self.tag == 24, self.go)
            .and_then(|(time, layout)| {
                let given = String::from_utf8_lossy(self.bytes);
                let written = time_parse::write(time, layout);
                if written == given {
                    return Ok(time_parse::of_utc_time(time, self.tag == 24));
                }
                let shown = |text: &str| crate::pki::judge::go::quoted(text.as_bytes(), self.go);
                Err(format!(
                    "asn1: time did not serialize back to the original value and may be invalid: given {}, but serialized as {}",
                    shown(&given), shown(&written)
                ))
            })
    }

    /// A value that may be anything; `None` where it is no string.
    pub(super) fn any(self) -> Result<Option<String>, String> {
        if !self.is_universal || self.is_compound {
            return Ok(None);
        }
        let text = || String::from_utf8_lossy(self.bytes).into_owned();
        let only = |kind: &str, is_allowed: fn(u8) -> bool| {
            let is_valid = self.bytes.iter().all(|byte| is_allowed(*byte));
            let why = || syntax(&format!("{kind} contains invalid character"));
            if is_valid { Ok(Some(text())) } else { Err(why()) }
        };
        match self.tag {
            19 => only("PrintableString", is_printable),
            18 => only("NumericString", |byte| byte.is_ascii_digit() || byte == b' '),
            22 => only("IA5String", |byte| byte.is_ascii()),
            20 => Ok(Some(text())),
            12 => match std::str::from_utf8(self.bytes) {
                Ok(text) => Ok(Some(text.to_owned())),
                Err(_) => Err("asn1: invalid UTF-8 string".into()),
            },
            2 => self.int().map(|_| None),
            3 => self.bits().map(|()| None),
            6 => self.oid().map(|_| None),
            23 | 24 => self.time().map(|_| None),
            30 if self.go >= GoVersion::first_of(14) => {
                match super::names::bmp(self.bytes, self.go) {
                    Some(text) => Ok(Some(text)),
                    None => Err("pkcs12: odd-length BMP string".into()),
                }
            }
            _ => Ok(None),
        }
    }
}
