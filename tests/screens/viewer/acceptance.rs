//! Who accepts whom, below the chains of a bundle.

use quorate::cluster::{Plan, San};
use quorate::pki::judge::{CertificateFacts, PresentedChain};
use quorate::pki::matrix::{self, Dialer, Listener, Matrix};
use quorate::pki::{CertificateRole, profiles};
use quorate::ui::Handshakes;
use quorate::ui::viewer::News;

use super::driver::{Screen, fixture};
use super::trees::bundle;
use crate::seen::Seen as _;

fn plan() -> Plan {
    Plan::from_json(include_bytes!("../../fixtures/three-members.json")).unwrap()
}

/// The handshakes of members of which one has a peer certificate without its address.
fn with_a_missing_address() -> Matrix {
    let plan = plan();
    let facts = |role: CertificateRole, owner: &str| {
        let mut profile =
            profiles(&plan).into_iter().find(|one| one.role == role && one.owner == owner).unwrap();
        if role == CertificateRole::Peer && owner == "etcd-2" {
            profile.sans.retain(|san| !matches!(san, San::Ip(_)));
        }
        CertificateFacts::planned(&profile, None)
    };
    let presented = |role, owner: &str| PresentedChain {
        chain: vec![facts(role, owner)],
        ..PresentedChain::default()
    };
    let mut members: Vec<Listener> = plan
        .members
        .iter()
        .map(|member| {
            let (name, host) = (member.name.to_string(), member.address.ip().to_string());
            Listener {
                server: presented(CertificateRole::Server, &name),
                peer: presented(CertificateRole::Peer, &name),
                client_hosts: vec![host.clone()],
                peer_hosts: vec![host],
                name,
                ..Listener::default()
            }
        })
        .collect();
    // Each trusts each certificate itself, so that nothing but the address is amiss.
    let all = |of: fn(&Listener) -> &PresentedChain| -> Vec<CertificateFacts> {
        members.iter().flat_map(|one| of(one).chain.clone()).collect()
    };
    let (peers, servers) = (all(|one| &one.peer), all(|one| &one.server));
    for member in &mut members {
        member.trusted_of_peers = Some(peers.clone());
    }
    let client = Dialer { name: "root".into(), trusted: Some(servers), ..Dialer::default() };
    matrix::matrix(&members, &[client], plan.etcd_version.into(), None)
}

/// A bundle whose members and clients accept one another.
pub(crate) fn accepted(start: Screen) -> Screen {
    start.reads(bundle()).told(News::Handshakes(Handshakes::planned(&plan()))).checks()
}

fn opened(handshakes: Handshakes, width: u16, height: u16) -> Screen {
    Screen::waiting(width, height).reads(bundle()).told(News::Handshakes(handshakes)).checks()
}

fn is(name: &str, screen: &Screen) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("viewer__{name}"), screen.screen());
    });
}

#[test]
fn a_bundle_opens_on_its_chains_and_on_who_accepts_whom() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let refused = Handshakes::judged(with_a_missing_address(), false);
        let screen = opened(refused, width, height);
        is(&format!("refused_{width}x{height}"), &screen);
        is(&format!("handshakes_{width}x{height}"), &screen.press("w"));
    }
}

#[test]
fn the_page_of_all_handshakes_scrolls_and_closes_and_the_files_have_none_below() {
    let refused = || Handshakes::judged(with_a_missing_address(), false);
    let screen = opened(refused(), 80, 24).shows("Chains  1/4").shows("2 of 9 refused");
    let screen = screen.press("w").shows("peer etcd-1 to etcd-2, peer etcd-3 to etcd-2: refused");
    let screen = screen.press("PgDn").shows("fix: ").press("Esc").shows("Chains  1/4");
    let screen = screen.press("t").shows("Files  ").hides("of 9 refused");
    // They are a key away from there, too.
    let screen = screen.press("w").shows("refused").press("q").shows("Files  ");
    screen.press("v v Esc t").shows("2 of 9 refused");
    let small = opened(refused(), 60, 16).shows("Chains  1/4").shows("refused");
    small.resized(80, 24).shows("dialer");
    let named = Handshakes::without_hosts(with_a_missing_address());
    opened(named, 200, 60).shows("hosts are not known, and were not compared");
    Screen::of(vec![fixture("client.pem")], 80, 24)
        .press("w")
        .shows("these files don't show who dials whom");
}
