//! Killing `generate`, `sign` and `import`, and failing them, at the system calls with which they change files: a
//! bundle is as it was or as it is going to be, never in between, and the same command completes it.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use crate::custody::{P256, Works};
use crate::support::bundle::quorate;
use crate::support::skip_without;
use crate::support::sweep::{Entry, Left, Swept, readable_keys, sweep, tree};

/// One member: all that a bundle holds is linked and removed file by file.
fn one_member(works: &Works) {
    works.plan(|plan| {
        plan["members"].as_array_mut().unwrap().truncate(1);
        plan["clients"].as_array_mut().unwrap().truncate(1);
    });
}

/// The codes of what verify finds.
#[track_caller]
fn found(works: &Works, bundle: &str) -> Vec<String> {
    let verified = works.quorate(&format!("verify {bundle}")).stdout;
    let code = |line: &str| Some(line.strip_suffix(']')?.rsplit_once('[')?.1.to_owned());
    let mut codes: Vec<String> = verified.lines().filter_map(code).collect();
    // A minute later it is gone.
    codes.retain(|code| code != "starts-just-now");
    codes.sort();
    codes
}

fn command(works: &Works, arguments: &str) -> Command {
    let mut command = quorate();
    command.args(arguments.split_whitespace()).current_dir(works.path("."));
    command
}

/// The staging directories in a directory of the works; who gets into one is in `readable`.
#[track_caller]
fn leftovers(works: &Works, within: &str, readable: &mut Vec<String>) -> usize {
    let mut count = 0;
    for entry in std::fs::read_dir(works.path(within)).into_iter().flatten().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().contains(".partial-") {
            count += 1;
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            if mode & 0o077 != 0 {
                readable.push(format!("{mode:o} {}", entry.path().display()));
            }
        }
    }
    count
}

/// A command that changes the bundle `out`.
struct Change<'a> {
    works: &'a Works,
    arguments: &'a str,
    before: BTreeMap<PathBuf, Entry>,
    /// What verify finds once it is done.
    whole: Vec<String>,
}

impl<'a> Change<'a> {
    #[track_caller]
    fn of(works: &'a Works, arguments: &'a str) -> Self {
        works.shell("cp -a out before").success();
        let before = tree(&works.path("out"));
        works.quorate(arguments).success();
        assert_ne!(tree(&works.path("out")), before);
        Self { works, arguments, before, whole: found(works, "out") }
    }
}

impl Swept for Change<'_> {
    fn name(&self) -> String {
        self.arguments.split(' ').next().unwrap().into()
    }

    fn reset(&self) {
        self.works.shell("rm -rf out .out.*; cp -a before out").success();
    }

    fn command(&self) -> Command {
        command(self.works, self.arguments)
    }

    fn look(&self) -> Left {
        let mut left = Left { readable: readable_keys(&self.works.path("out")), ..Left::default() };
        let mut codes = found(self.works, "out");
        let count = leftovers(self.works, ".", &mut left.readable);
        if codes.iter().any(|code| code == "leftover") != (count > 0) {
            left.mixed.push(format!("{count} leftovers, and verify finds {codes:?}"));
        }
        codes.retain(|code| code != "leftover");
        left.is_done = tree(&self.works.path("out")) != self.before;
        if left.is_done && codes != self.whole {
            left.mixed.push(format!("verify finds {codes:?}"));
        }
        left
    }

    fn rerun(&self) -> Result<(), String> {
        let again = self.works.quorate(self.arguments);
        let count = leftovers(self.works, ".", &mut Vec::new());
        let codes = found(self.works, "out");
        if again.succeeded() && count == 0 && codes == self.whole {
            return Ok(());
        }
        Err(format!("{again}, {count} leftovers, {codes:?}"))
    }
}

#[test]
fn requests_are_signed_whole_or_not_at_all() {
    skip_without!("openssl", "python3");
    let works = Works::with_ca();
    one_member(&works);
    works.plan(|plan| plan["certificates"]["member_keys"] = "member".into());
    works.quorate("generate --plan plan.json --out out --ca-cert ca.crt --ca-key ca.key").success();
    for one in ["etcd-1-server", "etcd-1-peer"] {
        works.openssl(&format!("genpkey {P256} -out {one}.key"));
        works.openssl(&format!("req -new -key {one}.key -subj /CN=x -out {one}.csr"));
    }
    let sign = "sign out etcd-1-server.csr etcd-1-peer.csr --ca-cert ca.crt --ca-key ca.key";
    sweep(&Change::of(&works, sign));
}

#[test]
fn certificates_are_replaced_whole_or_not_at_all() {
    skip_without!("openssl", "python3");
    let works = Works::with_ca();
    one_member(&works);
    works.quorate("generate --plan plan.json --out out --csr").success();
    works.shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key").success();
    let program = quorate();
    let program = program.get_program().to_str().unwrap();
    works.shell(&format!("{program} import out out/requests/*.pem --ca-cert ca.crt")).success();
    works.shell("mkdir next && mv out/requests/*.pem next/").success();
    let names = works.shell("cd next && echo *.pem").success().stdout;
    works
        .shell("sh out/requests/sign-with-openssl.sh ca.crt ca.key && mv out/requests/*.pem next/")
        .success();
    let files: Vec<String> = names.split_whitespace().map(|name| format!("next/{name}")).collect();
    let import = format!("import out {} --ca-cert ca.crt --replace", files.join(" "));
    sweep(&Change::of(&works, &import));
}

/// `generate` into a new directory, whose parents aren't there yet either.
struct Generation<'a> {
    works: &'a Works,
    whole: Vec<String>,
}

const GENERATE: &str = "generate --plan plan.json --out new/parents/out --parents";

impl Swept for Generation<'_> {
    fn name(&self) -> String {
        "generate".into()
    }

    fn reset(&self) {
        self.works.shell("rm -rf new").success();
    }

    fn command(&self) -> Command {
        command(self.works, GENERATE)
    }

    fn look(&self) -> Left {
        let mut left = Left { readable: readable_keys(&self.works.path("new")), ..Left::default() };
        leftovers(self.works, "new/parents", &mut left.readable);
        left.is_done = self.works.path("new/parents/out").exists();
        if left.is_done {
            let codes = found(self.works, "new/parents/out");
            if codes != self.whole {
                left.mixed.push(format!("verify finds {codes:?}"));
            }
        }
        left
    }

    /// A bundle is never overwritten; what was left beside it is named, and goes.
    fn rerun(&self) -> Result<(), String> {
        let is_done = self.works.path("new/parents/out").exists();
        let left = leftovers(self.works, "new/parents", &mut Vec::new());
        let again = self.works.quorate(GENERATE);
        let count = leftovers(self.works, "new/parents", &mut Vec::new());
        let named = again.stderr.matches("was left by a run that was killed").count();
        let codes = found(self.works, "new/parents/out");
        let is_fine = if is_done {
            again.stderr.contains("holds the key of a certificate authority") && count == left
        } else {
            again.succeeded() && named == left && count == 0
        };
        if is_fine && codes == self.whole {
            return Ok(());
        }
        Err(format!("{again}, {count} of {left} leftovers stay, {codes:?}"))
    }
}

#[test]
fn a_bundle_is_generated_whole_or_not_at_all() {
    skip_without!("python3");
    let works = Works::new();
    works.quorate(GENERATE).success();
    sweep(&Generation { works: &works, whole: found(&works, "new/parents/out") });
}

#[test]
fn a_run_that_is_at_work_keeps_what_it_has_written() {
    use std::sync::atomic::AtomicBool;

    use quorate::bundle::{Stage, Target};

    let works = Works::new();
    let target = Target::check(std::path::Path::new("out"), &works.path(".")).unwrap();
    let mut stage = Stage::create(&target, 7).unwrap();
    stage.fill(&[], &AtomicBool::new(false)).unwrap();
    let killed = works.path(".out.partial-00000000000000ff");
    std::fs::create_dir(&killed).unwrap();
    // Others look like it, and one may be the last copy of a bundle.
    let earlier = works.path(".out.partial-00000000000000ee-earlier");
    std::fs::create_dir(&earlier).unwrap();
    works.write(".out.partial-00000000000000dd", "a file");
    works.quorate("generate --plan plan.json --out out").success();
    assert!(works.path(".out.partial-0000000000000007").exists());
    assert!(!killed.exists());
    assert!(earlier.exists() && works.path(".out.partial-00000000000000dd").exists());
}
