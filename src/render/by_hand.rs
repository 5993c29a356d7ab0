//! What a plan's files and scripts do, as commands to read and to type: settings as flags, asking the cluster, and
//! installing a member.

use std::fmt::Write as _;

use super::quote::ShellWord;
use super::settings::{self, Setting};
use super::{config_file, environment, layout, rollout, service_files};
use crate::cluster::{LeafFiles, Member, Plan, UnitForm};
use crate::text::{fill, say, wrap};

/// The columns of a line, so that it stands in a panel as it is.
const WIDTH: u16 = 58;

/// The settings by which members find each other at the first start.
const MEMBERSHIP: [&str; 5] = [
    "name",
    "initial-advertise-peer-urls",
    "initial-cluster",
    "initial-cluster-state",
    "initial-cluster-token",
];
/// Those that the hardware decides.
const HARDWARE: [&str; 2] = ["quota-backend-bytes", "snapshot-count"];

/// A sentence as lines of a shell's comment.
pub fn comment(text: &str) -> String {
    format!("# {}\n", wrap(text, WIDTH - 2).join("\n# "))
}

/// A command, gone on with on the next line where it gets long. Each word may be several that belong together; empty
/// ones are left out.
pub fn command(words: &[String]) -> String {
    let mut text = String::new();
    let mut used = 0;
    for word in words.iter().filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        if text.is_empty() {
            used = width;
        } else if used + 1 + width + " \\".len() <= usize::from(WIDTH) {
            text.push(' ');
            used += 1 + width;
        } else {
            text.push_str(" \\\n    ");
            used = 4 + width;
        }
        text.push_str(word);
    }
    text.push('\n');
    text
}

/// How members find each other: the flags of one of them that follow from all.
pub fn membership(plan: &Plan, member: &Member) -> String {
    comment(&fill("by-hand-members", &[("name", &member.name)])) + &flags(plan, member, &MEMBERSHIP)
}

/// The settings that the hardware decides, as flags, and as the plan's own form has them.
pub fn tuning(plan: &Plan, member: &Member) -> String {
    let mut text = comment(say("by-hand-hardware")) + &flags(plan, member, &HARDWARE);
    let install = plan.install_of(member);
    if let Some(path) = layout::settings_path(plan, &install) {
        text += &comment(&fill("by-hand-settings", &[("path", &path)]));
        for setting in chosen(plan, member, &HARDWARE) {
            let line = match plan.unit_form {
                UnitForm::ConfigFile => config_file::line(&setting),
                _ => environment::line(&setting),
            };
            text += &to_read(&line);
        }
    }
    text
}

/// Asking the cluster, with the certificate of a client.
pub fn asking(plan: &Plan) -> String {
    let Some(client) = rollout::asking_client(plan) else { return String::new() };
    let files = layout::client_files(plan);
    let urls: Vec<String> = plan.members.iter().map(|member| plan.client_url(member)).collect();
    let path = |name: &str| format!("clients/{}/{name}", client.name);
    let mut text = comment(&fill("by-hand-ask", &[("name", &client.name)]));
    if plan.etcd_version.has_etcdctl_api_variable() {
        text.push_str("export ETCDCTL_API=3\n");
    }
    for (name, value) in [
        ("ENDPOINTS", urls.join(",")),
        ("CACERT", path(&files.authority)),
        ("CERT", path(&files.own.certificate)),
        ("KEY", path(&files.own.key)),
    ] {
        let _ = writeln!(text, "export ETCDCTL_{name}={}", word(&value));
    }
    for line in rollout::ASKED.iter().take(2) {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// What `install.sh` does on a member that has nothing yet, and the start.
pub fn installation(plan: &Plan, member: &Member) -> String {
    let install = &plan.install_of(member);
    let files = layout::member_files(plan, member);
    let user = install.service_user().as_str();
    let owner = format!("-o {user} -g {user}");
    let mut text = String::new();
    let is_here = rollout::is_here(plan, member);
    if !is_here {
        text += &comment(say("by-hand-copy"));
        let _ = writeln!(text, "{}", rollout::copy(plan, member));
    }
    let key = if is_here { "by-hand-install.here" } else { "by-hand-install" };
    text += &comment(&fill(key, &[("name", &member.name), ("user", &plan.ssh_user)]));
    let _ = writeln!(text, "groupadd --system {user}");
    text += &command(&[
        "useradd --system".into(),
        format!("--gid {user}"),
        "--home-dir /nonexistent".into(),
        "--no-create-home".into(),
        "--shell /usr/sbin/nologin".into(),
        user.into(),
    ]);
    let pki = layout::certificate_directory(install);
    let configuration = install.configuration_directory().as_str();
    if pki != configuration {
        text += &directory("-m 755", configuration);
    }
    text += &directory(&format!("-m 750 -g {user}"), &pki);
    text += &directory(&format!("-m 700 {owner}"), install.data_directory().as_str());
    if let Some(wal) = install.wal_directory() {
        text += &directory(&format!("-m 700 {owner}"), wal.as_str());
    }
    text += &comment(say("by-hand-keys"));
    let mut pairs: Vec<&LeafFiles> = vec![&files.server, &files.peer];
    pairs.extend(&files.gateway);
    pairs.dedup();
    let mut public = vec!["install -m 644".to_owned()];
    public.extend(files.authorities().into_iter().map(in_pki));
    public.extend(pairs.iter().map(|pair| in_pki(&pair.certificate)));
    let mut keys = vec![format!("install -m 600 {owner}")];
    keys.extend(pairs.iter().map(|pair| in_pki(&pair.key)));
    for mut words in [public, keys] {
        words.push(ShellWord(&pki).to_string());
        text += &command(&words);
    }
    let settings = layout::settings_path(plan, install);
    let unit = format!("{}/{}", layout::UNIT_DIRECTORY, layout::unit(plan, member));
    let files = service_files(plan, member);
    for (path, one) in settings.into_iter().chain([unit]).zip(files) {
        text += &file(&path, &one.contents);
    }
    text += &comment(say("by-hand-start"));
    let _ = writeln!(text, "systemctl daemon-reload\n{}", rollout::start(plan, member));
    text
}

/// The certificates that others sign, or for keys that members make: by the scripts of the bundle.
pub fn signing(plan: &Plan) -> String {
    let step = |one: rollout::Step| comment(&one.text) + &one.commands.join("\n") + "\n";
    rollout::certificates(plan).into_iter().map(step).collect()
}

fn in_pki(name: &str) -> String {
    format!("{}/{name}", layout::PKI)
}

fn directory(options: &str, path: &str) -> String {
    command(&["install -d".into(), options.into(), ShellWord(path).to_string()])
}

/// Writes a file without its comments, for everyone to read.
fn file(path: &str, contents: &str) -> String {
    let told = |line: &&str| !line.is_empty() && !line.trim_start().starts_with('#');
    let lines: Vec<&str> = contents.lines().filter(told).collect();
    let path = ShellWord(path);
    format!("cat >{path} <<'END'\n{}\nEND\nchmod 644 {path}\n", lines.join("\n"))
}

/// The settings of a member by the names of their flags.
fn chosen(plan: &Plan, member: &Member, names: &[&str]) -> Vec<Setting> {
    let all = settings::groups(plan, member).into_iter().flat_map(|group| group.settings);
    all.filter(|setting| names.contains(&setting.flag)).collect()
}

fn flags(plan: &Plan, member: &Member, names: &[&str]) -> String {
    let flag = |one: Setting| to_read(&format!("--{}={}", one.flag, ShellWord(&one.value.text())));
    chosen(plan, member, names).into_iter().map(flag).collect()
}

/// Lines that do nothing alone, and so are comments; divided behind commas where they are long.
fn to_read(text: &str) -> String {
    let is_long = text.len() + "#   ".len() > usize::from(WIDTH);
    let text = if is_long { text.replace(',', ",\n    ") } else { text.to_owned() };
    format!("#   {}\n", text.trim_end().replace('\n', "\n#   "))
}

/// A word of a shell, gone on with on the next line behind its commas where it is long.
fn word(value: &str) -> String {
    let word = ShellWord(value).to_string();
    if word == value && word.len() > usize::from(WIDTH) / 2 {
        // A shell drops both characters, where nothing is quoted.
        return word.replace(',', ",\\\n");
    }
    word
}
