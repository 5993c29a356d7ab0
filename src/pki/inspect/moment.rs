//! Dates out of certificates (RFC 5280 §4.1.2.5).

use time::OffsetDateTime;

use super::der::Element;
use crate::etcd::GoVersion;
use crate::finding::Finding;
use crate::finding::rules::reading::BadDate;
use crate::pki::judge;

/// Reads a date. One that Go refuses but that can be understood is `Some`, too.
pub(super) fn parse(element: Element<'_>) -> Option<OffsetDateTime> {
    gos(element).or_else(|| judge::date(element).map(|(date, ..)| date))
}

/// Reads a date as Go does.
fn gos(element: Element<'_>) -> Option<OffsetDateTime> {
    judge::moment(element, GoVersion::newest_of(u32::MAX))
}

/// Reads a date of a certificate, and findings upon one that Go can't read.
pub(super) fn read(
    element: Option<Element<'_>>,
    what: &str,
    findings: &mut Vec<Finding>,
) -> Option<OffsetDateTime> {
    if element.and_then(gos).is_none() {
        let shown: String = element
            .map(|element| String::from_utf8_lossy(element.value).chars().take(40).collect())
            .unwrap_or_default();
        findings.push(BadDate { part: what.into(), text: shown }.into());
    }
    element.and_then(parse)
}
