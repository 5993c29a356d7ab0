//! Why a server showed no certificate.

use std::net::SocketAddr;
use std::time::Duration;

use thiserror::Error;

use super::BYTE_LIMIT;
use crate::text::{Words, in_words};

/// One address that was tried in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The address.
    pub address: SocketAddr,
    /// What the system said.
    pub why: String,
    /// Whether the machine answered that nobody listens there.
    pub refused: bool,
}

/// Why a server showed no certificate. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// Not a URL of a server.
    Url {
        /// What was given.
        text: String,
        /// What is wrong.
        why: Words,
    },
    /// Not a host.
    Host {
        /// What was given.
        text: String,
        /// What is wrong.
        why: String,
        /// What to do.
        hint: String,
    },
    /// A name without an address.
    Resolve {
        /// The name.
        host: String,
        /// What the resolver said.
        why: String,
    },
    /// No connection to any address: the addresses in the order they were tried.
    Connect(Vec<Attempt>),
    /// HTTP where TLS was expected.
    PlainHttp(SocketAddr),
    /// Something else where TLS was expected.
    NotTls {
        /// Where.
        address: SocketAddr,
        /// The first bytes, in hexadecimal.
        first: String,
    },
    /// No certificate in time.
    Silent {
        /// Where.
        address: SocketAddr,
        /// How long it was waited.
        after: Duration,
        /// How many bytes came.
        received: usize,
    },
    /// Closed before a certificate came.
    Closed {
        /// Where.
        address: SocketAddr,
        /// How many bytes came.
        received: usize,
    },
    /// More bytes than a handshake has.
    TooMuch(SocketAddr),
    /// An alert instead of a certificate.
    Refused {
        /// Where.
        address: SocketAddr,
        /// The alert.
        alert: String,
    },
    /// A handshake that can't be followed.
    Handshake {
        /// Where.
        address: SocketAddr,
        /// What was wrong.
        why: String,
    },
}

fn listed(attempts: &[Attempt]) -> String {
    let one = |attempt: &Attempt| format!("`{}`: {}", attempt.address, attempt.why);
    attempts.iter().map(one).collect::<Vec<_>>().join("; ")
}

in_words! { ProbeError with hints:
    Self::Url { text, why } => ["error-probe-url", text, why],
    Self::Host { text, why, hint } => ["error-probe-host", text, why => hint.as_str()],
    Self::Resolve { host, why } => ["error-probe-resolve", host, why],
    Self::Connect(attempts) if attempts.iter().any(|one| one.refused) =>
        ["error-probe-connect", attempts = listed(attempts); "error-probe-connect.refused"],
    Self::Connect(attempts) => ["error-probe-connect", attempts = listed(attempts)],
    Self::PlainHttp(address) => ["error-probe-plain-http", address],
    Self::NotTls { address, first } => ["error-probe-not-tls", address, first],
    // Measured on 3.4.23 and 3.5.1: it listens at once, and serves clients once it has joined.
    Self::Silent { address, after, received: received @ 0 } =>
        ["error-probe-silent", address, after = after.as_secs_f32(), received; "error-probe-silent.all"],
    Self::Silent { address, after, received } =>
        ["error-probe-silent", address, after = after.as_secs_f32(), received],
    // So do etcd 3.4 and 3.5 on a client port; their peer port answers in HTTP.
    Self::Closed { address, received: 0 } => ["error-probe-closed", address],
    Self::Closed { address, .. } => ["error-probe-closed-midway", address],
    Self::TooMuch(address) => ["error-probe-too-much", address, limit = BYTE_LIMIT; "error-probe-handshake.hint"],
    Self::Refused { address, alert } => ["error-probe-refused", address, alert],
    Self::Handshake { address, why } => ["error-probe-handshake", address, why],
}
