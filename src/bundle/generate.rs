//! From a plan to a bundle in place: issue, render, assemble, write.

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::thread;

use thiserror::Error;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::manifest::{CertificateEntry, MANIFEST, Manifest};
use super::planned::{FileKind, MODE_DATA, PlannedBundle, PlannedFile};
use super::shown;
use super::target::Target;
use super::update::remove_leftovers;
use super::write::{BundleFile, Stage, WriteError, Written};
use crate::cluster::{CaSource, KeyOrigin, Plan, Preset};
use crate::pki::{
    self, AuthorityCertificate, CertificateProfile, CertificateRole, ChainFile, ImportedAuthority,
    InspectError, IssueError, IssueEvent, KeyError, NewPassphrase, PrivateKey, Randomness,
    Requested,
};
use crate::text::in_words;

/// Where the authority comes from, with what that takes.
#[derive(Debug)]
pub enum AuthoritySource {
    /// It is made.
    Made,
    /// It is made, and its key encrypted.
    Sealed(NewPassphrase),
    /// It exists.
    Imported(Box<ImportedAuthority>),
    /// Its key isn't here: requests are made.
    Elsewhere,
}

impl AuthoritySource {
    /// What a plan calls it.
    pub fn ca_source(&self) -> CaSource {
        match self {
            Self::Made => CaSource::Made,
            Self::Sealed(_) => CaSource::Encrypted,
            Self::Imported(_) => CaSource::Imported,
            Self::Elsewhere => CaSource::Elsewhere,
        }
    }
}

/// How a generation goes on.
#[derive(Debug, Clone, Copy)]
pub enum GenerateEvent<'a> {
    /// Keys and certificates.
    Issue(IssueEvent<'a>),
    /// All files are being written, and brought to disk.
    Writing {
        /// How many.
        files: usize,
    },
}

/// A bundle that was made.
#[derive(Debug)]
pub struct Generated {
    /// Where it is.
    pub written: Written,
    /// What it consists of.
    pub manifest: Manifest,
}

/// Why no bundle was made. Nothing of it is left.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// The certificates could not be issued.
    Issue(#[from] IssueError),
    /// The bundle could not be written.
    Write(#[from] WriteError),
    /// A certificate that was just issued can't be read.
    Unreadable(#[from] InspectError),
    /// A CA that comes from elsewhere than the plan says.
    CaSource {
        /// Where the plan has it from.
        planned: CaSource,
        /// What was given.
        given: CaSource,
    },
    /// The authority's key could not be encrypted.
    Key(#[from] KeyError),
    /// A file of the bundle was not made: its path within it, safe to show.
    Unmade(String),
}

in_words! { GenerateError with hints:
    Self::Issue(error) => (error),
    Self::Write(error) => (error),
    Self::Unreadable(error) => ["error-generate-unreadable", error],
    Self::CaSource { planned, given } => ["error-generate-ca-source", planned, given],
    Self::Key(error) => (error),
    Self::Unmade(path) => ["error-generate-unmade", path; "error-generate-unreadable.hint"],
}

impl GenerateError {
    /// Whether it was the operator, or a signal, that stopped it.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Issue(IssueError::Cancelled) | Self::Write(WriteError::Cancelled))
    }
}

/// Makes the bundle of a plan. The place is claimed before the first key is made, so that a disk that
/// can't be written shows at once; what killed runs left there is removed before. What needs no key is written and
/// brought to disk while keys are made.
///
/// # Errors
/// [`GenerateError`]; nothing of the bundle is left.
pub fn generate(
    plan: &Plan,
    source: &AuthoritySource,
    target: &Target,
    now: OffsetDateTime,
    randomness: &dyn Randomness,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(GenerateEvent<'_>) + Sync),
) -> Result<Generated, GenerateError> {
    if source.ca_source() != plan.certificates.ca_source {
        let (planned, given) = (plan.certificates.ca_source, source.ca_source());
        return Err(GenerateError::CaSource { planned, given });
    }
    remove_leftovers(&target.stale_stages());
    let mut token = [0; 8];
    randomness.fill(&mut token)?;
    let mut stage = Stage::create(target, u64::from_be_bytes(token))?;
    let issue_event = |event: IssueEvent<'_>| progress(GenerateEvent::Issue(event));
    let bundle = PlannedBundle::of(plan);
    let is_here = |one: &&CertificateProfile| one.key_origin == KeyOrigin::Here;
    let profiles: Vec<CertificateProfile> =
        bundle.profiles.iter().filter(is_here).cloned().collect();
    let texts = texts(plan, &bundle);
    // Keys stay on this thread: the stack of one that ended isn't wiped.
    let (holdings, written) = thread::scope(|scope| {
        let write = || stage.fill(&texts, cancelled).and_then(|()| stage.sync(cancelled));
        let writing = thread::Builder::new().spawn_scoped(scope, write);
        let holdings = holdings(plan, &profiles, source, now, randomness, cancelled, &issue_event);
        let written =
            writing.map(|writing| writing.join().unwrap_or_else(|why| resume_unwind(why)));
        (holdings, written)
    });
    let holdings = holdings?;
    match written {
        Ok(written) => written?,
        // The system grants no thread.
        Err(_) => stage.fill(&texts, cancelled)?,
    }
    let (files, manifest) = assemble(plan, &bundle, source, &holdings, texts, now)?;
    progress(GenerateEvent::Writing { files: manifest.files.len() + 1 });
    stage.fill(&files, cancelled)?;
    let written = stage.publish(cancelled)?;
    Ok(Generated { written, manifest })
}

/// The files that need no key.
fn texts(plan: &Plan, bundle: &PlannedBundle) -> Vec<BundleFile> {
    let text = |file: &PlannedFile| {
        let text = match &file.kind {
            FileKind::Plan => plan.to_json(),
            FileKind::Text(text) => text.contents.clone(),
            _ => return None,
        };
        let contents = Zeroizing::new(text.into_bytes());
        Some(BundleFile { path: file.path.clone(), mode: file.mode(), contents })
    };
    bundle.generated().filter_map(text).collect()
}

/// What follows a leaf of a CA that isn't made here.
pub(super) fn chain_file(plan: &Plan) -> ChainFile {
    match plan.preset {
        Preset::ExistingCa => ChainFile::WithRoot,
        _ => ChainFile::Intermediates,
    }
}

/// What is made for one profile.
struct Holding {
    profile: CertificateProfile,
    certificate: Option<(String, Vec<u8>)>,
    request: Option<String>,
    key: Zeroizing<String>,
}

/// Makes the keys that are made here, and what goes with them: certificates, or requests for them.
fn holdings(
    plan: &Plan,
    profiles: &[CertificateProfile],
    source: &AuthoritySource,
    now: OffsetDateTime,
    randomness: &dyn Randomness,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<Holding>, GenerateError> {
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let issued = match source {
        AuthoritySource::Elsewhere => {
            let requested = pki::request(profiles, now, randomness, cancelled, progress)?;
            let holding = |one: Requested| Holding {
                profile: one.profile,
                certificate: None,
                request: Some(one.request_pem),
                key: one.key_pem,
            };
            return Ok(requested.into_iter().map(holding).collect());
        }
        AuthoritySource::Made | AuthoritySource::Sealed(_) => {
            pki::issue(profiles, now, randomness, cancelled, progress)?
        }
        AuthoritySource::Imported(authority) => pki::issue_by(
            authority,
            chain_file(plan),
            profiles,
            now,
            randomness,
            cancelled,
            progress,
        )?,
    };
    let mut holdings = Vec::with_capacity(issued.len());
    for one in issued {
        let key = match (source, one.profile.role) {
            (AuthoritySource::Sealed(passphrase), CertificateRole::Authority) => {
                PrivateKey::read(one.key_pem.as_bytes(), None)?
                    .to_encrypted_pem(passphrase, randomness)?
            }
            _ => one.key_pem,
        };
        let certificate = Some((one.certificate_pem, one.certificate_der));
        holdings.push(Holding { profile: one.profile, certificate, request: None, key });
    }
    Ok(holdings)
}

/// The files that remain to be written, and the manifest that lists all.
fn assemble(
    plan: &Plan,
    bundle: &PlannedBundle,
    source: &AuthoritySource,
    holdings: &[Holding],
    texts: Vec<BundleFile>,
    now: OffsetDateTime,
) -> Result<(Vec<BundleFile>, Manifest), GenerateError> {
    let written = texts.len();
    let mut files = texts;
    for file in bundle.generated() {
        if matches!(file.kind, FileKind::Plan | FileKind::Text(_) | FileKind::Manifest) {
            continue;
        }
        let contents = contents(bundle, source, holdings, file)
            .ok_or_else(|| GenerateError::Unmade(shown(&file.path)))?;
        files.push(BundleFile {
            path: file.path.clone(),
            mode: file.mode(),
            contents: Zeroizing::new(contents.as_bytes().to_vec()),
        });
    }
    let entry =
        |one: &Holding| Some(CertificateEntry::new(&one.profile, &one.certificate.as_ref()?.1));
    let certificates = holdings.iter().filter_map(entry).collect::<Result<_, _>>()?;
    let manifest = Manifest::new(plan.cluster_name.clone(), now, &files, certificates);
    files.drain(..written);
    files.push(data(MANIFEST, manifest.to_json()));
    Ok((files, manifest))
}

/// What a file with a key or a certificate in it holds; `None` for what was not made.
fn contents(
    bundle: &PlannedBundle,
    source: &AuthoritySource,
    holdings: &[Holding],
    file: &PlannedFile,
) -> Option<Zeroizing<String>> {
    let holding = |profile: usize| {
        let wanted = bundle.profiles.get(profile)?.certificate_path.as_os_str();
        holdings.iter().find(|one| one.profile.certificate_path.as_os_str() == wanted)
    };
    let certificate = |one: &Holding| one.certificate.as_ref().map(|(pem, _)| pem.clone());
    let text = match &file.kind {
        FileKind::Manifest | FileKind::Plan | FileKind::Text(_) => None,
        FileKind::Key { profile } => return holding(*profile).map(|one| one.key.clone()),
        FileKind::Request { profile } => holding(*profile)?.request.clone(),
        FileKind::Certificate { profile, .. } => certificate(holding(*profile)?),
        FileKind::Anchor(authority) => {
            if let AuthoritySource::Imported(imported) = source {
                Some(pki::certificate_pem(imported.certificate().trust_anchor_der()))
            } else {
                let is_it = |one: &&Holding| one.profile.authority == Some(*authority);
                certificate(holdings.iter().find(is_it)?)
            }
        }
    };
    text.map(Zeroizing::new)
}

/// The certificate of an authority that isn't made here, in `authority/` and wherever it is trusted.
pub(super) fn anchor_files(plan: &Plan, authority: &AuthorityCertificate) -> Vec<BundleFile> {
    let anchor = pki::certificate_pem(authority.trust_anchor_der());
    PlannedBundle::of(plan).anchors().map(|(path, _)| data(path, anchor.clone())).collect()
}

pub(super) fn data(path: impl AsRef<Path>, contents: String) -> BundleFile {
    BundleFile {
        path: path.as_ref().into(),
        mode: MODE_DATA,
        contents: Zeroizing::new(contents.into_bytes()),
    }
}
