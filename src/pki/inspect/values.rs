//! What the extensions say that have no field of their own in a report, a line a value, in words close
//! to openssl's.

use time::OffsetDateTime;

use super::der::{self, BIT_STRING, Element, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::{moment, name};
use crate::pki::notation::{clipped, serial};
use crate::text::escape_for_terminal;

/// The most values of one extension that are shown.
const SHOWN: usize = 500;

/// Reads an extension by its OID; `None` where it is unknown or malformed.
pub(super) fn read(oid: &str, value: &[u8]) -> Option<Vec<String>> {
    let mut values = match oid {
        "2.5.29.16" => usage_period(value)?,
        "2.5.29.18" | "2.5.29.29" => names(der::only(value, SEQUENCE)?.value)?,
        "2.5.29.20" | "2.5.29.27" => vec![clipped(der::only(value, INTEGER)?.value)],
        "2.5.29.21" => vec![reason(value)?.into()],
        "2.5.29.24" => vec![crate::text::moment(moment::parse(der::split(value)?.0)?)],
        "2.5.29.28" => issuing_point(value)?,
        "2.5.29.30" => name_constraints(value)?,
        "2.5.29.31" | "2.5.29.46" => distribution_points(value)?,
        "2.5.29.32" => policies(value)?,
        "2.5.29.33" => mappings(value)?,
        "2.5.29.36" => policy_constraints(value)?,
        "2.5.29.54" => vec![format!("skip {}", der::small(der::only(value, INTEGER)?.value)?)],
        "1.3.6.1.5.5.7.1.1" | "1.3.6.1.5.5.7.1.11" => accesses(value)?,
        "1.3.6.1.5.5.7.1.24" => tls_features(value)?,
        "1.3.6.1.5.5.7.48.1.5" | "1.3.6.1.4.1.11129.2.4.3" => {
            der::only(value, 0x05)?;
            vec!["present".into()]
        }
        "1.3.6.1.4.1.11129.2.4.2" => timestamps(der::only(value, OCTET_STRING)?.value)?,
        "2.16.840.1.113730.1.1" => netscape_types(value)?,
        _ if oid.starts_with("2.16.840.1.113730.1.") => vec![string(der::split(value)?.0)],
        _ => return None,
    };
    if values.len() > SHOWN {
        let more = values.len() - SHOWN;
        values.truncate(SHOWN);
        values.push(format!("... and {more} more"));
    }
    Some(values)
}

fn children(value: &[u8]) -> Option<Vec<Element<'_>>> {
    der::all(der::only(value, SEQUENCE)?.value)
}

fn names(value: &[u8]) -> Option<Vec<String>> {
    Some(der::all(value)?.into_iter().map(name::kind_and_text).collect())
}

/// A string of any type that is ASCII or UTF-8, or its bytes.
fn string(element: Element<'_>) -> String {
    match std::str::from_utf8(element.value) {
        Ok(text) if element.tag != 0x1E => escape_for_terminal(text),
        _ => format!("#{}", clipped(element.value)),
    }
}

/// The issuer and serial number by which an authority key identifier may name a key, too.
pub(super) fn issuer_and_serial(value: &[u8]) -> Vec<String> {
    let Some(parts) = children(value) else { return Vec::new() };
    let mut values = Vec::new();
    for part in parts {
        match part.tag {
            0xA1 => values.extend(names(part.value).unwrap_or_default()),
            0x82 => values.push(format!("serial:{}", serial(part.value))),
            _ => {}
        }
    }
    values
}

fn usage_period(value: &[u8]) -> Option<Vec<String>> {
    let date = |part: &Element<'_>| {
        moment::parse(Element { tag: der::GENERALIZED_TIME, ..*part }).map(crate::text::moment)
    };
    children(value)?
        .iter()
        .map(|part| match part.tag {
            0x80 => date(part).map(|date| format!("from {date}")),
            0x81 => date(part).map(|date| format!("until {date}")),
            _ => None,
        })
        .collect()
}

/// Why a certificate was revoked, by its code (RFC 5280 §5.3.1).
const REASONS: [&str; 11] = [
    "unspecified",
    "key compromise",
    "CA compromise",
    "affiliation changed",
    "superseded",
    "cessation of operation",
    "certificate hold",
    "",
    "remove from CRL",
    "privilege withdrawn",
    "AA compromise",
];

/// Reads why a certificate was revoked.
pub(super) fn reason(value: &[u8]) -> Option<&'static str> {
    let [code] = der::only(value, 0x0A)?.value else { return None };
    REASONS.get(usize::from(*code)).copied().filter(|word| !word.is_empty())
}

/// The same reasons as bits, without those of codes 0, 7 and 8 (RFC 5280 §4.2.1.13).
fn reasons(bits: &[u8]) -> String {
    let words = REASONS.iter().enumerate().filter(|(code, _)| !matches!(code, 0 | 7 | 8));
    let words = std::iter::once("unused").chain(words.map(|(_, word)| *word));
    set(bits, words)
}

/// The words whose bits are set.
fn set(bits: &[u8], words: impl IntoIterator<Item = &'static str>) -> String {
    let set = words.into_iter().enumerate().filter(|(bit, _)| der::bit(bits, *bit));
    set.map(|(_, word)| word).collect::<Vec<_>>().join(", ")
}

fn name_constraints(value: &[u8]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for part in children(value)? {
        let word = match part.tag {
            0xA0 => "permitted",
            0xA1 => "excluded",
            _ => return None,
        };
        for subtree in der::all(part.value)? {
            let base = subtree.inside().next()?;
            values.push(format!(
                "{word} {}",
                network(base).unwrap_or_else(|| name::kind_and_text(base))
            ));
        }
    }
    Some(values)
}

/// An address with its mask, as name constraints hold it.
fn network(base: Element<'_>) -> Option<String> {
    if base.tag != 0x87 {
        return None;
    }
    let (address, mask) = base.value.split_at_checked(base.value.len() / 2)?;
    Some(format!("IP Address:{}/{}", name::ip(address)?, name::ip(mask)?))
}

fn point_name(point: Element<'_>) -> Option<Vec<String>> {
    let inner = point.inside().next()?;
    match inner.tag {
        0xA0 => names(inner.value),
        _ => Some(vec![format!("relative name:{}", clipped(inner.value))]),
    }
}

fn distribution_points(value: &[u8]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for point in children(value)? {
        for part in der::all(point.value)? {
            match part.tag {
                0xA0 => values.extend(point_name(part)?),
                0x81 => values.push(format!("reasons: {}", reasons(part.value))),
                0xA2 => {
                    let issuer = names(part.value)?;
                    values.extend(issuer.iter().map(|name| format!("CRL issuer: {name}")));
                }
                _ => return None,
            }
        }
    }
    Some(values)
}

fn issuing_point(value: &[u8]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for part in children(value)? {
        match part.tag {
            0xA0 => values.extend(point_name(part)?),
            0x81 => values.push("only user certificates".into()),
            0x82 => values.push("only CA certificates".into()),
            0x83 => values.push(format!("only reasons: {}", reasons(part.value))),
            0x84 => values.push("indirect CRL".into()),
            0x85 => values.push("only attribute certificates".into()),
            _ => return None,
        }
    }
    Some(values)
}

fn policies(value: &[u8]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for policy in children(value)? {
        let mut parts = policy.inside();
        values.push(policy_name(parts.tagged(OID)?));
        let Some(qualifiers) = parts.tagged(SEQUENCE) else { continue };
        for qualifier in der::all(qualifiers.value)? {
            let mut parts = qualifier.inside();
            let kind = name::oid(parts.tagged(OID)?.value);
            let text = parts.next();
            values.push(match (kind.as_str(), text) {
                ("1.3.6.1.5.5.7.2.1", Some(uri)) => format!("CPS: {}", string(uri)),
                ("1.3.6.1.5.5.7.2.2", Some(notice)) => {
                    format!("user notice: {}", self::notice(notice))
                }
                (_, text) => format!("{kind}: {}", clipped(text.map_or(&[], |text| text.whole))),
            });
        }
    }
    Some(values)
}

fn notice(notice: Element<'_>) -> String {
    let reference = |part: Element<'_>| {
        let mut parts = part.inside();
        let organisation = parts.next().map(string).unwrap_or_default();
        let numbers = parts.next().into_iter().flat_map(|list| list.inside());
        let numbers: Vec<String> = numbers.map(|number| serial(number.value)).collect();
        format!("{organisation}, numbers {}", numbers.join(" "))
    };
    let texts = notice.inside().map(|part| match part.tag {
        // The organisation and the numbers of its notices.
        SEQUENCE => reference(part),
        _ => string(part),
    });
    texts.collect::<Vec<_>>().join("; ")
}

fn policy_name(oid: Element<'_>) -> String {
    let dotted = name::oid(oid.value);
    let name = match dotted.as_str() {
        "2.5.29.32.0" => "any policy",
        "2.23.140.1.2.1" => "domain validated",
        "2.23.140.1.2.2" => "organization validated",
        "2.23.140.1.2.3" => "individual validated",
        "2.23.140.1.1" => "extended validation",
        _ => return dotted,
    };
    format!("{dotted} ({name})")
}

fn mappings(value: &[u8]) -> Option<Vec<String>> {
    let mapping = |pair: Element<'_>| {
        let mut parts = pair.inside();
        let (from, to) = (parts.tagged(OID)?, parts.tagged(OID)?);
        Some(format!("{} to {}", name::oid(from.value), name::oid(to.value)))
    };
    children(value)?.into_iter().map(mapping).collect()
}

fn policy_constraints(value: &[u8]) -> Option<Vec<String>> {
    let one = |part: Element<'_>| {
        let skip = der::small(part.value)?;
        match part.tag {
            0x80 => Some(format!("require explicit policy: skip {skip}")),
            0x81 => Some(format!("inhibit policy mapping: skip {skip}")),
            _ => None,
        }
    };
    children(value)?.into_iter().map(one).collect()
}

fn accesses(value: &[u8]) -> Option<Vec<String>> {
    let access = |part: Element<'_>| {
        let mut parts = part.inside();
        let method = name::oid(parts.tagged(OID)?.value);
        let word = match method.as_str() {
            "1.3.6.1.5.5.7.48.1" => "OCSP",
            "1.3.6.1.5.5.7.48.2" => "CA Issuers",
            "1.3.6.1.5.5.7.48.3" => "AD Time Stamping",
            "1.3.6.1.5.5.7.48.5" => "CA Repository",
            other => other,
        };
        Some(format!("{word} - {}", name::kind_and_text(parts.next()?)))
    };
    children(value)?.into_iter().map(access).collect()
}

fn tls_features(value: &[u8]) -> Option<Vec<String>> {
    let feature = |part: Element<'_>| {
        let number = der::small(part.value)?;
        Some(match number {
            5 => "status_request (OCSP must-staple; etcd staples none)".into(),
            17 => "status_request_v2".into(),
            other => other.to_string(),
        })
    };
    children(value)?.into_iter().map(feature).collect()
}

fn netscape_types(value: &[u8]) -> Option<Vec<String>> {
    const WORDS: [&str; 8] = [
        "SSL Client",
        "SSL Server",
        "S/MIME",
        "Object Signing",
        "Unused",
        "SSL CA",
        "S/MIME CA",
        "Object Signing CA",
    ];
    let set = set(der::only(value, BIT_STRING)?.value, WORDS);
    Some(vec![if set.is_empty() { "none".into() } else { set }])
}

/// Takes `count` bytes off as a number.
fn number(bytes: &[u8], count: usize) -> Option<(u64, &[u8])> {
    let (first, rest) = bytes.split_at_checked(count)?;
    Some((first.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
}

/// Reads the signed timestamps of certificate transparency (RFC 6962 §3.2, §3.3).
fn timestamps(list: &[u8]) -> Option<Vec<String>> {
    let (length, mut rest) = number(list, 2)?;
    if u64::try_from(rest.len()).ok()? != length {
        return None;
    }
    let mut values = Vec::new();
    while !rest.is_empty() {
        let (length, after) = number(rest, 2)?;
        let (one, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        rest = after;
        let (version, one) = number(one, 1)?;
        let (log, one) = one.split_at_checked(32)?;
        let (milliseconds, _) = number(one, 8)?;
        let at = i64::try_from(milliseconds / 1000)
            .ok()
            .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
        let at = at.map_or_else(|| "at no date".into(), crate::text::moment);
        values.push(format!("v{} {at}, log {}", version + 1, clipped(log)));
    }
    Some(values)
}
