//! Further settings of a plan on real members, in each form of their settings.

use serde_json::{Value, json};

use crate::support::bundle::{ClusterRequest, quorate};
use crate::support::etcd::{Cluster, EtcdRelease};
use crate::support::process::run;
use crate::support::releases::on_every_release;

on_every_release! {
    ["root", "ip", "curl"];
    further_settings_have_the_same_effect_in_every_form;
}

/// One of each type and of each section, by what the release has.
fn settings(release: EtcdRelease) -> Vec<&'static str> {
    let mut settings = vec![
        "max-request-bytes=4096",
        "metrics=extensive",
        "log-outputs=stderr",
        "cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "pre-vote=false",
        "grpc-keepalive-interval=1h30m",
        "host-whitelist=only.example.com,10.77.0.1,127.0.0.1",
        "only:backend-batch-interval=50ms",
    ];
    settings.extend(match release {
        EtcdRelease::V3_4 => &["experimental-corrupt-check-time=12h"][..],
        EtcdRelease::V3_5_1 => {
            &["experimental-compaction-batch-limit=500", "self-signed-cert-validity=2"]
        }
        EtcdRelease::V3_5 => &[
            "experimental-corrupt-check-time=12h",
            "tls-min-version=TLS1.3",
            "socket-reuse-port=true",
        ],
        EtcdRelease::V3_6 | EtcdRelease::V3_7 => &[
            "feature-gates=CompactHashCheck=true",
            "corrupt-check-time=12h",
            "peer-skip-client-san-verification=true",
            "tls-min-version=TLS1.3",
            "socket-reuse-address=true",
        ],
    });
    // Cipher suites are those of TLS 1.2.
    let is_newer = settings.iter().any(|one| one.starts_with("tls-min-version"));
    settings.retain(|one| !is_newer || !one.starts_with("cipher-suites"));
    settings
}

fn further_settings_have_the_same_effect_in_every_form(release: EtcdRelease) {
    let [environment, flags, config] =
        ["environment-file", "flags", "config-file"].map(|form| effect(form, release));
    assert_eq!(environment, flags);
    assert_eq!(environment, config);
}

/// What a member says of its settings at the start, once it has shown what they do.
#[track_caller]
fn effect(form: &str, release: EtcdRelease) -> Value {
    let request = ClusterRequest::named("further").member("only", "10.77.0.1");
    let request = request
        .option("--token", "a-token")
        .option("--unit-form", form)
        .option("--etcd-version", release.series())
        // Those that have questions of their own.
        .option("--auto-compaction", "2h")
        .option("--metrics-urls", "http://127.0.0.1:2381")
        .option("--log-level", "debug")
        .option("--corruption-check", "yes");
    let request =
        settings(release).into_iter().fold(request, |request, one| request.option("--set", one));
    let bundle = request.generate();
    run(quorate().arg("verify").arg(bundle.directory())).success();
    let audited = run(quorate()
        .args(["audit", "--json", "--etcd-version", release.version()])
        .arg(bundle.directory().join("members")));
    let report: Value = serde_json::from_str(&audited.stdout).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        let code = finding["code"].as_str().unwrap();
        let of_releases =
            ["out-of-support", "release-loses-data", "release-with-fault", "upgrade-first"];
        // That a later series calls a setting otherwise is said of it as of any other.
        assert!(of_releases.contains(&code) || code == "gone-next", "{form}: {finding}");
    }
    let cluster = Cluster::start(&bundle, release);
    cluster.etcdctl(0, "root", &["put", "greeting", "hello"]).success();
    let oversized = "x".repeat(8192);
    let refused = cluster.etcdctl(0, "root", &["put", "greeting", &oversized]).failure();
    assert!(refused.said().contains("request is too large"), "{refused}");
    let metrics = cluster.get(0, None, "http://127.0.0.1:2381/metrics").success().stdout;
    assert!(metrics.contains("grpc_server_handling_seconds_bucket"), "metrics are extensive");
    let log = cluster.log(0);
    assert!(log.contains(r#""level":"debug""#), "{log}");
    let mut lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let is_start = |line: &Value| line["msg"] == "starting an etcd server";
    let mut started = lines.find(is_start).unwrap_or_else(|| panic!("{log}"));
    for (setting, expected) in [
        ("auto-compaction-mode", json!("periodic")),
        ("auto-compaction-retention", json!("2h0m0s")),
        ("pre-vote", json!(false)),
        ("listen-metrics-urls", json!(["http://127.0.0.1:2381"])),
    ] {
        // Early releases name fewer settings.
        assert!(started[setting] == expected || started[setting].is_null(), "{started}");
    }
    assert_eq!(started["auto-compaction-retention"], "2h0m0s", "{started}");
    // A member that starts again compares its data: a flag up to 3.5, which the log tells, and a gate since.
    let is_gate =
        |line: &str| line.starts_with("etcd_server_feature_enabled{name=\"InitialCorruptCheck\"");
    match metrics.lines().find(|line| is_gate(line)) {
        Some(gate) => assert!(gate.ends_with(" 1"), "{gate}"),
        None => assert_eq!(started["initial-corrupt-check"], true, "{started}"),
    }
    for key in ["ts", "caller"] {
        started.as_object_mut().unwrap().remove(key);
    }
    started
}
