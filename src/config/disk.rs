//! Where the readers find the files that others name.

use zeroize::Zeroizing;

/// A file as it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it holds: a key, perhaps.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Permission bits and the numbers of owner and group, where they mean something.
    pub owner: Option<Owner>,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Permission bits.
    pub mode: u32,
    /// The owner's number.
    pub user: u32,
    /// The group's number.
    pub group: u32,
}

/// The answer to a question for a file.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// Here it is, and where it was found: the same place for the same file, whatever it was asked by.
    Found(String, Found),
    /// There is none, or none that may be read.
    Missing,
}

/// Where the files are that units name.
pub trait Disk {
    /// Looks a file up that the file `named_by` names by an absolute path; a relative one is where quorate runs.
    fn file(&self, named_by: &str, path: &str) -> Lookup;

    /// Whether there is no such file. One that may not be read is there.
    fn is_missing(&self, named_by: &str, path: &str) -> bool {
        matches!(self.file(named_by, path), Lookup::Missing)
    }

    /// The directories on the way to a file that is found at its own place on a machine, from the root on; none where
    /// that isn't known.
    fn directories(&self, named_by: &str, path: &str) -> Vec<(String, Owner)> {
        let _ = (named_by, path);
        Vec::new()
    }
}
