//! Folders that can't be two people's work: each that is handed out has keys of its own, so keys that are in two of them
//! were copied. That is pointed out, never judged; who makes all keys anew isn't found.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use x509_parser::pem::Pem;

use super::stage;

/// For each folder the others with a key that it has too, by number.
pub fn alike(folders: &[PathBuf]) -> Vec<Vec<usize>> {
    let mut owners: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
    for (number, folder) in folders.iter().enumerate() {
        for key in keys(folder) {
            owners.entry(key).or_default().push(number);
        }
    }
    let mut alike = vec![BTreeSet::new(); folders.len()];
    for owners in owners.into_values().filter(|owners| owners.len() > 1) {
        for owner in &owners {
            if let Some(others) = alike.get_mut(*owner) {
                others.extend(owners.iter().copied().filter(|other| other != owner));
            }
        }
    }
    alike.into_iter().map(|others| others.into_iter().collect()).collect()
}

/// The keys of a folder: the public ones in its certificates, and the private ones.
fn keys(folder: &Path) -> BTreeSet<Vec<u8>> {
    let mut keys = BTreeSet::new();
    for (path, contents) in stage::paths(folder, &mut Vec::new()) {
        let Ok((bytes, _)) = contents else { continue };
        if Path::new(&path).extension().is_none_or(|end| end != "pem") {
            continue;
        }
        for block in Pem::iter_from_buffer(&bytes).filter_map(Result::ok) {
            if block.label == "CERTIFICATE" {
                let key = block.parse_x509().map(|one| one.public_key().raw.to_vec());
                keys.extend(key);
            } else if block.label.ends_with("PRIVATE KEY") {
                keys.insert(block.contents);
            }
        }
    }
    keys
}
