//! The plan as a file.

use serde::Deserialize;
use thiserror::Error;

use super::Plan;
use crate::cluster::error::PlanError;
use crate::text::in_words;

/// Why a plan file can't be taken.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanFileError {
    /// More bytes than any plan needs.
    TooLarge {
        /// Its size in bytes.
        found: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A format of a later quorate.
    Format(u64),
    /// Choices that don't go together.
    Choices(#[from] PlanError),
    /// Not JSON, or not a plan; the message names line and column.
    Json {
        /// The field, such as `members[0].address`; `.` for the whole file.
        path: String,
        /// What was wrong.
        message: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

in_words! { PlanFileError with hints:
    Self::TooLarge { found, limit } => ["error-plan-file-too-large", found, limit],
    Self::Format(found) => ["error-plan-file-format", found, current = Plan::FORMAT],
    Self::Choices(error) => (error),
    Self::Json { path, message, line, column } => ["error-plan-file-json", path = place(path), message, line, column],
}

impl Plan {
    /// The version of the plan format that this quorate writes and reads.
    pub const FORMAT: u32 = 1;
    /// The longest plan file, in bytes.
    pub const SIZE_LIMIT: usize = 1 << 20;

    /// Reads a plan from JSON; everything in it passes the same parsers as the wizard's fields.
    ///
    /// # Errors
    /// [`PlanFileError`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, PlanFileError> {
        if json.len() > Self::SIZE_LIMIT {
            return Err(PlanFileError::TooLarge { found: json.len(), limit: Self::SIZE_LIMIT });
        }
        refuse_other_format(json)?;
        let mut reader = serde_json::Deserializer::from_slice(json);
        let plan: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| json_error(error.inner(), &error.path().to_string()))?;
        reader.end().map_err(|error| json_error(&error, "."))?;
        plan.check()?;
        Ok(plan)
    }

    /// Writes the plan as JSON for people: indented, with a final newline.
    pub fn to_json(&self) -> String {
        // Serialising into memory fails only for maps with other keys than strings; there are none.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

/// The field in front of a complaint, where it is one field's.
fn place(path: &str) -> String {
    if path == "." {
        String::new()
    } else {
        format!("{}: ", crate::text::escape_for_terminal(path))
    }
}

fn json_error(error: &serde_json::Error, path: &str) -> PlanFileError {
    let message = error.to_string();
    // serde_json appends the place, which is told apart here.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    PlanFileError::Json {
        path: path.to_owned(),
        message: crate::text::escape_for_terminal(message),
        line: error.line(),
        column: error.column(),
    }
}

/// Refuses a later format before its unknown fields are complained about.
fn refuse_other_format(json: &[u8]) -> Result<(), PlanFileError> {
    #[derive(Deserialize)]
    #[serde(expecting = "a plan, which starts with `{`")]
    struct OnlyFormat {
        format: u64,
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(OnlyFormat { format }) if format != u64::from(Plan::FORMAT) => {
            Err(PlanFileError::Format(format))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(json_error(error.inner(), &error.path().to_string())),
    }
}
