//! Elections.

use std::collections::BTreeMap;

use super::{Member, Role};
use crate::lab::ELECTION;
use crate::lab::log::{EntryId, Term};
use crate::lab::message::{Body, MemberId, VoteKind};
use crate::lab::reason::{Reason, Refused};

impl Member {
    /// Asks who would vote for it, and changes nothing (`campaign` with `campaignPreElection`).
    pub(super) fn ask_pre_votes(&mut self) {
        let term = self.term + 1;
        // Timers go on: raft's `becomePreCandidate` resets nothing but votes and leader.
        self.role = Role::PreCandidate(BTreeMap::from([(self.id, true)]));
        self.say(Reason::AsksPreVotes { silent: self.silent, term });
        self.ask_for_votes(VoteKind::Pre, false);
    }

    /// Stands for election in a new term (`becomeCandidate`).
    pub(super) fn stand(&mut self, is_transfer: bool) {
        self.term += 1;
        self.vote = Some(self.id);
        self.forget_role(Role::Candidate(BTreeMap::from([(self.id, true)])));
        let term = self.term;
        self.say(if is_transfer { Reason::TakesOver { term } } else { Reason::AsksVotes { term } });
        self.ask_for_votes(VoteKind::Real, is_transfer);
    }

    /// The leader has it take over: there is no pre-vote, as the leader is known to be well.
    pub(super) fn take_over(&mut self) {
        if matches!(self.role, Role::Follower(_)) && self.is_voter() && !self.has_unapplied_change()
        {
            self.stand(true);
        }
    }

    fn ask_for_votes(&mut self, kind: VoteKind, is_transfer: bool) {
        let term = if kind == VoteKind::Pre { self.term + 1 } else { self.term };
        let last = self.log.last();
        let others: Vec<_> =
            self.configuration.voters.iter().copied().filter(|id| *id != self.id).collect();
        for to in others {
            self.send_with(to, term, Body::AskVote { kind, is_transfer, last });
        }
        self.weigh_votes();
    }

    /// Whether a request for a vote is passed over: a leader was heard within an election timeout, and didn't hand
    /// over. So a member that was cut off can't depose a leader that a majority hears.
    pub(super) fn ignores_candidate(&mut self, from: MemberId, body: &Body) -> bool {
        let Body::AskVote { is_transfer: false, .. } = body else { return false };
        match self.leader() {
            Some(leader) if self.rules.check_quorum && self.elapsed < ELECTION => {
                self.say(Reason::Ignores { from, leader, heard: self.elapsed });
                true
            }
            _ => false,
        }
    }

    /// Follows in a newer term; a leader's message tells at once who leads.
    pub(super) fn meet_newer_term(&mut self, from: MemberId, term: Term, body: &Body) {
        let is_leaders = matches!(body, Body::Append { .. } | Body::Heartbeat { .. });
        if is_leaders {
            self.say(Reason::Follows { leader: from, term });
        } else {
            self.say(Reason::NewerTerm { from, term, led: self.is_leader() });
        }
        self.become_follower(term, is_leaders.then_some(from));
    }

    /// What comes from an older term is dropped; a leader that is behind, and whoever asks for a pre-vote, are told.
    pub(super) fn answer_older_term(&mut self, from: MemberId, term: Term, body: &Body) {
        match body {
            Body::Append { .. } | Body::Heartbeat { .. }
                if self.rules.check_quorum || self.rules.pre_vote =>
            {
                self.send(from, Body::Appended(Ok(0)));
            }
            Body::AskVote { kind: VoteKind::Pre, .. } => {
                self.say(Reason::Refuses {
                    kind: VoteKind::Pre,
                    to: from,
                    why: Refused::OldTerm(term),
                });
                self.send(from, Body::Vote { kind: VoteKind::Pre, granted: false });
            }
            _ => {}
        }
    }

    pub(super) fn answer_vote(
        &mut self,
        from: MemberId,
        kind: VoteKind,
        term: Term,
        last: EntryId,
    ) {
        let leader = self.leader();
        let is_future = kind == VoteKind::Pre && term > self.term;
        let why = match (self.vote, leader) {
            _ if !self.log.is_covered_by(last) => Some(Refused::OlderLog),
            _ if is_future => None,
            (Some(other), _) if other != from => Some(Refused::VotedFor(other)),
            (None, Some(leader)) => Some(Refused::HasLeader(leader)),
            _ => None,
        };
        if let Some(why) = why {
            self.say(Reason::Refuses { kind, to: from, why });
            return self.send(from, Body::Vote { kind, granted: false });
        }
        self.say(Reason::Grants { kind, to: from, term });
        if kind == VoteKind::Real {
            self.elapsed = 0;
            self.vote = Some(from);
        }
        // In the term that was asked for: a pre-candidate would pass over one of an older term.
        self.send_with(from, term, Body::Vote { kind, granted: true });
    }

    pub(super) fn count_vote(&mut self, from: MemberId, kind: VoteKind, granted: bool) {
        // An answer may come too late.
        let ((Role::PreCandidate(votes), VoteKind::Pre) | (Role::Candidate(votes), VoteKind::Real)) =
            (&mut self.role, kind)
        else {
            return;
        };
        votes.entry(from).or_insert(granted);
        self.weigh_votes();
    }

    fn weigh_votes(&mut self) {
        let (votes, kind) = match &self.role {
            Role::PreCandidate(votes) => (votes, VoteKind::Pre),
            Role::Candidate(votes) => (votes, VoteKind::Real),
            _ => return,
        };
        let says = |answer: bool| {
            self.configuration.voters.iter().filter(|id| votes.get(id) == Some(&answer)).count()
        };
        let (granted, refused) = (says(true), says(false));
        let (all, majority) = (self.configuration.voters.len(), self.configuration.majority());
        if granted >= majority {
            match kind {
                VoteKind::Pre => self.stand(false),
                VoteKind::Real => self.become_leader(granted),
            }
        } else if all - refused < majority {
            self.say(Reason::LosesElection { kind });
            self.become_follower(self.term, None);
        }
    }
}
