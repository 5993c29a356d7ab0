//! A member's settings as its unit gives them to etcd, by the one reader of such files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::bundle::verify::tree::Tree;
use crate::cluster::{Member, Plan, UnitForm};
use crate::config::{self, Disk, Found, Lookup, Setting, Way};
use crate::etcd::Release;
use crate::finding::{Finding, Rule};
use crate::render::layout;

/// The settings of one member.
#[derive(Debug)]
pub(in crate::bundle::verify) struct MemberSettings {
    /// The file that has them in the plan's form, within the bundle.
    pub(super) path: PathBuf,
    /// By flag.
    pub(super) values: BTreeMap<String, Setting>,
    form: UnitForm,
}

/// What was read of one member.
pub(super) struct Read {
    pub(super) settings: MemberSettings,
    /// Whether its unit takes them from where the plan has them, and from nowhere else: etcd refuses or ignores
    /// what is given a second time.
    pub(super) is_only_source: bool,
    /// What stands in the way of settings.
    pub(super) findings: Vec<Finding>,
}

impl MemberSettings {
    /// Reads what starts a member; `None` where the plan's file of settings isn't there.
    pub(super) fn read(
        tree: &Tree,
        plan: &Plan,
        member: &Member,
        release: Release,
    ) -> Option<Read> {
        let directory = Path::new("members").join(member.name.as_str());
        let unit = directory.join(layout::unit(plan, member));
        let path = layout::settings_file(plan).map_or(unit.clone(), |name| directory.join(name));
        let disk = Beside { tree, directory: &directory };
        let start = |path: &Path| -> Option<(config::Member, Vec<Finding>)> {
            let (name, found) = disk.at(path)?;
            let files = [(name, found)];
            let (members, mut findings) = config::members(&files, &disk, release);
            // Both are told by where its settings come from.
            findings.retain(|finding| {
                !matches!(finding.rule, Rule::NoMemberFound | Rule::SettingsFileMissing)
            });
            members.into_iter().next().map(|member| (member, findings))
        };
        tree.file(&path)?;
        let own = path.to_string_lossy();
        let started = start(&unit);
        let has_unit = tree.file(&unit).is_some();
        let comes_from = |member: &config::Member| {
            let here = member.settings.values().all(|setting| setting.path == own);
            let names = member.settings_file.as_deref().map(|file| disk.place(file));
            let expected = (plan.unit_form != UnitForm::Flags).then(|| path.clone());
            here && member.form == plan.unit_form && names == expected
        };
        let is_only_source =
            !has_unit || started.as_ref().is_some_and(|(member, _)| comes_from(member));
        // Where the unit leads elsewhere, the plan's file is judged all the same.
        let started = started
            .filter(|(member, _)| member.settings.values().any(|setting| setting.path == own));
        let (values, findings) = match started.or_else(|| start(&path)) {
            Some((member, findings)) => (member.settings, findings),
            None => (BTreeMap::new(), Vec::new()),
        };
        let settings = Self { path, values, form: plan.unit_form };
        Some(Read { settings, is_only_source, findings })
    }

    /// A setting as its form writes it.
    pub(super) fn shown(&self, flag: &str) -> String {
        Way::from(self.form).shown(flag)
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
