//! Who belongs to the cluster, and who votes.

use std::collections::BTreeSet;

use super::message::MemberId;

/// How many learners there may be at a time: etcd's `max-learners`.
const MOST_LEARNERS: usize = 1;

/// The members that a member knows of, as far as it has applied its log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Those that vote.
    pub voters: BTreeSet<MemberId>,
    /// Those that get the log and don't vote.
    pub learners: BTreeSet<MemberId>,
}

/// One step from a configuration to another; raft allows one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A new member that votes at once.
    AddVoter(MemberId),
    /// A new member that doesn't vote.
    AddLearner(MemberId),
    /// A learner votes from now on.
    Promote(MemberId),
    /// A member leaves, for good.
    Remove(MemberId),
}

/// Why a change that is committed isn't applied: each member says the same of it, as it knows the same members then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// There is a learner already.
    TooManyLearners,
    /// Who is to be promoted votes.
    NotALearner,
    /// There is no such member.
    NoSuchMember,
}

impl Change {
    /// Whom it is about.
    pub fn member(self) -> MemberId {
        match self {
            Self::AddVoter(id) | Self::AddLearner(id) | Self::Promote(id) | Self::Remove(id) => id,
        }
    }
}

impl Configuration {
    /// Whether somebody is a member of either kind.
    pub fn contains(&self, id: MemberId) -> bool {
        self.voters.contains(&id) || self.learners.contains(&id)
    }

    /// All members of both kinds.
    pub fn members(&self) -> impl Iterator<Item = MemberId> + '_ {
        self.voters.iter().chain(&self.learners).copied()
    }

    /// How many voters have to agree.
    pub fn majority(&self) -> usize {
        self.voters.len() / 2 + 1
    }

    /// How many voters may fail while the others go on.
    pub fn tolerance(&self) -> usize {
        self.voters.len().saturating_sub(self.majority())
    }

    /// Whether those for whom `agrees` says so are a majority of the voters.
    pub fn is_majority(&self, agrees: impl Fn(MemberId) -> bool) -> bool {
        self.voters.iter().filter(|id| agrees(**id)).count() >= self.majority()
    }

    /// Why etcd's server passes over a change that raft has committed (`ValidateConfigurationChange`).
    pub(super) fn validate(&self, change: Change) -> Result<(), Invalid> {
        match change {
            Change::AddLearner(_) if self.learners.len() >= MOST_LEARNERS => {
                Err(Invalid::TooManyLearners)
            }
            Change::Promote(id) | Change::Remove(id) if !self.contains(id) => {
                Err(Invalid::NoSuchMember)
            }
            Change::Promote(id) if !self.learners.contains(&id) => Err(Invalid::NotALearner),
            _ => Ok(()),
        }
    }

    pub(super) fn apply(&mut self, change: Change) {
        let id = change.member();
        self.learners.remove(&id);
        match change {
            Change::AddVoter(_) | Change::Promote(_) => {
                self.voters.insert(id);
            }
            Change::AddLearner(_) => {
                self.voters.remove(&id);
                self.learners.insert(id);
            }
            Change::Remove(_) => {
                self.voters.remove(&id);
            }
        }
    }
}
