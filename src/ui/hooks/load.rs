//! Data that comes with the page.
//!
//! Whatever a page asks for crosses as one type, a text, so that the program in
//! the browser has the code that loads, waits and hydrates once, and not once
//! for each kind of data: that code weighs more than the data's own.

use crate::{domain::Result, ui::browser};
use dioxus::{fullstack::Loader, prelude::*};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use std::{any::Any, cell::OnceCell, ops::Deref, pin::Pin, rc::Rc};

/// Data on its way: the value itself where it was asked for, its JSON where it was only told.
#[derive(Clone, Default)]
struct Carried {
    text: Rc<str>,
    value: Rc<OnceCell<Rc<dyn Any>>>,
}

impl Carried {
    fn of<T: Serialize + 'static>(value: T) -> Self {
        let text = browser::told(&value).into();
        Self { text, value: Rc::new(OnceCell::from(Rc::new(value) as Rc<dyn Any>)) }
    }

    fn read<T: DeserializeOwned + 'static>(&self) -> Option<Rc<T>> {
        if self.value.get().is_none() {
            let value: T = serde_json::from_slice(self.text.as_bytes()).ok()?;
            // Whoever came first has put in the same.
            let _ = self.value.set(Rc::new(value));
        }
        self.value.get()?.clone().downcast().ok()
    }
}

impl PartialEq for Carried {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.value, &other.value)
    }
}

impl Serialize for Carried {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Carried {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Ok(Self { text: String::deserialize(deserializer)?.into(), ..Self::default() })
    }
}

/// What was loaded, as of the last answer.
pub struct Loaded<T> {
    value: Rc<T>,
    loader: Loader<Carried>,
}

impl<T> Deref for Loaded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Loaded<T> {
    /// The way to ask again; what is shown stays until the answer is there.
    pub fn again(&self) -> impl FnMut() + Copy + 'static + use<T> {
        let mut loader = self.loader;
        move || loader.restart()
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<Carried>>>>;

/// Asks for what the page shows: on the server while it is made, in the browser when it is reached by a press.
/// Suspends until there is an answer; asks again when a signal changes that `ask` reads.
pub fn use_loaded<T, F>(mut ask: impl FnMut() -> F + 'static) -> std::result::Result<Loaded<T>, RenderError>
where
    T: Serialize + DeserializeOwned + 'static,
    F: Future<Output = Result<T>> + 'static,
{
    let loader = load(Box::new(move || {
        let answer = ask();
        Box::pin(async move { answer.await.map(Carried::of) })
    }))?;
    let value = loader.read().read::<T>();
    let value = value.ok_or_else(|| crate::domain::Error::unreachable("the page and the program in it do not fit; load the page again"))?;
    Ok(Loaded { value, loader })
}

fn load(ask: Box<dyn FnMut() -> Answer>) -> std::result::Result<Loader<Carried>, RenderError> {
    Ok(use_loader(ask)?)
}

#[cfg(test)]
mod tests {
    use super::Carried;

    #[test]
    fn what_was_told_is_read_as_what_was_asked() {
        let asked = Carried::of(vec![1, 2]);
        let told: Carried = serde_json::from_str(&serde_json::to_string(&asked).unwrap()).unwrap();
        assert_eq!((asked.read::<Vec<i32>>(), told.read::<Vec<i32>>()), (Some(vec![1, 2].into()), Some(vec![1, 2].into())));
        assert_eq!(told.read::<String>(), None, "it is something else");
        let broken: Carried = serde_json::from_str("\"[1,\"").unwrap();
        assert_eq!(broken.read::<Vec<i32>>(), None);
    }
}
