//! The certificates of every trust layout with every arrangement, before openssl and rustls-webpki: each
//! leads to the authority that it should, to no other, and serves its own purposes.

use std::path::PathBuf;
use std::sync::LazyLock;

use quorate::cluster::{Authority, KeyAlgorithm, Plan, Preset};
use quorate::pki::judge::CertificateFacts;
use quorate::pki::{self, CertificateReport, CertificateRole, Issued, pair, report_der};
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::{Files, NOW, as_openssl_prints, fields, issue, need, printed, text, without_issue};
use crate::support::presets::{anchors, combinations, plan_of};

/// What was issued for each combination: on machines of their own, and on one machine.
static ISSUES: LazyLock<Vec<(Plan, Vec<Issued>)>> = LazyLock::new(|| {
    let issued = |(index, (trust, arrangement)): (usize, _)| {
        let preset = if index % 2 == 0 { Preset::PerNode } else { Preset::SingleHost };
        let mut plan = plan_of(preset);
        plan.certificates.algorithm = KeyAlgorithm::EcdsaP256;
        (plan.certificates.trust, plan.certificates.arrangement) = (trust, arrangement);
        let issued = issue(&pki::profiles(&plan));
        (plan, issued)
    };
    combinations().into_iter().enumerate().map(issued).collect()
});

fn which(plan: &Plan, one: &Issued) -> String {
    let settings = &plan.certificates;
    let path = one.profile.certificate_path.display();
    format!("{}, {}: {path}", settings.trust, settings.arrangement)
}

fn leaves(issued: &[Issued]) -> impl Iterator<Item = (usize, &Issued)> {
    issued.iter().enumerate().filter(|(_, one)| one.profile.authority.is_none())
}

fn place_of(issued: &[Issued], authority: Authority) -> usize {
    issued.iter().position(|one| one.profile.authority == Some(authority)).unwrap()
}

/// Whether it may dial, and whether it may be dialed.
fn purposes(plan: &Plan, role: CertificateRole) -> (bool, bool) {
    let apart = plan.certificates.trust.needs_gateway_certificate();
    match role {
        CertificateRole::Client | CertificateRole::Gateway => (true, false),
        CertificateRole::Server => (!apart, true),
        _ => (true, true),
    }
}

#[test]
fn the_preview_of_every_combination_equals_what_is_issued() {
    for (plan, issued) in ISSUES.iter() {
        let files = Files::of(issued);
        for (index, one) in issued.iter().enumerate() {
            let mut planned = CertificateReport::planned(&one.profile, NOW);
            if need("openssl") {
                let printed = printed(&files.certificate(index));
                assert_eq!(fields(&printed), fields(&as_openssl_prints(&planned)), "{printed}");
            }
            planned.role = None;
            let read = report_der(&one.certificate_der).unwrap();
            assert_eq!(without_issue(read), planned, "{}", which(plan, one));
        }
    }
}

#[test]
fn openssl_takes_each_leaf_for_its_purposes_from_its_own_anchor_only() {
    if !need("openssl") {
        return;
    }
    let at = NOW.unix_timestamp().to_string();
    for (plan, issued) in ISSUES.iter() {
        let files = Files::of(issued);
        for (index, one) in leaves(issued) {
            let (dials, is_dialed) = purposes(plan, one.profile.role);
            for anchor in anchors(plan.certificates.trust) {
                let is_own = one.profile.signer.anchor() == anchor;
                let anchor: PathBuf = files.certificate(place_of(issued, anchor));
                for (purpose, serves) in [("sslclient", dials), ("sslserver", is_dialed)] {
                    let path = files.certificate(index);
                    let verify = std::process::Command::new("openssl")
                        .args(["verify", "-x509_strict", "-attime", &at, "-purpose", purpose])
                        // What stands behind the leaf in its own file.
                        .args(["-untrusted", text(&path), "-CAfile", text(&anchor), text(&path)])
                        .output()
                        .unwrap();
                    let what = format!("{purpose} by {}: {}", anchor.display(), which(plan, one));
                    assert_eq!(verify.status.success(), is_own && serves, "{what}");
                }
            }
        }
    }
}

#[test]
fn webpki_takes_each_leaf_for_its_purposes_from_its_own_anchor_only() {
    let seconds = NOW.unix_timestamp().unsigned_abs();
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    for (plan, issued) in ISSUES.iter() {
        for (_, one) in leaves(issued) {
            let chain = pair::certificates(one.certificate_pem.as_bytes()).unwrap();
            let ders: Vec<CertificateDer<'_>> =
                chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
            let (leaf, behind) = ders.split_first().unwrap();
            let leaf = EndEntityCert::try_from(leaf).unwrap();
            let (dials, is_dialed) = purposes(plan, one.profile.role);
            for anchor in anchors(plan.certificates.trust) {
                let is_own = one.profile.signer.anchor() == anchor;
                let der = &issued[place_of(issued, anchor)].certificate_der;
                let der = CertificateDer::from(der.as_slice());
                let anchors = [anchor_from_trusted_cert(&der).unwrap()];
                for (usage, serves) in
                    [(KeyUsage::client_auth(), dials), (KeyUsage::server_auth(), is_dialed)]
                {
                    let algorithms = webpki::ALL_VERIFICATION_ALGS;
                    let path =
                        leaf.verify_for_usage(algorithms, &anchors, behind, now, usage, None, None);
                    assert_eq!(path.is_ok(), is_own && serves, "{anchor}: {}", which(plan, one));
                }
            }
        }
    }
}

/// Members on loopback are dialed there, and dial from 127.0.0.1; a certificate for all is for each.
#[test]
fn what_a_member_shows_is_for_its_own_address() {
    for (plan, issued) in ISSUES.iter() {
        for member in &plan.members {
            let own = format!("members/{}/", member.name);
            let shown = leaves(issued).filter(|(_, one)| {
                let places = one.profile.places();
                places.iter().any(|place| place.certificate_path.starts_with(&own))
            });
            for (_, one) in shown {
                let etcd = plan.etcd_version.into();
                let facts = CertificateFacts::from_der(&one.certificate_der, etcd).unwrap();
                let covers = facts.addresses.contains(&member.address.ip());
                let is_dialed = one.profile.role != CertificateRole::Gateway;
                assert_eq!(covers, is_dialed, "{}", which(plan, one));
            }
        }
    }
}
