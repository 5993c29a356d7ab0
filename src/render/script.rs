//! `install.sh`, which is static, and `install.values`, which it reads.

use std::fmt::Write as _;

use super::quote::ShellQuoted;
use crate::cluster::{AbsolutePath, Member, Plan};

/// The script that installs a member, the same for all.
pub(super) const INSTALL: &str = include_str!("../../assets/scripts/install.sh");

/// Renders the values that the script of one member reads, each a word in single quotes.
pub(super) fn values(plan: &Plan, member: &Member) -> String {
    let install = &plan.install_of(member);
    let values: [(&str, &str); 11] = [
        ("CLUSTER_NAME", plan.cluster_name.as_str()),
        ("MEMBER_NAME", member.name.as_str()),
        ("MEMBER_ADDRESS", &member.address.to_string()),
        ("MEMBER_COUNT", &plan.members.size().members().to_string()),
        ("ETCD_SERIES", plan.etcd_version.as_str()),
        ("ETCD_BINARY", install.etcd_binary().as_str()),
        ("DATA_DIRECTORY", install.data_directory().as_str()),
        ("WAL_DIRECTORY", install.wal_directory().map_or("", AbsolutePath::as_str)),
        ("CONFIGURATION_DIRECTORY", install.configuration_directory().as_str()),
        ("UNIT_FORM", plan.unit_form.as_str()),
        ("SERVICE_USER", install.service_user().as_str()),
    ];
    let mut text = String::from(
        "# What install.sh reads: made by quorate from plan.json. Change the plan, not this file.\n",
    );
    for (name, value) in values {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{name}={}", ShellQuoted(value));
    }
    text
}
