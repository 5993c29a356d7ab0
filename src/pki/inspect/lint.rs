//! What RFC 5280 asks of a certificate beyond what Go and OpenSSL hold it to.

use super::der::GENERALIZED_TIME;
use super::frame::Frame;
use super::moment;
use crate::finding::Finding;
use crate::finding::rules::profile::{
    ConstraintsNotCritical, EarlyGeneralizedTime, NoAuthorityKeyId, NoCertSign, NoSubjectKeyId,
    PathLengthOnLeaf, SansNotCritical,
};
use crate::pki::report::CertificateReport;

/// Notes upon a certificate that was read without fault. One of an older version has no extensions to ask for.
pub(super) fn notes(frame: &Frame<'_>, report: &CertificateReport) -> Vec<Finding> {
    let mut notes: Vec<Finding> = Vec::new();
    let is_early = |date: &super::der::Element<'_>| {
        date.tag == GENERALIZED_TIME && moment::parse(*date).is_some_and(|date| date.year() < 2050)
    };
    if frame.validity.inside().any(|date| is_early(&date)) {
        notes.push(EarlyGeneralizedTime {}.into());
    }
    if frame.version.is_none_or(|version| version.value != [2, 1, 2]) {
        return notes;
    }
    let extension = |oid: &str| report.extensions.iter().find(|one| one.oid == oid);
    let names_itself = frame.subject.whole == frame.issuer.whole;
    let authority = report.authority.filter(|authority| authority.ca);
    if authority.is_some() {
        if extension("2.5.29.14").is_none() {
            notes.push(NoSubjectKeyId {}.into());
        }
        if extension("2.5.29.19").is_some_and(|one| !one.critical) {
            notes.push(ConstraintsNotCritical {}.into());
        }
        match extension("2.5.29.15") {
            None => notes.push(NoCertSign { usage: "none".into() }.into()),
            Some(_) if report.key_usages.iter().any(|usage| usage == "Certificate Sign") => {}
            Some(_) => notes.push(NoCertSign { usage: "other".into() }.into()),
        }
    } else if report.authority.is_some_and(|one| one.path_length.is_some()) {
        notes.push(PathLengthOnLeaf {}.into());
    }
    if report.authority_key_id.is_none() && !names_itself {
        notes.push(NoAuthorityKeyId {}.into());
    }
    if report.subject.is_empty() && extension("2.5.29.17").is_some_and(|one| !one.critical) {
        notes.push(SansNotCritical {}.into());
    }
    notes
}
