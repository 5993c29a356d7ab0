//! The ways through the wizard: the shortest one, what Enter leads to, and back again.

use quorate::answers::Field;
use quorate::ui::{Action, Message, Refusal};

use super::driver::Wizard;
use crate::seen::Seen as _;

#[test]
fn changes_are_undone_and_done_again_across_steps() {
    let start = Wizard::filled(80, 24).goes_to(3);
    let filled = start.answers().clone();
    let removed =
        start.press("Ctrl-X").shows("Row 1 was removed (etcd-1); the size is 2 now. Alt-U");
    let without = removed.answers().clone();
    assert_eq!(without.size().members(), 2);
    // All that is typed into one field is one change.
    let typed = removed.goes_to(4).retypes("production");
    let renamed = typed.answers().clone();
    let undone = typed.goes_to(5).press("Alt-U").stands_at(4).shows("Undone");
    assert_eq!(*undone.answers(), without);
    let undone = undone.press("Alt-U").stands_at(3);
    assert_eq!(*undone.answers(), filled);
    let again = undone.press("Alt-E").stands_at(3).shows("Redone").press("Alt-E");
    assert_eq!(*again.answers(), renamed);
    let again = again.press("Alt-E").shows("nothing to redo");
    // A change behind an undone one takes its place.
    let other = again.press("Alt-U").stands_at(4).retypes("staging").press("Alt-E");
    assert_eq!(other.shows("nothing to redo").answers().cluster_name().as_str(), "staging");
}

#[test]
fn the_pattern_makes_as_many_members_as_were_chosen() {
    let five = Wizard::at(80, 24).goes_to(1).press("Down Down").goes_to(3);
    let five = five.press("Ctrl-F").shows("etcd-{1..5}").press("Enter");
    assert_eq!(five.answers().size().members(), 5);
    let fewer = five.press("Ctrl-F").retypes("etcd-{1..3}").press("Enter");
    let asked = fewer.shows("The cluster has 5 members, but this makes 3");
    assert_eq!(asked.answers().size().members(), 5);
    assert_eq!(asked.press("Enter").answers().size().members(), 3);
}

#[test]
fn a_size_beyond_the_table_stays_until_another_is_chosen() {
    let lines: Vec<String> = (1..=12).map(|n| format!("10.0.0.{n}")).collect();
    let twelve = Wizard::at(80, 24).goes_to(3).pastes(&lines.join("\n"));
    assert_eq!(twelve.answers().size().members(), 12);
    assert_eq!(twelve.answers().member(11).name, "etcd-12");
    let size = twelve.press("Ctrl-P Ctrl-P").stands_at(1).press("Down");
    assert_eq!(size.answers().size().members(), 12);
    let nine =
        size.press("Up").shows("3 filled rows are left out: the cluster had 12 members. Alt-U");
    assert_eq!(nine.answers().size().members(), 9);
    assert_eq!(nine.press("Alt-U").answers().size().members(), 12);
}

#[test]
fn a_paste_over_filled_rows_says_so_and_is_undone() {
    let first = Wizard::at(80, 24).goes_to(3).pastes("10.0.0.1\n10.0.0.2\n10.0.0.3");
    let first = first.hides("replaced");
    let over = first
        .pastes("10.0.0.1\n10.9.0.2\n10.9.0.3")
        .shows("2 filled rows were")
        .shows("replaced; Alt-U");
    let back = over.press("Alt-U");
    assert_eq!(back.answers().member(1).address, "10.0.0.2");
    // Further addresses of a line are the member's own, and what etcd calls its cluster is understood.
    let both = Wizard::at(80, 24).goes_to(3).pastes("beta 10.0.0.2,fd00::2");
    assert_eq!(both.answers().member(0).address, "10.0.0.2, fd00::2");
    let text = "m1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380";
    let three = Wizard::at(80, 24).goes_to(3).pastes(text).shows("Members filled in: 3");
    assert_eq!(three.answers().member(2).name, "m3");
    let port = Wizard::at(80, 24).goes_to(3).pastes("gamma 10.0.0.3:7000");
    port.shows("line 1 has a port: `10.0.0.3:7000`");
}

/// What a table needs it has as long as there is room; what is cut has a mark on the side where it goes on.
#[test]
fn tables_are_whole_where_there_is_room() {
    let line = |n: u32| {
        format!("member-{n} 2001:db8:1234:5678:9abc:def0:1234:{n} member-{n}.etcd.example.com\n")
    };
    let pasted: String = (1..=3).map(line).collect();
    let wide = Wizard::at(200, 60).goes_to(3).pastes(&pasted);
    wide.shows("member-3 ")
        .shows("2001:db8:1234:5678:9abc:def0:1234:3 ")
        .shows("member-3, member-3.etcd.example.com ")
        .shows("Extra SANs");

    let narrow = Wizard::at(80, 24).goes_to(3).pastes(&pasted).press("Tab").shows("2001:db8:1");
    narrow.shows("…").shows("1234:1");
}

/// From the start to the generation with three own addresses.
#[test]
fn the_shortest_way_takes_a_paste_and_few_keys() {
    let wizard = Wizard::at(80, 24).press("Enter Enter").stands_at(3);
    let wizard = wizard.pastes("10.1.0.1\n10.1.0.2\n10.1.0.3\n").press("Enter Enter Enter");
    let asked = wizard.stands_at(6).press("Enter").shows("This writes 36 files to").press("Enter");
    assert!(matches!(asked.asked(), Some(Action::Generate { .. })), "{:?}", asked.asked());
    // As it is started, the CA's key gets a passphrase, typed twice.
    let wizard = Wizard::started(80, 24).press("Enter Enter");
    let wizard = wizard.pastes("10.1.0.1\n10.1.0.2\n10.1.0.3\n").press("Enter Enter Enter");
    let wizard = wizard.types("correct horse").press("Enter").types("correct horse");
    let asked = wizard.press("Enter").stands_at(6).press("Enter Enter");
    assert!(matches!(asked.asked(), Some(Action::Generate { .. })), "{:?}", asked.asked());
}

#[test]
fn enter_goes_to_what_still_needs_somebody() {
    let wizard = Wizard::at(80, 24).goes_to(3).types("m1").press("Enter").types("10.0.0.1");
    // DNS names may stay empty; the next name may not.
    let wizard = wizard.press("Enter").types("m2").press("Enter").types("10.0.0.2");
    let wizard = wizard.press("Enter").types("m3").press("Enter").types("10.0.0.256");
    let wrong = wizard.press("Enter").stands_at(3).shows("not a valid IP address");
    wrong.retypes("10.0.0.3").press("Enter").stands_at(4).press("Enter").stands_at(5);
}

#[test]
fn a_taken_directory_gives_way_to_a_free_one() {
    let taken = Message::OutputChecked {
        text: "./etcd-bundle".into(),
        result: Err(Refusal { message: "it exists".into(), hint: "another".into() }),
        free: Some("./etcd-bundle-2".into()),
    };
    let review = Wizard::filled(80, 24).goes_to(6).told(taken).shows("./etcd-bundle-2 is proposed");
    assert_eq!(review.asked(), Some(&Action::CheckOutput("./etcd-bundle-2".into())));
    assert_eq!(review.answers().text(Field::Output), "./etcd-bundle-2");
}

#[test]
fn advice_that_a_field_decides_leads_there() {
    let lines: Vec<String> = (1..=9).map(|n| format!("10.0.0.{n}")).collect();
    let nine = Wizard::at(80, 24).goes_to(3).pastes(&lines.join("\n")).goes_to(6);
    let nine = nine.press("Ctrl-N Tab Tab").shows("9 members");
    nine.press("Enter").stands_at(1);
    let own = Wizard::at(80, 24).goes_to(3).pastes("10.0.0.1\n10.0.0.2\n127.0.0.1").goes_to(6);
    let own = own.press("Ctrl-N Tab Tab").shows("has a loopback address").press("Enter");
    assert_eq!(own.stands_at(3).retypes("10.0.0.3").plan().members.iter().count(), 3);
    // A load that the chosen tier doesn't carry.
    let lab = Wizard::filled(80, 24).goes_to(2).press("Tab Tab Tab Tab").types("1200");
    let lab = lab.press("Shift-Tab Shift-Tab Shift-Tab Shift-Tab Up Up Up Up").goes_to(6);
    lab.press("Ctrl-N Tab Tab").shows("handles this load").press("Enter").stands_at(2);
}

#[test]
fn keys_do_nothing_on_a_screen_that_is_too_small() {
    let small = Wizard::filled(80, 24).goes_to(3).resized(79, 24);
    let before = small.answers().clone();
    let small = small.press("x Ctrl-X Ctrl-N Down Enter Esc q").shows("quorate needs 80x20");
    assert_eq!(*small.answers(), before);
    let small = small.resized(80, 24).stands_at(3).resized(80, 19).press("Ctrl-C");
    assert_eq!(small.asked(), Some(&Action::Quit));
}

/// At the declared minimum what has the focus is on the screen, on every step.
#[test]
fn the_least_screen_shows_whatever_has_the_focus() {
    let (width, height) = (80, 20);
    for step in 1..=6 {
        let mut wizard = Wizard::filled(width, height).goes_to(step);
        let first = wizard.marked();
        for _ in 0..60 {
            assert!(wizard.shows_focus(), "step {step}:\n{}", wizard.screen());
            wizard = wizard.press("Tab");
            if wizard.marked() == first {
                break;
            }
        }
    }
}

#[test]
fn the_bundle_that_stands_is_no_obstacle_until_another_is_wanted() {
    let taken = Message::OutputChecked {
        text: "./etcd-bundle".into(),
        result: Err(Refusal { message: "it holds files".into(), hint: "another".into() }),
        free: Some("./etcd-bundle-2".into()),
    };
    let done = Wizard::filled(80, 24).goes_to(6).press("Ctrl-N Enter Enter").finishes();
    let review = done.press("Esc").stands_at(6).told(taken);
    let review = review.shows("was written to").shows("These files were written");
    let review = review.hides("it holds files").hides("is proposed");
    assert_eq!(review.answers().text(Field::Output), "./etcd-bundle");
    let again = review.press("Tab Enter").shows("./etcd-bundle-2 is proposed");
    assert_eq!(again.answers().text(Field::Output), "./etcd-bundle-2");
    again.press("Enter").shows("This makes another CA");
}

#[test]
fn what_has_the_focus_is_explained_where_there_is_room_and_by_f1() {
    let why = "how many machines run etcd:";
    let wide = Wizard::at(120, 40).shows("Default: 3").shows("Source: etcd FAQ");
    assert!(!wide.message().to_lowercase().contains(why), "said twice:\n{}", wide.screen());
    // What stands in the way is still said at the bottom.
    let wrong = Wizard::filled(120, 40).goes_to(3).press("Tab").retypes("10.0.0.256");
    assert!(wrong.message().starts_with("✗ `10.0.0.256`"), "{}", wrong.screen());
    wrong.shows("It becomes an IP SAN");
    // The certificate leaves the explanation room, and can be sent away.
    let trust = Wizard::filled(120, 40).goes_to(5).shows("Default: one").shows("CA certificate");
    let trust = trust.press("Ctrl-T").shows("Default: one").shows("least to look after");
    trust.hides("┌ CA certificate").press("Ctrl-T").shows("Default: one").shows("CA certificate");
    // With 200 columns there is room for both.
    let both = Wizard::filled(200, 60).goes_to(5).shows("Default: one").shows("CA certificate");
    both.shows("Everyone trusts the root");
    let narrow = Wizard::filled(80, 24).goes_to(4).press("Down F1").shows("Default: etcd-7f3a9c1e");
    narrow.shows("request cluster ID mismatch").shows("This step");
}

#[test]
fn addresses_on_one_line_are_a_member_each_and_what_is_undone_is_named() {
    let pasted = Wizard::at(80, 24).goes_to(3).pastes("10.0.0.1 10.0.0.2 10.0.0.3");
    let names: Vec<_> = (0..3).map(|row| pasted.answers().member(row).name).collect();
    assert_eq!(names, ["etcd-1", "etcd-2", "etcd-3"]);
    let renamed = pasted.goes_to(4).retypes("shop").goes_to(5);
    renamed.press("Alt-U").stands_at(4).shows("Undone: Cluster name. Alt-E redoes it.");
}
