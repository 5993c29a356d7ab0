//! What clients ask, and what becomes of it.

use super::configuration::Change;
use super::message::MemberId;

/// A client's request to one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its number, from 1.
    pub number: u64,
    /// The member that was asked.
    pub at: MemberId,
    /// What was asked.
    pub asked: Asked,
    /// When.
    pub since: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// Up to where the log has to be applied before a read is answered, once that is known.
    pub(super) read_index: Option<usize>,
}

/// What a client can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Put this value.
    Put(u64),
    /// Read the value; a linearizable read sees each put that was done before it began, a serializable one is
    /// answered from what the member has.
    Read {
        /// Whether it is linearizable.
        is_linearizable: bool,
    },
    /// Change the members.
    Change(Change),
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Waits,
    /// It was done.
    Done {
        /// When.
        at: u64,
        /// The value that was read, for a read.
        value: Option<u64>,
    },
    /// It failed.
    Failed {
        /// When.
        at: u64,
        /// Why.
        why: WhyFailed,
    },
}

/// Why a request failed, in the order of etcd's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyFailed {
    /// `etcdserver: request timed out`. A put may still take effect later.
    TimedOut,
    /// `etcdserver: request timed out, possibly due to previous leader failure`. A put may still take effect later.
    LeaderFailed,
    /// `context deadline exceeded`: no leader was known all the time, so that nothing was proposed, and nothing comes of it.
    NeverProposed,
    /// The member doesn't run.
    Unreachable,
    /// The member ended meanwhile. A put may have taken effect.
    Lost,
    /// `etcdserver: rpc not supported for learner`.
    Learner,
    /// `raft proposal dropped`: leadership is being handed over.
    Dropped,
    /// `etcdserver: unhealthy cluster`: not all voters are connected.
    Unhealthy,
    /// `etcdserver: re-configuration failed due to not enough started members`.
    NotEnoughStarted,
    /// `etcdserver: too many learner members in cluster`.
    TooManyLearners,
    /// `etcdserver: can only promote a learner member which is in sync with leader`.
    NotInSync,
    /// `etcdserver: can only promote a learner member`.
    NoLearner,
    /// `etcdserver: member not found`.
    NoSuchMember,
    /// Another change of members was under way, and raft takes one at a time.
    ChangeUnderWay,
}

impl Request {
    /// Whether it still waits.
    pub fn waits(&self) -> bool {
        self.outcome == Outcome::Waits
    }
}
