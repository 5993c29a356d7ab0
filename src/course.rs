//! The guided path: lessons, each with something to do by hand, and how it is told that it was done.
//!
//! A [`Lesson`] has a text and [`Task`]s. They are done on its [`Ground`]: the simulated cluster of [`crate::lab`], or
//! the certificates of a [`Bench`], which the judge judges. A task is done once its condition has been true.

mod bench;
mod tasks;

pub use bench::{Bench, Holder, Property, Trust};

use crate::cluster::named;
use crate::lab::Timeline;
use crate::text::{Lesson as Text, lesson, say};

named! {
    /// A lesson of the path, in its order.
    Lesson, "The lesson as one word, for files and the command line." {
        /// What etcd is.
        Etcd = "etcd",
        /// Majorities.
        Quorum = "quorum",
        /// Elections and the log.
        Raft = "raft",
        /// The three kinds of leaf.
        Certificates = "certificates",
        /// Who trusts whom.
        Trust = "trust",
        /// How a cluster comes to be, and how a member is replaced.
        Bootstrap = "bootstrap",
        /// How to see whether all is well.
        Verify = "verify",
        /// What comes afterwards.
        DayTwo = "day-two",
    }
}

/// What a task is done on.
#[derive(Debug, Clone)]
pub enum Ground {
    /// A cluster in memory.
    Cluster(usize),
    /// Certificates and whom they are trusted by.
    Certificates(Box<Bench>),
}

/// Something to do.
#[derive(Clone, Copy)]
pub struct Task {
    /// The key of its sentence.
    key: &'static str,
    is_done: Check,
}

#[derive(Clone, Copy)]
enum Check {
    Cluster(fn(&Timeline) -> bool),
    Certificates(fn(&Bench) -> bool),
}

impl Task {
    const fn on_cluster(key: &'static str, is_done: fn(&Timeline) -> bool) -> Self {
        Self { key, is_done: Check::Cluster(is_done) }
    }

    const fn on_certificates(key: &'static str, is_done: fn(&Bench) -> bool) -> Self {
        Self { key, is_done: Check::Certificates(is_done) }
    }

    /// What is to be done.
    pub fn sentence(&self) -> &'static str {
        say(self.key)
    }

    /// Whether that is so in a cluster now.
    pub fn is_done_in(&self, timeline: &Timeline) -> bool {
        matches!(self.is_done, Check::Cluster(check) if check(timeline))
    }

    /// Whether that is so of certificates now.
    pub fn is_done_with(&self, bench: &Bench) -> bool {
        matches!(self.is_done, Check::Certificates(check) if check(bench))
    }
}

impl Lesson {
    /// Its number, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or(0) + 1
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        say(match self {
            Self::Etcd => "course-etcd",
            Self::Quorum => "course-quorum",
            Self::Raft => "course-raft",
            Self::Certificates => "course-certificates",
            Self::Trust => "course-trust",
            Self::Bootstrap => "course-bootstrap",
            Self::Verify => "course-verify",
            Self::DayTwo => "course-day-two",
        })
    }

    /// Its text, paragraphs with blank lines between.
    pub fn text(self) -> &'static str {
        let text: Text = match self {
            Self::Etcd => lesson!("course/etcd.txt"),
            Self::Quorum => lesson!("course/quorum.txt"),
            Self::Raft => lesson!("course/raft.txt"),
            Self::Certificates => lesson!("course/certificates.txt"),
            Self::Trust => lesson!("course/trust.txt"),
            Self::Bootstrap => lesson!("course/bootstrap.txt"),
            Self::Verify => lesson!("course/verify.txt"),
            Self::DayTwo => lesson!("course/day-two.txt"),
        };
        text.shown()
    }

    /// What its tasks are done on, as it is at first.
    pub fn ground(self) -> Ground {
        match self {
            Self::Etcd | Self::Quorum | Self::Raft | Self::Bootstrap | Self::DayTwo => {
                Ground::Cluster(3)
            }
            Self::Certificates | Self::Trust => Ground::Certificates(Box::default()),
            Self::Verify => Ground::Certificates(Box::new(Bench::with_faults())),
        }
    }

    /// What is to be done, one after the other.
    pub fn tasks(self) -> &'static [Task] {
        match self {
            Self::Etcd => tasks::ETCD,
            Self::Quorum => tasks::QUORUM,
            Self::Raft => tasks::RAFT,
            Self::Certificates => tasks::CERTIFICATES,
            Self::Trust => tasks::TRUST,
            Self::Bootstrap => tasks::BOOTSTRAP,
            Self::Verify => tasks::VERIFY,
            Self::DayTwo => tasks::DAY_TWO,
        }
    }
}

#[cfg(test)]
mod tests;
