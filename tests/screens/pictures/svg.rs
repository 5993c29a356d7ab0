//! A screen as an SVG picture: what stands in the cells, in the colours that a terminal would give them.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// The colours of a terminal: its own foreground and background, and ANSI 0 to 7 of text that is bold and that isn't,
/// as `#rrggbb`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    pub(crate) name: &'static str,
    pub(crate) foreground: &'static str,
    pub(crate) background: &'static str,
    pub(crate) ansi: [&'static str; 8],
    pub(crate) bold: [&'static str; 8],
}

/// The width and the height of a cell, in pixels of a font of 14.
const CELL: (f32, f32) = (8.4, 17.0);
/// What stays free around the screen.
const MARGIN: f32 = 8.0;

/// A picture of a buffer, with the cursor if it is shown. The title is what a screen reader says.
pub(crate) fn picture(
    buffer: &Buffer,
    cursor: Option<Position>,
    of: &Palette,
    title: &str,
) -> String {
    let width = f32::from(buffer.area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(buffer.area.height) * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n",
        escaped(title),
        of.background
    );
    for row in 0..buffer.area.height {
        let mut column = 0;
        while column < buffer.area.width {
            let run = Run::at(buffer, cursor, of, Position::new(column, row));
            run.draw(&mut svg);
            column += run.columns;
        }
    }
    svg + "</svg>\n"
}

/// How cells look that are drawn at once.
#[derive(PartialEq)]
struct Look {
    foreground: &'static str,
    background: &'static str,
    is_bold: bool,
    is_underlined: bool,
    is_line: bool,
}

impl Look {
    fn of(cell: &Cell, is_cursor: bool, palette: &Palette) -> Self {
        let is_bold = cell.modifier.contains(Modifier::BOLD);
        let text = if is_bold { &palette.bold } else { &palette.ansi };
        let mut foreground = colour(cell.fg, text, palette.foreground);
        let mut background = colour(cell.bg, &palette.ansi, palette.background);
        if cell.modifier.contains(Modifier::REVERSED) != is_cursor {
            std::mem::swap(&mut foreground, &mut background);
        }
        let is_underlined = cell.modifier.contains(Modifier::UNDERLINED);
        let is_line = sides(cell.symbol()).is_some();
        Self { foreground, background, is_bold, is_underlined, is_line }
    }
}

/// The foreground and the background of a cell in the colours of a terminal.
pub(crate) fn colours(cell: &Cell, of: &Palette) -> (&'static str, &'static str) {
    let look = Look::of(cell, false, of);
    (look.foreground, look.background)
}

/// Cells of one row that look alike.
struct Run {
    start: Position,
    columns: u16,
    text: String,
    look: Look,
    /// The terminal's own background needs no rectangle.
    is_plain: bool,
}

impl Run {
    fn at(buffer: &Buffer, cursor: Option<Position>, of: &Palette, start: Position) -> Self {
        let look = |place: Position| Look::of(&buffer[place], cursor == Some(place), of);
        let mut run = Self {
            start,
            columns: 0,
            text: String::new(),
            is_plain: look(start).background == of.background,
            look: look(start),
        };
        let mut place = start;
        while place.x < buffer.area.width && look(place) == run.look {
            let symbol = buffer[place].symbol();
            run.text.push_str(symbol);
            let wide = ratatui::text::Span::raw(symbol).width().max(1);
            place.x += u16::try_from(wide).unwrap();
        }
        run.columns = place.x - start.x;
        run
    }

    fn draw(&self, svg: &mut String) {
        let (x, y) = corner(self.start);
        let width = f32::from(self.columns) * CELL.0;
        let Look { foreground, background, is_bold, is_underlined, is_line } = self.look;
        if !self.is_plain {
            let height = CELL.1;
            writeln!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{background}\"/>"
            )
            .unwrap();
        }
        if is_underlined {
            let y = y + CELL.1 * 0.9;
            writeln!(
                svg,
                "<path d=\"M{x:.1} {y:.1}h{width:.1}\" stroke=\"{foreground}\" fill=\"none\"/>"
            )
            .unwrap();
        }
        if is_line {
            let path = self.lines();
            writeln!(svg, "<path d=\"{path}\" stroke=\"{foreground}\" fill=\"none\"/>").unwrap();
        } else if !self.text.trim().is_empty() {
            let blanks = self.text.len() - self.text.trim_start().len();
            let text = self.text.trim();
            let wide = ratatui::text::Span::raw(text).width();
            let columns = |count: usize| f32::from(u16::try_from(count).unwrap()) * CELL.0;
            let weight = if is_bold { " font-weight=\"bold\"" } else { "" };
            writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
                 fill=\"{foreground}\"{weight}>{}</text>",
                x + columns(blanks),
                y + CELL.1 * 0.75,
                columns(wide),
                escaped(text)
            )
            .unwrap();
        }
    }

    /// Borders are drawn: as characters they would leave gaps between lines.
    fn lines(&self) -> String {
        let mut path = String::new();
        let (mut x, y) = corner(self.start);
        let middle = (CELL.0 / 2.0, CELL.1 / 2.0);
        for symbol in self.text.chars() {
            for (dx, dy) in sides(symbol.encode_utf8(&mut [0; 4])).unwrap_or_default() {
                let (from_x, from_y) = (x + middle.0, y + middle.1);
                let (to_x, to_y) = (from_x + dx * middle.0, from_y + dy * middle.1);
                write!(path, "M{from_x:.1} {from_y:.1}L{to_x:.1} {to_y:.1}").unwrap();
            }
            x += CELL.0;
        }
        path
    }
}

/// Where the lines of a border's character go from its middle: right and left, down and up.
fn sides(symbol: &str) -> Option<&'static [(f32, f32)]> {
    const LEFT: (f32, f32) = (-1.0, 0.0);
    const RIGHT: (f32, f32) = (1.0, 0.0);
    const UP: (f32, f32) = (0.0, -1.0);
    const DOWN: (f32, f32) = (0.0, 1.0);
    Some(match symbol {
        "─" => &[LEFT, RIGHT],
        "│" => &[UP, DOWN],
        "┌" => &[RIGHT, DOWN],
        "┐" => &[LEFT, DOWN],
        "└" => &[RIGHT, UP],
        "┘" => &[LEFT, UP],
        "├" => &[RIGHT, UP, DOWN],
        "┤" => &[LEFT, UP, DOWN],
        "┬" => &[LEFT, RIGHT, DOWN],
        "┴" => &[LEFT, RIGHT, UP],
        "┼" => &[LEFT, RIGHT, UP, DOWN],
        _ => return None,
    })
}

fn corner(of: Position) -> (f32, f32) {
    (MARGIN + f32::from(of.x) * CELL.0, MARGIN + f32::from(of.y) * CELL.1)
}

fn colour(of: Color, eight: &[&'static str; 8], own: &'static str) -> &'static str {
    let number = match of {
        Color::Reset => return own,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        other => panic!("{other:?} isn't one of the terminal's first eight colours"),
    };
    eight[number]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
