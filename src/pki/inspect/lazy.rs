//! Certificates and requests whose report is made when somebody looks at it.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use super::error::InspectError;
use super::frame::Frame;
use super::{certificate, key, signature};
use crate::finding::rules::reading::BadSignature;
use crate::pki::judge::Refused;
use crate::pki::report::CertificateReport;

/// A certificate or a request that was read, and its report: that takes several times its room, so that it is made
/// when it is first asked for, and may be forgotten.
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
    /// A certificate, and what the newest etcd refuses it for.
    Certificate(Option<Box<Refused>>),
    Request,
}

impl LazyReport {
    /// Reads the frame of a certificate, and whether the newest etcd loads it.
    ///
    /// # Errors
    /// What is wrong with the frame; the bytes come back.
    pub(super) fn certificate(der: Vec<u8>) -> Result<Self, (InspectError, Vec<u8>)> {
        match certificate::refused(&der) {
            Ok(refused) => Ok(Self::new(der, Of::Certificate(refused.map(Box::new)))),
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
        matches!(self.of, Of::Certificate(None))
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
        self.forget();
    }

    /// Forgets the report, which is made again when it is asked for. What is forgotten comes back.
    pub(super) fn forget(&mut self) -> Option<Box<CertificateReport>> {
        self.made.take()
    }

    /// The report alone.
    pub(crate) fn into_report(self) -> Box<CertificateReport> {
        let made = self.made.get().is_none().then(|| self.make());
        self.made.into_inner().or(made).unwrap_or_default()
    }

    fn make(&self) -> Box<CertificateReport> {
        let report = match &self.of {
            Of::Certificate(refused) => {
                self.frame().map(|frame| certificate::report(&frame, refused.as_deref()))
            }
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
        Box::new(report)
    }
}

impl Deref for LazyReport {
    type Target = CertificateReport;

    fn deref(&self) -> &CertificateReport {
        self.made.get_or_init(|| self.make())
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
