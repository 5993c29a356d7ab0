//! What the second floor shows.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::{Etcd, Failure, Happened, LogLine, Member, MemberState};
use crate::local::{Exit, LogLevel, Status};
use crate::text::{fill, say};
use crate::ui::lab::draw::GAP;
use crate::ui::lab::sentences::{Figures, told};
use crate::ui::lab::shown::{
    Align, Column, Entry, Floor, List, MARKS, Mark, Row, Standing, Tone, WIDTH,
};
use crate::ui::theme::Theme;
use crate::ui::widgets::text::cut_front;

const fn column(key: &'static str, width: usize, align: Align) -> Column {
    Column { key, width, align }
}

const COLUMNS: [Column; 7] = [
    column("lab-column-member", 9, Align::Left),
    column("lab-column-role", 19, Align::Left),
    column("lab-column-term", 5, Align::Right),
    column("lab-column-index", 8, Align::Right),
    column("lab-column-applied", 8, Align::Right),
    column("lab-column-database", 8, Align::Right),
    column("lab-column-address", WIDTH as usize - MARKS - 59, Align::Apart),
];

/// How things stand, as the members say.
struct View<'a> {
    voters: Vec<&'a Member>,
    /// Those of the voters that follow one leader, or without one, that answer.
    reached: Vec<&'a Member>,
    leader: Option<&'a Member>,
}

impl<'a> View<'a> {
    fn of(members: &'a [Member]) -> Self {
        let is_voter = |one: &&Member| one.seen.state != MemberState::Removed && !one.is_learner();
        let voters: Vec<&Member> = members.iter().filter(is_voter).collect();
        let answers = || voters.iter().filter_map(|one| Some((*one, one.answer()?)));
        let leads = |status: &&Status| status.leader == status.id && status.id != 0;
        let leader = answers()
            .filter(|(_, status)| leads(status))
            .max_by_key(|(_, status)| status.term)
            .map(|(member, status)| (member, status.id, status.term));
        let majority = voters.len() / 2 + 1;
        let follow = |id: u64, term: u64| {
            let same = answers().filter(move |(_, one)| (one.leader, one.term) == (id, term));
            same.map(|(member, _)| member).collect::<Vec<_>>()
        };
        if let Some((member, id, term)) = leader {
            let reached = follow(id, term);
            if reached.len() >= majority {
                return Self { voters, reached, leader: Some(member) };
            }
        }
        // One that answers and still names a leader hasn't noticed yet.
        let reached = answers().map(|(member, _)| member).collect();
        Self { voters, reached, leader: None }
    }

    fn majority(&self) -> usize {
        self.voters.len() / 2 + 1
    }

    fn has_quorum(&self) -> bool {
        self.reached.len() >= self.majority()
    }

    fn mark(&self, member: &Member, theme: &Theme) -> Mark {
        let glyphs = &theme.glyphs;
        match member.seen.state {
            MemberState::Running if member.answer().is_none() => (glyphs.ahead, Tone::Muted),
            MemberState::Running if self.has_quorum() => (glyphs.alive, Tone::Good),
            MemberState::Running | MemberState::Frozen => (glyphs.unwise, Tone::Warning),
            MemberState::New => (glyphs.ahead, Tone::Muted),
            MemberState::Ended(_) | MemberState::Removed => (glyphs.failed, Tone::Bad),
        }
    }
}

fn names<'a>(members: impl IntoIterator<Item = &'a Member>) -> String {
    members.into_iter().map(Member::name).collect::<Vec<_>>().join(" ")
}

impl Floor for Etcd {
    fn head(&self, room: usize, theme: &Theme) -> Vec<(String, Tone)> {
        let release = fill("lab-etcd-release", &[("release", &self.place.release)]);
        let key = if self.place.is_kept { "lab-etcd-kept" } else { "lab-etcd-temporary" };
        let place = |directory: &str| fill(key, &[("directory", &directory)]);
        let taken = 2 * GAP.len() + release.width() + place("").width();
        let directory = cut_front(&self.place.directory, room.saturating_sub(taken), &theme.glyphs);
        vec![(release, Tone::Good), (place(&directory), Tone::Text)]
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn rows(&self, theme: &Theme) -> Vec<Row> {
        let view = View::of(&self.members);
        let row = |(index, member): (usize, &Member)| {
            let number = |value: fn(&Status) -> u64| {
                member.status.as_ref().map(|status| value(status).to_string()).unwrap_or_default()
            };
            let database = member.status.as_ref().map(|status| size(status.database));
            Row {
                mark: view.mark(member, theme),
                cells: vec![
                    member.name().to_owned(),
                    self.role(member),
                    number(|status| status.term),
                    number(|status| status.index),
                    number(|status| status.applied),
                    database.unwrap_or_default(),
                    member.seen.address.clone(),
                ],
                is_selected: index == self.selected,
                is_leader: view.leader.is_some_and(|leader| leader.name() == member.name()),
            }
        };
        self.members.iter().enumerate().map(row).collect()
    }

    fn standing(&self, theme: &Theme) -> Standing {
        let view = View::of(&self.members);
        let (voters, reached) = (view.voters.len(), view.reached.len());
        let answer = self.members.iter().filter(|one| one.answer().is_some());
        let spare = reached.checked_sub(view.majority());
        let leader = view.leader.map(|leader| leader.name().to_owned());
        Standing {
            marks: view.voters.iter().map(|member| view.mark(member, theme)).collect(),
            has_quorum: view.has_quorum(),
            sentences: told(&Figures {
                voters,
                majority: view.majority(),
                tolerance: voters.saturating_sub(view.majority()),
                reached,
                failed: voters - reached,
                quorum: spare.map(|spare| (spare, leader)),
                serve: names(view.reached.iter().copied()),
                answer: names(answer),
                without: "lab-etcd-writes-none",
                alarm: self.alarm(),
            }),
        }
    }

    fn requests(&self, theme: &Theme, without: usize) -> List<'_> {
        let heading = match without {
            0 => say("lab-happened").to_owned(),
            count => fill("lab-happened-scrolled", &[("count", &count)]),
        };
        List {
            heading: chosen(heading, !self.shows_log, theme),
            none: Some("lab-happened-none"),
            newest_first: Box::new(self.entries(theme).into_iter().skip(without)),
        }
    }

    fn notes(&self, theme: &Theme, without: usize) -> List<'_> {
        let member = self.members.get(self.selected);
        let name = member.map(Member::name).unwrap_or_default();
        let heading = match without {
            0 => fill("lab-log-of", &[("member", &name)]),
            count => fill("lab-log-of-scrolled", &[("member", &name), ("count", &count)]),
        };
        let heading = chosen(heading, self.shows_log, theme);
        let theme = *theme;
        let lines = member.into_iter().flat_map(|member| member.log.iter().rev());
        List {
            heading,
            none: Some("lab-log-none"),
            newest_first: Box::new(lines.skip(without).flat_map(move |line| log(line, &theme))),
        }
    }

    fn prefers_requests(&self) -> bool {
        !self.shows_log
    }

    fn message(&self) -> String {
        say("lab-etcd-message").to_owned()
    }

    fn help(&self) -> &'static [&'static str] {
        &["lab-etcd-help", "lab-etcd-help-quorum", "lab-etcd-help-table", "lab-etcd-help-files"]
    }
}

impl Etcd {
    /// What was done and seen, as entries, the newest first.
    fn entries(&self, theme: &Theme) -> Vec<Entry> {
        let mut entries = Vec::new();
        // The newest first, and of each its last line first; the commands of the newest task only.
        let mut has_commands = false;
        let mut explained: Vec<&[String]> = Vec::new();
        for one in self.happened.iter().rev() {
            match one {
                Happened::Seen { text, is_good } => {
                    let tone = if *is_good { Tone::Text } else { Tone::Bad };
                    let lead = format!("{} ", theme.glyphs.here);
                    entries.push(Entry { lead, text: text.clone(), tone });
                }
                Happened::Task { what, commands, outcome, .. } => {
                    // What is behind the same failure stands below the newest only.
                    if let Some((Err(failure), _)) = outcome
                        && !explained.contains(&failure.explained.as_slice())
                    {
                        entries.extend(behind(&failure.explained, theme));
                        explained.push(&failure.explained);
                    }
                    entries.extend(said(outcome.as_ref()).into_iter().rev());
                    if !has_commands {
                        let shown = commands.iter().rev();
                        entries.extend(shown.map(|command| Entry {
                            lead: "  $ ".to_owned(),
                            text: command.clone(),
                            tone: Tone::Muted,
                        }));
                    }
                    has_commands |= !commands.is_empty();
                    entries.push(headline(what, outcome.as_ref(), theme));
                }
            }
        }
        entries
    }

    /// What is said of puts while an alarm refuses them, by members that answer now.
    fn alarm(&self) -> Option<&'static str> {
        let errors = || self.members.iter().filter_map(Member::answer).flat_map(|one| &one.errors);
        [("CORRUPT", "lab-etcd-writes-corrupt"), ("NOSPACE", "lab-etcd-writes-nospace")]
            .into_iter()
            .find(|(alarm, _)| errors().any(|error| error.contains(alarm)))
            .map(|(_, key)| key)
    }

    /// How many entries the list has that is scrolled.
    pub(in crate::ui::lab) fn scrolled(&self, theme: &Theme) -> usize {
        if self.shows_log { self.lines() } else { self.entries(theme).len() }
    }

    /// What a member is.
    fn role(&self, member: &Member) -> String {
        let word = match member.seen.state {
            MemberState::New => "lab-role-new",
            MemberState::Frozen => "lab-role-frozen",
            MemberState::Removed => "lab-role-removed",
            MemberState::Ended(Exit::Code(0) | Exit::Signal(15)) => "lab-role-stopped",
            MemberState::Ended(Exit::Signal(9)) => "lab-role-killed",
            MemberState::Ended(exit) => return fill("lab-role-ended", &[("exit", &exit)]),
            MemberState::Running => match member.answer() {
                None => "lab-role-silent",
                Some(status) if status.is_learner => "lab-role-learner",
                Some(status) if status.leader == 0 => "lab-role-lonely",
                Some(status) if status.leader == status.id => "lab-role-leader",
                Some(status) => {
                    let id_of = |one: &&Member| one.status.as_ref().map(|status| status.id);
                    let leader = self.members.iter().find(|one| id_of(one) == Some(status.leader));
                    let name = leader.map(Member::name).unwrap_or_default();
                    return format!("{} {name}", say("lab-role-follower"));
                }
            },
        };
        say(word).to_owned()
    }
}

/// A size as etcdctl writes it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

type Outcome = (Result<String, Failure>, Duration);

/// A task, and what came of it.
fn headline(what: &str, outcome: Option<&Outcome>, theme: &Theme) -> Entry {
    let glyphs = &theme.glyphs;
    let (mark, key, said, tone) = match outcome {
        None => (glyphs.ahead, "lab-task-waits", "", Tone::Warning),
        Some((Ok(said), _)) if said.is_empty() || said.contains('\n') => {
            (glyphs.done, "lab-task-done", "", Tone::Good)
        }
        Some((Ok(said), _)) => (glyphs.done, "lab-task-said", said.as_str(), Tone::Good),
        Some((Err(failure), _)) => {
            let last = failure.said.lines().last().unwrap_or_default();
            (glyphs.failed, "lab-task-failed", last, Tone::Bad)
        }
    };
    let took = outcome.map_or(0, |(_, took)| took.as_millis());
    let text = fill(key, &[("what", &what), ("said", &said), ("took", &took)]);
    Entry { lead: format!("{mark} "), text, tone }
}

/// What a task said, where that is more than a line; the last one of a failure is in its headline.
fn said(outcome: Option<&Outcome>) -> Vec<Entry> {
    let lines: Vec<&str> = match outcome {
        Some((Ok(said), _)) if said.contains('\n') => said.lines().collect(),
        Some((Err(failure), _)) => {
            let all: Vec<&str> = failure.said.lines().collect();
            all.split_last().map(|(_, before)| before.to_vec()).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let line =
        |text: &str| Entry { lead: "  ".to_owned(), text: text.to_owned(), tone: Tone::Text };
    lines.into_iter().map(line).collect()
}

/// A heading, marked where keys scroll its list.
fn chosen(heading: String, is_chosen: bool, theme: &Theme) -> String {
    if is_chosen { format!("{} {heading}", theme.glyphs.here) } else { heading }
}

/// A line of a log, below it what is behind it; the last one first.
fn log(line: &LogLine, theme: &Theme) -> Vec<Entry> {
    let tone = match line.said.level {
        LogLevel::Info => Tone::Text,
        LogLevel::Warning => Tone::Warning,
        LogLevel::Error => Tone::Bad,
    };
    let lead =
        if line.said.time.is_empty() { String::new() } else { format!("{} ", line.said.time) };
    let text = line.said.text.clone();
    behind(&line.explained, theme).chain(std::iter::once(Entry { lead, text, tone })).collect()
}

/// What is behind an error; the last line first.
fn behind(explained: &[String], theme: &Theme) -> impl Iterator<Item = Entry> {
    let lead = format!("  {} ", theme.glyphs.trusts);
    explained.iter().rev().map(move |text| Entry {
        lead: lead.clone(),
        text: text.clone(),
        tone: Tone::Text,
    })
}
