//! Revocation lists, as Go's parsers take them.

use x509_parser::num_bigint::BigInt;

use super::der::Der;
use super::extensions::{Extension, Extensions};
use super::{extension, names, refuse};
use crate::etcd::{Build, GoVersion};
use crate::pki::inspect::der::{GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME};

/// Which of Go's parsers reads a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pki::judge) enum ListParser {
    /// `x509.ParseCRL`, which etcd calls up to 3.5: any version, nothing behind the list. What it says of a list
    /// that it refuses isn't told here, and of one that is broken deep inside it takes less.
    Before3_6,
    /// `x509.ParseRevocationList`, since 3.6.
    Since3_6,
}

/// The serial numbers on a list, without leading zeros.
///
/// # Errors
/// What `x509.ParseRevocationList` says of a list that is refused.
pub(in crate::pki::judge) fn revoked(
    bytes: &[u8],
    parser: ListParser,
    build: Build,
) -> Result<Vec<Vec<u8>>, String> {
    let go = build.go;
    let malformed = |what: &str| refuse(&format!("malformed {what}"));
    let is_new = parser == ListParser::Since3_6;
    let mut input = Der(bytes);
    let mut parts = input.inside(SEQUENCE).ok_or_else(|| malformed("crl"))?;
    if !is_new && !input.is_empty() {
        return Err(refuse("trailing data after CRL"));
    }
    let mut fields = parts.inside(SEQUENCE).ok_or_else(|| malformed("tbs crl"))?;
    if fields.is_next(INTEGER) {
        let number = fields.integer().filter(|number| number.len() <= 8);
        let number = BigInt::from_signed_bytes_be(number.ok_or_else(|| malformed("crl"))?);
        if is_new && number != BigInt::from(1) {
            return Err(refuse(&format!("unsupported crl version: {number}")));
        }
    } else if is_new {
        return Err(refuse("unsupported crl version"));
    }
    let inner = fields.inside(SEQUENCE);
    let inner = inner.ok_or_else(|| malformed("signature algorithm identifier"))?;
    let outer = parts.inside(SEQUENCE).ok_or_else(|| malformed("algorithm identifier"))?;
    if is_new && inner.0 != outer.0 {
        return Err(refuse("inner and outer signature algorithm identifiers don't match"));
    }
    super::parameters(inner, go)?;
    parts.bits().ok_or_else(|| malformed("signature"))?;
    let issuer = fields.element(SEQUENCE).ok_or_else(|| malformed("issuer"))?;
    names::read(Der(issuer.whole), go)?;
    fields.time(go)?;
    if fields.is_next(UTC_TIME) || fields.is_next(GENERALIZED_TIME) {
        fields.time(go)?;
    }
    let mut serials = Vec::new();
    if fields.is_next(SEQUENCE) {
        let mut list = fields.inside(SEQUENCE).ok_or_else(|| malformed("crl"))?;
        while !list.is_empty() {
            let mut entry = list.inside(SEQUENCE).ok_or_else(|| malformed("crl"))?;
            let serial = entry.integer().ok_or_else(|| malformed("serial number"))?;
            serials.push(magnitude(serial));
            entry.time(go)?;
            let extensions = entry.optional(SEQUENCE).map_err(|_| malformed("extensions"))?;
            let mut extensions = extensions.unwrap_or(Der(&[]));
            while !extensions.is_empty() {
                let one = extension(&mut extensions, go)?;
                // The reason, an ENUMERATED, which Go reads since 1.21.
                let is_reason = is_new && one.id == [0x55, 0x1D, 21];
                if is_reason && go >= GoVersion::first_of(21) && Der(one.value).number(10).is_none()
                {
                    return Err(malformed("reasonCode extension"));
                }
            }
        }
    }
    if let Some(mut list) = fields.optional(0xA0).map_err(|_| malformed("extensions"))? {
        let mut list = list.inside(SEQUENCE).ok_or_else(|| malformed("extensions"))?;
        while !list.is_empty() {
            let one = extension(&mut list, go)?;
            if is_new {
                look_into(&one, build)?;
            }
        }
    }
    Ok(serials)
}

/// Go reads the number of a list, and since 1.23 whose key signed it.
fn look_into(one: &Extension<'_>, build: Build) -> Result<(), String> {
    match one.id {
        [0x55, 0x1D, 20] if Der(one.value).integer().is_none() => {
            Err("x509: malformed crl number".into())
        }
        [0x55, 0x1D, 35] if build.go >= GoVersion::first_of(23) => {
            Extensions::default().take(one, build)
        }
        _ => Ok(()),
    }
}

/// A number's bytes without its sign, as Go's `big.Int.Bytes` yields them.
pub(in crate::pki) fn magnitude(number: &[u8]) -> Vec<u8> {
    BigInt::from_signed_bytes_be(number).to_bytes_be().1
}
