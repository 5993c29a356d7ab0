//! The wizard as line prompts: what the screens ask, with the same answers and the same plan.

use std::path::PathBuf;

use quorate::answers::{
    Answers, CaCredentials, Draft, Field, FieldRef, Problem, Progress, Step, questions,
};
use quorate::cluster::Plan;
use quorate::prompt::{Answered, Disk, DraftChoice, DraftQuestion, Interview};
use quorate::text::Language;
use quorate::ui::{Refusal, Saved, SavedFile};

use super::draft_list::drafts;
use super::driver::{NOW, Wizard};
use crate::seen::Seen as _;

/// A disk on which one directory is taken.
struct Fake;

impl Disk for Fake {
    fn output(&self, text: &str) -> Result<PathBuf, Problem> {
        let place = FieldRef::Field(Field::Output);
        let (message, hint) = ("it holds files".to_owned(), "choose another".to_owned());
        if text == "./taken" { Err(Problem { place, message, hint }) } else { Ok(text.into()) }
    }

    fn authority(&self, _: &CaCredentials, _: &Plan) -> Vec<Problem> {
        Vec::new()
    }

    fn save(&self, what: Saved, contents: &str, base: &str) -> Result<SavedFile, Refusal> {
        match what {
            Saved::Plan => assert!(contents.parse::<serde_json::Value>().unwrap().is_object()),
            _ => assert!(contents.starts_with("#!/bin/sh")),
        }
        Ok(SavedFile { path: format!("{base}-{what:?}").into(), taken: None })
    }
}

struct Talk {
    interview: Interview,
    shown: Vec<String>,
    answered: Option<Answered>,
}

impl Talk {
    fn of(answers: Answers) -> Self {
        let mut interview = Interview::new(answers);
        interview.set_token_suffix([0x7f, 0x3a, 0x9c, 0x1e]);
        let mut talk = Self { interview, shown: Vec::new(), answered: None };
        talk.ask();
        talk
    }

    fn ask(&mut self) {
        let prompt = self.interview.ask();
        self.shown.extend(prompt.lines);
        self.shown.push(prompt.question);
    }

    /// Types lines, each to the question it expects.
    #[track_caller]
    fn says(mut self, dialogue: &[(&str, &str)]) -> Self {
        for (question, line) in dialogue {
            let asked = self.shown.last().unwrap();
            assert!(asked.starts_with(question), "{question:?} is expected:\n{}", self.text());
            assert!(self.answered.is_none());
            self.answered = self.interview.answer(line, &Fake);
            self.ask();
        }
        self
    }

    fn text(&self) -> String {
        self.shown.join("\n")
    }

    #[track_caller]
    fn shows(self, text: &str) -> Self {
        assert!(self.text().contains(text), "{text:?} isn't said:\n{}", self.text());
        self
    }
}

const SHORTEST: [(&str, &str); 12] = [
    ("Members [3]", ""),
    ("Tier [small]", ""),
    ("More", ""),
    ("Member 1", "10.0.0.1"),
    ("Member 2", "10.0.0.2"),
    ("Member 3", "10.0.0.3"),
    ("More", "no"),
    ("Cluster name [etcd]", ""),
    ("etcd version [3.6]", ""),
    ("More", ""),
    ("CA [made]", ""),
    ("Clients [root]", ""),
];

#[test]
fn the_plan_and_the_commands_by_hand_can_be_saved_in_place_of_a_bundle() {
    let write = "Write 36 files to ./etcd-bundle [yes]";
    Talk::of(Answers::new())
        .says(&SHORTEST)
        .says(&[("More", ""), ("Write to", ""), (write, "p"), (write, "b"), (write, "no")])
        .shows("p saves the plan alone")
        .shows("quorate generate --plan ./etcd-bundle-Plan")
        .shows("sh ./etcd-bundle-ByHand DIR");
}

#[test]
fn the_same_answers_make_the_same_plan_as_on_the_screens() {
    let talk = Talk::of(Answers::new()).says(&SHORTEST).says(&[
        ("More", ""),
        ("Write to [./etcd-bundle]", "./taken"),
        ("Write to [./etcd-bundle]", "./mine"),
        ("Write 36 files to ./mine [yes]", ""),
    ]);
    let talk =
        talk.shows("Not accepted: it holds files: choose another").shows("Step 6 of 6: Review");
    let plan = &talk.answered.as_ref().unwrap().plan;
    let screens = Wizard::at(80, 24).goes_to(3).pastes("10.0.0.1\n10.0.0.2\n10.0.0.3");
    assert_eq!(plan.to_json(), screens.goes_to(6).plan().to_json());
    assert_eq!(talk.answered.unwrap().output, "./mine");
}

#[test]
fn every_question_of_the_screens_is_asked_where_all_are_wanted() {
    let mut talk = Talk::of(Answers::new());
    let mut asked = Vec::new();
    for _ in 0..200 {
        let question = talk.shown.last().unwrap().clone();
        let answer = match question.split(':').next().unwrap() {
            more if more.starts_with("More") => "yes",
            member if member.starts_with("Member ") && member.ends_with("address") => {
                &format!("10.0.0.{}", asked.len())
            }
            write if write.starts_with("Write 3") => break,
            _ => "",
        };
        talk = talk.says(&[("", answer)]);
        asked.push(question);
    }
    let answers = talk.interview.answers();
    let wanted = Step::ALL.into_iter().flat_map(questions).filter(|one| answers.asks(one.field));
    for question in wanted {
        let label = quorate::text::say(question.label);
        assert!(asked.iter().any(|one| one.starts_with(label)), "{label} in {asked:#?}");
    }
    assert!(asked.iter().any(|one| one.starts_with("Member 3, Extra SANs")), "{asked:#?}");
}

#[test]
fn choices_are_taken_by_number_or_word_and_wrong_answers_say_why() {
    let talk = Talk::of(Answers::new()).says(&[
        ("Members [3]", "11x"),
        ("Members [3]", "5"),
        ("Tier [small]", "9"),
        ("Tier [small]", "3"),
        ("More", "maybe"),
        ("More", ""),
        ("Member 1", "etcd-{1..5} 10.0.0.1+"),
        ("More", ""),
        ("Cluster name", "/version"),
        ("etcd version [3.6]", "3.5"),
        ("More", ""),
        ("CA [made]", "<"),
        ("More", "/heartbeat"),
        ("Heartbeat (ms) [100]", "900"),
        ("Election timeout (ms) [9000]", "?"),
        ("Election timeout (ms) [9000]", "1000"),
    ]);
    let talk = talk.shows("Not accepted: `11x`").shows("type a number from 1 to 6");
    let talk = talk.shows("`maybe` is neither yes nor no").shows("Default: 9000");
    let talk = talk.shows("Source: etcd tuning guide");
    assert_eq!(talk.interview.answers().size().members(), 5);
    assert_eq!(talk.interview.answers().text(Field::Tier), "medium");
    assert_eq!(talk.interview.answers().text(Field::EtcdVersion), "3.5");
    assert_eq!(talk.interview.answers().member(4).address, "10.0.0.5");
}

#[test]
fn a_passphrase_is_typed_twice_and_never_shown() {
    let talk = Talk::of(Answers::at_a_terminal()).says(&SHORTEST[..10]).says(&[
        ("CA [encrypted]", ""),
        ("CA passphrase: ", "short"),
        ("CA passphrase: ", "correct horse"),
        ("The same again: ", "correct hrose"),
        ("CA passphrase: ", "correct horse"),
        ("The same again: ", "correct horse"),
        ("Clients [root]", "root backup=nightly"),
        ("More", "/start"),
        ("Start from [first cluster]", "for Kubernetes"),
        ("Members [3]", "/write to"),
        ("Write to", ""),
        ("Write ", "no"),
        ("Write ", "yes"),
    ]);
    let talk = talk.shows("the two passphrases differ").shows("Nothing was written.");
    assert!(!talk.text().contains("horse") && !talk.text().contains("short"), "{}", talk.text());
    let answered = talk.answered.unwrap();
    assert_eq!(answered.ca_credentials.passphrase.as_str(), "correct horse");
    let clients: Vec<String> =
        answered.plan.clients.iter().map(|one| one.name.to_string()).collect();
    assert_eq!(clients, ["root", "backup", "kube-apiserver-etcd-client"]);
}

#[test]
fn at_the_passphrase_help_and_the_ways_back_and_on_work_as_everywhere() {
    let talk = Talk::of(Answers::at_a_terminal()).says(&SHORTEST[..10]).says(&[
        ("CA [encrypted]", ""),
        ("CA passphrase: ", "?"),
        ("CA passphrase: ", "<"),
        ("CA [encrypted]", ""),
        ("CA passphrase: ", "/zzzz"),
        ("CA passphrase: ", "/token"),
        ("Cluster token", "/ca pas"),
    ]);
    let talk = talk.shows("a passphrase has at least 8").shows("No question has that word");
    assert!(!talk.text().contains("zzzz"), "it may have been meant as one: {}", talk.text());
    // What is long enough is a passphrase, however it begins.
    let talk = talk.says(&[
        ("CA passphrase: ", "/correct horse"),
        ("The same again: ", "<"),
        ("CA passphrase: ", "<orrect?horse"),
        ("The same again: ", "<orrect?horse"),
    ]);
    assert!(talk.shown.last().unwrap().starts_with("Clients"), "{}", talk.text());
    // That of a key that exists may be as short as a word behind a slash.
    let talk = Talk::of(Answers::new()).says(&SHORTEST[..10]).says(&[
        ("CA [made]", "imported"),
        ("CA certificate", "ca.crt"),
        ("CA key", "ca.key"),
        ("CA passphrase: ", "<"),
        ("CA key", ""),
        ("CA passphrase: ", "/start"),
        ("Clients [root]", ""),
    ]);
    talk.shows("? alone explains the question");
}

#[test]
fn tiers_have_their_figures_and_what_follows_is_named() {
    let named = Talk::of(Answers::new()).says(&SHORTEST[..9]);
    named.says(&[("More", "/ca name"), ("CA name [etcd CA [8 random hex digits]]", "")]);
    let talk = Talk::of(Answers::new()).says(&SHORTEST[..9]);
    let talk = talk.says(&[("More", "/certificates in"), ("Certificates in [/etc/etcd/pki]", "")]);
    let talk =
        talk.shows("  2 small: clients <100, requests/s <200, data 100 MB, Kubernetes nodes 50");
    talk.shows("  6 custom: your own figures").shows("  Certificates in: /etc/etcd/pki");
}

#[test]
fn yes_and_no_are_words_of_the_language_and_the_plan_s_own_are_taken_too() {
    Language::Ukrainian.speaking(|| {
        let wizard = Wizard::filled(80, 24).goes_to(3).shows("[ні] так");
        let peers = wizard.press("Shift-Tab Right").shows("[так]");
        assert_eq!(peers.answers().text(Field::PeerNetwork), "yes");
        for yes in ["так", "yes", "2"] {
            let mut interview = Interview::new(Answers::new());
            interview.ask();
            for line in ["/мережа для", yes] {
                assert!(interview.answer(line, &Fake).is_none());
                interview.ask();
            }
            assert_eq!(interview.answers().text(Field::PeerNetwork), "yes", "{yes}");
        }
        let hardware = Wizard::at(120, 40).goes_to(2);
        hardware.shows("1\u{a0}000").shows("56,25 MB/s");
    });
}

#[test]
fn the_directory_that_is_named_is_the_one_that_is_written() {
    let talk = Talk::of(Answers::new()).says(&SHORTEST).says(&[
        ("More", ""),
        ("Write to [./etcd-bundle]", ""),
        ("Write 36 files to ./etcd-bundle", "/cluster name"),
        ("Cluster name [etcd]", "shop"),
        ("etcd version", "/write it"),
        ("Write 36 files to ./shop-bundle", "yes"),
    ]);
    assert_eq!(talk.answered.unwrap().output, "./shop-bundle");
}

#[test]
fn a_plan_starts_at_its_last_questions_and_says_that_another_authority_is_made() {
    let screens = Wizard::filled(80, 24).goes_to(6);
    let mut interview = Interview::of_plan(&screens.plan());
    assert!(interview.ask().question.starts_with("Write to"));
    assert!(interview.answer("", &Fake).is_none());
    let lines = interview.ask().lines.join("\n");
    assert!(lines.contains("This makes another CA"), "{lines}");
    assert!(interview.answer("yes", &Fake).is_some());
}

#[test]
fn drafts_are_a_numbered_question() {
    let mut question = DraftQuestion::new(drafts());
    let path =
        |name: &str| format!("/home/operator/.local/state/quorate/drafts/{name}.json").into();
    let asked = question.ask();
    let lines = [
        "Drafts, newest first:",
        "  1 shop, 2026-01-02 03:04 UTC, step 3 Members, 3 of 3 named: etcd-1, etcd-2, etcd-3",
        "  2 lab, 2026-01-01 03:04 UTC, open in another wizard",
        "  3 old.json, 2025-11-23 03:04 UTC, can't be read",
    ];
    assert_eq!(asked.lines, lines);
    assert!(asked.question.ends_with("[1]: "), "{}", asked.question);
    assert_eq!(question.answer(""), Some(DraftChoice::Open(path("shop"))));
    assert_eq!(question.answer("2"), Some(DraftChoice::Open(path("lab"))));
    assert_eq!(question.answer("n"), Some(DraftChoice::New));
    assert_eq!(question.answer("u"), Some(DraftChoice::Restore));
    for (wrong, why) in
        [("9", "there is no draft 9"), ("x 0", "there is no draft 0"), ("zz", "no draft has `zz`")]
    {
        assert_eq!(question.answer(wrong), None);
        let said = question.ask().lines.join("\n");
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(question.answer("x 3"), None);
    assert_eq!(question.ask().question, "Delete the draft of old.json? [no]: ");
    assert_eq!(question.answer(""), None);
    assert_eq!(
        (question.answer("x 3"), question.answer("yes")),
        (None, Some(DraftChoice::Delete(path("old"))))
    );
    // Part of a name shows only those that have it.
    assert_eq!(question.answer("la"), None);
    let asked = question.ask();
    assert_eq!(asked.lines.len(), 2);
    assert!(
        asked.question.ends_with("[n]: "),
        "the only one is open elsewhere: {}",
        asked.question
    );
}

#[test]
fn a_draft_goes_on_at_its_question_and_on_the_screens_at_the_same_field() {
    let answers = Wizard::filled(80, 24).answers().clone();
    let at = |place, step| {
        let progress = Progress { step, reached: step, place, of_plan: false };
        Interview::of_draft(Draft::new(answers.clone(), progress, NOW))
    };
    let questions = [
        (Some(FieldRef::Field(Field::Heartbeat)), Step::Network, "Heartbeat (ms)"),
        (
            Some(FieldRef::Member { row: 1, column: quorate::answers::MemberColumn::Name }),
            Step::Members,
            "Member 2",
        ),
        (None, Step::Certificates, "CA ["),
        (None, Step::Review, "Write 36 files"),
    ];
    for (place, step, expected) in questions {
        let mut interview = at(place, step);
        assert!(interview.ask().question.starts_with(expected), "{expected}");
        let progress = interview.progress();
        assert_eq!(progress.step, step);
        // And from there to the screens.
        let draft = Draft::new(answers.clone(), progress, NOW);
        let message = quorate::ui::Message::DraftOpened(Box::new(draft));
        Wizard::at(80, 24).told(message).stands_at(step.number());
    }
}
