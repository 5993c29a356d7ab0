//! IP addresses within URIs, as Go's `net/netip` takes them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why a text is no address: Go's words, and the rest of the text where they quote it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault<'a> {
    pub(super) why: &'static str,
    pub(super) at: Option<&'a str>,
}

impl<'a> Fault<'a> {
    fn new(why: &'static str) -> Self {
        Self { why, at: None }
    }

    fn at(why: &'static str, at: &'a str) -> Self {
        Self { why, at: Some(at).filter(|at| !at.is_empty()) }
    }
}

/// Reads an address as `netip.ParseAddr` does; its zone isn't told.
///
/// # Errors
/// What Go says.
pub(super) fn parse(text: &str) -> Result<IpAddr, Fault<'_>> {
    match text.find(['.', ':', '%']).and_then(|at| text.as_bytes().get(at)) {
        Some(b'.') => four(text).map(|bytes| Ipv4Addr::from(bytes).into()),
        Some(b':') => six(text).map(|bytes| Ipv6Addr::from(bytes).into()),
        Some(_) => Err(Fault::new("missing IPv6 address")),
        None => Err(Fault::new("unable to parse IP")),
    }
}

fn four(text: &str) -> Result<[u8; 4], Fault<'_>> {
    const NO_DIGIT: &str = "IPv4 field must have at least one digit";
    let mut fields = [0; 4];
    let (mut value, mut digits, mut field) = (0_u8, 0, 0);
    for (index, byte) in text.bytes().enumerate() {
        let rest = text.get(index..).unwrap_or_default();
        match byte {
            b'0'..=b'9' => {
                if digits == 1 && value == 0 {
                    return Err(Fault::new("IPv4 field has octet with leading zero"));
                }
                let next = value.checked_mul(10).and_then(|ten| ten.checked_add(byte - b'0'));
                value = next.ok_or(Fault::new("IPv4 field has value >255"))?;
                digits += 1;
            }
            b'.' if digits == 0 || rest == "." => return Err(Fault::at(NO_DIGIT, rest)),
            b'.' if field == 3 => return Err(Fault::new("IPv4 address too long")),
            b'.' => {
                if let Some(place) = fields.get_mut(field) {
                    *place = value;
                }
                (value, digits, field) = (0, 0, field + 1);
            }
            _ => return Err(Fault::at("unexpected character", rest)),
        }
    }
    if field < 3 {
        return Err(Fault::new("IPv4 address too short"));
    }
    fields[3] = value;
    Ok(fields)
}

fn six(text: &str) -> Result<[u8; 16], Fault<'_>> {
    let mut rest = match text.split_once('%') {
        Some((_, "")) => return Err(Fault::new("zone must be a non-empty string")),
        Some((address, _)) => address,
        None => text,
    };
    let mut bytes: Vec<u8> = Vec::with_capacity(16);
    let mut ellipsis = None;
    if let Some(after) = rest.strip_prefix("::") {
        (ellipsis, rest) = (Some(0), after);
        if rest.is_empty() {
            return Ok([0; 16]);
        }
    }
    while bytes.len() < 16 {
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let (group, after) = rest.split_at(digits);
        if digits > 4 {
            return Err(Fault::at("each group must have 4 or less digits", rest));
        }
        let Ok(number) = u16::from_str_radix(group, 16) else {
            let why = "each colon-separated field must have at least one digit";
            return Err(Fault::at(why, rest));
        };
        if after.starts_with('.') {
            if ellipsis.is_none() && bytes.len() != 12 {
                let why = "embedded IPv4 address must replace the final 2 fields of the address";
                return Err(Fault::at(why, rest));
            }
            if bytes.len() > 12 {
                let why = "too many hex fields to fit an embedded IPv4 at the end of the address";
                return Err(Fault::at(why, rest));
            }
            bytes.extend(four(rest)?);
            rest = "";
            break;
        }
        bytes.extend(number.to_be_bytes());
        rest = after;
        if rest.is_empty() {
            break;
        }
        let Some(after) = rest.strip_prefix(':') else {
            return Err(Fault::at("unexpected character, want colon", rest));
        };
        if after.is_empty() {
            return Err(Fault::at("colon must be followed by more characters", rest));
        }
        rest = after;
        if let Some(after) = rest.strip_prefix(':') {
            if ellipsis.is_some() {
                return Err(Fault::at("multiple :: in address", rest));
            }
            (ellipsis, rest) = (Some(bytes.len()), after);
            if rest.is_empty() {
                break;
            }
        }
    }
    if !rest.is_empty() {
        return Err(Fault::at("trailing garbage after address", rest));
    }
    let missing = 16 - bytes.len();
    match ellipsis {
        None if missing > 0 => return Err(Fault::new("address string too short")),
        Some(_) if missing == 0 => {
            return Err(Fault::new("the :: must expand to at least one field of zeros"));
        }
        Some(at) => drop(bytes.splice(at..at, std::iter::repeat_n(0, missing))),
        None => {}
    }
    Ok(bytes.try_into().unwrap_or_default())
}
