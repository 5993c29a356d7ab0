//! The commands that bring a cluster up from its bundle, ready to paste.

use std::path::Path;

use super::quote::ShellWord;
use crate::cluster::{Member, Plan};
use crate::text::say;

/// Returns the commands of the rollout in order, with `#` lines that say what they do.
pub fn next_commands(plan: &Plan, root: &Path) -> Vec<String> {
    let root = root.to_string_lossy();
    let mut lines = vec![format!("cd {}", ShellWord(&root))];
    let mut each = |comment: &'static str, command: &dyn Fn(&Member) -> String| {
        lines.push(format!("# {}", say(comment)));
        lines.extend(plan.members.iter().map(command));
    };
    each("rollout.copy", &|one| format!("scp -rp members/{} {}", one.name, copy_target(one)));
    each("rollout.install", &|one| {
        format!("ssh root@{} sh {}/install.sh", one.address, one.name)
    });
    each("rollout.start", &|one| {
        format!("ssh root@{} systemctl enable --now --no-block etcd", one.address)
    });
    if let Some(client) = plan.clients.iter().next() {
        lines.push(format!("# {}", say("rollout.ask")));
        lines.push(format!(". clients/{}/etcdctl.env", client.name));
        lines.push("etcdctl endpoint health --cluster".into());
    }
    lines
}

fn copy_target(member: &Member) -> String {
    let target = format!("root@{}:", member.address.in_url());
    if target.contains('[') { format!("'{target}'") } else { target }
}
