//! The names of signature algorithms.

use x509_parser::asn1_rs::Any;
use x509_parser::prelude::FromDer;
use x509_parser::signature_algorithm::RsaSsaPssParams;
use x509_parser::x509::AlgorithmIdentifier;

use super::der::Element;
use super::name;
use crate::etcd::GoVersion;
use crate::pki::notation::clipped;

/// Names the algorithm of a signature.
pub(super) fn of(element: Element<'_>) -> String {
    match AlgorithmIdentifier::from_der(element.whole) {
        Ok((_, algorithm)) => signature(&algorithm),
        Err(_) => format!("#{}", clipped(element.whole)),
    }
}

/// Names a signature, such as `ECDSA with SHA-256`.
pub(in crate::pki) fn signature(algorithm: &AlgorithmIdentifier<'_>) -> String {
    let oid = name::dotted(&algorithm.algorithm);
    match oid.as_str() {
        "1.2.840.113549.1.1.2" => "RSA with MD2",
        "1.2.840.113549.1.1.4" => "RSA with MD5",
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => "RSA with SHA-1",
        "1.2.840.113549.1.1.14" => "RSA with SHA-224",
        "1.2.840.113549.1.1.11" => "RSA with SHA-256",
        "1.2.840.113549.1.1.12" => "RSA with SHA-384",
        "1.2.840.113549.1.1.13" => "RSA with SHA-512",
        "1.2.840.113549.1.1.10" => return rsa_pss(algorithm.parameters()),
        "1.2.840.10040.4.3" => "DSA with SHA-1",
        "2.16.840.1.101.3.4.3.2" => "DSA with SHA-256",
        "1.2.840.10045.4.1" => "ECDSA with SHA-1",
        "1.2.840.10045.4.3.1" => "ECDSA with SHA-224",
        "1.2.840.10045.4.3.2" => "ECDSA with SHA-256",
        "1.2.840.10045.4.3.3" => "ECDSA with SHA-384",
        "1.2.840.10045.4.3.4" => "ECDSA with SHA-512",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "2.16.840.1.101.3.4.3.17" => "ML-DSA-44",
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65",
        "2.16.840.1.101.3.4.3.19" => "ML-DSA-87",
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

/// Go's name of a signature (as [`signature`] calls it) that `go` doesn't verify any more (Go 1.18
/// release notes; MD5 since Go 1.7).
pub(in crate::pki) fn insecure_signature(name: &str, go: GoVersion) -> Option<&'static str> {
    match name {
        "RSA with MD5" => Some("MD5-RSA"),
        "RSA with SHA-1" if go >= GoVersion::first_of(18) => Some("SHA1-RSA"),
        "ECDSA with SHA-1" if go >= GoVersion::first_of(18) => Some("ECDSA-SHA1"),
        _ => None,
    }
}
