//! Revocation lists (RFC 5280 §5).

use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;
use time::OffsetDateTime;

use super::der::{self, Element, GENERALIZED_TIME, INTEGER, OID, SEQUENCE, UTC_TIME};
use super::{certificate, extensions, moment, name, values};
use crate::finding::rules::reading::TrailingData;
use crate::finding::{Finding, Rule};
use crate::pki::judge;
use crate::pki::notation::{hexadecimal, serial};
use crate::pki::report::{CertificateReport, Extension, rfc3339};

/// The most revoked certificates of a list that are shown one by one.
pub const REVOKED_SHOWN: usize = 100;

/// A revocation list as it is shown. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevocationListReport {
    /// Who signed it.
    pub issuer: String,
    /// When it was made, UTC; `None` where it can't be read.
    #[serde(serialize_with = "rfc3339")]
    pub this_update: Option<OffsetDateTime>,
    /// When the next one is due; `None` where it isn't said or can't be read.
    #[serde(serialize_with = "rfc3339")]
    pub next_update: Option<OffsetDateTime>,
    /// The signature, such as `ECDSA with SHA-256`.
    pub signature: String,
    /// The key identifier of who signed it, hexadecimal pairs with colons.
    pub authority_key_id: Option<String>,
    /// SHA-256 of the whole list.
    pub fingerprint: String,
    /// How many certificates it revokes.
    pub revoked: usize,
    /// The first [`REVOKED_SHOWN`] of them.
    pub first_revoked: Vec<Revoked>,
    /// Its extensions in their order.
    pub extensions: Vec<Extension>,
    /// What is wrong or odd with it.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// One revoked certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revoked {
    /// Its serial number, hexadecimal pairs with colons.
    pub serial: String,
    /// Since when.
    #[serde(serialize_with = "rfc3339")]
    pub at: Option<OffsetDateTime>,
    /// Why, where it is said.
    pub reason: Option<&'static str>,
}

/// Reads a list in DER; `None` where the bytes don't have its frame.
pub(super) fn read(der: &[u8]) -> Option<RevocationListReport> {
    let (outer, trailing) = der::split(der).filter(|(outer, _)| outer.tag == SEQUENCE)?;
    let mut fields = outer.inside().tagged(SEQUENCE)?.inside();
    let _version = fields.tagged(INTEGER);
    let algorithm = fields.tagged(SEQUENCE)?;
    let issuer = fields.tagged(SEQUENCE)?;
    let mut findings = Vec::new();
    let issuer = certificate::distinguished(issuer, "issuer", &mut findings);
    let this_update = moment::read(fields.next(), "date of its making", &mut findings);
    let next_update = fields.tagged(UTC_TIME).or_else(|| fields.tagged(GENERALIZED_TIME));
    let next_update = next_update
        .and_then(|date| moment::read(Some(date), "date of the next list", &mut findings));
    let mut list = RevocationListReport {
        issuer,
        this_update,
        next_update,
        signature: certificate::signature(algorithm),
        authority_key_id: None,
        revoked: 0,
        first_revoked: Vec::new(),
        extensions: Vec::new(),
        fingerprint: hexadecimal(digest(&SHA256, outer.whole).as_ref()),
        findings,
    };
    if let Some(entries) = fields.tagged(SEQUENCE) {
        for entry in entries.inside() {
            list.revoked += 1;
            if list.revoked <= REVOKED_SHOWN {
                list.first_revoked.extend(revoked(entry));
            }
        }
    }
    if let Some(found) = fields.tagged(0xA0).and_then(|tagged| tagged.inside().tagged(SEQUENCE)) {
        // The same reader as a certificate's; what it has fields for, a list hasn't, but for one.
        let mut report = CertificateReport::default();
        extensions::read(found, &mut report);
        list.authority_key_id = report.authority_key_id;
        list.extensions = report.extensions;
        // etcd looks at none of a list's extensions.
        let of_certificates = [Rule::UnknownCriticalExtension, Rule::CriticalForNewerGo];
        let own = |finding: &Finding| !of_certificates.contains(&finding.rule);
        list.findings.extend(report.findings.into_iter().filter(own));
    }
    if !trailing.is_empty() {
        list.findings.push(TrailingData { bytes: trailing.len() }.into());
    }
    Some(list)
}

/// The serial numbers of its own issuer's certificates that a list in DER revokes, without leading zeros.
pub(super) fn serials(der: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let signed = der::split(der).and_then(|(outer, _)| outer.inside().tagged(SEQUENCE));
    // Behind the dates: the one SEQUENCE that follows a moment.
    let mut fields = signed.map(|signed| signed.inside()).into_iter().flatten().peekable();
    while fields.next_if(|one| !matches!(one.tag, UTC_TIME | GENERALIZED_TIME)).is_some() {}
    while fields.next_if(|one| matches!(one.tag, UTC_TIME | GENERALIZED_TIME)).is_some() {}
    let entries = fields.next().filter(|list| list.tag == SEQUENCE);
    let entries = entries.map(|list| list.inside()).into_iter().flatten();
    // Those behind an entry that names another issuer are that one's (RFC 5280 §5.3.3).
    let own = entries.take_while(|entry| extension(*entry, "2.5.29.29").is_none());
    own.filter_map(|entry| {
        // What is taken off a list again isn't revoked: removeFromCRL (RFC 5280 §5.3.1).
        let is_back = extension(entry, "2.5.29.21").is_some_and(|reason| reason == [0x0A, 1, 8]);
        let serial = entry.inside().tagged(INTEGER).filter(|_| !is_back)?;
        Some(judge::magnitude(serial.value))
    })
}

/// What an extension of an entry holds.
fn extension<'a>(entry: Element<'a>, wanted: &str) -> Option<&'a [u8]> {
    let list = entry.inside().find(|part| part.tag == SEQUENCE)?;
    list.inside().find_map(|one| {
        let mut parts = one.inside();
        let id = parts.tagged(OID)?;
        parts.last().filter(|_| name::oid(id.value) == wanted).map(|value| value.value)
    })
}

fn revoked(entry: Element<'_>) -> Option<Revoked> {
    let mut parts = entry.inside();
    let serial = serial(parts.tagged(INTEGER)?.value);
    let at = parts.next().and_then(moment::parse);
    let reason = extension(entry, "2.5.29.21").and_then(values::reason);
    Some(Revoked { serial, at, reason })
}
