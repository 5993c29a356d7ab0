//! One certificate as a report. Each field is read for itself: one that makes no sense is noted
//! and hides none of the others.

use aws_lc_rs::digest::{SHA256, digest};

use super::der::{self, Element, Reader, SEQUENCE};
use super::error::{CERTIFICATE_LIMIT, InspectError};
use super::frame::Frame;
use super::lazy::Known;
use super::{extensions, fitness, hidden, lint, moment, name};
use crate::cluster::EtcdVersion;
use crate::finding::rules::chain::InsecureSignature;
use crate::finding::rules::keys::{KeyTooShort, WeakKey};
use crate::finding::rules::reading::{
    ChallengePassword, ExtraFields, InsecureAuthoritySignature, NegativeSerial, NoSignature,
    OddSerial, OffCurve, OldCertificateVersion, RequestAttribute, ReversedValidity, TrailingData,
    TwoAlgorithms, UnreadableName, UnreadablePublicKey, UnreadableVersion,
};
use crate::finding::{Finding, Quote, Rule, Side};
use crate::pki::algorithm::{KeyKind, PublicKey, SignatureAlgorithm};
use crate::pki::judge::{self, Refused};
use crate::pki::notation::{clipped, hexadecimal, serial};
use crate::pki::report::{CertificateReport, Stage};

/// Reads a certificate in DER. Bytes that follow it are noted; etcd refuses them.
///
/// # Errors
/// [`InspectError`] where the bytes don't have the frame of a certificate, or are more than
/// [`CERTIFICATE_LIMIT`].
pub fn report_der(der: &[u8]) -> Result<CertificateReport, InspectError> {
    Ok(report(&frame(der)?, &known(der)?))
}

/// Finds the frame of a certificate, and what can be told before its report is made.
pub(super) fn known(der: &[u8]) -> Result<Known, InspectError> {
    let frame = frame(der)?;
    let fingerprint = digest(&SHA256, frame.whole);
    Ok(Known {
        refused: judge::refused(der, EtcdVersion::V3_7.into()).map(Box::new),
        fingerprint: fingerprint.as_ref().try_into().unwrap_or_default(),
        end: frame.validity.inside().nth(1).and_then(moment::parse),
    })
}

fn frame(der: &[u8]) -> Result<Frame<'_>, InspectError> {
    if der.len() > CERTIFICATE_LIMIT {
        return Err(InspectError::TooLarge { found: der.len(), limit: CERTIFICATE_LIMIT });
    }
    Frame::parse(der).map_err(|why| InspectError::NotACertificate { length: der.len(), why })
}

/// Reports what is within the frame. What the parser of the newest etcd refuses it for is a finding.
pub(super) fn report(frame: &Frame<'_>, known: &Known) -> CertificateReport {
    let refused = known.refused.as_deref();
    let mut report = plain_fields(frame, refused.is_none());
    report.fingerprint = Some(hexadecimal(&known.fingerprint));
    oddities(frame, &mut report);
    if let Some(extensions) = frame.extensions {
        extensions::read(extensions, &mut report);
    }
    report.findings.extend(weak_key(frame, &report));
    let names_itself = frame.subject.whole == frame.issuer.whole;
    report.findings.extend(weak_signature(frame, &report).filter(|_| !names_itself));
    report.findings.extend(hidden::of_certificate(frame));
    let inner;
    let refused = match refused {
        Some(refused) if !frame.trailing.is_empty() => {
            quote_of_trailing(refused, &mut report.findings);
            // What follows its end is told already; Go would say no more of it than that.
            inner = judge::refused(frame.whole, EtcdVersion::V3_7.into());
            inner.as_ref()
        }
        refused => refused,
    };
    if let Some(refused) = refused {
        report.findings.push(Finding::from(refused));
    } else {
        report.findings.extend(fitness::findings(frame, &report));
        report.findings.extend(lint::notes(frame, &report));
    }
    report
}

/// Adds to what follows a certificate what Go says of it.
fn quote_of_trailing(refused: &Refused, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|one| one.rule == Rule::TrailingData) {
        finding.quotes.push(Quote { side: Side::Exit, text: refused.why.clone() });
    }
}

/// The subject of a certificate, whatever is wrong with the rest of it.
pub(in crate::pki) fn subject(der: &[u8]) -> Option<String> {
    let frame = Frame::parse(der).ok()?;
    Some(distinguished(frame.subject, "subject", &mut Vec::new()))
}

/// The serial number of a certificate, without leading zeros.
pub(super) fn serial_number(der: &[u8]) -> Option<Vec<u8>> {
    Frame::parse(der).ok().map(|frame| judge::magnitude(frame.serial.value))
}

/// All that isn't an extension. Of a certificate that Go loads, the key is known to be sound.
fn plain_fields(frame: &Frame<'_>, is_loaded: bool) -> CertificateReport {
    let mut report = CertificateReport::default();
    let findings = &mut report.findings;
    report.subject = distinguished(frame.subject, "subject", findings);
    report.issuer = distinguished(frame.issuer, "issuer", findings);
    report.serial = Some(serial(frame.serial.value));
    let mut dates = frame.validity.inside();
    report.not_before = moment::read(dates.next(), "start of its validity", findings);
    report.not_after = moment::read(dates.next(), "end of its validity", findings);
    let kind = KeyKind::read(frame.key.value);
    report.key = match kind {
        KeyKind::Ecdsa(_) if is_loaded => kind.to_string(),
        _ => public_key(frame.key, findings),
    };
    report.signature = Some(signature(frame.algorithm));
    report
}

/// An RSA key that is too short: for the newest Go, or for anyone.
fn weak_key(frame: &Frame<'_>, report: &CertificateReport) -> Option<Finding> {
    let kind = KeyKind::read(frame.key.value);
    kind.rsa_bits().filter(|bits| *bits < 2048)?;
    let (subject, key) = (report.subject.clone(), report.key.clone());
    let is_authority = report.authority.is_some_and(|authority| authority.ca);
    let signs = !judge::is_too_short(&kind, EtcdVersion::V3_7.into());
    Some(if signs || is_authority {
        WeakKey { subject, key }.into()
    } else {
        KeyTooShort { subject, key }.into()
    })
}

/// Findings upon a signature that Go no longer takes, or never did. It doesn't look at those of trusted authorities.
fn weak_signature(frame: &Frame<'_>, report: &CertificateReport) -> Option<Finding> {
    let algorithm = SignatureAlgorithm::read(frame.algorithm.value);
    if judge::is_verified(&algorithm) {
        return None;
    }
    let signature = algorithm.to_string();
    let is_authority = report.authority.is_some_and(|authority| authority.ca);
    Some(if is_authority {
        InsecureAuthoritySignature { signature }.into()
    } else {
        InsecureSignature { subject: report.subject.clone(), signature }.into()
    })
}

/// Reads a distinguished name, or shows its bytes.
pub(super) fn distinguished(name: Element<'_>, what: &str, findings: &mut Vec<Finding>) -> String {
    if name::is_whole(name.whole) {
        return name::distinguished(name.whole);
    }
    findings.push(UnreadableName { part: what.into() }.into());
    format!("#{}", clipped(name.whole))
}

/// Names the key of a `SubjectPublicKeyInfo` and findings upon what etcd can't use.
pub(super) fn public_key(element: Element<'_>, findings: &mut Vec<Finding>) -> String {
    let Some(PublicKey { kind, bytes }) = PublicKey::read(element.whole) else {
        findings.push(UnreadablePublicKey {}.into());
        return format!("#{}", clipped(element.whole));
    };
    match &kind {
        KeyKind::Ecdsa(curve) if !curve.holds(bytes) => findings.push(OffCurve {}.into()),
        KeyKind::Rsa(None) => findings.push(UnreadablePublicKey {}.into()),
        KeyKind::Ed25519 if bytes.len() != 32 => findings.push(UnreadablePublicKey {}.into()),
        _ => {}
    }
    kind.to_string()
}

/// Names the algorithm of a signature, or shows its bytes.
pub(super) fn signature(element: Element<'_>) -> String {
    match SignatureAlgorithm::read(element.value) {
        SignatureAlgorithm::Other(name) if name.is_empty() => {
            format!("#{}", clipped(element.whole))
        }
        known => known.to_string(),
    }
}

fn oddities(frame: &Frame<'_>, report: &mut CertificateReport) {
    let is_reversed = report.is_reversed();
    let findings = &mut report.findings;
    if !frame.trailing.is_empty() {
        findings.push(TrailingData { bytes: frame.trailing.len() }.into());
    }
    let version = frame.version.map_or(Some(0), |version| {
        version.inside().tagged(der::INTEGER).and_then(|number| der::small(number.value))
    });
    match version {
        Some(2) => {}
        Some(version) => {
            findings.push(OldCertificateVersion { version: u64::from(version) + 1 }.into());
        }
        None => findings.push(UnreadableVersion {}.into()),
    }
    serial_oddities(frame.serial.value, findings);
    let outer = frame.outer_algorithm.map(|element| element.whole);
    if outer != Some(frame.algorithm.whole) {
        findings.push(TwoAlgorithms {}.into());
    }
    if frame.signature.is_none() {
        findings.push(NoSignature {}.into());
    }
    if frame.extra > 0 {
        findings.push(ExtraFields { bytes: frame.extra }.into());
    }
    if is_reversed {
        findings.push(ReversedValidity {}.into());
    }
}

/// Findings upon a serial number that RFC 5280 §4.1.2.2 doesn't allow.
fn serial_oddities(raw: &[u8], findings: &mut Vec<Finding>) {
    match raw {
        raw if raw.iter().all(|byte| *byte == 0) => findings.push(OddSerial { octets: 0 }.into()),
        [first, ..] if *first >= 0x80 => findings.push(NegativeSerial {}.into()),
        raw if raw.len() > 20 => findings.push(OddSerial { octets: raw.len() }.into()),
        _ => {}
    }
}

/// Reads a signing request (PKCS #10, RFC 2986): its fields and the extensions it asks for.
pub(super) fn request(der: &[u8]) -> Option<CertificateReport> {
    let (outer, trailing) = der::split(der).filter(|(outer, _)| outer.tag == SEQUENCE)?;
    let mut fields = outer.inside().tagged(SEQUENCE)?.inside();
    let _version = fields.tagged(der::INTEGER)?;
    let (subject, spki) = (fields.tagged(SEQUENCE)?, fields.tagged(SEQUENCE)?);
    let mut report = CertificateReport { stage: Stage::Requested, ..CertificateReport::default() };
    report.subject = distinguished(subject, "subject", &mut report.findings);
    report.findings.extend(hidden::of_name("subject", subject.whole));
    report.key = public_key(spki, &mut report.findings);
    let mut outer = outer.inside().skip(1);
    report.signature = outer.next().map(signature);
    if !trailing.is_empty() {
        report.findings.push(TrailingData { bytes: trailing.len() }.into());
    }
    if let Some(attributes) = fields.tagged(0xA0) {
        requested(attributes.inside(), &mut report);
    }
    Some(report)
}

/// Reads the attributes of a request. A challenge password is a secret and isn't repeated.
fn requested(attributes: Reader<'_>, report: &mut CertificateReport) {
    for attribute in attributes {
        let mut parts = attribute.inside();
        let Some(kind) = parts.tagged(der::OID).map(|oid| name::oid(oid.value)) else { continue };
        let value = parts.tagged(der::SET).and_then(|set| set.inside().next());
        match (kind.as_str(), value) {
            ("1.2.840.113549.1.9.14", Some(list)) => {
                extensions::read(list, report);
                report.findings.extend(hidden::of_sans(list));
            }
            ("1.2.840.113549.1.9.7", _) => report.findings.push(ChallengePassword {}.into()),
            (kind, _) => report.findings.push(RequestAttribute { attribute: kind.into() }.into()),
        }
    }
}
