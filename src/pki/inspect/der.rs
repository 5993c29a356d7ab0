//! DER as a sequence of elements: a reader that gives up early and never panics, and a writer of one element.
//!
//! It reads a frame of type, length and value, and no more: what one element holds can be told even
//! where its neighbour makes no sense.

/// BOOLEAN.
pub(in crate::pki) const BOOLEAN: u8 = 0x01;
/// INTEGER.
pub(in crate::pki) const INTEGER: u8 = 0x02;
/// BIT STRING.
pub(in crate::pki) const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub(in crate::pki) const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub(in crate::pki) const OID: u8 = 0x06;
/// `UTCTime`.
pub(in crate::pki) const UTC_TIME: u8 = 0x17;
/// `GeneralizedTime`.
pub(in crate::pki) const GENERALIZED_TIME: u8 = 0x18;
/// SEQUENCE.
pub(in crate::pki) const SEQUENCE: u8 = 0x30;
/// SET.
pub(in crate::pki) const SET: u8 = 0x31;

/// One element.
#[derive(Clone, Copy)]
pub(in crate::pki) struct Element<'a> {
    /// Its identifier octet.
    pub(in crate::pki) tag: u8,
    /// What it holds.
    pub(in crate::pki) value: &'a [u8],
    /// All of it, identifier and length included.
    pub(in crate::pki) whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// Reads what it holds as elements.
    pub(in crate::pki) fn inside(&self) -> Reader<'a> {
        Reader(self.value)
    }
}

/// Reads elements one after the other; ends where the bytes do or stop making sense.
#[derive(Clone)]
pub(in crate::pki) struct Reader<'a>(pub(in crate::pki) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next element, where it has this tag.
    pub(in crate::pki) fn tagged(&mut self, tag: u8) -> Option<Element<'a>> {
        let (element, rest) = split(self.0).filter(|(element, _)| element.tag == tag)?;
        self.0 = rest;
        Some(element)
    }

    /// Whether nothing is left.
    pub(in crate::pki) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let (element, rest) = split(self.0)?;
        self.0 = rest;
        Some(element)
    }
}

/// Reads bytes that are exactly one element of a tag.
pub(in crate::pki) fn only(bytes: &[u8], tag: u8) -> Option<Element<'_>> {
    split(bytes).filter(|(element, rest)| element.tag == tag && rest.is_empty()).map(|(one, _)| one)
}

/// Reads all elements, or nothing where something is left that is none.
pub(in crate::pki) fn all(bytes: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut reader = Reader(bytes);
    let elements = reader.by_ref().collect();
    reader.is_empty().then_some(elements)
}

/// Takes the first element off. Lengths are definite and below 4 GiB, tags of one octet.
pub(in crate::pki) fn split(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if tag & 0x1F == 0x1F {
        return None;
    }
    let (length, body) = match first {
        0..=0x7F => (usize::from(first), rest),
        0x81..=0x84 => {
            let (octets, body) = rest.split_at_checked(usize::from(first & 0x7F))?;
            (octets.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)), body)
        }
        _ => return None,
    };
    let (value, rest) = body.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len() - rest.len())?;
    Some((Element { tag, value, whole }, rest))
}

/// A small number that isn't negative.
pub(in crate::pki) fn small(value: &[u8]) -> Option<u32> {
    let significant = match value {
        [0, rest @ ..] => rest,
        [first, ..] if *first >= 0x80 => return None,
        _ => value,
    };
    let fits = !value.is_empty() && significant.len() <= 4;
    fits.then(|| significant.iter().fold(0, |number, octet| number << 8 | u32::from(*octet)))
}

/// Whether a bit is set, counted from 0 at the front as RFC 5280 does, in what a BIT STRING holds.
pub(in crate::pki) fn bit(bit_string: &[u8], index: usize) -> bool {
    let octet = bit_string.get(1 + index / 8).copied().unwrap_or_default();
    octet >> (7 - index % 8) & 1 == 1
}

/// Writes one element of DER (X.690 §8.1.3 and §10.1).
pub(in crate::pki) fn encode(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut der = vec![tag];
    match (bytes.as_slice(), u8::try_from(bytes.len())) {
        ([], _) => der.push(0),
        ([short @ 0..=0x7f], _) => der.push(*short),
        (_, Ok(count)) => {
            der.push(0x80 | count);
            der.extend(&bytes);
        }
        // A length has at most eight bytes.
        (_, Err(_)) => {}
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}
