//! Everything there is to say against what was read, as of a moment.

use std::borrow::Cow;
use std::collections::HashSet;

use time::{Duration, OffsetDateTime};

use super::certificate::serial_number;
use super::inspection::Inspection;
use super::item::{Item, ItemKind};
use super::links::{Issuance, Issuer, ItemId, SignatureCheck};
use crate::finding::Finding;
use crate::finding::rules::chain::{OtherAuthorityKey, Revoked, RevokedByOcsp};
use crate::finding::rules::reading::{BadSignature, LeafBehindAuthority, StaleList};
use crate::finding::rules::times::{ExpiresSoon, OutlivesAuthority};
use crate::pki::days_left;
use crate::pki::judge::outside;
use crate::pki::notation::hexadecimal;
use crate::pki::parallel::in_shares;
use crate::pki::report::CertificateReport;

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
                let (place, path) = (ItemId { file, item: *index }, &path);
                let line = self.item(place).map_or(1, |item| item.line);
                self.of_item(place, now, soon).map(move |one| {
                    one.into_owned().in_file(path).at_line(line).in_item(place.item)
                })
            };
            share.iter().flat_map(one).collect()
        });
        own.chain(of_items).collect()
    }

    /// The same of one item, which its findings don't name.
    pub fn of_item(
        &self,
        place: ItemId,
        now: OffsetDateTime,
        soon: Option<Duration>,
    ) -> impl Iterator<Item = Cow<'_, Finding>> {
        let own = self.item(place).into_iter().flat_map(Item::all_findings).map(Cow::Borrowed);
        let of_time = self.item(place).and_then(|item| of_time(item, now, soon));
        let others = of_time.into_iter().chain(self.of_links(place)).map(Cow::Owned);
        own.chain(others)
    }

    /// The findings that only the other items tell.
    pub fn of_links(&self, place: ItemId) -> Vec<Finding> {
        let paired = self.links.pairs.get(&place);
        [
            self.not_signed(place),
            self.revoked(place),
            self.outliving(place),
            self.without_policy(place),
            paired.is_none().then(|| self.before_its_leaf(place)).flatten(),
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

    /// A certificate on a list of the authority that signed both, or in an OCSP response of that.
    fn revoked(&self, place: ItemId) -> Option<Finding> {
        let none = self.links.revoked.is_empty() && self.links.responses.revoked.is_empty();
        let item = self.item(place).filter(|_| !none)?;
        let ItemKind::Certificate(report) = &item.kind else { return None };
        let key = match self.links.issuers.get(&place)? {
            Issuance { issuer: Issuer::Itself, .. } => item.link_keys.public?,
            _ => self.item(self.signed_by(place)?)?.link_keys.public?,
        };
        let number = serial_number(item.der())?;
        let serial = hexadecimal(&number).replace(':', "").to_lowercase();
        let (subject, one) = (report.subject.clone(), (key, number));
        if self.links.revoked.contains(&one) {
            return Some(Revoked { subject, serial }.into());
        }
        let is_told = self.links.responses.revoked.contains(&one);
        is_told.then(|| RevokedByOcsp { subject, serial }.into())
    }

    /// A leaf that ends after the authority among the files that signed it. The authority may stand there
    /// in several certificates, renewed with the same key: the last of them counts.
    fn outliving(&self, place: ItemId) -> Option<Finding> {
        let leaf = leaf(self.item(place)?)?;
        let authority = self.item(self.signed_by(place)?)?;
        let last = *self.links.last_ends.get(&authority.link_keys.public?)?;
        leaf.not_after.filter(|end| *end > last)?;
        let (subject, issuer) = (leaf.subject.clone(), authority.report()?.subject.clone());
        Some(OutlivesAuthority { subject, issuer }.into())
    }

    /// An authority that stands first in a file with a leaf whose signer is there too: etcd takes the first
    /// for the leaf.
    fn before_its_leaf(&self, place: ItemId) -> Option<Finding> {
        let items = &self.files.get(place.file)?.items;
        let first = self.links.first_loaded.get(place.file).copied().flatten();
        if first != Some(place.item) || self.item(place).is_some_and(|item| leaf(item).is_some()) {
            return None;
        }
        // Of several files with the authority, links name the first: its key tells that it is here as well.
        let keys: HashSet<[u8; 32]> =
            items.iter().filter_map(|item| item.link_keys.public).collect();
        let mut behind = items.iter().enumerate().skip(place.item + 1);
        // A report is made only of one that is signed by one of them.
        let subject = behind.find_map(|(index, item)| {
            let signer = self.item(self.signed_by(ItemId { item: index, ..place })?)?;
            let is_here = item.etcd_loads && keys.contains(&signer.link_keys.public?);
            is_here.then(|| leaf(item)).flatten().map(|leaf| &leaf.subject)
        })?;
        let (leaf, authority) = (subject.clone(), self.item(place)?.report()?.subject.clone());
        Some(LeafBehindAuthority { subject: authority, leaf }.into())
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

/// The report of a certificate that isn't an authority's.
fn leaf(item: &Item) -> Option<&CertificateReport> {
    match &item.kind {
        ItemKind::Certificate(report) => {
            Some(&**report).filter(|one| one.authority.is_none_or(|authority| !authority.ca))
        }
        _ => None,
    }
}

/// The findings that depend on the time.
pub fn of_time(item: &Item, now: OffsetDateTime, soon: Option<Duration>) -> Option<Finding> {
    let (start, end) = match &item.kind {
        ItemKind::Certificate(report) => (report.not_before, report.not_after),
        ItemKind::RevocationList(list) => {
            let next = list.next_update.filter(|next| *next < now)?;
            return Some(StaleList { limit: next }.into());
        }
        _ => return None,
    };
    let subject = item.report().map_or_else(String::new, |report| report.subject.clone());
    let is_authority =
        item.report().and_then(|report| report.authority).is_some_and(|authority| authority.ca);
    if let Some((finding, ..)) = outside(subject.clone(), [start, end], now, is_authority) {
        return Some(finding);
    }
    let soon = now.checked_add(soon?)?;
    let end = end.filter(|end| *end < soon)?;
    Some(ExpiresSoon { subject, days: days_left(end, now).unsigned_abs() }.into())
}
