//! Files that nobody would write, and that somebody has: reading them ends, without a panic.

use proptest::prelude::*;

use crate::audit::Machine;

const TEXTS: [(&str, &str); 8] = [
    ("/etc/systemd/system/etcd.service", include_str!("fixtures/single-host/etcd1.service")),
    ("/etc/etcd/options.env", include_str!("fixtures/existing-ca/options.env")),
    (
        "/etc/etcd/c.yml",
        "name: 'a'\nlog-outputs: [a, \"b\"]\nclient-transport-security:\n  cert-file: \"/\\u0041\"\n",
    ),
    ("/notes.md", include_str!("fixtures/shared-server/commands.md")),
    (
        "/pod.yaml",
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: etcd:3.5.7-0\n    command: [etcd, --name=$(A)]\n    \
         env: [{name: A, value: b}]\n    volumeMounts: [{name: p, mountPath: /p}]\n  volumes: [{name: p, hostPath: {path: /p}}]\n",
    ),
    (
        "/compose.yml",
        "services:\n  etcd:\n    image: etcd:v3.5.16\n    command: etcd --name ${A:-b}\n    environment: [ETCD_DEBUG=1]\n    \
         env_file: .env\n    volumes: [\"./p:/p:ro\"]\n",
    ),
    (
        "/start.sh",
        "#!/bin/sh\nset -a\nIP=$(hostname)\ncat <<EOF >/etc/etcd.env\nETCD_NAME=$IP\nEOF\n\
         exec nice -n 5 docker run -e A=b --env-file /etc/etcd.env etcd:v3.5 etcd --name \"${IP}\" \"$@\"\n",
    ),
    (
        "/etcd.log",
        "x {\"msg\":\"Running: \",\"args\":[\"etcd\",\"--name=a\"]}\n{\"msg\":\"starting an etcd server\",\"etcd-version\":\"3.5.1\"}\n",
    ),
];

const ODD: [&str; 22] = [
    "\\",
    "\"",
    "'",
    "%",
    "$",
    "${",
    "}",
    "=",
    ",",
    "\n",
    "\r",
    "\t",
    " ",
    "#",
    "[",
    "]",
    ":",
    "-",
    "\u{feff}",
    "\u{1b}",
    "é",
    "=https://",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_text_never_panics_and_is_shown_safely(
        which in 0..TEXTS.len(),
        changes in proptest::collection::vec((0.0..1.0_f64, 0..ODD.len(), 0..4_usize), 1..12),
    ) {
        let (path, text) = TEXTS[which];
        let mut text: Vec<char> = text.chars().collect();
        for (at, odd, gone) in changes {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let at = (at * text.len() as f64) as usize;
            let end = (at + gone).min(text.len());
            text.splice(at..end, ODD[odd].chars());
        }
        let text: String = text.into_iter().collect();
        let (report, rebuilt) = Machine::default().file(path, &text).audit("3.5");
        for finding in &report.findings {
            prop_assert!(!finding.message().contains(quorate::text::is_unsafe));
        }
        if let Ok(rebuilt) = rebuilt {
            prop_assert!(rebuilt.plan.check().is_ok());
            prop_assert!(rebuilt.notes.iter().all(|note| !note.contains(quorate::text::is_unsafe)));
        }
    }
}

/// A text of many pieces, no two alike.
fn numbered(before: &str, after: &str) -> String {
    (0..10_000).fold(String::new(), |text, n| text + before + &n.to_string() + after)
}

#[test]
fn long_lines_and_deep_nesting_end() {
    for text in [
        "[Service]\nExecStart=/etcd ".to_owned() + &"\"\\".repeat(200_000),
        "ETCD_NAME=".to_owned() + &"'\"".repeat(200_000),
        "a: ".to_owned() + &"[".repeat(200_000),
        "[Service]\nExecStart=/etcd ".to_owned() + &"${A".repeat(300_000),
        "ETCD_DATA_DIRECTRY=a\n".repeat(40_000),
        "A=$A$A\n".repeat(10_000),
        numbered("cat <<E", "\n"),
        numbered("export A", "=a\netcd --name a\n"),
        "```\n[Service]\nExecStart=/etcd\n".repeat(5_000),
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: etcd, env: [".to_owned()
            + &"{name: A, value: $(A)$(A)},".repeat(5_000)
            + "]}]}\n",
        "etcd \"${A:-".repeat(100_000),
        "nice ".repeat(100_000),
        "sh -c 'sh -c ".repeat(100_000),
    ] {
        for (path, _) in TEXTS {
            let _ = Machine::default().file(path, &text).audit("3.5");
        }
    }
}

/// Each URL was once held against all others, which took minutes.
#[test]
fn lists_as_long_as_a_file_may_be_end() {
    let urls = |network: u8, count: usize| -> Vec<String> {
        let url = |n: usize| format!("https://10.{network}.{}.{}:2380", n / 250, n % 250);
        (0..count).map(url).collect()
    };
    let list: Vec<String> =
        urls(0, 20_000).iter().enumerate().map(|(n, url)| format!("a{n}={url}")).collect();
    let text = format!(
        "name: a0\ninitial-cluster: {}\ninitial-advertise-peer-urls: {}\n",
        list.join(","),
        urls(0, 8000).join(",")
    );
    let (report, rebuilt) = Machine::default().file("/etc/etcd/c.yml", &text).audit("3.5");
    assert!(report.findings.iter().any(|finding| finding.code() == "other-peer-url"));
    assert!(rebuilt.is_err_and(|why| why.to_string().contains("20000")));

    let [clients, peers] = [1, 2].map(|network| urls(network, 18_000).join(","));
    for (last, is_shared) in [
        ("https://10.2.0.0:2380", true),
        ("https://0.0.0.0:2380", true),
        ("https://10.2.0.0:2379", false),
        ("https://0.0.0.0:2379", false),
    ] {
        let text = format!(
            "name: a\nlisten-client-urls: {clients},{last}\nlisten-peer-urls: {peers}\nadvertise-client-urls: x\n"
        );
        let codes = Machine::default().file("/etc/etcd/c.yml", &text).codes("3.5");
        assert_eq!(codes.contains(&"same-port"), is_shared, "{last}");
    }
}
