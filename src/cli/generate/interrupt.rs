//! Signals that stop the work where nothing stays behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::super::failure::Failure;
use crate::shell::signals;

/// A flag that a signal raises, and which signal it was.
pub(super) struct Interrupt {
    raised: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Listens from now on.
    pub(super) fn listen() -> Result<Self, Failure> {
        let interrupt = Self { raised: Arc::default(), signal: Arc::default() };
        for signal in signals::ENDING {
            let number = usize::try_from(signal).unwrap_or_default();
            // The number first: whoever sees the flag finds it.
            signal_hook::flag::register_usize(signal, interrupt.signal.clone(), number)
                .and_then(|_| signal_hook::flag::register(signal, interrupt.raised.clone()))
                .map_err(|error| {
                    Failure::failed(
                        "generate-no-signals",
                        &[("signal", &signal), ("error", &error)],
                    )
                })?;
        }
        signals::take_over();
        Ok(interrupt)
    }

    /// Is true once a signal came.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.raised
    }

    /// The signal that came last.
    pub(super) fn signal(&self) -> Option<u8> {
        u8::try_from(self.signal.load(Ordering::Relaxed)).ok().filter(|signal| *signal > 0)
    }
}
