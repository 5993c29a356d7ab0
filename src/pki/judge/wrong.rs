//! Files that are given in place of a certificate's, told by their DER.

use crate::pki::inspect::der::{self, INTEGER, OID, SEQUENCE};

/// PKCS #7's type `data`, 1.2.840.113549.1.7.1.
const DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];

/// Whether this is PKCS #12: version 3 before a `ContentInfo` (RFC 7292 §4).
pub(super) fn is_pkcs12(bytes: &[u8]) -> bool {
    let first = || {
        let mut parts = der::split(bytes)?.0.inside();
        let version = parts.tagged(INTEGER)?.value;
        Some((version, parts.tagged(SEQUENCE)?.inside().tagged(OID)?.value))
    };
    first().is_some_and(|(version, kind)| version == [3] && kind == DATA)
}

/// Whether this is a request: version 0, a name, a key and attributes (RFC 2986 §4).
pub(super) fn is_request(bytes: &[u8]) -> bool {
    let parts = || {
        let mut parts = der::split(bytes)?.0.inside().tagged(SEQUENCE)?.inside();
        let version = parts.tagged(INTEGER)?.value;
        parts.tagged(SEQUENCE)?;
        parts.tagged(SEQUENCE)?;
        Some((version, parts.next()))
    };
    parts().is_some_and(|(version, rest)| version == [0] && rest.is_none_or(|one| one.tag == 0xA0))
}
