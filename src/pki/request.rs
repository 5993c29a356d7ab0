//! Signing requests (PKCS#10, RFC 2986): made for keys whose CA is elsewhere, read from members that
//! made their own.

use std::sync::atomic::AtomicBool;

use thiserror::Error;
use time::OffsetDateTime;
use x509_parser::prelude::{FromDer, X509CertificationRequest};
use zeroize::Zeroizing;

use super::algorithm::{Curve, KeyKind, PublicKey};
use super::issue::{IssueError, IssueEvent, cryptography, key_pairs, request_parameters};
use super::pem;
use super::profile::CertificateProfile;
use super::randomness::Randomness;
use crate::cluster::KeyAlgorithm;
use crate::text::{Words, escape_for_terminal, in_words, say};

/// A key with the request for its certificate.
pub struct Requested {
    /// What the certificate is to say.
    pub profile: CertificateProfile,
    /// The request as one PEM block.
    pub request_pem: String,
    /// The private key as one PEM block of PKCS#8; wiped from memory when dropped.
    pub key_pem: Zeroizing<String>,
}

/// Makes a key for each profile and a request that asks for what the profile says. Validity can't be
/// asked for; the CA decides it.
///
/// # Errors
/// [`IssueError`]; what was made until then is dropped, its keys wiped.
pub fn request(
    profiles: &[CertificateProfile],
    now: OffsetDateTime,
    randomness: &dyn Randomness,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<Requested>, IssueError> {
    let mut all = Vec::with_capacity(profiles.len());
    for profile in profiles {
        all.push(request_parameters(profile, now)?);
    }
    let keys = key_pairs(profiles, randomness, cancelled, progress)?;
    let mut requested = Vec::with_capacity(profiles.len());
    for ((profile, parameters), key) in profiles.iter().zip(&all).zip(&keys) {
        let request = parameters.serialize_request(key.pair());
        let request =
            request.map_err(|error| cryptography(profile, Words("issuing-request"), &error))?;
        requested.push(Requested {
            profile: profile.clone(),
            request_pem: pem::encode("CERTIFICATE REQUEST", request.der()).to_string(),
            key_pem: key.to_pem(),
        });
    }
    Ok(requested)
}

/// A request that someone else made. Only its key counts: whoever made it has it, as the request's own
/// signature shows. What else it asks for is not for it to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningRequest {
    /// SubjectPublicKeyInfo, as DER.
    public_key: Vec<u8>,
    /// The key by name, such as `ECDSA P-256`.
    key_name: String,
}

/// Why a request can't be signed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// No request in the file.
    None,
    /// More than one: how many.
    Several(usize),
    /// A private key beside it, which nobody should have sent.
    PrivateKey,
    /// A block that isn't what its label says: what is wrong.
    Malformed(String),
    /// The signature isn't its own key's.
    Signature,
    /// A key that etcd can't use, or that is too weak.
    Key(String),
}

in_words! { RequestError with hints:
    Self::None => ["error-request-none"],
    Self::Several(count) => ["error-request-several", count],
    Self::PrivateKey => ["error-request-private-key"],
    Self::Malformed(why) => ["error-request-malformed", why],
    Self::Signature => ["error-request-signature"; "error-request-malformed.hint"],
    Self::Key(found) => ["error-request-key", found],
}

impl SigningRequest {
    /// Reads the one request of a PEM file, and checks that it is signed by its own key.
    ///
    /// # Errors
    /// [`RequestError`].
    pub fn read(bytes: &[u8]) -> Result<Self, RequestError> {
        let blocks = pem::scan_bytes(bytes, 16).blocks;
        if blocks.iter().any(|block| block.label.ends_with("PRIVATE KEY")) {
            return Err(RequestError::PrivateKey);
        }
        let is_request = |block: &&pem::Block| {
            // The second is what old openssl and Windows write.
            ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"].contains(&block.label.as_str())
        };
        let requests: Vec<&pem::Block> = blocks.iter().filter(is_request).collect();
        let block = match requests.as_slice() {
            [] => return Err(RequestError::None),
            [one] => one,
            several => return Err(RequestError::Several(several.len())),
        };
        let malformed = |why: &dyn std::fmt::Display| {
            RequestError::Malformed(escape_for_terminal(&why.to_string()))
        };
        let der = block.contents.as_ref().map_err(|why| malformed(why))?;
        let request = match X509CertificationRequest::from_der(der) {
            Ok(([], request)) => request,
            Ok(_) => return Err(malformed(&say("fault-trailing-bytes"))),
            Err(error) => return Err(malformed(&error)),
        };
        let info = &request.certification_request_info.subject_pki;
        let key = PublicKey::read(info.raw).map(|key| key.kind);
        let key_name = key.as_ref().map(ToString::to_string).unwrap_or_default();
        // etcd takes P-521 as well, but rcgen can't sign for it.
        if key.is_none_or(|key| !key.signs() || key == KeyKind::Ecdsa(Curve::P521)) {
            return Err(RequestError::Key(key_name));
        }
        request.verify_signature().map_err(|_| RequestError::Signature)?;
        Ok(Self { public_key: info.raw.to_vec(), key_name })
    }

    /// The public key, SubjectPublicKeyInfo as DER.
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// The key by name, such as `ECDSA P-256`.
    pub fn key_name(&self) -> &str {
        &self.key_name
    }

    /// Whether the key is of an algorithm.
    pub fn is(&self, algorithm: KeyAlgorithm) -> bool {
        self.key_name == algorithm.to_string()
    }

    /// Whether the key is RSA.
    pub fn is_rsa(&self) -> bool {
        self.key_name.starts_with("RSA")
    }
}
