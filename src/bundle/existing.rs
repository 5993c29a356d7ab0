//! A bundle that stands and gets further certificates: signed here for keys born on members, or signed
//! elsewhere and brought back.

use std::io::ErrorKind;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;
use zeroize::Zeroizing;

use super::generate::data;
use super::manifest::{CertificateEntry, FileEntry, MANIFEST, Manifest, ManifestError};
use super::planned::{AUTHORITY, PLAN};
use super::read::{self, LIMIT, Links, ReadError};
use super::shown;
use super::target::Target;
use super::update::{remove_leftovers, update};
use super::write::{BundleFile, Durability, WriteError};
use crate::cluster::{Authority, Plan, PlanFileError};
use crate::etcd::Build;
use crate::pki::judge::{CertificateFacts, PresentedChain};
use crate::pki::{
    self, AuthorityCertificate, CertificateProfile, CertificateRole, Certified, InspectError,
    IssueError, PrivateKey, Randomness,
};
use crate::text::{in_words, say};

/// A bundle on disk, with what it says of itself.
#[derive(Debug)]
pub struct ExistingBundle {
    directory: PathBuf,
    plan: Plan,
    manifest: Manifest,
    /// Keeps others from changing it as long as this is open; it goes with the process.
    _lock: Option<OwnedFd>,
}

/// A file for it as it came: its name and its bytes.
#[derive(Debug, Clone)]
pub struct GivenFile {
    /// The name of the file without directories, such as `etcd-1-server.pem`.
    pub name: String,
    /// What it holds; wiped, for a key may be in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Why a bundle gets no further certificates. Nothing of it was changed, but where it says so.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExistingBundleError {
    /// A file of it can't be read.
    Read(#[from] ReadError),
    /// Its plan can't be taken.
    Plan(#[from] PlanFileError),
    /// Its manifest can't be taken.
    Manifest(#[from] ManifestError),
    /// A later quorate wrote it.
    Format(u32),
    /// Another run is changing the bundle.
    Busy(PathBuf),
    /// A certificate is there already.
    Exists(PathBuf),
    /// A certificate just made can't be read.
    Unreadable(#[from] InspectError),
    /// There is no randomness.
    Random(IssueError),
    /// The certificates are in place, and the last sync of the parent directory failed.
    NotConfirmed(std::io::Error),
    /// The files could not be written.
    Write(#[from] WriteError),
}

in_words! { ExistingBundleError with hints:
    Self::Read(error @ ReadError::Io { .. }) => { error, say("error-existing-bundle-directory") },
    Self::Read(error) => (error),
    Self::Plan(error) => ["error-existing-bundle-plan", error => error.hint()],
    Self::Manifest(error) => ["error-existing-bundle-manifest", error => error.hint()],
    Self::Format(found) => ["error-existing-bundle-format", found, known = Manifest::FORMAT; "error-plan-file-format.hint"],
    Self::Busy(path) => ["error-existing-bundle-busy", path = shown(path)],
    Self::Exists(path) => ["error-existing-bundle-exists", path = shown(path)],
    Self::Unreadable(error) => ["error-existing-bundle-unreadable", error => error.hint()],
    Self::Random(error) => (error),
    Self::NotConfirmed(error) => ["error-existing-bundle-not-confirmed", error],
    Self::Write(error @ WriteError::Io { source, .. })
        if matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::ResourceBusy) =>
        { error, say("error-existing-bundle-parent") },
    Self::Write(error) => (error),
}

/// The holder of a key other than the one that it is meant for.
pub(super) fn other_holder(keys: &[(Vec<u8>, String)], key: &[u8], own: &str) -> Option<String> {
    let other = keys.iter().find(|(other, holder)| other == key && holder != own);
    other.map(|(_, holder)| holder.clone())
}

/// Locks a bundle for one run. A file system without locks goes without.
fn lock(directory: &Path) -> Result<Option<OwnedFd>, ExistingBundleError> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let Ok(opened) = rustix::fs::open(directory, flags, Mode::empty()) else {
        // What is wrong with it shows when its files are read.
        return Ok(None);
    };
    let busy = || ExistingBundleError::Busy(directory.into());
    match rustix::fs::flock(&opened, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) => return Err(busy()),
        Ok(()) => {}
        Err(_) => return Ok(None),
    }
    // Another run may have put the next generation in its place meanwhile.
    let inode = |found: rustix::fs::Stat| (found.st_dev, found.st_ino);
    match (rustix::fs::fstat(&opened), rustix::fs::stat(directory)) {
        (Ok(own), Ok(now)) if inode(own) == inode(now) => Ok(Some(opened)),
        _ => Err(busy()),
    }
}

/// A path that leads to the bundle after its next generation has taken its place: `.` leads to the earlier one.
fn lasting(directory: &Path) -> PathBuf {
    let real = std::fs::canonicalize(directory).ok();
    let is_within =
        |real: &PathBuf| std::env::current_dir().is_ok_and(|within| within.starts_with(real));
    real.filter(is_within).unwrap_or_else(|| directory.into())
}

impl ExistingBundle {
    /// Opens the bundle in a directory.
    ///
    /// # Errors
    /// [`ExistingBundleError`].
    pub fn open(directory: &Path) -> Result<Self, ExistingBundleError> {
        let read = |name: &str| read::file(&directory.join(name), LIMIT, Links::Refuse);
        let lock = lock(directory)?;
        let (plan, _) = read(PLAN)?;
        let (manifest, _) = read(MANIFEST)?;
        let manifest = Manifest::from_json(&manifest)?;
        if manifest.format != Manifest::FORMAT {
            return Err(ExistingBundleError::Format(manifest.format));
        }
        if lock.is_some() {
            remove_leftovers(&Target::leftovers_of(directory));
        }
        Ok(Self {
            directory: lasting(directory),
            plan: Plan::from_json(&plan)?,
            manifest,
            _lock: lock,
        })
    }

    /// Its plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The profiles of its leaves.
    pub fn leaves(&self) -> Vec<CertificateProfile> {
        let is_leaf = |profile: &CertificateProfile| profile.role != CertificateRole::Authority;
        pki::profiles(&self.plan).into_iter().filter(is_leaf).collect()
    }

    /// The profiles of leaves that have no certificate yet.
    pub fn missing(&self) -> Vec<CertificateProfile> {
        let mut leaves = self.leaves();
        leaves.retain(|profile| self.file(&profile.certificate_path).is_none());
        leaves
    }

    /// A file of it, if it is there and can be read.
    pub(super) fn file(&self, path: &Path) -> Option<Zeroizing<Vec<u8>>> {
        let read = read::file(&self.directory.join(path), LIMIT, Links::Refuse).ok()?;
        Some(read.0)
    }

    /// The certificates in a file of it; none where it isn't there.
    pub(super) fn certificates(&self, path: &Path) -> Vec<CertificateFacts> {
        let read =
            |pem: Zeroizing<Vec<u8>>| PresentedChain::read(&pem, None, None, self.etcd()).chain;
        self.file(path).map(read).unwrap_or_default()
    }

    /// The certificates in the file of an authority; none where it isn't there.
    pub(super) fn authority(&self, authority: Authority) -> Vec<CertificateFacts> {
        let name = self.plan.file_names().authority(authority).certificate;
        self.certificates(&Path::new(AUTHORITY).join(name))
    }

    /// The certificate of the trust anchor of what an authority signs.
    pub(super) fn anchor(&self, signer: Authority) -> Option<CertificateFacts> {
        self.authority(signer.anchor()).into_iter().next()
    }

    /// The private key of a certificate, where it is here.
    pub(super) fn key(&self, profile: &CertificateProfile) -> Option<PrivateKey> {
        PrivateKey::read(&self.file(&profile.key_path)?, None).ok()
    }

    /// The etcd that its certificates are for.
    pub(super) fn etcd(&self) -> Build {
        self.plan.etcd_version.into()
    }

    /// What the judge knows of an authority and of those above it.
    pub(super) fn facts(&self, authority: &AuthorityCertificate) -> Vec<CertificateFacts> {
        let facts = |der: &Vec<u8>| CertificateFacts::from_der(der, self.etcd()).ok();
        authority.chain_der().iter().filter_map(facts).collect()
    }

    /// Whether a certificate for a key is in each of its places: a run that is done again finds what it did.
    pub(super) fn is_in_place(&self, profile: &CertificateProfile, public_key: &[u8]) -> bool {
        profile.places().into_iter().all(|place| {
            let chain = self.certificates(&place.certificate_path);
            let key = chain.first().and_then(CertificateFacts::public_key_der);
            key.is_some_and(|key| key == public_key)
        })
    }

    /// The place where putting a certificate would replace another one.
    pub(super) fn other_at(&self, one: &Certified) -> Option<PathBuf> {
        let is_other = |path: &PathBuf| {
            self.file(path).is_some_and(|found| **found != *one.certificate_pem.as_bytes())
        };
        one.profile.places().into_iter().map(|place| place.certificate_path).find(is_other)
    }

    /// Puts certificates in place, and other files beside them.
    ///
    /// # Errors
    /// [`ExistingBundleError`]; [`ExistingBundleError::Exists`] where another certificate is in place and may not be
    /// replaced.
    pub(super) fn add(
        &mut self,
        certificates: &[Certified],
        others: Vec<BundleFile>,
        may_replace: bool,
        randomness: &dyn Randomness,
    ) -> Result<(), ExistingBundleError> {
        let mut files = others;
        let mut manifest = self.manifest.clone();
        for one in certificates {
            if let Some(path) = self.other_at(one).filter(|_| !may_replace) {
                return Err(ExistingBundleError::Exists(path));
            }
            let places = one.profile.places().into_iter();
            files.extend(
                places.map(|place| data(place.certificate_path, one.certificate_pem.clone())),
            );
            manifest.describe(CertificateEntry::new(&one.profile, &one.certificate_der)?);
        }
        for file in &files {
            manifest.record(FileEntry::new(file));
        }
        files.push(data(MANIFEST, manifest.to_json()));
        let mut token = [0; 8];
        randomness.fill(&mut token).map_err(ExistingBundleError::Random)?;
        let durability = update(&self.directory, &files, u64::from_be_bytes(token))?;
        self.manifest = manifest;
        match durability {
            Durability::Confirmed => Ok(()),
            Durability::NotConfirmed(error) => Err(ExistingBundleError::NotConfirmed(error)),
        }
    }
}
