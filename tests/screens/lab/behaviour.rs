//! What keys do.

use std::time::Duration;

use quorate::lab::Scenario;
use quorate::ui::{Action, Refusal, Saved, SavedFile};

use super::driver::Screen;
use crate::seen::Seen as _;

/// A lab of three members that has a leader, m1, and answers clients.
fn three() -> Screen {
    Screen::of(3, 120, 40).until("m1 leads").press("5*Right")
}

#[test]
fn quorum_is_lost_and_regained() {
    three()
        .shows("✓ Quorum: 3 of 3 voters, 2 needed; m1 leads")
        .shows("tolerates 1; failed: 0, may still fail: 1")
        .press("Down Enter")
        .shows("● ✗ ● ✓ Quorum: 2 of 3")
        .shows("may still fail: 0")
        .press("Down Enter")
        .shows("✗ No quorum: 1 of 3 voters, 2 needed")
        .shows("Puts and linearizable reads don't work anywhere")
        .shows("Serializable reads work at m1")
        .press("Up Up p")
        .shows("#1 put 1: waits")
        .until("m1 steps down")
        .press("Down Enter")
        .until("Quorum: 2 of 3 voters, 2 needed; m")
        .hides("No quorum");
}

#[test]
fn time_goes_on_and_back() {
    let screen = Screen::of(3, 80, 24).shows("tick 0").press("Left").shows("this is the start");
    let screen = screen.press("3*Right").shows("tick 3").press("Left").shows("tick 2");
    let screen = screen.press("Enter").shows("stopped").press("Left").hides("stopped");
    screen.shows("tick 2").press("Left").shows("tick 1").shows("paused");
}

#[test]
fn the_pace_is_chosen_and_nothing_moves_while_it_is_paused() {
    let screen = Screen::of(3, 80, 24);
    assert_eq!(screen.lab.pace(), None);
    let screen = screen.press("Space").shows("running, 5 a second");
    assert_eq!(screen.lab.pace(), Some(Duration::from_millis(200)));
    let screen = screen.press("+").shows("10 a second").press("9*-").shows("1 a second");
    let screen = screen.press("?");
    assert_eq!(screen.lab.pace(), None, "nobody sees what happens below the help");
    screen.press("Esc Right").shows("paused");
}

#[test]
fn time_stands_still_while_nobody_runs() {
    let screen = Screen::of(3, 120, 40).press("20*Right Space Enter Down Enter").shows("running");
    assert!(screen.lab.pace().is_some());
    let screen = screen.press("Down Enter").shows("no member runs: time stands still");
    assert_eq!(screen.lab.pace(), None);
    let screen = screen.press("Enter").shows("running");
    assert!(screen.lab.pace().is_some());
}

#[test]
fn only_a_scenario_that_is_played_is_over() {
    let over = "The scenario is over";
    let screen = Screen::of(3, 80, 24).press("3*Right 2*Left Right").hides(over);
    let mut screen = screen.press("Right").hides(over).press("2*Left Space");
    for _ in 0..3 {
        screen.lab.tick();
    }
    let screen = screen.press("Up").hides(over).shows("running");
    screen.press("Enter Left Right").hides(over);
    let played = || Screen::playing("quorate lab 1\n1 m1 stop\n4 end", 80, 24);
    let screen = played().press("3*Right").hides(over).press("Right").shows(over);
    let screen = screen.press("Left").hides(over).press("Right").shows(over);
    // Past its end nothing is to come that anybody wrote down.
    screen.press("3*Right 2*Left 2*Right").hides(over);
    played().press("2*Right p 6*Right").hides(over);
    let open = Screen::playing("quorate lab 1\n2 m1 stop", 80, 24).press("2*Right").hides(over);
    open.press("Right").shows(over);
}

#[test]
fn members_come_learn_vote_and_go() {
    three()
        .press("A")
        .shows("etcdserver: unhealthy cluster")
        .press("30*Right A 4*Right 3*Down")
        .shows("not started")
        .press("o")
        .shows("in sync with leader")
        .press("Enter 6*Right")
        .shows("learner")
        .press("o 4*Right")
        .shows("4 voters, majority 3")
        .press("d 15*Right")
        .shows("m4  removed")
        .press("Enter")
        .shows("it was removed, and can't come back")
        .press("a 3*Right")
        .shows("m5  not started");
}

#[test]
fn links_are_cut_slowed_and_healed() {
    three()
        .press("i")
        .shows("isolated")
        .press("i")
        .hides(" isolated")
        .press("s")
        .shows("slow")
        .press("s c")
        .shows("side A")
        .press("c")
        .hides("side A")
        .press("2*Down c")
        .shows("select one that isn't the last")
        .press("w")
        .shows("stop it first");
}

#[test]
fn leadership_is_handed_over() {
    three().press("8*Right Down t").until("m2 leads");
}

#[test]
fn what_was_done_is_saved_as_a_scenario() {
    let mut screen = three().press("Enter S");
    let Some(Action::SaveBeside { what: Saved::Scenario, contents, .. }) = screen.asked.take()
    else {
        panic!("{:?}", screen.asked)
    };
    let scenario: Scenario = contents.parse().unwrap();
    assert_eq!(scenario.actions.len(), 1);
    screen.lab.saved(Ok(SavedFile { path: "/work/lab-scenario.txt".into(), taken: None }));
    let mut screen = screen.press("PgUp PgDn");
    screen.lab.saved(Err(Refusal { message: "no".into(), hint: "why".into() }));
    // The notice goes with the next key.
    assert_eq!(screen.press("Up").asked, None);
}

#[test]
fn every_way_out_leads_out() {
    for key in ["q", "Esc", "Ctrl-c"] {
        assert_eq!(Screen::of(3, 80, 24).press(key).asked, Some(Action::Quit), "{key}");
    }
    assert_eq!(Screen::of(3, 80, 24).press("Ctrl-z").asked, Some(Action::Suspend));
}

#[test]
fn any_keys_at_any_size_draw_something() {
    let keys = "p r R i s c t a A o d w Enter Up Down Right Right Right Left + - S PgUp PgDn ?";
    for (members, width, height) in [(1, 76, 20), (9, 80, 24), (5, 117, 21), (9, 300, 90)] {
        let mut screen = Screen::of(members, width, height).press("20*Right");
        for round in 0..6 {
            for key in keys.split(' ').cycle().skip(round * 7).take(30) {
                screen = screen.press(key).press(if key == "?" { "Esc" } else { "Right" });
                assert_ne!(screen.asked, Some(Action::Quit), "{key}");
            }
        }
        screen.shows("quorate lab");
    }
}
