//! From a plan to a bundle in place: issue, render, assemble, write.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use thiserror::Error;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::manifest::{CertificateEntry, MANIFEST, Manifest};
use super::target::Target;
use super::write::{BundleFile, Stage, WriteError, Written};
use crate::cluster::{Hint, Plan};
use crate::pki::{self, CertificateRole, InspectError, IssueError, IssueEvent, Issued};
use crate::render;

/// The plan's name within a bundle.
pub const PLAN: &str = "plan.json";
/// The mode of a file that everyone who may enter the bundle may read.
const MODE_DATA: u32 = 0o644;
/// The mode of a private key.
const MODE_KEY: u32 = 0o600;

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
    /// No certificate came for the authority.
    #[error("no authority was issued")]
    NoAuthority,
}

impl Hint for GenerateError {
    fn hint(&self) -> String {
        match self {
            Self::Issue(error) => error.hint(),
            Self::Write(error) => error.hint(),
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
    target: &Target,
    now: OffsetDateTime,
    fill_random: &(dyn Fn(&mut [u8]) -> Result<(), IssueError> + Sync),
    cancelled: &AtomicBool,
    progress: &(dyn Fn(GenerateEvent<'_>) + Sync),
) -> Result<Generated, GenerateError> {
    let mut token = [0; 8];
    fill_random(&mut token)?;
    let mut stage = Stage::create(target, u64::from_be_bytes(token))?;
    let issued = pki::issue(&pki::profiles(plan), now, fill_random, cancelled, &|event| {
        progress(GenerateEvent::Issue(event));
    })?;
    let (files, manifest) = assemble(plan, &issued, now)?;
    progress(GenerateEvent::Writing { files: files.len() });
    stage.fill(&files, cancelled)?;
    let written = stage.publish(cancelled)?;
    Ok(Generated { written, manifest })
}

/// Lists every file that the bundle of a plan is going to have, with its mode, by path.
pub fn files_preview(plan: &Plan) -> Vec<(PathBuf, u32)> {
    let mut files: Vec<(PathBuf, u32)> =
        vec![(PLAN.into(), MODE_DATA), (MANIFEST.into(), MODE_DATA)];
    for profile in pki::profiles(plan) {
        files.push((profile.certificate_path, MODE_DATA));
        files.push((profile.key_path, MODE_KEY));
    }
    files.extend(authority_copies(plan).map(|path| (path, MODE_DATA)));
    files.extend(render::files(plan).into_iter().map(|file| (file.path, file.mode)));
    files.sort();
    files
}

/// Where the authority's certificate is needed beside its own place: with each member and each client,
/// so that each directory can go to its machine alone.
fn authority_copies(plan: &Plan) -> impl Iterator<Item = PathBuf> {
    let members = plan.members.iter().map(|member| format!("members/{}/pki/ca.pem", member.name));
    let clients = plan.clients.iter().map(|client| format!("clients/{}/ca.pem", client.name));
    members.chain(clients).map(PathBuf::from)
}

fn assemble(
    plan: &Plan,
    issued: &[Issued],
    now: OffsetDateTime,
) -> Result<(Vec<BundleFile>, Manifest), GenerateError> {
    let mut files = vec![data(PLAN, plan.to_json())];
    let mut certificates = Vec::with_capacity(issued.len());
    for one in issued {
        certificates.push(CertificateEntry::of(&one.profile, &one.certificate_der)?);
        files.push(data(&one.profile.certificate_path, one.certificate_pem.clone()));
        files.push(BundleFile {
            path: one.profile.key_path.clone(),
            mode: MODE_KEY,
            contents: Zeroizing::new(one.key_pem.as_bytes().to_vec()),
        });
    }
    let is_authority = |one: &&Issued| one.profile.role == CertificateRole::Authority;
    let authority = issued.iter().find(is_authority).ok_or(GenerateError::NoAuthority)?;
    let copies = authority_copies(plan);
    files.extend(copies.map(|path| data(path, authority.certificate_pem.clone())));
    files.extend(render::files(plan).into_iter().map(|file| BundleFile {
        path: file.path,
        mode: file.mode,
        contents: Zeroizing::new(file.contents.into_bytes()),
    }));
    let manifest = Manifest::new(plan.cluster_name.clone(), now, &files, certificates);
    files.push(data(MANIFEST, manifest.to_json()));
    Ok((files, manifest))
}

fn data(path: impl AsRef<Path>, contents: String) -> BundleFile {
    BundleFile {
        path: path.as_ref().into(),
        mode: MODE_DATA,
        contents: Zeroizing::new(contents.into_bytes()),
    }
}
