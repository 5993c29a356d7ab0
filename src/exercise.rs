//! "Break it, find it": clusters with one real mistake each, to find and to fix.
//!
//! An [`Exercise`] is data: what is done to a sound cluster's folder ([`Step`]), what happened before and what a person
//! then sees ([`Seen`]), what the fixed one has to fulfil ([`Demand`]), the reference solution and three near misses.
//! Its texts are beside it, in each language. [`folder`] makes the folder, [`attempt`] reads what somebody made of it
//! and starts it, [`verdict`] says whether it is solved.
//!
//! **Nothing that a folder says is run.** `etcd` is started with settings that `config` has read and that stand in
//! `launch`'s list, in a copy without links; a unit's command line, a wrapper or a script are never executed.

mod act;
mod all;
pub mod attempt;
mod demand;
mod edit;
mod error;
pub mod folder;
mod gateway;
mod launch;
pub mod likeness;
mod mint;
mod room;
mod stage;
mod step;
mod text;
mod trust;
pub mod verdict;
mod words;

use std::path::Path;

use serde::Deserialize;

use crate::cluster::{EtcdVersion, UnitForm};

pub use act::Act;
pub use demand::Demand;
pub use error::{ExerciseError, Fault};
pub use step::Step;
pub use text::Texts;

/// What an exercise is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// What certificates say.
    Certificates,
    /// Who trusts whom.
    Trust,
    /// Settings of etcd.
    Settings,
    /// How members become a cluster.
    Cluster,
    /// What comes later.
    DayTwo,
}

impl Topic {
    /// Its name, for people.
    pub fn shown(self) -> &'static str {
        crate::text::say(match self {
            Self::Certificates => "exercise-topic-certificates",
            Self::Trust => "exercise-topic-trust",
            Self::Settings => "exercise-topic-settings",
            Self::Cluster => "exercise-topic-cluster",
            Self::DayTwo => "exercise-topic-day-two",
        })
    }

    /// Its name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificates => "certificates",
            Self::Trust => "trust",
            Self::Settings => "settings",
            Self::Cluster => "cluster",
            Self::DayTwo => "day-two",
        }
    }
}

/// What a person sees of a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Seen {
    /// A line in the log of a member, or of any (`*`).
    Log {
        /// Which member.
        of: String,
        /// A part of the line; releases word it differently: one of several between bars.
        log: String,
    },
    /// What etcdctl says.
    Client {
        /// The client, by the name of its directory.
        client: String,
        /// The member that it dials.
        at: String,
        /// What it asks for.
        #[serde(default)]
        asks: Question,
        /// A part of the answer; one of several between bars.
        says: String,
    },
}

/// What a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// `etcdctl endpoint health`.
    #[default]
    Health,
    /// `etcdctl put`.
    Put,
    /// `etcdctl member list`.
    Members,
    /// `/v3/kv/range` over HTTP, by the member's gateway.
    Gateway,
}

/// A wrong way to solve an exercise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearMiss {
    /// Why it is none, for whoever reads the file.
    pub why: String,
    /// What is done instead of the solution.
    pub steps: Vec<Step>,
}

/// The file of an exercise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    about: Topic,
    #[serde(default = "every_series")]
    series: [EtcdVersion; 2],
    #[serde(default = "three")]
    members: u8,
    #[serde(default)]
    members_after: Option<u8>,
    #[serde(default)]
    form: UnitForm,
    #[serde(default)]
    clients: Vec<String>,
    #[serde(default)]
    as_another_user: bool,
    #[serde(default)]
    history: Option<Vec<Act>>,
    mistake: Vec<Step>,
    seen: Vec<Seen>,
    #[serde(default)]
    demands: Vec<Demand>,
    solution: Vec<Step>,
    near_misses: Vec<NearMiss>,
}

fn every_series() -> [EtcdVersion; 2] {
    [EtcdVersion::V3_4, EtcdVersion::V3_7]
}

fn three() -> u8 {
    3
}

/// An exercise.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// Its name, as commands take it.
    pub name: String,
    /// Its texts.
    pub texts: Texts,
    file: File,
}

impl Exercise {
    /// All that quorate brings, by topic.
    ///
    /// # Errors
    /// [`ExerciseError::Data`]: a test reads them all.
    pub fn all() -> Result<Vec<Self>, ExerciseError> {
        let read = |(name, data, english, ukrainian): &(&str, &str, &str, &str)| {
            Self::read(name, data, Texts::new(name, english, ukrainian)?)
        };
        let mut all = all::FILES.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(|one| one.file.about);
        Ok(all)
    }

    /// Those in a directory of files like `assets/exercises`: a teacher's own.
    ///
    /// # Errors
    /// [`ExerciseError`] with the file that can't be read.
    pub fn of_directory(directory: &Path) -> Result<Vec<Self>, ExerciseError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| ExerciseError::io(&path, error)
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir(directory).map_err(io(directory))? {
            let path = entry.map_err(io(directory))?.path();
            let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
            if path.extension().is_none_or(|end| end != "json") {
                continue;
            }
            let data = std::fs::read_to_string(&path).map_err(io(&path))?;
            let text = |language: &str| {
                let path = directory.join(language).join(format!("{name}.txt"));
                std::fs::read_to_string(&path).map_err(io(&path))
            };
            let english = text("en")?;
            // A class may need one language only.
            let ukrainian = text("uk").unwrap_or_else(|_| english.clone());
            found.push(Self::read(name, &data, Texts::new(name, &english, &ukrainian)?)?);
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    fn read(name: &str, data: &str, texts: Texts) -> Result<Self, ExerciseError> {
        let reader = &mut serde_json::Deserializer::from_str(data);
        let file: File = serde_path_to_error::deserialize(reader).map_err(|error| {
            ExerciseError::Data { name: name.to_owned(), why: error.to_string() }
        })?;
        Ok(Self { name: name.to_owned(), texts, file })
    }

    /// What it is about.
    pub fn topic(&self) -> Topic {
        self.file.about
    }

    /// The series in which it is a mistake, oldest first.
    pub fn series(&self) -> impl Iterator<Item = EtcdVersion> {
        let [first, last] = self.file.series;
        EtcdVersion::ALL.into_iter().filter(move |one| *one >= first && *one <= last)
    }

    /// How many members the broken cluster has.
    pub fn members(&self) -> u8 {
        self.file.members
    }

    /// How many members the fixed one has to have.
    pub fn members_after(&self) -> u8 {
        self.file.members_after.unwrap_or(self.file.members)
    }

    /// How many members there are files of.
    fn prepared(&self) -> u8 {
        self.members().max(self.members_after())
    }

    /// What breaks the cluster.
    pub fn mistake(&self) -> &[Step] {
        &self.file.mistake
    }

    /// What was done with the members before somebody looks; all are started where nothing is said.
    pub fn history(&self) -> Vec<Act> {
        let all = || vec![Act::Start { members: self.first_names(), with: Vec::new() }];
        self.file.history.clone().unwrap_or_else(all)
    }

    /// What a person sees then.
    pub fn seen(&self) -> &[Seen] {
        &self.file.seen
    }

    /// What the fixed cluster has to fulfil, beside what each has to.
    pub fn demands(&self) -> &[Demand] {
        &self.file.demands
    }

    /// The reference solution.
    pub fn solution(&self) -> &[Step] {
        &self.file.solution
    }

    /// What isn't a solution.
    pub fn near_misses(&self) -> &[NearMiss] {
        &self.file.near_misses
    }

    /// The names of the broken cluster's members.
    fn first_names(&self) -> Vec<String> {
        names(self.members())
    }
}

/// Members are called m1, m2, ….
fn names(count: u8) -> Vec<String> {
    (1..=count).map(|number| format!("m{number}")).collect()
}

#[cfg(test)]
mod tests;
