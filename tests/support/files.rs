//! What is below a directory.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Every path below a directory, relative to it, with what is known of it. Links aren't followed.
#[track_caller]
pub fn below(directory: &Path) -> BTreeMap<PathBuf, Metadata> {
    let mut found = BTreeMap::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            found.insert(path.strip_prefix(directory).unwrap().to_owned(), metadata.clone());
            if metadata.is_dir() {
                open.push(path);
            }
        }
    }
    found
}

/// The files among them, and links.
#[track_caller]
pub fn files(directory: &Path) -> Vec<PathBuf> {
    let files = below(directory).into_iter().filter(|(_, metadata)| !metadata.is_dir());
    files.map(|(path, _)| path).collect()
}

/// The bits of a mode that say who may do what.
pub fn permissions(metadata: &Metadata) -> u32 {
    metadata.mode() & 0o7777
}
