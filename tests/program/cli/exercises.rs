//! `quorate lab` with exercises, as far as it needs no etcd.

mod grade;
mod play;

use std::fs;
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
