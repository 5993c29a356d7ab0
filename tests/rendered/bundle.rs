//! The output directory: what it may be, how it is written, and what is found wrong with it later.

mod generate;
mod pairs;
mod presets;
mod target;
mod verify;
mod write;
