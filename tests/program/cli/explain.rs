//! `quorate explain`: from a code, or a line of a log, to what it means.

use serde_json::Value;

use crate::cli::Room;

#[test]
fn a_lesson_starts_with_what_the_log_says_and_ends_with_the_fix() {
    let ran = Room::new().quorate(&["explain", "gateway-trap"]).succeeds();
    let start = "gateway-trap\n\n    x509: certificate specifies an incompatible key usage\n";
    assert!(ran.out.starts_with(start), "{}", ran.out);
    for part in ["\nSee it:\n", "\nFix it:\n", "serverAuth,clientAuth", "enable-grpc-gateway=false"]
    {
        assert!(ran.out.contains(part), "{part} is not in {}", ran.out);
    }
}

#[test]
fn codes_of_audit_inspect_and_plan_are_explained_too() {
    let room = Room::new();
    let explain = |code: &str| room.quorate(&["explain", code]).succeeds().out;
    let of_audit = explain("half-a-pair");
    assert!(of_audit.ends_with("Severity:\n    error\n"), "{of_audit}");
    assert!(
        of_audit.contains("Fix it:\n    set both, the certificate and its key\n"),
        "{of_audit}"
    );
    assert!(explain("bare-der").contains("openssl x509 -inform der"));
    assert!(explain("two-members").contains("majority of two"));
    // A code that was merged into another leads there.
    assert!(explain("encrypted-key").starts_with("key-encrypted\n"));
}

#[test]
fn all_codes_are_listed_once_in_groups() {
    let ran = Room::new().quorate(&["explain"]).succeeds();
    let mut codes: Vec<&str> =
        ran.out.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let groups = ran.out.lines().filter(|line| !line.is_empty() && !line.starts_with(' '));
    assert_eq!(groups.count(), quorate::finding::Family::ALL.len(), "{}", ran.out);
    let listed = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), listed, "a code is listed twice");
    assert!(listed > 250, "{listed}");
}

#[test]
fn an_alert_in_the_log_leads_to_the_codes_behind_it() {
    let room = Room::new();
    let ran = room.quorate(&["explain", "remote error: tls: bad certificate"]).succeeds();
    for code in [
        "gateway-trap",
        "host-not-covered",
        "expired",
        "unknown-authority",
        "other-authority-key",
        "address-as-dns-name",
        "no-anchors",
        "self-signed",
        "insecure-signature",
    ] {
        assert!(ran.out.contains(&format!("\n  {code} ")), "{code} is not in {}", ran.out);
    }
    // A line of the log tells in addition who refused whom: what a listener alone asks for is no reason of a dialer.
    let is_of_listeners = |line: &str| {
        let all =
            ["no-client-auth", "gateway-trap", "caller-not-covered", "common-name-not-allowed"];
        let all = all.into_iter().chain([
            "hostname-not-allowed",
            "allowed-list-is-one-name",
            "no-trusted-ca",
        ]);
        all.into_iter().any(|code| line.starts_with(&format!("  {code} ")))
    };
    let codes = |out: &str| {
        let lines = out.lines().skip(1).filter(|line| !is_of_listeners(line));
        lines.map(String::from).collect::<Vec<_>>()
    };
    for line in [
        r#"Nov 22 10:00:00 m1 etcd[7]: {"level":"warn","ts":"2026-11-22T10:00:00Z","msg":"rejected connection","remote-addr":"127.0.0.1:40500","server-name":"","error":"remote error: tls: bad certificate"}"#,
        r#"embed: rejected connection from "127.0.0.1:1234" (error "remote error: tls: bad certificate", ServerName "")"#,
    ] {
        let of_line = room.quorate(&["explain", line]).succeeds();
        assert_eq!(codes(&of_line.out), codes(&ran.out), "{line}");
        assert!(!of_line.out.lines().any(is_of_listeners), "{}", of_line.out);
    }
    assert!(!ran.out.contains("\n  key-encrypted "), "{}", ran.out);

    let line = r#"{"level":"fatal","msg":"listener failed","error":"tls: private key does not match public key"}"#;
    let ran = room.quorate(&["explain", line]).succeeds();
    assert!(
        ran.out.contains("\n  chain-order ") && ran.out.contains("\n  key-mismatch "),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("\n  expired "), "{}", ran.out);
}

#[test]
fn lines_that_no_certificate_is_to_blame_for_are_explained() {
    let room = Room::new();
    let explain = |line: &str| room.quorate(&["explain", line]).succeeds().out.replace('\n', " ");
    let line = r#"{"level":"warn","msg":"rejected connection","error":"tls: client didn't provide a certificate"}"#;
    for line in [line, "tls: client didn't provide a certificate", "client didn't provide a cert"] {
        assert!(explain(line).contains("--cert and --key"), "{line}");
    }
    let scheme = "tls: first record does not look like a TLS handshake";
    assert!(explain(scheme).contains("somebody dials an https port with http://"));
    let plain =
        "Get \"https://10.0.0.1:2379/health\": http: server gave HTTP response to HTTPS client";
    assert!(explain(plain).contains("answers in plain HTTP"));
    // The frame alone asks for what stands in it; with it, that is explained.
    let frame = "transport: authentication handshake failed";
    assert!(explain(&format!("{frame}: EOF")).contains("from `tls:` or `x509:` on"));
    let both = explain(&format!("{frame}: x509: certificate is valid for 10.0.0.1, not 10.0.0.2"));
    assert!(both.contains("  host-not-covered ") && !both.contains("on. A bare EOF"), "{both}");
}

/// Lines that people brought, each with what it is about; those of the same kind are the tests' of the lessons.
#[test]
fn lines_of_logs_lead_to_what_they_say_and_no_further() {
    let room = Room::new();
    let time =
        "x509: certificate has expired or is not yet valid: current time 2021-03-11T07:59:48Z is";
    let before = format!(
        "rejected connection (error \"{time} before 2021-03-11T08:09:21Z\", ServerName \"\")"
    );
    let after = format!("{time} after 2021-03-10T08:09:21Z");
    let cases: &[(&str, &[&str], &[&str])] = &[
        (&before, &["  not-yet-valid ", "  authority-not-yet-valid "], &["  expired "]),
        (&after, &["  expired ", "  authority-expired "], &["  not-yet-valid "]),
        (
            "health check for peer 98 could not connect: x509: certificate has expired or is not yet valid (prober \"ROUND_TRIPPER_RAFT_MESSAGE\")",
            &["  expired ", "  not-yet-valid "],
            &["can't talk to another one"],
        ),
        (
            "tls: \"10.9.0.4\" does not match any of IPAddresses [\"10.9.0.5\"]",
            &["  caller-not-covered "],
            &[],
        ),
        (
            "x509: a root or intermediate certificate is not authorized for an extended key usage: server",
            &["  authority-purpose "],
            &[],
        ),
        (
            r#"{"level":"warn","caller":"embed/config_logging.go:170","msg":"rejected connection on client endpoint","remote-addr":"10.9.0.1:65368","server-name":"","error":"EOF"}"#,
            &["closed it before the TLS handshake", "Whose side:"],
            &["quorate explain CODE"],
        ),
        (
            "SSL_do_handshake() failed (SSL: error:0A000412:SSL routines::sslv3 alert bad certificate:SSL alert number 42) while SSL handshaking to upstream",
            &["`remote error: tls: bad certificate`", "  gateway-trap "],
            &[],
        ),
        (
            "javax.net.ssl.SSLHandshakeException: No subject alternative names matching IP address 10.9.0.1 found",
            &["  host-not-covered "],
            &["  unknown-authority ", "  common-name-only "],
        ),
        (
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: IP address mismatch, certificate is not valid for '10.9.0.1'. (_ssl.c:1006)",
            &["  host-not-covered "],
            &["  unknown-authority "],
        ),
        (
            "Ssl handshake failed: SSL_ERROR_SSL: error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED",
            &["names the reason"],
            &["  unknown-authority "],
        ),
        (
            "ssl.SSLError: [SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca",
            &["`remote error: tls: unknown certificate authority`", "  unknown-authority "],
            &["  host-not-covered "],
        ),
        (
            r#"{"level":"warn","msg":"failed to reach the peer URL","address":"https://10.9.0.2:2380/version","error":"Get \"https://10.9.0.2:2380/version\": dial tcp 10.9.0.2:2380: connect: connection refused"}"#,
            &["Nothing answered at that address"],
            &["can't talk to another one"],
        ),
        (
            "--experimental-initial-corrupt-check is deprecated in v3.6 and will be decommissioned in v3.7",
            &["quorate audit names the setting"],
            &[],
        ),
    ];
    for (line, said, unsaid) in cases {
        let out = room.quorate(&["explain", line]).succeeds().out;
        let (_, answer) = out.split_once('\n').unwrap();
        for part in *said {
            assert!(answer.contains(part), "`{part}` isn't said of {line}: {out}");
        }
        for part in *unsaid {
            assert!(!answer.contains(part), "`{part}` is said of {line}: {out}");
        }
    }
    let unknown = room.quorate(&["explain", "found conflicting member"]);
    unknown.refuses(2, "error: no lesson explains the line");
}

#[test]
fn what_no_lesson_speaks_of_is_refused() {
    let room = Room::new();
    let ran = room.quorate(&["explain", "tls: an error that Go never had"]);
    let hint = "hint: quote the part from `tls:` or `x509:` on; quorate judge says";
    assert!(ran.err.contains(hint) && !ran.err.contains("has the code"), "{ran:?}");
    ran.refuses(2, "error: no lesson explains the line `tls: an error that Go never had`\n");
    for unknown in ["no-such-code", "", "x", "\u{1b}[31mred"] {
        room.quorate(&["explain", unknown]).refuses(2, "error: no finding has the code `");
    }
}

/// What is found in a bundle with a spoilt file can be explained, code by code.
#[test]
fn each_code_that_verify_prints_has_its_lesson() {
    let room = Room::with_plan();
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    room.shell(
        "cp out/clients/root/ca.pem out/members/etcd-1/pki/peer.pem; rm out/plan.json; touch out/x",
    );
    let ran = room.quorate(&["verify", "out", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.len() > 1, "{report}");
    for finding in findings {
        let code = finding["code"].as_str().unwrap();
        let lesson = room.quorate(&["explain", code]).succeeds();
        assert!(lesson.out.starts_with(&format!("{code}\n")), "{}", lesson.out);
    }
}

#[test]
fn a_whole_log_is_told_by_what_its_lines_say() {
    let room = Room::new();
    let mut log = String::from("Nov 30 10:00:00 m1 systemd[1]: Starting etcd.service - etcd...\n");
    for second in 10..40 {
        let from = if second % 2 == 0 { "10.0.0.8" } else { "10.0.0.9" };
        log.extend([format!(
            "Nov 30 10:00:{second} m1 etcd[77]: {{\"level\":\"warn\",\"ts\":\"2026-11-30T10:00:{second}.12Z\",\"caller\":\"embed/config_logging.go:194\",\"msg\":\"rejected connection on client endpoint\",\"remote-addr\":\"{from}:4{second}12\",\"server-name\":\"\",\"error\":\"EOF\"}}\n"
        )]);
        log += "{\"level\":\"info\",\"ts\":\"2026-11-30T10:00:00Z\",\"msg\":\"tls: bad certificate is only said here\"}\n";
    }
    log += "2026-11-30 10:01:00.000000 I | embed: rejected connection from \"10.0.0.2:4711\" (error \"remote error: tls: bad certificate\", ServerName \"\")\n";
    log += "{\"level\":\"warn\",\"ts\":\"2026-11-30T10:02:00Z\",\"msg\":\"what nobody has heard of \\u001b[31m\"}\n";
    log += "{\"level\":\"fatal\",\"ts\":\"2026-11-30T10:03:00Z\",\"msg\":\"discovery failed\",\"error\":\"listen tcp 10.9.0.1:2380: bind: cannot assign requested address\"}\n";
    std::fs::write(room.path.join("etcd.log"), &log).unwrap();
    let said = room.quorate(&["explain", "etcd.log"]).succeeds().out;
    let parts = [
        "64 lines, and 3 things to know, most serious first:\n\nOnce, at 2026-11-30T10:03:00Z",
        "doesn't have.",
        "30 times, from 2026-11-30T10:00:10.12Z to 2026-11-30T10:00:39.12Z, about 10.0.0.8, 10.0.0.9:\n",
        "closed it before the TLS handshake",
        "Once, about 10.0.0.2:\n",
        "It may come from (quorate explain CODE says more):\n",
        "  host-not-covered ",
        "\n  and ",
        "One line at warn or above that no lesson explains:\n    1× {\"level\":\"warn\"",
    ];
    let mut rest = said.as_str();
    for part in parts {
        let found = rest.split_once(part);
        rest = found.unwrap_or_else(|| panic!("`{part}` isn't in its place: {said}")).1;
    }
    assert!(!said.contains("only said here") && !said.contains('\u{1b}'), "{said}");
    // From standard input the same.
    let piped = room.shell(&format!("{} explain - < etcd.log", super::QUORATE));
    assert_eq!(piped.out, said);
    std::fs::write(room.path.join("empty.log"), "\n\n").unwrap();
    room.quorate(&["explain", "empty.log"]).refuses(2, "error: the log is empty\n");
    // What can't be read as one is no unknown code.
    room.quorate(&["explain", "."]).refuses(2, "error: `.` is a directory, expected a file\n");
}

/// With `--in` the very files are looked at: what is wrong with them, and which of them a line tells.
#[test]
fn the_files_that_a_line_is_about_are_named() {
    let room = Room::with_plan();
    room.quorate(&["generate", "-q", "--plan", "plan.json", "--out", "out"]).succeeds();
    room.quorate(&["generate", "-q", "--plan", "plan.json", "--out", "other"]).succeeds();
    let explain = |line: &str, files: &str| {
        room.quorate(&["explain", line, "--in", files]).succeeds().out.replace('\n', " ")
    };
    let unknown = r#"{"level":"warn","ts":"2026-01-01T00:00:00Z","msg":"rejected connection","remote-addr":"10.0.0.2:4444","error":"x509: certificate signed by unknown authority"}"#;
    let said = explain(unknown, "out");
    assert!(said.contains("Nothing in out explains this line."), "{said}");
    let names = "x509: certificate is valid for 10.0.0.2, 127.0.0.1, ::1, not 10.0.0.7";
    let said = explain(names, "out");
    let server =
        "this certificate:     out/members/etcd-2/pki/server.pem (O = Example, CN = etcd-2)";
    assert!(said.contains(server), "{said}");
    assert!(!said.contains("etcd-1/pki") && !said.contains("process uses another"), "{said}");
    let authority = quorate::pki::pair::certificates(&room.read("out/authority/ca.pem")).unwrap();
    let name = String::from_utf8_lossy(&authority[0]).into_owned();
    let digits = name.split("production etcd CA ").nth(1).unwrap().get(..8).unwrap().to_owned();
    let candidate = format!(
        "x509: certificate signed by unknown authority (possibly because of \"x509: ECDSA verification failure\" \
         while trying to verify candidate authority certificate \"production etcd CA {digits}\")"
    );
    let said = explain(&candidate, "out");
    assert!(said.contains("out/authority/ca.pem (O = Example, CN = production etcd CA"), "{said}");
    assert!(!said.contains("process uses another"), "{said}");
    let foreign = names.replace("10.0.0.2", "10.0.0.9");
    assert!(explain(&foreign, "out").contains("the process uses another one"), "{foreign}");

    // One member's files come from another bundle.
    room.shell("cp other/members/etcd-2/pki/peer*.pem out/members/etcd-2/pki/").succeeds();
    let said = explain(unknown, "out");
    assert!(said.contains("members/etcd-2/pki/peer.pem"), "{said}");
    assert!(
        said.contains("[unknown-authority]") && said.contains("peer etcd-2 to etcd-1"),
        "{said}"
    );
    // Beside a log, members are told by their addresses, and by the IDs that logs print.
    let faulty = r#"{"level":"warn","msg":"prober detected unhealthy status","remote-peer-id":"ID","error":"x509: certificate signed by unknown authority"}"#;
    let id = quorate::etcd::first_member_id(["https://10.0.0.3:2380"], "production-7f3a9c1e");
    let log = format!("{unknown}\n{}\n", faulty.replace("ID", &id));
    let room = room.file("etcd.log", &log);
    let said = room.quorate(&["explain", "etcd.log", "--in", "out"]).succeeds().out;
    assert!(said.contains("about etcd-2 (10.0.0.2), etcd-3 ("), "{said}");
    assert!(said.contains("members/etcd-2/pki/peer.pem"), "{said}");
    // A code asks for its fault alone; plain files are read as audit and inspect do.
    let said = room.quorate(&["explain", "expired", "--in", "out"]).succeeds().out;
    assert!(said.ends_with("Nothing in out has this problem.\n"), "{said}");
    room.shell("cp -r out/members/etcd-1 node && cp node/pki/peer-key.pem node/pki/server-key.pem")
        .succeeds();
    let said = room.quorate(&["explain", "key-mismatch", "--in", "node"]).succeeds().out;
    assert!(said.contains("[key-mismatch]") && said.contains("server"), "{said}");
    let ran = room.quorate(&["explain", "key-mismatch", "--in", "not-there"]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
}

/// The ID of a cluster is what people change settings for in vain: the answer holds cause, commands and fix.
#[test]
fn a_mismatch_of_clusters_is_told_with_its_commands() {
    let room = Room::new();
    for line in [
        r#"{"level":"warn","msg":"request cluster ID mismatch","local-member-id":"1b","remote-peer-cluster-id":"2c"}"#,
        "cluster-mismatch",
    ] {
        let said = room.quorate(&["explain", line]).succeeds().out;
        for part in [
            "lives in the data directory",
            "See it:\n",
            "X-Etcd-Cluster-Id",
            "Fix it:\n",
            "etcdctl member remove ID",
        ] {
            assert!(said.replace('\n', " ").contains(&part.replace('\n', " ")), "{part}: {said}");
        }
    }
}

/// The address that a peer calls from is looked up in reverse, and a flag's name is no key of a config file.
#[test]
fn a_refused_peer_is_told_how_its_address_is_looked_up() {
    let said = Room::new().quorate(&["explain", "caller-not-covered"]).succeeds().out;
    for part in ["in reverse", "a wildcard is never looked up", "getent hosts", "from 3.6 on"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// What etcd 3.6 logs at a first start whose other members aren't there, as often as it does.
const FIRST_START: [(&str, usize); 4] = [
    (
        r#""caller":"embed/config.go:1207","msg":"Running http and grpc server on single port. This is not recommended for production.""#,
        9,
    ),
    (r#""caller":"auth/store.go:1137","msg":"simple token is not cryptographically signed""#, 9),
    (
        r#""caller":"rafthttp/probing_status.go:68","msg":"prober detected unhealthy status","round-tripper-name":"ROUND_TRIPPER_RAFT_MESSAGE","remote-peer-id":"e6dde4ad28b02657","rtt":"0s","error":"dial tcp 127.0.0.1:42400: connect: connection refused""#,
        2,
    ),
    (
        r#""caller":"etcdserver/server.go:1844","msg":"failed to publish local member to cluster through raft","local-member-id":"667880157b8812c8","publish-timeout":"7s","error":"context deadline exceeded""#,
        1,
    ),
];

#[test]
fn a_first_start_without_the_others_is_told_to_start_them() {
    let room = Room::new();
    let line = |(what, count): (&str, usize)| {
        format!("{{\"level\":\"warn\",\"ts\":\"2026-12-01T19:30:14Z\",{what}}}\n").repeat(count)
    };
    std::fs::write(room.path.join("log"), FIRST_START.map(line).concat()).unwrap();
    let said = room.quorate(&["explain", "log"]).succeeds().out;
    let advice: Vec<&str> =
        said.split("Fix it:\n    ").skip(1).filter_map(|fix| fix.lines().next()).collect();
    let first = "at a cluster's first start: start the other members too";
    assert_eq!(advice.first(), Some(&first), "{said}");
    assert!(advice[1].starts_with("start the others;"), "{said}");
    // What is nobody's fault comes last, however often it is logged.
    assert_eq!(advice.len(), 4, "{said}");
}

#[test]
fn a_pipe_is_read_without_a_dash() {
    let room = Room::new();
    let piped = room.shell("echo 'remote error: tls: bad certificate' | \"$Q\" explain").succeeds();
    assert_eq!(
        piped.out,
        room.shell("echo 'remote error: tls: bad certificate' | \"$Q\" explain -").out
    );
    assert!(piped.out.contains("host-not-covered"), "{}", piped.out);
    let list = room.quorate(&["explain"]).succeeds().out;
    assert_eq!(room.shell("printf '' | \"$Q\" explain").succeeds().out, list, "an empty pipe");
    std::fs::write(room.path.join("log"), "x509: certificate has expired or is not yet valid\n")
        .unwrap();
    assert!(room.shell("\"$Q\" explain <log").succeeds().out.contains("expired"));
    room.quorate(&["explain", "--in", "."]).refuses(2, "error: ");
}
