//! Lines of logs that no certificate is to blame for: a port and who dials it don't speak of the same thing.

use super::search;
use crate::text::say;

/// What a line holds, and the key of what it means.
const LINES: &[(&str, &str)] = &[
    ("tls: client didn't provide a certificate", "explain-line-no-certificate"),
    ("tls: first record does not look like a TLS handshake", "explain-line-no-tls"),
    ("http: server gave HTTP response to HTTPS client", "explain-line-plain-server"),
];

/// What stands before many reasons, and says nothing by itself.
const FRAME: (&str, &str) = ("transport: authentication handshake failed", "explain-line-frame");

/// What a line means that no finding stands behind; a frame only where nothing else is known.
pub(super) fn meaning(text: &str, is_known: bool) -> Option<&'static str> {
    let frame = Some(&FRAME).filter(|_| !is_known);
    let mut all = LINES.iter().chain(frame);
    all.find(|(line, _)| search::holds(text, line)).map(|(_, key)| say(key))
}
