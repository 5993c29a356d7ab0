//! What quorate asks of the kernel around private keys: with which mode a file is created, what is on
//! disk before a bundle appears, and what is left of a key in memory.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use base64::Engine as _;

use super::{QUORATE, Room};
use crate::support::files::files;
use crate::support::process::{Held, PATIENCE, run, wait_until};
use crate::support::skip_without;
use crate::support::trace::{Call, Traced, calls};

const PASSPHRASE: &str = "twelve green bottles";

const WRITING: &str = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,syncfs,fsync";

/// Generates the bundle `out` of the plan of three members, with no umask to help.
#[track_caller]
fn generated(room: &Room) -> Vec<Call> {
    let log = room.path.join("calls");
    let command = Traced::new(WRITING, &log, "sh").run(|sh| {
        sh.args(["-c", "umask 0; exec \"$0\" generate --plan plan.json --out out", QUORATE]);
        sh.current_dir(&room.path);
    });
    command.success();
    calls(&log)
}

#[test]
fn every_file_is_created_for_its_owner_alone() {
    skip_without!("strace");
    let room = Room::with_plan();
    let made = generated(&room);
    let created: Vec<&Call> = made.iter().filter(|one| one.arguments.contains("O_CREAT")).collect();
    // One call for each file, none to make it anew or wider.
    assert_eq!(created.len(), files(&room.path.join("out")).len());
    for one in created {
        assert_eq!(one.name, "openat");
        for flag in ["O_EXCL", "O_NOFOLLOW", ", 0600)"] {
            assert!(one.arguments.contains(flag), "{one:?} without {flag}");
        }
    }
    let directories: Vec<&Call> = made.iter().filter(|one| one.name.starts_with("mkdir")).collect();
    assert!(!directories.is_empty());
    for one in directories {
        assert!(one.arguments.contains(", 0700)"), "{one:?}");
    }
}

#[test]
fn a_bundle_is_on_disk_before_it_appears() {
    skip_without!("strace");
    let room = Room::with_plan();
    let made = generated(&room);
    let last = |wanted: &dyn Fn(&Call) -> bool| made.iter().rposition(wanted).unwrap();
    let last_file = last(&|one| one.arguments.contains("O_CREAT"));
    let renamed = last(&|one| one.name == "renameat2");
    let count = |calls: &[Call], name: &str| calls.iter().filter(|one| one.name == name).count();
    // Each file, each directory, and nothing of anybody else's.
    let wanted = files(&room.path.join("out")).len() + count(&made, "mkdirat");
    assert_eq!(count(&made[..renamed], "fsync"), wanted, "{made:#?}");
    assert_eq!(count(&made, "syncfs"), 0);
    let synced = made[..renamed].iter().rposition(|one| one.name == "fsync").unwrap();
    let parent_synced = last(&|one| one.name == "fsync");
    let order = [last_file, synced, renamed, parent_synced];
    assert!(order.is_sorted(), "{order:?} of {made:#?}");
    assert!(made[renamed].arguments.contains("RENAME_NOREPLACE"), "{:?}", made[renamed]);
    assert_eq!(made.iter().filter(|one| one.name.starts_with("rename")).count(), 1);
}

/// Whoever owns the directory above may exchange a directory the moment after it was made.
#[test]
fn what_was_put_in_a_directory_s_place_is_left_alone() {
    skip_without!("strace", "root");
    for (put, said) in
        [("link", "Not a directory"), ("foreign", "belongs to the user with id 65534")]
    {
        let room = Room::with_plan();
        let victim = room.path.join("victim");
        let exchanged = room.path.join("exchanged");
        fs::write(&victim, "of root").unwrap();
        fs::set_permissions(&victim, Permissions::from_mode(0o644)).unwrap();
        let log = room.path.join("calls");
        let delayed = ["mkdirat:delay_exit=2000000:when=1"];
        let traced = Traced::injecting("mkdirat", &delayed, &log, QUORATE).command(|quorate| {
            quorate.args(["generate", "--plan", "plan.json", "--out", "out"]);
            quorate.current_dir(&room.path);
        });
        let ran = std::thread::scope(|scope| {
            let ran = scope.spawn(|| run(&mut { traced }));
            let staging = wait_until("the staging directory", PATIENCE, || {
                let entries = fs::read_dir(&room.path).unwrap();
                let mut paths = entries.map(|entry| entry.unwrap().path());
                let staging = paths.find(|path| path.to_string_lossy().contains("/.out.partial-"));
                staging.ok_or("it isn't there".into())
            });
            fs::rename(&staging, &exchanged).unwrap();
            if put == "link" {
                symlink("victim", &staging).unwrap();
            } else {
                fs::create_dir(&staging).unwrap();
                chown(&staging, Some(65534), Some(65534)).unwrap();
                fs::set_permissions(&staging, Permissions::from_mode(0o755)).unwrap();
            }
            ran.join().unwrap()
        });
        let ran = ran.failure();
        assert!(ran.stderr.contains(said), "{ran}");
        assert_eq!(fs::metadata(&victim).unwrap().permissions().mode() & 0o7777, 0o644, "{put}");
        assert!(!room.path.join("out").exists() && files(&exchanged).is_empty());
    }
}

#[test]
fn no_command_leaves_a_core_dump() {
    skip_without!("strace");
    let room = Room::new();
    let help = room.quorate(&["--help"]).out;
    // The groups of commands stand before the options.
    let (commands, _) = help.split_once("\nOptions:\n").unwrap();
    let commands = commands.lines();
    // What goes on from the line above stands further to the right.
    let commands =
        commands.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let commands: Vec<&str> = commands.filter_map(|line| line.split(' ').next()).collect();
    assert!(commands.contains(&"generate") && commands.contains(&"import"), "{commands:?}");
    for command in commands {
        let log = room.path.join(command);
        let ran = Traced::new("prctl,prlimit64,setrlimit", &log, QUORATE).run(|quorate| {
            quorate.args([command, "--help"]).current_dir(&room.path);
        });
        ran.success();
        let made = calls(&log);
        let is_made = |words: [&str; 2]| {
            let holds = |one: &&Call| words.iter().all(|word| one.arguments.contains(word));
            made.iter().find(holds).is_some_and(|one| !one.refused)
        };
        assert!(is_made(["RLIMIT_CORE", "{rlim_cur=0, rlim_max=0}"]), "{command}: {made:?}");
        assert!(is_made(["PR_SET_DUMPABLE", "SUID_DUMP_DISABLE"]), "{command}: {made:?}");
    }
}

/// What can be recognized of a P-256 key in PKCS#8 wherever it lies: bytes of its number, as they are and
/// within the base64 of PEM.
#[track_caller]
fn traces(pem: &str) -> [Vec<u8>; 2] {
    let lines: Vec<&str> = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(lines.concat()).unwrap();
    // The number has octets 36 to 67; the second line of base64 starts with octet 48.
    [der[44..60].to_vec(), lines[1].as_bytes()[..16].to_vec()]
}

/// Which of these lie in the memory that a process may write.
#[track_caller]
fn found_in_memory(process: &str, wanted: &[Vec<u8>]) -> Vec<usize> {
    let mut starts = [const { Vec::new() }; 256];
    for (index, one) in wanted.iter().enumerate() {
        starts[usize::from(one[0])].push(index);
    }
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = fs::File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = BTreeSet::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (start, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let [start, end] = [start, end].map(|one| u64::from_str_radix(one, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
        memory.seek(SeekFrom::Start(start)).unwrap();
        // Some areas, such as the kernel's own, can't be read.
        if memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        for (at, byte) in bytes.iter().enumerate() {
            let here = starts[usize::from(*byte)].iter();
            found.extend(here.filter(|index| bytes[at..].starts_with(&wanted[**index])));
        }
    }
    found.into_iter().collect()
}

/// Runs quorate up to its last system call, and hands over the id of its process, whose memory is as it
/// leaves it.
#[track_caller]
fn at_its_end(room: &Room, arguments: &[&str], look: impl FnOnce(&str)) {
    let log = room.path.join("exit");
    let _ = fs::remove_file(&log);
    let inject = ["exit_group:delay_enter=20000000"];
    let mut command = Traced::injecting("exit_group", &inject, &log, QUORATE).command(|quorate| {
        quorate.args(arguments).current_dir(&room.path);
    });
    let _strace = Held::start(&mut command);
    let process = wait_until("the end of quorate", Duration::from_secs(60), || {
        let text = fs::read_to_string(&log).unwrap_or_default();
        let line = text.lines().find(|line| line.contains("exit_group("));
        let line = line.ok_or_else(|| format!("{text:?}"))?;
        assert!(line.contains("exit_group(0"), "{arguments:?}: {line}");
        Ok(line.split_ascii_whitespace().next().unwrap().to_owned())
    });
    look(&process);
    let _ = Command::new("kill").args(["-KILL", &process]).status();
}

#[test]
fn no_key_is_left_in_memory() {
    skip_without!("strace", "root");
    let room = Room::with_plan().file("passphrase", PASSPHRASE);
    room.shell("$Q plan --member etcd-1=10.0.0.1 --ca encrypted >sealed.json");
    room.shell("$Q plan --member etcd-1=10.0.0.1 --ca imported >imported.json");
    let commands: [&[&str]; 7] = [
        &["generate", "--plan", "plan.json", "--out", "out"],
        &["verify", "out"],
        &["inspect", "out", "--plain"],
        &["judge", "--in", "out"],
        &["audit", "out/members/etcd-1"],
        &[
            "generate",
            "--plan",
            "sealed.json",
            "--out",
            "sealed",
            "--ca-passphrase-file",
            "passphrase",
        ],
        &[
            &["generate", "--plan", "imported.json", "--out", "imported"][..],
            &["--ca-cert", "sealed/authority/ca.pem", "--ca-key", "sealed/authority/ca-key.pem"],
            &["--ca-passphrase-file", "passphrase"],
        ]
        .concat(),
    ];
    for arguments in commands {
        at_its_end(&room, arguments, |process| {
            let is_key = |path: &PathBuf| path.to_string_lossy().ends_with("-key.pem");
            let keys = ["out", "sealed", "imported"].map(|bundle| room.path.join(bundle));
            let keys = keys
                .iter()
                .filter(|bundle| bundle.exists())
                .flat_map(|one| files(one).into_iter().map(|file| one.join(file)));
            let keys: Vec<String> =
                keys.filter(is_key).map(|key| fs::read_to_string(key).unwrap()).collect();
            assert!(keys.len() >= 9);
            let is_open = |key: &&String| !key.contains("ENCRYPTED");
            let mut wanted: Vec<Vec<u8>> =
                keys.iter().filter(is_open).flat_map(|key| traces(key)).collect();
            wanted.push(PASSPHRASE.into());
            let found = found_in_memory(process, &wanted);
            assert!(found.is_empty(), "{arguments:?}: {found:?}");
            // What is looked for would be found, as the arguments are.
            let command = arguments[0].as_bytes().to_vec();
            assert_eq!(found_in_memory(process, &[command]).first(), Some(&0));
        });
    }
}
