//! The mistakes of known tutorials, fed in as their authors wrote them: quorate says what is wrong, why,
//! and where that comes from. The texts stand in `tests/fixtures/mistakes`; certificates are made by the
//! authors' own commands.

mod author;
mod certificates;
mod keys;
mod settings;
