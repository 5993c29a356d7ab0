//! `etcd.conf.yml`: the settings of a member as YAML, which etcd itself reads.

use std::fmt::Write as _;

use super::comment;
use super::quote::YamlText;
use super::settings::{self, Setting, Value};
use crate::cluster::{Member, Plan};
use crate::etcd::flags::{self, Flag, Section};

/// Renders the config file of one member.
pub(super) fn render(plan: &Plan, member: &Member) -> String {
    let mut file = format!(
        "# Settings of the etcd member {} of the cluster {}, for etcd {}.\n\
         # etcd reads this file (--config-file in etcd.service) and then no flag and no ETCD_ variable: all\n\
         # settings are here. A change needs a restart of etcd, one member at a time.\n\
         # etcd silently ignores keys that it doesn't know. A misspelt key in one of the two security\n\
         # sections, or one with the wrong indentation, leaves the door open.\n",
        member.name, plan.cluster_name, plan.etcd_version
    );
    // Writing to a string can't fail.
    let mut section = None;
    for group in settings::groups(plan, member) {
        let next = group.settings.first().and_then(|setting| place(setting.flag).0);
        file.push('\n');
        if let Some(name) = next.filter(|_| next != section) {
            let _ = writeln!(file, "{name}:");
        }
        section = next;
        let indent = if section.is_some() { "  " } else { "" };
        for line in comment(&group.why, indent) {
            let _ = writeln!(file, "{line}");
        }
        for setting in group.settings {
            let _ = write!(file, "{indent}{}", line(&setting));
        }
    }
    file
}

/// The line of one setting, within its section.
pub(super) fn line(setting: &Setting) -> String {
    let (_, key) = place(setting.flag);
    match &setting.value {
        Value::Text(text) => format!("{key}: {}\n", YamlText(text)),
        Value::List(words) => {
            let words: Vec<String> = words.iter().map(|word| YamlText(word).to_string()).collect();
            format!("{key}: [{}]\n", words.join(", "))
        }
        Value::Duration { nanoseconds, .. } => format!("{key}: {nanoseconds}\n"),
        // etcd takes neither numbers nor switches in quotes.
        bare => format!("{key}: {}\n", bare.text()),
    }
}

/// Where etcd looks for what a flag says: a section, and the key within.
fn place(flag: &str) -> (Option<&'static str>, &str) {
    let known = flags::setting(flag);
    let section = known.and_then(Flag::section).map(Section::as_str);
    (section, known.and_then(Flag::key).unwrap_or(flag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::EtcdVersion;
    use crate::cluster::plan::tests::three_members;

    #[test]
    fn both_sections_hold_the_same_keys_and_groups_never_mix_sections() {
        let plan = three_members();
        let member = plan.members.iter().next().unwrap();
        let flags = settings::groups(&plan, member).into_iter().map(|group| {
            let places: Vec<_> = group.settings.iter().map(|one| place(one.flag).0).collect();
            assert!(places.iter().all(|one| *one == places[0]), "{places:?}");
            group.settings
        });
        let keys = |section: &str, flags: &[&'static str]| -> Vec<&str> {
            let placed = flags.iter().map(|flag| place(flag));
            placed.filter(|(other, _)| *other == Some(section)).map(|(_, key)| key).collect()
        };
        let flags: Vec<&str> = flags.flatten().map(|setting| setting.flag).collect();
        let expected = ["cert-file", "key-file", "client-cert-auth", "trusted-ca-file"];
        assert_eq!(keys("client-transport-security", &flags), expected);
        assert_eq!(keys("peer-transport-security", &flags), expected);
    }

    /// At the top of the file etcd would pass over them, and the gateway would be turned away.
    #[test]
    fn what_the_gateway_shows_stands_in_the_section_of_clients() {
        let mut plan = three_members();
        plan.certificates.trust = crate::cluster::CaLayout::Separate;
        let file = render(&plan, plan.members.iter().next().unwrap());
        let (_, section) = file.split_once("\nclient-transport-security:\n").unwrap();
        let (section, _) = section.split_once("\npeer-transport-security:\n").unwrap();
        for line in [
            "  client-cert-file: \"/etc/etcd/pki/gateway.pem\"",
            "  client-key-file: \"/etc/etcd/pki/gateway-key.pem\"",
        ] {
            assert!(section.lines().any(|one| one == line), "no {line} in {section}");
        }
        assert_eq!(file.matches("client-transport-security:").count(), 1, "{file}");
    }

    #[test]
    fn the_gateway_is_switched_on_where_a_config_file_would_switch_it_off() {
        use crate::cluster::UnitForm;
        for (form, version, expected) in [
            (UnitForm::ConfigFile, EtcdVersion::V3_4, true),
            (UnitForm::ConfigFile, EtcdVersion::V3_5, false),
            (UnitForm::Flags, EtcdVersion::V3_4, false),
            (UnitForm::EnvironmentFile, EtcdVersion::V3_4, false),
        ] {
            let mut plan = three_members();
            plan.unit_form = form;
            plan.etcd_version = version;
            let groups = settings::groups(&plan, plan.members.iter().next().unwrap());
            let mut settings = groups.iter().flat_map(|group| &group.settings);
            let found = settings.any(|setting| setting.flag == "enable-grpc-gateway");
            assert_eq!(found, expected, "{form} {version}");
        }
    }
}
