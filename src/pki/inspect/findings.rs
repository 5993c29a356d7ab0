//! Everything there is to say against what was read, as of a moment.

use std::collections::HashSet;

use time::{Duration, OffsetDateTime};

use super::inspection::Inspection;
use super::item::{Item, ItemKind};
use super::links::{Issuance, Issuer, ItemId, SignatureCheck};
use super::remark::Remark;
use crate::pki::report::CertificateReport;

/// A remark and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The index of the file.
    pub file: usize,
    /// The index of the item; `None` for the file as a whole.
    pub item: Option<usize>,
    /// What was found.
    pub remark: Remark,
}

impl Inspection {
    /// Gathers all remarks, in the order of files and items: those of the files and items, those of time
    /// as of `now`, and those that only links tell. What ends within `soon` is an error, because somebody
    /// asked for it.
    pub fn findings(&self, now: OffsetDateTime, soon: Option<Duration>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (file, inspection) in self.files.iter().enumerate() {
            let own = inspection.remarks.iter().cloned();
            findings.extend(own.map(|remark| Finding { file, item: None, remark }));
            for (index, item) in inspection.items.iter().enumerate() {
                let place = ItemId { file, item: index };
                let remarks = item.all_remarks().cloned();
                let remarks = remarks.chain(of_time(item, now, soon)).chain(self.of_links(place));
                let item = Some(index);
                findings.extend(remarks.map(|remark| Finding { file, item, remark }));
            }
        }
        findings
    }

    /// The remarks that only the other items tell.
    pub fn of_links(&self, place: ItemId) -> Vec<Remark> {
        [self.not_signed(place), self.outliving(place), self.before_its_leaf(place)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn not_signed(&self, place: ItemId) -> Option<Remark> {
        let issuance = self.links.issuers.get(&place)?;
        let Issuance { signature: SignatureCheck::Invalid, issuer: who } = issuance else {
            return None;
        };
        let message = match who {
            Issuer::Itself => {
                "it names itself as its issuer, and the signature isn't by its key".into()
            }
            Issuer::Found { place, .. } => {
                let name = self.item(*place).and_then(Item::report);
                let name = name.map_or("", |report| report.subject.as_str());
                format!("it names `{name}` as its issuer, whose key here didn't sign it")
            }
            Issuer::Missing => return None,
        };
        Some(Remark::error(
            "bad-signature",
            message,
            "find the issuer whose key identifier it names",
        ))
    }

    /// A leaf that ends after the authority among the files that signed it. The authority may stand there
    /// in several certificates, renewed with the same key: the last of them counts.
    fn outliving(&self, place: ItemId) -> Option<Remark> {
        let leaf = leaf(self.item(place)?)?;
        let authority = self.item(self.signed_by(place)?)?;
        let last = *self.links.last_ends.get(&authority.link_keys.public?)?;
        let end = leaf.not_after.filter(|end| *end > last)?;
        let name = &authority.report()?.subject;
        Some(Remark::warning(
            "outlives-authority",
            format!(
                "it is valid until {}, and `{name}`, which signed it, until {}: it ends with the authority",
                crate::text::moment(end),
                crate::text::moment(last)
            ),
            "renew the CA before it ends, or give leaves a shorter life",
        ))
    }

    /// An authority that stands first in a file with a leaf whose signer is there too: etcd takes the first
    /// for the leaf.
    fn before_its_leaf(&self, place: ItemId) -> Option<Remark> {
        let items = &self.files.get(place.file)?.items;
        let is_certificate = |item: &Item| matches!(item.kind, ItemKind::Certificate(_));
        let first = items.iter().position(|item| item.etcd_loads && is_certificate(item));
        if first != Some(place.item) || self.item(place).is_some_and(|item| leaf(item).is_some()) {
            return None;
        }
        // Of several files with the authority, links name the first: its key tells that it is here as well.
        let keys: HashSet<[u8; 32]> =
            items.iter().filter_map(|item| item.link_keys.public).collect();
        let mut behind = items.iter().enumerate().skip(place.item + 1);
        let subject = behind.find_map(|(index, item)| {
            let leaf = leaf(item).filter(|_| item.etcd_loads)?;
            let signer = self.item(self.signed_by(ItemId { item: index, ..place })?)?;
            keys.contains(&signer.link_keys.public?).then_some(&leaf.subject)
        })?;
        Some(Remark::warning(
            "chain-order",
            format!(
                "it is an authority's and stands first, before `{subject}`: etcd takes the first for the member's own and ends with `tls: private key does not match public key`"
            ),
            "put the leaf first: cat LEAF INTERMEDIATE > FILE",
        ))
    }

    /// The certificate whose key signed another.
    fn signed_by(&self, place: ItemId) -> Option<ItemId> {
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
            Some(report.as_ref()).filter(|one| one.authority.is_none_or(|authority| !authority.ca))
        }
        _ => None,
    }
}

/// The remarks that depend on the time.
pub fn of_time(item: &Item, now: OffsetDateTime, soon: Option<Duration>) -> Option<Remark> {
    let (start, end) = match &item.kind {
        ItemKind::Certificate(report) => (report.not_before, report.not_after),
        ItemKind::RevocationList(list) => {
            let next = list.next_update.filter(|next| *next < now)?;
            return Some(Remark::warning(
                "stale-list",
                format!("the next list was due at {}", crate::text::moment(next)),
                "fetch the next one from its authority",
            ));
        }
        _ => return None,
    };
    if let Some(end) = end.filter(|end| *end < now) {
        return Some(Remark::error(
            "expired",
            format!("it ended at {}", crate::text::moment(end)),
            "issue it anew; peers refuse it",
        ));
    }
    if let Some(start) = start.filter(|start| *start > now) {
        return Some(Remark::error(
            "not-yet-valid",
            format!("it starts at {}", crate::text::moment(start)),
            "wait, or set this machine's clock right",
        ));
    }
    let soon = now.checked_add(soon?)?;
    let end = end.filter(|end| *end < soon)?;
    Some(Remark::error(
        "expires-soon",
        format!("it ends at {}", crate::text::moment(end)),
        "issue it anew before then",
    ))
}
