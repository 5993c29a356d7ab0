//! Changes in DER that keep the lengths right.

/// An element with a tag.
pub(super) fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let head = match u8::try_from(length) {
        Ok(length) if length < 0x80 => vec![tag, length],
        Ok(length) => vec![tag, 0x81, length],
        Err(_) => vec![
            tag,
            0x82,
            u8::try_from(length >> 8).unwrap(),
            u8::try_from(length & 0xFF).unwrap(),
        ],
    };
    [head, contents.to_vec()].concat()
}

/// How long the head of the element at the start is, and its contents.
fn head(bytes: &[u8]) -> (usize, usize) {
    match bytes[1] {
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
        length => (2, usize::from(length)),
    }
}

/// The elements within one.
pub(super) fn parts(element: &[u8]) -> Vec<Vec<u8>> {
    let (start, length) = head(element);
    let mut rest = &element[start..start + length];
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (start, length) = head(rest);
        parts.push(rest[..start + length].to_vec());
        rest = &rest[start + length..];
    }
    parts
}

/// Where some bytes first are.
#[track_caller]
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).position(|one| one == wanted).unwrap()
}

/// Puts bytes in the place of others where these first are.
#[track_caller]
pub(super) fn spliced(der: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    replaced(der, find(der, from), from.len(), to)
}

pub(super) fn without(der: &[u8], what: &[u8]) -> Vec<u8> {
    spliced(der, what, &[])
}

fn replaced(bytes: &[u8], at: usize, length: usize, to: &[u8]) -> Vec<u8> {
    let mut start = 0;
    while start < bytes.len() {
        let (own, contents) = head(&bytes[start..]);
        let (inner, end) = (start + own, start + own + contents);
        if at >= inner && at + length <= end {
            let is_constructed = bytes[start] & 0x20 != 0;
            let within = &bytes[inner..end];
            let changed = if is_constructed {
                replaced(within, at - inner, length, to)
            } else {
                [&within[..at - inner], to, &within[at - inner + length..]].concat()
            };
            return [&bytes[..start], &element(bytes[start], &changed), &bytes[end..]].concat();
        }
        start = end;
    }
    [&bytes[..at], to, &bytes[at + length..]].concat()
}

/// The extensions of a certificate, with their tag.
pub(super) fn extensions(certificate: &[u8]) -> Vec<u8> {
    let signed = parts(certificate).remove(0);
    parts(&signed).into_iter().find(|part| part[0] == 0xA3).unwrap()
}

/// A certificate that starts at a full minute, and leaves the seconds out.
pub(super) fn without_seconds(certificate: &[u8]) -> Vec<u8> {
    let at = find(certificate, &[0x17, 0x0D]);
    let date = &certificate[at..at + 15];
    spliced(certificate, date, &element(0x17, &[&date[2..10], b"00Z"].concat()))
}
