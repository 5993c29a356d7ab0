//! An author who follows a tutorial, and a bundle that what came of it is put into.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::bundle::{Bundle, ClusterRequest, quorate};
use crate::support::process::{run, run_for};

/// RSA keys on a busy machine.
const KEYS: Duration = Duration::from_secs(120);

/// An excerpt of a tutorial.
#[track_caller]
pub(crate) fn excerpt(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mistakes").join(name);
    fs::read_to_string(path).unwrap()
}

/// Where an author works.
pub(crate) struct Author {
    directory: TempDir,
}

impl Author {
    pub(crate) fn new() -> Self {
        Self { directory: TempDir::new().unwrap() }
    }

    /// Runs an excerpt with these variables exported, as a shell does: on, whatever fails.
    #[track_caller]
    pub(crate) fn follows(self, excerpt_name: &str, variables: &[(&str, &str)]) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &excerpt(excerpt_name)]).current_dir(self.directory.path());
        shell.envs(variables.iter().copied());
        run_for(KEYS, &mut shell).success();
        self
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn renamed(self, from: &str, to: &str) -> Self {
        fs::rename(self.file(from), self.file(to)).unwrap();
        self
    }
}

/// A bundle in the author's hands.
pub(crate) struct Cluster {
    bundle: Bundle,
}

impl Cluster {
    #[track_caller]
    pub(crate) fn of(request: ClusterRequest) -> Self {
        let cluster = Self { bundle: request.generate() };
        assert_eq!(cluster.findings(), Vec::<Value>::new(), "a bundle is sound as it is made");
        cluster
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.bundle.directory().join(path)
    }

    /// Copies a file in, with its mode.
    #[track_caller]
    pub(crate) fn with(self, from: &Path, to: &str) -> Self {
        let to = self.path(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        self
    }

    /// Puts a text in place of another.
    #[track_caller]
    pub(crate) fn replacing(self, path: &str, from: &str, to: &str) -> Self {
        let place = self.path(path);
        let text = fs::read_to_string(&place).unwrap();
        assert!(text.contains(from), "`{from}` is not in {path}:\n{text}");
        fs::write(&place, text.replace(from, to)).unwrap();
        self
    }

    /// What `quorate verify --json` finds.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<Value> {
        let mut verify = quorate();
        verify.arg("verify").arg(self.bundle.directory()).arg("--json");
        let report: Value = serde_json::from_str(&run(&mut verify).stdout).unwrap();
        report["findings"].as_array().unwrap().clone()
    }

    /// The messages of the findings with a code at a place, each with a fix and its source.
    pub(crate) fn messages(&self, code: &str, path: &str) -> Vec<String> {
        let findings = self.findings();
        let found =
            findings.iter().filter(|one| one["code"] == code && one["where"]["file"] == path);
        found
            .map(|one| {
                let [message, fix, source] =
                    ["message", "fix", "source"].map(|key| one[key].as_str().unwrap_or_default());
                assert!(!fix.is_empty() && !source.is_empty(), "{one}");
                message.to_owned()
            })
            .collect()
    }

    /// Holds the one finding with a code at a place against what it should say.
    #[track_caller]
    pub(crate) fn is_told(&self, code: &str, path: &str, expected: &str) {
        let messages = self.messages(code, path);
        assert!(
            messages.iter().any(|message| message.contains(expected)),
            "no `{code}` at {path} says `{expected}`: {messages:#?}\n{:#?}",
            self.findings()
        );
    }

    #[track_caller]
    pub(crate) fn is_not_told(&self, code: &str, path: &str) {
        assert_eq!(self.messages(code, path), [""; 0]);
    }
}

/// What `quorate plan` says of these arguments: whether it made a plan, and its advice or refusal.
#[track_caller]
pub(crate) fn planning(arguments: &[&str]) -> (bool, String) {
    let ran = run(quorate().arg("plan").args(arguments));
    (ran.succeeded(), ran.stderr)
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
