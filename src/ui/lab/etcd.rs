//! The second floor: members of real etcd on this machine. The shell runs them; this knows what it was told.

mod news;
mod rows;

use std::collections::VecDeque;
use std::time::Duration;

use tui_input::Input;
use tui_input::InputRequest;

use super::shown::{Done, refused};
use crate::etcd::Release;
use crate::lab::MOST_MEMBERS;
use crate::local::{Exit, LogLine as SaidLine, Status};
use crate::text::{fill, say};
use crate::ui::app::Notice;
use crate::ui::command::{Action, Command, LabCommand};

/// How many lines of a member's log are kept.
const LINES: usize = 500;
/// How many things that happened are kept.
const HAPPENED: usize = 200;
/// The key that p puts and r reads.
const KEY: &str = "lab";

/// Where the members are, and what they run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The release of etcd.
    pub release: Release,
    /// The directory of bundle, data and logs.
    pub directory: String,
    /// Whether it stays.
    pub is_kept: bool,
    /// What is different from a given plan, a sentence each.
    pub notes: Vec<String>,
}

/// A member that the shell runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberSeen {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Whether it was added as a learner.
    pub is_learner: bool,
    /// Whether it runs.
    pub state: MemberState,
}

/// Whether a member runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    /// It was added, and never started.
    New,
    /// It runs.
    Running,
    /// It is frozen.
    Frozen,
    /// It has ended.
    Ended(Exit),
    /// It was removed from the cluster.
    Removed,
}

/// A line of a member's log, with what is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The line.
    pub said: SaidLine,
    /// What `quorate explain` says of it, in short.
    pub explained: Vec<String>,
}

/// Something to do, and the number under which it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The number.
    pub number: u64,
    /// What.
    pub order: Order,
}

/// What the shell is to do to the members; each is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Start one.
    Start(String),
    /// SIGTERM.
    Stop(String),
    /// SIGKILL.
    Kill(String),
    /// SIGSTOP.
    Freeze(String),
    /// SIGCONT.
    Thaw(String),
    /// Remove it from the cluster, kill it, wipe its data, add it again and start it.
    Replace(String),
    /// Put a value at one.
    Put {
        /// Where.
        at: String,
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// Read a value at one.
    Get {
        /// Where.
        at: String,
        /// The key.
        key: String,
        /// Whether it is to see every put that was done before.
        is_linearizable: bool,
    },
    /// Add a member.
    Add {
        /// Whether as a learner.
        is_learner: bool,
    },
    /// Make a learner a voter.
    Promote(String),
    /// Remove one.
    Remove(String),
    /// Hand leadership over to it.
    Transfer(String),
    /// Run etcdctl at one.
    Etcdctl {
        /// Where.
        at: String,
        /// Its arguments.
        words: Vec<String>,
    },
}

/// Why a task failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was said; what was complained of is its last line.
    pub said: String,
    /// What `quorate explain` says of that, in short.
    pub explained: Vec<String>,
}

/// What the shell tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Whether a member runs has changed.
    State(String, MemberState),
    /// What a member says of itself; `None` where it doesn't answer.
    Status(String, Option<Status>),
    /// What a member logged.
    Log(String, Vec<LogLine>),
    /// A member was added, or one of its name again.
    Joined(MemberSeen),
    /// The command that is run for a task.
    Command(u64, String),
    /// A task is done, or failed; what was said, and how long it took.
    Ended(u64, Result<String, Failure>, Duration),
}

/// A member on the screen.
struct Member {
    seen: MemberSeen,
    /// What it said last.
    status: Option<Status>,
    /// Whether it still answers.
    answers: bool,
    log: VecDeque<LogLine>,
}

/// Something that happened.
enum Happened {
    /// A task.
    Task {
        number: u64,
        what: String,
        commands: Vec<String>,
        outcome: Option<(Result<String, Failure>, Duration)>,
    },
    /// Something that was seen.
    Seen { text: String, is_good: bool },
}

/// Members of real etcd, and which of them is selected.
pub(super) struct Etcd {
    place: Place,
    members: Vec<Member>,
    selected: usize,
    happened: VecDeque<Happened>,
    prompt: Option<Input>,
    /// The number of the next task.
    number: u64,
    /// The value that is put next.
    value: u64,
    shows_log: bool,
}

impl Member {
    fn new(seen: MemberSeen) -> Self {
        Self { seen, status: None, answers: false, log: VecDeque::new() }
    }

    fn name(&self) -> &str {
        &self.seen.name
    }

    fn is_learner(&self) -> bool {
        self.status.as_ref().map_or(self.seen.is_learner, |status| status.is_learner)
    }

    /// What it says of itself, while it answers.
    fn answer(&self) -> Option<&Status> {
        self.status.as_ref().filter(|_| self.answers && self.seen.state == MemberState::Running)
    }
}

impl Etcd {
    pub(super) fn new(place: Place, members: Vec<MemberSeen>) -> Self {
        let notes = place.notes.iter().cloned();
        let happened = notes.map(|text| Happened::Seen { text, is_good: true }).collect();
        Self {
            place,
            members: members.into_iter().map(Member::new).collect(),
            selected: 0,
            happened,
            prompt: None,
            number: 1,
            value: 1,
            shows_log: false,
        }
    }

    /// The prompt, where it is open.
    pub(super) fn prompt(&self) -> Option<(String, &Input)> {
        let at = self.members.get(self.selected)?;
        Some((format!("{} etcdctl", at.name()), self.prompt.as_ref()?))
    }

    /// How many lines the selected member's log has.
    pub(super) fn lines(&self) -> usize {
        self.members.get(self.selected).map_or(0, |member| member.log.len())
    }

    /// Selects the next member, or the one before.
    pub(super) fn select(&mut self, is_next: bool) {
        self.selected = if is_next {
            (self.selected + 1).min(self.members.len().saturating_sub(1))
        } else {
            self.selected.saturating_sub(1)
        };
    }

    /// Edits the prompt, runs what it holds, or closes it.
    pub(super) fn answer(&mut self, command: Command) -> Done {
        let Some(input) = &mut self.prompt else { return Done::default() };
        match command {
            Command::Edit(request) => {
                input.handle(request);
            }
            Command::Paste(text) => {
                for character in text.chars().filter(|character| !character.is_control()) {
                    input.handle(InputRequest::InsertChar(character));
                }
            }
            Command::Back => self.prompt = None,
            Command::Accept => return self.run_prompt(),
            _ => {}
        }
        Done::default()
    }

    fn run_prompt(&mut self) -> Done {
        let text = self.prompt.take().unwrap_or_default();
        let text = text.value().trim();
        let Some(words) = shlex::split(text) else { return refused("lab-prompt-quotes") };
        let words: Vec<String> = words.into_iter().skip_while(|word| word == "etcdctl").collect();
        let Some(at) = self.members.get(self.selected) else { return Done::default() };
        if words.is_empty() {
            return Done::default();
        }
        let (at, what) = (at.name().to_owned(), format!("{}: etcdctl {text}", at.name()));
        self.order(what, Order::Etcdctl { at, words })
    }

    /// Does what a command says.
    pub(super) fn update(&mut self, command: LabCommand) -> Done {
        match command {
            LabCommand::Prompt => {
                self.prompt = Some(Input::default());
                return Done::default();
            }
            LabCommand::OtherList => {
                self.shows_log = !self.shows_log;
                return Done { is_news: true, ..Done::default() };
            }
            LabCommand::Copy => return self.copy(),
            LabCommand::AddVoter | LabCommand::AddLearner => {
                let is_learner = command == LabCommand::AddLearner;
                let there = self.members.iter();
                let there = there.filter(|one| one.seen.state != MemberState::Removed);
                if there.count() >= MOST_MEMBERS {
                    return refused("lab-full");
                }
                let key = if is_learner { "lab-task-add-learner" } else { "lab-task-add" };
                return self.order(say(key).to_owned(), Order::Add { is_learner });
            }
            _ => {}
        }
        let Some(member) = self.members.get(self.selected) else { return Done::default() };
        let (name, state) = (member.name().to_owned(), member.seen.state);
        if state == MemberState::Removed {
            return refused("lab-removed-for-good");
        }
        let runs = matches!(state, MemberState::Running | MemberState::Frozen);
        let at = || name.clone();
        let (key, order) = match command {
            LabCommand::StartOrStop if runs => ("lab-task-stop", Order::Stop(at())),
            LabCommand::StartOrStop => ("lab-task-start", Order::Start(at())),
            LabCommand::Kill | LabCommand::Freeze if !runs => return refused("lab-not-running"),
            LabCommand::Kill => ("lab-task-kill", Order::Kill(at())),
            LabCommand::Freeze if state == MemberState::Frozen => {
                ("lab-task-thaw", Order::Thaw(at()))
            }
            LabCommand::Freeze => ("lab-task-freeze", Order::Freeze(at())),
            LabCommand::Wipe => ("lab-task-replace", Order::Replace(at())),
            LabCommand::Put => return self.put(name),
            LabCommand::Read | LabCommand::ReadLocal => {
                let is_linearizable = command == LabCommand::Read;
                let key = if is_linearizable { "lab-task-read" } else { "lab-task-read-local" };
                (key, Order::Get { at: at(), key: KEY.to_owned(), is_linearizable })
            }
            LabCommand::Promote => ("lab-task-promote", Order::Promote(at())),
            LabCommand::Remove => ("lab-task-remove", Order::Remove(at())),
            LabCommand::Transfer => ("lab-task-transfer", Order::Transfer(at())),
            LabCommand::Cut | LabCommand::Isolate | LabCommand::Slow => {
                return refused("lab-no-cut");
            }
            _ => return Done::default(),
        };
        self.order(fill(key, &[("member", &name), ("key", &KEY)]), order)
    }

    fn put(&mut self, at: String) -> Done {
        let value = self.value.to_string();
        self.value += 1;
        let what = fill("lab-task-put", &[("member", &at), ("key", &KEY), ("value", &value)]);
        self.order(what, Order::Put { at, key: KEY.to_owned(), value })
    }

    fn order(&mut self, what: String, order: Order) -> Done {
        let number = self.number;
        self.number += 1;
        self.note(Happened::Task { number, what, commands: Vec::new(), outcome: None });
        self.shows_log = false;
        let action = Some(Action::Local(Task { number, order }));
        Done { action, is_news: true, ..Done::default() }
    }

    fn note(&mut self, one: Happened) {
        self.happened.push_back(one);
        while self.happened.len() > HAPPENED {
            self.happened.pop_front();
        }
    }

    /// Copies the last command.
    fn copy(&self) -> Done {
        let last = self.happened.iter().rev().find_map(|one| match one {
            Happened::Task { commands, .. } => commands.last(),
            Happened::Seen { .. } => None,
        });
        match last {
            Some(command) => Done {
                action: Some(Action::Copy(command.clone())),
                notice: Some(Notice::told(say("lab-copied"))),
                ..Done::default()
            },
            None => refused("lab-nothing-to-copy"),
        }
    }
}
