//! Every refusal with its words, and what must not be refused.

use super::super::tests::three_members;
use crate::cluster::{
    CaLayout, CaSource, CertificateLayout, Hint, Placement, Plan, PlanError, Preset,
};

/// Three members with these names.
fn named(names: [&str; 3]) -> Plan {
    let json = names.iter().enumerate().fold(three_members().to_json(), |json, (index, name)| {
        let former = format!("\"name\": \"etcd-{}\"", index + 1);
        json.replacen(&former, &format!("\"name\": \"{name}\""), 1)
    });
    Plan::from_json(json.as_bytes()).unwrap()
}

/// Three members on one machine with these names, that share nothing.
fn on_one_machine(names: [&str; 3]) -> Plan {
    let mut json = named(names).to_json();
    for (number, ports) in [(1, (2369, 2370)), (2, (2379, 2380)), (3, (2389, 2390))] {
        json = json.replacen(
            &format!("\"address\": \"10.0.0.{number}\""),
            &format!(
                "\"address\": \"127.0.0.1\", \"ports\": {{\"client\": {}, \"peer\": {}}}",
                ports.0, ports.1
            ),
            1,
        );
    }
    json = json
        .replacen("\"ports\": {\n", "\"placement\": \"shared-host\", \"ports\": {\n", 1)
        .replace("/var/lib/etcd", "/var/lib/{name}")
        .replace("/etc/etcd", "/etc/{name}");
    let mut plan: Plan = serde_json::from_str(&json).unwrap();
    plan.placement = Placement::SharedHost;
    plan
}

fn of(preset: Preset, arrangement: CertificateLayout, names: [&str; 3]) -> Plan {
    let mut plan = named(names);
    (plan.preset, plan.certificates.arrangement) = (preset, arrangement);
    plan
}

#[track_caller]
fn refuses(plan: &Plan, message: &str) {
    let error = plan.check().unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(!error.hint().is_empty());
    // A file with the same choices is refused with the same words.
    assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap_err().to_string(), message);
}

#[test]
fn a_certificate_that_members_share_does_not_name_the_superuser() {
    let json = three_members().to_json().replace("\"production\"", "\"root\"");
    let mut plan = Plan::from_json(json.as_bytes()).unwrap();
    for (arrangement, word) in
        [(CertificateLayout::Shared, "shared"), (CertificateLayout::SharedServer, "shared-server")]
    {
        plan.certificates.arrangement = arrangement;
        refuses(
            &plan,
            &format!(
                "a certificate that members share (`{word}`) has the cluster's name as its CN, and for etcd \
                 that is the user `root`"
            ),
        );
    }
}

#[test]
fn one_certificate_for_all_uses_has_one_signer() {
    for (arrangement, word) in
        [(CertificateLayout::PerMember, "per-member"), (CertificateLayout::Shared, "shared")]
    {
        for (trust, other) in
            [(CaLayout::PeerAndClient, "peer-and-client"), (CaLayout::Separate, "separate")]
        {
            let mut plan = three_members();
            (plan.certificates.arrangement, plan.certificates.trust) = (arrangement, trust);
            refuses(
                &plan,
                &format!(
                    "one certificate for clients and peers (`{word}`) can't come from two authorities (`{other}`)"
                ),
            );
        }
    }
    for trust in [CaLayout::One, CaLayout::Intermediate] {
        for arrangement in CertificateLayout::ALL {
            let mut plan = three_members();
            (plan.certificates.arrangement, plan.certificates.trust) = (arrangement, trust);
            plan.check().unwrap();
        }
    }
}

#[test]
fn an_authority_from_elsewhere_is_one_authority() {
    use crate::cluster::CaSource::{Elsewhere, Encrypted, Imported};
    for trust in [CaLayout::PeerAndClient, CaLayout::Separate, CaLayout::Intermediate] {
        let mut plan = three_members();
        plan.certificates.trust = trust;
        for ca_source in [Imported, Elsewhere] {
            plan.certificates.ca_source = ca_source;
            refuses(
                &plan,
                &format!(
                    "a CA that is `{ca_source}` is a single CA, but the trust layout is `{trust}`"
                ),
            );
        }
        plan.certificates.ca_source = Encrypted;
        plan.check().unwrap();
    }
}

#[test]
fn a_key_that_members_share_is_not_made_on_each() {
    for arrangement in [CertificateLayout::Shared, CertificateLayout::SharedServer] {
        let mut plan = three_members();
        plan.certificates.arrangement = arrangement;
        plan.certificates.member_keys = crate::cluster::KeyOrigin::Member;
        refuses(
            &plan,
            &format!(
                "a certificate that members share (`{arrangement}`) has one key, which can't be made on each member"
            ),
        );
    }
}

#[test]
fn members_on_machines_of_their_own_have_addresses_of_their_own() {
    let json = three_members().to_json().replacen("10.0.0.3", "10.0.0.1", 1);
    let plan: Plan = serde_json::from_str(&json).unwrap();
    refuses(&plan, "members 1 and 3 share the address `10.0.0.1`");
}

#[test]
fn members_on_one_machine_share_neither_ports_nor_directories_nor_units() {
    on_one_machine(["one", "two", "three"]).check().unwrap();

    let json = on_one_machine(["one", "two", "three"]).to_json().replacen("2389", "2370", 1);
    let plan: Plan = serde_json::from_str(&json).unwrap();
    refuses(&plan, "member `three` can't listen on port 2370: another member on this machine does");
    let mut plan = on_one_machine(["one", "two", "three"]);
    plan.settings.put("listen-metrics-urls=http://127.0.0.1:2381".parse().unwrap());
    refuses(
        &plan,
        "member `two` can't serve metrics on port 2381: a member of this machine listens there",
    );
    plan.settings.put("listen-metrics-urls=http://127.0.0.1:2379".parse().unwrap());
    refuses(
        &plan,
        "member `one` can't serve metrics on port 2379: a member of this machine listens there",
    );

    let json = on_one_machine(["one", "two", "three"]).to_json();
    let shared = json.replace("/var/lib/{name}", "/var/lib/etcd");
    let plan: Plan = serde_json::from_str(&shared).unwrap();
    refuses(&plan, "`/var/lib/etcd` would be the directory of several members on one machine");

    let nested = json.replace("/etc/{name}", "/var/lib/{name}-conf");
    let mut nested: Plan = serde_json::from_str(&nested).unwrap();
    nested.check().unwrap();
    nested = serde_json::from_str(
        &nested.to_json().replace("\"two\"", "\"one-conf\"").replace("\"three\"", "\"3\""),
    )
    .unwrap();
    refuses(&nested, "`/var/lib/one-conf` and `/var/lib/one-conf` overlap");

    let plan = on_one_machine(["one", "etcd-one", "three"]);
    refuses(
        &plan,
        "a file of member `etcd-one` would be called `etcd-one.service`, and another file has that name already",
    );
}

#[test]
fn a_directory_that_a_members_name_makes_the_systems_is_refused() {
    let json = on_one_machine(["one", "two", "log"]).to_json();
    let plan: Plan = serde_json::from_str(&json.replace("/var/lib/{name}", "/var/{name}")).unwrap();
    refuses(&plan, "`/var/log` belongs to the whole system, expected a directory only for etcd");
}

#[test]
fn a_member_whose_name_makes_the_name_of_another_file_is_refused() {
    use CertificateLayout::{PerMember, ServerAndPeer, SharedServer};
    use Preset::PerNode;
    for (preset, arrangement, names, member, file) in [
        (PerNode, ServerAndPeer, ["a", "b", "client"], "client", "client.pem"),
        (
            PerNode,
            ServerAndPeer,
            ["a", "production-root-ca", "c"],
            "production-root-ca",
            "production-root-ca.pem",
        ),
        (PerNode, ServerAndPeer, ["a", "a-peer", "c"], "a-peer", "a-peer.pem"),
        (PerNode, ServerAndPeer, ["a", "ca", "c"], "ca", "ca.pem"),
        // Another member's key.
        (PerNode, PerMember, ["a", "A-Key", "c"], "A-Key", "a-key.pem"),
        (Preset::SharedServer, SharedServer, ["server", "b", "c"], "server", "server.pem"),
        (
            Preset::SharedServer,
            SharedServer,
            ["a", "etcd-root-ca", "c"],
            "etcd-root-ca",
            "etcd-root-ca.pem",
        ),
    ] {
        refuses(
            &of(preset, arrangement, names),
            &format!(
                "a file of member `{member}` would be called `{file}`, and another file has that name already"
            ),
        );
    }
}

#[test]
fn a_name_that_only_looks_like_a_part_of_a_file_name_is_fine() {
    for preset in Preset::ALL {
        for arrangement in CertificateLayout::ALL {
            for names in
                [["a", "b", "c"], ["e", "s", "r"], ["etcd", "node", "k8s"], ["ca.1", "t", "u"]]
            {
                let plan = of(preset, arrangement, names);
                plan.check().unwrap_or_else(|error| panic!("{preset}, {arrangement}: {error}"));
            }
        }
    }
}

#[test]
fn plain_http_needs_an_address_beside_loopback() {
    let mut plan = on_one_machine(["one", "two", "three"]);
    plan.plain_http_on_loopback = true;
    refuses(
        &plan,
        "member `one` has the address `127.0.0.1`, where it can't also answer without TLS",
    );
    plan = three_members();
    plan.plain_http_on_loopback = true;
    plan.check().unwrap();
}

#[test]
fn every_preset_goes_with_every_choice_that_fits_together() {
    let mut fitting = 0;
    for preset in Preset::ALL {
        for trust in CaLayout::ALL {
            for arrangement in CertificateLayout::ALL {
                let mut plan = of(preset, arrangement, ["etcd-1", "etcd-2", "etcd-3"]);
                plan.certificates.trust = trust;
                match plan.check() {
                    Ok(()) => fitting += 1,
                    Err(error) => assert!(
                        matches!(error, PlanError::OneCertificateTwoAuthorities { .. }),
                        "{error}"
                    ),
                }
            }
        }
    }
    // Two of four trust layouts take all four arrangements, two take two.
    assert_eq!(fitting, Preset::ALL.len() * 12);
}

#[test]
fn several_authorities_do_not_share_a_name() {
    let mut plan = three_members();
    plan.certificates.authority_name = Some("Works CA".parse().unwrap());
    plan.check().unwrap();
    plan.certificates.trust = CaLayout::Separate;
    refuses(&plan, "`Works CA` would be the name of 3 CAs");
    plan.certificates.authority_name = Some("Works {ca}".parse().unwrap());
    plan.check().unwrap();
}

#[test]
fn name_constraints_hold_all_names_and_addresses_of_the_plan() {
    let constrained = |texts: &[&str]| {
        let mut plan = three_members();
        plan.certificates.name_constraints = texts.iter().map(|one| one.parse().unwrap()).collect();
        plan
    };
    let all = [
        "etcd-1",
        "etcd-2",
        "etcd-3",
        "example.com",
        "localhost",
        "10.0.0.0/24",
        "127.0.0.1",
        "::1",
    ];
    constrained(&all).check().unwrap();
    for (left_out, outside, proposed) in [
        (
            "etcd-2",
            "etcd-2",
            "etcd-1, etcd-2, etcd-3, etcd-4, etcd-5, etcd-6, etcd-7, etcd-8, etcd-9",
        ),
        ("example.com", "etcd-1.example.com", "example.com"),
        ("localhost", "localhost", "localhost"),
        ("10.0.0.0/24", "10.0.0.1", "10.0.0.0/24"),
        ("::1", "::1", "::1/128"),
    ] {
        let texts: Vec<&str> = all.into_iter().filter(|one| *one != left_out).collect();
        let plan = constrained(&texts);
        let why = format!("`{outside}` is outside the CA's name constraints");
        refuses(&plan, &why);
        let hint = format!("add `{proposed}` to the name constraints, or make a CA without any");
        assert_eq!(plan.check().unwrap_err().hint(), hint);
    }
    // A CA that exists has its own.
    let mut plan = constrained(&["example.com"]);
    plan.certificates.ca_source = CaSource::Imported;
    plan.check().unwrap();

    let mut plan = constrained(&all);
    plan.further_files.cfssl = true;
    refuses(&plan, "cfssl can't make a CA with name constraints, but cfssl inputs are asked for");
}

/// openssl, which install.sh asks, takes such a CN for a host.
#[test]
fn name_constraints_hold_the_common_name_of_a_peer_without_dns_names() {
    let mut plan = named(["a.example.org", "etcd-2", "etcd-3"]);
    let json = plan.to_json().replace("\"etcd-1\",", "").replace("\"etcd-1.example.com\"", "");
    plan = Plan::from_json(json.as_bytes()).unwrap();
    let proposed = crate::cluster::Permitted::proposed(plan.sans());
    plan.certificates.name_constraints = proposed;
    refuses(&plan, "`a.example.org` is outside the CA's name constraints");
    plan.certificates.name_constraints.push("example.org".parse().unwrap());
    plan.check().unwrap();
}
