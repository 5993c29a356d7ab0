//! Private keys from elsewhere: read in every form that people have, kept as PKCS#8, written encrypted.

mod encryption;
mod error;
mod passphrase;
pub(super) mod pkcs12;

use std::fmt;

use aws_lc_rs::error::Unspecified;
use zeroize::Zeroizing;

use super::algorithm::{Curve, KeyKind};
use super::inspect::{PrivateKeyKind, der, private_key_form, private_key_kind};
use super::key::{LoadedKey, SigningPair};
use super::{Randomness, file, pem};
use crate::text::{Words, escape_for_terminal, say};

pub use error::KeyError;
pub use passphrase::{NewPassphrase, Passphrase, PassphraseError};

/// A private key that can sign: RSA with 2048 to 8192 bits, ECDSA on P-256, P-384 or P-521, or Ed25519.
/// Wiped from memory when dropped.
pub struct PrivateKey {
    /// PKCS#8 version 1, written anew by aws-lc: one form whatever the file's was.
    pkcs8: Zeroizing<Vec<u8>>,
    /// Its public half as SubjectPublicKeyInfo.
    public: Vec<u8>,
    name: String,
    form: PrivateKeyKind,
    encrypted: bool,
}

/// Leaves the key out.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("name", &self.name)
            .field("form", &self.form)
            .field("encrypted", &self.encrypted)
            .finish_non_exhaustive()
    }
}

impl PrivateKey {
    /// Reads the one private key of a PEM file: PKCS#8, encrypted or not, PKCS#1, SEC1, and the latter
    /// two under openssl's own encryption (`DEK-Info`). Certificates and curve parameters may stand
    /// beside it. A passphrase that isn't needed is passed over.
    ///
    /// Opening an encrypted key takes up to some seconds: that is what its derivation is for.
    ///
    /// # Errors
    /// [`KeyError`]; [`KeyError::Encrypted`] where a passphrase is needed and none given.
    pub fn read(pem: &[u8], passphrase: Option<&Passphrase>) -> Result<Self, KeyError> {
        let mut blocks = file::blocks(pem)?;
        let is_key = |block: &pem::Block| private_key_kind(&block.label).is_some();
        let found = blocks.iter().filter(|block| is_key(block)).count();
        let Some(index) = blocks.iter().position(is_key).filter(|_| found == 1) else {
            return Err(match blocks.first() {
                Some(first) if found == 0 => KeyError::NoKey(shown(&first.label)),
                _ => KeyError::SeveralKeys(found),
            });
        };
        let curve = curve(&blocks);
        let block = blocks.swap_remove(index);
        let labelled = private_key_kind(&block.label).unwrap_or(PrivateKeyKind::Other);
        let form = match &block.contents {
            Ok(der) if !block.encrypted => private_key_form(labelled, der),
            _ => labelled,
        };
        let encrypted = block.encrypted || form == PrivateKeyKind::EncryptedPkcs8;
        match form {
            PrivateKeyKind::OpenSsh => return Err(KeyError::OpenSsh),
            PrivateKeyKind::Other => {
                return Err(KeyError::Unsupported(shown(&block.label)));
            }
            _ => {}
        }
        let (label, cipher) = (shown(&block.label), block.cipher.clone());
        let der = block.decoded()?;
        if !encrypted {
            let (pkcs8, public, name) = load(form, &der, curve, label)?;
            return Ok(Self { pkcs8, public, name, form, encrypted });
        }
        let passphrase = passphrase.ok_or(KeyError::Encrypted)?;
        let (inner, opened) = if form == PrivateKeyKind::EncryptedPkcs8 {
            (PrivateKeyKind::Pkcs8, encryption::open(&der, passphrase)?)
        } else {
            (form, encryption::open_legacy(der, cipher.as_deref(), passphrase)?)
        };
        // One wrong passphrase in 256 leaves padding that looks right, and noise before it.
        let (pkcs8, public, name) =
            load(inner, &opened, curve, label).map_err(|error| match error {
                KeyError::Malformed { .. } => KeyError::WrongPassphrase,
                other => other,
            })?;
        Ok(Self { pkcs8, public, name, form, encrypted })
    }

    /// The key by name, such as `RSA 2048` or `ECDSA P-256`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The form that the file was written in.
    pub fn form(&self) -> PrivateKeyKind {
        self.form
    }

    /// Whether the file was encrypted.
    pub fn was_encrypted(&self) -> bool {
        self.encrypted
    }

    /// The public half, SubjectPublicKeyInfo as DER (RFC 5280 §4.1.2.7).
    pub fn public_key_der(&self) -> &[u8] {
        &self.public
    }

    /// The key itself, PKCS#8 as DER.
    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The key as one PEM block of PKCS#8, not encrypted.
    pub fn to_pem(&self) -> Zeroizing<String> {
        pem::encode("PRIVATE KEY", &self.pkcs8)
    }

    /// The key as one PEM block `ENCRYPTED PRIVATE KEY`: PBES2 (RFC 8018 §6.2) with PBKDF2 and AES-256,
    /// which openssl 1.1 and later read. `randomness` gives salt and initialisation vector. Takes some
    /// tenths of a second.
    ///
    /// # Errors
    /// [`KeyError::Encryption`] where there is no randomness.
    pub fn to_encrypted_pem(
        &self,
        passphrase: &NewPassphrase,
        randomness: &dyn Randomness,
    ) -> Result<Zeroizing<String>, KeyError> {
        encryption::seal(&self.pkcs8, passphrase, randomness)
    }

    /// The pair that signs.
    pub(super) fn signing_pair(&self) -> Result<SigningPair, KeyError> {
        SigningPair::from_pkcs8(&self.pkcs8).map_err(|error| KeyError::Damaged {
            found: self.name.clone(),
            why: escape_for_terminal(&error.to_string()),
        })
    }
}

/// A label may be as long as the file.
pub(super) fn shown(label: &str) -> String {
    escape_for_terminal(&label.chars().take(64).collect::<String>())
}

/// The curve that a block `EC PARAMETERS` names, which older openssl writes before a key.
fn curve(blocks: &[pem::Block]) -> Option<KeyKind> {
    let block = blocks.iter().find(|block| block.label == "EC PARAMETERS")?;
    let (curve, _) = der::split(block.contents.as_ref().ok()?)?;
    Some(KeyKind::Ecdsa(Curve::of(Some(curve))))
}

/// PKCS#8 version 1, the public half and the name of a key.
type Loaded = (Zeroizing<Vec<u8>>, Vec<u8>, String);

/// Loads a key and writes it anew. `curve` stands in where a SEC1 key doesn't name its own.
fn load(
    form: PrivateKeyKind,
    der: &[u8],
    curve: Option<KeyKind>,
    label: String,
) -> Result<Loaded, KeyError> {
    let malformed = match der::split(der).filter(|(outer, _)| outer.tag == der::SEQUENCE) {
        Some((_, [])) if form == PrivateKeyKind::Sec1 => Words("fault-no-curve"),
        Some((_, [])) => Words("fault-structure"),
        Some(_) => Words("fault-trailing-bytes"),
        None => Words("fault-not-der"),
    };
    let kind = KeyKind::of_private(form, der)
        .or_else(|| curve.filter(|_| form == PrivateKeyKind::Sec1))
        .filter(|_| der::only(der, der::SEQUENCE).is_some())
        .ok_or(KeyError::Malformed { label, why: malformed })?;
    let name = kind.to_string();
    let unwritten = |_: Unspecified| say("fault-unwritten").to_owned();
    let halves = match LoadedKey::load(&kind, form, der) {
        None => return Err(KeyError::Unsupported(name)),
        Some(Err(error)) => Err(escape_for_terminal(&error.to_string())),
        Some(Ok(key)) => key.pkcs8().and_then(|own| Ok((own, key.public()?))).map_err(unwritten),
    };
    match halves {
        Ok((pkcs8, public)) => Ok((pkcs8, public.as_ref().to_vec(), name)),
        Err(why) => Err(KeyError::Damaged { found: name, why }),
    }
}
