//! Actions of the person.

use super::{Node, Simulation, State};
use crate::lab::MOST_MEMBERS;
use crate::lab::action::Action;
use crate::lab::configuration::Change;
use crate::lab::member::Member;
use crate::lab::message::MemberId;
use crate::lab::random::Random;
use crate::lab::reason::{Reason, WhyRefused};
use crate::lab::request::Asked;

impl Simulation {
    /// Does something to the cluster. What means nothing as things stand is noted, and changes nothing.
    pub fn act(&mut self, action: &Action) {
        if let Some(id) = action.members().into_iter().find(|id| !self.nodes.contains_key(id)) {
            self.note(None, Reason::NoMember(id));
            return;
        }
        let did = match action {
            Action::Stop(id) => self.stop(*id),
            Action::Start(id) => self.start(*id),
            Action::Wipe(id) => self.wipe(*id),
            Action::Isolate(id) => {
                self.link(*id, |network, id| network.isolate(id, true), Reason::Isolated)
            }
            Action::Rejoin(id) => {
                self.link(*id, |network, id| network.isolate(id, false), Reason::Rejoined)
            }
            Action::Slow(id) => {
                self.link(*id, |network, id| network.slow_down(id, true), Reason::Slowed)
            }
            Action::Fast(id) => {
                self.link(*id, |network, id| network.slow_down(id, false), Reason::Quickened)
            }
            Action::Cut(side) => {
                self.network.cut(side.clone());
                self.note(None, Reason::Cut(side.iter().copied().collect()));
                true
            }
            Action::Heal => {
                self.network.heal();
                self.note(None, Reason::Healed);
                true
            }
            Action::Put(at, value) => {
                let value = value.unwrap_or(self.next_value);
                self.next_value = value.saturating_add(1);
                self.asks(*at, Asked::Put(value))
            }
            Action::Read { at, is_linearizable } => {
                self.asks(*at, Asked::Read { is_linearizable: *is_linearizable })
            }
            Action::Add { at, is_learner } => self.add(*at, *is_learner),
            Action::Promote { at, member } => {
                self.asks(*at, Asked::Change(Change::Promote(*member)))
            }
            Action::Remove { at, member } => self.asks(*at, Asked::Change(Change::Remove(*member))),
            Action::Transfer(to) => self.hand_over(*to),
        };
        if !did {
            self.note(None, Reason::Nothing);
        }
    }

    fn asks(&mut self, at: MemberId, asked: Asked) -> bool {
        let is_there = self.nodes.contains_key(&at);
        if is_there {
            self.ask(at, asked);
        }
        is_there
    }

    fn stop(&mut self, id: MemberId) -> bool {
        let runs = self.nodes.get(&id).is_some_and(Node::runs);
        if runs {
            self.end(id, State::Stopped, Reason::Stops);
        }
        runs
    }

    fn start(&mut self, id: MemberId) -> bool {
        let Some(node) = self.nodes.get(&id) else { return false };
        if matches!(node.state, State::Running | State::Removed) {
            return false;
        }
        let reason = if node.has_disk { Ok(Reason::Starts) } else { self.bootstrap(id) };
        match (reason, self.nodes.get_mut(&id)) {
            (Ok(reason), Some(node)) => {
                node.member.restart();
                node.state = State::Running;
                node.has_disk = true;
                node.elected = None;
                self.note(Some(id), reason);
            }
            (Err(why), _) => self.note(Some(id), Reason::StartRefused(why)),
            _ => {}
        }
        true
    }

    /// What etcd makes of an empty disk (`bootstrap.go`): founders found the cluster again, where nobody says that they did;
    /// members that were added ask their peers who belongs to it.
    fn bootstrap(&mut self, id: MemberId) -> Result<Reason, WhyRefused> {
        let is_peer = |node: &&Node| {
            let peer = node.member.id();
            peer != id && node.runs() && self.network.connects(peer, id)
        };
        let mut peers = self.nodes.values().filter(is_peer);
        if !self.founders.contains(&id) {
            return peers.next().map(|_| Reason::StartsEmpty).ok_or(WhyRefused::NoPeers);
        }
        let published = self.nodes.get(&id).and_then(|node| node.published);
        if peers.any(|peer| peer.knows(id, published)) {
            return Err(WhyRefused::AlreadyBootstrapped);
        }
        let random = Random::new(self.random.bits());
        if let Some(node) = self.nodes.get_mut(&id) {
            node.member = Member::founding(id, &self.founders, random);
            node.published = None;
        }
        Ok(Reason::StartsAnew)
    }

    fn wipe(&mut self, id: MemberId) -> bool {
        let seed = self.random.bits();
        let Some(node) = self.nodes.get_mut(&id) else { return false };
        if !matches!(node.state, State::Stopped | State::Crashed(_)) {
            return false;
        }
        node.member = Member::joining(id, Random::new(seed));
        node.has_disk = false;
        node.removed.clear();
        self.note(Some(id), Reason::Wiped);
        true
    }

    fn link(
        &mut self,
        id: MemberId,
        change: impl Fn(&mut super::Network, MemberId),
        reason: Reason,
    ) -> bool {
        let is_there = self.nodes.contains_key(&id);
        if is_there {
            change(&mut self.network, id);
            self.note(Some(id), reason);
        }
        is_there
    }

    fn add(&mut self, at: MemberId, is_learner: bool) -> bool {
        let free = (1..u8::MAX).map(MemberId).find(|id| !self.names.contains(id));
        let there = self.nodes.values().filter(|node| node.state != State::Removed).count();
        let Some(id) = free.filter(|_| there < MOST_MEMBERS) else { return false };
        self.names.insert(id);
        let change = if is_learner { Change::AddLearner(id) } else { Change::AddVoter(id) };
        self.asks(at, Asked::Change(change))
    }

    /// A member was added: its place is drawn from now on. Those that were removed give way.
    pub(super) fn make_room_for(&mut self, id: MemberId) {
        if !self.made.insert(id) {
            return;
        }
        let removed = |node: &&Node| node.state == State::Removed;
        if self.nodes.len() >= MOST_MEMBERS
            && let Some(gone) = self.nodes.values().find(removed).map(|node| node.member.id())
        {
            self.nodes.remove(&gone);
            self.network.forget(gone);
        }
        let seed = self.random.bits();
        let node = Node::new(Member::joining(id, Random::new(seed)), State::New);
        self.nodes.insert(id, node);
    }

    fn hand_over(&mut self, to: MemberId) -> bool {
        let Some(leader) = self.leader().map(Member::id) else { return false };
        let Some(node) = self.nodes.get_mut(&leader) else { return false };
        if !node.member.configuration().voters.contains(&to) {
            self.note(Some(leader), Reason::BadTransferee(to));
            return true;
        }
        let begins = node.member.transfer(to);
        self.settle(leader);
        begins
    }
}
