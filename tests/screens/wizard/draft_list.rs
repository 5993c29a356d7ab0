//! The list of drafts that a start opens on, without a terminal.

use quorate::answers::{Draft, Field, FieldRef, MemberColumn, Progress, Step};
use quorate::ui::{Action, Holder, ListedDraft, Listing, Message, Refusal};

use super::driver::{NOW, Wizard};
use crate::seen::Seen as _;

/// Drafts as the shell would list them: of a shop, of one that another wizard has, and one that is damaged.
pub(crate) fn drafts() -> Listing {
    let draft = |cluster: &str, place, days, holder| {
        let progress =
            Progress { step: Step::Members, reached: Step::Network, place, of_plan: false };
        let changed = NOW - time::Duration::days(days);
        let mut answers = Wizard::filled(80, 24).answers().clone();
        answers.set_text(Field::ClusterName, cluster.into());
        let head = Some(Draft::new(answers, progress, changed).draft);
        let path = format!("/home/operator/.local/state/quorate/drafts/{cluster}.json").into();
        ListedDraft { path, changed, head, holder }
    };
    let place = Some(FieldRef::Member { row: 1, column: MemberColumn::Address });
    let drafts = vec![
        draft("shop", place, 0, Holder::Nobody),
        draft("lab", None, 1, Holder::AnotherWizard),
        ListedDraft { head: None, ..draft("old", None, 40, Holder::Nobody) },
    ];
    Listing { drafts, ..Listing::default() }
}

fn listed(listing: Listing, asked: bool) -> Message {
    Message::Listed { listing, asked }
}

#[test]
fn a_start_opens_on_the_drafts_and_goes_on_with_one() {
    let offered = || Wizard::at(80, 24).told(listed(drafts(), false));
    let path =
        |name: &str| format!("/home/operator/.local/state/quorate/drafts/{name}.json").into();
    let opened = offered().press("Enter");
    assert_eq!(opened.asked(), Some(&Action::OpenDraft(path("shop"))));
    let place = Some(FieldRef::Member { row: 1, column: MemberColumn::Address });
    let progress = Progress { step: Step::Members, reached: Step::Network, place, of_plan: true };
    let answers = Wizard::filled(80, 24).answers().clone();
    let draft = Draft::new(answers.clone(), progress, NOW);
    let opened = opened.told(Message::DraftOpened(Box::new(draft))).stands_at(3);
    assert_eq!(*opened.answers(), answers);
    assert!(
        opened.message().starts_with("You are back where you left off"),
        "{}",
        opened.message()
    );
    let typed = opened.types("7");
    assert_eq!(typed.answers().member(1).address, "10.0.0.27");
    assert_eq!(typed.progress(), progress);
    typed.goes_to(6).press("Ctrl-N Enter").shows("This makes another CA");

    // The one that another wizard has is asked for all the same: it may have ended.
    let other = offered().press("Down Enter");
    assert_eq!(other.asked(), Some(&Action::OpenDraft(path("lab"))));
    let refusal = Refusal { message: "open elsewhere".into(), hint: "leave it".into() };
    let other = other.told(Message::DraftRefused(refusal)).shows("Drafts:");
    assert_eq!(other.message(), "✗ open elsewhere: leave it");

    let new = offered().press("n");
    assert_eq!(new.asked(), Some(&Action::NewDraft(None)));
    new.told(Message::DraftBegun(None)).hides("Drafts:").stands_at(1);
    let left = offered().press("Esc").hides("Drafts:").stands_at(1);
    assert!(left.answers().is_untouched());
    assert_eq!(offered().press("q").asked(), Some(&Action::Quit), "nothing would be lost");
}

#[test]
fn drafts_are_filtered_and_deleted_after_a_question() {
    let offered = || Wizard::at(80, 24).told(listed(drafts(), false));
    let filtered =
        offered().press("/").types("LA").shows("lab").hides("shop").press("Enter Ctrl-X");
    let asked = filtered.shows("Delete this draft?").shows("The draft of lab");
    let kept = asked.press("Esc").hides("Delete this draft?");
    assert_eq!(kept.asked(), None);
    let deleted = kept.press("Ctrl-X Enter");
    assert!(
        matches!(deleted.asked(), Some(Action::DeleteDraft(path)) if path.ends_with("lab.json"))
    );
    let deleted = deleted.told(Message::DraftDeleted("lab".into()));
    assert!(deleted.message().contains("Alt-U brings it back"), "{}", deleted.message());
    let back = deleted.press("Alt-U");
    assert_eq!(back.asked(), Some(&Action::UndeleteDraft));
    let back = back.told(Message::DraftRestored(true));
    assert_eq!(back.message(), "The draft is back.");
    // A filter that leaves nothing says so, and Esc clears it.
    let none = offered().press("/").types("zzz");
    assert!(none.message().starts_with("Nothing is listed"), "{}", none.message());
    none.press("Enter Enter Ctrl-X Up Down Esc").stands_at(1);
    offered().press("/").types("zzz").press("Esc").shows("shop");
}

#[test]
fn the_list_does_not_get_in_the_way_of_who_went_on() {
    let on = Wizard::at(80, 24).goes_to(2).told(listed(drafts(), false)).stands_at(2);
    assert!(on.message().contains("There are 3 drafts"), "{}", on.message());
    let none = Wizard::at(80, 24).told(listed(Listing::default(), false)).hides("Drafts:");
    let none = none.press("d");
    assert_eq!(none.asked(), Some(&Action::ListDrafts));
    let none = none.told(listed(Listing::default(), true));
    assert!(none.message().contains("There are no drafts and no bundles"), "{}", none.message());
    // Somebody who asked gets it, whatever was typed; the own one can't be deleted.
    let mut own = drafts();
    own.drafts[0].holder = Holder::ThisWizard;
    let asked = Wizard::filled(80, 24).press("d").told(listed(own, true)).shows("open here");
    let asked = asked.press("Ctrl-X").hides("Delete this draft?");
    assert!(asked.message().contains("you have this draft open"), "{}", asked.message());
    asked.press("Enter").hides("Drafts:").goes_to(3).shows("10.0.0.3");
}
