//! The second lock behind the gate: server functions ask again what their caller may do.

use super::{Access, Caller};
use crate::domain::{Error, PersonId, Result};

impl Caller {
    /// Refuses who may not read.
    pub fn may_read(&self) -> Result<&Self> {
        if self.access >= Access::Read { Ok(self) } else { Err(too_far()) }
    }

    /// The person, where it is one.
    pub fn as_person(&self) -> Result<&PersonId> {
        self.person.as_ref().ok_or_else(|| Error::not_found("person behind these credentials"))
    }

    /// Refuses who may not change things.
    pub fn may_write(&self) -> Result<&Self> {
        if self.access == Access::Full { Ok(self) } else { Err(too_far()) }
    }
}

fn too_far() -> Error {
    Error::Forbidden { message: "these credentials do not reach that far".into() }
}
