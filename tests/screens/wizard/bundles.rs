//! Bundles made before: listed, verified when one is opened, and gone on with.

use std::sync::Arc;

use quorate::ui::{Action, BundleLook, BundleRecord, ListedBundle, Listing, Message};

use super::draft_list::drafts;
use super::driver::{NOW, Wizard};
use super::session::{PATIENCE, Session, Start};
use crate::seen::Seen as _;
use crate::support::process::{run, wait_until};
use crate::support::skip_without;

/// Two bundles, one of them gone.
fn bundles() -> Vec<ListedBundle> {
    let bundle = |cluster: &str, days, is_gone| ListedBundle {
        record: BundleRecord {
            path: format!("/home/operator/{cluster}-bundle"),
            cluster: cluster.into(),
            made: NOW - time::Duration::days(days),
            authority: Some(vec!["5E"; 32].join(":")),
        },
        is_gone,
    };
    vec![bundle("shop", 2, false), bundle("lab", 30, true)]
}

pub(crate) fn look(findings: &str) -> BundleLook {
    let plan = Wizard::filled(80, 24).goes_to(6).plan();
    BundleLook {
        is_sound: findings.is_empty(),
        findings: findings.into(),
        count: findings.matches("error:").count(),
        commands: quorate::render::next_commands(&plan, "/home/operator/shop-bundle".as_ref()),
        plan: Some(Box::new(plan)),
    }
}

/// A start that opens on the list of drafts and bundles.
pub(crate) fn at_bundles(start: Wizard) -> Wizard {
    let listing = Listing { bundles: bundles(), ..drafts() };
    start.told(Message::Listed { listing, asked: false })
}

fn at(width: u16, height: u16) -> Wizard {
    at_bundles(Wizard::at(width, height))
}

fn opened(findings: &str) -> Wizard {
    let path = || "/home/operator/shop-bundle".to_owned();
    let opened = at(80, 24).press("Down Down Down Enter").shows("Verifying");
    assert_eq!(opened.asked(), Some(&Action::LookAtBundle(path())));
    // What comes of another one is none of its business.
    let other = Message::BundleLooked { path: "/other".into(), look: look("error: no") };
    let opened = opened.told(other).shows("Verifying").press("Enter");
    assert_eq!(opened.message(), "Verifying…");
    opened.told(Message::BundleLooked { path: path(), look: look(findings) })
}

#[test]
fn a_bundle_is_verified_and_then_says_what_can_be_done() {
    let sound = opened("").shows("Nothing is wrong with it.");
    let sound = sound.press("Enter").shows("Read what was found").press("Esc Down Enter");
    let inspected = "/home/operator/shop-bundle".into();
    assert_eq!(sound.asked(), Some(&Action::Inspect(inspected)));
    let commands = sound.press("Down Enter").shows("cd /home/operator/shop-bundle").press("c");
    assert!(matches!(commands.asked(), Some(Action::Copy(text)) if text.starts_with("cd ")));
    let plan = commands.press("Esc Down Enter");
    let Some(Action::NewDraft(Some(plan_of))) = plan.asked() else {
        panic!("{:?}", plan.asked());
    };
    let begun = Message::DraftBegun(Some(plan_of.clone()));
    plan.told(begun).stands_at(6).press("Ctrl-N Enter").shows("This makes another CA");
    let wrong = opened("ca.pem\n  error: it ends today\n").shows("Something is wrong with it");
    let page = wrong.press("Enter").shows("error: it ends today");
    let found = page.press("/").types("TODAY").press("Enter").shows("Match 1 of 1");
    found.press("Esc Esc").shows("Drafts:");
}

#[test]
fn a_bundle_that_is_gone_is_not_opened_and_none_is_deleted() {
    let gone = at(80, 24).press("/").types("lab-").press("Enter Enter");
    assert_eq!(gone.asked(), None);
    assert!(gone.message().contains("is no longer there"), "{}", gone.message());
    let kept = gone.press("Ctrl-X").hides("Delete this draft?");
    assert!(kept.message().contains("quorate doesn't delete bundles"), "{}", kept.message());
    // Where there is no draft, the start is as ever, and says where the bundles are.
    let listing = || Listing { bundles: bundles(), ..Listing::default() };
    let only = Wizard::at(80, 24).told(Message::Listed { listing: listing(), asked: false });
    let only = only.shows("2 bundles were made before: d lists them.").press("d");
    assert_eq!(only.asked(), Some(&Action::ListDrafts));
    only.told(Message::Listed { listing: listing(), asked: true }).shows("gone: /home/operator");
}

#[test]
fn a_bundle_is_found_again_inspected_and_its_plan_becomes_a_draft() {
    skip_without!("setpriv", "stty");
    let mut session = Session::start().names_members(3).goes_to_review();
    session = session.press("Ctrl-N Enter Enter").shows("36 files written to").press("q");
    assert_eq!(session.ends(), 0);
    let home = Arc::clone(&session.home);
    let bundle = home.work().join("etcd-bundle");
    let listed = run(home.quorate().arg("bundles")).success().stdout;
    assert!(listed.starts_with(bundle.to_str().unwrap()), "{listed}");
    let json = run(home.quorate().args(["bundles", "--json"])).success().stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let manifest = std::fs::read_to_string(bundle.join("manifest.json")).unwrap();
    let authority = json["bundles"][0]["authority"].as_str().unwrap();
    assert!(manifest.contains(authority), "{authority} in {manifest}");

    let session = Start::at(&home).open().shows("A bundle was made before").press("d");
    let session = session.shows("Bundles made before").press("Enter");
    let session = session.shows("Nothing is wrong with it").press("Down Enter").shows("Files: ");
    let session = session.signal("TSTP");
    session.is_stopped();
    session.is_restored();
    let session = session.signal("CONT").shows("Files: ").resizes(100, 30);
    let session = session.press("q").shows("Start a draft from its plan").press("Down Down Enter");
    let mut session = session.shows("Not ready yet").shows("CA passphrase");
    wait_until("the draft", PATIENCE, || match std::fs::read_to_string(home.draft("etcd")) {
        Ok(text) if text.contains("10.0.0.3") && text.contains("\"of_plan\":true") => Ok(()),
        other => Err(format!("{other:?}")),
    });
    session = session.signal("INT");
    assert_eq!(session.ends(), 130);
    session.is_restored();
    std::fs::remove_dir_all(&bundle).unwrap();
    let listed = run(home.quorate().arg("bundles")).success().stdout;
    assert!(listed.contains("etcd-bundle (gone)"), "{listed}");
    let mut session = Start::at(&home).open().shows("Drafts:").shows("gone: ").press("q");
    assert_eq!(session.ends(), 0);
}
