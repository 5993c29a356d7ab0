//! PKCS #12 (RFC 7292): what a store holds, once its passphrase is known.

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA224, SHA256, SHA384, SHA512};
use aws_lc_rs::hmac;
use thiserror::Error;
use zeroize::Zeroizing;

use super::der::{self, Element, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE};
use super::form::Form;
use super::name::oid;
use crate::pki::private_key::{KeyError, Passphrase, pkcs12};
use crate::text::in_words;

const DATA: &str = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";
/// The most parts under a passphrase that are opened: each costs its rounds anew.
const SEALED: usize = 32;
/// The most bags that are read.
const BAGS: usize = 10_000;
/// How deep bags are nested.
const DEPTH: usize = 8;
/// The most rounds that are spent on the empty passphrase, which nobody asked for.
const UNASKED_ROUNDS: u32 = 1_000_000;

/// Why a store isn't opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// A passphrase is needed, and nobody gave one.
    NoPassphrase,
    /// Another passphrase is needed.
    WrongPassphrase,
    /// It isn't written as this reader knows it: indefinite lengths, signatures in place of a MAC.
    Structure,
    /// A cipher or a cost that isn't read.
    Cipher(String),
}

in_words! { Pkcs12Error:
    Self::NoPassphrase => ["error-pkcs12-no-passphrase"],
    Self::WrongPassphrase => ["error-pkcs12-wrong-passphrase"],
    Self::Structure => ["error-pkcs12-structure"],
    Self::Cipher(what) => (what),
}

/// One thing in a store.
pub(super) struct Held {
    pub(super) form: Form,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// Opens a store.
pub(super) fn open(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<Held>, Pkcs12Error> {
    let store = Store::parse(bytes).ok_or(Pkcs12Error::Structure)?;
    store.open(passphrase)
}

/// Opens a store under the empty passphrase, where that doesn't take long.
pub(super) fn open_unasked(bytes: &[u8]) -> Result<Vec<Held>, Pkcs12Error> {
    let store = Store::parse(bytes).ok_or(Pkcs12Error::Structure)?;
    if store.mac.as_ref().is_some_and(|mac| mac.rounds > UNASKED_ROUNDS) {
        return Err(Pkcs12Error::NoPassphrase);
    }
    store.open(&Passphrase::new(String::new())).map_err(|error| match error {
        Pkcs12Error::WrongPassphrase => Pkcs12Error::NoPassphrase,
        other => other,
    })
}

/// Whether OpenSSL 3 opens a store with its option `-legacy` only.
pub(super) fn is_legacy(bytes: &[u8]) -> bool {
    // RC2 and RC4 under SHA-1: pkcs-12PbeIds 1, 2, 5 and 6.
    const IDS: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01];
    bytes.windows(IDS.len() + 1).any(|window| {
        window.strip_prefix(&IDS[..]).is_some_and(|rest| matches!(rest, [1 | 2 | 5 | 6]))
    })
}

struct Store<'a> {
    /// What the MAC is over.
    safe: &'a [u8],
    mac: Option<Mac<'a>>,
}

struct Mac<'a> {
    digest: String,
    value: &'a [u8],
    salt: &'a [u8],
    rounds: u32,
}

impl<'a> Store<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut parts = der::split(bytes)?.0.inside();
        parts.tagged(INTEGER)?;
        let safe = data(parts.tagged(SEQUENCE)?)?;
        let mac = match parts.tagged(SEQUENCE) {
            Some(mac) => Some(Mac::parse(mac)?),
            None => None,
        };
        Some(Self { safe, mac })
    }

    fn open(&self, passphrase: &Passphrase) -> Result<Vec<Held>, Pkcs12Error> {
        // The empty passphrase is written as no bytes or as the end of a text alone.
        let forms = pkcs12::written(passphrase);
        let password =
            forms.iter().find(|one| self.mac.as_ref().is_none_or(|mac| mac.fits(self.safe, one)));
        let password = password.ok_or(Pkcs12Error::WrongPassphrase)?;
        let mut opener = Opener { passphrase, password, sealed: 0, bags: 0, held: Vec::new() };
        let contents = der::only(self.safe, SEQUENCE).ok_or(Pkcs12Error::Structure)?;
        for content in contents.inside() {
            opener.content(content)?;
        }
        Ok(opener.held)
    }
}

/// The bytes of a `ContentInfo` of plain data.
fn data(content: Element<'_>) -> Option<&[u8]> {
    let mut parts = content.inside();
    let kind = oid(parts.tagged(OID)?.value);
    let held = parts.tagged(0xA0)?.inside().tagged(OCTET_STRING)?;
    (kind == DATA).then_some(held.value)
}

impl<'a> Mac<'a> {
    fn parse(mac: Element<'a>) -> Option<Self> {
        let mut parts = mac.inside();
        let mut info = parts.tagged(SEQUENCE)?.inside();
        let digest = oid(info.tagged(SEQUENCE)?.inside().tagged(OID)?.value);
        let value = info.tagged(OCTET_STRING)?.value;
        let salt = parts.tagged(OCTET_STRING)?.value;
        let rounds = match parts.tagged(INTEGER) {
            Some(rounds) => der::small(rounds.value)?,
            None => 1,
        };
        Some(Self { digest, value, salt, rounds })
    }

    /// Whether a password makes this MAC. One by other rules (PBMAC1) tells nothing: the ciphers will.
    fn fits(&self, safe: &[u8], password: &[u8]) -> bool {
        let (digest, algorithm): (&'static Algorithm, hmac::Algorithm) = match self.digest.as_str()
        {
            "1.3.14.3.2.26" => (&SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
            "2.16.840.1.101.3.4.2.4" => (&SHA224, hmac::HMAC_SHA224),
            "2.16.840.1.101.3.4.2.1" => (&SHA256, hmac::HMAC_SHA256),
            "2.16.840.1.101.3.4.2.2" => (&SHA384, hmac::HMAC_SHA384),
            "2.16.840.1.101.3.4.2.3" => (&SHA512, hmac::HMAC_SHA512),
            _ => return true,
        };
        let length = digest.output_len();
        let key =
            pkcs12::derive(digest, pkcs12::Purpose::Mac, password, self.salt, self.rounds, length);
        key.is_some_and(|key| {
            hmac::verify(&hmac::Key::new(algorithm, &key), safe, self.value).is_ok()
        })
    }
}

/// Takes bags out, and decrypts what is under the passphrase.
struct Opener<'a> {
    passphrase: &'a Passphrase,
    /// The passphrase as PKCS #12 writes it.
    password: &'a [u8],
    sealed: usize,
    bags: usize,
    held: Vec<Held>,
}

impl Opener<'_> {
    fn content(&mut self, content: Element<'_>) -> Result<(), Pkcs12Error> {
        if let Some(plain) = data(content) {
            return self.bags(plain, 0);
        }
        let sealed = || {
            let mut parts = content.inside();
            let kind = oid(parts.tagged(OID)?.value);
            let mut inner = parts.tagged(0xA0)?.inside().tagged(SEQUENCE)?.inside();
            let _version = inner.tagged(INTEGER)?;
            let mut info = inner.tagged(SEQUENCE)?.inside();
            let _kind = info.tagged(OID)?;
            let algorithm = info.tagged(SEQUENCE)?;
            let bytes = info.tagged(0x80)?;
            (kind == ENCRYPTED_DATA).then_some((algorithm, bytes.value))
        };
        let (algorithm, bytes) = sealed().ok_or(Pkcs12Error::Structure)?;
        let plain = self.decrypt(algorithm, bytes)?;
        self.bags(&plain, 0)
    }

    fn decrypt(
        &mut self,
        algorithm: Element<'_>,
        bytes: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Pkcs12Error> {
        self.sealed += 1;
        if self.sealed > SEALED {
            return Err(Pkcs12Error::Structure);
        }
        pkcs12::decrypt(algorithm.whole, bytes, self.passphrase, self.password).map_err(|error| {
            match error {
                KeyError::WrongPassphrase => Pkcs12Error::WrongPassphrase,
                other => Pkcs12Error::Cipher(other.to_string()),
            }
        })
    }

    fn bags(&mut self, contents: &[u8], depth: usize) -> Result<(), Pkcs12Error> {
        let list = der::only(contents, SEQUENCE).ok_or(Pkcs12Error::WrongPassphrase)?;
        for bag in list.inside() {
            self.bags += 1;
            if self.bags > BAGS || depth > DEPTH {
                return Err(Pkcs12Error::Structure);
            }
            let mut parts = bag.inside();
            let kind = parts.tagged(OID).map(|kind| oid(kind.value)).unwrap_or_default();
            let Some(value) = parts.tagged(0xA0) else { continue };
            match kind.strip_prefix("1.2.840.113549.1.12.10.1.") {
                Some("1") => self.hold(Form::Pkcs8, value.value),
                Some("2") => self.sealed_key(value)?,
                Some("3") => self.within(Form::Certificate, "1.2.840.113549.1.9.22.1", value),
                Some("4") => self.within(Form::RevocationList, "1.2.840.113549.1.9.23.1", value),
                Some("6") => self.bags(value.value, depth + 1)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn sealed_key(&mut self, value: Element<'_>) -> Result<(), Pkcs12Error> {
        let key = || {
            let mut parts = value.inside().tagged(SEQUENCE)?.inside();
            Some((parts.tagged(SEQUENCE)?, parts.tagged(OCTET_STRING)?))
        };
        let Some((algorithm, bytes)) = key() else { return Ok(()) };
        match self.decrypt(algorithm, bytes.value) {
            Ok(plain) => self.held.push(Held { form: Form::Pkcs8, bytes: plain }),
            // The certificates may be readable all the same.
            Err(Pkcs12Error::Structure) => return Err(Pkcs12Error::Structure),
            Err(_) => self.hold(Form::EncryptedPkcs8, value.value),
        }
        Ok(())
    }

    /// Takes a certificate or a list out of its bag.
    fn within(&mut self, form: Form, wanted: &str, value: Element<'_>) {
        let held = || {
            let mut parts = value.inside().tagged(SEQUENCE)?.inside();
            let kind = oid(parts.tagged(OID)?.value);
            let bytes = parts.tagged(0xA0)?.inside().tagged(OCTET_STRING)?;
            (kind == wanted).then_some(bytes.value)
        };
        if let Some(bytes) = held() {
            self.hold(form, bytes);
        }
    }

    fn hold(&mut self, form: Form, bytes: &[u8]) {
        let whole = Reader(bytes).next().map_or(bytes, |one| one.whole);
        self.held.push(Held { form, bytes: Zeroizing::new(whole.to_vec()) });
    }
}
