//! What a running server shows to whoever connects: its chain, its protocol, and whether it wants to see
//! a client certificate. Connects and shakes hands, sends no request, and closes.
//!
//! The server may be anybody: bytes and time are bounded, what it says is made safe to show, and its
//! certificates are recorded and judged only afterwards ([`judge`]). Deadlines count on the monotonic
//! clock; the time that certificates are judged at is an argument.

mod dial;
mod error;
mod handshake;
mod judge;

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::time::{Duration, Instant};

use rustls::ProtocolVersion;

pub use error::{Attempt, ProbeError};
pub use judge::{Trust, judge};

use crate::cluster::{DnsName, Hint};
use crate::pki::PrivateKey;
use crate::text::{Words, escape_for_terminal};

/// The most bytes that are read from a server; a handshake has some thousands.
pub const BYTE_LIMIT: usize = 1 << 20;

/// A server to connect to, of a URL `https://HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The host, a name or an address without brackets.
    pub host: String,
    /// The port, never 0.
    pub port: u16,
}

impl Server {
    /// The host as an address, where it is one.
    pub fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

impl FromStr for Server {
    type Err = ProbeError;

    fn from_str(text: &str) -> Result<Self, ProbeError> {
        let wrong = |why| ProbeError::Url { text: escape_for_terminal(text), why };
        let rest = text.strip_prefix("https://").ok_or(wrong(Words("fault-url-start")))?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#', '@', '\\']) {
            return Err(wrong(Words("fault-url-more")));
        }
        let (host, port) = rest
            .rsplit_once(':')
            .filter(|_| !rest.ends_with(']'))
            .ok_or(wrong(Words("fault-url-no-port")))?;
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse().ok().filter(|port| digits && *port != 0);
        let port = port.ok_or(wrong(Words("fault-url-port")))?;
        if let Some(inner) = host.strip_prefix('[') {
            let address = inner.strip_suffix(']').and_then(|inner| inner.parse().ok());
            let address: std::net::Ipv6Addr = address.ok_or(wrong(Words("fault-url-brackets")))?;
            return Ok(Self { host: address.to_string(), port });
        }
        if host.contains(':') {
            return Err(wrong(Words("fault-url-no-brackets")));
        }
        if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
            return Ok(Self { host: address.to_string(), port });
        }
        let name: DnsName =
            host.parse().map_err(|error: crate::cluster::FieldError| ProbeError::Host {
                text: escape_for_terminal(host),
                why: error.to_string(),
                hint: error.hint(),
            })?;
        Ok(Self { host: name.as_str().to_owned(), port })
    }
}

/// A certificate to show to a server that asks for one, with its key.
#[derive(Debug)]
pub struct Credentials {
    chain: Vec<Vec<u8>>,
    key: PrivateKey,
}

impl Credentials {
    /// Takes a chain (DER, the leaf first) and the key of its leaf.
    pub fn new(chain: Vec<Vec<u8>>, key: PrivateKey) -> Self {
        Self { chain, key }
    }
}

/// Whether a server asks for a client certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It doesn't.
    No,
    /// It does, and names the authorities that it accepts, as DER (RFC 5246 §7.4.4), or none.
    Yes(Vec<Vec<u8>>),
}

/// How a server met the handshake, and the certificate that was shown to it or wasn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It completed the handshake, and showed so where TLS 1.3 leaves it open.
    Accepted,
    /// It completed its side, and neither agreed nor objected in the time that was waited.
    Quiet,
    /// It sent an alert, named as RFC 8446 §6.2 does, such as `bad_certificate`.
    Refused(String),
    /// It closed the connection without a word before the handshake was complete, or right after.
    Closed {
        /// Whether the handshake was complete: etcd closes then where it displeases a check of its own.
        complete: bool,
    },
    /// The handshake came to nothing for another reason, safe to show.
    Failed(String),
}

/// What a server showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Where it was reached.
    pub address: SocketAddr,
    /// Addresses of the same name that were tried before, and why they failed.
    pub attempts: Vec<Attempt>,
    /// The protocol, such as `TLS 1.3`, where it got that far.
    pub protocol: Option<String>,
    /// The cipher suite by its registered name.
    pub cipher: Option<String>,
    /// The certificates in the order they were sent, as DER.
    pub chain: Vec<Vec<u8>>,
    /// Why the server's signature over the handshake isn't by the key of its leaf; `None` where it is.
    pub unproven: Option<String>,
    /// Whether it asked for a client certificate.
    pub asked: Asked,
    /// Whether one was shown to it.
    pub shown: bool,
    /// How it ended.
    pub outcome: Outcome,
}

/// Connects to a server, shakes hands, and closes. Takes `timeout` and some milliseconds at most.
///
/// # Errors
/// [`ProbeError`] where no certificate was seen.
pub fn probe(
    server: &Server,
    credentials: Option<&Credentials>,
    timeout: Duration,
) -> Result<Probe, ProbeError> {
    let deadline = Instant::now() + timeout;
    let dialed = dial::dial(server, deadline, timeout)?;
    handshake::shake(server, dialed, credentials, deadline)
}

fn protocol_name(version: ProtocolVersion) -> String {
    match version {
        ProtocolVersion::TLSv1_2 => "TLS 1.2".into(),
        ProtocolVersion::TLSv1_3 => "TLS 1.3".into(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_host_and_a_port_and_nothing_else() {
        let server = |text: &str| text.parse::<Server>().map(|one| (one.host, one.port)).ok();
        assert_eq!(server("https://10.0.0.1:2379"), Some(("10.0.0.1".into(), 2379)));
        assert_eq!(server("https://[fd00::1]:2380/"), Some(("fd00::1".into(), 2380)));
        assert_eq!(server("https://ETCD-1.example:1"), Some(("etcd-1.example".into(), 1)));
        for wrong in [
            "https://",
            "https://:2379",
            "https://a",
            "https://a:0",
            "https://a:65536",
            "https://a:+1",
            "https://a:2379/health",
            "https://u@a:2379",
            "https://fd00::1:2379",
            "https://[fd00::1]",
            "https://[10.0.0.1]:1",
            "https://[fe80::1%eth0]:1",
            "https://10.0.0.256:1",
            "https://a\u{1b}[31m:1",
            "http://a:2379",
        ] {
            let error = wrong.parse::<Server>().unwrap_err();
            assert!(!error.to_string().chars().any(crate::text::is_unsafe), "{wrong}");
        }
    }
}
