//! A folder as somebody hands it in, copied and started: what happened before, then what the learner does.

use std::collections::BTreeMap;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::act::{self, Act};
use super::folder::{Mark, RUNBOOK};
use super::launch::{self, FolderMember};
use super::{Exercise, ExerciseError, Fault, Question, Seen, gateway, names, stage, words};
use crate::config::Way;
use crate::local::{Credentials, Directory, Etcdctl, Exit, Process, Programs};
use crate::pki::Randomness;

/// How often it is looked how things stand.
const GLANCE: Duration = Duration::from_millis(50);
/// How long etcdctl may take for one answer.
const ANSWER: &str = "--command-timeout=2s";
/// The user that members run as where an exercise asks for one that isn't root: nobody.
const OTHER_USER: u32 = 65_534;
/// How large a value of `fill` is: an argument of a command may hold that much.
const VALUE: usize = 100_000;

/// Members of a folder, as far as they run.
#[derive(Debug)]
pub struct Attempt<'a> {
    exercise: &'a Exercise,
    programs: &'a Programs,
    limit: Duration,
    /// What the folder's files start, by name.
    pub(super) members: Vec<FolderMember>,
    processes: BTreeMap<String, Process>,
    /// Where in its log the last start of each begins.
    starts: BTreeMap<String, usize>,
    /// Those that were removed from the cluster, or told to stop.
    pub(super) stopped: Vec<String>,
    runbook: Vec<Act>,
    /// Removed last: members write to it until they end.
    scratch: Directory,
    network: [u8; 2],
}

impl<'a> Attempt<'a> {
    /// Copies a folder and reads it. Nothing is started. Each wait lasts `limit` at most.
    ///
    /// # Errors
    /// [`ExerciseError`] where the machine stands in the way; the inner error has what is wrong with the folder.
    pub fn prepare(
        exercise: &'a Exercise,
        folder: &Path,
        programs: &'a Programs,
        limit: Duration,
        randomness: &dyn Randomness,
    ) -> Result<Result<Self, Vec<Fault>>, ExerciseError> {
        let mark = Mark::read(folder)?;
        let scratch = Directory::temporary(randomness)?;
        let mut faults = stage::copy(folder, scratch.path())?;
        let mut members = Vec::new();
        for name in names(exercise.prepared()) {
            match launch::member(scratch.path(), &name, programs.release) {
                Ok(member) => members.push(member),
                Err(found) => faults.extend(found),
            }
        }
        let runbook = std::fs::read_to_string(scratch.path().join(RUNBOOK)).unwrap_or_default();
        let runbook = act::runbook(&runbook).unwrap_or_else(|(line, error)| {
            faults.push(Fault::Runbook { line, text: error.0 });
            Vec::new()
        });
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        if exercise.file.as_another_user && rustix::process::geteuid().is_root() {
            hand_over(scratch.path())?;
            for member in &mut members {
                member.launch.user = Some((OTHER_USER, OTHER_USER));
            }
        }
        Ok(Ok(Self {
            exercise,
            programs,
            limit,
            members,
            processes: BTreeMap::new(),
            starts: BTreeMap::new(),
            stopped: Vec::new(),
            runbook,
            scratch,
            network: mark.network,
        }))
    }

    /// Where the copy is.
    pub(super) fn root(&self) -> &Path {
        self.scratch.path()
    }

    /// What a step's `{address}` and the like stand for, for a member.
    pub(super) fn fill(&self, text: &str, member: &str) -> String {
        let number = member.trim_start_matches('m').parse().unwrap_or_default();
        let room = super::room::Room {
            root: PathBuf::new(),
            network: self.network,
            members: self.exercise.prepared(),
            now: time::OffsetDateTime::UNIX_EPOCH,
        };
        room.fill(text, number)
    }

    /// Does what happened before the learner came.
    ///
    /// # Errors
    /// The act that failed.
    pub fn history(&mut self) -> Result<(), Fault> {
        self.exercise.history().iter().try_for_each(|act| self.act(act))
    }

    /// Does what the learner's runbook says.
    ///
    /// # Errors
    /// The act that failed.
    pub fn runbook(&mut self) -> Result<(), Fault> {
        std::mem::take(&mut self.runbook).iter().try_for_each(|act| self.act(act))
    }

    fn act(&mut self, act: &Act) -> Result<(), Fault> {
        let failed = |says: String| Fault::Act { act: act.to_string(), says };
        match act {
            Act::Start { members, with } => {
                members.iter().try_for_each(|name| self.start(name, with).map_err(failed))
            }
            Act::Stop(name) => self.end(name, Process::stop),
            Act::Kill(name) => self.end(name, Process::kill),
            Act::Wipe(name) => {
                self.end(name, Process::kill)?;
                let member = self.member(name).ok_or_else(|| Fault::NoUnit(name.clone()))?;
                member.launch.wipe().map_err(|error| failed(error.to_string()))
            }
            Act::Await => self.await_each(Self::refuses_root),
            Act::Remove(name) => self.patiently(|attempt| attempt.remove(name)).map_err(failed),
            Act::Add(name) => self.patiently(|attempt| attempt.add(name)).map_err(failed),
            Act::Put(key, value) => self
                .patiently(|attempt| attempt.ctl(&["put", key, value]).map(drop))
                .map_err(failed),
            Act::Delete(key) => self
                .patiently(|attempt| attempt.ctl(&["del", "--prefix", key]).map(drop))
                .map_err(failed),
            Act::Fill => self.overfill().map_err(failed),
            Act::Compact => self.compact().map_err(failed),
            Act::Defragment(name) => {
                let member = self.member(name).ok_or_else(|| Fault::NoUnit(name.clone()))?;
                let answer = self
                    .etcdctl()
                    .run(&[&member.launch.client_url], &["--command-timeout=20s", "defrag"]);
                if answer.is_success() { Ok(()) } else { Err(failed(answer.complaint())) }
            }
            Act::Disarm => self.ctl(&["alarm", "disarm"]).map(drop).map_err(failed),
        }
    }

    pub(super) fn member(&self, name: &str) -> Option<&FolderMember> {
        self.members.iter().find(|member| member.name == name)
    }

    /// Starts a member, unless it runs.
    fn start(&mut self, name: &str, with: &[(String, String)]) -> Result<(), String> {
        if self.processes.get_mut(name).is_some_and(|process| process.exit().is_none()) {
            return Ok(());
        }
        let member = self.member(name).ok_or_else(|| name.to_owned())?;
        let mut launch = member.launch.clone();
        for (flag, value) in with {
            let variable = Way::Variable.shown(flag);
            launch.environment.retain(|(name, _)| *name != variable);
            launch.environment.push((variable, self.fill(value, name)));
        }
        self.starts.insert(name.to_owned(), self.log(name).len());
        let process = Process::start(&launch, self.programs).map_err(|error| error.to_string())?;
        self.processes.insert(name.to_owned(), process);
        self.stopped.retain(|other| other != name);
        Ok(())
    }

    /// Ends a member, and waits until it has.
    fn end(
        &mut self,
        name: &str,
        how: fn(&mut Process) -> std::io::Result<()>,
    ) -> Result<(), Fault> {
        if let Some(process) = self.processes.get_mut(name) {
            let says = |error: std::io::Error| Fault::Act {
                act: name.to_owned(),
                says: error.to_string(),
            };
            how(process).map_err(says)?;
            if process.wait(self.limit).is_none() {
                process.kill().map_err(says)?;
                process.wait(self.limit);
            }
        }
        self.processes.remove(name);
        if !self.stopped.iter().any(|other| other == name) {
            self.stopped.push(name.to_owned());
        }
        Ok(())
    }

    /// Has one member killed, as in a power cut.
    pub(super) fn kill(&mut self, name: &str) -> Result<(), Fault> {
        self.end(name, Process::kill)
    }

    /// Writes something, as soon as the cluster takes it.
    pub(super) fn put(&mut self, value: &str) -> Result<(), String> {
        self.patiently(|attempt| attempt.ctl(&["put", "quorate", value]).map(drop))
    }

    /// Starts one that was stopped.
    pub(super) fn revive(&mut self, name: &str) -> Result<(), Fault> {
        self.start(name, &[]).map_err(|says| Fault::Act { act: format!("start {name}"), says })
    }

    /// Tries again until it works, as long as a cluster needs to find itself.
    fn patiently<T>(
        &mut self,
        mut act: impl FnMut(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        let deadline = Instant::now() + self.limit;
        loop {
            let done = act(self);
            if done.is_ok()
                || Instant::now() >= deadline
                || self.processes.values_mut().all(|one| one.exit().is_some())
            {
                return done;
            }
            sleep(GLANCE * 4);
        }
    }

    /// Waits until all members that run are healthy.
    ///
    /// # Errors
    /// The first that has ended, or isn't healthy when time is up.
    pub(super) fn await_health(&mut self) -> Result<(), Fault> {
        self.await_each(|_, _| false)
    }

    /// Whether a member serves and refuses root's certificate, as it does during a CA change until it is restarted.
    fn refuses_root(&self, name: &str) -> bool {
        let log = self.log(name);
        let start = self.starts.get(name).copied().unwrap_or_default();
        words::serves_but_refuses(log.get(start..).unwrap_or_default())
    }

    /// Waits until each member that runs is healthy, or is enough as it is.
    fn await_each(&mut self, is_enough: fn(&Self, &str) -> bool) -> Result<(), Fault> {
        let deadline = Instant::now() + self.limit;
        let mut open: Vec<String> = self.processes.keys().cloned().collect();
        let mut says = String::new();
        loop {
            if let Some(fault) = self.ended() {
                return Err(fault);
            }
            let Some(name) = open.first().cloned() else { return Ok(()) };
            match self.ask(&name, "root", Question::Health) {
                Ok(_) => drop(open.remove(0)),
                Err(_) if is_enough(self, &name) => drop(open.remove(0)),
                Err(said) => says = words::of_etcdctl(&said),
            }
            if Instant::now() >= deadline && !open.is_empty() {
                return Err(Fault::Unhealthy { member: name, says });
            }
            sleep(GLANCE);
        }
    }

    /// The first member that has ended by itself, if one has.
    pub(super) fn ended(&mut self) -> Option<Fault> {
        let ended = self
            .processes
            .iter_mut()
            .find_map(|(name, process)| Some((name.clone(), process.exit()?)));
        let (member, exit) = ended?;
        let how = match exit {
            Exit::Code(code) => format!("exit code {code}"),
            signal @ Exit::Signal(_) => signal.to_string(),
        };
        let line = words::of_log(&self.log(&member));
        Some(Fault::Ended { member, how, line })
    }

    /// Whether a member runs.
    pub(super) fn runs(&mut self, name: &str) -> bool {
        self.processes.get_mut(name).is_some_and(|process| process.exit().is_none())
    }

    /// What a member has logged so far.
    pub fn log(&self, name: &str) -> String {
        let log =
            self.member(name).map(|member| std::fs::read(&member.launch.log).unwrap_or_default());
        String::from_utf8_lossy(&log.unwrap_or_default()).into_owned()
    }

    /// The client URLs of the members that run.
    pub(super) fn endpoints(&self) -> Vec<String> {
        let running =
            self.members.iter().filter(|member| self.processes.contains_key(&member.name));
        running.map(|member| member.launch.client_url.clone()).collect()
    }

    fn credentials(&self, client: &str) -> Credentials {
        let file = |name: &str| self.root().join("clients").join(client).join(name);
        Credentials {
            authority: file("ca.pem"),
            certificate: file("client.pem"),
            key: file("client-key.pem"),
        }
    }

    pub(super) fn etcdctl(&self) -> Etcdctl {
        Etcdctl::new(self.programs.etcdctl.clone(), Some(self.credentials("root")))
    }

    /// Asks a member as a client.
    ///
    /// # Errors
    /// What etcdctl complained of, all of it.
    pub(super) fn ask(
        &self,
        member: &str,
        client: &str,
        question: Question,
    ) -> Result<String, String> {
        let url = self.url(member);
        let etcdctl = Etcdctl::new(self.programs.etcdctl.clone(), Some(self.credentials(client)));
        let asked: &[&str] = match question {
            Question::Health => &[ANSWER, "endpoint", "health"],
            Question::Put => &[ANSWER, "put", "quorate", "asks"],
            Question::Members => &[ANSWER, "member", "list"],
            Question::Gateway => return gateway::ask(&url, &self.credentials(client)),
        };
        let answer = etcdctl.run(&[&url], asked);
        if answer.is_success() {
            Ok(answer.stdout)
        } else {
            Err(format!("{}{}", answer.stderr, answer.stdout))
        }
    }

    /// Whether a member answers somebody without a certificate, or with one of a stranger.
    pub(super) fn answers(&self, member: &str, stranger: Option<&Credentials>) -> bool {
        let url = self.url(member);
        let authority = format!("--cacert={}", self.credentials("root").authority.display());
        let etcdctl = Etcdctl::new(self.programs.etcdctl.clone(), stranger.cloned());
        let mut words = vec!["--command-timeout=1s", "endpoint", "health"];
        if stranger.is_none() {
            words.insert(0, &authority);
        }
        etcdctl.run(&[&url], &words).is_success()
    }

    /// Runs etcdctl against one member; what it prints.
    pub(super) fn ctl_at(&self, member: &str, arguments: &[&str]) -> Result<String, String> {
        let arguments: Vec<&str> = [ANSWER].iter().chain(arguments).copied().collect();
        let answer = self.etcdctl().run(&[&self.url(member)], &arguments);
        if answer.is_success() { Ok(answer.stdout) } else { Err(answer.complaint()) }
    }

    /// Where clients dial a member.
    fn url(&self, member: &str) -> String {
        self.member(member).map(|member| member.launch.client_url.clone()).unwrap_or_default()
    }

    /// Runs etcdctl against all that run; what it prints.
    pub(super) fn ctl(&self, arguments: &[&str]) -> Result<String, String> {
        let endpoints = self.endpoints();
        let endpoints: Vec<&str> = endpoints.iter().map(String::as_str).collect();
        let arguments: Vec<&str> = [ANSWER].iter().chain(arguments).copied().collect();
        let answer = self.etcdctl().run(&endpoints, &arguments);
        if answer.is_success() { Ok(answer.stdout) } else { Err(answer.complaint()) }
    }

    /// The members that the cluster lists: name, whether a learner, ID.
    pub(super) fn listed(&self) -> Result<Vec<(String, bool, u64)>, String> {
        let endpoints = self.endpoints();
        let endpoints: Vec<&str> = endpoints.iter().map(String::as_str).collect();
        let listed = self.etcdctl().members(&endpoints, Duration::from_secs(2))?;
        Ok(listed.into_iter().map(|one| (one.name, one.is_learner, one.id)).collect())
    }

    fn remove(&mut self, name: &str) -> Result<(), String> {
        let listed = self.listed()?;
        let found = listed.into_iter().find(|(other, ..)| other == name);
        // One that isn't listed was removed by a try whose answer got lost.
        if let Some((_, _, id)) = found {
            self.ctl(&["member", "remove", &format!("{id:x}")])?;
        }
        if self.processes.contains_key(name) {
            // It ends by itself, or doesn't hear of it.
            self.end(name, Process::stop).map_err(|fault| fault.to_string())?;
        }
        Ok(())
    }

    fn add(&mut self, name: &str) -> Result<(), String> {
        let urls =
            self.member(name).map(|member| member.launch.peer_urls.join(",")).unwrap_or_default();
        let added = self.ctl(&["member", "add", name, &format!("--peer-urls={urls}")]).map(drop);
        // An earlier try, whose answer got lost, may have added it.
        added.or_else(|says| if says.contains("already exists") { Ok(()) } else { Err(says) })
    }

    /// Writes until the quota is reached to the brim: what is smaller than a value that doesn't fit may fit.
    fn overfill(&mut self) -> Result<(), String> {
        let mut length = VALUE;
        for number in 0..1000 {
            let value = "x".repeat(length);
            let put =
                |attempt: &mut Self| match attempt.ctl(&["put", &format!("fill/{number}"), &value])
                {
                    Err(says) if says.contains("database space exceeded") => Ok(true),
                    other => other.map(|_| false),
                };
            if self.patiently(put)? {
                length /= 10;
                if length == 0 {
                    return Ok(());
                }
                self.ctl(&["alarm", "disarm"])?;
            }
        }
        Err("the quota is out of reach".to_owned())
    }

    fn compact(&mut self) -> Result<(), String> {
        let endpoints = self.endpoints();
        let first = endpoints.first().map(String::as_str).unwrap_or_default();
        let revision = self.etcdctl().status(first, Duration::from_secs(2))?.revision;
        self.ctl(&["compact", &revision.to_string()]).map(drop)
    }

    /// Waits for what a person sees; the line that says it.
    pub fn look_for(&mut self, seen: &Seen) -> Option<String> {
        let deadline = Instant::now() + self.limit;
        loop {
            let found = self.look(seen);
            if found.is_some() || Instant::now() >= deadline {
                return found;
            }
            sleep(GLANCE);
        }
    }

    fn look(&self, seen: &Seen) -> Option<String> {
        let fits = |line: &str, wanted: &str| wanted.split('|').any(|one| line.contains(one));
        let found = |text: &str, wanted: &str| {
            text.lines().find(|line| fits(line, wanted)).map(|line| line.trim().to_owned())
        };
        match seen {
            Seen::Log { of, log } => {
                let of = self.members.iter().filter(|member| of == "*" || member.name == *of);
                of.into_iter().find_map(|member| found(&self.log(&member.name), log))
            }
            Seen::Client { client, at, asks, says } => {
                // Before it serves, everybody is refused, and that isn't what is meant.
                if !self.log(at).contains(words::SERVES) {
                    return None;
                }
                let said = match self.ask(at, client, *asks) {
                    Ok(said) | Err(said) => said,
                };
                found(&said, says)
            }
        }
    }
}

/// Gives a copy to the user that members run as; permission bits stay.
fn hand_over(path: &Path) -> Result<(), ExerciseError> {
    let io = |error| ExerciseError::io(path, error);
    chown(path, Some(OTHER_USER), Some(OTHER_USER)).map_err(io)?;
    if path.is_dir() {
        for entry in std::fs::read_dir(path).map_err(io)? {
            hand_over(&entry.map_err(io)?.path())?;
        }
    }
    Ok(())
}
