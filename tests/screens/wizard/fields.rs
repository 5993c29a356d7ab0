//! A field does what it looks as if it did.

use quorate::answers::{Field, MemberColumn};

use super::driver::Wizard;
use crate::seen::Seen as _;

/// What stands selected on the screen.
#[track_caller]
fn selected(wizard: &Wizard) -> Vec<String> {
    wizard.reversed().into_iter().map(|(_, _, words)| words).collect()
}

#[test]
fn a_selected_suggestion_gives_way_to_what_is_typed() {
    let network = Wizard::folded(80, 24).goes_to(4);
    assert_eq!(selected(&network), ["etcd"]);
    let typed = network.types("shop");
    assert_eq!(typed.answers().text(Field::ClusterName), "shop");
    assert!(selected(&typed).is_empty());
    // What was typed is edited where it ends, whenever it is come back to.
    let back = typed.press("Tab Shift-Tab");
    assert!(selected(&back).is_empty(), "{}", back.marked());
    assert_eq!(back.types("-2").answers().text(Field::ClusterName), "shop-2");
}

#[test]
fn moving_the_cursor_keeps_a_suggestion() {
    for (keys, expected) in
        [("Left", "etcxd"), ("Right", "etcdx"), ("End", "etcdx"), ("Home", "xetcd")]
    {
        let moved = Wizard::folded(80, 24).goes_to(4).press(keys);
        assert!(selected(&moved).is_empty(), "{}", moved.marked());
        assert!(!moved.answers().is_typed(Field::ClusterName));
        assert_eq!(moved.types("x").answers().text(Field::ClusterName), expected, "{keys}");
    }
    let pasted = Wizard::folded(80, 24).goes_to(4).pastes("shop");
    assert_eq!(pasted.answers().text(Field::ClusterName), "shop");
    let cleared = Wizard::folded(80, 24).goes_to(4).press("Backspace");
    assert_eq!(cleared.answers().text(Field::ClusterName), "");
}

#[test]
fn what_follows_from_other_answers_is_a_suggestion_too() {
    let lab = Wizard::at(120, 40).press("s Down Down Down Enter").goes_to(4);
    assert_eq!(selected(&lab), ["lab"], "of the start, and so nobody typed it");
    let directory = Wizard::filled(120, 40).goes_to(4).press("F10").clicks("Certificates in");
    assert_eq!(selected(&directory), ["/etc/etcd/pki"]);
    let left = directory.press("End Tab");
    assert!(!left.answers().is_typed(Field::CertificateDirectory), "a move answers nothing");
    let client = Wizard::filled(120, 40).goes_to(5).press("Shift-Tab Enter");
    assert_eq!(selected(&client), ["kube-apiserver-etcd-client"]);
    assert_eq!(client.types("backup").answers().clients()[1].name, "backup");
}

#[test]
fn every_field_that_is_selected_is_replaced_and_no_other() {
    for step in 1..=6 {
        let mut wizard = Wizard::filled(120, 60).goes_to(step);
        for _ in 0..40 {
            wizard = wizard.press("Tab");
            if !wizard.mode().is_text() {
                continue;
            }
            let place = wizard.progress().place.expect("a text has a place");
            let before = wizard.answers().text_at(place);
            let kept = if selected(&wizard).is_empty() { before.as_str() } else { "" };
            let typed = wizard.types("q");
            let text = typed.answers().text_at(place);
            if text.is_empty() {
                wizard = typed;
                continue; // A passphrase, which answers don't hold.
            }
            assert_eq!(text, format!("{kept}q"), "{before}");
            wizard = typed.press("Alt-U");
        }
    }
}

#[test]
fn the_dialog_that_fills_the_table_takes_other_texts_at_once() {
    let dialog = Wizard::at(80, 24).goes_to(3).press("Ctrl-F");
    assert_eq!(selected(&dialog), ["etcd-{1..3}"]);
    let filled = dialog.types("db-{1..3}").press("Tab").types("10.7.0.1+").press("Enter");
    assert_eq!(filled.answers().member(2).cell(MemberColumn::Name), "db-3");
    assert_eq!(filled.answers().member(2).cell(MemberColumn::Address), "10.7.0.3");
}

#[test]
fn the_help_says_what_a_highlighted_text_is() {
    let help = Wizard::folded(80, 40).goes_to(4).press("F1");
    help.shows("The highlighted text is a suggestion").press("Esc x F1").hides("highlighted");
}

#[test]
fn clearing_a_folded_answer_unfolds_no_other_question() {
    let all = Wizard::folded(120, 40).goes_to(4).press("F10").clicks("More (");
    let typed = all.clicks("Certificates in").types("/x").hides("More (").clicks("Show fewer");
    let folded = typed.shows("More (").shows("Certificates in        /x");
    let cleared = folded.clicks("Certificates in").press("Ctrl-U");
    assert!(!cleared.answers().is_typed(Field::CertificateDirectory));
    // It stays until somebody folds the questions.
    let left = cleared.shows("More (").shows("Certificates in  ").press("Tab");
    let left = left.shows("More (").shows("Certificates in        /etc/etcd/pki");
    left.clicks("More (").clicks("Show fewer").hides("Certificates in  ");
}

#[test]
fn a_key_that_is_taken_back_leaves_an_answer_following_others() {
    // The name of a CA has digits that nobody can type.
    let name = Wizard::filled(120, 40).goes_to(5).press("F10").clicks("CA name");
    assert!(selected(&name).is_empty());
    let name = name.press("End").types("X").press("Backspace Tab");
    assert_eq!(name.answers().text(Field::AuthorityName), "");
    let directory = Wizard::filled(120, 40).goes_to(4).press("F10").clicks("Certificates in");
    let directory = directory.press("End").types("X").press("Backspace");
    let moved = directory.clicks("Configuration  ").retypes("/opt/e");
    let plan = moved.plan();
    let install = plan.install_of(plan.members.iter().next().unwrap());
    assert_eq!(install.configuration_directory().as_str(), "/opt/e");
    assert_eq!(install.certificate_directory(), None);
}

#[test]
fn what_follows_from_a_name_gives_way_to_what_is_typed() {
    let named = Wizard::at(120, 40).goes_to(3).types("db1").press("Tab Tab");
    assert_eq!(selected(&named), ["db1"]);
    let typed = named.types("db1.example.com");
    assert_eq!(typed.answers().member(0).cell(MemberColumn::DnsNames), "db1.example.com");
    let client = Wizard::filled(120, 40).goes_to(5).press("Shift-Tab Enter").press("Tab");
    assert_eq!(selected(&client), ["kube-apiserver-etcd-client"]);
    let client = client.types("bob").press("Shift-Tab").types("api");
    let row = client.answers().clients()[1].clone();
    assert_eq!((row.name.as_str(), row.common_name.as_str()), ("api", "bob"));
}
