//! What made a newcomer doubt the screen, and doesn't any more.

use quorate::answers::{Answers, Field, FieldRef, MemberColumn, Step};
use quorate::cluster::Preset;
use quorate::text::Language;
use quorate::ui::commands_by_hand;

use super::driver::Wizard;
use crate::seen::Seen as _;

#[test]
fn the_next_commands_name_the_least_release() {
    let done = Wizard::filled(120, 40).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    done.shows("etcd 3.6.14 or a newer 3.6 at /usr/local/bin/etcd");
}

#[test]
fn a_lab_on_this_machine_is_told_of_this_machine() {
    let mut answers = Answers::from_preset(Preset::SingleHost);
    answers.set_text(Field::ClusterToken, "lab-1".into());
    let plan = answers.plan().unwrap();
    let commands = quorate::render::next_commands(&plan, "/home/operator/lab-bundle".as_ref());
    let first = commands.iter().find(|line| line.contains("3.6.14")).unwrap();
    assert!(first.starts_with("# First, on this machine: etcd"), "{first}");
    let text = commands.join("\n");
    assert!(!text.contains("NTP") && !text.contains("workstation"), "{text}");
}

/// How long a CA is valid that is made elsewhere isn't asked, and no answer to it stands in the way.
#[test]
fn a_ca_that_is_brought_is_asked_for_no_validity() {
    let mut answers = Wizard::filled(80, 24).answers().clone();
    answers.set_text(Field::AuthorityDays, "10".into());
    answers.set_text(Field::LeafDays, "400".into());
    assert!(answers.plan().is_err());
    answers.set_text(Field::CaSource, "imported".into());
    assert!(!answers.asks(Field::AuthorityDays));
    answers.set_text(Field::AuthorityCertificate, "ca.crt".into());
    answers.set_text(Field::AuthorityKey, "ca.key".into());
    answers.set_text(Field::AuthorityDays, "nonsense".into());
    assert_eq!(answers.plan().unwrap().certificates.lifetimes.leaf().to_string(), "400");
}

#[test]
fn a_review_that_is_not_ready_is_not_marked_as_done() {
    let back = Wizard::at(80, 24).goes_to(6).press("Esc");
    assert!(back.line(0).contains("✗6 Review"), "{}", back.line(0));
    let back = Wizard::filled(80, 24).goes_to(6).press("Esc");
    assert!(back.line(0).contains("✓6 Review"), "{}", back.line(0));
}

#[test]
fn the_key_of_the_pane_says_whether_it_shows_or_hides() {
    let wide = Wizard::filled(160, 40).goes_to(5);
    let footer = wide.footer();
    assert!(footer.contains("Ctrl-T hide"), "{footer}");
    let footer = wide.press("Ctrl-T").footer();
    assert!(footer.contains("Ctrl-T inspect"), "{footer}");
}

#[test]
fn members_can_be_pasted_before_their_step_and_other_pastes_say_why_not() {
    let wizard = Wizard::at(80, 24).pastes("a 10.1.0.1\nb 10.1.0.2\nc 10.1.0.3\nd 10.1.0.4\n");
    let wizard = wizard.stands_at(3).shows("Members filled in: 4");
    assert_eq!(wizard.answers().member(3).cell(MemberColumn::Address), "10.1.0.4");
    Wizard::at(80, 24).pastes("what is this").stands_at(1).shows("Nothing is typed here");
    let review = Wizard::filled(80, 24).goes_to(6).pastes("a 10.1.0.1\nb 10.1.0.2\n");
    review.stands_at(6).shows("Nothing is typed here");
}

#[test]
fn the_help_lists_each_key_once() {
    for step in 1..=6 {
        let mut wizard = Wizard::filled(80, 200).goes_to(step).press("F1");
        wizard = wizard.shows("Keys");
        let screen = wizard.screen();
        let (_, keys) = screen.rsplit_once("Keys").unwrap();
        let mut seen = Vec::new();
        for line in keys.lines().skip(1).take_while(|line| !line.contains('└')) {
            let names: String = line.trim_matches(['│', ' ']).chars().take(14).collect();
            for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                assert!(!seen.contains(&name.to_owned()), "step {step}: {name} twice:\n{keys}");
                seen.push(name.to_owned());
            }
        }
        assert!(seen.len() > 5, "{keys}");
    }
}

#[test]
fn days_of_a_certificate_that_is_not_issued_are_whole() {
    let pane = Wizard::filled(80, 24).goes_to(3).press("Ctrl-T");
    pane.shows("(365 days)").hides("days left");
}

#[test]
fn a_directory_that_follows_is_named() {
    let network = Wizard::filled(80, 40).goes_to(4).hides("Certificates in          (none)");
    network.shows("/etc/etcd/pki");
}

#[test]
fn an_error_is_never_cut_before_its_remedy() {
    let hint = "choose a directory that is empty or does not exist";
    let wizard = Wizard::filled(80, 24)
        .refuses_output(
            "`/home/operator/clusters/production/etcd-bundle` holds files that are not a bundle: notes.txt, other.txt and more",
            hint,
        )
        .goes_to(6)
        .press("Tab");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&wizard.message()).ends_with(hint), "{}", wizard.screen());
}

#[test]
fn what_does_not_fit_below_the_starts_is_counted_and_can_be_scrolled_to() {
    let starts = Wizard::at(80, 24).press("s Down Down Down Down Down Down");
    let starts = starts.shows("more lines: PgDn");
    let mut end = starts;
    for _ in 0..12 {
        end = end.press("PgDn");
    }
    end.hides("more lines: PgDn").shows("existing-ca");
}

#[test]
fn a_typed_name_is_a_dns_name_until_somebody_says_otherwise() {
    let typed = Wizard::at(120, 40).goes_to(3).types("m_1");
    assert_eq!(typed.answers().member(0).cell(MemberColumn::DnsNames), "", "no host name");
    let typed = typed.retypes("db-1");
    assert_eq!(typed.answers().member(0).cell(MemberColumn::DnsNames), "db-1");
    let own = typed.press("Tab Tab").retypes("db.example.com").press("Shift-Tab Shift-Tab");
    let own = own.retypes("db-2");
    assert_eq!(own.answers().member(0).cell(MemberColumn::DnsNames), "db.example.com");
}

#[test]
fn the_lab_says_that_addresses_typed_before_stay() {
    let typed = Wizard::filled(80, 24).press("s Down Down Down Enter");
    let said = typed.message().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.ends_with("Ctrl-F on step 3 replaces them."), "{said}");
    let untouched = Wizard::at(80, 24).press("s Down Down Down Enter");
    untouched.shows("Alt-U undoes it").hides("keep the addresses");
}

#[test]
fn what_is_undone_is_the_change_itself() {
    let size = Wizard::at(120, 40).press("Down Alt-U");
    size.shows("Undone: Members. Alt-E");
    let pasted = Wizard::at(120, 40).pastes("a 10.1.0.1\nb 10.1.0.2\nc 10.1.0.3\n").press("Alt-U");
    pasted.shows("Undone: 3 rows of members. Alt-E");
    let cell = Wizard::filled(120, 40).goes_to(3).press("Tab").retypes("10.9.9.9").press("Alt-U");
    cell.shows("Undone: Member 1, Address. Alt-E");
}

#[test]
fn more_questions_are_shown_on_their_step_alone() {
    let network = Wizard::folded(120, 40).goes_to(4).press("Shift-Tab Enter").hides("More (");
    network.press("Ctrl-N").shows("More (").shows("O organization");
}

#[test]
fn an_address_that_two_have_comes_with_the_way_out() {
    let twice = Wizard::filled(80, 24).goes_to(3).press("Down Tab").retypes("10.0.0.1");
    twice.press("Ctrl-N").shows("shared-host").shows("Ctrl-N continues anyway");
}

#[test]
fn small_screens_show_how_a_member_is_installed() {
    let done = Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    done.shows("sh etcd-1/install.sh").shows("README.txt");
}

#[test]
fn terms_are_explained_by_the_help_of_their_step() {
    let help = Wizard::filled(80, 200).goes_to(5).press("F1");
    help.shows("SAN: subject alternative name").shows("Leaf: a certificate that signs nothing");
}

#[test]
fn members_that_are_all_on_this_machine_are_placed_on_one() {
    let pasted = Wizard::at(120, 40).pastes("127.0.0.11\n127.0.0.12\n127.0.0.13\n");
    let said = pasted.message().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.ends_with("so the placement is shared-host now."), "{said}");
    let pasted = pasted.shows("Ports");
    assert!(pasted.press("Alt-U").answers().members().all(|row| row.address.is_empty()));
    // Who said otherwise is believed, and what others can reach isn't on this machine.
    Wizard::at(120, 40).pastes("127.0.0.11\n10.0.0.2\n127.0.0.13\n").hides("shared-host now");
}

#[test]
fn no_explanation_has_a_gap_where_a_value_belongs() {
    for step in 1..=6 {
        let mut wizard = Wizard::filled(120, 200).goes_to(step);
        for _ in 0..40 {
            let help = wizard.press("F1");
            assert!(!help.screen().contains("{$"), "{}", help.screen());
            wizard = help.press("Esc Tab");
        }
    }
    let lab = Wizard::at(120, 200).press("s Down Down Down Enter").goes_to(3).press("F1");
    lab.hides("{$");
}

#[test]
fn the_lab_says_what_it_is_called_elsewhere_and_is_not_advised_against() {
    let lab = Wizard::at(120, 60).press("s Down Down Down");
    let lab = lab.shows("quorate plan --preset single-host").shows("the tutorial's ports");
    let review = lab.press("Enter").goes_to(6);
    review.hides("NIST").shows("All 3 members are on one machine");
}

#[test]
fn the_ca_is_no_host() {
    let review = Wizard::filled(120, 60).planned().press("F10 Alt-5").clicks("CA valid");
    let review = review.types("1000").press("Ctrl-G");
    review.shows("Only the CA's files differ from the plan you started from");
    // Neither do requests, which go to a CA elsewhere.
    let elsewhere = Wizard::filled(120, 60).goes_to(5).press("Down Down Right Right Ctrl-G");
    elsewhere.shows("The files of 4 members and clients, and of the CA, differ from the defaults");
}

#[test]
fn every_page_has_its_ends_and_its_keys() {
    let files = || Wizard::filled(80, 24).goes_to(6).press("Shift-Tab");
    let pages = [
        Wizard::filled(80, 24).press("F1"),
        Wizard::filled(80, 24).goes_to(3).press("Alt-B"),
        files().press("Enter"),
        Wizard::at(80, 24).press("s Down Down Down Enter").goes_to(6).press("d"),
    ];
    for page in pages {
        let first = page.screen();
        let end = page.press("End");
        assert_ne!(end.screen(), first);
        let last = end.screen();
        let beyond = end.press("PgDn");
        assert_eq!(beyond.screen(), last);
        let home = beyond.press("Home");
        assert_eq!(home.screen(), first);
    }
    for key in ["F1", "?"] {
        let by_hand = Wizard::filled(80, 24).goes_to(3).press("Alt-B").press(key).shows("Keys");
        by_hand.press(key).shows("The same by hand");
        let file = files().press("Enter").press(key).shows("Keys").press("Esc");
        file.shows("WHAT EACH FILE IS");
        let unit = files().press("/").types("etcd.service").press("Enter Enter").press(key);
        unit.shows("The line under the cursor is explained").press(key).shows("Up/Down line");
    }
    Wizard::at(80, 24).press("F1 F1").stands_at(1).shows("Why odd?");
}

#[test]
fn esc_leads_back_to_where_somebody_jumped_from() {
    let members = Wizard::filled(80, 24).goes_to(5).press("Alt-3 Down Tab");
    let place = members.progress().place;
    assert!(matches!(place, Some(FieldRef::Member { row: 1, column: MemberColumn::Address })));
    let back = members.press("Ctrl-G").stands_at(6).press("Esc").stands_at(3);
    assert_eq!(back.progress().place, place);
    back.press("Esc").stands_at(5).press("Esc").stands_at(4);
    // From the review to what it lists, and back.
    let review = Wizard::at(80, 24).press("Ctrl-G").stands_at(6);
    let fixed = review.press("Enter").stands_at(3).types("etcd-1").press("Esc").stands_at(6);
    fixed.press("Esc").stands_at(1);
    // Who goes on step by step goes back step by step.
    Wizard::filled(80, 24).goes_to(4).press("Ctrl-G Ctrl-P").stands_at(5).press("Esc").stands_at(4);
}

#[test]
fn the_picture_that_the_help_speaks_of_is_there() {
    let help = Wizard::filled(80, 200).goes_to(5).press("F1");
    help.shows("The picture shows").shows("Who signs what, and who trusts whom").shows("─▶");
}

#[test]
fn the_commands_name_the_directory_that_they_are_typed_in() {
    let said = |answers: &Answers| commands_by_hand(Step::Network, answers, 0).replace("\n# ", " ");
    let far = said(Wizard::filled(80, 24).answers());
    assert!(
        far.contains("in the directory etcd-1 that was copied to the home directory of root;"),
        "{far}"
    );
    let lab = said(Wizard::at(80, 24).press("s Down Down Down Enter").answers());
    assert!(
        lab.contains("On this machine, as root, in the bundle's directory members/etcd1;"),
        "{lab}"
    );
}

#[test]
fn choices_are_ukrainian_on_ukrainian_screens_and_english_in_plans() {
    Language::Ukrainian.speaking(|| {
        let certificates = Wizard::filled(80, 24).goes_to(5).shows("[незашифрований]");
        let certificates = certificates.shows("[тут]").hides("[made]").hides("[here]");
        let chosen = certificates.press("F10").clicks("зашифрований ").press("Alt-3");
        let chosen = chosen.shows("[по одному на машині]").hides("one-per-host");
        assert_eq!(chosen.answers().text(Field::MemberKeys), "here");
    });
}
