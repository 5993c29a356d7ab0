//! What the bundle of a plan consists of: the one list that is previewed, written and verified.

use std::path::{Path, PathBuf};

use super::{cfssl, recipe};
use crate::bundle::manifest::MANIFEST;
use crate::cluster::{Authority, CaSource, KeyOrigin, Plan};
use crate::pki::{self, CertificateProfile};
use crate::render::{self, RenderedFile};

/// The plan's name within a bundle.
pub const PLAN: &str = "plan.json";
/// The directory of the authorities within a bundle.
pub(crate) const AUTHORITY: &str = "authority";
/// The mode of a file that everyone who may enter the bundle may read.
pub(super) const MODE_DATA: u32 = 0o644;
/// The mode of a private key.
pub(super) const MODE_KEY: u32 = 0o600;

/// The bundle of a plan, before anything of it is made.
#[derive(Debug, Clone)]
pub struct PlannedBundle {
    /// What its certificates say; [`FileKind`] names them by their index.
    pub profiles: Vec<CertificateProfile>,
    /// Its files, by path.
    pub files: Vec<PlannedFile>,
}

/// One file of a bundle.
#[derive(Debug, Clone)]
pub struct PlannedFile {
    /// Its path within the bundle.
    pub path: PathBuf,
    /// What it holds.
    pub kind: FileKind,
    /// What puts it there.
    pub arrival: Arrival,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum FileKind {
    /// The plan itself.
    Plan,
    /// The list of all others.
    Manifest,
    /// Text that follows from the plan alone.
    Text(RenderedFile),
    /// A certificate, with what leads to its anchor.
    Certificate {
        /// The index of its profile.
        profile: usize,
        /// Where its key goes, on whichever machine it is made.
        key: PathBuf,
    },
    /// The private key of a certificate.
    Key {
        /// The index of its profile.
        profile: usize,
    },
    /// The request for a certificate.
    Request {
        /// The index of its profile.
        profile: usize,
    },
    /// The certificate of an authority where it is trusted, or kept if it isn't made here.
    Anchor(Authority),
}

/// What puts a file into a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// The generation.
    Generated,
    /// A certificate that is signed or imported afterwards.
    Later,
}

impl PlannedFile {
    /// Its permission bits.
    pub fn mode(&self) -> u32 {
        match &self.kind {
            FileKind::Text(text) => text.mode,
            FileKind::Key { .. } => MODE_KEY,
            _ => MODE_DATA,
        }
    }
}

impl PlannedBundle {
    /// Lists the files of a plan's bundle.
    pub fn of(plan: &Plan) -> Self {
        let profiles = pki::profiles(plan);
        let copies = anchor_copies(plan);
        let texts = render::files(plan)
            .into_iter()
            .chain(cfssl::files(plan, &profiles, &copies))
            .chain(recipe::files(plan, &profiles));
        let ca_source = plan.certificates.ca_source;
        let file = |path: PathBuf, kind, arrival| PlannedFile { path, kind, arrival };
        let mut files = vec![
            file(PLAN.into(), FileKind::Plan, Arrival::Generated),
            file(MANIFEST.into(), FileKind::Manifest, Arrival::Generated),
        ];
        files.extend(
            texts.map(|text| file(text.path.clone(), FileKind::Text(text), Arrival::Generated)),
        );
        let is_elsewhere = ca_source == CaSource::Elsewhere;
        for (index, profile) in profiles.iter().enumerate() {
            let is_here = profile.key_origin == KeyOrigin::Here;
            let arrival =
                if is_here && !is_elsewhere { Arrival::Generated } else { Arrival::Later };
            if is_here && is_elsewhere {
                let kind = FileKind::Request { profile: index };
                files.push(file(recipe::request_path(profile), kind, Arrival::Generated));
            }
            for place in profile.places() {
                if is_here {
                    let kind = FileKind::Key { profile: index };
                    files.push(file(place.key_path.clone(), kind, Arrival::Generated));
                }
                let kind = FileKind::Certificate { profile: index, key: place.key_path };
                files.push(file(place.certificate_path, kind, arrival));
            }
        }
        let arrival = if is_elsewhere { Arrival::Later } else { Arrival::Generated };
        let foreign = (!ca_source.makes_authority()).then(|| {
            let own = plan.file_names().authority(Authority::Sole).certificate;
            (Path::new(AUTHORITY).join(own), Authority::Sole)
        });
        files.extend(
            copies
                .into_iter()
                .chain(foreign)
                .map(|(path, authority)| file(path, FileKind::Anchor(authority), arrival)),
        );
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { profiles, files }
    }

    /// The files that the generation writes.
    pub fn generated(&self) -> impl Iterator<Item = &PlannedFile> {
        self.files.iter().filter(|file| file.arrival == Arrival::Generated)
    }

    /// Path and mode of every file that the generation writes, by path.
    pub fn listing(&self) -> Vec<(PathBuf, u32)> {
        self.generated().map(|file| (file.path.clone(), file.mode())).collect()
    }

    /// The profile of an authority that is made here.
    pub fn authority(&self, authority: Authority) -> Option<&CertificateProfile> {
        self.profiles.iter().find(|profile| profile.authority == Some(authority))
    }

    /// Where authorities' certificates are trusted, and where one that isn't made here is kept.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = (&Path, Authority)> {
        self.files.iter().filter_map(|file| match file.kind {
            FileKind::Anchor(authority) => Some((file.path.as_path(), authority)),
            _ => None,
        })
    }
}

/// Where the certificates of authorities are needed beside their own place: with each member and each
/// client that trusts them, so that each directory can go to its machine alone.
pub(super) fn anchor_copies(plan: &Plan) -> Vec<(PathBuf, Authority)> {
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
