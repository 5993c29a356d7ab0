//! quorate: from an empty terminal to a healthy, mutually authenticated etcd cluster.
//!
//! The way of the data, which the modules follow in one direction:
//!
//! - [`cluster`]: the domain. A [`cluster::Plan`] is everything the operator decided.
//! - [`answers`]: what has been typed so far, right or wrong, and the questions it answers.
//! - [`pki`]: what each certificate is going to say, its issue, and what it turns out to say.
//! - [`text`]: the catalogue of sentences, and what may be shown raw.

pub mod answers;
pub mod cluster;
pub mod pki;
pub mod text;
