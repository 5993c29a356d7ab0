//! The issue under an authority that exists.

use std::sync::atomic::{AtomicBool, Ordering};

use rcgen::{CertificateParams, PublicKeyData, SubjectPublicKeyInfo};
use time::OffsetDateTime;

use super::{
    CLOCK, IssueError, IssueEvent, Issued, cryptography, key_pairs, number, parameters, path,
    refuse_outliving,
};
use crate::pki::authority::{AuthorityCertificate, ImportedAuthority, sign};
use crate::pki::pem;
use crate::pki::profile::CertificateProfile;
use crate::pki::randomness::Randomness;
use crate::pki::request::SigningRequest;
use crate::text::Words;

/// A certificate for a key that is elsewhere.
#[derive(Debug, Clone)]
pub struct Certified {
    /// What it was made from.
    pub profile: CertificateProfile,
    /// The certificate as PEM; what leads from it to the trust anchor follows.
    pub certificate_pem: String,
    /// The certificate as DER.
    pub certificate_der: Vec<u8>,
}

/// How much of an authority's chain follows a leaf in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFile {
    /// What a peer needs to reach the root that it trusts.
    Intermediates,
    /// The root as well, which nobody needs and which does no harm (measured on 3.4 and 3.5).
    WithRoot,
}

/// Issues a certificate for each profile under an authority that exists; none of the profiles is an
/// authority's own. Arguments are those of [`issue`](super::issue).
///
/// # Errors
/// [`IssueError`]; what was made until then is dropped, its keys wiped.
pub fn issue_by(
    authority: &ImportedAuthority,
    chain: ChainFile,
    profiles: &[CertificateProfile],
    now: OffsetDateTime,
    randomness: &dyn Randomness,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<Issued>, IssueError> {
    let mut all = Vec::with_capacity(profiles.len());
    for profile in profiles {
        all.push(fitting(authority.certificate(), profile, now)?);
    }
    number(&mut all, randomness)?;
    let keys = key_pairs(profiles, randomness, cancelled, progress)?;
    let mut issued = Vec::with_capacity(profiles.len());
    for ((profile, parameters), key) in profiles.iter().zip(&all).zip(&keys) {
        if cancelled.load(Ordering::Relaxed) {
            return Err(IssueError::Cancelled);
        }
        let one = certified(authority, chain, profile, parameters, key.pair())?;
        issued.push(Issued {
            profile: one.profile,
            certificate_pem: one.certificate_pem,
            certificate_der: one.certificate_der,
            key_pem: key.to_pem(),
        });
        progress(IssueEvent::Signed { done: issued.len(), total: profiles.len(), profile });
    }
    Ok(issued)
}

/// Checks what [`issue_by`] refuses before it makes a key, above all that no certificate issued `now` would
/// outlive the authority.
///
/// # Errors
/// [`IssueError`].
pub fn check_issue(
    authority: &AuthorityCertificate,
    profiles: &[CertificateProfile],
    now: OffsetDateTime,
) -> Result<(), IssueError> {
    profiles.iter().try_for_each(|profile| fitting(authority, profile, now).map(drop))
}

/// Issues a certificate for the key of a request. All that it says comes from the profile.
///
/// # Errors
/// [`IssueError`].
pub fn issue_for(
    authority: &ImportedAuthority,
    chain: ChainFile,
    profile: &CertificateProfile,
    request: &SigningRequest,
    now: OffsetDateTime,
    randomness: &dyn Randomness,
) -> Result<Certified, IssueError> {
    let profile = profile.clone().with_key(request.is_rsa());
    let mut parameters = fitting(authority.certificate(), &profile, now)?;
    number(std::slice::from_mut(&mut parameters), randomness)?;
    let key = SubjectPublicKeyInfo::from_der(request.public_key())
        .map_err(|error| cryptography(&profile, Words("issuing-read-key"), &error))?;
    let one = certified(authority, chain, &profile, &parameters, &key)?;
    // rcgen knows some keys by fewer parameters than they have.
    if one
        .certificate_der
        .windows(request.public_key().len())
        .any(|part| part == request.public_key())
    {
        return Ok(one);
    }
    Err(cryptography(&profile, Words("issuing-sign"), &Words("fault-other-key")))
}

/// Parameters of a profile that ends before the authority does.
fn fitting(
    authority: &AuthorityCertificate,
    profile: &CertificateProfile,
    now: OffsetDateTime,
) -> Result<CertificateParams, IssueError> {
    if !CLOCK.contains(&now) {
        return Err(IssueError::Clock(now));
    }
    refuse_outliving(profile, now, authority.not_after())?;
    if let Some((authority, why)) = authority.refuses_names(profile) {
        let why = crate::text::escape_for_terminal(&why);
        return Err(IssueError::NotPermitted { certificate: path(profile), authority, why });
    }
    parameters(profile, now)
}

fn certified(
    authority: &ImportedAuthority,
    chain: ChainFile,
    profile: &CertificateProfile,
    parameters: &CertificateParams,
    key: &impl PublicKeyData,
) -> Result<Certified, IssueError> {
    let der = sign(parameters, key, authority)
        .map_err(|error| cryptography(profile, Words("issuing-sign"), &error))?;
    let mut certificate_pem = pem::encode("CERTIFICATE", &der).to_string();
    certificate_pem.push_str(&authority.certificate().behind_leaf(chain));
    Ok(Certified { profile: profile.clone(), certificate_pem, certificate_der: der })
}

impl AuthorityCertificate {
    /// What follows a leaf of this authority in its file, as PEM; may be nothing.
    pub fn behind_leaf(&self, chain: ChainFile) -> String {
        let all = self.chain_der();
        let shown = match chain {
            ChainFile::Intermediates if self.reaches_root() => all.len().saturating_sub(1),
            _ => all.len(),
        };
        let blocks = all.iter().take(shown).map(|above| pem::encode("CERTIFICATE", above));
        blocks.map(|block| block.to_string()).collect()
    }
}
