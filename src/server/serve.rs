//! `maestro serve`: from the settings to a server that answers, and to its clean end.

use super::{
    App, auth,
    clock::Clock,
    config::{self, Config},
    datadir::DataDir,
    dispatch, events, goals,
    public::Public,
    router, workers,
};
use anyhow::{Context, Result};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};

/// How long open requests may go on after the wish to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or SIGINT.
pub async fn run(config: Config) -> Result<()> {
    // Heard from the beginning: whoever has read that the server is ready may ask it to stop.
    let signals = Signals::hear()?;
    let mut held = DataDir::hold(&config.data_dir)?;
    let public = config::public_dir().context("this program does not know where it lies; set DIOXUS_PUBLIC_PATH")?;
    let public = Arc::new(Public::open(&public)?);
    let listener = TcpListener::bind(config.addr).await;
    let listener = listener.with_context(|| format!("the address {} is taken; choose another with `--addr`", config.addr))?;
    let config = Config { addr: listener.local_addr()?, ..config };
    held.note(&config.base_url())?;
    let app = App::open(config, Clock::system()).await?;
    if let Some(event) = events::newest(app.store.reader()).await? {
        app.clock.resume(event.at);
    }
    goals::first_run(&app).await?;
    dispatch::resume_all(&app).await?;
    workers::start(&app);
    announce(&app).await?;
    tokio::spawn(signals.stop(app.clone()));
    let served = answer(&app, listener, public).await;
    app.shutdown.cancel();
    app.store.close().await;
    served
}

async fn announce(app: &App) -> Result<()> {
    let link = auth::link(app).await?;
    println!("Maestro is ready at {}", app.config.base_url());
    println!("Sign in within {} minutes: {link}", auth::MINUTES);
    tracing::info!(addr = %app.config.addr, "ready");
    Ok(())
}

/// Answers until the wish to stop, and then for a while those who are still waiting.
pub async fn answer(app: &App, listener: TcpListener, public: Arc<Public>) -> Result<()> {
    let service = router::router(app, public).into_make_service_with_connect_info::<SocketAddr>();
    let stop = app.shutdown.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let too_long = async {
        stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving => served.context("the server stopped"),
        () = too_long => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    }
}

/// The wishes to stop that the system passes on.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on SIGTERM and SIGINT are heard, and end nothing by themselves.
    fn hear() -> Result<Self> {
        let hear = |kind| signal(kind).context("signals cannot be heard");
        Ok(Self { terminate: hear(SignalKind::terminate())?, interrupt: hear(SignalKind::interrupt())? })
    }

    /// Stops the server at the first of them, also one that came before.
    async fn stop(mut self, app: App) {
        tokio::select! { _ = self.terminate.recv() => {}, _ = self.interrupt.recv() => {} }
        tracing::info!("stopping");
        app.shutdown.cancel();
    }
}
