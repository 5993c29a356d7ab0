//! A member's settings as its unit gives them to etcd, by the one reader of such files.

use std::path::{Path, PathBuf};

use crate::bundle::verify::VerifyReport;
use crate::bundle::verify::tree::Tree;
use crate::cluster::{Member, Plan, UnitForm};
use crate::config::{self, Disk, Found, Installation, Lookup, Setting};
use crate::etcd::Release;
use crate::finding::rules::bundle::{NoSettings, WrongCommand};
use crate::finding::{Finding, Rule};
use crate::render::layout;

/// The settings of one member.
#[derive(Debug)]
pub(in crate::bundle::verify) struct MemberSettings {
    /// The member as the plan has it.
    pub(in crate::bundle::verify) member: Member,
    /// The file that has them in the plan's form, within the bundle.
    pub(super) path: PathBuf,
    /// The member as it would be started.
    pub(super) started: config::Member,
}

impl MemberSettings {
    /// Reads what starts a member, and says what stands in the way; `None` where the plan's file of settings isn't
    /// there.
    pub(super) fn read(
        tree: &Tree,
        plan: &Plan,
        member: &Member,
        release: Release,
        report: &mut VerifyReport,
    ) -> Option<Self> {
        let directory = Path::new("members").join(member.name.as_str());
        let unit = directory.join(layout::unit(plan, member));
        let settings_file = layout::settings_file(plan);
        let path = settings_file.map_or_else(|| unit.clone(), |name| directory.join(name));
        if tree.file(&path).is_none() {
            report.add(path, NoSettings {});
            return None;
        }
        let disk = Beside { tree, directory: &directory };
        let start = |path: &Path| -> Option<(config::Member, Vec<Finding>)> {
            let (name, found) = disk.at(path)?;
            let files = [(name, found)];
            let Installation { members, mut findings, .. } =
                config::installation(&files, &disk, release);
            // Both are told by where its settings come from.
            findings.retain(|finding| {
                !matches!(finding.rule, Rule::NoMemberFound | Rule::SettingsFileMissing)
            });
            members.into_iter().next().map(|member| (member, findings))
        };
        let own = path.to_string_lossy();
        let is_own = |setting: &Setting| setting.path == own;
        let started = start(&unit);
        // From where the plan has them, and from nowhere else: etcd refuses or ignores what is given a second time.
        let is_as_planned = |(member, _): &(config::Member, Vec<Finding>)| {
            let names = member.settings_file.as_deref().map(|file| disk.place(file));
            let expected = (plan.unit_form != UnitForm::Flags).then(|| path.clone());
            let is_only_source = member.settings.values().all(is_own);
            is_only_source && member.form == plan.unit_form && names == expected
        };
        if tree.file(&unit).is_some() && !started.as_ref().is_some_and(is_as_planned) {
            let expected = settings_file.unwrap_or("its own flags").to_owned();
            report.add(&unit, WrongCommand { expected });
        }
        // Where the unit leads elsewhere, the plan's file is judged all the same.
        let started = started.filter(|(member, _)| member.settings.values().any(is_own));
        let (started, findings) = started.or_else(|| start(&path)).unwrap_or_default();
        report.findings.extend(findings);
        let started = config::Member { form: plan.unit_form, ..started };
        Some(Self { member: member.clone(), path, started })
    }
}

/// The files of a member's directory, by the last part of the path that they are to be installed at.
struct Beside<'a> {
    tree: &'a Tree,
    directory: &'a Path,
}

impl Beside<'_> {
    fn place(&self, path: &str) -> PathBuf {
        self.directory.join(Path::new(path).file_name().unwrap_or_default())
    }

    fn at(&self, path: &Path) -> Option<(String, Found)> {
        let bytes = self.tree.file(path)?.bytes.clone();
        Some((path.to_string_lossy().into_owned(), Found { bytes, owner: None }))
    }
}

impl Disk for Beside<'_> {
    fn file(&self, _: &str, path: &str) -> Lookup {
        self.at(&self.place(path))
            .map_or(Lookup::Missing, |(path, found)| Lookup::Found(path, found))
    }
}
