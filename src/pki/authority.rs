//! An authority from elsewhere: its certificate, what stands above it, and its key, checked before
//! anything is signed with it.

mod error;
mod sign;

use std::fmt;

use time::OffsetDateTime;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::algorithm::PublicKey;
use super::file;
use super::inspect::report_der;
use super::judge::{CertificateFacts, PresentedChain, Role, above, judge_authority};
use super::key::SigningPair;
use super::private_key::{Passphrase, PrivateKey, shown};
use super::profile::CertificateProfile;
use crate::cluster::EtcdVersion;
use crate::etcd::Build;
use crate::finding::rules::files::KeyMismatch;
use crate::finding::{Finding, Severity};

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
            let der = block.decoded()?;
            if !chain.contains(&der) {
                chain.push(der.to_vec());
            }
        }
        if chain.is_empty() {
            return Err(AuthorityError::NoCertificate(first));
        }
        Self::judge(chain, now)
    }

    fn judge(chain: Vec<Vec<u8>>, now: OffsetDateTime) -> Result<Self, AuthorityError> {
        let etcd = etcd();
        let all = chain.iter().map(|der| read(der)).collect::<Result<Vec<_>, _>>()?;
        let Some(authority) = all.first() else {
            return Err(AuthorityError::NoCertificate(String::new()));
        };
        if authority.subject.is_empty() {
            return Err(AuthorityError::Nameless);
        }
        let reaches_root = judge_order(&all)?;
        let presented = PresentedChain {
            chain: all.clone(),
            anchors: all.last().cloned().into_iter().collect(),
            knows_anchors: true,
            ..PresentedChain::default()
        };
        let findings = judge_authority(&presented, &[Role::Peer], etcd, Some(now));
        let refusal = findings.into_iter().find(|one| one.severity() == Severity::Error);
        if let Some(refusal) = refusal {
            return Err(AuthorityError::from(refusal));
        }
        let key_name = authority.key.to_string();
        if !authority.key.signs() {
            let subject = authority.subject.clone();
            return Err(AuthorityError::KeyAlgorithm { subject, found: key_name });
        }
        let key_id = key_ids(authority).0;
        Ok(Self {
            subject: authority.subject.clone(),
            subject_der: authority.subject_der().unwrap_or_default().to_vec(),
            key_name,
            not_before: authority.start.unwrap_or(now),
            not_after: all.iter().filter_map(|one| one.end).min().unwrap_or(now),
            path_length: path_length(&all),
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

    /// The authority of the chain whose name constraints forbid a name of a certificate, and why in Go's words.
    pub(super) fn refuses_names(&self, profile: &CertificateProfile) -> Option<(String, String)> {
        let leaf = CertificateFacts::planned(profile, None);
        let all = self.chain.iter().filter_map(|der| read(der).ok());
        all.into_iter().find_map(|one| {
            let why = one.refuses_names_of(&leaf, etcd().go)?;
            Some((one.subject.clone(), why))
        })
    }

    /// Checks that a key is the authority's.
    fn fits(&self, key: &PrivateKey) -> Result<(), AuthorityError> {
        let belongs = |one: &CertificateFacts| same_key(one, key);
        let all: Vec<CertificateFacts> =
            self.chain.iter().filter_map(|der| read(der).ok()).collect();
        let subject = self.subject.clone();
        match all.iter().position(belongs) {
            Some(0) => Ok(()),
            Some(other) => {
                let found = all.get(other).map(|one| one.subject.clone()).unwrap_or_default();
                Err(AuthorityError::KeyOfAnother { subject, found })
            }
            None => Err(Finding::from(KeyMismatch { subject }).into()),
        }
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
        let certificate = AuthorityCertificate::read(certificate_pem, now)?;
        let key = PrivateKey::read(key_pem, passphrase)?;
        certificate.fits(&key)?;
        let pair = key.signing_pair()?;
        Ok(Self { certificate, key, pair })
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
    /// [`AuthorityError::Name`], [`AuthorityError::Signing`] or [`AuthorityError::Finding`]. The way out is
    /// to sign requests with the authority's own tools.
    pub fn issues_cleanly(&self) -> Result<(), AuthorityError> {
        let mut parameters = rcgen::CertificateParams::default();
        parameters.serial_number = Some(1_u64.into());
        parameters.is_ca = rcgen::IsCa::ExplicitNoCa;
        parameters.use_authority_key_identifier_extension = true;
        let leaf = sign(&parameters, self.pair.pair(), self)?;
        let (leaf, authority) = (read(&leaf)?, read(self.certificate.certificate_der())?);
        if !leaf.names(&authority) {
            return Err(AuthorityError::Name {
                expected: self.certificate.subject.clone(),
                found: issuer(&leaf),
            });
        }
        above(&leaf, &[authority], etcd()).map(|_| ()).map_err(AuthorityError::from)
    }
}

/// The etcd whose Go judges authorities: which one they are for isn't known yet.
fn etcd() -> Build {
    Build::from(EtcdVersion::default())
}

fn read(der: &[u8]) -> Result<CertificateFacts, AuthorityError> {
    CertificateFacts::from_der(der, etcd()).map_err(|refused| Finding::from(&refused).into())
}

/// The issuer of a certificate as openssl prints it.
fn issuer(facts: &CertificateFacts) -> String {
    let report = facts.der().and_then(|der| report_der(der).ok());
    report.map(|report| report.issuer).unwrap_or_default()
}

/// The signature of a certificate by name, where it can be forged.
fn weak_signature(facts: &CertificateFacts) -> Option<String> {
    let found = facts.signature.as_ref()?.to_string();
    ["SHA-1", "MD5"].iter().any(|hash| found.ends_with(hash)).then_some(found)
}

/// Checks that each certificate names the next as its issuer, and says whether the last one is a root.
fn judge_order(all: &[CertificateFacts]) -> Result<bool, AuthorityError> {
    for pair in all.windows(2) {
        let [child, parent] = pair else { continue };
        let (subject, found) = (child.subject.clone(), parent.subject.clone());
        if is_root(child) {
            return Err(AuthorityError::BehindRoot { root: subject, found });
        }
        if !child.names(parent) {
            return Err(AuthorityError::Order { subject, expected: issuer(child), found });
        }
    }
    Ok(all.last().is_some_and(is_root))
}

/// Whether a certificate signed itself. One that only bears its issuer's name, as after a change of its
/// key, did not. Where its signature can't be judged, its key identifiers tell.
fn is_root(facts: &CertificateFacts) -> bool {
    facts.names(facts)
        && facts.signed_itself(etcd()).unwrap_or_else(|| {
            let (own, signer) = key_ids(facts);
            signer.is_none() || signer == own
        })
}

/// What the path lengths of a chain leave to the authority at its start.
fn path_length(all: &[CertificateFacts]) -> Option<u32> {
    let left = all.iter().zip(0_u64..).filter_map(|(one, below)| {
        let left = one.path_length?.saturating_sub(below);
        Some(u32::try_from(left).unwrap_or(u32::MAX))
    });
    left.min()
}

fn notes(all: &[CertificateFacts], has_key_id: bool, reaches_root: bool) -> Vec<AuthorityNote> {
    let subject = |one: &CertificateFacts| one.subject.clone();
    let constrained = all.iter().filter(|one| one.has_name_constraints());
    let mut notes: Vec<AuthorityNote> =
        constrained.map(|one| AuthorityNote::NameConstraints(subject(one))).collect();
    for root in all.iter().filter(|one| is_root(one)) {
        if let Some(found) = weak_signature(root) {
            notes.push(AuthorityNote::WeakRoot { subject: subject(root), found });
        }
    }
    if !has_key_id {
        notes.push(AuthorityNote::NoKeyIdentifier);
    }
    if let (Some(own), Some(last)) =
        (all.first(), all.last().filter(|_| reaches_root && all.len() > 1))
    {
        notes.push(AuthorityNote::RootAbove { subject: subject(own), root: subject(last) });
    }
    if let Some(last) = all.last().filter(|_| !reaches_root) {
        notes.push(AuthorityNote::NoRoot(issuer(last)));
    }
    notes
}

/// The key identifiers of a certificate: its own, and its issuer's.
fn key_ids(facts: &CertificateFacts) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let (mut own, mut issuers) = (None, None);
    let certificate = facts.der().and_then(|der| X509Certificate::from_der(der).ok());
    for extension in certificate.iter().flat_map(|(_, one)| one.extensions()) {
        match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => own = Some(id.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                issuers = id.key_identifier.as_ref().map(|id| id.0.to_vec());
            }
            _ => {}
        }
    }
    (own, issuers)
}

/// Compares kind and key rather than bytes: parameters may be written in more than one way.
fn same_key(expected: &CertificateFacts, key: &PrivateKey) -> bool {
    let Some(expected) = expected.public_key_der() else { return false };
    let expected = PublicKey::read(&expected);
    expected.is_some() && expected == PublicKey::read(key.public_key_der())
}
