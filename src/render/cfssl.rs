//! What cfssl is fed to make the certificates of a bundle: its configuration, one request a certificate,
//! and the list that `make-certificates.sh` works through.
//!
//! Rendering knows no certificate, so whoever does hands over a [`Request`] each. The directory holds the
//! requests in the tree of the bundle, so that files of several members never meet.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::RenderedFile;
use crate::cluster::{Days, KeyAlgorithm};

/// The directory within the bundle.
pub const DIRECTORY: &str = "cfssl";
/// The script, the same for every plan.
const SCRIPT: &str = include_str!("../../assets/scripts/make-certificates.sh");
/// How far back a validity starts: what cfssl does unless told, and what quorate does.
const BACKDATE: &str = "5m";

/// Who signs a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// Its own key: a trust anchor.
    Itself,
    /// An authority that was made before it.
    Made {
        /// Its certificate, within the tree.
        certificate: PathBuf,
        /// Its key, within the tree.
        key: PathBuf,
        /// Whether it is no anchor, so that its certificate follows the one it signs.
        is_intermediate: bool,
    },
    /// The operator's own authority, which the script is told of.
    Given,
}

/// A certificate to ask cfssl for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The signing profile: one for each thing that certificates are for.
    pub profile: &'static str,
    /// CN.
    pub common_name: String,
    /// Whether random digits follow the CN.
    pub draws_digits: bool,
    /// The other attributes of the subject, by their short name: `C`, `ST`, `L`, `O`, `OU`.
    pub names: BTreeMap<&'static str, String>,
    /// Names and addresses that it is valid for.
    pub hosts: Vec<String>,
    /// The algorithm of its key.
    pub algorithm: KeyAlgorithm,
    /// How long it is valid.
    pub lifetime: Days,
    /// Key usages and extended key usages, in cfssl's words.
    pub usages: Vec<&'static str>,
    /// For an authority: how many more may follow below it.
    pub path_length: Option<u8>,
    /// Who signs it.
    pub signer: Signer,
    /// Its place within the tree.
    pub certificate: PathBuf,
    /// The place of its key.
    pub key: PathBuf,
    /// Where both are as well: certificate and key.
    pub copies: Vec<(PathBuf, PathBuf)>,
}

/// A further place of an authority's certificate.
#[derive(Debug, Clone)]
pub struct AnchorCopy {
    /// The certificate; `None` is the operator's own.
    pub from: Option<PathBuf>,
    /// The place.
    pub to: PathBuf,
}

/// Returns the files of the directory `cfssl`, for requests that each stand behind their signer's.
pub fn files(requests: &[Request], anchors: &[AnchorCopy]) -> Vec<RenderedFile> {
    let place = |name: &str| format!("{DIRECTORY}/{name}");
    let mut files = vec![
        RenderedFile::program(place("make-certificates.sh"), SCRIPT.to_owned()),
        RenderedFile::data(place("ca-config.json"), json(&configuration(requests))),
        RenderedFile::data(place("certificates.list"), list(requests, anchors)),
    ];
    for one in requests {
        files.push(RenderedFile::data(place(&request_name(one)), json(&Csr::from(one))));
    }
    files
}

/// `members/etcd-1/pki/server.pem` is asked for in `members/etcd-1/pki/server-csr.json`.
fn request_name(request: &Request) -> String {
    request.certificate.with_extension("").display().to_string() + "-csr.json"
}

fn json(value: &impl Serialize) -> String {
    // Maps of strings and numbers always become JSON.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

// ── ca-config.json ─────────────────────────────────────────────────────────────────────────────────

#[derive(Serialize)]
struct Configuration {
    signing: Signing,
}

#[derive(Serialize)]
struct Signing {
    default: Profile,
    profiles: BTreeMap<&'static str, Profile>,
}

#[derive(Serialize)]
struct Profile {
    usages: Vec<&'static str>,
    expiry: String,
    backdate: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ca_constraint: Option<CaConstraint>,
}

#[derive(Serialize)]
struct CaConstraint {
    is_ca: bool,
    max_path_len: u8,
    max_path_len_zero: bool,
}

/// cfssl takes the default for a profile whose name it doesn't know, without a word: it is good for
/// nothing here, so that a slip shows.
fn configuration(requests: &[Request]) -> Configuration {
    let default = Profile {
        usages: vec!["digital signature"],
        expiry: "1m".into(),
        backdate: BACKDATE,
        ca_constraint: None,
    };
    let signed = requests.iter().filter(|one| one.signer != Signer::Itself);
    let profile = |one: &Request| Profile {
        usages: one.usages.clone(),
        expiry: expiry(one.lifetime),
        backdate: BACKDATE,
        ca_constraint: one.path_length.map(|length| CaConstraint {
            is_ca: true,
            max_path_len: length,
            max_path_len_zero: length == 0,
        }),
    };
    let profiles = signed.map(|one| (one.profile, profile(one))).collect();
    Configuration { signing: Signing { default, profiles } }
}

/// cfssl counts in hours at most.
fn expiry(days: Days) -> String {
    format!("{}h", u64::from(days.count()) * 24)
}

// ── the requests ───────────────────────────────────────────────────────────────────────────────────

#[derive(Serialize)]
struct Csr<'a> {
    #[serde(rename = "CN")]
    common_name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    hosts: &'a [String],
    key: Key,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<&'a BTreeMap<&'static str, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ca: Option<Ca>,
}

#[derive(Serialize)]
struct Key {
    algo: &'static str,
    size: u16,
}

/// Without it, cfssl's authority ends after 5 years, and before leaves that were made for longer.
#[derive(Serialize)]
struct Ca {
    expiry: String,
    pathlen: u8,
    pathlenzero: bool,
    backdate: &'static str,
}

impl<'a> From<&'a Request> for Csr<'a> {
    fn from(one: &'a Request) -> Self {
        let is_anchor = one.signer == Signer::Itself;
        Self {
            common_name: &one.common_name,
            hosts: &one.hosts,
            key: key(one.algorithm),
            names: if one.names.is_empty() { Vec::new() } else { vec![&one.names] },
            ca: one.path_length.filter(|_| is_anchor).map(|length| Ca {
                expiry: expiry(one.lifetime),
                pathlen: length,
                pathlenzero: length == 0,
                backdate: BACKDATE,
            }),
        }
    }
}

/// cfssl's words for an algorithm. Older ones (1.2 of Debian 12, say) refuse Ed25519 as an `invalid
/// algorithm`, and `make-certificates.sh` passes that on.
fn key(algorithm: KeyAlgorithm) -> Key {
    let (algo, size) = match algorithm {
        KeyAlgorithm::EcdsaP256 => ("ecdsa", 256),
        KeyAlgorithm::EcdsaP384 => ("ecdsa", 384),
        KeyAlgorithm::Rsa2048 => ("rsa", 2048),
        KeyAlgorithm::Rsa3072 => ("rsa", 3072),
        KeyAlgorithm::Rsa4096 => ("rsa", 4096),
        KeyAlgorithm::Ed25519 => ("ed25519", 256),
    };
    Key { algo, size }
}

// ── certificates.list ──────────────────────────────────────────────────────────────────────────────

/// One line a step, in words without blanks: all paths are made of names that hold none.
fn list(requests: &[Request], anchors: &[AnchorCopy]) -> String {
    let mut text = String::from(
        "# What make-certificates.sh does, in order; made by quorate from plan.json.\n\
         #   authority REQUEST CERTIFICATE KEY [digits]    (digits: random ones follow the CN)\n\
         #   sign PROFILE REQUEST CERTIFICATE KEY SIGNER SIGNERS-KEY [digits]    (- is the CA of -a and -k)\n\
         #   append CERTIFICATE INTERMEDIATE\n\
         #   copy FROM TO\n",
    );
    // Writing to a string can't fail.
    for one in requests {
        let request = request_name(one);
        let pair = format!("{} {}", one.certificate.display(), one.key.display());
        let digits = if one.draws_digits { " digits" } else { "" };
        let _ = match &one.signer {
            Signer::Itself => writeln!(text, "authority {request} {pair}{digits}"),
            Signer::Given => writeln!(text, "sign {} {request} {pair} - -", one.profile),
            Signer::Made { certificate, key, .. } => {
                let signer = format!("{} {}", certificate.display(), key.display());
                writeln!(text, "sign {} {request} {pair} {signer}{digits}", one.profile)
            }
        };
        if let Signer::Made { certificate, is_intermediate: true, .. } = &one.signer {
            let _ =
                writeln!(text, "append {} {}", one.certificate.display(), certificate.display());
        }
        for (certificate, key) in &one.copies {
            let _ = writeln!(text, "copy {} {}", one.certificate.display(), certificate.display());
            let _ = writeln!(text, "copy {} {}", one.key.display(), key.display());
        }
    }
    for copy in anchors {
        let from = copy.from.as_deref().unwrap_or(Path::new("-"));
        let _ = writeln!(text, "copy {} {}", from.display(), copy.to.display());
    }
    text
}
