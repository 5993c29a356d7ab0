//! Who signed a certificate, who signed that one, and so on up to a trust anchor: worked out for one
//! certificate when somebody asks, as there may be thousands.

use std::collections::HashSet;

use crate::pki::inspect::FileInspection;
use crate::pki::{Inspection, Issuance, Issuer, Item, ItemId, ItemKind, SignatureCheck};

/// The most certificates that a chain is followed over. Go and OpenSSL give up at a hundred; what people
/// use has three.
const LENGTH: usize = 16;
/// The most signatures that are checked in search of another way to an anchor.
const CHECKS: usize = 64;

/// The certificates above one, nearest first, and how that ends.
pub(super) struct Chain {
    pub(super) links: Vec<Link>,
    pub(super) end: End,
}

/// A certificate that signed the one below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) place: ItemId,
    /// Whether that signature was checked; it may be of a kind that can't be.
    pub(super) checked: bool,
}

/// What is above the last certificate of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Nothing: it signed itself.
    Anchor,
    /// Its issuer isn't among the files.
    Missing,
    /// Its issuer's name is among the files, with another key.
    OtherKey,
    /// It names itself as its issuer, and is signed by another key.
    NotByItself,
    /// A certificate that stands below it already.
    Circle,
    /// More than are followed.
    Long,
}

/// Who signed what is at a place; `None` where that is itself, nobody here, or another key.
pub(super) fn issuer(inspection: &Inspection, place: ItemId) -> Option<Link> {
    match inspection.links.issuers.get(&place)? {
        Issuance { signature: SignatureCheck::Invalid, .. } => None,
        Issuance { issuer: Issuer::Found { place, .. }, signature } => {
            Some(Link { place: *place, checked: *signature == SignatureCheck::Valid })
        }
        _ => None,
    }
}

/// Whether a certificate signed itself.
pub(super) fn is_anchor(inspection: &Inspection, place: ItemId) -> bool {
    inspection
        .links
        .issuers
        .get(&place)
        .is_some_and(|one| one.issuer == Issuer::Itself && one.signature != SignatureCheck::Invalid)
}

impl Chain {
    /// Follows the links from a certificate on. Where they don't lead to an anchor, and another certificate
    /// of the same name and key does (as with cross-signed authorities), the shortest such way is taken.
    pub(super) fn new(inspection: &Inspection, place: ItemId) -> Self {
        let mut chain = Self::straight(inspection, place);
        if chain.end != End::Anchor
            && let Some(links) = other_way(inspection, place)
        {
            chain = Self { links, end: End::Anchor };
        }
        for link in &mut chain.links {
            link.place = nearest(inspection, place, link.place);
        }
        chain
    }

    fn straight(inspection: &Inspection, place: ItemId) -> Self {
        let mut links: Vec<Link> = Vec::new();
        let mut seen = HashSet::from([fingerprint(inspection, place)]);
        let mut here = place;
        while let Some(link) = issuer(inspection, here) {
            if links.len() == LENGTH {
                return Self { links, end: End::Long };
            }
            if !seen.insert(fingerprint(inspection, link.place)) {
                return Self { links, end: End::Circle };
            }
            links.push(link);
            here = link.place;
        }
        let issuance = inspection.links.issuers.get(&here);
        let end = match issuance.map(|one| (one.issuer, one.signature)) {
            Some((Issuer::Itself, SignatureCheck::Invalid)) => End::NotByItself,
            Some((Issuer::Itself, _)) => End::Anchor,
            Some((Issuer::Found { .. }, _)) => End::OtherKey,
            Some((Issuer::Missing, _)) | None => End::Missing,
        };
        Self { links, end }
    }

    /// How many rows it takes: a certificate each, and what is missing.
    pub(super) fn rows(&self) -> usize {
        self.links.len() + usize::from(self.end != End::Anchor)
    }
}

/// A certificate that was reached, and the one below it, by its index.
struct Reached {
    link: Link,
    below: Option<usize>,
    depth: usize,
}

/// The shortest way to an anchor over all certificates that could stand for an issuer.
fn other_way(inspection: &Inspection, place: ItemId) -> Option<Vec<Link>> {
    let mut checks = CHECKS;
    let mut seen = HashSet::from([fingerprint(inspection, place)]);
    let mut reached: Vec<Reached> = Vec::new();
    let mut next = 0;
    let mut here = (place, None, 0);
    loop {
        let (from, below, depth) = here;
        if depth < LENGTH {
            for link in signers(inspection, from, &mut seen, &mut checks) {
                reached.push(Reached { link, below, depth: depth + 1 });
                if is_anchor(inspection, link.place) {
                    return Some(way(&reached));
                }
            }
        }
        let one = reached.get(next)?;
        here = (one.link.place, Some(next), one.depth);
        next += 1;
    }
}

/// The way to what was reached last, nearest first.
fn way(reached: &[Reached]) -> Vec<Link> {
    let below = |one: &&Reached| one.below.and_then(|index| reached.get(index));
    let mut links: Vec<Link> =
        std::iter::successors(reached.last(), below).map(|one| one.link).collect();
    links.reverse();
    links
}

/// Where a certificate stands nearest to another: in the same file, else in its directory.
fn nearest(inspection: &Inspection, to: ItemId, place: ItemId) -> ItemId {
    let mut duplicates = inspection.links.duplicates.iter();
    let Some(places) = duplicates.find(|places| places.contains(&place)) else { return place };
    let directory = |file: usize| inspection.files.get(file).and_then(|file| file.path.parent());
    let far = |one: &ItemId| (one.file != to.file, directory(one.file) != directory(to.file));
    places.iter().copied().min_by_key(far).unwrap_or(place)
}

/// What tells a certificate from others, wherever it stands.
fn fingerprint(inspection: &Inspection, place: ItemId) -> Option<&str> {
    inspection.item(place)?.report()?.fingerprint.as_deref()
}

/// All certificates that could have signed one, and weren't seen: the links know one of each key.
fn signers<'a>(
    inspection: &'a Inspection,
    place: ItemId,
    seen: &mut HashSet<Option<&'a str>>,
    checks: &mut usize,
) -> Vec<Link> {
    let Some(known) = issuer(inspection, place) else { return Vec::new() };
    let mut found = Vec::new();
    if seen.insert(fingerprint(inspection, known.place)) {
        found.push(known);
    }
    let Some(named) = inspection.item(place).and_then(Item::report) else { return found };
    for (file, read) in inspection.files.iter().enumerate() {
        for (index, item) in read.items.iter().enumerate() {
            let other = ItemId { file, item: index };
            let ItemKind::Certificate(report) = &item.kind else { continue };
            let name = report.fingerprint.as_deref();
            if report.subject != named.issuer || seen.contains(&name) {
                continue;
            }
            let Some(left) = checks.checked_sub(1) else { return found };
            *checks = left;
            if signed(inspection, place, other) {
                seen.insert(name);
                found.push(Link { place: other, checked: true });
            }
        }
    }
    found
}

/// Whether a certificate was signed by the key of another, asked about on their own.
fn signed(inspection: &Inspection, place: ItemId, by: ItemId) -> bool {
    let items = [place, by].into_iter().filter_map(|place| inspection.item(place).cloned());
    let file = FileInspection { items: items.collect(), ..FileInspection::default() };
    let pair = Inspection::unchecked(vec![file]);
    let [first, second] = [0, 1].map(|item| ItemId { file: 0, item });
    pair.issuers().get(&first).is_some_and(|one| {
        one.signature == SignatureCheck::Valid
            && matches!(one.issuer, Issuer::Found { place, .. } if place == second)
    })
}
