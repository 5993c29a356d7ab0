//! Bytes and serial numbers as they are written for people.

/// Writes bytes as pairs of capital hexadecimal digits with colons, as openssl does.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 {
            text.push(':');
        }
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xF));
    }
    text
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
