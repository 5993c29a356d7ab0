//! From a plan to a bundle in place: issue, render, assemble, write.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use thiserror::Error;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::manifest::{CertificateEntry, MANIFEST, Manifest};
use super::target::Target;
use super::write::{BundleFile, Stage, WriteError, Written};
use crate::cluster::{Authority, Hint, Plan};
use crate::pki::{self, InspectError, IssueError, IssueEvent, Issued};
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
        let copies = profile.copies.into_iter().map(|copy| (copy.certificate_path, copy.key_path));
        for (certificate, key) in copies.chain([(profile.certificate_path, profile.key_path)]) {
            files.push((certificate, MODE_DATA));
            files.push((key, MODE_KEY));
        }
    }
    files.extend(authority_copies(plan).into_iter().map(|(path, _)| (path, MODE_DATA)));
    files.extend(render::files(plan).into_iter().map(|file| (file.path, file.mode)));
    files.sort();
    files
}

/// Where the certificates of authorities are needed beside their own place: with each member and each
/// client that trusts them, so that each directory can go to its machine alone.
fn authority_copies(plan: &Plan) -> Vec<(PathBuf, Authority)> {
    let (names, trust) = (plan.file_names(), plan.certificates.trust);
    let mut copies = Vec::new();
    let mut add = |directory: String, signer: Authority| {
        let anchor = signer.anchor();
        let path = PathBuf::from(format!("{directory}/{}", names.authority(anchor).certificate));
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
    issued: &[Issued],
    now: OffsetDateTime,
) -> Result<(Vec<BundleFile>, Manifest), GenerateError> {
    let mut files = vec![data(PLAN, plan.to_json())];
    let mut certificates = Vec::with_capacity(issued.len());
    for one in issued {
        let profile = &one.profile;
        certificates.push(CertificateEntry::of(profile, &one.certificate_der)?);
        let copies = profile.copies.iter().map(|copy| (&copy.certificate_path, &copy.key_path));
        for (certificate, key) in copies.chain([(&profile.certificate_path, &profile.key_path)]) {
            files.push(data(certificate, one.certificate_pem.clone()));
            files.push(BundleFile {
                path: key.clone(),
                mode: MODE_KEY,
                contents: Zeroizing::new(one.key_pem.as_bytes().to_vec()),
            });
        }
    }
    for (path, anchor) in authority_copies(plan) {
        let is_it = |one: &&Issued| one.profile.authority == Some(anchor);
        let authority = issued.iter().find(is_it).ok_or(GenerateError::NoAuthority)?;
        files.push(data(path, authority.certificate_pem.clone()));
    }
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
