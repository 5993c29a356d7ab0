//! `etcd.env`: the settings of a member as variables, which systemd reads.

use std::fmt::Write as _;

use super::comment;
use super::quote::EnvironmentValue;
use super::settings::{self, Setting};
use crate::cluster::{Member, Plan};

/// Renders the environment file of one member.
pub(super) fn render(plan: &Plan, member: &Member) -> String {
    let mut file = format!(
        "# Settings of the etcd member {} of the cluster {}, for etcd {}.\n\
         # systemd reads this file (EnvironmentFile= in etcd.service); a change needs a restart of etcd,\n\
         # one member at a time. ETCD_X is the flag --x; a setting given both ways is fatal.\n\
         # No line may start with export, and no line may end with a backslash, not even a comment.\n",
        member.name, plan.cluster_name, plan.etcd_version
    );
    // Writing to a string can't fail.
    for group in settings::groups(plan, member) {
        file.push('\n');
        for line in comment(&group.why, "") {
            let _ = writeln!(file, "{line}");
        }
        file.extend(group.settings.iter().map(line));
    }
    file
}

/// The line of one setting.
pub(super) fn line(setting: &Setting) -> String {
    format!("{}={}\n", variable(setting.flag), EnvironmentValue(&setting.value.text()))
}

/// The variable that etcd takes for a flag.
fn variable(flag: &str) -> String {
    format!("ETCD_{}", flag.replace('-', "_").to_ascii_uppercase())
}
