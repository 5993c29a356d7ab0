//! Whether a signature is by a key, for the algorithms that can be checked here.

use std::sync::OnceLock;

use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::signature::{ParsedPublicKey, UnparsedPublicKey};

use super::der::{self, BIT_STRING, Element, INTEGER, SEQUENCE};
use super::frame::Frame;
use super::key;
use crate::pki::algorithm::{PublicKey, SignatureAlgorithm};

/// A public key that signatures are checked with. It is parsed once, when the first is checked.
pub(super) struct Key<'a> {
    spki: &'a [u8],
    public: OnceLock<Option<PublicKey<'a>>>,
    /// The key, for signatures of this algorithm.
    parsed: OnceLock<(SignatureAlgorithm, Result<ParsedPublicKey, KeyRejected>)>,
}

impl<'a> Key<'a> {
    pub(super) fn from_spki(spki: &'a [u8]) -> Self {
        Self { spki, public: OnceLock::new(), parsed: OnceLock::new() }
    }

    /// Whether `signature` over `signed` is by the key; `None` where that can't be checked here.
    pub(super) fn fits(
        &self,
        algorithm: Element<'_>,
        signature: Element<'_>,
        signed: &[u8],
    ) -> Option<bool> {
        let public = self.public.get_or_init(|| PublicKey::read(self.spki));
        let PublicKey { kind, bytes } = public.as_ref()?;
        let algorithm = SignatureAlgorithm::read(algorithm.value);
        let verify = algorithm.verifier(kind)?;
        let (_, signature) = signature.value.split_first()?;
        let parse = || (algorithm.clone(), ParsedPublicKey::new(verify, bytes));
        let (for_algorithm, parsed) = self.parsed.get_or_init(parse);
        if *for_algorithm != algorithm {
            // An authority that signed in two ways is rare.
            return Some(UnparsedPublicKey::new(verify, bytes).verify(signed, signature).is_ok());
        }
        Some(parsed.as_ref().is_ok_and(|key| key.verify_sig(signed, signature).is_ok()))
    }
}

/// Whether a certificate is signed by the key of another.
pub(super) fn by(child: &Frame<'_>, issuer: &Key<'_>) -> Option<bool> {
    issuer.fits(child.outer_algorithm?, child.signature?, child.signed.whole)
}

/// The parts of what somebody signed: request or revocation list.
fn parts(bytes: &[u8]) -> Option<[Element<'_>; 3]> {
    let mut parts = der::split(bytes)?.0.inside();
    Some([parts.tagged(SEQUENCE)?, parts.tagged(SEQUENCE)?, parts.tagged(BIT_STRING)?])
}

fn request_spki(signed: Element<'_>) -> Option<Element<'_>> {
    let mut fields = signed.inside();
    fields.tagged(INTEGER)?;
    fields.tagged(SEQUENCE)?;
    fields.tagged(SEQUENCE)
}

/// Whether a request is signed by its own key.
pub(super) fn of_request(bytes: &[u8]) -> Option<bool> {
    let [signed, algorithm, signature] = parts(bytes)?;
    Key::from_spki(request_spki(signed)?.whole).fits(algorithm, signature, signed.whole)
}

/// Whether a revocation list is signed by the key of a certificate.
pub(super) fn of_list(bytes: &[u8], issuer: &Key<'_>) -> Option<bool> {
    let [signed, algorithm, signature] = parts(bytes)?;
    issuer.fits(algorithm, signature, signed.whole)
}

/// Who the key of a request is.
pub(super) fn request_key(bytes: &[u8]) -> Option<key::Identity> {
    key::public_identity(request_spki(parts(bytes)?[0])?.whole)
}

/// The issuer of a revocation list, as its bytes.
pub(super) fn list_issuer(bytes: &[u8]) -> Option<&[u8]> {
    let mut fields = parts(bytes)?[0].inside();
    let _version = fields.tagged(INTEGER);
    fields.tagged(SEQUENCE)?;
    Some(fields.tagged(SEQUENCE)?.whole)
}
