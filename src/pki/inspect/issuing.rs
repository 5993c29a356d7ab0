//! Whether those who signed certificates among the files may: as certificate authorities, for these names, for these
//! purposes, with so many others between.

use std::collections::{BTreeMap, HashMap};

use super::item::{FileInspection, Item, ItemKind};
use super::links::{Issuance, Issuer, ItemId, SignatureCheck};
use crate::cluster::EtcdVersion;
use crate::finding::Finding;
use crate::pki::judge::{CertificateFacts, issuing_fault};

/// How many authorities stand above one another at most.
const DEPTH: usize = 6;
/// How many certificates of one authority's key are looked at.
const RENEWED: usize = 4;

/// One certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Authority {
    facts: CertificateFacts,
    /// The key that signed it; `None` for its own, and where that isn't known.
    signer: Option<[u8; 32]>,
}

/// The authorities that signed something, by their key: one that was renewed has several certificates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Authorities(HashMap<[u8; 32], Vec<Authority>>);

/// The key that signed something, where that was checked.
fn signer(
    files: &[FileInspection],
    issuers: &BTreeMap<ItemId, Issuance>,
    place: ItemId,
) -> Option<[u8; 32]> {
    match issuers.get(&place)? {
        Issuance { issuer: Issuer::Found { place, .. }, signature: SignatureCheck::Valid } => {
            files.get(place.file)?.items.get(place.item)?.link_keys.public
        }
        _ => None,
    }
}

impl Authorities {
    /// Reads the certificates of those who signed others.
    pub(super) fn of(files: &[FileInspection], issuers: &BTreeMap<ItemId, Issuance>) -> Self {
        let signers = issuers.keys().filter_map(|place| signer(files, issuers, *place));
        let mut authorities: HashMap<[u8; 32], Vec<Authority>> =
            signers.map(|key| (key, Vec::new())).collect();
        if authorities.is_empty() {
            return Self::default();
        }
        for (file, inspection) in files.iter().enumerate() {
            for (index, item) in inspection.items.iter().enumerate() {
                let known = item.link_keys.public.and_then(|key| authorities.get_mut(&key));
                let Some(known) = known.filter(|known| known.len() < RENEWED) else { continue };
                if let Some(facts) = facts(item) {
                    let signer = signer(files, issuers, ItemId { file, item: index });
                    known.push(Authority { facts, signer });
                }
            }
        }
        Self(authorities)
    }

    /// Why what a key signed isn't taken, whichever of the ways up is gone.
    pub(super) fn fault(&self, signed: &Item, key: [u8; 32]) -> Option<Finding> {
        // Of the usual authority there is nothing to ask.
        let is_usual = |one: &Authority| {
            let facts = &one.facts;
            one.signer.is_none()
                && facts.ca == Some(true)
                && facts.may_sign != Some(false)
                && facts.purposes.is_none()
                && !facts.has_name_constraints()
        };
        if self.0.get(&key).is_none_or(|known| known.iter().any(is_usual)) {
            return None;
        }
        self.above(&[&facts(signed)?], key)
    }

    /// The first fault of those above a way, where none of them leads on without one.
    fn above(&self, way: &[&CertificateFacts], key: [u8; 32]) -> Option<Finding> {
        let below = way.last()?;
        let mut first = None;
        let known = self.0.get(&key).into_iter().flatten();
        for authority in known.filter(|one| below.names(&one.facts)) {
            let longer = [way, &[&authority.facts]].concat();
            let on = || {
                let signer = authority.signer.filter(|_| longer.len() < DEPTH)?;
                self.above(&longer, signer)
            };
            match issuing_fault(&longer).or_else(on) {
                Some(fault) => first = first.or(Some(fault)),
                None => return None,
            }
        }
        first
    }
}

fn facts(item: &Item) -> Option<CertificateFacts> {
    let ItemKind::Certificate(certificate) = &item.kind else { return None };
    CertificateFacts::from_der(certificate.frame()?.whole, EtcdVersion::V3_7.into()).ok()
}
