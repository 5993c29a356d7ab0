//! The plans that the tests render.

use std::path::Path;

use quorate::cluster::{Install, Plan, UnitForm};
use quorate::render;

pub(crate) fn three_members() -> Plan {
    Plan::from_json(include_bytes!("../../fixtures/three-members.json")).unwrap()
}

/// IPv6 throughout, and etcd 3.4.
pub(crate) fn ipv6() -> Plan {
    let json = three_members().to_json().replace("10.0.0.", "fd00::").replace("\"3.5\"", "\"3.4\"");
    Plan::from_json(json.as_bytes()).unwrap()
}

/// Paths with blanks and characters that readers take for more than they are, and a WAL directory.
pub(crate) fn odd_paths() -> Plan {
    installed(
        "/srv/et cd/50% $HOME",
        Some("/var/lib/etcd-wal"),
        "/etc/it's \"etcd\" [1]",
        "/opt/et cd/100%/$bin",
    )
}

pub(crate) fn installed(data: &str, wal: Option<&str>, configuration: &str, binary: &str) -> Plan {
    let mut plan = three_members();
    plan.install = Install::new(
        data.parse().unwrap(),
        wal.map(|path| path.parse().unwrap()),
        configuration.parse().unwrap(),
        binary.parse().unwrap(),
        "etcd".parse().unwrap(),
    )
    .unwrap();
    plan
}

pub(crate) fn in_form(form: UnitForm, plan: &Plan) -> Plan {
    Plan { unit_form: form, ..plan.clone() }
}

#[track_caller]
pub(crate) fn rendered(plan: &Plan, path: &str) -> String {
    let files = render::files(plan);
    let file = files.into_iter().find(|file| file.path == Path::new(path));
    file.unwrap_or_else(|| panic!("{path} is not rendered")).contents
}
