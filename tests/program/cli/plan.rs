//! `quorate plan`: answers in, a plan out, or every complaint at once.

use quorate::cluster::{CommonName, Plan};

use crate::cli::Room;

#[test]
fn the_usage_doesn_t_take_the_flags_that_were_given_for_required_ones() {
    let room = Room::new();
    let ran = room.quorate(&["plan", "--cluster", "shop", "--member", "m1=10.0.0.1", "--key", "x"]);
    assert!(ran.err.contains("Usage: quorate plan [OPTIONS]\n"), "{}", ran.err);
}

#[test]
fn a_plan_of_three_is_printed_and_is_read_back() {
    let room = Room::new();
    let ran = room
        .quorate(&[
            "plan",
            "--cluster=production",
            "--token=production-1",
            "--member=etcd-1=10.0.0.1",
            "--member=etcd-2=10.0.0.2,etcd-2.example.com,10.1.0.2,*.example.com",
            "--member=etcd-3=fd00::3,db",
            "--client=root",
            "--client=backup=etcd backup",
            "--client=web=",
            "--algorithm=p-384",
            "--organization=Zürich AG",
        ])
        .succeeds();
    let plan = Plan::from_json(ran.out.as_bytes()).unwrap();
    let members: Vec<String> = plan
        .members
        .iter()
        .map(|one| format!("{} {} {:?} {:?}", one.name, one.address, one.dns_names, one.extra_sans))
        .collect();
    assert_eq!(
        members,
        [
            "etcd-1 10.0.0.1 [DnsName(\"etcd-1\")] []",
            "etcd-2 10.0.0.2 [DnsName(\"etcd-2.example.com\")] [Ip(10.1.0.2), Dns(\"*.example.com\")]",
            "etcd-3 fd00::3 [DnsName(\"db\")] []"
        ]
    );
    let clients: Vec<_> = plan
        .clients
        .iter()
        .map(|one| (one.name.as_str(), one.common_name.as_ref().map(CommonName::as_str)))
        .collect();
    assert_eq!(clients, [("root", Some("root")), ("backup", Some("etcd backup")), ("web", None)]);
    assert_eq!(ran.err.lines().next().unwrap(), "note: `p-384` is written as `ecdsa-p384`");
}

#[test]
fn members_have_further_addresses_and_others_for_their_peers() {
    let room = Room::new();
    let line = ["plan", "--member=a=10.0.0.1", "--member=b=10.0.0.2"];
    let with = |more: &[&str]| room.quorate(&[&line, more].concat());
    let ran =
        with(&["--more-addresses=a=fd00::1", "--peer-addresses=B=10.1.0.2,fd01::2"]).succeeds();
    let plan = quorate::cluster::Plan::from_json(ran.out.as_bytes()).unwrap();
    assert_eq!(
        plan.initial_cluster(),
        "a=https://10.0.0.1:2380,a=https://[fd00::1]:2380,b=https://10.1.0.2:2380,b=https://[fd01::2]:2380"
    );
    with(&["--peer-addresses=c=10.1.0.3"])
        .refuses(2, "error: --peer-addresses: no member is named `c`");
    with(&["--more-addresses=a"]).refuses(2, "error: --more-addresses: `a` has no address");
    with(&["--peer-addresses=a=peers.lan"])
        .refuses(2, "error: --peer-addresses, member 1: `peers.lan` is a name");
}

#[test]
fn further_settings_are_named_for_all_members_or_for_one() {
    let room = Room::new();
    let line = ["plan", "--member=a=10.0.0.1", "--member=b=10.0.0.2", "--unit-form=flags"];
    let with = |more: &[&str]| room.quorate(&[&line, more].concat());
    let ran = with(&["--set=auto-compaction-retention=1h", "--set=b:log-level=debug"]).succeeds();
    let plan = quorate::cluster::Plan::from_json(ran.out.as_bytes()).unwrap();
    let [a, b] = [0, 1].map(|index| {
        let settings = plan.settings_of(plan.members.iter().nth(index).unwrap());
        settings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    });
    assert_eq!(a, "auto-compaction-retention=1h");
    assert_eq!(b, "auto-compaction-retention=1h log-level=debug");
    let bundle = Room::new();
    std::fs::write(bundle.path.join("plan.json"), &ran.out).unwrap();
    bundle.quorate(&["generate", "--plan", "plan.json", "--out", "out"]).succeeds();
    let unit = |member: &str| {
        std::fs::read_to_string(bundle.path.join(format!("out/members/{member}/etcd.service")))
            .unwrap()
    };
    assert!(
        unit("a").contains("--auto-compaction-retention=1h") && !unit("a").contains("log-level")
    );
    assert!(unit("b").contains("--log-level=debug"));
    let readme = std::fs::read_to_string(bundle.path.join("out/README.txt")).unwrap();
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(readme.contains("auto-compaction-retention=1h, b:log-level=debug"), "{readme}");
    bundle.quorate(&["verify", "out"]).succeeds();

    for (more, error) in [
        (
            &["--set=data-dir=/a"][..],
            "error: --set: `data-dir` follows from the data directory\nhint: change the data directory instead\n",
        ),
        (
            &["--set=pre-vote=1", "--set=pre-vote=0"],
            "error: --set: `pre-vote` is set twice\nhint: keep one of them\n",
        ),
        (
            &["--set=c:pre-vote=1"],
            "error: --set: no member is named `c`\nhint: use the name of a member of this plan\n",
        ),
        (
            &["--etcd-version=3.7", "--set=experimental-corrupt-check-time=1h"],
            "error: --set: etcd 3.7 no longer has `experimental-corrupt-check-time`\nhint: use `corrupt-check-time`\n",
        ),
    ] {
        let ran = with(more);
        assert_eq!((ran.code, ran.err.as_str()), (Some(2), error));
    }
}

#[test]
fn defaults_fill_what_isnt_said_and_the_token_is_unique() {
    let room = Room::new();
    let line = ["plan", "--member=a=10.0.0.1", "--member=b=10.0.0.2", "--member=c_1=10.0.0.3"];
    let first = room.quorate(&line).succeeds();
    let plan = quorate::cluster::Plan::from_json(first.out.as_bytes()).unwrap();
    assert_eq!(first.err, "");
    let token = plan.cluster_token.as_str();
    let digits = token.strip_prefix("etcd-").unwrap();
    assert!(digits.len() == 8 && digits.chars().all(|c| c.is_ascii_hexdigit()), "{token}");
    assert_ne!(first.out, room.quorate(&line).out);
    let names: Vec<usize> = plan.members.iter().map(|one| one.dns_names.len()).collect();
    assert_eq!(names, [1, 1, 0], "`c_1` can't be a host name");
}

#[test]
fn short_lived_authorities_shorten_the_leaves_that_nobody_asked_for() {
    let room = Room::new();
    let ran = room.quorate(&["plan", "--member=a=10.0.0.1", "--ca-days=30"]).succeeds();
    assert!(ran.out.contains("\"leaf_days\": 30"));
    room.quorate(&["plan", "--member=a=10.0.0.1", "--ca-days=30", "--leaf-days=31"]).fails(
        2,
        "error: --leaf-days: leaf certificates of 31 days would outlive a CA of 30 days\n\
         hint: shorten the leaves to at most 30 days, or lengthen the CA\n",
    );
}

#[test]
fn what_is_written_in_another_way_and_what_is_unwise_is_told() {
    let room = Room::new();
    let ran = room.quorate(&["plan", "--member=a=[fd00::1],Host.Example."]).succeeds();
    assert_eq!(
        ran.err,
        "note: `[fd00::1]` is written as `fd00::1`\n\
         note: `Host.Example.` is written as `host.example`\n\
         warning: One member tolerates no failure: while it is down, so is everything that needs \
         it. Use 3 members for anything that matters; one is fine for a lab. (etcd FAQ, \
         failure tolerance) [single-member]\n"
    );
}

/// With authentication on, etcd takes the CN of each certificate for a user's name.
#[test]
fn names_that_are_users_of_etcd_are_looked_at_where_they_are_typed() {
    let room = Room::with_plan();
    let hosts = ["--member=b=10.0.0.2", "--member=c=10.0.0.3"];
    let refused = "`root` can't be a member's name: etcd uses the CN of a member's certificate as a user, and \
                   `root` can do everything";
    let hint = "use a short plain name such as `etcd-1`";
    room.quorate(&[&["plan", "--member=root=10.0.0.1"], &hosts[..]].concat())
        .fails(2, &format!("error: --member 1, name: {refused}\nhint: {hint}\n"));
    let plan = include_str!("../../fixtures/three-members.json");
    let room = room.file("root.json", &plan.replacen("\"etcd-1\"", "\"root\"", 1));
    let ran = room.quorate(&["generate", "--plan", "root.json", "--out", "x"]);
    assert!(ran.err.contains(&format!("members[0].name: {refused}")), "{}", ran.err);

    let of = |clients: &[&str]| {
        let plan = [&["plan", "--member=a=10.0.0.1"], &hosts[..], clients].concat();
        let ran = room.quorate(&plan).succeeds();
        let codes = ran.err.lines().filter_map(|line| line.rsplit_once('['));
        codes.map(|(_, code)| code.trim_end_matches(']').to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(&["--client=root", "--client=backup"]), [""; 0]);
    assert_eq!(of(&["--client=x=a"]), ["client-named-as-member"]);
    assert_eq!(of(&["--client=y=root", "--client=root"]), ["shared-user", "superuser-client"]);
    assert_eq!(
        of(&["--client=x=r\u{43e}ot", "--organization=Ex\u{430}mple"]),
        ["mixed-scripts"; 2]
    );
    assert_eq!(of(&["--client=x=Иван", "--organization=ООО Пример"]), [""; 0]);
}

#[test]
fn wildcards_are_told_of_one_member_and_of_all() {
    let room = Room::new();
    let said = |first: &str, more: &[&str]| {
        let hosts = ["--member=b=10.0.0.2", "--member=c=10.0.0.3"];
        room.quorate(&[&["plan", first], &hosts[..], more].concat()).succeeds().err
    };
    let advice = |members: &str, san: &str| {
        format!(
            "warning: The certificates of {members} are valid for {san}: anyone who gets one of their keys can \
             pose as any host there. Name the hosts. (RFC 6125 section 7.2) [wildcard-san]\n"
        )
    };
    let plain = "--member=a=10.0.0.1";
    assert_eq!(
        said(plain, &["--server-sans=*.example.com, x.example.com, *.example.net"]),
        advice("a, b, c", "*.example.com") + &advice("a, b, c", "*.example.net")
    );
    let own = "--member=a=10.0.0.1,*.example.com,*.example.net";
    assert_eq!(
        said(own, &["--server-sans=*.example.com"]),
        advice("a, b, c", "*.example.com") + &advice("a", "*.example.net")
    );
}

#[test]
fn settings_take_the_form_that_is_asked_for() {
    let room = Room::new();
    let three = ["--member=a=10.0.0.1", "--member=b=10.0.0.2", "--member=c=10.0.0.3"];
    let ask = |form: &str| room.quorate(&[&["plan"], &three[..], &["--unit-form", form]].concat());
    assert!(ask("flags").succeeds().out.contains("\"unit_form\": \"flags\""));
    assert!(!ask("environment-file").succeeds().out.contains("unit_form"));
    let config = ask("config-file").succeeds();
    assert!(config.out.contains("\"unit_form\": \"config-file\""));
    assert!(
        config.err.starts_with("note: etcd silently ignores config file keys"),
        "{}",
        config.err
    );
    ask("yaml").fails(
        2,
        "error: --unit-form: `yaml` is not one of the choices\n\
         hint: use one of environment-file, flags, config-file\n",
    );
}

#[test]
fn no_member_is_invented() {
    Room::new().quorate(&["plan"]).fails(
        2,
        "error: no member is given, but a cluster needs at least one\n\
         hint: name each with its address: quorate plan --member etcd-1=10.0.0.1 \
         --member etcd-2=10.0.0.2 --member etcd-3=10.0.0.3 > plan.json\n",
    );
}

#[test]
fn all_complaints_come_at_once() {
    let room = Room::new();
    let member = "--member=;rm -rf /=10.0.0.256";
    room.quorate(&["plan", "--cluster=", member, "--tier=huge", "--ca-days=0"]).fails(
        2,
        "error: --tier: `huge` is not one of the choices\n\
         hint: use one of lab, small, medium, large, x-large\n\
         error: --member 1, name: `;rm -rf /` can't be a name: found `;`, expected letters, digits, `.`, `_` and `-`\n\
         hint: use a short plain name such as `etcd-1`\n\
         error: --member 1, address: `10.0.0.256` is not a valid IP address\n\
         hint: write four numbers from 0 to 255 without leading zeros, such as `10.0.0.1`\n\
         error: --cluster: this is empty; expected a cluster name such as `production`\n\
         hint: type a cluster name such as `production`\n\
         error: --ca-days: 0 is out of range, expected 1 to 36500 days\n\
         hint: give a number from 1 to 36500\n",
    );
}

#[test]
fn hostile_members_are_refused() {
    let long = format!("{}=10.0.0.1", "x".repeat(64));
    let huge = format!("a=10.0.0.1,{}", "x".repeat(10_000));
    let table = [
        ("=10.0.0.1", "name: this is empty"),
        ("etcd$(id)=10.0.0.1", "name: `etcd$(id)` can't be a name: found `$`"),
        ("`id`=10.0.0.1", "name: ``id`` can't be a name: found ```"),
        ("%n=10.0.0.1", "name: `%n` can't be a name"),
        ("a\nb=10.0.0.1", "name: `a\\x0Ab` holds the control character U+000A"),
        ("a\u{1b}[31m=10.0.0.1", "name: `a\\x1B[31m` holds the control character U+001B"),
        ("a,b=10.0.0.1", "name: `a,b` can't be a name: found `,`"),
        ("--force=10.0.0.1", "name: `--force` can't be a name: it starts with `-`"),
        ("..=10.0.0.1", "name: `..` can't be a name: it starts with `.`"),
        ("../../etc=10.0.0.1", "name: `../../etc` can't be a name: found `/`"),
        ("a\u{202e}b=10.0.0.1", "name: `a<U+202E>b` holds the invisible character U+202E"),
        (&long, "name: this is 64 characters long, at most 63 are allowed"),
        ("a=", "address: this is empty"),
        ("a=010.0.0.1", "address: `010.0.0.1` is not a valid IP address"),
        ("a=127.1", "address: `127.1` is not a valid IP address"),
        ("a=0x7f.1", "address: `0x7f.1` is not a valid IP address"),
        ("a=2130706433", "address: `2130706433` is not a valid IP address"),
        ("a=fe80::1%eth0", "address: `fe80::1%eth0` has a zone ID"),
        ("a=::ffff:10.0.0.1", "address: `::ffff:10.0.0.1` is the IPv4 address `10.0.0.1`"),
        ("a=0.0.0.0", "address: `0.0.0.0` is the unspecified address"),
        ("a=224.0.0.1", "address: `224.0.0.1` is a multicast address"),
        ("a=etcd.example.com", "address: `etcd.example.com` is a name, expected an IP address"),
        ("a=https://10.0.0.1:2379", "address: `https://10.0.0.1:2379` is a URL"),
        ("a=10.0.0.1:2379", "address: `10.0.0.1:2379` has a port"),
        ("a=10.0.0.1/24", "address: `10.0.0.1/24` is a network"),
        ("a=10.0.0.1,", "host: this is empty"),
        ("a=10.0.0.1,*", "host: the wildcard `*` isn't allowed here"),
        ("a=10.0.0.1,*.com", "host: the wildcard `*.com` isn't allowed here"),
        ("a=10.0.0.1,a..b", "host: `a..b` is not a host name: nothing is between two dots"),
        ("a=10.0.0.1,a_b", "host: `a_b` is not a host name: a host name can't hold `_`"),
        ("a=10.0.0.1,-a", "host: `-a` is not a host name: a part between dots starts or ends"),
        (
            "a=10.0.0.1,bücher.de",
            "host: `bücher.de` is not ASCII; in a certificate it is written `xn--bcher-kva.de`",
        ),
        (&huge, "host: this is 10000 characters long, at most 253 are allowed"),
    ];
    let room = Room::new();
    for (member, complaint) in table {
        let ran = room.quorate(&["plan", "--member", member]);
        ran.refuses(2, &format!("error: --member 1, {complaint}"));
    }
    room.quorate(&["plan", "--member", "etcd-1"])
        .refuses(2, "error: --member 1: `etcd-1` has no address, expected NAME=ADDRESS[,HOST…]");
    assert_eq!(room.names(), [""; 0]);
}

#[test]
fn answers_that_dont_fit_together_are_refused() {
    let room = Room::new();
    let members = |texts: &[&str]| {
        let texts = texts.iter().flat_map(|text| ["--member", text]);
        room.quorate(&["plan"].into_iter().chain(texts).collect::<Vec<_>>())
    };
    members(&["a=10.0.0.1", "A=10.0.0.2"])
        .refuses(2, "error: --member 2, name: members 1 and 2 are both named `A`");
    members(&["a=10.0.0.1", "b=10.0.0.1"])
        .refuses(2, "error: --member 2, address: members 1 and 2 share the address `10.0.0.1`");
    let many: Vec<String> = (1..=51).map(|n| format!("m{n}=10.0.0.{n}")).collect();
    members(&many.iter().map(String::as_str).collect::<Vec<_>>())
        .refuses(2, "error: --member: 51 is out of range, expected 1 to 50");
    let one = |option: &str| room.quorate(&["plan", "--member=a=10.0.0.1", option]);
    let long = "x".repeat(65);
    one(&format!("--organization={long}"))
        .refuses(2, "error: --organization: this is 65 characters long, at most 64 are allowed");
    one(&format!("--client=root={long}"))
        .refuses(2, "error: --client 1, common name: this is 65 characters long");
    one("--ca-days=-1").refuses(2, "error: --ca-days: -1 is out of range");
    one("--leaf-days=4000000").refuses(2, "error: --leaf-days: 4000000 is out of range");
    one("--etcd-version=2").refuses(2, "error: --etcd-version: `2` is not");
    one("--algorithm=rsa-1024")
        .refuses(2, "error: --algorithm: `rsa-1024` is not one of the choices");
    one("--token=").refuses(2, "error: --token: this is empty; expected a cluster token");
}

#[test]
fn an_account_for_something_else_is_refused_and_one_that_a_cluster_has_is_kept() {
    let room = Room::new();
    let line = ["plan", "--member=a=10.0.0.1", "--user"];
    for (user, said) in [
        ("root", "that account is for the administrator"),
        ("www-data", "that account is for web servers and proxies"),
        ("systemd-network", "that account is for the system itself"),
        ("nobody", "it belongs to nobody"),
    ] {
        let ran = room.quorate(&[&line[..], &[user]].concat());
        assert_eq!(ran.code, Some(2), "{user}");
        assert!(
            ran.err.contains(said) && ran.err.contains("give etcd its own user"),
            "{}",
            ran.err
        );
    }
    std::fs::write(room.path.join("new.json"), room.quorate(&line[..2]).succeeds().out).unwrap();
    let text = std::fs::read_to_string(room.path.join("new.json")).unwrap();
    std::fs::write(
        room.path.join("new.json"),
        text.replace("\"service_user\": \"etcd\"", "\"service_user\": \"daemon\""),
    )
    .unwrap();
    let ran = room.quorate(&["generate", "--plan", "new.json", "--out", "out"]);
    assert!(
        ran.code == Some(2) && ran.err.contains("that account is for the system itself"),
        "{}",
        ran.err
    );

    // Of a cluster that runs.
    std::fs::write(room.path.join("new.json"), &text).unwrap();
    room.quorate(&["generate", "--plan", "new.json", "--out", "running"]).succeeds();
    let unit = room.path.join("running/members/a/etcd.service");
    let running = std::fs::read_to_string(&unit).unwrap();
    std::fs::write(&unit, running.replace("User=etcd\n", "User=daemon\n")).unwrap();
    room.quorate(&["audit", "running", "--write-plan", "taken.json"]);
    let taken = std::fs::read_to_string(room.path.join("taken.json")).unwrap();
    assert!(taken.contains("\"service_user\": \"daemon\",\n    \"keeps_user\": true"), "{taken}");
    let made = room.quorate(&["generate", "--plan", "taken.json", "--out", "out"]).succeeds();
    assert!(made.err.contains("etcd runs as `daemon`") && made.err.contains("[user-with-purpose]"));
    let unit = std::fs::read_to_string(room.path.join("out/members/a/etcd.service")).unwrap();
    assert!(unit.contains("\nUser=daemon\n"), "{unit}");
    let verified = room.quorate(&["verify", "out"]);
    assert!(verified.out.contains("etcd runs as `daemon`"), "{}", verified.out);
    let plan = quorate::cluster::Plan::from_json(taken.as_bytes()).unwrap();
    let answers = quorate::answers::Answers::from_plan(&plan);
    assert_eq!(answers.plan().unwrap().install, plan.install);
}

#[test]
fn a_layout_keeps_the_ports_of_its_rows_for_other_members() {
    let room = Room::new();
    let lab = [
        "plan",
        "--preset",
        "single-host",
        "--member",
        "a=127.0.0.1",
        "--member",
        "b=127.0.0.1:1/2",
    ];
    let plan = room.quorate(&lab).succeeds().out;
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    let ports = |row: usize| plan["members"][row]["ports"].to_string();
    assert_eq!(
        (ports(0), ports(1)),
        (r#"{"client":2369,"peer":2370}"#.into(), r#"{"client":1,"peer":2}"#.into())
    );
}
