//! What every answer has and every request is held to, whatever it is about.

mod fallback;
mod headers;
mod html;
mod limits;
mod request_id;

pub use fallback::{panicked, problems};
pub use headers::protect;
pub use limits::{body, time};
pub use request_id::trace;
