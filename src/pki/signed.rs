//! A certificate that was signed elsewhere, held against the profile that it was asked for with.

mod error;

use std::net::IpAddr;

use time::{Duration, OffsetDateTime};
use x509_parser::prelude::X509Certificate;

use super::authority::weak_signature;
use super::check::{self, CheckError};
use super::file;
use super::inspect::{private_key_kind, report_der};
use super::private_key::shown;
use super::profile::{CertificateProfile, CertificateRole};
use super::report::CertificateReport;
use super::request::is_usable;
use crate::cluster::San;
use crate::finding::Finding;

pub use error::{SignedError, SignedNote};

/// How far behind the clock of a machine may be without a word: cfssl backdates by 5 minutes and cuts the
/// seconds off.
const CLOCKS: Duration = Duration::minutes(2);

/// A certificate with what follows it in its file.
#[derive(Debug, Clone)]
pub struct SignedCertificate {
    chain: Vec<Vec<u8>>,
    report: CertificateReport,
    has_private_key: bool,
}

impl SignedCertificate {
    /// Reads a PEM file: the certificate first, then what leads from it to its authority, in any order.
    /// Other blocks are passed over, private keys among them.
    ///
    /// # Errors
    /// [`SignedError`] where etcd would not read it.
    pub fn read(pem: &[u8]) -> Result<Self, SignedError> {
        let blocks = file::blocks(pem)?;
        let first = blocks.first().map(|block| shown(&block.label)).unwrap_or_default();
        let has_private_key = blocks.iter().any(|block| private_key_kind(&block.label).is_some());
        let mut chain: Vec<Vec<u8>> = Vec::new();
        for block in blocks.into_iter().filter(|block| block.label == "CERTIFICATE") {
            let (line, label) = (block.line, block.label);
            let der = block.contents.map_err(|why| CheckError::Block { line, label, why })?;
            check::parse(&der)?;
            chain.push(der.to_vec());
        }
        let Some(leaf) = chain.first() else {
            return Err(SignedError::NoCertificate { found: first });
        };
        let report = report_der(leaf)?;
        Ok(Self { chain, report, has_private_key })
    }

    /// The certificate as DER.
    pub fn der(&self) -> &[u8] {
        self.chain.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// What follows it in its file, as DER.
    pub fn others(&self) -> &[Vec<u8>] {
        self.chain.get(1..).unwrap_or_default()
    }

    /// How many of those that follow are no authority's: leaves of others, which nobody would look at.
    pub fn other_leaves(&self) -> usize {
        let is_leaf = |der: &&Vec<u8>| {
            super::report_der(der)
                .is_ok_and(|report| !report.authority.is_some_and(|constraints| constraints.ca))
        };
        self.others().iter().filter(is_leaf).count()
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
        !profile.sans.is_empty()
            && self.missing_names(profile) == (Vec::new(), Vec::new())
            && self.further_names(profile).is_empty()
    }

    /// Judges it for a profile as of `now`: everything that is wrong. `is_dialing` says whether a
    /// gateway shows it as a client, where it is a server's. Key and chain are questions of their own.
    pub fn judge(
        &self,
        profile: &CertificateProfile,
        is_dialing: bool,
        now: OffsetDateTime,
    ) -> Vec<SignedError> {
        let der = self.der();
        let mut problems: Vec<SignedError> = Vec::new();
        let usages = match profile.role {
            CertificateRole::Server if !is_dialing => check::usages_serve(der),
            role => check::usages_fit(der, role),
        };
        let valid = check::valid_at(der, now);
        problems.extend([usages, valid].into_iter().filter_map(Result::err).map(Into::into));
        if let Ok(certificate) = check::parse(der) {
            problems.extend(refused_by_go(&certificate));
        }
        if self.is_authority() {
            problems.push(SignedError::Authority { subject: self.report.subject.clone() });
        }
        if !is_usable(&self.report.key) {
            problems.push(SignedError::Key { found: self.report.key.clone() });
        }
        let (_, missing) = self.missing_names(profile);
        if !missing.is_empty() {
            problems.push(SignedError::Names { certificate: profile.request_name(), missing });
        }
        problems.extend(self.other_user(profile));
        problems
    }

    /// What etcd takes for the user's name.
    fn other_user(&self, profile: &CertificateProfile) -> Option<SignedError> {
        if profile.role != CertificateRole::Client {
            return None;
        }
        let planned = super::distinguished_name(&profile.subject);
        let expected = profile
            .subject
            .iter()
            .rev()
            .find(|one| one.kind == super::AttributeKind::CommonName)
            .map_or(planned, |one| crate::text::escape_for_terminal(&one.value));
        let found = check::common_name(self.der()).ok().flatten().unwrap_or_default();
        (found != expected).then_some(SignedError::CommonName { expected, found })
    }

    /// What is worth knowing of it for a profile, and no reason to refuse it.
    pub fn notes(&self, profile: &CertificateProfile, now: OffsetDateTime) -> Vec<SignedNote> {
        let mut notes = Vec::new();
        let (local, _) = self.missing_names(profile);
        if !local.is_empty() {
            notes.push(SignedNote::NoLocalNames { names: local });
        }
        let further = self.further_names(profile);
        if !further.is_empty() {
            notes.push(SignedNote::FurtherNames { names: further });
        }
        let expected = CertificateReport::planned(profile, now).subject;
        if expected != self.report.subject {
            notes.push(SignedNote::Subject { expected, found: self.report.subject.clone() });
        }
        if let Some(start) = self.report.not_before.filter(|start| now - *start < CLOCKS) {
            notes.push(SignedNote::NotBackdated { start });
        }
        let days = i64::from(profile.lifetime.count());
        let tolerated = Duration::days(days.saturating_sub(1));
        if let Some(end) = self.report.not_after.filter(|end| *end - now < tolerated) {
            notes.push(SignedNote::EndsEarly { end, days });
        }
        if self.has_private_key {
            notes.push(SignedNote::PrivateKey);
        }
        let findings = self.report.findings.iter().map(Finding::message);
        notes.extend(findings.map(SignedNote::Remark));
        notes
    }

    /// The names and addresses of a profile that it isn't valid for: those of the machine itself, which
    /// only its own users dial, and the others.
    fn missing_names(&self, profile: &CertificateProfile) -> (Vec<String>, Vec<String>) {
        let is_local = |san: &&San| match san {
            San::Ip(address) => address.is_loopback(),
            San::Dns(name) => name == "localhost",
        };
        // A member that lives on loopback is dialed there by all.
        let lives_there =
            profile.sans.iter().all(|san| is_local(&san) || matches!(san, San::Dns(_)));
        let is_covered = |san: &&San| match san {
            San::Ip(address) => check::covers_address(self.der(), *address).is_ok(),
            San::Dns(name) => check::covers_name(self.der(), name).is_ok(),
        };
        let missing = profile.sans.iter().filter(|san| !is_covered(san));
        let (local, others): (Vec<&San>, Vec<&San>) =
            missing.partition(|san| is_local(san) && !lives_there);
        let texts = |sans: Vec<&San>| sans.into_iter().map(ToString::to_string).collect();
        (texts(local), texts(others))
    }

    /// The names and addresses that a profile doesn't hold.
    fn further_names(&self, profile: &CertificateProfile) -> Vec<String> {
        let is_planned = |found: &&String| {
            let address: Option<IpAddr> = found.parse().ok();
            profile.sans.iter().any(|san| match san {
                San::Ip(planned) => address == Some(*planned),
                San::Dns(name) => name.eq_ignore_ascii_case(found),
            })
        };
        let report = &self.report;
        let found = report.dns_names.iter().chain(&report.ip_addresses).chain(&report.other_names);
        found.filter(|one| !is_planned(one)).cloned().collect()
    }
}

/// What Go, and so etcd, makes nothing of.
fn refused_by_go(certificate: &X509Certificate<'_>) -> Vec<SignedError> {
    let mut problems = Vec::new();
    if let Some(found) = weak_signature(certificate) {
        problems.push(SignedError::WeakSignature { found });
    }
    let refused = |why: &'static str| SignedError::Refused { why };
    if certificate.signature_algorithm != certificate.signature {
        problems.push(refused("it names two different signature algorithms"));
    }
    if certificate.raw_serial().first().is_some_and(|first| *first >= 0x80) {
        problems.push(refused("its serial number is negative"));
    }
    problems
}
