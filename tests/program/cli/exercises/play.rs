//! `play.sh`, which does without quorate what a history or a runbook says.

use std::fs;

use crate::cli::Room;

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
