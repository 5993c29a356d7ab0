//! Pieces that several screens draw with.

pub(super) mod bar;
pub(super) mod field;
pub(super) mod page;
pub(super) mod table;
pub(super) mod text;
