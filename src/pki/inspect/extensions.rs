//! The extensions of a certificate (RFC 5280 §4.2), each into its place in the report.
//!
//! Each is read for itself; one that can't be read is shown as bytes and noted.

use std::borrow::Cow;

use super::der::{self, BIT_STRING, BOOLEAN, Element, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::frame::Frame;
use super::name::{self, Name};
use super::values;
use crate::finding::Finding;
use crate::finding::rules::chain::{CriticalForNewerGo, UnknownCriticalExtension};
use crate::finding::rules::names::EmptyName;
use crate::finding::rules::reading::{
    BadPathLength, DuplicateExtension, MalformedName, UnreadableExtension, UnreadableExtensions,
};
use crate::pki::notation::clipped;
use crate::pki::report::{Authority, CertificateReport, Extension};
use crate::pki::{judge, profile};

/// The most extensions of one certificate that are read. Nobody's have more than twenty.
const LIMIT: usize = 200;

/// Reads a SEQUENCE of extensions into a report.
pub(super) fn read(list: Element<'_>, report: &mut CertificateReport) {
    let mut seen = Vec::new();
    let mut reader = list.inside();
    for extension in reader.by_ref().take(LIMIT) {
        let Some(head) = Head::of(extension) else {
            let extension = clipped(extension.whole);
            report.findings.push(UnreadableExtension { extension }.into());
            continue;
        };
        let dotted = name::oid(head.oid);
        if seen.contains(&head.oid) {
            // Each name once, however often it stands there.
            let extension = title(&dotted).into_owned();
            let finding: Finding = DuplicateExtension { extension }.into();
            if !report.findings.contains(&finding) {
                report.findings.push(finding);
            }
        }
        seen.push(head.oid);
        one(&head, dotted, report);
    }
    if !reader.is_empty() {
        report.findings.push(UnreadableExtensions { bytes: reader.0.len() }.into());
    }
}

/// One extension, its value not yet looked into.
struct Head<'a> {
    oid: &'a [u8],
    critical: bool,
    value: &'a [u8],
}

impl<'a> Head<'a> {
    fn of(extension: Element<'a>) -> Option<Self> {
        let mut parts = extension.inside();
        let oid = parts.tagged(OID)?.value;
        let critical = parts.tagged(BOOLEAN).is_some_and(|flag| flag.value != [0]);
        let value = parts.tagged(OCTET_STRING)?.value;
        Some(Self { oid, critical, value })
    }
}

fn one(head: &Head<'_>, dotted: String, report: &mut CertificateReport) {
    let title = title(&dotted);
    let values = match field(head, &dotted, report) {
        Some(()) => Some(aside(head, &dotted)),
        None => values::read(&dotted, head.value).filter(|values| !values.is_empty()),
    };
    if values.is_none() && is_known(&dotted) {
        report.findings.push(UnreadableExtension { extension: title.to_string() }.into());
    }
    if head.critical {
        report.findings.extend(critical(head, &title, &report.subject));
    }
    report.extensions.push(Extension {
        name: title,
        oid: dotted.into(),
        critical: head.critical,
        values: values.unwrap_or_else(|| vec![clipped(head.value)]),
    });
}

/// Whether there is a Go that doesn't take care of a critical extension, the newest or an older one.
fn critical(head: &Head<'_>, title: &str, subject: &str) -> Option<Finding> {
    let (subject, extension) = (subject.to_owned(), title.to_owned());
    if !judge::handles(head.oid, head.value) {
        return Some(UnknownCriticalExtension { subject, extension }.into());
    }
    let since = judge::handled_since(head.oid)?.to_string();
    let since = since.trim_end_matches(".0").to_owned();
    Some(CriticalForNewerGo { subject, extension, since }.into())
}

/// Reads an extension that has a field of its own in the report. `None` where it has none, or where it
/// is malformed.
fn field(head: &Head<'_>, dotted: &str, report: &mut CertificateReport) -> Option<()> {
    match dotted {
        "2.5.29.14" => report.subject_key_id = Some(clipped(subject_key_id(head.value)?)),
        "2.5.29.15" => {
            report.has_key_usage = true;
            report.key_usages.extend(key_usages(der::only(head.value, BIT_STRING)?.value));
        }
        "2.5.29.17" => sans(der::only(head.value, SEQUENCE)?, report),
        "2.5.29.19" => constraints(der::only(head.value, SEQUENCE)?, report)?,
        "2.5.29.35" => report.authority_key_id = authority_key_id(head.value)?.map(clipped),
        "2.5.29.37" => {
            report.has_extended_key_usage = true;
            let list = der::only(head.value, SEQUENCE)?;
            let purposes = der::all(list.value)?;
            report.extended_key_usages.extend(purposes.iter().map(|one| purpose(one.value)));
        }
        _ => return None,
    }
    Some(())
}

fn subject_key_id(value: &[u8]) -> Option<&[u8]> {
    der::only(value, OCTET_STRING).map(|identifier| identifier.value)
}

#[expect(clippy::option_option, reason = "malformed, without a key, or with one")]
fn authority_key_id(value: &[u8]) -> Option<Option<&[u8]>> {
    let identifier = der::only(value, SEQUENCE)?;
    Some(identifier.inside().find(|part| part.tag == 0x80).map(|key| key.value))
}

/// The key identifiers of a certificate, as its report has them.
#[derive(Default)]
pub(super) struct KeyIds<'a> {
    pub(super) own: Option<&'a [u8]>,
    pub(super) authority: Option<&'a [u8]>,
}

/// Reads nothing but the key identifiers.
pub(super) fn key_ids<'a>(frame: &Frame<'a>) -> KeyIds<'a> {
    let mut ids = KeyIds::default();
    let list = frame.extensions.into_iter().flat_map(|list| list.inside()).take(LIMIT);
    for head in list.filter_map(Head::of) {
        match head.oid {
            [0x55, 0x1D, 14] => ids.own = subject_key_id(head.value).or(ids.own),
            [0x55, 0x1D, 35] => {
                ids.authority = authority_key_id(head.value).unwrap_or(ids.authority);
            }
            _ => {}
        }
    }
    ids
}

/// What an extension with a field of its own says beyond it.
fn aside(head: &Head<'_>, dotted: &str) -> Vec<String> {
    match dotted {
        "2.5.29.35" => values::issuer_and_serial(head.value),
        _ => Vec::new(),
    }
}

fn constraints(list: Element<'_>, report: &mut CertificateReport) -> Option<()> {
    let mut parts = list.inside();
    let ca = parts.tagged(BOOLEAN).is_some_and(|flag| flag.value != [0]);
    let length = parts.tagged(INTEGER);
    let path_length = length.and_then(|length| der::small(length.value));
    report.authority = Some(Authority { ca, path_length });
    if let (Some(length), None) = (length, path_length) {
        report.findings.push(BadPathLength { value: clipped(length.value) }.into());
    }
    parts.is_empty().then_some(())
}

fn sans(list: Element<'_>, report: &mut CertificateReport) {
    let mut names = list.inside();
    let mut malformed = Vec::new();
    for one in names.by_ref() {
        match name::element(one) {
            Name::Dns(name) => {
                if name.is_empty() {
                    report.findings.push(EmptyName { subject: report.subject.clone() }.into());
                }
                report.dns_names.push(name);
            }
            Name::Ip(address) => report.ip_addresses.push(address),
            Name::Other(name) => report.other_names.push(name),
            Name::Malformed(name) => {
                malformed.push(name.clone());
                report.other_names.push(name);
            }
        }
    }
    if !names.is_empty() {
        malformed.push(clipped(names.0));
    }
    if let Some(first) = malformed.first() {
        report.findings.push(MalformedName { name: first.clone() }.into());
    }
}

/// Names the bits that are set, in their order (RFC 5280 §4.2.1.3) and openssl's words.
fn key_usages(bits: &[u8]) -> impl Iterator<Item = Cow<'static, str>> {
    let words = [
        profile::KeyUsage::DigitalSignature.as_str(),
        "Non Repudiation",
        profile::KeyUsage::KeyEncipherment.as_str(),
        "Data Encipherment",
        "Key Agreement",
        profile::KeyUsage::CertificateSign.as_str(),
        profile::KeyUsage::RevocationListSign.as_str(),
        "Encipher Only",
        "Decipher Only",
    ];
    (0..).zip(words).filter(|(bit, _)| der::bit(bits, *bit)).map(|(_, word)| word.into())
}

fn purpose(oid: &[u8]) -> Cow<'static, str> {
    let oid = name::oid(oid);
    match oid.as_str() {
        "1.3.6.1.5.5.7.3.1" => profile::ExtendedKeyUsage::ServerAuth.as_str(),
        "1.3.6.1.5.5.7.3.2" => profile::ExtendedKeyUsage::ClientAuth.as_str(),
        "1.3.6.1.5.5.7.3.3" => "Code Signing",
        "1.3.6.1.5.5.7.3.4" => "E-mail Protection",
        "1.3.6.1.5.5.7.3.8" => "Time Stamping",
        "1.3.6.1.5.5.7.3.9" => "OCSP Signing",
        "1.3.6.1.5.5.7.3.5" => "IPSec End System",
        "1.3.6.1.5.5.7.3.6" => "IPSec Tunnel",
        "1.3.6.1.5.5.7.3.7" => "IPSec User",
        "1.3.6.1.4.1.311.10.3.3" => "Microsoft Server Gated Crypto",
        "1.3.6.1.4.1.311.20.2.2" => "Microsoft Smartcard Login",
        "2.16.840.1.113730.4.1" => "Netscape Server Gated Crypto",
        "2.5.29.37.0" => "Any Extended Key Usage",
        _ => return oid.into(),
    }
    .into()
}

/// Names an extension as openssl does, or by its OID.
fn title(oid: &str) -> Cow<'static, str> {
    known(oid).map_or_else(|| oid.to_owned().into(), Cow::from)
}

/// Whether the format of an extension is known here, so that one that can't be read is malformed.
fn is_known(oid: &str) -> bool {
    // These two have a name and are shown as bytes.
    known(oid).is_some() && !matches!(oid, "2.5.29.9" | "2.23.42.7.0")
}

pub(super) fn known(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.29.9" => "X509v3 Subject Directory Attributes",
        "2.5.29.14" => "X509v3 Subject Key Identifier",
        "2.5.29.15" => "X509v3 Key Usage",
        "2.5.29.16" => "X509v3 Private Key Usage Period",
        "2.5.29.17" => "X509v3 Subject Alternative Name",
        "2.5.29.18" => "X509v3 Issuer Alternative Name",
        "2.5.29.19" => "X509v3 Basic Constraints",
        "2.5.29.20" => "X509v3 CRL Number",
        "2.5.29.21" => "X509v3 CRL Reason Code",
        "2.5.29.24" => "Invalidity Date",
        "2.5.29.27" => "X509v3 Delta CRL Indicator",
        "2.5.29.28" => "X509v3 Issuing Distribution Point",
        "2.5.29.29" => "X509v3 Certificate Issuer",
        "2.5.29.30" => "X509v3 Name Constraints",
        "2.5.29.31" => "X509v3 CRL Distribution Points",
        "2.5.29.32" => "X509v3 Certificate Policies",
        "2.5.29.33" => "X509v3 Policy Mappings",
        "2.5.29.35" => "X509v3 Authority Key Identifier",
        "2.5.29.36" => "X509v3 Policy Constraints",
        "2.5.29.37" => "X509v3 Extended Key Usage",
        "2.5.29.46" => "X509v3 Freshest CRL",
        "2.5.29.54" => "X509v3 Inhibit Any Policy",
        "1.3.6.1.5.5.7.1.1" => "Authority Information Access",
        "1.3.6.1.5.5.7.1.11" => "Subject Information Access",
        "1.3.6.1.5.5.7.1.24" => "TLS Feature",
        "1.3.6.1.5.5.7.48.1.5" => "OCSP No Check",
        "1.3.6.1.4.1.11129.2.4.2" => "CT Precertificate SCTs",
        "1.3.6.1.4.1.11129.2.4.3" => "CT Precertificate Poison",
        "2.23.42.7.0" => "setCext-hashedRoot",
        "2.16.840.1.113730.1.1" => "Netscape Cert Type",
        "2.16.840.1.113730.1.2" => "Netscape Base Url",
        "2.16.840.1.113730.1.3" => "Netscape Revocation Url",
        "2.16.840.1.113730.1.4" => "Netscape CA Revocation Url",
        "2.16.840.1.113730.1.7" => "Netscape Renewal Url",
        "2.16.840.1.113730.1.8" => "Netscape CA Policy Url",
        "2.16.840.1.113730.1.12" => "Netscape SSL Server Name",
        "2.16.840.1.113730.1.13" => "Netscape Comment",
        _ => return None,
    })
}
