//! The releases of etcd that the tests run: this is the one place that lists them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use quorate::etcd::GoVersion;

use super::needs::{find_program, need};
use super::process::run;

/// A release of etcd that the tests run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EtcdRelease {
    /// Debian 12's.
    V3_4,
    /// An early 3.5, from before most fixes and flags of its series: without TLS 1.3.
    V3_5_1,
    /// The newest of each later series, as its module below `tests/etcd-releases` names it.
    V3_5,
    V3_6,
    V3_7,
}

/// Writes a test for each release that is named, of a function that takes the release:
///
/// ```ignore
/// on_releases! {
///     ["root", "ip"];
///     members_form_a_cluster on V3_4 V3_7;
/// }
/// ```
macro_rules! on_releases {
    ($needs:expr; $($name:ident on $($release:ident)+;)+) => {$(
        #[allow(non_snake_case, reason = "the tests are named after the releases")]
        mod $name {
            $(
                #[test]
                fn $release() {
                    use $crate::support::releases::{EtcdRelease, run_on};
                    run_on(EtcdRelease::$release, &$needs, super::$name);
                }
            )+
        }
    )+};
}

/// The same for every release.
macro_rules! on_every_release {
    ($needs:expr; $($name:ident;)+) => {
        $crate::support::releases::on_releases! {
            $needs;
            $($name on V3_4 V3_5_1 V3_5 V3_6 V3_7;)+
        }
    };
}
pub(crate) use {on_every_release, on_releases};

/// Runs a test on a release, where the machine has it and all that is named.
#[track_caller]
pub fn run_on(release: EtcdRelease, needs: &[&str], test: fn(EtcdRelease)) {
    if needs.iter().all(|what| need(what)) && need(release.requirement()) {
        test(release);
    }
}

impl EtcdRelease {
    /// All of them, oldest first.
    pub const ALL: [Self; 5] = [Self::V3_4, Self::V3_5_1, Self::V3_5, Self::V3_6, Self::V3_7];

    /// The series, as `--etcd-version` takes it.
    pub fn series(self) -> &'static str {
        match self {
            Self::V3_4 => "3.4",
            Self::V3_5_1 | Self::V3_5 => "3.5",
            Self::V3_6 => "3.6",
            Self::V3_7 => "3.7",
        }
    }

    /// What a test that needs it says: see [`need`].
    pub fn requirement(self) -> &'static str {
        match self {
            Self::V3_4 => "etcd-3.4",
            Self::V3_5_1 => "etcd-3.5.1",
            Self::V3_5 => "etcd-3.5",
            Self::V3_6 => "etcd-3.6",
            Self::V3_7 => "etcd-3.7",
        }
    }

    /// What its version starts with: Debian may move on within 3.4.
    fn expected_version(self) -> &'static str {
        match self {
            Self::V3_4 => "3.4.",
            Self::V3_5_1 => "3.5.1",
            Self::V3_5 => named_in(include_str!("../etcd-releases/3.5/go.mod")),
            Self::V3_6 => named_in(include_str!("../etcd-releases/3.6/go.mod")),
            Self::V3_7 => named_in(include_str!("../etcd-releases/3.7/go.mod")),
        }
    }

    /// Where it is and what it says of itself, if it is there.
    fn found(self) -> Option<&'static Found> {
        static FOUND: [OnceLock<Option<Found>>; EtcdRelease::ALL.len()] =
            [const { OnceLock::new() }; EtcdRelease::ALL.len()];
        FOUND[self as usize].get_or_init(|| self.look_for()).as_ref()
    }

    /// In the directory that a variable such as `QUORATE_ETCD_3_4` or `QUORATE_ETCD_3_5_1` names, else where
    /// Debian or the `check` script puts it.
    fn look_for(self) -> Option<Found> {
        let requirement = self.requirement();
        let variable = format!("QUORATE_{}", requirement.to_uppercase().replace(['-', '.'], "_"));
        let directory = match std::env::var_os(variable) {
            Some(named) => named.into(),
            None if self == Self::V3_4 => find_program("etcd")?.parent()?.to_owned(),
            None => built_tools().join(requirement),
        };
        let etcd = directory.join("etcd");
        if !etcd.is_file() || !directory.join("etcdctl").is_file() {
            return None;
        }
        let said = run(Command::new(&etcd).arg("--version"));
        let after = |label: &str| {
            said.stdout.lines().find_map(|line| line.strip_prefix(label)).map(str::to_owned)
        };
        let version = after("etcd Version: ")?;
        let expected = self.expected_version();
        let fits = if expected.ends_with('.') {
            version.starts_with(expected)
        } else {
            version == expected
        };
        fits.then(|| Found { directory, go: after("Go Version: go").unwrap_or_default(), version })
    }

    /// The directory that holds its `etcd` and `etcdctl`.
    pub fn find(self) -> Option<&'static Path> {
        self.found().map(|found| found.directory.as_path())
    }

    #[track_caller]
    pub fn directory(self) -> &'static Path {
        &self.installed().directory
    }

    /// Its version, such as `3.5.1`.
    #[track_caller]
    pub fn version(self) -> &'static str {
        &self.installed().version
    }

    /// The Go that it is built with.
    #[track_caller]
    pub fn go(self) -> GoVersion {
        let go = &self.installed().go;
        go.parse().unwrap_or_else(|_| panic!("etcd {} is built with Go `{go}`", self.version()))
    }

    #[track_caller]
    fn installed(self) -> &'static Found {
        self.found().unwrap_or_else(|| panic!("there is no {}", self.requirement()))
    }
}

/// A release that the machine has.
#[derive(Debug)]
struct Found {
    directory: PathBuf,
    version: String,
    go: String,
}

/// The release of etcd's server that a module names.
#[track_caller]
fn named_in(module: &'static str) -> &'static str {
    let line = module.lines().find_map(|line| line.strip_prefix("\tgo.etcd.io/etcd/server/v3 v"));
    line.and_then(|rest| rest.split(' ').next()).expect("the module requires etcd's server")
}

/// `target/tools`, wherever the target directory is: the test itself is at `target/debug/deps/`.
pub fn built_tools() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    test.ancestors().nth(3).expect("a test lies below the target directory").join("tools")
}
