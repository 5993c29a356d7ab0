//! What a change leads to stands beside it.

use quorate::answers::Field;

use super::driver::Wizard;
use super::screens::looks_as;
use crate::seen::Seen as _;

#[test]
fn a_moved_address_marks_its_sans_and_the_handshakes_that_fail_until_certificates_are_issued() {
    let moved = |width, height| {
        let wizard = Wizard::filled(width, height).planned().press("Alt-3 Tab");
        wizard.shows("Handshakes: all 12 would be accepted").retypes("10.0.0.9")
    };
    let wide = moved(120, 40).shows("- 10.0.0.1").shows("+ 10.0.0.9");
    let words = wide.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("✗ Handshakes: 3 of 12 refused: peer etcd-2 to etcd-1"), "{words}");
    let wide = wide.shows("new ones will match");
    looks_as("120_moved_address", &wide);
    looks_as("moved_address", &moved(80, 24));
    looks_as("200_moved_address", &moved(200, 60));
    // As long as no others are issued that stays so.
    wide.press("Ctrl-N Esc Tab").shows("+ 10.0.0.9").shows("old addresses");
}

#[test]
fn a_plan_keeps_what_changed_until_the_end() {
    let wizard = Wizard::filled(120, 40).planned().stands_at(6);
    let wizard = wizard.shows("Nothing differs from the plan you started from");
    let wizard = wizard.press("Esc Esc Esc").stands_at(3).press("Tab").retypes("10.0.0.9");
    let wizard = wizard.press("Ctrl-N Esc").stands_at(3).press("Tab").shows("+ 10.0.0.9");
    let review = wizard.goes_to(6).shows("The files of 4 members and clients differ from");
    let shown = review.press("d").shows("members/etcd-1").shows("+ IP addresses: 10.0.0.9");
    looks_as("120_changes", &shown);
    shown.press("Esc").hides("+ IP addresses");
}

#[test]
fn a_tier_shows_the_lines_that_it_changes() {
    let hardware = Wizard::filled(120, 40).goes_to(2).hides("- ETCD_QUOTA");
    let large = hardware.press("Down Down").shows("Changes   - ETCD_QUOTA_BACKEND_BYTES=");
    let large = large.shows("- ETCD_QUOTA_BACKEND_BYTES=").shows("+ ETCD_QUOTA_BACKEND_BYTES=");
    large.press("Up Up").hides("- ETCD_QUOTA");
    // Nobody is named yet.
    let blank = Wizard::at(80, 40).goes_to(2).press("Down Down");
    blank.shows("+ ETCD_QUOTA_BACKEND_BYTES=");
}

#[test]
fn the_review_is_held_against_the_defaults() {
    let review = Wizard::filled(80, 24).goes_to(6);
    let review = review.shows("Nothing differs from the defaults");
    // There is nothing to show but that.
    let same = review.press("d").hides("What differs, host by host");
    let review = same.shows("Nothing differs from the defaults");
    let changed = review.press("Esc Esc").stands_at(4).press("Down Down Left").goes_to(6);
    assert_ne!(changed.answers().text(Field::EtcdVersion), "3.6");
    let shown = changed.press("d").shows("members/etcd-1");
    // A sign begins each line that comes or goes, and what is wrapped goes on behind it.
    let is_sign = |line: &str| matches!(line.trim_matches(['│', ' ']), "+" | "-");
    assert!(!shown.screen().lines().any(is_sign), "{}", shown.screen());
    // A bundle that was written is no plan that this one started from.
    let written = Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    written.press("Esc").shows("Nothing differs from the bundle that was written");
    Wizard::at(80, 24).goes_to(6).shows("Differences: shown once nothing is missing");
}

#[test]
fn few_answers_are_asked_and_one_line_says_what_else_there_is() {
    let network = Wizard::folded(80, 24).goes_to(4);
    looks_as("4_network_folded", &network);
    let network = network.shows("More (").shows("Client port").hides("[environment-file]");
    let opened = network.press("Shift-Tab Enter").shows("[environment-file]");
    // The focus is at the first of them.
    let typed = opened.retypes("my-token");
    assert_eq!(typed.answers().text(Field::ClusterToken), "my-token");
    let folded = typed.press("Esc").goes_to(4).press("Shift-Tab Enter");
    let folded = folded.hides("[environment-file]").shows("my-token");
    // An answer that is taken back stays under the cursor.
    let emptied = folded.press("Tab Tab Ctrl-U").hides("my-token");
    assert!(emptied.marked().contains("Cluster token"), "{}", emptied.screen());
    looks_as("5_certificates_folded", &Wizard::folded(80, 24).goes_to(5));
    looks_as("120_5_certificates_folded", &Wizard::folded(120, 40).goes_to(5));
    let place = Wizard::folded(80, 24).goes_to(5).shows("More (").hides("Organization  ");
    place.shows("client");
}

#[test]
fn a_question_that_is_folded_away_is_shown_where_the_focus_goes() {
    let wizard = Wizard::folded(80, 24).goes_to(4).press("Shift-Tab Enter").retypes("t");
    let wizard = wizard.press("Tab Tab").press("Alt-U");
    wizard.shows("Undone");
}
