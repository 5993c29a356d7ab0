//! Files as people have them: each is read right, or named; none is passed over, and none has an error that it hasn't.

use quorate::finding::{Finding, Severity};

use crate::audit::{Machine, OF_RELEASES};

/// The settings of a member without faults, as flags and as variables.
const SETTINGS: &[(&str, &str)] = &[
    ("name", "m1"),
    ("data-dir", "/var/lib/etcd"),
    ("listen-client-urls", "https://10.0.0.1:2379"),
    ("advertise-client-urls", "https://10.0.0.1:2379"),
    ("listen-peer-urls", "https://10.0.0.1:2380"),
    ("initial-advertise-peer-urls", "https://10.0.0.1:2380"),
    ("initial-cluster", "m1=https://10.0.0.1:2380"),
    ("initial-cluster-token", "production-7"),
    ("cert-file", "/pki/s.pem"),
    ("key-file", "/pki/s.key"),
    ("client-cert-auth", "true"),
    ("trusted-ca-file", "/pki/ca.pem"),
    ("peer-cert-file", "/pki/p.pem"),
    ("peer-key-file", "/pki/p.key"),
    ("peer-client-cert-auth", "true"),
    ("peer-trusted-ca-file", "/pki/ca.pem"),
];

fn flags() -> String {
    let one = |(name, value): &(&str, &str)| format!("--{name}={value}");
    SETTINGS.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn variables(before: &str) -> String {
    let one = |(name, value): &(&str, &str)| {
        let name = name.to_ascii_uppercase().replace('-', "_");
        format!("{before}ETCD_{name}={value}\n")
    };
    SETTINGS.iter().map(one).collect()
}

/// The config file, indented.
fn yaml(indent: usize) -> String {
    let own = SETTINGS.iter().take(8).map(|(name, value)| format!("{name}: {value}\n"));
    let side = |name: &str, pair: &str| {
        format!(
            "{name}:\n  cert-file: /pki/{pair}.pem\n  key-file: /pki/{pair}.key\n  client-cert-auth: true\n  trusted-ca-file: /pki/ca.pem\n"
        )
    };
    let text = own.collect::<String>()
        + &side("client-transport-security", "s")
        + &side("peer-transport-security", "p");
    text.lines().map(|line| " ".repeat(indent) + line + "\n").collect()
}

/// What is found of files: members, clients, codes of errors and of files that aren't read.
fn found(files: &[(&str, &str)]) -> (usize, usize, Vec<String>) {
    let machine =
        files.iter().fold(Machine::default(), |machine, (path, text)| machine.file(path, text));
    let report = machine.assuming("3.6");
    let is_said = |one: &&Finding| {
        let is_member = one.severity() == Severity::Error && !OF_RELEASES.contains(&one.code());
        is_member || one.code() == "not-read" || one.code() == "unknown-key"
    };
    let said = report.findings.iter().filter(is_said);
    let mut said: Vec<String> =
        said.map(|one| format!("{} {}", one.code(), one.message())).collect();
    said.dedup();
    (report.members, report.clients, said)
}

/// Files, and how many members and clients they are: without errors.
#[track_caller]
fn are_read(files: &[(&str, &str)], members: usize, clients: usize) {
    let (read, dialing, said) = found(files);
    assert_eq!((read, dialing), (members, clients), "{}: {said:#?}", files[0].0);
    assert!(said.is_empty(), "{}: {said:#?}", files[0].0);
}

#[test]
fn settings_that_something_names_are_no_member_of_their_own() {
    let settings = variables("");
    let run = "#!/bin/bash\ndocker run -d --net=host --env-file ./etcd.env -v /pki:/pki:ro \\\n  gcr.io/etcd-development/etcd:v3.6.1 /usr/local/bin/etcd\n";
    are_read(&[("/d/etcd.env", &settings), ("/d/run.sh", run)], 1, 0);
    let compose = "services:\n  etcd:\n    image: quay.io/coreos/etcd:${VERSION:-v3.6.1}\n    env_file: [etcd.env]\n    hostname: \"{{.Node.Hostname}}\"\n    volumes: [\"/pki:/pki:ro\"]\n    command: etcd\n";
    are_read(&[("/c/compose.yml", compose), ("/c/etcd.env", &settings)], 1, 0);
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: etcd}\nspec:\n  containers:\n  - name: etcd\n    image: rancher/hardened-etcd:v3.5.16-k3s1\n    command: [etcd]\n    args: [--config-file=/var/lib/rancher/rke2/server/db/etcd/config]\n    volumeMounts:\n    - {mountPath: /var/lib/rancher, name: a}\n    - {mountPath: /pki, name: p}\n  volumes:\n  - {name: a, hostPath: {path: /var/lib/rancher}}\n  - {name: p, hostPath: {path: /pki}}\n";
    let config = yaml(0);
    are_read(
        &[
            ("/var/lib/rancher/rke2/server/db/etcd/config", &config),
            ("/var/lib/rancher/rke2/agent/pod-manifests/etcd.yaml", pod),
        ],
        1,
        0,
    );
    // Settings that aren't here: nothing is known to be missing in them.
    let quadlet = "[Container]\nImage=quay.io/coreos/etcd:v3.6.1\nEnvironmentFile=/etc/etcd/etcd.env\nExec=etcd\n";
    let report = Machine::default().file("/x/etcd.container", quadlet).assuming("3.6");
    assert!(report.findings.iter().all(|one| one.code() != "default-listener"), "{report:#?}");
}

#[test]
fn what_other_files_hold_is_read_where_it_stands() {
    let cloud = format!(
        "#cloud-config\npackage_update: true\nwrite_files:\n- path: /etc/etcd/etcd.conf.yml\n  content: |\n{}- path: /etc/systemd/system/etcd.service\n  content: |\n    [Service]\n    Type=notify\n    ExecStart=/usr/bin/etcd --config-file /etc/etcd/etcd.conf.yml\nruncmd: [systemctl start etcd]\n",
        yaml(4)
    );
    are_read(&[("/user-data", &cloud)], 1, 0);
    let broken = cloud.replace("name: m1", "nahme: m1");
    let report = Machine::default().file("/user-data", &broken).assuming("3.6");
    let key = report.findings.iter().find(|one| one.code() == "unknown-key").unwrap();
    assert_eq!(key.location.line, Some(6), "{key:#?}");
    let butane = format!(
        "variant: fcos\nversion: 1.5.0\nsystemd:\n  units:\n  - name: etcd.service\n    enabled: true\n    contents: |\n      [Service]\n      EnvironmentFile=/etc/etcd/etcd.env\n      ExecStart=/usr/local/bin/etcd\n    dropins:\n    - name: a.conf\n      contents: |\n        [Service]\n        Type=notify\nstorage:\n  files:\n  - path: /etc/etcd/etcd.env\n    contents:\n      inline: |\n{}",
        variables("        ")
    );
    are_read(&[("/etcd.bu", &butane)], 1, 0);
    // A script and a config file of ConfigMaps.
    let map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: etcd}}\ndata:\n  start.sh: |\n    #!/bin/sh\n    exec etcd {}\n  etcd.yaml: |\n{}",
        flags(),
        yaml(4)
    );
    let set = |command: &str| {
        format!(
            "{map}---\napiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n      - name: etcd\n        image: quay.io/coreos/etcd:v3.6.1\n        command: {command}\n        volumeMounts:\n        - {{name: m, mountPath: /m}}\n        - {{name: pki, mountPath: /pki}}\n        - {{name: data, mountPath: /var/lib/etcd}}\n      volumes:\n      - {{name: m, configMap: {{name: etcd}}}}\n      - {{name: pki, secret: {{secretName: pki}}}}\n  volumeClaimTemplates: [{{metadata: {{name: data}}}}]\n"
        )
    };
    for command in [
        "[sh, /m/start.sh]",
        "[/bin/bash, -e, /m/start.sh]",
        "[/m/start.sh]",
        "[etcd, --config-file=/m/etcd.yaml]",
    ] {
        are_read(&[("/sts.yaml", &set(command))], 1, 0);
    }
    let broken = set("[sh, /m/start.sh]").replace("--name=m1", "--nahme=m1");
    let report = Machine::default().file("/sts.yaml", &broken).assuming("3.6");
    let flag = report.findings.iter().find(|one| one.code() == "unknown-flag").unwrap();
    assert_eq!(flag.location.line, Some(7), "{flag:#?}");
}

#[test]
fn services_of_other_systems_are_read() {
    let (flags, exported) = (flags(), variables("export "));
    for (path, text) in [
        (
            "/etc/sv/etcd/run",
            format!("#!/bin/sh\nexec 2>&1\nexec chpst -u etcd:etcd -e ./env etcd {flags}\n"),
        ),
        (
            "/etc/s6-rc.d/etcd/run",
            format!("#!/command/execlineb -P\nwith-contenv\ns6-setuidgid etcd\netcd {flags}\n"),
        ),
        (
            "/etc/supervisor/conf.d/etcd.conf",
            format!("[program:etcd]\ncommand=/usr/local/bin/etcd {flags}\nuser=etcd\n"),
        ),
        (
            "/etc/supervisor/conf.d/member.conf",
            format!(
                "[program:member]\ncommand=/usr/local/bin/etcd\nenvironment={}\n",
                variables("").trim().replace('\n', ",")
            ),
        ),
        (
            "/Dockerfile",
            format!(
                "FROM alpine\nENTRYPOINT [\"etcd\"]\nCMD [\"{}\"]\n",
                flags.replace(' ', "\",\"")
            ),
        ),
        ("/var/snap/microk8s/current/args/etcd", flags.replace(' ', "\n") + "\n"),
        ("/etc/init/etcd.conf", format!("description \"etcd\"\nexec /usr/bin/etcd {flags}\n")),
        ("/etc/conf.d/etcd", format!("# a member\n{exported}")),
        (
            "/Procfile",
            format!(
                "# goreman\netcd1: bin/etcd {flags}\n#proxy: bin/etcd grpc-proxy start --endpoints=a\n"
            ),
        ),
        (
            "/ps.txt",
            format!(
                "etcd  1234  2.0  1.0 11218 98765 ?  Ssl  Jan01  10:00 /usr/local/bin/etcd {flags}\nroot 2 0.0 0.0 6480 2200 pts/0 S+ 10:00 0:00 grep etcd\n"
            ),
        ),
        (
            "/README.md",
            format!(
                "# etcd\n```bash\ncat <<EOF | sudo tee /etc/systemd/system/etcd.service\n[Service]\nExecStart=/usr/local/bin/etcd {flags}\nEOF\n```\n"
            ),
        ),
        (
            "/container-etcd.service",
            format!(
                "[Service]\nExecStart=/usr/bin/podman run \\\n\t--cidfile=%t/%n.ctr-id \\\n\t--rm -d --name etcd \\\n\t-v /pki:/pki quay.io/coreos/etcd:v3.6.1 etcd {flags}\n"
            ),
        ),
    ] {
        are_read(&[(path, &text)], 1, 0);
    }
}

#[test]
fn templates_and_what_sets_etcd_up_are_named() {
    let jinja = "[Service]\nExecStart=/usr/local/bin/etcd --name {{ inventory_hostname }} --initial-cluster {% for h in groups['etcd'] %}{{ h }}{% endfor %}\n";
    let variables = "ETCD_NAME={{ name }}\nETCD_LISTEN_CLIENT_URLS=https://{{ ip }}:2379\n{% if tls %}\nETCD_CERT_FILE={{ cert }}\n{% endif %}\n";
    let helm = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: {{ include \"etcd.fullname\" . }}\nspec:\n  template:\n    spec:\n      containers:\n      - name: etcd\n        command: [etcd, \"--name={{ .Values.name }}\"]\n";
    for (path, text, form) in [
        ("/etcd.service", jinja, "template"),
        ("/etcd.service.j2", jinja, "template"),
        ("/etcd.env", variables, "template"),
        ("/templates/sts.yaml", helm, "template"),
        (
            "/play.yml",
            "- hosts: etcd\n  tasks:\n  - shell: etcd --name {{ inventory_hostname }}\n",
            "template",
        ),
        (
            "/cluster.yaml",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  etcdClusters:\n  - {name: main, version: 3.5.13}\n",
            "sets etcd up",
        ),
        (
            "/m.yaml",
            "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: registry.k8s.io/etcd-manager/etcd-manager-slim:v3.0\n    command: [sh, -c, \"exec /etcd-manager --backup-store=s3://b/etcd/main\"]\n",
            "sets etcd up",
        ),
        (
            "/etc/rancher/k3s/config.yaml",
            "cluster-init: true\netcd-arg:\n- heartbeat-interval=300\n",
            "sets etcd up",
        ),
        (
            "/controlplane.yaml",
            "machine:\n  type: controlplane\ncluster:\n  etcd:\n    extraArgs: {election-timeout: \"5000\"}\n",
            "Talos",
        ),
        (
            "/talos.yaml",
            "version: v1alpha1\ndebug: false\nmachine:\n  type: controlplane\ncluster:\n  etcd:\n    extraArgs:\n      name: a\n",
            "Talos",
        ),
        (
            "/cluster.yml",
            "nodes:\n- address: 10.0.0.1\n  role: [etcd]\nservices:\n  etcd:\n    extra_args:\n      election-timeout: 5000\n      heartbeat-interval: 500\n",
            "sets etcd up",
        ),
        (
            "/hieradata.yaml",
            "etcd::config:\n  data-dir: /d\n  listen-client-urls: http://0.0.0.0:2379\n",
            "sets etcd up",
        ),
        (
            "/etcd.toml",
            "name = \"m1\"\nlisten-client-urls = \"http://10.0.0.1:2379\"\n",
            "its format isn't understood",
        ),
        (
            "/etcd.plist",
            "<string>/opt/etcd/bin/etcd</string><string>--name=a</string>\n",
            "its format isn't understood",
        ),
        (
            "/etc/init.d/etcd",
            "#!/sbin/openrc-run\ncommand=/usr/bin/etcd\ncommand_args=\"$ETCD_ARGS\"\n",
            "OpenRC",
        ),
    ] {
        let (members, clients, said) = found(&[(path, text)]);
        assert_eq!((members, clients, said.len()), (0, 0, 1), "{path}: {said:#?}");
        assert!(said[0].contains(form), "{path}: {said:#?}");
    }
}

#[test]
fn clients_of_further_forms_are_read() {
    let main = "write-kubeconfig-mode: \"0644\"\ndatastore-endpoint: \"https://10.0.0.1:2379\"\n";
    let tls = "datastore-cafile: /pki/ca.pem\ndatastore-certfile: /pki/c.pem\ndatastore-keyfile: /pki/c.key\n";
    are_read(
        &[
            ("/etc/rancher/k3s/config.yaml", main),
            ("/etc/rancher/k3s/config.yaml.d/10-tls.yaml", tls),
        ],
        0,
        1,
    );
    // The last of a key counts.
    let elsewhere = "datastore-endpoint: \"https://10.0.0.1:2380\"\n";
    let settings = variables("");
    let machine = Machine::default()
        .file("/etcd.env", &settings)
        .file("/etc/rancher/k3s/config.yaml", main)
        .file("/etc/rancher/k3s/config.yaml.d/10-tls.yaml", tls)
        .file("/etc/rancher/k3s/config.yaml.d/20.yaml", elsewhere);
    let report = machine.assuming("3.6");
    assert!(report.findings.iter().any(|one| one.code() == "peer-port-dialed"), "{report:#?}");
    let cni = "{\"name\":\"k\",\"plugins\":[{\"type\":\"calico\",\"etcd_endpoints\":\"https://10.0.0.1:2379\",\"etcd_key_file\":\"/pki/k\",\"etcd_cert_file\":\"/pki/c\",\"etcd_ca_cert_file\":\"/pki/ca\"}]}\n";
    are_read(&[("/etc/cni/net.d/10-calico.conflist", cni)], 0, 1);
    let openshift = "apiVersion: kubecontrolplane.config.openshift.io/v1\nkind: KubeAPIServerConfig\napiServerArguments:\n  etcd-cafile: [/a/ca.crt]\n  etcd-certfile: [/a/tls.crt]\n  etcd-keyfile: [/a/tls.key]\n  etcd-servers: [\"https://10.0.0.1:2379\"]\n";
    are_read(&[("/config.yaml", openshift)], 0, 1);
}
