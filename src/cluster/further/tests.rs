use super::*;
use crate::cluster::plan::tests::three_members;
use crate::cluster::{Plan, PlanError};

#[track_caller]
fn set(text: &str) -> FurtherSetting {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn refuses(text: &str) -> (String, String) {
    let error = text.parse::<FurtherSetting>().expect_err(text);
    (error.to_string(), error.hint())
}

#[test]
fn values_have_the_type_of_their_flags() {
    for (text, expected) in [
        ("auto-compaction-retention=1h", "auto-compaction-retention=1h"),
        ("--auto-compaction-retention=1000", "auto-compaction-retention=1000"),
        ("max-request-bytes=0xA00000", "max-request-bytes=10485760"),
        ("pre-vote=F", "pre-vote=false"),
        ("grpc-keepalive-timeout=90s", "grpc-keepalive-timeout=90s"),
        ("cipher-suites= A , B", "cipher-suites=A,B"),
        (
            "listen-metrics-urls=http://127.0.0.1:2381, http://[::1]:2381",
            "listen-metrics-urls=http://127.0.0.1:2381,http://[::1]:2381",
        ),
        ("feature-gates=InitialCorruptCheck=true", "feature-gates=InitialCorruptCheck=true"),
    ] {
        assert_eq!(set(text).to_string(), expected);
    }
    for (text, expected) in [
        (
            "auto-compaction-retention=1day",
            "`auto-compaction-retention` can't be `1day`, expected a duration such as `1h`, or a number",
        ),
        ("max-request-bytes=10M", "`max-request-bytes` can't be `10M`, expected a whole number"),
        ("max-request-bytes=-1", "`max-request-bytes` can't be `-1`, expected a whole number"),
        ("pre-vote=yes", "`pre-vote` can't be `yes`, expected `true` or `false`"),
        (
            "grpc-keepalive-timeout=5",
            "`grpc-keepalive-timeout` can't be `5`, expected a duration such as `1h30m`",
        ),
        (
            "cipher-suites=A,,B",
            "`cipher-suites` can't be `A,,B`, expected words separated by commas",
        ),
        (
            "listen-metrics-urls=127.0.0.1:2381",
            "`listen-metrics-urls` can't be `127.0.0.1:2381`, expected URLs such as `http://127.0.0.1:2381`",
        ),
        ("metrics=", "`metrics` has no value"),
        ("metrics", "`metrics` isn't NAME=VALUE"),
        ("metrics=a\u{1b}", "`a\\x1B` holds the control character U+001B"),
    ] {
        assert_eq!(refuses(text).0, expected);
    }
    let nanoseconds = |count: &str| FurtherSetting::of_key("corrupt-check-time", count).unwrap();
    assert_eq!(nanoseconds("5400000000000").to_string(), "corrupt-check-time=90m");
    assert_eq!(nanoseconds("1500").to_string(), "corrupt-check-time=1500ns");
}

#[test]
fn names_are_those_of_settings_that_nothing_else_sets() {
    for (text, error, hint) in [
        (
            "auto-compaction-retetion=1h",
            "etcd has no setting `auto-compaction-retetion`",
            "did you mean `auto-compaction-retention`?",
        ),
        (
            "data-dir=/a",
            "`data-dir` follows from the data directory",
            "change the data directory instead",
        ),
        (
            "quota-backend-bytes=1",
            "`quota-backend-bytes` follows from the hardware",
            "change the hardware instead",
        ),
        (
            "force-new-cluster=true",
            "`force-new-cluster` can't be in a plan: it is for one manual start; at each start it would remove the other members",
            "leave it out",
        ),
        (
            "discovery-srv=example.com",
            "`discovery-srv` can't be in a plan: members find one another by the list in the plan",
            "leave it out",
        ),
        (
            "max-result-buffer=1",
            "`max-result-buffer` does nothing: etcd accepts it only for old units",
            "leave it out",
        ),
    ] {
        assert_eq!(refuses(text), (error.to_owned(), hint.to_owned()));
    }
}

#[test]
fn what_other_answers_say_is_refused() {
    for (name, _) in OWN {
        assert!(matches!(
            FurtherSetting::new(name, "1"),
            Err(FieldError::Setting(SettingError::Own { .. }))
        ));
    }
}

#[track_caller]
fn check(version: EtcdVersion, form: UnitForm, text: &str) -> Option<(String, String)> {
    let mut plan = Plan { etcd_version: version, unit_form: form, ..three_members() };
    plan.settings.put(set(text));
    match plan.check() {
        Ok(()) => None,
        Err(error @ PlanError::Setting(_)) => Some((error.to_string(), error.hint())),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn another_series_names_what_took_the_place_of_a_setting() {
    let flags = UnitForm::Flags;
    for (version, text, error, hint) in [
        (
            EtcdVersion::V3_7,
            "experimental-corrupt-check-time=1h",
            "etcd 3.7 no longer has `experimental-corrupt-check-time`",
            "use `corrupt-check-time`",
        ),
        (
            EtcdVersion::V3_7,
            "experimental-initial-corrupt-check=true",
            "etcd 3.7 no longer has `experimental-initial-corrupt-check`",
            "use `feature-gates=InitialCorruptCheck=true`",
        ),
        (
            EtcdVersion::V3_6,
            "enable-v2=true",
            "etcd 3.6 no longer has `enable-v2`",
            "leave it out: nothing replaced it",
        ),
        (
            EtcdVersion::V3_6,
            "experimental-corrupt-check-time=1h",
            "`experimental-corrupt-check-time` is another name of `corrupt-check-time`",
            "use `corrupt-check-time`",
        ),
        (
            EtcdVersion::V3_5,
            "corrupt-check-time=1h",
            "etcd 3.5 has no `corrupt-check-time` yet: it comes with 3.6.0",
            "use `experimental-corrupt-check-time`",
        ),
        (
            EtcdVersion::V3_4,
            "socket-reuse-port=true",
            "etcd 3.4 has no `socket-reuse-port` yet: it comes with 3.5.0",
            "leave it out, or plan for a newer etcd",
        ),
        (
            EtcdVersion::V3_5,
            "client-cert-allowed-cn=a",
            "`client-cert-allowed-cn` can be set in a config file only",
            "leave it out, or put the settings into a config file",
        ),
        (
            EtcdVersion::V3_6,
            "log-level=loud",
            "etcd 3.6 doesn't accept `loud` for `log-level`",
            "use one of debug, info, warn, error, dpanic, panic, fatal",
        ),
    ] {
        assert_eq!(check(version, flags, text), Some((error.to_owned(), hint.to_owned())));
    }
    let config = UnitForm::ConfigFile;
    let (error, _) = check(EtcdVersion::V3_6, config, "client-crl-file=/a").unwrap();
    assert_eq!(error, "no config file of etcd 3.6 can set `client-crl-file`");
    assert_eq!(check(EtcdVersion::V3_5, config, "client-cert-allowed-cn=a"), None);
    assert_eq!(check(EtcdVersion::V3_5, flags, "experimental-initial-corrupt-check=true"), None);
}

#[test]
fn a_plan_holds_them_by_name_once_and_a_members_own_count_first() {
    let json = three_members().to_json();
    assert!(!json.contains("settings\": {"), "{json}");
    let with =
        |text: &str| json.replacen("\"ports\"", &format!("\"settings\": {text}, \"ports\""), 1);
    let plan = Plan::from_json(
        with("{\"pre-vote\": false, \"max-request-bytes\": 10485760, \"metrics\": \"extensive\"}")
            .replacen(
                "\"name\": \"etcd-1\"",
                "\"settings\": {\"metrics\": \"basic\"}, \"name\": \"etcd-1\"",
                1,
            )
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
    let of = |member: usize| {
        let settings = plan.settings_of(plan.members.iter().nth(member).unwrap());
        settings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(of(0), ["max-request-bytes=10485760", "metrics=basic", "pre-vote=false"]);
    assert_eq!(of(1), ["max-request-bytes=10485760", "metrics=extensive", "pre-vote=false"]);
    for (text, error) in [
        ("{\"pre-vote\": true, \"pre-vote\": true}", "`pre-vote` is set twice; keep one of them"),
        ("{\"nane\": \"a\"}", "etcd has no setting `nane`; did you mean `name`?"),
        ("{\"pre-vote\": 1.5}", "a text, a whole number, or true or false"),
        ("[]", "expected names of etcd's flags with their values"),
    ] {
        let found = Plan::from_json(with(text).as_bytes()).unwrap_err().to_string();
        assert!(found.contains(error), "{found}");
    }
}
