//! Certificates: what they are going to say, how they are made, and what they turn out to say.
//!
//! A [`CertificateProfile`] is pure data and follows from the plan alone. A [`CertificateReport`] is
//! what people are shown, made from a profile before there is a certificate, or from the certificate.

mod algorithm;
mod authority;
mod file;
pub mod inspect;
mod issue;
pub mod judge;
mod key;
pub mod matrix;
mod notation;
pub mod pair;
pub(crate) mod parallel;
mod pem;
mod private_key;
mod profile;
mod randomness;
mod report;
mod request;
mod rows;
mod signed;

pub use algorithm::{Curve, Hash, KeyKind, Pss, SignatureAlgorithm};
pub use authority::{AuthorityCertificate, AuthorityError, AuthorityNote, ImportedAuthority};
pub use file::FileError;
pub use inspect::{
    FileInspection, InspectError, Inspection, Issuance, Issuer, Item, ItemId, ItemKind, Links,
    LookedAt, OcspReport, PrivateKeyKind, RevocationListReport, Revoked, SignatureCheck,
    report_der,
};
pub use issue::{
    Certified, ChainFile, IssueError, IssueEvent, Issued, check_issue, issue, issue_by, issue_for,
    start_key_generator, system_random,
};
pub use pem::{BrokenBlock, Fault};
pub use private_key::{KeyError, NewPassphrase, Passphrase, PassphraseError, PrivateKey};
pub use profile::{
    Attribute, AttributeKind, BACKDATE, CertificateProfile, CertificateRole, ExtendedKeyUsage,
    Identity, KeyUsage, ProfileContext, clients, distinguished_name, profiles,
};
pub use randomness::{KeyStock, Randomness, ReadyKey};
pub use report::{Authority, CertificateReport, Extension, Stage};
pub(crate) use report::{days_left, days_since};
pub use request::{RequestError, Requested, SigningRequest, request};
pub use rows::{
    Row, Tone, Values, critical, item_facts, item_rows, kind_name, place_name, role_name,
    role_serves, rows, told,
};
pub(crate) use signed::identity;
pub use signed::{Destination, SignedCertificate, SignedError};

/// Writes a certificate as one PEM block.
pub fn certificate_pem(der: &[u8]) -> String {
    pem::encode("CERTIFICATE", der).to_string()
}

/// Writes a list of revoked certificates as one PEM block.
pub(crate) fn revocation_list_pem(der: &[u8]) -> String {
    pem::encode("X509 CRL", der).to_string()
}

/// Where Go looks for the CAs that a system trusts: the first of these that is there (crypto/x509, `root_linux.go`).
pub(crate) const SYSTEM_BUNDLES: [&str; 6] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
];
