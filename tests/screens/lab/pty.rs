//! The real binary on a real terminal.

use std::time::Duration;

use crate::support::skip_without;
use crate::wizard::session::{Session, Start};

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
