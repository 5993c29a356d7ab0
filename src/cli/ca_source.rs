//! The CA on the command line: its certificate, its key, and the passphrase of that.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::failure::Failure;
use super::{output, source};
use crate::bundle::{AuthoritySource, shown};
use crate::cluster::{CaSource, Hint, Plan};
use crate::pki::{
    AuthorityError, AuthorityNote, ImportedAuthority, IssueError, KeyError, NewPassphrase,
    Passphrase,
};
use crate::shell::prompt::{self, PromptError};
use crate::text::{fill, say};

/// What names an existing CA.
#[derive(Debug, clap::Args)]
pub(super) struct CaArguments {
    /// Certificate of an existing CA (PEM), followed by any CAs above it
    #[arg(long = "ca-cert", value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Private key of the CA (PEM: PKCS#8, PKCS#1 or SEC1, encrypted or not)
    #[arg(long = "ca-key", value_name = "FILE")]
    key: Option<PathBuf>,
    /// File whose first line is the passphrase of the CA's key; `-` for standard input, `/dev/fd/3` for an open
    /// descriptor [default: ask on the terminal]
    #[arg(long = "ca-passphrase-file", value_name = "FILE")]
    passphrase: Option<PathBuf>,
}

impl CaArguments {
    /// Whether a certificate or a key was named.
    pub(super) fn names_authority(&self) -> bool {
        self.certificate.is_some() || self.key.is_some()
    }

    /// Whether a file with a passphrase was named.
    pub(super) fn names_passphrase(&self) -> bool {
        self.passphrase.is_some()
    }

    /// Reads the CA that was named; `places` stands in for what wasn't.
    pub(super) fn read(
        &self,
        places: Option<(&Path, &Path)>,
    ) -> Result<ImportedAuthority, Failure> {
        let (own_certificate, own_key) = places.unzip();
        let Some(certificate) = self.certificate.as_deref().or(own_certificate) else {
            return Err(missing("--ca-cert", "certificate"));
        };
        let Some(key) = self.key.as_deref().or(own_key) else {
            return Err(missing("--ca-key", "key"));
        };
        let certificate_pem = source::read(certificate)?;
        let key_pem = source::secret(key)?;
        let given =
            self.passphrase.as_deref().map(source::passphrase).transpose()?.map(Passphrase::new);
        let now = crate::shell::now();
        let read = |passphrase: Option<&Passphrase>| {
            ImportedAuthority::read(&certificate_pem, &key_pem, passphrase, now)
        };
        let authority = match read(given.as_ref()) {
            Err(AuthorityError::Key(KeyError::Encrypted)) if given.is_none() => {
                let asked = ask(&fill("ca-ask", &[("path", &shown(key))]))?;
                read(Some(&Passphrase::new(asked)))
            }
            read => read,
        };
        let authority = authority.map_err(|error| {
            let place = if error.is_of_key() { key } else { certificate };
            Failure::at(shown(place), &error)
        })?;
        authority.issues_cleanly().map_err(|error| Failure::at(shown(certificate), &error))?;
        if given.is_some() && !authority.key().was_encrypted() {
            output::print_error(&fill("ca-ask.not-needed", &[("path", &shown(key))]));
        }
        // The root of a bundle's own intermediate stands beside it, and was chosen, as its name constraints were.
        let is_own = self.certificate.is_none();
        let is_told = |note: &&AuthorityNote| {
            let was_chosen = matches!(
                note,
                AuthorityNote::NoRoot(_)
                    | AuthorityNote::RootAbove { .. }
                    | AuthorityNote::NameConstraints(_)
            );
            !(is_own && was_chosen)
        };
        for note in authority.certificate().notes().iter().filter(is_told) {
            output::print_error(&format!("note: {}: {note}", shown(certificate)));
        }
        Ok(authority)
    }

    /// The CA that a plan asks for.
    pub(super) fn source(&self, plan: &Plan) -> Result<AuthoritySource, Failure> {
        match plan.certificates.ca_source {
            CaSource::Made if self.passphrase.is_some() => {
                Err(Failure::refused("ca-passphrase-unused", &[]))
            }
            CaSource::Made => Ok(AuthoritySource::Made),
            CaSource::Encrypted => self.new_passphrase().map(AuthoritySource::Sealed),
            CaSource::Imported => {
                self.read(None).map(|authority| AuthoritySource::Imported(Box::new(authority)))
            }
            CaSource::Elsewhere => Ok(AuthoritySource::Elsewhere),
        }
    }

    /// A passphrase for a key that is about to be made; typed twice where it is typed.
    fn new_passphrase(&self) -> Result<NewPassphrase, Failure> {
        let (place, text) = if let Some(path) = &self.passphrase {
            (shown(path), source::passphrase(path)?)
        } else {
            return repeated(ask(say("ca-ask.new"))?);
        };
        NewPassphrase::parse(text).map_err(|error| Failure::at(place, &error))
    }
}

/// What is typed to have no passphrase: shorter than any that is taken.
const PLAIN: &str = "plain";

/// A passphrase for the key of a CA that is about to be made, if one is wanted: asked for on the terminal.
pub(super) fn offered_passphrase() -> Result<Option<NewPassphrase>, Failure> {
    let mut text = ask(say("generate-offer"))?;
    if text.is_empty() {
        text = ask(say("generate-offer.again"))?;
        if *text == PLAIN {
            return Ok(None);
        }
        if text.is_empty() {
            return Err(Failure::refused("ca-passphrase-none-new", &[]));
        }
    }
    repeated(text).map(Some)
}

/// A new passphrase, which is typed once more.
fn repeated(text: Zeroizing<String>) -> Result<NewPassphrase, Failure> {
    if *ask(say("ca-ask.again"))? != *text {
        return Err(Failure::refused("ca-passphrase-differs", &[]));
    }
    NewPassphrase::parse(text)
        .map_err(|error| Failure::at(say("ca-credentials-passphrase"), &error))
}

/// The hint of an issue that failed, with what only the clock knows.
pub(super) fn issue_hint(error: &IssueError) -> String {
    match error {
        IssueError::OutlivesAuthority { authority_end, .. } => {
            let days = crate::pki::days_left(*authority_end, crate::shell::now());
            fill("ca-credentials-outlives-hint", &[("days", &days)])
        }
        other => other.hint(),
    }
}

fn missing(flag: &str, what: &str) -> Failure {
    Failure::refused("ca-not-named", &[("what", &what), ("flag", &flag)])
}

/// Asks on the terminal, without showing what is typed.
fn ask(question: &str) -> Result<Zeroizing<String>, Failure> {
    let no_terminal = || Failure::refused("ca-passphrase-no-terminal", &[]);
    if !io::stderr().is_terminal() && !io::stdin().is_terminal() {
        return Err(no_terminal());
    }
    prompt::passphrase(&format!("{question} ")).map_err(|error| match error {
        PromptError::NoTerminal => no_terminal(),
        PromptError::Empty => Failure::refused("ca-passphrase-none", &[]),
        PromptError::Signal(signal) => Failure::said(
            u8::try_from(128 + signal).unwrap_or(super::failure::FAULT),
            "ca-passphrase-signal",
            &[],
        ),
    })
}
