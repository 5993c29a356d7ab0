//! Certificates that were signed elsewhere, taken back into the bundle that asked for them.

mod error;

use std::path::Path;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::existing::{ExistingBundle, NewCertificate};
use super::generate::{anchor_files, chain_file};
use super::planned::AUTHORITY;
use crate::cluster::{Authority, Hint};
use crate::pki::check::{self, CheckError};
use crate::pki::{
    self, AuthorityCertificate, AuthorityNote, CertificateProfile, IssueError, SignedCertificate,
};
use crate::text::escape_for_terminal;

pub use error::{ImportError, ImportNote, ImportProblem};

/// A file as it came: its name and its bytes.
#[derive(Debug, Clone)]
pub struct CertificateFile {
    /// The name of the file without directories, such as `etcd-1-server.pem`.
    pub name: String,
    /// What it holds; wiped, for a key may be in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What was taken in.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The profiles of the certificates.
    pub profiles: Vec<CertificateProfile>,
    /// What is worth knowing of them.
    pub notes: Vec<ImportNote>,
}

/// A certificate that has found its profile.
struct Claimed {
    file: String,
    profile: CertificateProfile,
    signed: SignedCertificate,
}

/// The certificates of authorities that are known.
struct Authorities {
    /// Those that the operator named, and the bundle's own.
    trusted: Vec<Vec<u8>>,
    /// Those, and what came along with leaves.
    all: Vec<Vec<u8>>,
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
        authority: Option<&CertificateFile>,
        files: &[CertificateFile],
        may_replace: bool,
        now: OffsetDateTime,
        fill_random: &(dyn Fn(&mut [u8]) -> Result<(), IssueError> + Sync),
    ) -> Result<Imported, ImportError> {
        let mut import = Import {
            existing: self,
            may_replace,
            now,
            problems: Vec::new(),
            notes: Vec::new(),
            anchors: Vec::new(),
        };
        let read = import.read(files);
        let named = authority.map(|one| import.read_authority(one)).unwrap_or_default();
        let (authorities, leaves): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|(_, signed)| signed.is_authority());
        let named: Vec<Vec<u8>> = authorities.iter().fold(named, |mut all, (_, signed)| {
            all.push(signed.der().to_vec());
            all.extend(signed.others().iter().cloned());
            all
        });
        let claimed = import.claim(leaves);
        import.judge(&claimed);
        let new = import.complete(&named, claimed);
        let Import { problems, notes, anchors, .. } = import;
        if !problems.is_empty() {
            return Err(ImportError::Problems(problems));
        }
        let others = match anchors.first() {
            Some((_, authority)) if !self.plan().certificates.ca_source.makes_authority() => {
                anchor_files(self.plan(), authority)
            }
            _ => Vec::new(),
        };
        self.add(&new, others, may_replace, fill_random)?;
        Ok(Imported { profiles: new.into_iter().map(|one| one.profile).collect(), notes })
    }

    /// The certificate of an authority's trust anchor that the bundle holds.
    fn own_anchor(&self, signer: Authority) -> Option<Vec<u8>> {
        let name = self.plan().file_names().authority(signer.anchor()).certificate;
        let pem = self.file(&Path::new(AUTHORITY).join(name))?;
        check::certificates(&pem).ok()?.into_iter().next()
    }

    /// Whether a gateway shows a server certificate as a client.
    fn is_dialing(&self) -> bool {
        !self.plan().certificates.trust.needs_gateway_certificate()
    }
}

/// One import on its way, with all that is to be told of it.
struct Import<'a> {
    existing: &'a ExistingBundle,
    may_replace: bool,
    now: OffsetDateTime,
    problems: Vec<ImportProblem>,
    notes: Vec<ImportNote>,
    /// The trust anchors that leaves lead to, with the authority that signed the first leaf of each.
    anchors: Vec<(Authority, AuthorityCertificate)>,
}

impl Import<'_> {
    fn read(&mut self, files: &[CertificateFile]) -> Vec<(String, SignedCertificate)> {
        let mut read = Vec::with_capacity(files.len());
        for file in files {
            match SignedCertificate::read(&file.bytes) {
                Ok(signed) => {
                    let leaves = signed.other_leaves();
                    if leaves > 0 {
                        let found = leaves + 1;
                        self.problem(&file.name, |file| ImportProblem::Several { file, found });
                    }
                    read.push((file.name.clone(), signed));
                }
                Err(error) => {
                    self.problem(&file.name, |file| ImportProblem::Certificate { file, error });
                }
            }
        }
        read
    }

    fn problem(&mut self, file: &str, problem: impl FnOnce(String) -> ImportProblem) {
        self.problems.push(problem(escape_for_terminal(file)));
    }

    fn read_authority(&mut self, file: &CertificateFile) -> Vec<Vec<u8>> {
        match AuthorityCertificate::read(&file.bytes, self.now) {
            Ok(authority) => authority.chain_der().to_vec(),
            Err(error) => {
                self.problem(&file.name, |file| ImportProblem::Authority { file, error });
                Vec::new()
            }
        }
    }

    /// Finds the profile of each leaf.
    fn claim(&mut self, leaves: Vec<(String, SignedCertificate)>) -> Vec<Claimed> {
        let mut claimed: Vec<Claimed> = Vec::with_capacity(leaves.len());
        for (file, signed) in leaves {
            let Some(profile) = self.profile_of(&file, &signed) else {
                let subject = signed.report().subject.clone();
                let expected = self.existing.names();
                self.problem(&file, |file| ImportProblem::Unclaimed { file, subject, expected });
                continue;
            };
            let is_same = |other: &&Claimed| other.profile.request_name() == profile.request_name();
            if let Some(other) = claimed.iter().find(is_same) {
                let (other, certificate) =
                    (escape_for_terminal(&other.file), profile.request_name());
                self.problem(&file, |file| ImportProblem::Twice { file, other, certificate });
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
            let key = self.existing.file(&profile.key_path);
            key.is_some_and(|key| check::key_fits(signed.der(), &key).is_ok())
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

    fn judge(&mut self, claimed: &[Claimed]) {
        let is_dialing = self.existing.is_dialing();
        let mut keys = self.existing.keys_in_use(&[]);
        for Claimed { file, profile, signed } in claimed {
            let mut errors = Vec::new();
            if let Some(key) = self.existing.file(&profile.key_path) {
                match check::key_fits(signed.der(), &key) {
                    // A kind of key that can't be loaded here.
                    Ok(()) | Err(CheckError::NotChecked { .. }) => {}
                    Err(error) => errors.push(error.into()),
                }
            }
            errors.extend(signed.judge(profile, is_dialing, self.now));
            for error in errors {
                self.problem(file, |file| ImportProblem::Certificate { file, error });
            }
            for note in signed.notes(profile, self.now) {
                self.notes.push(ImportNote::Certificate { file: escape_for_terminal(file), note });
            }
            let own = profile.request_name();
            let Ok(key) = check::public_key_der(signed.der()) else { continue };
            let other = keys.iter().find(|(other, holder)| *other == key && *holder != own);
            if let Some(other) = other.map(|(_, holder)| holder.clone()) {
                self.problem(file, |file| ImportProblem::SharedKey { file, other });
            }
            keys.push((key, own));
        }
    }

    /// Finds the chain of each certificate, and makes of it what the bundle gets.
    fn complete(&mut self, named: &[Vec<u8>], claimed: Vec<Claimed>) -> Vec<NewCertificate> {
        let covered: Vec<String> = claimed.iter().map(|one| one.profile.request_name()).collect();
        let is_whole = |one: &CertificateProfile| {
            covered.contains(&one.request_name())
                || self.existing.file(&one.certificate_path).is_none()
        };
        let replaces_all = self.may_replace && self.existing.leaves().iter().all(is_whole);
        let chain = chain_file(self.existing.plan());
        let mut new = Vec::with_capacity(claimed.len());
        for Claimed { file, profile, signed } in claimed {
            let known = self.authorities(&profile, named, &signed);
            let authority = match self.authority_of(&signed, &known, &file) {
                Ok(authority) => authority,
                Err(problem) => {
                    self.problems.push(problem);
                    continue;
                }
            };
            self.one_anchor(&profile, &authority, replaces_all, &file);
            let mut pem = pki::certificate_pem(signed.der());
            pem.push_str(&authority.behind_leaf(chain));
            let one = NewCertificate { profile, pem, der: signed.der().to_vec() };
            if let Some(path) = self.existing.other_at(&one).filter(|_| !self.may_replace) {
                self.problem(&file, |file| ImportProblem::Exists { file, path });
            }
            new.push(one);
        }
        new
    }

    fn authorities(
        &self,
        profile: &CertificateProfile,
        named: &[Vec<u8>],
        signed: &SignedCertificate,
    ) -> Authorities {
        let own = self.existing.own_anchor(profile.signer);
        let plan = self.existing.plan();
        let mut trusted: Vec<Vec<u8>> = own.into_iter().collect();
        let mut all = trusted.clone();
        if plan.certificates.ca_source.makes_authority() {
            // What signs here stands beside its anchor.
            let name = plan.file_names().authority(profile.signer).certificate;
            let pem = self.existing.file(&Path::new(AUTHORITY).join(name)).unwrap_or_default();
            all.extend(check::certificates(&pem).unwrap_or_default());
        } else {
            trusted.extend(named.iter().cloned());
        }
        all.extend(named.iter().cloned());
        all.extend(signed.others().iter().cloned());
        // What leads from the bundle's certificates to the anchor leads there from this one, too.
        for other in self.existing.leaves() {
            let pem = self.existing.file(&other.certificate_path).unwrap_or_default();
            all.extend(check::certificates(&pem).unwrap_or_default().into_iter().skip(1));
        }
        Authorities { trusted, all }
    }

    /// The authority that signed a leaf, with what is above it, up to what is trusted.
    fn authority_of(
        &mut self,
        signed: &SignedCertificate,
        known: &Authorities,
        file: &str,
    ) -> Result<AuthorityCertificate, ImportProblem> {
        let name = || escape_for_terminal(file);
        let refused = |error: CheckError| ImportProblem::Certificate {
            file: escape_for_terminal(file),
            error: error.into(),
        };
        let mut above = check::path_above(signed.der(), &known.all).map_err(refused)?;
        if above.is_empty() {
            let issuer = signed.report().issuer.clone();
            return Err(ImportProblem::NoAuthority { file: name(), issuer });
        }
        let last_trusted = above.iter().rposition(|one| known.trusted.contains(one));
        let Some(last_trusted) = last_trusted else {
            let top = above.last().map(Vec::as_slice).unwrap_or_default();
            let found = pki::report_der(top).map(|report| report.subject).unwrap_or_default();
            return Err(ImportProblem::Untrusted { file: name(), found });
        };
        // What is above what is trusted came from nobody who may say so.
        above.truncate(last_trusted + 1);
        let pem: String = above.iter().map(|der| pki::certificate_pem(der)).collect();
        let authority = AuthorityCertificate::read(pem.as_bytes(), self.now)
            .map_err(|error| ImportProblem::Authority { file: name(), error })?;
        let mut path: Vec<&[u8]> = vec![signed.der()];
        path.extend(authority.chain_der().iter().map(Vec::as_slice));
        match check::chain(&path) {
            Ok(()) => {}
            Err(error @ CheckError::NotChecked { .. }) => {
                self.notes.push(ImportNote::NotChecked { file: name(), error });
            }
            Err(error) => return Err(refused(error)),
        }
        if signed.report().not_after.is_some_and(|end| end > authority.not_after()) {
            let end = authority.not_after();
            self.notes.push(ImportNote::OutlivesAuthority { file: name(), end });
        }
        Ok(authority)
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
        let anchor = authority.trust_anchor_der();
        let own = self.existing.own_anchor(signer).filter(|_| !replaces_all);
        let earlier = self.anchors.iter().find(|(which, _)| *which == signer);
        let expected = own.or_else(|| earlier.map(|(_, one)| one.trust_anchor_der().to_vec()));
        match expected {
            Some(expected) if expected != anchor => {
                let subject = |der| pki::report_der(der).map(|report| report.subject);
                let (expected, found) = (subject(&expected), subject(anchor));
                self.problem(file, |file| ImportProblem::OtherAuthority {
                    file,
                    expected: expected.unwrap_or_default(),
                    found: found.unwrap_or_default(),
                });
            }
            _ if earlier.is_none() => {
                self.notes.extend(authority.notes().iter().cloned().map(ImportNote::Authority));
                self.anchors.push((signer, authority.clone()));
            }
            _ => {}
        }
    }
}

impl ImportNote {
    /// Whether it may be a mistake, rather than something to know.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Certificate { note, .. } => note.is_warning(),
            Self::NotChecked { .. } | Self::OutlivesAuthority { .. } => true,
            Self::Authority(note) => matches!(note, AuthorityNote::NameConstraints { .. }),
        }
    }
}

impl Hint for ImportError {
    fn hint(&self) -> String {
        match self {
            Self::ExistingBundle(error) => error.hint(),
            Self::Problems(problems) => problems.first().map(Hint::hint).unwrap_or_default(),
        }
    }
}
