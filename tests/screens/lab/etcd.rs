//! The second floor, from what a shell might tell: what it shows, and what keys ask the shell for.

use std::time::Duration;

use quorate::local::{Exit, LogLine as Said, Status};
use quorate::text::Language;
use quorate::ui::lab::{Failure, LogLine, MemberSeen, MemberState, News, Order, Place};
use quorate::ui::{Action, Theme};

use super::driver::Screen;
use super::screens::is;
use crate::seen::Seen as _;

fn place() -> Place {
    Place {
        release: "3.6.14".parse().unwrap(),
        directory: "/tmp/quorate-lab-5eed1abe".to_owned(),
        is_kept: false,
        notes: Vec::new(),
    }
}

fn seen(number: u8) -> MemberSeen {
    MemberSeen {
        name: format!("m{number}"),
        address: format!("127.23.79.{number}"),
        is_learner: false,
        state: MemberState::Running,
    }
}

pub(super) fn started(width: u16, height: u16) -> Screen {
    Screen::with_etcd(place(), (1..=3).map(seen).collect(), width, height)
}

/// What a member says of itself; its ID is its number.
fn status(number: u64, leader: u64, term: u64, index: u64) -> News {
    let status = Status {
        id: number,
        leader,
        term,
        index,
        applied: index,
        revision: 1,
        database: 20480 + number * 1_000_000,
        used: 16384,
        version: "3.6.14".to_owned(),
        ..Status::default()
    };
    News::Status(format!("m{number}"), Some(status))
}

pub(super) fn elected(screen: Screen) -> Screen {
    screen.hear((1..=3).map(|number| status(number, 2, 2, 8)))
}

#[test]
fn a_long_directory_leaves_what_becomes_of_it() {
    let long = format!("/srv/{}/etcd/kept-here", "of-a-class/".repeat(9));
    for (is_kept, fate) in [(true, ", kept"), (false, ", removed at the end")] {
        let place = Place { directory: long.clone(), is_kept, ..place() };
        let screen = Screen::with_etcd(place, vec![seen(1)], 80, 24).screen();
        let head = screen.lines().next().unwrap_or_default();
        assert!(head.contains(" in …") && head.ends_with(&format!("/kept-here{fate}")), "{head}");
    }
}

#[test]
fn an_alarm_that_refuses_puts_is_said_where_writes_are() {
    for (alarm, said) in [("NOSPACE", "Puts are refused: alarm NOSPACE"), ("CORRUPT", "CORRUPT")] {
        let raised = |number| match status(number, 2, 2, 8) {
            News::Status(name, Some(mut one)) => {
                one.errors = vec![format!("memberID:1 alarm:{alarm} ")];
                News::Status(name, Some(one))
            }
            other => other,
        };
        let screen = started(80, 24).hear((1..=3).map(raised));
        screen.shows(said).hides("Puts and linearizable reads work");
        // What a member said before it ended counts no more.
        let screen = elected(started(80, 24)).hear([raised(3)]).shows(said);
        let screen = screen.hear([state(3, MemberState::Ended(Exit::Code(0)))]);
        screen.hides("Puts are refused").shows("Puts and linearizable reads work");
    }
}

fn state(number: u8, state: MemberState) -> News {
    News::State(format!("m{number}"), state)
}

const MS: Duration = Duration::from_millis(12);

fn done(number: u64, command: &str, said: &str) -> [News; 2] {
    [News::Command(number, command.to_owned()), News::Ended(number, Ok(said.to_owned()), MS)]
}

fn failed(number: u64, command: &str, why: &str) -> [News; 2] {
    failed_because(number, command, why, &[])
}

/// The same with what `quorate explain` says of it.
fn failed_because(number: u64, command: &str, why: &str, explained: &[&str]) -> [News; 2] {
    let explained = explained.iter().map(ToString::to_string).collect();
    let failure = Failure { said: why.to_owned(), explained };
    let took = Duration::from_millis(5017);
    [News::Command(number, command.to_owned()), News::Ended(number, Err(failure), took)]
}

fn etcdctl(member: u8, rest: &str) -> String {
    let pki = "/tmp/quorate-lab-5eed1abe/bundle/clients/root";
    format!(
        "etcdctl --endpoints=https://127.23.79.{member}:2379 --cacert={pki}/ca.pem \
         --cert={pki}/client.pem --key={pki}/client-key.pem {rest}"
    )
}

fn line(json: &str, explained: &[&str]) -> LogLine {
    let explained = explained.iter().map(ToString::to_string).collect();
    LogLine { said: Said::read(json), explained }
}

/// m1's log with an error that is explained.
fn log() -> News {
    let lines = [
        line(
            r#"{"level":"info","ts":"2026-12-01T15:04:05.1Z","caller":"x","msg":"ready to serve client requests"}"#,
            &[],
        ),
        line(
            r#"{"level":"warn","ts":"2026-12-01T15:04:06.1Z","caller":"x","msg":"rejected connection on client endpoint","remote-addr":"127.0.0.1:41032","server-name":"","error":"tls: client didn't provide a certificate"}"#,
            &["no-client-certificate: The caller showed no certificate."],
        ),
        line("flag provided but not defined: -debug", &[]),
    ];
    News::Log("m1".to_owned(), lines.into())
}

/// Two of three are gone: puts time out, and a serializable read is answered.
pub(super) fn lost(width: u16, height: u16) -> Screen {
    elected(started(width, height))
        .hear([log()])
        .press("p")
        .hear(done(1, &etcdctl(1, "put lab 1"), ""))
        .press("Down K Down f")
        .hear([state(2, MemberState::Ended(Exit::Signal(9))), state(3, MemberState::Frozen)])
        .hear(done(2, "kill -KILL 4711", ""))
        .hear(done(3, "kill -STOP 4712", ""))
        .hear([status(1, 0, 2, 9)])
        .press("Up Up p r R")
        .hear(failed_because(
            4,
            &etcdctl(1, "put lab 2"),
            "context deadline exceeded",
            &["A client reached its own timeout."],
        ))
        .hear(done(6, &etcdctl(1, "get lab --consistency=s --print-value-only"), "1"))
}

#[test]
fn whole_screens() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let size = format!("{width}x{height}");
        is(&format!("etcd_start_{size}"), &started(width, height));
        is(&format!("etcd_elected_{size}"), &elected(started(width, height)));
        is(&format!("etcd_lost_{size}"), &lost(width, height));
        is(&format!("etcd_log_{size}"), &lost(width, height).press("l"));
        is(&format!("etcd_help_{size}"), &started(width, height).press("?"));
        Language::Ukrainian.speaking(|| {
            is(&format!("uk_etcd_lost_{size}"), &lost(width, height));
            is(&format!("uk_etcd_help_{size}"), &started(width, height).press("?"));
        });
    }
}

#[test]
fn without_colours_and_unicode() {
    let members = (1..=3).map(seen).collect();
    let screen = Screen::with_etcd_in(place(), members, 80, 24, &Theme::new(false, false));
    let screen = elected(screen).press("p").hear(done(1, &etcdctl(1, "put lab 1"), ""));
    assert!(screen.screen().is_ascii(), "{}", screen.screen());
    assert!(screen.press("?").screen().is_ascii());
}

#[track_caller]
fn asks(screen: &Screen, expected: &Order) {
    match &screen.asked {
        Some(Action::Local(task)) => assert_eq!(&task.order, expected),
        other => panic!("{expected:?} isn't asked for, but {other:?}"),
    }
}

#[test]
fn keys_ask_for_what_they_say() {
    let m = |number: u8| format!("m{number}");
    let (key, value) = ("lab".to_owned(), "1".to_owned());
    for (keys, order) in [
        ("Enter", Order::Stop(m(1))),
        ("K", Order::Kill(m(1))),
        ("Down f", Order::Freeze(m(2))),
        ("w", Order::Replace(m(1))),
        ("p", Order::Put { at: m(1), key: key.clone(), value }),
        ("r", Order::Get { at: m(1), key: key.clone(), is_linearizable: true }),
        ("R", Order::Get { at: m(1), key, is_linearizable: false }),
        ("a", Order::Add { is_learner: false }),
        ("A", Order::Add { is_learner: true }),
        ("3*Down o", Order::Promote(m(3))),
        ("d", Order::Remove(m(1))),
        ("Down t", Order::Transfer(m(2))),
    ] {
        asks(&elected(started(80, 24)).press(keys), &order);
    }
    let screen = elected(started(80, 24)).hear([state(1, MemberState::Frozen)]);
    let screen = screen.shows("frozen").press("f");
    asks(&screen, &Order::Thaw(m(1)));
    let screen = screen.hear([state(1, MemberState::Ended(Exit::Code(2)))]).shows("ended: 2");
    asks(&screen.press("Enter"), &Order::Start(m(1)));
}

#[test]
fn what_cannot_be_done_says_why() {
    let screen = elected(started(80, 24));
    for key in ["c", "i", "s"] {
        let screen = elected(started(80, 24)).press(key).shows("their links can't be cut");
        assert_eq!(screen.asked, None);
    }
    let screen = screen.press("y").shows("no command has run yet");
    let screen = screen.hear([state(1, MemberState::Ended(Exit::Signal(15)))]).shows("stopped");
    let screen = screen.press("f").shows("Enter starts it").press("K").shows("Enter starts it");
    let screen = screen.hear([state(1, MemberState::Removed)]).press("p");
    let screen = screen.shows("it was removed, and can't come back");
    assert_eq!(screen.asked, None);
    let nine = Screen::with_etcd(place(), (1..=9).map(seen).collect(), 80, 24);
    nine.press("A").shows("room for nine members");
}

#[test]
fn any_command_of_etcdctl_is_typed() {
    let screen = elected(started(80, 24)).press("Down e").shows("m2 etcdctl");
    let typed = screen.press("m e m b e r Space l i s t q").shows("member listq");
    let screen = typed.press("Backspace Enter").hides("m2 etcdctl member listq");
    let words = ["member", "list"].map(str::to_owned).into();
    asks(&screen, &Order::Etcdctl { at: "m2".to_owned(), words });
    let screen = screen.hear(done(1, &etcdctl(2, "member list"), "one\ntwo"));
    let screen = screen.shows("✓ m2: etcdctl member list: done, 12 ms").shows("  two");
    let mut screen = screen.press("y");
    let Some(Action::Copy(copied)) = screen.asked.take() else { panic!("{:?}", screen.asked) };
    assert_eq!(copied, etcdctl(2, "member list"));
    let screen = screen.press("e q Esc").hides("m2 etcdctl q").press("e ' Enter");
    let screen = screen.shows("a quotation mark isn't closed").press("e Enter");
    assert_eq!(screen.asked, None);
}

/// What `endpoint health --cluster` prints while one of three is gone, and what it complains of.
const HEALTH: &str =
    "https://127.23.79.2:2379 is healthy: successfully committed proposal: took = 6ms
https://127.23.79.3:2379 is healthy: successfully committed proposal: took = 5ms
https://127.23.79.1:2379 is unhealthy: failed to commit proposal: context deadline exceeded
unhealthy cluster";

#[test]
fn all_that_etcdctl_says_is_shown() {
    for (width, height) in [(80, 24), (120, 40)] {
        let screen = elected(started(width, height)).press("e x Enter");
        let screen = screen.hear(failed(1, &etcdctl(1, "endpoint health --cluster"), HEALTH));
        for line in HEALTH.lines().take(3) {
            let start = line.split(": ").next().unwrap();
            assert!(screen.screen().contains(start), "{start}\n{}", screen.screen());
        }
        screen.press("PgUp").shows("✗ m1: etcdctl x: unhealthy cluster, 5017 ms");
    }
    let lines = |count: usize| (1..=count).map(|one| format!("line {one}.")).collect::<Vec<_>>();
    let said = |text: &str| {
        let screen = elected(started(80, 24)).press("e x Enter");
        screen.hear(done(1, &etcdctl(1, "get --prefix"), text))
    };
    let screen = said(&lines(40).join("\n")).shows("line 40.").hides("line 1.").press("PgUp");
    let screen = screen
        .shows("newer below: PgDn")
        .hides("line 40.")
        .press("9*PgUp")
        .press("PgUp")
        .press("PgUp");
    let screen = screen.shows("m2 leads in term 2").press("9*PgDn").shows("line 40.");
    screen.press("PgUp p").hides("newer below");
    // Of very much the first and the last is kept.
    let screen =
        said(&lines(10_000).join("\n")).shows("line 10000.").shows("9501 lines are left out");
    screen.press("PgUp").shows("line 490.");
}

#[test]
fn what_is_behind_a_failed_command_stands_below_the_newest_of_its_kind() {
    let (unhealthy, why) = ("etcdserver: unhealthy cluster", "A change is refused.");
    let screen = elected(started(80, 24)).press("a d");
    let screen = screen.hear(failed_because(1, "etcdctl member add", unhealthy, &[why]));
    let screen = screen.shows("─▶ A change is refused.");
    let screen = screen.hear(failed_because(2, "etcdctl member remove", unhealthy, &[why]));
    let seen = screen.screen();
    assert_eq!(seen.matches(why).count(), 1, "{seen}");
    assert!(seen.rfind(unhealthy) < seen.find(why), "{seen}");
}

#[test]
fn a_long_command_leaves_room_for_what_it_belongs_to() {
    let command = format!("etcdctl --cacert=/srv/{} put lab 2", "a-long-directory/".repeat(60));
    let screen = elected(started(80, 24)).press("p");
    let screen = screen.hear(failed_because(1, &command, "context deadline exceeded", &["Why."]));
    screen
        .shows("put lab = 1: context deadline exceeded")
        .shows("$ etcdctl\n    --cacert=")
        .shows("─▶ Why.");
}

#[test]
fn a_key_chooses_the_list_that_is_scrolled() {
    let screen = || {
        let screen = lost(200, 20).hear((0..9).map(|_| log()));
        screen.shows("▸ What was done").hides("▸ Log of m1")
    };
    screen()
        .press("PgUp")
        .shows("What was done (")
        .press("l")
        .shows("▸ Log of m1")
        .hides("newer below");
    let screen = screen().press("l PgUp").shows("▸ Log of m1 (").hides("What was done (");
    screen.press("l").shows("▸ What was done").hides("newer below");
}

#[test]
fn a_learner_is_no_voter_and_a_member_that_waits_to_start_is() {
    let learner = MemberSeen { is_learner: true, state: MemberState::New, ..seen(4) };
    let screen = elected(started(80, 24)).hear([News::Joined(learner)]).shows("not started");
    let screen = screen.shows("Quorum: 3 of 3 voters");
    let voter = MemberSeen { state: MemberState::New, ..seen(5) };
    screen.hear([News::Joined(voter)]).shows("Quorum: 3 of 4 voters, 3 needed");
}

#[test]
fn a_leader_that_nobody_follows_any_more_has_no_quorum() {
    let screen = elected(started(80, 24)).shows("m2 leads in term 2");
    let ended = MemberState::Ended(Exit::Signal(9));
    // Its own word still is that it leads.
    let screen = screen.hear([state(1, ended), state(3, ended)]);
    let screen = screen.shows("No quorum: 1 of 3 voters, 2 needed").shows("time out");
    let screen = screen.hear([status(2, 0, 2, 8)]).shows("m2 knows no leader any more");
    let screen = screen.hear([state(1, MemberState::Running)]).hear([status(1, 0, 2, 8)]);
    let screen = screen.shows("Quorum: 2 of 3 voters, 2 needed; no leader yet");
    let screen = screen.hear([status(1, 1, 3, 9), status(2, 1, 3, 9)]);
    screen.shows("Quorum: 2 of 3 voters, 2 needed; m1 leads").shows("follower of m1");
}

#[test]
fn alarms_and_a_silent_member_are_seen() {
    let full = News::Status(
        "m1".to_owned(),
        Some(Status {
            id: 1,
            leader: 2,
            errors: vec!["memberID:1 alarm:NOSPACE ".to_owned()],
            ..Status::default()
        }),
    );
    let screen = elected(started(80, 24)).hear([full]).shows("m1: memberID:1 alarm:NOSPACE");
    screen.hear([News::Status("m1".to_owned(), None)]).shows("no answer yet");
}

#[test]
fn what_differs_from_a_given_plan_is_said() {
    let notes = vec!["etcd-1 is at 127.23.79.1 here".to_owned()];
    let place = Place { notes, is_kept: true, ..place() };
    let screen = Screen::with_etcd(place, vec![seen(1)], 80, 24);
    screen.shows("etcd-1 is at 127.23.79.1 here").shows("kept").press("q");
}
