//! Files that should be PEM and are something else.

use thiserror::Error;

use super::inspect::wide_encoding;
use super::pem::{self, Scan};
use crate::cluster::Hint;

/// Why a file isn't read as PEM.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// More bytes than are read.
    #[error("the file is `{found}` bytes long, at most `{limit}` are read")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A byte order mark before UTF-8, which hides the first block from etcd.
    #[error("the file starts with a byte order mark (BOM), behind which etcd finds no PEM block")]
    ByteOrderMark,
    /// Text in more than one byte a character: its encoding.
    #[error("the file is written in `{0}`, expected plain ASCII or UTF-8")]
    Encoding(&'static str),
    /// DER without the text around it, or PKCS #12.
    #[error("the file is DER, expected PEM, which starts with a line such as `-----BEGIN …-----`")]
    Der,
    /// Text without a PEM block: the first line that nearly is one, and why it isn't.
    #[error("the file holds no PEM block{}", .0.as_ref().map(|why| format!(": {why}")).unwrap_or_default())]
    NoBlock(Option<String>),
}

impl Hint for FileError {
    fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } | Self::Empty => "is this the right file?".into(),
            Self::ByteOrderMark => "`sed -i '1s/^\\xEF\\xBB\\xBF//' FILE` takes it off".into(),
            Self::Encoding(encoding) => {
                format!("`iconv -f {encoding} -t ASCII FILE > FILE.pem` writes it anew")
            }
            Self::Der => "`openssl pkey -inform DER -in FILE -out FILE.pem` converts a key, \
                 `openssl x509 -inform DER -in FILE -out FILE.pem` a certificate, and \
                 `openssl pkcs12 -in FILE -out FILE.pem` a PKCS #12 file"
                .into(),
            Self::NoBlock(_) => {
                "give a PEM file: its blocks start with a line such as `-----BEGIN CERTIFICATE-----`"
                    .into()
            }
        }
    }
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
        let almost = almost.first().map(|one| format!("in line `{}`, {}", one.line, one.why));
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
