//! Bars: how much of a validity is past, and how much of a work is done.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use time::OffsetDateTime;

use crate::ui::theme::Theme;

/// The most columns of a bar: a longer one tells no more.
const WIDEST: usize = 40;

/// A time from its start to its end.
pub(in crate::ui) type Period = (OffsetDateTime, OffsetDateTime);

/// How much of a work is done.
pub(in crate::ui) fn progress(
    theme: &Theme,
    done: usize,
    total: usize,
    width: usize,
) -> Vec<Span<'static>> {
    let width = width.min(WIDEST);
    let filled = (width * done).checked_div(total).unwrap_or(0).min(width);
    vec![
        Span::styled(theme.glyphs.full.repeat(filled), theme.success),
        Span::styled(theme.glyphs.ahead.repeat(width - filled), theme.muted),
    ]
}

/// A validity within a longer time: thick what is left of it, thin what is past, dotted what lies outside.
pub(in crate::ui) fn validity(
    theme: &Theme,
    valid: Period,
    within: Period,
    now: OffsetDateTime,
    width: usize,
) -> Vec<Span<'static>> {
    let width = width.min(WIDEST);
    let (start, end) = (column(valid.0, within, width), column(valid.1, within, width));
    // One that ends before it starts is never valid.
    let (start, end) = if within.0 >= within.1 { (0, width) } else { (start, end) };
    // What is short is seen all the same.
    let end = end.max(start + 1).min(width);
    let start = start.min(end.saturating_sub(1));
    let here = match now {
        _ if now >= valid.1 => end,
        _ => column(now, within, width).clamp(start, end.saturating_sub(1)),
    };
    let glyphs = &theme.glyphs;
    let left = if now >= valid.1 { theme.error } else { theme.success };
    let parts: [(&str, usize, Style); 4] = [
        (glyphs.ahead, start, theme.muted),
        (glyphs.rule, here - start, if here == end { left } else { theme.muted }),
        (glyphs.full, end - here, left),
        (glyphs.ahead, width - end, theme.muted),
    ];
    let parts = parts.into_iter().filter(|(_, count, _)| *count > 0);
    parts.map(|(glyph, count, style)| Span::styled(glyph.repeat(count), style)).collect()
}

/// The column of a moment, from 0 to `width`.
fn column(at: OffsetDateTime, within: Period, width: usize) -> usize {
    let seconds = |from: OffsetDateTime, to: OffsetDateTime| {
        usize::try_from((to - from).whole_seconds()).unwrap_or(0)
    };
    let whole = seconds(within.0, within.1);
    let column = seconds(within.0, at).saturating_mul(width).saturating_add(whole / 2);
    column.checked_div(whole).unwrap_or(0).min(width)
}

/// The same as a line that starts below the values of rows, `indent` columns wide.
pub(in crate::ui) fn below(indent: usize, bar: Vec<Span<'static>>) -> Line<'static> {
    std::iter::once(Span::raw(" ".repeat(indent))).chain(bar).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn drawn(spans: &[Span<'_>]) -> String {
        spans.iter().map(|span| span.content.as_ref()).collect()
    }

    #[test]
    fn a_bar_shows_what_is_past_what_is_left_and_what_lies_outside() {
        let theme = &Theme::new(false, false);
        let year = |number: i32| datetime!(2020-01-01 00:00 UTC).replace_year(number).unwrap();
        let bar = |valid: (i32, i32), within: (i32, i32), now: i32| {
            let period = |(from, to)| (year(from), year(to));
            drawn(&validity(theme, period(valid), period(within), year(now), 10))
        };
        assert_eq!(bar((2020, 2030), (2020, 2030), 2020), "==========");
        assert_eq!(bar((2020, 2030), (2020, 2030), 2024), "----======");
        assert_eq!(bar((2020, 2021), (2020, 2030), 2020), "=.........");
        assert_eq!(bar((2022, 2026), (2020, 2030), 2024), "..--==....");
        // Not yet valid, ended, and one that ends before it starts.
        assert_eq!(bar((2024, 2026), (2020, 2030), 2021), "....==....");
        assert_eq!(bar((2020, 2026), (2020, 2026), 2027), "----------");
        assert_eq!(bar((2026, 2020), (2026, 2020), 2024), "----------");
        let days = (year(2020), year(2020) + time::Duration::days(1));
        let short = validity(theme, days, (year(2020), year(2030)), year(2020), 10);
        assert_eq!(drawn(&short), "=.........");
        for width in 0..3 {
            let bar = validity(theme, days, days, year(2020), width);
            assert_eq!(drawn(&bar).len(), width);
        }
        assert_eq!(drawn(&progress(theme, 1, 4, 8)), "==......");
        assert_eq!(drawn(&progress(theme, 0, 0, 4)), "....");
    }
}
