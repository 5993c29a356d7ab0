//! etcdctl: what it is told, and what it answers, within a bounded time.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use super::process::{Exit, output_within};
use crate::render::quote::ShellWord;

/// How long etcdctl may take to end by itself before it is ended: longer than its own timeouts.
const PATIENCE: Duration = Duration::from_secs(20);

/// The files that a client shows and trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// `--cacert`.
    pub authority: PathBuf,
    /// `--cert`.
    pub certificate: PathBuf,
    /// `--key`.
    pub key: PathBuf,
}

/// etcdctl with the credentials of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Etcdctl {
    program: PathBuf,
    credentials: Option<Credentials>,
}

/// What etcdctl answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How it ended; `None` where it was ended because it took too long.
    pub exit: Option<Exit>,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

impl Answer {
    /// Whether it did what it was told.
    pub fn is_success(&self) -> bool {
        self.exit == Some(Exit::Code(0))
    }

    /// What it complained of, in one line: the last one, without the warnings in JSON before it.
    pub fn complaint(&self) -> String {
        let lines = self.stderr.lines().rev().map(str::trim);
        let mut said = lines.filter(|line| !line.is_empty() && !line.starts_with('{'));
        said.next().unwrap_or(self.stdout.trim()).trim_start_matches("Error: ").to_owned()
    }
}

/// What a member says of itself (`endpoint status`); it answers without quorum too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Its ID.
    pub id: u64,
    /// The ID of the leader that it knows; 0 where it knows none.
    pub leader: u64,
    /// Its term.
    pub term: u64,
    /// The last index that it knows to be committed.
    pub index: u64,
    /// The last that it has applied.
    pub applied: u64,
    /// The revision of its keys.
    pub revision: u64,
    /// The size of its database, in bytes.
    pub database: u64,
    /// What of that is used.
    pub used: u64,
    /// Whether it is a learner.
    pub is_learner: bool,
    /// Its version.
    pub version: String,
    /// What it complains of, such as `etcdserver: no leader` or an alarm.
    pub errors: Vec<String>,
}

/// A member that the cluster lists (`member list`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct ListedMember {
    /// Its ID.
    #[serde(rename = "ID")]
    pub id: u64,
    /// Its name; empty until it has started.
    #[serde(default)]
    pub name: String,
    /// Where the others dial it.
    #[serde(default, rename = "peerURLs")]
    pub peer_urls: Vec<String>,
    /// Whether it is a learner.
    #[serde(default, rename = "isLearner")]
    pub is_learner: bool,
}

/// An alarm of a member (`alarm list`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// Its database has reached the quota.
    NoSpace(u64),
    /// Its data differ from those of others.
    Corrupt(u64),
}

impl Etcdctl {
    /// etcdctl at a path.
    pub fn new(program: PathBuf, credentials: Option<Credentials>) -> Self {
        Self { program, credentials }
    }

    /// The words of a command, etcdctl's path first: what [`Self::run`] runs.
    pub fn words(&self, endpoints: &[&str], arguments: &[&str]) -> Vec<String> {
        let mut words = vec![self.program.display().to_string()];
        words.push(format!("--endpoints={}", endpoints.join(",")));
        if let Some(files) = &self.credentials {
            let named =
                [("cacert", &files.authority), ("cert", &files.certificate), ("key", &files.key)];
            words.extend(named.map(|(flag, path)| format!("--{flag}={}", path.display())));
        }
        words.extend(arguments.iter().map(ToString::to_string));
        words
    }

    /// The same as somebody would type it into a shell, with the program by its name.
    pub fn typed(&self, endpoints: &[&str], arguments: &[&str]) -> String {
        let words = self.words(endpoints, arguments);
        let quoted = words.iter().skip(1).map(|word| ShellWord(word).to_string());
        std::iter::once("etcdctl".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
    }

    /// Runs it to its end. It gives up by itself after 5 s unless `--command-timeout` says otherwise.
    pub fn run(&self, endpoints: &[&str], arguments: &[&str]) -> Answer {
        let mut command = Command::new(&self.program);
        command.args(self.words(endpoints, arguments).iter().skip(1)).env_clear();
        match output_within(command, PATIENCE) {
            Ok(said) => Answer { exit: said.exit, stdout: said.stdout, stderr: said.stderr },
            Err(error) => Answer { exit: None, stdout: String::new(), stderr: error.to_string() },
        }
    }

    /// What a member says of itself, within `limit`.
    ///
    /// # Errors
    /// What etcdctl complained of.
    pub fn status(&self, endpoint: &str, limit: Duration) -> Result<Status, String> {
        let answer = self.ask_status(&[endpoint], limit);
        let said = Status::read(&answer.stdout).into_values().next();
        said.ok_or_else(|| answer.complaint())
    }

    /// What several members say of themselves, by their endpoints; those that don't answer are left out. One etcdctl asks
    /// them in turn, so one that doesn't answer keeps the others waiting for `limit`.
    pub fn statuses(&self, endpoints: &[&str], limit: Duration) -> BTreeMap<String, Status> {
        Status::read(&self.ask_status(endpoints, limit).stdout)
    }

    fn ask_status(&self, endpoints: &[&str], limit: Duration) -> Answer {
        let timeout = format!("--command-timeout={}ms", limit.as_millis());
        self.run(endpoints, &[&timeout, "--write-out=json", "endpoint", "status"])
    }

    /// The members that the cluster lists. It takes quorum, but for 3.4.
    ///
    /// # Errors
    /// What etcdctl complained of.
    pub fn members(
        &self,
        endpoints: &[&str],
        limit: Duration,
    ) -> Result<Vec<ListedMember>, String> {
        #[derive(Deserialize)]
        struct List {
            members: Vec<ListedMember>,
        }
        let timeout = format!("--command-timeout={}ms", limit.as_millis());
        let answer = self.run(endpoints, &[&timeout, "--write-out=json", "member", "list"]);
        let read = serde_json::from_str(&answer.stdout).map(|list: List| list.members);
        read.map_err(|_| answer.complaint())
    }

    /// The alarms of all members. It takes quorum, and an entry of the log.
    ///
    /// # Errors
    /// What etcdctl complained of.
    pub fn alarms(&self, endpoints: &[&str]) -> Result<Vec<Alarm>, String> {
        #[derive(Deserialize)]
        struct List {
            #[serde(default)]
            alarms: Vec<One>,
        }
        #[derive(Deserialize)]
        struct One {
            #[serde(rename = "memberID")]
            member: u64,
            alarm: u8,
        }
        let answer = self.run(endpoints, &["--write-out=json", "alarm", "list"]);
        let list: List = serde_json::from_str(&answer.stdout).map_err(|_| answer.complaint())?;
        let alarm = |one: One| match one.alarm {
            1 => Some(Alarm::NoSpace(one.member)),
            2 => Some(Alarm::Corrupt(one.member)),
            _ => None,
        };
        Ok(list.alarms.into_iter().filter_map(alarm).collect())
    }

    /// Puts a value.
    ///
    /// # Errors
    /// What etcdctl complained of.
    pub fn put(&self, endpoints: &[&str], key: &str, value: &str) -> Result<(), String> {
        let answer = self.run(endpoints, &["put", "--", key, value]);
        if answer.is_success() { Ok(()) } else { Err(answer.complaint()) }
    }

    /// The value of a key, if it has one; a linearizable read takes quorum.
    ///
    /// # Errors
    /// What etcdctl complained of.
    pub fn get(
        &self,
        endpoints: &[&str],
        key: &str,
        is_linearizable: bool,
    ) -> Result<Option<String>, String> {
        let consistency = if is_linearizable { "--consistency=l" } else { "--consistency=s" };
        let answer = self.run(endpoints, &["get", consistency, "--print-value-only", "--", key]);
        if !answer.is_success() {
            return Err(answer.complaint());
        }
        let value = answer.stdout.strip_suffix('\n').unwrap_or(&answer.stdout);
        Ok((!answer.stdout.is_empty()).then(|| value.to_owned()))
    }
}

impl Status {
    /// Reads what `endpoint status --write-out=json` printed, by endpoint.
    fn read(json: &str) -> BTreeMap<String, Self> {
        #[derive(Deserialize)]
        struct Endpoint {
            #[serde(rename = "Endpoint")]
            name: String,
            #[serde(rename = "Status")]
            status: Said,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        #[derive(Default)]
        struct Said {
            header: Header,
            version: String,
            db_size: u64,
            db_size_in_use: u64,
            leader: u64,
            raft_index: u64,
            raft_term: u64,
            raft_applied_index: u64,
            is_learner: bool,
            errors: Vec<String>,
        }
        #[derive(Deserialize, Default)]
        #[serde(default)]
        struct Header {
            member_id: u64,
            revision: u64,
        }
        let endpoints: Vec<Endpoint> = serde_json::from_str(json).unwrap_or_default();
        let status = |said: Said| Self {
            id: said.header.member_id,
            leader: said.leader,
            term: said.raft_term,
            index: said.raft_index,
            applied: said.raft_applied_index,
            revision: said.header.revision,
            database: said.db_size,
            used: said.db_size_in_use,
            is_learner: said.is_learner,
            version: said.version,
            errors: said.errors,
        };
        endpoints.into_iter().map(|one| (one.name, status(one.status))).collect()
    }
}
