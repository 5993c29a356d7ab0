//! What keeps a certificate that was read without fault from being of use to etcd: a key that Go's TLS doesn't have,
//! names that match nothing, usages that are neither a server's nor a client's.

use super::frame::Frame;
use crate::finding::Finding;
use crate::finding::Rule;
use crate::finding::rules::keys::{CurveUnsupported, KeyAlgorithm};
use crate::finding::rules::names::NoSans;
use crate::finding::rules::usages::NoTlsUsage;
use crate::pki::algorithm::{Curve, KeyKind};
use crate::pki::judge::odd_names;
use crate::pki::profile::ExtendedKeyUsage;
use crate::pki::report::CertificateReport;

/// The most names that are told of.
const NAMES: usize = 20;
/// Usages of certificates that no TLS is spoken with, and that nobody means to.
const OTHER_TRADES: [&str; 2] = ["OCSP Signing", "Time Stamping"];

/// What there is to say of it.
pub(super) fn findings(frame: &Frame<'_>, report: &CertificateReport) -> Vec<Finding> {
    let mut found: Vec<Finding> = key(frame, report).into_iter().collect();
    let is_authority = report.authority.is_some_and(|authority| authority.ca);
    // One of an older version that names itself is a root: it has no extension to say so.
    let is_old_root = frame.version.is_none() && frame.subject.whole == frame.issuer.whole;
    if is_authority || is_old_root {
        return found;
    }
    // An empty name is told of where it is read.
    let odd = odd_names(&report.subject, &report.dns_names);
    found.extend(odd.filter(|one| one.rule != Rule::EmptyName).take(NAMES));
    let usages = &report.extended_key_usages;
    let has = |usage: &str| usages.iter().any(|one| one == usage);
    let serves = usages.is_empty()
        || has(ExtendedKeyUsage::ServerAuth.as_str())
        || has("Any Extended Key Usage");
    let subject = || report.subject.clone();
    if !serves && !has(ExtendedKeyUsage::ClientAuth.as_str()) {
        if !usages.iter().all(|usage| OTHER_TRADES.contains(&&**usage)) {
            found.push(NoTlsUsage { subject: subject(), usages: usages.join(", ") }.into());
        }
    } else if serves && has_no_names(report) {
        found.push(NoSans { subject: subject() }.into());
    }
    found
}

fn has_no_names(report: &CertificateReport) -> bool {
    report.dns_names.is_empty() && report.ip_addresses.is_empty() && report.other_names.is_empty()
}

/// A key that Go's TLS can't sign with, and that no signature is verified by.
fn key(frame: &Frame<'_>, report: &CertificateReport) -> Option<Finding> {
    let (subject, key) = (report.subject.clone(), report.key.clone());
    match KeyKind::read(frame.key.value) {
        // An authority's signatures are verified by it.
        KeyKind::Ecdsa(Curve::P224) if report.authority.is_none_or(|one| !one.ca) => {
            Some(CurveUnsupported { subject, key }.into())
        }
        KeyKind::Rsa(_) | KeyKind::Ecdsa(_) | KeyKind::Ed25519 => None,
        _ => Some(KeyAlgorithm { subject, key }.into()),
    }
}
