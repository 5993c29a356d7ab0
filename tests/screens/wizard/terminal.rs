//! What becomes of the terminal: a hangup, stops, signals and its own answers, at every step of the wizard,
//! in the inspector and where a passphrase is asked for.

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::session::{PATIENCE, Session, Start};
use crate::support::process::{run, wait_until};
use crate::support::skip_without;

/// Answers of terminals that no reader of keys knows by heart.
const ANSWERS: [&str; 8] = [
    "\x1b[?2026;2$y",
    "\x1b[?62;22c",
    "\x1b[12;40R",
    "\x1b[?31u",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "\x1bP>|xterm(370)\x1b\\",
    "\x1b[<0;3;3M",
];

/// What the wizard's steps show, but for the generation.
const STEPS: [&str; 6] = [
    "Why odd?",
    "requests/s",
    "Type the members",
    "Peer port",
    "Key algorithm",
    "will be written to",
];

/// A session at each step, and one whose keys are being made.
fn each_step() -> impl Iterator<Item = (&'static str, Session)> {
    let steps = (0..STEPS.len()).map(|step| {
        let session = Session::start();
        let session = STEPS[1..=step].iter().fold(session, |session, text| {
            // Steps with something missing are left the second time.
            let session = session.press("Ctrl-N");
            if matches!(*text, "Peer port" | "will be written to") {
                session.press("Ctrl-N").shows(text)
            } else {
                session.shows(text)
            }
        });
        (STEPS[step], session)
    });
    steps.chain(std::iter::once_with(|| ("Making keys", generating())))
}

fn generating() -> Session {
    Session::start().many_slow_keys().press("Ctrl-N Enter Enter").shows("Making keys")
}

fn inspector() -> Session {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/viewer");
    Start::new().arguments(&["inspect", fixtures.to_str().unwrap()]).open().shows("Files: 8")
}

const ASKED: &str = "New passphrase for the CA's key, at least 8 characters:";

/// Where the passphrase of a new CA is asked for.
fn prompt() -> Session {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-members.json");
    let plan = plan.to_str().unwrap();
    let arguments = ["generate", "-q", "--plan", plan, "--out", "out", "--encrypt-ca"];
    let session = Start::new().arguments(&arguments).open().shows(ASKED);
    assert!(!session.has_echo());
    session
}

/// How often the question stands on the screen.
fn times_asked(session: &Session) -> usize {
    session.screen().matches(ASKED).count()
}

/// Keys that were begun are finished first, and these take long in a debug build.
const END: Duration = Duration::from_secs(120);

#[test]
fn a_hangup_ends_every_step_and_leaves_nothing() {
    skip_without!("setpriv", "stty");
    for (step, mut session) in each_step() {
        session.closes_terminal();
        assert_eq!(session.ends_within(END), 129, "{step}");
        assert_eq!(session.home.left(), [""; 0], "{step}");
    }
    let mut session = inspector();
    session.closes_terminal();
    assert_eq!(session.ends(), 129);
    let mut session = prompt();
    // The question is drawn again only where somebody else had the terminal.
    session.spoils_terminal();
    session.closes_terminal();
    assert_eq!(session.ends(), 129);
    assert_eq!(session.home.left(), [""; 0]);
}

#[test]
fn a_hangup_of_a_terminal_that_sends_no_signal_is_one_too() {
    skip_without!("setpriv");
    let start = Start::new().without_control().open().shows("Why odd?");
    let mut session = start.many_slow_keys().press("Ctrl-N Enter Enter").shows("Making keys");
    session.closes_terminal();
    assert_eq!(session.ends_within(END), 129);
    assert_eq!(session.home.left(), [""; 0]);
}

/// Stops and continues a session, whose screen is the same afterwards.
#[track_caller]
fn stops_and_goes_on(session: Session) -> Session {
    // The first look may be at half a frame; a screen that is never the same fails in the end.
    wait_until("the same screen", PATIENCE, || {
        let shown = session.screen();
        session.kill("TSTP");
        session.is_stopped();
        session.is_restored();
        session.kill("CONT");
        let deadline = Instant::now() + Duration::from_secs(3);
        while Instant::now() < deadline {
            if session.screen() == shown && session.is_alternate() && !session.has_echo() {
                return Ok(());
            }
            sleep(Duration::from_millis(10));
        }
        Err(format!("{shown}\n---\n{}", session.screen()))
    });
    session
}

#[test]
fn a_stop_gives_the_terminal_back_at_every_step() {
    skip_without!("setpriv", "stty");
    for (step, session) in each_step() {
        if step == "Making keys" {
            let session = session.signal("TSTP");
            session.is_stopped();
            session.is_restored();
            let session = session.signal("CONT").shows("Making keys").press("Ctrl-C");
            let mut session = session.shows("Leave quorate?").press("Ctrl-C");
            assert_eq!(session.ends_within(END), 0);
            session.is_restored();
            assert_eq!(session.home.left(), [""; 0]);
            continue;
        }
        let session = stops_and_goes_on(stops_and_goes_on(session));
        let mut session = session.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
        assert_eq!(session.ends(), 0, "{step}");
        session.is_restored();
    }
    let mut session = stops_and_goes_on(inspector()).press("q");
    assert_eq!(session.ends(), 0);
    session.is_restored();
}

#[test]
fn a_stop_that_nobody_is_told_of_is_made_good() {
    skip_without!("setpriv", "stty");
    let session = Session::start().names_members(3).signal("STOP");
    session.is_stopped();
    // What a shell does to the terminal meanwhile.
    session.spoils_terminal();
    let session = session.signal("CONT").types("x").shows("etcd-1x");
    assert!(session.is_alternate() && !session.has_echo());
    let mut session = session.press("Ctrl-C").shows("Leave quorate?").press("Ctrl-C");
    assert_eq!(session.ends(), 0);
    session.is_restored();
}

#[test]
fn a_new_size_while_stopped_is_taken_and_a_stop_that_is_taken_back_is_none() {
    skip_without!("setpriv", "stty");
    let session = Session::start().names_members(3).signal("TSTP");
    session.is_stopped();
    let session = session.resizes(160, 50).signal("CONT").shows("Server certificate: etcd-1");
    let mut session = session;
    for _ in 0..20 {
        run(Command::new("sh")
            .args(["-c", &format!("kill -TSTP {0}; kill -CONT {0}", session.id())]))
        .success();
    }
    session = session.types("x").shows("etcd-1x").signal("TERM");
    assert_eq!(session.ends(), 143);
    session.is_restored();
}

#[test]
fn a_signal_to_a_stopped_wizard_ends_it_once_it_goes_on() {
    skip_without!("setpriv", "stty");
    for session in [Session::start().names_members(3), inspector(), prompt()] {
        let mut session = session.signal("TSTP");
        session.is_stopped();
        session = session.signal("TERM").signal("CONT");
        assert_eq!(session.ends(), 143);
        session.is_restored();
    }
}

#[test]
fn every_signal_that_ends_a_program_gives_the_terminal_back() {
    skip_without!("setpriv", "stty");
    let all =
        [("HUP", 129), ("INT", 130), ("QUIT", 131), ("ABRT", 134), ("USR1", 138), ("USR2", 140)];
    let all = all.into_iter().chain([
        ("ALRM", 142),
        ("TERM", 143),
        ("XCPU", 152),
        ("VTALRM", 154),
        ("IO", 157),
    ]);
    for (name, code) in all {
        for session in [Session::start(), inspector(), prompt()] {
            let mut session = session.signal(name);
            assert_eq!(session.ends(), code, "SIG{name}");
            session.is_restored();
            assert_eq!(session.home.left(), [""; 0]);
        }
    }
    for (step, session) in each_step() {
        let mut session = session.signal("HUP");
        assert_eq!(session.ends_within(END), 129, "{step}");
        session.is_restored();
        assert_eq!(session.home.left(), [""; 0]);
    }
}

#[test]
fn keys_that_end_a_program_end_the_question_for_a_passphrase() {
    skip_without!("setpriv", "stty");
    for (key, code) in [("Ctrl-C", 130), ("Ctrl-\\", 131)] {
        let mut session = prompt().types("some").press(key);
        assert_eq!(session.ends(), code);
        session.is_restored();
    }
    let mut session = prompt().press("Ctrl-D");
    assert_eq!(session.ends(), 2);
    session.is_restored();
    // No shell is there that could continue it.
    let mut session = prompt().types("open").press("Ctrl-Z").types(" sesame").press("Enter");
    session = session.shows("The same again:").types("open sesame").press("Enter");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    // Both at once.
    let mut session = prompt().types("open sesame\ropen sesame\r");
    assert_eq!(session.ends(), 0);
    session.is_restored();
}

/// As where a container's runtime opened the terminal: groups and sessions from outside have the id 0.
#[test]
fn a_session_from_outside_the_pid_namespace_is_no_shell_with_jobs() {
    skip_without!("setpriv", "stty", "root");
    let inside = |arguments: &[&str]| {
        let quorate = env!("CARGO_BIN_EXE_quorate");
        let run = ["--pid", "--fork", "--kill-child", "sh", "-c", "\"$@\"; exit $?", "sh", quorate];
        Start::new().program("unshare", &[&run, arguments].concat())
    };
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/three-members.json");
    let generate = inside(&["generate", "-q", "--plan", plan, "--out", "out", "--encrypt-ca"]);
    let mut session = generate.open().shows(ASKED).types("open").press("Ctrl-Z").types(" sesame");
    session = session.press("Enter").shows("The same again:").types("open sesame").press("Enter");
    assert_eq!(session.ends(), 0, "{}", session.screen());
    session.is_restored();
    let mut session = inside(&[]).open().shows("Why odd?");
    session = session.press("Ctrl-C").press("Enter");
    assert_eq!(session.ends(), 0, "{}", session.screen());
    session.is_restored();
}

#[test]
fn a_stop_at_the_question_for_a_passphrase_asks_it_again() {
    skip_without!("setpriv", "stty");
    let mut session = prompt();
    for (times, signal) in [(2, "TSTP"), (3, "STOP")] {
        session = session.types("forgotten").signal(signal);
        session.is_stopped();
        if signal == "TSTP" {
            session.is_restored();
        } else {
            session.spoils_terminal();
        }
        session = session.signal("CONT");
        wait_until("the question", PATIENCE, || match times_asked(&session) {
            count if count == times => Ok(()),
            _ => Err(session.screen()),
        });
        assert!(!session.has_echo());
    }
    session = session.types("open sesame").press("Enter").shows("The same again:");
    session = session.types("open sesame").press("Enter");
    assert_eq!(session.ends(), 0, "{}", session.screen());
    session.is_restored();
    assert!(!session.screen().contains("sesame"), "{}", session.screen());
    // A stop in which nobody had the terminal forgets nothing.
    let mut session = prompt().types("open ").signal("STOP");
    session.is_stopped();
    session = session.signal("CONT").types("sesame\ropen sesame\r");
    assert_eq!(session.ends(), 0, "{}", session.screen());
    session.is_restored();
}

#[test]
fn answers_of_the_terminal_are_no_passphrase() {
    skip_without!("setpriv", "openssl");
    let typed = |session: Session| {
        let session = ANSWERS.iter().fold(session.types("open"), |session, one| session.types(one));
        session.types(" x\x7f\x1b[Dwrong\x17sesame").press("Enter")
    };
    let session = typed(prompt()).shows("The same again:");
    let mut session = typed(session);
    assert_eq!(session.ends(), 0, "{}", session.screen());
    let key = session.home.work().join("out/authority/ca-key.pem");
    let mut openssl = Command::new("openssl");
    openssl.args(["pkey", "-noout", "-passin", "pass:open sesame", "-in"]).arg(key);
    run(&mut openssl).success();
}

#[test]
fn answers_of_the_terminal_are_no_keys_however_late() {
    skip_without!("setpriv");
    let mut session = Session::start();
    for answer in ANSWERS {
        session = session.types(answer).press("Down Up Ctrl-N").shows("requests/s");
        // Torn in two, too.
        let (head, tail) = answer.split_at(answer.len() / 2);
        session = session.types(head);
        sleep(Duration::from_millis(150));
        session = session.types(tail).press("Ctrl-P").shows("Why odd?");
    }
    // Some that don't end.
    for begun in ["\x1b]11;rgb:", "\x1b[<0;", "\x1b[?2026;", "\x1bP1+r", "\x1b[200~"] {
        session = session.types(begun);
        sleep(Duration::from_millis(2500));
        session = session.press("q").shows("Leave quorate?").press("Esc").shows("Why odd?");
        wait_until("the question to go", PATIENCE, || {
            if session.screen().contains("Leave quorate?") { Err(session.screen()) } else { Ok(()) }
        });
    }
    let mut session =
        session.types("\x1b]11;rgb:").press("Ctrl-C").shows("Leave quorate?").press("Enter");
    assert_eq!(session.ends(), 0);
    let mut session = inspector().types("\x1b[?2026;2$y").press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_shell_takes_the_terminal_while_a_wizard_is_stopped() {
    skip_without!("setpriv", "stty", "bash", "pgrep");
    let mut session = Start::new().program("bash", &["--norc", "-i"]).open();
    session = session.types("PS1='ready> '; stty -a | tail -n +2 >before\r").shows("ready> ");
    session = session.types(&format!("{} wizard\r", env!("CARGO_BIN_EXE_quorate")));
    session = session.shows("Why odd?");
    let child = run(Command::new("pgrep").args(["-P", &session.id().to_string()])).success().stdout;
    let signal = |name: &str| {
        run(Command::new("sh").args(["-c", &format!("kill -{name} {child}")])).success();
    };
    for stop in ["TSTP", "STOP"] {
        signal(stop);
        session = session.shows("Stopped").types("tput rmcup; clear\r").shows("ready> ");
        // In the background it has no terminal, and waits until it has.
        session = session.types("bg; sleep 0.3; echo don''e\r").shows("done");
        session = session.types("fg\r").shows("Why odd?").press("F1");
        session = session.shows("what this is about").press("Esc").shows("Why odd?");
    }
    session = session.press("q").shows("Leave quorate?").press("Enter").shows("ready> ");
    session = session.types("stty -a | tail -n +2 >after; echo don''e; exit\r").shows("done");
    let _ = session.ends();
    let read = |name: &str| std::fs::read_to_string(session.home.work().join(name)).unwrap();
    assert_eq!(read("after"), read("before"));
}

/// The key, not the signal: raw mode leaves it to the program.
#[test]
fn ctrl_z_stops_every_screen_and_it_comes_back_whole() {
    skip_without!("setpriv", "stty", "bash", "pgrep");
    let mut session = Start::new().program("bash", &["--norc", "-i"]).open();
    session = session.types("PS1='ready> '; stty -a | tail -n +2 >before\r").shows("ready> ");
    session = session.types(&format!("{} wizard\r", env!("CARGO_BIN_EXE_quorate")));
    session = session.shows("Why odd?");
    let child =
        || run(Command::new("pgrep").args(["-P", &session.id().to_string()])).success().stdout;
    let child = child().trim().to_owned();
    let is_stopped = || {
        wait_until("the wizard to stop", PATIENCE, || {
            let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).expect("it runs");
            if stat.contains(") T ") { Ok(()) } else { Err(stat) }
        });
    };
    let screens = [
        ("", "Why odd?"),
        ("?", "what this is about"),
        ("Esc", "Why odd?"),
        ("Ctrl-N", "requests/s"),
        ("Ctrl-N", "Type the members"),
        ("Ctrl-F", "etcd-{1..3}"),
        ("Enter", "Members filled in"),
        ("Ctrl-N", "Peer port"),
        ("Ctrl-N", "Key algorithm"),
        ("Down Down Down x Ctrl-N Ctrl-N", "Not ready yet"),
        ("q", "Leave quorate?"),
    ];
    for (number, (keys, shown)) in screens.into_iter().enumerate() {
        if !keys.is_empty() {
            session = session.press(keys);
        }
        session = session.shows(shown).press("Ctrl-Z");
        is_stopped();
        wait_until("the shell's screen", PATIENCE, || {
            if session.is_alternate() { Err(session.screen()) } else { Ok(()) }
        });
        // What was answered is kept by then.
        session = session.types(&format!("echo st''opped-{number}\r"));
        session = session.shows(&format!("stopped-{number}")).types("fg\r").shows(shown);
        assert!(session.is_alternate() && !session.has_echo());
    }
    assert!(session.home.draft("etcd").exists());
    session = session.press("Enter").shows("ready> ");
    // The list of drafts, and the inspector.
    let quorate = env!("CARGO_BIN_EXE_quorate");
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/viewer");
    let inspect = format!("inspect {fixtures}");
    for (arguments, shown) in [("wizard", "Drafts:"), (inspect.as_str(), "Files: 8")] {
        session = session.types(&format!("{quorate} {arguments}\r")).shows(shown).press("Ctrl-Z");
        wait_until("the shell", PATIENCE, || {
            if session.is_alternate() { Err(session.screen()) } else { Ok(()) }
        });
        session = session.types("fg\r").shows(shown).press("q").shows("ready> ");
    }
    session = session.types("stty -a | tail -n +2 >after; echo don''e; exit\r").shows("done");
    let _ = session.ends();
    let read = |name: &str| std::fs::read_to_string(session.home.work().join(name)).unwrap();
    assert_eq!(read("after"), read("before"));
    // Without a shell that could continue it, it goes on.
    let session = Session::start().press("Ctrl-Z Ctrl-N").shows("requests/s");
    assert!(session.is_alternate());
}

#[test]
fn a_terminal_without_an_alternate_screen_shows_the_wizard_alone_and_is_left_clean() {
    skip_without!("setpriv", "stty");
    let session = Start::new().without_alternate_screen().open().shows("Why odd?");
    assert!(!session.screen().contains("stood"), "{}", session.screen());
    // Whatever others write there is gone with one key, also within a text.
    let session = session.written_over("\x1b[12;1Hscribbled").shows("scribbled").press("Ctrl-L");
    let session = session.hides("scribbled").shows("Why odd?").press("Ctrl-N Ctrl-N");
    let session = session.shows("Type the members").written_over("\x1b[12;1Hscribbled");
    let session = session.press("Ctrl-L").hides("scribbled").press("Ctrl-C");
    let mut session = session.shows("Leave quorate?").press("Enter");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    assert_eq!(session.screen().trim(), "");
    assert_eq!(session.cursor(), (0, 0));
}
