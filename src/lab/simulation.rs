//! The cluster: members, the network between them, and clients.

mod act;
mod changes;
mod clients;
mod links;

use std::collections::{BTreeMap, BTreeSet};

use super::log::{Data, EntryId};
use super::member::{Fault, Member};
use super::message::{Body, MemberId, Message};
use super::network::Network;
use super::random::Random;
use super::reason::{Note, Reason};
use super::request::Request;
use links::Links;

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
    /// Names that members have or had, or may yet get by a change that is under way.
    names: BTreeSet<MemberId>,
    /// Those that it began with: their `initial-cluster-state` is `new`.
    founders: Vec<MemberId>,
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
    /// Whether it listens to clients: it does once it has published itself through the cluster since it started.
    pub is_ready: bool,
    /// Whether something is on its disk.
    has_disk: bool,
    /// The entry with which it was last known to be published; a member that has it knows that it has started.
    published: Option<EntryId>,
    /// Its connections to other members.
    links: Links,
    /// Members that it knows were removed: it refuses to talk to them.
    removed: BTreeSet<MemberId>,
    /// Proposals that wait for a leader to be known.
    waiting: Vec<Data>,
    /// When it was elected last since it started, if it was.
    elected: Option<u64>,
    leads: bool,
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
        Self {
            member,
            state,
            is_ready: false,
            has_disk: state == State::Running,
            published: None,
            links: Links::default(),
            removed: BTreeSet::new(),
            waiting: Vec::new(),
            elected: None,
            leads: false,
            ends_at: None,
        }
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
            names: founders.iter().copied().collect(),
            made: founders.iter().copied().collect(),
            founders,
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

    /// Whether no tick changes anything: no member runs, nothing is under way, and no client waits.
    pub fn is_still(&self) -> bool {
        let runs = self.nodes.values().any(Node::runs);
        !runs && self.network.under_way() == 0 && !self.requests.iter().any(Request::waits)
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
        self.look_at_links();
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
        if message.body == Body::Gone {
            self.end(to, State::Removed, Reason::Removed);
        } else if !node.removed.contains(&from) {
            node.member.step(message);
            self.settle(to);
        }
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
        let member = &mut node.member;
        if !member.is_leader() {
            node.leads = false;
        } else if !node.leads {
            (node.leads, node.elected) = (true, Some(self.tick));
        }
        member.apply();
        node.is_ready |= member.is_member() && member.is_led();
        if node.is_ready && node.published.is_none_or(|entry| !member.log().holds(entry)) {
            node.published = Some(member.log().id(member.commit()));
        }
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
            self.ends(id, State::Crashed(fault));
        }
    }

    fn end(&mut self, id: MemberId, state: State, reason: Reason) {
        self.note(Some(id), reason);
        self.ends(id, state);
    }

    fn ends(&mut self, id: MemberId, state: State) {
        let Some(node) = self.nodes.get_mut(&id) else { return };
        node.state = state;
        (node.is_ready, node.leads) = (false, false);
        node.waiting.clear();
        node.ends_at = None;
        self.network.lose_what_is_for(id);
        self.close_links_of(id);
        self.lose_clients_of(id);
    }

    /// Ends members that were removed: a while after they applied it, or once they hear of it from a peer.
    fn end_removed(&mut self) {
        let is_due = |node: &&Node| node.runs() && node.ends_at.is_some_and(|at| at <= self.tick);
        let due: Vec<_> = self.nodes.values().filter(is_due).map(|one| one.member.id()).collect();
        for id in due {
            self.end(id, State::Removed, Reason::Removed);
        }
        self.refuse_removed();
    }

    fn note(&mut self, member: Option<MemberId>, reason: Reason) {
        self.notes.push(Note { tick: self.tick, member, reason });
    }
}
