//! A certificate that was signed elsewhere, held against the profile that it was asked for with.

mod error;
mod identity;

use time::{Duration, OffsetDateTime};

use super::file;
use super::inspect::{private_key_kind, report_der};
use super::judge::{CertificateFacts, Context, Gateway, PresentedChain, Role, judge};
use super::private_key::shown;
use super::profile::{CertificateProfile, CertificateRole};
use super::report::CertificateReport;
use crate::etcd::Build;
use crate::finding::rules::bundle::{EndsEarly, KeyInCertificateFile};
use crate::finding::{Finding, Severity};

pub use error::SignedError;
pub(crate) use identity::identity;
use identity::{dialed, further_names, missing_names};

/// A certificate with what follows it in its file.
#[derive(Debug, Clone)]
pub struct SignedCertificate {
    chain: Vec<CertificateFacts>,
    der: Vec<u8>,
    report: CertificateReport,
    has_private_key: bool,
}

/// Where a certificate that came back is going to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Destination<'a> {
    /// What it was asked for with.
    pub profile: &'a CertificateProfile,
    /// The private key that waits for it, where it is here.
    pub key: Option<&'a [u8]>,
    /// The authorities between it and the anchor, and the anchor; without any, its chain isn't judged.
    pub authorities: &'a [CertificateFacts],
    /// To and by which etcd.
    pub etcd: Build,
    /// What the gateway of a member shows.
    pub gateway: Gateway,
    /// When.
    pub now: OffsetDateTime,
}

impl SignedCertificate {
    /// Reads a PEM file: the certificate first, then what leads from it to its authority, in any order.
    /// Other blocks are passed over, private keys among them.
    ///
    /// # Errors
    /// [`SignedError`] where etcd would not read it.
    pub fn read(pem: &[u8], etcd: Build) -> Result<Self, SignedError> {
        let blocks = file::blocks(pem)?;
        let first = blocks.first().map(|block| shown(&block.label)).unwrap_or_default();
        let has_private_key = blocks.iter().any(|block| private_key_kind(&block.label).is_some());
        let mut chain = Vec::new();
        let mut leaf = None;
        for block in blocks.into_iter().filter(|block| block.label == "CERTIFICATE") {
            let der = block.decoded()?;
            let facts = CertificateFacts::from_der(&der, etcd);
            leaf.get_or_insert_with(|| der.to_vec());
            chain.push(facts.map_err(|refused| SignedError::Refused(Box::new((&refused).into())))?);
        }
        let Some(der) = leaf else {
            return Err(SignedError::NoCertificate(first));
        };
        let report = report_der(&der)?;
        Ok(Self { chain, der, report, has_private_key })
    }

    /// The certificate as DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What the judge knows of it.
    pub fn facts(&self) -> Option<&CertificateFacts> {
        self.chain.first()
    }

    /// What the judge knows of it and of what follows it in its file.
    pub fn chain(&self) -> &[CertificateFacts] {
        &self.chain
    }

    /// What follows it in its file.
    pub fn others(&self) -> &[CertificateFacts] {
        self.chain.get(1..).unwrap_or_default()
    }

    /// How many of those that follow are no authority's: leaves of others, which nobody would look at.
    pub fn other_leaves(&self) -> usize {
        self.others().iter().filter(|one| one.ca != Some(true)).count()
    }

    /// What it says.
    pub fn report(&self) -> &CertificateReport {
        &self.report
    }

    /// Whether it is an authority's.
    pub fn is_authority(&self) -> bool {
        self.report.authority.is_some_and(|constraints| constraints.ca)
    }

    /// Whether it is valid for the names of a profile and for no others; the order doesn't matter.
    pub fn has_names_of(&self, profile: &CertificateProfile) -> bool {
        let is_exact = |leaf| {
            missing_names(leaf, profile).is_empty() && further_names(leaf, profile).is_empty()
        };
        !profile.sans.is_empty() && self.facts().is_some_and(is_exact)
    }

    /// Judges it where it is going to be shown, and holds it against its profile.
    pub fn judge(&self, to: &Destination<'_>) -> Vec<Finding> {
        let pem = super::certificate_pem(&self.der);
        let mut presented = PresentedChain::read(pem.as_bytes(), to.key, None, to.etcd);
        presented.chain.extend_from_slice(to.authorities);
        presented.anchors = to.authorities.last().cloned().into_iter().collect();
        presented.knows_anchors = !presented.anchors.is_empty();
        let mut findings: Vec<Finding> = Vec::new();
        let judged = places(to).into_iter().flat_map(|place| judge(&presented, &place).findings);
        let judged: Vec<Finding> = judged.collect();
        let identity = self.facts().map(|leaf| identity(leaf, to.profile, &judged));
        // What the inspector says of its form, as far as it is no reason to refuse it.
        let remarked = self.report.findings.iter().cloned();
        let remarked = remarked.filter(|one| one.severity() < Severity::Error);
        let against = identity.into_iter().flatten().chain(self.against(to.profile, to.now));
        for finding in judged.into_iter().chain(against).chain(remarked) {
            if !findings.iter().any(|one| one.is_alike(&finding)) {
                findings.push(finding);
            }
        }
        findings
    }

    /// What else isn't as the profile asks.
    fn against(&self, profile: &CertificateProfile, now: OffsetDateTime) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let days = u64::from(profile.lifetime.count());
        let tolerated = Duration::days(i64::from(profile.lifetime.count()).saturating_sub(1));
        if let Some(end) = self.report.not_after.filter(|end| *end - now < tolerated) {
            findings.push(EndsEarly { end, days }.into());
        }
        if self.has_private_key {
            findings.push(KeyInCertificateFile {}.into());
        }
        findings
    }
}

/// Where a certificate of a profile is shown, and as what.
fn places(to: &Destination<'_>) -> Vec<Context> {
    use CertificateRole::{Authority, Client, Member, Peer, Server};
    let dialed = dialed(to.profile);
    // The gateway dials as a client does.
    let gateway = Gateway::Off;
    let of = |role| Context { at: Some(to.now), gateway, ..Context::new(role, to.etcd) };
    let serving = |role| Context { dialed: dialed.clone(), ..of(role) };
    let is_dialing = to.gateway == Gateway::ServerCertificate;
    match to.profile.role {
        Server if is_dialing => vec![serving(Role::Server), of(Role::Client)],
        Server => vec![serving(Role::Server)],
        Peer => vec![serving(Role::Peer)],
        Member => vec![serving(Role::Server), serving(Role::Peer)],
        Authority => Vec::new(),
        Client | CertificateRole::Gateway => vec![of(Role::Client)],
    }
}
