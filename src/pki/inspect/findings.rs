//! Everything there is to say against what was read, as of a moment.

use time::{Duration, OffsetDateTime};

use super::links::{Issuance, Issuer, SignatureCheck};
use super::remark::Remark;
use super::{Item, ItemKind, Place, Reading};
use crate::pki::report;

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

impl Reading {
    /// Gathers all remarks, in the order of files and items: those of the files and items, those of time
    /// as of `now`, and those that only links tell. What ends within `soon` is an error, because somebody
    /// asked for it.
    pub fn findings(&self, now: OffsetDateTime, soon: Option<Duration>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (file, reading) in self.files.iter().enumerate() {
            let own = reading.remarks.iter().cloned();
            findings.extend(own.map(|remark| Finding { file, item: None, remark }));
            for (index, item) in reading.items.iter().enumerate() {
                let place = Place { file, item: index };
                let remarks = item.all_remarks().cloned();
                let remarks = remarks.chain(of_time(item, now, soon)).chain(self.of_links(place));
                let item = Some(index);
                findings.extend(remarks.map(|remark| Finding { file, item, remark }));
            }
        }
        findings
    }

    /// The remarks that only the other items tell.
    pub fn of_links(&self, place: Place) -> Option<Remark> {
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
}

/// The remarks that depend on the time.
pub fn of_time(item: &Item, now: OffsetDateTime, soon: Option<Duration>) -> Option<Remark> {
    let (start, end) = match &item.kind {
        ItemKind::Certificate(report) => (report.not_before, report.not_after),
        ItemKind::RevocationList(list) => {
            let next = list.next_update.filter(|next| *next < now)?;
            return Some(Remark::warning(
                "stale-list",
                format!("the next list was due at {}", report::moment(next)),
                "fetch the next one from its authority",
            ));
        }
        _ => return None,
    };
    if let Some(end) = end.filter(|end| *end < now) {
        return Some(Remark::error(
            "expired",
            format!("it ended at {}", report::moment(end)),
            "issue it anew; peers refuse it",
        ));
    }
    if let Some(start) = start.filter(|start| *start > now) {
        return Some(Remark::error(
            "not-yet-valid",
            format!("it starts at {}", report::moment(start)),
            "wait, or set this machine's clock right",
        ));
    }
    let soon = now.checked_add(soon?)?;
    let end = end.filter(|end| *end < soon)?;
    Some(Remark::error(
        "expires-soon",
        format!("it ends at {}", report::moment(end)),
        "issue it anew before then",
    ))
}
