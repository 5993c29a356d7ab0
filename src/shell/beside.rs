//! Files that the review and the lab save.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::text::{fill, say};
use crate::ui::{Refusal, Saved, SavedFile};

/// Writes a file under the first free of the names that begin with `base`; never over anything.
pub(super) fn save(what: Saved, contents: &str, base: &str) -> Result<SavedFile, Refusal> {
    let (name, extension, mode) = match what {
        Saved::ByHand => ("by-hand", "sh", 0o755),
        // It tells names and addresses, and no secret.
        Saved::Plan => ("plan", "json", 0o644),
        Saved::Scenario => ("scenario", "txt", 0o644),
    };
    let hint = match what {
        Saved::ByHand | Saved::Plan => say("by-hand-refused"),
        Saved::Scenario => say("lab-save-refused"),
    };
    let first = format!("{base}-{name}.{extension}");
    let numbered = (2..100).map(|number| format!("{base}-{name}-{number}.{extension}"));
    for name in std::iter::once(first.clone()).chain(numbered) {
        let opened = File::options().write(true).create_new(true).mode(mode).open(&name);
        let written = opened.and_then(|mut file| {
            file.write_all(contents.as_bytes())?;
            file.sync_all()
        });
        match written {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                let message = format!("`{name}`: {error}");
                return Err(Refusal { message, hint: hint.to_owned() });
            }
            Ok(()) => {
                let taken = (name != first).then_some(first);
                let path = std::path::absolute(&name).unwrap_or_else(|_| Path::new(&name).into());
                return Ok(SavedFile { path, taken });
            }
        }
    }
    let message = fill("by-hand-taken", &[("path", &first)]);
    Err(Refusal { message, hint: hint.to_owned() })
}
