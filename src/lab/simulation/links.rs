//! The connections between the members' processes, as each end knows of its own: etcd looks at them before it changes
//! the members, and when it says why a request took too long.
//!
//! Source: etcd `server/etcdserver/api/rafthttp` and `server/etcdserver/util.go`.

use std::collections::BTreeMap;

use super::{Node, Simulation};
use crate::lab::message::{Body, MemberId, Message};

/// For how many ticks members have to be connected to count as healthy: `HealthInterval`, 5 s.
const HEALTHY_AFTER: u64 = 50;
/// After how many silent ticks a connection is given up: `ConnReadTimeout`, 5 s.
const GIVEN_UP_AFTER: u64 = 50;

/// A member's connections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Links(BTreeMap<MemberId, Link>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    since: u64,
    heard: u64,
}

impl Links {
    /// Whether there is a connection to a member.
    pub(super) fn is_up(&self, id: MemberId) -> bool {
        self.0.contains_key(&id)
    }

    /// Whether there is one that is older than this tick (`isConnectedSince`).
    pub(super) fn is_up_since(&self, id: MemberId, tick: u64) -> bool {
        self.0.get(&id).is_some_and(|link| link.since < tick)
    }

    fn look(&mut self, id: MemberId, tick: u64, reaches: bool, ended: bool) {
        match self.0.get_mut(&id) {
            Some(link) if reaches => link.heard = tick,
            Some(link) if ended || tick - link.heard >= GIVEN_UP_AFTER => {
                self.0.remove(&id);
            }
            None if reaches => {
                self.0.insert(id, Link { since: tick, heard: tick });
            }
            Some(_) | None => {}
        }
    }
}

impl Node {
    /// How many of these this member has been connected to since before a tick, itself included (`numConnectedSince`).
    pub(super) fn connected_since(
        &self,
        members: impl IntoIterator<Item = MemberId>,
        tick: u64,
    ) -> usize {
        let own = self.member.id();
        let is_up = |id: &MemberId| *id == own || self.links.is_up_since(*id, tick);
        members.into_iter().filter(is_up).count()
    }
}

impl Simulation {
    /// Before which tick members have to have been connected to count as healthy now.
    pub(super) fn healthy_since(&self) -> u64 {
        self.tick.saturating_sub(HEALTHY_AFTER)
    }

    /// Connects members that run and reach one another, and gives up connections that are silent.
    pub(super) fn look_at_links(&mut self) {
        let all: Vec<_> = self.nodes.values().map(|one| (one.member.id(), one.runs())).collect();
        let (network, tick) = (&self.network, self.tick);
        for node in self.nodes.values_mut().filter(|node| node.runs()) {
            let own = node.member.id();
            for (id, runs) in all.iter().copied().filter(|(id, _)| *id != own) {
                let connects = network.connects(own, id);
                let is_removed = node.removed.contains(&id);
                let reaches = connects && runs && !is_removed;
                node.links.look(id, tick, reaches, connects && !runs || is_removed);
            }
        }
    }

    /// A member's process ended: whoever reaches it sees its connections close.
    pub(super) fn close_links_of(&mut self, ended: MemberId) {
        for node in self.nodes.values_mut() {
            if node.member.id() == ended {
                node.links = Links::default();
            } else if self.network.connects(node.member.id(), ended) {
                node.links.0.remove(&ended);
            }
        }
    }

    /// Peers that know that a member was removed refuse it when it connects to them again; it ends once it hears that.
    pub(super) fn refuse_removed(&mut self) {
        let running = || self.nodes.values().filter(|node| node.runs());
        let mut refusals = Vec::new();
        for peer in running() {
            let from = peer.member.id();
            for to in peer.removed.iter().copied() {
                let is_there = self.nodes.get(&to).is_some_and(Node::runs);
                let is_told = || self.network.carries(to, |body| *body == Body::Gone);
                if is_there && self.network.connects(from, to) && !is_told() {
                    refusals.push(Message { from, to, term: 0, body: Body::Gone });
                }
            }
        }
        for message in refusals {
            self.network.send(self.tick, message, &mut self.random);
        }
    }
}
