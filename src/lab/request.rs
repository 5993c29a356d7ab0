//! What clients ask, and what becomes of it.

use super::configuration::{Change, Invalid};
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
    /// When a put or a change took effect, whatever its client was told.
    pub took_effect: Option<u64>,
    /// Whether the member has taken it up; one that has just started lets its clients wait.
    pub(super) is_begun: bool,
    /// The member that answers it once it takes effect there: the one that was asked, or the leader it was passed on to.
    pub(super) by: MemberId,
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
    /// `etcdserver: request timed out, possibly due to connection lost`. A put may still take effect later.
    ConnectionLost,
    /// `context deadline exceeded`: no leader was known all the time, so that nothing was proposed, and nothing comes of it.
    NeverProposed,
    /// `context deadline exceeded`: etcd waits for a change of members as long as its client does. It may still take effect.
    GaveUp,
    /// `context deadline exceeded`: the member has started, and doesn't listen to clients before it has published itself through
    /// the cluster. Nothing comes of it.
    NotServing,
    /// `etcdserver: no leader`, which a learner's promotion would be passed on to.
    NoLeader,
    /// The member doesn't run.
    Unreachable,
    /// The member ended meanwhile. A put may have taken effect.
    Lost,
    /// `etcdserver: rpc not supported for learner`.
    Learner,
    /// `raft proposal dropped`: leadership is being handed over.
    Dropped,
    /// `etcdserver: unhealthy cluster`: too few voters have been connected to the member for five seconds.
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
}

impl WhyFailed {
    /// Whether what failed may have been proposed, and so may take effect all the same.
    pub fn may_take_effect(self) -> bool {
        matches!(
            self,
            Self::TimedOut | Self::LeaderFailed | Self::ConnectionLost | Self::GaveUp | Self::Lost
        )
    }

    /// etcd's own words, or its client's; `None` where there is no answer at all.
    pub fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::Unreachable | Self::Lost => return None,
            Self::TimedOut => "etcdserver: request timed out",
            Self::LeaderFailed => {
                "etcdserver: request timed out, possibly due to previous leader failure"
            }
            Self::ConnectionLost => {
                "etcdserver: request timed out, possibly due to connection lost"
            }
            Self::NeverProposed | Self::GaveUp | Self::NotServing => "context deadline exceeded",
            Self::NoLeader => "etcdserver: no leader",
            Self::Learner => "etcdserver: rpc not supported for learner",
            Self::Dropped => "raft proposal dropped",
            Self::Unhealthy => "etcdserver: unhealthy cluster",
            Self::NotEnoughStarted => {
                "etcdserver: re-configuration failed due to not enough started members"
            }
            Self::TooManyLearners => "etcdserver: too many learner members in cluster",
            Self::NotInSync => {
                "etcdserver: can only promote a learner member which is in sync with leader"
            }
            Self::NoLearner => "etcdserver: can only promote a learner member",
            Self::NoSuchMember => "etcdserver: member not found",
        })
    }
}

impl From<Invalid> for WhyFailed {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::TooManyLearners => Self::TooManyLearners,
            Invalid::NotALearner => Self::NoLearner,
            Invalid::NoSuchMember => Self::NoSuchMember,
        }
    }
}

impl Request {
    /// Whether it still waits.
    pub fn waits(&self) -> bool {
        self.outcome == Outcome::Waits
    }
}
