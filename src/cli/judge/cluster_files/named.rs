//! The parts of a heap on the command line: what may have a name before it.

use std::ffi::{OsStr, OsString};
use std::net::IpAddr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use clap::builder::{OsStringValueParser, TypedValueParser};

use super::error::ClusterFilesError;
use crate::bundle::shown;
use crate::cli::failure::Errors;
use crate::cluster::{ClientName, DnsName, FieldError, MemberAddress};
use crate::pki::matrix::dials_from;
use crate::text::escape_for_terminal;

/// A file, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Named {
    /// The member or client; `None` for all of them.
    pub(super) name: Option<String>,
    pub(super) path: PathBuf,
}

/// Reads `[NAME=]FILE`. What stands before the `=` and can't be a name belongs to the file.
pub(super) fn named() -> impl TypedValueParser<Value = Named> {
    OsStringValueParser::new().try_map(|text: OsString| {
        let Named { name, path } = parse(&text);
        if path.as_os_str().is_empty() {
            return Err("expected a file, as in `etcd-1=server.pem`");
        }
        Ok(Named { name, path })
    })
}

fn parse(text: &OsStr) -> Named {
    match split(text) {
        Some((name, rest)) => Named { name: Some(name), path: PathBuf::from(rest) },
        None => Named { name: None, path: PathBuf::from(text) },
    }
}

/// Reads keys, which have names where there are members only.
pub(super) fn keys(paths: &[PathBuf]) -> Vec<Named> {
    paths.iter().map(|path| parse(path.as_os_str())).collect()
}

fn split(text: &OsStr) -> Option<(String, OsString)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| *byte == b'=')?;
    let name = std::str::from_utf8(bytes.get(..end)?).ok().filter(|name| is_name(name))?;
    Some((name.to_owned(), OsString::from_vec(bytes.get(end + 1..)?.to_vec())))
}

/// Of a client, or of a member: in the clusters of others, one may be called `root`.
fn is_name(text: &str) -> bool {
    text.parse::<ClientName>().is_ok_and(|name| name.as_str() == text)
}

impl Named {
    /// Its name, or that of its file without what follows the last dot.
    pub(super) fn name_or_stem(&self) -> String {
        let stem = || shown(Path::new(self.path.file_stem().unwrap_or_default()));
        self.name.clone().unwrap_or_else(stem)
    }
}

/// What one has of a list: its own file, else that of all.
pub(super) fn for_one<'a>(list: &'a [Named], name: &str) -> Option<&'a Path> {
    let own = list.iter().find(|one| one.name.as_deref() == Some(name));
    own.or_else(|| list.iter().find(|one| one.name.is_none())).map(|one| one.path.as_path())
}

/// An address that connections come from, and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Caller {
    /// The member; `None` for all of them.
    pub(in crate::cli) name: Option<String>,
    pub(in crate::cli) address: IpAddr,
}

/// Reads `[NAME=]ADDRESS`.
pub(in crate::cli) fn caller(text: &str) -> Result<Caller, String> {
    let (name, address) = match text.split_once('=') {
        Some((name, address)) if is_name(name) => (Some(name.to_owned()), address),
        _ => (None, text),
    };
    let address = address.parse().map_err(|_| "expected an address such as `10.0.0.1`")?;
    Ok(Caller { name, address })
}

/// Where a member is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedMember {
    pub(super) name: String,
    /// The addresses it is dialed at.
    pub(super) addresses: Vec<IpAddr>,
    /// The names it is dialed by.
    pub(super) names: Vec<String>,
    /// The addresses it dials from, as far as they are known.
    pub(super) callers: Vec<IpAddr>,
}

impl NamedMember {
    /// All that it is dialed at and by.
    pub(super) fn hosts(&self) -> impl Iterator<Item = String> {
        self.addresses.iter().map(IpAddr::to_string).chain(self.names.iter().cloned())
    }
}

/// The name in `NAME=HOST,…`, whatever it is worth.
pub(super) fn name_of(text: &str) -> &str {
    text.split_once('=').map_or(text, |(name, _)| name)
}

/// Reads the members.
pub(super) fn members(
    texts: &[String],
    callers: &[Caller],
    errors: &mut Errors,
) -> Vec<NamedMember> {
    let mut members: Vec<NamedMember> = Vec::new();
    for text in texts {
        let Some(member) = member(text, callers, errors) else { continue };
        if members.iter().any(|other| other.name.eq_ignore_ascii_case(&member.name)) {
            ClusterFilesError::MemberTwice { name: member.name }.tell(errors);
        } else {
            members.push(member);
        }
    }
    for name in callers.iter().filter_map(|one| one.name.as_deref()) {
        if !texts.is_empty() && !texts.iter().any(|text| name_of(text) == name) {
            ClusterFilesError::unknown_member("--from", name, texts).tell(errors);
        }
    }
    members
}

fn member(text: &str, callers: &[Caller], errors: &mut Errors) -> Option<NamedMember> {
    let place = format!("--member {}", escape_for_terminal(text));
    let (name, hosts) = text.split_once('=').unwrap_or((text, ""));
    let name = errors.take(&place, name.parse::<ClientName>())?.to_string();
    if hosts.trim_matches(' ').is_empty() {
        ClusterFilesError::NoHost { name }.tell(errors);
        return None;
    }
    let (mut addresses, mut names) = (Vec::new(), Vec::new());
    for host in hosts.split(',') {
        match errors.take(&place, one_host(host))? {
            Host::Address(address) => addresses.push(address),
            Host::Name(name) => names.push(name),
        }
    }
    let own = |one: &&Caller| one.name.as_ref().is_none_or(|owner| *owner == name);
    let mut callers: Vec<IpAddr> = callers.iter().filter(own).map(|one| one.address).collect();
    if callers.is_empty() {
        callers = addresses.iter().copied().map(dials_from).collect();
    }
    Some(NamedMember { name, addresses, names, callers })
}

/// Looks whether what is dialed is a URL or has a port. Whatever else it is may be asked for: a name
/// that no member could have is a question, too.
///
/// # Errors
/// Why a host alone is expected.
pub(in crate::cli) fn bare(host: &str) -> Result<(), FieldError> {
    match one_host(host) {
        Err(error @ (FieldError::UrlNotHost { .. } | FieldError::PortInHost { .. })) => Err(error),
        _ => Ok(()),
    }
}

enum Host {
    Address(IpAddr),
    Name(String),
}

fn one_host(text: &str) -> Result<Host, FieldError> {
    match text.parse::<MemberAddress>() {
        Ok(address) => Ok(Host::Address(address.ip())),
        Err(FieldError::NameNotAddress { .. }) => {
            text.parse::<DnsName>().map(|name| Host::Name(name.to_string()))
        }
        Err(error) => Err(error),
    }
}
