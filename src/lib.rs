//! quorate: from an empty terminal to a healthy, mutually authenticated etcd cluster.
//!
//! The way of the data, which the modules follow in one direction:
//!
//! - [`finding`]: what can be wrong, each thing once, and what was found.
//! - [`cluster`]: the domain. A [`cluster::Plan`] is everything the operator decided.
//! - [`etcd`]: what is true of etcd by release.
//! - `config`: readers of units, environment files, YAML and command lines that others wrote.
//! - [`pki`]: what each certificate is going to say, its issue, and what it turns out to say.
//! - [`render`]: the files of a bundle that hold no key: units, environment files, scripts.
//! - [`probe`]: what a running server shows to whoever connects.
//! - [`bundle`]: the output directory, checked, written in one step, and judged again.
//! - [`advice`]: what is legal in a plan and yet unwise.
//! - [`answers`]: what has been typed so far, right or wrong, and the plan that follows from it.
//! - [`local`]: etcd members as processes on this machine.
//! - [`ui`]: the wizard's screens; [`cli`]: the commands, their errors and exit codes.
//! - [`shell`]: the wizard's clock, terminal, disk and threads; performs what the screens ask for.
//! - [`text`]: the catalogue of sentences, and what may be shown raw.

pub mod advice;
pub mod answers;
pub mod audit;
pub mod bundle;
pub mod cli;
pub mod cluster;
mod config;
pub mod course;
pub mod etcd;
pub mod exercise;
pub mod finding;
#[doc(hidden)]
pub mod fuzz;
pub mod lab;
pub mod local;
pub mod pki;
pub mod probe;
pub mod prompt;
pub mod render;
pub mod shell;
pub mod text;
pub mod ui;
