//! The lab: a cluster that lives in memory, slowed down so that a person can follow it.
//!
//! - [`Member`] is one raft member, as etcd configures it: pre-vote, check-quorum, reads through a read index,
//!   learners, membership changes one at a time, leader transfer. It knows no clock, no thread and no network.
//! - [`Simulation`] is the cluster: its members, the network between them, and clients. A [`Action`] changes it, a
//!   tick moves it on, and [`Note`]s tell why what happened.
//! - [`Timeline`] goes forward and back in it; [`Scenario`] is the same as text.
//! - [`Outlook`] says who has quorum, what may be written and who may read.
//!
//! The rules are those of etcd-io/raft (`raft.go`, `read_only.go`, `tracker/`), and of etcd's server around it where
//! that decides what a client sees. There are no snapshots: the log is never compacted, so that a new member gets
//! all of it. What a member has sent, it has on its disk.

mod action;
mod configuration;
mod log;
mod member;
mod message;
mod network;
mod outlook;
mod random;
mod reason;
mod request;
mod scenario;
mod simulation;
mod timeline;

#[cfg(test)]
mod tests;

pub use action::Action;
pub use configuration::{Change, Configuration, Invalid};
pub use log::{Data, Entry, EntryId, Index, Log, Term};
pub use member::{Applied, Dropped, Fault, Member, Role, Rules};
pub use message::{Body, MemberId, Message, Rejection, VoteKind};
pub use network::Network;
pub use outlook::{Outlook, Side};
pub use random::Random;
pub use reason::{Note, Reason, Refused, WhyRefused};
pub use request::{Asked, Outcome, Request, WhyFailed};
pub use scenario::{Scenario, ScenarioError, WrongLine};
pub use simulation::{Node, Simulation, State};
pub use timeline::Timeline;

/// Ticks between two heartbeats of a leader. A tick is etcd's: its `heartbeat-interval`, 100 ms by default.
pub const HEARTBEAT: u32 = 1;
/// Ticks without a leader before a member may ask for votes; each waits up to as many more, at random. etcd's
/// `election-timeout` of 1000 ms by default.
pub const ELECTION: u32 = 10;
/// Ticks after which etcd gives up on a request: 5 s and two election timeouts (`ServerConfig.ReqTimeout`).
pub const REQUEST_TIMEOUT: u64 = 70;
/// The most members that a lab has at a time.
pub const MOST_MEMBERS: usize = 9;
