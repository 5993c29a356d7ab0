//! Revocation lists as etcd reads them, at each handshake: serial numbers only. Whose list it is, who signed
//! it and when the next one is due plays no part (`listener_tls.go` `checkCRL`; measured on 3.4 to 3.7).

use super::parser::{self, ListParser};
use crate::cluster::EtcdVersion;
use crate::etcd::Build;
use crate::finding::rules::chain::CrlUnreadable;
use crate::finding::{Finding, Quote, Side};
use crate::pki::inspect::{BLOCK_LIMIT, SIZE_LIMIT};
use crate::pki::pem;

/// What `--client-crl-file` or `--peer-crl-file` holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevocationList {
    /// Serial numbers without leading zeros.
    Serials(Vec<Vec<u8>>),
    /// etcd can't read it, and refuses everyone.
    Unreadable {
        /// What Go says; `None` up to 3.5, where it depends on what is there.
        why: Option<String>,
    },
}

impl RevocationList {
    /// Reads a list as an etcd does: PEM or DER up to 3.5, DER alone since 3.6.
    pub fn read(bytes: &[u8], etcd: Build) -> Self {
        if etcd.series() >= EtcdVersion::V3_6 {
            return match parser::revoked(bytes, ListParser::Since3_6, etcd) {
                Ok(serials) => Self::Serials(serials),
                Err(why) => Self::Unreadable { why: Some(why) },
            };
        }
        let text = String::from_utf8_lossy(bytes.get(..SIZE_LIMIT).unwrap_or(bytes));
        let block = if bytes.starts_with(b"-----BEGIN X509 CRL") {
            pem::scan(&text, BLOCK_LIMIT).blocks.into_iter().find(|block| block.contents.is_ok())
        } else {
            None
        };
        let from_block = block.filter(|block| block.label == "X509 CRL");
        let contents = from_block.and_then(|block| block.contents.ok());
        let der = contents.as_ref().map_or(bytes, |der| der.as_slice());
        match parser::revoked(der, ListParser::Before3_6, etcd) {
            Ok(serials) => Self::Serials(serials),
            Err(_) => Self::Unreadable { why: None },
        }
    }

    /// Says that etcd can't read it, and what it logs then.
    pub(crate) fn unreadable(&self) -> Option<Finding> {
        let Self::Unreadable { why } = self else { return None };
        let text = why.iter().map(|why| Quote { side: Side::Listener, text: why.clone() });
        Some(Finding::from(CrlUnreadable {}).quoting(text.collect()))
    }
}
