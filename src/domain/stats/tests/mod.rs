//! The whole engine: properties of any input, published series, and counts of how often it is right.

use super::{Assessment, Case, Grade, Improve, Intervention, Options, Point, Windows, assess};

mod properties;
mod published;
mod simulator;
mod towering;
