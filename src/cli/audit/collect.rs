//! Files and directories that an audit starts from, and where the files are that these name.

use std::collections::HashMap;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::audit::{Disk, Found, Lookup, Owner};
use crate::bundle::read::{self, Links, ReadError};

/// The most files of directories that are read, and how deep below them.
pub(super) const FILES: usize = 5000;
pub(super) const DEPTH: usize = 12;

/// Reads all paths, in the order of their files' names. What can be read is audited, whatever else was named.
pub(super) fn collect(paths: &[PathBuf]) -> Collected {
    let mut found = Collected::default();
    for path in paths {
        match std::fs::metadata(path) {
            Err(source) => found.unread.push(ReadError::Io { path: path.clone(), source }),
            Ok(metadata) if metadata.is_dir() => found.directory(path, 0),
            Ok(metadata) => {
                if let Err(error) = found.file(path, &metadata) {
                    found.unread.push(error);
                }
            }
        }
    }
    found.files.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn file(path: &Path) -> Result<(Found, Identity), ReadError> {
    let (bytes, metadata) = read::file(path, read::LIMIT, Links::Follow)?;
    Ok((Found { bytes, owner: Some(owner(&metadata)) }, identity(&metadata)))
}

/// Device and number: the same for one file, however its path is written and whatever links lead to it.
pub(super) type Identity = (u64, u64);

fn identity(metadata: &Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}

/// What was named, and what was found below directories.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) files: Vec<(String, Found)>,
    pub(super) unread: Vec<ReadError>,
    /// Whether there is more than is read.
    pub(super) is_cut: bool,
    /// The paths of files: a unit is enabled by a link to it, and is one unit all the same.
    pub(super) seen: HashMap<Identity, String>,
}

impl Collected {
    /// Reads a file, once under however many names. A link to a template of units is an instance of its own.
    fn file(&mut self, path: &Path, metadata: &Metadata) -> Result<(), ReadError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_instance = name.ends_with(".service") && name.contains('@') && !name.contains("@.");
        if is_instance && self.seen.contains_key(&identity(metadata)) {
            let (found, _) = file(path)?;
            self.files.push((path.to_string_lossy().into_owned(), found));
        }
        if !self.seen.contains_key(&identity(metadata)) {
            let (found, identity) = file(path)?;
            let path = path.to_string_lossy().into_owned();
            self.seen.insert(identity, path.clone());
            self.files.push((path, found));
        }
        Ok(())
    }

    /// Collects the regular files below a directory, and those that links lead to; links to directories
    /// aren't followed.
    fn directory(&mut self, path: &Path, depth: usize) {
        let mut paths: Vec<PathBuf> = match std::fs::read_dir(path) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(source) => return self.unread.push(ReadError::Io { path: path.into(), source }),
        };
        // Files before links to them, so that they go by their own names.
        paths.sort_by_key(|path| (path.is_symlink(), path.clone()));
        for path in paths {
            if self.files.len() >= FILES || depth > DEPTH {
                self.is_cut = true;
                return;
            }
            // A link that leads nowhere is no file.
            let Ok(metadata) = std::fs::metadata(&path) else { continue };
            if metadata.is_dir() && !path.is_symlink() {
                self.directory(&path, depth + 1);
            } else if metadata.is_file()
                && let Err(error @ ReadError::Io { .. }) = self.file(&path, &metadata)
            {
                // What is too long is neither a unit nor settings.
                self.unread.push(error);
            }
        }
    }
}

/// Where files lie on a machine that name others by absolute paths, and have to lie there.
const PLACES: [&str; 12] = [
    "/etc/systemd/system/",
    "/run/systemd/system/",
    "/usr/lib/systemd/system/",
    "/lib/systemd/system/",
    "/etc/kubernetes/manifests/",
    "/etc/containers/systemd/",
    "/etc/patroni/",
    "/etc/rancher/",
    "/etc/calico/",
    "/etc/coredns/",
    "/etc/profile.d/",
    "/usr/local/apisix/conf/",
];

/// Where settings lie on a machine, or in a copy of its `/etc`, with what they name beside them perhaps.
const SETTINGS: [&str; 12] = [
    "/etc/etcd/",
    "/etc/etcd.conf",
    "/etc/etcd.env",
    "/etc/kubernetes/",
    "/etc/default/",
    "/etc/sysconfig/",
    "/etc/conf.d/",
    "/etc/init.d/",
    "/etc/cni/",
    "/etc/pki/etcd/",
    "/etc/ssl/etcd/",
    "/etc/supervisor/",
];

/// What stands before one of these places in a path, which may be relative.
fn before(path: &str, places: &[&str]) -> Option<String> {
    let is_relative_to_root =
        places.iter().any(|place| place.strip_prefix('/').is_some_and(|one| path.starts_with(one)));
    let found = places.iter().filter_map(|place| Some((path.rsplit_once(place)?.0, place.len())));
    // `/usr/lib/…` holds `/lib/…`.
    let nearest = found.max_by_key(|(root, length)| (root.len() + length, *length));
    nearest.map(|(root, _)| format!("{root}/")).or_else(|| is_relative_to_root.then(String::new))
}

/// Where the files are that units name: below the given root; below the root that a file's own place
/// shows (`ROOT/etc/systemd/system`); or beside a unit that isn't installed, as in a bundle.
pub(super) struct Machine {
    pub(super) root: Option<PathBuf>,
    /// The paths of the files that the audit starts from.
    pub(super) known: HashMap<Identity, String>,
}

impl Disk for Machine {
    fn file(&self, named_by: &str, path: &str) -> Lookup {
        for place in self.places(named_by, path) {
            if let Ok((found, identity)) = file(&place) {
                let path = || place.to_string_lossy().into_owned();
                let path = self.known.get(&identity).cloned().unwrap_or_else(path);
                return Lookup::Found(path, found);
            }
        }
        Lookup::Missing
    }

    fn is_missing(&self, named_by: &str, path: &str) -> bool {
        let is_gone = |place: PathBuf| {
            let error = std::fs::metadata(place).err().map(|error| error.kind());
            matches!(error, Some(ErrorKind::NotFound | ErrorKind::NotADirectory))
        };
        self.places(named_by, path).into_iter().all(is_gone)
    }

    fn directories(&self, named_by: &str, path: &str) -> Vec<(String, Owner)> {
        let Some(root) = self.root_of(named_by) else { return Vec::new() };
        let mut above: Vec<&Path> = Path::new(path).ancestors().skip(1).collect();
        above.reverse();
        let owner = |directory: &Path| {
            let relative = directory.strip_prefix("/").ok()?;
            // The root of a copy stands for one that everybody may enter.
            let place = (relative != Path::new("")).then(|| root.join(relative))?;
            let found = std::fs::metadata(place).ok().filter(Metadata::is_dir)?;
            Some((directory.to_string_lossy().into_owned(), owner(&found)))
        };
        above.into_iter().filter_map(owner).collect()
    }
}

fn owner(metadata: &Metadata) -> Owner {
    Owner { mode: metadata.mode() & 0o7777, user: metadata.uid(), group: metadata.gid() }
}

impl Machine {
    /// What stands for the root of the machine that a file is of.
    fn root_of(&self, named_by: &str) -> Option<PathBuf> {
        // A process sees the files of its container.
        let process = named_by.strip_suffix("/cmdline").filter(|path| path.starts_with("/proc/"));
        if let Some(process) = process {
            return Some(PathBuf::from(format!("{process}/root")));
        }
        self.root.clone().or_else(|| before(named_by, &PLACES).map(PathBuf::from))
    }

    fn places(&self, named_by: &str, path: &str) -> Vec<PathBuf> {
        // What a compose file or a script names beside itself.
        let Some(relative) = path.strip_prefix('/') else { return vec![path.into()] };
        if let Some(root) = self.root_of(named_by) {
            // What a file names beside itself is found from where quorate runs.
            let itself = Path::new(path).starts_with(&root) && root.is_absolute();
            return itself.then(|| path.into()).into_iter().chain([root.join(relative)]).collect();
        }
        let beside = Path::new(named_by).parent().unwrap_or_else(|| Path::new(""));
        let name = Path::new(path).file_name().unwrap_or_default();
        let near = [beside.join(name), beside.join(crate::render::layout::PKI).join(name)];
        if let Some(root) = before(named_by, &SETTINGS) {
            // Another machine's files may have the same paths here.
            let own = Path::new(&root).join(relative);
            let within = Path::new(&root).is_absolute() && Path::new(path).starts_with(&root);
            let itself = within.then(|| PathBuf::from(path));
            return itself.into_iter().chain([own]).chain(near).collect();
        }
        // A copy of a machine is one, wherever in it the file stands that names another.
        let is_copy =
            |above: &&Path| *above == beside || ![Path::new(""), Path::new("/")].contains(above);
        let above = beside.ancestors().filter(is_copy);
        let within = above.map(|above| above.join(relative)).filter(|place| place.exists());
        let near = within.chain(near);
        let mut places: Vec<PathBuf> = near.chain([PathBuf::from(path)]).collect();
        // What is named below its own configuration is where it is said to be, whatever has its name elsewhere.
        let own =
            std::fs::canonicalize(if beside == Path::new("") { Path::new(".") } else { beside });
        if own.is_ok_and(|own| Path::new(path).starts_with(own)) {
            places.rotate_right(1);
        }
        places
    }
}
