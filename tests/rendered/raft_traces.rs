//! The lab's members against etcd's own raft: the traces in `testdata` of the Go module `go.etcd.io/raft/v3`, which etcd is
//! built with, are played with the lab's `Member`s. After each command the terms, votes, commits, roles, leaders and logs
//! that the trace prints have to be theirs. Nothing of the module is copied here; a trace that needs what the lab doesn't
//! model (compacted logs, joint changes, asynchronous disks, …) is left out by the word that says so. Where a trace sends a snapshot to a new
//! member, the lab sends the entries, and the end is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use quorate::lab::{
    Change, Configuration, Data, ELECTION, Member, MemberId, Message, Random, Role, Rules,
};

use crate::support::needs::find_go;
use crate::support::skip_without;

/// Traces that have to be played whole.
const PLAYED: &[&str] = &[
    "campaign",
    "campaign_learner_must_vote",
    "checkquorum",
    "confchange_v1_add_single",
    "confchange_v1_remove_leader",
    "confchange_v2_add_single_auto",
    "heartbeat_resp_recovers_from_probing",
    "lagging_commit",
    "prevote",
    "prevote_checkquorum",
    "probe_and_replicate",
    "replicate_pause",
    "single_node",
];

#[test]
fn the_traces_of_etcds_raft_lead_to_the_same_states() {
    skip_without!("go");
    let directory = traces();
    let mut played = BTreeSet::new();
    let mut left_out = Vec::new();
    let mut compared = 0;
    for entry in std::fs::read_dir(&directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut play = Play::default();
        match play.all(&text) {
            Ok(()) => {
                compared += play.compared;
                played.insert(name);
            }
            Err(Ended::LeftOut(word)) => left_out.push(format!("{name}: {word}")),
            Err(Ended::Differs(why)) => panic!("{name}: {why}"),
        }
    }
    println!("played {played:?}, {compared} states; left out {left_out:#?}");
    for name in PLAYED {
        assert!(played.contains(*name), "{name} was left out: {left_out:#?}");
    }
}

/// Where the traces are: in the module cache of Go, to which they come with etcd's sources.
fn traces() -> PathBuf {
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/etcd-releases/3.6");
    let ran = Command::new(find_go().expect("the test needs Go"))
        .args(["mod", "download", "-json", "go.etcd.io/raft/v3"])
        .current_dir(module)
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let directory = json["Dir"].as_str().unwrap_or_else(|| panic!("{json}"));
    Path::new(directory).join("testdata")
}

/// Why a trace wasn't played to its end.
enum Ended {
    LeftOut(String),
    Differs(String),
}

/// What a trace says of a member, as far as it has said it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    /// Term, vote and commit.
    hard: Option<(u64, u64, usize)>,
    /// Leader and role.
    soft: Option<(u64, String)>,
}

#[derive(Default)]
struct Play {
    members: BTreeMap<MemberId, Member>,
    outboxes: BTreeMap<MemberId, Vec<Message>>,
    under_way: Vec<Message>,
    known: BTreeMap<MemberId, Known>,
    compared: usize,
    proposals: u64,
}

impl Play {
    fn all(&mut self, text: &str) -> Result<(), Ended> {
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut input = Vec::new();
            for line in lines.by_ref().take_while(|line| !line.starts_with("----")) {
                input.push(line);
            }
            let output: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
            self.command(line, &input).and_then(|()| self.look(line, &output)).map_err(
                |ended| match ended {
                    Ended::Differs(why) => Ended::Differs(format!("after `{line}`: {why}")),
                    left_out @ Ended::LeftOut(_) => left_out,
                },
            )?;
        }
        Ok(())
    }

    fn command(&mut self, line: &str, input: &[&str]) -> Result<(), Ended> {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let words: Vec<&str> = words.collect();
        let ids: Vec<MemberId> = words.iter().filter_map(|word| id(word)).collect();
        match name {
            "log-level"
            | "status"
            | "raft-log"
            | "raft-state"
            | "report-unreachable"
            | "set-randomized-election-timeout" => {}
            "add-nodes" => self.add(&words)?,
            "campaign" => self.at(ids[0], Member::campaign),
            "propose" => {
                self.proposals += 1;
                let data = Data::Put { request: self.proposals, value: self.proposals };
                self.propose(ids[0], data);
            }
            "propose-conf-change" => {
                if let Some(word) = words.iter().find(|word| word.starts_with("transition")) {
                    return Err(Ended::LeftOut((*word).into()));
                }
                let change = change(input)?;
                let data = Data::Change { request: 0, change };
                self.propose(ids[0], data);
            }
            "tick-heartbeat" => self.at(ids[0], Member::tick),
            "tick-election" => self.at(ids[0], |member| (0..ELECTION).for_each(|_| member.tick())),
            "process-ready" => ids.iter().for_each(|id| self.process(*id)),
            "deliver-msgs" => self.deliver_or_drop(&words)?,
            "stabilize" if ids.is_empty() => {
                let all: Vec<MemberId> = self.members.keys().copied().collect();
                self.stabilize(&all);
            }
            "stabilize" => self.stabilize(&ids),
            _ => return Err(Ended::LeftOut(name.into())),
        }
        Ok(())
    }

    fn add(&mut self, words: &[&str]) -> Result<(), Ended> {
        let count: u8 = words[0].parse().unwrap();
        let mut configuration = Configuration::default();
        let mut index = 0;
        let mut rules = Rules { pre_vote: false, check_quorum: false };
        for word in &words[1..] {
            let (name, value) = word.split_once('=').unwrap();
            let members = || value.trim_matches(['(', ')']).split(',').filter_map(id).collect();
            match name {
                "voters" => configuration.voters = members(),
                "learners" => configuration.learners = members(),
                "index" => index = value.parse().unwrap(),
                "prevote" => rules.pre_vote = value == "true",
                "checkquorum" => rules.check_quorum = value == "true",
                // How many messages may be under way changes no state in the end.
                "inflight" => {}
                _ => return Err(Ended::LeftOut(name.into())),
            }
        }
        let first = u8::try_from(self.members.len()).unwrap() + 1;
        for number in first..first + count {
            let id = MemberId(number);
            let random = Random::new(u64::from(number));
            let member = Member::from_snapshot(id, configuration.clone(), index, rules, random);
            self.members.insert(id, member);
        }
        Ok(())
    }

    /// What is dropped is dropped in the trace as well.
    fn propose(&mut self, at: MemberId, data: Data) {
        self.at(at, |member| {
            let _ = member.propose(data);
        });
    }

    fn at(&mut self, id: MemberId, act: impl FnOnce(&mut Member)) {
        let member = self.members.get_mut(&id).unwrap();
        act(member);
        self.outboxes.entry(id).or_default().extend(member.take_messages());
    }

    /// What a member has to say goes on its way.
    fn process(&mut self, id: MemberId) {
        self.at(id, Member::apply);
        self.under_way.append(self.outboxes.entry(id).or_default());
    }

    fn deliver(&mut self, to: MemberId) -> bool {
        let (here, rest) = self.under_way.drain(..).partition(|message| message.to == to);
        self.under_way = rest;
        let here: Vec<Message> = here;
        let is_some = !here.is_empty();
        for message in here {
            self.at(to, |member| member.step(message));
        }
        is_some
    }

    fn deliver_or_drop(&mut self, words: &[&str]) -> Result<(), Ended> {
        for word in words {
            if let Some(dropped) = word.strip_prefix("drop=") {
                let dropped: Vec<MemberId> =
                    dropped.trim_matches(['(', ')']).split(',').filter_map(id).collect();
                self.under_way.retain(|message| !dropped.contains(&message.to));
            } else if let Some(to) = id(word) {
                self.deliver(to);
            } else {
                return Err(Ended::LeftOut((*word).into()));
            }
        }
        Ok(())
    }

    fn stabilize(&mut self, ids: &[MemberId]) {
        for _ in 0..1000 {
            let mut is_done = true;
            for id in ids {
                let before = self.under_way.len();
                self.process(*id);
                is_done &= self.under_way.len() == before;
            }
            for id in ids {
                is_done &= !self.deliver(*id);
            }
            if is_done {
                return;
            }
        }
        panic!("it never ends");
    }

    /// Holds what the trace printed against the members.
    fn look(&mut self, line: &str, output: &[&str]) -> Result<(), Ended> {
        let mut words = line.split_whitespace();
        match words.next().unwrap_or_default() {
            "raft-log" => self.look_at_log(words.next().and_then(id).unwrap(), output),
            "raft-state" => output.iter().try_for_each(|line| self.look_at_state(line)),
            "stabilize" => {
                if output == ["ok"] {
                    // Nothing was printed, so that nothing is known any more.
                    self.known.clear();
                    return Ok(());
                }
                self.hear(None, output);
                let ids: Vec<MemberId> = words.filter_map(id).collect();
                let known = self.known.clone();
                let all = known.iter().filter(|(id, _)| ids.is_empty() || ids.contains(id));
                for (id, known) in all {
                    self.compare(*id, known)?;
                }
                Ok(())
            }
            "process-ready" => {
                self.hear(words.next().and_then(id), output);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes note of what a trace says of members.
    fn hear(&mut self, mut member: Option<MemberId>, output: &[&str]) {
        for line in output {
            if let Some(rest) = line.strip_prefix("> ") {
                member = rest.split_whitespace().next().and_then(id);
                continue;
            }
            let Some(member) = member else { continue };
            let known = self.known.entry(member).or_default();
            let line = line.trim_start();
            let value = |name: &str| {
                let found = line.split_whitespace().find_map(|word| word.strip_prefix(name));
                found.and_then(|value| value.parse::<u64>().ok()).unwrap_or(0)
            };
            if line.starts_with("HardState") {
                let commit = usize::try_from(value("Commit:")).unwrap();
                known.hard = Some((value("Term:"), value("Vote:"), commit));
            } else if line.starts_with("Lead:") {
                let role = line.split("State:").nth(1).unwrap_or_default().to_owned();
                known.soft = Some((value("Lead:"), role));
            }
        }
    }

    fn compare(&mut self, id: MemberId, known: &Known) -> Result<(), Ended> {
        let member = &self.members[&id];
        let vote = member.vote().map_or(0, |id| u64::from(id.0));
        let hard = (member.term(), vote, member.commit());
        let soft = (member.leader().map_or(0, |id| u64::from(id.0)), role(member).to_owned());
        let found = Known {
            hard: known.hard.is_some().then_some(hard),
            soft: known.soft.is_some().then_some(soft),
        };
        self.compared += 1;
        if found == *known {
            return Ok(());
        }
        Err(Ended::Differs(format!("{id} is {found:?}, etcd's {known:?}")))
    }

    /// `1: StateLeader (Voter) Term:1 Lead:1`
    fn look_at_state(&mut self, line: &str) -> Result<(), Ended> {
        let member = &self.members[&line.split(':').next().and_then(id).unwrap()];
        let kind = if member.is_voter() { "Voter" } else { "Non-Voter" };
        let lead = member.leader().map_or(0, |id| id.0);
        let found = format!(
            "{}: {} ({kind}) Term:{} Lead:{lead}",
            member.id().0,
            role(member),
            member.term()
        );
        self.compared += 1;
        if found == line {
            Ok(())
        } else {
            Err(Ended::Differs(format!("`{found}`, etcd `{line}`")))
        }
    }

    /// `1/11 EntryNormal ""`, a line for each entry.
    fn look_at_log(&mut self, id: MemberId, output: &[&str]) -> Result<(), Ended> {
        let log = self.members[&id].log();
        for line in output.iter().filter(|line| line.contains(" Entry")) {
            let (at, _) = line.trim().split_once(' ').unwrap();
            let (term, index) = at.split_once('/').unwrap();
            let (term, index) = (term.parse().unwrap(), index.parse().unwrap());
            self.compared += 1;
            if log.entry(index).map(|entry| entry.term) != Some(term) {
                return Err(Ended::Differs(format!("{id} lacks {at}: {:?}", log.last())));
            }
        }
        let printed = output.iter().filter(|line| line.contains(" Entry")).count();
        let last = output.iter().rfind(|line| line.contains(" Entry"));
        let last = last.and_then(|line| line.trim().split([' ', '/']).nth(1)?.parse().ok());
        if printed > 0 && last != Some(log.last_index()) {
            return Err(Ended::Differs(format!(
                "{id} ends at {:?}, etcd's at {last:?}",
                log.last()
            )));
        }
        Ok(())
    }
}

fn id(word: &str) -> Option<MemberId> {
    word.parse().ok().map(MemberId)
}

fn role(member: &Member) -> &'static str {
    match member.role() {
        Role::Follower(_) => "StateFollower",
        Role::PreCandidate(_) => "StatePreCandidate",
        Role::Candidate(_) => "StateCandidate",
        Role::Leader(_) => "StateLeader",
    }
}

/// A single change: `v4` adds a voter, `l4` a learner, `r4` removes.
fn change(input: &[&str]) -> Result<Change, Ended> {
    let words: Vec<&str> = input.iter().flat_map(|line| line.split_whitespace()).collect();
    let [word] = words[..] else { return Err(Ended::LeftOut("joint changes".into())) };
    let member = id(&word[1..]).ok_or_else(|| Ended::LeftOut(word.into()))?;
    match &word[..1] {
        "v" => Ok(Change::AddVoter(member)),
        "l" => Ok(Change::AddLearner(member)),
        "r" => Ok(Change::Remove(member)),
        _ => Err(Ended::LeftOut(word.into())),
    }
}
