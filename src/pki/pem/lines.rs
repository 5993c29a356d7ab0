//! The lines of a text that may be markers, found without looking at the others.

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memrchr};

/// The lines of a text that mention a marker.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// The byte that the next line starts at; beyond the text after the last.
    pub(super) at: usize,
    /// The number of the next line, from 1.
    pub(super) number: usize,
    /// Where `BEGIN ` and `END ` stand next, as far as they were looked for; `None` where nowhere.
    marks: [Option<usize>; 2],
    finders: [Finder<'static>; 2],
}

/// A line that mentions a marker.
pub(super) struct Mark<'a> {
    /// The byte it starts at.
    pub(super) at: usize,
    pub(super) number: usize,
    /// The line, trimmed.
    pub(super) line: &'a str,
    /// The byte that the line behind it starts at.
    next: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let finders = ["BEGIN ", "END "].map(Finder::new);
        Self { text, at: 0, number: 1, marks: [Some(0), Some(0)], finders }
    }

    /// The next line that mentions a marker, past all that don't; it isn't passed itself.
    pub(super) fn mark(&mut self) -> Option<Mark<'a>> {
        for (mark, finder) in self.marks.iter_mut().zip(&self.finders) {
            if mark.is_some_and(|mark| mark <= self.at) {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                *mark = finder.find(rest).map(|found| self.at + found);
            }
        }
        let mark = *self.marks.iter().flatten().min()?;
        let passed = self.text.as_bytes().get(self.at..mark)?;
        let at = self.at + memrchr(b'\n', passed).map_or(0, |end| end + 1);
        let number = self.number + memchr_iter(b'\n', passed).count();
        let rest = self.text.get(at..)?;
        let end = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        Some(Mark { at, number, line: trim_line(rest.get(..end)?), next: at + end + 1 })
    }

    pub(super) fn pass(&mut self, mark: &Mark<'a>) {
        (self.at, self.number) = (mark.next, mark.number + 1);
    }

    /// The next line that mentions a marker, which is passed, and its number.
    pub(super) fn next_marked(&mut self) -> Option<(usize, &'a str)> {
        let mark = self.mark()?;
        self.pass(&mark);
        Some((mark.number, mark.line))
    }
}

/// Go cuts blanks and one CR off the end of a line.
pub(super) fn trim_line(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line).trim_end_matches([' ', '\t'])
}
