//! DER element by element in the columns of `openssl asn1parse`, of any bytes: what is cut short or hostile is the last
//! that is shown.

use std::fmt::Write as _;

use super::name::oid;
use super::oids;
use crate::text::escape_for_terminal;

/// The most lines: a megabyte of nested nothing has more.
const LINES: usize = 200_000;
/// How deep elements are opened, as openssl does.
const DEPTH: usize = 128;
/// Octets of a value that are written.
const OCTETS: usize = 4096;

/// Writes one line an element.
pub(super) fn parse(bytes: &[u8]) -> Vec<String> {
    let mut told = Told::default();
    elements(bytes, 0, 0, false, &mut told);
    told.lines
}

/// What was written so far.
#[derive(Default)]
struct Told {
    lines: Vec<String>,
    /// Whether nothing more may follow: an element is longer than what it is in, or none at all, so that a length is
    /// wrong, and what follows may be the rest of a private key.
    is_ended: bool,
}

/// The identifier and the length of an element.
struct Header {
    first: u8,
    tag: u32,
    /// Octets of identifier and length.
    length: usize,
    /// What the length says; `None` where it is indefinite.
    content: Option<usize>,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let (&first, mut rest) = bytes.split_first()?;
    let mut tag = u32::from(first & 0x1F);
    if tag == 0x1F {
        tag = 0;
        loop {
            let (&octet, after) = rest.split_first()?;
            rest = after;
            tag = tag.checked_mul(128)? | u32::from(octet & 0x7F);
            if octet < 0x80 {
                break;
            }
        }
    }
    let (&size, mut rest) = rest.split_first()?;
    let content = match size {
        0..=0x7F => Some(usize::from(size)),
        0x80 => None,
        _ => {
            let (octets, after) = rest.split_at_checked(usize::from(size & 0x7F))?;
            rest = after;
            Some(octets.iter().try_fold(0_usize, |length, octet| {
                length.checked_mul(256).map(|length| length | usize::from(*octet))
            })?)
        }
    };
    Some(Header { first, tag, length: bytes.len() - rest.len(), content })
}

/// Writes elements up to the end of the bytes, or to the end-of-contents octets; says how many bytes it took.
fn elements(bytes: &[u8], start: usize, depth: usize, is_open: bool, told: &mut Told) -> usize {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if told.is_ended || told.lines.len() >= LINES {
            return bytes.len();
        }
        let offset = start + at;
        let Some(header) = header(rest) else {
            told.lines.push(format!("{offset:5}: {} bytes that are no element", rest.len()));
            told.is_ended = true;
            return bytes.len();
        };
        let after = rest.get(header.length..).unwrap_or_default();
        let there = header.content.map_or(after.len(), |length| length.min(after.len()));
        let value = after.get(..there).unwrap_or_default();
        told.lines.push(line(offset, depth, &header, value));
        let is_cut = header.content.is_some_and(|length| length > after.len());
        if let Some(length) = header.content.filter(|_| is_cut) {
            let last = told.lines.last_mut();
            // Writing to a string can't fail.
            let _ = last.map(|last| write!(last, " (cut short: {there} of {length} bytes)"));
        }
        if is_open && header.first == 0 && header.content == Some(0) {
            return at + header.length;
        }
        if is_private_key(&header, value) {
            told.lines.push(format!("{:>5}  a private key, which is never shown", ""));
            at += header.length + there;
            told.is_ended = is_cut || header.content.is_none();
            continue;
        }
        let opens = header.first & 0x20 != 0 && depth < DEPTH;
        at += header.length;
        at += match header.content {
            Some(_) if opens => {
                elements(value, start + at, depth + 1, false, told);
                there
            }
            None if opens => elements(value, start + at, depth + 1, true, told),
            _ => there,
        };
        told.is_ended |= is_cut;
    }
    at
}

/// Whether an element is a private key in PKCS #8, PKCS #1, SEC 1 or DSA's own form, whatever its lengths say: a
/// version, then a sequence and octets, octets, or many numbers.
fn is_private_key(outer: &Header, value: &[u8]) -> bool {
    if outer.first != 0x30 {
        return false;
    }
    let mut tags = Vec::new();
    let mut rest = value;
    while let Some(header) = header(rest).filter(|_| tags.len() < 4) {
        tags.push((header.first, header.content));
        let content = header.content.unwrap_or(usize::MAX);
        rest = rest.get(header.length..).and_then(|rest| rest.get(content..)).unwrap_or_default();
    }
    let is_version = matches!(tags.first(), Some((2, Some(1))));
    let firsts: Vec<u8> = tags.iter().map(|(first, _)| *first).collect();
    let is_cut = outer.content.is_some_and(|length| length > value.len());
    is_version
        && match firsts.get(1..) {
            Some([0x30, 4, ..] | [4, ..] | [2, 2, 2, ..]) => true,
            // Of one that is cut short, not all of that is seen.
            Some([2 | 0x30, ..]) => is_cut,
            _ => false,
        }
}

/// Whether octets hold a private key, as DER or as PEM.
fn holds_private_key(value: &[u8]) -> bool {
    let is_der = header(value)
        .is_some_and(|outer| is_private_key(&outer, value.get(outer.length..).unwrap_or_default()));
    is_der || value.windows(11).any(|window| window == b"PRIVATE KEY")
}

fn line(offset: usize, depth: usize, header: &Header, value: &[u8]) -> String {
    let length = header.content.map_or("inf  ".into(), |length| format!("{length:4}"));
    let is_constructed = header.first & 0x20 != 0;
    let form = if is_constructed { "cons" } else { "prim" };
    let name = name(header);
    let mut line =
        format!("{offset:5}:d={depth:<2} hl={} l={length} {form}: {name:<18}", header.length);
    if !is_constructed && header.first < 0x40 {
        let is_key = holds_private_key(value);
        line.push_str(&if is_key { ":[PRIVATE KEY]".into() } else { said(header.tag, value) });
    }
    line
}

fn name(header: &Header) -> String {
    let tag = header.tag;
    let universal = match tag {
        0 => "EOC",
        1 => "BOOLEAN",
        2 => "INTEGER",
        3 => "BIT STRING",
        4 => "OCTET STRING",
        5 => "NULL",
        6 => "OBJECT",
        7 => "OBJECT DESCRIPTOR",
        8 => "EXTERNAL",
        9 => "REAL",
        10 => "ENUMERATED",
        12 => "UTF8STRING",
        16 => "SEQUENCE",
        17 => "SET",
        18 => "NUMERICSTRING",
        19 => "PRINTABLESTRING",
        20 => "T61STRING",
        21 => "VIDEOTEXSTRING",
        22 => "IA5STRING",
        23 => "UTCTIME",
        24 => "GENERALIZEDTIME",
        25 => "GRAPHICSTRING",
        26 => "VISIBLESTRING",
        27 => "GENERALSTRING",
        28 => "UNIVERSALSTRING",
        30 => "BMPSTRING",
        _ => "",
    };
    match header.first >> 6 {
        0 if universal.is_empty() => format!("<ASN1 {tag}>"),
        0 => universal.to_owned(),
        1 => format!("appl [ {tag} ]"),
        2 => format!("cont [ {tag} ]"),
        _ => format!("priv [ {tag} ]"),
    }
}

fn said(tag: u32, value: &[u8]) -> String {
    let text = |value: &[u8]| {
        let shown = value.get(..OCTETS).unwrap_or(value);
        format!(":{}", escape_for_terminal(&String::from_utf8_lossy(shown)))
    };
    match (tag, value) {
        (1, [octet]) => format!(":{octet}"),
        (2 | 10, _) => format!(":{}", number(value)),
        (4, _) if value.is_empty() => String::new(),
        (4, _) if value.iter().all(|octet| (0x20..0x7F).contains(octet)) => text(value),
        (4, _) => format!("[HEX DUMP]:{}", digits(value)),
        (6, _) => {
            let dots = oid(value);
            format!(":{}", oids::name(&dots).unwrap_or(&dots))
        }
        (12 | 18..=20 | 22..=24 | 26, _) => text(value),
        _ => String::new(),
    }
}

/// A number as openssl writes it: without the octet that keeps it positive, or the amount behind a minus.
fn number(value: &[u8]) -> String {
    match value {
        [0, rest @ ..] if !rest.is_empty() => digits(rest),
        [first, ..] if *first >= 0x80 => {
            let mut amount: Vec<u8> = value.iter().map(|octet| !octet).collect();
            for octet in amount.iter_mut().rev() {
                *octet = octet.wrapping_add(1);
                if *octet != 0 {
                    break;
                }
            }
            let amount =
                amount.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(&amount);
            format!("-{}", digits(amount))
        }
        _ => digits(value),
    }
}

/// Hexadecimal digits without anything between them.
fn digits(value: &[u8]) -> String {
    let shown = value.get(..OCTETS).unwrap_or(value);
    let mut digits = String::with_capacity(shown.len() * 2);
    for octet in shown {
        let _ = write!(digits, "{octet:02X}");
    }
    if shown.len() < value.len() {
        digits.push('…');
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_in_openssls_columns() {
        let bytes = [
            0x30, 0x0D, 0x02, 0x01, 0x02, 0x06, 0x03, 0x55, 0x04, 0x03, 0xA0, 0x03, 0x01, 0x01,
            0xFF,
        ];
        assert_eq!(
            parse(&bytes),
            [
                "    0:d=0  hl=2 l=  13 cons: SEQUENCE          ",
                "    2:d=1  hl=2 l=   1 prim: INTEGER           :02",
                "    5:d=1  hl=2 l=   3 prim: OBJECT            :commonName",
                "   10:d=1  hl=2 l=   3 cons: cont [ 0 ]        ",
                "   12:d=2  hl=2 l=   1 prim: BOOLEAN           :255",
            ]
        );
    }

    #[test]
    fn a_private_key_is_never_shown() {
        let secret = [0x5E; 16];
        let sec1 = [&[0x30, 0x15, 0x02, 0x01, 0x01, 0x04, 0x10], &secret[..]].concat();
        let number = [&[0x02, 0x10], &secret[..]].concat();
        let pkcs1 = [&[0x30, 0x39, 0x02, 0x01, 0x00], &number.repeat(3)[..]].concat();
        let octets = [&[0x04, 0x17], &sec1[..]].concat();
        let pkcs8 = [&[0x30, 0x1E, 0x02, 0x01, 0x00, 0x30, 0x00], &octets[..]].concat();
        let public = [0x30, 0x03, 0x02, 0x01, 0x05];
        for key in [&sec1, &pkcs1, &pkcs8, &octets] {
            let within = [&[0x30, u8::try_from(key.len()).unwrap()], &key[..]].concat();
            let behind = [&public[..], key].concat();
            for bytes in [key, &within, &behind] {
                let text = parse(bytes).concat();
                assert!(!text.contains("5E5E"), "{text}");
                assert!(text.to_lowercase().contains("private key"), "{text}");
            }
            // One that is longer than what it is in: the rest of it is no element either.
            for length in 1..key.len() {
                let short = [&[0x30, u8::try_from(length).unwrap()], &key[..]].concat();
                let text = parse(&short).concat();
                assert!(!text.contains("5E5E"), "{length}: {text}");
            }
            let mut cut = key.clone();
            cut.truncate(key.len() - 3);
            assert!(!parse(&cut).concat().contains("5E5E"));
        }
        assert!(parse(&public).concat().contains(":05"));
    }

    #[test]
    fn numbers_have_their_sign() {
        for (octets, text) in [
            (&[0xFF][..], "-01"),
            (&[0x80], "-80"),
            (&[0, 0x80], "80"),
            (&[0], "00"),
            (&[0xFF, 0], "-0100"),
        ] {
            assert_eq!(number(octets), text);
        }
    }

    #[test]
    fn hostile_bytes_end() {
        assert_eq!(parse(&[0x30, 0x80, 0x05, 0x00, 0x00, 0x00]).len(), 3);
        assert!(parse(&[0x30, 0x05, 0x02]).concat().contains("cut short: 1 of 5 bytes"));
        assert!(parse(&[0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]).concat().contains("no element"));
        let nested: Vec<u8> = [0x30, 0x80].into_iter().cycle().take(200_000).collect();
        assert!(parse(&nested).len() <= LINES);
        assert!(parse(&[0x05, 0x00].repeat(300_000)).len() <= LINES);
        for length in 0..64 {
            parse(&vec![0xA0; length]);
        }
    }
}
