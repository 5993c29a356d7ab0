//! `quorate lab` with exercises: what needs no etcd, and what `grade` refuses before it starts one.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::Room;

/// A room with programs that pass for etcd and etcdctl, and would leave a trace if they were started.
fn room() -> Room {
    room_with("3.6.14")
}

/// The same with etcd of another release.
fn room_with(release: &str) -> Room {
    let room = Room::new();
    let trace = room.path.join("started");
    for name in ["etcd", "etcdctl"] {
        let version = format!("etcd Version: {release}\\nGo Version: go1.25.1");
        let script = format!(
            "#!/bin/sh\nif [ \"$1\" = --version ]; then printf '{version}\\n'; exit; fi\ntouch '{}'\nexit 1\n",
            trace.display()
        );
        let path = room.path.join("bin").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    room
}

/// A room with an exercise that is handed out.
fn exported() -> (Room, PathBuf) {
    let room = room();
    room.quorate(&["lab", "export", "class", "--only", "two-of-three"]).succeeds();
    let folder = room.path.join("class/two-of-three");
    (room, folder)
}

#[test]
fn exercises_are_listed_for_people_and_programs() {
    let room = Room::new();
    let listed = room.quorate(&["lab", "list"]).succeeds().out;
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines.len() > 25, "{listed}");
    assert!(lines[0].starts_with("name "), "{listed}");
    assert!(listed.contains("after-upgrade") && listed.contains("3.6\u{2013}3.7"), "{listed}");
    let json = room.quorate(&["lab", "list", "--json"]).succeeds().out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["exercises"].as_array().unwrap().len(), lines.len() - 1);
    let ukrainian = room.quorate(&["lab", "list", "--lang", "uk"]).succeeds().out;
    assert!(ukrainian.starts_with("назва"), "{ukrainian}");
}

/// What an exercise is called may not tell what is wrong: neither by the name of a finding nor by words of the mistake.
#[test]
fn what_a_learner_sees_of_an_exercise_doesnt_tell_the_mistake() {
    let room = Room::new();
    let read = |words: &[&str]| -> serde_json::Value {
        serde_json::from_str(&room.quorate(words).succeeds().out).unwrap()
    };
    let codes = room.quorate(&["explain"]).succeeds().out;
    let codes: Vec<&str> = codes.split_whitespace().collect();
    assert!(codes.contains(&"gateway-trap"));
    assert!(!read(&["lab", "list", "--json"]).to_string().contains("\"mistake\""));
    let listed = read(&["lab", "list", "--json", "--solutions"]);
    let exercises = listed["exercises"].as_array().unwrap();
    let mut names: Vec<&str> = Vec::new();
    for one in exercises {
        let text = |field: &str| one[field].as_str().unwrap();
        let (name, title, mistake) = (text("name"), text("title"), text("mistake"));
        assert!(name.len() <= 14 && !names.contains(&name), "{name}");
        names.push(name);
        assert!(!codes.contains(&name), "{name} is the code of a finding");
        let said = format!("{} {title}", name.replace('-', " ")).to_lowercase();
        let telling = [
            "san",
            "expir",
            "port",
            "token",
            "key",
            "http:",
            "quota",
            "usage",
            "flag",
            "variable",
            "type",
            "string",
            "election",
            "ca",
            "crl",
            "revoc",
            "stale",
            "removed",
            "dns",
            "uncovered",
            "quorum",
            "url",
            "mode",
        ];
        let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).collect();
        let told = telling.iter().find(|word| words.contains(word));
        assert_eq!(told, None, "{name}: {title} ({mistake})");
        assert_ne!(title.to_lowercase(), mistake.to_lowercase(), "{name}");
    }
}

#[test]
fn a_teacher_finds_every_mistake_on_the_page_for_teachers() {
    let listed = Room::new().quorate(&["lab", "list", "--solutions"]).succeeds().out;
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/teaching.md");
    let page = fs::read_to_string(page).unwrap();
    let lines: Vec<String> = listed.lines().map(|line| format!("    {line}")).collect();
    assert!(
        page.contains(&lines.join("\n")),
        "docs/teaching.md should end with\n{}",
        lines.join("\n")
    );
}

#[test]
fn hints_and_the_solution_need_no_folder() {
    let room = Room::new();
    let said: Vec<String> = ["1", "2", "3"]
        .iter()
        .map(|number| room.quorate(&["lab", "since-morning", "--hint", number]).succeeds().out)
        .collect();
    assert!(said[0].starts_with("Hint 1 of 3\n\n"), "{}", said[0]);
    assert!(said[2].contains("ended yesterday"), "{}", said[2]);
    assert!(!said[0].contains("ended yesterday"), "{}", said[0]);
    let solution = room.quorate(&["lab", "since-morning", "--solution"]).succeeds().out;
    assert!(solution.contains("\n\nSource: quorate explain expired"), "{solution}");
    assert_eq!(room.quorate(&["lab", "since-morning", "--hint", "4"]).code, Some(2));
    room.quorate(&["lab", "since-mornin"]).fails(
        2,
        "error: there is no exercise `since-mornin`\nhint: try quorate lab since-morning\n",
    );
    let none = room.quorate(&["lab", "since-morning", "--hint", "1", "--solution"]);
    assert_eq!(none.code, Some(2));
}

#[test]
fn a_folder_is_handed_out_with_keys_and_addresses_of_its_own_and_how_to_start_it() {
    let room = Room::new();
    room.quorate(&[
        "lab",
        "export",
        "class",
        "--only",
        "two-of-three,colleague-left",
        "--learner",
        "a",
        "--learner",
        "b",
    ])
    .succeeds();
    let of = |learner: &str, file: &str| {
        fs::read_to_string(room.path.join("class").join(learner).join("two-of-three").join(file))
            .unwrap()
    };
    assert!(room.path.join("class/a/colleague-left/members/m1/pki/revoked.crl").is_file());
    assert!(!room.path.join("class/a/colleague-left/members/m2").exists());
    for file in ["members/m1/pki/server-key.pem", "authority/ca-key.pem", "exercise.json"] {
        assert_ne!(of("a", file), of("b", file), "{file}");
    }
    let readme = of("a", "README.txt");
    for text in [
        "Two members find each other, the third doesn't\n",
        "  sh play.sh history.txt ",
        "  sh start.sh m1 ",
        "--cacert=clients/root/ca.pem",
    ] {
        assert!(readme.contains(text), "{text} isn't in\n{readme}");
    }
    assert!(!readme.contains("ETCD_INITIAL_CLUSTER_TOKEN"), "{readme}");
    let settings = of("a", "members/m3/etcd.env");
    assert!(settings.contains("\nETCD_INITIAL_CLUSTER_TOKEN=lab-old\n"), "{settings}");
    assert!(settings.contains("\nETCD_CERT_FILE=pki/server.pem\n"), "{settings}");
    let again = room.quorate(&["lab", "export", "class"]);
    assert_eq!(again.code, Some(1));
    let wrong = room.quorate(&["lab", "export", "other", "--learner", "../a"]);
    assert_eq!(wrong.code, Some(2));
    assert!(!room.path.join("other").exists());
}

#[test]
fn verify_leads_on_to_the_check_of_an_exercise() {
    let (room, _) = exported();
    let told = room.quorate(&["verify", "class/two-of-three"]);
    assert!(!told.out.contains("manifest is missing"), "{}", told.out);
    let last = "This is an exercise, and has no manifest. Whether it is solved: quorate lab check class/two-of-three\n";
    assert!(told.out.ends_with(last), "{}", told.out);
    let json: serde_json::Value =
        serde_json::from_str(&room.quorate(&["verify", "class/two-of-three", "--json"]).out)
            .unwrap();
    assert!(!json["findings"].to_string().contains("no-manifest"), "{json}");
    // A bundle needs one as ever.
    fs::remove_file(room.path.join("class/two-of-three/exercise.json")).unwrap();
    assert!(room.quorate(&["verify", "class/two-of-three"]).out.contains("[no-manifest]"));
}

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

/// Runs play.sh on lines of a runbook, with programs that pass for etcd and etcdctl; its exit code and what it says.
#[track_caller]
fn played(lines: &str, etcd: &str, etcdctl: &str) -> (Option<i32>, String) {
    let room = Room::new();
    room.quorate(&["lab", "export", "class", "--only", "safe-side"]).succeeds();
    let folder = room.path.join("class/safe-side");
    for (name, script) in [("etcd", etcd), ("etcdctl", etcdctl)] {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    fs::write(folder.join("runbook.txt"), lines).unwrap();
    let play = |file: &str| {
        let mut command = std::process::Command::new("sh");
        command.args(["play.sh", file]).current_dir(&folder);
        command.env("PATH", format!("{}:/usr/bin:/bin", folder.display())).output().unwrap()
    };
    let told = play("runbook.txt");
    assert!(play("stop").status.success());
    (told.status.code(), String::from_utf8(told.stderr).unwrap())
}

#[test]
fn a_member_that_has_ended_is_not_waited_for_and_ends_the_play() {
    let (exit, says) = played("start m1\nawait\n", "exit 7", "exit 0");
    assert_eq!(
        (exit, says.as_str()),
        (Some(1), "m1 has ended with exit code 7; run/m1.log says why\n")
    );
    // One that was told to end is no surprise.
    let endless = "while :; do sleep 1; done";
    assert_eq!(played("start m1\nstop m1\nawait\n", endless, "exit 1").0, Some(0));
}

#[test]
fn a_member_that_serves_and_refuses_the_client_that_asks_is_waited_for_no_longer() {
    let serves = "echo serving client traffic; echo rejected connection; while :; do sleep 1; done";
    assert_eq!(played("start m1\nawait\nrestart m1\nawait\n", serves, "exit 1").0, Some(0));
}

#[test]
fn exercises_that_a_series_doesnt_have_are_named_when_they_are_left_out() {
    let room = Room::new();
    let told = room.quorate(&["lab", "export", "class", "--etcd-version", "3.4"]).succeeds().out;
    let last = "\nLeft out, as they aren't exercises for etcd 3.4: colleague-left, after-upgrade\n";
    assert!(told.ends_with(last), "{told}");
    let export = ["lab", "export", "one", "--only", "colleague-left", "--etcd-version", "3.4"];
    room.quorate(&export).fails(
        2,
        "error: colleague-left isn't an exercise for etcd 3.4\n\
         hint: it is one for 3.6\u{2013}3.7: choose a series with --etcd-version\n",
    );
    assert!(!room.path.join("one").exists());
}
