//! Certificates: what they are going to say, how they are made, and what they turn out to say.
//!
//! A [`CertificateProfile`] is pure data and follows from the plan alone. A [`CertificateReport`] is
//! what people are shown, made from a profile before there is a certificate, or from the certificate.

mod profile;
mod report;

pub use profile::{
    Attribute, AttributeKind, BACKDATE, CertificateProfile, CertificateRole, ExtendedKeyUsage,
    Identity, KeyUsage, authority, client, clients, distinguished_name, member, profiles,
};
pub use report::{Authority, CertificateReport, Stage};
