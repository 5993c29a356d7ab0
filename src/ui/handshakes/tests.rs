use crate::finding::{Finding, Severity};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use time::macros::datetime;

use super::*;
use crate::answers::{Answers, Step};
use crate::cluster::plan::tests::three_members;
use crate::cluster::{CaLayout, EtcdVersion};
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::matrix::{Dialer, Listener};
use crate::pki::{CertificateRole, profiles};
use crate::ui::command::Command;
use crate::ui::focus::Focus;
use crate::ui::{App, draw};

/// What would be met if the second member's peer certificate lacked its address.
fn with_a_missing_address() -> Handshakes {
    let plan = three_members();
    let all = profiles(&plan);
    let shown = |role: CertificateRole, name: &str, spoilt: bool| {
        let found = all.iter().find(|one| one.role == role && one.owner == name);
        let mut profile = found.unwrap().clone();
        if spoilt {
            profile.sans.retain(|san| !matches!(san, crate::cluster::San::Ip(_)));
        }
        CertificateFacts::planned(&profile, None)
    };
    let presented = |facts: &CertificateFacts| PresentedChain {
        chain: vec![facts.clone()],
        ..PresentedChain::default()
    };
    let listener = |member: &crate::cluster::Member| {
        let name = member.name.to_string();
        let peer = shown(CertificateRole::Peer, &name, name == "etcd-2");
        let server = shown(CertificateRole::Server, &name, false);
        let address = member.address.ip();
        Listener {
            server: presented(&server),
            peer: presented(&peer),
            gateway: None,
            client_hosts: vec![address.to_string()],
            peer_hosts: vec![address.to_string()],
            name,
            ..Listener::default()
        }
    };
    let mut members: Vec<Listener> = plan.members.iter().map(listener).collect();
    // Each trusts each certificate itself, so that nothing but the address is amiss.
    let peers: Vec<CertificateFacts> =
        members.iter().flat_map(|one| one.peer.chain.clone()).collect();
    let servers: Vec<CertificateFacts> =
        members.iter().flat_map(|one| one.server.chain.clone()).collect();
    for member in &mut members {
        member.trusted_of_peers = Some(peers.clone());
    }
    let client = Dialer { name: "root".into(), trusted: Some(servers), ..Dialer::default() };
    let matrix = matrix::matrix(&members, &[client], EtcdVersion::V3_5.into(), None);
    Handshakes { matrix, gateway_is_off: false, knows_hosts: true }
}

/// A screen at the review of a plan whose handshakes are these.
fn reviewed(handshakes: Handshakes, width: u16, height: u16, focus: Focus) -> String {
    let now = datetime!(2026-01-02 03:04:05 UTC);
    let answers = Answers::from_plan(&three_members());
    let mut app = App::new(answers, now, Theme::COLOURED, Size { width, height });
    while app.step < Step::Review {
        app.update(Command::NextStep);
    }
    app.review.as_mut().unwrap().handshakes = Some(handshakes);
    app.set_focus(focus);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, &app)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn what_is_refused_is_told_in_the_summary_the_advice_and_below_the_table() {
    for (width, height) in [(80, 24), (160, 50)] {
        for (name, focus) in [("table", Focus::Handshakes), ("advice", Focus::Advice)] {
            let screen = reviewed(with_a_missing_address(), width, height, focus);
            insta::with_settings!({
                snapshot_path => "../../../tests/screens/snapshots",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(
                    format!("wizard__handshakes_refused_{name}_{width}x{height}"),
                    screen
                );
            });
        }
    }
}

#[test]
fn refusals_stand_among_the_concerns_once_a_kind_and_as_dangers() {
    let answers = Answers::from_plan(&three_members());
    let now = datetime!(2026-01-02 03:04:05 UTC);
    let mut review = crate::ui::review::Review::new(&answers, Vec::new(), None, now);
    let dangers = |review: &crate::ui::review::Review| {
        let concerns = review.concerns(&answers, &None);
        concerns.into_iter().filter(|one| one.severity == Severity::Error).count()
    };
    assert_eq!(dangers(&review), 0);
    let handshakes = with_a_missing_address();
    let mut codes: Vec<&str> = handshakes
        .matrix
        .refused()
        .filter_map(|one| one.judgement.refusal())
        .map(Finding::code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    assert!(!codes.is_empty());
    assert!(handshakes.matrix.refused().count() > codes.len(), "some share a kind");
    review.handshakes = Some(handshakes);
    assert_eq!(dangers(&review), codes.len());
}

#[test]
fn a_gateway_that_is_off_is_no_refusal() {
    let mut plan = three_members();
    plan.certificates.trust = CaLayout::Separate;
    for etcd_version in EtcdVersion::ALL {
        plan.etcd_version = etcd_version;
        let handshakes = Handshakes::planned(&plan);
        let (verdict, summary) = handshakes.summary();
        assert_eq!(verdict, Verdict::Accepted, "{etcd_version}: {summary}");
        assert!(handshakes.refusals().is_empty());
        let lines = handshakes.lines(&Theme::MONOCHROME, 80);
        let row = lines.iter().map(ToString::to_string).find(|line| line.starts_with("gateway"));
        let is_off = row.unwrap().contains("off");
        assert_eq!(is_off, !etcd_version.has_gateway_certificate(), "{etcd_version}");
        assert_eq!(summary.ends_with("the gateway is off"), is_off);
    }
}

#[test]
fn a_narrow_screen_gets_the_members_in_turn_and_no_line_that_is_too_wide() {
    let handshakes = with_a_missing_address();
    for width in [20, 40, 60, 80, 200] {
        let lines = handshakes.lines(&Theme::COLOURED, width);
        for line in &lines {
            assert!(line.width() <= usize::from(width), "{width}: {line}");
        }
        let heads = lines.iter().filter(|line| line.to_string().starts_with("dialer")).count();
        assert_eq!(heads > 1, width < 60, "{width}");
    }
}

#[test]
fn without_unicode_the_reasons_are_written_in_ascii() {
    let lines = |theme: &Theme| -> String {
        let lines = with_a_missing_address().lines(theme, 80);
        lines.iter().map(|line| line.to_string() + "\n").collect()
    };
    assert!(lines(&Theme::COLOURED).contains("RFC 6125 §6.4"));
    let plain = lines(&Theme::new(true, false));
    assert!(plain.contains("RFC 6125 section 6.4"), "{plain}");
    assert!(plain.is_ascii(), "{plain}");
}
