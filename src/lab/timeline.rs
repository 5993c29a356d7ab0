//! Time that goes forward and back: what was done is kept, and done again from a copy of an earlier state.

use super::action::Action;
use super::reason::Note;
use super::scenario::Scenario;
use super::simulation::Simulation;

/// Every how many ticks a copy is kept.
const COPY_EVERY: u64 = 64;
/// How many copies are kept; beyond this every second goes.
const COPIES: usize = 256;

/// A simulation with all that was done to it, and what may be done again.
#[derive(Debug, Clone)]
pub struct Timeline {
    members: usize,
    seed: u64,
    simulation: Simulation,
    actions: Vec<(u64, Action)>,
    /// How many of the actions are done; the others come when their tick does.
    done: usize,
    notes: Vec<Note>,
    copies: Vec<Copy>,
    end: u64,
    /// The tick at which the scenario that is played is over; `None` where there is none, or something else was done.
    plays_until: Option<u64>,
}

#[derive(Debug, Clone)]
struct Copy {
    simulation: Simulation,
    done: usize,
    notes: usize,
}

impl Timeline {
    /// A new cluster, to which nothing was done yet.
    pub fn new(members: usize, seed: u64) -> Self {
        Self::replay(&Scenario { members, seed, actions: Vec::new(), end: 0 })
    }

    /// A cluster at its start, to which a scenario's actions are done as their ticks come.
    pub fn replay(scenario: &Scenario) -> Self {
        let simulation = Simulation::new(scenario.members, scenario.seed);
        let first = Copy { simulation: simulation.clone(), done: 0, notes: 0 };
        let last = scenario.actions.last().map(|(at, _)| at + 1);
        let is_empty = scenario.actions.is_empty() && scenario.end == 0;
        Self {
            plays_until: (!is_empty).then(|| last.unwrap_or(0).max(scenario.end)),
            members: scenario.members,
            seed: scenario.seed,
            simulation,
            actions: scenario.actions.clone(),
            done: 0,
            notes: Vec::new(),
            copies: vec![first],
            end: scenario.end,
        }
    }

    /// The cluster as it is now.
    pub fn now(&self) -> &Simulation {
        &self.simulation
    }

    /// Everything that happened up to now, and why, oldest first.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether something that was done, or a scenario, is still to come.
    pub fn has_future(&self) -> bool {
        self.done < self.actions.len() || self.simulation.tick() < self.end
    }

    /// Whether the scenario that is played is over at this tick.
    pub fn is_over(&self) -> bool {
        self.plays_until == Some(self.simulation.tick())
    }

    /// What was done, and is still to come, as a scenario.
    pub fn scenario(&self) -> Scenario {
        Scenario {
            members: self.members,
            seed: self.seed,
            actions: self.actions.clone(),
            end: self.end.max(self.simulation.tick()),
        }
    }

    /// Does something now. What was to come after a step back never comes.
    pub fn act(&mut self, action: Action) {
        self.actions.truncate(self.done);
        (self.end, self.plays_until) = (0, None);
        self.actions.push((self.simulation.tick(), action));
        self.do_next();
    }

    /// One tick forward.
    pub fn forward(&mut self) {
        while self.actions.get(self.done).is_some_and(|(at, _)| *at <= self.simulation.tick()) {
            self.do_next();
        }
        self.simulation.step();
        self.notes.extend(self.simulation.take_notes());
        if self.simulation.tick().is_multiple_of(COPY_EVERY) {
            self.keep_copy();
        }
    }

    /// One tick back, or what was done since the last one. Returns whether there was something.
    pub fn back(&mut self) -> bool {
        let tick = self.simulation.tick();
        let last = self.done.checked_sub(1).and_then(|last| self.actions.get(last));
        if last.is_some_and(|(at, _)| *at >= tick) {
            self.go(tick, self.done - 1);
        } else if tick > 0 {
            self.end = self.end.max(tick);
            self.go(tick - 1, self.done);
        } else {
            return false;
        }
        true
    }

    fn go(&mut self, tick: u64, done: usize) {
        let fits = |copy: &Copy| copy.simulation.tick() <= tick && copy.done <= done;
        self.copies.retain(fits);
        let Some(copy) = self.copies.last().cloned() else { return };
        self.simulation = copy.simulation;
        self.notes.truncate(copy.notes);
        self.done = copy.done;
        loop {
            let at = self.simulation.tick();
            while self.done < done && self.actions.get(self.done).is_some_and(|next| next.0 <= at) {
                self.do_next();
            }
            if at >= tick {
                return;
            }
            self.simulation.step();
            self.notes.extend(self.simulation.take_notes());
        }
    }

    fn do_next(&mut self) {
        if let Some((_, action)) = self.actions.get(self.done) {
            self.simulation.act(action);
            self.done += 1;
        }
        self.notes.extend(self.simulation.take_notes());
    }

    fn keep_copy(&mut self) {
        let simulation = self.simulation.clone();
        self.copies.push(Copy { simulation, done: self.done, notes: self.notes.len() });
        if self.copies.len() > COPIES {
            let mut place = 0;
            self.copies.retain(|_| {
                place += 1;
                place % 2 == 1
            });
        }
    }
}
