//! The commands that bring a cluster up from its bundle, in order.

use std::path::Path;

use super::layout;
use super::quote::ShellWord;
use crate::cluster::{Client, Member, Plan};
use crate::text::{fill, say};

/// One step of the rollout.
pub(super) struct Step {
    /// What it does, and what to mind.
    pub(super) text: String,
    /// What to type, within the bundle's directory.
    pub(super) commands: Vec<String>,
}

/// Returns the commands that bring a plan's cluster up from the bundle at `root`, with `#` lines that
/// say what they do: ready to paste into a shell.
pub fn next_commands(plan: &Plan, root: &Path) -> Vec<String> {
    let mut lines = vec![format!("cd {}", ShellWord(&root.to_string_lossy()))];
    for step in steps(plan) {
        lines.push(comment(&step.text));
        lines.extend(step.commands);
    }
    lines
}

/// A step's text as a comment. A zsh that doesn't know comments at its prompt takes it for a command that
/// isn't there, and must find no quote or semicolon in it that would swallow or run what follows.
fn comment(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\'' => '\u{2019}',
            ';' => ',',
            _ => c,
        })
        .filter(|c| !matches!(c, '(' | ')' | '`' | '"'))
        .collect();
    format!("# {plain}")
}

/// Returns the steps of a plan's rollout.
pub(super) fn steps(plan: &Plan) -> Vec<Step> {
    let each = |command: &dyn Fn(&Member) -> String| plan.members.iter().map(command).collect();
    let several = plan.members.size().members() > 1;
    let start = if several { "readme.rollout.start" } else { "readme.rollout.start.single" };
    vec![
        prerequisites(plan),
        Step {
            text: say("readme.rollout.copy").into(),
            commands: each(&|one| format!("scp -rp members/{} {}", one.name, copy_target(one))),
        },
        Step {
            text: say("readme.rollout.install").into(),
            commands: each(&|one| {
                format!("ssh -n root@{} sh {}/install.sh", one.address, one.name)
            }),
        },
        Step {
            text: say(start).into(),
            commands: each(&|one| {
                format!("ssh -n root@{} systemctl enable --now --no-block etcd", one.address)
            }),
        },
        ask(plan),
        Step {
            text: say("readme.rollout.remove").into(),
            commands: each(&|one| format!("ssh -n root@{} rm -r {}", one.address, one.name)),
        },
    ]
}

/// What must be there before anything else; nothing to type.
fn prerequisites(plan: &Plan) -> Step {
    let text = fill(
        "readme.rollout.etcd",
        &[
            ("version", &plan.etcd_version),
            ("binary", &plan.install.etcd_binary().as_str()),
            ("client", &plan.ports.client()),
            ("peer", &plan.ports.peer()),
        ],
    );
    Step { text, commands: Vec::new() }
}

/// `root@HOST:` as scp takes it, IPv6 in brackets, which a shell would take for a pattern.
fn copy_target(member: &Member) -> String {
    let target = format!("root@{}:", member.address.in_url());
    if target.contains('[') { format!("'{target}'") } else { target }
}

fn ask(plan: &Plan) -> Step {
    let person = |one: &&Client| one.name.as_str() != layout::API_SERVER;
    let mut clients = plan.clients.iter();
    let Some(client) = clients.clone().find(person).or_else(|| clients.next()) else {
        return Step { text: say("readme.rollout.no-client").into(), commands: Vec::new() };
    };
    let mut commands = vec![format!(". clients/{}/{}", client.name, layout::CLIENT_ENVIRONMENT)];
    let asked = [
        "etcdctl endpoint health --cluster",
        "etcdctl member list -w table",
        "etcdctl put quorate works",
        "etcdctl get quorate",
        "etcdctl del quorate",
    ];
    commands.extend(asked.map(String::from));
    Step { text: say("readme.rollout.ask").into(), commands }
}
