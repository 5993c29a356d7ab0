//! Killing `sign` and `import`, and failing them, at the system calls with which they change a bundle: it is as it was
//! or as it is going to be, never in between, and the same command completes it.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

use crate::custody::{P256, Works};
use crate::support::skip_without;
use crate::support::trace::{Traced, calls};

/// What changes files, and how often each of them is hit at most: in equal steps from the first to the last.
const CALLS: [(&str, usize); 8] = [
    ("mkdirat", 3),
    ("fchmodat", 2),
    ("openat", 4),
    ("linkat", 3),
    ("fchmod", 3),
    ("renameat2", 2),
    ("fsync", 4),
    ("unlinkat", 4),
];

/// A bundle of members that make their own keys, and their requests.
fn with_requests() -> Works {
    let works = Works::with_ca();
    works.plan(|plan| plan["certificates"]["member_keys"] = "member".into());
    works.quorate("generate --plan plan.json --out out --ca-cert ca.crt --ca-key ca.key").success();
    for one in ["etcd-1-server", "etcd-1-peer", "etcd-2-server"] {
        works.openssl(&format!("genpkey {P256} -out {one}.key"));
        works.openssl(&format!("req -new -key {one}.key -subj /CN=x -out {one}.csr"));
    }
    works
}

/// Runs a command under strace, tampering with it as `--inject` says.
fn traced(works: &Works, arguments: &str, inject: &[&str]) -> Vec<String> {
    let names = CALLS.map(|(name, _)| name).join(",");
    let log = works.path("calls");
    let program = crate::support::bundle::quorate();
    let _ = Traced::injecting(&names, inject, &log, program.get_program().to_str().unwrap()).run(
        |strace| {
            strace.args(arguments.split_whitespace()).current_dir(works.path("."));
        },
    );
    calls(&log).into_iter().map(|call| call.name).collect()
}

/// Names, modes and contents of a bundle.
#[track_caller]
fn state(works: &Works, bundle: &str) -> String {
    let lines = "find . -printf '%p %m %y\\n' | sort; find . -type f -exec sha256sum {} + | sort";
    works.shell(&format!("cd {bundle}; {lines}")).success().stdout
}

/// The codes of what verify finds.
#[track_caller]
fn found(works: &Works) -> Vec<String> {
    let verified = works.quorate("verify out").stdout;
    let code = |line: &str| Some(line.strip_suffix(']')?.rsplit_once('[')?.1.to_owned());
    let mut codes: Vec<String> = verified.lines().filter_map(code).collect();
    codes.sort();
    codes
}

/// Sweeps a command over a bundle; how often it was as before afterwards, and how often changed.
#[track_caller]
fn sweep(works: &Works, command: &str) -> (usize, usize) {
    works.shell("rm -rf before; cp -a out before").success();
    let before = state(works, "before");
    let mut counts = BTreeMap::<String, usize>::new();
    for name in traced(works, command, &[]) {
        *counts.entry(name).or_default() += 1;
    }
    assert_ne!(state(works, "out"), before);
    let whole = found(works);
    let (mut old, mut new) = (0, 0);
    for (name, most) in CALLS {
        let count = counts.get(name).copied().unwrap_or_default();
        let steps = most.min(count);
        for step in 0..steps {
            let when = 1 + step * (count - 1) / steps.saturating_sub(1).max(1);
            for how in ["signal=KILL", "error=EIO"] {
                let at = format!("{name}:{how}:when={when}");
                works.shell("rm -rf out .out.*; cp -a before out").success();
                traced(works, command, &[&at]);
                let mut codes = found(works);
                let left = works.shell("ls -d .out.partial-* 2>/dev/null || :").stdout;
                assert_eq!(codes.iter().any(|code| code == "leftover"), !left.is_empty(), "{at}");
                codes.retain(|code| code != "leftover");
                if state(works, "out") == before {
                    old += 1;
                } else {
                    new += 1;
                    assert_eq!(codes, whole, "{at}");
                }
                nothing_is_readable(works, &at);
                let again = works.quorate(command);
                assert!(again.succeeded(), "{command} after {at}: {again}");
                works.shell("test -z \"$(find . -name '*.partial-*')\"").success();
                assert_eq!(found(works), whole, "{at}");
            }
        }
    }
    (old, new)
}

/// What is left beside the bundle lets nobody else in.
#[track_caller]
fn nothing_is_readable(works: &Works, at: &str) {
    for entry in std::fs::read_dir(works.path(".")).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().contains(".partial-") {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode & 0o077, 0, "{at}: mode {mode:o}");
        }
    }
}

#[test]
fn requests_are_signed_whole_or_not_at_all() {
    skip_without!("openssl", "strace");
    let works = with_requests();
    let sign = "sign out etcd-1-server.csr etcd-1-peer.csr etcd-2-server.csr --ca-cert ca.crt --ca-key ca.key";
    let (old, new) = sweep(&works, sign);
    assert!(old > 15 && new > 3, "{old} {new}");
}

#[test]
fn certificates_are_replaced_whole_or_not_at_all() {
    skip_without!("openssl", "strace");
    let works = Works::with_ca();
    works.quorate("generate --plan plan.json --out out --csr").success();
    works.shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key").success();
    let quorate = crate::support::bundle::quorate();
    let quorate = quorate.get_program().to_str().unwrap();
    works.shell(&format!("{quorate} import out out/requests/*.pem --ca-cert ca.crt")).success();
    works.shell("mkdir next && mv out/requests/*.pem next/").success();
    let names = works.shell("cd next && echo *.pem").success().stdout;
    works
        .shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key && mv out/requests/*.pem next/")
        .success();
    let files: Vec<String> = names.split_whitespace().map(|name| format!("next/{name}")).collect();
    let import = format!("import out {} --ca-cert ca.crt --replace", files.join(" "));
    let (old, new) = sweep(&works, &import);
    assert!(old > 15 && new > 3, "{old} {new}");
}
