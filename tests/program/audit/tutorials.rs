//! What tutorials leave on a machine, word for word but for the values that their shells filled in.

use crate::audit::Machine;

#[test]
fn settings_in_a_file_with_a_plain_listener_and_restarts_for_ever() {
    let machine = Machine::default()
        .file("/etc/systemd/system/etcd.service", include_str!("fixtures/existing-ca/etcd.service"))
        .file("/etc/etcd/options.env", include_str!("fixtures/existing-ca/options.env"));
    let expected = ["common-token", "no-sandbox", "plain-http-loopback", "restarts-removed-member"];
    assert_eq!(machine.codes("3.5"), expected);
    let (_, rebuilt) = machine.audit("3.5");
    let plan = rebuilt.unwrap().plan;
    assert_eq!(plan.preset, quorate::cluster::Preset::ExistingCa);
    assert_eq!(plan.timing.heartbeat().count(), 800);
    assert!(plan.plain_http_on_loopback);
    assert_eq!(plan.install.data_directory().as_str(), "/opt/etcd/data");
}

#[test]
fn three_units_on_one_machine() {
    let machine = Machine::default()
        .file(
            "/etc/systemd/system/etcd1.service",
            include_str!("fixtures/single-host/etcd1.service"),
        )
        .file(
            "/etc/systemd/system/etcd2.service",
            include_str!("fixtures/single-host/etcd2.service"),
        )
        .file(
            "/etc/systemd/system/etcd3.service",
            include_str!("fixtures/single-host/etcd3.service"),
        );
    let expected = ["common-token", "no-sandbox", "runs-as-root", "start-timeout"];
    assert_eq!(machine.codes("3.5"), expected);
    let (report, rebuilt) = machine.audit("3.5");
    assert_eq!(report.members, 3);
    let plan = rebuilt.unwrap().plan;
    assert_eq!(plan.preset, quorate::cluster::Preset::SingleHost);
    assert_eq!(plan.install.data_directory().as_str(), "/var/lib/{name}");
    assert_eq!(plan.certificates.trust, quorate::cluster::CaLayout::PeerAndClient);
}

#[test]
fn a_unit_whose_shell_never_filled_in_its_variables() {
    let machine = Machine::default().file(
        "/etc/systemd/system/etcd.service",
        include_str!("fixtures/shared-certificate/etcd.service"),
    );
    let codes = machine.codes("3.5");
    for code in ["undefined-variable", "not-notify", "runs-as-root", "common-token", "bad-url"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    assert!(machine.audit("3.5").1.is_err());
}

#[test]
fn command_lines_in_notes() {
    let machine =
        Machine::default().file("/notes.md", include_str!("fixtures/shared-server/commands.md"));
    assert_eq!(machine.codes("3.5"), ["common-token"]);
    let (report, rebuilt) = machine.audit("3.5");
    assert_eq!(report.members, 3);
    let plan = rebuilt.unwrap().plan;
    assert_eq!(plan.members.size().members(), 3);
    assert_eq!(plan.install.certificate_directory().unwrap().as_str(), "/etc/etcd/ssl");
    assert_eq!(plan.unit_form, quorate::cluster::UnitForm::Flags);
}
