//! From the first key to the written bundle, and every way out, on a real terminal.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use super::session::{Home, PATIENCE, Session, Start, read_when_there};
use crate::support::process::{run, wait_until};
use crate::support::skip_without;

const HOSTS: &str = "127.0.0.1\tlocalhost\n# the members\n10.0.0.1 etcd-1.example.com etcd-1\n10.0.0.2 etcd-2.example.com etcd-2\n10.0.0.3 etcd-3.example.com etcd-3\n";

#[test]
fn from_the_first_key_to_a_bundle_that_verifies() {
    skip_without!("setpriv", "stty");
    let mut session = Session::start()
        .shows("Why odd?")
        .press("Ctrl-N")
        .shows("requests/s")
        .press("Ctrl-N")
        .shows("Type the members")
        .pastes(HOSTS)
        .shows("Members filled in: 3")
        .shows("etcd-3.example.com")
        .goes_to_review()
        .press("Ctrl-N Enter Enter")
        .shows("36 files written to")
        .shows("scp -rp members/etcd-1 root@10.0.0.1:")
        .press("q");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    let bundle = session.home.work().join("etcd-bundle");
    let farewell = session.screen().replace('\n', "");
    assert!(farewell.contains("The bundle is in"), "{farewell}");
    assert_eq!(session.home.left(), ["etcd-bundle"]);
    run(session.home.quorate().arg("verify").arg(&bundle)).success();
}

/// Every key that is pressed counts. What is typed of the passphrase, twice, doesn't: a secret has no shorter way.
#[test]
fn the_shortest_way_to_a_bundle_takes_few_keys() {
    skip_without!("setpriv", "stty");
    let mut pressed = 0;
    let mut press = |session: Session, key: &str, then: &str| {
        pressed += 1;
        session.press(key).shows(then)
    };
    let session = press(Session::start(), "Enter", "requests/s");
    let session = press(session, "Enter", "Type the members");
    let session = session.pastes("10.1.0.1\n10.1.0.2\n10.1.0.3\n").shows("Members filled in: 3");
    let session = press(session, "Enter", "Cluster name");
    let session = press(session, "Enter", "Key algorithm");
    let session = press(session, "Enter", "passphrase").types("correct horse").shows("*****");
    let session = press(session, "Enter", "The same again").types("correct horse");
    let session = press(session, "Enter", "[ Generate ]").shows("will be written to");
    let session = press(session, "Enter", "Write the bundle?");
    let mut session = press(session, "Enter", "36 files written to").press("q");
    assert_eq!(session.ends(), 0);
    assert!(pressed <= 14, "{pressed} keys");
    let bundle = session.home.work().join("etcd-bundle");
    run(session.home.quorate().arg("verify").arg(&bundle)).success();
}

/// A CA of openssl's own in a directory: `NAME.crt`, and `NAME.key` encrypted with `open sesame`.
fn makes_authority(directory: &Path, name: &str, days: &str) {
    let (key, certificate) = (format!("{name}.key"), format!("{name}.crt"));
    let mut openssl = Command::new("openssl");
    openssl.current_dir(directory).args(["req", "-x509", "-newkey", "ec"]);
    openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-passout", "pass:open sesame"]);
    openssl.args(["-subj", &format!("/CN={name}"), "-days", days]);
    openssl.args(["-addext", "keyUsage=critical,keyCertSign,cRLSign"]);
    run(openssl.args(["-keyout", &key, "-out", &certificate])).success();
}

#[test]
fn a_ca_that_is_brought_is_read_before_anything_is_generated() {
    skip_without!("setpriv", "openssl");
    let start = Start::new();
    let work = start.work();
    makes_authority(&work, "ca", "3650");
    makes_authority(&work, "other", "30");
    let session = start.open().shows("Why odd?").names_members(3);
    let session = session.press("Ctrl-N").shows("Peer port").press("Ctrl-N").shows("Key algorithm");
    // Files that aren't there: both are named, and the review leads to the first.
    let session = session.press("Down Down Right Down").types("ca.pem").press("Down");
    let session = session.types("nothing.key").press("Ctrl-N").shows("Not ready yet");
    let session = session.shows("can't read `ca.pem`").shows("can't read `nothing.key`");
    let session = session.press("Enter").shows("can't read `ca.pem`").press("Ctrl-U");
    // No CA, and the key of another one, whose passphrase is missing.
    std::fs::write(work.join("notes"), "nothing\n").unwrap();
    let session = session.types("notes").press("Down Ctrl-U").types("other.key").press("Ctrl-N");
    let session = session.shows("CA certificate: notes: ").shows("CA passphrase: other.key: ");
    let session = session.press("Enter").shows("notes: ").press("Ctrl-U").types("ca.crt");
    let session = session.press("Down Down").types("open sesame").press("Ctrl-N");
    let session = session.shows("CA key: other.key: ").press("Enter").shows("other.key: ");
    // A CA that ends before its leaves would.
    let session = session.press("Up Ctrl-U").types("other.crt").press("Down Down").types("x");
    let session = session.press("Ctrl-N").shows("the passphrase doesn't decrypt the key");
    let session = session.shows("29 days: make").press("Enter").shows("Key algorithm");
    let session = session.sends("\x7f").press("Ctrl-N").shows("Leaves valid (days): ");
    let session = session.press("Enter").shows("the CA expires in 29 days").press("Ctrl-U");
    let mut session = session.types("20").press("Ctrl-N").shows("[ Generate ]");
    session =
        session.shows("will be written to").press("Ctrl-N Enter Enter").shows("files written to");
    session = session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn answers_are_kept_until_a_bundle_holds_them() {
    skip_without!("setpriv", "stty");
    let mut session = Session::start().names_members(3);
    let home = Arc::clone(&session.home);
    let kept = read_when_there(&home.draft("etcd"));
    assert!(kept.contains("10.0.0.3"), "{kept}");
    assert!(!kept.contains("PRIVATE") && !kept.contains("BEGIN"), "{kept}");
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(home.draft("etcd")), 0o600);
    assert_eq!(mode(home.draft("etcd").parent().unwrap().to_owned()), 0o700);
    session = session.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    assert!(home.draft("etcd").exists(), "leaving keeps the answers");

    let mut again = Start::at(&home)
        .open()
        .shows("Drafts: Enter continues where you left off")
        .shows("3 of 3")
        .press("Enter")
        .shows("You are back where you left off")
        .shows("10.0.0.3")
        .goes_to_review()
        .press("Ctrl-N Enter Enter")
        .shows("36 files written to")
        .press("q");
    assert_eq!(again.ends(), 0);
    assert!(!home.draft("etcd").exists(), "the bundle's plan holds them now");
    let mut fresh = Start::at(&home).open().shows("Why odd?");
    sleep(Duration::from_millis(300));
    assert!(!fresh.screen().contains("Drafts:"), "{}", fresh.screen());
    fresh = fresh.press("q").shows("Leave quorate?").press("Enter");
    assert_eq!(fresh.ends(), 0);
}

#[test]
fn nothing_is_kept_of_a_visit_that_answered_nothing() {
    skip_without!("setpriv", "stty");
    let mut session = Session::start().press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    assert!(!session.home.draft("etcd").exists());
    assert_eq!(session.home.left(), [""; 0]);
}

#[test]
fn a_new_size_is_taken_at_once() {
    skip_without!("setpriv");
    let session = Session::start()
        .names_members(3)
        .resizes(40, 10)
        .shows("The screen is too small")
        .resizes(160, 50)
        .shows("Server certificate: etcd-1")
        .resizes(1, 1)
        .resizes(500, 200)
        .shows("Server certificate: etcd-1");
    (1..100u16)
        .fold(session, |session, step| session.resizes(60 + step, 20 + step % 7))
        .resizes(80, 24)
        .shows("3 etcd-3");
}

/// The signal that tells of a new size and the key may reach the reader of keys at once; crossterm's
/// default reader then sleeps on the key until another one comes.
#[test]
fn a_key_counts_while_the_size_changes() {
    skip_without!("setpriv");
    let session = Session::start().names_members(3).types("x").shows("etcd-1x");
    ('a'..='z').cycle().zip(0..150u16).fold(session, |session, (letter, step)| {
        let size = 100 + step % 2;
        session.resizes(size, 24).types(&format!("\x7f{letter}")).shows(&format!("etcd-1{letter}"))
    });
}

#[test]
fn a_long_paste_leaves_the_wizard_responsive() {
    skip_without!("setpriv");
    let long = "x".repeat(10_000);
    Session::start()
        .names_members(3)
        .pastes(&long)
        .shows("10000 characters long")
        .types("y")
        .shows("etcd-1y");
}

#[test]
fn a_signal_restores_the_terminal_and_shows_in_the_exit_code() {
    skip_without!("setpriv", "stty");
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut session = Session::start().names_members(3).signal(name);
        assert_eq!(session.ends(), code, "SIG{name}");
        session.is_restored();
        assert!(session.home.draft("etcd").exists(), "SIG{name} keeps the answers");
        assert_eq!(session.home.left(), [""; 0]);
    }
}

#[test]
fn a_signal_during_the_generation_leaves_nothing_behind() {
    skip_without!("setpriv", "stty");
    let mut session =
        Session::start().many_slow_keys().press("Ctrl-N Enter Enter").shows("Making keys");
    session = session.signal("TERM");
    // The keys that were begun are finished first, and these take long in a debug build.
    assert_eq!(session.ends_within(Duration::from_secs(120)), 143);
    session.is_restored();
    assert_eq!(session.home.left(), [""; 0]);
    assert!(session.home.draft("etcd").exists());
}

#[test]
fn esc_cancels_the_generation_and_it_can_be_started_again() {
    skip_without!("setpriv");
    let mut session = Session::start()
        .many_slow_keys()
        .press("Ctrl-N Enter Enter")
        .shows("Making keys")
        .press("Esc")
        .shows("Cancelled. Nothing was left behind");
    assert_eq!(session.home.left(), [""; 0]);
    session = session
        .press("Esc")
        .shows("[ Generate ]")
        .press("Ctrl-P")
        .shows("[RSA 3072]")
        .press("Down Down Down Down Left Left Left")
        .shows("[P-256]")
        .press("Ctrl-N")
        .shows("will be written to")
        .press("Ctrl-N Enter Enter")
        .shows("files written to")
        .press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_terminal_that_goes_away_ends_the_wizard() {
    skip_without!("setpriv");
    for start in [Start::new(), Start::new().without_control()] {
        let mut session = start.open().shows("Why odd?").names_members(3);
        session.closes_terminal();
        assert_eq!(session.ends(), 129);
    }
}

#[test]
fn waiting_costs_nothing() {
    skip_without!("setpriv");
    let session = Session::start().names_members(3);
    read_when_there(&session.home.draft("etcd"));
    // What the last key asked for may still be at work; a wizard that never rests fails in the end.
    wait_until("two seconds of waiting", PATIENCE, || {
        let before = session.ticks();
        sleep(Duration::from_secs(2));
        let used = session.ticks() - before;
        if used <= 2 { Ok(()) } else { Err(format!("{used} ticks in 2 s")) }
    });
}

#[test]
fn a_stopped_wizard_goes_on_where_it_was() {
    skip_without!("setpriv");
    let session = Session::start().names_members(3).signal("STOP");
    sleep(Duration::from_millis(200));
    session.signal("CONT").types("x").shows("etcd-1x");
}

#[test]
fn ctrl_c_twice_during_the_generation_leaves_nothing_behind() {
    skip_without!("setpriv", "stty");
    let mut session = Session::start().many_slow_keys().press("Ctrl-N Enter Enter");
    session = session.shows("Making keys").press("Ctrl-C").shows("Leave quorate?");
    session = session.press("Ctrl-C");
    assert_eq!(session.ends_within(Duration::from_secs(120)), 0);
    session.is_restored();
    assert_eq!(session.home.left(), [""; 0]);
}

#[test]
fn without_a_usable_terminal_the_way_without_one_is_named() {
    skip_without!("setpriv");
    let home = Home::new();
    let refused = run(home.quorate().env("TERM", "xterm").stdin(Stdio::null())).failure();
    assert_eq!(refused.status.unwrap().code(), Some(2), "{refused}");
    assert!(refused.stderr.contains("generate"), "{refused}");

    // Where no screens can be shown, the same is asked line by line.
    for (name, value) in [("TERM", "dumb"), ("TERM", ""), ("ACCESSIBLE", "1")] {
        let mut session = Start::new().env(name, value).open().shows("Members [3]:");
        session = session.types("?\r").shows("Source: etcd FAQ").types("\x04");
        assert_eq!(session.ends(), 1, "{name}={value}: {}", session.screen());
        assert!(session.screen().contains("Nothing was written"), "{}", session.screen());
        session.is_restored();
    }
}

#[test]
fn without_colours_none_is_sent() {
    skip_without!("setpriv");
    let session = Start::new().env("NO_COLOR", "1").open().shows("Why odd?");
    let parser = session.formatted();
    assert!(!parser.contains("[36m") && !parser.contains("[31m"), "{parser:?}");
}

#[test]
fn nothing_of_a_session_outlives_it() {
    skip_without!("setpriv");
    let session = Session::start();
    let id = session.id();
    drop(session);
    let alive = run(Command::new("sh").args(["-c", &format!("kill -0 {id} 2>&1")]));
    assert!(!alive.succeeded(), "{alive}");
}

/// A script's answers are taken by whatever asks for line prompts, and don't depend on a draft that was left over.
#[test]
fn a_script_answers_the_line_prompts_whatever_was_left_over() {
    skip_without!("setpriv", "stty");
    let mut left = Session::start().names_members(3);
    let home = Arc::clone(&left.home);
    read_when_there(&home.draft("etcd"));
    left = left.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(left.ends(), 0);
    for (name, value) in [("ACCESSIBLE", "1"), ("TERM", "dumb")] {
        let cluster = name.to_lowercase();
        let script =
            format!("\n\n\n10.0.0.1\n10.0.0.2\n10.0.0.3\n\n{cluster}\n\n\nmade\n\n\n\nyes\n");
        std::fs::write(home.work().join("script"), script).unwrap();
        let mut wizard = home.quorate();
        wizard.arg("wizard").env("TERM", "xterm").env(name, value);
        wizard.stdin(std::fs::File::open(home.work().join("script")).unwrap());
        let told = wizard.output().unwrap();
        let text = String::from_utf8_lossy(&told.stdout);
        assert!(told.status.success(), "{text}");
        assert!(!text.contains("Drafts"), "{text}");
        assert!(text.contains(&format!("{cluster}-bundle")), "{text}");
        assert!(home.draft("etcd").exists(), "another one's draft stays");
    }
    // On a terminal the lines break between words.
    let mut session = Start::new().arguments(&["wizard", "--plain"]).open().shows("Members [3]:");
    assert!(
        session.screen().contains("brackets; ? explains the\nquestion"),
        "{}",
        session.screen()
    );
    session = session.types("\x04");
    assert_eq!(session.ends(), 1);
}

/// Serial consoles and old screens don't tell a paste from typing.
#[test]
fn lines_that_come_at_once_are_a_paste_where_members_are_named() {
    skip_without!("setpriv");
    let mut session = Session::start().shows("Why odd?");
    session = session.press("Ctrl-N").shows("requests/s").press("Ctrl-N").shows("Type the members");
    session = session.sends("10.0.0.1\r10.0.0.2\r10.0.0.3\r").shows("Members filled in: 3");
    session = session.shows("etcd-3");
    // What isn't a table is keys, however fast they come.
    session = session.press("Ctrl-U").sends("first\rsecond\r").shows("▸5 Certificates");
    session = session.press("Ctrl-P").shows("second");
    session = session.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_plan_starts_at_its_review_and_says_that_another_authority_is_made() {
    skip_without!("setpriv");
    let home = Arc::new(Home::new());
    let start = Start::at(&home);
    let mut plan = home.quorate();
    plan.args(["plan", "--cluster", "shop", "--member", "m1=10.0.0.1"]);
    let plan = run(&mut plan).success();
    std::fs::write(start.work().join("plan.json"), plan.stdout).unwrap();
    std::fs::create_dir(start.work().join("shop-bundle")).unwrap();
    std::fs::write(start.work().join("shop-bundle/notes"), "mine").unwrap();
    let mut session = start.arguments(&["wizard", "--plan", "plan.json"]).open();
    session = session.shows("./shop-bundle-2").shows("[ Generate ]").press("Ctrl-N Enter");
    session = session.shows("This makes another CA").press("Enter").shows("files written to");
    session = session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn colours_are_those_of_terminals_with_few() {
    skip_without!("setpriv");
    let mut session = Session::start().shows("Why odd?");
    let written = session.written();
    assert!(written.contains("\x1b[36;49m"), "a heading is cyan: {written}");
    assert!(!written.contains("38;5;"), "{written}");
    session = session.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(session.ends(), 0);
}
