//! Every rendered file as it is, and read back by its real reader: systemd, sh, shellcheck, etcd.

#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod support;

#[path = "render/certificates.rs"]
mod certificates;
#[path = "render/client.rs"]
mod client;
#[path = "render/environment.rs"]
mod environment;
#[path = "render/forms.rs"]
mod forms;
#[path = "render/install.rs"]
mod install;
#[path = "render/install_checks.rs"]
mod install_checks;
#[path = "render/install_for_real.rs"]
mod install_for_real;
#[path = "render/layouts.rs"]
mod layouts;
#[path = "render/plans.rs"]
mod plans;
#[path = "render/presets.rs"]
mod presets;
#[path = "render/readme.rs"]
mod readme;
#[path = "render/request.rs"]
mod request;
#[path = "render/trial.rs"]
mod trial;
#[path = "render/unit.rs"]
mod unit;

use std::process::{Command, Output};

use insta::assert_snapshot;
use plans::{in_form, ipv6, odd_paths, rendered, three_members};
use quorate::cluster::UnitForm;
use support::needs::need;

/// What a program said, both ways, and whether it was content.
#[track_caller]
fn said(command: &mut Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.success(), text)
}

/// Words that mean something to one of the readers.
const HOSTILE: [&str; 14] = [
    "a b",
    "100%",
    "%n",
    "$HOME",
    "${HOME}",
    "`id`",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "* ?[a]",
    "#;&|<>",
    "é\u{4e2d}",
    "end\\",
    "~-=!",
];

#[test]
fn the_files_of_three_members() {
    let plan = three_members();
    assert_snapshot!("unit", rendered(&plan, "members/etcd-1/etcd.service"));
    assert_snapshot!("environment", rendered(&plan, "members/etcd-1/etcd.env"));
    assert_snapshot!("values", rendered(&plan, "members/etcd-1/install.values"));
    assert_snapshot!("client", rendered(&plan, "clients/root/etcdctl.env"));
    assert_snapshot!("readme", rendered(&plan, "README.txt"));
}

#[test]
fn the_files_of_ipv6_members_on_an_old_etcd() {
    let plan = ipv6();
    assert_snapshot!("ipv6_environment", rendered(&plan, "members/etcd-1/etcd.env"));
    assert_snapshot!("ipv6_values", rendered(&plan, "members/etcd-1/install.values"));
    assert_snapshot!("ipv6_client", rendered(&plan, "clients/root/etcdctl.env"));
    assert_snapshot!("ipv6_readme", rendered(&plan, "README.txt"));
}

#[test]
fn the_files_of_odd_paths_and_a_wal_directory() {
    let plan = odd_paths();
    assert_snapshot!("odd_unit", rendered(&plan, "members/etcd-1/etcd.service"));
    assert_snapshot!("odd_environment", rendered(&plan, "members/etcd-1/etcd.env"));
    assert_snapshot!("odd_values", rendered(&plan, "members/etcd-1/install.values"));
    assert_snapshot!("odd_readme", rendered(&plan, "README.txt"));
}

#[test]
fn the_files_of_the_other_two_forms() {
    let flags = in_form(UnitForm::Flags, &three_members());
    assert_snapshot!("flags_unit", rendered(&flags, "members/etcd-1/etcd.service"));
    assert_snapshot!("flags_readme", rendered(&flags, "README.txt"));
    let config = in_form(UnitForm::ConfigFile, &three_members());
    assert_snapshot!("config_unit", rendered(&config, "members/etcd-1/etcd.service"));
    assert_snapshot!("config_file", rendered(&config, "members/etcd-1/etcd.conf.yml"));
    assert_snapshot!("config_readme", rendered(&config, "README.txt"));
    let old = in_form(UnitForm::ConfigFile, &ipv6());
    assert_snapshot!("ipv6_config_file", rendered(&old, "members/etcd-1/etcd.conf.yml"));
    let flags = in_form(UnitForm::Flags, &odd_paths());
    assert_snapshot!("odd_flags_unit", rendered(&flags, "members/etcd-1/etcd.service"));
    let config = in_form(UnitForm::ConfigFile, &odd_paths());
    assert_snapshot!("odd_config_unit", rendered(&config, "members/etcd-1/etcd.service"));
    assert_snapshot!("odd_config_file", rendered(&config, "members/etcd-1/etcd.conf.yml"));
}
