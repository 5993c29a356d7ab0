//! What is done to a folder: a mistake, its solution and its near misses are made of these.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde::Deserialize;
use time::Duration;

use super::mint::{self, Leaf, Unmade, Usage};
use super::room::Room;
use super::{ExerciseError, edit};
use crate::pki::{BACKDATE, Randomness};

/// One change of a folder. Paths are relative to it; `*` in a path stands for each member.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// Makes a leaf anew, sound but for what is said.
    Reissue {
        /// Its certificate, as `members/m1/pki/server.pem`; the key is beside it.
        of: String,
        /// Its names, `dns:NAME` and `ip:ADDRESS`, where they aren't the right ones.
        #[serde(default)]
        sans: Option<Vec<String>>,
        /// What it is for, where that isn't what it should be.
        #[serde(default)]
        usages: Option<Vec<Usage>>,
        /// Its common name, where that isn't its owner's.
        #[serde(default)]
        name: Option<String>,
        /// The day it starts, from today.
        #[serde(default)]
        from: Option<i64>,
        /// The day it ends, from today.
        #[serde(default)]
        until: Option<i64>,
        /// Who signs it: `authority/ca` has its certificate in `authority/ca.pem` and its key in `authority/ca-key.pem`.
        #[serde(default)]
        by: Option<String>,
        /// Whether only the certificate is replaced, and the old key stays.
        #[serde(default)]
        leaves_old_key: bool,
        /// Whether it is for the key that is there.
        #[serde(default)]
        keeps_key: bool,
    },
    /// Makes an authority: `at.pem` and `at-key.pem`.
    Authority {
        /// Where.
        at: String,
        /// Its name; that of the one that it replaces where nothing is said.
        #[serde(default)]
        name: Option<String>,
        /// The day it starts, from today.
        #[serde(default)]
        from: Option<i64>,
        /// The day it ends, from today.
        #[serde(default)]
        until: Option<i64>,
    },
    /// Copies a file over another one.
    Copy {
        /// From.
        from: String,
        /// To.
        to: String,
    },
    /// Appends a file to another one.
    Append {
        /// From.
        from: String,
        /// To.
        to: String,
    },
    /// Removes a file.
    Remove {
        /// Which.
        path: String,
    },
    /// Writes a file of lines.
    Write {
        /// Which.
        path: String,
        /// What is in it.
        lines: Vec<String>,
    },
    /// Changes permission bits.
    Mode {
        /// Of what.
        path: String,
        /// Octal, as chmod takes them.
        mode: String,
    },
    /// Sets a setting in an environment file (`ETCD_X`), a unit (`--x`) or a config file (`x`, `section.x`).
    Set {
        /// The file.
        r#in: String,
        /// The setting as it is written there.
        setting: String,
        /// The value as it is written there.
        value: String,
    },
    /// Takes a setting out.
    Unset {
        /// The file.
        r#in: String,
        /// The setting as it is written there.
        setting: String,
    },
    /// Replaces a text that stands once in a file.
    Replace {
        /// The file.
        r#in: String,
        /// What stands there.
        from: String,
        /// What is to.
        to: String,
    },
    /// Makes a list of revoked certificates.
    Revoke {
        /// The certificate that is revoked.
        certificate: String,
        /// Where the list goes.
        at: String,
        /// Whether it is PEM, which newer etcd can't read.
        #[serde(default)]
        pem: bool,
        /// Who signs it.
        #[serde(default)]
        by: Option<String>,
    },
}

/// The authority of a sound folder.
const AUTHORITY: &str = "authority/ca";
/// How long what is made anew is valid, in days.
const LEAF_DAYS: i64 = 365;
const AUTHORITY_DAYS: i64 = 3650;

impl Step {
    /// Does it to a folder.
    ///
    /// # Errors
    /// [`ExerciseError`] where the folder isn't as the step expects.
    pub fn apply(&self, room: &Room, randomness: &dyn Randomness) -> Result<(), ExerciseError> {
        match self {
            Self::Reissue { of, .. } => room
                .each(of)
                .iter()
                .try_for_each(|(member, path)| self.reissue(room, *member, path, randomness)),
            Self::Authority { at, name, from, until } => {
                let old = room.read(&format!("{at}.pem"));
                let name = match (name, old) {
                    (Some(name), _) => name.clone(),
                    (None, old) => made(at, mint::common_name(&old?))?,
                };
                let (from, until) = days(room, (*from, *until), AUTHORITY_DAYS);
                let (certificate, key) = made(at, mint::authority(&name, from, until, randomness))?;
                room.write(&format!("{at}.pem"), certificate.as_bytes(), 0o644)?;
                room.write(&format!("{at}-key.pem"), key.as_bytes(), 0o600)
            }
            Self::Copy { from, to } => for_each(room, to, |to, own| {
                let from = own(from);
                let mode = if from.ends_with("-key.pem") { 0o600 } else { 0o644 };
                room.write(to, room.read(&from)?.as_bytes(), mode)
            }),
            Self::Append { from, to } => for_each(room, to, |to, own| {
                let text = room.read(to)? + &room.read(&own(from))?;
                room.write(to, text.as_bytes(), 0o644)
            }),
            Self::Remove { path } => for_each(room, path, |path, _| {
                let path = room.path(path)?;
                fs::remove_file(&path).map_err(|error| ExerciseError::io(&path, error))
            }),
            Self::Write { path, lines } => for_each(room, path, |path, _| {
                room.write(path, (lines.join("\n") + "\n").as_bytes(), 0o644)
            }),
            Self::Mode { path, mode } => for_each(room, path, |path, _| {
                let mode = u32::from_str_radix(mode, 8)
                    .map_err(|_| ExerciseError::step(mode, "not octal"))?;
                let path = room.path(path)?;
                fs::set_permissions(&path, fs::Permissions::from_mode(mode))
                    .map_err(|error| ExerciseError::io(&path, error))
            }),
            Self::Set { r#in, setting, value } => edited(room, r#in, setting, Some(value)),
            Self::Unset { r#in, setting } => edited(room, r#in, setting, None),
            Self::Replace { r#in, from, to } => {
                for (member, path) in room.each(r#in) {
                    let (from, to, text) =
                        (room.fill(from, member), room.fill(to, member), room.read(&path)?);
                    if text.matches(&from).count() != 1 {
                        return Err(ExerciseError::step(&from, "not there once"));
                    }
                    room.write(&path, text.replace(&from, &to).as_bytes(), 0o644)?;
                }
                Ok(())
            }
            Self::Revoke { certificate, at, pem, by } => {
                let authority = signer(room, by.as_deref())?;
                let (from, until) = days(room, (Some(-1), None), LEAF_DAYS);
                let pair = (authority.0.as_str(), authority.1.as_str());
                let list = mint::revocation_list(&room.read(certificate)?, pair, from, until);
                let der = made(certificate, list)?;
                let bytes =
                    if *pem { crate::pki::revocation_list_pem(&der).into_bytes() } else { der };
                for_each(room, at, |at, _| room.write(at, &bytes, 0o644))
            }
        }
    }

    fn reissue(
        &self,
        room: &Room,
        member: u8,
        path: &str,
        randomness: &dyn Randomness,
    ) -> Result<(), ExerciseError> {
        let Self::Reissue {
            sans, usages, name, from, until, by, leaves_old_key, keeps_key, ..
        } = self
        else {
            return Ok(());
        };
        let stem = path
            .strip_suffix(".pem")
            .ok_or_else(|| ExerciseError::step(path, "not a certificate"))?;
        let role = stem.rsplit('/').next().unwrap_or_default();
        let right = right_sans(role);
        let sans = sans.as_ref().map_or(right, |sans| sans.iter().map(String::as_str).collect());
        let right_usages: &[Usage] =
            if member == 0 { &[Usage::Client] } else { &[Usage::Server, Usage::Client] };
        let owner = path.split('/').nth(1).unwrap_or_default();
        let (from, until) = days(room, (*from, *until), LEAF_DAYS);
        let leaf = Leaf {
            common_name: name.as_deref().unwrap_or(owner),
            sans: sans.iter().map(|san| room.fill(san, member)).collect(),
            usages: usages.as_deref().unwrap_or(right_usages),
            from,
            until,
        };
        let key_path = format!("{stem}-key.pem");
        let key = if *keeps_key {
            let pem = room.read(&key_path)?;
            made(path, rcgen::KeyPair::from_pem(&pem).map_err(Into::into))?
        } else {
            made(path, mint::key())?
        };
        let authority = signer(room, by.as_deref())?;
        let pair = (authority.0.as_str(), authority.1.as_str());
        let certificate = made(path, mint::leaf(&leaf, &key, pair, randomness))?;
        room.write(path, certificate.as_bytes(), 0o644)?;
        if *leaves_old_key || *keeps_key {
            return Ok(());
        }
        room.write(&key_path, key.serialize_pem().as_bytes(), 0o600)
    }
}

/// What a sound leaf is valid for, by the name of its file. Peers on one machine call from 127.0.0.1.
fn right_sans(role: &str) -> Vec<&'static str> {
    match role {
        "server" => vec!["dns:{name}", "dns:localhost", "ip:{address}", "ip:127.0.0.1", "ip:::1"],
        "peer" => vec!["dns:{name}", "ip:{address}", "ip:127.0.0.1"],
        _ => Vec::new(),
    }
}

/// Certificate and key of who signs.
fn signer(room: &Room, by: Option<&str>) -> Result<(String, String), ExerciseError> {
    let stem = by.unwrap_or(AUTHORITY);
    Ok((room.read(&format!("{stem}.pem"))?, room.read(&format!("{stem}-key.pem"))?))
}

/// From when until when, by days from today.
fn days(
    room: &Room,
    (from, until): (Option<i64>, Option<i64>),
    usual: i64,
) -> (time::OffsetDateTime, time::OffsetDateTime) {
    let now = room.now;
    let from = from.map_or(now - BACKDATE, |count| now + Duration::days(count));
    (from, now + Duration::days(until.unwrap_or(usual)))
}

/// Does something to each path of a pattern; the second argument names the same member in another path.
fn for_each(
    room: &Room,
    pattern: &str,
    act: impl Fn(&str, &dyn Fn(&str) -> String) -> Result<(), ExerciseError>,
) -> Result<(), ExerciseError> {
    room.each(pattern).iter().try_for_each(|(member, path)| {
        act(path, &|other| other.replace('*', &format!("m{member}")))
    })
}

fn edited(
    room: &Room,
    file: &str,
    setting: &str,
    value: Option<&str>,
) -> Result<(), ExerciseError> {
    for (member, path) in room.each(file) {
        let value = value.map(|value| room.fill(value, member));
        let text = edit::edit(&room.read(&path)?, setting, value.as_deref());
        let text = text.ok_or_else(|| ExerciseError::step(setting, "no place for it"))?;
        room.write(&path, text.as_bytes(), 0o644)?;
    }
    Ok(())
}

fn made<T>(what: &str, result: Result<T, Unmade>) -> Result<T, ExerciseError> {
    result.map_err(|error| ExerciseError::Unmade { what: what.to_owned(), why: error.to_string() })
}
