//! `quorate lab` without a screen: scenarios as text.

use super::Room;

const SCENARIO: &str = "\
quorate lab 1
members 3
seed 1
20 m1 put
25 m2 stop
26 m3 stop
50 m1 put
130 m2 start
160 m1 read linearizable
170 end
";

#[test]
fn a_scenario_is_told_with_reasons_and_the_same_each_time() {
    let room = Room::new().file("lab-scenario.txt", SCENARIO);
    let told = room.quorate(&["lab", "--replay", "lab-scenario.txt", "--plain"]).succeeds().out;
    for line in [
        "   17 m1 leads in term 2 with 2 votes",
        "   25 m2 is stopped at once; what is on its disk stays",
        "m1 steps down: only 1 of the 2 voters it needs answered within an election timeout",
        "  120 m1: #2 put 2 fails: context deadline exceeded (nothing was proposed: it will not take effect)",
        "linearizable read is done after",
        "\nQuorum: 2 of 3 voters, 2 needed; m",
        "\n3 voters, majority 2: tolerates 1; failed: 1, may still fail: 0.\n",
    ] {
        assert!(told.contains(line), "`{line}` is not in\n{told}");
    }
    let again = room.quorate(&["lab", "--replay", "lab-scenario.txt", "--plain"]).succeeds().out;
    assert_eq!(again, told);
    let ukrainian = ["lab", "--replay", "lab-scenario.txt", "--plain", "--lang", "uk"];
    assert!(room.quorate(&ukrainian).succeeds().out.contains("Кворум є: 2 з 3"));
}

#[test]
fn what_cant_be_played_is_refused_with_its_line() {
    let room = Room::new().file("wrong.txt", "quorate lab 1\n\n4 m1 explode\n");
    room.quorate(&["lab", "--replay", "wrong.txt"]).fails(
        2,
        "error: `wrong.txt`: line 3: `explode` isn't an action\n\
         hint: actions are stop, start, wipe, isolate, rejoin, slow, fast, put, read, add voter, add learner, \
         promote, remove, transfer; cut and heal without a member before them\n",
    );
    let absent = room.quorate(&["lab", "--replay", "absent.txt"]);
    absent.fails(
        2,
        "error: can't read `absent.txt`: No such file or directory (os error 2)\n\
         hint: name a scenario that the lab saved, such as lab-scenario.txt\n",
    );
    room.quorate(&["lab"]).fails(
        2,
        "error: the lab needs a terminal that shows screens\n\
         hint: quorate lab --replay FILE --plain prints what happens in a scenario\n",
    );
    assert_eq!(room.quorate(&["lab", "--members", "10"]).code, Some(2));
}
