//! Answers of OCSP (RFC 6960 §4.2).

mod check;

use serde::Serialize;
use time::OffsetDateTime;

use super::der::{self, Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::{certificate, moment, name};
use crate::pki::notation::{hexadecimal, serial};
use crate::pki::report::rfc3339;

pub(super) use check::{Responses, responses};

/// The most certificates that are told of one by one.
const SHOWN: usize = 100;

/// An answer as it is shown. All text in it is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OcspReport {
    /// Whether the responder answered: `successful`, or why not, in the words of RFC 6960.
    pub status: String,
    /// Who answered: a name, or a key's SHA-1.
    pub responder: Option<String>,
    /// When the answer was made.
    #[serde(serialize_with = "rfc3339")]
    pub produced_at: Option<OffsetDateTime>,
    /// The signature, such as `ECDSA with SHA-256`.
    pub signature: Option<String>,
    /// What it says of certificates, at most a hundred.
    pub answers: Vec<OcspAnswer>,
}

/// What is said of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OcspAnswer {
    /// Its serial number, hexadecimal pairs with colons.
    pub serial: String,
    /// `good`, `revoked` or `unknown`.
    pub status: &'static str,
    /// Since when it is revoked.
    #[serde(serialize_with = "rfc3339")]
    pub revoked_at: Option<OffsetDateTime>,
    /// Since when this is known to be so.
    #[serde(serialize_with = "rfc3339")]
    pub this_update: Option<OffsetDateTime>,
    /// When there will be news.
    #[serde(serialize_with = "rfc3339")]
    pub next_update: Option<OffsetDateTime>,
}

/// Reads an answer, and the certificates that came with it.
pub(super) fn read(bytes: &[u8]) -> Option<(OcspReport, Vec<&[u8]>)> {
    let mut parts = der::split(bytes).filter(|(outer, _)| outer.tag == SEQUENCE)?.0.inside();
    let status = parts.tagged(0x0A)?;
    let mut report = OcspReport {
        status: status_name(status.value),
        responder: None,
        produced_at: None,
        signature: None,
        answers: Vec::new(),
    };
    let certificates = parts.tagged(0xA0).and_then(|answer| basic(answer, &mut report));
    Some((report, certificates.unwrap_or_default()))
}

fn status_name(value: &[u8]) -> String {
    match value {
        [0] => "successful",
        [1] => "malformedRequest",
        [2] => "internalError",
        [3] => "tryLater",
        [5] => "sigRequired",
        [6] => "unauthorized",
        _ => return hexadecimal(value),
    }
    .to_owned()
}

/// Reads the basic answer, the only kind there is.
fn basic<'a>(answer: Element<'a>, report: &mut OcspReport) -> Option<Vec<&'a [u8]>> {
    let mut parts = body(answer)?.inside();
    let signed = parts.tagged(SEQUENCE)?;
    report.signature = parts.tagged(SEQUENCE).map(certificate::signature);
    let _signature = parts.tagged(der::BIT_STRING);
    let certificates = parts.tagged(0xA0).and_then(|list| list.inside().tagged(SEQUENCE));
    let certificates = certificates.map(|list| list.inside().map(|one| one.whole).collect());
    data(signed, report);
    Some(certificates.unwrap_or_default())
}

/// The basic answer without what it is wrapped in.
fn body(answer: Element<'_>) -> Option<Element<'_>> {
    let mut parts = answer.inside().tagged(SEQUENCE)?.inside();
    let kind = name::oid(parts.tagged(OID)?.value);
    let octets = parts.tagged(OCTET_STRING)?;
    if kind == "1.3.6.1.5.5.7.48.1.1" { octets.inside().tagged(SEQUENCE) } else { None }
}

/// Reads what is signed.
fn data(signed: Element<'_>, report: &mut OcspReport) -> Option<()> {
    let mut fields = signed.inside();
    let _version = fields.tagged(0xA0);
    let responder = fields.next()?;
    report.responder = match responder.tag {
        0xA1 => {
            let name = responder.inside().next()?;
            Some(certificate::distinguished(name, "responder", &mut Vec::new()))
        }
        _ => responder.inside().tagged(OCTET_STRING).map(|key| hexadecimal(key.value)),
    };
    report.produced_at = fields.tagged(GENERALIZED_TIME).and_then(moment::parse);
    for one in fields.tagged(SEQUENCE)?.inside().take(SHOWN) {
        report.answers.extend(single(one));
    }
    Some(())
}

fn single(one: Element<'_>) -> Option<OcspAnswer> {
    let mut fields = one.inside();
    let serial = serial(fields.tagged(SEQUENCE)?.inside().find(|part| part.tag == INTEGER)?.value);
    let state = fields.next()?;
    let (status, revoked_at) = match state.tag & 0x1F {
        0 => ("good", None),
        1 => ("revoked", state.inside().tagged(GENERALIZED_TIME).and_then(moment::parse)),
        _ => ("unknown", None),
    };
    let this_update = fields.tagged(GENERALIZED_TIME).and_then(moment::parse);
    let next = fields.tagged(0xA0).and_then(|next| next.inside().tagged(GENERALIZED_TIME));
    let next_update = next.and_then(moment::parse);
    Some(OcspAnswer { serial, status, revoked_at, this_update, next_update })
}
