//! How much of a text is on the screen: the keys that scroll it go by what was seen.

use std::cell::Cell;

use crate::ui::command::Command;

/// How many lines of how many were drawn last. Drawing takes note of it, as only that knows the room.
#[derive(Debug, Default)]
pub(in crate::ui) struct Shown(Cell<Option<(usize, usize)>>);

impl Shown {
    /// Takes note of room for so many lines of so many.
    pub(in crate::ui) fn note(&self, height: usize, total: usize) {
        self.0.set(Some((height, total)));
    }

    /// How many lines a page goes on: none is left out, though the last one of the room says how many follow.
    pub(in crate::ui) fn page(&self) -> usize {
        self.0.get().map_or(1, |(height, _)| height.saturating_sub(2)).max(1)
    }

    /// Where a text that starts at line `scroll` starts after a command.
    pub(in crate::ui) fn scrolled(&self, command: &Command, scroll: u16) -> u16 {
        match command {
            Command::Up => self.moved(scroll, 1, false),
            Command::Down => self.moved(scroll, 1, true),
            Command::PageUp => self.moved(scroll, self.page(), false),
            Command::PageDown => self.moved(scroll, self.page(), true),
            Command::First => 0,
            Command::Last => self.moved(scroll, usize::MAX, true),
            _ => scroll,
        }
    }

    /// The last line that it may start with: below it stands no more than there is room for.
    pub(in crate::ui) fn last(&self) -> usize {
        self.0.get().map_or(usize::MAX, |(height, total)| total.saturating_sub(height))
    }

    /// Where it starts so many lines on or back, never past its end.
    pub(in crate::ui) fn moved(&self, scroll: u16, lines: usize, down: bool) -> u16 {
        let last = self.last();
        let here = usize::from(scroll).min(last);
        let there =
            if down { here.saturating_add(lines).min(last) } else { here.saturating_sub(lines) };
        u16::try_from(there).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leaves_no_line_out_and_ends_at_the_end() {
        for (height, total) in [(3, 40), (10, 40), (50, 60), (1, 4), (9, 5)] {
            let shown = Shown::default();
            shown.note(height, total);
            let (mut scroll, mut seen) = (0, 0);
            loop {
                assert!(usize::from(scroll) <= seen, "{height} of {total} at {scroll}");
                let is_end = usize::from(scroll) + height >= total;
                // The last line of the room says how many follow.
                let covered = usize::from(!is_end && height > 1);
                seen = (usize::from(scroll) + height - covered).min(total);
                if is_end {
                    break;
                }
                scroll = shown.scrolled(&Command::PageDown, scroll);
            }
            assert_eq!(seen, total);
            assert_eq!(shown.scrolled(&Command::Down, scroll), scroll);
            // What was scrolled further than the end needs no key more.
            let back = shown.scrolled(&Command::Up, 500);
            assert_eq!(usize::from(back), total.saturating_sub(height).saturating_sub(1));
        }
    }
}
