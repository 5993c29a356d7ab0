//! The least that a ratatui program does: opens the screen, draws one frame, and waits for a key. The
//! bench `first_frame` measures quorate's first frame against this one's.

use ratatui::widgets::Paragraph;

fn main() -> std::io::Result<()> {
    ratatui::run(|terminal| {
        terminal.draw(|frame| frame.render_widget(Paragraph::new("complete"), frame.area()))?;
        crossterm::event::read().map(drop)
    })
}
