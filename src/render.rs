//! Rendering: the plan in, files out. One module a format; none touches a disk, a clock or a key.
//!
//! Text that an operator typed reaches a file only through one of the types in [`quote`].

pub mod by_hand;
pub mod cfssl;
mod client;
mod config_file;
mod environment;
mod haproxy;
pub mod layout;
pub mod quote;
mod readme;
mod rollout;
mod script;
mod settings;
pub mod trial;
mod unit;

use std::path::PathBuf;

use crate::cluster::{KeyOrigin, Member, Plan, UnitForm};
use crate::text::{Language, wrap};

pub use rollout::next_commands;
pub use script::request;

/// The mode of a file that is read.
const MODE_DATA: u32 = 0o644;
/// The mode of a file that is run.
const MODE_PROGRAM: u32 = 0o755;

/// One file of a bundle, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedFile {
    /// Where it goes, relative to the bundle.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
    /// What is in it; ends with a newline.
    pub contents: String,
}

impl RenderedFile {
    fn data(path: String, contents: String) -> Self {
        Self { path: path.into(), mode: MODE_DATA, contents }
    }

    fn program(path: String, contents: String) -> Self {
        Self { path: path.into(), mode: MODE_PROGRAM, contents }
    }
}

/// Returns every file of a plan's bundle that holds no certificate or key: `README.txt`, then the
/// settings file, unit, script and values of each member, then `etcdctl.env` of each client, then the
/// load balancer's `haproxy.cfg` where the plan has one.
pub fn files(plan: &Plan) -> Vec<RenderedFile> {
    let mut files = vec![RenderedFile::data("README.txt".into(), readme::render(plan))];
    for member in &plan.members {
        let path = |name: &str| format!("members/{}/{name}", member.name);
        files.extend(service_files(plan, member));
        files.extend([
            RenderedFile::program(path(layout::SCRIPT), script::INSTALL.to_owned()),
            RenderedFile::data(path(layout::VALUES), script::values(plan, member)),
        ]);
        if plan.certificates.member_keys == KeyOrigin::Member {
            files.push(request(member));
        }
        if plan.further_files.trials {
            files.extend(trial::files(plan, member));
        }
    }
    for client in &plan.clients {
        let path = format!("clients/{}/{}", client.name, layout::CLIENT_ENVIRONMENT);
        files.push(RenderedFile::data(path, client::render(plan, client)));
    }
    if let Some(balancer) = &plan.load_balancer {
        files.push(RenderedFile::data(haproxy::PATH.into(), haproxy::render(plan, balancer)));
    }
    files
}

/// Returns what a member's service is started by: its settings where they have a file of their own, and its unit.
pub fn service_files(plan: &Plan, member: &Member) -> Vec<RenderedFile> {
    let file = |name: &str, render: &dyn Fn(&Plan, &Member) -> String| {
        let contents = in_english(|| render(plan, member));
        RenderedFile::data(format!("members/{}/{name}", member.name), contents)
    };
    let settings = layout::settings_file(plan).map(|name| match plan.unit_form {
        UnitForm::ConfigFile => file(name, &config_file::render),
        _ => file(name, &environment::render),
    });
    let unit = file(&layout::unit(plan, member), &unit::render);
    settings.into_iter().chain([unit]).collect()
}

/// Comments of units and settings are for whoever repairs a member at night, next to etcd's own English.
fn in_english(render: impl FnOnce() -> String) -> String {
    Language::English.speaking(render)
}

/// A reason as lines of a comment, each of at most about 100 columns.
fn comment(why: &str, indent: &str) -> Vec<String> {
    wrap(why, 98).into_iter().map(|line| format!("{indent}# {line}")).collect()
}

/// Why the lines of a member's unit and settings are as they are, in the language of the thread: what their comments
/// say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// By the key of a directive.
    pub directives: Vec<(&'static str, String)>,
    /// By the flag of a setting, without dashes.
    pub settings: Vec<(&'static str, String)>,
}

/// Returns the reasons of a member's unit and settings.
pub fn reasons(plan: &Plan, member: &Member) -> Reasons {
    let groups = settings::groups(plan, member).into_iter();
    let settings = groups.flat_map(|group| {
        let why = group.why;
        group.settings.into_iter().map(move |one| (one.flag, why.clone()))
    });
    Reasons { directives: unit::reasons(plan, member), settings: settings.collect() }
}

/// The settings of a member, by etcd's flags without the dashes: what its files say, whatever their form.
pub(crate) fn member_settings(plan: &Plan, member: &Member) -> Vec<(&'static str, String)> {
    let groups = settings::groups(plan, member).into_iter();
    let all = groups.flat_map(|group| group.settings);
    all.map(|setting| (setting.flag, setting.value.text())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    #[test]
    fn a_plan_of_three_renders_four_files_a_member_one_a_client_and_the_readme() {
        let listed: Vec<String> = files(&three_members())
            .iter()
            .map(|file| format!("{:o} {}", file.mode, file.path.display()))
            .collect();
        assert_eq!(
            listed,
            [
                "644 README.txt",
                "644 members/etcd-1/etcd.env",
                "644 members/etcd-1/etcd.service",
                "755 members/etcd-1/install.sh",
                "644 members/etcd-1/install.values",
                "644 members/etcd-2/etcd.env",
                "644 members/etcd-2/etcd.service",
                "755 members/etcd-2/install.sh",
                "644 members/etcd-2/install.values",
                "644 members/etcd-3/etcd.env",
                "644 members/etcd-3/etcd.service",
                "755 members/etcd-3/install.sh",
                "644 members/etcd-3/install.values",
                "644 clients/root/etcdctl.env",
                "644 clients/kube-apiserver-etcd-client/etcdctl.env",
            ]
        );
    }

    #[test]
    fn a_member_gets_the_settings_file_that_its_unit_reads_and_no_other() {
        let mut plan = three_members();
        for (form, expected) in [
            (UnitForm::EnvironmentFile, vec!["etcd.env", "etcd.service"]),
            (UnitForm::Flags, vec!["etcd.service"]),
            (UnitForm::ConfigFile, vec!["etcd.conf.yml", "etcd.service"]),
        ] {
            plan.unit_form = form;
            let files = files(&plan);
            let names =
                files.iter().filter_map(|file| file.path.strip_prefix("members/etcd-2").ok());
            let names: Vec<_> = names.filter_map(|name| name.to_str()).collect();
            assert_eq!(names, [expected, vec!["install.sh", "install.values"]].concat(), "{form}");
        }
    }

    #[test]
    fn every_file_is_plain_lines_of_text() {
        let plans = UnitForm::ALL.map(|unit_form| Plan { unit_form, ..three_members() });
        for file in plans.iter().flat_map(files) {
            let path = file.path.display();
            assert!(file.contents.ends_with('\n'), "{path}");
            assert!(!file.contents.contains(['\r', '\t', '\0']), "{path}");
            for line in file.contents.lines() {
                assert!(!line.ends_with(' '), "{path}: blank at the end of {line:?}");
                // A backslash at the end joins lines, for systemd even in a comment.
                assert!(!(line.starts_with('#') && line.ends_with('\\')), "{path}: {line}");
            }
        }
    }
}
