//! A member's log.

use super::configuration::Change;

/// A term: a span of time with one leader at most.
pub type Term = u64;
/// A place in the log, from 1; 0 is before the first.
pub type Index = usize;

/// Where an entry stands and which leader wrote it. Two logs with the same entry are the same up to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryId {
    /// The term of the leader that wrote it.
    pub term: Term,
    /// Its place.
    pub index: Index,
}

/// What an entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// Nothing: each leader begins with one, to commit what came before it.
    Empty,
    /// A value is put.
    Put {
        /// The client's request.
        request: u64,
        /// The value.
        value: u64,
    },
    /// The members change.
    Change {
        /// The client's request.
        request: u64,
        /// What changes.
        change: Change,
    },
}

/// An entry of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The term of the leader that wrote it.
    pub term: Term,
    /// What it says.
    pub data: Data,
}

/// All entries of a member, committed or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log(Vec<Entry>);

impl Log {
    pub(super) fn of(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    /// The place of the last entry; 0 where there is none.
    pub fn last_index(&self) -> Index {
        self.0.len()
    }

    /// The last entry's place and term.
    pub fn last(&self) -> EntryId {
        self.id(self.last_index())
    }

    /// The term of the entry at a place: 0 before the first and behind the last.
    pub fn term(&self, index: Index) -> Term {
        self.entry(index).map_or(0, |entry| entry.term)
    }

    /// The entry at a place.
    pub fn entry(&self, index: Index) -> Option<&Entry> {
        self.0.get(index.checked_sub(1)?)
    }

    /// All entries, from the first on.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    pub(super) fn id(&self, index: Index) -> EntryId {
        EntryId { term: self.term(index), index }
    }

    /// Whether the entry is here; what is before the first always is.
    pub(super) fn holds(&self, id: EntryId) -> bool {
        id.index <= self.last_index() && self.term(id.index) == id.term
    }

    /// Whether another's log, by its last entry, is at least as new as this one (raft paper, 5.4.1).
    pub(super) fn is_covered_by(&self, other: EntryId) -> bool {
        let last = self.last();
        other.term > last.term || other.term == last.term && other.index >= last.index
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.0.push(entry);
    }

    /// At most so many entries from a place on.
    pub(super) fn from(&self, index: Index, most: usize) -> Vec<Entry> {
        self.0.iter().skip(index.saturating_sub(1)).take(most).copied().collect()
    }

    /// The first of `entries`, which follow `previous`, that isn't here, and its place.
    pub(super) fn first_new(&self, previous: Index, entries: &[Entry]) -> Option<Index> {
        let places = previous + 1..;
        let mut new = places
            .zip(entries)
            .filter(|(index, entry)| self.entry(*index).is_none_or(|held| held.term != entry.term));
        new.next().map(|(index, _)| index)
    }

    /// Keeps what is before a place, and adds entries.
    pub(super) fn replace_from(&mut self, index: Index, entries: &[Entry]) {
        self.0.truncate(index.saturating_sub(1));
        self.0.extend_from_slice(entries);
    }

    /// The last entry at or before a place whose term isn't above `term`: the first place at which a log that has
    /// `term` there can be the same as this one.
    pub(super) fn last_up_to(&self, index: Index, term: Term) -> EntryId {
        let mut index = index.min(self.last_index());
        while index > 0 && self.term(index) > term {
            index -= 1;
        }
        self.id(index)
    }
}
