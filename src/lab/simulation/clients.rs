//! Clients: their requests, and what the server around raft makes of them.
//!
//! Source: etcd `server/etcdserver/v3_server.go` and `api/membership/cluster.go`.

use super::{ENDS_AFTER, Node, REQUESTS_KEPT, Simulation};
use crate::lab::configuration::Change;
use crate::lab::log::{Data, Index};
use crate::lab::member::Applied;
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
        let request =
            Request { number, at, asked, since, outcome: Outcome::Waits, read_index: None };
        self.requests.push(request);
        let done = self.requests.iter().filter(|request| !request.waits()).count();
        if done > REQUESTS_KEPT {
            let oldest = self.requests.iter().position(|request| !request.waits());
            oldest.map(|place| self.requests.remove(place));
        }
        match self.begin(at, number, asked) {
            Ok(()) => self.settle(at),
            Err(why) => self.fail(number, why),
        }
        number
    }

    fn begin(&mut self, at: MemberId, request: u64, asked: Asked) -> Result<(), WhyFailed> {
        let node = self.nodes.get(&at).filter(|node| node.runs()).ok_or(WhyFailed::Unreachable)?;
        let (is_learner, value) = (!node.member.is_voter(), node.member.value());
        let data = match asked {
            Asked::Read { is_linearizable: false } => {
                self.finish(request, value);
                return Ok(());
            }
            _ if is_learner => return Err(WhyFailed::Learner),
            Asked::Read { is_linearizable: true } => {
                let node = self.nodes.get_mut(&at).ok_or(WhyFailed::Unreachable)?;
                node.member.read(request);
                if node.member.leader().is_none() {
                    self.note(Some(at), Reason::WaitsForLeader { request, asked });
                }
                return Ok(());
            }
            Asked::Put(value) => Data::Put { request, value },
            Asked::Change(change) => {
                self.check(at, change)?;
                Data::Change { request, change }
            }
        };
        let node = self.nodes.get_mut(&at).ok_or(WhyFailed::Unreachable)?;
        if node.member.leader().is_none() {
            node.waiting.push(data);
            self.note(Some(at), Reason::WaitsForLeader { request, asked });
            return Ok(());
        }
        let before = node.member.log().last_index();
        node.member.propose(data).map_err(|_| WhyFailed::Dropped)?;
        // A leader that is busy with another change writes an empty entry in its place.
        let member = &node.member;
        let is_refused = matches!(asked, Asked::Change(_))
            && member.is_leader()
            && member.log().entry(before + 1).is_some_and(|entry| entry.data == Data::Empty);
        if is_refused { Err(WhyFailed::ChangeUnderWay) } else { Ok(()) }
    }

    /// Whether etcd's server takes a change at all (`strict-reconfig-check`, on by default, and what is checked
    /// besides).
    fn check(&self, at: MemberId, change: Change) -> Result<(), WhyFailed> {
        let node = self.nodes.get(&at).ok_or(WhyFailed::Unreachable)?;
        let known = node.member.configuration();
        let reaches = |id: &MemberId| {
            let other = self.nodes.get(id).is_some_and(Node::runs);
            other && self.network.connects(at, *id)
        };
        let has_run = |id: &MemberId| self.nodes.get(id).is_some_and(|other| other.has_run);
        let active = known.voters.iter().filter(|id| reaches(id)).count();
        let started = known.voters.iter().filter(|id| has_run(id)).count();
        let voters = known.voters.len();
        match change {
            Change::AddVoter(_) | Change::Promote(_) => {
                if let Change::Promote(id) = change {
                    self.check_learner(id, &known.learners)?;
                }
                // A learner that is promoted runs.
                let started = started + usize::from(matches!(change, Change::Promote(_)));
                // A second member may join one that was restored.
                let is_second = started == 1 && voters == 1;
                if !is_second && started < voters.div_ceil(2) + 1 {
                    return Err(WhyFailed::NotEnoughStarted);
                }
                if matches!(change, Change::AddVoter(_)) && active < voters {
                    return Err(WhyFailed::Unhealthy);
                }
            }
            Change::AddLearner(_) => {
                if !known.learners.is_empty() {
                    return Err(WhyFailed::TooManyLearners);
                }
                if active < voters {
                    return Err(WhyFailed::Unhealthy);
                }
            }
            Change::Remove(id) => {
                if !known.contains(id) {
                    return Err(WhyFailed::NoSuchMember);
                }
                if known.learners.contains(&id) {
                    return Ok(());
                }
                let left = voters - 1;
                let started = started - usize::from(has_run(&id));
                if left == 0 || started < left / 2 + 1 {
                    return Err(WhyFailed::NotEnoughStarted);
                }
                // One that is down is no part of those who agree.
                if reaches(&id) && active - 1 < left / 2 + 1 {
                    return Err(WhyFailed::Unhealthy);
                }
            }
        }
        Ok(())
    }

    fn check_learner(
        &self,
        id: MemberId,
        learners: &std::collections::BTreeSet<MemberId>,
    ) -> Result<(), WhyFailed> {
        if !learners.contains(&id) {
            let is_voter = self.leader().is_some_and(|one| one.configuration().contains(id));
            return Err(if is_voter { WhyFailed::NoLearner } else { WhyFailed::NoSuchMember });
        }
        let is_ready = self.leader().is_some_and(|leader| leader.is_learner_ready(id));
        if is_ready { Ok(()) } else { Err(WhyFailed::NotInSync) }
    }

    /// An entry took effect at a member: whoever asked there hears of it.
    pub(super) fn take_effect(&mut self, at: MemberId, applied: Applied) {
        let request = match applied.data {
            Data::Empty => return,
            Data::Put { request, .. } => request,
            Data::Change { request, change } => {
                self.change(at, change);
                request
            }
        };
        if self.waiting(request).is_some_and(|waiting| waiting.at == at) {
            self.finish(request, None);
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
            let never_ran = self.nodes.get(&id).is_some_and(|node| !node.has_run);
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
        let is_read = matches!(request.asked, Asked::Read { .. });
        let lost = node.elected.saturating_sub(2 * u64::from(ELECTION));
        if node.waiting.len() < before {
            WhyFailed::NeverProposed
        } else if !is_read && lost < request.since && request.since < node.elected {
            WhyFailed::LeaderFailed
        } else {
            WhyFailed::TimedOut
        }
    }

    /// A member ended: whoever waits for its answer loses the connection.
    pub(super) fn lose_clients_of(&mut self, id: MemberId) {
        let lost = self.requests.iter().filter(|one| one.at == id && one.waits());
        let lost: Vec<u64> = lost.map(|one| one.number).collect();
        for request in lost {
            self.fail(request, WhyFailed::Lost);
        }
    }

    fn waiting(&self, number: u64) -> Option<&Request> {
        self.requests.iter().find(|one| one.number == number && one.waits())
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
            self.note(Some(at), Reason::Failed { request: number, asked, why });
        }
    }

    fn close(&mut self, number: u64, outcome: Outcome) -> Option<(MemberId, Asked, u64)> {
        let request = self.requests.iter_mut().find(|one| one.number == number && one.waits())?;
        request.outcome = outcome;
        Some((request.at, request.asked, self.tick - request.since))
    }
}

fn number(data: Data) -> Option<u64> {
    match data {
        Data::Empty => None,
        Data::Put { request, .. } | Data::Change { request, .. } => Some(request),
    }
}
