//! The lab on the screen: a cluster in memory, what is done to it, and why what happens.
//!
//! As in the wizard, [`Lab::update`] and [`Lab::tick`] change the state and touch nothing else, and [`draw`] takes
//! `&Lab`. The shell calls [`Lab::tick`] as often as [`Lab::pace`] says, and never while the lab is paused.

mod draw;
mod members;
mod sentences;

use std::collections::BTreeSet;
use std::time::Duration;

use ratatui::layout::Size;

use super::app::{Notice, is_below, saved};
use super::command::{Action, Command, LabCommand, Refusal, Saved, SavedFile};
use super::keymap::Mode;
use super::theme::Theme;
use super::widgets::page::Shown;
use crate::lab::{self, Member, MemberId, State, Timeline};
use crate::text::say;
pub use draw::draw;
pub(super) use draw::draw_within;
pub(crate) use sentences::{outlook, sentence};

/// Ticks a second that can be chosen; ten are etcd's own speed.
const SPEEDS: [u32; 6] = [1, 2, 5, 10, 20, 50];

/// The lab's screen: all it knows, and nothing of terminals, disks and clocks.
pub struct Lab {
    timeline: Timeline,
    selected: MemberId,
    is_running: bool,
    speed: usize,
    /// How many notes at the end are scrolled away.
    scroll: usize,
    /// The first line of the help, where it is open.
    help: Option<u16>,
    /// How much of the help is seen, and how many notes.
    shown: Shown,
    told: Shown,
    notice: Option<Notice>,
    theme: Theme,
    size: Size,
}

impl Lab {
    /// A lab that runs from the start of a timeline.
    pub fn new(timeline: Timeline, theme: Theme, size: Size) -> Self {
        Self {
            timeline,
            selected: MemberId(1),
            is_running: true,
            speed: 2,
            scroll: 0,
            help: None,
            shown: Shown::default(),
            told: Shown::default(),
            notice: None,
            theme,
            size,
        }
    }

    /// What keys are for at the moment.
    pub fn mode(&self) -> Mode {
        match self.help {
            _ if is_below(self.size, draw::LEAST) => Mode::TooSmall,
            Some(_) => Mode::LabHelp,
            None => Mode::Lab,
        }
    }

    /// What was done, and came of it.
    pub(super) fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Takes note of the screen's size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// How long to wait until the next tick; `None` while nothing moves.
    pub fn pace(&self) -> Option<Duration> {
        let is_seen = self.mode() == Mode::Lab;
        (self.is_running && is_seen).then(|| Duration::from_secs(1) / self.ticks_a_second())
    }

    fn ticks_a_second(&self) -> u32 {
        SPEEDS.get(self.speed).copied().unwrap_or(1)
    }

    /// A tick passes. A scenario that comes to its end pauses there.
    pub fn tick(&mut self) {
        let had_future = self.timeline.has_future();
        self.timeline.forward();
        if had_future && !self.timeline.has_future() {
            self.is_running = false;
            self.notice = Some(Notice::told(say("lab-scenario-end")));
        }
        self.keep_selected();
    }

    /// Takes note of whether the scenario was saved, and where.
    pub fn saved(&mut self, result: Result<SavedFile, Refusal>) {
        self.notice = Some(saved(Saved::Scenario, result));
    }

    /// Does what a command says.
    pub fn update(&mut self, command: Command) -> Option<Action> {
        self.notice = None;
        match (self.mode(), command) {
            (_, Command::Quit | Command::QuitNow) | (Mode::Lab, Command::Back) => {
                return Some(Action::Quit);
            }
            (_, Command::Suspend) => return Some(Action::Suspend),
            (_, Command::Redraw) => return Some(Action::Redraw),
            (Mode::LabHelp, Command::Back) => self.help = None,
            (Mode::LabHelp, command) => {
                self.help = self.help.map(|scroll| self.shown.scrolled(&command, scroll));
            }
            (Mode::Lab, Command::Help) => self.help = Some(0),
            (Mode::Lab, Command::Up) => self.select(false),
            (Mode::Lab, Command::Down) => self.select(true),
            (Mode::Lab, Command::PageUp) => {
                self.scroll = (self.scroll + self.told.page())
                    .min(self.timeline.notes().len().saturating_sub(1));
            }
            (Mode::Lab, Command::PageDown) => {
                self.scroll = self.scroll.saturating_sub(self.told.page());
            }
            (Mode::Lab, Command::Lab(command)) => return self.do_in_lab(command),
            _ => {}
        }
        None
    }

    fn do_in_lab(&mut self, command: LabCommand) -> Option<Action> {
        match command {
            LabCommand::Pause => self.is_running = !self.is_running,
            LabCommand::Step => {
                self.is_running = false;
                self.tick();
            }
            LabCommand::StepBack => {
                self.is_running = false;
                if !self.timeline.back() {
                    self.notice = Some(Notice::refused(say("lab-at-start")));
                }
                self.keep_selected();
            }
            LabCommand::Faster => self.speed = (self.speed + 1).min(SPEEDS.len() - 1),
            LabCommand::Slower => self.speed = self.speed.saturating_sub(1),
            LabCommand::Save => {
                return Some(Action::SaveBeside {
                    what: Saved::Scenario,
                    contents: self.timeline.scenario().to_string(),
                    base: "lab".to_owned(),
                });
            }
            _ => self.act(command),
        }
        if matches!(command, LabCommand::Step | LabCommand::StepBack) {
            self.scroll = 0;
        }
        None
    }

    /// Does something to the cluster.
    fn act(&mut self, command: LabCommand) {
        let id = self.selected;
        let Some(node) = self.timeline.now().node(id) else { return };
        let (runs, state) = (node.runs(), node.state);
        let network = self.timeline.now().network();
        let (is_isolated, is_slow) = (network.is_isolated(id), network.is_slow(id));
        // Changes of members are asked of the leader, where there is one: etcd passes them on to it anyway.
        let at = self.timeline.now().leader().map_or(id, Member::id);
        let action = match command {
            LabCommand::StartOrStop if state == State::Removed => {
                return self.refuse("lab-removed-for-good");
            }
            LabCommand::StartOrStop if runs => lab::Action::Stop(id),
            LabCommand::StartOrStop => lab::Action::Start(id),
            LabCommand::Wipe if matches!(state, State::Stopped | State::Crashed(_)) => {
                lab::Action::Wipe(id)
            }
            LabCommand::Wipe => return self.refuse("lab-wipe-stopped"),
            LabCommand::Isolate if is_isolated => lab::Action::Rejoin(id),
            LabCommand::Isolate => lab::Action::Isolate(id),
            LabCommand::Slow if is_slow => lab::Action::Fast(id),
            LabCommand::Slow => lab::Action::Slow(id),
            LabCommand::Cut if network.side().is_empty() => match self.side() {
                Some(side) => lab::Action::Cut(side),
                None => return self.refuse("lab-cut-nothing"),
            },
            LabCommand::Cut => lab::Action::Heal,
            LabCommand::Put => lab::Action::Put(id, None),
            LabCommand::Read => lab::Action::Read { at: id, is_linearizable: true },
            LabCommand::ReadLocal => lab::Action::Read { at: id, is_linearizable: false },
            LabCommand::AddVoter | LabCommand::AddLearner if self.is_full() => {
                return self.refuse("lab-full");
            }
            LabCommand::AddVoter => lab::Action::Add { at, is_learner: false },
            LabCommand::AddLearner => lab::Action::Add { at, is_learner: true },
            LabCommand::Promote => lab::Action::Promote { at, member: id },
            LabCommand::Remove => lab::Action::Remove { at, member: id },
            LabCommand::Transfer if self.timeline.now().leader().is_none() => {
                return self.refuse("lab-no-leader");
            }
            LabCommand::Transfer => lab::Action::Transfer(id),
            LabCommand::Pause
            | LabCommand::Step
            | LabCommand::StepBack
            | LabCommand::Faster
            | LabCommand::Slower
            | LabCommand::Save => return,
        };
        self.scroll = 0;
        self.timeline.act(action);
        self.keep_selected();
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

    fn select(&mut self, is_next: bool) {
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

    fn refuse(&mut self, key: &'static str) {
        self.notice = Some(Notice::refused(say(key)));
    }
}
