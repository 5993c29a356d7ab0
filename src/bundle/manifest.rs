//! `manifest.json`: what a bundle consists of, for whoever gets it and for `quorate verify`.
//!
//! It holds no key. The hash of a key's file is in it: a private key has all the entropy that a hash
//! could be searched for.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::write::BundleFile;
use crate::cluster::ClusterName;
use crate::pki::{CertificateProfile, CertificateReport, InspectError, report_der};
use crate::text::in_words;

/// The manifest's name within a bundle.
pub const MANIFEST: &str = "manifest.json";

/// What a bundle consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this format: [`Manifest::FORMAT`].
    pub format: u32,
    /// The version of the quorate that wrote it.
    pub quorate: String,
    /// The cluster.
    pub cluster_name: ClusterName,
    /// When the certificates were issued, RFC 3339 in UTC.
    pub issued: String,
    /// All files but the manifest itself, by path.
    pub files: Vec<FileEntry>,
    /// All certificates, by path; copies of the authority's are files only.
    pub certificates: Vec<CertificateEntry>,
}

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its path within the bundle, with `/`.
    pub path: String,
    /// Its permission bits in octal, such as `0600`.
    pub mode: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
}

/// One certificate of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateEntry {
    /// Its path within the bundle.
    pub path: String,
    /// The path of its key.
    pub key: String,
    /// `authority`, `server`, `peer` or `client`.
    pub role: String,
    /// The member, client or cluster that it belongs to.
    pub owner: String,
    /// Its subject, as openssl writes it.
    pub subject: String,
    /// Its serial number, hexadecimal pairs with colons.
    pub serial: String,
    /// SHA-256 of the certificate, hexadecimal pairs with colons.
    pub fingerprint: String,
    /// Start of its validity, RFC 3339 in UTC.
    pub not_before: String,
    /// End of its validity, likewise.
    pub not_after: String,
}

/// Why a manifest can't be taken.
#[derive(Debug, thiserror::Error)]
pub struct ManifestError {
    message: String,
    line: usize,
    column: usize,
}

in_words! { ManifestError with hints:
    Self { message, line, column } => ["error-manifest", message, line, column],
}

impl Manifest {
    /// The version of the manifest's format that this quorate writes and reads.
    pub const FORMAT: u32 = 1;

    /// Makes the manifest of the files of a bundle.
    pub(super) fn new(
        cluster_name: ClusterName,
        now: OffsetDateTime,
        files: &[BundleFile],
        mut certificates: Vec<CertificateEntry>,
    ) -> Self {
        let mut files: Vec<FileEntry> = files.iter().map(FileEntry::new).collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        certificates.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            format: Self::FORMAT,
            quorate: env!("CARGO_PKG_VERSION").into(),
            cluster_name,
            issued: rfc3339(now.replace_nanosecond(0).unwrap_or(now)),
            files,
            certificates,
        }
    }

    /// Records a file, in the place of what had its path.
    pub(super) fn record(&mut self, file: FileEntry) {
        self.files.retain(|other| other.path != file.path);
        self.files.push(file);
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// Describes a certificate, in the place of what had its path.
    pub(super) fn describe(&mut self, certificate: CertificateEntry) {
        self.certificates.retain(|other| other.path != certificate.path);
        self.certificates.push(certificate);
        self.certificates.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ManifestError`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, ManifestError> {
        serde_json::from_slice(json).map_err(|error| {
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(&*message, |(text, _)| text);
            ManifestError {
                message: crate::text::escape_for_terminal(message),
                line: error.line(),
                column: error.column(),
            }
        })
    }

    /// Writes the manifest as JSON for people: indented, with a final newline.
    pub fn to_json(&self) -> String {
        // Serialising into memory fails only for maps with other keys than strings; there are none.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

impl FileEntry {
    pub(super) fn new(file: &BundleFile) -> Self {
        Self {
            path: file.path.to_string_lossy().into_owned(),
            mode: octal(file.mode),
            size: u64::try_from(file.contents.len()).unwrap_or(u64::MAX),
            sha256: sha256(&file.contents),
        }
    }
}

impl CertificateEntry {
    /// Describes a certificate by what a parser reads in it; only its place comes from the profile.
    pub(super) fn new(profile: &CertificateProfile, der: &[u8]) -> Result<Self, InspectError> {
        let report: CertificateReport = report_der(der)?;
        let moment = |at: Option<OffsetDateTime>| at.map(rfc3339).unwrap_or_default();
        Ok(Self {
            path: profile.certificate_path.to_string_lossy().into_owned(),
            key: profile.key_path.to_string_lossy().into_owned(),
            role: profile.role.as_str().into(),
            owner: profile.owner.clone(),
            subject: report.subject,
            serial: report.serial.unwrap_or_default(),
            fingerprint: report.fingerprint.unwrap_or_default(),
            not_before: moment(report.not_before),
            not_after: moment(report.not_after),
        })
    }
}

/// Permission bits as the manifest writes them.
pub(crate) fn octal(mode: u32) -> String {
    format!("{mode:04o}")
}

/// SHA-256 as 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn rfc3339(at: OffsetDateTime) -> String {
    // Fails only beyond the year 9999, where no certificate is issued.
    at.to_offset(time::UtcOffset::UTC).format(&Rfc3339).unwrap_or_default()
}
