//! What people are shown of a certificate, planned or issued.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::profile::{BACKDATE, CertificateProfile, CertificateRole, distinguished_name};
use crate::cluster::{Permitted, San};
use crate::finding::Finding;
use crate::text::escape_for_terminal;

/// Whether a report speaks of a plan or of a certificate that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// It follows from the plan; serial, key identifiers and fingerprint aren't known yet.
    Planned,
    /// It was read from a signing request: what somebody would like to be issued.
    Requested,
    /// It was read from a certificate.
    #[default]
    Issued,
}

/// The basic constraints of a certificate (RFC 5280 §4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Authority {
    /// Whether it may sign certificates.
    pub ca: bool,
    /// How many further authorities may follow below it.
    pub path_length: Option<u32>,
}

/// An extension as it stands in a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Its OID with dots.
    pub oid: Cow<'static, str>,
    /// Its name in openssl's words, or its OID.
    pub name: Cow<'static, str>,
    /// Whether who doesn't understand it must refuse the certificate.
    pub critical: bool,
    /// What it says, one line a value; hexadecimal where it is unknown or malformed. Empty in
    /// [`CertificateReport::extensions`] for those that have a field of their own.
    pub values: Vec<String>,
}

/// One certificate as the inspector shows it, and as `quorate inspect --json` prints it. All text in it is safe
/// to show.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CertificateReport {
    /// Planned or issued.
    #[serde(skip)]
    pub stage: Stage,
    /// Subject, as [`distinguished_name`] writes it; empty for an empty subject.
    pub subject: String,
    /// Issuer, likewise.
    pub issuer: String,
    /// Serial number in hexadecimal pairs with colons.
    pub serial: Option<String>,
    /// Start of validity, UTC, whole seconds; `None` where it can't be read.
    #[serde(serialize_with = "rfc3339")]
    pub not_before: Option<OffsetDateTime>,
    /// End of validity, likewise.
    #[serde(serialize_with = "rfc3339")]
    pub not_after: Option<OffsetDateTime>,
    /// The key, such as `ECDSA P-256` or `RSA 2048`.
    pub key: String,
    /// The signature, such as `ECDSA with SHA-256`; planned reports leave it to the authority's key.
    pub signature: Option<String>,
    /// DNS names among the SANs, in order.
    pub dns_names: Vec<String>,
    /// IP addresses among the SANs, in order.
    pub ip_addresses: Vec<String>,
    /// Other SANs with their kind in front, such as `email:a@b`.
    pub other_names: Vec<String>,
    /// Whether it has the extension for key usages; without it every use is allowed.
    pub has_key_usage: bool,
    /// Key usages in openssl's words.
    pub key_usages: Vec<Cow<'static, str>>,
    /// Whether it has the extension for extended key usages, likewise.
    pub has_extended_key_usage: bool,
    /// Extended key usages in openssl's words, or an OID.
    pub extended_key_usages: Vec<Cow<'static, str>>,
    /// Basic constraints; `None` where the extension is missing.
    pub authority: Option<Authority>,
    /// Subject key identifier, hexadecimal pairs with colons.
    pub subject_key_id: Option<String>,
    /// Authority key identifier, likewise.
    pub authority_key_id: Option<String>,
    /// SHA-256 of the whole certificate, hexadecimal pairs with colons.
    pub fingerprint: Option<String>,
    /// All extensions in their order. Those with a field of their own are there without values.
    pub extensions: Vec<Extension>,
    /// What is wrong or odd with it.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// What it is for in a cluster, where that is known.
    #[serde(skip)]
    pub role: Option<CertificateRole>,
}

/// Writes a moment in RFC 3339; `null` where there is none, or one that RFC 3339 can't write.
#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
pub(super) fn rfc3339<S: Serializer>(
    at: &Option<OffsetDateTime>,
    to: S,
) -> Result<S::Ok, S::Error> {
    at.and_then(|at| at.format(&Rfc3339).ok()).serialize(to)
}

impl CertificateReport {
    /// Makes the report of a certificate before there is one, for an issue at `now`.
    pub fn planned(profile: &CertificateProfile, now: OffsetDateTime) -> Self {
        let profile = &profile.as_previewed();
        let (not_before, not_after) = profile.validity(now).unzip();
        let names = |wanted: fn(&San) -> bool| {
            profile.sans.iter().filter(|san| wanted(san)).map(ToString::to_string).collect()
        };
        Self {
            subject: escape_for_terminal(&distinguished_name(&profile.subject)),
            issuer: escape_for_terminal(&distinguished_name(&profile.issuer)),
            not_before,
            not_after,
            key: profile.algorithm.to_string(),
            dns_names: names(|san| matches!(san, San::Dns(_))),
            ip_addresses: names(|san| matches!(san, San::Ip(_))),
            has_key_usage: !profile.key_usages.is_empty(),
            key_usages: profile.key_usages.iter().map(|one| one.as_str().into()).collect(),
            has_extended_key_usage: !profile.extended_key_usages.is_empty(),
            extended_key_usages: profile
                .extended_key_usages
                .iter()
                .map(|one| one.as_str().into())
                .collect(),
            authority: Some(Authority {
                ca: profile.role == CertificateRole::Authority,
                path_length: profile.path_length.map(u32::from),
            }),
            extensions: name_constraints(&profile.permitted).into_iter().collect(),
            role: Some(profile.role),
            stage: Stage::Planned,
            ..Self::default()
        }
    }

    /// Whether it ends before it starts, so that it is never valid.
    pub fn is_reversed(&self) -> bool {
        self.not_before.zip(self.not_after).is_some_and(|(start, end)| end < start)
    }

    /// Whole days until it ends: 0 on its last day, negative after it; `None` where the end cannot be read, and of one
    /// that is never valid.
    pub fn days_left(&self, now: OffsetDateTime) -> Option<i64> {
        self.not_after.filter(|_| !self.is_reversed()).map(|end| days_left(end, now))
    }
}

/// The whole days that are left from `now` until a moment, wherever days are counted: 0 on the last day, negative
/// once it has passed.
pub(crate) fn days_left(end: OffsetDateTime, now: OffsetDateTime) -> i64 {
    (end - now).whole_seconds().div_euclid(86_400)
}

/// The whole days since a moment that has passed.
pub(crate) fn days_since(end: OffsetDateTime, now: OffsetDateTime) -> i64 {
    days_left(now, end)
}

/// Name constraints as they are read from a certificate: networks with their masks.
fn name_constraints(permitted: &[Permitted]) -> Option<Extension> {
    let value = |one: &Permitted| match one {
        Permitted::Domain(domain) => format!("permitted DNS:{domain}"),
        Permitted::Network { base, .. } => {
            let mask = one.mask().map(|mask| mask.to_string()).unwrap_or_default();
            format!("permitted IP Address:{base}/{mask}")
        }
    };
    (!permitted.is_empty()).then(|| Extension {
        oid: "2.5.29.30".into(),
        name: "X509v3 Name Constraints".into(),
        critical: true,
        values: permitted.iter().map(value).collect(),
    })
}

impl CertificateProfile {
    /// Returns start and end of validity for an issue at `now`, in whole seconds: X.509 knows no
    /// fractions. `None` where the end would lie beyond the year 9999.
    pub fn validity(&self, now: OffsetDateTime) -> Option<(OffsetDateTime, OffsetDateTime)> {
        let now = now.to_offset(time::UtcOffset::UTC).replace_nanosecond(0).ok()?;
        let start = now.checked_sub(BACKDATE)?;
        let end = start.checked_add(time::Duration::days(i64::from(self.lifetime.count())))?;
        Some((start, end))
    }
}
