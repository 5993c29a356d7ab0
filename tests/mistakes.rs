//! The mistakes of known tutorials, fed in as their authors wrote them: quorate says what is wrong, why,
//! and where that comes from. The texts stand in `tests/fixtures/mistakes`; certificates are made by the
//! authors' own commands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

mod support;

#[path = "mistakes/author.rs"]
mod author;
#[path = "mistakes/certificates.rs"]
mod certificates;
#[path = "mistakes/keys.rs"]
mod keys;
#[path = "mistakes/settings.rs"]
mod settings;
