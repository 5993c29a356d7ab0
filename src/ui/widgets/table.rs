//! The columns of a table: as wide as is usual, and wider where what stands in them needs it.

use ratatui::layout::{Constraint, Layout, Rect};

/// Divides a line into columns with a gap between each, from their usual widths and those that their longest texts need.
pub(in crate::ui) fn columns(area: Rect, usual: &[Constraint], needed: &[u16]) -> Vec<Rect> {
    let usual = Layout::horizontal(usual).spacing(1).split(area);
    let usual: Vec<u16> = usual.iter().map(|one| one.width).collect();
    let mut x = area.x;
    let place = |width: u16| {
        let cell = Rect { x, width, ..area }.intersection(area);
        x = x.saturating_add(width + 1);
        cell
    };
    widths(&usual, needed).into_iter().map(place).collect()
}

/// The columns that a table takes if none is cut, with the gaps between them.
pub(in crate::ui) fn whole(needed: &[u16]) -> u16 {
    let gaps = u16::try_from(needed.len().saturating_sub(1)).unwrap_or(u16::MAX);
    needed.iter().fold(gaps, |sum, one| sum.saturating_add(*one))
}

/// The widths that are usual, as far as each is enough. Else a column that needs more gets what the others can spare;
/// and where that isn't enough, the widest are cut, all to the same width.
fn widths(usual: &[u16], needed: &[u16]) -> Vec<u16> {
    let total: u16 = usual.iter().sum();
    if usual.iter().zip(needed).all(|(usual, needed)| usual >= needed) {
        return usual.to_vec();
    }
    let cut = |most: u16| needed.iter().map(move |one| (*one).min(most));
    let most = (0..=total).rev().find(|most| cut(*most).sum::<u16>() <= total).unwrap_or(0);
    let mut widths: Vec<u16> = cut(most).collect();
    let mut spare = total - widths.iter().sum::<u16>();
    // What is left goes, a column each, to those that are cut, and then back to those that gave of theirs.
    for is_cut in [true, false] {
        for ((width, usual), needed) in widths.iter_mut().zip(usual).zip(needed) {
            let wanted = match is_cut {
                true if *width < *needed => *width + 1,
                true => *width,
                false => (*usual).max(*width),
            };
            let more = (wanted - *width).min(spare);
            *width += more;
            spare -= more;
        }
    }
    if let Some(last) = widths.last_mut() {
        *last += spare;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_needs_more_takes_it_from_those_that_can_spare_it() {
        assert_eq!(widths(&[10, 10, 10], &[4, 10, 9]), [10, 10, 10]);
        assert_eq!(widths(&[10, 10, 10], &[4, 16, 9]), [5, 16, 9]);
        assert_eq!(widths(&[10, 10, 10], &[4, 12, 6]), [10, 12, 8]);
        // Where there isn't enough for all, the short ones stay whole.
        assert_eq!(widths(&[10, 10, 10], &[4, 30, 40]), [4, 13, 13]);
        assert_eq!(widths(&[10, 10, 11], &[4, 30, 40]), [4, 14, 13]);
        assert_eq!(widths(&[1, 1], &[9, 9]), [1, 1]);
        assert_eq!(whole(&[3, 10, 20]), 35);
    }

    #[test]
    fn columns_stand_side_by_side_within_the_line() {
        let area = Rect { x: 2, y: 5, width: 22, height: 1 };
        let cells = columns(area, &[Constraint::Length(3), Constraint::Fill(1)], &[3, 40]);
        let places: Vec<_> = cells.iter().map(|cell| (cell.x, cell.width)).collect();
        assert_eq!(places, [(2, 3), (6, 18)]);
    }
}
