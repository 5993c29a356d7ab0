//! Certificates that were signed elsewhere, taken back into the bundle that asked for them.

mod error;

use time::OffsetDateTime;

use super::existing::{ExistingBundle, GivenFile, other_holder};
use super::generate::{anchor_files, chain_file};
use crate::cluster::Authority;
use crate::finding::{Finding, Severity};
use crate::pki::judge::{CertificateFacts, above};
use crate::pki::{
    self, AuthorityCertificate, AuthorityNote, CertificateProfile, Certified, Destination,
    Randomness, SignedCertificate,
};
use crate::text::escape_for_terminal;

pub use error::{ImportError, ImportFault, ImportProblem};

/// What was taken in.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The profiles of the certificates.
    pub profiles: Vec<CertificateProfile>,
    /// What is worth knowing of them, by file.
    pub findings: Vec<Finding>,
    /// What is worth knowing of the authorities that signed them.
    pub notes: Vec<AuthorityNote>,
}

/// A certificate that has found its profile.
struct Claimed {
    file: String,
    profile: CertificateProfile,
    signed: SignedCertificate,
}

impl ExistingBundle {
    /// Takes certificates in: all of them, or none. `authority` is the file of the CA, with what stands
    /// above it behind it; else it is among `files`, or in the bundle already.
    ///
    /// # Errors
    /// [`ImportError`], with everything that is wrong. Nothing was changed, unless writing failed between
    /// two files: doing the same again completes it then.
    pub fn import(
        &mut self,
        authority: Option<&GivenFile>,
        files: &[GivenFile],
        may_replace: bool,
        now: OffsetDateTime,
        randomness: &dyn Randomness,
    ) -> Result<Imported, ImportError> {
        let mut import = Import {
            existing: self,
            may_replace,
            now,
            problems: Vec::new(),
            findings: Vec::new(),
            notes: Vec::new(),
            anchors: Vec::new(),
        };
        let read = import.read(files);
        let named = authority.and_then(|one| import.read_authority(&one.bytes, &one.name));
        let named = named.map(|one| import.existing.facts(&one)).unwrap_or_default();
        let (authorities, leaves): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|(_, signed)| signed.is_authority());
        let of_files = authorities.iter().flat_map(|(_, signed)| signed.chain());
        let named: Vec<CertificateFacts> = named.into_iter().chain(of_files.cloned()).collect();
        let claimed = import.claim(leaves);
        let new = import.complete(&named, claimed);
        let Import { problems, findings, notes, anchors, .. } = import;
        if !problems.is_empty() {
            return Err(ImportError::Problems(problems));
        }
        let others = match anchors.first() {
            Some((_, authority)) if !self.plan().certificates.ca_source.makes_authority() => {
                anchor_files(self.plan(), authority)
            }
            _ => Vec::new(),
        };
        self.add(&new, others, may_replace, randomness)?;
        let profiles = new.into_iter().map(|one| one.profile).collect();
        Ok(Imported { profiles, findings, notes })
    }
}

/// One import on its way, with all that is to be told of it.
struct Import<'a> {
    existing: &'a ExistingBundle,
    may_replace: bool,
    now: OffsetDateTime,
    problems: Vec<ImportProblem>,
    findings: Vec<Finding>,
    notes: Vec<AuthorityNote>,
    /// The trust anchors that leaves lead to, with the authority that signed the first leaf of each.
    anchors: Vec<(Authority, AuthorityCertificate)>,
}

impl Import<'_> {
    fn read(&mut self, files: &[GivenFile]) -> Vec<(String, SignedCertificate)> {
        let mut read = Vec::with_capacity(files.len());
        for file in files {
            match SignedCertificate::read(&file.bytes, self.existing.etcd()) {
                Ok(signed) => {
                    let leaves = signed.other_leaves();
                    if leaves > 0 {
                        self.problem(&file.name, ImportFault::Several(leaves + 1));
                    }
                    read.push((file.name.clone(), signed));
                }
                Err(error) => self.problem(&file.name, ImportFault::Unreadable(error)),
            }
        }
        read
    }

    fn problem(&mut self, file: &str, fault: ImportFault) {
        self.problems.push(ImportProblem { file: escape_for_terminal(file), fault });
    }

    fn read_authority(&mut self, pem: &[u8], file: &str) -> Option<AuthorityCertificate> {
        let read = AuthorityCertificate::read(pem, self.now);
        read.map_err(|error| self.problem(file, ImportFault::Authority(error))).ok()
    }

    /// Finds the profile of each leaf.
    fn claim(&mut self, leaves: Vec<(String, SignedCertificate)>) -> Vec<Claimed> {
        let mut claimed: Vec<Claimed> = Vec::with_capacity(leaves.len());
        for (file, signed) in leaves {
            let Some(profile) = self.profile_of(&file, &signed) else {
                let subject = signed.report().subject.clone();
                let expected = self.existing.names();
                self.problem(&file, ImportFault::Unclaimed { subject, expected });
                continue;
            };
            let is_same = |other: &&Claimed| other.profile.request_name() == profile.request_name();
            if let Some(other) = claimed.iter().find(is_same) {
                let other = escape_for_terminal(&other.file);
                let certificate = profile.request_name();
                self.problem(&file, ImportFault::Twice { other, certificate });
                continue;
            }
            claimed.push(Claimed { file, profile, signed });
        }
        claimed
    }

    /// By the key that is in the bundle; else by the file's name; else by the names that it is valid for.
    fn profile_of(&self, file: &str, signed: &SignedCertificate) -> Option<CertificateProfile> {
        let leaves = self.existing.leaves();
        let has_key = |profile: &&CertificateProfile| {
            let key = self.existing.key(profile);
            let own = signed.facts().and_then(CertificateFacts::public_key_der);
            key.is_some_and(|key| own.as_deref() == Some(key.public_key_der()))
        };
        if let Some(profile) = leaves.iter().find(has_key) {
            return Some(profile.clone());
        }
        if let Some(profile) = self.existing.named(file) {
            return Some(profile);
        }
        let mut alike = leaves.into_iter().filter(|profile| signed.has_names_of(profile));
        alike.next().filter(|_| alike.next().is_none())
    }

    /// Judges a certificate where it is going to be shown, below the authorities that lead to its anchor.
    fn judge(&mut self, one: &Claimed, authorities: &[CertificateFacts]) {
        let key = self.existing.file(&one.profile.key_path);
        let plan = self.existing.plan();
        let found = one.signed.judge(&Destination {
            profile: &one.profile,
            key: key.as_ref().map(|key| key.as_slice()),
            authorities,
            etcd: self.existing.etcd(),
            gateway: plan.certificates.trust.gateway(plan.etcd_version),
            now: self.now,
        });
        for finding in found {
            self.found(finding, &one.file);
        }
    }

    fn found(&mut self, finding: Finding, file: &str) {
        if finding.severity() == Severity::Error {
            self.problem(file, ImportFault::Finding(Box::new(finding)));
        } else {
            self.findings.push(finding.in_file(file));
        }
    }

    /// Refuses a key that another certificate has as well.
    fn one_holder(&mut self, one: &Claimed, keys: &mut Vec<(Vec<u8>, String)>) {
        let own = one.profile.request_name();
        let Some(key) = one.signed.facts().and_then(CertificateFacts::public_key_der) else {
            return;
        };
        if let Some(other) = other_holder(keys, &key, &own) {
            self.problem(&one.file, ImportFault::SharedKey(other));
        }
        keys.push((key, own));
    }

    /// Finds the chain of each certificate, and makes of it what the bundle gets.
    fn complete(&mut self, named: &[CertificateFacts], claimed: Vec<Claimed>) -> Vec<Certified> {
        let covered: Vec<String> = claimed.iter().map(|one| one.profile.request_name()).collect();
        let is_whole = |one: &CertificateProfile| {
            covered.contains(&one.request_name())
                || self.existing.file(&one.certificate_path).is_none()
        };
        let replaces_all = self.may_replace && self.existing.leaves().iter().all(is_whole);
        let chain = chain_file(self.existing.plan());
        let mut new = Vec::with_capacity(claimed.len());
        let mut keys = self.existing.keys_in_use(&[]);
        for one in claimed {
            let authority = self.authority_of(&one, named);
            let above = authority.as_ref().map(|one| self.existing.facts(one));
            self.judge(&one, &above.unwrap_or_default());
            self.one_holder(&one, &mut keys);
            let (Some(authority), Claimed { file, profile, signed }) = (authority, one) else {
                continue;
            };
            self.one_anchor(&profile, &authority, replaces_all, &file);
            let certificate_pem =
                pki::certificate_pem(signed.der()) + &authority.behind_leaf(chain);
            let certificate_der = signed.der().to_vec();
            let one = Certified { profile, certificate_pem, certificate_der };
            if let Some(path) = self.existing.other_at(&one).filter(|_| !self.may_replace) {
                self.problem(&file, ImportFault::Exists(path));
            }
            new.push(one);
        }
        new
    }

    /// The authorities that may have signed a leaf: those that are trusted, which the operator named or the bundle
    /// holds; and these with what came along with leaves.
    fn authorities(
        &self,
        one: &Claimed,
        named: &[CertificateFacts],
    ) -> (Vec<CertificateFacts>, Vec<CertificateFacts>) {
        let own = self.existing.anchor(one.profile.signer);
        let mut trusted: Vec<CertificateFacts> = own.into_iter().collect();
        let mut all = trusted.clone();
        if self.existing.plan().certificates.ca_source.makes_authority() {
            // What signs here stands beside its anchor.
            all.extend(self.existing.authority(one.profile.signer));
        } else {
            trusted.extend(named.iter().cloned());
        }
        all.extend(named.iter().chain(one.signed.others()).cloned());
        // What leads from the bundle's certificates to the anchor leads there from this one, too.
        for other in self.existing.leaves() {
            all.extend(self.existing.certificates(&other.certificate_path).into_iter().skip(1));
        }
        (trusted, all)
    }

    /// The authority that signed a leaf, with what is above it, up to what is trusted.
    fn authority_of(
        &mut self,
        one: &Claimed,
        named: &[CertificateFacts],
    ) -> Option<AuthorityCertificate> {
        let (trusted, all) = self.authorities(one, named);
        let above = above(one.signed.facts()?, &all, self.existing.etcd());
        let mut above = above.map_err(|finding| self.found(finding, &one.file)).ok()?;
        let last_trusted = above.iter().rposition(|one| trusted.contains(one));
        let Some(last_trusted) = last_trusted else {
            let issuer = one.signed.report().issuer.clone();
            let untrusted = |top: &CertificateFacts| ImportFault::Untrusted(top.subject.clone());
            let fault = above.last().map_or(ImportFault::NoAuthority(issuer), untrusted);
            self.problem(&one.file, fault);
            return None;
        };
        // What is above what is trusted came from nobody who may say so.
        above.truncate(last_trusted + 1);
        let ders = above.iter().filter_map(CertificateFacts::der);
        let pem: String = ders.map(pki::certificate_pem).collect();
        self.read_authority(pem.as_bytes(), &one.file)
    }

    /// Holds the anchor of a leaf against that of the bundle and of the other leaves.
    fn one_anchor(
        &mut self,
        profile: &CertificateProfile,
        authority: &AuthorityCertificate,
        replaces_all: bool,
        file: &str,
    ) {
        let signer = profile.signer.anchor();
        let etcd = self.existing.etcd();
        let anchor_of = |one: &AuthorityCertificate| {
            CertificateFacts::from_der(one.trust_anchor_der(), etcd).ok()
        };
        let Some(anchor) = anchor_of(authority) else { return };
        let own = self.existing.anchor(signer).filter(|_| !replaces_all);
        let earlier = self.anchors.iter().find(|(which, _)| *which == signer);
        let expected = own.or_else(|| earlier.and_then(|(_, one)| anchor_of(one)));
        match expected {
            Some(expected) if expected != anchor => {
                let (expected, found) = (expected.subject, anchor.subject);
                self.problem(file, ImportFault::OtherAuthority { expected, found });
            }
            _ if earlier.is_none() => {
                self.notes.extend(authority.notes().iter().cloned());
                self.anchors.push((signer, authority.clone()));
            }
            _ => {}
        }
    }
}
