//! An independent judgement over certificates and keys that exist, as `quorate verify` passes it.
//!
//! Nothing in here uses the code that issues. The rules are those that etcd, that is Go's `crypto/x509`
//! and `crypto/tls`, holds certificates to; each function asks one question about DER or PEM bytes.

mod error;
mod key;
mod path;

use std::net::IpAddr;

use time::OffsetDateTime;
use x509_parser::error::X509Error;
use x509_parser::extensions::{ExtendedKeyUsage, GeneralName, KeyUsage, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

pub use error::CheckError;
pub use key::key_fits;
pub use path::path_above;

use super::inspect::{
    BLOCK_LIMIT, SIZE_LIMIT, distinguished, dotted, key_usages, public_key, purpose, signature,
};
use super::pem;
use super::profile::{CertificateRole, ExtendedKeyUsage as Purpose, KeyUsage as Usage};
use crate::text::escape_for_terminal;

/// Takes the certificates out of a PEM file as DER, in order. Other blocks are passed over, as etcd does.
///
/// # Errors
/// [`CheckError::NoCertificate`] where there is none, [`CheckError::Block`] where one can't be read.
pub fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, CheckError> {
    let mut certificates = Vec::new();
    for block in blocks(pem)? {
        let pem::Block { line, label, contents, .. } = block;
        match contents {
            Err(why) => {
                return Err(CheckError::Block { line, label: escape_for_terminal(&label), why });
            }
            Ok(der) if label == "CERTIFICATE" => certificates.push(der.to_vec()),
            Ok(_) => {}
        }
    }
    if certificates.is_empty() { Err(CheckError::NoCertificate) } else { Ok(certificates) }
}

fn blocks(pem: &[u8]) -> Result<Vec<pem::Block>, CheckError> {
    if pem.len() > SIZE_LIMIT {
        return Err(CheckError::TooLarge { found: pem.len(), limit: SIZE_LIMIT });
    }
    // Wiped, for a key may be in it; only text that isn't UTF-8 is copied.
    let text = Zeroizing::new(String::from_utf8_lossy(pem).into_owned());
    Ok(pem::scan(&text, BLOCK_LIMIT).blocks)
}

/// Parses exactly one certificate: bytes behind it are a fault, as they are to Go.
pub(super) fn parse(der: &[u8]) -> Result<X509Certificate<'_>, CheckError> {
    match X509Certificate::from_der(der) {
        Ok(([], certificate)) => Ok(certificate),
        Ok((rest, _)) => Err(CheckError::TrailingData { length: rest.len() }),
        Err(error) => {
            Err(CheckError::NotACertificate { why: escape_for_terminal(&error.to_string()) })
        }
    }
}

/// Checks that a leaf leads to a trusted authority: `path` is the leaf, then what signed it, and so on
/// to the authority. Each must name the next as its issuer in the same bytes, carry its signature, and
/// each but the leaf must be an authority that may sign, with room below it (RFC 5280 §6.1). An authority
/// that names itself must carry its own signature. Times and usages are questions of their own.
///
/// # Errors
/// [`CheckError`]. What can't be judged here is [`CheckError::NotChecked`], never a fault: name
/// constraints, and signatures other than RSA, RSA-PSS, ECDSA on P-256 and P-384, and Ed25519.
pub fn chain(path: &[&[u8]]) -> Result<(), CheckError> {
    let certificates = path.iter().map(|der| parse(der)).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = certificates.last().filter(|_| certificates.len() > 1) else {
        return Err(CheckError::NoAuthority { found: path.len() });
    };
    for certificate in &certificates {
        refuse_unknown(certificate)?;
        if has_name_constraints(certificate) {
            return Err(CheckError::NotChecked { what: "its name constraints".into() });
        }
    }
    // Authorities that name themselves don't count (RFC 5280 §4.2.1.9).
    let mut below = 0;
    for (index, certificate) in certificates.iter().enumerate().skip(1) {
        may_sign(certificate, below)?;
        if certificate.subject().as_raw() != certificate.issuer().as_raw() {
            below += 1;
        }
        if let Some(child) = certificates.get(index - 1) {
            signed_by(child, certificate)?;
        }
    }
    if last.subject().as_raw() == last.issuer().as_raw() {
        signed_by(last, last)?;
    }
    Ok(())
}

pub(super) fn subject(certificate: &X509Certificate<'_>) -> String {
    distinguished(certificate.subject())
}

/// Refuses an extension that is critical and that Go doesn't know, as Go does.
pub(super) fn refuse_unknown(certificate: &X509Certificate<'_>) -> Result<(), CheckError> {
    for extension in certificate.extensions() {
        let unknown = matches!(
            extension.parsed_extension(),
            ParsedExtension::UnsupportedExtension { .. } | ParsedExtension::ParseError { .. }
        );
        if unknown && extension.critical {
            return Err(CheckError::UnknownCritical {
                subject: subject(certificate),
                extension: dotted(&extension.oid),
            });
        }
    }
    Ok(())
}

/// Whether an authority allows only some names below it.
pub(super) fn has_name_constraints(certificate: &X509Certificate<'_>) -> bool {
    certificate.extensions().iter().any(|extension| {
        matches!(extension.parsed_extension(), ParsedExtension::NameConstraints(_))
    })
}

fn malformed(certificate: &X509Certificate<'_>, error: &X509Error) -> CheckError {
    CheckError::Extension {
        subject: subject(certificate),
        why: escape_for_terminal(&error.to_string()),
    }
}

/// Checks that a certificate is an authority's with room for `below` more between it and the leaf.
pub(super) fn may_sign(certificate: &X509Certificate<'_>, below: u32) -> Result<(), CheckError> {
    let constraints =
        certificate.basic_constraints().map_err(|error| malformed(certificate, &error))?;
    let Some(constraints) = constraints.filter(|constraints| constraints.value.ca) else {
        return Err(CheckError::NotAuthority { subject: subject(certificate) });
    };
    match usage(certificate)? {
        Some(usage) if !usage.key_cert_sign() => {
            return Err(CheckError::KeyUsage {
                subject: subject(certificate),
                missing: Usage::CertificateSign.to_string(),
                found: key_usages(*usage),
            });
        }
        _ => {}
    }
    match constraints.value.path_len_constraint {
        Some(allowed) if below > allowed => {
            Err(CheckError::PathLength { subject: subject(certificate), allowed, found: below })
        }
        _ => Ok(()),
    }
}

pub(super) fn signed_by(
    child: &X509Certificate<'_>,
    parent: &X509Certificate<'_>,
) -> Result<(), CheckError> {
    if child.issuer().as_raw() != parent.subject().as_raw() {
        return Err(CheckError::Issuer {
            subject: subject(child),
            expected: distinguished(child.issuer()),
            found: subject(parent),
        });
    }
    // x509-parser passes over bits that don't count; Go shifts by them and finds another signature.
    if child.signature_value.unused_bits != 0 {
        let (subject, issuer) = (subject(child), subject(parent));
        return Err(CheckError::Signature { subject, issuer });
    }
    match child.verify_signature(Some(parent.public_key())) {
        Ok(()) => Ok(()),
        Err(X509Error::SignatureVerificationError) if is_judged(child, parent) => {
            Err(CheckError::Signature { subject: subject(child), issuer: subject(parent) })
        }
        Err(_) => Err(CheckError::NotChecked {
            what: format!("its signature, {}", signature(&child.signature_algorithm)),
        }),
    }
}

/// Whether a signature that doesn't verify is wrong for certain. aws-lc refuses RSA keys under 2048 bits,
/// and RSA-PSS with a salt of other than the hash's length, in the same words as a wrong signature.
fn is_judged(child: &X509Certificate<'_>, parent: &X509Certificate<'_>) -> bool {
    let key = public_key(parent.public_key());
    let bits = key.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok());
    bits.is_none_or(|bits| (2048..=8192).contains(&bits))
        && !signature(&child.signature_algorithm).starts_with("RSA-PSS")
}

/// The public key of a certificate, SubjectPublicKeyInfo as DER.
///
/// # Errors
/// [`CheckError`] where it can't be read.
pub fn public_key_der(certificate: &[u8]) -> Result<Vec<u8>, CheckError> {
    Ok(parse(certificate)?.public_key().raw.to_vec())
}

/// The last common name of a certificate's subject, safe to show: what etcd takes for a client's user.
///
/// # Errors
/// [`CheckError`] where it can't be read.
pub fn common_name(certificate: &[u8]) -> Result<Option<String>, CheckError> {
    let certificate = parse(certificate)?;
    let name = certificate.subject().iter_common_name().last();
    Ok(name.and_then(|name| name.as_str().ok()).map(escape_for_terminal))
}

/// A distinguished name of its own (DER), safe to show; `None` where it can't be read.
pub fn name(der: &[u8]) -> Option<String> {
    let (_, name) = x509_parser::x509::X509Name::from_der(der).ok()?;
    Some(distinguished(&name))
}

/// The subject and the issuer of a certificate, as DER.
///
/// # Errors
/// [`CheckError`] where it can't be read.
pub fn names(certificate: &[u8]) -> Result<(Vec<u8>, Vec<u8>), CheckError> {
    let certificate = parse(certificate)?;
    Ok((certificate.subject().as_raw().to_vec(), certificate.issuer().as_raw().to_vec()))
}

/// Checks that a certificate is valid at a moment; both its ends belong to it (RFC 5280 §4.1.2.5).
///
/// # Errors
/// [`CheckError::Expired`] and [`CheckError::NotYetValid`], with both times.
pub fn valid_at(certificate: &[u8], now: OffsetDateTime) -> Result<(), CheckError> {
    let certificate = parse(certificate)?;
    let (start, end) = (
        certificate.validity().not_before.to_datetime(),
        certificate.validity().not_after.to_datetime(),
    );
    // The whole last second is valid.
    if now.unix_timestamp() > end.unix_timestamp() {
        return Err(CheckError::Expired { subject: subject(&certificate), end, now });
    }
    if now < start {
        return Err(CheckError::NotYetValid { subject: subject(&certificate), start, now });
    }
    Ok(())
}

/// Checks that a certificate's usages let it play a role in a cluster.
///
/// Servers and peers need serverAuth and clientAuth: a peer dials and is dialed, and a member's own
/// gRPC gateway shows the server certificate as a client. Clients need clientAuth. An authority needs
/// CA:TRUE and keyCertSign, and its own purposes, where it names any, must hold both of its leaves'.
/// No extended key usage at all allows all purposes, as does `any`.
///
/// # Errors
/// [`CheckError::Purpose`], [`CheckError::KeyUsage`] or [`CheckError::NotAuthority`].
pub fn usages_fit(certificate: &[u8], role: CertificateRole) -> Result<(), CheckError> {
    purposes_fit(
        certificate,
        role,
        match role {
            CertificateRole::Client | CertificateRole::Gateway => &[Purpose::ClientAuth],
            _ => &[Purpose::ServerAuth, Purpose::ClientAuth],
        },
    )
}

/// Checks that a server certificate's usages let it serve, where the member's gateway shows another
/// one, or is off.
///
/// # Errors
/// As [`usages_fit`].
pub fn usages_serve(certificate: &[u8]) -> Result<(), CheckError> {
    purposes_fit(certificate, CertificateRole::Server, &[Purpose::ServerAuth])
}

fn purposes_fit(
    certificate: &[u8],
    role: CertificateRole,
    needed: &[Purpose],
) -> Result<(), CheckError> {
    let certificate = parse(certificate)?;
    if role == CertificateRole::Authority {
        may_sign(&certificate, 0)?;
    } else {
        may_shake_hands(&certificate)?;
    }
    let purposes =
        certificate.extended_key_usage().map_err(|error| malformed(&certificate, &error))?;
    let Some(purposes) = purposes.map(|extension| extension.value) else { return Ok(()) };
    for one in needed {
        if !(purposes.any || holds(purposes, *one)) {
            return Err(CheckError::Purpose {
                subject: subject(&certificate),
                role: role.as_str(),
                missing: one.to_string(),
                found: words(purposes),
            });
        }
    }
    Ok(())
}

fn usage<'a>(certificate: &'a X509Certificate<'_>) -> Result<Option<&'a KeyUsage>, CheckError> {
    let extension = certificate.key_usage().map_err(|error| malformed(certificate, &error))?;
    Ok(extension.map(|extension| extension.value))
}

fn may_shake_hands(certificate: &X509Certificate<'_>) -> Result<(), CheckError> {
    match usage(certificate)? {
        Some(usage) if !usage.digital_signature() => Err(CheckError::KeyUsage {
            subject: subject(certificate),
            missing: Usage::DigitalSignature.to_string(),
            found: key_usages(*usage),
        }),
        _ => Ok(()),
    }
}

fn holds(purposes: &ExtendedKeyUsage<'_>, one: Purpose) -> bool {
    match one {
        Purpose::ServerAuth => purposes.server_auth,
        Purpose::ClientAuth => purposes.client_auth,
    }
}

fn words(purposes: &ExtendedKeyUsage<'_>) -> Vec<String> {
    let known = [Purpose::ServerAuth, Purpose::ClientAuth];
    let words = known.into_iter().filter(|one| holds(purposes, *one)).map(|one| one.to_string());
    let further = [
        (purposes.code_signing, "Code Signing"),
        (purposes.email_protection, "E-mail Protection"),
        (purposes.time_stamping, "Time Stamping"),
        (purposes.ocsp_signing, "OCSP Signing"),
    ];
    let further = further.into_iter().filter(|(set, _)| *set).map(|(_, word)| word.to_owned());
    words.chain(further).chain(purposes.other.iter().map(purpose)).collect()
}

/// Checks that a certificate is valid for an address: an IP SAN must hold it. The same text as a DNS name
/// does not count.
///
/// # Errors
/// [`CheckError::Uncovered`] with the names it is valid for.
pub fn covers_address(certificate: &[u8], address: IpAddr) -> Result<(), CheckError> {
    let wanted: Vec<u8> = match address {
        IpAddr::V4(address) => address.octets().into(),
        IpAddr::V6(address) => address.octets().into(),
    };
    let matches = |san: &GeneralName<'_>| matches!(san, GeneralName::IPAddress(bytes) if *bytes == wanted.as_slice());
    covers(certificate, &address.to_string(), matches)
}

/// Checks that a certificate is valid for a host name: a DNS SAN must be it, or a wildcard that stands
/// for its first label (RFC 6125 §6.4). The common name does not count.
///
/// # Errors
/// [`CheckError::Uncovered`] with the names it is valid for.
pub fn covers_name(certificate: &[u8], name: &str) -> Result<(), CheckError> {
    let matches =
        |san: &GeneralName<'_>| matches!(san, GeneralName::DNSName(pattern) if fits(pattern, name));
    covers(certificate, name, matches)
}

/// Checks that no DNS name among a certificate's SANs is empty. etcd takes such a certificate; it is the
/// trace of a host that was to stand there, a misspelt variable of a script mostly (RFC 5280 §4.2.1.6).
///
/// # Errors
/// [`CheckError::EmptyName`] with the names that aren't.
pub fn no_empty_name(certificate: &[u8]) -> Result<(), CheckError> {
    let certificate = parse(certificate)?;
    let names = general_names(&certificate)?;
    let is_empty = |san: &GeneralName<'_>| matches!(san, GeneralName::DNSName(""));
    if !names.iter().any(is_empty) {
        return Ok(());
    }
    let others = names.iter().filter(|san| !is_empty(san));
    Err(CheckError::EmptyName {
        subject: subject(&certificate),
        names: others.map(super::inspect::san_text).collect(),
    })
}

/// Checks that a certificate doesn't end after the one that signed it: the rest of its time is worth
/// nothing (RFC 5280 §6.1.3).
///
/// # Errors
/// [`CheckError::Outlives`] with both ends.
pub fn ends_within(certificate: &[u8], authority: &[u8]) -> Result<(), CheckError> {
    let (certificate, authority) = (parse(certificate)?, parse(authority)?);
    let end = certificate.validity().not_after.to_datetime();
    let limit = authority.validity().not_after.to_datetime();
    if end <= limit {
        return Ok(());
    }
    Err(CheckError::Outlives { subject: subject(&certificate), end, limit })
}

/// The subject alternative names; none where the extension is missing.
fn general_names<'a>(
    certificate: &'a X509Certificate<'a>,
) -> Result<&'a [GeneralName<'a>], CheckError> {
    let names =
        certificate.subject_alternative_name().map_err(|error| malformed(certificate, &error))?;
    Ok(names.map(|extension| extension.value.general_names.as_slice()).unwrap_or_default())
}

fn covers(
    certificate: &[u8],
    host: &str,
    matches: impl Fn(&GeneralName<'_>) -> bool,
) -> Result<(), CheckError> {
    let certificate = parse(certificate)?;
    let names = general_names(&certificate)?;
    if names.iter().any(matches) {
        return Ok(());
    }
    Err(CheckError::Uncovered {
        subject: subject(&certificate),
        host: escape_for_terminal(host),
        names: names.iter().map(super::inspect::san_text).collect(),
    })
}

/// Whether a DNS name of a certificate stands for a host name, without regard to case or a root dot.
fn fits(pattern: &str, name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    // An address is never matched by a name, nor the empty name by an empty one.
    if name.is_empty() || name.parse::<IpAddr>().is_ok() {
        return false;
    }
    match pattern.strip_prefix("*.") {
        None => pattern.eq_ignore_ascii_case(name),
        Some(domain) => name
            .split_once('.')
            .is_some_and(|(label, rest)| !label.is_empty() && rest.eq_ignore_ascii_case(domain)),
    }
}

#[cfg(test)]
mod tests;
