//! What a person can do to the cluster.

use std::collections::BTreeSet;

use super::message::MemberId;

/// Something that is done to the cluster between two ticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Ends a member at once, as a power cut does. Its disk stays.
    Stop(MemberId),
    /// Starts a member that is stopped, or was added and has never run.
    Start(MemberId),
    /// Wipes the disk of a member that doesn't run.
    Wipe(MemberId),
    /// Cuts a member off from all others.
    Isolate(MemberId),
    /// Connects it again.
    Rejoin(MemberId),
    /// Has the messages from and to it take longer.
    Slow(MemberId),
    /// And not any more.
    Fast(MemberId),
    /// Cuts the network in two: these, and all others.
    Cut(BTreeSet<MemberId>),
    /// Makes the network whole again.
    Heal,
    /// A client puts a value at a member; without one, the next number.
    Put(MemberId, Option<u64>),
    /// A client reads at a member.
    Read {
        /// The member.
        at: MemberId,
        /// Whether it has to see all that was done before.
        is_linearizable: bool,
    },
    /// A client asks a member to add one, as a learner or as a voter.
    Add {
        /// The member that is asked.
        at: MemberId,
        /// Whether it is to be a learner.
        is_learner: bool,
    },
    /// A client asks a member to make a learner a voter.
    Promote {
        /// The member that is asked.
        at: MemberId,
        /// The learner.
        member: MemberId,
    },
    /// A client asks a member to remove one.
    Remove {
        /// The member that is asked.
        at: MemberId,
        /// The one to be removed.
        member: MemberId,
    },
    /// Has the leader hand over to this member.
    Transfer(MemberId),
}

impl Action {
    /// The members that it is done to, or asked of.
    pub(super) fn members(&self) -> Vec<MemberId> {
        match self {
            Self::Stop(id)
            | Self::Start(id)
            | Self::Wipe(id)
            | Self::Isolate(id)
            | Self::Rejoin(id)
            | Self::Slow(id)
            | Self::Fast(id)
            | Self::Put(id, _)
            | Self::Transfer(id)
            | Self::Read { at: id, .. }
            | Self::Add { at: id, .. }
            | Self::Promote { at: id, .. }
            | Self::Remove { at: id, .. } => vec![*id],
            Self::Cut(side) => side.iter().copied().collect(),
            Self::Heal => Vec::new(),
        }
    }
}
