//! Certificates and keys that are meant for one another, told by where they stand: in one file, in one Secret, or in
//! files whose names pair them. Go takes the first certificate of the one and compares it with the key of the other.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::item::{FileInspection, Item, ItemKind};
use super::links::ItemId;
use super::wrapped::{Document, Wrapping};
use crate::finding::Finding;
use crate::finding::rules::files::{ChainOrder, KeyMismatch};

/// What stands in one file, or in one value of a document.
#[derive(Default)]
struct Text {
    certificates: Vec<ItemId>,
    keys: Vec<ItemId>,
}

/// Where a text stands: its directory or document, and its name there.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Place {
    /// The file of a document; `None` for files themselves.
    file: Option<usize>,
    /// The directory, or the document and the path in it.
    within: String,
    name: String,
}

/// What a name says of a text.
#[derive(Debug, PartialEq, Eq)]
enum Meant {
    /// A certificate file, with what its name has in common with its key's.
    Certificate(String),
    Key(String),
}

/// Finds keys that aren't those of their certificates, and certificates in the wrong order.
pub(super) fn faults(files: &[FileInspection]) -> BTreeMap<ItemId, Finding> {
    let texts = texts(files);
    let reading = Reading { files, certified: OnceCell::new() };
    let mut faults = BTreeMap::new();
    for (place, text) in &texts {
        let fault = match text.keys.as_slice() {
            // Go takes the first of several.
            [key, ..] => reading.of_pair(text, *key, true),
            [] => reading.of_secret(place, text),
        };
        faults.extend(fault);
    }
    let lone_keys = texts.iter().filter_map(|(place, text)| match text.keys.as_slice() {
        [key, ..] if text.certificates.is_empty() => Some((place, *key)),
        _ => None,
    });
    let lone_keys: Vec<_> = lone_keys.collect();
    if lone_keys.is_empty() {
        return faults;
    }
    let certificates = by_stem(&texts);
    for (place, key) in lone_keys {
        let Some(Meant::Key(stem)) = meant(&place.name) else { continue };
        let within: Vec<String> = places(place).collect();
        let paired = within
            .iter()
            .find_map(|within| certificates.get(&(place.file, within.as_str(), stem.clone())));
        let Some((first, others)) = paired.and_then(|all| all.split_first()) else { continue };
        // Of several with different leaves nobody can tell which is meant; certbot's cert.pem and fullchain.pem have one.
        if others.iter().all(|other| reading.leaf(other) == reading.leaf(first)) {
            faults.extend(reading.of_pair(first, key, place.file.is_some()));
        }
    }
    faults
}

/// Where the certificate of a key may stand: beside it, or where a directory of keys has its counterpart.
fn places(of_key: &Place) -> impl Iterator<Item = String> {
    const OF_KEYS: [&str; 2] = ["private", "keys"];
    const OF_CERTIFICATES: [&str; 4] = ["certs", "cert", "certificates", "public"];
    let directory = Path::new(&of_key.within);
    let is_of_keys = of_key.file.is_none()
        && directory.file_name().is_some_and(|name| OF_KEYS.iter().any(|one| name == *one));
    let above = directory.parent().filter(|_| is_of_keys);
    let beside = above.into_iter().flat_map(|above| {
        OF_CERTIFICATES.iter().map(|name| above.join(name)).chain([above.to_owned()])
    });
    let beside: Vec<String> = beside.map(|path| path.to_string_lossy().into_owned()).collect();
    std::iter::once(of_key.within.clone()).chain(beside)
}

/// The texts whose names are those of certificates, by where they stand and what their names have in common with
/// their keys'.
type ByStem<'a> = HashMap<(Option<usize>, &'a str, String), Vec<&'a Text>>;

fn by_stem(texts: &BTreeMap<Place, Text>) -> ByStem<'_> {
    let mut by_stem = ByStem::new();
    for (place, text) in texts.iter().filter(|(_, text)| !text.certificates.is_empty()) {
        if let Some(Meant::Certificate(stem)) = meant(&place.name) {
            by_stem.entry((place.file, place.within.as_str(), stem)).or_default().push(text);
        }
    }
    by_stem
}

fn texts(files: &[FileInspection]) -> BTreeMap<Place, Text> {
    let mut texts: BTreeMap<Place, Text> = BTreeMap::new();
    for (file, inspection) in files.iter().enumerate() {
        let mut own = Text::default();
        for (index, item) in inspection.items.iter().enumerate() {
            let is_certificate = matches!(item.kind, ItemKind::Certificate(_));
            let is_key = matches!(item.kind, ItemKind::PrivateKey { .. });
            // What is in a store belongs together by its own marks.
            if item.within.is_some() || !(is_certificate || is_key) {
                continue;
            }
            let text = match item.wrapping.as_deref() {
                None => &mut own,
                Some(wrapping) => match Place::of_value(file, wrapping) {
                    Some(place) => texts.entry(place).or_default(),
                    None => continue,
                },
            };
            let list = if is_certificate { &mut text.certificates } else { &mut text.keys };
            list.push(ItemId { file, item: index });
        }
        if !(own.certificates.is_empty() && own.keys.is_empty()) {
            let text = texts.entry(Place::of_file(&inspection.path)).or_default();
            text.certificates.append(&mut own.certificates);
            text.keys.append(&mut own.keys);
        }
    }
    texts
}

impl Place {
    fn of_file(path: &Path) -> Self {
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let within = text(path.parent().map(Path::as_os_str));
        Self { file: None, within, name: text(path.file_name()) }
    }

    /// Where a value of a document stands: `data["tls.crt"]` is `tls.crt` within `data`.
    fn of_value(file: usize, wrapping: &Wrapping) -> Option<Self> {
        let document = match &wrapping.document {
            Document::Secret(name) => format!("Secret {name}"),
            Document::Kubeconfig => "kubeconfig".to_owned(),
            _ => return None,
        };
        let path = wrapping.path.as_str();
        let (within, name) = match path.strip_suffix("\"]").and_then(|path| path.rsplit_once("[\""))
        {
            Some(parts) => parts,
            None => path.rsplit_once('.')?,
        };
        // A Secret's values are files of one directory, whether they stand in data or in stringData.
        let within = if document.starts_with("Secret") { "" } else { within };
        Some(Self {
            file: Some(file),
            within: format!("{document} {within}"),
            name: name.to_owned(),
        })
    }
}

/// What a name says of what it names, by the habits of openssl, cfssl, certbot, cert-manager and kubectl.
fn meant(name: &str) -> Option<Meant> {
    const KEYS: [&str; 12] = [
        "-key-data",
        "-key.pem",
        "_key.pem",
        ".key.pem",
        ".key",
        "privkey.pem",
        "key.pem",
        "-key",
        "_key",
        ".priv.pem",
        "-priv.pem",
        ".priv",
    ];
    const CERTIFICATES: [&str; 13] = [
        "-certificate-data",
        "-cert.pem",
        "_cert.pem",
        ".cert.pem",
        ".crt.pem",
        ".crt",
        ".cert",
        ".cer",
        "fullchain.pem",
        "cert.pem",
        ".pem",
        "-cert",
        "_cert",
    ];
    let name = name.to_lowercase();
    let stem =
        |ends: &[&str]| ends.iter().find_map(|end| name.strip_suffix(end)).map(str::to_owned);
    stem(&KEYS).map(Meant::Key).or_else(|| stem(&CERTIFICATES).map(Meant::Certificate))
}

/// The keys that some certificate is of.
fn certified(files: &[FileInspection]) -> HashSet<[u8; 32]> {
    let items = files.iter().flat_map(|file| &file.items);
    let certificates = items.filter(|item| matches!(item.kind, ItemKind::Certificate(_)));
    certificates.filter_map(|item| item.link_keys.public).collect()
}

struct Reading<'a> {
    files: &'a [FileInspection],
    certified: OnceCell<HashSet<[u8; 32]>>,
}

impl Reading<'_> {
    fn item(&self, place: ItemId) -> Option<&Item> {
        self.files.get(place.file)?.items.get(place.item)
    }

    /// The public key of the first certificate of a text.
    fn leaf(&self, text: &Text) -> Option<[u8; 32]> {
        self.item(*text.certificates.first()?)?.link_keys.public
    }

    /// What is wrong with a key and the certificates that it stands with. Where but their names pair them, a key that
    /// another certificate is of may be meant for that.
    fn of_pair(&self, text: &Text, key: ItemId, is_certain: bool) -> Option<(ItemId, Finding)> {
        let (first, others) = text.certificates.split_first()?;
        let public = |place: ItemId| self.item(place)?.link_keys.public;
        let (own, expected) = (public(key)?, public(*first)?);
        if own == expected {
            return None;
        }
        let report = self.item(*first)?.report()?;
        let subject = report.subject.clone();
        if others.iter().any(|one| public(*one) == Some(own)) {
            return Some((*first, ChainOrder { subject }.into()));
        }
        let is_authority = report.authority.is_some_and(|authority| authority.ca);
        let certified = self.certified.get_or_init(|| certified(self.files));
        let may_be_anothers = certified.contains(&own);
        let is_meant = match (is_certain, is_authority) {
            (true, false) => true,
            // A key may stand beside the authority that others are to trust.
            (true, true) => !may_be_anothers,
            // etcd loads no key of an authority.
            (false, is_authority) => !is_authority && !may_be_anothers,
        };
        is_meant.then(|| (key, KeyMismatch { subject }.into()))
    }

    /// A Secret's `tls.crt` is a certificate file, whatever its key: the leaf has to come first.
    fn of_secret(&self, place: &Place, text: &Text) -> Option<(ItemId, Finding)> {
        if place.file.is_none() || place.name != "tls.crt" {
            return None;
        }
        let (first, others) = text.certificates.split_first()?;
        let is_authority = |place: ItemId| {
            let authority = self.item(place)?.report()?.authority;
            Some(authority.is_some_and(|authority| authority.ca))
        };
        let is_reversed = is_authority(*first) == Some(true)
            && others.iter().any(|one| is_authority(*one) == Some(false));
        let subject = self.item(*first)?.report()?.subject.clone();
        is_reversed.then(|| (*first, ChainOrder { subject }.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_pair_as_people_pair_them() {
        for (certificate, key) in [
            ("server.crt", "server.key"),
            ("server.pem", "server-key.pem"),
            ("server.pem", "server.key"),
            ("server-cert.pem", "server-key.pem"),
            ("server.crt.pem", "server.key.pem"),
            ("fullchain.pem", "privkey.pem"),
            ("peer.cert", "peer.priv"),
            ("cert.pem", "key.pem"),
            ("tls.crt", "tls.key"),
            ("client-certificate-data", "client-key-data"),
            // Calico's Secret.
            ("etcd-cert", "etcd-key"),
        ] {
            let Some(Meant::Key(stem)) = meant(key) else { panic!("{key}") };
            assert_eq!(meant(certificate), Some(Meant::Certificate(stem)), "{certificate} {key}");
        }
        assert_ne!(meant("peer.crt"), meant("server.crt"));
        assert_eq!(meant("notes.txt"), None);
    }
}
