//! How what was read belongs together: keys and certificates, certificates and who signed them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use smallvec::SmallVec;
use time::OffsetDateTime;

use super::issuing::Authorities;
use super::item::{FileInspection, Item, ItemKind};
use super::lazy::Known;
use super::ocsp::Responses;
use super::{extensions, pairs, revocation, signature};
use crate::finding::Finding;
use crate::pki::notation::clipped;
use crate::pki::parallel::in_shares;

/// The most signatures that are checked, so that files made to be slow aren't.
const CHECKS: usize = 20_000;
/// So many certificates are checked without being asked for it; of more that takes longer than to read them.
const UNASKED: usize = 1000;
/// The most keys of one issuer's name that are tried for one certificate.
const CANDIDATES: usize = 8;
/// The most keys of one name that are known at all.
const NAMESAKES: usize = 256;
/// The most partners of one key or certificate, and of one certificate that stands there twice, that
/// are told.
const PARTNERS: usize = 20;

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ItemId {
    /// The index of its file.
    pub file: usize,
    /// Its index in the file.
    pub item: usize,
}

/// How items belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// For each key, private or public, the certificates and requests with it; for each of these the
    /// keys. At most 20 of each.
    pub partners: BTreeMap<ItemId, Vec<ItemId>>,
    /// Who signed each certificate and revocation list.
    pub issuers: BTreeMap<ItemId, Issuance>,
    /// Certificates that stand there more than once, at most 20 places of each.
    pub duplicates: Vec<Vec<ItemId>>,
    /// The certificate that ends first.
    pub first_to_end: Option<ItemId>,
    /// For each public key, when the last of its certificates ends.
    pub(super) last_ends: HashMap<[u8; 32], OffsetDateTime>,
    /// For each file the first certificate that etcd loads.
    pub(super) first_loaded: Box<[Option<usize>]>,
    /// What lists with a checked signature revoke: the key that signed the list, and serial numbers without leading
    /// zeros.
    pub(super) revoked: Arc<HashSet<([u8; 32], Vec<u8>)>>,
    /// Those who signed certificates.
    pub(super) authorities: Arc<Authorities>,
    /// What OCSP responses come to.
    pub(super) responses: Arc<Responses>,
    /// Keys that aren't those of the certificates they stand with, and certificates in the wrong order.
    pub(super) pairs: Arc<BTreeMap<ItemId, Finding>>,
    /// Whether signatures of certificates are left unchecked, as they are many and nobody asked.
    pub leaves_signatures: bool,
}

/// Who signed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// Who it is.
    pub issuer: Issuer,
    /// Whether the signature fits.
    pub signature: SignatureCheck,
}

/// Who signed something, found by the name of the issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {
    /// Itself.
    Itself,
    /// A certificate among the files.
    Found {
        /// Where it is.
        place: ItemId,
        /// Whether the key identifiers agree; `None` where one of them isn't said.
        same_key_id: Option<bool>,
    },
    /// Nobody among the files.
    Missing,
}

/// What became of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureCheck {
    /// It is by that key.
    Valid,
    /// It isn't by that key.
    Invalid,
    /// It wasn't checked: nobody to check against, an algorithm that can't be checked here, or too many.
    NotChecked,
}

impl From<Option<bool>> for SignatureCheck {
    fn from(fits: Option<bool>) -> Self {
        match fits {
            Some(true) => Self::Valid,
            Some(false) => Self::Invalid,
            None => Self::NotChecked,
        }
    }
}

fn items(files: &[FileInspection]) -> Vec<(ItemId, &Item)> {
    let places = files.iter().enumerate().flat_map(|(file, inspection)| {
        inspection.items.iter().enumerate().map(move |(item, one)| (ItemId { file, item }, one))
    });
    places.collect()
}

/// Finds all links that need no signature checked.
pub(super) fn of_names(files: &[FileInspection]) -> Links {
    let items = items(files);
    let certificates: Vec<Dated<'_>> = items.iter().filter_map(Dated::of).collect();
    Links {
        partners: partners(&items),
        issuers: BTreeMap::new(),
        duplicates: duplicates(&certificates),
        first_to_end: first_to_end(&certificates),
        last_ends: last_ends(&certificates),
        first_loaded: files.iter().map(first_loaded).collect(),
        revoked: Arc::default(),
        authorities: Arc::default(),
        responses: Arc::default(),
        pairs: Arc::new(pairs::faults(files)),
        leaves_signatures: false,
    }
}

/// A certificate, what tells it from others, and when it ends.
struct Dated<'a> {
    place: ItemId,
    fingerprint: &'a [u8; 32],
    public: Option<[u8; 32]>,
    end: Option<OffsetDateTime>,
}

impl<'a> Dated<'a> {
    fn of((place, item): &(ItemId, &'a Item)) -> Option<Self> {
        let ItemKind::Certificate(certificate) = &item.kind else { return None };
        let Known { fingerprint, end, .. } = certificate.known()?;
        Some(Self { place: *place, fingerprint, public: item.link_keys.public, end: *end })
    }
}

fn first_loaded(file: &FileInspection) -> Option<usize> {
    file.items.iter().position(|item| item.etcd_loads && is_certificate(item))
}

/// Gathers what the lists revoke whose signature was checked.
pub(super) fn revoked(
    files: &[FileInspection],
    issuers: &BTreeMap<ItemId, Issuance>,
) -> HashSet<([u8; 32], Vec<u8>)> {
    let item = |place: &ItemId| files.get(place.file)?.items.get(place.item);
    let mut revoked = HashSet::new();
    for (place, issuance) in issuers {
        let Issuance { issuer: Issuer::Found { place: issuer, .. }, signature } = issuance else {
            continue;
        };
        let list = item(place).filter(|one| matches!(one.kind, ItemKind::RevocationList(_)));
        let key = item(issuer).and_then(|issuer| issuer.link_keys.public);
        let Some((list, key)) = list.zip(key).filter(|_| *signature == SignatureCheck::Valid)
        else {
            continue;
        };
        revoked.extend(revocation::serials(list.der()).map(|serial| (key, serial)));
    }
    revoked
}

fn partners(items: &[(ItemId, &Item)]) -> BTreeMap<ItemId, Vec<ItemId>> {
    let mut by_key: HashMap<[u8; 32], (Vec<ItemId>, Vec<ItemId>)> = HashMap::new();
    // Keys first: certificates without one, which may be many, need no room.
    for is_key in [true, false] {
        for (place, item) in items.iter().filter(|(_, item)| self::is_key(item) == is_key) {
            let Some(public) = item.link_keys.public else { continue };
            if is_key {
                by_key.entry(public).or_default().0.push(*place);
            } else if let Some((_, users)) = by_key.get_mut(&public) {
                users.push(*place);
            }
        }
    }
    let mut partners = BTreeMap::new();
    for (keys, users) in by_key.into_values() {
        for (some, others) in [(&keys, &users), (&users, &keys)] {
            if others.is_empty() {
                continue;
            }
            let told: Vec<ItemId> = others.iter().take(PARTNERS).copied().collect();
            partners.extend(some.iter().map(|place| (*place, told.clone())));
        }
    }
    partners
}

fn duplicates(certificates: &[Dated<'_>]) -> Vec<Vec<ItemId>> {
    let mut sorted: Vec<&Dated<'_>> = certificates.iter().collect();
    sorted.sort_unstable_by_key(|one| (one.fingerprint, one.place));
    let alike = sorted.chunk_by(|one, next| one.fingerprint == next.fingerprint);
    let places = |alike: &[&Dated<'_>]| alike.iter().take(PARTNERS).map(|one| one.place).collect();
    let mut duplicates: Vec<Vec<ItemId>> =
        alike.filter(|alike| alike.len() > 1).map(places).collect();
    duplicates.sort_unstable();
    duplicates
}

fn last_ends(certificates: &[Dated<'_>]) -> HashMap<[u8; 32], OffsetDateTime> {
    let mut last = HashMap::new();
    for one in certificates {
        if let (Some(public), Some(end)) = (one.public, one.end) {
            last.entry(public)
                .and_modify(|known: &mut OffsetDateTime| *known = end.max(*known))
                .or_insert(end);
        }
    }
    last
}

fn first_to_end(certificates: &[Dated<'_>]) -> Option<ItemId> {
    let dated = certificates.iter().filter_map(|one| Some((one.end?, one.place)));
    dated.min().map(|(_, place)| place)
}

/// One certificate, with what its issuer is looked up by.
struct Candidate<'a> {
    place: ItemId,
    /// Its public key as it stands there.
    spki: &'a [u8],
    key: OnceLock<Box<signature::Key<'a>>>,
    key_id: Option<&'a [u8]>,
}

impl<'a> Candidate<'a> {
    /// A certificate with its subject.
    fn of((place, item): &(ItemId, &'a Item)) -> Option<(&'a [u8], Self)> {
        let ItemKind::Certificate(certificate) = &item.kind else { return None };
        let frame = certificate.frame()?;
        let (spki, key_id) = (frame.key.whole, extensions::key_ids(&frame).own);
        Some((frame.subject.whole, Self { place: *place, spki, key: OnceLock::new(), key_id }))
    }

    fn key(&self) -> &signature::Key<'a> {
        self.key.get_or_init(|| Box::new(signature::Key::from_spki(self.spki)))
    }
}

/// Certificates by subject, byte by byte as Go compares them. Nearly each name is that of one.
type BySubject<'a> = HashMap<&'a [u8], SmallVec<[Candidate<'a>; 1]>>;

fn by_subject<'a>(items: &[(ItemId, &'a Item)]) -> BySubject<'a> {
    let named = in_shares(items, |share| share.iter().filter_map(Candidate::of).collect());
    let mut subjects: BySubject<'a> = HashMap::new();
    for (subject, candidate) in named {
        let namesakes = subjects.entry(subject).or_default();
        // The same key under another certificate makes no difference.
        let is_new = namesakes.iter().all(|one| one.spki != candidate.spki);
        if namesakes.len() < NAMESAKES && is_new {
            namesakes.push(candidate);
        }
    }
    subjects
}

fn is_key(item: &Item) -> bool {
    matches!(item.kind, ItemKind::PrivateKey { .. } | ItemKind::PublicKey(_))
}

fn is_certificate(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Certificate(_))
}

/// Whether there are so few certificates that checking each signature costs next to nothing.
pub(super) fn has_few_certificates(files: &[FileInspection]) -> bool {
    let items = files.iter().flat_map(|file| &file.items);
    items.filter(|item| is_certificate(item)).count() <= UNASKED
}

/// Finds who signed what, and checks it: the signatures of lists always, those of certificates where they are asked
/// for.
pub(super) fn issuers(
    files: &[FileInspection],
    of_certificates: bool,
) -> BTreeMap<ItemId, Issuance> {
    let items = items(files);
    let subjects = by_subject(&items);
    let signed: Vec<&(ItemId, &Item)> = items
        .iter()
        .filter(|(_, item)| {
            is_certificate(item) || matches!(item.kind, ItemKind::RevocationList(_))
        })
        .collect();
    let certificates_left = AtomicUsize::new(if of_certificates { CHECKS } else { 0 });
    let lists_left = AtomicUsize::new(CHECKS);
    let found = in_shares(&signed, |share| {
        let one = |(place, item): &&(ItemId, &Item)| {
            let left = if is_certificate(item) { &certificates_left } else { &lists_left };
            Some((*place, issuance(item, &subjects, left)?))
        };
        share.iter().filter_map(one).collect()
    });
    found.into_iter().collect()
}

/// Takes one from the checks that are left.
fn allowed(left: &AtomicUsize) -> Option<()> {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
        .ok()
        .map(drop)
}

fn issuance(item: &Item, subjects: &BySubject<'_>, left: &AtomicUsize) -> Option<Issuance> {
    match &item.kind {
        ItemKind::Certificate(certificate) => {
            let child = certificate.frame()?;
            let is_own = child.issuer.whole == child.subject.whole;
            let own = is_own.then(|| {
                allowed(left)?;
                let namesakes = subjects.get(child.subject.whole).into_iter().flatten();
                match namesakes.into_iter().find(|one| one.spki == child.key.whole) {
                    Some(known) => signature::by(&child, known.key()),
                    None => signature::by(&child, &signature::Key::from_spki(child.key.whole)),
                }
            });
            if own == Some(Some(true)) {
                return Some(Issuance { issuer: Issuer::Itself, signature: SignatureCheck::Valid });
            }
            let key_id = extensions::key_ids(&child).authority;
            let same = |one: &Candidate<'_>| Some(one.key_id? == key_id?);
            let found = look_up(child.issuer.whole, same, subjects, left, |issuer| {
                // Its own key was tried.
                match own {
                    Some(own) if issuer.spki == child.key.whole => own,
                    _ => signature::by(&child, issuer.key()),
                }
            });
            Some(match (own, found.signature) {
                (Some(own), check) if check != SignatureCheck::Valid => {
                    Issuance { issuer: Issuer::Itself, signature: own.into() }
                }
                _ => found,
            })
        }
        ItemKind::RevocationList(list) => {
            let issuer = signature::list_issuer(item.der())?;
            let key_id = list.authority_key_id.as_deref();
            let same = |one: &Candidate<'_>| Some(clipped(one.key_id?) == key_id?);
            Some(look_up(issuer, same, subjects, left, |issuer| {
                signature::of_list(item.der(), issuer.key())
            }))
        }
        _ => None,
    }
}

/// Finds the certificate of a name whose key made a signature; failing that, the most likely one. `same` tells
/// whether a certificate has the key identifier that is looked for; `None` where one of them isn't said.
fn look_up(
    name: &[u8],
    same: impl Fn(&Candidate<'_>) -> Option<bool>,
    subjects: &BySubject<'_>,
    left: &AtomicUsize,
    fits: impl Fn(&Candidate<'_>) -> Option<bool>,
) -> Issuance {
    let candidates = subjects.get(name).map(SmallVec::as_slice).unwrap_or_default();
    // Those with the right key identifier first, in case there are many of the name.
    let right = candidates.iter().filter(|one| same(one) == Some(true));
    let others = candidates.iter().filter(|one| same(one) != Some(true));
    let mut best: Option<Issuance> = None;
    for one in right.chain(others).take(CANDIDATES) {
        let check = SignatureCheck::from(allowed(left).and_then(|()| fits(one)));
        let issuer = Issuer::Found { place: one.place, same_key_id: same(one) };
        let found = Issuance { issuer, signature: check };
        match check {
            SignatureCheck::Valid => return found,
            SignatureCheck::NotChecked
                if best.as_ref().is_none_or(|best| best.signature == SignatureCheck::Invalid) =>
            {
                best = Some(found);
            }
            _ => best = best.or(Some(found)),
        }
    }
    best.unwrap_or(Issuance { issuer: Issuer::Missing, signature: SignatureCheck::NotChecked })
}
