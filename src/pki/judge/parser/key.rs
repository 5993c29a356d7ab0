//! Public keys, as Go's parser takes them.

use super::der::Der;
use crate::etcd::GoVersion;
use crate::pki::algorithm::{Curve, KeyKind};
use crate::pki::inspect::der::{OID, SEQUENCE};

/// Checks the key of a certificate.
///
/// # Errors
/// What Go says of one that it refuses.
pub(super) fn check(
    kind: &KeyKind,
    parameters: &[u8],
    key: &[u8],
    go: GoVersion,
) -> Result<(), String> {
    let refuse = |why: &str| Err(super::refuse(why));
    match kind {
        KeyKind::Rsa(_) => {
            if parameters != [5, 0] {
                return refuse("RSA key missing NULL parameters");
            }
            let Some(mut numbers) = Der(key).inside(SEQUENCE) else {
                return refuse("invalid RSA public key");
            };
            let Some(modulus) = numbers.integer() else { return refuse("invalid RSA modulus") };
            // Go's `int` has 64 bits where etcd runs.
            let Some(exponent) = numbers.integer().filter(|exponent| exponent.len() <= 8) else {
                return refuse("invalid RSA public exponent");
            };
            if !is_positive(modulus) {
                return refuse("RSA modulus is not a positive number");
            }
            if !is_positive(exponent) {
                return refuse("RSA public exponent is not a positive number");
            }
        }
        KeyKind::Ecdsa(curve) => {
            if Der(parameters).element(OID).is_none() || Der(parameters).oid(go).is_none() {
                return refuse("invalid ECDSA parameters");
            }
            let (name, size) = match curve {
                Curve::P224 => ("P224", 28),
                Curve::P256 => ("P256", 32),
                Curve::P384 => ("P384", 48),
                Curve::P521 => ("P521", 66),
                _ => return refuse("unsupported elliptic curve"),
            };
            let is_whole = key.len() == 1 + 2 * size && key.first() == Some(&4);
            if is_whole && curve.holds(key) {
                return Ok(());
            }
            return match key.first() {
                _ if go < GoVersion::first_of(26) => {
                    refuse("failed to unmarshal elliptic curve point")
                }
                Some(4) if is_whole => Err(format!("{name} point not on curve")),
                Some(4) => Err(format!("invalid {name} point encoding")),
                _ => Err("ecdsa: invalid uncompressed public key".into()),
            };
        }
        KeyKind::Ed25519 => {
            if !parameters.is_empty() {
                return refuse("Ed25519 key encoded with illegal parameters");
            }
            if key.len() != 32 {
                return refuse("wrong Ed25519 public key size");
            }
        }
        KeyKind::Dsa => {
            let Some(public) = Der(key).integer() else { return refuse("invalid DSA public key") };
            let mut numbers = Der(parameters).inside(SEQUENCE).unwrap_or(Der(&[]));
            let numbers = [numbers.integer(), numbers.integer(), numbers.integer()];
            let [Some(p), Some(q), Some(g)] = numbers else {
                return refuse("invalid DSA parameters");
            };
            if ![public, p, q, g].into_iter().all(is_positive) {
                return refuse("zero or negative DSA parameter");
            }
        }
        KeyKind::Other(algorithm) if go >= GoVersion::first_of(27) => {
            // ML-DSA (FIPS 204, table 2).
            let size = match algorithm.as_str() {
                "2.16.840.1.101.3.4.3.17" => 1312,
                "2.16.840.1.101.3.4.3.18" => 1952,
                "2.16.840.1.101.3.4.3.19" => 2592,
                _ => return Ok(()),
            };
            if !parameters.is_empty() {
                return refuse("ML-DSA key encoded with illegal parameters");
            }
            if key.len() != size {
                return Err("mldsa: invalid public key length".into());
            }
        }
        _ => {}
    }
    Ok(())
}

fn is_positive(number: &[u8]) -> bool {
    number.first().is_some_and(|first| *first < 0x80) && number != [0]
}
