//! What the lab promises: raft's safety under failures, what clients see, scenarios, and going back.

mod behaviour;
mod rules;
mod safety;
mod scenarios;
