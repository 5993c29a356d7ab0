//! The cluster: members, the network between them, and clients.

mod act;
mod clients;

use std::collections::{BTreeMap, BTreeSet};

use super::log::Data;
use super::member::{Fault, Member};
use super::message::{MemberId, Message};
use super::network::Network;
use super::random::Random;
use super::reason::{Note, Reason};
use super::request::Request;

/// For how many ticks a removed member goes on before it ends: etcd's `stopWithDelay` of ten heartbeats.
const ENDS_AFTER: u64 = 10;
/// How many requests that are done are kept to be shown.
const REQUESTS_KEPT: usize = 50;

/// A cluster in memory. The same seed and the same actions at the same ticks come to the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    tick: u64,
    nodes: BTreeMap<MemberId, Node>,
    network: Network,
    requests: Vec<Request>,
    next_request: u64,
    next_value: u64,
    next_member: u8,
    /// All members that ever were: each is made once, by whoever applies first that it was added.
    made: BTreeSet<MemberId>,
    random: Random,
    notes: Vec<Note>,
}

/// A member and the process around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The member.
    pub member: Member,
    /// Whether it runs.
    pub state: State,
    /// Whether it has ever run: etcd counts those when members are added or removed.
    pub has_run: bool,
    /// Members that it knows were removed: it refuses to talk to them.
    removed: BTreeSet<MemberId>,
    /// Proposals that wait for a leader to be known.
    waiting: Vec<Data>,
    /// The leader that it knew last, if any, and when it heard of the last one's election.
    lead: Option<MemberId>,
    elected: u64,
    ends_at: Option<u64>,
}

/// Whether a member's process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It runs.
    Running,
    /// It was stopped.
    Stopped,
    /// It was added, and never started.
    New,
    /// It ended as etcd panics.
    Crashed(Fault),
    /// It was removed from the cluster, and ended for good.
    Removed,
}

impl Node {
    fn new(member: Member, state: State) -> Self {
        let has_run = state == State::Running;
        let (removed, waiting) = (BTreeSet::new(), Vec::new());
        Self { member, state, has_run, removed, waiting, lead: None, elected: 0, ends_at: None }
    }

    /// Whether its process runs.
    pub fn runs(&self) -> bool {
        self.state == State::Running
    }
}

impl Simulation {
    /// A cluster of so many members, 1 to [`super::MOST_MEMBERS`], that start together.
    pub fn new(members: usize, seed: u64) -> Self {
        let count = u8::try_from(members.clamp(1, super::MOST_MEMBERS)).unwrap_or(1);
        let founders: Vec<MemberId> = (1..=count).map(MemberId).collect();
        let mut random = Random::new(seed);
        let node = |id: &MemberId| {
            let member = Member::founding(*id, &founders, Random::new(random.bits()));
            (*id, Node::new(member, State::Running))
        };
        let nodes = founders.iter().map(node).collect();
        Self {
            tick: 0,
            nodes,
            network: Network::default(),
            requests: Vec::new(),
            next_request: 1,
            next_value: 1,
            next_member: count + 1,
            made: founders.iter().copied().collect(),
            random,
            notes: Vec::new(),
        }
    }

    /// How many ticks have passed.
    pub fn tick(&self) -> u64 {
        self.tick
    }

    /// All members, those that were removed and don't know it yet included.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.values()
    }

    /// A member.
    pub fn node(&self, id: MemberId) -> Option<&Node> {
        self.nodes.get(&id)
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The requests of clients, oldest first; of those that are done the newest.
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// The leader: of several that think so, that of the newest term.
    pub fn leader(&self) -> Option<&Member> {
        let running = self.nodes.values().filter(|node| node.runs()).map(|node| &node.member);
        running.filter(|member| member.is_leader()).max_by_key(|member| member.term())
    }

    /// What happened since it was asked last, and why.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Loses one of so many messages from now on; none for 0.
    pub fn lose_one_in(&mut self, messages: u32) {
        self.network.lose_one_in(messages);
    }

    /// A tick passes: messages arrive, timers go on, clients look after their requests.
    pub fn step(&mut self) {
        self.tick += 1;
        for message in self.network.arrive(self.tick) {
            self.deliver(message);
        }
        let ids: Vec<MemberId> = self.nodes.keys().copied().collect();
        for id in ids {
            if let Some(node) = self.nodes.get_mut(&id).filter(|node| node.runs()) {
                node.member.tick();
                self.settle(id);
            }
        }
        self.look_after_requests();
        self.end_removed();
    }

    fn deliver(&mut self, message: Message) {
        let (from, to) = (message.from, message.to);
        let Some(node) = self.nodes.get_mut(&to).filter(|node| node.runs()) else { return };
        if node.removed.contains(&from) {
            return;
        }
        node.member.step(message);
        self.settle(to);
    }

    /// Takes from a member what it has to say: messages, reasons, and what took effect.
    fn settle(&mut self, id: MemberId) {
        let Some(node) = self.nodes.get_mut(&id) else { return };
        if node.member.leader().is_some() && !node.waiting.is_empty() {
            for data in std::mem::take(&mut node.waiting) {
                // A proposal that is dropped now times out.
                let _ = node.member.propose(data);
            }
        }
        let lead = node.member.leader();
        if lead.is_some() && lead != node.lead {
            node.elected = self.tick;
        }
        node.lead = lead;
        let member = &mut node.member;
        member.apply();
        let messages = member.take_messages();
        let (reasons, applied) = (member.take_reasons(), member.take_applied());
        let (reads, fault) = (member.take_reads(), member.fault());
        for message in messages {
            self.network.send(self.tick, message, &mut self.random);
        }
        for reason in reasons {
            self.note(Some(id), reason);
        }
        for one in applied {
            self.take_effect(id, one);
        }
        for (request, index) in reads {
            self.hear_read_index(id, request, index);
        }
        self.answer_reads(id);
        if let Some(fault) = fault {
            // The member itself has said why.
            if let Some(node) = self.nodes.get_mut(&id) {
                node.state = State::Crashed(fault);
            }
            self.lose_clients_of(id);
        }
    }

    fn end(&mut self, id: MemberId, state: State, reason: Reason) {
        let Some(node) = self.nodes.get_mut(&id) else { return };
        node.state = state;
        node.waiting.clear();
        node.ends_at = None;
        self.note(Some(id), reason);
        self.lose_clients_of(id);
    }

    /// Ends members that were removed: a while after they applied it, or once a peer refuses to talk to them (410
    /// Gone, on which etcd ends as well).
    fn end_removed(&mut self) {
        let running = || self.nodes.values().filter(|node| node.runs());
        let is_refused = |id: MemberId| {
            let peers = running().filter(|peer| peer.removed.contains(&id));
            peers.into_iter().any(|peer| self.network.connects(peer.member.id(), id))
        };
        let due = |node: &&Node| match node.ends_at {
            Some(at) => at <= self.tick,
            None => is_refused(node.member.id()),
        };
        let ids: Vec<MemberId> = running().filter(due).map(|node| node.member.id()).collect();
        for id in ids {
            self.end(id, State::Removed, Reason::Removed);
        }
    }

    fn note(&mut self, member: Option<MemberId>, reason: Reason) {
        self.notes.push(Note { tick: self.tick, member, reason });
    }
}
