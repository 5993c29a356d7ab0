//! Scenarios as text.

use crate::cluster::Hint;
use crate::lab::{Action, MemberId, Scenario};

const ALL: &str = "\
quorate lab 1
members 5
seed 42
0 m1 put
3 m2 put 17
3 m1 stop
5 m1 wipe
6 m1 start
7 m2 isolate
8 m2 rejoin
9 m3 slow
10 m3 fast
11 cut m1 m2
12 heal
13 m1 read linearizable
14 m1 read serializable
15 m1 add voter
16 m1 add learner
17 m1 promote m7
18 m1 remove m2
19 m3 transfer
200 end
";

#[test]
fn each_action_is_written_and_read_back() {
    let scenario: Scenario = ALL.parse().unwrap();
    assert_eq!(scenario.to_string(), ALL);
    assert_eq!((scenario.members, scenario.seed, scenario.end), (5, 42, 200));
    assert_eq!(scenario.actions[0], (0, Action::Put(MemberId(1), None)));
}

#[test]
fn the_scenario_of_the_documentation_is_one_and_its_table_has_each_action() {
    let text = include_str!("../../../docs/lab.md");
    let scenario: Scenario = text.split("```").nth(1).unwrap().trim().parse().unwrap();
    assert_eq!((scenario.members, scenario.seed, scenario.end), (3, 1, 230));
    for line in ALL.lines().skip(3).filter(|line| !line.ends_with(" end")) {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        let is_of_member = words[0].starts_with('m');
        let told = words
            .iter()
            .skip(usize::from(is_of_member))
            .filter(|word| word.parse::<u64>().is_err());
        let told: Vec<&str> = told.copied().filter(|word| !word.starts_with('m')).collect();
        assert!(text.contains(&told.join(" ")), "`{line}` isn't described");
    }
}

#[test]
fn comments_blank_lines_and_blanks_are_passed_over() {
    let text = "# lost\n\nquorate lab 1  # the format\n  4   m1  stop # why\n";
    let scenario: Scenario = text.parse().unwrap();
    assert_eq!((scenario.members, scenario.seed, scenario.end), (3, 1, 0));
    assert_eq!(scenario.actions, [(4, Action::Stop(MemberId(1)))]);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let cases = [
        ("", "this isn't a lab scenario: the first line has to be `quorate lab 1`"),
        ("quorate lab 2", "this isn't a lab scenario: the first line has to be `quorate lab 1`"),
        ("members 10", "line 2: expected `members` and a number from 1 to 9, found `members 10`"),
        ("seed x", "line 2: expected `seed` and a whole number, found `seed x`"),
        ("soon m1 stop", "line 2: expected a tick from 0 to 864000, found `soon`"),
        ("4 x1 stop", "line 2: expected a member such as m1, found `x1`"),
        ("4 m0 stop", "line 2: expected a member such as m1, found `m0`"),
        ("4 m1 explode", "line 2: `explode` isn't an action"),
        ("4 m1", "line 2: something is missing after `m1`"),
        ("4", "line 2: something is missing after `4`"),
        ("4 m1 promote", "line 2: something is missing after `promote`"),
        ("4 m1 stop now", "line 2: `now` is one word too many"),
        ("4 m1 put much", "line 2: expected a whole number to put, found `much`"),
        ("4 m1 read fast", "line 2: `fast` isn't an action"),
        (
            "4 m1 stop\n3 m2 stop",
            "line 3: tick 3 comes after tick 4: lines must be in order of time",
        ),
        ("members 3\nseed 1\nmembers 3", "line 4: there is a line with `members` already"),
        ("seed 7\nseed 7", "line 3: there is a line with `seed` already"),
        ("4 m1 stop\nseed 7", "line 3: the line with `seed` has to come before the first action"),
        ("4 end\nmembers 3", "line 3: the line with `members` has to come before the first action"),
        ("4 end\n5 m1 stop", "line 3: nothing may follow the line with `end`"),
    ];
    for (lines, expected) in cases {
        let is_head = lines.is_empty() || lines.starts_with("quorate");
        let text = if is_head { lines.to_owned() } else { format!("quorate lab 1\n{lines}") };
        let error = text.parse::<Scenario>().unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(!error.hint().is_empty());
    }
}
