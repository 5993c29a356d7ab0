//! `quorate inspect`: any file in, a report or a clear refusal out.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::cli::{Ran, Room};

/// A room with a bundle of three members in `out`.
fn bundle() -> Room {
    let room = Room::with_plan();
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    room
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

/// The codes of all findings.
fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn a_bundle_is_shown_without_its_keys() {
    let room = bundle();
    let ran = room
        .quorate(&["inspect", "out/members/etcd-1/pki/peer.pem", "out/authority/ca-key.pem"])
        .succeeds();
    for line in [
        "out/members/etcd-1/pki/peer.pem, line 1: CERTIFICATE",
        "  Subject:        O = Example, CN = etcd-1",
        "  DNS names:      etcd-1",
        "                  etcd-1.example.com",
        "  IP addresses:   10.0.0.1",
        "  Signed by:      none of these files",
        "out/authority/ca-key.pem, line 1: PRIVATE KEY",
        "  Key:        ECDSA P-256",
        "  Form:       PKCS #8",
    ] {
        assert!(ran.out.lines().any(|found| found == line), "{line} is not in {}", ran.out);
    }
    let key = String::from_utf8(room.read("out/authority/ca-key.pem")).unwrap();
    assert!(key.lines().filter(|line| !line.starts_with('-')).all(|line| !ran.out.contains(line)));
}

#[test]
fn what_is_no_file_or_no_pem_is_refused() {
    let room = Room::with_plan();
    let inspect = |path: &str| room.quorate(&["inspect", path]);
    inspect("/dev/zero").refuses(2, "error: `/dev/zero` is a device, expected a file");
    inspect("absent").refuses(2, "error: can't read `absent`: No such file");
    inspect("absent*").refuses(2, "error: can't read `absent*`: No such file");
    room.shell("mkfifo pipe && exec \"$Q\" inspect pipe")
        .refuses(2, "error: `pipe` is a named pipe, expected a file\nhint: pipe it in: ");
    let ran = inspect("plan.json");
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.starts_with("plan.json:\n  Error: no PEM block was found"), "{ran:?}");
    // One bad file doesn't hide the others.
    room.quorate(&["generate", "--plan", "plan.json", "--out", "out", "-q"]).succeeds();
    let ran = room.quorate(&["inspect", "absent", "out/authority/ca.pem"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains("O = Example, CN = production etcd CA"), "{ran:?}");
    assert_eq!(room.shell("\"$Q\" inspect - < out/authority/ca.pem").code, Some(0));
}

#[test]
fn a_directory_is_read_whole_and_what_belongs_together_is_linked() {
    let room = bundle();
    let report = json(&room.quorate(&["inspect", "--json", "--check", "out"]).succeeds());
    assert_eq!(report["format"], 1);
    let files = report["files"].as_array().unwrap();
    // Units, scripts and the like are counted.
    assert!(report["summary"]["skipped"].as_u64().unwrap() > 3, "{}", report["summary"]);
    let find = |end: &str| {
        files.iter().position(|one| one["path"].as_str().unwrap().ends_with(end)).unwrap()
    };
    let (authority, server) = (find("authority/ca.pem"), find("etcd-1/pki/server.pem"));
    let key = find("etcd-1/pki/server-key.pem");
    let item = &files[server]["items"][0];
    assert_eq!(item["signed_by"]["issuer"], "found");
    assert_eq!(item["signed_by"]["signature"], "valid");
    let issuer = item["signed_by"]["place"]["file"].as_u64().unwrap();
    let fingerprint = |file: usize| &files[file]["items"][0]["certificate"]["fingerprint"];
    assert_eq!(fingerprint(usize::try_from(issuer).unwrap()), fingerprint(authority));
    assert_eq!(item["partners"][0]["file"], key);
    assert_eq!(files[key]["items"][0]["private_key"]["key"], "ECDSA P-256");
    assert_eq!(files[authority]["items"][0]["signed_by"]["issuer"], "itself");
    // Each member has a copy of the authority's certificate.
    assert!(report["duplicates"][0].as_array().unwrap().len() >= 4);
}

#[test]
fn patterns_are_expanded_without_a_shell() {
    let room = bundle();
    let ran = room.quorate(&["inspect", "out/members/etcd-?/pki/server.pem"]).succeeds();
    let files = ran.out.lines().filter(|line| line.ends_with(": CERTIFICATE")).count();
    assert_eq!(files, 3, "{}", ran.out);
    assert!(ran.out.contains("Files: 3, items: 3, errors: 0, warnings: 0"), "{}", ran.out);
}

#[test]
fn check_tells_by_its_exit_code() {
    let room = bundle();
    let check = |more: &[&str]| {
        room.quorate(&[&["inspect", "--check"], more, &["out/members"]].concat()).code
    };
    assert_eq!(check(&[]), Some(0));
    assert_eq!(check(&["--expires-within", "30d"]), Some(0));
    assert_eq!(check(&["--expires-within", "500w"]), Some(1));
    let room = room.file("bom.pem", "\u{feff}");
    let pem = String::from_utf8(room.read("out/authority/ca.pem")).unwrap();
    let room = room.file("bom.pem", &format!("\u{feff}# comment\n{pem}"));
    let check =
        |arguments: &[&str]| room.quorate(&[&["inspect", "--check"], arguments].concat()).code;
    assert_eq!(check(&["bom.pem"]), Some(0));
    assert_eq!(check(&["--fail-on", "warning", "bom.pem"]), Some(1));
    assert_eq!(check(&["absent"]), Some(2));
    assert_eq!(check(&["plan.json"]), Some(2));
    assert_eq!(check(&["--expires-within", "soon", "bom.pem"]), Some(2));
}

#[test]
fn a_wrong_key_of_the_right_name_is_found_out() {
    let room = Room::with_plan();
    // Without a name for it, each bundle's CA has digits of its own.
    room.shell("sed -i 's/\"algorithm\"/\"authority_name\": \"Example CA\", &/' plan.json")
        .succeeds();
    for out in ["one", "other"] {
        room.quorate(&["generate", "--plan", "plan.json", "--out", out, "-q"]).succeeds();
    }
    let ran = room.quorate(&[
        "inspect",
        "--json",
        "--check",
        "other/authority/ca.pem",
        "one/members/etcd-1/pki/server.pem",
        "other/members/etcd-1/pki/server-key.pem",
    ]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let report = json(&ran);
    assert_eq!(codes(&report), ["other-authority-key"]);
    assert_eq!(report["files"][2]["items"][0]["partners"], serde_json::json!([]));
}

#[test]
fn hostile_text_is_escaped_alike_in_text_and_json() {
    let room = Room::new().file(
        "evil\u{1b}[31m\u{202e}.pem",
        "-----BEGIN \u{1b}]0;x\u{7}\u{7f}\u{202e}-----\nAAAA\n-----END \u{1b}]0;x\u{7}\u{7f}\u{202e}-----\n",
    );
    for arguments in [&["inspect", "."][..], &["inspect", "--json", "."]] {
        let ran = room.quorate(arguments);
        let shown: String = match arguments.len() {
            2 => ran.out.clone(),
            _ => json(&ran).to_string(),
        };
        assert!(!ran.out.chars().any(|c| c != '\n' && quorate::text::is_unsafe(c)), "{ran:?}");
        let shown = shown.replace("\\\\", "\\");
        assert!(shown.contains("\\x1B]0;x\\x07\\x7F<U+202E>"), "{shown}");
        assert!(shown.contains("evil\\x1B[31m<U+202E>.pem"), "{shown}");
    }
}

#[test]
fn links_in_circles_and_deep_directories_end() {
    let room = bundle();
    std::os::unix::fs::symlink(".", room.path.join("out/members/circle")).unwrap();
    fs::create_dir_all(room.path.join("out/members/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r")).unwrap();
    let ran = room.quorate(&["inspect", "out/members"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("is more than 16 directories deep"), "{}", ran.err);
    assert!(ran.out.contains("cert etcd-3"), "{}", ran.out);
}

#[test]
fn what_etcd_would_not_load_and_is_read_all_the_same_fails_a_check_alone() {
    let room = bundle();
    let pem = String::from_utf8(room.read("out/authority/ca.pem")).unwrap();
    for (from, to) in [
        ("-----BEGIN", "\u{feff}-----BEGIN"),
        ("-----BEGIN", "  -----BEGIN"),
        ("-----BEGIN", "–––––BEGIN"),
        ("END CERTIFICATE", "END CERT"),
        ("BEGIN CERTIFICATE-----\n", "BEGIN CERTIFICATE-----"),
        ("\n", "\r"),
        ("\n", " "),
        ("CERTIFICATE-----", "CERTIFICATE REQUEST-----"),
    ] {
        let room = Room::new().file("odd.pem", &pem.replace(from, to));
        let ran = room.quorate(&["inspect", "odd.pem"]);
        // A request that holds a certificate isn't read.
        let code = if to.contains("REQUEST") { 2 } else { 0 };
        assert_eq!(ran.code, Some(code), "{to}: {ran:?}");
        assert!(to.contains("REQUEST") || ran.out.contains("production etcd CA"), "{to}: {ran:?}");
        assert_eq!(room.quorate(&["inspect", "--check", "odd.pem"]).code, Some(1), "{to}");
    }
}

/// What `quorate judge` and `quorate inspect` say to the same arguments.
#[track_caller]
fn says_what_judge_says(room: &Room, arguments: &[&str]) -> Ran {
    let judged = room.quorate(&[&["judge"], arguments].concat());
    let inspected = room.quorate(&[&["inspect"], arguments].concat());
    assert_eq!(inspected.code, judged.code, "{arguments:?}: {inspected:?}");
    assert_eq!(inspected.out, judged.out, "{arguments:?}");
    inspected
}

#[test]
fn as_asks_whether_etcd_would_take_it() {
    let room = bundle();
    let (server, key) =
        ("out/members/etcd-1/pki/server.pem", "out/members/etcd-1/pki/server-key.pem");
    let ca = "out/authority/ca.pem";
    let ran = says_what_judge_says(
        &room,
        &[server, "--as", "server", "--for", "10.0.0.1", "--ca", ca, "--key", key],
    );
    assert_eq!(
        (ran.code, ran.out.lines().next()),
        (Some(0), Some(&*format!("{server}: accepted")))
    );
    // The name of the option for servers does as well, and the key may be missing.
    let ran = says_what_judge_says(&room, &[server, "--as", "server", "--cacert", ca]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let elsewhere =
        says_what_judge_says(&room, &[server, "--as", "server", "--for", "10.9.9.9", "--ca", ca]);
    assert_eq!(elsewhere.code, Some(1));
    assert!(elsewhere.out.contains("[host-not-covered]"), "{elsewhere:?}");
    // Another member's key is none for it.
    let other = "out/members/etcd-2/pki/server-key.pem";
    let ran = says_what_judge_says(&room, &[server, "--as", "server", "--ca", ca, "--key", other]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let client = "out/clients/root/client.pem";
    let ran = says_what_judge_says(
        &room,
        &[client, "--as", "client", "--ca", ca, "--etcd-version", "3.4", "--json"],
    );
    assert_eq!(json(&ran)[0]["verdict"], "accepted");
    let ran = says_what_judge_says(&room, &[client, "--as", "server", "--ca", ca]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    says_what_judge_says(&room, &["absent", "--as", "peer"])
        .refuses(2, "error: can't read `absent`");
}

#[test]
fn every_handshake_of_a_bundle_or_a_plan_is_asked_for() {
    let room = bundle();
    for arguments in [["--in", "out"], ["--plan", "plan.json"]] {
        let ran = says_what_judge_says(&room, &arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.starts_with("handshakes to"), "{ran:?}");
        assert!(!ran.out.contains("refused"), "{ran:?}");
        let all = json(&says_what_judge_says(&room, &[&arguments[..], &["--json"]].concat()));
        assert!(all.as_array().unwrap().iter().all(|one| one["verdict"] == "accepted"), "{all}");
    }
    says_what_judge_says(&room, &["--in", "absent"])
        .refuses(2, "error: can't read the directory `absent`");
}

#[test]
fn a_judgement_and_a_report_are_not_mixed() {
    let room = bundle();
    let ca = "out/authority/ca.pem";
    let refused = |arguments: &[&str], words: &str| {
        let ran = room.quorate(&[&["inspect"], arguments].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {ran:?}");
    };
    refused(&[ca, "--for", "10.0.0.1"], "error: `--for` needs `--as`: it says how");
    refused(&[ca, "--etcd-version", "3.4"], "error: `--etcd-version` needs `--as`");
    refused(&[ca, "--key", ca], "`--key` needs `--as` or `--cert`");
    refused(&[ca, "--as", "server", "--for", ""], "error: `--for` is empty");
    refused(
        &[ca, "--as", "server", "--allowed-cn", "x"],
        "`--allowed-cn` is for callers' certificates",
    );
    refused(&[ca, "--as", "server", "--check"], "cannot be used with");
    refused(&[ca, "--as", "server", "--cert", ca, "--key", ca], "cannot be used with");
    refused(&[ca, "--plan", "plan.json"], "cannot be used with");
    refused(&["--in", "out", "--plan", "plan.json"], "cannot be used with");
    refused(&["https://127.0.0.1:1", "--as", "server"], "is a server, but `--as` judges files");
    refused(&[], "required arguments were not provided");
}

#[test]
fn signatures_of_many_certificates_are_checked_where_that_is_asked_for() {
    let room = bundle();
    let ca = String::from_utf8(room.read("out/authority/ca.pem")).unwrap();
    let leaf = room.read("out/members/etcd-1/pki/peer.pem");
    let mut der = quorate::pki::pair::certificates(&leaf).unwrap().remove(0);
    // Another signature over the same: that of nobody.
    *der.last_mut().unwrap() ^= 1;
    let body = STANDARD.encode(&der);
    let forged = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    let note = "signatures are checked only with --check";
    let (few, many) =
        (format!("{ca}{}", forged.repeat(999)), format!("{ca}{}", forged.repeat(1000)));
    let room = room.file("few.pem", &few).file("many.pem", &many);
    let ran = room.quorate(&["inspect", "few.pem"]).succeeds();
    assert!(
        ran.out.contains("but was signed with another key") && !ran.out.contains(note),
        "{}",
        ran.err
    );
    let ran = room.quorate(&["inspect", "many.pem"]).succeeds();
    assert!(
        !ran.out.contains("but was signed with another key") && ran.out.contains(note),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("many.pem, line 1, signature not checked"), "{}", ran.err);
    let ran = room.quorate(&["inspect", "--check", "many.pem"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.out.contains("but was signed with another key") && !ran.out.contains(note),
        "{}",
        ran.err
    );
}
