//! Every rendered file as it is, and read back by its real reader: systemd, sh, shellcheck, etcd.

mod certificates;
mod client;
mod environment;
mod forms;
mod install;
mod install_checks;
mod install_for_real;
mod install_runs;
mod install_sweep;
mod install_trust;
mod layouts;
mod plans;
mod presets;
mod readme;
mod request;
mod trial;
mod unit;

use std::process::{Command, Output};

use crate::support::needs::need;
use insta::assert_snapshot;
use plans::{in_form, ipv6, odd_paths, rendered, three_members};
use quorate::cluster::UnitForm;

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
