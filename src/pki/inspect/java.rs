//! Key stores of Java, JKS and JCEKS (sun.security.provider.JavaKeyStore): certificates stand in them in the clear.

use super::der::{self, BIT_STRING, SEQUENCE};
use super::form::Form;

/// The most entries and certificates that are read.
const LIMIT: usize = 10_000;

/// What a store turned out to be.
pub(super) struct Store<'a> {
    /// Whether it is JCEKS.
    pub(super) is_jceks: bool,
    /// What it holds, as far as it can be read.
    pub(super) held: Vec<(Form, &'a [u8])>,
}

/// Reads a store by its magic number; what is damaged in it ends the list.
pub(super) fn read(bytes: &[u8]) -> Option<Store<'_>> {
    let mut fields = Fields(bytes);
    let is_jceks = match fields.number()? {
        0xFEED_FEED => false,
        0xCECE_CECE => true,
        _ => return None,
    };
    let mut store = Store { is_jceks, held: Vec::new() };
    let _ = entries(&mut fields, &mut store.held);
    Some(store)
}

fn entries<'a>(fields: &mut Fields<'a>, held: &mut Vec<(Form, &'a [u8])>) -> Option<()> {
    let version = fields.number()?;
    let certificate = |fields: &mut Fields<'a>| {
        if version > 1 {
            fields.text()?;
        }
        // What claims more bytes than it is may reach into the key of the next entry.
        let bytes = fields.bytes()?;
        is_exact(bytes).then_some((Form::Certificate, bytes))
    };
    for _ in 0..fields.number()? {
        let kind = fields.number()?;
        let _alias = fields.text()?;
        let _made = fields.take(8)?;
        match kind {
            1 => {
                held.push((Form::EncryptedPkcs8, fields.bytes()?));
                for _ in 0..fields.number()? {
                    held.push(certificate(fields)?);
                    if held.len() > LIMIT {
                        return None;
                    }
                }
            }
            2 => held.push(certificate(fields)?),
            // A secret key is a serialised object of Java, whose length nothing says.
            _ => return None,
        }
        if held.len() > LIMIT {
            return None;
        }
    }
    Some(())
}

/// Whether bytes are something that was signed, and that alone.
fn is_exact(bytes: &[u8]) -> bool {
    let tags: Option<Vec<u8>> =
        der::only(bytes, SEQUENCE).map(|outer| outer.inside().map(|part| part.tag).collect());
    tags.is_some_and(|tags| tags == [SEQUENCE, SEQUENCE, BIT_STRING])
}

/// The fields of Java's `DataOutputStream`, one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.take(2)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))?;
        self.take(usize::from(length))
    }
}
