//! Passphrases of PKCS #12 files: read from a file, or asked for on the terminal.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::paths::Gathered;
use super::probe;
use crate::bundle::read::{self, Links};
use crate::bundle::shown;
use crate::cli::failure::Failure;
use crate::cli::source;
use crate::finding::Rule;
use crate::pki::inspect::{self, SIZE_LIMIT};
use crate::pki::{FileInspection, Passphrase};
use crate::shell::prompt;
use crate::text::fill;

/// How often a passphrase is asked for before the file stays closed.
const ATTEMPTS: usize = 3;

/// What opens the PKCS #12 files of a reading.
#[derive(Default)]
pub(super) struct Passphrases {
    /// For every file.
    given: Option<Passphrase>,
    /// For those that were named.
    asked: BTreeMap<PathBuf, Passphrase>,
}

impl Passphrases {
    /// Reads the file with the passphrase, or asks for those of the files that are named, where there is a
    /// terminal. It is asked before anything else takes the terminal.
    pub(super) fn collect(paths: &[PathBuf], file: Option<&Path>) -> Result<Self, Failure> {
        if let Some(file) = file {
            let given = Some(Passphrase::new(source::passphrase(file)?));
            return Ok(Self { given, asked: BTreeMap::new() });
        }
        let mut asked = BTreeMap::new();
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(Self { given: None, asked });
        }
        for path in paths.iter().filter(|path| path.is_file() && !probe::is_url(path)) {
            let Some(bytes) = bytes(path) else { continue };
            if !is_locked(&inspect::read(path, &bytes)) {
                continue;
            }
            for _ in 0..ATTEMPTS {
                let question = fill("inspect-passphrase", &[("path", &shown(path))]) + " ";
                let Ok(text) = prompt::passphrase(&question) else { break };
                let passphrase = Passphrase::new(text);
                if inspect::read_pkcs12(path, &bytes, &passphrase).is_ok() {
                    asked.insert(path.clone(), passphrase);
                    break;
                }
            }
        }
        Ok(Self { given: None, asked })
    }

    /// Opens what was closed, as far as a passphrase is known.
    pub(super) fn open(&self, gathered: &mut Gathered) {
        for file in gathered.files.iter_mut().filter(|file| is_locked(file)) {
            let known = self.given.as_ref().or_else(|| self.asked.get(&file.path));
            let Some((passphrase, bytes)) = known.zip(bytes(&file.path)) else { continue };
            if let Ok(opened) = inspect::read_pkcs12(&file.path, &bytes, passphrase) {
                *file = opened;
            }
        }
    }
}

/// Whether a file is a PKCS #12 that isn't opened.
fn is_locked(file: &FileInspection) -> bool {
    let first = file.items.first();
    first.is_some_and(|item| item.findings.iter().any(|one| one.rule == Rule::Pkcs12Locked))
}

fn bytes(path: &Path) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    read::file(path, SIZE_LIMIT, Links::Follow).ok().map(|(bytes, _)| bytes)
}
