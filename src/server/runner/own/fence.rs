//! One server steers a session: the one with the highest token.

use crate::server::runner::{Folder, folder};
use std::{fs, path::PathBuf};

/// The highest token that was seen.
#[derive(Debug)]
pub struct Fence {
    highest: u64,
    noted: PathBuf,
}

impl Fence {
    /// Begins with what the folder has noted, or with `token` if that is higher.
    pub fn open(folder: &Folder, token: u64) -> std::io::Result<Self> {
        let noted = folder.fence();
        let known = fs::read_to_string(&noted).ok().and_then(|text| text.trim().parse().ok()).unwrap_or_default();
        let mut fence = Self { highest: known, noted };
        if token > known {
            fence.highest = token;
            folder::write_quickly(&fence.noted, token.to_string().as_bytes())?;
        }
        Ok(fence)
    }

    /// Lets a token in, and from then on none that is lower; the highest one where it is too low.
    pub fn admit(&mut self, token: u64) -> Result<(), u64> {
        if token < self.highest {
            return Err(self.highest);
        }
        if token > self.highest {
            self.highest = token;
            // This process is the only one that checks: it knows what a full disk could not be told.
            let _unnoted = self.note();
        }
        Ok(())
    }

    fn note(&self) -> std::io::Result<()> {
        folder::write_whole(&self.noted, self.highest.to_string().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_token_is_refused_also_by_the_next_to_ask() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let mut fence = Fence::open(&folder, 3).unwrap();
        assert_eq!((fence.admit(3), fence.admit(5), fence.admit(4)), (Ok(()), Ok(()), Err(5)));
        assert_eq!(Fence::open(&folder, 1).unwrap().admit(4), Err(5));
    }
}
