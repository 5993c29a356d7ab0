//! How long a step of the lab's simulation takes with nine members, and a frame of its screen:
//!
//!     cargo bench --bench lab
//!
//! Prints; nothing is asserted on time. A step is meant to take less than 50 µs.
#![allow(clippy::expect_used)] // A backend in memory can't fail.

use std::time::Instant;

use quorate::lab::{Action, MemberId, Simulation, Timeline};
use quorate::ui::Theme;
use quorate::ui::lab::{Lab, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

const STEPS: u32 = 100_000;
const FRAMES: u32 = 200;

fn main() {
    let quiet = steps(|_, _| {});
    let busy = steps(|simulation, step| {
        let id = MemberId(u8::try_from(step % 9 + 1).unwrap_or(1));
        if step.is_multiple_of(3) {
            simulation.act(&Action::Put(id, None));
            simulation.act(&Action::Read { at: id, is_linearizable: true });
        }
        // The log is never compacted: a new cluster now and then.
        if step.is_multiple_of(2_000) {
            *simulation = Simulation::new(9, u64::from(step));
        }
    });
    let timeline = Timeline::new(9, 1);
    let size = Size { width: 200, height: 60 };
    let mut lab = Lab::new(timeline, Theme::COLOURED, size);
    let mut terminal = Terminal::new(TestBackend::new(200, 60)).expect("a backend in memory");
    let start = Instant::now();
    for _ in 0..FRAMES {
        lab.tick();
        terminal.draw(|frame| draw(frame, &lab)).expect("a backend in memory");
    }
    let frame = start.elapsed().as_secs_f64() * 1e6 / f64::from(FRAMES);
    println!(
        "nine members: a step {quiet:.1} µs, {busy:.1} µs with clients; a tick and a frame at 200x60 {frame:.0} µs"
    );
}

/// The microseconds that a step takes.
fn steps(mut before: impl FnMut(&mut Simulation, u32)) -> f64 {
    let mut simulation = Simulation::new(9, 1);
    let start = Instant::now();
    for step in 0..STEPS {
        before(&mut simulation, step);
        simulation.step();
        simulation.take_notes();
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(STEPS)
}
