use super::*;
use crate::cluster::plan::tests::three_members;
use crate::cluster::{Hint, KeyAlgorithm, San};
use crate::pki::profile::{Attribute, AttributeKind, profiles};
use crate::pki::{Fault, report_der};

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

/// A source that never repeats itself and is the same each time.
fn counting() -> impl Fn(&mut [u8]) -> Result<(), IssueError> + Sync {
    let count = AtomicUsize::new(0);
    move |bytes| {
        let value = u8::try_from(count.fetch_add(1, Ordering::Relaxed) % 251).unwrap();
        bytes.fill(value);
        Ok(())
    }
}

fn plain(profiles: &[CertificateProfile]) -> Result<Vec<Issued>, IssueError> {
    issue(profiles, NOW, &counting(), &AtomicBool::new(false), &|_| {})
}

#[track_caller]
fn refused(profiles: &[CertificateProfile], now: OffsetDateTime) -> String {
    // A refusal comes before the first key.
    let progress = |event: IssueEvent<'_>| panic!("{event:?}");
    let error = issue(profiles, now, &counting(), &AtomicBool::new(false), &progress).unwrap_err();
    assert!(!error.hint().is_empty());
    error.to_string()
}

#[test]
fn every_profile_becomes_a_certificate_in_order() {
    let profiles = profiles(&three_members());
    let issued = plain(&profiles).unwrap();
    assert_eq!(issued.len(), profiles.len());
    for (one, profile) in issued.iter().zip(&profiles) {
        assert_eq!(one.profile, profile.clone().with_digits("00000000"));
        assert!(one.key_pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert!(one.key_pem.ends_with("-----END PRIVATE KEY-----\n"));
    }
}

#[test]
fn every_algorithm_signs_with_its_own_hash() {
    for (algorithm, expected) in [
        (KeyAlgorithm::EcdsaP256, "ECDSA with SHA-256"),
        (KeyAlgorithm::EcdsaP384, "ECDSA with SHA-384"),
        (KeyAlgorithm::Rsa2048, "RSA with SHA-256"),
        (KeyAlgorithm::Rsa3072, "RSA with SHA-256"),
        (KeyAlgorithm::Rsa4096, "RSA with SHA-256"),
        (KeyAlgorithm::Ed25519, "Ed25519"),
    ] {
        let mut plan = three_members();
        plan.certificates.algorithm = algorithm;
        let issued = plain(&profiles(&plan)[..1]).unwrap();
        let report = report_der(&issued[0].certificate_der).unwrap();
        assert_eq!(report.signature.as_deref(), Some(expected));
        assert_eq!(report.key, algorithm.to_string());
    }
}

#[test]
fn keys_in_one_issue_may_differ() {
    let mut profiles = profiles(&three_members());
    profiles[0].algorithm = KeyAlgorithm::EcdsaP384;
    let issued = plain(&profiles[..2]).unwrap();
    let leaf = report_der(&issued[1].certificate_der).unwrap();
    assert_eq!(
        (leaf.key.as_str(), leaf.signature.as_deref()),
        ("ECDSA P-256", Some("ECDSA with SHA-384"))
    );
}

#[test]
fn a_clock_that_is_off_by_years_is_refused_and_shown() {
    let profiles = profiles(&three_members());
    for (now, shown) in [
        (OffsetDateTime::UNIX_EPOCH, "1970-01-01 00:00:00 UTC"),
        (datetime!(2023-12-31 23:59:59 UTC), "2023-12-31 23:59:59 UTC"),
        (datetime!(2100-01-01 0:00 UTC), "2100-01-01 00:00:00 UTC"),
        (datetime!(9999-12-31 23:59:59 -12), "9999-12-31 23:59:59 UTC"),
    ] {
        assert_eq!(
            refused(&profiles, now),
            format!(
                "the clock says `{shown}`, expected a time from 2024-01-01 00:00:00 UTC to 2100-01-01 00:00:00 UTC"
            )
        );
    }
}

#[test]
fn what_cannot_become_a_chain_is_refused_before_any_key() {
    let good = profiles(&three_members());
    assert_eq!(refused(&[], NOW), "no certificate was requested");
    assert_eq!(
        refused(&good[1..], NOW),
        "`members/etcd-1/pki/server.pem` needs exactly one authority `ca` before it in the list"
    );
    let doubled = [&good[..1], &good[..1]].concat();
    assert!(refused(&doubled, NOW).starts_with("`authority/ca.pem` needs exactly one authority"));

    let mut bad = good.clone();
    bad[1].issuer.clear();
    assert_eq!(
        refused(&bad, NOW),
        "`members/etcd-1/pki/server.pem` names the issuer ``, expected the authority's subject `O = Example, CN = production etcd CA 00000000`"
    );
    let mut bad = good.clone();
    bad[0].lifetime = "30".parse().unwrap();
    assert_eq!(
        refused(&bad, NOW),
        "`members/etcd-1/pki/server.pem` would expire on 2027-03-01 11:55:00 UTC, after its authority on 2026-03-31 11:55:00 UTC"
    );
    let mut bad = good.clone();
    let again = bad[1].subject[0].clone();
    bad[1].subject.push(again);
    assert!(refused(&bad, NOW).ends_with("holds `O` twice"));
    let mut bad = good.clone();
    bad[2].subject.push(Attribute { kind: AttributeKind::Country, value: "Ö".into() });
    assert!(refused(&bad, NOW).starts_with("`Ö` can't be written into"));
    let mut bad = good;
    bad[2].sans.push(San::Dns("\u{1b}é".into()));
    assert!(refused(&bad, NOW).starts_with("`\\x1Bé` can't be written into"));
}

#[test]
fn serial_numbers_follow_the_source_and_fill_twenty_octets() {
    let [first, again] = [0; 2].map(|_| serials(300, &counting()));
    // The counting source starts over after 251 draws.
    assert!(matches!(first, Err(IssueError::RepeatedSerial(_))));
    assert_eq!(first.unwrap_err().to_string(), again.unwrap_err().to_string());
    let ones = |bytes: &mut [u8]| {
        bytes.fill(0xff);
        Ok(())
    };
    assert_eq!(serials(1, &ones).unwrap()[0][..2], [0x7f, 0xff]);
    let zeros = |_: &mut [u8]| Ok(());
    assert_eq!(serials(1, &zeros).unwrap()[0][..2], [0x40, 0]);
    let broken = |_: &mut [u8]| Err(IssueError::Random("out of luck".into()));
    assert_eq!(
        serials(1, &broken).unwrap_err().to_string(),
        "the source of random numbers failed: out of luck"
    );
}

#[test]
fn progress_counts_up_to_all() {
    let profiles = profiles(&three_members());
    let seen = Mutex::new((Vec::new(), Vec::new(), 0));
    let progress = |event: IssueEvent<'_>| {
        let mut seen = seen.lock().unwrap();
        match event {
            IssueEvent::KeyStarted(_) => seen.2 += 1,
            IssueEvent::KeyDone { done, total, .. } => seen.0.push((done, total)),
            IssueEvent::Signed { done, total, .. } => seen.1.push((done, total)),
        }
    };
    issue(&profiles, NOW, &counting(), &AtomicBool::new(false), &progress).unwrap();
    let expected: Vec<(usize, usize)> = (1..=9).map(|done| (done, 9)).collect();
    assert_eq!(*seen.lock().unwrap(), (expected.clone(), expected, 9));
}

#[test]
fn a_cancelled_issue_stops_and_gives_nothing() {
    let profiles = profiles(&three_members());
    let cancelled = AtomicBool::new(false);
    let keys = AtomicUsize::new(0);
    let cancel_after_the_first = |event: IssueEvent<'_>| {
        if matches!(event, IssueEvent::KeyDone { .. }) {
            keys.fetch_add(1, Ordering::Relaxed);
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    let result = issue(&profiles, NOW, &counting(), &cancelled, &cancel_after_the_first);
    assert!(matches!(result, Err(IssueError::Cancelled)));
    let cores = thread::available_parallelism().unwrap().get();
    assert!(keys.into_inner() <= cores, "workers went on after the cancel");

    let late = |event: IssueEvent<'_>| {
        let last = matches!(event, IssueEvent::KeyDone { done: 9, .. });
        cancelled.store(last, Ordering::Relaxed);
    };
    cancelled.store(false, Ordering::Relaxed);
    let result = issue(&profiles, NOW, &counting(), &cancelled, &late);
    assert!(matches!(result, Err(IssueError::Cancelled)));
}

#[test]
fn a_key_shows_in_no_debug_text() {
    let issued = plain(&profiles(&three_members())[..1]).unwrap();
    let shown = format!("{:?} {:#?}", issued[0], issued[0]);
    for line in issued[0].key_pem.lines() {
        assert!(!shown.contains(line), "{line}");
    }
    assert!(shown.contains("BEGIN CERTIFICATE"));
    // Faults of PEM are shown to people; this keeps them without the text of the block.
    assert_eq!(Fault::Character(3).to_string(), "line 3 holds a character that is not base64");
}
