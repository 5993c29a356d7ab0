//! What an exercise asks for beside a healthy cluster with mutual TLS.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde::Deserialize;
use time::{Duration, OffsetDateTime};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::Fault;
use super::launch::FolderMember;
use super::mint::Usage;
use super::trust::certificates;
use crate::text::fill;

/// One thing that is asked for. `member` is a name, or `*` for each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "that", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Demand {
    /// The certificate of a setting is valid for these: `dns:NAME`, `ip:ADDRESS`.
    Sans {
        /// Whose.
        member: String,
        /// The setting that names it, such as `cert-file`.
        setting: String,
        /// The names.
        has: Vec<String>,
    },
    /// The certificate of a setting is for these.
    Usages {
        /// Whose.
        member: String,
        /// The setting that names it.
        setting: String,
        /// What for.
        has: Vec<Usage>,
    },
    /// The certificate of a setting is valid today, and for some days.
    Valid {
        /// Whose.
        member: String,
        /// The setting that names it.
        setting: String,
        /// How many days at least.
        days: i64,
    },
    /// The certificate of a setting is signed by an authority.
    SignedBy {
        /// Whose.
        member: String,
        /// The setting that names it.
        setting: String,
        /// The authority's certificate, within the folder.
        by: String,
    },
    /// The certificate of a client is signed by an authority.
    ClientSignedBy {
        /// The client.
        client: String,
        /// The authority's certificate, within the folder.
        by: String,
    },
    /// A setting is the same on all members.
    SameOnAll {
        /// Which.
        setting: String,
    },
    /// A setting has a value.
    Is {
        /// Whose.
        member: String,
        /// Which.
        setting: String,
        /// Its value; an empty one: it isn't set.
        value: String,
    },
    /// The file of a setting has no more permission bits than these.
    Mode {
        /// Whose.
        member: String,
        /// The setting that names it.
        setting: String,
        /// Octal.
        most: String,
    },
    /// A key still has its value.
    Kept {
        /// The key.
        key: String,
        /// Its value.
        value: String,
    },
    /// A client is turned away.
    Refused {
        /// The client.
        client: String,
    },
    /// The cluster takes writes while any one member is down.
    Tolerates,
    /// No member logs this.
    Quiet {
        /// What.
        log: String,
    },
}

impl Demand {
    /// What of it isn't so by the files; the rest shows when the members run.
    pub(super) fn of_files(
        &self,
        root: &Path,
        members: &[FolderMember],
        fill_in: &dyn Fn(&str, &str) -> String,
        now: OffsetDateTime,
    ) -> Vec<Fault> {
        let of = |wanted: &str| {
            let wanted = wanted.to_owned();
            members.iter().filter(move |member| wanted == "*" || member.name == wanted)
        };
        let leaf = |member: &FolderMember, setting: &str| -> Option<Vec<u8>> {
            certificates(&member.file(setting)?).into_iter().next()
        };
        match self {
            Self::Sans { member, setting, has } => of(member)
                .flat_map(|member| {
                    let sans = leaf(member, setting).map(|der| sans(&der)).unwrap_or_default();
                    let wanted = has.iter().map(|san| fill_in(san, &member.name));
                    let missing = wanted.filter(|san| !sans.contains(san)).collect::<Vec<_>>();
                    missing.into_iter().map(|san| {
                        let setting = member.read.shown(setting);
                        said(
                            "exercise-demand-sans",
                            &[("member", &member.name), ("setting", &setting), ("san", &san)],
                        )
                    })
                })
                .collect(),
            Self::Usages { member, setting, has } => of(member)
                .flat_map(|member| {
                    let usages = leaf(member, setting).map(|der| usages(&der)).unwrap_or_default();
                    has.iter().filter(move |one| !usages.contains(one)).map(|one| {
                        let (setting, usage) = (member.read.shown(setting), format!("{one:?}"));
                        let usage = usage.to_lowercase() + "Auth";
                        said(
                            "exercise-demand-usages",
                            &[("member", &member.name), ("setting", &setting), ("usage", &usage)],
                        )
                    })
                })
                .collect(),
            Self::Valid { member, setting, days } => of(member)
                .filter(|member| {
                    !leaf(member, setting).is_some_and(|der| is_valid(&der, now, *days))
                })
                .map(|member| {
                    let setting = member.read.shown(setting);
                    said(
                        "exercise-demand-valid",
                        &[
                            ("member", &member.name),
                            ("setting", &setting),
                            ("days", &days.to_string()),
                        ],
                    )
                })
                .collect(),
            Self::SignedBy { member, setting, by } => of(member)
                .filter(|member| {
                    !leaf(member, setting).is_some_and(|der| is_signed(&der, &root.join(by)))
                })
                .map(|member| {
                    let setting = member.read.shown(setting);
                    said(
                        "exercise-demand-signed",
                        &[("member", &member.name), ("setting", &setting), ("by", by)],
                    )
                })
                .collect(),
            Self::ClientSignedBy { client, by } => {
                let leaf = certificates(&root.join("clients").join(client).join("client.pem"));
                if leaf.first().is_some_and(|der| is_signed(der, &root.join(by))) {
                    return Vec::new();
                }
                vec![said("exercise-demand-client-signed", &[("client", client), ("by", by)])]
            }
            _ => self.of_settings(members, fill_in),
        }
    }

    /// The same of settings and permission bits.
    fn of_settings(
        &self,
        members: &[FolderMember],
        fill_in: &dyn Fn(&str, &str) -> String,
    ) -> Vec<Fault> {
        let of = |wanted: &str| {
            let wanted = wanted.to_owned();
            members.iter().filter(move |member| wanted == "*" || member.name == wanted)
        };
        match self {
            Self::SameOnAll { setting } => {
                let mut values: Vec<_> =
                    members.iter().map(|member| member.read.value(setting)).collect();
                values.dedup();
                if values.len() < 2 {
                    Vec::new()
                } else {
                    vec![said("exercise-demand-same", &[("setting", setting)])]
                }
            }
            Self::Is { member, setting, value } => of(member)
                .filter(|member| {
                    member.read.value(setting).unwrap_or_default() != fill_in(value, &member.name)
                })
                .map(|member| {
                    let (shown, value) = (member.read.shown(setting), fill_in(value, &member.name));
                    let key = if value.is_empty() {
                        "exercise-demand-unset"
                    } else {
                        "exercise-demand-is"
                    };
                    said(key, &[("member", &member.name), ("setting", &shown), ("value", &value)])
                })
                .collect(),
            Self::Mode { member, setting, most } => of(member)
                .filter(|member| {
                    let most = u32::from_str_radix(most, 8).unwrap_or_default();
                    let there = member.file(setting).and_then(|path| path.metadata().ok());
                    there.is_none_or(|there| there.permissions().mode() & 0o777 & !most != 0)
                })
                .map(|member| {
                    let setting = member.read.shown(setting);
                    said(
                        "exercise-demand-mode",
                        &[("member", &member.name), ("setting", &setting), ("most", most)],
                    )
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// A demand that isn't fulfilled.
pub(super) fn said(key: &str, values: &[(&str, &String)]) -> Fault {
    let values: Vec<(&str, &dyn std::fmt::Display)> =
        values.iter().map(|(name, value)| (*name, *value as &dyn std::fmt::Display)).collect();
    Fault::Demand(fill(key, &values))
}

fn sans(der: &[u8]) -> Vec<String> {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return Vec::new() };
    let Ok(Some(names)) = certificate.subject_alternative_name() else { return Vec::new() };
    let shown = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some(format!("dns:{name}")),
        GeneralName::IPAddress(bytes) => {
            let four: [u8; 4] = (*bytes).try_into().ok()?;
            Some(format!("ip:{}", std::net::Ipv4Addr::from(four)))
        }
        _ => None,
    };
    names.value.general_names.iter().filter_map(shown).collect()
}

fn usages(der: &[u8]) -> Vec<Usage> {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return Vec::new() };
    let Ok(Some(usages)) = certificate.extended_key_usage() else { return Vec::new() };
    let has =
        [(usages.value.server_auth, Usage::Server), (usages.value.client_auth, Usage::Client)];
    has.into_iter().filter(|(has, _)| *has).map(|(_, usage)| usage).collect()
}

/// Whether an authority of a file has signed a leaf.
fn is_signed(leaf: &[u8], by: &Path) -> bool {
    let Ok((_, leaf)) = X509Certificate::from_der(leaf) else { return false };
    certificates(by).iter().any(|authority| {
        let read = X509Certificate::from_der(authority);
        read.is_ok_and(|(_, one)| leaf.verify_signature(Some(one.public_key())).is_ok())
    })
}

fn is_valid(der: &[u8], now: OffsetDateTime, days: i64) -> bool {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return false };
    let validity = certificate.validity();
    validity.not_before.to_datetime() <= now
        && validity.not_after.to_datetime() >= now + Duration::days(days)
}
