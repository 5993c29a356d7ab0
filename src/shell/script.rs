//! A script that the review saves.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::text::{fill, say};
use crate::ui::{Refusal, SavedScript};

/// Writes a script under the first free of the names that begin as `path` does; never over anything.
pub(super) fn save(script: &str, path: &str) -> Result<SavedScript, Refusal> {
    let stem = path.strip_suffix(".sh").unwrap_or(path);
    let numbered = (2..100).map(|number| format!("{stem}-{number}.sh"));
    for name in std::iter::once(path.to_owned()).chain(numbered) {
        let opened = File::options().write(true).create_new(true).mode(0o755).open(&name);
        let written = opened.and_then(|mut file| {
            file.write_all(script.as_bytes())?;
            file.sync_all()
        });
        match written {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                let message = format!("`{name}`: {error}");
                return Err(Refusal { message, hint: say("by-hand-refused").to_owned() });
            }
            Ok(()) => {
                let taken = (name != path).then(|| path.to_owned());
                let path = std::path::absolute(&name).unwrap_or_else(|_| Path::new(&name).into());
                return Ok(SavedScript { path, taken });
            }
        }
    }
    let message = fill("by-hand-taken", &[("path", &path)]);
    Err(Refusal { message, hint: say("by-hand-refused").to_owned() })
}
