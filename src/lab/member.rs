//! One raft member: its disk, its role, its timers.
//!
//! Source: etcd-io/raft, `raft.go`. Names of its functions stand beside those that do the same.

mod follow;
mod lead;
mod vote;

use std::collections::BTreeMap;

use super::configuration::{Change, Configuration, Invalid};
use super::log::{Data, Entry, Index, Log, Term};
use super::message::{Body, MemberId, Message};
use super::random::Random;
use super::reason::Reason;
use super::{ELECTION, HEARTBEAT};
pub(super) use lead::Leadership;

/// A member of the cluster. [`Member::tick`] and [`Member::step`] move it; what it says and why is taken from it
/// afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    id: MemberId,
    rules: Rules,
    // On its disk.
    term: Term,
    vote: Option<MemberId>,
    log: Log,
    commit: Index,
    /// Up to where the log is applied.
    done: Index,
    configuration: Configuration,
    value: Option<u64>,
    // In its memory.
    role: Role,
    elapsed: u32,
    /// Ticks since a leader was heard, whatever it did meanwhile.
    silent: u32,
    heartbeat_elapsed: u32,
    timeout: u32,
    random: Random,
    fault: Option<Fault>,
    outbox: Vec<Message>,
    reasons: Vec<Reason>,
    applied: Vec<Applied>,
    reads: Vec<(u64, Index)>,
}

/// What a member may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Whether it asks for pre-votes before it stands for election: `pre-vote`, on by default since etcd 3.5.
    pub pre_vote: bool,
    /// Whether a leader gives up that no majority answers, and voters pass over candidates while they hear a leader.
    pub check_quorum: bool,
}

impl Rules {
    /// Those of etcd.
    pub const ETCD: Self = Self { pre_vote: true, check_quorum: true };
}

/// What a member is at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Follows a leader, or waits for one.
    Follower(Option<MemberId>),
    /// Asks whether it would be voted for; the answers so far.
    PreCandidate(BTreeMap<MemberId, bool>),
    /// Asks for votes; the answers so far.
    Candidate(BTreeMap<MemberId, bool>),
    /// Leads.
    Leader(Box<Leadership>),
}

/// An entry of a client that took effect here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// Its place.
    pub index: Index,
    /// What it says.
    pub data: Data,
    /// Why nothing came of it, where it is a change that can't be made.
    pub invalid: Option<Invalid>,
}

/// Why a member ends as etcd does when it panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The leader says that more is committed than its log holds: `tocommit(…) is out of range [lastIndex(…)]`.
    CommitOutOfRange {
        /// What is committed.
        commit: Index,
        /// What the log holds.
        last: Index,
    },
    /// The leader's log differs from what was committed here: `entry … conflict with committed entry`.
    ConflictBelowCommit {
        /// Where they differ.
        index: Index,
    },
}

/// Why a proposal was dropped: `raft proposal dropped`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dropped;

impl Member {
    /// A member of a new cluster: each begins with the same log, which adds them all (`bootstrap.go`).
    pub fn founding(id: MemberId, founders: &[MemberId], random: Random) -> Self {
        let add = |id: &MemberId| Entry {
            term: 1,
            data: Data::Change { request: 0, change: Change::AddVoter(*id) },
        };
        let mut member = Self::joining(id, random);
        member.term = 1;
        member.log = Log::of(founders.iter().map(add).collect());
        member.commit = member.log.last_index();
        member.done = member.commit;
        member.configuration.voters = founders.iter().copied().collect();
        member
    }

    /// A member that joins with an empty disk: it knows nobody until a leader calls.
    pub fn joining(id: MemberId, random: Random) -> Self {
        let mut member = Self {
            id,
            rules: Rules::ETCD,
            term: 0,
            vote: None,
            log: Log::default(),
            commit: 0,
            done: 0,
            configuration: Configuration::default(),
            value: None,
            role: Role::Follower(None),
            elapsed: 0,
            silent: 0,
            heartbeat_elapsed: 0,
            timeout: 0,
            random,
            fault: None,
            outbox: Vec::new(),
            reasons: Vec::new(),
            applied: Vec::new(),
            reads: Vec::new(),
        };
        member.forget_role(Role::Follower(None));
        member
    }

    /// A member that has nothing but a snapshot of entries of the first term up to a place, as etcd-io/raft's traces begin.
    pub fn from_snapshot(
        id: MemberId,
        configuration: Configuration,
        index: Index,
        rules: Rules,
        random: Random,
    ) -> Self {
        let mut member = Self::joining(id, random);
        member.rules = rules;
        member.log = Log::of(vec![Entry { term: 1, data: Data::Empty }; index]);
        member.commit = index;
        member.done = index;
        member.configuration = configuration;
        member
    }

    /// Starts again from what is on the disk.
    pub fn restart(&mut self) {
        self.outbox.clear();
        self.reasons.clear();
        self.applied.clear();
        self.reads.clear();
        self.fault = None;
        self.silent = 0;
        self.forget_role(Role::Follower(None));
    }

    /// Who it is.
    pub fn id(&self) -> MemberId {
        self.id
    }

    /// Its term.
    pub fn term(&self) -> Term {
        self.term
    }

    /// Whom it voted for in this term.
    pub fn vote(&self) -> Option<MemberId> {
        self.vote
    }

    /// Its log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Up to where its log is known to be committed.
    pub fn commit(&self) -> Index {
        self.commit
    }

    /// The members, as far as it knows.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The value that was put last, of what it has applied.
    pub fn value(&self) -> Option<u64> {
        self.value
    }

    /// What it is.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Whether it leads.
    pub fn is_leader(&self) -> bool {
        matches!(self.role, Role::Leader(_))
    }

    /// The leader that it knows of, itself included.
    pub fn leader(&self) -> Option<MemberId> {
        match &self.role {
            Role::Follower(leader) => *leader,
            Role::PreCandidate(_) | Role::Candidate(_) => None,
            Role::Leader(_) => Some(self.id),
        }
    }

    /// How many ticks it has waited, and after how many it asks for votes; a leader counts to the next look at who
    /// answers.
    pub fn waited(&self) -> (u32, u32) {
        (self.elapsed, if self.is_leader() { ELECTION } else { self.timeout })
    }

    /// Whether it votes and may stand for election (`promotable`).
    pub fn is_voter(&self) -> bool {
        self.configuration.voters.contains(&self.id)
    }

    /// Whether it belongs to the cluster, as far as it has applied its log: a new one learns that from a leader.
    pub fn is_member(&self) -> bool {
        self.configuration.contains(self.id)
    }

    /// Whether it knows a leader, and that something was committed in its term: whoever proposes something then is
    /// answered.
    pub(super) fn is_led(&self) -> bool {
        self.leader().is_some() && self.log.term(self.commit) == self.term
    }

    /// Why it ended, where it did.
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// What it has to say to others.
    pub fn take_messages(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.outbox)
    }

    /// Why it did what it did.
    pub fn take_reasons(&mut self) -> Vec<Reason> {
        std::mem::take(&mut self.reasons)
    }

    /// What took effect.
    pub fn take_applied(&mut self) -> Vec<Applied> {
        std::mem::take(&mut self.applied)
    }

    /// Requests to read, and up to where the log has to be applied for each.
    pub fn take_reads(&mut self) -> Vec<(u64, Index)> {
        std::mem::take(&mut self.reads)
    }

    /// A tick passes (`tickElection`, `tickHeartbeat`).
    pub fn tick(&mut self) {
        if self.fault.is_some() {
            return;
        }
        self.elapsed += 1;
        if !self.is_leader() {
            self.silent += 1;
            if self.is_voter() && self.elapsed >= self.timeout {
                self.elapsed = 0;
                self.campaign();
            }
            return;
        }
        self.heartbeat_elapsed += 1;
        if self.elapsed >= ELECTION {
            self.elapsed = 0;
            if self.rules.check_quorum {
                self.check_quorum();
            }
            self.give_up_transfer();
        }
        if self.is_leader() && self.heartbeat_elapsed >= HEARTBEAT {
            self.heartbeat_elapsed = 0;
            self.send_heartbeats();
        }
    }

    /// A message comes (`Step`).
    pub fn step(&mut self, message: Message) {
        if self.fault.is_some() {
            return;
        }
        let Message { from, term, body, .. } = message;
        match body {
            // Passed on for a client: they have no term.
            Body::Propose(data) => {
                // Whoever leads no more drops it, and the client waits in vain.
                let _ = self.propose(data);
                return;
            }
            Body::AskReadIndex { request } => return self.ask_read_index(from, request),
            _ => {}
        }
        if term > self.term {
            if self.ignores_candidate(from, &body) {
                return;
            }
            match body {
                // The term is one that the candidate would stand for.
                Body::AskVote { kind: super::VoteKind::Pre, .. }
                | Body::Vote { kind: super::VoteKind::Pre, granted: true } => {}
                _ => self.meet_newer_term(from, term, &body),
            }
        } else if term < self.term {
            return self.answer_older_term(from, term, &body);
        }
        match body {
            Body::AskVote { kind, last, is_transfer: _ } => {
                self.answer_vote(from, kind, term, last);
            }
            Body::Vote { kind, granted } => self.count_vote(from, kind, granted),
            Body::Append { previous, entries, commit } => {
                self.follow(from);
                self.take_entries(from, previous, &entries, commit);
            }
            Body::Heartbeat { commit, round } => {
                self.follow(from);
                self.commit_to(commit);
                self.send(from, Body::HeartbeatAnswer { round });
            }
            Body::Appended(result) => self.hear_appended(from, result),
            Body::HeartbeatAnswer { round } => self.hear_heartbeat_answer(from, round),
            Body::TimeoutNow => self.take_over(),
            Body::ReadIndex { request, index } => self.reads.push((request, index)),
            Body::Propose(_) | Body::AskReadIndex { .. } | Body::Gone => {}
        }
    }

    /// Asks for votes, or first for pre-votes, without waiting any longer (`MsgHup`).
    pub fn campaign(&mut self) {
        if self.is_leader() || !self.is_voter() || self.has_unapplied_change() {
            return;
        }
        if self.rules.pre_vote { self.ask_pre_votes() } else { self.stand(false) }
    }

    /// Whether a change of members is committed and not applied yet: who votes may be another question then.
    fn has_unapplied_change(&self) -> bool {
        let committed = self.log.entries().iter().take(self.commit).skip(self.done);
        committed.into_iter().any(|entry| matches!(entry.data, Data::Change { .. }))
    }

    /// A client proposes an entry here: a leader appends it, a follower passes it on.
    ///
    /// # Errors
    /// [`Dropped`] where there is no leader, or it can't take one now.
    pub fn propose(&mut self, data: Data) -> Result<(), Dropped> {
        match &self.role {
            Role::Leader(_) => self.append_as_leader(data),
            Role::Follower(Some(leader)) => {
                let leader = *leader;
                self.send_with(leader, 0, Body::Propose(data));
                Ok(())
            }
            _ => Err(Dropped),
        }
    }

    /// A client wants a linearizable read here: the leader is asked how far it has committed.
    pub(super) fn read(&mut self, request: u64) {
        self.ask_read_index(self.id, request);
    }

    fn send(&mut self, to: MemberId, body: Body) {
        self.send_with(to, self.term, body);
    }

    fn send_with(&mut self, to: MemberId, term: Term, body: Body) {
        self.outbox.push(Message { from: self.id, to, term, body });
    }

    fn say(&mut self, reason: Reason) {
        self.reasons.push(reason);
    }

    /// Takes another role, with timers set anew (`reset`).
    fn forget_role(&mut self, role: Role) {
        self.role = role;
        self.elapsed = 0;
        self.heartbeat_elapsed = 0;
        self.timeout = ELECTION + self.random.below(ELECTION);
    }

    /// Follows in a term (`becomeFollower`).
    fn become_follower(&mut self, term: Term, leader: Option<MemberId>) {
        if term != self.term {
            self.term = term;
            self.vote = None;
        }
        self.forget_role(Role::Follower(leader));
    }

    /// Applies what is committed and isn't applied yet; etcd's server does that out of `Ready`, after what came at once.
    pub fn apply(&mut self) {
        while self.done < self.commit {
            let index = self.done + 1;
            self.done = index;
            let Some(Entry { data, .. }) = self.log.entry(index).copied() else { return };
            let mut invalid = None;
            match data {
                Data::Empty => {}
                Data::Put { value, .. } => self.value = Some(value),
                Data::Change { change, .. } => invalid = self.apply_change(change).err(),
            }
            self.applied.push(Applied { index, data, invalid });
        }
    }

    fn apply_change(&mut self, change: Change) -> Result<(), Invalid> {
        self.configuration.validate(change)?;
        self.configuration.apply(change);
        self.say(Reason::Changed {
            change,
            voters: self.configuration.voters.len(),
            majority: self.configuration.majority(),
        });
        self.lead_changed();
        Ok(())
    }
}
