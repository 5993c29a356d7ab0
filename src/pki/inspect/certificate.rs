//! One certificate as a report. Each field is read for itself: one that makes no sense is remarked upon
//! and hides none of the others.

use aws_lc_rs::digest::{SHA256, digest};
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};
use x509_parser::x509::SubjectPublicKeyInfo;

use super::algorithm::{self, insecure_signature};
use super::der::{self, Element, Reader, SEQUENCE};
use super::error::{CERTIFICATE_LIMIT, InspectError};
use super::frame::Frame;
use super::remark::{Remark, RemarkSeverity};
use super::{extensions, key, moment, name};
use crate::etcd::GoVersion;
use crate::pki::notation::{clipped, hexadecimal, serial};
use crate::pki::report::{Authority, CertificateReport, Stage};
use crate::text::escape_for_terminal;

/// Reads a certificate in DER. Bytes that follow it are remarked upon; etcd refuses them.
///
/// # Errors
/// [`InspectError`] where the bytes don't have the frame of a certificate, or are more than
/// [`CERTIFICATE_LIMIT`].
pub fn report_der(der: &[u8]) -> Result<CertificateReport, InspectError> {
    if der.len() > CERTIFICATE_LIMIT {
        return Err(InspectError::TooLarge { found: der.len(), limit: CERTIFICATE_LIMIT });
    }
    let frame = Frame::parse(der)
        .map_err(|why| InspectError::NotACertificate { length: der.len(), why: why.to_owned() })?;
    let mut report = plain_fields(&frame);
    oddities(&frame, &mut report.remarks);
    if let Some(extensions) = frame.extensions {
        extensions::read(extensions, &mut report);
    }
    let names_itself = frame.subject.whole == frame.issuer.whole;
    report.remarks.extend(weak_signature(&report).filter(|_| !names_itself));
    if let Err(error) = X509Certificate::from_der(frame.whole)
        && report.remarks.iter().all(|remark| remark.severity < RemarkSeverity::Error)
    {
        report.remarks.push(Remark::error(
            "not-strict-der",
            format!("a strict reader refuses it: {}", escape_for_terminal(&error.to_string())),
            "compare with what `openssl asn1parse` reads, and issue it anew",
        ));
    }
    Ok(report)
}

/// All that isn't an extension.
fn plain_fields(frame: &Frame<'_>) -> CertificateReport {
    let mut report = CertificateReport::blank(Stage::Issued);
    let remarks = &mut report.remarks;
    report.subject = distinguished(frame.subject, "subject", remarks);
    report.issuer = distinguished(frame.issuer, "issuer", remarks);
    report.serial = Some(serial(frame.serial.value));
    let mut dates = frame.validity.inside();
    report.not_before = moment::read(dates.next(), "start of its validity", remarks);
    report.not_after = moment::read(dates.next(), "end of its validity", remarks);
    report.key = public_key(frame.key, remarks);
    report.signature = Some(algorithm::of(frame.algorithm));
    report.fingerprint = Some(hexadecimal(digest(&SHA256, frame.whole).as_ref()));
    report
}

/// Remarks upon a signature that Go no longer takes. It doesn't look at those of trusted authorities.
fn weak_signature(report: &CertificateReport) -> Option<Remark> {
    let name = report.signature.as_deref()?;
    let go_name = insecure_signature(name, GoVersion::newest_of(u32::MAX))?;
    let since = if go_name == "MD5-RSA" { "1.7" } else { "1.18" };
    let message = format!(
        "it is signed by `{name}`, which Go refuses since {since}: `x509: cannot verify signature: insecure algorithm {go_name}`"
    );
    let hint = "issue it anew with SHA-256 or better";
    Some(match report.authority {
        Some(Authority { ca: true, .. }) => Remark::warning("insecure-signature", message, hint),
        _ => Remark::error("insecure-signature", message, hint),
    })
}

/// Reads a distinguished name, or shows its bytes.
pub(super) fn distinguished(name: Element<'_>, what: &str, remarks: &mut Vec<Remark>) -> String {
    if let Ok(([], name)) = X509Name::from_der(name.whole) {
        return name::distinguished(&name);
    }
    remarks.push(Remark::error(
        "unreadable-name",
        format!("its {what} is malformed and shown as bytes"),
        "issue it anew",
    ));
    format!("#{}", clipped(name.whole))
}

/// Names the key of a `SubjectPublicKeyInfo` and remarks upon what etcd can't use.
pub(super) fn public_key(element: Element<'_>, remarks: &mut Vec<Remark>) -> String {
    let unreadable =
        || Remark::error("unreadable-key", "its public key is malformed", "make a key pair anew");
    let Ok((_, key)) = SubjectPublicKeyInfo::from_der(element.whole) else {
        remarks.push(unreadable());
        return format!("#{}", clipped(element.whole));
    };
    let name = key::public_key(&key);
    match key::fault(&name, &key) {
        Some(key::Fault::Unreadable) => remarks.push(unreadable()),
        Some(key::Fault::OffCurve) => remarks.push(Remark::error(
            "off-curve",
            "its public key is no point of its curve",
            "make a key pair anew",
        )),
        None => {}
    }
    let small = name.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok());
    if let Some(bits) = small.filter(|bits| *bits < 2048) {
        remarks.push(Remark::warning(
            "weak-key",
            format!("its RSA key has {bits} bits; below 2048 is within reach of attackers, and Go 1.24 refuses below 1024"),
            "issue it anew with RSA 2048 or ECDSA P-256",
        ));
    }
    name
}

fn oddities(frame: &Frame<'_>, remarks: &mut Vec<Remark>) {
    if !frame.trailing.is_empty() {
        remarks.push(Remark::error(
            "trailing-data",
            format!(
                "etcd will refuse it: trailing data of {} bytes after the certificate",
                frame.trailing.len()
            ),
            "write it anew: `openssl x509 -in FILE -out NEW`",
        ));
    }
    let version = frame.version.map_or(Some(0), |version| {
        version.inside().tagged(der::INTEGER).and_then(|number| der::small(number.value))
    });
    match version {
        Some(2) => {}
        Some(version) => remarks.push(Remark::warning(
            "old-version",
            format!("its version is {}, expected 3", u64::from(version) + 1),
            "issue it anew: only version 3 has extensions, SANs among them",
        )),
        None => remarks.push(Remark::error(
            "unreadable-version",
            "its version is malformed",
            "issue it anew",
        )),
    }
    serial_oddities(frame.serial.value, "serial number", remarks);
    let outer = frame.outer_algorithm.map(|element| element.whole);
    if outer != Some(frame.algorithm.whole) {
        remarks.push(Remark::error(
            "two-algorithms",
            "it names two different signature algorithms",
            "issue it anew; Go refuses it",
        ));
    }
    if frame.signature.is_none() {
        remarks.push(Remark::error("no-signature", "it holds no signature", "issue it anew"));
    }
    let mut dates = frame.validity.inside();
    let [start, end] = [dates.next(), dates.next()].map(|one| one.and_then(moment::parse));
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        remarks.push(Remark::error(
            "reversed-validity",
            "its validity ends before it starts",
            "issue it anew; Go refuses it",
        ));
    }
}

/// Remarks upon a serial number that RFC 5280 §4.1.2.2 doesn't allow.
pub(super) fn serial_oddities(raw: &[u8], what: &str, remarks: &mut Vec<Remark>) {
    let odd = |message: String| {
        let hint = "issue it anew with a serial number of 1 to 20 octets, positive";
        Remark::warning("odd-serial", message, hint)
    };
    match raw {
        raw if raw.iter().all(|byte| *byte == 0) => {
            remarks.push(odd(format!("its {what} is zero")));
        }
        [first, ..] if *first >= 0x80 => remarks.push(Remark::error(
            "negative-serial",
            format!("its {what} is negative"),
            "issue it anew; Go 1.23 and newer refuse it",
        )),
        raw if raw.len() > 20 => {
            let octets = raw.len();
            remarks.push(odd(format!("its {what} has {octets} octets, at most 20 are allowed")));
        }
        _ => {}
    }
}

/// Reads a signing request (PKCS #10, RFC 2986): its fields and the extensions it asks for.
pub(super) fn request(der: &[u8]) -> Option<CertificateReport> {
    let (outer, trailing) = der::split(der).filter(|(outer, _)| outer.tag == SEQUENCE)?;
    let mut fields = outer.inside().tagged(SEQUENCE)?.inside();
    let _version = fields.tagged(der::INTEGER)?;
    let (subject, spki) = (fields.tagged(SEQUENCE)?, fields.tagged(SEQUENCE)?);
    let mut report = CertificateReport::blank(Stage::Requested);
    report.subject = distinguished(subject, "subject", &mut report.remarks);
    report.key = public_key(spki, &mut report.remarks);
    let mut outer = outer.inside().skip(1);
    report.signature = outer.next().map(algorithm::of);
    if !trailing.is_empty() {
        let message = format!("{} bytes follow the request", trailing.len());
        report.remarks.push(Remark::error("trailing-data", message, "make the request anew"));
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
            ("1.2.840.113549.1.9.14", Some(list)) => extensions::read(list, report),
            ("1.2.840.113549.1.9.7", _) => report.remarks.push(Remark::note(
                "challenge-password",
                "it holds a challenge password, which anybody who has the request can read",
                "",
            )),
            (kind, _) => report.remarks.push(Remark::note(
                "request-attribute",
                format!("it holds the attribute {kind}"),
                "",
            )),
        }
    }
}
