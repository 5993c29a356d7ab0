//! Members that stop and networks that are cut: one after the other on the same cluster.

use super::{Scenario, of, quick};

pub const ALL: &[Scenario] = &[
    of(
        3,
        "one of three may fail",
        "
        m1 put 1
        m3 stop
        m1 put 2
        m2 read linearizable
        m3 put 3
        m3 start
        m3 read serializable
        m3 put 4",
    ),
    of(
        3,
        "the leader fails",
        "
        m1 put 1
        m1 stop
        m2 put 2
        m3 read linearizable
        m1 start
        m1 read linearizable",
    ),
    of(
        3,
        "two of three fail and the leader stays",
        "
        m1 put 1
        m2 stop, m3 stop
        m1 put 2, m1 read linearizable, m1 read serializable
        m2 start
        m1 read linearizable
        m1 put 3",
    ),
    of(
        3,
        "two of three fail and a follower stays",
        "
        m1 put 1
        m1 stop, m2 stop
        m3 put 2, m3 read linearizable, m3 read serializable
        m1 start
        m3 read linearizable",
    ),
    quick(
        3,
        "a put that timed out takes effect later",
        "
        m1 put 1
        m2 stop, m3 stop, m1 put 2
        m1 read serializable
        m2 start
        m1 read linearizable",
    ),
    of(
        3,
        "a follower is cut off",
        "
        m1 put 1
        m3 isolate
        m3 put 2, m3 read linearizable, m3 read serializable
        m1 put 3
        m3 read serializable
        m3 rejoin
        m3 read linearizable",
    ),
    of(
        3,
        "the leader is cut off",
        "
        m1 put 1
        m1 isolate
        m1 put 2, m1 read linearizable, m1 read serializable
        m2 put 3
        m1 read serializable
        m1 rejoin
        m1 read linearizable",
    ),
    quick(
        3,
        "what a leader takes that is cut off gives way",
        "
        m1 put 1
        m1 isolate, m1 put 2
        m2 put 3
        m1 rejoin
        m1 read linearizable",
    ),
    of(
        3,
        "each is cut off from each",
        "
        m1 put 1
        m1 isolate, m2 isolate, m3 isolate
        m1 put 2, m2 read linearizable, m3 read serializable
        m1 rejoin, m3 rejoin
        m3 put 3
        m2 read serializable
        heal
        m2 read linearizable",
    ),
    of(
        3,
        "leadership is handed over",
        "
        m1 put 1
        m2 transfer
        m2 put 2
        m1 read linearizable
        m2 transfer
        m3 transfer
        m3 put 3",
    ),
    of(
        3,
        "nobody takes over that doesn't run",
        "
        m3 stop
        m3 transfer
        m1 put 1",
    ),
    of(
        3,
        "a member that starts without quorum answers nobody",
        "
        m1 put 1
        m2 stop, m3 stop
        m1 read serializable
        m1 stop, m1 start
        m1 read serializable, m1 read linearizable, m1 put 2
        m2 start
        m1 read serializable",
    ),
    of(
        3,
        "all stop and start",
        "
        m1 put 1
        m1 stop, m2 stop, m3 stop
        m2 read serializable
        m1 start, m2 start
        m2 read linearizable
        m3 start
        m3 read serializable",
    ),
    of(
        5,
        "two of five fail",
        "
        m1 put 1
        m1 stop, m2 stop
        m3 put 2
        m4 read linearizable
        m1 start, m2 start
        m1 read serializable",
    ),
    of(
        5,
        "three of five fail",
        "
        m1 put 1
        m1 stop, m2 stop, m3 stop
        m4 put 2, m4 read linearizable, m5 read serializable
        m1 start
        m4 put 3
        m1 read linearizable",
    ),
    of(
        5,
        "the leader is on the small side",
        "
        m1 put 1
        cut m1 m2
        m1 put 2, m2 read linearizable, m2 read serializable
        m3 put 3
        m5 read linearizable, m1 read serializable
        heal
        m1 read linearizable",
    ),
    of(
        5,
        "the leader is on the large side",
        "
        m1 put 1
        cut m4 m5
        m1 put 2
        m4 put 3, m5 read linearizable, m4 read serializable
        heal
        m5 read linearizable",
    ),
    quick(
        5,
        "what the small side takes gives way to the large one",
        "
        m1 put 1
        cut m1 m2, m1 put 2
        m2 read serializable
        heal
        m1 read linearizable",
    ),
    of(
        5,
        "three sides, and none has a majority",
        "
        m1 put 1
        cut m1 m2, m5 isolate
        m1 put 2, m3 put 3, m4 read linearizable, m5 read serializable
        m5 rejoin
        m5 put 4
        heal
        m2 read linearizable",
    ),
    of(
        5,
        "a cut and a failure together are too much",
        "
        m1 put 1
        cut m4 m5
        m3 stop
        m1 put 2, m4 put 3, m1 read serializable
        heal
        m4 put 4
        m3 start
        m3 read linearizable",
    ),
    of(
        5,
        "two are cut off, each alone",
        "
        m1 put 1
        m2 isolate, m3 isolate
        m1 put 2
        m2 read serializable
        m3 put 3, m2 read linearizable
        m1 stop
        m4 put 4, m5 read serializable
        m2 rejoin
        m2 put 5",
    ),
    of(
        5,
        "of five, four have to be healthy to take another",
        "
        wait
        m5 stop
        m1 add voter
        m4 stop
        m1 add voter
        m1 put 1",
    ),
    of(
        5,
        "members leave as long as the rest stays a majority",
        "
        wait
        m4 stop, m5 stop
        m1 remove m4
        m1 remove m2
        m1 remove m3
        m1 put 1
        m3 read linearizable",
    ),
];
