//! Why things happen: facts, which the catalogue makes sentences of.

use super::configuration::Change;
use super::log::{Index, Term};
use super::member::Fault;
use super::message::{MemberId, VoteKind};
use super::request::{Asked, WhyFailed};

/// Something that happened to a member, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub tick: u64,
    /// To whom; `None` where it is about the network.
    pub member: Option<MemberId>,
    /// What, and why.
    pub reason: Reason,
}

/// Why a vote is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The voter's own log is newer.
    OlderLog,
    /// It has voted for another in this term.
    VotedFor(MemberId),
    /// It follows a leader of this term.
    HasLeader(MemberId),
    /// The candidate's term is behind.
    OldTerm(Term),
}

/// Why a member that has nothing on its disk ends as soon as it is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyRefused {
    /// `member … has already been bootstrapped`: it is to found a cluster (`initial-cluster-state: new`) whose members know that
    /// it did.
    AlreadyBootstrapped,
    /// `cannot fetch cluster info from peer urls`: it is to join a cluster (`existing`), and reaches nobody of it.
    NoPeers,
}

/// What happened, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No leader was heard for so many ticks: a pre-vote is asked for, for this term.
    AsksPreVotes {
        /// How many ticks.
        silent: u32,
        /// The term it would stand for.
        term: Term,
    },
    /// A majority would vote for it: it raises its term and asks for votes.
    AsksVotes {
        /// The new term.
        term: Term,
    },
    /// The leader handed over: it asks for votes without a pre-vote.
    TakesOver {
        /// The new term.
        term: Term,
    },
    /// A vote is given.
    Grants {
        /// The round.
        kind: VoteKind,
        /// To whom.
        to: MemberId,
        /// In which term.
        term: Term,
    },
    /// A vote is refused.
    Refuses {
        /// The round.
        kind: VoteKind,
        /// To whom.
        to: MemberId,
        /// Why.
        why: Refused,
    },
    /// A request for a vote is passed over: a leader was heard a moment ago (check-quorum's lease).
    Ignores {
        /// Who asked.
        from: MemberId,
        /// The leader.
        leader: MemberId,
        /// How many ticks ago it was heard.
        heard: u32,
    },
    /// A majority refused: it follows again, and waits.
    LosesElection {
        /// The round.
        kind: VoteKind,
    },
    /// A majority voted for it.
    Leads {
        /// The term.
        term: Term,
        /// How many votes it has.
        votes: usize,
        /// The place of its first entry.
        index: Index,
    },
    /// It takes this member for its leader.
    Follows {
        /// The leader.
        leader: MemberId,
        /// The term.
        term: Term,
    },
    /// It saw a newer term, and follows.
    NewerTerm {
        /// From whom.
        from: MemberId,
        /// The newer term.
        term: Term,
        /// Whether it was the leader.
        led: bool,
    },
    /// A leader that a majority doesn't answer to gives up (check-quorum).
    NoQuorum {
        /// How many answered within an election timeout, itself included.
        heard: usize,
        /// How many would have to.
        majority: usize,
    },
    /// A majority has the entries up to this place.
    Commits {
        /// The place.
        index: Index,
    },
    /// Entries that were never committed give way to the leader's.
    Overwrites {
        /// The first of them.
        from: Index,
        /// The last of them.
        to: Index,
    },
    /// The leader hands over to another.
    HandsOver {
        /// To whom.
        to: MemberId,
    },
    /// It gave up handing over: it took too long.
    KeepsLeading {
        /// To whom it was.
        to: MemberId,
    },
    /// A change of members is in force where it was applied.
    Changed {
        /// The change.
        change: Change,
        /// How many vote now.
        voters: usize,
        /// How many of them have to agree.
        majority: usize,
    },
    /// A change came while another was under way, and was made nothing of.
    ChangeTooEarly,
    /// A read is confirmed by a majority: the leader is still the leader.
    Confirms {
        /// Up to where the log has to be applied.
        index: Index,
    },
    /// It starts.
    Starts,
    /// It starts with nothing on its disk, to join a cluster that exists.
    StartsEmpty,
    /// It starts with nothing on its disk, as a founder of a new cluster: nobody could tell it better.
    StartsAnew,
    /// It starts, and ends at once.
    StartRefused(WhyRefused),
    /// It is stopped; what is on its disk stays.
    Stops,
    /// Its disk was wiped.
    Wiped,
    /// It learned that it was removed, and ends for good.
    Removed,
    /// It ends as etcd panics.
    Crashes(Fault),
    /// Its links are cut.
    Isolated,
    /// Its links are back.
    Rejoined,
    /// Its messages take longer.
    Slowed,
    /// They don't any more.
    Quickened,
    /// The network is cut in two: these on one side, all others on the other.
    Cut(Vec<MemberId>),
    /// The network is whole again.
    Healed,
    /// A request was done.
    Done {
        /// Which.
        request: u64,
        /// What it was.
        asked: Asked,
        /// The value that was read, for a read.
        value: Option<u64>,
        /// How many ticks it took.
        took: u64,
    },
    /// A request failed.
    Failed {
        /// Which.
        request: u64,
        /// What it was.
        asked: Asked,
        /// Why.
        why: WhyFailed,
        /// Whether it had taken effect by then all the same.
        took_effect: bool,
    },
    /// A request of which its client was told that it failed took effect after all.
    TookEffect {
        /// Which.
        request: u64,
        /// What it was.
        asked: Asked,
    },
    /// A request waits, as its member has just started and doesn't listen to clients yet.
    WaitsForStart {
        /// Which.
        request: u64,
        /// What it was.
        asked: Asked,
    },
    /// A request waits, as its member knows no leader.
    WaitsForLeader {
        /// Which.
        request: u64,
        /// What it was.
        asked: Asked,
    },
    /// There is no such member.
    NoMember(MemberId),
    /// Leadership can't be handed over to it (`etcdserver: bad leader transferee`).
    BadTransferee(MemberId),
    /// What was asked for means nothing as things stand.
    Nothing,
}
