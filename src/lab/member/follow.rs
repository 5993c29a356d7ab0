//! What a follower does with what its leader says.

use super::{Fault, Member, Role};
use crate::lab::log::{Entry, EntryId, Index};
use crate::lab::message::{Body, MemberId, Rejection};
use crate::lab::reason::Reason;

impl Member {
    /// Takes the sender for the leader of this term: only a leader sends entries and heartbeats.
    pub(super) fn follow(&mut self, leader: MemberId) {
        match &mut self.role {
            Role::Follower(known) if *known == Some(leader) => {}
            Role::Follower(known) => {
                *known = Some(leader);
                self.say(Reason::Follows { leader, term: self.term });
            }
            _ => {
                self.become_follower(self.term, Some(leader));
                self.say(Reason::Follows { leader, term: self.term });
            }
        }
        self.elapsed = 0;
        self.silent = 0;
    }

    /// Takes entries that follow one that it has, or says up to where the logs may be the same
    /// (`handleAppendEntries`).
    pub(super) fn take_entries(
        &mut self,
        from: MemberId,
        previous: EntryId,
        entries: &[Entry],
        commit: Index,
    ) {
        if previous.index < self.commit {
            return self.send(from, Body::Appended(Ok(self.commit)));
        }
        if !self.log.holds(previous) {
            let hint = self.log.last_up_to(previous.index, previous.term);
            return self.send(from, Body::Appended(Err(Rejection { asked: previous.index, hint })));
        }
        if let Some(index) = self.log.first_new(previous.index, entries) {
            if index <= self.commit {
                return self.crash(Fault::ConflictBelowCommit { index });
            }
            if index <= self.log.last_index() {
                self.say(Reason::Overwrites { from: index, to: self.log.last_index() });
            }
            let new = entries.get(index - previous.index - 1..).unwrap_or_default();
            self.log.replace_from(index, new);
        }
        let last = previous.index + entries.len();
        self.commit_to(commit.min(last));
        self.send(from, Body::Appended(Ok(last)));
    }

    /// Takes note of what is committed (`commitTo`).
    pub(super) fn commit_to(&mut self, commit: Index) {
        if commit <= self.commit {
            return;
        }
        let last = self.log.last_index();
        if commit > last {
            return self.crash(Fault::CommitOutOfRange { commit, last });
        }
        self.commit = commit;
    }

    fn crash(&mut self, fault: Fault) {
        self.fault = Some(fault);
        self.say(Reason::Crashes(fault));
    }
}
