//! What `grade` says of folders, and refuses before it starts anything.

use std::fs;
use std::os::unix::fs::symlink;

use super::{exported, room, room_with};
use crate::cli::Room;

/// What `grade` says of a folder, and that it started nothing.
#[track_caller]
fn refused(room: &Room, folder: &str, expected: &str) {
    let told = room.quorate(&["lab", "grade", folder, "--etcd", "bin", "--timeout", "2"]);
    assert_eq!(told.code, Some(1), "{}", told.out);
    assert!(told.out.contains(expected), "`{expected}` isn't in\n{}", told.out);
    assert!(!room.path.join("started").exists(), "etcd was started");
}

#[test]
fn an_exercise_is_judged_with_etcd_of_a_series_in_which_it_is_one_alone() {
    let room = room_with("3.4.23");
    room.quorate(&["lab", "export", "class", "--only", "colleague-left"]).succeeds();
    refused(&room, "class/colleague-left", "colleague-left isn't an exercise for etcd 3.4");
    let check = room.quorate(&["lab", "check", "class/colleague-left", "--etcd", "bin"]);
    assert_eq!(check.code, Some(2), "{check:?}");
    assert!(check.err.contains("hint: it is one for 3.6, 3.7"), "{}", check.err);
}

type Change = Box<dyn Fn(&std::path::Path)>;

fn append(path: &std::path::Path, text: &str) {
    let old = fs::read_to_string(path).unwrap();
    fs::write(path, old + text).unwrap();
}

/// Puts other lines in place of the command of a unit.
fn unit(folder: &std::path::Path, command: &str) {
    let path = folder.join("members/m1/etcd.service");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("ExecStart=/usr/local/bin/etcd", command)).unwrap();
}

fn env(line: &'static str) -> impl Fn(&std::path::Path) {
    move |folder| append(&folder.join("members/m1/etcd.env"), line)
}

fn command(line: &'static str) -> impl Fn(&std::path::Path) {
    move |folder| unit(folder, line)
}

#[track_caller]
fn all_refused(cases: Vec<(Change, &str)>) {
    for (change, expected) in cases {
        let (room, folder) = exported();
        change(&folder);
        refused(&room, "class", expected);
    }
}

#[test]
fn grade_refuses_what_leads_out_of_the_folder_or_runs_something_else() {
    let cases: Vec<(Change, &str)> = vec![
        (
            Box::new(|folder| {
                let key = folder.join("members/m1/pki/server-key.pem");
                fs::remove_file(&key).unwrap();
                symlink("/etc/hostname", &key).unwrap();
            }),
            "`members/m1/pki/server-key.pem` is a link",
        ),
        (
            Box::new(|folder| {
                fs::rename(folder.join("members/m1/pki"), folder.join("pki")).unwrap();
                symlink("../../pki", folder.join("members/m1/pki")).unwrap();
            }),
            "`members/m1/pki` is a link",
        ),
        (
            Box::new(env("ETCD_TRUSTED_CA_FILE=/etc/ssl/certs/ca-certificates.crt\n")),
            "leads out of the member's folder",
        ),
        (Box::new(env("ETCD_KEY_FILE=../../../key.pem\n")), "leads out of the member's folder"),
        (Box::new(env("ETCD_DATA_DIR=/tmp/elsewhere\n")), "leads out of the member's folder"),
        (Box::new(env("ETCD_LISTEN_CLIENT_URLS=https://0.0.0.0:2379\n")), "isn't of this machine"),
        (
            Box::new(env("ETCD_INITIAL_CLUSTER=m1=https://example.com:2380\n")),
            "isn't of this machine",
        ),
        (
            Box::new(env("ETCD_LOG_OUTPUTS=/tmp/log\n")),
            "`ETCD_LOG_OUTPUTS` isn't a setting that exercises take",
        ),
        (
            Box::new(env("ETCD_DISCOVERY=https://example.com\n")),
            "isn't a setting that exercises take",
        ),
        (Box::new(command("ExecStart=/tmp/wrapper")), "m1: no etcd.service that starts it"),
        (
            Box::new(command("ExecStart=/bin/sh -c 'touch started; exec etcd'")),
            "the unit starts `/bin/sh`",
        ),
        (Box::new(command("ExecStart=nice -n 5 /usr/local/bin/etcd")), "the unit starts `nice`"),
        (
            Box::new(|folder| {
                fs::write(folder.join("runbook.txt"), "await\nsh -c 'touch started'\n").unwrap();
            }),
            "line 2 of runbook.txt",
        ),
        (
            Box::new(|folder| fs::remove_file(folder.join("members/m2/etcd.service")).unwrap()),
            "m2: no etcd.service",
        ),
        (
            Box::new(env("ETCD_CLIENT_CERT_AUTH=false\n")),
            "m1: mutual TLS is off because of `ETCD_CLIENT_CERT_AUTH`",
        ),
        (
            Box::new(env("ETCD_PEER_CLIENT_CERT_AUTH=false\n")),
            "m1: mutual TLS is off because of `ETCD_PEER_CLIENT_CERT_AUTH`",
        ),
        (Box::new(env("ETCD_AUTO_TLS=true\n")), "m1: mutual TLS is off because of `ETCD_AUTO_TLS`"),
        (
            Box::new(|folder| {
                let anchors = folder.join("members/m1/pki/ca.pem");
                let leaf = fs::read_to_string(folder.join("clients/root/client.pem")).unwrap();
                let own = fs::read_to_string(&anchors).unwrap();
                fs::write(&anchors, own + &leaf).unwrap();
            }),
            "isn't a CA of anything here",
        ),
    ];
    all_refused(cases);
}

#[test]
fn grade_refuses_what_systemd_or_etcd_would_not_start_and_says_why() {
    let cases: Vec<(Change, &str)> = vec![
        (
            Box::new(command("ExecStart=/usr/local/bin/etcd ; /bin/touch started")),
            "m1: the unit has several commands in ExecStart=",
        ),
        (
            Box::new(command("ExecStart=/usr/local/bin/etcd\nExecStart=/bin/touch started")),
            "m1: the unit starts `/bin/touch`",
        ),
        (Box::new(command("ExecStart=./etcd")), "m1: the unit starts `./etcd`, and systemd takes"),
        (
            Box::new(command("EnvironmentFile=/etc/etcd/etcd.env\nExecStart=/usr/local/bin/etcd")),
            "m1: its settings are in `/etc/etcd/etcd.env`, which isn't in the folder",
        ),
        (
            Box::new(|folder| {
                let settings = "listen-client-urls: [\"https://127.0.0.1:2379\"]\n";
                fs::write(folder.join("members/m1/etcd.conf.yml"), settings).unwrap();
                unit(folder, "ExecStart=/usr/local/bin/etcd --config-file=etcd.conf.yml");
            }),
            "m1: etcd can't read the settings in `members/m1/etcd.conf.yml`",
        ),
        (
            Box::new(|folder| {
                fs::write(folder.join("runbook.txt"), "restart m1; touch started\n").unwrap();
            }),
            "line 1 of runbook.txt: `restart m1; touch started`",
        ),
    ];
    all_refused(cases);
}

#[test]
fn folders_with_the_same_keys_are_pointed_out() {
    let room = room();
    let learners = ["--learner", "a", "--learner", "b"];
    let export = ["lab", "export", "class", "--only", "two-of-three"];
    room.quorate(&[&export[..], &learners].concat()).succeeds();
    let graded = |form: &[&str]| {
        let graded = room.quorate(&[&["lab", "grade", "class", "--etcd", "bin"], form].concat());
        assert_eq!(graded.code, Some(1));
        graded.out
    };
    let own = graded(&[]);
    assert!(!own.contains("has keys of"), "{own}");
    assert!(own.ends_with("\n0 of 2 solved\n"), "{own}");
    // c hands in what is a's, with one certificate of its own, and d a key of b.
    let copy = |from: &str, to: &str| {
        let status = std::process::Command::new("cp")
            .args(["-R", from, to])
            .current_dir(room.path.join("class"))
            .status();
        assert!(status.unwrap().success());
    };
    copy("a", "c");
    fs::remove_file(room.path.join("class/c/two-of-three/members/m1/pki/server.pem")).unwrap();
    room.quorate(&["lab", "export", "other", "--only", "since-morning"]).succeeds();
    copy("../other", "d");
    let key = "members/m1/pki/server-key.pem";
    copy(&format!("b/two-of-three/{key}"), &format!("d/since-morning/{key}"));
    let table = graded(&[]);
    let of = |folder: &str| {
        let line = table.lines().find(|line| line.starts_with(folder));
        line.unwrap_or_else(|| panic!("{folder} isn't in {table}")).to_owned()
    };
    for (folder, other) in [
        ("class/a/two-of-three", "class/c/two-of-three"),
        ("class/c/two-of-three", "class/a/two-of-three"),
        ("class/b/two-of-three", "class/d/since-morning"),
        ("class/d/since-morning", "class/b/two-of-three"),
    ] {
        assert!(of(folder).contains(&format!("has keys of {other}; ")), "{table}");
    }
    assert!(table.ends_with("\n0 of 4 solved\n4 folders share keys with another one\n"), "{table}");
    let csv = graded(&["--csv"]);
    let line = csv.lines().find(|line| line.starts_with("class/c/")).unwrap();
    assert!(line.ends_with(",class/a/two-of-three"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&graded(&["--json"])).unwrap();
    assert_eq!(json["folders"][0]["same_as"][0], "class/c/two-of-three");
    // The same folder twice is one.
    let twice = room.quorate(&["lab", "grade", "class/a", "class/a/two-of-three", "--etcd", "bin"]);
    assert!(twice.out.ends_with("\n0 of 1 solved\n"), "{}", twice.out);
}

#[test]
fn a_class_is_a_table_or_csv_or_json() {
    let room = room();
    room.quorate(&[
        "lab",
        "export",
        "class",
        "--only",
        "two-of-three",
        "--learner",
        "a",
        "--learner",
        "b",
    ])
    .succeeds();
    fs::write(room.path.join("class/b/two-of-three/exercise.json"), "{}").unwrap();
    let told = |form: &[&str]| {
        let words = [&["lab", "grade", "class", "--etcd", "bin"], form].concat();
        let told = room.quorate(&words);
        assert_eq!(told.code, Some(1));
        told.out
    };
    let table = told(&[]);
    assert!(table.contains("class/a/two-of-three  two-of-three  open"), "{table}");
    assert!(table.contains("class/b/two-of-three                not judged"), "{table}");
    assert!(table.ends_with("\n0 of 2 solved\n"), "{table}");
    let csv = told(&["--csv"]);
    assert!(
        csv.starts_with(
            "folder,exercise,solved,why,same_as\r\nclass/a/two-of-three,two-of-three,no,"
        ),
        "{csv}"
    );
    let json: serde_json::Value = serde_json::from_str(&told(&["--json"])).unwrap();
    assert_eq!(json["folders"][0]["solved"], false);
    assert_eq!(json["folders"][1]["solved"], serde_json::Value::Null);
    let none = room.quorate(&["lab", "grade", "bin", "--etcd", "bin"]);
    none.fails(
        2,
        "error: `bin` isn't the folder of an exercise\n\
         hint: name one that quorate lab NAME or quorate lab export made, with its exercise.json\n",
    );
}
