//! `etcdctl.env`: what a client sources so that `etcdctl` finds the cluster and its certificate.

use std::fmt::Write as _;

use super::layout;
use super::quote::ShellQuoted;
use crate::cluster::{Client, Plan};

/// What finds the certificate beside the file: static, the same for all clients.
const BODY: &str = include_str!("../../assets/scripts/etcdctl.env");

/// Renders the file of one client.
pub(super) fn render(plan: &Plan, client: &Client) -> String {
    let mut text = String::from("# shellcheck shell=sh\n");
    // Writing to a string can't fail.
    let _ = writeln!(
        text,
        "# Client {} of the etcd cluster {}. Source it in bash or zsh, from anywhere:\n\
         #     . clients/{}/etcdctl.env\n\
         # after which etcdctl needs no other flags (and accepts none of --endpoints, --cacert, --cert and\n\
         # --key: a setting given both ways is fatal). In other shells, cd to this directory first.\n",
        client.name, plan.cluster_name, client.name
    );
    if plan.etcd_version.has_etcdctl_api_variable() {
        let _ = writeln!(
            text,
            "# etcdctl 3.3 and older use the v2 API unless told otherwise.\nexport ETCDCTL_API=3"
        );
    }
    let urls: Vec<String> = plan.members.iter().map(|member| plan.client_url(member)).collect();
    let _ = writeln!(
        text,
        "# All members: etcdctl tries the next one if one doesn't answer.\n\
         export ETCDCTL_ENDPOINTS={}\n",
        ShellQuoted(&urls.join(","))
    );
    let files = layout::client_files(plan);
    for (name, file) in
        [("ca", files.authority), ("certificate", files.own.certificate), ("key", files.own.key)]
    {
        let _ = writeln!(text, "quorate_{name}={}", ShellQuoted(&file));
    }
    text.push_str(BODY);
    text
}
