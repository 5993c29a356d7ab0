//! The members that the lab runs: started, watched, and ended with it.

use std::collections::BTreeMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::local::{
    Etcdctl, Launch, LocalCluster, Log, LogLevel, LogLine as SaidLine, Process, Programs, Status,
};
use crate::shell::{Event, send};
use crate::ui::lab::{LogLine, MemberSeen, MemberState, News, Task};

use super::Explain;
use super::rhythm::Rhythm;

/// How often it is looked what members log and write, and whether they live.
const GLANCE: Duration = Duration::from_millis(250);
/// How long a member may take to say how it is.
const ANSWER: Duration = Duration::from_millis(1500);
/// How long members that are kept may take to end by themselves.
const FAREWELL: Duration = Duration::from_secs(3);

/// The members of a lab. Dropping it ends them all, and removes their files unless they are kept.
pub(in crate::shell) struct Members(Arc<Shared>);

/// What the threads of a lab share.
pub(super) struct Shared {
    pub(super) programs: Programs,
    pub(super) etcdctl: Etcdctl,
    pub(super) cluster: Mutex<Option<LocalCluster>>,
    /// `None` once the lab ends: nothing is started any more.
    members: Mutex<Option<BTreeMap<String, Member>>>,
    rhythm: Mutex<Rhythm>,
    pub(super) explain: Explain,
    sender: Sender<Event<News>>,
}

/// A member of the lab.
pub(super) struct Member {
    pub(super) launch: Launch,
    pub(super) process: Option<Process>,
    pub(super) address: String,
    pub(super) is_learner: bool,
    pub(super) state: MemberState,
    /// What it said last.
    pub(super) status: Option<Status>,
    log: Log,
    /// When it wrote to its disk last.
    written: Option<SystemTime>,
    /// Whether it is being asked.
    is_asked: bool,
    /// Whether what the screen knows is that it doesn't answer.
    is_silent: bool,
}

impl Member {
    pub(super) fn new(launch: Launch, is_learner: bool) -> Self {
        let host = launch.client_url.trim_start_matches("https://");
        let address = host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned();
        Self {
            log: Log::new(&launch.log),
            launch,
            process: None,
            written: None,
            address,
            is_learner,
            state: MemberState::New,
            status: None,
            is_asked: false,
            is_silent: true,
        }
    }

    /// Takes note of another state. The screen forgets with it that the member answers.
    pub(super) fn is_now(&mut self, state: MemberState) {
        (self.state, self.is_silent) = (state, true);
    }

    pub(super) fn seen(&self) -> MemberSeen {
        MemberSeen {
            name: self.launch.name.clone(),
            address: self.address.clone(),
            is_learner: self.is_learner,
            state: self.state,
        }
    }
}

impl Members {
    /// Starts the members of a cluster, and watches them.
    pub(super) fn start(
        cluster: LocalCluster,
        programs: Programs,
        explain: Explain,
        sender: Sender<Event<News>>,
    ) -> Self {
        let launches = cluster.launches();
        let members =
            launches.into_iter().map(|one| (one.name.clone(), Member::new(one, false))).collect();
        let shared = Arc::new(Shared {
            etcdctl: cluster.etcdctl(&programs),
            programs,
            cluster: Mutex::new(Some(cluster)),
            members: Mutex::new(Some(members)),
            rhythm: Mutex::new(Rhythm::new(Instant::now())),
            explain,
            sender,
        });
        for member in shared.members().iter_mut().flat_map(BTreeMap::values_mut) {
            // What keeps one from starting is in its row; Enter says why.
            if let Ok(process) = Process::start(&member.launch, &shared.programs) {
                member.process = Some(process);
                member.state = MemberState::Running;
            }
        }
        let watching = Arc::clone(&shared);
        thread::spawn(move || watch(&watching));
        Self(shared)
    }

    /// All of them, for the screen.
    pub(super) fn seen(&self) -> Vec<MemberSeen> {
        let mut seen: Vec<MemberSeen> =
            self.0.members().iter().flat_map(BTreeMap::values).map(Member::seen).collect();
        seen.sort_by_key(|one| one.address.parse::<std::net::IpAddr>().ok());
        seen
    }

    /// Does a task beside the loop, and tells what came of it.
    pub(super) fn perform(&self, task: Task) {
        let shared = Arc::clone(&self.0);
        thread::spawn(move || {
            shared.happens();
            shared.perform(task);
            shared.happens();
        });
    }
}

impl Drop for Members {
    fn drop(&mut self) {
        let cluster = lock(&self.0.cluster).take();
        let members = self.0.members().take();
        let is_kept = cluster.as_ref().is_some_and(|one| one.directory().is_kept());
        let processes = members.into_iter().flat_map(BTreeMap::into_values);
        let mut processes: Vec<Process> = processes.filter_map(|one| one.process).collect();
        if is_kept {
            for process in &mut processes {
                let _ = process.stop();
            }
            for process in &mut processes {
                process.wait(FAREWELL);
            }
        }
        // What still runs is killed here, before its files go.
        drop(processes);
        drop(cluster);
    }
}

/// What is shared is whole even where a thread panicked.
pub(super) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(super) fn members(&self) -> MutexGuard<'_, Option<BTreeMap<String, Member>>> {
        lock(&self.members)
    }

    /// Does something with a member; `None` where there is none of this name, or the lab ends.
    pub(super) fn with<T>(&self, name: &str, work: impl FnOnce(&mut Member) -> T) -> Option<T> {
        self.members().as_mut()?.get_mut(name).map(work)
    }

    /// Something happened that has members asked how they are, soon and for a while.
    fn happens(&self) {
        lock(&self.rhythm).happens(Instant::now());
    }

    pub(super) fn tell(&self, news: News) {
        send(&self.sender, Event::Message(news));
    }

    /// Sets a member's state, and tells it.
    pub(super) fn set(&self, name: &str, state: MemberState) {
        self.with(name, |member| member.is_now(state));
        self.tell(News::State(name.to_owned(), state));
    }
}

/// Looks again and again what members log, whether they live, and how they are, until the lab ends.
fn watch(shared: &Arc<Shared>) {
    loop {
        let mut news = Vec::new();
        let questions = {
            let mut members = shared.members();
            let Some(members) = members.as_mut() else { return };
            let mut rhythm = lock(&shared.rhythm);
            for (name, member) in members.iter_mut() {
                let seen = look(name, member, shared.explain);
                if seen.iter().any(|one| matches!(one, News::State(..))) {
                    rhythm.happens(Instant::now());
                }
                let written = member.launch.written();
                if !seen.is_empty() || written != member.written {
                    rhythm.stirs();
                }
                member.written = written;
                news.extend(seen);
            }
            if rhythm.is_due(Instant::now()) { questions(members) } else { Vec::new() }
        };
        for one in news {
            shared.tell(one);
        }
        for asked in questions {
            let shared = Arc::clone(shared);
            thread::spawn(move || ask(&shared, &asked));
        }
        thread::sleep(GLANCE);
    }
}

/// The members to ask, each with where: those that answer together, and each that doesn't alone, as it lets others wait.
fn questions(members: &mut BTreeMap<String, Member>) -> Vec<Vec<(String, String)>> {
    let (mut together, mut alone) = (Vec::new(), Vec::new());
    for (name, member) in members {
        if member.state != MemberState::Running || member.is_asked {
            continue;
        }
        member.is_asked = true;
        let asked = (name.clone(), member.launch.client_url.clone());
        if member.is_silent { alone.push(vec![asked]) } else { together.push(asked) }
    }
    alone.extend((!together.is_empty()).then_some(together));
    alone
}

/// What a member logged since, and whether it has ended.
fn look(name: &str, member: &mut Member, explain: Explain) -> Vec<News> {
    let mut news = Vec::new();
    let exit = member.process.as_mut().and_then(Process::exit);
    let lines: Vec<LogLine> = member
        .log
        .lines()
        .iter()
        .map(|line| {
            let said = SaidLine::read(line);
            let explained = if said.level == LogLevel::Info { Vec::new() } else { explain(line) };
            LogLine { said, explained }
        })
        .collect();
    if !lines.is_empty() {
        news.push(News::Log(name.to_owned(), lines));
    }
    if let Some(exit) = exit {
        member.process = None;
        if member.state != MemberState::Removed {
            member.is_now(MemberState::Ended(exit));
            news.push(News::State(name.to_owned(), member.state));
        }
    }
    news
}

/// Asks members how they are, and tells the screen where that has changed.
fn ask(shared: &Shared, asked: &[(String, String)]) {
    let urls: Vec<&str> = asked.iter().map(|(_, url)| url.as_str()).collect();
    let said = shared.etcdctl.statuses(&urls, ANSWER);
    for (name, url) in asked {
        let status = said.get(url).cloned();
        let has_changed = shared.with(name, |member| {
            member.is_asked = false;
            let is_same = status.is_none() || status == member.status;
            let was_silent = std::mem::replace(&mut member.is_silent, status.is_none());
            if status.is_some() {
                member.status.clone_from(&status);
            }
            member.state == MemberState::Running && !(is_same && was_silent == status.is_none())
        });
        if has_changed == Some(true) {
            shared.happens();
            shared.tell(News::Status(name.clone(), status));
        }
    }
}
