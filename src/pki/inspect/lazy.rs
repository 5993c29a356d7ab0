//! Certificates and requests whose report is made when somebody looks at it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use time::OffsetDateTime;

use super::error::InspectError;
use super::frame::Frame;
use super::{certificate, key, signature};
use crate::finding::rules::reading::BadSignature;
use crate::pki::judge::Refused;
use crate::pki::report::CertificateReport;

/// A certificate or a request that was read, and its report: that takes several times its room, so that it is made
/// when it is first asked for, or once more where it isn't kept.
#[derive(Clone)]
pub struct LazyReport {
    der: Box<[u8]>,
    of: Of,
    /// Whether nothing is to be found about it.
    is_silent: bool,
    made: OnceLock<Box<CertificateReport>>,
}

#[derive(Clone)]
enum Of {
    Certificate(Known),
    Request,
}

/// What is known of a certificate before anybody looks at it.
#[derive(Clone)]
pub(super) struct Known {
    /// What the newest etcd refuses it for.
    pub(super) refused: Option<Box<Refused>>,
    /// Its SHA-256.
    pub(super) fingerprint: [u8; 32],
    /// When it ends.
    pub(super) end: Option<OffsetDateTime>,
}

impl LazyReport {
    /// Reads the frame of a certificate, and whether the newest etcd loads it.
    ///
    /// # Errors
    /// What is wrong with the frame; the bytes come back.
    pub(super) fn certificate(der: Vec<u8>) -> Result<Self, (InspectError, Vec<u8>)> {
        match certificate::known(&der) {
            Ok(known) => Ok(Self::new(der, Of::Certificate(known))),
            Err(error) => Err((error, der)),
        }
    }

    /// Reads a request; `None` where the bytes don't have its frame.
    pub(super) fn request(der: &[u8]) -> Option<Self> {
        certificate::request(der).map(|_| Self::new(der.to_vec(), Of::Request))
    }

    fn new(der: Vec<u8>, of: Of) -> Self {
        Self { der: der.into(), of, is_silent: false, made: OnceLock::new() }
    }

    /// Whether the newest etcd loads it.
    pub(super) fn is_loaded(&self) -> bool {
        self.known().is_some_and(|known| known.refused.is_none())
    }

    /// What is known of a certificate; nothing of a request.
    pub(super) fn known(&self) -> Option<&Known> {
        if let Of::Certificate(known) = &self.of { Some(known) } else { None }
    }

    /// All of its bytes.
    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    /// The parts of a certificate.
    pub(super) fn frame(&self) -> Option<Frame<'_>> {
        Frame::parse(&self.der).ok()
    }

    /// Who its public key is.
    pub(super) fn public_key(&self) -> Option<key::Identity> {
        match self.of {
            Of::Certificate(_) => key::public_identity(self.frame()?.key.whole),
            Of::Request => signature::request_key(&self.der),
        }
    }

    /// Finds nothing about it from now on: nobody asked.
    pub(crate) fn silence(&mut self) {
        self.is_silent = true;
        self.made = OnceLock::new();
    }

    /// The report, which isn't kept if it has to be made.
    pub(super) fn once(&self) -> Cow<'_, CertificateReport> {
        self.made.get().map_or_else(|| Cow::Owned(self.make()), |made| Cow::Borrowed(&**made))
    }

    /// The report alone.
    pub(crate) fn into_report(self) -> Box<CertificateReport> {
        let made = self.made.get().is_none().then(|| Box::new(self.make()));
        self.made.into_inner().or(made).unwrap_or_default()
    }

    fn make(&self) -> CertificateReport {
        let report = match &self.of {
            Of::Certificate(known) => self.frame().map(|frame| certificate::report(&frame, known)),
            Of::Request => certificate::request(&self.der).map(|mut report| {
                if signature::of_request(&self.der) == Some(false) {
                    report.findings.push(BadSignature {}.into());
                }
                report
            }),
        };
        let mut report = report.unwrap_or_default();
        if self.is_silent {
            report.findings.clear();
        }
        report
    }
}

impl Deref for LazyReport {
    type Target = CertificateReport;

    fn deref(&self) -> &CertificateReport {
        self.made.get_or_init(|| Box::new(self.make()))
    }
}

impl PartialEq for LazyReport {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der && self.is_silent == other.is_silent
    }
}

impl Eq for LazyReport {}

impl fmt::Debug for LazyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
