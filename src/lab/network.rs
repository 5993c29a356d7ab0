//! The network between the members: delays, cuts, and what is under way.

use std::collections::BTreeSet;

use super::message::{Body, MemberId, Message};
use super::random::Random;

/// Ticks that a message takes.
const DELAY: u64 = 1;
/// The most ticks more that it takes from or to a member whose links are slow: together more than an election
/// timeout there and back, at times.
const SLOW: u32 = 8;

/// Who reaches whom, and the messages in flight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    isolated: BTreeSet<MemberId>,
    slow: BTreeSet<MemberId>,
    side: BTreeSet<MemberId>,
    under_way: Vec<Flight>,
    /// Of how many messages one is lost without a reason; none where this is 0.
    loses_one_in: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Flight {
    due: u64,
    message: Message,
}

impl Network {
    /// Whether a member is cut off from all others.
    pub fn is_isolated(&self, id: MemberId) -> bool {
        self.isolated.contains(&id)
    }

    /// Whether messages from and to a member take longer.
    pub fn is_slow(&self, id: MemberId) -> bool {
        self.slow.contains(&id)
    }

    /// One side of a cut; empty where there is none.
    pub fn side(&self) -> &BTreeSet<MemberId> {
        &self.side
    }

    /// Whether messages of one get to the other.
    pub fn connects(&self, one: MemberId, other: MemberId) -> bool {
        one == other
            || !self.is_isolated(one)
                && !self.is_isolated(other)
                && self.side.contains(&one) == self.side.contains(&other)
    }

    /// How many messages are under way.
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Whether a message that says so is under way to a member.
    pub(super) fn carries(&self, to: MemberId, says: impl Fn(&Body) -> bool) -> bool {
        self.under_way.iter().any(|one| one.message.to == to && says(&one.message.body))
    }

    /// A member's process ended: what is under way to it is lost with its connections.
    pub(super) fn lose_what_is_for(&mut self, id: MemberId) {
        self.under_way.retain(|one| one.message.to != id);
    }

    pub(super) fn isolate(&mut self, id: MemberId, is_isolated: bool) {
        if is_isolated {
            self.isolated.insert(id)
        } else {
            self.isolated.remove(&id)
        };
    }

    pub(super) fn slow_down(&mut self, id: MemberId, is_slow: bool) {
        if is_slow {
            self.slow.insert(id)
        } else {
            self.slow.remove(&id)
        };
    }

    pub(super) fn cut(&mut self, side: BTreeSet<MemberId>) {
        self.side = side;
    }

    /// Removes every cut; what is slow stays slow.
    pub(super) fn heal(&mut self) {
        self.side.clear();
        self.isolated.clear();
    }

    pub(super) fn lose_one_in(&mut self, messages: u32) {
        self.loses_one_in = messages;
    }

    pub(super) fn forget(&mut self, id: MemberId) {
        self.isolated.remove(&id);
        self.slow.remove(&id);
        self.side.remove(&id);
    }

    /// Sends a message, unless it is lost on the way.
    pub(super) fn send(&mut self, tick: u64, message: Message, random: &mut Random) {
        if !self.connects(message.from, message.to) {
            return;
        }
        if self.loses_one_in > 0 && random.below(self.loses_one_in) == 0 {
            return;
        }
        let mut due = tick + DELAY;
        if self.is_slow(message.from) || self.is_slow(message.to) {
            due += 1 + u64::from(random.below(SLOW));
        }
        self.under_way.push(Flight { due, message });
    }

    /// The messages that arrive now, in the order in which they were sent.
    pub(super) fn arrive(&mut self, tick: u64) -> Vec<Message> {
        let flights = std::mem::take(&mut self.under_way);
        let mut here = Vec::with_capacity(flights.len());
        for flight in flights {
            if flight.due > tick {
                self.under_way.push(flight);
            } else if self.connects(flight.message.from, flight.message.to) {
                here.push(flight.message);
            }
        }
        here
    }
}
