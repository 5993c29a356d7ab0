//! What a step shows in the room that it has: nothing that matters is pushed off, and nothing is skipped.

use quorate::answers::{Draft, FieldRef, MemberColumn, Progress, Step};
use quorate::ui::Message;

use super::driver::{NOW, Wizard};
use crate::seen::Seen as _;

#[test]
fn a_wrong_figure_and_a_long_change_leave_the_table_and_the_fields_alone() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let custom = Wizard::filled(width, height).goes_to(2).press("Down Down Down Down Tab");
        for typed in ["", "12x", "123456789"] {
            let wrong = custom_with(width, height, typed);
            let wrong = wrong.shows("tier  ").shows("your own figures").hides("- [Service]");
            let wrong = wrong.shows("Database quota").shows("Snapshot count").shows("Sequential");
            wrong.hides("Changes   -").shows("Don't know the tier?");
        }
        custom
            .retypes("6000")
            .shows("Changes   ")
            .shows("Sequential IOPS")
            .shows("your own figures");
    }
}

fn custom_with(width: u16, height: u16, quota: &str) -> Wizard {
    let wizard = Wizard::filled(width, height).goes_to(2).press("Down Down Down Down Tab");
    wizard.retypes(quota)
}

/// The lines within the borders of a page, without the one that says how many follow.
fn read_lines(wizard: &Wizard) -> Vec<String> {
    let screen = wizard.screen();
    let within = |line: &str| {
        let line = line.strip_prefix('│')?;
        Some(line.trim_end_matches(['│', '┃']).trim_end().to_owned())
    };
    let lines = screen.lines().filter_map(within);
    lines.filter(|line| !line.contains("more lines: PgDn")).collect()
}

#[test]
fn a_page_goes_on_with_the_line_behind_the_last_one_seen() {
    for (width, height) in [(80, 20), (80, 24), (120, 40), (200, 60)] {
        let mut all: Vec<String> = Vec::new();
        let mut page = Wizard::filled(width, height).goes_to(5).press("F1");
        let mut pages = 0;
        loop {
            let seen = read_lines(&page);
            // What was seen last is still there, or was the end of the page.
            if let Some(last) = all.iter().rev().find(|line| !line.is_empty()) {
                let found = seen.iter().position(|line| line == last);
                let first = seen.iter().find(|line| !line.is_empty());
                let is_next = first.is_some_and(|first| !all.contains(first));
                assert!(
                    found.is_some() || is_next,
                    "{width}x{height}: `{last}`\n{}",
                    page.screen()
                );
            }
            all.extend(seen);
            pages += 1;
            let before = page.screen();
            page = page.press("PgDn");
            if page.screen() == before {
                break;
            }
        }
        assert!(all.iter().any(|line| line.contains("Ctrl-Z")), "{all:#?}");
        let lines = usize::from(height) - 9;
        assert!(pages <= 200 / lines + 2, "{pages} pages at {width}x{height}");
        // One key back moves at once, however often the end was passed.
        let end = page.press("PgDn PgDn PgDn");
        let before = end.screen();
        assert_ne!(end.press("Up").screen(), before);
    }
}

#[test]
fn what_has_the_focus_shares_the_column_with_the_certificate() {
    let network = Wizard::filled(120, 40).goes_to(4);
    network.shows("Default: etcd").shows("Server certificate: etcd-1");
    let trust = Wizard::filled(120, 40).goes_to(5).shows("Default: one").shows("CA certificate");
    // What the step is about is on the page of F1, whole, or beside it, whole: never cut.
    trust.hides("more lines: F1").press("F1").shows("This step");
    for step in 1..=5 {
        Wizard::filled(120, 40).goes_to(step).hides("more lines: F1");
        Wizard::filled(200, 60).goes_to(step).hides("more lines: F1").shows("Source: ");
    }
}

#[test]
fn the_least_screen_marks_what_it_has_no_room_for() {
    let size = Wizard::at(80, 20).shows("more lines: F1").press("F1");
    size.resized(80, 60).shows("Why not more than 7?");
    let load = Wizard::filled(80, 20).goes_to(2).press("Shift-Tab").hides("requests/s");
    assert!(load.screen().contains('┃'), "{}", load.screen());
    let form = Wizard::filled(80, 20).goes_to(5).shows("more lines: Down");
    assert!(form.screen().contains('┃'), "{}", form.screen());
    // A screen that shows all has no bar.
    let whole = Wizard::filled(80, 40).goes_to(2);
    assert!(!whole.screen().contains('┃'), "{}", whole.screen());
}

#[test]
fn dialogs_tell_what_they_are_about_and_their_keys() {
    let start = Wizard::at(80, 24).press("s ?").shows("Keys").shows("choose");
    start.press("Esc").shows("Kubernetes").press("Esc").stands_at(1);
    let quit = Wizard::at(80, 24).press("Down q F1").shows("Keys").press("Esc").shows("Leave");
    quit.press("Esc").stands_at(1);
    let fill = Wizard::at(80, 24).goes_to(3).press("Ctrl-F End").types("x").press("F1");
    let fill = fill.shows("Keys").press("/").types("Ctrl-C").press("Enter Esc");
    fill.shows("etcd-{1..3}x").types("?").shows("etcd-{1..3}x?");
}

#[test]
fn the_review_fills_its_list_and_an_empty_one_takes_no_focus() {
    let sound = Wizard::filled(80, 24).goes_to(6).shows("No problems found.");
    let mut round = sound.press("Tab");
    for _ in 0..6 {
        assert!(!round.message().contains("no field can fix"), "{}", round.screen());
        let reversed = round.reversed();
        assert!(!reversed.iter().any(|one| one.2.contains("No problems")), "{reversed:?}");
        round = round.press("Tab");
    }
    // Where more findings follow, no blank line does: the handshakes stand right below.
    for downs in 0..8 {
        let mut start = Wizard::at(80, 24).press("s");
        for _ in 0..downs {
            start = start.press("Down");
        }
        let review = start
            .press("Enter")
            .goes_to(3)
            .pastes("10.0.0.1\n10.0.0.2\n10.0.0.3")
            .goes_to(6)
            .press("Ctrl-N");
        let screen = review.screen();
        let lines: Vec<&str> = screen.lines().collect();
        if let Some(more) = lines.iter().position(|line| line.contains("more: Tab to this list")) {
            assert!(lines[more + 1].contains("Handshakes"), "{screen}");
        }
    }
}

#[test]
fn hints_and_keys_say_what_they_do_as_things_stand() {
    let custom = Wizard::filled(80, 24).goes_to(2).shows("name the load");
    custom.press("Down Down Down Down").hides("name the load").shows("Tab move on");
    let missing = Wizard::at(80, 24).goes_to(6).press("Ctrl-N");
    let missing = missing.shows("Enter what is missing").hides("Makes the keys");
    missing.press("Enter").shows("Something is still missing");
    let done = Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    let review = done.press("Esc").resized(120, 40);
    assert!(review.message().contains("Ctrl-N goes back to the bundle"), "{}", review.message());
    assert!(review.footer().contains("Ctrl-N to the bundle"), "{}", review.footer());
    // A passphrase that is too short says so once, on its own step.
    let short = Wizard::started(80, 24).goes_to(5).press("Down Down Down").types("abc");
    let message = short.message();
    assert!(message.ends_with("has 3 characters, expected at least 8"), "{message}");
    // The longest machine, whole.
    Wizard::filled(80, 24)
        .goes_to(2)
        .press("Down Down Down")
        .shows("n1-standard-16 + 500 GB PD SSD");
}

#[test]
fn only_certificates_that_there_are_can_be_of_before() {
    let three = "10.0.0.1\n10.0.0.2\n10.0.0.3";
    let fresh = Wizard::at(80, 24).goes_to(3).pastes(three).press("Tab Backspace 9");
    let fresh = fresh.hides("refused").shows("Handshakes: all 12 would be accepted");
    // A table that was pasted over, and had back.
    let other = fresh.pastes("10.0.1.1\n10.0.1.2\n10.0.1.3").press("Alt-U").hides("refused");
    other.shows("Handshakes: all 12 would be accepted");
    // Those of a plan that was opened, or a bundle that was written, exist.
    let planned = Wizard::filled(80, 24).planned().press("Alt-3").stands_at(3);
    planned.press("Tab").retypes("10.0.0.9").shows("3 of 12 refused");
    let done = Wizard::filled(120, 40).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    let moved = done.press("Alt-3").stands_at(3).press("Tab").retypes("10.0.0.9");
    // The table of them stays beside what is refused.
    moved.shows("3 of 12 refused").shows("old addresses").shows("dialer");
}

#[test]
fn the_handshakes_stand_there_whatever_led_to_the_members() {
    let place = Some(FieldRef::Member { row: 1, column: MemberColumn::Address });
    let progress = Progress { step: Step::Members, reached: Step::Network, place, of_plan: false };
    let answers = Wizard::filled(80, 24).answers().clone();
    let draft = Message::DraftOpened(Box::new(Draft::new(answers, progress, NOW)));
    Wizard::at(80, 24).told(draft).stands_at(3).shows("Handshakes: all 12 would be accepted");
    let lines: Vec<String> = (1..=20).map(|n| format!("10.0.0.{n}")).collect();
    let twenty = Wizard::at(80, 24).goes_to(3).pastes(&lines.join("\n"));
    twenty.shows("would be accepted").shows("more lines: Down").press("Tab").shows("would be");
}

#[test]
fn settings_of_nobody_are_an_example() {
    let blank = Wizard::at(200, 60).goes_to(2).shows("(example: etcd-1 at 10.0.0.1)");
    let named = blank.goes_to(3).types("alpha").press("Tab").types("192.0.2.7").press("Alt-2");
    named.shows("Settings and unit of alpha").hides("10.0.0.1").hides("example: etcd-1");
}

#[test]
fn each_step_is_one_key_away() {
    let wizard = Wizard::filled(80, 24).press("Alt-5").stands_at(5).press("Alt-3").stands_at(3);
    // In a text nothing is typed, and nothing else is done.
    let before = wizard.answers().clone();
    let review = wizard.press("Ctrl-G").stands_at(6);
    assert_eq!(*review.answers(), before);
    let review = review.press("Alt-1").stands_at(1).press("Alt-7").stands_at(6);
    assert!(review.reversed().iter().any(|one| one.2.contains("Generate")), "{}", review.screen());
    let done = review.press("Enter Enter").finishes().press("Alt-4").stands_at(4);
    let done = done.press("Alt-7").stands_at(7).press("Ctrl-G").stands_at(6);
    done.press("Alt-2 ?").resized(120, 70).shows("Alt-1 to Alt-7").shows("Ctrl-G");
    Wizard::at(80, 24).press("Ctrl-G").stands_at(6).shows("Not ready yet");
    assert!(Wizard::at(120, 40).footer().contains("Ctrl-G review"));
    // While keys are made their screen stays.
    let runs = Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Enter Enter").press("Alt-1 Ctrl-G");
    runs.shows("Making keys");
}
