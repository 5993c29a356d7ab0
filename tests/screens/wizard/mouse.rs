//! The mouse, where it was asked for.

use quorate::answers::{Field, MemberColumn};
use quorate::ui::{Action, Message};

use super::bundles::{at_bundles, look};
use super::driver::Wizard;
use super::session::Start;
use crate::seen::Seen as _;
use crate::support::skip_without;

fn with_mouse(wizard: Wizard) -> Wizard {
    let wizard = wizard.press("F10").shows("The mouse is on");
    assert_eq!(wizard.asked(), Some(&Action::Mouse(true)));
    wizard
}

#[test]
fn a_click_means_nothing_before_it_is_asked_for() {
    let wizard = Wizard::filled(80, 24).clicks("5 Certificates").stands_at(1);
    let off = with_mouse(wizard).press("F10").shows("The mouse is off");
    off.clicks("5 Certificates").stands_at(1);
}

#[test]
fn steps_fields_choices_and_keys_are_clicked() {
    let wizard = with_mouse(Wizard::filled(80, 40));
    let wizard = wizard.clicks("5         3          2");
    assert_eq!(wizard.answers().size().members(), 5);
    let wizard = wizard.clicks("2 Hardware").stands_at(2).clicks("medium");
    assert_eq!(wizard.answers().text(Field::Tier), "medium");
    let wizard = wizard.clicks("3 Members").stands_at(3).clicks("10.0.0.2").types("1");
    assert_eq!(wizard.answers().member(1).cell(MemberColumn::Address), "10.0.0.21");
    let wizard = wizard.clicks("4 Network").stands_at(4).clicks("3.5");
    assert_eq!(wizard.answers().text(Field::EtcdVersion), "3.5");
    let wizard = wizard.clicks("Client port").press("Ctrl-U").types("12379");
    assert_eq!(wizard.answers().text(Field::ClientPort), "12379");
    wizard.clicks("Ctrl-N").stands_at(5);
}

#[test]
fn lists_are_clicked_and_the_wheel_scrolls() {
    let review = with_mouse(Wizard::filled(80, 24).goes_to(6)).clicks("manifest.json");
    let opened = review.clicks("manifest.json").shows("┌ manifest.json");
    let back = opened.clicks("Esc").hides("┌ manifest.json");
    let generate = back.clicks("[ Generate ]").clicks("[ Generate ]").shows("Write the bundle?");
    generate.clicks("Enter yes").finishes().wheels_down().hides("cd /home/operator/etcd-bundle");
    let starts = with_mouse(Wizard::at(80, 24)).press("s").clicks("existing-ca");
    starts
        .shows("▸ existing-ca")
        .clicks("existing-ca")
        .shows("The answers were set for: existing-ca");
    let missing =
        with_mouse(Wizard::at(80, 24).goes_to(6)).clicks("Member 2, Name").clicks("Member 2, Name");
    missing.stands_at(3);
    let help = with_mouse(Wizard::at(80, 24)).press("F1").wheels_down();
    help.hides("│Members").shows("This step");
}

#[test]
fn drafts_bundles_and_what_can_be_done_with_one_are_clicked() {
    let list = with_mouse(at_bundles(Wizard::at(80, 24)));
    let draft = list.clicks("lab ").shows("▸ lab");
    let opened = draft.clicks("▸ lab");
    assert!(matches!(opened.asked(), Some(Action::OpenDraft(path)) if path.ends_with("lab.json")));
    let wheeled = opened.wheels_down().shows("▸ old.json");
    let bundle = wheeled.clicks("/home/operator/shop-bundle").shows("▸ shop");
    let menu = bundle.clicks("/home/operator/shop-bundle").shows("Verifying");
    let path = "/home/operator/shop-bundle".to_owned();
    assert_eq!(menu.asked(), Some(&Action::LookAtBundle(path.clone())));
    let menu = menu.told(Message::BundleLooked { path: path.clone(), look: look("") });
    let inspected = menu.clicks("Inspect its").clicks("Inspect its");
    assert_eq!(inspected.asked(), Some(&Action::Inspect(path.into())));
    // Nothing below a question is clicked.
    let asked = with_mouse(at_bundles(Wizard::at(80, 24))).press("Ctrl-X").shows("Delete");
    asked.clicks("old.json").shows("Delete this draft?").press("Esc").shows("▸ shop");
}

/// What a terminal is told to report clicks, and to report none.
const ON: &str = "\x1b[?1000h\x1b[?1006h";
const OFF: &str = "\x1b[?1006l\x1b[?1000l";

#[test]
fn the_terminal_reports_clicks_only_while_they_are_asked_for_and_is_whole_afterwards() {
    skip_without!("setpriv", "stty");
    let session = Start::new().arguments(&["wizard", "--mouse"]).open().shows("Why odd?");
    assert!(session.written().contains(ON));
    // Hardware in the bar.
    let session = session.sends("\x1b[<0;12;1M\x1b[<0;12;1m").shows("requests/s");
    let session = session.press("F10").shows("The mouse is off");
    assert!(session.written().ends_with(OFF) || session.written().contains(OFF));
    // Nobody asked for this one.
    let session = session.sends("\x1b[<0;2;1M").press("F10").shows("The mouse is on");
    let mut session = session.shows("requests/s").press("q").shows("Leave quorate?").press("Enter");
    assert_eq!(session.ends(), 0);
    session.is_restored();
    let written = session.written();
    let (_, after) = written.rsplit_once(ON).unwrap();
    assert!(after.contains(OFF), "{after:?}");
    let mut killed = Start::new().arguments(&["wizard", "--mouse"]).open().shows("Why odd?");
    killed = killed.signal("TERM");
    killed.ends();
    killed.is_restored();
    let written = killed.written();
    assert!(written.rsplit_once(ON).unwrap().1.contains(OFF), "{written:?}");
}
