//! What goes out with signing requests: what each certificate is to say, and scripts that have openssl or
//! cfssl say it. Nothing but the key is taken from a request: whoever made it may have asked for anything.
//! It stands here because it is made of profiles, which `render` doesn't know.

use std::path::PathBuf;

use serde_json::json;

use super::{cfssl, openssl};
use crate::cluster::{CaSource, Plan};
use crate::pki::{CertificateProfile, CertificateRole, KeyUsage};
use crate::render::RenderedFile;
use crate::render::quote::ShellQuoted;

/// The directory of signing requests within a bundle, where answers to them are brought, too.
pub(crate) const REQUESTS: &str = "requests";
/// What the scripts for openssl and cfssl read.
pub(super) const SIGN_VALUES: &str = "sign.values";
/// What cfssl reads.
pub(super) const CFSSL_CONFIG: &str = "cfssl-config.json";

const OPENSSL: &str = include_str!("../../assets/scripts/sign-with-openssl.sh");
const CFSSL: &str = include_str!("../../assets/scripts/sign-with-cfssl.sh");

/// Where the request for a certificate goes.
pub(super) fn request_path(profile: &CertificateProfile) -> PathBuf {
    format!("{REQUESTS}/{}.csr", profile.request_name()).into()
}

/// Returns the files of `requests/` beside the requests themselves; none where the CA signs here. They are
/// about all certificates: requests of keys that are born on members join those that are here.
pub(super) fn files(plan: &Plan, profiles: &[CertificateProfile]) -> Vec<RenderedFile> {
    if plan.certificates.ca_source != CaSource::Elsewhere {
        return Vec::new();
    }
    let file = |name: &str, mode: u32, contents: String| RenderedFile {
        path: PathBuf::from(format!("{REQUESTS}/{name}")),
        mode,
        contents,
    };
    let mut files = vec![
        file("sign-with-openssl.sh", 0o755, OPENSSL.to_owned()),
        file("sign-with-cfssl.sh", 0o755, CFSSL.to_owned()),
        file(SIGN_VALUES, 0o644, values(plan, profiles)),
        file(CFSSL_CONFIG, 0o644, cfssl_config(plan, profiles)),
    ];
    for profile in profiles {
        let name = profile.request_name();
        files.push(file(&format!("{name}.ext"), 0o644, openssl_config(profile)));
        files.push(file(&format!("{name}.json"), 0o644, cfssl_subject(profile)));
    }
    files
}

/// What both scripts read: a word `NAME:PROFILE:HOSTS` for each certificate. Names are those of files, and
/// only an IPv6 address holds a colon, in what comes last.
fn values(plan: &Plan, profiles: &[CertificateProfile]) -> String {
    let words: Vec<String> = profiles
        .iter()
        .map(|profile| {
            let hosts: Vec<String> = profile.sans.iter().map(ToString::to_string).collect();
            format!("{}:{}:{}", profile.request_name(), profile.role.as_str(), hosts.join(","))
        })
        .collect();
    format!(
        "# What the sign-with scripts read: made by quorate from plan.json.\nDAYS={}\nCERTIFICATES={}\n",
        ShellQuoted(&plan.certificates.lifetimes.leaf().count().to_string()),
        ShellQuoted(&words.join("\n"))
    )
}

/// What openssl is told of a certificate, with what it is for.
fn openssl_config(profile: &CertificateProfile) -> String {
    format!(
        "# What the certificate of {}.csr is to say, whatever the request asks for; sign-with-openssl.sh\n\
         # reads it. Nothing but the key is the request's.\n{}\n{}",
        profile.request_name(),
        openssl::extensions(profile),
        openssl::subject(profile)
    )
}

/// The subject of a certificate as `cfssl sign` takes it in place of the request's.
fn cfssl_subject(profile: &CertificateProfile) -> String {
    let (common_name, names) = cfssl::subject(profile);
    format!("{:#}\n", json!({ "CN": common_name, "names": [names] }))
}

/// cfssl's configuration: a profile for each role. Unless told otherwise, cfssl copies all but the validity
/// from the request, and takes the default for a profile that it doesn't know: that one is good for nothing.
fn cfssl_config(plan: &Plan, profiles: &[CertificateProfile]) -> String {
    let expiry = format!("{}h", u64::from(plan.certificates.lifetimes.leaf().count()) * 24);
    let signing = |expiry: &str, usages: &[&str]| {
        let key =
            json!({ "PublicKey": true, "PublicKeyAlgorithm": true, "SignatureAlgorithm": true });
        json!({ "expiry": expiry, "usages": usages, "CSRWhitelist": key })
    };
    let leaves = profiles.iter().filter(|one| one.role != CertificateRole::Authority);
    let mut roles = serde_json::Map::new();
    for one in leaves {
        roles.insert(one.role.as_str().into(), signing(&expiry, &cfssl::usages(one)));
        // A member may have made a key of another kind, which enciphers nothing.
        if one.key_usages.contains(&KeyUsage::KeyEncipherment) {
            let signing = signing(&expiry, &cfssl::usages(&one.clone().with_key(false)));
            roles.insert(format!("{}-signs-only", one.role.as_str()), signing);
        }
    }
    let default = signing("1m", &["digital signature"]);
    let config = json!({ "signing": { "default": default, "profiles": roles } });
    format!("{config:#}\n")
}
