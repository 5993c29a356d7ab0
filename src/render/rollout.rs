//! The commands that bring a cluster up from its bundle, in order.

use std::path::Path;

use super::layout;
use super::quote::ShellWord;
use crate::cluster::{API_SERVER, CaSource, Client, KeyOrigin, Member, Plan, Port, Ports};
use crate::etcd;
use crate::text::{fill, say};

/// One step of the rollout.
pub(super) struct Step {
    /// What it does, and what to mind.
    pub(super) text: String,
    /// What to type, within the bundle's directory.
    pub(super) commands: Vec<String>,
}

impl Step {
    fn new(text: &'static str, commands: Vec<String>) -> Self {
        Self { text: say(text).into(), commands }
    }
}

/// Returns the commands that bring a plan's cluster up from the bundle at `root`, with `#` lines that
/// say what they do: ready to paste into a shell.
pub fn next_commands(plan: &Plan, root: &Path) -> Vec<String> {
    let mut lines = vec![format!("cd {}", ShellWord(&root.to_string_lossy()))];
    if !plan.ssh_user.is_root() && !are_all_here(plan) {
        lines.push(comment(&login(plan)));
    }
    for step in steps(plan) {
        lines.push(comment(&step.text));
        lines.extend(step.commands);
    }
    lines
}

/// The release to install at least, where older ones of the plan's series have known faults.
pub(super) fn least_release(plan: &Plan) -> Option<String> {
    let series = plan.etcd_version;
    let release = etcd::least_release(series)?;
    let facts: [(&str, &dyn std::fmt::Display); 3] =
        [("release", &release), ("series", &series), ("until", &etcd::KNOWN_UNTIL)];
    Some(fill("readme-rollout.release", &facts))
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
    let started = if several { "readme-rollout.start" } else { "readme-rollout.start-single" };
    let mut steps = vec![prerequisites(plan)];
    steps.extend(certificates(plan));
    steps.extend(trials(plan));
    steps.extend([
        Step::new("readme-rollout.install", each(&|one| runs_on(plan, one, "install.sh"))),
        Step::new(
            started,
            each(&|one| {
                let start = start(plan, one);
                if is_here(plan, one) {
                    format!("sudo {start}")
                } else {
                    as_root(plan, one, &start)
                }
            }),
        ),
        ask(plan),
    ]);
    let copies = remove_copies(plan);
    if !copies.is_empty() {
        steps.push(Step::new("readme-rollout.remove", copies));
    }
    steps
}

/// Starts a member, and doesn't wait until it has found the others.
pub(super) fn start(plan: &Plan, member: &Member) -> String {
    format!("systemctl enable --now --no-block {}", plan.service_of(member))
}

/// Whether a member runs on the machine that the bundle is on: a loopback address leads nowhere else. Keys that
/// members make aren't made in the bundle, which the next signing replaces.
pub(super) fn is_here(plan: &Plan, member: &Member) -> bool {
    member.address.ip().is_loopback() && plan.certificates.member_keys == KeyOrigin::Here
}

/// Whom the commands log in as, and what that needs.
pub(super) fn login(plan: &Plan) -> String {
    if plan.ssh_user.is_root() {
        return say("readme-rollout.first").to_owned();
    }
    fill("readme-rollout.first-sudo", &[("user", &plan.ssh_user)])
}

/// Whether all members do.
pub(super) fn are_all_here(plan: &Plan) -> bool {
    plan.members.iter().all(|one| is_here(plan, one))
}

/// Runs a script of a member's directory, with its arguments, as root on that member.
pub(super) fn runs_on(plan: &Plan, member: &Member, script: &str) -> String {
    if is_here(plan, member) {
        format!("sudo sh members/{}/{script}", member.name)
    } else {
        as_root(plan, member, &format!("sh {}/{script}", member.name))
    }
}

/// Runs a command on a member that is reached over the network. `-n` keeps it from reading the lines that are pasted
/// behind it.
fn on(plan: &Plan, member: &Member, command: &str) -> String {
    format!("ssh -n {}@{} {command}", plan.ssh_user, member.address)
}

/// The same as root, for which nobody is asked: a password would be read from the lines behind it.
fn as_root(plan: &Plan, member: &Member, command: &str) -> String {
    let sudo = if plan.ssh_user.is_root() { "" } else { "sudo -n " };
    on(plan, member, &format!("{sudo}{command}"))
}

/// Trying network and certificates before the real start, where the plan has scripts for that.
fn trials(plan: &Plan) -> Vec<Step> {
    if !plan.further_files.trials {
        return Vec::new();
    }
    let run = |one: &Member, script: &str| runs_on(plan, one, &format!("trial/{script}.sh"));
    // All at once: each waits until it has heard all others.
    let mut together: Vec<String> =
        plan.members.iter().map(|one| format!("{} &", run(one, "reachability"))).collect();
    together.push("wait".into());
    let mut steps = vec![Step::new("readme-rollout.trial-network", together)];
    // Where servers are no clients, the script needs a client's files, which members don't hold.
    if !plan.certificates.trust.needs_gateway_certificate() {
        let each = plan.members.iter().map(|one| run(one, "single-node")).collect();
        steps.push(Step::new("readme-rollout.trial-certificates", each));
    }
    steps
}

/// The ports of a plan's members, each once.
pub(super) fn ports(plan: &Plan, of: fn(Ports) -> Port) -> String {
    let mut all: Vec<String> = Vec::new();
    for member in &plan.members {
        let port = of(plan.ports_of(member)).to_string();
        if !all.contains(&port) {
            all.push(port);
        }
    }
    all.join(", ")
}

/// How members come by their directories with every key and certificate in it: that depends on where keys
/// are made, and on where the CA is.
pub(super) fn certificates(plan: &Plan) -> Vec<Step> {
    let is_born = plan.certificates.member_keys == KeyOrigin::Member;
    let is_elsewhere = plan.certificates.ca_source == CaSource::Elsewhere;
    let mut steps = Vec::new();
    if is_born {
        steps.push(Step::new("readme-rollout.born-copy", copies(plan)));
        steps.push(Step::new("readme-rollout.born-request", born_requests(plan)));
    }
    if is_elsewhere {
        steps.push(Step::new("readme-rollout.elsewhere-sign", vec![SIGN_ELSEWHERE.into()]));
        let commands = vec![import(""), VERIFY.into()];
        steps.push(Step::new("readme-rollout.elsewhere-import", commands));
    } else if is_born {
        let mut text = say("readme-rollout.born-sign").to_owned();
        if let Some(more) = about_signer(plan) {
            text = format!("{text} {more}");
        }
        steps.push(Step { text, commands: vec![sign(plan, ""), VERIFY.into()] });
    }
    if is_born {
        steps.push(Step::new("readme-rollout.born-back", back(plan)));
    } else if !are_all_here(plan) {
        steps.push(Step::new("readme-rollout.copy", copies(plan)));
    }
    steps
}

pub(super) const VERIFY: &str = "quorate verify .";
/// Signs the requests with the CA's own tools.
pub(super) const SIGN_ELSEWHERE: &str = "sh requests/sign-with-openssl.sh CA.crt CA.key";

/// The members that are reached over the network.
fn elsewhere(plan: &Plan) -> impl Iterator<Item = &Member> {
    plan.members.iter().filter(|one| !is_here(plan, one))
}

/// Copies each member's directory to it.
pub(super) fn copies(plan: &Plan) -> Vec<String> {
    elsewhere(plan).map(|one| copy(plan, one)).collect()
}

/// Copies a member's directory to it.
pub(super) fn copy(plan: &Plan, member: &Member) -> String {
    format!("scp -rp members/{} {}", member.name, copy_target(plan, member, ""))
}

/// Removes the copies of members' directories, which hold keys.
pub(super) fn remove_copies(plan: &Plan) -> Vec<String> {
    let command = |one: &Member| on(plan, one, &format!("rm -r {}", one.name));
    elsewhere(plan).map(command).collect()
}

/// Has the members make keys and requests, and fetches these.
pub(super) fn born_requests(plan: &Plan) -> Vec<String> {
    let mut commands = vec!["mkdir -p -m 700 requests".to_owned()];
    for one in &plan.members {
        // Whoever brought the directory owns what is made in it.
        commands.push(on(plan, one, &format!("sh {}/request.sh", one.name)));
        let from = copy_target(plan, one, &format!("{0}/requests/{0}-*.csr", one.name));
        commands.push(format!("scp {from} requests/"));
    }
    commands
}

/// Copies the members' certificates to where their keys were made.
pub(super) fn back(plan: &Plan) -> Vec<String> {
    let command = |one: &Member| {
        let target = copy_target(plan, one, &format!("{}/", one.name));
        format!("scp -rp members/{}/{} {target}", one.name, layout::PKI)
    };
    plan.members.iter().map(command).collect()
}

/// The next generation of the bundle takes the place of the directory that the shell is in.
const GO_BACK: &str = " && cd \"$PWD\"";

/// Signs all requests with the CA that is here, or named.
pub(super) fn sign(plan: &Plan, option: &str) -> String {
    let named = match plan.certificates.ca_source {
        CaSource::Imported => " --ca-cert CA.crt --ca-key CA.key",
        _ => "",
    };
    format!("quorate sign . requests/*.csr{named}{option}{GO_BACK}")
}

/// Takes all certificates in that were signed elsewhere.
pub(super) fn import(option: &str) -> String {
    format!("quorate import . requests/*.pem --ca-cert CA.crt{option}{GO_BACK}")
}

/// What a person must know of the CA's key to sign with it.
pub(super) fn about_signer(plan: &Plan) -> Option<&'static str> {
    match plan.certificates.ca_source {
        CaSource::Encrypted => Some(say("readme-rollout.passphrase")),
        CaSource::Imported => Some(say("readme-rollout.named-ca")),
        CaSource::Made | CaSource::Elsewhere => None,
    }
}

/// What must be there before anything else; nothing to type.
fn prerequisites(plan: &Plan) -> Step {
    let series = plan.etcd_version;
    let version = match etcd::least_release(series) {
        Some(release) => {
            fill("readme-rollout.least", &[("release", &release), ("series", &series)])
        }
        None => series.to_string(),
    };
    let key = if are_all_here(plan) { "readme-rollout.etcd-here" } else { "readme-rollout.etcd" };
    let text = fill(
        key,
        &[
            ("version", &version),
            ("binary", &plan.install.etcd_binary().as_str()),
            ("client", &ports(plan, Ports::client)),
            ("peer", &ports(plan, Ports::peer)),
        ],
    );
    Step { text, commands: Vec::new() }
}

/// `USER@HOST:PATH` as scp takes it, IPv6 in brackets, which a shell would take for a pattern.
fn copy_target(plan: &Plan, member: &Member, path: &str) -> String {
    let target = format!("{}@{}:{path}", plan.ssh_user, member.address.in_url());
    if target.contains(['[', '*']) { format!("'{target}'") } else { target }
}

/// The client that asks the cluster: a person's, where there is one.
pub(super) fn asking_client(plan: &Plan) -> Option<&Client> {
    let person = |one: &&Client| one.name.as_str() != API_SERVER;
    let mut clients = plan.clients.iter();
    clients.clone().find(person).or_else(|| clients.next())
}

/// What it asks: first who is there and well.
pub(super) const ASKED: [&str; 5] = [
    "etcdctl endpoint health --cluster",
    "etcdctl member list -w table",
    "etcdctl put quorate works",
    "etcdctl get quorate",
    "etcdctl del quorate",
];

fn ask(plan: &Plan) -> Step {
    let Some(client) = asking_client(plan) else {
        return Step::new("readme-rollout.no-client", Vec::new());
    };
    let mut commands = vec![format!(". clients/{}/{}", client.name, layout::CLIENT_ENVIRONMENT)];
    commands.extend(ASKED.map(String::from));
    Step::new("readme-rollout.ask", commands)
}
