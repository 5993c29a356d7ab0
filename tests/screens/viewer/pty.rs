//! The real binary on a real terminal.

use std::path::Path;

use crate::support::skip_without;
use crate::wizard::session::{Session, Start};

/// A session on the fixtures.
#[track_caller]
fn session(start: Start) -> Session {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/viewer");
    start.arguments(&["inspect", fixtures.to_str().unwrap()]).open()
}

#[test]
fn a_person_walks_the_tree_searches_and_leaves() {
    skip_without!("setpriv", "stty");
    let mut session = session(Start::new())
        .shows("Files: 8")
        .press("Down Down Down")
        .shows("etcd-1.example.com")
        .press("/")
        .types("root.crl")
        .shows("Next due")
        .press("Enter v")
        .shows("BEGIN X509 CRL")
        .press("v")
        .shows("SEQUENCE")
        .press("Esc")
        .shows("Next due")
        .press("?")
        .shows("previous match")
        .resizes(120, 40)
        .press("Esc")
        .shows("Next due")
        .press("q");
    // A named directory with a file that can't be read whole is still one that can be read.
    assert_eq!(session.ends(), 0);
    session.is_restored();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    skip_without!("setpriv", "stty");
    let mut session = session(Start::new()).shows("Files: 8").signal("TERM");
    assert_eq!(session.ends(), 143);
    session.is_restored();
}

#[test]
fn a_terminal_that_shows_no_screens_gets_text() {
    skip_without!("setpriv");
    let mut session = session(Start::new().env("TERM", "dumb"));
    assert_eq!(session.ends(), 0);
    assert!(session.screen().contains("Expires first"), "{}", session.screen());
}

#[test]
fn what_is_not_there_is_told_without_a_screen() {
    skip_without!("setpriv");
    let mut session = Start::new().arguments(&["inspect", "absent.pem"]).open();
    assert_eq!(session.ends(), 2);
    assert!(session.screen().contains("error: can't read `absent.pem`"), "{}", session.screen());
}
