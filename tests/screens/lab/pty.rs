//! The real binary on a real terminal.

use std::time::Duration;

use crate::support::process::wait_until;
use crate::support::skip_without;
use crate::wizard::session::{PATIENCE, Session, Start};

fn lab(arguments: &[&str]) -> Session {
    Start::new().arguments(&[&["lab"], arguments].concat()).open()
}

#[test]
fn a_person_loses_quorum_regains_it_saves_and_leaves() {
    skip_without!("setpriv", "stty");
    let mut session = lab(&["--members", "3"])
        .shows("running")
        .shows("leads")
        .press("Enter")
        .shows("Quorum: 2 of 3")
        .press("Down Enter")
        .shows("No quorum: 1 of 3")
        .press("p")
        .shows("put 1")
        .press("Enter")
        .shows("Quorum: 2 of 3 voters, 2 needed; m")
        .types(" ")
        .shows("paused")
        .resizes(120, 40)
        .press("?")
        .shows("No etcd is needed")
        .press("Esc")
        .shows("m3")
        .press("S")
        .shows("The scenario is saved")
        .press("S")
        .shows("exists already")
        .press("q");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    let home = std::sync::Arc::clone(&session.home);
    let mut left = home.left();
    left.sort();
    assert_eq!(left, ["lab-scenario-2.txt", "lab-scenario.txt"]);
    let mut again = Start::at(&home).arguments(&["lab", "--replay", "lab-scenario.txt"]).open();
    again = again.press("+ + +").shows("The scenario is over").press("q");
    assert_eq!(again.ends(), 0);
}

#[test]
fn while_it_is_paused_it_costs_nothing() {
    skip_without!("setpriv", "stty");
    let session = lab(&[]).shows("running").types(" ").shows("paused");
    std::thread::sleep(Duration::from_millis(200));
    let before = session.ticks();
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(session.ticks(), before);
    let mut session = session.signal("TERM");
    assert_eq!(session.ends(), 143);
    session.is_restored();
}

#[test]
fn a_terminal_that_shows_no_screens_is_told_what_does() {
    skip_without!("setpriv");
    let mut session = Start::new().env("TERM", "dumb").arguments(&["lab"]).open();
    assert_eq!(session.ends(), 2);
    assert!(session.screen().contains("--replay FILE --plain"), "{}", session.screen());
}

/// The second floor, with the machine's own etcd.
fn lab_with_etcd(arguments: &[&str]) -> Session {
    Start::new().arguments(&[&["lab", "--etcd"], arguments].concat()).in_own_temporary().open()
}

#[test]
fn real_members_lose_quorum_and_regain_it() {
    skip_without!("setpriv", "stty", "etcd", "etcdctl");
    let mut session = lab_with_etcd(&[])
        .shows("Quorum: 3 of 3 voters, 2 needed; m")
        .press("p")
        .shows("put lab = 1: done")
        .press("K")
        .shows("killed")
        .shows("Quorum: 2 of 3 voters, 2 needed; m")
        .press("Down f")
        .shows("frozen")
        .shows("No quorum: 1 of 3")
        .press("Down")
        .shows("no leader")
        .press("R")
        .shows("serializable read of lab: 1,")
        .press("p")
        // Etcd or its client says so first.
        .shows("put lab = 2:")
        .shows("context deadline exceeded")
        .press("Up f")
        .shows("Quorum: 2 of 3 voters, 2 needed; m")
        .press("p")
        .shows("put lab = 3: done")
        .press("Up Enter")
        .shows("Quorum: 3 of 3 voters, 2 needed; m")
        .press("l")
        .shows("Log of m1")
        .press("e")
        .types("member list")
        .press("Enter")
        .shows("started, m2")
        .press("q");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    assert_eq!(session.home.temporary(), Vec::<String>::new());
}

#[test]
fn no_member_outlives_a_lab_that_is_killed() {
    skip_without!("setpriv", "stty", "etcd", "etcdctl");
    let session = lab_with_etcd(&["--members", "1"]).shows("m1 leads");
    let home = std::sync::Arc::clone(&session.home);
    let members = home.processes("etcd");
    assert_eq!(members.len(), 1, "{members:?}");
    session.kill("KILL");
    wait_until("the end of all members", PATIENCE, || {
        let left = home.processes("etcd");
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    });
    // What it left is removed by the next one.
    assert_eq!(home.temporary().len(), 1);
    let start = Start::at(&home).arguments(&["lab", "--etcd", "--members", "1"]);
    let mut next = start.in_own_temporary().open().shows("m1 leads");
    assert_eq!(home.temporary().len(), 1);
    next = next.press("q");
    assert_eq!(next.ends(), 0);
    assert_eq!(home.temporary(), Vec::<String>::new());
}

#[test]
fn what_is_kept_is_a_bundle() {
    skip_without!("setpriv", "stty", "etcd", "etcdctl");
    let mut session = lab_with_etcd(&["--members", "1", "--keep", "kept"]).shows("m1 leads");
    session = session.shows("kept").press("q");
    assert_eq!(session.ends(), 0);
    let verify = session.home.quorate().args(["verify", "kept/bundle"]).output().unwrap();
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stdout));
    assert!(session.home.work().join("kept/data/m1/member").is_dir());
}

#[test]
fn without_etcd_it_is_said_how_to_get_it() {
    skip_without!("setpriv");
    let words = ["PATH=/nowhere", env!("CARGO_BIN_EXE_quorate"), "lab", "--etcd"];
    let mut session = Start::new().program("env", &words).open();
    assert_eq!(session.ends(), 2);
    let screen = session.screen();
    assert!(screen.contains("no `etcd` on the PATH") && screen.contains("--etcd"), "{screen}");
}
