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
use crate::pki::Passphrase;
use crate::pki::inspect::{self, SIZE_LIMIT};
use crate::shell::prompt;
use crate::text::fill;

/// How often a passphrase is asked for before the file stays closed.
const ATTEMPTS: usize = 3;

/// What opens the PKCS #12 files of a reading.
#[derive(Default)]
pub(super) struct Passphrases {
    /// For every file.
    given: Option<Passphrase>,
    /// For those that were named: a file may hold several stores.
    asked: BTreeMap<PathBuf, Vec<Passphrase>>,
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
            let Ok((bytes, _)) = read::file(path, SIZE_LIMIT, Links::Follow) else { continue };
            let mut file = inspect::read(path, &bytes);
            let mut wrong = 0;
            while file.is_locked() && wrong < ATTEMPTS {
                let question = fill("inspect-passphrase", &[("path", &shown(path))]) + " ";
                let Ok(text) = prompt::passphrase(&question) else { break };
                let passphrase = Passphrase::new(text);
                if file.unlock(&passphrase) {
                    asked.entry(path.clone()).or_insert_with(Vec::new).push(passphrase);
                } else {
                    wrong += 1;
                }
            }
        }
        Ok(Self { given: None, asked })
    }

    /// The one that is for every file, and for the key that a server is shown.
    pub(super) fn given(&self) -> Option<&Passphrase> {
        self.given.as_ref()
    }

    /// Opens what was closed, as far as a passphrase is known.
    pub(super) fn open(&self, gathered: &mut Gathered) {
        for file in gathered.files.iter_mut().filter(|file| file.is_locked()) {
            for passphrase in
                self.given.iter().chain(self.asked.get(&file.path).into_iter().flatten())
            {
                file.unlock(passphrase);
            }
        }
    }
}
