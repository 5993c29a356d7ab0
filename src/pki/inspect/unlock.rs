//! PKCS #12 that wasn't opened when it was read, wherever it stands: in a file of its own, in a block of PEM, in a
//! Secret.

use std::fmt;

use zeroize::Zeroizing;

use super::block;
use super::item::{FileInspection, Item, ItemKind};
use super::key::PrivateKeyKind;
use super::pkcs12::Pkcs12Error;
use crate::finding::Rule;
use crate::finding::rules::reading::Pkcs12Locked;
use crate::pki::Passphrase;

/// A store under its passphrase, kept until somebody gives that.
#[derive(Clone)]
pub(in crate::pki) struct Sealed(Zeroizing<Vec<u8>>);

impl Sealed {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }
}

/// Leaves the bytes out.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Item {
    /// Whether this is a PKCS #12 that isn't opened, or not all of it.
    pub(super) fn is_locked(&self) -> bool {
        self.sealed.is_some()
    }

    /// Whether this is a key whose passphrase isn't known.
    pub(super) fn is_sealed_key(&self) -> bool {
        matches!(self.kind, ItemKind::PrivateKey { kind: PrivateKeyKind::EncryptedPkcs8, .. })
    }
}

impl FileInspection {
    /// Whether it holds a PKCS #12 that isn't opened.
    pub fn is_locked(&self) -> bool {
        self.items.iter().any(Item::is_locked)
    }

    /// Opens what a passphrase opens, and puts what is in it behind it; tells whether that was anything.
    pub fn unlock(&mut self, passphrase: &Passphrase) -> bool {
        let (mut opened, mut index) = (false, 0);
        while let Some(store) = self.items.get(index) {
            let place = index;
            index += 1;
            let read = match store.sealed.as_ref().map(|one| block::unlocked(&one.0, passphrase)) {
                Some(Ok(read)) => read,
                Some(Err(why)) => {
                    self.still_locked(place, &why);
                    continue;
                }
                None => continue,
            };
            // What was to be read without a passphrase stands there already.
            let known = self.items.iter().skip(index);
            let known = known.take_while(|item| item.within == Some(place)).count();
            if known > 0 && read.iter().any(Item::is_sealed_key) {
                continue;
            }
            let (line, wrapping) = (store.line, store.wrapping.clone());
            let mut read = read.into_iter();
            let Some(own) = read.next() else { continue };
            let held: Vec<Item> = read
                .map(|item| Item { line, within: Some(place), wrapping: wrapping.clone(), ..item })
                .collect();
            if let Some(store) = self.items.get_mut(place) {
                store.kind = own.kind;
                store.sealed = None;
                store.findings.retain(|one| one.rule != Rule::Pkcs12Locked);
            }
            for item in self.items.iter_mut().skip(index) {
                item.within = item.within.map(|within| {
                    if within > place { within + held.len() - known } else { within }
                });
            }
            let behind = index;
            index += held.len();
            self.items.splice(behind..behind + known, held);
            opened = true;
        }
        opened
    }

    /// Says why a passphrase didn't open a store.
    fn still_locked(&mut self, place: usize, why: &Pkcs12Error) {
        let locked = self.items.get_mut(place).into_iter().flat_map(|store| &mut store.findings);
        for finding in locked.filter(|one| one.rule == Rule::Pkcs12Locked) {
            *finding = Pkcs12Locked { why: why.to_string() }.into();
        }
    }
}
