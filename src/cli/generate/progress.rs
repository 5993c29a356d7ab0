//! One line on a terminal's standard error that says how far it is.

use std::io::{self, Write};

use crate::bundle::GenerateEvent;
use crate::pki::{CertificateProfile, IssueEvent};
use crate::text::fill;

/// Goes to the start of the line and clears it (ECMA-48 `EL`).
const CLEAR: &str = "\r\x1b[K";

/// The line, where there is a terminal to show it.
pub(super) struct Progress {
    pub(super) visible: bool,
}

impl Progress {
    pub(super) fn show(&self, event: GenerateEvent<'_>) {
        let of = |profile: &CertificateProfile| {
            fill("progress-of", &[("role", &profile.role.as_str()), ("owner", &profile.owner)])
        };
        let made = |key: &str, done: usize, total: usize, profile: &CertificateProfile| {
            fill(key, &[("done", &done), ("total", &total), ("what", &of(profile))])
        };
        self.line(&match event {
            GenerateEvent::Issue(IssueEvent::KeyStarted(_)) => return,
            GenerateEvent::Issue(IssueEvent::KeyDone { done, total, profile }) => {
                made("progress-key", done, total, profile)
            }
            GenerateEvent::Issue(IssueEvent::Signed { done, total, profile }) => {
                made("progress-certificate", done, total, profile)
            }
            GenerateEvent::Writing { files } => fill("progress-writing", &[("count", &files)]),
        });
    }

    pub(super) fn clear(&self) {
        self.line("");
    }

    fn line(&self, text: &str) {
        if self.visible {
            // A terminal that went away is noticed by SIGHUP.
            let _ = write!(io::stderr().lock(), "{CLEAR}{text}");
        }
    }
}
