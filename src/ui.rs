//! The wizard on a terminal's screen, the inspector ([`viewer`]), and the lab ([`lab`]).
//!
//! - `keymap` turns key presses into a [`Command`]; screens never see keys.
//! - [`App`] is all state; [`App::update`] and [`App::receive`] change it and return an [`Action`] for
//!   the shell, which is the only one to perform it.
//! - [`draw`] takes `&App`; each step has a file of its own below `steps`.

mod app;
mod bundle_menu;
mod by_hand;
mod changes;
mod command;
pub mod course;
mod drafts;
mod draw;
mod explanation;
mod find;
mod focus;
mod handshakes;
mod inspector;
pub mod keymap;
pub mod lab;
mod listing;
mod overlay;
mod overlay_view;
mod panels;
pub mod picture;
mod preview;
mod review;
mod start;
mod steps;
mod text_input;
mod theme;
pub mod viewer;
mod widgets;

pub use app::{App, is_pasted_table};
pub(crate) use app::{saved, saved_base};
pub use by_hand::of_step as commands_by_hand;
pub use command::{
    Action, AuthorityCheck, Command, Contents, LabCommand, Message, Outcome, OutcomeFile, Refusal,
    Saved, SavedFile,
};
pub(crate) use drafts::{day, members as draft_members};
pub use draw::draw;
pub use handshakes::Handshakes;
pub use listing::{BundleLook, BundleRecord, Holder, ListedBundle, ListedDraft, Listing};
pub use review::tree;
pub(crate) use steps::generate::key_name;
pub(crate) use steps::hardware::tier_figures;
pub use theme::{Glyphs, Theme};
