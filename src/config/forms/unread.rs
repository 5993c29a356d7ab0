//! Files that mention etcd in a form that isn't read: what it is, so that somebody can be told how to get at it.

/// What configures those who connect to etcd: the API server of Kubernetes, k3s, Patroni, Calico and others.
const CLIENTS: &[&str] = &[
    "--etcd-servers",
    "datastore-endpoint",
    "etcd-endpoints",
    "etcd_endpoints",
    "etcdEndpoints",
    "ETCD_ENDPOINTS",
    "\netcd3:",
    "config_provider: etcd",
];

/// A form that isn't read: its key in the catalogue.
pub(in crate::config) fn form(path: &str, text: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_yaml = matches!(extension, "yml" | "yaml");
    let has = |needle: &str| text.contains(needle);
    let any = |needles: &[&str]| needles.iter().any(|needle| text.contains(needle));
    let is_key = |key: &str| text.lines().any(|line| line.trim_start().starts_with(key));
    match extension {
        "nix" => "nixos",
        "hcl" | "nomad" => "nomad",
        "tf" | "tfvars" | "tofu" => "terraform",
        "j2" | "tpl" | "tmpl" | "gotmpl" | "erb" | "epp" => "template",
        "ign" | "bu" | "fcc" => "ignition",
        "pp" | "rb" | "sls" => "ansible",
        "service" => "unit",
        _ if any(CLIENTS) => "client",
        _ if is_yaml && has("machine:") && has("cluster:") && is_key("etcd:") => "talos",
        _ if any(&["{{", "{%"]) => "template",
        _ if is_yaml
            && any(&[
                "ClusterConfiguration",
                "kops.k8s.io",
                "KubeadmControlPlane",
                "etcd-manager",
            ]) =>
        {
            "cluster-tool"
        }
        _ if is_yaml && any(&["hosts:", "tasks:", "ansible_"]) => "ansible",
        _ if is_yaml && is_key("etcd") => "cluster-tool",
        _ if has("openrc-run") || is_key("command_args=") => "openrc",
        _ if has("[program:") => "supervisord",
        _ if super::notes::is_script(path, text) => "script",
        _ if super::notes::is_prose(path) => "notes",
        _ => "other",
    }
}

/// Whether a text is a template of Jinja, Go or others, so that what it is filled in with isn't known. What docker is told
/// of its own placeholders is none, nor what stands in scripts and prose.
pub(in crate::config) fn is_template(path: &str, text: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if matches!(extension, "j2" | "jinja" | "jinja2" | "tpl" | "tmpl" | "gotmpl" | "erb" | "epp") {
        return true;
    }
    let is_docker = |line: &str| {
        [
            "{{.Node",
            "{{.Service",
            "{{.Task",
            "{{ .Node",
            "{{ .Service",
            "{{ .Task",
            "--format",
            "-f ",
            // Rules of Prometheus.
            "{{ $",
            "{{$",
        ]
        .iter()
        .any(|own| line.contains(own))
    };
    let is_marked = |line: &str| {
        let line = line.trim_start();
        let is_said = line.starts_with('#') || line.starts_with("//");
        !is_said && (line.contains("{{") || line.contains("{%")) && !is_docker(line)
    };
    // JSON, and lines of it in a log, have such marks in their texts alone.
    let start: String = text.chars().filter(|c| !c.is_whitespace()).take(2).collect();
    let is_json = matches!(start.as_str(), "[{" | "[\"" | "{\"");
    let is_free = super::notes::is_script(path, text)
        || super::notes::is_prose(path)
        || text.contains("\"msg\":\"");
    !(is_json || is_free) && text.lines().any(is_marked)
}

/// Whether a file is etcd's settings by its name, in a form of somebody's own.
pub(in crate::config) fn is_named(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_settings = matches!(extension, "toml" | "ini" | "properties" | "cfg");
    name.starts_with("etcd") && is_settings
}

/// Files that name etcd as a user, a port or a host, and have nothing else to do with it.
pub(in crate::config) fn is_beside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(
        name.trim_end_matches('-'),
        "passwd"
            | "group"
            | "shadow"
            | "gshadow"
            | "subuid"
            | "subgid"
            | "services"
            | "hosts"
            | "environ"
            | "etcd-version"
            | "manifest.json"
            | "plan.json"
    ) || ["/logrotate.d/", "/sysusers.d/", "/tmpfiles.d/", "/apt/", "/alternatives/"]
        .iter()
        .any(|one| path.contains(one))
}

/// Whether a text speaks of etcd itself, not only of what has it in its name.
pub(in crate::config) fn mentions(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find("etcd") {
        let before = rest.get(..at).unwrap_or_default().chars().next_back();
        let after = rest.get(at + 4..).unwrap_or_default();
        // `etcd3` and `etcdv3` are etcd, `etcdctl` isn't.
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let after = after.strip_prefix("v3").unwrap_or(after);
        if !is_part(before) && !is_part(after.chars().next()) {
            return true;
        }
        rest = after;
    }
    ["ETCD_", "etcdClusters", "etcdMembers"].iter().any(|word| text.contains(word))
}
