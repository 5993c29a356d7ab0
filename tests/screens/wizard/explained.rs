//! The line under the cursor of a file is explained, and leads to the question that decides it.

use quorate::text::Language;
use quorate::ui::keymap::Mode;

use super::driver::Wizard;
use crate::seen::Seen as _;

/// Opens the first file whose path holds a text.
fn opens(wizard: Wizard, name: &str) -> Wizard {
    wizard.press("/").types(name).press("Enter Enter")
}

fn opened(width: u16, height: u16, name: &str) -> Wizard {
    opens(Wizard::filled(width, height).goes_to(6).press("Ctrl-N Shift-Tab"), name)
}

/// Goes to the first line that holds a text, as a search does.
fn at_line(wizard: Wizard, text: &str) -> Wizard {
    wizard.press("/").types(text).press("Enter")
}

#[test]
fn a_directive_is_explained_with_its_reason_and_source() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let unit = opened(width, height, "etcd-1/etcd.service").shows("The unit: how systemd runs");
        let line = at_line(unit, "Restart=on").shows(" Restart= ").shows("starts etcd again");
        line.shows("No question changes this").shows("Source: systemd.service(5)");
        let file = at_line(opened(width, height, "etcd-1/etcd.env"), "DATA_DIR=");
        file.shows(" --data-dir ").shows("Question: Data directory, step Network. Its");
    }
}

#[test]
fn the_line_moves_and_stays_within_the_file() {
    let file = opened(80, 24, "etcd-1/etcd.env").shows("The member's settings as variables");
    assert_eq!(file.mode(), Mode::Preview);
    let end = file.press("End").shows(" --snapshot-count ");
    let same = end.look();
    let end = end.press("Down PgDn PgDn");
    assert_eq!(end.look(), same);
    end.press("Up Up").shows("--snapshot-count").press("Home Up").shows("mode 0644");
}

#[test]
fn a_line_leads_to_its_question_and_back() {
    let file = opened(120, 40, "etcd-1/etcd.env");
    let there = at_line(file, "ELECTION_TIMEOUT=").press("Enter");
    let there = there.shows("Esc goes back to members/etcd-1/etcd.env.");
    assert_eq!((there.step(), there.mode()), (4, Mode::InspectedText));
    let back = there.retypes("3000").press("Esc");
    assert_eq!(back.mode(), Mode::Preview);
    let back = back.shows("ETCD_ELECTION_TIMEOUT=3000").shows(" --election-timeout ");
    let back = back.shows("You chose this; the default is 1000.");
    // Whoever goes another way isn't brought back any more.
    let away = back.press("Enter Ctrl-N Esc");
    assert_eq!((away.step(), away.mode()), (4, Mode::InspectedText));
}

#[test]
fn a_members_own_line_leads_to_its_row() {
    let file = at_line(opened(120, 40, "etcd-2/etcd.env"), "LISTEN_CLIENT_URLS=");
    let file = file.shows("From Member 2, Address, step Members.").press("Enter");
    assert_eq!((file.step(), file.mode()), (3, Mode::MemberCell));
    let same = at_line(opened(80, 24, "etcd-1/etcd.service"), "Type=notify").press("Enter");
    same.shows("No question decides this line.");
}

#[test]
fn what_is_on_disk_is_explained_as_well() {
    let done = Wizard::filled(120, 40).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    let file = at_line(opens(done.press("Tab"), "etcd-1/etcd.service"), "LimitNOFILE");
    let there = at_line(file.shows(" LimitNOFILE= "), "User=").press("Enter");
    assert_eq!(there.step(), 4);
    let back = there.press("Esc").shows("members/etcd-1/etcd.service").shows(" User= ");
    assert_eq!((back.step(), back.mode()), (7, Mode::Preview));
}

#[test]
fn rows_of_certificates_and_lines_of_scripts_are_explained_and_readme_is_read() {
    let certificate = opened(120, 40, "etcd-1/pki/server.pem");
    let row = at_line(certificate, "Valid until").shows("After this moment every new handshake is");
    row.shows("Question: Leaves valid (days), step");
    opened(80, 24, "etcd-1/install.sh").shows("Installs the member");
    let page = Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Shift-Tab Enter");
    assert_eq!(page.mode(), Mode::Reader);
}

#[test]
fn the_explanation_is_in_the_language_of_the_screen_and_the_file_in_english() {
    Language::Ukrainian.speaking(|| {
        let file = at_line(opened(120, 40, "etcd-1/etcd.service"), "Restart=on");
        let file = file.shows("# Restart after a crash.").shows("Після збою служба");
        file.shows("Жодне питання цього не змінює");
    });
}

#[test]
fn the_help_lists_the_keys_of_a_file() {
    let help = Wizard::filled(120, 90).goes_to(6).press("Ctrl-N Shift-Tab ?");
    help.shows("In a file").shows("go to the question");
}
