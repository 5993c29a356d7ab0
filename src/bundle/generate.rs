//! From a plan to a bundle in place: issue, render, assemble, write.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use thiserror::Error;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::manifest::{CertificateEntry, MANIFEST, Manifest};
use super::recipe;
use super::target::Target;
use super::write::{BundleFile, Stage, WriteError, Written};
use crate::cluster::{Authority, CaSource, Hint, KeyOrigin, Plan, Preset};
use crate::pki::{
    self, AuthorityCertificate, CertificateProfile, CertificateRole, ChainFile, ImportedAuthority,
    InspectError, IssueError, IssueEvent, KeyError, NewPassphrase, PrivateKey, Requested,
};
use crate::render;

/// The plan's name within a bundle.
pub const PLAN: &str = "plan.json";
/// The directory of the authorities within a bundle.
pub(super) const AUTHORITY: &str = "authority";
/// The directory of signing requests within a bundle.
pub(super) const REQUESTS: &str = "requests";
/// The mode of a file that everyone who may enter the bundle may read.
const MODE_DATA: u32 = 0o644;
/// The mode of a private key.
const MODE_KEY: u32 = 0o600;

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
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The bundle could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A certificate that was just issued can't be read.
    #[error("a certificate just issued can't be read: {0}")]
    Unreadable(#[from] InspectError),
    /// A CA that comes from elsewhere than the plan says.
    #[error("the plan's CA is `{planned}`, found one that is `{given}`")]
    CaSource {
        /// Where the plan has it from.
        planned: CaSource,
        /// What was given.
        given: CaSource,
    },
    /// The authority's key could not be encrypted.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No certificate came for the authority.
    #[error("no authority was issued")]
    NoAuthority,
}

impl Hint for GenerateError {
    fn hint(&self) -> String {
        match self {
            Self::Issue(error) => error.hint(),
            Self::Write(error) => error.hint(),
            Self::Key(error) => error.hint(),
            Self::CaSource { planned, .. } => match planned {
                CaSource::Made => "leave out what names another CA, or change the plan".into(),
                CaSource::Encrypted => "give a passphrase for the CA's key".into(),
                CaSource::Imported => "name the CA's certificate and its key".into(),
                CaSource::Elsewhere => "ask for signing requests, or change the plan".into(),
            },
            Self::Unreadable(_) | Self::NoAuthority => {
                "this is a fault of quorate; please report it".into()
            }
        }
    }
}

impl GenerateError {
    /// Whether it was the operator, or a signal, that stopped it.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Issue(IssueError::Cancelled) | Self::Write(WriteError::Cancelled))
    }
}

/// Makes the bundle of a plan. The place is claimed before the first key is made, so that a disk that
/// can't be written shows at once.
///
/// # Errors
/// [`GenerateError`]; nothing of the bundle is left.
pub fn generate(
    plan: &Plan,
    source: &AuthoritySource,
    target: &Target,
    now: OffsetDateTime,
    fill_random: &(dyn Fn(&mut [u8]) -> Result<(), IssueError> + Sync),
    cancelled: &AtomicBool,
    progress: &(dyn Fn(GenerateEvent<'_>) + Sync),
) -> Result<Generated, GenerateError> {
    if source.ca_source() != plan.certificates.ca_source {
        let (planned, given) = (plan.certificates.ca_source, source.ca_source());
        return Err(GenerateError::CaSource { planned, given });
    }
    let mut token = [0; 8];
    fill_random(&mut token)?;
    let mut stage = Stage::create(target, u64::from_be_bytes(token))?;
    let issue_event = |event: IssueEvent<'_>| progress(GenerateEvent::Issue(event));
    let holdings = holdings(plan, source, now, fill_random, cancelled, &issue_event)?;
    let (files, manifest) = assemble(plan, source, &holdings, now)?;
    progress(GenerateEvent::Writing { files: files.len() });
    stage.fill(&files, cancelled)?;
    let written = stage.publish(cancelled)?;
    Ok(Generated { written, manifest })
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
    source: &AuthoritySource,
    now: OffsetDateTime,
    fill_random: &(dyn Fn(&mut [u8]) -> Result<(), IssueError> + Sync),
    cancelled: &AtomicBool,
    progress: &(dyn Fn(IssueEvent<'_>) + Sync),
) -> Result<Vec<Holding>, GenerateError> {
    let profiles = profiles_here(plan);
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let issued = match source {
        AuthoritySource::Elsewhere => {
            let requested = pki::request(&profiles, now, cancelled, progress)?;
            let holding = |one: Requested| Holding {
                profile: one.profile,
                certificate: None,
                request: Some(one.request_pem),
                key: one.key_pem,
            };
            return Ok(requested.into_iter().map(holding).collect());
        }
        AuthoritySource::Made | AuthoritySource::Sealed(_) => {
            pki::issue(&profiles, now, fill_random, cancelled, progress)?
        }
        AuthoritySource::Imported(authority) => pki::issue_by(
            authority,
            chain_file(plan),
            &profiles,
            now,
            fill_random,
            cancelled,
            progress,
        )?,
    };
    let mut holdings = Vec::with_capacity(issued.len());
    for one in issued {
        let key = match (source, one.profile.role) {
            (AuthoritySource::Sealed(passphrase), CertificateRole::Authority) => {
                PrivateKey::read(one.key_pem.as_bytes(), None)?
                    .to_encrypted_pem(passphrase, fill_random)?
            }
            _ => one.key_pem,
        };
        let certificate = Some((one.certificate_pem, one.certificate_der));
        holdings.push(Holding { profile: one.profile, certificate, request: None, key });
    }
    Ok(holdings)
}

/// The profiles whose keys are made here.
fn profiles_here(plan: &Plan) -> Vec<CertificateProfile> {
    let is_here = |profile: &CertificateProfile| profile.key_origin == KeyOrigin::Here;
    pki::profiles(plan).into_iter().filter(is_here).collect()
}

/// Lists every file that the bundle of a plan is going to have, with its mode, by path.
pub fn files_preview(plan: &Plan) -> Vec<(PathBuf, u32)> {
    let mut files: Vec<(PathBuf, u32)> =
        vec![(PLAN.into(), MODE_DATA), (MANIFEST.into(), MODE_DATA)];
    let is_elsewhere = plan.certificates.ca_source == CaSource::Elsewhere;
    for profile in profiles_here(plan) {
        if is_elsewhere {
            files.push((request_path(&profile), MODE_DATA));
        }
        for place in profile.places() {
            if !is_elsewhere {
                files.push((place.certificate_path, MODE_DATA));
            }
            files.push((place.key_path, MODE_KEY));
        }
    }
    let anchors = match plan.certificates.ca_source {
        CaSource::Elsewhere => Vec::new(),
        CaSource::Imported => anchor_places(plan),
        CaSource::Made | CaSource::Encrypted => {
            authority_copies(plan).into_iter().map(|(path, _)| path).collect()
        }
    };
    files.extend(anchors.into_iter().map(|path| (path, MODE_DATA)));
    files.extend(texts(plan).into_iter().map(|file| (file.path, file.mode)));
    files.sort();
    files
}

/// Returns every file of a plan's bundle that can be read beforehand: it follows from the plan alone.
pub fn texts(plan: &Plan) -> Vec<BundleFile> {
    let cfssl = super::cfssl::files(plan, &authority_copies(plan));
    let rendered = render::files(plan).into_iter().chain(cfssl).map(|file| BundleFile {
        path: file.path,
        mode: file.mode,
        contents: Zeroizing::new(file.contents.into_bytes()),
    });
    rendered.chain(recipe::files(plan)).collect()
}

/// Where the request for a certificate goes.
pub(super) fn request_path(profile: &CertificateProfile) -> PathBuf {
    format!("{REQUESTS}/{}.csr", profile.request_name()).into()
}

/// Where the certificates of authorities are needed beside their own place: with each member and each
/// client that trusts them, so that each directory can go to its machine alone.
fn authority_copies(plan: &Plan) -> Vec<(PathBuf, Authority)> {
    let (names, trust) = (plan.file_names(), plan.certificates.trust);
    let mut copies = Vec::new();
    let mut add = |directory: String, signer: Authority| {
        let anchor = signer.anchor();
        let path = PathBuf::from(format!("{directory}/{}", names.anchor(signer)));
        if !copies.iter().any(|(other, _)| *other == path) {
            copies.push((path, anchor));
        }
    };
    for member in &plan.members {
        let directory = || format!("members/{}/{}", member.name, render::layout::PKI);
        add(directory(), trust.signs_clients());
        add(directory(), trust.signs_peers());
    }
    for client in &plan.clients {
        add(format!("clients/{}", client.name), trust.signs_servers());
    }
    copies
}

fn assemble(
    plan: &Plan,
    source: &AuthoritySource,
    holdings: &[Holding],
    now: OffsetDateTime,
) -> Result<(Vec<BundleFile>, Manifest), GenerateError> {
    let mut files = vec![data(PLAN, plan.to_json())];
    let mut certificates = Vec::with_capacity(holdings.len());
    for one in holdings {
        if let Some(request) = &one.request {
            files.push(data(request_path(&one.profile), request.clone()));
        }
        for place in one.profile.places() {
            if let Some((pem, _)) = &one.certificate {
                files.push(data(&place.certificate_path, pem.clone()));
            }
            files.push(BundleFile {
                path: place.key_path,
                mode: MODE_KEY,
                contents: Zeroizing::new(one.key.as_bytes().to_vec()),
            });
        }
        if let Some((_, der)) = &one.certificate {
            certificates.push(CertificateEntry::new(&one.profile, der)?);
        }
    }
    files.extend(authority_files(plan, source, holdings)?);
    files.extend(texts(plan));
    let manifest = Manifest::new(plan.cluster_name.clone(), now, &files, certificates);
    files.push(data(MANIFEST, manifest.to_json()));
    Ok((files, manifest))
}

/// The certificates of authorities wherever they are trusted. One made here stands with its key already.
fn authority_files(
    plan: &Plan,
    source: &AuthoritySource,
    holdings: &[Holding],
) -> Result<Vec<BundleFile>, GenerateError> {
    let anchors = match source {
        AuthoritySource::Elsewhere => return Ok(Vec::new()),
        AuthoritySource::Imported(authority) => {
            return Ok(anchor_files(plan, authority.certificate()));
        }
        AuthoritySource::Made | AuthoritySource::Sealed(_) => authority_copies(plan),
    };
    let mut files = Vec::with_capacity(anchors.len());
    for (path, anchor) in anchors {
        let is_it = |one: &&Holding| one.profile.authority == Some(anchor);
        let authority = holdings.iter().find(is_it).and_then(|one| one.certificate.as_ref());
        let (pem, _) = authority.ok_or(GenerateError::NoAuthority)?;
        files.push(data(path, pem.clone()));
    }
    Ok(files)
}

/// The certificate of an authority that isn't made here, in `authority/` and wherever it is trusted.
pub(super) fn anchor_files(plan: &Plan, authority: &AuthorityCertificate) -> Vec<BundleFile> {
    let anchor = pki::certificate_pem(authority.trust_anchor_der());
    anchor_places(plan).into_iter().map(|path| data(path, anchor.clone())).collect()
}

/// Where the certificate of an authority that isn't made here goes.
fn anchor_places(plan: &Plan) -> Vec<PathBuf> {
    let own = Path::new(AUTHORITY).join(plan.file_names().authority(Authority::Sole).certificate);
    authority_copies(plan).into_iter().map(|(path, _)| path).chain([own]).collect()
}

pub(super) fn data(path: impl AsRef<Path>, contents: String) -> BundleFile {
    BundleFile {
        path: path.as_ref().into(),
        mode: MODE_DATA,
        contents: Zeroizing::new(contents.into_bytes()),
    }
}
