//! Everything there is to say against what was read, as of a moment.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use time::{Duration, OffsetDateTime};

use super::certificate::serial_number;
use super::inspection::Inspection;
use super::item::{Item, ItemKind};
use super::links::{Issuance, Issuer, ItemId, SignatureCheck};
use super::looked::LookedAt;
use crate::finding::Finding;
use crate::finding::rules::chain::{OtherAuthorityKey, Revoked, RevokedByOcsp};
use crate::finding::rules::reading::{BadSignature, LeafBehindAuthority};
use crate::finding::rules::times::OutlivesAuthority;
use crate::pki::notation::hexadecimal;
use crate::pki::parallel::in_shares;

/// Says of the first revocation list of a file, whatever its form, that the next one is overdue.
pub(crate) fn overdue(bytes: &[u8], now: OffsetDateTime) -> Option<Finding> {
    let inspection = Inspection::unchecked(vec![super::read(Path::new(""), bytes)]);
    let items = &inspection.files.first()?.items;
    let item = items.iter().position(|one| matches!(one.kind, ItemKind::RevocationList(_)))?;
    inspection.look_at(ItemId { file: 0, item })?.of_time(now, None)
}

impl Inspection {
    /// Gathers everything that was found, in the order of files and items: what files and items say of
    /// themselves, what the time tells as of `now`, and what only links tell. What ends within `soon` is named.
    /// Each comes with the index of its file.
    pub fn findings(&self, now: OffsetDateTime, soon: Option<Duration>) -> Vec<(usize, Finding)> {
        let files: Vec<usize> = (0..self.files.len()).collect();
        let of_files = in_shares(&files, |share| {
            let one = |file: &usize| (*file, self.of_file(*file, now, soon));
            share.iter().map(one).collect()
        });
        let numbered = |(file, findings): (usize, Vec<Finding>)| {
            findings.into_iter().map(move |finding| (file, finding))
        };
        of_files.into_iter().flat_map(numbered).collect()
    }

    /// The same of one file.
    pub fn of_file(
        &self,
        file: usize,
        now: OffsetDateTime,
        soon: Option<Duration>,
    ) -> Vec<Finding> {
        let Some(inspection) = self.files.get(file) else { return Vec::new() };
        let path = inspection.path.to_string_lossy();
        let own = inspection.findings.iter().cloned().map(|finding| finding.in_file(&path));
        let items: Vec<usize> = (0..inspection.items.len()).collect();
        let of_items = in_shares(&items, |share| {
            let one = |index: &usize| {
                let looked = self.look_at(ItemId { file, item: *index })?;
                let located = |one: Cow<'_, Finding>| {
                    one.into_owned().in_file(&path).at_line(looked.item.line).in_item(*index)
                };
                Some(self.of_item(&looked, now, soon).map(located).collect::<Vec<_>>())
            };
            share.iter().filter_map(one).flatten().collect()
        });
        own.chain(of_items).collect()
    }

    /// The same of one item, which its findings don't name.
    pub fn of_item<'a>(
        &self,
        looked: &'a LookedAt<'_>,
        now: OffsetDateTime,
        soon: Option<Duration>,
    ) -> impl Iterator<Item = Cow<'a, Finding>> {
        let own = looked.findings().map(Cow::Borrowed);
        let others = looked.of_time(now, soon).into_iter().chain(self.of_links(looked));
        own.chain(others.map(Cow::Owned))
    }

    /// The findings that only the other items tell.
    pub fn of_links(&self, looked: &LookedAt<'_>) -> Vec<Finding> {
        let place = looked.place;
        let paired = self.links.pairs.get(&place);
        [
            self.not_signed(place),
            self.not_authorized(looked),
            self.revoked(looked),
            self.outliving(looked),
            self.without_policy(looked),
            paired.is_none().then(|| self.before_its_leaf(looked)).flatten(),
            paired.cloned(),
            self.links.responses.ignored.get(&place).cloned(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn not_signed(&self, place: ItemId) -> Option<Finding> {
        let issuance = self.links.issuers.get(&place)?;
        let Issuance { signature: SignatureCheck::Invalid, issuer: who } = issuance else {
            return None;
        };
        match who {
            Issuer::Itself => Some(BadSignature {}.into()),
            Issuer::Found { place: issuer, .. } => {
                let subject = |place| {
                    let report = self.item(place).and_then(Item::report);
                    report.map_or_else(String::new, |report| report.subject.clone())
                };
                let (subject, issuer) = (subject(place), subject(*issuer));
                Some(OtherAuthorityKey { subject, issuer }.into())
            }
            Issuer::Missing => None,
        }
    }

    /// A certificate whose issuer may not have issued it.
    fn not_authorized(&self, looked: &LookedAt<'_>) -> Option<Finding> {
        let key = self.item(self.signed_by(looked.place)?)?.link_keys.public?;
        self.links.authorities.fault(looked.item, key)
    }

    /// A certificate on a list of the authority that signed both, or in an OCSP response of that.
    fn revoked(&self, looked: &LookedAt<'_>) -> Option<Finding> {
        let item = looked.item;
        let none = self.links.revoked.is_empty() && self.links.responses.revoked.is_empty();
        if none || !matches!(item.kind, ItemKind::Certificate(_)) {
            return None;
        }
        let key = match self.links.issuers.get(&looked.place)? {
            Issuance { issuer: Issuer::Itself, .. } => item.link_keys.public?,
            _ => self.item(self.signed_by(looked.place)?)?.link_keys.public?,
        };
        let number = serial_number(item.der())?;
        let serial = hexadecimal(&number).replace(':', "").to_lowercase();
        let (subject, one) = (looked.report()?.subject.clone(), (key, number));
        if self.links.revoked.contains(&one) {
            return Some(Revoked { subject, serial }.into());
        }
        let is_told = self.links.responses.revoked.contains(&one);
        is_told.then(|| RevokedByOcsp { subject, serial }.into())
    }

    /// A leaf that ends after the authority among the files that signed it. The authority may stand there
    /// in several certificates, renewed with the same key: the last of them counts.
    fn outliving(&self, looked: &LookedAt<'_>) -> Option<Finding> {
        let leaf = looked.leaf()?;
        let authority = self.item(self.signed_by(looked.place)?)?;
        let last = *self.links.last_ends.get(&authority.link_keys.public?)?;
        leaf.not_after.filter(|end| *end > last)?;
        let (subject, issuer) = (leaf.subject.clone(), authority.report()?.subject.clone());
        Some(OutlivesAuthority { subject, issuer }.into())
    }

    /// An authority that stands first in a file with a leaf whose signer is there too: etcd takes the first
    /// for the leaf.
    fn before_its_leaf(&self, looked: &LookedAt<'_>) -> Option<Finding> {
        let place = looked.place;
        let items = &self.files.get(place.file)?.items;
        let first = self.links.first_loaded.get(place.file).copied().flatten();
        if first != Some(place.item) || looked.leaf().is_some() {
            return None;
        }
        // Of several files with the authority, links name the first: its key tells that it is here as well.
        let keys: HashSet<[u8; 32]> =
            items.iter().filter_map(|item| item.link_keys.public).collect();
        let mut behind = items.iter().enumerate().skip(place.item + 1);
        // A report is made only of one that is signed by one of them.
        let leaf = behind.find_map(|(index, item)| {
            let place = ItemId { item: index, ..place };
            let signer = self.item(self.signed_by(place)?)?;
            let is_here = item.etcd_loads && keys.contains(&signer.link_keys.public?);
            let behind = is_here.then(|| self.glance_at(place)).flatten()?;
            behind.leaf().map(|leaf| leaf.subject.clone())
        })?;
        let subject = looked.report()?.subject.clone();
        Some(LeafBehindAuthority { subject, leaf }.into())
    }

    /// The certificate whose key signed another.
    pub(super) fn signed_by(&self, place: ItemId) -> Option<ItemId> {
        match self.links.issuers.get(&place)? {
            Issuance { issuer: Issuer::Found { place, .. }, signature: SignatureCheck::Valid } => {
                Some(*place)
            }
            _ => None,
        }
    }
}
