//! Certificates as Go's `crypto/x509` reads them: what it takes from them, and what it refuses.
//!
//! Up to Go 1.16 certificates were read with `encoding/asn1` ([`before_1_17`]), since then with `cryptobyte`; what
//! else changed is asked of the release. Tests hold verdicts and words
//! against Go itself.

mod address;
mod asn1;
mod before_1_17;
mod der;
mod extensions;
mod key;

mod names;
mod revocation;
mod time_parse;
mod url;

use std::borrow::Cow;

use time::OffsetDateTime;
use x509_parser::num_bigint::BigInt;

use self::der::Der;
pub(in crate::pki) use self::der::{date, moment};
use self::extensions::{Extension, Extensions};
use self::names::Attribute;
pub(in crate::pki) use self::revocation::magnitude;
pub(super) use self::revocation::{ListParser, revoked};
use super::facts::{CertificateFacts, Identity, Parts, names_and_addresses};
use crate::cluster::EtcdVersion;
use crate::etcd::{Build, GoVersion};
use crate::pki::algorithm::{KeyKind, SignatureAlgorithm};
use crate::pki::inspect::der::{OCTET_STRING, SEQUENCE};
use crate::pki::inspect::distinguished;
use crate::text::escape_for_terminal;

/// A refusal in Go's words.
fn refuse(why: &str) -> String {
    format!("x509: {why}")
}

/// What a certificate holds, as far as it matters here.
struct Fields<'a> {
    whole: &'a [u8],
    /// What is signed.
    signed: &'a [u8],
    version: u8,
    serial: &'a [u8],
    /// The contents of the signature's `AlgorithmIdentifier`.
    algorithm: &'a [u8],
    issuer: &'a [u8],
    subject: &'a [u8],
    /// Those of the subject.
    attributes: Vec<Attribute<'a>>,
    validity: [OffsetDateTime; 2],
    spki: &'a [u8],
    kind: KeyKind,
    key: Cow<'a, [u8]>,
    extensions: Extensions,
    signature: Cow<'a, [u8]>,
}

/// Reads a certificate.
///
/// # Errors
/// What Go says of one that it refuses: the first thing it meets.
pub(super) fn parse(bytes: &[u8], build: Build) -> Result<CertificateFacts, String> {
    read(bytes, build).map(Fields::facts)
}

/// Reads a certificate and keeps nothing of it.
///
/// # Errors
/// As [`parse`].
pub(super) fn check(bytes: &[u8], build: Build) -> Result<(), String> {
    read(bytes, build).map(drop)
}

fn read(bytes: &[u8], build: Build) -> Result<Fields<'_>, String> {
    if build.go < GoVersion::first_of(17) {
        return before_1_17::read(bytes, build);
    }
    read_strictly(bytes, build)
}

fn read_strictly(bytes: &[u8], build: Build) -> Result<Fields<'_>, String> {
    let go = build.go;
    let malformed = |what: &str| refuse(&format!("malformed {what}"));
    let mut input = Der(bytes);
    let whole = input.element(SEQUENCE).ok_or_else(|| malformed("certificate"))?;
    let is_followed = !input.is_empty();
    let mut parts = Der(whole.value);
    let signed = parts.element(SEQUENCE).ok_or_else(|| malformed("tbs certificate"))?;
    let mut fields = Der(signed.value);

    let version = version(&mut fields)?;
    let serial = fields.integer().ok_or_else(|| malformed("serial number"))?;
    if serial.first() >= Some(&0x80) && build.has_default_of(23) {
        return Err(refuse("negative serial number"));
    }
    let inner =
        fields.inside(SEQUENCE).ok_or_else(|| malformed("signature algorithm identifier"))?;
    let outer = parts.inside(SEQUENCE).ok_or_else(|| malformed("algorithm identifier"))?;
    if inner.0 != outer.0 {
        return Err(refuse("inner and outer signature algorithm identifiers don't match"));
    }
    parameters(inner, go)?;
    let issuer = fields.element(SEQUENCE).ok_or_else(|| malformed("issuer"))?;
    names::read(Der(issuer.whole), go)?;
    let mut validity = fields.inside(SEQUENCE).ok_or_else(|| malformed("validity"))?;
    let validity = [validity.time(go)?, validity.time(go)?];
    let subject = fields.element(SEQUENCE).ok_or_else(|| malformed("issuer"))?;
    let attributes = names::read(Der(subject.whole), go)?;

    let spki = fields.element(SEQUENCE).ok_or_else(|| malformed("spki"))?;
    let mut within = Der(spki.value);
    let identifier =
        within.inside(SEQUENCE).ok_or_else(|| malformed("public key algorithm identifier"))?;
    let key_parameters = parameters(identifier, go)?;
    let bits = within.bits().ok_or_else(|| malformed("subjectPublicKey"))?;
    let kind = KeyKind::read(spki.value);
    let key = bits.aligned();
    key::check(&kind, key_parameters, &key, go)?;

    let mut extensions = Extensions::default();
    if version > 1 {
        fields.skip(0x81).ok_or_else(|| malformed("issuerUniqueID"))?;
        fields.skip(0x82).ok_or_else(|| malformed("subjectUniqueID"))?;
    }
    if version == 3
        && let Some(list) = fields.optional(0xA3).map_err(|_| malformed("extensions"))?
    {
        for one in extension_list(list, go)? {
            extensions.take(&one, build)?;
        }
    }
    let signature = parts.bits().ok_or_else(|| malformed("signature"))?.aligned();
    if is_followed {
        return Err(refuse("trailing data"));
    }
    Ok(Fields {
        whole: whole.whole,
        signed: signed.whole,
        version,
        serial,
        algorithm: inner.0,
        issuer: issuer.whole,
        subject: subject.whole,
        attributes,
        validity,
        spki: spki.whole,
        kind,
        key,
        extensions,
        signature,
    })
}

impl Fields<'_> {
    fn facts(self) -> CertificateFacts {
        let named = |kind: u8| {
            let is_meant = move |one: &&Attribute<'_>| one.kind == [0x55, 4, kind];
            let found = self.attributes.iter().filter(is_meant);
            found.map(|one| escape_for_terminal(&one.value))
        };
        let common_name = named(3).next_back().unwrap_or_default();
        let organization = named(10).next().unwrap_or_default();
        // Go shows the number in decimal; `candidate_name` is compared with its words.
        let number = format!("serial:{}", BigInt::from_signed_bytes_be(self.serial));
        let candidate_name = [&common_name, &organization, &number];
        let candidate_name = candidate_name.into_iter().find(|name| !name.is_empty()).cloned();
        let Extensions { ca, path_length, may_sign, may_shake_hands, has_sans, sans, .. } =
            self.extensions;
        let (dns_names, addresses) = names_and_addresses(&sans);
        let [start, end] = self.validity.map(Some);
        CertificateFacts {
            subject: distinguished(self.subject),
            common_name,
            candidate_name: candidate_name.unwrap_or_default(),
            dns_names,
            addresses,
            has_sans,
            key: self.kind,
            signature: Some(SignatureAlgorithm::read(self.algorithm)),
            version: self.version,
            purposes: self.extensions.purposes,
            ca,
            path_length,
            may_sign,
            may_shake_hands,
            constraints: self.extensions.constraints,
            policies: self.extensions.policies,
            start,
            end,
            unknown_critical: self.extensions.unhandled,
            identity: Identity::Der(Box::new(Parts {
                whole: self.whole.into(),
                signed: self.signed.into(),
                signature: self.signature.into(),
                subject: self.subject.into(),
                issuer: self.issuer.into(),
                spki: self.spki.into(),
                key: self.key.into(),
                serial: self.serial.into(),
            })),
            sans,
        }
    }
}

/// The version as people count it: 1 where there is none.
fn version(fields: &mut Der<'_>) -> Result<u8, String> {
    const FAULT: &str = "x509: malformed version";
    let Some(mut explicit) = fields.optional(0xA0).map_err(|_| FAULT)? else { return Ok(1) };
    let number = explicit.integer().filter(|number| number.len() <= 8);
    match number.filter(|_| explicit.is_empty()) {
        None | Some([0x80..=0xFF, ..]) => Err(FAULT.into()),
        Some([number @ 0..=2]) => Ok(number + 1),
        Some(_) => Err("x509: invalid version".into()),
    }
}

/// The parameters of an `AlgorithmIdentifier`, empty where it has none.
fn parameters(mut parts: Der<'_>, go: GoVersion) -> Result<&[u8], String> {
    parts.oid(go).ok_or("x509: malformed OID")?;
    if parts.is_empty() {
        return Ok(&[]);
    }
    Ok(parts.any().ok_or("x509: malformed parameters")?.whole)
}

/// Whether the newest Go takes care of an extension, so that it may be critical; of one that it can't read, it
/// does.
pub(in crate::pki) fn handles(id: &[u8], value: &[u8]) -> bool {
    let mut extensions = Extensions::default();
    let one = Extension { id, is_critical: true, value };
    let newest = Build::from(EtcdVersion::V3_7).with_go(Some(GoVersion::newest_of(u32::MAX)));
    let read = extensions.take(&one, newest);
    read.is_err() || extensions.unhandled.is_none()
}

/// The Go that takes care of an extension first, where it is one that older releases refuse if it is critical.
pub(in crate::pki) fn handled_since(id: &[u8]) -> Option<GoVersion> {
    let is_of_policies = matches!(id, [0x55, 0x1D, 33 | 36 | 54]);
    is_of_policies.then_some(extensions::POLICIES)
}

/// Reads the frames of all extensions, before Go looks into the first.
fn extension_list(mut list: Der<'_>, go: GoVersion) -> Result<Vec<Extension<'_>>, String> {
    const TWICE: &str = "x509: certificate contains duplicate extension";
    let mut list = list.inside(SEQUENCE).ok_or("x509: malformed extensions")?;
    let mut all: Vec<Extension<'_>> = Vec::new();
    while !list.is_empty() {
        let one = extension(&mut list, go)?;
        // Go 1.19 release notes, crypto/x509; the OID is named since 1.23.
        if go >= GoVersion::first_of(19) && all.iter().any(|other| other.id == one.id) {
            return Err(if go >= GoVersion::first_of(23) {
                format!("{TWICE} with OID {:?}", crate::pki::inspect::oid(one.id))
            } else {
                format!("{TWICE}s")
            });
        }
        all.push(one);
    }
    Ok(all)
}

fn extension<'a>(list: &mut Der<'a>, go: GoVersion) -> Result<Extension<'a>, String> {
    let mut one = list.inside(SEQUENCE).ok_or("x509: malformed extension")?;
    let word = if go < GoVersion::first_of(18) { "extention" } else { "extension" };
    let fault = |field: &str| format!("x509: malformed {word} {field} field");
    let id = one.oid(go).ok_or_else(|| fault("OID"))?;
    let mut is_critical = false;
    if one.is_next(1) {
        is_critical = one.boolean().ok_or_else(|| fault("critical"))?;
    }
    let value = one.element(OCTET_STRING).ok_or_else(|| fault("value"))?.value;
    Ok(Extension { id, is_critical, value })
}
