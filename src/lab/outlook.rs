//! Who has quorum, what may be written, and who may read.

use std::collections::BTreeSet;

use super::configuration::Configuration;
use super::message::MemberId;
use super::simulation::{Node, Simulation, State};

/// How things stand, as somebody sees who sees all members at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The members, as far as the cluster has agreed on them.
    pub configuration: Configuration,
    /// The members that run, in groups that reach one another; the one with quorum, or else the largest, is first.
    pub sides: Vec<Side>,
    /// The members that answer clients: a member does so once it has published itself through the cluster since it started.
    pub ready: BTreeSet<MemberId>,
}

/// Members that run and reach one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// They.
    pub members: Vec<MemberId>,
    /// How many of them vote.
    pub voters: usize,
    /// Whether those are a majority of all voters.
    pub has_quorum: bool,
    /// The leader among them, which a majority follows.
    pub leader: Option<MemberId>,
}

impl Outlook {
    /// Looks at a cluster.
    pub fn of(simulation: &Simulation) -> Self {
        let configuration = agreed(simulation);
        let network = simulation.network();
        let mut sides: Vec<Vec<&Node>> = Vec::new();
        for node in simulation.nodes().filter(|node| node.runs()) {
            let id = node.member.id();
            let reaches = |side: &&mut Vec<&Node>| {
                side.first().is_some_and(|first| network.connects(first.member.id(), id))
            };
            match sides.iter_mut().find(reaches) {
                Some(side) => side.push(node),
                None => sides.push(vec![node]),
            }
        }
        let mut sides: Vec<Side> =
            sides.iter().map(|side| Side::of(side, &configuration)).collect();
        sides.sort_by_key(|side| {
            std::cmp::Reverse((side.has_quorum, side.voters, side.members.len()))
        });
        let ready = simulation.nodes().filter(|node| node.is_ready);
        let ready = ready.map(|node| node.member.id()).collect();
        Self { configuration, sides, ready }
    }

    /// The side that has quorum.
    pub fn quorum(&self) -> Option<&Side> {
        self.sides.first().filter(|side| side.has_quorum)
    }

    /// How many voters more may fail while the others go on; `None` without quorum.
    pub fn spare(&self) -> Option<usize> {
        Some(self.quorum()?.voters - self.configuration.majority())
    }

    /// How many voters take no part: they don't run, or are cut off from the side with quorum.
    pub fn failed(&self) -> usize {
        let there = self.sides.first().map_or(0, |side| side.voters);
        self.configuration.voters.len().saturating_sub(there)
    }

    /// Whether a put or a linearizable read at a member is done, now or once there is a leader.
    pub fn serves(&self, id: MemberId) -> bool {
        let is_voter = self.configuration.voters.contains(&id);
        is_voter && self.quorum().is_some_and(|side| side.members.contains(&id))
    }

    /// Whether a serializable read at a member is answered, with or without quorum: not if the member was started after
    /// quorum was lost.
    pub fn answers(&self, id: MemberId) -> bool {
        self.ready.contains(&id)
    }
}

impl Side {
    fn of(nodes: &[&Node], configuration: &Configuration) -> Self {
        let members: Vec<MemberId> = nodes.iter().map(|node| node.member.id()).collect();
        let voters = members.iter().filter(|id| configuration.voters.contains(id)).count();
        let has_quorum = voters >= configuration.majority();
        let leaders = nodes.iter().map(|node| &node.member).filter(|member| member.is_leader());
        let leader = leaders.max_by_key(|member| member.term()).map(super::Member::id);
        Self { members, voters, has_quorum, leader: leader.filter(|_| has_quorum) }
    }
}

/// The members as whoever has committed most knows them.
fn agreed(simulation: &Simulation) -> Configuration {
    let known = simulation.nodes().filter(|node| node.state != State::Removed);
    let newest = known.max_by_key(|node| (node.member.commit(), node.member.term()));
    newest.map(|node| node.member.configuration().clone()).unwrap_or_default()
}
