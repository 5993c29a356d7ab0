//! What keys do, told as an operator would tell it.

use quorate::answers::{Answers, Field, MemberColumn, questions};
use quorate::cluster::CaSource;
use quorate::ui::keymap::{Mode, bindings};
use quorate::ui::{Action, Message, Refusal};

use super::driver::Wizard;
use super::screens::looks_as;
use crate::seen::Seen as _;

#[test]
fn a_q_in_a_field_is_a_q() {
    let wizard = Wizard::at(80, 24).goes_to(3).types("q?cyn kj");
    assert_eq!(wizard.answers().member(0).cell(MemberColumn::Name), "q?cyn kj");
    Wizard::at(80, 24).press("q").shows("Leave quorate?");
}

#[test]
fn esc_goes_back_from_every_step_and_asks_at_the_first() {
    for step in 2..=6 {
        Wizard::filled(80, 24).goes_to(step).press("Esc").stands_at(step - 1);
    }
    let asked = Wizard::at(80, 24).press("Esc").shows("Leave quorate?");
    assert_eq!(asked.asked(), None);
    let stays = asked.press("Esc").hides("Leave quorate?").stands_at(1);
    assert_eq!(stays.press("Esc Enter").asked(), Some(&Action::Quit));
}

#[test]
fn ctrl_c_asks_and_twice_leaves_from_everywhere() {
    let places: [fn() -> Wizard; 8] = [
        || Wizard::at(80, 24),
        || Wizard::at(80, 24).goes_to(3),
        || Wizard::at(80, 24).goes_to(3).press("Ctrl-F"),
        || Wizard::at(80, 24).press("?"),
        || Wizard::filled(80, 24).goes_to(6),
        || Wizard::filled(80, 24).goes_to(6).press("Shift-Tab Enter"),
        generating,
        || generating().told(Message::Cancelled),
    ];
    for place in places {
        let asked = place().press("Ctrl-C").shows("Leave quorate?");
        assert_ne!(asked.asked(), Some(&Action::Quit));
        assert_eq!(asked.press("Ctrl-C").asked(), Some(&Action::Quit));
    }
    let done = generating().finishes().press("q");
    assert_eq!(done.asked(), Some(&Action::Quit), "nothing is lost, so nobody is asked");
}

fn generating() -> Wizard {
    Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Enter Enter")
}

#[test]
fn what_was_typed_is_never_lost_on_the_way() {
    let wizard = Wizard::filled(80, 24)
        .goes_to(3)
        .press("Tab")
        .retypes("10.0.0.")
        .press("Ctrl-N Ctrl-N")
        .stands_at(4)
        .retypes("production")
        .press("Down Down Down")
        .retypes("not a port")
        .press("Ctrl-N Ctrl-N")
        .stands_at(5);
    let typed = wizard.answers().clone();
    let wizard = wizard.press("Esc Esc Esc Esc").stands_at(1).goes_to(6);
    assert_eq!(*wizard.answers(), typed);
    let back = wizard.press("Esc Esc").stands_at(4);
    back.shows("not a port").press("Esc").shows("10.0.0.");
}

#[test]
fn ctrl_n_names_the_problem_once_and_then_goes_on() {
    let refused = Wizard::filled(80, 24)
        .goes_to(3)
        .press("Tab Tab Tab Tab")
        .retypes("-x")
        .press("Up Ctrl-N")
        .stands_at(3);
    assert!(refused.message().contains("`-x`"), "{}", refused.message());
    assert!(refused.message().contains("Ctrl-N continues"), "{}", refused.message());
    let cursor = refused.cursor().expect("the focus is where the problem is");
    assert!(refused.line(cursor.y).contains(" -x"), "{}", refused.marked());
    let wizard = refused.press("Ctrl-N").stands_at(4);
    // Asking elsewhere starts anew.
    let wizard = wizard.press("Esc Ctrl-N").stands_at(3).press("Down Ctrl-N").stands_at(3);
    wizard.press("Ctrl-N").stands_at(4).shows("✗3 Members");
}

#[test]
fn shrinking_and_growing_keeps_the_rows() {
    let wizard = Wizard::filled(80, 24).goes_to(1).press("Up Up").goes_to(3).hides("etcd-2");
    let wizard = wizard.press("Ctrl-P Ctrl-P").press("Down Down").goes_to(3).shows("etcd-3");
    assert_eq!(wizard.answers().member(2).address, "10.0.0.3");
    let wizard = wizard.press("Ctrl-O").types("etcd-4").press("Ctrl-X").hides("4 etcd-4");
    assert_eq!(wizard.answers().size().members(), 3);
    let one = wizard.press("Ctrl-X Ctrl-X Ctrl-X Ctrl-X");
    assert_eq!(one.answers().size().members(), 1, "the last row stays");
}

#[test]
fn lines_of_etc_hosts_fill_the_table_with_any_line_end() {
    let lines = [
        "127.0.0.1 localhost",
        "10.0.0.1 etcd-1.example.com etcd-1",
        "10.0.0.2 etcd-2.example.com etcd-2",
        "# the rest",
        "fd00::3 etcd-3",
        "10.0.0.4 etcd-4",
        "10.0.0.5 etcd-5",
        "",
    ];
    for end in ["\n", "\r", "\r\n"] {
        let wizard = Wizard::at(80, 24).goes_to(3).pastes(&lines.join(end)).shows("fd00::3");
        let wizard = wizard.shows("Members filled in: 5");
        assert_eq!(wizard.answers().size().members(), 5);
        assert_eq!(wizard.answers().member(0).dns_names, "etcd-1.example.com, etcd-1");
        wizard.goes_to(6).shows("[ Generate ]");
    }
    let wrong = Wizard::filled(80, 24).goes_to(3).pastes("etcd-1 10.0.0.1\retcd-2");
    let wrong = wrong.shows("line 2 has no address: `etcd-2`").shows("10.0.0.3");
    assert_eq!(wrong.answers().size().members(), 3, "a refused paste changes nothing");
}

#[test]
fn a_paste_too_long_is_refused_and_says_so() {
    let long = "x".repeat(10_000);
    let before = Wizard::filled(80, 24).goes_to(3);
    let answers = before.answers().clone();
    let wizard = before.pastes(&long).shows("10000 characters long, at most 4096 fit");
    assert_eq!(*wizard.answers(), answers);
    let long = "x".repeat(4000);
    let wizard = wizard.pastes(&long).shows("63");
    assert_eq!(wizard.answers().member(0).name.len(), 4006);
    let dialog = wizard.press("Ctrl-F").pastes(&"y".repeat(10_000));
    let dialog = dialog.shows("10000 characters long, at most 200 fit").hides("yy");
    dialog.press("Enter Enter").shows("Members filled in: 3");
}

#[test]
fn a_client_is_added_edited_and_taken_away() {
    let wizard = Wizard::filled(80, 26).goes_to(5).press("Shift-Tab Enter");
    let wizard = wizard.shows("kube-apiserver-etcd-client").retypes("backup").press("Tab");
    assert_eq!(wizard.answers().clients()[1].common_name, "backup", "it follows the name");
    let wizard = wizard.retypes("backup user").press("Ctrl-X");
    assert_eq!(wizard.answers().clients().len(), 1);
    let none = wizard.press("Ctrl-X").shows("+ add a client").shows("0 client");
    none.goes_to(6).shows("[ Generate ]");
}

#[test]
fn answers_survive_json_at_every_step() {
    let mut wizard = Wizard::filled(80, 24);
    for step in 1..=6 {
        wizard = wizard.goes_to(step).types("x\u{1b}é");
        let json = serde_json::to_vec(wizard.answers()).unwrap();
        assert_eq!(serde_json::from_slice::<Answers>(&json).unwrap(), *wizard.answers());
    }
}

#[test]
fn a_refused_directory_starts_nothing_until_it_is_mended() {
    let wizard = Wizard::filled(80, 24).refuses_output("it is full", "take another").goes_to(6);
    let wizard = wizard.press("Ctrl-N Enter").stands_at(6).shows("it is full: take another");
    assert!(matches!(wizard.asked(), Some(Action::CheckOutput(_))));
    let typed = wizard.press("End").types("x");
    assert_eq!(typed.asked(), Some(&Action::CheckOutput("./etcd-bundlex".into())));
    // An answer about a text that has changed since is no answer.
    let late =
        Message::OutputChecked { text: "./old".into(), result: Ok("/old".into()), free: None };
    typed.told(late).shows("it is full").hides("/old");
}

#[test]
fn a_generation_that_made_nothing_leads_back() {
    let refusal = || Refusal { message: "the disk is full".into(), hint: "free some".into() };
    for message in [Message::Cancelled, Message::Failed(refusal())] {
        let stopped = generating().told(message);
        assert_eq!(stopped.mode(), Mode::Stopped);
        let review = stopped.press("Esc").stands_at(6).shows("[ Generate ]");
        review.press("Ctrl-N Enter Enter").stands_at(7).shows("Making keys: 0 of 8");
    }
}

#[test]
fn the_finished_bundle_can_be_looked_at_again() {
    let finished = generating().finishes();
    let review = finished.press("Esc").stands_at(6);
    review.press("Ctrl-N").shows("What to type next").shows("scp -rp members/etcd-1");
}

#[test]
fn what_is_copied_is_what_is_shown() {
    let finished = generating().finishes().press("c");
    let Some(Action::Copy(text)) = finished.asked() else { panic!("{:?}", finished.asked()) };
    assert!(text.starts_with("cd /home/operator/etcd-bundle\n"), "{text}");
    let review = Wizard::filled(80, 24).goes_to(6).press("Shift-Tab Down Down c").shows("Copied");
    let plan = review.plan().to_json();
    assert_eq!(review.asked(), Some(&Action::Copy(plan)));
    let handshakes =
        Wizard::filled(80, 24).goes_to(6).press("Shift-Tab Shift-Tab c").shows("Copied");
    let Some(Action::Copy(text)) = handshakes.asked() else { panic!("{:?}", handshakes.asked()) };
    assert!(text.contains("client root"), "{text}");
    let key = review.press("Down c").shows("Private keys are never copied");
    assert_ne!(key.asked(), Some(&Action::Copy(String::new())));
}

#[test]
fn every_key_in_the_footer_does_something() {
    let long_help = || Wizard::at(80, 24).press("?");
    let places: [(Mode, fn() -> Wizard); 26] = [
        (Mode::More, || Wizard::folded(80, 24).goes_to(4).press("Shift-Tab")),
        (Mode::Starts, || Wizard::at(80, 24).press("s")),
        (Mode::Table, || Wizard::at(80, 24)),
        (Mode::Path, || imports(80, 24).types("ca")),
        (Mode::Secret, || imports(80, 24).press("Down Down").types("x")),
        (Mode::Tiers, || Wizard::at(80, 24).goes_to(2)),
        (Mode::Pane, || Wizard::filled(80, 24).goes_to(3).press("Ctrl-T")),
        (Mode::Text, || Wizard::at(80, 24).goes_to(2).press("Tab")),
        (Mode::MemberCell, || Wizard::filled(80, 24).goes_to(3)),
        (Mode::InspectedText, || Wizard::filled(80, 24).goes_to(4)),
        (Mode::Line, || Wizard::filled(80, 24).goes_to(5)),
        (Mode::ClientCell, || Wizard::filled(80, 24).goes_to(5).press("Shift-Tab Shift-Tab")),
        (Mode::AddClient, || Wizard::filled(80, 24).goes_to(5).press("Shift-Tab")),
        (Mode::Files, || Wizard::filled(80, 24).goes_to(6).press("Shift-Tab")),
        (Mode::Files, || Wizard::filled(80, 24).goes_to(6).press("Shift-Tab Shift-Tab")),
        (Mode::Advice, || Wizard::at(80, 24).goes_to(6)),
        (Mode::Remark, || with_findings(80, 24).press("PgDn PgDn PgDn")),
        (Mode::Button, || Wizard::filled(80, 24).goes_to(6).press("Ctrl-N")),
        (Mode::Running, generating),
        (Mode::Stopped, || generating().told(Message::Cancelled)),
        (Mode::NextCommands, || generating().finishes()),
        (Mode::Finished, || generating().finishes().press("Tab")),
        (Mode::FillDialog, || Wizard::at(80, 24).goes_to(3).press("Ctrl-F")),
        (Mode::Question, || Wizard::at(80, 24).press("q")),
        (Mode::Reader, || Wizard::filled(80, 24).goes_to(6).press("Shift-Tab Enter")),
        (Mode::Preview, || Wizard::filled(80, 24).goes_to(6).press("Shift-Tab Down Down Enter")),
    ];
    assert_eq!(long_help().mode(), Mode::Help);
    let places = places.into_iter().chain([(Mode::Help, long_help as fn() -> Wizard)]);
    for (mode, place) in places {
        assert_eq!(place().mode(), mode, "{}", place().screen());
        // The first step has one field only, so that Tab has nowhere to go.
        let alone = |key: &str| key == "Tab" && place().step() <= 2;
        for binding in bindings(mode).filter(|binding| binding.in_footer && !alone(binding.shown)) {
            let keys =
                if binding.shown == "/" { vec!["/"] } else { binding.shown.split('/').collect() };
            for key in keys {
                // Where there is no further choice on one side, there is on the other.
                let does = |key: &str| {
                    let mut wizard = place();
                    let before = wizard.look();
                    let asked = wizard.event(&crossterm_event(key));
                    asked.is_some() || wizard.look() != before
                };
                let other = match key {
                    "Left" => "Right",
                    "Up" => "Down",
                    key => key,
                };
                assert!(does(key) || does(other), "{key} does nothing in {mode:?}");
            }
        }
        let footer = place().footer();
        assert!(footer.contains("Esc"), "the way out of {mode:?} is named: {footer}");
    }
}

fn crossterm_event(key: &str) -> crossterm::event::Event {
    crossterm::event::Event::Key(crate::seen::key_event(key))
}

#[test]
fn every_field_is_reached_by_tab_and_says_what_it_is_about() {
    for step in 1..=6 {
        let mut wizard = Wizard::filled(80, 24).goes_to(step);
        let first = wizard.marked();
        let mut stops = 0;
        loop {
            let help = wizard.message();
            assert!(!help.is_empty() && !help.ends_with('…'), "{help:?}\n{}", wizard.screen());
            wizard = wizard.press("Tab");
            stops += 1;
            if wizard.marked() == first {
                break;
            }
            assert!(stops < 100, "Tab comes around on step {step}");
        }
        let fields = questions(quorate::answers::Step::ALL[step - 1]).count();
        let least = match step {
            // What one starts from is asked by a key of its own.
            1 => fields - 1,
            2 => fields - 4,
            5 => fields - 2,
            _ => fields,
        };
        assert!(stops >= least, "step {step}: {stops} stops for {fields} fields");
    }
    let help = Wizard::filled(80, 24).goes_to(4).press("Tab").message();
    assert!(!help.is_empty());
    assert_eq!(Wizard::at(80, 24).answers().text(Field::ClusterToken), "etcd-7f3a9c1e");
}

#[test]
fn the_inspector_in_the_place_of_the_form_keeps_keys_from_it() {
    let wizard = Wizard::filled(80, 24).goes_to(3).press("Ctrl-T");
    assert_eq!(wizard.mode(), Mode::Pane);
    let before = wizard.answers().clone();
    let wizard = wizard.press("x Down").shows("etcd-2").press("Ctrl-Y").shows("Peer certificate");
    assert_eq!(*wizard.answers(), before, "an x was typed into a field that isn't seen");
    let wizard = wizard.press("Esc").shows("Extra SANs");
    assert_eq!(wizard.step(), 3, "Esc closes the inspector, and only that");
}

#[test]
fn one_pasted_line_fills_its_row_and_leaves_the_others() {
    let wizard = Wizard::filled(80, 24).goes_to(3).press("Down").pastes("etcd-9 10.0.0.99\n");
    let names: Vec<String> = (0..3).map(|row| wizard.answers().member(row).name).collect();
    assert_eq!(names, ["etcd-1", "etcd-9", "etcd-3"]);
    assert_eq!(wizard.answers().member(1).address, "10.0.0.99");
}

#[test]
fn a_named_load_picks_the_tier_until_one_is_picked() {
    let wizard = Wizard::at(80, 24).goes_to(2).press("Tab").types("120").shows("medium handles");
    assert_eq!(wizard.answers().text(quorate::answers::Field::Tier), "medium");
    let wizard = wizard.press("Shift-Tab Up").shows("medium handles this load, small does not");
    assert_eq!(wizard.answers().text(quorate::answers::Field::Tier), "small");
}

#[test]
fn the_pattern_of_the_last_fill_is_offered_again() {
    let wizard =
        Wizard::at(80, 24).goes_to(3).press("Ctrl-F").retypes("node-{1..5}").press("Enter");
    assert_eq!(wizard.answers().size().members(), 5);
    wizard.press("Ctrl-F").shows("node-{1..5}");
}

#[test]
fn a_pattern_asks_before_it_replaces_answers() {
    let typed = Wizard::at(80, 24).goes_to(3).types("alpha").press("Down").types("beta");
    let asked = typed.press("Ctrl-F Enter").shows("This replaces 2 filled rows.");
    looks_as("fill_replaces", &asked);
    assert_eq!(asked.answers().member(0).name, "alpha");
    // Another pattern is another question; leaving keeps the rows.
    let other = asked.retypes("node-{1..5}").hides("Enter again").press("Enter");
    let left = other.shows("This replaces 2 filled rows.").press("Esc").hides("Fill the member");
    assert_eq!(left.answers().member(1).name, "beta");
    let filled = left.press("Ctrl-F Enter Enter").shows("Members filled in: 3");
    assert_eq!(filled.answers().member(0).name, "etcd-1");
    // The same pattern once more loses nothing; fewer rows would.
    let same = filled.press("Ctrl-F Enter").shows("Members filled in: 3");
    same.press("Ctrl-F").retypes("etcd-{1..2}").press("Enter").shows("this makes 2: its size");
}

#[test]
fn the_next_commands_stay_those_of_the_bundle_that_was_written() {
    let wizard = generating().finishes().shows("10.0.0.1");
    let wizard = wizard.press("Ctrl-P Ctrl-P Ctrl-P Ctrl-P").press("Tab").retypes("10.9.9.9");
    wizard
        .press("Ctrl-N Ctrl-N Ctrl-N Ctrl-N")
        .shows("What to type next")
        .shows("10.0.0.1")
        .hides("10.9.9.9");
}

#[test]
fn an_inspector_beside_the_form_never_comes_to_cover_another() {
    // Shown by hand on a wide screen, and met again on a narrow one.
    let wizard = Wizard::filled(110, 24).goes_to(3).press("Ctrl-T Ctrl-T Esc").resized(80, 24);
    let wizard = wizard.press("Ctrl-N").shows("Extra SANs");
    // Shown in the place of the form, and left for another step.
    let wizard = wizard.press("Ctrl-T Ctrl-P Ctrl-N").shows("Extra SANs");
    assert_eq!(wizard.mode(), Mode::MemberCell);
}

/// A wizard at the findings of a plan that has some: four members by a tutorial, and that its mistakes are fixed,
/// which no field changes.
fn with_findings(width: u16, height: u16) -> Wizard {
    let start = "s Down Down Down Down Down Down Enter";
    let wizard = Wizard::at(width, height).press(start).goes_to(3).press("Ctrl-F");
    let wizard = wizard.retypes("etcd-{1..4}").press("Enter").goes_to(6);
    wizard.press("Ctrl-N Shift-Tab Shift-Tab Shift-Tab")
}

#[test]
fn findings_are_shown_whole_and_those_below_are_counted() {
    let findings = with_findings(80, 24);
    assert_eq!(findings.mode(), Mode::Advice, "the size is a field");
    looks_as("findings", &findings);
    let more = |wizard: &Wizard| wizard.screen().contains("more: Down/PgDn");
    assert!(more(&findings), "{}", findings.screen());
    let before = findings.screen();
    let below = findings.press("PgDn");
    assert_ne!(below.screen(), before);
    let last = below.press("PgDn PgDn PgDn PgDn PgDn PgDn");
    assert!(!more(&last), "{}", last.screen());
    looks_as("findings_last", &last);
    let footer = last.footer();
    assert!(!footer.contains("go there"), "advice that no field fixes leads nowhere: {footer}");
    assert_eq!(last.press("PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp").screen(), before);
    // On a wide screen all of them stand there, before the preview of the files.
    let wide = with_findings(160, 50);
    assert!(!more(&wide), "{}", wide.screen());
    looks_as("wide_findings", &wide);
    // From elsewhere the way to them is named.
    let elsewhere = with_findings(80, 24).press("Tab Tab");
    elsewhere.shows("more: Tab to this list");
    // Where a field can be fixed, Enter leads there.
    let missing = Wizard::at(80, 24).goes_to(6);
    assert!(missing.footer().contains("Enter go there"), "{}", missing.footer());
}

/// A wizard at the file of the certificate of a CA that the operator brings.
pub(crate) fn imports(width: u16, height: u16) -> Wizard {
    Wizard::filled(width, height).goes_to(5).press("Down Down Right Right Down")
}

/// Whoever wants it otherwise says so; a passphrase is wanted before a bundle is made.
#[test]
fn the_key_of_a_new_ca_is_encrypted_unless_it_is_answered_otherwise() {
    let wizard = Wizard::started(80, 24).fills_members().goes_to(5).press("Down Down");
    let wizard = wizard.shows("[encrypted]").shows("Recommended: made here, its key encrypted");
    let missing = wizard.goes_to(6).shows("Not ready yet").shows("CA passphrase");
    let wizard = missing.press("Ctrl-P Down Down Down").types("correct horse");
    let wizard = wizard.press("Down").types("correct horse").goes_to(6).hides("Not ready yet");
    assert_eq!(wizard.plan().certificates.ca_source, CaSource::Encrypted);
    let plain = wizard.press("Ctrl-P Down Down Left").shows("[made]").shows("Encrypted is better.");
    let plain = plain.goes_to(6).hides("Not ready yet");
    assert_eq!(plain.plan().certificates.ca_source, CaSource::Made);
}
