//! What private keys are encrypted with.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::text::in_words;

/// The passphrase of a key that exists: any text, for others chose it. Wiped when dropped.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes a text as it is.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }

    pub(in crate::pki) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Leaves the text out.
impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// A passphrase that a key may be encrypted with: 8 characters to 512 bytes, none of them a control
/// character. Wiped when dropped.
#[derive(Clone)]
pub struct NewPassphrase(Passphrase);

impl NewPassphrase {
    /// The fewest characters. openssl asks for 4, NIST SP 800-63B §5.1.1.1 for 8.
    pub const LEAST: usize = 8;
    /// The most bytes. openssl's tools read 1023 of a passphrase and pass over the rest.
    pub const MOST: usize = 512;

    /// Checks a text.
    ///
    /// # Errors
    /// [`PassphraseError`], which never repeats the text.
    pub fn parse(text: impl Into<Zeroizing<String>>) -> Result<Self, PassphraseError> {
        let text = text.into();
        let found = text.chars().count();
        if found < Self::LEAST {
            return Err(PassphraseError::Short { found, least: Self::LEAST });
        }
        if text.trim().is_empty() {
            return Err(PassphraseError::Blank);
        }
        if text.len() > Self::MOST {
            return Err(PassphraseError::Long { found: text.len(), most: Self::MOST });
        }
        if text.chars().any(char::is_control) {
            return Err(PassphraseError::Control);
        }
        Ok(Self(Passphrase(text)))
    }

    /// The same text, to open keys with.
    pub fn as_passphrase(&self) -> &Passphrase {
        &self.0
    }
}

/// Leaves the text out.
impl fmt::Debug for NewPassphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassphrase(..)")
    }
}

/// Why a text is no passphrase for a new file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PassphraseError {
    /// Too few characters.
    Short {
        /// How many it has.
        found: usize,
        /// The fewest.
        least: usize,
    },
    /// Nothing but blanks.
    Blank,
    /// Too many bytes.
    Long {
        /// How many it has.
        found: usize,
        /// The most.
        most: usize,
    },
    /// A character that can't be typed at a prompt, such as the end of a line.
    Control,
}

in_words! { PassphraseError with hints:
    Self::Short { found, least } => ["error-passphrase-short", found, least],
    Self::Blank => ["error-passphrase-blank"],
    Self::Long { found, most } => ["error-passphrase-long", found, most],
    Self::Control => ["error-passphrase-control"],
}
