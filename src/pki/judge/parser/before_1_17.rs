//! Certificates as Go reads them up to 1.16: all of the structure first, then key, names and extensions.

use x509_parser::num_bigint::BigInt;

use super::asn1::{self, BIG, BITS, BOOL, Field, INT, Input, OCTETS, OID, RAW, TIME, Value};
use super::der::{Bits, Der};
use super::extensions::{Extension, Extensions, constraints, name};
use super::names::Attribute;
use super::{Fields, refuse};
use crate::etcd::{Build, GoVersion};
use crate::pki::algorithm::{Curve, KeyKind};
use crate::pki::inspect::oid;
use crate::pki::judge::facts::Purposes;

const ALGORITHM: Field = Field::sequence("AlgorithmIdentifier");
const LIST: Field = Field::sequence("");

/// Reads a certificate.
///
/// # Errors
/// What Go says of one that it refuses.
pub(super) fn read(bytes: &[u8], build: Build) -> Result<Fields<'_>, String> {
    let go = build.go;
    let (whole, is_alone) = asn1::only(bytes, Field::sequence("certificate"), go)?;
    let mut parts = whole.fields();
    let signed = parts.take(Field::sequence("tbsCertificate"))?;
    let mut fields = signed.fields();
    let version = fields.maybe(INT.within(0))?.map_or(Ok(0), Value::int)?;
    let serial = fields.take(BIG)?.big()?;
    let (algorithm, _) = identifier(&mut fields)?;
    let issuer = fields.take(RAW)?;
    let mut validity = fields.take(Field::sequence("validity"))?.fields();
    let validity = [validity.take(TIME)?.time()?, validity.take(TIME)?.time()?];
    let subject = fields.take(RAW)?;
    let spki = fields.take(Field::sequence("publicKeyInfo"))?;
    let mut within = spki.fields();
    let (_, parameters) = identifier(&mut within)?;
    let key = bits(within.take(BITS)?)?;
    for number in [1, 2] {
        fields.maybe(BITS.tagged(number))?.map_or(Ok(()), Value::bits)?;
    }
    let mut extensions = Vec::new();
    if let Some(list) = fields.maybe(LIST.within(3))? {
        for one in list.list(Field::sequence("Extension"))? {
            let mut one = one.fields();
            let id = one.take(OID)?.oid()?;
            let is_critical = one.maybe(BOOL.optional())?.map_or(Ok(false), Value::bool)?;
            extensions.push(Extension { id, is_critical, value: one.take(OCTETS)?.bytes });
        }
    }
    identifier(&mut parts)?;
    let signature = bits(parts.take(BITS)?)?.aligned();
    if !is_alone {
        return Err("asn1: syntax error: trailing data".into());
    }
    let kind = KeyKind::read(spki.bytes);
    let key = key.aligned();
    check_key(&kind, parameters, &key, go)?;
    let attributes = names(subject.whole, "subject", go)?;
    // Go 1.12 to 1.14 call the issuer a subject.
    let word = if go < GoVersion::first_of(15) { "subject" } else { "issuer" };
    names(issuer.whole, word, go)?;
    let mut read = Extensions::default();
    for one in &extensions {
        take(&mut read, one, build)?;
    }
    Ok(Fields {
        whole: whole.whole,
        signed: signed.whole,
        version: u8::try_from(version.saturating_add(1)).unwrap_or_default(),
        serial,
        algorithm: algorithm.bytes,
        issuer: issuer.whole,
        subject: subject.whole,
        attributes,
        validity,
        spki: spki.whole,
        kind,
        key,
        extensions: read,
        signature,
    })
}

/// An `AlgorithmIdentifier`, and its parameters, empty where it has none.
fn identifier<'a>(fields: &mut Input<'a>) -> Result<(Value<'a>, &'a [u8]), String> {
    let algorithm = fields.take(ALGORITHM)?;
    let mut parts = algorithm.fields();
    parts.take(OID)?.oid()?;
    let parameters = parts.maybe(RAW.optional())?;
    Ok((algorithm, parameters.map_or(&[], |parameters| parameters.whole)))
}

fn bits(value: Value<'_>) -> Result<Bits<'_>, String> {
    value.bits()?;
    Ok(Bits::of(value.bytes))
}

/// Reads all of an element's bytes; what follows it is refused by name.
fn whole<'a>(
    bytes: &'a [u8],
    field: Field,
    what: &str,
    go: GoVersion,
) -> Result<Value<'a>, String> {
    let (value, is_alone) = asn1::only(bytes, field, go)?;
    if is_alone { Ok(value) } else { Err(refuse(&format!("trailing data after {what}"))) }
}

fn names<'a>(name: &'a [u8], what: &str, go: GoVersion) -> Result<Vec<Attribute<'a>>, String> {
    let name = whole(name, Field::sequence("RDNSequence"), &format!("X.509 {what}"), go)?;
    attributes(name)
}

fn attributes(name: Value<'_>) -> Result<Vec<Attribute<'_>>, String> {
    let mut attributes = Vec::new();
    for place in name.list(Field::set("RelativeDistinguishedNameSET"))? {
        for attribute in place.list(Field::sequence("AttributeTypeAndValue"))? {
            let mut parts = attribute.fields();
            let kind = parts.take(OID)?.oid()?;
            let value = parts.take(RAW)?.any()?;
            attributes.extend(value.map(|value| Attribute { kind, value }));
        }
    }
    Ok(attributes)
}

fn check_key(kind: &KeyKind, parameters: &[u8], key: &[u8], go: GoVersion) -> Result<(), String> {
    let is_positive = |number: &[u8]| BigInt::from_signed_bytes_be(number) > BigInt::from(0);
    let fault = |why: &str| Err(refuse(why));
    match kind {
        KeyKind::Rsa(_) => {
            if parameters != [5, 0] {
                return fault("RSA key missing NULL parameters");
            }
            let public = Field::sequence("pkcs1PublicKey");
            let mut numbers = asn1::only(key, public, go)?.0.fields();
            let (modulus, exponent) = (numbers.take(BIG)?.big()?, numbers.take(INT)?.int()?);
            whole(key, public, "RSA public key", go)?;
            if !is_positive(modulus) {
                return fault("RSA modulus is not a positive number");
            }
            if exponent <= 0 {
                return fault("RSA public exponent is not a positive number");
            }
        }
        KeyKind::Dsa => {
            let public = asn1::only(key, BIG, go)?.0.big()?;
            whole(key, BIG, "DSA public key", go)?;
            let three = Field::sequence("dsaAlgorithmParameters");
            let mut numbers = asn1::only(parameters, three, go)?.0.fields();
            let mut number = || numbers.take(BIG)?.big();
            let all = [number()?, number()?, number()?, public];
            whole(parameters, three, "DSA parameters", go)?;
            if !all.into_iter().all(is_positive) {
                return fault("zero or negative DSA parameter");
            }
        }
        KeyKind::Ecdsa(curve) => {
            let read = asn1::only(parameters, OID, go).and_then(|(name, _)| name.oid());
            read.map_err(|_| refuse("failed to parse ECDSA parameters as named curve"))?;
            whole(parameters, OID, "ECDSA parameters", go)?;
            let is_known = matches!(curve, Curve::P224 | Curve::P256 | Curve::P384 | Curve::P521);
            if !is_known {
                return fault("unsupported elliptic curve");
            }
            if key.first() != Some(&4) || !curve.holds(key) {
                return fault("failed to unmarshal elliptic curve point");
            }
        }
        KeyKind::Ed25519 if go >= GoVersion::first_of(13) => {
            if !parameters.is_empty() {
                return fault("Ed25519 key encoded with illegal parameters");
            }
            if key.len() != 32 {
                return fault("wrong Ed25519 public key size");
            }
        }
        _ => {}
    }
    Ok(())
}

fn take(into: &mut Extensions, one: &Extension<'_>, build: Build) -> Result<(), String> {
    let (value, go) = (one.value, build.go);
    let whole = |field, what: &str| whole(value, field, what, go);
    let mut is_handled = true;
    match one.id {
        [0x55, 0x1D, 15] => {
            let usage = bits(asn1::only(value, BITS, go)?.0)?;
            whole(BITS, "X.509 KeyUsage")?;
            if (0..9).any(|index| usage.is_set(index)) {
                into.may_sign = Some(usage.is_set(5));
                into.may_shake_hands = Some(usage.is_set(0));
            }
        }
        [0x55, 0x1D, 19] => {
            let constraints = Field::sequence("basicConstraints");
            let mut parts = asn1::only(value, constraints, go)?.0.fields();
            let ca = parts.maybe(BOOL.optional())?.map_or(Ok(false), Value::bool)?;
            let length = parts.maybe(INT.optional())?.map_or(Ok(-1), Value::int)?;
            whole(constraints, "X.509 BasicConstraints")?;
            (into.ca, into.path_length) = (Some(ca), u64::try_from(length).ok());
        }
        [0x55, 0x1D, 17] => {
            let (list, is_alone) = asn1::only(value, RAW, go)?;
            if !is_alone {
                return Err(refuse("trailing data after X.509 extension"));
            }
            if list.whole.first() != Some(&0x30) {
                return Err(asn1::structure("bad SAN sequence"));
            }
            let mut names = list.fields();
            into.has_sans = true;
            into.sans.clear();
            while !names.is_empty() {
                let one = names.take(RAW)?;
                into.sans.extend(name(one.tag, one.bytes, build)?);
            }
            is_handled = !into.sans.is_empty();
        }
        [0x55, 0x1D, 30] => is_handled = constraints(Der(value), go, &mut into.constraints)?,
        [0x55, 0x1D, 31] => {
            for point in
                asn1::only(value, LIST, go)?.0.list(Field::sequence("distributionPoint"))?
            {
                distribution_point(point)?;
            }
            whole(LIST, "X.509 CRL distribution point")?;
        }
        [0x55, 0x1D, 35] => {
            let identifier = Field::sequence("authKeyId");
            let mut parts = asn1::only(value, identifier, go)?.0.fields();
            parts.maybe(OCTETS.tagged(0))?;
            whole(identifier, "X.509 authority key-id")?;
        }
        [0x55, 0x1D, 37] => {
            into.purposes = Some(purposes(asn1::only(value, LIST, go)?.0)?);
            whole(LIST, "X.509 ExtendedKeyUsage")?;
        }
        [0x55, 0x1D, 14] => {
            whole(OCTETS, "X.509 key-id")?;
        }
        [0x55, 0x1D, 32] => {
            for one in asn1::only(value, LIST, go)?.0.list(Field::sequence("policyInformation"))? {
                one.fields().take(OID)?.oid()?;
            }
            whole(LIST, "X.509 certificate policies")?;
        }
        [0x2B, 6, 1, 5, 5, 7, 1, 1] => {
            let access = Field::sequence("authorityInfoAccess");
            for one in asn1::only(value, LIST, go)?.0.list(access)? {
                let mut parts = one.fields();
                parts.take(OID)?.oid()?;
                parts.take(RAW)?;
            }
            whole(LIST, "X.509 authority information")?;
        }
        _ => is_handled = false,
    }
    if one.is_critical && !is_handled && into.unhandled.is_none() {
        into.unhandled = Some(oid(one.id));
    }
    Ok(())
}

fn purposes(list: Value<'_>) -> Result<Purposes, String> {
    let mut purposes = Purposes { server: false, client: false, any: false };
    let list = list.list(OID)?;
    // A list of none restricts nothing.
    purposes.any = list.is_empty();
    for one in list {
        match one.oid()? {
            [0x2B, 6, 1, 5, 5, 7, 3, 1] => purposes.server = true,
            [0x2B, 6, 1, 5, 5, 7, 3, 2] => purposes.client = true,
            [0x55, 0x1D, 37, 0] => purposes.any = true,
            _ => {}
        }
    }
    Ok(purposes)
}

fn distribution_point(point: Value<'_>) -> Result<(), String> {
    let mut parts = point.fields();
    if let Some(name) = parts.maybe(Field::sequence("distributionPointName").tagged(0))? {
        let mut name = name.fields();
        if let Some(full) = name.maybe(LIST.tagged(0))? {
            full.list(RAW)?;
        }
        if let Some(relative) = name.maybe(Field::sequence("RDNSequence").tagged(1))? {
            attributes(relative)?;
        }
    }
    parts.maybe(BITS.tagged(1))?.map_or(Ok(()), Value::bits)?;
    parts.maybe(RAW.tagged(2))?;
    Ok(())
}
