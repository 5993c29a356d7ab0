//! Why a server showed no certificate.

use std::net::SocketAddr;
use std::time::Duration;

use thiserror::Error;

use super::BYTE_LIMIT;
use crate::cluster::Hint;

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
    #[error("`{text}` is not `https://HOST:PORT`: {why}")]
    Url {
        /// What was given.
        text: String,
        /// What is wrong.
        why: &'static str,
    },
    /// Not a host.
    #[error("`{text}` is not a host: {why}")]
    Host {
        /// What was given.
        text: String,
        /// What is wrong.
        why: String,
        /// What to do.
        hint: String,
    },
    /// A name without an address.
    #[error("the name `{host}` can't be resolved: {why}")]
    Resolve {
        /// The name.
        host: String,
        /// What the resolver said.
        why: String,
    },
    /// No connection to any address: the addresses in the order they were tried.
    #[error("can't connect to {}", listed(.0))]
    Connect(Vec<Attempt>),
    /// HTTP where TLS was expected.
    #[error("`{0}` speaks HTTP without TLS")]
    PlainHttp(SocketAddr),
    /// Something else where TLS was expected.
    #[error("`{address}` doesn't speak TLS: its answer starts with the bytes `{first}`")]
    NotTls {
        /// Where.
        address: SocketAddr,
        /// The first bytes, in hexadecimal.
        first: String,
    },
    /// No certificate in time.
    #[error("`{address}` sent no certificate within {} s, only {received} bytes", .after.as_secs_f32())]
    Silent {
        /// Where.
        address: SocketAddr,
        /// How long it was waited.
        after: Duration,
        /// How many bytes came.
        received: usize,
    },
    /// Closed before a certificate came.
    #[error("`{address}` closed the connection {}", if *.received == 0 { "without an answer" } else { "in the middle of the handshake" })]
    Closed {
        /// Where.
        address: SocketAddr,
        /// How many bytes came.
        received: usize,
    },
    /// More bytes than a handshake has.
    #[error("`{0}` sent more than {BYTE_LIMIT} bytes without completing the handshake")]
    TooMuch(SocketAddr),
    /// An alert instead of a certificate.
    #[error("`{address}` refused the handshake: {alert}")]
    Refused {
        /// Where.
        address: SocketAddr,
        /// The alert.
        alert: String,
    },
    /// A handshake that can't be followed.
    #[error("the handshake with `{address}` failed: {why}")]
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

impl Hint for ProbeError {
    fn hint(&self) -> String {
        match self {
            Self::Url { .. } => {
                "clients use a URL such as `https://10.0.0.1:2379`, peers port 2380".into()
            }
            Self::Host { hint, .. } => hint.clone(),
            Self::Resolve { .. } => {
                "check the name and /etc/resolv.conf, or write the address itself".into()
            }
            Self::Connect(attempts) if attempts.iter().any(|one| one.refused) => {
                "nobody listens there: is etcd running, and listening on this address and port?".into()
            }
            Self::Connect(_) => {
                "check the address, the route and the firewalls between; --timeout waits longer".into()
            }
            Self::PlainHttp(_) => {
                "whoever reaches it can read and write: give etcd https:// in its listen URLs, with certificates"
                    .into()
            }
            Self::NotTls { .. } => "is this etcd's port?".into(),
            // Measured on 3.4.23 and 3.5.1: it listens at once, and serves clients once it has joined.
            Self::Silent { received: 0, .. } => {
                "a member of etcd without a majority is silent on its client port: ask the peer port, read its log; --timeout waits longer"
                    .into()
            }
            Self::Silent { .. } => "is this etcd's port? --timeout waits longer".into(),
            // So do etcd 3.4 and 3.5 on a client port; their peer port answers in HTTP.
            Self::Closed { received: 0, .. } => {
                "an etcd whose listen-client-urls say http:// closes so; with https://, its log says why: a certificate that it can't load, perhaps"
                    .into()
            }
            Self::Closed { .. } => "if it is etcd, its log says why".into(),
            Self::TooMuch(_) | Self::Handshake { .. } => {
                "is this etcd's port? see what `openssl s_client -connect HOST:PORT` says".into()
            }
            Self::Refused { .. } => {
                "it shares no protocol or cipher with TLS 1.2 and 1.3, or wants another name".into()
            }
        }
    }
}
