//! Certificates as Go's `crypto/x509` reads them: what it takes from them, and what it refuses.
//!
//! The words are those of Go 1.17 and later, whose parser is another than that of 1.16 and before; what
//! changed afterwards is asked of the release. A table test holds verdicts and words against ten releases.

mod der;
mod extensions;
mod key;
mod names;
mod revocation;
mod url;

use time::OffsetDateTime;

use self::der::Der;
use self::extensions::{Extension, Extensions};
use self::names::Attribute;
pub(super) use self::revocation::{ListParser, magnitude, revoked};
use super::constraints::{Constraints, GoName};
use super::facts::Purposes;
use super::policies::Policies;
use crate::etcd::{Build, GoVersion};
use crate::pki::algorithm::{KeyKind, SignatureAlgorithm};
use crate::pki::inspect::der::{OCTET_STRING, SEQUENCE};

/// A certificate that Go has read.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    pub(super) whole: &'a [u8],
    pub(super) signed: &'a [u8],
    pub(super) signature: Vec<u8>,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) version: u8,
    pub(super) serial: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) subject: &'a [u8],
    pub(super) common_name: String,
    pub(super) organization: String,
    pub(super) start: OffsetDateTime,
    pub(super) end: OffsetDateTime,
    /// The `SubjectPublicKeyInfo`, and the key in it.
    pub(super) spki: &'a [u8],
    pub(super) key_bytes: Vec<u8>,
    pub(super) key: KeyKind,
    pub(super) key_usage: Option<(bool, bool)>,
    pub(super) basic: Option<(bool, Option<u64>)>,
    pub(super) has_sans: bool,
    pub(super) sans: Vec<GoName>,
    pub(super) constraints: Constraints,
    pub(super) purposes: Option<Purposes>,
    pub(super) policies: Policies,
    pub(super) unhandled: Option<String>,
}

/// Reads a certificate.
///
/// # Errors
/// What Go says of one that it refuses: the first thing it meets.
pub(super) fn parse(bytes: &[u8], build: Build) -> Result<Parsed<'_>, String> {
    let go = build.go;
    let refuse = |why: &str| format!("x509: {why}");
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
    let (start, end) = (validity.time(go)?, validity.time(go)?);
    let subject = fields.element(SEQUENCE).ok_or_else(|| malformed("issuer"))?;
    let attributes = names::read(Der(subject.whole), go)?;

    let spki = fields.element(SEQUENCE).ok_or_else(|| malformed("spki"))?;
    let mut within = Der(spki.value);
    let identifier =
        within.inside(SEQUENCE).ok_or_else(|| malformed("public key algorithm identifier"))?;
    let key_parameters = parameters(identifier, go)?;
    let bits = within.bits().ok_or_else(|| malformed("subjectPublicKey"))?;
    let kind = KeyKind::read(spki.value);
    let key_bytes = bits.aligned();
    key::check(&kind, key_parameters, &key_bytes, go)?;

    let mut extensions = Extensions::default();
    if version > 1 {
        fields.skip(0x81).ok_or_else(|| malformed("issuerUniqueID"))?;
        fields.skip(0x82).ok_or_else(|| malformed("subjectUniqueID"))?;
    }
    if version == 3
        && let Some(list) = fields.optional(0xA3).map_err(|_| malformed("extensions"))?
    {
        for one in extension_list(list, go)? {
            extensions.take(&one, go)?;
        }
    }
    let signature = parts.bits().ok_or_else(|| malformed("signature"))?;
    if is_followed {
        return Err(refuse("trailing data"));
    }
    let last = |kind: u8| {
        let mut found = attributes.iter().rev().filter(|one| one.kind == [0x55, 4, kind]);
        found.next().map(|one: &Attribute<'_>| one.value.clone()).unwrap_or_default()
    };
    let organization = attributes.iter().find(|one| one.kind == [0x55, 4, 10]);
    Ok(Parsed {
        whole: whole.whole,
        signed: signed.whole,
        signature: signature.aligned().into_owned(),
        algorithm: SignatureAlgorithm::read(inner.0),
        version,
        serial,
        issuer: issuer.whole,
        subject: subject.whole,
        common_name: last(3),
        organization: organization.map(|one| one.value.clone()).unwrap_or_default(),
        start,
        end,
        spki: spki.whole,
        key_bytes: key_bytes.into_owned(),
        key: kind,
        key_usage: extensions.key_usage,
        basic: extensions.basic,
        has_sans: extensions.has_sans,
        sans: extensions.sans,
        constraints: extensions.constraints,
        purposes: extensions.purposes,
        policies: extensions.policies,
        unhandled: extensions.unhandled,
    })
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
fn parameters(identifier: Der<'_>, go: GoVersion) -> Result<&[u8], String> {
    let mut parts = identifier;
    parts.oid(go).ok_or("x509: malformed OID")?;
    if parts.is_empty() {
        return Ok(&[]);
    }
    Ok(parts.any().ok_or("x509: malformed parameters")?.whole)
}

/// Reads the frames of all extensions, before Go looks into the first.
fn extension_list(list: Der<'_>, go: GoVersion) -> Result<Vec<Extension<'_>>, String> {
    const TWICE: &str = "x509: certificate contains duplicate extension";
    let mut list = list;
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
