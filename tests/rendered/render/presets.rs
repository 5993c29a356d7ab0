//! The files of each preset, read by systemd and by `install.sh`.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use quorate::cluster::{AbsolutePath, Plan, Preset};
use quorate::render::{self, layout};

use super::plans::rendered;
use super::{need, said};
use crate::support::bundle::ClusterRequest;
use crate::support::presets::{combinations, plan_of};

/// Everything of the first member that depends on a preset, and what its clients source, without the
/// comments, which other snapshots hold.
fn files_of(plan: &Plan) -> String {
    let member = plan.members.iter().next().unwrap();
    let directory = format!("members/{}", member.name);
    let mut paths = vec![format!("{directory}/{}", layout::unit(plan, member))];
    paths.extend(layout::settings_file(plan).map(|name| format!("{directory}/{name}")));
    paths.push(format!("{directory}/install.values"));
    paths.push("clients/root/etcdctl.env".to_owned());
    let one = |path: String| {
        let contents = rendered(plan, &path);
        let lines = contents.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        format!("──── {path}\n{}", lines.collect::<Vec<_>>().join("\n"))
    };
    paths.into_iter().map(one).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_files_of_each_preset() {
    for preset in Preset::ALL {
        assert_snapshot!(format!("preset_{preset}"), files_of(&plan_of(preset)));
    }
}

#[test]
fn systemd_has_nothing_to_say_about_any_unit_of_any_preset() {
    if !need("systemd-analyze") {
        return;
    }
    for preset in Preset::ALL {
        let mut plan = plan_of(preset);
        // A missing program is a complaint.
        plan.install = with_program(&plan, "/bin/sh");
        let directory = tempfile::tempdir().unwrap();
        let units: Vec<_> = plan
            .members
            .iter()
            .map(|member| {
                // Members of machines of their own have units of one name.
                let own = directory.path().join(member.name.as_str());
                fs::create_dir(&own).unwrap();
                let name = layout::unit(&plan, member);
                let path = own.join(&name);
                let text = rendered(&plan, &format!("members/{}/{name}", member.name));
                fs::write(&path, text).unwrap();
                path
            })
            .collect();
        for unit in units {
            let mut verify = Command::new("systemd-analyze");
            let said = said(verify.args(["--man=no", "verify"]).arg(&unit));
            assert_eq!(said, (true, String::new()), "{preset}: {}", unit.display());
        }
    }
}

fn with_program(plan: &Plan, program: &str) -> quorate::cluster::Install {
    let install = &plan.install;
    let changed = quorate::cluster::Install::new(
        install.data_directory().clone(),
        install.wal_directory().cloned(),
        install.configuration_directory().clone(),
        program.parse::<AbsolutePath>().unwrap(),
        install.service_user().clone(),
    )
    .unwrap();
    match install.certificate_directory() {
        Some(directory) => changed.with_certificate_directory(directory.clone()).unwrap(),
        None => changed,
    }
}

/// What a member's `PAIRS` and `AUTHORITIES` name is what its settings name, and what gets installed.
#[test]
fn the_pairs_of_every_arrangement_are_installed_as_the_settings_name_them() {
    if !need("openssl") {
        return;
    }
    for (index, (trust, arrangement)) in combinations().into_iter().enumerate() {
        let preset = Preset::ALL[index % Preset::ALL.len()];
        let request = match preset {
            Preset::SingleHost => ClusterRequest::named("lab"),
            _ => ClusterRequest::named("lab").member("one", "10.0.0.1").member("two", "10.0.0.2"),
        };
        let bundle = request
            .preset(preset.as_str())
            .option("--algorithm", "ecdsa-p256")
            .option("--ca", "made")
            .option("--trust", trust.as_str())
            .option("--certificates", arrangement.as_str())
            .generate();
        let plan = fs::read(bundle.directory().join("plan.json")).unwrap();
        let plan = Plan::from_json(&plan).unwrap();
        for member in &plan.members {
            let root = bundle.install(member.name.as_str());
            let install = plan.install_of(member);
            let pki = layout::certificate_directory(&install);
            let mut installed = names_in(&root.path().join(pki.trim_start_matches('/')));
            let settings = layout::settings_file(&plan).map(str::to_owned);
            installed.retain(|name| Some(name) != settings.as_ref());
            let file = settings.unwrap_or_else(|| layout::unit(&plan, member));
            let text = rendered(&plan, &format!("members/{}/{file}", member.name));
            let mut named: Vec<String> = text
                .split(|c: char| c.is_ascii_whitespace() || "=\"".contains(c))
                .filter_map(|word| word.strip_prefix(&format!("{pki}/")))
                .map(str::to_owned)
                .collect();
            named.sort();
            named.dedup();
            assert_eq!(installed, named, "{preset}, {trust}, {arrangement}: {text}");
        }
    }
}

fn names_in(directory: &Path) -> Vec<String> {
    let entries = directory.read_dir().unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn shellcheck_has_nothing_to_say_about_what_clients_source_in_any_preset() {
    if !need("shellcheck") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    for preset in Preset::ALL {
        let path = directory.path().join(preset.as_str());
        let plan = plan_of(preset);
        fs::write(&path, rendered(&plan, "clients/root/etcdctl.env")).unwrap();
        let check = said(Command::new("shellcheck").args(["-s", "sh"]).arg(&path));
        assert_eq!(check, (true, String::new()), "{preset}");
    }
}

#[test]
fn no_two_files_of_any_preset_and_arrangement_have_one_path() {
    for preset in Preset::ALL {
        for (trust, arrangement) in combinations() {
            let mut plan = plan_of(preset);
            (plan.certificates.trust, plan.certificates.arrangement) = (trust, arrangement);
            plan.certificates.ca_source = quorate::cluster::CaSource::Made;
            let mut paths: Vec<_> = quorate::bundle::PlannedBundle::of(&plan)
                .listing()
                .into_iter()
                .map(|(path, _)| path)
                .collect();
            let all = paths.len();
            paths.dedup();
            assert_eq!(paths.len(), all, "{preset}, {trust}, {arrangement}");
            assert!(render::files(&plan).iter().all(|file| paths.contains(&file.path)));
        }
    }
}
