//! `install.sh` and `request.sh`, which are static, and `install.values`, which both read.

use std::fmt::Write as _;

use super::quote::ShellQuoted;
use super::{RenderedFile, layout};
use crate::cluster::{AbsolutePath, Authority, LeafFiles, Member, MemberAddress, Plan, UnitForm};

/// The script that installs a member, the same for all.
pub(super) const INSTALL: &str = include_str!("../../assets/scripts/install.sh");

/// The script that makes a member's keys on the member itself.
const REQUEST: &str = include_str!("../../assets/scripts/request.sh");

/// Renders what a member shows to others, a line `ROLE CERTIFICATE KEY AUTHORITY` each: names of files in
/// `pki/`, of letters, digits, dots, hyphens and underscores only, as the scripts take them for words of
/// a list. The authority is `-` where it isn't among those that the member trusts others by.
fn pairs(plan: &Plan, files: &layout::MemberFiles) -> String {
    let trust = plan.certificates.trust;
    let line = |role: &str, pair: &LeafFiles, signer: Authority| {
        let signer = plan.file_names().anchor(signer);
        let known = files.authorities().contains(&signer.as_str());
        let signer = if known { signer.as_str() } else { "-" };
        format!("{role} {} {} {signer}", pair.certificate, pair.key)
    };
    let mut lines = if files.server == files.peer {
        vec![line("member", &files.server, trust.signs_servers())]
    } else {
        vec![
            line("server", &files.server, trust.signs_servers()),
            line("peer", &files.peer, trust.signs_peers()),
        ]
    };
    lines.extend(files.gateway.as_ref().map(|pair| line("gateway", pair, trust.signs_clients())));
    lines.join("\n")
}

/// Returns `request.sh` in a member's directory: for keys that are never to leave the member. It reads
/// `install.values` beside it.
pub fn request(member: &Member) -> RenderedFile {
    RenderedFile::program(format!("members/{}/request.sh", member.name), REQUEST.to_owned())
}

/// Renders the values that the scripts of one member read.
pub(super) fn values(plan: &Plan, member: &Member) -> String {
    let install = &plan.install_of(member);
    let files = layout::member_files(plan, member);
    let words = |addresses: Vec<MemberAddress>| {
        addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let values: [(&str, &str); 20] = [
        ("CLUSTER_NAME", plan.cluster_name.as_str()),
        ("MEMBER_NAME", member.name.as_str()),
        ("MEMBER_ADDRESS", &member.address.to_string()),
        ("CLIENT_ADDRESSES", &words(member.client_addresses().collect())),
        ("PEER_ADDRESSES", &words(member.peer_addresses())),
        ("MEMBER_COUNT", &plan.members.size().members().to_string()),
        ("ETCD_SERIES", plan.etcd_version.as_str()),
        ("ETCD_BINARY", install.etcd_binary().as_str()),
        ("DATA_DIRECTORY", install.data_directory().as_str()),
        ("WAL_DIRECTORY", install.wal_directory().map_or("", AbsolutePath::as_str)),
        ("CONFIGURATION_DIRECTORY", install.configuration_directory().as_str()),
        ("PKI_DIRECTORY", &layout::certificate_directory(install)),
        ("UNIT", &layout::unit(plan, member)),
        ("UNIT_FORM", plan.unit_form.as_str()),
        ("SETTINGS_FILE", layout::settings_file(plan).unwrap_or_default()),
        ("OTHER_SETTINGS", &other_settings(plan)),
        ("SERVICE_USER", install.service_user().as_str()),
        ("KEY_ALGORITHM", plan.certificates.algorithm.as_str()),
        ("AUTHORITIES", &files.authorities().join(" ")),
        // A line each: single quotes hold line ends as well.
        ("PAIRS", &pairs(plan, &files)),
    ];
    values_file("install.sh", &values)
}

/// Writes what a script reads, each value a word in single quotes.
pub(super) fn values_file(script: &str, values: &[(&str, &str)]) -> String {
    let mut text = format!(
        "# What {script} reads: made by quorate from plan.json. Change the plan, not this file.\n"
    );
    for (name, value) in values {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{name}={}", ShellQuoted(value));
    }
    text
}

/// The settings files of the other forms, which a former plan may have left and this unit doesn't read.
fn other_settings(plan: &Plan) -> String {
    let own = layout::settings_file(plan);
    let others = UnitForm::ALL
        .into_iter()
        .filter_map(|unit_form| layout::settings_file(&Plan { unit_form, ..plan.clone() }));
    others.filter(|name| Some(*name) != own).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    #[test]
    fn each_form_names_its_settings_and_those_that_it_does_not_read() {
        let mut plan = three_members();
        for (form, settings, others) in [
            (UnitForm::EnvironmentFile, "etcd.env", "etcd.conf.yml"),
            (UnitForm::Flags, "", "etcd.env etcd.conf.yml"),
            (UnitForm::ConfigFile, "etcd.conf.yml", "etcd.env"),
        ] {
            plan.unit_form = form;
            let member = plan.members.iter().next().unwrap();
            let text = values(&plan, member);
            let lines = format!("SETTINGS_FILE='{settings}'\nOTHER_SETTINGS='{others}'\n");
            assert!(text.contains(&lines), "{text}");
        }
    }
}
