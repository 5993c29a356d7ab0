//! What the shell tells, taken note of.

use std::collections::VecDeque;

use super::{Etcd, Failure, Happened, LINES, LogLine, Member, MemberSeen, MemberState, News};
use crate::local::{Exit, Status};
use crate::text::{escape_for_terminal, fill};
use crate::ui::app::Notice;

/// Within how many lines of a log the same isn't explained again.
const NEAR: usize = 30;

impl Etcd {
    /// Takes note of what happened.
    pub(in crate::ui::lab) fn receive(&mut self, news: News) -> Option<Notice> {
        match news {
            News::State(name, state) => self.state(&name, state),
            News::Status(name, status) => self.status(&name, status),
            News::Log(name, lines) => {
                if let Some(member) = self.member(&name) {
                    for line in lines {
                        add(&mut member.log, line);
                    }
                }
            }
            News::Joined(seen) => self.joined(seen),
            News::Command(number, command) => {
                if let Some(Happened::Task { commands, .. }) = self.task(number) {
                    commands.push(command);
                }
            }
            News::Ended(number, result, took) => {
                if let Some(Happened::Task { outcome, .. }) = self.task(number) {
                    let failed = |one: Failure| Failure { said: kept(&one.said), ..one };
                    *outcome = Some((result.map(|said| kept(&said)).map_err(failed), took));
                }
            }
        }
        None
    }

    fn member(&mut self, name: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.name() == name)
    }

    fn task(&mut self, wanted: u64) -> Option<&mut Happened> {
        self.happened
            .iter_mut()
            .rev()
            .find(|one| matches!(one, Happened::Task { number, .. } if *number == wanted))
    }

    fn state(&mut self, name: &str, state: MemberState) {
        let Some(member) = self.member(name) else { return };
        if member.seen.state == state {
            return;
        }
        member.seen.state = state;
        member.answers = false;
        if let MemberState::Ended(exit) = state {
            // etcd ends by the signal that it was told to end with.
            let is_good = matches!(exit, Exit::Code(0) | Exit::Signal(15));
            let text = fill("lab-seen-ended", &[("member", &name), ("exit", &exit)]);
            self.note(Happened::Seen { text, is_good });
        }
    }

    /// A member that was added; one of its name and address that was removed makes room for it.
    fn joined(&mut self, seen: MemberSeen) {
        self.members.retain(|member| member.name() != seen.name);
        let place = self.members.iter().position(|member| member.seen.address > seen.address);
        let place = place.unwrap_or(self.members.len());
        self.members.insert(place, Member::new(seen));
        self.selected = place;
    }

    fn status(&mut self, name: &str, status: Option<Status>) {
        let Some(member) = self.member(name) else { return };
        let before = member.answer().cloned();
        member.answers = status.is_some();
        let Some(status) = status else { return };
        member.status = Some(status.clone());
        let led =
            before.as_ref().is_some_and(|one| one.leader == one.id && one.term == status.term);
        let known = before.as_ref().map_or(0, |one| one.leader);
        let old: Vec<String> = before.map(|one| one.errors).unwrap_or_default();
        if status.leader == status.id && status.id != 0 && !led {
            let text = fill("lab-seen-leads", &[("member", &name), ("term", &status.term)]);
            self.note(Happened::Seen { text, is_good: true });
        } else if status.leader == 0 && known != 0 {
            let text = fill("lab-seen-lost", &[("member", &name), ("term", &status.term)]);
            self.note(Happened::Seen { text, is_good: false });
        }
        // That it has no leader is said already.
        let is_new = |error: &&String| !old.contains(error) && !error.contains("no leader");
        for error in status.errors.iter().filter(is_new) {
            let text = format!("{name}: {}", escape_for_terminal(error));
            self.note(Happened::Seen { text, is_good: false });
        }
    }
}

/// What is kept of what a task said: of very many lines the first ones and the last.
fn kept(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(escape_for_terminal).collect();
    if let Some(more) = lines.len().checked_sub(LINES).filter(|more| *more > 0) {
        let left_out = fill("lab-said-left-out", &[("count", &(more + 1))]);
        lines.splice(LINES - 2..=LINES - 2 + more, [left_out]);
    }
    lines.join("\n")
}

/// Keeps a line; what was explained a moment ago isn't again.
fn add(log: &mut VecDeque<LogLine>, mut line: LogLine) {
    let mut near = log.iter().rev().take(NEAR);
    if near.any(|one| !one.explained.is_empty() && one.explained == line.explained) {
        line.explained.clear();
    }
    log.push_back(line);
    while log.len() > LINES {
        log.pop_front();
    }
}
