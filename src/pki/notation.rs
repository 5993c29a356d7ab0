//! Bytes and serial numbers as they are written for people.

/// Writes bytes as pairs of capital hexadecimal digits with colons, as openssl does.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or_default();
    let mut text = Vec::with_capacity(bytes.len() * 3);
    for byte in bytes {
        text.extend_from_slice(&[digit(byte >> 4), digit(byte & 0xF), b':']);
    }
    text.pop();
    String::from_utf8(text).unwrap_or_default()
}

/// Writes bytes in hexadecimal, the first 256 of them.
pub(in crate::pki) fn clipped(bytes: &[u8]) -> String {
    const SHOWN: usize = 256;
    match bytes.get(..SHOWN) {
        Some(first) if bytes.len() > SHOWN => {
            format!("{}... ({} bytes)", hexadecimal(first), bytes.len())
        }
        _ => hexadecimal(bytes),
    }
}

/// Writes a serial number without the zero octet that keeps it positive; at most its first octets.
pub(in crate::pki) fn serial(raw: &[u8]) -> String {
    match raw {
        [0, rest @ ..] if !rest.is_empty() => clipped(rest),
        _ => clipped(raw),
    }
}
