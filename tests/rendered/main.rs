//! What a plan becomes, before its real readers: openssl, rustls-webpki, cfssl, systemd-analyze, a shell, a load balancer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "../support/mod.rs"]
mod support;

mod bundle;
mod by_hand;
mod cfssl;
mod custody;
mod load_balancer;
mod mistakes;
mod pki;
mod raft_traces;
mod render;
