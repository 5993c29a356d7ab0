//! What a leader does.

use std::collections::BTreeMap;

use super::{Dropped, Member, Role};
use crate::lab::log::{Data, Entry, Index};
use crate::lab::message::{Body, MemberId, Rejection};
use crate::lab::reason::Reason;

/// The most entries in one message.
const BATCH: usize = 64;

/// What a leader knows of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leadership {
    progress: BTreeMap<MemberId, Progress>,
    transfer_to: Option<MemberId>,
    /// The last entry that may hold a change of members which isn't applied yet.
    pending_change: Index,
    /// Reads that wait for the first entry of this term to be committed.
    early_reads: Vec<(MemberId, u64)>,
    reads: Vec<Read>,
    round: u64,
}

/// How far a member's log is known to be the leader's (`tracker.Progress`).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Progress {
    matched: Index,
    next: Index,
    /// Whether it is found out where the logs agree: one message at a time, until it is answered.
    probes: bool,
    is_paused: bool,
    is_active: bool,
}

/// A read that waits for a majority to answer a heartbeat that was sent after it came (`read_only.go`).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Read {
    from: MemberId,
    request: u64,
    index: Index,
    round: u64,
    answered: Vec<MemberId>,
}

impl Progress {
    fn new(next: Index) -> Self {
        Self { matched: 0, next, probes: true, is_paused: false, is_active: false }
    }
}

impl Leadership {
    /// To whom leadership is being handed over.
    pub fn transfer_to(&self) -> Option<MemberId> {
        self.transfer_to
    }

    /// Up to where a member's log is known to be the leader's.
    pub fn matched(&self, id: MemberId) -> Index {
        self.progress.get(&id).map_or(0, |progress| progress.matched)
    }
}

impl Member {
    fn leadership(&mut self) -> Option<&mut Leadership> {
        match &mut self.role {
            Role::Leader(leadership) => Some(leadership),
            _ => None,
        }
    }

    fn progress(&mut self, id: MemberId) -> Option<&mut Progress> {
        self.leadership()?.progress.get_mut(&id)
    }

    fn others(&self) -> Vec<MemberId> {
        self.configuration.members().filter(|id| *id != self.id).collect()
    }

    /// Leads from now on, with an empty entry of its own (`becomeLeader`).
    pub(super) fn become_leader(&mut self, votes: usize) {
        let last = self.log.last_index();
        let new = |id| (id, Progress::new(last + 1));
        let leadership = Leadership {
            progress: self.configuration.members().map(new).collect(),
            transfer_to: None,
            // What was left over may hold a change: none is taken before that is applied.
            pending_change: last,
            early_reads: Vec::new(),
            reads: Vec::new(),
            round: 0,
        };
        self.forget_role(Role::Leader(Box::new(leadership)));
        self.silent = 0;
        self.say(Reason::Leads { term: self.term, votes, index: last + 1 });
        self.append(Data::Empty);
        self.send_entries_to_all();
    }

    /// Takes a proposal into the log (`stepLeader`, `MsgProp`).
    pub(super) fn append_as_leader(&mut self, data: Data) -> Result<(), Dropped> {
        let (applied, next) = (self.done, self.log.last_index() + 1);
        let is_member = self.configuration.contains(self.id);
        let Some(leadership) = self.leadership() else { return Err(Dropped) };
        if !is_member || leadership.transfer_to.is_some() {
            return Err(Dropped);
        }
        let mut data = data;
        if matches!(data, Data::Change { .. }) {
            if leadership.pending_change > applied {
                data = Data::Empty;
                self.say(Reason::ChangeTooEarly);
            } else {
                leadership.pending_change = next;
            }
        }
        self.append(data);
        self.send_entries_to_all();
        Ok(())
    }

    fn append(&mut self, data: Data) {
        self.log.push(Entry { term: self.term, data });
        let (id, last) = (self.id, self.log.last_index());
        if let Some(own) = self.progress(id) {
            own.matched = last;
            own.next = last + 1;
        }
        self.commit_what_a_majority_has();
    }

    /// Commits up to where a majority has the log, if that is an entry of this term: an older one could still be
    /// overwritten (raft paper, 5.4.2). Returns whether there was something (`maybeCommit`).
    fn commit_what_a_majority_has(&mut self) -> bool {
        let Some(index) = self.committable() else { return false };
        self.commit = index;
        self.say(Reason::Commits { index });
        self.release_early_reads();
        true
    }

    fn committable(&self) -> Option<Index> {
        let Role::Leader(leadership) = &self.role else { return None };
        let voters = &self.configuration.voters;
        let mut matched: Vec<Index> = voters.iter().map(|id| leadership.matched(*id)).collect();
        matched.sort_unstable_by(|a, b| b.cmp(a));
        let index = *matched.get(self.configuration.majority() - 1)?;
        (index > self.commit && self.log.term(index) == self.term).then_some(index)
    }

    fn send_entries_to_all(&mut self) {
        for to in self.others() {
            self.send_entries(to);
        }
    }

    fn send_entries(&mut self, to: MemberId) {
        let log = std::mem::take(&mut self.log);
        let commit = self.commit;
        let message = self.progress(to).filter(|progress| !progress.is_paused).map(|progress| {
            let previous = log.id(progress.next - 1);
            let entries = log.from(progress.next, BATCH);
            if progress.probes {
                progress.is_paused = true;
            } else {
                progress.next += entries.len();
            }
            Body::Append { previous, entries, commit }
        });
        self.log = log;
        if let Some(body) = message {
            self.send(to, body);
        }
    }

    /// Says that it is there, and what each member may take for committed of what it is known to have.
    pub(super) fn send_heartbeats(&mut self) {
        let commit = self.commit;
        let Role::Leader(leadership) = &self.role else { return };
        let round = leadership.reads.last().map_or(0, |read| read.round);
        let others = self.others().into_iter();
        let told: Vec<_> = others.map(|id| (id, leadership.matched(id).min(commit))).collect();
        for (to, commit) in told {
            self.send(to, Body::Heartbeat { commit, round });
        }
    }

    /// A member answered entries.
    pub(super) fn hear_appended(&mut self, from: MemberId, result: Result<Index, Rejection>) {
        let (log, commit) = (std::mem::take(&mut self.log), self.commit);
        let last = log.last_index();
        let mut sends = false;
        let mut has_news = false;
        if let Some(progress) = self.progress(from) {
            progress.is_active = true;
            match result {
                Err(rejection) => {
                    let hint = log.last_up_to(rejection.hint.index, rejection.hint.term);
                    sends = progress.step_back(&rejection, hint.index);
                }
                Ok(index) => {
                    has_news = index > progress.matched;
                    if has_news || progress.probes && index == progress.matched {
                        progress.matched = progress.matched.max(index);
                        progress.next = progress.next.max(index + 1);
                        progress.probes = false;
                        progress.is_paused = false;
                        sends = progress.next <= last;
                    }
                }
            }
        }
        self.log = log;
        if has_news && self.commit_what_a_majority_has() {
            self.send_entries_to_all();
        } else if sends || has_news && result.is_ok_and(|index| index <= commit) {
            self.send_entries(from);
        }
        self.hand_over_if_ready(from);
    }

    /// A member answered a heartbeat: what it lacks is sent again, and reads may be confirmed.
    pub(super) fn hear_heartbeat_answer(&mut self, from: MemberId, round: u64) {
        let last = self.log.last_index();
        let Some(progress) = self.progress(from) else { return };
        progress.is_active = true;
        progress.is_paused = false;
        if progress.matched < last || progress.probes {
            self.send_entries(from);
        }
        let Role::Leader(leadership) = &mut self.role else { return };
        let mut confirmed = 0;
        for (place, read) in leadership.reads.iter_mut().enumerate() {
            // Who answers a later heartbeat answers the earlier reads as well.
            if read.round <= round && !read.answered.contains(&from) {
                read.answered.push(from);
            }
            if self.configuration.is_majority(|id| read.answered.contains(&id)) {
                confirmed = place + 1;
            }
        }
        let done: Vec<Read> = leadership.reads.drain(..confirmed).collect();
        for read in done {
            self.say(Reason::Confirms { index: read.index });
            self.answer_read(read.from, read.request, read.index);
        }
    }

    fn answer_read(&mut self, to: MemberId, request: u64, index: Index) {
        if to == self.id {
            self.reads.push((request, index));
        } else {
            self.send(to, Body::ReadIndex { request, index });
        }
    }

    /// Somebody asks how far a read has to have applied the log; a follower passes that on, and without a leader it
    /// is dropped. A leader answers once a majority confirms that it still leads.
    pub(super) fn ask_read_index(&mut self, from: MemberId, request: u64) {
        let (id, commit) = (self.id, self.commit);
        let is_alone = self.configuration.voters.len() == 1 && self.is_voter();
        let has_committed = self.log.term(commit) == self.term;
        match &mut self.role {
            Role::Leader(_) if is_alone => self.answer_read(from, request, commit),
            Role::Leader(leadership) if !has_committed => {
                leadership.early_reads.push((from, request));
            }
            Role::Leader(leadership) => {
                leadership.round += 1;
                let round = leadership.round;
                let answered = vec![id];
                leadership.reads.push(Read { from, request, index: commit, round, answered });
                self.send_heartbeats();
            }
            Role::Follower(Some(leader)) if from == id => {
                let leader = *leader;
                self.send_with(leader, 0, Body::AskReadIndex { request });
            }
            _ => {}
        }
    }

    fn release_early_reads(&mut self) {
        let early = self.leadership().map(|one| std::mem::take(&mut one.early_reads));
        for (from, request) in early.unwrap_or_default() {
            self.ask_read_index(from, request);
        }
    }

    /// Gives up where no majority has answered since the last look (`MsgCheckQuorum`).
    pub(super) fn check_quorum(&mut self) {
        let id = self.id;
        let Role::Leader(leadership) = &mut self.role else { return };
        let progress = &leadership.progress;
        let answers = |other: MemberId| {
            other == id || progress.get(&other).is_some_and(|progress| progress.is_active)
        };
        let heard = self.configuration.voters.iter().filter(|other| answers(**other)).count();
        let majority = self.configuration.majority();
        for progress in leadership.progress.values_mut() {
            progress.is_active = false;
        }
        if heard < majority {
            self.say(Reason::NoQuorum { heard, majority });
            self.become_follower(self.term, None);
        }
    }

    /// Begins to hand over to another (`MsgTransferLeader`). Returns whether it does.
    pub(in crate::lab) fn transfer(&mut self, to: MemberId) -> bool {
        let is_voter = self.configuration.voters.contains(&to);
        let own = self.id;
        let Some(leadership) = self.leadership() else { return false };
        if to == own || !is_voter || leadership.transfer_to == Some(to) {
            return false;
        }
        leadership.transfer_to = Some(to);
        self.elapsed = 0;
        self.say(Reason::HandsOver { to });
        if !self.hand_over_if_ready(to) {
            self.send_entries(to);
        }
        true
    }

    fn hand_over_if_ready(&mut self, to: MemberId) -> bool {
        let last = self.log.last_index();
        let Some(leadership) = self.leadership() else { return false };
        let is_ready = leadership.transfer_to == Some(to) && leadership.matched(to) == last;
        if is_ready {
            self.send(to, Body::TimeoutNow);
        }
        is_ready
    }

    pub(super) fn give_up_transfer(&mut self) {
        if let Some(to) = self.leadership().and_then(|one| one.transfer_to.take()) {
            self.say(Reason::KeepsLeading { to });
        }
    }

    /// The members changed: whoever is new is sent the log, and fewer may be enough for a majority now
    /// (`switchToConfig`). What that commits is applied by whoever applies the change.
    pub(super) fn lead_changed(&mut self) {
        let next = self.log.last_index().max(1);
        let configuration = self.configuration.clone();
        let Some(leadership) = self.leadership() else { return };
        leadership.progress.retain(|id, _| configuration.contains(*id));
        for id in configuration.members() {
            // A new one counts as heard, so that it has time to answer.
            let new = || Progress { is_active: true, ..Progress::new(next) };
            leadership.progress.entry(id).or_insert_with(new);
        }
        if leadership.transfer_to.is_some_and(|to| !configuration.voters.contains(&to)) {
            leadership.transfer_to = None;
        }
        if configuration.voters.is_empty() {
            return;
        }
        if let Some(index) = self.committable() {
            self.commit = index;
            self.say(Reason::Commits { index });
        }
        self.send_entries_to_all();
    }

    /// Whether a learner has nearly all of the log: etcd promotes one from nine tenths on (`isLearnerReady`).
    pub(in crate::lab) fn is_learner_ready(&self, id: MemberId) -> bool {
        match &self.role {
            Role::Leader(leadership) => {
                leadership.matched(id) * 10 >= leadership.matched(self.id) * 9
            }
            _ => false,
        }
    }
}

impl Progress {
    /// Goes back to where the logs may be the same; returns whether that is news (`MaybeDecrTo`).
    fn step_back(&mut self, rejection: &Rejection, hint: Index) -> bool {
        if self.probes {
            // An answer to something else than what was asked last.
            if self.next - 1 != rejection.asked {
                return false;
            }
            self.next = rejection.asked.min(hint + 1).max(self.matched + 1);
            self.is_paused = false;
        } else {
            if rejection.asked <= self.matched {
                return false;
            }
            self.next = self.matched + 1;
            self.probes = true;
            self.is_paused = false;
        }
        true
    }
}
