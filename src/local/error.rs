//! Why members can't run here.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::bundle::{GenerateError, TargetError, io_hint, shown};
use crate::cluster::PlanError;
use crate::pki::{AuthorityError, IssueError};
use crate::text::in_words;

/// Why members can't run here.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LocalError {
    /// A program isn't on the `PATH`.
    NoProgram(&'static str),
    /// A program isn't where it was said to be.
    NoFile(PathBuf),
    /// It isn't an etcd that quorate knows.
    NotEtcd(PathBuf),
    /// All loopback addresses are taken.
    NoAddress,
    /// The plan has more members than a lab.
    TooMany {
        /// How many it has.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// The plan can't be one of members on this machine.
    Plan(#[from] PlanError),
    /// The bundle can't be where it should.
    Target(#[from] TargetError),
    /// The bundle could not be made.
    Generate(#[from] GenerateError),
    /// The CA of the bundle can't sign for a further member.
    Authority(#[from] AuthorityError),
    /// Several CAs sign in the bundle.
    SeveralAuthorities,
    /// The system gives no randomness.
    Random(IssueError),
    /// The system refuses a file or a program.
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

in_words! { LocalError with hints:
    Self::NoProgram(name) => ["error-local-no-program", name],
    Self::NoFile(path) => ["error-local-no-file", path = shown(path)],
    Self::NotEtcd(path) => ["error-local-not-etcd", path = shown(path)],
    Self::NoAddress => ["error-local-no-address"],
    Self::TooMany { found, limit } => ["error-local-too-many", found, limit],
    Self::Plan(error) => (error),
    Self::Target(error) => (error),
    Self::Generate(error) => (error),
    Self::Authority(error) => (error),
    Self::SeveralAuthorities => ["error-local-several-authorities"],
    Self::Random(error) => (error),
    Self::Io { path, source } => ["error-target-io", path = shown(path), source => io_hint(source)],
}

impl LocalError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}
