//! What runs, beside the files that it is started from.

use std::collections::BTreeSet;

use super::AuditReport;
use crate::config::{Member, Origin};
use crate::finding::rules::machine::RunsOtherwise;

/// Takes the processes out whose files are here, and says where they differ: what is in the files is judged, and counts
/// from the next start on. Their files get the release that runs.
pub(super) fn held_against_files(members: &mut Vec<Member>, report: &mut AuditReport) {
    let (processes, mut files): (Vec<Member>, Vec<Member>) =
        members.drain(..).partition(|member| member.origin == Origin::Process);
    let mut alone = Vec::new();
    // One of each is the same member, whatever its name.
    let only = (files.len() == 1 && processes.len() == 1).then_some(0);
    for process in processes {
        let is_same = |file: &Member| {
            file.name() == process.name() && host(&file.path) == host(&process.path)
        };
        let same = files.iter().position(is_same);
        let Some(file) = same.or(only).and_then(|index| files.get_mut(index)) else {
            alone.push(process);
            continue;
        };
        file.release = process.release.or(file.release);
        file.go = process.go.or(file.go);
        differences(file, &process, report);
    }
    files.append(&mut alone);
    *members = files;
}

/// The machine that a path is on: of others it stands in front (`HOST:/PATH`).
fn host(path: &str) -> &str {
    path.split_once(":/").map_or("", |(host, _)| host)
}

fn differences(file: &Member, process: &Member, report: &mut AuditReport) {
    let flags: BTreeSet<&String> = file.settings.keys().chain(process.settings.keys()).collect();
    for flag in flags {
        let is_open = file.settings.get(flag).is_some_and(|setting| setting.open);
        let [stands, runs] =
            [file, process].map(|one| one.value(flag).unwrap_or("unset").to_owned());
        if !is_open && stands != runs {
            let (setting, number) = (file.shown(flag), process.number());
            let finding = RunsOtherwise { setting, stands, runs, process: number };
            report.add(file.place(flag), finding);
        }
    }
}
