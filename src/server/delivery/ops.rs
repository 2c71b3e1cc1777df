//! Reading and changing the setting.

use crate::{
    domain::{
        Error, Result,
        delivery::{Delivery, DeliveryPatch},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        etag::Seen,
        goals, settings,
    },
};
use sea_orm::ConnectionTrait;

/// The name of the setting.
const DELIVERY: &str = "delivery";

/// How it is set now.
pub async fn read(db: &impl ConnectionTrait) -> Result<Delivery> {
    settings::read(db, DELIVERY).await
}

/// Changes it; goals may be named by their keys.
pub async fn change(app: &App, who: &Caller, patch: DeliveryPatch, seen: Seen) -> Result<Delivery> {
    let op = async move |tx: &mut Tx| {
        seen.check(&read(tx.db()).await?)?;
        store(tx, patch).await
    };
    app.store.write(who, app.clock.now(), op).await
}

async fn store(tx: &mut Tx, mut patch: DeliveryPatch) -> Result<Delivery> {
    for (name, on) in std::mem::take(&mut patch.goals) {
        let unknown = || Error::invalid(format!("/goals/{}", pointer(&name)), format!("there is no goal {name}"));
        let goal = match goals::get(tx.db(), &name).await {
            Err(Error::NotFound { .. }) => return Err(unknown()),
            found => found?,
        };
        let how = if on { "open their pull requests by themselves" } else { "wait for a person to open their pull requests" };
        let summary = format!("sessions of {} {how} from now on", goal.key);
        tx.record(Change { kind: "delivery.changed", goal_id: Some(goal.id.as_str()), summary, ..Default::default() }).await?;
        patch.goals.insert(goal.id.0, on);
    }
    if let Some(trailers) = patch.trailers {
        let summary = if trailers { "has commits of sessions marked" } else { "has commits of sessions left without marks" };
        tx.record(Change { kind: "delivery.changed", summary: summary.to_owned(), ..Default::default() }).await?;
    }
    let delivery = patch.apply(read(tx.db()).await?);
    settings::write(tx.db(), DELIVERY, &delivery).await.map(|()| delivery)
}

/// A name as it stands in a JSON pointer.
fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
