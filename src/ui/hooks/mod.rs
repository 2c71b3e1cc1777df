//! What pages and components share: the time, the title, the server's events.

mod clock;
mod focus;
mod live;
mod load;
mod look;
mod step;
mod title;

pub use clock::{Clock, use_hydrated, use_now};
pub use focus::use_first_focus;
pub use live::{Live, use_live, use_live_source};
pub use load::{Loaded, use_loaded};
pub use look::{Look, use_look};
pub use step::{Step, Steps, use_steps};
pub use title::{PageName, use_page_title};
