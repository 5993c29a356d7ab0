//! Who accepts the certificates: openssl, rustls-webpki and our own judge, for their purposes and names.

use quorate::cluster::{EtcdVersion, San};
use quorate::pki::CertificateRole;
use quorate::pki::judge::{Context, PresentedChain, Role, Verdict, judge};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::{Files, ISSUES, NOW, openssl, text};
use crate::support::needs::need;

#[test]
fn openssl_accepts_every_leaf_strictly_for_its_purposes() {
    if !need("openssl") {
        return;
    }
    let at = NOW.unix_timestamp().to_string();
    for issued in ISSUES.iter() {
        let files = Files::of(issued);
        for (index, one) in issued.iter().enumerate().skip(1) {
            for purpose in purposes(one.profile.role) {
                let path = files.certificate(index);
                let printed = openssl(&[
                    "verify",
                    "-x509_strict",
                    "-attime",
                    &at,
                    "-purpose",
                    purpose,
                    "-CAfile",
                    text(&files.certificate(0)),
                    text(&path),
                ]);
                assert_eq!(printed.trim(), format!("{}: OK", path.display()));
            }
        }
    }
}

fn purposes(role: CertificateRole) -> &'static [&'static str] {
    match role {
        CertificateRole::Client => &["sslclient"],
        _ => &["sslserver", "sslclient"],
    }
}

#[test]
fn webpki_accepts_every_leaf_for_its_purposes_and_names_only() {
    for issued in ISSUES.iter() {
        let (authority, leaves) = issued.split_first().unwrap();
        let authority = CertificateDer::from(authority.certificate_der.as_slice());
        let anchors = [anchor_from_trusted_cert(&authority).unwrap()];
        for leaf in leaves {
            let der = CertificateDer::from(leaf.certificate_der.as_slice());
            let certificate = EndEntityCert::try_from(&der).unwrap();
            let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(
                NOW.unix_timestamp().unsigned_abs(),
            ));
            let accepts = |usage| {
                let algorithms = webpki::ALL_VERIFICATION_ALGS;
                certificate
                    .verify_for_usage(algorithms, &anchors, &[], now, usage, None, None)
                    .is_ok()
            };
            let server = leaf.profile.role != CertificateRole::Client;
            assert!(accepts(KeyUsage::client_auth()));
            assert_eq!(accepts(KeyUsage::server_auth()), server);
            for san in &leaf.profile.sans {
                let host = san.to_string().replace('*', "anything");
                let name = ServerName::try_from(host.as_str()).unwrap();
                certificate.verify_is_valid_for_subject_name(&name).unwrap();
            }
            let stranger = ServerName::try_from("stranger.example.net").unwrap();
            assert!(certificate.verify_is_valid_for_subject_name(&stranger).is_err());
        }
    }
}

#[test]
fn our_own_judge_agrees() {
    for issued in ISSUES.iter() {
        let anchor = issued[0].certificate_pem.as_bytes();
        for one in issued {
            let role = match one.profile.role {
                CertificateRole::Authority => continue,
                CertificateRole::Server | CertificateRole::Member => Role::Server,
                CertificateRole::Peer => Role::Peer,
                CertificateRole::Client | CertificateRole::Gateway => Role::Client,
            };
            let dialed = one.profile.sans.iter().map(|san| match san {
                San::Ip(address) => address.to_string(),
                San::Dns(name) => name.replace('*', "x"),
            });
            let place = Context {
                dialed: dialed.collect(),
                at: Some(NOW),
                ..Context::new(role, EtcdVersion::default())
            };
            let (pem, key) = (one.certificate_pem.as_bytes(), one.key_pem.as_bytes());
            let presented = PresentedChain::read(pem, Some(key), Some(anchor), place.etcd);
            let judgement = judge(&presented, &place);
            assert_eq!(judgement.verdict, Verdict::Accepted, "{judgement:?}");
        }
    }
}
