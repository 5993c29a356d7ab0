//! What a member logs, as it grows.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The most bytes that are read at a time; of what is more, the end.
const MOST: u64 = 1 << 20;

/// Reads the lines that a log file has got since the last time.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    offset: u64,
    /// The start of a line that isn't complete yet.
    rest: Vec<u8>,
}

impl Log {
    /// Reads a log from its start.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), offset: 0, rest: Vec::new() }
    }

    /// The lines that were completed since the last time; none where it can't be read.
    pub fn lines(&mut self) -> Vec<String> {
        let mut bytes = std::mem::take(&mut self.rest);
        let _ = self.read(&mut bytes);
        let complete = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        self.rest = bytes.split_off(complete);
        String::from_utf8_lossy(&bytes).lines().map(ToOwned::to_owned).collect()
    }

    fn read(&mut self, bytes: &mut Vec<u8>) -> std::io::Result<()> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        if length.saturating_sub(self.offset) > MOST {
            self.offset = length - MOST;
            bytes.clear();
        }
        file.seek(SeekFrom::Start(self.offset))?;
        self.offset += u64::try_from(file.take(MOST).read_to_end(bytes)?).unwrap_or_default();
        Ok(())
    }
}
