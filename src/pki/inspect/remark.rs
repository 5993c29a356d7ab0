//! What a reader is told beyond the fields: a code to filter by, a sentence, and what to do.

use std::fmt;

/// How much a remark matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkSeverity {
    /// Worth knowing.
    Note,
    /// It works, today or with care.
    Warning,
    /// etcd refuses it, passes over it, or it can't be read.
    Error,
}

impl fmt::Display for RemarkSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Something wrong or odd. Its texts are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// A stable name in kebab case, such as `trailing-data`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: RemarkSeverity,
    /// What was found, as a sentence.
    pub message: String,
    /// What to do about it; empty where nothing is to be done.
    pub hint: String,
}

impl Remark {
    /// Something that etcd refuses or nobody can read.
    pub(crate) fn error(
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { code, severity: RemarkSeverity::Error, message: message.into(), hint: hint.into() }
    }

    /// Something that works with care.
    pub(crate) fn warning(
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { severity: RemarkSeverity::Warning, ..Self::error(code, message, hint) }
    }

    /// Something worth knowing.
    pub(crate) fn note(
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { severity: RemarkSeverity::Note, ..Self::error(code, message, hint) }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
