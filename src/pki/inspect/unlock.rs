//! PKCS #12 that wasn't opened when it was read, wherever it stands: in a file of its own, in a block of PEM, in a
//! Secret.

use std::fmt;

use zeroize::Zeroizing;

use super::block;
use super::item::{FileInspection, Item};
use crate::finding::Rule;
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
    /// Whether this is a PKCS #12 that isn't opened.
    pub(super) fn is_locked(&self) -> bool {
        self.findings.iter().any(|one| one.rule == Rule::Pkcs12Locked)
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
            let Some(Ok(read)) =
                store.sealed.as_ref().map(|one| block::unlocked(&one.0, passphrase))
            else {
                continue;
            };
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
                item.within = item
                    .within
                    .map(|within| if within > place { within + held.len() } else { within });
            }
            let behind = index;
            index += held.len();
            self.items.splice(behind..behind, held);
            opened = true;
        }
        opened
    }
}
