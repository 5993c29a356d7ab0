//! Answers that were typed are never replaced by others.

use std::sync::Arc;

use super::session::{Home, PATIENCE, Session, Start, read_when_there};
use crate::support::process::{run, wait_until};
use crate::support::skip_without;

/// Names the members of a new start, and leaves once the answers are kept in a file.
#[track_caller]
fn types_and_leaves(session: Session, count: usize, file: &str) -> Arc<Home> {
    let home = Arc::clone(&session.home);
    let path = home.answers().with_file_name(file);
    let session = session.names_members(count);
    let last = format!("10.0.0.{count}\"");
    wait_until("the answers", PATIENCE, || match std::fs::read_to_string(&path) {
        Ok(text) if text.contains(&last) => Ok(()),
        other => Err(format!("{other:?}")),
    });
    let mut session = session.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(session.ends(), 0);
    home
}

/// The names beside the answers.
fn names(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.answers().parent().unwrap()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn answers_that_are_declined_again_and_again_are_all_kept() {
    skip_without!("setpriv");
    let home = types_and_leaves(Session::start(), 3, "answers.json");
    let mut kept = vec![std::fs::read_to_string(home.answers()).unwrap()];
    for count in [5, 7, 9] {
        let session = Start::at(&home).open().shows("Go on where you left off?").press("Esc");
        types_and_leaves(session.shows("The earlier answers are kept"), count, "answers.json");
        kept.push(std::fs::read_to_string(home.answers()).unwrap());
    }
    let all = [
        "answers.json",
        "answers.json.earlier",
        "answers.json.earlier.2",
        "answers.json.earlier.3",
    ];
    assert_eq!(names(&home), all);
    let texts = [all[1], all[2], all[3], all[0]]
        .map(|name| std::fs::read_to_string(home.answers().with_file_name(name)).unwrap());
    assert_eq!(texts.to_vec(), kept);
    // Those that are taken are gone on with.
    let mut taken = Start::at(&home).open().shows("Go on where you left off?").press("Enter");
    taken = taken.shows("Enter next").shows("Why odd?").press("Ctrl-N");
    taken = taken.shows("requests/s").press("Ctrl-N").shows("10.0.0.9").types("x").shows("etcd-1x");
    wait_until("the new answers", PATIENCE, || match std::fs::read_to_string(home.answers()) {
        Ok(text) if text.contains("etcd-1x") => Ok(()),
        other => Err(format!("{other:?}")),
    });
    taken = taken.signal("TERM");
    assert_eq!(taken.ends(), 143);
    assert_eq!(names(&home), all);
}

#[test]
fn answers_are_kept_though_something_goes_on_happening() {
    skip_without!("setpriv");
    let session = Session::start().names_members(3);
    wait_until("the answers", PATIENCE, || {
        // Twenty times as often as answers are saved.
        session.kill("CONT");
        if session.home.answers().exists() { Ok(()) } else { Err(session.screen()) }
    });
}

#[test]
fn files_that_can_not_be_read_are_all_kept() {
    skip_without!("setpriv");
    let home = Arc::new(Home::new());
    std::fs::create_dir_all(home.answers().parent().unwrap()).unwrap();
    for text in ["one", "[]", "{\"three\":"] {
        std::fs::write(home.answers(), text).unwrap();
        let mut session = Start::at(&home).open().shows("can't be read").signal("TERM");
        assert_eq!(session.ends(), 143);
    }
    let all = ["answers.json.bad", "answers.json.bad.2", "answers.json.bad.3"];
    assert_eq!(names(&home), all);
    assert_eq!(read_when_there(&home.answers().with_file_name(all[2])), "{\"three\":");
}

#[test]
fn two_wizards_keep_their_answers_apart() {
    skip_without!("setpriv");
    let first = Session::start().names_members(3);
    let home = Arc::clone(&first.home);
    let earlier = read_when_there(&home.answers());
    let second = Start::at(&home).open().shows("another wizard is running").shows("answers-2.json");
    assert!(!second.screen().contains("Go on where"), "{}", second.screen());
    types_and_leaves(second, 5, "answers-2.json");
    let first = first.types("x").shows("etcd-1x");
    wait_until("the first one's", PATIENCE, || match std::fs::read_to_string(home.answers()) {
        Ok(text) if text.contains("etcd-1x") => Ok(()),
        other => Err(format!("{other:?}")),
    });
    assert!(earlier.contains("10.0.0.3"));
    // Not even a kill keeps the place taken.
    drop(first);
    let mut next =
        Start::at(&home).open().shows("Go on where you left off?").shows("3 of them named");
    assert!(!next.screen().contains("another wizard"), "{}", next.screen());
    next = next.press("Esc").shows("The earlier answers are kept").signal("TERM");
    assert_eq!(next.ends(), 143);
    // What the second one left is offered where the first place is empty.
    let mut next =
        Start::at(&home).open().shows("Go on where you left off?").shows("5 of them named");
    next = next.signal("TERM");
    assert_eq!(next.ends(), 143);
    assert_eq!(names(&home), ["answers-2.json", "answers.json.earlier"]);
    let way = home.answers().with_file_name("answers-2.json");
    let plan = run(home.quorate().args(["plan", "--answers"]).arg(way)).success().stdout;
    assert!(plan.contains("10.0.0.5"), "{plan}");
}
