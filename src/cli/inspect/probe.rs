//! Servers among what is inspected: `https://HOST:PORT`. Their chain is read as a file's is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::bundle::read;
use crate::bundle::shown;
use crate::cli::failure::Failure;
use crate::cluster::Hint;
use crate::pki::inspect::{self, SIZE_LIMIT};
use crate::pki::pair;
use crate::pki::{FileInspection, Passphrase, PrivateKey, Row, Tone, certificate_pem};
use crate::probe::{self, Asked, Credentials, Outcome, Probe, ProbeError, Server, Trust};
use crate::text::{fill, say};

/// The most names of accepted authorities that are listed.
const NAMES: usize = 100;

/// The options that ask for a judgement of files instead.
pub(super) const JUDGED: [&str; 4] = ["role", "bundle", "plan", "heap"];

/// How servers are connected to.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Servers {
    /// Client certificate to show to a server, with its chain
    #[arg(long, value_name = "FILE", requires = "key", conflicts_with_all = JUDGED, help_heading = "Servers")]
    cert: Option<PathBuf>,
    /// Key of the client certificate; with --as or --member, keys of the certificates that are judged
    ///
    /// Where members are named, NAME= says whose key it is meant to be.
    #[arg(long = "key", id = "key", value_name = "[NAME=]FILE", help_heading = "Servers")]
    pub(super) keys: Vec<PathBuf>,
    /// Authorities to judge a server's chain by; with --as or --member, those that the other side trusts
    #[arg(long, visible_alias = "ca", value_name = "FILE", help_heading = "Servers")]
    pub(super) cacert: Option<PathBuf>,
    /// How long a server has for connection and handshake, such as `5s` or `500ms`
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = timeout, help_heading = "Servers")]
    timeout: Duration,
}

impl Servers {
    /// Whether a key is named without the client certificate that it would be of.
    pub(super) fn lacks_certificate(&self) -> bool {
        self.cert.is_none() && !self.keys.is_empty()
    }
}

/// Reads seconds or milliseconds, up to five minutes.
fn timeout(text: &str) -> Result<Duration, String> {
    const EXPECTED: &str = "expected `5s`, `500ms` or the like, from 10ms to 300s";
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s').ok_or(EXPECTED)?, 1000),
    };
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = number.parse().ok().filter(|_| digits).ok_or(EXPECTED)?;
    let milliseconds = number.checked_mul(unit).filter(|all| (10..=300_000).contains(all));
    milliseconds.map(Duration::from_millis).ok_or_else(|| EXPECTED.into())
}

/// Whether a path is meant as a URL; a file of such a name can be called `./https:…`.
pub(super) fn is_url(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
}

/// Connects to servers, and remembers what each showed beside its certificates.
pub(super) struct Prober {
    credentials: Option<Credentials>,
    anchors: Option<Vec<Vec<u8>>>,
    timeout: Duration,
    now: OffsetDateTime,
    /// What was seen of each server.
    pub(super) seen: RefCell<BTreeMap<PathBuf, Connection>>,
}

impl Prober {
    /// Reads the files that the arguments name.
    pub(super) fn new(
        arguments: &Servers,
        passphrase: Option<&Passphrase>,
        now: OffsetDateTime,
    ) -> Result<Self, Failure> {
        let credentials = match (&arguments.cert, arguments.keys.as_slice()) {
            (Some(certificate), [key]) => Some(credentials(certificate, key, passphrase)?),
            (Some(_), [_, _, ..]) => {
                return Err(Failure::refused("probe-key-twice", &[]));
            }
            _ => None,
        };
        let anchors = arguments.cacert.as_deref().map(certificates).transpose()?;
        let timeout = arguments.timeout;
        Ok(Self { credentials, anchors, timeout, now, seen: RefCell::default() })
    }

    /// What a server showed, as a file whose lines are its certificates, from 1.
    pub(super) fn read(&self, url: &Path) -> FileInspection {
        self.reached(url)
            .unwrap_or_else(|error| inspect::unreadable(url, error.to_string(), error.hint()))
    }

    fn reached(&self, url: &Path) -> Result<FileInspection, ProbeError> {
        let server: Server = url.to_string_lossy().parse()?;
        let probe = probe::probe(&server, self.credentials.as_ref(), self.timeout)?;
        let pem: String = probe.chain.iter().map(|der| certificate_pem(der)).collect();
        let mut file = inspect::read(url, pem.as_bytes());
        for (index, item) in file.items.iter_mut().enumerate() {
            item.line = index + 1;
        }
        file.size = probe.chain.iter().map(Vec::len).sum();
        let (findings, trust) = probe::judge(&server, &probe, self.anchors.as_deref(), self.now);
        file.findings.extend(findings);
        self.seen.borrow_mut().insert(url.to_owned(), Connection::new(&probe, &trust));
        Ok(file)
    }
}

fn bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    read::named(path, SIZE_LIMIT).map_err(|error| Failure::at(shown(path), &error))
}

fn certificates(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    pair::certificates(&bytes(path)?).map_err(|error| Failure::at(shown(path), &error))
}

fn credentials(
    certificate: &Path,
    key: &Path,
    passphrase: Option<&Passphrase>,
) -> Result<Credentials, Failure> {
    let chain = certificates(certificate)?;
    let pem = bytes(key)?;
    let read =
        PrivateKey::read(&pem, passphrase).map_err(|error| Failure::at(shown(key), &error))?;
    if let Some(leaf) = chain.first() {
        let opened = read.was_encrypted().then(|| read.to_pem());
        match pair::key_fits(leaf, opened.as_ref().map_or(pem.as_slice(), |pem| pem.as_bytes())) {
            Ok(()) | Err(pair::PairError::NotChecked(_)) => {}
            Err(error) => return Err(Failure::at(shown(key), &error)),
        }
    }
    Ok(Credentials::new(chain, read))
}

/// What is told of a connection; all text is safe to show. In JSON, a part of the documented format.
#[derive(Debug, Serialize)]
pub(super) struct Connection {
    address: String,
    failed_addresses: Vec<String>,
    protocol: Option<String>,
    cipher: Option<String>,
    client_certificate_requested: bool,
    client_certificate_shown: bool,
    accepted_authorities: Vec<String>,
    outcome: &'static str,
    alert: Option<String>,
    trust: &'static str,
    /// The subject of the authority that the chain leads to.
    pub(super) trusted_authority: Option<String>,
    #[serde(skip)]
    sent: usize,
}

impl Connection {
    fn new(probe: &Probe, trust: &Trust) -> Self {
        let authorities = match &probe.asked {
            Asked::Yes(authorities) => authorities.as_slice(),
            Asked::No => &[],
        };
        let unreadable = || say("report-unreadable").to_owned();
        let (outcome, alert) = match &probe.outcome {
            Outcome::Accepted => ("accepted", None),
            Outcome::Quiet => ("quiet", None),
            Outcome::Refused(alert) => ("refused", Some(alert.clone())),
            Outcome::Closed { complete: true } => ("closed-after-handshake", None),
            Outcome::Closed { complete: false } => ("closed", None),
            Outcome::Failed(_) => ("failed", None),
        };
        let (trust, trusted_authority) = match trust {
            Trust::NotAsked => ("not-asked", None),
            Trust::Trusted(name) => ("trusted", Some(name.clone())),
            Trust::Untrusted => ("untrusted", None),
            Trust::NotChecked => ("not-checked", None),
        };
        let attempts = probe.attempts.iter();
        Self {
            address: probe.address.to_string(),
            failed_addresses: attempts.map(|one| format!("{}: {}", one.address, one.why)).collect(),
            protocol: probe.protocol.clone(),
            cipher: probe.cipher.clone(),
            client_certificate_requested: probe.asked != Asked::No,
            client_certificate_shown: probe.shown,
            accepted_authorities: authorities
                .iter()
                .take(NAMES)
                .map(|der| pair::name(der).unwrap_or_else(unreadable))
                .collect(),
            outcome,
            alert,
            trust,
            trusted_authority,
            sent: probe.chain.len(),
        }
    }

    /// The connection as rows.
    pub(super) fn rows(&self) -> Vec<Row<'static>> {
        let row = |label, values: &[String], tone| {
            let values = values.iter().cloned().map(Cow::from).collect();
            Row { label, values, tone }
        };
        let plain = |label, value: String| row(label, &[value], Tone::Plain);
        let list =
            |label, values: &[String], tone| (!values.is_empty()).then(|| row(label, values, tone));
        let mut rows = vec![plain(say("probe-address"), self.address.clone())];
        rows.extend(list(say("probe-in-vain"), &self.failed_addresses, Tone::Warning));
        let parts = [self.protocol.as_deref(), self.cipher.as_deref()];
        let protocol = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let is_known = !protocol.is_empty();
        let protocol = if is_known { protocol } else { say("probe-unknown").to_owned() };
        rows.push(plain(say("probe-protocol"), protocol));
        rows.push(plain(say("probe-sent"), fill("probe-certificates", &[("count", &self.sent)])));
        rows.push(plain(say("probe-trust"), self.trust_in_words()));
        rows.push(plain(say("probe-client"), self.client_in_words()));
        rows.extend(list(say("probe-accepts"), &self.accepted_authorities, Tone::Plain));
        rows
    }

    fn trust_in_words(&self) -> String {
        match (self.trust, &self.trusted_authority) {
            (_, Some(name)) => fill("probe-trusted", &[("name", name)]),
            ("untrusted", _) => say("probe-untrusted").into(),
            ("not-checked", _) => say("probe-trust-open").into(),
            _ => say("probe-trust-not-asked").into(),
        }
    }

    fn client_in_words(&self) -> String {
        let alert = self.alert.as_deref().unwrap_or_default();
        match (self.client_certificate_requested, self.client_certificate_shown, self.outcome) {
            (false, ..) => say("probe-not-asked").into(),
            (true, true, "accepted") => say("probe-own-accepted").into(),
            (true, true, "refused") => fill("probe-own-refused", &[("alert", &alert)]),
            (true, true, _) => say("probe-own-open").into(),
            (true, false, "accepted") => say("probe-none-accepted").into(),
            (true, false, "refused") => fill("probe-none-refused", &[("alert", &alert)]),
            (true, false, _) => say("probe-none-open").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_seconds_or_milliseconds_within_bounds() {
        assert_eq!(timeout("5s"), Ok(Duration::from_secs(5)));
        assert_eq!(timeout("500ms"), Ok(Duration::from_millis(500)));
        for wrong in
            ["", "s", "ms", "5", "0s", "9ms", "301s", "+5s", "1.5s", "99999999999999999999s"]
        {
            assert!(timeout(wrong).is_err(), "{wrong}");
        }
    }
}
