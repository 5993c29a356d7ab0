//! `quorate presets`: the layouts to start from.

use quorate::cluster::{Plan, Preset};

use super::Room;

#[test]
fn every_layout_is_listed_with_what_it_is() {
    let out = Room::new().quorate(&["presets"]).succeeds().out;
    for preset in Preset::ALL {
        assert!(out.contains(&format!("{preset}: ")), "{out}");
    }
    for label in ["  Certificates  ", "  Units         ", "  Special       "] {
        assert_eq!(out.matches(label).count(), Preset::ALL.len(), "{out}");
    }
}

#[test]
fn one_layout_is_told_whole() {
    let out = Room::new().quorate(&["presets", "single-host"]).succeeds().out;
    for line in [
        "  ┌ peer CA: made here, its key in a file ─",
        "  │ server    one for each member   clients ─▶ members",
        "  [● ● ●]  all members on one machine",
        "  --trust            peer-and-client\n",
        "  - Its certificates have only 127.0.0.1",
        "(measured: the peer listener checks the caller's address)\n",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    let per_node = Room::new().quorate(&["presets", "per-node"]).succeeds().out;
    assert!(per_node.contains("  --member           5 of them\n"), "{per_node}");
    // Nothing but its CN is in a subject, and that is what is said.
    assert!(per_node.contains("subjects hold a CN alone"), "{per_node}");
    let plan = Room::new().quorate(&["plan", "--preset", "single-host"]).succeeds().out;
    let plan = Plan::from_json(plan.as_bytes()).unwrap();
    assert_eq!(plan.certificates.subject, quorate::cluster::SubjectFields::default());
}

#[test]
fn scripts_read_them_as_json() {
    let room = Room::new();
    let all = room.quorate(&["presets", "--json"]).succeeds().out;
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    assert_eq!(all.as_array().unwrap().len(), Preset::ALL.len());
    let one = room.quorate(&["presets", "shared-server", "--json"]).succeeds().out;
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one, all[5]);
    assert_eq!(one["answers"][2]["flag"], "--certificates");
    assert_eq!(one["answers"][2]["value"], "shared-server");
    assert!(one["fixes"][0]["source"].is_string());
}

#[test]
fn the_flags_it_names_make_the_same_plan() {
    let room = Room::new();
    let members =
        ["--member=node-1=10.0.0.1", "--member=node-2=10.0.0.2", "--member=node-3=10.0.0.3"];
    for preset in ["existing-ca", "shared-certificate", "shared-server"] {
        let json = room.quorate(&["presets", preset, "--json"]).succeeds().out;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let flags: Vec<String> = json["answers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                format!("{}={}", one["flag"].as_str().unwrap(), one["value"].as_str().unwrap())
            })
            .collect();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let token = ["plan", "--token=t"];
        let plan = |more: &[&str]| {
            let out = room.quorate(&[&token[..], &members[..], more].concat()).succeeds().out;
            Plan::from_json(out.as_bytes()).unwrap()
        };
        let named = plan(&["--preset", preset]);
        let by_hand = Plan { preset: named.preset, ..plan(&flags) };
        assert_eq!(named, by_hand, "{preset}");
    }
}

#[test]
fn a_layout_that_is_not_there_is_refused_with_those_that_are() {
    Room::new().quorate(&["presets", "huge"]).fails(
        2,
        "error: `huge` is not one of the choices\n\
         hint: use one of recommended, per-node, existing-ca, single-host, shared-certificate, \
         shared-server\n",
    );
}
