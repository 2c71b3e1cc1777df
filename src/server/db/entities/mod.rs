//! One plain row type per table. Only `store.rs` files name them.

pub mod artifact;
pub mod artifact_link;
pub mod connection;
pub mod counter;
pub mod event;
pub mod external_id;
pub mod goal;
pub mod goal_context;
pub mod goal_status_change;
pub mod http_answer;
pub mod idempotent_answer;
pub mod login;
pub mod metric;
pub mod narrative;
pub mod person;
pub mod report;
pub mod search_doc;
pub mod secret;
pub mod session;
pub mod setting;
pub mod signin_code;
pub mod task;
pub mod task_dependency;
pub mod token;
pub mod update;
pub mod webhook_delivery;
