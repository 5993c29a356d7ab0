//! Files that should be PEM and are something else.

use thiserror::Error;

use super::inspect::wide_encoding;
use super::pem::{self, Scan};
use crate::text::{fill, in_words};

/// Why a file isn't read as PEM.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// More bytes than are read.
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Nothing in it.
    Empty,
    /// A byte order mark before UTF-8, which hides the first block from etcd.
    ByteOrderMark,
    /// Text in more than one byte a character: its encoding.
    Encoding(&'static str),
    /// DER without the text around it, or PKCS #12.
    Der,
    /// Text without a PEM block: the first line that nearly is one, and why it isn't.
    NoBlock(Option<String>),
}

in_words! { FileError with hints:
    Self::TooLarge { found, limit } => ["error-file-too-large", found, limit; "error-file-empty.hint"],
    Self::Empty => ["error-file-empty"],
    Self::ByteOrderMark => ["error-file-byte-order-mark"],
    Self::Encoding(encoding) => ["error-file-encoding", encoding],
    Self::Der => ["error-file-der"],
    Self::NoBlock(None) => ["error-file-no-block"],
    Self::NoBlock(Some(nearly)) => ["error-file-no-block-but", nearly; "error-file-no-block.hint"],
}

/// Finds the blocks of a file, at least one.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<pem::Block>, FileError> {
    // Nobody has a longer file, or one with more keys and certificates, of one authority.
    const SIZE: usize = 1 << 20;
    const BLOCKS: usize = 100;
    if bytes.len() > SIZE {
        return Err(FileError::TooLarge { found: bytes.len(), limit: SIZE });
    }
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    if let Some(encoding) = wide_encoding(bytes) {
        return Err(FileError::Encoding(encoding));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(FileError::ByteOrderMark);
    }
    if is_der(bytes) {
        return Err(FileError::Der);
    }
    let Scan { blocks, almost, .. } = pem::scan_bytes(bytes, BLOCKS);
    if blocks.is_empty() {
        let almost = almost
            .first()
            .map(|one| fill("nearly-in-line", &[("line", &one.line), ("why", &one.why)]));
        return Err(FileError::NoBlock(almost));
    }
    Ok(blocks)
}

/// Whether the bytes are one SEQUENCE, or start as a long one does.
fn is_der(bytes: &[u8]) -> bool {
    match bytes {
        [0x30, 0x80..=0x84, ..] => true,
        [0x30, length, rest @ ..] => rest.len() == usize::from(*length),
        _ => false,
    }
}
