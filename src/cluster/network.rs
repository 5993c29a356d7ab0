//! Ports, and the two timers that Raft lives by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::{FieldError, PlanError};
use super::whole_numbers;
use crate::text::Words;

whole_numbers! {
    /// A TCP port, 1 to 65535.
    Port(u16), Words("expected-port"), "none";
    /// The highest.
    LIMIT = 65_535;
    /// The port's number.
    number;

    /// A time in whole milliseconds, 1 to 50,000 (etcd's upper limit of the election timeout).
    Milliseconds(u32), Words("expected-milliseconds"), "ms";
    /// The longest, etcd's own limit for `--election-timeout`.
    LIMIT = 50_000;
    /// The number of milliseconds.
    count;
}

impl Port {
    /// etcd's port for clients.
    pub const CLIENT: Self = Self(2379);
    /// etcd's port for peers.
    pub const PEER: Self = Self(2380);
}

/// The ports of every member's two listeners, which differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPorts")]
pub struct Ports {
    client: Port,
    peer: Port,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPorts {
    client: Port,
    peer: Port,
}

impl Ports {
    /// Takes both ports.
    ///
    /// # Errors
    /// [`PlanError::SamePort`] where they are one.
    pub fn new(client: Port, peer: Port) -> Result<Self, PlanError> {
        if client == peer {
            return Err(PlanError::SamePort(client.number()));
        }
        Ok(Self { client, peer })
    }

    /// The port that clients dial.
    pub fn client(self) -> Port {
        self.client
    }

    /// The port that the other members dial.
    pub fn peer(self) -> Port {
        self.peer
    }
}

impl Default for Ports {
    fn default() -> Self {
        Self { client: Port::CLIENT, peer: Port::PEER }
    }
}

/// Writes both, clients' first: `2379/2380`.
impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.client, self.peer)
    }
}

impl FromStr for Ports {
    type Err = FieldError;

    /// Takes `CLIENT/PEER`.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let Some((client, peer)) = text.split_once('/') else {
            return Err(FieldError::NotPorts(text.into()));
        };
        let (client, peer) = (client.parse()?, peer.parse()?);
        Self::new(client, peer).map_err(|_| FieldError::NotPorts(text.into()))
    }
}

impl TryFrom<RawPorts> for Ports {
    type Error = PlanError;
    fn try_from(raw: RawPorts) -> Result<Self, PlanError> {
        Self::new(raw.client, raw.peer)
    }
}

/// Heartbeat interval and election timeout, the same on every member, and the round-trip time they
/// were chosen for. etcd refuses to start where the election is shorter than 5 heartbeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTiming")]
pub struct Timing {
    #[serde(rename = "round_trip_ms")]
    round_trip: Milliseconds,
    #[serde(rename = "heartbeat_interval_ms")]
    heartbeat: Milliseconds,
    #[serde(rename = "election_timeout_ms")]
    election: Milliseconds,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names)] // plan files name the unit
struct RawTiming {
    round_trip_ms: Milliseconds,
    heartbeat_interval_ms: Milliseconds,
    election_timeout_ms: Milliseconds,
}

impl Timing {
    /// etcd's default heartbeat interval, right for one data centre.
    const DEFAULT_HEARTBEAT: u32 = 100;

    /// Takes all three.
    ///
    /// # Errors
    /// [`PlanError::ElectionTooShort`] below 5 heartbeats.
    pub fn new(
        round_trip: Milliseconds,
        heartbeat: Milliseconds,
        election: Milliseconds,
    ) -> Result<Self, PlanError> {
        if election.count() < heartbeat.count().saturating_mul(5) {
            return Err(PlanError::ElectionTooShort {
                heartbeat: heartbeat.count(),
                election: election.count(),
            });
        }
        Ok(Self { round_trip, heartbeat, election })
    }

    /// The heartbeat for a round trip between the two members farthest apart: the round trip itself,
    /// and never below etcd's default (etcd tuning guide, "Time parameters": 0.5 to 1.5 × RTT).
    pub fn heartbeat_for(round_trip: Milliseconds) -> Milliseconds {
        let rounded = round_trip.count().div_ceil(10).saturating_mul(10);
        Milliseconds(rounded.clamp(Self::DEFAULT_HEARTBEAT, 10_000))
    }

    /// The election timeout for a heartbeat: 10 times as long (etcd tuning guide: at least
    /// 10 × RTT), and at most 50 s.
    pub fn election_for(heartbeat: Milliseconds) -> Milliseconds {
        Milliseconds(heartbeat.count().saturating_mul(10).min(50_000))
    }

    /// The round-trip time between members.
    pub fn round_trip(self) -> Milliseconds {
        self.round_trip
    }

    /// `--heartbeat-interval`.
    pub fn heartbeat(self) -> Milliseconds {
        self.heartbeat
    }

    /// `--election-timeout`.
    pub fn election(self) -> Milliseconds {
        self.election
    }
}

impl Default for Timing {
    fn default() -> Self {
        let heartbeat = Milliseconds(Self::DEFAULT_HEARTBEAT);
        Self { round_trip: Milliseconds(10), heartbeat, election: Self::election_for(heartbeat) }
    }
}

impl TryFrom<RawTiming> for Timing {
    type Error = PlanError;
    fn try_from(raw: RawTiming) -> Result<Self, PlanError> {
        Self::new(raw.round_trip_ms, raw.heartbeat_interval_ms, raw.election_timeout_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_numbers_from_1_to_65535_and_differ() {
        assert_eq!(" 2379 ".parse::<Port>().unwrap(), Port::CLIENT);
        for text in ["0", "65536", "-1"] {
            assert!(matches!(text.parse::<Port>(), Err(FieldError::OutOfRange { .. })), "{text}");
        }
        for text in ["2379x", "\t2379", "2379.5", "1e3"] {
            assert!(matches!(text.parse::<Port>(), Err(FieldError::NotANumber { .. })), "{text}");
        }
        assert_eq!(Ports::new(Port::PEER, Port::PEER), Err(PlanError::SamePort(2380)));
    }

    #[test]
    fn timing_follows_the_round_trip_and_etcds_floor() {
        let ms = |n: u64| Milliseconds::try_from(n).unwrap();
        for (round_trip, heartbeat, election) in [
            (1, 100, 1000),
            (100, 100, 1000),
            (151, 160, 1600),
            (800, 800, 8000),
            (9000, 9000, 50_000),
        ] {
            let chosen = Timing::heartbeat_for(ms(round_trip));
            assert_eq!((chosen, Timing::election_for(chosen)), (ms(heartbeat), ms(election)));
            assert!(Timing::new(ms(round_trip), chosen, Timing::election_for(chosen)).is_ok());
        }
        assert!(Timing::new(ms(1), ms(800), ms(4000)).is_ok());
        assert!(Timing::new(ms(1), ms(800), ms(3999)).is_err());
    }
}
