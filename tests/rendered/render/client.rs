//! `etcdctl.env` sourced by real shells.

use std::path::Path;
use std::process::Command;

use quorate::cluster::EtcdVersion;

use super::plans::{ipv6, rendered, three_members};
use super::{need, said};

const PRINT: &str = "printf '%s\\n' \"$ETCDCTL_CACERT\" \"$ETCDCTL_CERT\" \"$ETCDCTL_KEY\" \"$ETCDCTL_ENDPOINTS\"; env";

fn client(directory: &Path) {
    std::fs::create_dir_all(directory).unwrap();
    for name in ["ca.pem", "client.pem", "client-key.pem"] {
        std::fs::write(directory.join(name), "").unwrap();
    }
    let text = rendered(&three_members(), "clients/root/etcdctl.env");
    std::fs::write(directory.join("etcdctl.env"), text).unwrap();
}

#[track_caller]
fn sets_up(shell: &str, from: &Path, file: &str, directory: &Path) {
    let script = format!("set -eu; . '{file}'; {PRINT}");
    let (is_fine, text) = said(Command::new(shell).args(["-c", &script]).current_dir(from));
    assert!(is_fine, "{shell}: {text}");
    let paths: Vec<_> = text.lines().take(3).map(|path| Path::new(path).canonicalize()).collect();
    for (path, name) in paths.into_iter().zip(["ca.pem", "client.pem", "client-key.pem"]) {
        let expected = directory.join(name).canonicalize().unwrap();
        assert_eq!(path.unwrap_or_else(|error| panic!("{error}: {text}")), expected);
    }
    let endpoints = "https://10.0.0.1:2379,https://10.0.0.2:2379,https://10.0.0.3:2379";
    assert_eq!(text.lines().nth(3), Some(endpoints));
    for exported in ["ETCDCTL_API=3\n", "ETCDCTL_KEY=", "ETCDCTL_ENDPOINTS="] {
        assert!(text.contains(&format!("\n{exported}")), "{exported} is not in {text}");
    }
    assert!(!text.contains("quorate_"), "a helper variable stayed: {text}");
}

#[test]
fn bash_and_zsh_source_it_from_anywhere() {
    let directory = tempfile::tempdir().unwrap();
    let base = directory.path();
    let client_directory = base.join("my bundle/clients/root");
    client(&client_directory);
    let absolute = client_directory.join("etcdctl.env");
    for shell in ["bash", "zsh"] {
        // zsh is nobody's duty to have.
        if shell == "bash" && !need(shell) || Command::new(shell).arg("-c").output().is_err() {
            continue;
        }
        sets_up(shell, base, absolute.to_str().unwrap(), &client_directory);
        sets_up(shell, base, "my bundle/clients/root/etcdctl.env", &client_directory);
        sets_up(
            shell,
            base,
            "./my bundle/../my bundle/clients/root/etcdctl.env",
            &client_directory,
        );
        sets_up(shell, &client_directory, "./etcdctl.env", &client_directory);
    }
}

#[test]
fn dash_sources_it_in_its_directory_and_is_told_so_elsewhere() {
    if !need("dash") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    client(&directory.path().join("root"));
    sets_up(
        "dash",
        &directory.path().join("root"),
        "./etcdctl.env",
        &directory.path().join("root"),
    );
    let (is_fine, text) = said(
        Command::new("dash")
            .args(["-c", ". root/etcdctl.env; echo $?; env"])
            .current_dir(&directory),
    );
    assert!(is_fine, "{text}");
    assert!(text.contains("error: no client-key.pem in "), "{text}");
    assert!(text.starts_with("1\n"), "{text}");
    assert!(!text.contains("ETCDCTL_KEY=") && !text.contains("ETCDCTL_ENDPOINTS="), "{text}");
}

#[test]
fn shellcheck_has_nothing_to_say() {
    if !need("shellcheck") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    for (name, plan) in [("three", three_members()), ("ipv6", ipv6())] {
        let path = directory.path().join(name);
        std::fs::write(&path, rendered(&plan, "clients/root/etcdctl.env")).unwrap();
        let check = said(Command::new("shellcheck").args(["-s", "sh"]).arg(&path));
        assert_eq!(check, (true, String::new()));
    }
}

#[test]
fn the_api_variable_is_set_where_etcdctl_knows_it() {
    for version in EtcdVersion::ALL {
        let mut plan = three_members();
        plan.etcd_version = version;
        let file = rendered(&plan, "clients/root/etcdctl.env");
        assert_eq!(file.contains("ETCDCTL_API"), version < EtcdVersion::V3_6, "{version}");
    }
}
