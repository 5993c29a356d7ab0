//! An authority from elsewhere: its certificate, what stands above it, and its key, checked before
//! anything is signed with it.

mod error;
mod sign;

use std::fmt;

use time::OffsetDateTime;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::SubjectPublicKeyInfo;

use super::check::{self, CheckError};
use super::file;
use super::inspect::{distinguished, public_key, signature};
use super::key::SigningPair;
use super::private_key::{Passphrase, PrivateKey, shown};
use super::profile::CertificateRole;

use sign::Pieces;

pub use error::{AuthorityError, AuthorityNote};
pub(super) use sign::sign;

/// The certificate of an authority, with those above it, judged fit to sign etcd's certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityCertificate {
    /// The authority, then what signed it, and so on.
    chain: Vec<Vec<u8>>,
    subject: String,
    /// The subject's own bytes, which leaves have to name as their issuer.
    subject_der: Vec<u8>,
    key_id: Option<Vec<u8>>,
    key_name: String,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
    path_length: Option<u32>,
    reaches_root: bool,
    notes: Vec<AuthorityNote>,
}

impl AuthorityCertificate {
    /// Reads a PEM file: the authority's certificate first, behind it those above it, each behind the one
    /// that it signed. Keys and other blocks are passed over.
    ///
    /// # Errors
    /// [`AuthorityError`] where etcd would refuse what it signs as of `now`.
    pub fn read(pem: &[u8], now: OffsetDateTime) -> Result<Self, AuthorityError> {
        let mut chain: Vec<Vec<u8>> = Vec::new();
        let blocks = file::blocks(pem)?;
        let first = blocks.first().map(|block| shown(&block.label)).unwrap_or_default();
        for block in blocks.into_iter().filter(|block| block.label == "CERTIFICATE") {
            let der = block.contents.map_err(|why| CheckError::Block {
                line: block.line,
                label: block.label,
                why,
            })?;
            if !chain.contains(&der) {
                chain.push(der.to_vec());
            }
        }
        if chain.is_empty() {
            return Err(AuthorityError::NoCertificate { found: first });
        }
        Self::judge(chain, now)
    }

    fn judge(chain: Vec<Vec<u8>>, now: OffsetDateTime) -> Result<Self, AuthorityError> {
        let all = chain.iter().map(|der| check::parse(der)).collect::<Result<Vec<_>, _>>()?;
        let Some(authority) = all.first() else {
            return Err(AuthorityError::NoCertificate { found: String::new() });
        };
        for (der, certificate) in chain.iter().zip(&all) {
            judge_one(der, certificate, now)?;
        }
        let key_name = public_key(authority.public_key());
        if !may_sign_with(&key_name) {
            return Err(AuthorityError::KeyAlgorithm {
                subject: check::subject(authority),
                found: key_name,
            });
        }
        let reaches_root = judge_order(&all)?;
        let key_id = key_id(authority);
        let ends = all.iter().map(|one| one.validity().not_after.to_datetime());
        Ok(Self {
            subject: check::subject(authority),
            subject_der: authority.subject().as_raw().to_vec(),
            key_name,
            not_before: authority.validity().not_before.to_datetime(),
            not_after: ends.min().unwrap_or(now),
            path_length: path_length(&all)?,
            reaches_root,
            notes: notes(&all, key_id.is_some(), reaches_root),
            key_id,
            chain,
        })
    }

    /// The authority's certificate.
    pub fn certificate_der(&self) -> &[u8] {
        self.chain.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// The authority's certificate and those above it, each behind the one that it signed.
    pub fn chain_der(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// What etcd is given to trust: the root where the chain reaches it, else the authority itself.
    pub fn trust_anchor_der(&self) -> &[u8] {
        match self.chain.last() {
            Some(root) if self.reaches_root => root,
            _ => self.certificate_der(),
        }
    }

    /// Whether the last certificate of the chain is a root, which signed itself.
    pub fn reaches_root(&self) -> bool {
        self.reaches_root
    }

    /// How many further authorities may stand between this one and a leaf, after all path lengths of the
    /// chain; `None` for any number. Zero is enough for leaves.
    pub fn path_length(&self) -> Option<u32> {
        self.path_length
    }

    /// When the authority's own validity starts.
    pub fn not_before(&self) -> OffsetDateTime {
        self.not_before
    }

    /// When the first certificate of the chain ends: no leaf is of use afterwards.
    pub fn not_after(&self) -> OffsetDateTime {
        self.not_after
    }

    /// Its subject as openssl prints it, safe to show.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Its key by name, such as `ECDSA P-256`.
    pub fn key_name(&self) -> &str {
        &self.key_name
    }

    /// Its subject key identifier (RFC 5280 §4.2.1.2), which its leaves repeat.
    pub fn key_id(&self) -> Option<&[u8]> {
        self.key_id.as_deref()
    }

    /// What is worth knowing and no reason to refuse it.
    pub fn notes(&self) -> &[AuthorityNote] {
        &self.notes
    }

    /// Checks that a key is the authority's.
    fn fits(&self, key: &PrivateKey) -> Result<(), AuthorityError> {
        let belongs = |der: &[u8]| {
            check::parse(der).is_ok_and(|certificate| same_key(certificate.public_key(), key))
        };
        if belongs(self.certificate_der()) {
            return Ok(());
        }
        if let Some(other) = self.chain.iter().find(|der| belongs(der)) {
            return Err(AuthorityError::KeyOfAnother {
                subject: self.subject.clone(),
                found: check::subject(&check::parse(other)?),
            });
        }
        Err(AuthorityError::Check(CheckError::KeyMismatch {
            subject: self.subject.clone(),
            expected: self.key_name.clone(),
            found: key.name().into(),
        }))
    }
}

/// An authority from elsewhere with its key, ready to sign. The key is wiped when dropped.
pub struct ImportedAuthority {
    certificate: AuthorityCertificate,
    key: PrivateKey,
    pair: SigningPair,
}

/// Leaves the key out.
impl fmt::Debug for ImportedAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportedAuthority")
            .field("subject", &self.certificate.subject)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl ImportedAuthority {
    /// Reads certificate and key, which may be the same file (see [`AuthorityCertificate::read`] and
    /// [`PrivateKey::read`]), and judges them as of `now`.
    ///
    /// # Errors
    /// [`AuthorityError`]; [`AuthorityError::Key`] where the key is at fault.
    pub fn read(
        certificate_pem: &[u8],
        key_pem: &[u8],
        passphrase: Option<&Passphrase>,
        now: OffsetDateTime,
    ) -> Result<Self, AuthorityError> {
        let certificate = Self::certificate_only(certificate_pem, now)?;
        let key = PrivateKey::read(key_pem, passphrase)?;
        certificate.fits(&key)?;
        let pair = key.signing_pair()?;
        Ok(Self { certificate, key, pair })
    }

    /// Reads and judges the certificate before the key is there.
    ///
    /// # Errors
    /// As [`AuthorityCertificate::read`].
    pub fn certificate_only(
        certificate_pem: &[u8],
        now: OffsetDateTime,
    ) -> Result<AuthorityCertificate, AuthorityError> {
        AuthorityCertificate::read(certificate_pem, now)
    }

    /// The certificate and what is known of it.
    pub fn certificate(&self) -> &AuthorityCertificate {
        &self.certificate
    }

    /// Its private key.
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Signs a certificate that is thrown away, and checks that it names this authority in its own bytes,
    /// carries its key identifier, and that its signature holds.
    ///
    /// # Errors
    /// [`AuthorityError::Name`], [`AuthorityError::Signing`] or [`AuthorityError::Check`]. The way out is
    /// to sign requests with the authority's own tools.
    pub fn issues_cleanly(&self) -> Result<(), AuthorityError> {
        let mut parameters = rcgen::CertificateParams::default();
        parameters.serial_number = Some(1_u64.into());
        parameters.is_ca = rcgen::IsCa::ExplicitNoCa;
        parameters.use_authority_key_identifier_extension = true;
        let leaf = sign(&parameters, self.pair.pair(), self)?;
        let (leaf, authority) =
            (check::parse(&leaf)?, check::parse(self.certificate.certificate_der())?);
        if leaf.issuer().as_raw() != authority.subject().as_raw() {
            return Err(AuthorityError::Name {
                expected: self.certificate.subject.clone(),
                found: distinguished(leaf.issuer()),
            });
        }
        unless_unjudged(check::signed_by(&leaf, &authority))
    }
}

fn judge_one(
    der: &[u8],
    certificate: &X509Certificate<'_>,
    now: OffsetDateTime,
) -> Result<(), AuthorityError> {
    check::refuse_unknown(certificate)?;
    check::usages_fit(der, CertificateRole::Authority).map_err(|error| match error {
        CheckError::Purpose { subject, missing, found, .. } => {
            AuthorityError::Purpose { subject, missing, found }
        }
        other => other.into(),
    })?;
    check::valid_at(der, now)?;
    // The signature covers only one of them, and Go wants both to be the same.
    if Pieces::split(der).is_none_or(|pieces| pieces.algorithm != pieces.inner_algorithm) {
        return Err(AuthorityError::Check(CheckError::NotACertificate {
            why: "it names two signature algorithms".into(),
        }));
    }
    // Go shifts such bits out, and the parser here doesn't.
    if certificate.signature_value.unused_bits != 0 {
        return Err(AuthorityError::Check(CheckError::NotACertificate {
            why: "its signature isn't a whole number of bytes".into(),
        }));
    }
    // Nobody checks the signature of a root itself, which is trusted for being there (RFC 5280 §6.1).
    if let Some(found) = weak_signature(certificate).filter(|_| !is_root(certificate)) {
        return Err(AuthorityError::WeakSignature { subject: check::subject(certificate), found });
    }
    if certificate.subject().iter_rdn().next().is_none() {
        return Err(AuthorityError::Nameless);
    }
    Ok(())
}

/// The signature of a certificate by name, where it can be forged.
pub(super) fn weak_signature(certificate: &X509Certificate<'_>) -> Option<String> {
    let found = signature(&certificate.signature_algorithm);
    ["SHA-1", "MD5"].iter().any(|hash| found.ends_with(hash)).then_some(found)
}

/// The keys that [`PrivateKey`] signs with.
fn may_sign_with(name: &str) -> bool {
    let bits = name.strip_prefix("RSA ").and_then(|bits| bits.parse::<u32>().ok());
    bits.is_some_and(|bits| (2048..=8192).contains(&bits))
        || ["ECDSA P-256", "ECDSA P-384", "ECDSA P-521", "Ed25519"].contains(&name)
}

/// Checks that each certificate is signed by the next, and says whether the last one is a root.
fn judge_order(all: &[X509Certificate<'_>]) -> Result<bool, AuthorityError> {
    for pair in all.windows(2) {
        let [child, parent] = pair else { continue };
        if is_root(child) {
            return Err(AuthorityError::BehindRoot {
                root: check::subject(child),
                found: check::subject(parent),
            });
        }
        if child.issuer().as_raw() != parent.subject().as_raw() {
            return Err(AuthorityError::Order {
                subject: check::subject(child),
                expected: distinguished(child.issuer()),
                found: check::subject(parent),
            });
        }
        unless_unjudged(check::signed_by(child, parent))?;
    }
    Ok(all.last().is_some_and(is_root))
}

/// Whether a certificate signed itself. One that only bears its issuer's name, as after a change of its
/// key, did not. Where its signature can't be judged, its key identifiers tell.
fn is_root(certificate: &X509Certificate<'_>) -> bool {
    if certificate.subject().as_raw() != certificate.issuer().as_raw() {
        return false;
    }
    match check::signed_by(certificate, certificate) {
        Ok(()) => true,
        Err(CheckError::NotChecked { .. }) => {
            let signer =
                certificate.extensions().iter().find_map(|one| match one.parsed_extension() {
                    ParsedExtension::AuthorityKeyIdentifier(id) => id.key_identifier.as_ref(),
                    _ => None,
                });
            signer.is_none_or(|id| key_id(certificate).is_some_and(|own| own == id.0))
        }
        Err(_) => false,
    }
}

/// A signature that can't be judged here, such as ECDSA on P-521, is left to etcd.
fn unless_unjudged(result: Result<(), CheckError>) -> Result<(), AuthorityError> {
    match result {
        Ok(()) | Err(CheckError::NotChecked { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Checks the path lengths of a chain and says what they leave to the authority at its start.
fn path_length(all: &[X509Certificate<'_>]) -> Result<Option<u32>, AuthorityError> {
    let (mut below, mut least) = (0, None);
    for certificate in all {
        check::may_sign(certificate, below)?;
        let own = certificate
            .basic_constraints()
            .ok()
            .flatten()
            .and_then(|constraints| constraints.value.path_len_constraint);
        let left = own.map(|own| own.saturating_sub(below));
        least = [least, left].into_iter().flatten().min();
        // Authorities that name themselves don't count (RFC 5280 §4.2.1.9).
        if certificate.subject().as_raw() != certificate.issuer().as_raw() {
            below += 1;
        }
    }
    Ok(least)
}

fn notes(all: &[X509Certificate<'_>], has_key_id: bool, reaches_root: bool) -> Vec<AuthorityNote> {
    let mut notes: Vec<AuthorityNote> = all
        .iter()
        .filter(|one| check::has_name_constraints(one))
        .map(|one| AuthorityNote::NameConstraints { subject: check::subject(one) })
        .collect();
    for root in all.iter().filter(|one| is_root(one)) {
        if let Some(found) = weak_signature(root) {
            notes.push(AuthorityNote::WeakRoot { subject: check::subject(root), found });
        }
    }
    if !has_key_id {
        notes.push(AuthorityNote::NoKeyIdentifier);
    }
    if let (Some(own), Some(last)) =
        (all.first(), all.last().filter(|_| reaches_root && all.len() > 1))
    {
        notes.push(AuthorityNote::RootAbove {
            subject: check::subject(own),
            root: check::subject(last),
        });
    }
    if let Some(last) = all.last().filter(|_| !reaches_root) {
        notes.push(AuthorityNote::NoRoot { issuer: distinguished(last.issuer()) });
    }
    notes
}

fn key_id(certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    certificate.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0.to_vec()),
        _ => None,
    })
}

/// Compares curve and key rather than bytes: parameters may be written in more than one way.
fn same_key(expected: &SubjectPublicKeyInfo<'_>, key: &PrivateKey) -> bool {
    let Ok((_, found)) = SubjectPublicKeyInfo::from_der(key.public_key_der()) else { return false };
    public_key(expected) == public_key(&found)
        && expected.subject_public_key.data == found.subject_public_key.data
}
