//! Going to what is worth seeing: matches, findings, what ends first, who signed.

use super::{Above, Node, Stage, Viewer};
use crate::finding::Severity;
use crate::pki::{Issuance, Issuer, ItemId, ItemKind};
use crate::text::fill;

impl Viewer {
    /// Selects a node; what isn't among the certificates is shown among the files.
    pub(super) fn go(&mut self, node: Node) {
        let place = self.tree.place(&self.inspection, node);
        if self.by_chain && place.is_some_and(|place| self.forest.go(place)) {
            return;
        }
        self.by_chain = false;
        self.tree.go(&self.inspection, node);
    }

    pub(super) fn go_to_match(&mut self, forward: bool) {
        let Some(here) = self.selected() else { return };
        let matches = &self.search.matches;
        let found = if forward {
            let next = matches.partition_point(|node| *node <= here);
            matches.get(next).or(matches.first())
        } else {
            let before = matches.partition_point(|node| *node < here);
            before.checked_sub(1).and_then(|index| matches.get(index)).or(matches.last())
        };
        let Some(found) = found.copied() else {
            let asked = self.search.input.value().trim().is_empty();
            return self.refuse(if asked { "viewer-no-search" } else { "viewer-no-match" });
        };
        self.go(found);
        if !self.search.open {
            let matches = &self.search.matches;
            let number = matches.partition_point(|node| *node <= found);
            let count = matches.len();
            self.say(fill("viewer-match", &[("number", &number), ("count", &count)]));
        }
    }

    /// Goes to the next warning or error, around the end.
    pub(super) fn go_to_finding(&mut self, forward: bool) {
        let Some(here) = self.selected() else { return };
        let here = here.alone(&self.inspection);
        let nodes = || {
            let serious =
                self.findings.iter().filter(|(_, finding)| finding.severity() >= Severity::Warning);
            serious.map(|(file, one)| {
                Node { item: one.location.item, ..Node::file(*file) }.alone(&self.inspection)
            })
        };
        let found = if forward {
            nodes().find(|node| *node > here).or_else(|| nodes().next())
        } else {
            nodes().rfind(|node| *node < here).or_else(|| nodes().next_back())
        };
        match found {
            Some(node) => self.go(node),
            None => self.tell("viewer-no-finding"),
        }
    }

    /// Goes to the certificate that ends first; asked again there, to the one that ends next.
    pub(super) fn go_to_next_end(&mut self) {
        let end = |place: ItemId| match &self.inspection.item(place)?.kind {
            ItemKind::Certificate(report) => Some((report.not_after?, place)),
            _ => None,
        };
        let after = self.ending.filter(|ending| self.subject() == Some(*ending)).and_then(end);
        let places =
            self.inspection.files.iter().enumerate().flat_map(|(file, read)| {
                (0..read.items.len()).map(move |item| ItemId { file, item })
            });
        let next = match after {
            Some(after) => places.filter_map(end).filter(|end| *end > after).min(),
            None => self.inspection.links.first_to_end.and_then(end),
        };
        let Some((at, place)) = next else {
            let last = after.is_some();
            return self.refuse(if last { "viewer-ends-last" } else { "viewer-no-end" });
        };
        self.ending = Some(place);
        self.go(Node::item(place));
        self.say(fill("viewer-ends", &[("date", &at.date())]));
    }

    /// Goes to who signed what is selected; from a key to the certificate it belongs to, and from a row of
    /// a chain to where that certificate stands.
    pub(super) fn go_to_issuer(&mut self) {
        match self.above() {
            Some(Above::Issuer(link)) => return self.go(Node::item(link.place)),
            Some(Above::End(..)) => return self.refuse("viewer-no-issuer"),
            None => {}
        }
        let Some(place) = self.subject() else { return };
        let links = &self.inspection.links;
        let issuance = links.issuers.get(&place).map(|Issuance { issuer, .. }| *issuer);
        let is_key = self.inspection.item(place).is_some_and(|item| {
            matches!(item.kind, ItemKind::PrivateKey { .. } | ItemKind::PublicKey(_))
        });
        let owner = links.partners.get(&place).and_then(|places| places.first()).copied();
        match (issuance, owner.filter(|_| is_key)) {
            (Some(Issuer::Found { place, .. }), _) | (_, Some(place)) => {
                self.go(Node::item(place));
            }
            (Some(Issuer::Itself), _) => self.tell("viewer-signed-itself"),
            (None, _) if self.stage == Stage::Checking => self.refuse("viewer-still-checking"),
            _ => self.refuse("viewer-no-issuer"),
        }
    }
}
