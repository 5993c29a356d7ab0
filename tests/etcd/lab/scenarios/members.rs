//! Members that come, go, and lose their disks: a new cluster for each.

use super::{Scenario, of};

pub const ALL: &[Scenario] = &[
    of(
        3,
        "a new member that reaches nobody doesn't start",
        "
        wait
        m1 add voter
        m4 isolate, m4 start
        heal
        m4 start
        m4 put 1
        m2 read linearizable",
    ),
    of(
        3,
        "a change of members needs all of three to have been connected for a while",
        "
        wait
        m3 stop, m3 start, m1 add voter, m1 add learner, m1 remove m2
        m1 put 1
        wait
        m1 add learner",
    ),
    of(
        3,
        "without quorum members are neither added nor removed, and only a dead one's removal waits",
        "
        wait
        m2 stop, m3 stop
        m1 add voter, m1 add learner, m1 remove m1
        m1 remove m2",
    ),
    of(
        3,
        "voters that don't run count: the third added one is refused",
        "
        wait
        m1 put 1
        m1 add voter
        m1 add voter
        m1 add voter
        m1 put 2
        m3 stop
        m1 put 3
        m1 read serializable
        m4 start
        m1 put 4
        m4 read linearizable",
    ),
    of(
        3,
        "a new voter gets the log and serves",
        "
        wait
        m1 put 1
        m1 add voter
        m4 start
        m4 read serializable
        m4 put 2
        m2 read linearizable
        m2 stop
        m4 put 3
        m3 stop
        m1 put 4, m4 read linearizable, m4 read serializable",
    ),
    of(
        3,
        "a learner reads what it has, and votes once it is promoted",
        "
        wait
        m1 put 1
        m1 add learner
        m1 add learner
        m1 promote m4
        m4 start
        m4 read serializable
        m4 put 2, m4 read linearizable, m4 remove m2
        m2 stop
        m1 put 3
        m3 stop
        m1 put 4, m4 read serializable
        m2 start, m3 start
        m2 promote m4
        m4 put 5
        m1 read linearizable",
    ),
    of(
        3,
        "a learner counts for nothing",
        "
        wait
        m1 put 1
        m1 add learner
        m4 start
        m2 stop, m3 stop
        m1 put 2, m1 promote m4, m4 read serializable",
    ),
    of(
        3,
        "only learners are promoted, and only members that are known",
        "
        wait
        m1 promote m2
        m2 promote m1
        m1 promote m3
        m3 stop
        m1 remove m3
        m1 promote m3
        m1 remove m3",
    ),
    of(
        3,
        "a learner isn't handed the lead",
        "
        wait
        m1 add learner
        m4 start
        m4 transfer
        m1 put 1",
    ),
    of(
        3,
        "who is removed ends",
        "
        wait
        m1 put 1
        m1 remove m3
        m1 put 2
        m3 put 3
        m2 stop
        m1 put 4, m1 read serializable",
    ),
    of(
        3,
        "a leader that is removed ends",
        "
        wait
        m1 put 1
        m1 remove m1
        m2 put 2
        m3 read linearizable",
    ),
    of(
        3,
        "who is removed while it is cut off learns of it later",
        "
        wait
        m1 put 1
        m3 isolate
        m1 remove m3
        m1 put 2
        m3 read serializable
        m3 put 3, m3 read linearizable
        m3 rejoin
        m1 read linearizable",
    ),
    of(
        3,
        "a member that is down is removed and replaced",
        "
        wait
        m1 put 1
        m3 stop
        m1 add voter
        m1 add learner
        m1 remove m3
        m1 add voter
        m4 start
        m4 read linearizable
        m2 stop
        m4 put 2",
    ),
    of(
        2,
        "of two, a dead one can't even be removed",
        "
        wait
        m1 put 1
        m2 stop
        m1 put 2, m1 read linearizable, m1 read serializable, m1 remove m2
        m2 start
        m2 read linearizable",
    ),
    of(
        2,
        "two become one",
        "
        wait
        m1 remove m2
        m1 put 1
        m1 remove m1
        m1 read linearizable",
    ),
    of(
        1,
        "one becomes two, and waits for the second",
        "
        m1 put 1
        m1 add voter
        m1 put 2, m1 read linearizable, m1 read serializable
        m2 start
        m2 put 3
        m1 read linearizable
        m2 stop
        m1 put 4",
    ),
    of(
        1,
        "a single member needs nobody, and can't be left",
        "
        m1 put 1
        m1 read linearizable
        m1 remove m1
        m1 stop
        m1 put 2
        m1 start
        m1 read serializable",
    ),
    of(
        3,
        "a founder whose disk is lost is refused",
        "
        wait
        m1 put 1
        m3 stop, m3 wipe, m3 start
        m1 put 2
        m1 remove m3
        m1 add voter
        m4 start
        m4 read linearizable",
    ),
    of(
        3,
        "a founder whose disk is lost founds anew where nobody knows better",
        "
        m1 put 1
        m1 stop, m2 stop, m3 stop
        m3 wipe, m3 start
        m3 read serializable
        m1 start
        m3 read linearizable
        m3 put 2",
    ),
    of(
        3,
        "an added member whose disk is lost panics",
        "
        wait
        m1 put 1
        m1 add voter
        m4 start
        m1 put 2
        m4 stop, m4 wipe, m4 start
        m1 put 3
        m1 remove m4
        m2 read linearizable",
    ),
];
