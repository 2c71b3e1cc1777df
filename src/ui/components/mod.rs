//! The design system: components that know no feature. Variants are `data-*`
//! attributes; each folder has its style sheet beside it.

mod button;
mod dialog;
mod feedback;
mod field;
mod icon;
mod menu;
mod nav;
mod pill;
mod sparkline;
mod text;
mod toast;

pub use button::{Button, ButtonKind, ButtonLink, IconButton};
pub use dialog::{Dialog, DialogShape};
pub use feedback::{EmptyState, ErrorPanel, Skeleton};
pub use field::{Choice, Field, Select, Switch, TextArea};
pub use icon::{Glyph, Icon, Mark};
pub use menu::{Menu, MenuItem, MenuLink, MenuSection};
pub use nav::{SegmentedNav, Tab, Tabs};
pub use pill::{Confidence, ConfidencePill, GradePill, Meter, MeterTone, Pill, Ring, StatePill, Tone};
pub use sparkline::Sparkline;
pub use text::{Avatar, CopyButton, Kbd, PageTitle, Timestamp};
pub use toast::{ToastRegion, Toasts, use_toasts};
