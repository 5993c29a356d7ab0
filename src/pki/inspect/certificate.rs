//! One certificate as a report.

use aws_lc_rs::digest::{SHA256, digest};
use x509_parser::asn1_rs::Any;
use x509_parser::prelude::{FromDer, X509Certificate, X509Version};
use x509_parser::signature_algorithm::RsaSsaPssParams;
use x509_parser::x509::AlgorithmIdentifier;

use super::{InspectError, SIZE_LIMIT, extensions, key, name};
use crate::pki::report::{CertificateReport, Stage, hexadecimal};
use crate::text::showable;

/// Reads a certificate in DER. Bytes that follow it are remarked upon; etcd refuses them.
///
/// # Errors
/// [`InspectError`] where the bytes are no certificate, or more than [`SIZE_LIMIT`].
pub fn report_der(der: &[u8]) -> Result<CertificateReport, InspectError> {
    if der.len() > SIZE_LIMIT {
        return Err(InspectError::TooLarge { found: der.len(), limit: SIZE_LIMIT });
    }
    let (rest, certificate) = X509Certificate::from_der(der).map_err(|error| {
        InspectError::NotACertificate { length: der.len(), why: showable(&error.to_string()) }
    })?;
    let mut report = plain_fields(&certificate);
    if !rest.is_empty() {
        report.remarks.push(format!(
            "etcd will refuse it: trailing data of {} bytes after the certificate",
            rest.len()
        ));
    }
    report.remarks.extend(oddities(&certificate));
    extensions::read(&certificate, &mut report);
    Ok(report)
}

/// All that isn't an extension.
fn plain_fields(certificate: &X509Certificate<'_>) -> CertificateReport {
    let validity = certificate.validity();
    CertificateReport {
        stage: Stage::Issued,
        subject: name::distinguished(certificate.subject()),
        issuer: name::distinguished(certificate.issuer()),
        serial: Some(serial(certificate.raw_serial())),
        not_before: Some(validity.not_before.to_datetime()),
        not_after: Some(validity.not_after.to_datetime()),
        key: key::public_key(certificate.public_key()),
        signature: Some(signature(&certificate.signature_algorithm)),
        dns_names: Vec::new(),
        ip_addresses: Vec::new(),
        other_names: Vec::new(),
        key_usages: Vec::new(),
        extended_key_usages: Vec::new(),
        authority: None,
        subject_key_id: None,
        authority_key_id: None,
        other_extensions: Vec::new(),
        fingerprint: Some(hexadecimal(digest(&SHA256, certificate.as_raw()).as_ref())),
        remarks: Vec::new(),
        role: None,
    }
}

/// Writes a serial number without the zero octet that keeps it positive.
fn serial(raw: &[u8]) -> String {
    match raw {
        [0, rest @ ..] if !rest.is_empty() => hexadecimal(rest),
        _ => hexadecimal(raw),
    }
}

fn oddities(certificate: &X509Certificate<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    if certificate.version() != X509Version::V3 {
        remarks
            .push(format!("its version is {}, expected 3", u64::from(certificate.version().0) + 1));
    }
    match certificate.raw_serial() {
        raw if raw.iter().all(|byte| *byte == 0) => {
            remarks.push("its serial number is zero".into());
        }
        [first, ..] if *first >= 0x80 => remarks.push("its serial number is negative".into()),
        raw if raw.len() > 20 => {
            remarks.push(format!(
                "its serial number has {} octets, at most 20 are allowed",
                raw.len()
            ));
        }
        _ => {}
    }
    if certificate.signature_algorithm != certificate.signature {
        remarks.push("it names two different signature algorithms".into());
    }
    if certificate.validity().not_after < certificate.validity().not_before {
        remarks.push("its validity ends before it starts".into());
    }
    remarks
}

/// Names a signature, such as `ECDSA with SHA-256`.
pub(in crate::pki) fn signature(algorithm: &AlgorithmIdentifier<'_>) -> String {
    let oid = name::dotted(&algorithm.algorithm);
    match oid.as_str() {
        "1.2.840.113549.1.1.4" => "RSA with MD5",
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => "RSA with SHA-1",
        "1.2.840.113549.1.1.14" => "RSA with SHA-224",
        "1.2.840.113549.1.1.11" => "RSA with SHA-256",
        "1.2.840.113549.1.1.12" => "RSA with SHA-384",
        "1.2.840.113549.1.1.13" => "RSA with SHA-512",
        "1.2.840.113549.1.1.10" => return rsa_pss(algorithm.parameters()),
        "1.2.840.10045.4.1" => "ECDSA with SHA-1",
        "1.2.840.10045.4.3.1" => "ECDSA with SHA-224",
        "1.2.840.10045.4.3.2" => "ECDSA with SHA-256",
        "1.2.840.10045.4.3.3" => "ECDSA with SHA-384",
        "1.2.840.10045.4.3.4" => "ECDSA with SHA-512",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        _ => return oid,
    }
    .into()
}

/// Names RSA-PSS with the hash among its parameters; without any it is SHA-1 (RFC 8017 §A.2.3).
fn rsa_pss(parameters: Option<&Any<'_>>) -> String {
    let Some(parameters) = parameters.and_then(|any| RsaSsaPssParams::try_from(any).ok()) else {
        return "RSA-PSS".into();
    };
    let hash = name::dotted(parameters.hash_algorithm_oid());
    let hash = match hash.as_str() {
        "1.3.14.3.2.26" => "SHA-1",
        "2.16.840.1.101.3.4.2.1" => "SHA-256",
        "2.16.840.1.101.3.4.2.2" => "SHA-384",
        "2.16.840.1.101.3.4.2.3" => "SHA-512",
        other => other,
    };
    format!("RSA-PSS with {hash}")
}
