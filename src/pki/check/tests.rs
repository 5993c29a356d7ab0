use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use time::macros::datetime;

use super::*;
use crate::cluster::plan::tests::three_members;
use crate::cluster::{Hint, KeyAlgorithm};
use crate::pki::profile::profiles;
use crate::pki::{CertificateProfile, Issued, issue, system_random};

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn issued(profiles: &[CertificateProfile]) -> Vec<Issued> {
    issue(profiles, NOW, &system_random, &AtomicBool::new(false), &|_| {}).unwrap()
}

/// One issue for all tests: authority, server and peer of `etcd-1`, and the client `root`.
static CLUSTER: LazyLock<Vec<Issued>> = LazyLock::new(|| {
    let all = profiles(&three_members());
    issued(&[&all[..3], &all[7..8]].concat())
});

fn der(index: usize) -> &'static [u8] {
    &CLUSTER[index].certificate_der
}

#[track_caller]
fn fault(result: Result<(), CheckError>) -> String {
    let error = result.unwrap_err();
    assert!(!error.hint().is_empty());
    error.to_string()
}

#[test]
fn every_leaf_leads_to_its_authority_and_to_no_other() {
    for leaf in 1..4 {
        assert_eq!(chain(&[der(leaf), der(0)]), Ok(()));
    }
    let other = issued(&profiles(&three_members())[..1]);
    let other = &other[0].certificate_der;
    assert_eq!(
        fault(chain(&[der(1), other])),
        "the signature of `O = Example, CN = etcd-1` was not made with the key of `O = Example, CN = production etcd CA`"
    );
    assert_eq!(
        fault(chain(&[der(0), der(1)])),
        "`O = Example, CN = etcd-1` is not an authority: its basic constraints don't say `CA:TRUE`"
    );
    assert_eq!(
        fault(chain(&[der(1)])),
        "a chain of 1 certificates, expected a leaf and its authority at least"
    );
}

#[test]
fn a_changed_byte_is_found_in_leaf_and_authority() {
    for (index, path) in [(1, [1, 0]), (0, [1, 0])] {
        let mut changed = der(index).to_vec();
        // The last byte of the signature.
        *changed.last_mut().unwrap() ^= 1;
        let path = path.map(|one| if one == index { changed.as_slice() } else { der(one) });
        let error = chain(&path).unwrap_err();
        assert!(matches!(error, CheckError::Signature { .. }), "{error}");
    }
}

#[test]
fn an_authority_that_names_itself_takes_no_place_in_the_path() {
    let path = [der(1), der(0), der(0)];
    // RFC 5280 §4.2.1.9 counts intermediates that are not self-issued only.
    assert_eq!(chain(&path), Ok(()));
}

#[test]
fn keys_fit_their_own_certificate_only() {
    for one in CLUSTER.iter() {
        assert_eq!(key_fits(&one.certificate_der, one.key_pem.as_bytes()), Ok(()));
    }
    assert_eq!(
        fault(key_fits(der(1), CLUSTER[2].key_pem.as_bytes())),
        "the private key (ECDSA P-256) does not belong to `O = Example, CN = etcd-1` (ECDSA P-256)"
    );
    assert_eq!(
        fault(key_fits(der(1), CLUSTER[2].certificate_pem.as_bytes())),
        "the file holds no private key, expected a block `PRIVATE KEY`"
    );
    let encrypted = CLUSTER[1].key_pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    assert_eq!(key_fits(der(1), encrypted.as_bytes()), Err(CheckError::EncryptedKey));
    let broken = CLUSTER[1].key_pem.replacen("MIG", "MIH", 1);
    assert!(fault(key_fits(der(1), broken.as_bytes())).contains("can't be loaded"));
}

#[test]
fn keys_of_every_algorithm_are_loaded() {
    for algorithm in [KeyAlgorithm::EcdsaP384, KeyAlgorithm::Rsa2048, KeyAlgorithm::Ed25519] {
        let mut plan = three_members();
        plan.certificates.algorithm = algorithm;
        let pair = issued(&profiles(&plan)[..2]);
        let [authority, leaf] = [&pair[0], &pair[1]];
        assert_eq!(key_fits(&leaf.certificate_der, leaf.key_pem.as_bytes()), Ok(()));
        assert_eq!(chain(&[&leaf.certificate_der, &authority.certificate_der]), Ok(()));
        let other = key_fits(&leaf.certificate_der, authority.key_pem.as_bytes());
        assert!(matches!(other, Err(CheckError::KeyMismatch { .. })));
    }
}

#[test]
fn validity_holds_from_its_first_to_its_last_second() {
    let (start, end) = CLUSTER[1].profile.validity(NOW).unwrap();
    let second = time::Duration::SECOND;
    for inside in [start, NOW, end, end + second / 2] {
        assert_eq!(valid_at(der(1), inside), Ok(()));
    }
    assert_eq!(
        fault(valid_at(der(1), end + second)),
        "`O = Example, CN = etcd-1` ended at `2027-03-01 11:55:00 UTC`, it is `2027-03-01 11:55:01 UTC`"
    );
    assert_eq!(
        fault(valid_at(der(1), start - second)),
        "`O = Example, CN = etcd-1` starts at `2026-03-01 11:55:00 UTC`, it is `2026-03-01 11:54:59 UTC`"
    );
}

#[test]
fn usages_fit_the_roles_that_the_profiles_are_made_for() {
    use CertificateRole::{Authority, Client, Peer, Server};
    for (index, roles) in [
        (0, &[Authority][..]),
        (1, &[Server, Peer, Client]),
        (2, &[Server, Peer, Client]),
        (3, &[Client]),
    ] {
        for role in [Authority, Server, Peer, Client] {
            let fits = usages_fit(der(index), role).is_ok();
            assert_eq!(fits, roles.contains(&role), "{} as {role:?}", CLUSTER[index].profile.owner);
        }
    }
    assert_eq!(
        fault(usages_fit(der(3), Server)),
        "`O = Example, CN = root` can't be a server certificate: expected the purpose `TLS Web Server Authentication`, found `TLS Web Client Authentication`"
    );
    assert_eq!(
        fault(usages_fit(der(0), Client)),
        "the key of `O = Example, CN = production etcd CA` lacks the usage `Digital Signature`, found `Certificate Sign, CRL Sign`"
    );
}

#[test]
fn a_server_without_client_auth_fails_for_the_gateway() {
    let mut profiles = profiles(&three_members());
    profiles[1].extended_key_usages.pop();
    let issued = issued(&profiles[..2]);
    let error = usages_fit(&issued[1].certificate_der, CertificateRole::Server).unwrap_err();
    assert!(error.hint().contains("gateway"));
}

#[test]
fn hosts_need_a_name_of_their_own_kind() {
    let server = der(1);
    for address in ["10.0.0.1", "127.0.0.1", "::1"] {
        assert_eq!(covers_address(server, address.parse().unwrap()), Ok(()));
        assert!(covers_name(server, address).is_err(), "{address} as a DNS name");
    }
    for name in ["etcd-1", "ETCD-1.example.com", "localhost", "localhost."] {
        assert_eq!(covers_name(server, name), Ok(()), "{name}");
    }
    assert_eq!(
        fault(covers_address(server, "10.0.0.2".parse().unwrap())),
        "`O = Example, CN = etcd-1` is not valid for `10.0.0.2`, only for `etcd-1, etcd-1.example.com, localhost, 10.0.0.1, 127.0.0.1, ::1`"
    );
    assert!(covers_name(server, "").is_err());
    assert!(covers_name(der(3), "root").is_err(), "a common name doesn't count");
}

#[test]
fn a_wildcard_stands_for_one_label() {
    for (pattern, name, expected) in [
        ("*.example.com", "a.example.com", true),
        ("*.example.com", "A.EXAMPLE.com.", true),
        ("*.example.com", "a.b.example.com", false),
        ("*.example.com", "example.com", false),
        ("*.example.com", ".example.com", false),
        ("a.*.com", "a.b.com", false),
        ("*.0.0.1", "10.0.0.1", false),
        ("", "", false),
    ] {
        assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
    }
}

#[test]
fn files_are_read_as_etcd_reads_them() {
    let both = format!("{}{}", CLUSTER[1].key_pem.as_str(), CLUSTER[1].certificate_pem);
    assert_eq!(certificates(both.as_bytes()).unwrap(), [der(1)]);
    assert_eq!(certificates(b"").unwrap_err(), CheckError::NoCertificate);
    let mislabelled = CLUSTER[1].certificate_pem.replace("END CERT", "END PERT");
    assert_eq!(
        certificates(mislabelled.as_bytes()).unwrap_err().to_string(),
        "the block `CERTIFICATE` in line 1 can't be read: it ends as `PERTIFICATE`"
    );
    let trailing = [der(1), b"\0"].concat();
    assert_eq!(valid_at(&trailing, NOW), Err(CheckError::TrailingData { length: 1 }));
    assert!(matches!(valid_at(b"x", NOW), Err(CheckError::NotACertificate { .. })));
}
