//! The first floor: a cluster in memory.

mod rows;

use std::collections::BTreeSet;
use std::time::Duration;

use super::sentences::{asked_for, outlook as told, sentence, words};
use super::shown::{Column, Done, Entry, Floor, List, Row, Standing, Tone, refused};
use crate::lab::{
    self, Asked, Member, MemberId, Note, Outcome, Outlook, Reason, Request, State, Timeline,
};
use crate::text::{fill, say};
use crate::ui::app::Notice;
use crate::ui::command::{Action, LabCommand, Saved};
use crate::ui::theme::Theme;
use crate::ui::widgets::text::right;

/// Ticks a second that can be chosen; ten are etcd's own speed.
const SPEEDS: [u32; 6] = [1, 2, 5, 10, 20, 50];
/// The columns of a tick before a note.
const TICK: usize = 6;

/// A cluster in memory, and which of its members is selected.
pub(super) struct Memory {
    timeline: Timeline,
    selected: MemberId,
    is_running: bool,
    speed: usize,
}

impl Memory {
    /// A cluster that runs from the start of a timeline.
    pub(super) fn new(timeline: Timeline) -> Self {
        Self { timeline, selected: MemberId(1), is_running: true, speed: 2 }
    }

    /// How long to wait until the next tick; `None` while it is paused, or nothing can happen.
    pub(super) fn pace(&self) -> Option<Duration> {
        let passes = self.is_running && !self.is_still();
        passes.then(|| Duration::from_secs(1) / self.ticks_a_second())
    }

    /// Whether nothing happens before somebody does something.
    fn is_still(&self) -> bool {
        self.timeline.now().is_still() && !self.timeline.has_future()
    }

    fn ticks_a_second(&self) -> u32 {
        SPEEDS.get(self.speed).copied().unwrap_or(1)
    }

    /// A tick passes. A scenario that comes to its end pauses there.
    pub(super) fn tick(&mut self) -> Option<Notice> {
        self.timeline.forward();
        self.keep_selected();
        let is_over = self.timeline.is_over();
        self.is_running &= !is_over;
        is_over.then(|| Notice::told(say("lab-scenario-end")))
    }

    /// What was done, and came of it.
    pub(super) fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// How many notes there are.
    pub(super) fn notes(&self) -> usize {
        self.timeline.notes().len()
    }

    /// Does what a command says.
    pub(super) fn update(&mut self, command: LabCommand) -> Done {
        let mut done = Done::default();
        match command {
            LabCommand::Pause => self.is_running = !self.is_running,
            LabCommand::Step => {
                self.is_running = false;
                done.notice = self.tick();
                done.is_news = true;
            }
            LabCommand::StepBack => {
                self.is_running = false;
                if !self.timeline.back() {
                    done = refused("lab-at-start");
                }
                done.is_news = true;
                self.keep_selected();
            }
            LabCommand::Faster => self.speed = (self.speed + 1).min(SPEEDS.len() - 1),
            LabCommand::Slower => self.speed = self.speed.saturating_sub(1),
            LabCommand::Save => {
                done.action = Some(Action::SaveBeside {
                    what: Saved::Scenario,
                    contents: self.timeline.scenario().to_string(),
                    base: "lab".to_owned(),
                });
            }
            _ => return self.act(command),
        }
        done
    }

    /// Does something to the cluster.
    fn act(&mut self, command: LabCommand) -> Done {
        let id = self.selected;
        let Some(node) = self.timeline.now().node(id) else { return Done::default() };
        let (runs, state) = (node.runs(), node.state);
        let network = self.timeline.now().network();
        let (is_isolated, is_slow) = (network.is_isolated(id), network.is_slow(id));
        // Changes of members are asked of the leader, where there is one: etcd passes them on to it anyway.
        let at = self.timeline.now().leader().map_or(id, Member::id);
        let action = match command {
            LabCommand::StartOrStop if state == State::Removed => {
                return refused("lab-removed-for-good");
            }
            LabCommand::StartOrStop if runs => lab::Action::Stop(id),
            LabCommand::StartOrStop => lab::Action::Start(id),
            LabCommand::Wipe if matches!(state, State::Stopped | State::Crashed(_)) => {
                lab::Action::Wipe(id)
            }
            LabCommand::Wipe => return refused("lab-wipe-stopped"),
            LabCommand::Isolate if is_isolated => lab::Action::Rejoin(id),
            LabCommand::Isolate => lab::Action::Isolate(id),
            LabCommand::Slow if is_slow => lab::Action::Fast(id),
            LabCommand::Slow => lab::Action::Slow(id),
            LabCommand::Cut if network.side().is_empty() => match self.side() {
                Some(side) => lab::Action::Cut(side),
                None => return refused("lab-cut-nothing"),
            },
            LabCommand::Cut => lab::Action::Heal,
            LabCommand::Put => lab::Action::Put(id, None),
            LabCommand::Read => lab::Action::Read { at: id, is_linearizable: true },
            LabCommand::ReadLocal => lab::Action::Read { at: id, is_linearizable: false },
            LabCommand::AddVoter | LabCommand::AddLearner if self.is_full() => {
                return refused("lab-full");
            }
            LabCommand::AddVoter => lab::Action::Add { at, is_learner: false },
            LabCommand::AddLearner => lab::Action::Add { at, is_learner: true },
            LabCommand::Promote => lab::Action::Promote { at, member: id },
            LabCommand::Remove => lab::Action::Remove { at, member: id },
            LabCommand::Transfer if self.timeline.now().leader().is_none() => {
                return refused("lab-no-leader");
            }
            LabCommand::Transfer => lab::Action::Transfer(id),
            LabCommand::Pause
            | LabCommand::Step
            | LabCommand::StepBack
            | LabCommand::Faster
            | LabCommand::Slower
            | LabCommand::Save
            | LabCommand::Kill
            | LabCommand::Freeze
            | LabCommand::Prompt
            | LabCommand::OtherList
            | LabCommand::Copy => return Done::default(),
        };
        self.timeline.act(action);
        self.keep_selected();
        Done { is_news: true, ..Done::default() }
    }

    /// The selected member and those above it, as one side of a cut that leaves something on the other.
    fn side(&self) -> Option<BTreeSet<MemberId>> {
        let ids: Vec<MemberId> = self.ids().collect();
        let side: BTreeSet<_> = ids.iter().copied().filter(|id| *id <= self.selected).collect();
        (side.len() < ids.len()).then_some(side)
    }

    fn is_full(&self) -> bool {
        let there = self.timeline.now().nodes().filter(|node| node.state != State::Removed);
        there.count() >= lab::MOST_MEMBERS
    }

    fn ids(&self) -> impl Iterator<Item = MemberId> + '_ {
        self.timeline.now().nodes().map(|node| node.member.id())
    }

    /// Selects the next member, or the one before.
    pub(super) fn select(&mut self, is_next: bool) {
        let next = if is_next {
            self.ids().find(|id| *id > self.selected)
        } else {
            self.ids().filter(|id| *id < self.selected).last()
        };
        self.selected = next.unwrap_or(self.selected);
    }

    /// Selects a member that is there, where the selected one is gone.
    fn keep_selected(&mut self) {
        if self.timeline.now().node(self.selected).is_none() {
            let nearest = self.ids().filter(|id| *id < self.selected).last();
            self.selected = nearest.or_else(|| self.ids().next()).unwrap_or(self.selected);
        }
    }
}

impl Floor for Memory {
    fn head(&self, _room: usize, _theme: &Theme) -> Vec<(String, Tone)> {
        let simulation = self.timeline.now();
        let numbers = fill(
            "lab-head",
            &[("tick", &simulation.tick()), ("under_way", &simulation.network().under_way())],
        );
        let state = if self.is_running && self.is_still() {
            (say("lab-still").to_owned(), Tone::Warning)
        } else if self.is_running {
            (fill("lab-running", &[("speed", &self.ticks_a_second())]), Tone::Good)
        } else {
            (say("lab-paused").to_owned(), Tone::Warning)
        };
        vec![(numbers, Tone::Text), state]
    }

    fn columns(&self) -> &'static [Column] {
        &rows::COLUMNS
    }

    fn rows(&self, theme: &Theme) -> Vec<Row> {
        let outlook = Outlook::of(self.timeline.now());
        self.timeline.now().nodes().map(|node| rows::row(self, theme, node, &outlook)).collect()
    }

    fn standing(&self, theme: &Theme) -> Standing {
        let outlook = Outlook::of(self.timeline.now());
        let is_voter = |id: &MemberId| outlook.configuration.voters.contains(id);
        let voters = self.timeline.now().nodes().filter(|node| is_voter(&node.member.id()));
        Standing {
            marks: voters.map(|node| rows::mark(theme, node, &outlook)).collect(),
            has_quorum: outlook.quorum().is_some(),
            sentences: told(&outlook),
        }
    }

    fn requests(&self, theme: &Theme, without: usize) -> List<'_> {
        let theme = *theme;
        let requests = self.timeline.now().requests().iter().rev().skip(without);
        List {
            heading: say("lab-requests").to_owned(),
            none: Some("lab-requests-none"),
            newest_first: Box::new(requests.map(move |request| self.request(request, &theme))),
        }
    }

    fn notes(&self, _: &Theme, without: usize) -> List<'_> {
        let notes = self.timeline.notes();
        let shown = notes.get(..notes.len().saturating_sub(without)).unwrap_or_default();
        List {
            heading: match without {
                0 => say("lab-log").to_owned(),
                count => fill("lab-log-scrolled", &[("count", &count)]),
            },
            none: None,
            newest_first: Box::new(shown.iter().rev().map(|note| Entry {
                lead: format!("{} ", right(&note.tick.to_string(), TICK - 1)),
                text: sentence(note),
                tone: tone(note),
            })),
        }
    }

    fn prefers_requests(&self) -> bool {
        false
    }

    fn message(&self) -> String {
        say("lab-etcd-other").to_owned()
    }

    fn help(&self) -> &'static [&'static str] {
        &["lab-help", "lab-help-table", "lab-help-time", "lab-help-etcd"]
    }
}

impl Memory {
    fn request(&self, request: &Request, theme: &Theme) -> Entry {
        let what = asked_for(request.asked, request.number);
        let what = format!("{} {what}", request.at);
        let glyphs = &theme.glyphs;
        let (mark, text, tone) = match request.outcome {
            Outcome::Waits => {
                let waited = self.timeline.now().tick() - request.since;
                let text = fill("lab-request-waits", &[("what", &what), ("waited", &waited)]);
                (glyphs.ahead, text, Tone::Warning)
            }
            Outcome::Done { value: Some(value), .. } => {
                let text = fill("lab-request-read", &[("what", &what), ("value", &value)]);
                (glyphs.done, text, Tone::Good)
            }
            Outcome::Done { .. } if matches!(request.asked, Asked::Read { .. }) => {
                (glyphs.done, fill("lab-request-empty", &[("what", &what)]), Tone::Good)
            }
            Outcome::Done { .. } => {
                (glyphs.done, fill("lab-request-done", &[("what", &what)]), Tone::Good)
            }
            Outcome::Failed { why, .. } => {
                let key = match request.took_effect {
                    Some(_) => "lab-request-failed-yet",
                    None => "lab-request-failed",
                };
                let text = fill(key, &[("what", &what), ("why", &words(why))]);
                (glyphs.failed, text, Tone::Bad)
            }
        };
        Entry { lead: format!("{mark} "), text, tone }
    }
}

fn tone(note: &Note) -> Tone {
    match note.reason {
        Reason::Leads { .. } | Reason::Done { .. } => Tone::Good,
        Reason::NoQuorum { .. } | Reason::Failed { .. } | Reason::Crashes(_) => Tone::Bad,
        _ => Tone::Text,
    }
}
