//! Who may call, with what, from where: decided here and nowhere else.

mod caller;
mod cookie;
mod credentials;
mod gate;
mod host;
mod origin;
mod pages;
pub mod policy;
mod rate;
mod reach;
mod rest;
mod secret;
mod signin;
mod store;
mod tokens;

pub use caller::{Access, Caller, Request};
pub use credentials::{Proof, counts, is_valid as is_valid_token};
pub use gate::{Gate, pass};
pub use pages::pages;
pub use rest::routes;
pub use secret::{hex, random as random_secret};
pub use signin::{MINUTES, link, link_for};
pub use store::{agents_known, list_tokens};
pub use tokens::{
    create as create_token, end_session_tokens, for_session as session_token, resolve as resolve_token, revoke as revoke_token,
};
