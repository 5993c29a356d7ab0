//! What a test can't do without, and what happens where it is missing.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::releases::{EtcdRelease, built_tools};

/// Whether the machine has `what`: a program's name or path, `root` (with the right to make namespaces),
/// `overlay` (mounts over a directory of the machine), `systemd`, or a release of etcd as [`EtcdRelease::requirement`] names it. Where it hasn't, the calling test is noted as left out in the
/// file that `QUORATE_SKIPPED` names.
///
/// # Panics
/// Where it is missing and `CI=true`: there, nothing may be left out.
#[track_caller]
pub fn need(what: &str) -> bool {
    if is_there(what) {
        return true;
    }
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let file = std::panic::Location::caller().file();
    assert!(
        std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "`{test}` needs {what}, which is missing, and CI=true lets nothing be left out"
    );
    eprintln!("left out: {test} needs {what}");
    if let Some(list) = std::env::var_os("QUORATE_SKIPPED") {
        let mut list = OpenOptions::new().create(true).append(true).open(list).unwrap();
        // One write, so that lines of parallel tests stay whole.
        list.write_all(format!("{file}: {test} needs {what}\n").as_bytes()).unwrap();
    }
    false
}

fn is_there(what: &str) -> bool {
    if let Some(release) = EtcdRelease::ALL.iter().find(|release| release.requirement() == what) {
        return release.find().is_some();
    }
    match what {
        "root" => may_make_namespaces(),
        "overlay" => may_mount_overlays(),
        "systemd" => Path::new("/lib/systemd/systemd").exists(),
        "go" => find_go().is_some(),
        path if path.starts_with('/') => Path::new(path).is_file(),
        program => find_program(program).is_some(),
    }
}

/// Whether changes to a directory of the machine can be kept to a namespace.
fn may_mount_overlays() -> bool {
    const PROBE: &str = "d=$(mktemp -d) && mount -t tmpfs tmpfs $d && mkdir $d/u $d/w && \
        mount -t overlay overlay -o lowerdir=/etc,upperdir=$d/u,workdir=$d/w /etc; s=$?; umount -l $d; rmdir $d; exit $s";
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        let mut unshare = Command::new("unshare");
        unshare.args(["--mount", "sh", "-c", PROBE]).stdin(Stdio::null());
        unshare.output().is_ok_and(|output| output.status.success())
    })
}

/// Root of a container is often denied namespaces and mounts, so it is tried.
fn may_make_namespaces() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        Command::new("unshare")
            .args(["--net", "--mount", "--propagation", "private", "--"])
            .args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"])
            .stdin(Stdio::null())
            .output()
            .is_ok_and(|output| output.status.success())
    })
}

/// The machine's own Go, or the one that `check` fetched.
pub fn find_go() -> Option<PathBuf> {
    let fetched = || Some(built_tools().join("go/bin/go")).filter(|go| go.is_file());
    find_program("go").or_else(fetched)
}

/// Where `program` is on the PATH.
pub fn find_program(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|directory| directory.join(program)).find(|it| it.is_file())
}
