//! The journal: every line of a session with its direction, numbered without a gap.
//!
//! One record a line, appended: `{"n":1,"at":1764000000000,"from":"agent","line":"…"}`. What is not UTF-8 stands as `base64`
//! instead of `line`; a line that is longer than a record comes in pieces, all but the last with `"more":true`. Notes and input are
//! on the disk before they take effect, output at latest after the time in the settings. The end of a file that was cut off
//! in the middle of a record is recognised and cut.
//!
//! When a session is over its journal is packed: a gzip file of many members, with the number of each one's first record in an index
//! beside it. `zcat` reads it too.

mod archive;
mod note;
mod pieces;
mod reader;
mod record;
mod repair;
mod writer;

pub use archive::archive;
pub use note::{Note, Stage};
pub use pieces::Pieces;
pub use reader::{Page, Reader};
pub use record::{Record, Source};
pub use repair::repair;
pub use writer::{Draft, Writer};

#[cfg(test)]
mod tests;
