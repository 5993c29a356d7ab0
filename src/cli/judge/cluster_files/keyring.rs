//! Which key belongs to which certificate, and which key belongs to none.

use std::path::Path;

use super::Shown;
use super::build::{Read, bytes_of};
use super::named::Named;
use crate::bundle::shown;
use crate::etcd::Build;
use crate::finding::Rule;
use crate::pki::judge::PresentedChain;
use crate::pki::pair::{self, PairError};
use crate::text::fill;

/// The keys that are given, held against what is shown.
pub(super) struct Keyring<'a> {
    all: &'a Read<'a>,
    shown: &'a [Shown<'a>],
    etcd: Build,
    keys: Vec<Held<'a>>,
    /// Whether a key may be meant for a certificate that none fits.
    is_spare: bool,
}

/// A key that was held against every certificate.
struct Held<'a> {
    /// Whose it is said to be.
    owner: Option<&'a str>,
    path: &'a Path,
    /// The certificates that it fits.
    fits: Vec<&'a Path>,
    /// Whether it was kept from being held against them, and not by a fault of its own.
    is_open: bool,
}

impl Held<'_> {
    /// Whether it may be that of a certificate that one shows.
    fn is_for(&self, owner: &str) -> bool {
        self.owner.is_none_or(|said| said == owner)
    }
}

impl<'a> Keyring<'a> {
    pub(super) fn new(
        all: &'a Read<'a>,
        shown: &'a [Shown<'a>],
        trusted: &[&Path],
        keys: &'a [Named],
        etcd: Build,
    ) -> Self {
        let mut leaves: Vec<&Path> = shown.iter().map(|(_, path)| *path).collect();
        leaves.sort_unstable();
        leaves.dedup();
        let held = |key: &'a Named| {
            let bytes = bytes_of(all, &key.path);
            let of = |path: &&Path| belongs(bytes_of(all, path), bytes, etcd);
            let unchecked = |path: &&Path| {
                let first = pair::certificates(bytes_of(all, path)).unwrap_or_default();
                let answer = first.first().map(|der| pair::key_fits(der, bytes));
                matches!(answer, Some(Err(PairError::NotChecked(_))))
            };
            Held {
                owner: key.name.as_deref(),
                path: &key.path,
                fits: leaves.iter().copied().filter(of).collect(),
                // An authority's own key is none of a leaf's.
                is_open: leaves.iter().any(unchecked) || trusted.iter().any(of),
            }
        };
        let keys = keys.iter().map(held).collect();
        let mut keyring = Self { all, shown, etcd, keys, is_spare: false };
        keyring.is_spare = keyring.keys.iter().any(|key| keyring.is_left_over(key));
        keyring
    }

    /// Whether a key without an owner is that of no certificate, or one copy more than there is use for: the
    /// copy may lie where another key should.
    fn is_left_over(&self, key: &Held<'_>) -> bool {
        let uses =
            self.shown.iter().filter(|(owner, path)| key.is_for(owner) && key.fits.contains(path));
        let copies = self.keys.iter().filter(|one| one.fits == key.fits && one.owner == key.owner);
        key.owner.is_none() && !key.is_open && copies.count() > uses.count()
    }

    fn fitting(&self, (owner, path): Shown<'_>) -> Option<&Held<'a>> {
        self.keys.iter().find(|key| key.is_for(owner) && key.fits.contains(&path))
    }

    /// The key that is said to be its owner's and fits nothing of it.
    fn misfit(&self, owner: &str) -> Option<&Held<'a>> {
        let own = |path: &&Path| self.shown.contains(&(owner, *path));
        let said = self.keys.iter().filter(|key| key.owner == Some(owner));
        said.into_iter().find(|key| !key.fits.iter().any(own))
    }

    /// What one shows, with the key that fits, or with the one that is said to.
    pub(super) fn presented(&self, one: &Shown<'a>) -> PresentedChain {
        let certificate = bytes_of(self.all, one.1);
        let key = self.fitting(*one).or_else(|| self.misfit(one.0));
        let bytes = key.map(|key| bytes_of(self.all, key.path));
        let mut presented = PresentedChain::read(certificate, bytes, None, self.etcd);
        if key.is_none() && self.is_spare {
            presented.miss_key();
        }
        presented
    }

    /// What is odd about keys: those that are held against no certificate.
    pub(super) fn remarks(&self) -> Vec<String> {
        let lacks = |owner: &str| {
            let mut own = self.shown.iter().filter(|one| one.0 == owner);
            own.any(|one| self.fitting(*one).is_none())
        };
        let remark = |key: &Held<'_>| match key.owner {
            // It is told as a finding of the certificate that it is held against.
            Some(owner) if lacks(owner) => None,
            Some(owner) => {
                let fits =
                    self.shown.iter().any(|(of, path)| *of == owner && key.fits.contains(path));
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("file", &shown(key.path)), ("name", &owner)];
                (!fits).then(|| fill("cluster-files-key-elsewhere", &values))
            }
            None => key.fits.is_empty().then(|| self.of_key(key.path)),
        };
        self.keys.iter().filter_map(remark).collect()
    }

    /// Why no certificate has a key.
    fn of_key(&self, path: &Path) -> String {
        // Any certificate will do to open a key.
        let first = self.shown.iter().find_map(|(_, path)| {
            pair::certificates(bytes_of(self.all, path)).ok()?.into_iter().next()
        });
        match first.and_then(|der| pair::key_fits(&der, bytes_of(self.all, path)).err()) {
            Some(error) if !matches!(error, PairError::KeyMismatch { .. }) => {
                fill("cluster-files-key-unread", &[("file", &shown(path)), ("why", &error)])
            }
            _ => fill("cluster-files-key-alone", &[("file", &shown(path))]),
        }
    }
}

/// Whether a key belongs to a certificate of a file: to its first, or to another that stands behind it,
/// which tells that they stand in the wrong order.
pub(in crate::cli) fn belongs(certificate: &[u8], key: &[u8], etcd: Build) -> bool {
    if PresentedChain::read(certificate, None, None, etcd).findings.is_empty() {
        let with_key = PresentedChain::read(certificate, Some(key), None, etcd);
        return with_key.findings.iter().all(|finding| finding.rule == Rule::ChainOrder);
    }
    let all = pair::certificates(certificate).unwrap_or_default();
    all.iter().any(|one| pair::key_fits(one, key).is_ok())
}
