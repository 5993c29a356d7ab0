use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use time::macros::datetime;

use super::*;
use crate::cluster::plan::tests::three_members;
use crate::cluster::{Hint, KeyAlgorithm};
use crate::pki::profile::profiles;
use crate::pki::{CertificateProfile, Issued, NewPassphrase, PrivateKey, issue, system_random};

const NOW: time::OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

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
fn fault(result: Result<(), PairError>) -> String {
    let error = result.unwrap_err();
    assert!(!error.hint().is_empty());
    error.to_string()
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
    // Go takes each label that ends so, and only what it holds is encrypted.
    let plain = CLUSTER[1].key_pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    assert_eq!(key_fits(der(1), plain.as_bytes()), Ok(()));
    let passphrase =
        NewPassphrase::parse(zeroize::Zeroizing::new("correct horse".to_owned())).unwrap();
    let key = PrivateKey::read(CLUSTER[1].key_pem.as_bytes(), None).unwrap();
    let encrypted = key.to_encrypted_pem(&passphrase, &system_random).unwrap();
    assert_eq!(key_fits(der(1), encrypted.as_bytes()), Err(PairError::EncryptedKey));
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
        let other = key_fits(&leaf.certificate_der, authority.key_pem.as_bytes());
        assert!(matches!(other, Err(PairError::KeyMismatch { .. })));
    }
}

#[test]
fn files_are_read_as_etcd_reads_them() {
    let both = format!("{}{}", CLUSTER[1].key_pem.as_str(), CLUSTER[1].certificate_pem);
    assert_eq!(certificates(both.as_bytes()).unwrap(), [der(1)]);
    assert_eq!(certificates(b"").unwrap_err(), PairError::NoCertificate);
    let mislabelled = CLUSTER[1].certificate_pem.replace("END CERT", "END PERT");
    assert_eq!(
        certificates(mislabelled.as_bytes()).unwrap_err().to_string(),
        "the block `CERTIFICATE` in line 1 can't be read: it ends as `PERTIFICATE`"
    );
    let trailing = [der(1), b"\0"].concat();
    assert_eq!(parse(&trailing).map(|_| ()), Err(PairError::TrailingData(1)));
    assert!(matches!(parse(b"x"), Err(PairError::NotACertificate(_))));
}
