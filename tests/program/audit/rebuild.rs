//! The way back: from what is installed to the plan that it came from.

use std::path::Path;
use std::process::{Command, Output};

use quorate::cluster::{CertificateLayout, Clients, Plan, Preset, UnitForm};
use tempfile::TempDir;

use crate::support::bundle::{ClusterRequest, InstalledRoot, quorate};
use crate::support::process::run;
use crate::support::skip_without;

fn plan(path: &Path) -> Plan {
    Plan::from_json(&std::fs::read(path).unwrap()).unwrap()
}

/// A plan without what no file of a member tells.
fn seen(plan: Plan) -> Plan {
    Plan { clients: Clients::default(), ..plan }
}

fn audit(paths: &[&Path], more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quorate"))
        .arg("audit")
        .args(paths)
        .args(more)
        .output()
        .unwrap()
}

fn three() -> ClusterRequest {
    ClusterRequest::named("production")
        .member_with_names("etcd-1", "10.0.0.1", &["etcd-1.example.com", "one.example.com"])
        .member_with_names("etcd-2", "10.0.0.2", &["etcd-2.example.com"])
        .member_with_names("etcd-3", "fd00::3", &["etcd-3.example.com"])
        .option("--organization", "Example, Inc.")
        .option("--algorithm", "ed25519")
}

#[test]
fn an_installed_cluster_of_any_form_is_sound_and_becomes_its_plan_again() {
    skip_without!("sh", "openssl");
    for form in UnitForm::ALL {
        let bundle = three()
            .option("--unit-form", form.as_str())
            .option("--data-dir", "/srv/et cd/50% $HOME")
            .option("--wal-dir", "/var/lib/etcd-wal")
            .option("--heartbeat", "200")
            .option("--election", "3000")
            .option("--tier", "custom")
            .option("--quota", "3000")
            .option("--snapshot-count", "20000")
            .option("--memory", "12")
            .option("--iops", "50")
            .option("--leaf-days", "90")
            .generate();
        let roots: Vec<_> = bundle.member_names().iter().map(|name| bundle.install(name)).collect();
        let roots: Vec<&Path> = roots.iter().map(InstalledRoot::path).collect();
        let scratch = TempDir::new().unwrap();
        let file = scratch.path().join("plan.json");
        let out = audit(&roots, &["--fail-on", "warning", "--write-plan", file.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&out.stdout);
        assert_eq!(out.status.code(), Some(0), "{form}: {said}");
        assert!(said.contains("3 members and 6 certificates"), "{said}");
        // Memory and disk can't be seen: the quota is carried over, and a guess stands for the rest.
        let mut expected = seen(plan(&bundle.directory().join("plan.json")));
        let found = plan(&file);
        let version = expected.etcd_version;
        let quota = |plan: &Plan| plan.hardware.figures(version).quota_megabytes;
        assert_eq!(quota(&found), quota(&expected));
        expected.hardware = found.hardware;
        expected.timing = quorate::cluster::Timing::new(
            found.timing.round_trip(),
            expected.timing.heartbeat(),
            expected.timing.election(),
        )
        .unwrap();
        assert_eq!(found, expected, "{form}");
        let mut generate = quorate();
        generate
            .args(["generate", "--plan"])
            .arg(&file)
            .arg("--out")
            .arg(scratch.path().join("new"));
        run(&mut generate).success();
    }
}

#[test]
fn a_bundle_of_any_preset_and_trust_is_sound_and_becomes_its_plan_again() {
    skip_without!("openssl");
    for preset in Preset::ALL {
        for trust in ["one", "peer-and-client", "separate", "intermediate"] {
            let is_shared = preset == Preset::SharedCertificate || preset == Preset::ExistingCa;
            if is_shared && trust != "one" && trust != "intermediate" {
                continue;
            }
            let request = match preset {
                Preset::SingleHost => ClusterRequest::named("lab"),
                _ => three(),
            };
            let request = request.option("--preset", preset.as_str()).option("--trust", trust);
            let bundle = request.option("--ca", "made").generate();
            let file = bundle.directory().with_file_name("again.json");
            let out =
                audit(&[bundle.directory()], &["--write-plan", file.to_str().unwrap(), "--json"]);
            let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
            let mut expected = seen(plan(&bundle.directory().join("plan.json")));
            let codes: Vec<&str> = report["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|finding| finding["code"].as_str().unwrap())
                .collect();
            // What a plan of this arrangement is advised of as well.
            let advised: &[&str] = match expected.certificates.arrangement {
                CertificateLayout::ServerAndPeer | CertificateLayout::PerMember => &[],
                CertificateLayout::SharedServer => &["shared-server-key"],
                CertificateLayout::Shared => &["shared-key"],
            };
            assert_eq!(codes, advised, "{preset} {trust}");
            let mut found = plan(&file);
            if preset == Preset::SharedCertificate {
                // One certificate for all: whose the other names are is lost, none of them is.
                for plan in [&mut expected, &mut found] {
                    plan.certificates.server_sans.clear();
                    plan.members = plan_members_without_names(plan);
                }
            }
            expected.hardware = found.hardware;
            expected.further_files = found.further_files;
            assert_eq!(found, expected, "{preset} {trust}");
        }
    }
}

fn plan_members_without_names(plan: &Plan) -> quorate::cluster::Members {
    let members = plan.members.iter().cloned();
    let bare = members.map(|member| quorate::cluster::Member { dns_names: Vec::new(), ..member });
    quorate::cluster::Members::new(bare.collect()).unwrap()
}

#[test]
fn exit_codes_and_places_are_those_of_every_command() {
    let scratch = TempDir::new().unwrap();
    let unit = scratch.path().join("etc/systemd/system/etcd.service");
    std::fs::create_dir_all(unit.parent().unwrap()).unwrap();
    std::fs::write(&unit, "[Service]\nType=notify\nExecStart=/usr/bin/etcd \\\n  --nane\u{1b}=a\n")
        .unwrap();
    let out = audit(&[&unit], &[]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(said.contains("etcd.service:4\n  error: etcd has no flag `--nane\\x1B`"), "{said}");
    assert!(said.contains("audited for etcd 3.6, because no --etcd-version is given"), "{said}");
    std::fs::write(&unit, "[Service]\nType=notify\nExecStart=/usr/bin/etcd --name a\n").unwrap();
    assert_eq!(audit(&[&unit], &[]).status.code(), Some(0));
    assert_eq!(audit(&[&unit], &["--fail-on", "warning"]).status.code(), Some(1));
    assert_eq!(audit(&[&unit], &["--etcd-version", "3.3"]).status.code(), Some(2));
    assert_eq!(audit(&[&unit], &["--go", "1.x"]).status.code(), Some(2));
    assert_eq!(audit(&[&scratch.path().join("none")], &[]).status.code(), Some(2));
    // Never over a file that is there.
    let taken = audit(&[&unit], &["--write-plan", unit.to_str().unwrap()]);
    assert_ne!(taken.status.code(), Some(0));
    assert!(std::fs::read_to_string(&unit).unwrap().starts_with("[Service]"));
}

#[test]
fn a_root_stands_before_the_paths_that_units_name() {
    let scratch = TempDir::new().unwrap();
    let unit = scratch.path().join("copy.service");
    std::fs::write(
        &unit,
        "[Service]\nEnvironmentFile=/etc/default/etcd\nExecStart=/usr/bin/etcd\n",
    )
    .unwrap();
    let root = scratch.path().join("root");
    std::fs::create_dir_all(root.join("etc/default")).unwrap();
    std::fs::write(root.join("etc/default/etcd"), "ETCD_QUOTA_BACKEND_BYTES=8G\n").unwrap();
    let out = audit(&[&unit], &["--root", root.to_str().unwrap()]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.contains("root/etc/default/etcd:1\n  error: `ETCD_QUOTA_BACKEND_BYTES` is `8G`"),
        "{said}"
    );
}
