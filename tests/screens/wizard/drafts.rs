//! Drafts: kept by cluster, several at a time, each open in one wizard only.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use super::session::{Home, PATIENCE, Session, Start, read_when_there};
use crate::support::process::{run, wait_until};
use crate::support::skip_without;

/// The title of the list.
const LIST: &str = "Drafts: Enter continues where you left off";

/// Waits until the draft of a cluster has a text in it.
#[track_caller]
fn is_kept(home: &Home, name: &str, text: &str) {
    wait_until(&format!("{text} in {name}"), PATIENCE, || {
        match std::fs::read_to_string(home.draft(name)) {
            Ok(found) if found.contains(text) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}

/// Names members, and ends with a signal once the draft holds them.
#[track_caller]
fn types_and_ends(session: Session, count: usize, name: &str) -> Arc<Home> {
    let session = session.names_members(count);
    is_kept(&session.home, name, &format!("10.0.0.{count}\""));
    ends(session)
}

#[track_caller]
fn ends(session: Session) -> Arc<Home> {
    let mut session = session.signal("TERM");
    assert_eq!(session.ends(), 143);
    Arc::clone(&session.home)
}

/// The names of the files in the directory of drafts, of locks too.
fn names(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.draft("etcd").parent().unwrap()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_start_goes_on_at_the_step_and_field_where_somebody_left_off() {
    skip_without!("setpriv", "stty");
    let session = Session::start().names_members(3).press("Ctrl-N").shows("Peer port");
    // The cluster's name; the draft is named like it.
    let session = session.press("Ctrl-U").types("shop").shows("shop");
    is_kept(&session.home, "shop", "10.0.0.3");
    // Among the questions that a short form leaves out.
    let session = session.press("Down Down Down Down Down Enter Down Down Down");
    let session = session.press("End").types("1").shows("23801");
    is_kept(&session.home, "shop", "23801");
    let home = Arc::clone(&session.home);
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(home.draft("shop")), 0o600);
    assert_eq!(mode(home.draft("shop").parent().unwrap().to_owned()), 0o700);
    ends(session);
    assert_eq!(names(&home), ["shop.json"]);

    let again = Start::at(&home).open().shows(LIST).shows("4 Network").shows("etcd-1, etcd-2");
    let again = again.press("Enter").shows("You are back where you left off").shows("Peer port");
    let again = again.sends("\x7f\x7f").types("9").shows("2389").press("Ctrl-P").shows("10.0.0.3");
    is_kept(&home, "shop", "2389");
    // The step counts as well, though no answer was changed.
    is_kept(&home, "shop", "\"step\":\"members\"");
    let mut again = again.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(again.ends(), 0);
    again.is_restored();
    assert_eq!(names(&home), ["shop.json"]);
    let plan = run(home.quorate().args(["plan", "--answers"]).arg(home.draft("shop"))).success();
    assert!(plan.stdout.contains("10.0.0.3") && plan.stdout.contains("2389"), "{}", plan.stdout);
}

#[test]
fn two_wizards_never_lose_one_anothers_answers() {
    skip_without!("setpriv", "stty");
    let first = Session::start().names_members(3);
    let home = Arc::clone(&first.home);
    is_kept(&home, "etcd", "10.0.0.3");
    let second = Start::at(&home).open().shows(LIST).shows("open in another wizard");
    let second = second.press("Enter").shows("the draft of etcd is open in another wizard");
    let second = second.press("Ctrl-X").shows("Delete this draft?").press("Enter");
    let second = second.shows("the draft of etcd is open in another wizard").press("n");
    let second = second.names_members(5);
    is_kept(&home, "etcd-2", "10.0.0.5");
    let first = first.types("x").shows("etcd-1x");
    is_kept(&home, "etcd", "etcd-1x");
    // A third one sees both, and that neither can be had.
    let third = Start::at(&home).open().shows(LIST).shows("open in another wizard");
    assert_eq!(third.screen().matches("open in another wizard").count(), 2, "{}", third.screen());
    let mut third = third.press("q");
    assert_eq!(third.ends(), 0);
    // Not even a kill keeps a draft locked.
    drop(first);
    let next = Start::at(&home).open().shows(LIST).shows("open in another wizard");
    let next = next.shows("3 of 3").press("Enter").shows("You are back").shows("10.0.0.3");
    ends(next);
    ends(second);
    assert_eq!(names(&home), ["etcd-2.json", "etcd.json"]);
    for (name, last) in [("etcd", "10.0.0.3"), ("etcd-2", "10.0.0.5")] {
        let plan = run(home.quorate().args(["plan", "--answers"]).arg(home.draft(name))).success();
        assert!(plan.stdout.contains(last), "{}", plan.stdout);
    }
}

#[test]
fn a_draft_that_was_deleted_can_be_brought_back() {
    skip_without!("setpriv");
    let home = types_and_ends(Session::start(), 3, "etcd");
    let session = Start::at(&home).open().shows(LIST).press("n");
    types_and_ends(session, 5, "etcd-2");
    let kept = std::fs::read_to_string(home.draft("etcd")).unwrap();
    let session = Start::at(&home).open().shows("5 of 5").press("Down Ctrl-X");
    let session = session.shows("Delete this draft?").press("Esc").press("Ctrl-X Enter");
    let session = session.shows("The draft of etcd was deleted");
    assert_eq!(names(&home), ["etcd-2.json"]);
    let session = session.sends("\x1bu").shows("The draft is back").shows("3 of 3");
    assert_eq!(std::fs::read_to_string(home.draft("etcd")).unwrap(), kept);
    let mut session = session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn answers_of_an_earlier_version_become_a_draft() {
    skip_without!("setpriv");
    let home = types_and_ends(Session::start(), 3, "etcd");
    let draft: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(home.draft("etcd")).unwrap()).unwrap();
    let old = home.draft("etcd").parent().unwrap().with_file_name("answers.json");
    std::fs::write(&old, draft["answers"].to_string()).unwrap();
    std::fs::remove_file(home.draft("etcd")).unwrap();
    let session = Start::at(&home).open().shows(LIST).shows("3 of 3").press("Enter");
    ends(session.shows("You are back").shows("Why odd?"));
    assert!(!old.exists() && home.draft("etcd").exists());
}

#[test]
fn a_draft_that_can_not_be_read_is_listed_and_left_alone() {
    skip_without!("setpriv");
    let home = Arc::new(Home::new());
    std::fs::create_dir_all(home.draft("etcd").parent().unwrap()).unwrap();
    std::fs::write(home.draft("etcd"), "{\"draft\": 3,").unwrap();
    let session = Start::at(&home).open().shows(LIST).shows("can't be read").press("Enter");
    let session = session.shows("the draft can't be read").press("n");
    types_and_ends(session, 3, "etcd-2");
    assert_eq!(read_when_there(&home.draft("etcd")), "{\"draft\": 3,");
}

#[test]
fn drafts_are_kept_though_something_goes_on_happening() {
    skip_without!("setpriv");
    let session = Session::start().names_members(3);
    wait_until("the draft", PATIENCE, || {
        // Twenty times as often as answers are saved.
        session.kill("CONT");
        if session.home.draft("etcd").exists() { Ok(()) } else { Err(session.screen()) }
    });
}

#[test]
fn every_end_leaves_the_draft_whole_its_lock_free_and_the_terminal_as_it_was() {
    skip_without!("setpriv", "stty");
    let home = types_and_ends(Session::start(), 3, "etcd");
    let mut name = "etcd-1".to_owned();
    for (signal, code, typed) in
        [("HUP", 129, "a"), ("TERM", 143, "b"), ("INT", 130, "c"), ("QUIT", 131, "d")]
    {
        // At the list.
        let mut session = Start::at(&home).open().shows(LIST).signal(signal);
        assert_eq!(session.ends(), code, "SIG{signal}");
        session.is_restored();
        // In the draft, right after a change that isn't stored yet; and after a stop on the way.
        let session = Start::at(&home).open().shows(LIST).signal("TSTP");
        session.is_stopped();
        session.is_restored();
        let session = session.signal("CONT").shows(LIST).press("Enter").shows("You are back");
        name += typed;
        let mut session = session.types(typed).shows(&name).signal(signal);
        assert_eq!(session.ends(), code, "SIG{signal}");
        session.is_restored();
        assert_eq!(names(&home), ["etcd.json"], "SIG{signal}");
        let text = std::fs::read_to_string(home.draft("etcd")).unwrap();
        assert!(text.contains(&name), "SIG{signal}: {text}");
    }
}

#[test]
fn what_a_kill_left_is_cleared_away() {
    skip_without!("setpriv");
    let session = Session::start().names_members(3);
    let home = Arc::clone(&session.home);
    is_kept(&home, "etcd", "10.0.0.3");
    session.kill("KILL");
    drop(session);
    assert_eq!(names(&home), ["etcd.json", "etcd.json.lock"], "nobody was there to remove it");
    std::fs::write(home.draft("etcd").with_extension("json.new"), "half").unwrap();
    let session = Start::at(&home).open().shows(LIST).shows("3 of 3").press("Enter");
    let session = session.shows("You are back").types("x").shows("etcd-1x");
    is_kept(&home, "etcd", "etcd-1x");
    ends(session);
    assert_eq!(names(&home), ["etcd.json"]);
}
