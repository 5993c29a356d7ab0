//! Clients: their requests, and what the server around raft makes of them.
//!
//! Source: etcd `server/etcdserver/v3_server.go` and `server.go`.

use super::{ENDS_AFTER, Node, REQUESTS_KEPT, Simulation, State};
use crate::lab::configuration::Change;
use crate::lab::log::{Data, Index};
use crate::lab::member::{Applied, Member};
use crate::lab::message::MemberId;
use crate::lab::reason::Reason;
use crate::lab::request::{Asked, Outcome, Request, WhyFailed};
use crate::lab::{ELECTION, REQUEST_TIMEOUT};

/// Every how many ticks a member asks for a read index again (`readIndexRetryTime`, 500 ms).
const READ_RETRY: u64 = 5;

impl Simulation {
    /// A client asks a member; returns the number of the request.
    pub(super) fn ask(&mut self, at: MemberId, asked: Asked) -> u64 {
        let number = self.next_request;
        self.next_request += 1;
        let since = self.tick;
        self.requests.push(Request {
            number,
            at,
            asked,
            since,
            outcome: Outcome::Waits,
            took_effect: None,
            is_begun: false,
            by: at,
            read_index: None,
        });
        let done = self.requests.iter().filter(|request| !request.waits()).count();
        if done > REQUESTS_KEPT {
            let oldest = self.requests.iter().position(|request| !request.waits());
            oldest.map(|place| self.requests.remove(place));
        }
        self.try_to_begin(at, number, asked);
        let waits = self.find(number).is_some_and(|request| request.waits());
        match self.nodes.get(&at) {
            Some(node) if waits && !node.is_ready => {
                self.note(Some(at), Reason::WaitsForStart { request: number, asked });
            }
            Some(node) if waits && node.member.leader().is_none() => {
                self.note(Some(at), Reason::WaitsForLeader { request: number, asked });
            }
            _ => {}
        }
        number
    }

    fn try_to_begin(&mut self, at: MemberId, number: u64, asked: Asked) {
        match self.begin(at, number, asked) {
            Ok(is_begun) => {
                if let Some(request) = self.find(number) {
                    request.is_begun = is_begun;
                }
                self.settle(at);
            }
            Err(why) => self.fail(number, why),
        }
    }

    /// Has the member take a request up. Whether it does: one that has just started lets its clients wait, and one without
    /// a leader the promotion of a learner.
    fn begin(&mut self, at: MemberId, request: u64, asked: Asked) -> Result<bool, WhyFailed> {
        let node = self.nodes.get(&at).filter(|node| node.runs()).ok_or(WhyFailed::Unreachable)?;
        if !node.is_ready {
            return Ok(false);
        }
        let is_learner = node.member.configuration().learners.contains(&at);
        let value = node.member.value();
        let data = match asked {
            Asked::Read { is_linearizable: false } => {
                self.finish(request, value);
                return Ok(true);
            }
            _ if is_learner => return Err(WhyFailed::Learner),
            Asked::Read { is_linearizable: true } => {
                self.with(at, |member| member.read(request));
                return Ok(true);
            }
            Asked::Put(value) => Data::Put { request, value },
            Asked::Change(change @ Change::Promote(id)) => {
                let Some(leader) = self.leader_for(at) else { return Ok(false) };
                match self.check_promotion(leader, id) {
                    // A follower goes on asking its leader.
                    Err(WhyFailed::NotEnoughStarted) if leader != at => return Ok(false),
                    checked => checked?,
                }
                let data = Data::Change { request, change };
                let proposed = self.with(leader, |member| member.propose(data));
                if proposed != Some(Ok(())) {
                    return if leader == at { Err(WhyFailed::Dropped) } else { Ok(false) };
                }
                if let Some(request) = self.find(request) {
                    request.by = leader;
                }
                self.settle(leader);
                return Ok(true);
            }
            Asked::Change(change) => {
                self.check(at, change)?;
                Data::Change { request, change }
            }
        };
        let node = self.nodes.get_mut(&at).ok_or(WhyFailed::Unreachable)?;
        if node.member.leader().is_none() {
            node.waiting.push(data);
        } else {
            // A leader that is busy with another change writes an empty entry in its place, of which nobody is told.
            node.member.propose(data).map_err(|_| WhyFailed::Dropped)?;
        }
        Ok(true)
    }

    /// The leader that a member knows, where it reaches it.
    fn leader_for(&self, at: MemberId) -> Option<MemberId> {
        let leader = self.nodes.get(&at)?.member.leader()?;
        let node = self.nodes.get(&leader).filter(|node| node.runs() && node.is_ready)?;
        let answers = node.member.is_leader() && self.network.connects(at, leader);
        answers.then_some(leader)
    }

    fn with<T>(&mut self, id: MemberId, does: impl FnOnce(&mut Member) -> T) -> Option<T> {
        self.nodes.get_mut(&id).map(|node| does(&mut node.member))
    }

    /// An entry took effect at a member: whoever asked there hears of it.
    pub(super) fn take_effect(&mut self, at: MemberId, applied: Applied) {
        let Some(number) = number(applied.data) else { return };
        if let (Data::Change { change, .. }, None) = (applied.data, applied.invalid) {
            self.change(at, change);
        }
        let tick = self.tick;
        let Some(request) = self.find(number) else { return };
        let (waits, is_here, asked) = (request.waits(), request.by == at, request.asked);
        let is_first = applied.invalid.is_none() && request.took_effect.is_none();
        if is_first {
            request.took_effect = Some(tick);
        }
        match applied.invalid {
            Some(invalid) if waits && is_here => self.fail(number, invalid.into()),
            None if waits && is_here => self.finish(number, None),
            None if is_first && !waits => {
                self.note(Some(at), Reason::TookEffect { request: number, asked });
            }
            _ => {}
        }
    }

    /// The members changed, as far as this one knows.
    fn change(&mut self, at: MemberId, change: Change) {
        let ends_at = self.tick + ENDS_AFTER;
        if let Some(node) = self.nodes.get_mut(&at) {
            match change {
                Change::Remove(id) if id == at => node.ends_at = Some(ends_at),
                Change::Remove(id) => {
                    node.removed.insert(id);
                }
                _ => {}
            }
        }
        if let Change::AddVoter(id) | Change::AddLearner(id) = change {
            self.make_room_for(id);
        }
        if let Change::Remove(id) = change {
            // One that isn't there can't learn that it was removed.
            let never_ran = self.nodes.get(&id).is_some_and(|node| node.state == State::New);
            if never_ran {
                self.nodes.remove(&id);
                self.network.forget(id);
            }
        }
    }

    pub(super) fn hear_read_index(&mut self, at: MemberId, request: u64, index: Index) {
        let found = self.requests.iter_mut().find(|one| one.number == request && one.at == at);
        if let Some(request) = found {
            request.read_index = request.read_index.or(Some(index));
        }
    }

    /// Answers the reads whose place in the log is applied here.
    pub(super) fn answer_reads(&mut self, at: MemberId) {
        let Some(node) = self.nodes.get(&at) else { return };
        let (commit, value) = (node.member.commit(), node.member.value());
        let ready = self.requests.iter().filter(|one| {
            one.at == at && one.waits() && one.read_index.is_some_and(|index| index <= commit)
        });
        let ready: Vec<u64> = ready.map(|one| one.number).collect();
        for request in ready {
            self.finish(request, value);
        }
    }

    /// Gives up on what took too long, and asks for read indexes again.
    pub(super) fn look_after_requests(&mut self) {
        let waiting: Vec<Request> =
            self.requests.iter().filter(|one| one.waits()).cloned().collect();
        for request in waiting {
            let age = self.tick - request.since;
            if age >= REQUEST_TIMEOUT {
                let why = self.why_late(&request);
                self.fail(request.number, why);
            } else if !request.is_begun {
                self.try_to_begin(request.at, request.number, request.asked);
            } else if matches!(request.asked, Asked::Read { .. })
                && request.read_index.is_none()
                && age.is_multiple_of(READ_RETRY)
                && let Some(node) = self.nodes.get_mut(&request.at)
            {
                node.member.read(request.number);
                self.settle(request.at);
            }
        }
    }

    /// Why a request took too long, as etcd tells it (`parseProposeCtxErr`). What still waits for a leader is given up.
    fn why_late(&mut self, request: &Request) -> WhyFailed {
        let Some(node) = self.nodes.get_mut(&request.at) else { return WhyFailed::TimedOut };
        let before = node.waiting.len();
        node.waiting.retain(|data| number(*data) != Some(request.number));
        let leader = node.member.leader();
        match request.asked {
            _ if !node.is_ready => WhyFailed::NotServing,
            _ if node.waiting.len() < before => WhyFailed::NeverProposed,
            Asked::Change(Change::Promote(_)) if leader.is_none() => WhyFailed::NoLeader,
            Asked::Change(Change::Promote(_)) if request.by != request.at || !request.is_begun => {
                WhyFailed::TimedOut
            }
            Asked::Change(_) => WhyFailed::GaveUp,
            Asked::Read { .. } => WhyFailed::TimedOut,
            Asked::Put(_) => node.why_put_is_late(request.since),
        }
    }

    /// A member ended: whoever waits for its answer loses the connection.
    pub(super) fn lose_clients_of(&mut self, id: MemberId) {
        for request in self.requests.iter_mut().filter(|one| one.waits() && one.by == id) {
            // Passed on to a leader that is gone: the member looks for another.
            (request.by, request.is_begun) = (request.at, false);
        }
        let lost = self.requests.iter().filter(|one| one.at == id && one.waits());
        let lost: Vec<u64> = lost.map(|one| one.number).collect();
        for request in lost {
            self.fail(request, WhyFailed::Lost);
        }
    }

    fn find(&mut self, number: u64) -> Option<&mut Request> {
        self.requests.iter_mut().find(|one| one.number == number)
    }

    fn finish(&mut self, number: u64, value: Option<u64>) {
        let outcome = Outcome::Done { at: self.tick, value };
        if let Some((at, asked, took)) = self.close(number, outcome) {
            self.note(Some(at), Reason::Done { request: number, asked, value, took });
        }
    }

    fn fail(&mut self, number: u64, why: WhyFailed) {
        let outcome = Outcome::Failed { at: self.tick, why };
        if let Some((at, asked, _)) = self.close(number, outcome) {
            let took_effect = self.find(number).is_some_and(|one| one.took_effect.is_some());
            if let Asked::Change(Change::AddVoter(id) | Change::AddLearner(id)) = asked
                && !why.may_take_effect()
            {
                self.names.remove(&id);
            }
            self.note(Some(at), Reason::Failed { request: number, asked, why, took_effect });
        }
    }

    fn close(&mut self, number: u64, outcome: Outcome) -> Option<(MemberId, Asked, u64)> {
        let request = self.find(number).filter(|one| one.waits())?;
        request.outcome = outcome;
        let (at, asked, since) = (request.at, request.asked, request.since);
        Some((at, asked, self.tick - since))
    }
}

impl Node {
    fn why_put_is_late(&self, since: u64) -> WhyFailed {
        let (own, members) = (self.member.id(), self.member.configuration());
        // Only the member that was elected remembers when.
        let lost = |elected: u64| elected.saturating_sub(2 * u64::from(ELECTION));
        if self.elected.is_some_and(|at| lost(at) < since && since < at) {
            return WhyFailed::LeaderFailed;
        }
        let is_connected = match self.member.leader() {
            None => true,
            Some(leader) if leader == own => {
                let all = members.members().count();
                self.connected_since(members.members(), since) > all / 2
            }
            Some(leader) => self.links.is_up_since(leader, since),
        };
        if is_connected { WhyFailed::TimedOut } else { WhyFailed::ConnectionLost }
    }
}

fn number(data: Data) -> Option<u64> {
    match data {
        Data::Empty => None,
        Data::Put { request, .. } | Data::Change { request, .. } => Some(request),
    }
}
