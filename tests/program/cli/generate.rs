//! `quorate generate`: whole or not at all, whatever happens meanwhile.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::cli::{QUORATE, Room};
use crate::support::files::{below, permissions};

const GENERATE: [&str; 5] = ["generate", "--plan", "plan.json", "--out", "out"];

/// Every path below a directory with its mode in octal.
fn modes(directory: &Path) -> BTreeMap<String, String> {
    let all = below(directory).into_iter();
    all.map(|(path, metadata)| {
        (path.to_str().unwrap().to_owned(), format!("{:04o}", permissions(&metadata)))
    })
    .collect()
}

#[test]
fn a_bundle_is_made_and_the_next_commands_are_shown() {
    let room = Room::with_plan();
    let ran = room.quorate(&GENERATE).succeeds();
    assert!(
        ran.out.starts_with("wrote 40 files to DIR/out\n\nnext:\n  cd DIR/out\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with(
        "\n\nDIR/out/authority/ca-key.pem signs every certificate of this cluster: \
         keep it off the members, and don't lose it.\n"
    ));
    let commands = [
        "  scp -rp members/etcd-3 root@10.0.0.3:",
        "  ssh -n root@10.0.0.3 sh etcd-3/install.sh",
        "  ssh -n root@10.0.0.3 systemctl enable --now --no-block etcd",
        "  . clients/root/etcdctl.env",
        "  etcdctl endpoint health --cluster",
    ];
    let found: Vec<&str> = ran.out.lines().filter(|line| commands.contains(line)).collect();
    assert_eq!(found, commands, "in this order");
    let plain = "note: the CA's key is written without a passphrase; --encrypt-ca encrypts it, \
                 --plain-ca leaves it plain without this note\n";
    assert_eq!(ran.err, plain);
    let told = ["generate", "--plan", "plan.json", "--out", "told", "--plain-ca"];
    assert_eq!(room.quorate(&told).succeeds().err, "");
    room.shell("rm -r told").succeeds();
    let verified = room.quorate(&["verify", "out"]).succeeds();
    assert_eq!(
        verified.out,
        format!(
            "{HANDSHAKES}39 files beside the manifest, 9 certificates and 6 hosts that are dialed checked: 0 errors, 0 warnings\n"
        )
    );
    room.quorate(&["generate", "--plan", "plan.json", "--out", "p/q/out", "--quiet"]).fails(
        2,
        "error: the directory `DIR/p/q` doesn't exist\n\
         hint: create it first: mkdir -p DIR/p/q; or add --parents\n",
    );
    let quiet = ["generate", "--plan", "plan.json", "--out", "p/q/out", "--quiet", "--parents"];
    assert_eq!(room.quorate(&quiet).succeeds().out, "");
}

#[test]
fn a_dry_run_changes_nothing_and_lists_what_is_written() {
    let room = Room::with_plan();
    let dry = room.quorate(&[&GENERATE[..], &["--dry-run"]].concat()).succeeds();
    assert_eq!(room.names(), [""; 0]);
    let listed: BTreeMap<String, String> = dry
        .out
        .lines()
        .skip(1)
        .map(|line| line.split_once(' ').unwrap())
        .map(|(mode, path)| (path.into(), mode.into()))
        .collect();
    assert_eq!(dry.out.lines().next().unwrap(), "would write 40 files to DIR/out:");
    room.quorate(&GENERATE).succeeds();
    let mut written = modes(&room.path.join("out"));
    written.retain(|path, _| room.path.join("out").join(path).is_file());
    assert_eq!(listed, written);
}

#[test]
fn json_reports_certificates_and_holds_no_key() {
    let room = Room::with_plan();
    let ran = room.quorate(&[&GENERATE[..], &["--json"]].concat()).succeeds();
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["path"], "DIR/out");
    assert_eq!(report["durable"], true);
    assert_eq!(report["files"].as_array().unwrap().len(), 39);
    assert_eq!(report["certificates"].as_array().unwrap().len(), 9);
    assert!(!ran.out.contains("PRIVATE"));
    let verified = room.quorate(&["verify", "out", "--json"]).succeeds();
    let report: serde_json::Value = serde_json::from_str(&verified.out).unwrap();
    assert_eq!((&report["sound"], &report["findings"]), (&true.into(), &serde_json::json!([])));
}

#[test]
fn modes_are_exact_under_any_umask() {
    let mut expected = None;
    for umask in ["000", "022", "077", "777"] {
        let room = Room::with_plan();
        let line =
            format!("umask {umask}; exec \"$Q\" generate --plan plan.json --out p/out --parents");
        room.shell(&line).succeeds();
        let found = modes(&room.path.join("p"));
        assert_eq!(found["out/authority/ca-key.pem"], "0600");
        assert_eq!(found["out/members/etcd-1/install.sh"], "0755");
        assert_eq!(found["out/authority/ca.pem"], "0644");
        assert_eq!((&*found["out"], &*found["out/members"]), ("0700", "0700"));
        assert_eq!(&found, expected.get_or_insert_with(|| found.clone()), "umask {umask}");
    }
}

#[test]
fn an_authority_stays_as_it_is_byte_for_byte() {
    let room = Room::with_plan();
    room.quorate(&GENERATE).succeeds();
    let before = room.read("out/authority/ca-key.pem");
    room.quorate(&GENERATE).fails(
        2,
        "error: `DIR/out` holds the key of a certificate authority, `authority/ca-key.pem`, which is never overwritten\n\
         hint: choose another directory; without that key no certificate can be renewed\n",
    );
    assert_eq!(room.read("out/authority/ca-key.pem"), before);
    assert_eq!(room.names(), ["out"]);
}

#[test]
fn a_full_disk_leaves_nothing() {
    if !is_root() {
        eprintln!("skipped: mounting a small tmpfs needs root");
        return;
    }
    for options in ["size=64k", "size=64k,nr_inodes=12"] {
        let room = Room::with_plan();
        let ran = room.shell(&format!(
            "mkdir small && exec unshare -m sh -c 'mount -t tmpfs -o {options} none small && \
             \"$Q\" generate --plan plan.json --out small/out; code=$?; ls -A small; exit $code'"
        ));
        assert!(ran.err.starts_with("error: can't "), "{ran:?}");
        assert!(ran.err.contains("No space left on device"), "{ran:?}");
        assert!(ran.err.contains("hint: free some space or inodes there"), "{ran:?}");
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{options}");
    }
}

#[test]
fn a_read_only_disk_is_found_before_any_key_is_made() {
    if !is_root() {
        eprintln!("skipped: mounting a read-only tmpfs needs root");
        return;
    }
    let room = Room::with_plan();
    room.shell(
        "mkdir ro && exec unshare -m sh -c 'mount -t tmpfs -o ro none ro && \
         exec \"$Q\" generate --plan plan.json --out ro/out'",
    )
    .refuses(1, "error: can't create `DIR/ro/.out.partial-");
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[test]
fn of_two_runs_at_once_one_wins() {
    let room = Room::with_plan();
    let start = || room.command(QUORATE).args(GENERATE).arg("-q").spawn().unwrap();
    let mut runs: Vec<_> = (0..4).map(|_| start()).collect();
    let won = runs
        .iter_mut()
        .map(|run| run.wait().unwrap())
        .filter(std::process::ExitStatus::success)
        .count();
    assert_eq!(won, 1);
    assert_eq!(room.names(), ["out"]);
    room.quorate(&["verify", "out"]).succeeds();
}

#[test]
fn a_kill_at_any_moment_leaves_the_target_absent_or_complete() {
    for milliseconds in (0..60).step_by(3) {
        let room = Room::with_plan();
        let mut run = room.command(QUORATE).args(GENERATE).arg("-q").spawn().unwrap();
        sleep(Duration::from_millis(milliseconds));
        run.kill().unwrap();
        run.wait().unwrap();
        for name in room.names() {
            if name == "out" {
                room.quorate(&["verify", "out"]).succeeds();
            } else {
                assert!(name.starts_with(".out.partial-"), "{name}");
                assert_eq!(modes(&room.path)[&name], "0700");
            }
        }
    }
}

#[test]
fn a_signal_removes_the_staging_directory() {
    for (signal, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let plan =
            include_str!("../../fixtures/three-members.json").replace("ecdsa-p256", "rsa-4096");
        let room = Room::new().file("plan.json", &plan);
        // Long enough to be at work, far too short to be done.
        let ran = room.shell(&format!(
            "\"$Q\" generate --plan plan.json --out out -q & \
             while ! ls -A | grep -q partial; do :; done; kill -{signal} $!; wait $!"
        ));
        // A shell's own background jobs ignore SIGINT unless they ask for it, as quorate does.
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert_eq!(room.names(), [""; 0]);
    }
}

#[test]
fn plan_files_are_refused_with_their_place() {
    let fixture = include_str!("../../fixtures/three-members.json");
    let room = Room::new()
        .file("empty", "")
        .file("name", &fixture.replace("\"etcd-2\", \"address\"", "\"etcd$(id)\", \"address\""))
        .file("port", &fixture.replace("2379", "\"2379\""))
        .file("escape", &fixture.replace("production\",", "\\u001b[31m\","))
        .file("later", &fixture.replace("\"format\": 1", "\"format\": 2"))
        .file("large", &" ".repeat((1 << 20) + 1));
    let generate = |plan: &str| room.quorate(&["generate", "--plan", plan, "--out", "out"]);
    generate("empty").fails(
        2,
        "error: empty:1:0: EOF while parsing a value\n\
         hint: fix that place, or make a new one: quorate plan --member etcd-1=10.0.0.1 > new-plan.json\n",
    );
    generate("name")
        .refuses(2, "error: name:9:24: members[1].name: `etcd$(id)` can't be a name: found `$`");
    generate("port").refuses(2, "error: port:12:28: ports.client: invalid type: string \"2379\"");
    generate("escape").refuses(2, "error: escape:3:");
    generate("later")
        .refuses(2, "error: later: the plan has format 2, this quorate reads format 1");
    generate("large").refuses(2, "error: `large` is longer than 1048576 bytes");
    generate("absent").refuses(2, "error: can't read `absent`: No such file or directory");
    generate(".").refuses(2, "error: `.` is a directory, expected a file");
    generate("/dev/zero").refuses(2, "error: `/dev/zero` is a device, expected a file");
    room.shell("mkfifo pipe && exec \"$Q\" generate --plan pipe --out out")
        .refuses(2, "error: `pipe` is a named pipe, expected a file");
    room.shell("head -c 2000000 /dev/zero | \"$Q\" generate --plan - --out out")
        .refuses(2, "error: standard input is longer than 1048576 bytes");
    room.shell("echo '[' | \"$Q\" generate --plan - --out out")
        .refuses(2, "error: standard input:2:0: EOF");
    assert!(!room.path.join("out").exists());
}

#[test]
fn a_plan_travels_through_a_pipe() {
    let room = Room::new();
    room.shell(
        "\"$Q\" plan --member a=10.0.0.1 2>/dev/null | \"$Q\" generate --plan - --out \"it's \\$HOME\" -q",
    )
    .succeeds();
    room.quorate(&["verify", "it's $HOME"]).succeeds();
}

/// Who reaches whom in the bundle of three.
const HANDSHAKES: &str = "\
handshakes to                      etcd-1      etcd-2      etcd-3
peer etcd-1                        -           accepted    accepted
peer etcd-2                        accepted    -           accepted
peer etcd-3                        accepted    accepted    -
client root                        accepted    accepted    accepted
client kube-apiserver-etcd-client  accepted    accepted    accepted
gateway                            accepted    accepted    accepted
";

#[test]
fn verify_ends_with_1_where_something_is_wrong_and_2_where_there_is_nothing() {
    let room = Room::with_plan();
    room.quorate(&GENERATE).succeeds();
    room.shell("rm out/README.txt").succeeds();
    let ran = room.quorate(&["verify", "out"]);
    assert_eq!(
        (ran.code, ran.out),
        (
            Some(1),
            format!(
                "README.txt\n  error: the manifest lists this file, and it is missing \
                 [missing-file]\n    why: manifest.json\n    fix: copy it again from where the bundle \
                 was generated\n\
                 {HANDSHAKES}38 files beside the manifest, 9 certificates and 6 hosts that are dialed checked: 1 error, 0 warnings\n"
            )
        )
    );
    room.quorate(&["verify", "absent"]).refuses(2, "error: can't read the directory `absent`");
    room.quorate(&["verify", "plan.json"])
        .refuses(2, "error: can't read the directory `plan.json`");
    room.shell("mkdir other && cp plan.json other/notes.json").succeeds();
    room.quorate(&["verify", "other"]).refuses(
        2,
        "error: `other` is not a bundle: it has no manifest.json / plan.json\nhint: name the directory",
    );
}

#[test]
fn a_working_directory_that_is_gone_matters_to_relative_paths_only() {
    let room = Room::with_plan();
    let gone = |out: &str| {
        room.shell(&format!(
            "HERE=$PWD; mkdir gone && cd gone && rmdir ../gone && \
             exec \"$Q\" generate --plan \"$HERE/plan.json\" --out \"{out}\" -q"
        ))
    };
    gone("out").fails(
        2,
        "error: can't find the working directory: No such file or directory (os error 2)\n\
         hint: give --out as an absolute path\n",
    );
    gone("$HERE/out").succeeds();
    assert_eq!(room.names(), ["out"]);
}

#[test]
fn places_that_are_no_place_are_refused_before_anything_is_made() {
    let room = Room::with_plan().file("used/notes.txt", "");
    let to = |out: &str| room.quorate(&["generate", "--plan", "plan.json", "--out", out]);
    to("~/out").refuses(2, "error: `~/out` starts with `~`, which only a shell expands");
    to("").refuses(2, "error: ");
    to("/").refuses(2, "error: `/` doesn't end in the name of a directory");
    to("used").refuses(2, "error: `DIR/used` is not empty: it holds `notes.txt`");
    to("plan.json").refuses(2, "error: `DIR/plan.json` is a file, expected a new or an empty");
    to("plan.json/out").refuses(2, "error: `DIR/plan.json` is not a directory");
    to("a\nb").refuses(2, "error: `DIR/a\\x0Ab` holds a control or invisible character");
    to(&"n".repeat(256)).refuses(2, "error: the name of the output directory is 256 bytes long");
    assert_eq!(room.names(), ["used"]);
    to("-rf").succeeds();
}
