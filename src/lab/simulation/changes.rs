//! What etcd's server makes of a change of members before it proposes it: `strict-reconfig-check`, on by default.
//!
//! Source: etcd `server/etcdserver/server.go` and `api/membership/cluster.go`.

use super::{Node, Simulation};
use crate::lab::configuration::Change;
use crate::lab::log::EntryId;
use crate::lab::message::MemberId;
use crate::lab::request::WhyFailed;

impl Node {
    /// Whether this member has applied that another published itself.
    pub(super) fn knows(&self, id: MemberId, published: Option<EntryId>) -> bool {
        let has =
            |entry: EntryId| entry.index <= self.member.commit() && self.member.log().holds(entry);
        self.member.configuration().contains(id) && published.is_some_and(has)
    }
}

impl Simulation {
    /// Whether a member takes a change (`mayAddMember`, `mayRemoveMember`).
    pub(super) fn check(&self, at: MemberId, change: Change) -> Result<(), WhyFailed> {
        let node = self.nodes.get(&at).ok_or(WhyFailed::Unreachable)?;
        let voters = &node.member.configuration().voters;
        let active = node.connected_since(voters.iter().copied(), self.healthy_since());
        let started = voters.iter().filter(|id| self.is_started(node, **id)).count();
        let count = voters.len();
        match change {
            Change::AddVoter(_) | Change::AddLearner(_) => {
                let needed = count.div_ceil(2) + 1;
                // A second member may join one that was restored.
                let is_second = started == 1 && count == 1;
                let is_voter = matches!(change, Change::AddVoter(_));
                if is_voter && !is_second && started < needed {
                    return Err(WhyFailed::NotEnoughStarted);
                }
                // The new one doesn't run yet: the others have to be a majority without it.
                if count > 1 && active < needed {
                    return Err(WhyFailed::Unhealthy);
                }
            }
            Change::Remove(id) if !node.member.configuration().learners.contains(&id) => {
                let left = count - usize::from(voters.contains(&id));
                let has_started = voters.contains(&id) && self.is_started(node, id);
                if started - usize::from(has_started) < left / 2 + 1 {
                    return Err(WhyFailed::NotEnoughStarted);
                }
                // One that is down is no part of those who agree.
                let is_down = id != at && !node.links.is_up(id);
                if !is_down && active.saturating_sub(1) < count.saturating_sub(1) / 2 + 1 {
                    return Err(WhyFailed::Unhealthy);
                }
            }
            Change::Remove(_) | Change::Promote(_) => {}
        }
        Ok(())
    }

    /// Whether a leader takes a learner's promotion (`mayPromoteMember`).
    pub(super) fn check_promotion(&self, leader: MemberId, id: MemberId) -> Result<(), WhyFailed> {
        let node = self.nodes.get(&leader).ok_or(WhyFailed::Unreachable)?;
        let configuration = node.member.configuration();
        if !configuration.contains(id) {
            return Err(WhyFailed::NoSuchMember);
        }
        if !node.member.is_learner_ready(id) {
            return Err(WhyFailed::NotInSync);
        }
        // A learner that is ready runs, so it counts as started.
        let voters = &configuration.voters;
        let started = 1 + voters.iter().filter(|id| self.is_started(node, **id)).count();
        let needed = voters.len().div_ceil(2) + 1;
        if started < needed { Err(WhyFailed::NotEnoughStarted) } else { Ok(()) }
    }

    /// Whether a member counts as started where this one looks: its name is known, for a founder from the first.
    fn is_started(&self, node: &Node, id: MemberId) -> bool {
        let published = self.nodes.get(&id).and_then(|other| other.published);
        self.founders.contains(&id) || node.knows(id, published)
    }
}
