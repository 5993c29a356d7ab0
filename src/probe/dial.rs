//! From a host to a connection: each of its addresses in turn, within bounds.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{Attempt, ProbeError, Server};
use crate::text::{escape_for_terminal, say};

/// The most addresses of one name that are tried.
const ADDRESSES: usize = 8;

/// A connection, and the addresses that were tried before in vain.
pub(super) struct Dialed {
    pub(super) stream: TcpStream,
    pub(super) address: SocketAddr,
    pub(super) attempts: Vec<Attempt>,
    pub(super) timeout: Duration,
}

/// Connects. The time that is left is shared out among the addresses that are left.
pub(super) fn dial(
    server: &Server,
    deadline: Instant,
    timeout: Duration,
) -> Result<Dialed, ProbeError> {
    let addresses = resolve(server, deadline)?;
    let mut attempts = Vec::new();
    for (index, address) in addresses.iter().copied().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        let shares = u32::try_from(addresses.len() - index).unwrap_or(1);
        let share = (left / shares).max(Duration::from_millis(1));
        match TcpStream::connect_timeout(&address, share) {
            Ok(stream) => return Ok(Dialed { stream, address, attempts, timeout }),
            Err(error) => attempts.push(Attempt {
                address,
                why: match error.kind() {
                    io::ErrorKind::TimedOut => say("probe-no-answer").into(),
                    _ => escape_for_terminal(&error.to_string()),
                },
                refused: error.kind() == io::ErrorKind::ConnectionRefused,
            }),
        }
    }
    Err(ProbeError::Connect(attempts))
}

/// Resolves on a thread of its own: the system's resolver knows no deadline. One that hangs is left
/// behind and ends by itself.
fn resolve(server: &Server, deadline: Instant) -> Result<Vec<SocketAddr>, ProbeError> {
    if let Some(address) = server.address() {
        return Ok(vec![SocketAddr::new(address, server.port)]);
    }
    let failed = |why: &str| ProbeError::Resolve {
        host: server.host.clone(),
        why: escape_for_terminal(why),
    };
    let (sender, answer) = mpsc::channel();
    let question = (server.host.clone(), server.port);
    let asked = std::thread::Builder::new().spawn(move || {
        let found = question.to_socket_addrs().map(|all| all.take(ADDRESSES).collect::<Vec<_>>());
        // Nobody may be waiting any more.
        let _ = sender.send(found);
    });
    asked.map_err(|error| failed(&error.to_string()))?;
    match answer.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(Ok(addresses)) if addresses.is_empty() => Err(failed(say("probe-no-address"))),
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(error)) => Err(failed(&error.to_string())),
        Err(_) => Err(failed(say("probe-no-answer"))),
    }
}
