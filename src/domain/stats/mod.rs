//! Did these pull requests move this metric? Numbers from numbers, in one pure function: [`assess`].
//!
//! The method, in the order of the code: samples are put in order and wild ones clipped ([`prepare`]); equal bins are
//! anchored at the merges; level, trend and seasons are ridge columns; thirty-two noise models are averaged, and with
//! them steps, ramps and decays that begin within the window; the p-value pays for the unknown onset; a scan over all
//! times asks whether the change was elsewhere; other changes are taken into the model; the same method on dates without
//! merges widens the errors where it finds something there; controls correct what is shared; and a rule with hard caps
//! gives the grade, each reason in words.
//!
//! All logarithms are natural. Times are unix seconds. Nothing is random: the same case gives the same bits.

mod adjusted;
mod assessment;
mod attribution;
mod bins;
mod block;
mod case;
mod clean;
mod controls;
mod corrected;
mod credit;
mod curve;
mod design;
mod distribution;
mod engine;
mod experiment;
mod explain;
mod fit;
mod grade;
mod guard;
mod height;
mod layout;
mod limits;
mod linalg;
mod lines;
mod mixture;
mod noise;
mod nuisance;
pub mod number;
mod options;
mod placebo;
pub mod prepare;
mod raw;
mod reason;
mod run;
mod scan;
pub mod several;
mod shape;
#[cfg(test)]
mod tests;
mod thin;
mod two;
mod words;

pub use assessment::{Assessment, Bin, ControlReport, Diagnostics, Direction, Line, METHOD, Onset, OtherChange, Pair, Path};
pub use case::{Case, Improve, Intervention, Point, Windows};
pub use clean::in_order;
pub use credit::{Credit, share};
pub use engine::assess;
pub use experiment::Experiment;
pub use grade::Grade;
pub use options::{Options, Other};
pub use reason::{Code, Pull, Reason};
pub use thin::qualitative;
pub use two::{Counted, TwoNumbers};
pub use words::{Name, checklist, named, text};
