//! The page's part on failures: what etcd says, what it means, and what helps.

use super::Page;
use crate::cluster::{Plan, Ports, UnitForm};
use crate::render::quote::ShellWord;
use crate::render::rollout;
use crate::text::{fill, say};

/// What makes room in a full database, with etcdctl 3.4 and later: history goes, then the holes it leaves,
/// one member after the other, then the alarm.
const SPACE: [&str; 5] = [
    "revision=$(etcdctl endpoint status -w json |",
    "  sed 's/.*\"revision\":\\([0-9]*\\).*/\\1/')",
    "etcdctl compact $revision",
    "etcdctl defrag --cluster --command-timeout=60s",
    "etcdctl alarm disarm",
];

/// What goes wrong most often, by the words that are seen of it.
pub(super) fn failures(page: &mut Page, plan: &Plan) {
    let user = plan.install.service_user();
    let peer = rollout::ports(plan, Ports::peer);
    let service = plan.members.iter().next().map(|one| plan.service_of(one));
    let service = service.unwrap_or_default();
    page.heading(say("readme-failures"));
    page.paragraph(&fill("readme-failures.look", &[("service", &service)]));
    let setting = match plan.unit_form {
        UnitForm::EnvironmentFile => "ETCD_INITIAL_CLUSTER_STATE=existing",
        UnitForm::Flags => "--initial-cluster-state=existing",
        UnitForm::ConfigFile => "`initial-cluster-state: existing`",
    };
    let shadowed = "conflicting environment variable is shadowed";
    let hangs = fill("readme-failures.hangs", &[("service", &service)]);
    let known: [(&str, String); 10] = [
        (&hangs, fill("readme-failures.waits", &[("peer", &peer)])),
        ("request cluster ID mismatch", say("readme-failures.cluster-id").into()),
        (
            "member ... has already been bootstrapped",
            fill("readme-failures.bootstrapped", &[("setting", &setting)]),
        ),
        ("certificate has expired or is not yet valid", say("readme-failures.time").into()),
        ("certificate is valid for B, not A", say("readme-failures.san").into()),
        ("certificate signed by unknown authority", say("readme-failures.authority").into()),
        ("bind: cannot assign requested address", say("readme-failures.bind").into()),
        ("bind: address already in use", say("readme-failures.in-use").into()),
        ("permission denied", fill("readme-failures.permission", &[("user", user)])),
        match plan.unit_form {
            UnitForm::EnvironmentFile => (shadowed, say("readme-failures.shadowed").into()),
            UnitForm::Flags => (shadowed, say("readme-failures.shadowed-flags").into()),
            UnitForm::ConfigFile => {
                (say("readme-failures.effectless"), say("readme-failures.no-effect").into())
            }
        },
    ];
    for (message, remedy) in known {
        page.line("");
        page.line(&format!("  {message}"));
        page.wrapped("      ", "      ", &remedy);
    }
    page.line("");
    page.line("  mvcc: database space exceeded");
    page.wrapped("      ", "      ", say("readme-failures.space"));
    page.line("");
    for command in SPACE {
        page.command(command);
    }
    page.paragraph(say("readme-failures.empty"));
    page.line("");
    let mut directories: Vec<String> = Vec::new();
    for member in &plan.members {
        let install = plan.install_of(member);
        for directory in [Some(install.data_directory()), install.wal_directory()] {
            let command = directory
                .map(|path| format!("find {} -mindepth 1 -delete", ShellWord(path.as_str())));
            directories.extend(command.filter(|command| !directories.contains(command)));
        }
    }
    for command in directories {
        page.command(&command);
    }
}
