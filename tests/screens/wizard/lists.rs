//! Lists and pages: what is searched for is found, and where one is shows.

use std::os::unix::fs::PermissionsExt;

use quorate::cluster::Plan;
use quorate::ui::{Action, Saved};

use super::driver::Wizard;
use super::screens::looks_as;
use super::session::Session;
use crate::seen::Seen as _;
use crate::support::skip_without;

fn review(width: u16, height: u16) -> Wizard {
    Wizard::filled(width, height).goes_to(6)
}

#[test]
fn a_file_of_the_review_is_found() {
    let files = review(80, 24).press("Shift-Tab").shows("README.txt");
    let typing = files.press("/").types("ETCD-2/pki/peer-key");
    looks_as("search_files", &typing);
    typing.press("Enter").shows("Match 1 of 1").shows("private key");
    let several = review(80, 24).press("Shift-Tab /").types("install.sh").press("Enter");
    let second = several.shows("Match 1 of 3").press("n").shows("Match 2 of 3");
    second.press("n n").shows("Match 1 of 3").types("N").shows("Match 3 of 3");
}

#[test]
fn a_search_that_is_left_goes_back_and_one_without_a_match_says_so() {
    let files = review(80, 24).press("Shift-Tab");
    let before = files.marked();
    let left = files.press("/").types("install").press("Esc");
    assert_eq!(left.marked(), before);
    left.press("/").types("no such file").shows("no match").press("Enter").shows("No match.");
}

#[test]
fn the_help_tells_of_the_drafts_the_mouse_and_the_script() {
    let size = Wizard::at(160, 60).press("?").shows("d lists").shows("F10");
    size.shows("mouse on or off").shows("list the drafts");
    let review = review(160, 90).press("?").shows("b saves a script");
    review.shows("save script").shows("d shows what differs");
}

#[test]
fn pages_and_starts_are_searched_too() {
    let help = Wizard::at(80, 24).press("F1 /").types("quorum").press("Enter");
    help.shows("Match 1 of ").press("n").shows("Match 2 of ").press("Esc").hides("Match");
    let start = Wizard::at(80, 24).press("s /").types("kubernetes").press("Enter");
    start
        .shows("▸ for Kubernetes")
        .press("Enter")
        .shows("The answers were set for: for Kubernetes");
    let file = review(80, 24).press("Shift-Tab Enter /").types("renewal").press("Enter");
    file.shows("Match 1 of ");
    let done = review(80, 24).press("Ctrl-N Enter Enter").finishes();
    let done = done.press("/").types("systemctl").press("Enter").shows("Match 1 of 3");
    done.shows("systemctl enable");
    let advice = Wizard::at(80, 24).goes_to(6).press("/").types("member 3").press("Enter");
    advice.shows("Match 1 of ");
}

#[test]
fn the_same_by_hand_is_saved_from_the_review() {
    let saved = review(80, 24).press("b");
    let Some(Action::SaveBeside { what: Saved::ByHand, contents, base }) = saved.asked() else {
        panic!("{:?}", saved.asked())
    };
    assert!(contents.starts_with("#!/bin/sh"), "{contents}");
    assert_eq!(base, "./etcd-bundle");
    let missing = Wizard::at(80, 24).goes_to(6).press("b");
    missing.shows("Something is still missing");
}

#[test]
fn the_plan_is_saved_from_the_review_without_a_bundle() {
    let saved = review(80, 24).press("p");
    let Some(Action::SaveBeside { what: Saved::Plan, contents, base }) = saved.asked() else {
        panic!("{:?}", saved.asked())
    };
    assert_eq!(base, "./etcd-bundle");
    assert_eq!(Plan::from_json(contents.as_bytes()).unwrap(), saved.answers().plan().unwrap());
    let missing = Wizard::at(80, 24).goes_to(6).press("p");
    missing.shows("Something is still missing");
}

#[test]
fn a_saved_plan_is_generated_later_and_never_replaces_anything() {
    skip_without!("setpriv", "stty");
    let session = Session::start().names_members(3).goes_to_review();
    let session = session.press("p").shows("The plan is written").shows("etcd-bundle-plan.json");
    let mut session = session.press("p").shows("exists").shows("-plan-2.json");
    let work = session.home.work();
    let [first, second] = ["etcd-bundle-plan.json", "etcd-bundle-plan-2.json"].map(|name| {
        let path = work.join(name);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o644);
        std::fs::read(&path).unwrap()
    });
    assert_eq!(first, second);
    assert_eq!(Plan::from_json(&first).unwrap().members.iter().count(), 3);
    assert!(!work.join("etcd-bundle").exists());
    session = session.press("q").shows("Leave quorate?").press("Enter");
    assert_eq!(session.ends(), 0);
}

#[test]
fn the_saved_script_never_replaces_anything_without_a_word() {
    skip_without!("setpriv", "stty");
    let session = Session::start().names_members(3).goes_to_review();
    let session = session.press("b").shows("The commands are written");
    let mut session = session.press("b").shows("exists").shows("-by-hand-2.sh");
    let work = session.home.work();
    for name in ["etcd-bundle-by-hand.sh", "etcd-bundle-by-hand-2.sh"] {
        let path = work.join(name);
        assert!(std::fs::read_to_string(&path).unwrap().starts_with("#!/bin/sh"));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o755);
    }
    session = session.press("q").shows("Leave quorate?").press("Enter");
    assert_eq!(session.ends(), 0);
}

#[test]
fn the_commands_of_a_step_are_shown_searched_and_copied() {
    let shown = Wizard::filled(80, 24).goes_to(3).press("Down Alt-B");
    let shown = shown.shows("The same by hand").shows("--name=etcd-2").press("c");
    let Some(Action::Copy(text)) = shown.asked() else { panic!("{:?}", shown.asked()) };
    assert!(text.contains("-out members/etcd-2/pki/server.pem"), "{text}");
    let shown = shown.press("/").types("x509 -req").press("Enter").shows("openssl x509 -req");
    // They follow what is typed.
    let typed = shown.press("Esc Tab").retypes("10.0.0.9").press("Alt-B c");
    let Some(Action::Copy(text)) = typed.asked() else { panic!("{:?}", typed.asked()) };
    assert!(text.contains("IP.1 = 10.0.0.9") && text.contains("etcd-2=https://10.0.0.9:2380"));
    let missing = typed.press("Esc").retypes("").press("F11 c");
    let Some(Action::Copy(text)) = missing.asked() else { panic!("{:?}", missing.asked()) };
    assert!(
        text.starts_with("# Not answered yet") && text.contains("etcd-2=https://ADDRESS-2:2380")
    );
}

#[test]
fn the_review_names_both_keys_that_save_at_80_columns() {
    let review = Wizard::filled(80, 24).goes_to(6);
    review.shows("p save plan").shows("b save script");
}
