//! When certificates end: asked for, as a calendar, and as metrics; and findings that are known already.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use super::answers::{audit, cluster, nodes};
use crate::cli::Room;

fn bundle() -> Room {
    let room = Room::with_plan();
    room.quorate(&["generate", "-q", "--plan", "plan.json", "--out", "out"]).succeeds();
    room
}

fn read(room: &Room, path: &str) -> String {
    String::from_utf8(room.read(path)).unwrap()
}

#[test]
fn certificates_that_end_within_a_time_are_found_and_end_with_1() {
    let room = bundle();
    room.quorate(&["audit", "out", "--expires-within", "12h"]).succeeds();
    let ran = room.quorate(&["audit", "out", "--expires-within", "50w"]);
    let later = room.quorate(&["audit", "out", "--expires-within", "5200w"]);
    assert_eq!(later.code, Some(1), "{later:?}");
    assert!(later.out.contains("[expires-soon]"), "{later:?}");
    assert!(later.out.contains("out/members/etcd-1/pki/ca.pem"), "{later:?}");
    assert!(later.out.contains("out/members/etcd-1/pki/server.pem"), "{later:?}");
    // The leaves of this plan live for a year and more.
    assert_eq!(ran.code, Some(0), "{ran:?}");
    room.quorate(&["audit", "out", "--expires-within", "1y"]).refuses(2, "error: invalid value");
}

#[test]
fn the_calendar_has_an_event_for_each_certificate_with_an_alarm() {
    let room = bundle();
    room.quorate(&["audit", "out", "--calendar", "etcd.ics"]).succeeds();
    let calendar = read(&room, "etcd.ics");
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), "{calendar}");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"), "{calendar}");
    let unfolded = calendar.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split_terminator("\r\n").collect();
    // Each part that begins ends, within the one around it.
    let mut open = Vec::new();
    for line in &lines {
        if let Some(part) = line.strip_prefix("BEGIN:") {
            open.push(part);
        } else if let Some(part) = line.strip_prefix("END:") {
            assert_eq!(open.pop(), Some(part));
        }
    }
    assert!(open.is_empty());
    let all = |start: &str| -> Vec<&str> {
        lines.iter().filter_map(|line| line.strip_prefix(start)).collect()
    };
    let identities = all("UID:");
    // Server, peer and one CA that all members have: the CA once.
    assert_eq!(identities.len(), 7, "{identities:?}");
    assert_eq!(all("TRIGGER:"), ["-P30D"; 7]);
    assert_eq!(all("ACTION:"), ["DISPLAY"; 7]);
    for moment in all("DTSTART:").iter().chain(&all("DTSTAMP:")) {
        assert!(moment.len() == 16 && moment.ends_with('Z') && &moment[8..9] == "T", "{moment}");
    }
    // The same certificates are the same events the next time, over the file that was there.
    room.quorate(&["audit", "out", "--calendar", "etcd.ics"]).succeeds();
    let again = read(&room, "etcd.ics").replace("\r\n ", "");
    for identity in &identities {
        assert!(again.contains(&format!("UID:{identity}\r\n")), "{identity}");
    }
}

#[test]
fn metrics_are_what_prometheus_reads() {
    let room = bundle();
    room.quorate(&["audit", "out", "--metrics", "etcd.prom"]).succeeds();
    let metrics = read(&room, "etcd.prom");
    let mode = std::fs::metadata(room.path.join("etcd.prom")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o644, "node_exporter reads it as another user");
    assert_eq!(room.names(), ["etcd.prom", "out"], "nothing is left beside it");
    let mut seen = std::collections::BTreeSet::new();
    let mut family = "";
    for line in metrics.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert_eq!(kind, "gauge");
            family = name;
        } else if !line.starts_with("# HELP ") {
            let (series, value) = line.rsplit_once(' ').unwrap();
            assert!(value.parse::<f64>().is_ok(), "{line}");
            assert!(series.starts_with(family), "{line}");
            assert!(seen.insert(series), "twice: {line}");
        }
    }
    assert!(metrics.ends_with('\n'));
    let ends = metrics.matches("\nquorate_certificate_not_after_seconds{path=\"").count();
    // Two leaves and the CA in two roles, for each of three members.
    assert_eq!(ends, 12, "{metrics}");
    assert!(metrics.contains(",usage=\"peer-ca\"} "), "{metrics}");
    assert!(metrics.contains("\nquorate_audit_findings{severity=\"error\"} 0\n"), "{metrics}");
    assert!(metrics.contains("\nquorate_audit_members 3\n"), "{metrics}");
}

#[test]
fn what_a_baseline_lists_is_neither_counted_nor_printed() {
    let room = cluster(2);
    let nodes = nodes(2);
    let ran = room.quorate(&audit(&nodes, &["--write-baseline", "known.json"]));
    assert_eq!(ran.code, Some(1), "writing it changes nothing else: {ran:?}");
    let ran = room.quorate(&audit(&nodes, &["--baseline", "known.json"])).succeeds();
    assert!(!ran.out.contains("error: "), "{ran:?}");
    assert!(ran.out.contains(" findings are in the baseline\n"), "{ran:?}");
    assert!(ran.out.ends_with(": 0 errors, 0 warnings, 0 notes\n"), "{ran:?}");
    // Lines may move; a further finding counts; one that is gone is named.
    room.shell("sed -i '1i # moved' node1/etc/etcd.env; echo ETCD_NO_SUCH=1 >> node1/etc/etcd.env");
    room.shell("sed -i s,http://10.0.0.2:2379,https://10.0.0.2:2379, node2/etc/etcd.env");
    let ran = room.quorate(&audit(&nodes, &["--baseline", "known.json"]));
    assert_eq!(ran.out.matches("[unknown-variable]").count(), 1, "{ran:?}");
    assert!(!ran.out.contains("    fix: write https\n"), "{ran:?}");
    assert!(ran.out.contains("  node2/etc/etcd.env [plain-http]\n"), "{ran:?}");
    let json: Value = serde_json::from_str(
        &room.quorate(&audit(&nodes, &["--baseline", "known.json", "--json"])).out,
    )
    .unwrap();
    assert_eq!(json["baseline"]["gone"].as_array().unwrap().len(), 2, "{json}");
    assert_eq!(json["baseline"]["gone"][0]["code"], "plain-http", "{json}");
    let refused = room.quorate(&audit(&nodes, &["--baseline", "nowhere.json"]));
    refused.refuses(2, "error: can't read `nowhere.json`");
    let room = room.file("broken.json", "{\"format\": 7, \"findings\": []}");
    let refused = room.quorate(&audit(&nodes, &["--baseline", "broken.json"]));
    refused.refuses(2, "error: `broken.json` is a baseline of format 7");
}

#[test]
fn the_certificates_of_clients_end_as_well() {
    let room = bundle();
    let unit = "printf '[Service]\\nExecStart=/usr/bin/kube-apiserver --etcd-servers=https://10.0.0.1:2379 \
                --etcd-cafile=%s --etcd-certfile=%s --etcd-keyfile=%s\\n' $PWD/out/clients/root/ca.pem \
                $PWD/out/clients/root/client.pem $PWD/out/clients/root/client-key.pem > kube-apiserver.service";
    room.shell(unit).succeeds();
    let asked = ["audit", "out", "kube-apiserver.service", "--expires-within", "5200w", "--json"];
    let ran = room.quorate(&asked);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let of_client = |one: &Value| {
        one["usage"] == "client"
            && one["path"].as_str().is_some_and(|path| path.ends_with("clients/root/client.pem"))
    };
    assert!(report["ends"].as_array().unwrap().iter().any(of_client), "{}", ran.out);
}
