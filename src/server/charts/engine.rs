//! `ECharts` in an interpreter, on a thread of its own that starts with the first chart.

use super::ChartError;
use rquickjs::{CatchResultExt, Context, Function, Runtime};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};
use tokio::sync::{mpsc, oneshot};

/// How many drawings may wait; beyond, callers wait to enqueue.
const QUEUE: usize = 64;
/// What the script may use, in bytes.
const MEMORY: usize = 256 << 20;
/// The interpreter nests deeply while it reads a script of a megabyte.
const STACK: usize = 8 << 20;

/// There is no window here, so nothing is ever due later.
const BEFORE: &str = "globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => {};";
/// A chart that is not disposed of keeps megabytes.
const AFTER: &str = "globalThis.draw = (json, width, height) => {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try { chart.setOption(JSON.parse(json)); return chart.renderToSVGString(); } finally { chart.dispose(); }
};";

type Answer = Result<String, ChartError>;

struct Job {
    json: String,
    width: u32,
    height: u32,
    answer: oneshot::Sender<Answer>,
}

/// A handle of the thread.
pub struct Engine {
    script: Option<PathBuf>,
    queue: OnceLock<mpsc::Sender<Job>>,
}

impl Engine {
    /// Starts nothing yet.
    pub fn new(script: Option<PathBuf>) -> Self {
        Self { script, queue: OnceLock::new() }
    }

    /// Draws what `json` describes, as `ECharts` writes it.
    pub async fn draw(&self, json: String, width: u32, height: u32) -> Answer {
        let Some(script) = self.script.clone() else { return Err(ChartError::NoScript("it is not among the public files".into())) };
        let queue = self.queue.get_or_init(|| start(script));
        let (answer, waiting) = oneshot::channel();
        queue.send(Job { json, width, height, answer }).await.map_err(|_| ended())?;
        waiting.await.map_err(|_| ended())?
    }
}

fn ended() -> ChartError {
    ChartError::Failed("the thread that draws has ended".into())
}

fn start(script: PathBuf) -> mpsc::Sender<Job> {
    let (queue, mut jobs) = mpsc::channel::<Job>(QUEUE);
    let work = move || {
        let context = load(&script);
        while let Some(job) = jobs.blocking_recv() {
            let answer = context.as_ref().map_err(Clone::clone).and_then(|context| run(context, &job));
            // A caller that went away needs no answer.
            let _listener = job.answer.send(answer);
        }
    };
    // Without the thread the queue closes, and callers hear of it.
    if let Err(error) = std::thread::Builder::new().name("charts".into()).stack_size(STACK).spawn(work) {
        tracing::error!(%error, "the thread that draws charts did not start");
    }
    queue
}

fn load(script: &Path) -> Result<Context, ChartError> {
    let source = std::fs::read(script).map_err(|error| ChartError::NoScript(format!("{}: {error}", script.display())))?;
    let failed = |error: rquickjs::Error| ChartError::Failed(error.to_string());
    let runtime = Runtime::new().map_err(failed)?;
    runtime.set_memory_limit(MEMORY);
    runtime.set_max_stack_size(STACK / 2);
    let context = Context::full(&runtime).map_err(failed)?;
    context.with(|ctx| {
        for source in [BEFORE.as_bytes().to_vec(), source, AFTER.as_bytes().to_vec()] {
            ctx.eval::<(), _>(source).catch(&ctx).map_err(|error| ChartError::Failed(error.to_string()))?;
        }
        Ok(())
    })?;
    Ok(context)
}

fn run(context: &Context, job: &Job) -> Answer {
    context.with(|ctx| {
        let draw = ctx.globals().get::<_, Function<'_>>("draw");
        let drawn = draw.and_then(|draw| draw.call::<_, String>((job.json.as_str(), job.width, job.height)));
        drawn.catch(&ctx).map_err(|error| ChartError::Failed(error.to_string()))
    })
}
