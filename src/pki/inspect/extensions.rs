//! The extensions of a certificate, each into its place in the report.

use x509_parser::asn1_rs::Oid;
use x509_parser::extensions::{GeneralName, KeyUsage, ParsedExtension, X509Extension};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::name::{self, Name, dotted};
use crate::pki::profile;
use crate::pki::report::{Authority, CertificateReport, hexadecimal};

/// Reads all extensions into a report. One that can't be read, or that stands there twice, is remarked
/// upon.
pub(super) fn read(certificate: &X509Certificate<'_>, report: &mut CertificateReport) {
    let mut seen: Vec<&Oid<'_>> = Vec::new();
    for extension in certificate.extensions() {
        if seen.contains(&&extension.oid) {
            // Each name once, however often it stands there.
            let remark = format!("it holds the extension {} twice", title(&extension.oid));
            if !report.remarks.contains(&remark) {
                report.remarks.push(remark);
            }
        } else {
            seen.push(&extension.oid);
        }
        one(extension, report);
    }
}

fn one(extension: &X509Extension<'_>, report: &mut CertificateReport) {
    match extension.parsed_extension() {
        ParsedExtension::SubjectAlternativeName(names) => sans(&names.general_names, report),
        ParsedExtension::KeyUsage(usage) => report.key_usages.extend(key_usages(*usage)),
        ParsedExtension::ExtendedKeyUsage(_) => extended_key_usages(extension.value, report),
        ParsedExtension::BasicConstraints(constraints) => {
            report.authority = Some(Authority {
                ca: constraints.ca,
                path_length: constraints.path_len_constraint,
            });
        }
        ParsedExtension::SubjectKeyIdentifier(identifier) => {
            report.subject_key_id = Some(hexadecimal(identifier.0));
        }
        ParsedExtension::AuthorityKeyIdentifier(identifier) => {
            report.authority_key_id =
                identifier.key_identifier.as_ref().map(|identifier| hexadecimal(identifier.0));
        }
        ParsedExtension::ParseError { .. } => {
            report.remarks.push(format!("its extension {} can't be read", title(&extension.oid)));
            other(extension, report);
        }
        ParsedExtension::UnsupportedExtension { .. } if extension.critical => {
            report.remarks.push(format!(
                "its extension {} is critical and unknown; etcd will refuse it",
                title(&extension.oid)
            ));
            other(extension, report);
        }
        _ => other(extension, report),
    }
}

fn other(extension: &X509Extension<'_>, report: &mut CertificateReport) {
    let mut title = title(&extension.oid);
    if extension.critical {
        title.push_str(", critical");
    }
    report.other_extensions.push((title, clipped(extension.value)));
}

/// Writes bytes in hexadecimal, the first 256 of them.
fn clipped(bytes: &[u8]) -> String {
    const SHOWN: usize = 256;
    match bytes.get(..SHOWN) {
        Some(first) if bytes.len() > SHOWN => {
            format!("{}… ({} bytes)", hexadecimal(first), bytes.len())
        }
        _ => hexadecimal(bytes),
    }
}

fn sans(names: &[GeneralName<'_>], report: &mut CertificateReport) {
    for one in names {
        match name::general(one) {
            Name::Dns(name) => {
                if name.is_empty() {
                    report.remarks.push(
                        "one of its DNS names is empty: perhaps a variable was misspelt".into(),
                    );
                }
                report.dns_names.push(name);
            }
            Name::Ip(address) => report.ip_addresses.push(address),
            Name::Other(name) => report.other_names.push(name),
        }
    }
}

/// Names the bits that are set, in their order (RFC 5280 §4.2.1.3) and openssl's words.
pub(in crate::pki) fn key_usages(usage: KeyUsage) -> Vec<String> {
    let words = [
        profile::KeyUsage::DigitalSignature.to_string(),
        "Non Repudiation".into(),
        profile::KeyUsage::KeyEncipherment.to_string(),
        "Data Encipherment".into(),
        "Key Agreement".into(),
        profile::KeyUsage::CertificateSign.to_string(),
        profile::KeyUsage::RevocationListSign.to_string(),
        "Encipher Only".into(),
        "Decipher Only".into(),
    ];
    let set = |bit: usize| usage.flags >> bit & 1 == 1;
    words.into_iter().enumerate().filter(|(bit, _)| set(*bit)).map(|(_, word)| word).collect()
}

/// Names the purposes in their order, which x509-parser's own flags don't keep.
fn extended_key_usages(value: &[u8], report: &mut CertificateReport) {
    let Ok((_, purposes)) = <Vec<Oid<'_>>>::from_der(value) else { return };
    report.extended_key_usages.extend(purposes.iter().map(purpose));
}

pub(in crate::pki) fn purpose(oid: &Oid<'_>) -> String {
    let oid = dotted(oid);
    match oid.as_str() {
        "1.3.6.1.5.5.7.3.1" => return profile::ExtendedKeyUsage::ServerAuth.to_string(),
        "1.3.6.1.5.5.7.3.2" => return profile::ExtendedKeyUsage::ClientAuth.to_string(),
        "1.3.6.1.5.5.7.3.3" => "Code Signing",
        "1.3.6.1.5.5.7.3.4" => "E-mail Protection",
        "1.3.6.1.5.5.7.3.8" => "Time Stamping",
        "1.3.6.1.5.5.7.3.9" => "OCSP Signing",
        "2.5.29.37.0" => "Any Extended Key Usage",
        _ => return oid,
    }
    .into()
}

/// Names an extension as openssl does, or by its OID.
fn title(oid: &Oid<'_>) -> String {
    let oid = dotted(oid);
    match oid.as_str() {
        "2.5.29.14" => "X509v3 Subject Key Identifier",
        "2.5.29.15" => "X509v3 Key Usage",
        "2.5.29.17" => "X509v3 Subject Alternative Name",
        "2.5.29.18" => "X509v3 Issuer Alternative Name",
        "2.5.29.19" => "X509v3 Basic Constraints",
        "2.5.29.30" => "X509v3 Name Constraints",
        "2.5.29.31" => "X509v3 CRL Distribution Points",
        "2.5.29.32" => "X509v3 Certificate Policies",
        "2.5.29.35" => "X509v3 Authority Key Identifier",
        "2.5.29.36" => "X509v3 Policy Constraints",
        "2.5.29.37" => "X509v3 Extended Key Usage",
        "1.3.6.1.5.5.7.1.1" => "Authority Information Access",
        "1.3.6.1.4.1.11129.2.4.2" => "CT Precertificate SCTs",
        "2.16.840.1.113730.1.1" => "Netscape Cert Type",
        "2.16.840.1.113730.1.13" => "Netscape Comment",
        _ => return oid,
    }
    .into()
}
