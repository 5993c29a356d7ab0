//! One item with its report at hand.

use std::borrow::Cow;

use time::{Duration, OffsetDateTime};

use super::inspection::Inspection;
use super::item::{Item, ItemKind};
use super::links::ItemId;
use crate::finding::Finding;
use crate::finding::rules::reading::StaleList;
use crate::finding::rules::times::ExpiresSoon;
use crate::pki::days_left;
use crate::pki::judge::outside;
use crate::pki::report::CertificateReport;

/// An item that is looked at.
pub struct LookedAt<'a> {
    /// Where it is.
    pub place: ItemId,
    /// The item.
    pub item: &'a Item,
    report: Option<Cow<'a, CertificateReport>>,
}

impl Inspection {
    /// Looks at an item. A certificate's report is kept for the next time.
    pub fn look_at(&self, place: ItemId) -> Option<LookedAt<'_>> {
        let item = self.item(place)?;
        Some(LookedAt { place, item, report: item.report().map(Cow::Borrowed) })
    }

    /// Looks at one item of many: a report that has to be made isn't kept.
    pub fn glance_at(&self, place: ItemId) -> Option<LookedAt<'_>> {
        let item = self.item(place)?;
        let report = match &item.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => Some(report.once()),
            _ => None,
        };
        Some(LookedAt { place, item, report })
    }
}

impl LookedAt<'_> {
    /// The report of a certificate or a request.
    pub fn report(&self) -> Option<&CertificateReport> {
        self.report.as_deref()
    }

    /// All findings: the item's own, then those of its report.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.item.findings_with(self.report())
    }

    /// The finding that depends on the time.
    pub fn of_time(&self, now: OffsetDateTime, soon: Option<Duration>) -> Option<Finding> {
        let report = match &self.item.kind {
            ItemKind::Certificate(_) => self.report()?,
            ItemKind::RevocationList(list) => {
                let next = list.next_update.filter(|next| *next < now)?;
                return Some(StaleList { limit: next }.into());
            }
            _ => return None,
        };
        if report.is_reversed() {
            // That it is never valid is found whenever it is looked at.
            return None;
        }
        let (subject, end) = (&report.subject, report.not_after);
        let is_authority = report.authority.is_some_and(|authority| authority.ca);
        let validity = [report.not_before, end];
        if let Some((finding, ..)) = outside(subject, validity, now, is_authority) {
            return Some(finding);
        }
        let soon = now.checked_add(soon?)?;
        let end = end.filter(|end| *end < soon)?;
        let days = days_left(end, now).unsigned_abs();
        Some(ExpiresSoon { subject: subject.clone(), days }.into())
    }

    /// The report of a certificate that isn't an authority's.
    pub(super) fn leaf(&self) -> Option<&CertificateReport> {
        let is_certificate = matches!(self.item.kind, ItemKind::Certificate(_));
        let report = self.report().filter(|_| is_certificate)?;
        report.authority.is_none_or(|authority| !authority.ca).then_some(report)
    }
}
