//! Every form that people start etcd in: what is read of it, and what is said of a form that isn't read.

use std::fmt::Write as _;

use quorate::finding::Finding;

use crate::audit::Machine;

/// What each form below sets. Nothing is advertised, so that whoever reads it says so, and names the port.
const FLAGS: [&str; 2] = ["--name=a", "--listen-client-urls=http://0.0.0.0:2379"];
const FOUND: [&str; 2] = ["no-advertised-urls", "plain-http"];

#[track_caller]
fn assert_read(path: &str, text: &str) -> Machine {
    let machine = Machine::default().file(path, text);
    let mut codes = machine.codes("3.6");
    // What is said of units and scripts besides is not what this is about.
    codes.retain(|code| {
        FOUND.contains(code) || code.starts_with("unknown") || code.starts_with("stray")
    });
    assert_eq!(codes, FOUND, "{text}");
    assert_eq!(machine.audit("3.6").0.members, 1, "{text}");
    machine
}

#[test]
fn commands_of_units_are_found_behind_what_starts_them() {
    let flags = FLAGS.join(" ");
    for command in [
        "/usr/bin/numactl --cpunodebind=0 /usr/bin/etcd {}",
        "/usr/bin/nice -n -10 /usr/bin/etcd {}",
        "/usr/bin/ionice -c2 -n0 /usr/bin/etcd {}",
        "/usr/bin/chrt -r 20 /usr/bin/etcd {}",
        "/usr/bin/sudo -u etcd /usr/bin/etcd {}",
        "/usr/bin/runuser -u etcd -- /usr/bin/etcd {}",
        "/usr/bin/env GOMAXPROCS=2 /usr/bin/etcd {}",
        "/usr/bin/taskset -c 0 /usr/bin/etcd {}",
        "/bin/bash -lc \"exec /usr/bin/etcd {}\"",
        "/bin/sh -c 'ulimit -n 65536; exec nice -n 5 /usr/bin/etcd {}'",
        "/usr/bin/docker run --rm --name etcd --net=host quay.io/coreos/etcd:v3.6.4 /usr/local/bin/etcd {}",
        "-/usr/bin/podman run --rm -v /etc/etcd:/etc/etcd:ro quay.io/coreos/etcd:v3.6.4 etcd {}",
    ] {
        let command = command.replace("{}", &flags);
        assert_read(
            "/etc/systemd/system/etcd.service",
            &format!("[Service]\nExecStart={command}\n"),
        );
    }
    // Who starts it as another user stays between it and systemd.
    for (wrapper, codes) in [
        ("/usr/bin/sudo -u etcd", &["no-restart", "no-sandbox"][..]),
        ("/usr/bin/runuser -u etcd --", &["no-restart", "no-sandbox"]),
        ("/usr/bin/nice -n 5", &["no-restart", "no-sandbox", "not-notify", "runs-as-root"]),
    ] {
        let unit = format!("[Service]\nExecStart={wrapper} /usr/bin/etcd {flags}\n");
        let mut found =
            Machine::default().file("/etc/systemd/system/etcd.service", &unit).codes("3.6");
        found.retain(|code| !FOUND.contains(code));
        assert_eq!(found, codes, "{wrapper}");
    }
    // A container that is made first and started later.
    let made = format!(
        "[Service]\nExecStartPre=/usr/bin/docker create --name etcd quay.io/coreos/etcd:v3.6.4 etcd {flags}\n\
         ExecStart=/usr/bin/docker start -a etcd\n"
    );
    assert_read("/etc/systemd/system/etcd.service", &made);
    // Variables that systemd expands before a shell runs.
    let unit = "[Service]\nEnvironment=NAME=a\nEnvironmentFile=/etc/etcd.env\n\
        ExecStart=/bin/bash -c \"GOMAXPROCS=$(nproc) /usr/bin/etcd --name=\\\"${NAME}\\\" --listen-client-urls=\\\"${URLS}\\\"\"\n";
    let machine = Machine::default()
        .file("/etc/systemd/system/etcd.service", unit)
        .file("/etc/etcd.env", "URLS=http://0.0.0.0:2379\n");
    let codes = machine.codes("3.6");
    assert!(FOUND.iter().all(|code| codes.contains(code)), "{codes:?}");
}

#[test]
fn command_lines_of_scripts_notes_and_process_lists_are_read() {
    let flags = FLAGS.join(" ");
    for text in [
        "#!/bin/sh\nIP=0.0.0.0\ndocker run -d --name etcd -v /d:/etcd quay.io/coreos/etcd:v3.6.4 \\\n  \
         etcd --name a --listen-client-urls http://${IP}:2379\n",
        "Start it:\n\n    $ sudo etcd {}\n",
        "root      4711  2.0  1.1 10611  9 ?  Ssl  10:00  1:23 /usr/bin/etcd {}\n",
        "etcd: bin/etcd {}\n",
        "[program:etcd]\ncommand=/usr/bin/etcd {}\nautostart=true\n",
        "#!/bin/bash\nset -e\nargs=\"--name=a\"\nexec /usr/bin/etcd $args --listen-client-urls=${LISTEN:-http://0.0.0.0:2379}\n",
    ] {
        assert_read("/srv/notes", &text.replace("{}", &flags));
    }
}

/// What was printed and kept is read as what it is, whatever its name.
#[test]
fn files_under_other_names_are_read() {
    let unit = "# /usr/lib/systemd/system/etcd.service\n[Service]\nEnvironment=ETCD_NAME=b\nExecStart=/usr/bin/etcd\n\n\
        # /etc/systemd/system/etcd.service.d/10.conf\n[Service]\nExecStart=\n\
        ExecStart=/usr/bin/etcd --listen-client-urls=http://0.0.0.0:2379\n";
    let environment = "# a\nETCD_NAME=a\nETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:2379\n";
    let config = "name: a\nlisten-client-urls: http://0.0.0.0:2379\n";
    for path in ["/unit.txt", "/srv/cat", "/etc/etcd.conf"] {
        for text in [unit, environment, config] {
            assert_read(path, text);
        }
    }
    // A file that only notes name may be on another machine.
    let notes = "etcd --name a --config-file /etc/etcd/etcd.yml\n";
    let codes = |path: &str, text: &str| {
        let (report, _) = Machine::default().file(path, text).audit("3.6");
        report.findings.iter().map(Finding::code).collect::<Vec<_>>()
    };
    assert_eq!(codes("/notes.md", notes), ["not-here"]);
    let unit = format!("[Service]\nType=notify\nExecStart=/usr/bin/{notes}");
    assert!(codes("/etc/systemd/system/etcd.service", &unit).contains(&"settings-file-missing"));
}

#[test]
fn files_that_notes_write_are_read() {
    let unit = "```\ncat <<EOF | sudo tee /etc/systemd/system/etcd.service\n[Service]\n\
        ExecStart=/usr/local/bin/etcd \\\\\n  --name ${N} \\\\\n  --listen-client-urls http://0.0.0.0:2379\nEOF\n```\n";
    let machine = assert_read("/notes.md", unit);
    let (report, _) = machine.audit("3.6");
    let place = report.findings.iter().find(|one| one.code() == "plain-http").unwrap();
    assert_eq!(place.location.line, Some(6));
    // A unit finds the settings that the same notes write, in a block of code as well.
    let both = "```ini\n# /etc/systemd/system/etcd.service\n[Service]\nEnvironmentFile=/etc/etcd.env\n\
        ExecStart=/usr/bin/etcd\n```\nand\n\n    cat > /etc/etcd.env <<'E'\nETCD_NAME=a\n\
        ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:2379\nE\n";
    assert_read("/notes.md", both);
    assert_read("/notes.md", "```yaml\nname: a\nlisten-client-urls: http://0.0.0.0:2379\n```\n");
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: etcd}\nspec:\n  containers:\n  - name: etcd\n    \
    image: registry.k8s.io/etcd:3.5.7-0\n    command:\n    - etcd\n    - --name=$(NODE)\n    \
    - --listen-client-urls=http://0.0.0.0:2379\n    - --config-dir-not-there=1\n    env:\n    - {name: NODE, value: a}\n    \
    volumeMounts:\n    - {name: pki, mountPath: /pki}\n  volumes:\n  - name: pki\n    hostPath: {path: /srv/pki}\n";

#[test]
fn manifests_of_kubernetes_are_read() {
    let pod = POD.replace("    - --config-dir-not-there=1\n", "");
    let machine = assert_read("/etc/kubernetes/manifests/etcd.yaml", &pod);
    // The image says which release it is, where nobody else does.
    let released = |machine: &Machine| -> Vec<String> {
        machine.assuming("3.6").releases.iter().map(ToString::to_string).collect()
    };
    assert_eq!(released(&machine), ["3.5.7"]);
    let set = "apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n      \
        - name: etcd\n        image: bitnami/etcd:3.5\n        env:\n        - {name: ETCD_NAME, value: a}\n        \
        - {name: ETCD_ROOT_PASSWORD, value: a}\n        - {name: ETCD_LISTEN_CLIENT_URLS, value: \"http://0.0.0.0:2379\"}\n";
    assert_eq!(released(&assert_read("/sts.yaml", set)), ["3.5"]);
    // OpenShift's command is a script.
    let script = POD.replace(
        "    - etcd\n    - --name=$(NODE)\n    - --listen-client-urls=http://0.0.0.0:2379\n    - --config-dir-not-there=1\n",
        "    - /bin/sh\n    - -c\n    - |\n      #!/bin/sh\n      set -euo pipefail\n      exec nice -n -19 ionice -c2 -n0 etcd \\\n        \
         --name=${NODE} \\\n        --listen-client-urls=http://0.0.0.0:2379\n",
    );
    assert_read("/etcd.yaml", &script);
    let list = "apiVersion: v1\nkind: List\nitems:\n- ".to_owned() + &pod.replace('\n', "\n  ");
    assert_read("/list.yaml", &list);
    let json = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"command\":[\"etcd\",\"--name=a\",\
        \"--listen-client-urls=http://0.0.0.0:2379\"]}]}}";
    assert_read("/pod.json", json);
}

#[test]
fn a_container_sees_files_where_the_host_has_others() {
    let pod = POD.replace("--config-dir-not-there=1", "--config-file=/pki/c.yml");
    let config = "listen-client-urls: http://0.0.0.0:2379\nname: a\n";
    let machine =
        Machine::default().file("/m.yaml", &pod).beside("/srv/pki/c.yml", config.as_bytes(), 0o644);
    assert!(machine.codes("3.6").contains(&"ignored-beside-config-file"));
    assert_eq!(
        machine.audit("3.6").0.findings.iter().filter(|one| one.code() == "plain-http").count(),
        1
    );
}

#[test]
fn compose_files_are_read() {
    for service in [
        "command: [\"etcd\", \"--name=a\", \"--listen-client-urls=http://0.0.0.0:2379\"]",
        "command: etcd --name=a --listen-client-urls=http://0.0.0.0:2379",
        "command: --name=a --listen-client-urls=http://0.0.0.0:2379",
        "command: >-\n      etcd --name a\n      --listen-client-urls http://0.0.0.0:2379",
        "entrypoint: /usr/local/bin/etcd\n    command:\n    - --name=a\n    - --listen-client-urls=http://${IP:-0.0.0.0}:2379",
        "environment:\n      ETCD_NAME: a\n      ETCD_LISTEN_CLIENT_URLS: http://${BIND}:2379",
        "environment:\n    - ETCD_NAME=a\n    - ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:2379",
        "env_file: ./etcd.env",
        "env_file:\n    - path: etcd.env",
    ] {
        let text =
            format!("services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.6.4\n    {service}\n");
        let machine = Machine::default()
            .file("/srv/compose.yml", &text)
            .beside("/srv/.env", b"BIND=0.0.0.0\n", 0o644)
            .beside(
                "/srv/etcd.env",
                b"ETCD_NAME=a\nETCD_LISTEN_CLIENT_URLS=\"http://0.0.0.0:2379\"\n",
                0o644,
            );
        assert_eq!(machine.codes("3.6"), FOUND, "{text}");
    }
    let other = "services:\n  web:\n    image: nginx\n    environment: {ETCD_HOST: etcd}\n";
    assert_eq!(
        Machine::default().file("/compose.yml", other).codes("3.6"),
        ["no-member-found", "not-read"]
    );
}

#[test]
fn docker_keeps_the_quotes_that_systemd_takes_away() {
    let settings = b"ETCD_NAME=\"a\"\nETCD_LISTEN_CLIENT_URLS=\"http://0.0.0.0:2379\"\n";
    let codes = |command: &str| {
        let unit = format!("[Service]\nRestart=on-failure\nExecStart={command}\n");
        Machine::default()
            .file("/etc/systemd/system/etcd.service", &unit)
            .beside("/etc/etcd.env", settings, 0o644)
            .codes("3.6")
    };
    let expected = ["no-advertised-urls", "plain-http", "quotes-kept", "runs-in-container"];
    assert_eq!(
        codes("/usr/bin/docker run --net=host --env-file /etc/etcd.env quay.io/coreos/etcd:v3.6.4"),
        expected
    );
    let podman =
        codes("/usr/bin/podman run --env-file=/etc/etcd.env quay.io/coreos/etcd:v3.6.4 etcd");
    assert_eq!(podman, ["no-advertised-urls", "plain-http", "runs-in-container"]);
    // What is installed as etcd may be a script that starts a container.
    let machine = Machine::default()
        .file("/etc/systemd/system/etcd.service", "[Service]\nRestart=always\nExecStart=/usr/local/bin/etcd --name=a\n")
        .beside(
            "/usr/local/bin/etcd",
            b"#!/bin/sh\nexec docker run --env-file=/etc/etcd.env quay.io/coreos/etcd:v3.6.4 /usr/local/bin/etcd \"$@\"\n",
            0o755,
        )
        .beside("/etc/etcd.env", settings, 0o644);
    let codes = machine.codes("3.6");
    assert!(codes.contains(&"set-twice") && codes.contains(&"runs-in-container"), "{codes:?}");
    assert!(!codes.contains(&"not-notify"), "{codes:?}");
}

#[test]
fn what_engines_processes_and_logs_tell_is_read() {
    let [name, urls] = FLAGS;
    assert_read(
        "/inspect.json",
        &format!(
            "[{{\"Config\":{{\"Env\":[\"PATH=/bin\"],\"Cmd\":[\"etcd\",\"{name}\",\"{urls}\"],\"Image\":\"quay.io/coreos/etcd:v3.6.4\"}}}}]"
        ),
    );
    assert_read(
        "/inspect.json",
        &format!(
            "[\n\t{{\n\t\t\"Path\": \"/usr/local/bin/etcd\",\n\t\t\"Args\": [\"{name}\", \"{urls}\"],\n\t\t\"Config\": {{\"Env\": [], \"Image\": \"etcd:3\"}}\n\t}}\n]\n"
        ),
    );
    assert_read(
        "/crictl.json",
        &format!(
            "{{\"status\":{{}},\"info\":{{\"config\":{{\"command\":[\"etcd\",\"{name}\"],\"args\":[\"{urls}\"],\"envs\":[]}}}}}}"
        ),
    );
    assert_read("/proc/7/cmdline", &format!("/usr/bin/etcd\0{name}\0{urls}\0"));
    let mut log = String::new();
    for prefix in ["", "Nov 30 10:00:00 n1 etcd[7]: ", "2026-03-01T00:00:00Z stderr F "] {
        log.clear();
        let _ = write!(
            log,
            "{prefix}{{\"level\":\"info\",\"msg\":\"recognized and used environment variable\",\"variable-name\":\"ETCD_NAME\",\"variable-value\":\"a\"}}\n\
             {prefix}{{\"level\":\"info\",\"msg\":\"Running: \",\"args\":[\"/usr/bin/etcd\",\"{urls}\"]}}\n\
             {prefix}{{\"level\":\"info\",\"msg\":\"starting an etcd server\",\"etcd-version\":\"3.5.16\"}}\n"
        );
        let machine = assert_read("/var/log/etcd.log", &log);
        assert_eq!(machine.assuming("3.6").releases[0].to_string(), "3.5.16");
    }
}

#[test]
fn quadlets_and_config_files_without_a_suffix_are_read() {
    let quadlet = "[Container]\nImage=quay.io/coreos/etcd:v3.6.4\nEnvironment=ETCD_NAME=a\nVolume=/etc/etcd:/etc/etcd:ro\n\
        Exec=etcd \\\n  --listen-client-urls=http://0.0.0.0:2379\n[Service]\nRestart=always\n";
    assert_read("/etc/containers/systemd/etcd.container", quadlet);
    let config = "name: a\ndata-dir: /var/lib/rancher/k3s/server/db/etcd\nlisten-client-urls: http://0.0.0.0:2379\n\
        logger: zap\nlog-outputs:\n- stderr\n";
    assert_read("/var/lib/rancher/k3s/server/db/etcd/config", config);
}

#[test]
fn a_template_is_one_member_for_each_instance() {
    let unit = "[Service]\nType=notify\nUser=etcd\nEnvironmentFile=/etc/etcd/%i.env\nExecStart=/usr/bin/etcd\n";
    let template = "/etc/systemd/system/etcd@.service";
    let settings = "ETCD_DATA_DIR=/var/lib/etcd\nETCD_LOG_LEVEL=info\n";
    let machine = Machine::default()
        .file(template, unit)
        .file(
            "/etc/systemd/system/etcd@n1.service.d/10.conf",
            "[Service]\nEnvironment=ETCD_NAME=n1\n",
        )
        .file("/etc/systemd/system/multi-user.target.wants/etcd@n1.service", unit)
        .file("/etc/etcd/n1.env", settings);
    let (report, _) = machine.audit("3.6");
    assert_eq!(report.members, 1);
    assert!(!machine.codes("3.6").contains(&"settings-file-missing"));
    let machine = machine.file("/etc/etcd/n2.env", settings);
    assert_eq!(machine.audit("3.6").0.members, 2);
    // Enabled, and without its settings.
    let machine = Machine::default()
        .file(template, unit)
        .file("/etc/systemd/system/multi-user.target.wants/etcd@n3.service", unit);
    assert!(machine.codes("3.6").contains(&"settings-file-missing"));
    // Nobody knows what instances there are.
    let machine = Machine::default().file(template, unit);
    assert!(!machine.codes("3.6").contains(&"settings-file-missing"));
    assert_eq!(machine.audit("3.6").0.members, 1);
}

#[test]
fn what_is_not_understood_is_named() {
    for (path, text, said) in [
        ("/etcd.nix", "{ services.etcd = { enable = true; }; }", "NixOS"),
        ("/job.nomad", "job \"etcd\" {}", "Nomad"),
        (
            "/etc/systemd/system/etcd-member.service",
            "[Service]\nExecStart=/usr/lib/coreos/etcd-wrapper $X\n",
            "unit",
        ),
        ("/t.yaml", "machine: {}\ncluster:\n  etcd:\n    advertisedSubnets: []\n", "Talos"),
        ("/etcd.yaml.j2", "name: {{ etcd_name }}\n", "template"),
        ("/templates/etcd.yaml", "apiVersion: v1\n{{- if .Values.etcd }}\nkind: Pod\n", "template"),
        (
            "/etc/init.d/etcd",
            "#!/sbin/openrc-run\ncommand=/usr/bin/etcd\ncommand_args=\"$X\"\n",
            "OpenRC",
        ),
        ("/group_vars/all.yml", "etcd_version: 3.5\n", "sets etcd up"),
        (
            "/etc/kubernetes/manifests/flanneld.yaml",
            "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [flanneld, --etcd-endpoints=https://127.0.0.1:2379]\n",
            "client of etcd",
        ),
        ("/x", "the etcd of ours\n", "understood"),
    ] {
        let (report, _) = Machine::default().file(path, text).audit("3.6");
        let found = report.findings.iter().find(|one| one.code() == "not-read");
        let found = found.unwrap_or_else(|| panic!("{path}: {:?}", report.findings));
        assert!(found.message().contains(said) && !found.fix().is_empty(), "{}", found.message());
    }
    // What has nothing to do with it isn't.
    for (path, text) in [("/x", "fetcd\n"), ("/etc/passwd", "etcd:x:1:1::/:/bin/false\n")] {
        assert_eq!(Machine::default().file(path, text).codes("3.6"), ["no-member-found"]);
    }
}

#[test]
fn a_process_is_held_against_the_files_that_start_it() {
    let unit = "[Service]\nType=notify\nEnvironment=ETCD_NAME=a\nExecStart=/usr/bin/etcd --listen-client-urls=http://127.0.0.1:2379 \\\n\
        \x20 --advertise-client-urls=http://127.0.0.1:2379 --snapshot-count=5\n";
    let command = "/usr/bin/etcd\0--listen-client-urls=http://127.0.0.1:2379\0--advertise-client-urls=http://127.0.0.1:2379\0";
    let machine = Machine::default()
        .file("/etc/systemd/system/etcd.service", unit)
        .file("/proc/7/environ", "ETCD_NAME=a\0PATH=/bin\0")
        .file("/proc/7/etcd-version", "etcd Version: 3.5.1\nGit SHA: x\nGo Version: go1.16.3\n");
    let differs = machine.clone().file("/proc/7/cmdline", command);
    let report = differs.assuming("3.6");
    assert_eq!((report.members, report.releases[0].to_string().as_str()), (1, "3.5.1"));
    let found: Vec<_> =
        report.findings.iter().filter(|one| one.code() == "runs-otherwise").collect();
    assert_eq!(found.len(), 1, "{report:?}");
    assert!(
        found[0].message().starts_with("`--snapshot-count` is `5` here, and `unset` in process 7")
    );
    // The files get the release that runs.
    assert!(report.findings.iter().any(|one| one.code() == "few-files"));
    let same = machine.file("/proc/7/cmdline", &format!("{command}--snapshot-count=5\0"));
    assert!(!same.codes("3.6").contains(&"runs-otherwise"));
    // Another member of the machine is none of the unit's.
    let beside = same.file("/proc/9/cmdline", "etcd\0--name=other\0--data-dir=/var/lib/other\0");
    assert!(!beside.codes("3.6").contains(&"runs-otherwise"));
    assert_eq!(beside.audit("3.6").0.members, 2);
}
