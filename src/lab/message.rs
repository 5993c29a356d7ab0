//! What members say to one another.

use std::fmt;

use super::log::{Data, Entry, EntryId, Index, Term};

/// A member, for as long as it belongs to the cluster. One that is added again is another member, as in etcd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub u8);

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

/// A message from one member to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who says it.
    pub from: MemberId,
    /// To whom.
    pub to: MemberId,
    /// The sender's term; of a pre-vote the term that it would stand for; 0 for what members pass on for clients.
    pub term: Term,
    /// What it says.
    pub body: Body,
}

/// Which of the two rounds of an election a vote is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteKind {
    /// Would you vote for me? Changes nothing on either side.
    Pre,
    /// Vote for me.
    Real,
}

/// Why entries were not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejection {
    /// The place that was asked about.
    pub asked: Index,
    /// Up to where the logs may be the same.
    pub hint: EntryId,
}

/// What a message says. The names of etcd-io/raft stand behind each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Asks for a vote (`MsgVote`, `MsgPreVote`).
    AskVote {
        /// The round.
        kind: VoteKind,
        /// Whether the leader itself gave up its place, so that nobody is kept from voting by having heard of it.
        is_transfer: bool,
        /// The candidate's last entry.
        last: EntryId,
    },
    /// Answers that (`MsgVoteResp`, `MsgPreVoteResp`).
    Vote {
        /// The round.
        kind: VoteKind,
        /// Whether it is given.
        granted: bool,
    },
    /// Entries, perhaps none, that follow one (`MsgApp`).
    Append {
        /// The entry before.
        previous: EntryId,
        /// The entries.
        entries: Vec<Entry>,
        /// What the leader has committed.
        commit: Index,
    },
    /// Answers that: up to where the log is the leader's (`MsgAppResp`).
    Appended(Result<Index, Rejection>),
    /// The leader is there (`MsgHeartbeat`).
    Heartbeat {
        /// What is committed of what the member has.
        commit: Index,
        /// The newest round of reads that waits for answers; 0 for none.
        round: u64,
    },
    /// Answers that (`MsgHeartbeatResp`).
    HeartbeatAnswer {
        /// The round.
        round: u64,
    },
    /// The leader has it stand for election at once (`MsgTimeoutNow`).
    TimeoutNow,
    /// A client's proposal, passed on to the leader (`MsgProp`).
    Propose(Data),
    /// Asks the leader up to where a read has to have applied the log (`MsgReadIndex`).
    AskReadIndex {
        /// The client's request.
        request: u64,
    },
    /// Answers that (`MsgReadIndexResp`).
    ReadIndex {
        /// The client's request.
        request: u64,
        /// The place.
        index: Index,
    },
    /// The sender's transport refuses the receiver, which was removed: `410 Gone`. No message of raft.
    Gone,
}
