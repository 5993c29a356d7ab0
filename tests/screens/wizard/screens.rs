//! Whole screens, as they are.

use insta::{assert_snapshot, with_settings};
use quorate::cluster::{CaLayout, EtcdVersion};
use quorate::ui::{Message, Theme};

use super::driver::Wizard;
use crate::seen::Seen as _;

/// Compares a screen with its snapshot `tests/snapshots/wizard__NAME.snap`.
#[track_caller]
pub(crate) fn looks_as(name: &str, wizard: &Wizard) {
    with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        assert_snapshot!(format!("wizard__{name}"), wizard.marked());
    });
}

/// A wizard at the generation of its filled plan.
fn generating(width: u16, height: u16) -> Wizard {
    Wizard::filled(width, height).goes_to(6).press("Ctrl-N Enter Enter")
}

fn progress(done: usize, total: usize, name: &str) -> Message {
    Message::Progress { done, total, name: name.into() }
}

#[test]
fn what_is_wrong_is_said() {
    let members = || Wizard::filled(80, 24).goes_to(3);
    looks_as("wrong_address", &members().press("Tab").retypes("10.0.0.256"));
    looks_as("wrong_address_left", &members().press("Tab").retypes("10.0.0.256").press("Down"));
    looks_as("wrong_duplicate_names", &members().press("Down").retypes("ETCD-1"));
    looks_as("wrong_refused_once", &Wizard::at(80, 24).goes_to(3).press("Ctrl-N"));
    let ports = Wizard::filled(80, 24).goes_to(4).press("Down Down Down Down").retypes("2379");
    looks_as("wrong_same_ports", &ports);
    let long = "an organisation whose name is rather longer than sixty-four characters";
    let organization = Wizard::filled(80, 24)
        .goes_to(5)
        .press("Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab")
        .pastes(long);
    looks_as("wrong_too_long", &organization);
    let refused = Wizard::filled(80, 24)
        .refuses_output(
            "`/home/operator/etcd-bundle` holds files that are not a bundle: notes.txt",
            "choose a directory that is empty or does not exist",
        )
        .goes_to(6);
    looks_as("wrong_output", &refused);
    looks_as("wrong_output_start", &refused.press("Ctrl-N Enter"));
}

#[test]
fn advice_and_what_is_missing_stand_in_the_review() {
    looks_as("review_missing", &Wizard::at(80, 24).goes_to(6));
    looks_as("review_missing_second", &Wizard::at(80, 24).goes_to(6).press("Down"));
    let even =
        || Wizard::at(80, 24).goes_to(1).press("Down").goes_to(3).press("Ctrl-F").press("Ctrl-U");
    let even = even().types("etcd-{1..4}").press("Enter").goes_to(6);
    looks_as("review_even", &even);
    looks_as("review_even_whole", &even.press("Shift-Tab Shift-Tab Shift-Tab"));
}

/// A wizard at the review of three members with an authority each for servers, clients and peers, on
/// etcd 3.4.
fn without_gateway(width: u16, height: u16) -> Wizard {
    let wizard = Wizard::filled(width, height).goes_to(4);
    let mut wizard = wizard.press("Down Down Left Left").goes_to(5).press("Right Right").goes_to(6);
    let plan = wizard.plan();
    assert_eq!(
        (plan.etcd_version, plan.certificates.trust),
        (EtcdVersion::V3_4, CaLayout::Separate)
    );
    wizard = wizard.shows("the gateway is off");
    wizard
}

#[test]
fn the_review_shows_who_will_reach_whom() {
    let review =
        |width, height| Wizard::filled(width, height).goes_to(6).press("Shift-Tab Shift-Tab");
    looks_as("handshakes", &review(80, 24));
    looks_as("handshakes_read", &review(80, 24).press("Enter"));
    looks_as("wide_handshakes", &review(160, 50));
    looks_as("handshakes_without_gateway", &without_gateway(80, 24).press("Shift-Tab Shift-Tab"));
    looks_as(
        "wide_handshakes_without_gateway",
        &without_gateway(160, 50).press("Shift-Tab Shift-Tab"),
    );
    looks_as("handshakes_pending", &Wizard::at(80, 24).goes_to(6).press("Tab"));
    let pending = Wizard::at(80, 24).goes_to(6).press("Tab Enter c").hides("Copied");
    pending.shows("Handshakes: judged once nothing is missing").press("Esc").stands_at(6);
    let least = review(80, 20).shows("Handshakes: all 12 would be accepted").press("Enter");
    least.shows("peer etcd-1").shows("accepted");
    let nine = || Wizard::at(80, 24).goes_to(1).press("Down Down Down").goes_to(3).press("Ctrl-F");
    let many = nine().press("Ctrl-U").types("etcd-{1..9}").press("Enter").goes_to(6);
    looks_as("handshakes_many", &many.press("Shift-Tab Shift-Tab Enter"));
}
#[test]
fn the_inspector_covers_a_small_screen() {
    let members = || Wizard::filled(80, 24).goes_to(3).press("Ctrl-T");
    looks_as("inspector_server", &members());
    looks_as("inspector_server_end", &members().press("PgDn"));
    looks_as("inspector_peer", &members().press("Ctrl-Y"));
    looks_as("inspector_blank", &Wizard::at(80, 24).goes_to(3).press("Ctrl-T"));
    let certificates = || Wizard::filled(80, 24).goes_to(5);
    looks_as("inspector_authority", &certificates().press("Ctrl-T"));
    looks_as("inspector_client", &certificates().press("Shift-Tab Shift-Tab Ctrl-T"));
}

#[test]
fn dialogs_stand_above_the_step() {
    let fill = || Wizard::at(80, 24).goes_to(3).press("Ctrl-F");
    looks_as("fill_wrong_start", &fill().press("Tab").retypes("somewhere").press("Enter"));
}

#[test]
fn files_are_read_on_the_whole_screen() {
    let review = |steps: usize| {
        let keys = vec!["Down"; steps].join(" ");
        Wizard::filled(80, 24).goes_to(6).press("Shift-Tab").press(&keys).press("Enter")
    };
    // The place in the tree is looked up, so that a file more does not send this astray.
    let at = |name: &str| {
        (1..60)
            .map(review)
            .find(|wizard| wizard.line(2).contains(name))
            .unwrap_or_else(|| panic!("no file {name}"))
    };
    looks_as("reader_unit", &at("etcd.service"));
    looks_as("reader_certificate", &at("server.pem"));
    looks_as("reader_key", &at("server-key.pem"));
}

#[test]
fn the_generation_tells_how_it_goes() {
    let half = || generating(80, 24).told(progress(4, 8, "Server certificate: etcd-2"));
    looks_as("generating_cancelling", &half().press("Esc"));
    looks_as("generating_quit", &half().press("Ctrl-C"));
}

#[test]
fn a_screen_too_small_says_so_and_loses_nothing() {
    looks_as("small_59x15", &Wizard::filled(59, 15));
    looks_as("small_20x5", &Wizard::filled(20, 5));
    let tiny = Wizard::filled(1, 1);
    assert_eq!(tiny.screen().chars().count(), 1);
    looks_as("small_least", &Wizard::filled(80, 20).goes_to(3));
    let grown = Wizard::filled(80, 24).goes_to(3).resized(1, 1).resized(80, 24);
    assert_eq!(grown.marked(), Wizard::filled(80, 24).goes_to(3).marked());
}

#[test]
fn a_screen_without_colours_and_unicode() {
    let plain = || Wizard::with_theme(80, 24, &Theme::new(false, false));
    looks_as("ascii_size", &plain());
    looks_as("ascii_start", &plain().press("s"));
    assert!(plain().press("s").screen().is_ascii(), "{}", plain().press("s").screen());
    let members = plain().fills_members_in_ascii();
    looks_as("ascii_members", &members);
    assert!(members.screen().is_ascii(), "{}", members.screen());
}

#[test]
fn nothing_but_ascii_is_of_ours_where_nothing_else_can_be_shown() {
    let theme = Theme::new(true, false);
    for (width, height) in [(80, 24), (160, 50)] {
        let blank = || Wizard::with_theme(width, height, &theme);
        let filled = || blank().fills_members();
        for step in 1..=6 {
            everywhere_ascii(filled().goes_to(step));
        }
        everywhere_ascii(blank().goes_to(6));
        // Sentences that hold more than ASCII elsewhere.
        let timing = |keys| filled().goes_to(4).press(keys);
        let slow = timing("Down Down Down Down Down Down").retypes("150").press("Down");
        let slow = slow.retypes("150").press("Down").retypes("1000").goes_to(6);
        everywhere_ascii(slow.shows("10 x the round trip"));
        let hasty = timing("Down Down Down Down Down Down Down Down").retypes("400");
        everywhere_ascii(hasty.shows("5 x the heartbeat"));
        let done = filled().goes_to(6).press("Ctrl-N Enter Enter");
        is_ascii(&done);
        let done = done.told(progress(4, 8, "Server certificate: etcd-2"));
        is_ascii(&done);
        everywhere_ascii(done.generated().shows("member's directory"));
    }
}

#[track_caller]
fn is_ascii(wizard: &Wizard) {
    assert!(wizard.screen().is_ascii(), "{}", wizard.screen());
}

/// Checks a step, its help, and wherever Tab leads in it, with the inspector where there is one.
#[track_caller]
fn everywhere_ascii(wizard: Wizard) {
    let help = wizard.press("F1");
    is_ascii(&help);
    let mut wizard = help.press("Esc");
    let first = wizard.marked();
    for _ in 0..60 {
        is_ascii(&wizard);
        wizard = wizard.press("Ctrl-T");
        is_ascii(&wizard);
        wizard = wizard.press("Ctrl-T Tab");
        if wizard.marked() == first {
            return;
        }
    }
    panic!("Tab never comes back:\n{}", wizard.screen());
}

#[test]
fn more_below_the_fold_is_told_where_a_form_is_longer_than_the_screen() {
    let clients = |wizard: Wizard| wizard.goes_to(5);
    let whole = clients(Wizard::filled(80, 27)).shows("add a client").hides("more lines");
    let longer = whole.press("Down Down Right").shows("CA passphrase");
    let longer = longer.hides("add a client").shows("more lines: Down");
    let end = longer.press("Shift-Tab Shift-Tab Shift-Tab").shows("add a client");
    end.hides("more lines").shows("root");
    let small = clients(Wizard::filled(80, 20)).shows("more lines: Down");
    let mut small = small.press("Shift-Tab").hides("more lines").shows("add a client");
    // Wherever one stands, that line is on the screen.
    for _ in 0..20 {
        small = small.press("Tab");
        assert!(small.shows_focus(), "{}", small.screen());
    }
    Wizard::filled(80, 20).goes_to(4).shows("more lines: Down");
}

#[test]
fn a_comment_among_the_next_commands_is_one_on_each_of_its_lines() {
    for (width, height) in [(80, 20), (80, 24), (160, 50)] {
        let wizard = generating(width, height).finishes();
        let next = wizard.screen();
        let next = next.split("What to type next").nth(1).unwrap();
        let next = next.split('─').next().unwrap();
        let lines: Vec<&str> = next.lines().filter(|line| line.starts_with('#')).collect();
        assert!(lines.len() > 1, "{next}");
        assert!(lines.iter().all(|line| line.starts_with("# ")), "{next}");
        let is_command = |line: &str| {
            let starts = ["# ", "cd ", "scp ", "ssh ", ". ", "etcdctl ", "… "];
            starts.iter().any(|start| line.starts_with(start))
        };
        let odd: Vec<&str> =
            next.lines().filter(|line| !line.is_empty() && !is_command(line)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}

impl Wizard {
    /// The stepper's marks are others here, so the way is counted.
    fn fills_members_in_ascii(self) -> Self {
        self.press("Ctrl-N Ctrl-N Ctrl-F Enter Tab").types("x")
    }
}
