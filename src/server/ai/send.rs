//! Sends the question, reads the stream, asks again where that can help.

use super::{
    AiError, Prompt, Usage, anthropic, chat,
    refusal::{outage, refusal, scrub, words},
    responses,
    sse::Events,
    wire::{Done, Reader},
};
use reqwest::{
    Client, Response, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
    redirect,
};
use serde_json::Value;
use std::{fmt, time::Duration};

/// How often a question is asked in all.
const ATTEMPTS: u32 = 4;
/// A peer that wants to be left alone for longer is not waited for: somebody looks at the page.
const WAIT_MOST: Duration = Duration::from_secs(20);
/// No narrative is longer.
const BYTES_MOST: usize = 8 * 1024 * 1024;

/// Whose protocol is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    Anthropic,
    /// Responses at `OpenAI` itself, chat completions anywhere else.
    OpenAi,
}

/// Which model to ask, where and as whom.
#[derive(Clone)]
pub struct Options {
    pub vendor: Vendor,
    /// Scheme, host, port, path prefix; with or without `/v1`.
    pub base_url: String,
    /// Compatible servers may need none.
    pub key: Option<String>,
    pub model: String,
    /// The pause before the first repetition; it doubles.
    pub first_pause: Duration,
    /// The longest silence.
    pub timeout: Duration,
}

impl Options {
    /// The usual patience.
    pub fn new(vendor: Vendor, base_url: impl Into<String>, key: Option<String>, model: impl Into<String>) -> Self {
        let (base_url, model) = (base_url.into(), model.into());
        Self { vendor, base_url, key, model, first_pause: Duration::from_millis(500), timeout: Duration::from_secs(120) }
    }

    /// `anthropic claude-sonnet-5-5`, for the reader of what that model wrote.
    pub fn engine(&self, model: &str) -> String {
        let vendor = match self.vendor {
            Vendor::Anthropic => "anthropic",
            Vendor::OpenAi => "openai",
        };
        format!("{vendor} {model}")
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.as_ref().map(|_| "…");
        f.debug_struct("Options")
            .field("vendor", &self.vendor)
            .field("base_url", &self.base_url)
            .field("model", &self.model)
            .field("key", &key)
            .finish_non_exhaustive()
    }
}

/// A text and what it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    /// The model that answered.
    pub model: String,
    /// None where the peer does not count.
    pub usage: Option<Usage>,
}

/// Asks the model. `on_text` gets each piece as it comes; a question is not asked again once some came.
pub async fn ask(options: &Options, prompt: &Prompt, mut on_text: impl FnMut(&str) + Send) -> Result<Answer, AiError> {
    let peer = Peer::new(options)?;
    let mut attempt = 1;
    loop {
        let mut began = false;
        let mut heard = |text: &str| {
            began = true;
            on_text(text);
        };
        let error = match peer.once(prompt, &mut heard).await {
            Ok(Done { text, usage, model }) => return Ok(Answer { text, usage, model: model.unwrap_or_else(|| options.model.clone()) }),
            Err(error) => error,
        };
        let wait = error.wait().unwrap_or(options.first_pause * 2_u32.pow(attempt - 1));
        if began || attempt == ATTEMPTS || !error.is_passing() || wait > WAIT_MOST {
            return Err(error.map(|detail| scrub(&detail, options.key.as_deref())));
        }
        tokio::time::sleep(wait).await;
        attempt += 1;
    }
}

/// One model's server.
pub(super) struct Peer<'a> {
    client: Client,
    options: &'a Options,
    url: Url,
    format: Format,
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Messages,
    Responses,
    Chat,
}

impl<'a> Peer<'a> {
    pub fn new(options: &'a Options) -> Result<Self, AiError> {
        let invalid = |detail: &str| AiError::Invalid { detail: detail.to_owned() };
        let base = Url::parse(&options.base_url).map_err(|_| invalid("the base address is not an address"))?;
        let (format, url) = endpoint(options.vendor, base).ok_or_else(|| invalid("the base address must start with http or https"))?;
        let mut headers = HeaderMap::new();
        let key = options.key.as_deref().filter(|k| !k.is_empty());
        let (name, value) = match format {
            Format::Messages => ("x-api-key", key.unwrap_or_default().to_owned()),
            // Compatible servers want some header even where they check none.
            Format::Responses | Format::Chat => ("authorization", format!("Bearer {}", key.unwrap_or("none"))),
        };
        let mut value = HeaderValue::from_str(&value).map_err(|_| invalid("the key has characters that no key has"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
        if format == Format::Messages {
            headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
        }
        let client = Client::builder()
            .user_agent(concat!("maestro/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10).min(options.timeout))
            .read_timeout(options.timeout)
            .build()
            .map_err(|e| AiError::Outage { detail: format!("could not prepare the connection: {e}") })?;
        Ok(Self { client, options, url, format })
    }

    /// The ids of the models that it lists on its first page.
    pub async fn models(&self) -> Result<Vec<String>, AiError> {
        let mut url = self.url.clone();
        let path = url.path().to_owned();
        let base = ["/messages", "/responses", "/chat/completions"].iter().find_map(|tail| path.strip_suffix(tail)).unwrap_or(&path);
        url.set_path(&format!("{base}/models"));
        let clean = |error: AiError| error.map(|detail| scrub(&detail, self.options.key.as_deref()));
        let answer = self.client.get(url).send().await.map_err(|e| outage(&e))?;
        if !answer.status().is_success() {
            return Err(clean(refusal(answer).await));
        }
        let body = whole(answer).await.map_err(clean)?;
        let list =
            body["data"].as_array().ok_or_else(|| AiError::Invalid { detail: "it answers, but not with a list of models".into() })?;
        Ok(list.iter().filter_map(|m| m["id"].as_str().map(str::to_owned)).collect())
    }

    async fn once(&self, prompt: &Prompt, on_text: &mut (dyn FnMut(&str) + Send)) -> Result<Done, AiError> {
        let model = &self.options.model;
        let (body, mut reader): (Value, Box<dyn Reader>) = match self.format {
            Format::Messages => (anthropic::body(model, prompt), Box::<anthropic::Message>::default()),
            Format::Responses => (responses::body(model, prompt), Box::<responses::Response>::default()),
            Format::Chat => (chat::body(model, prompt), Box::<chat::Completion>::default()),
        };
        let mut answer = self.client.post(self.url.clone()).json(&body).send().await.map_err(|e| outage(&e))?;
        if !answer.status().is_success() {
            return Err(refusal(answer).await);
        }
        if !declares(&answer, "text/event-stream") {
            reader.whole(&whole(answer).await?)?;
            let done = reader.done()?;
            on_text(&done.text);
            return Ok(done);
        }
        let (mut events, mut bytes) = (Events::default(), 0);
        while let Some(chunk) = answer.chunk().await.map_err(|e| outage(&e))? {
            bytes += chunk.len();
            if bytes > BYTES_MOST || events.waiting() > BYTES_MOST {
                return Err(AiError::CutOff { detail: "the answer is longer than any narrative".into() });
            }
            for data in events.push(&chunk) {
                reader.event(&data)?.iter().for_each(|text| on_text(text));
            }
        }
        if let Some(data) = events.end() {
            reader.event(&data)?.iter().for_each(|text| on_text(text));
        }
        reader.done()
    }
}

/// The format and the full address; `/v1` is added where the base has no path of its own.
fn endpoint(vendor: Vendor, mut base: Url) -> Option<(Format, Url)> {
    if !matches!(base.scheme(), "http" | "https") {
        return None;
    }
    let path = base.path().trim_end_matches('/').to_owned();
    let (format, tail) = match vendor {
        Vendor::Anthropic => (Format::Messages, "messages"),
        Vendor::OpenAi if base.host_str() == Some("api.openai.com") => (Format::Responses, "responses"),
        Vendor::OpenAi => (Format::Chat, "chat/completions"),
    };
    let versioned = path.ends_with("/v1") || (vendor == Vendor::OpenAi && !path.is_empty());
    base.set_path(&if versioned { format!("{path}/{tail}") } else { format!("{path}/v1/{tail}") });
    Some((format, base))
}

fn declares(answer: &Response, kind: &str) -> bool {
    answer.headers().get(CONTENT_TYPE).and_then(|t| t.to_str().ok()).is_some_and(|t| t.starts_with(kind))
}

/// An answer in one piece: some servers do not stream.
async fn whole(answer: Response) -> Result<Value, AiError> {
    let status = answer.status().as_u16();
    let body = text(answer).await?;
    serde_json::from_str(&body).map_err(|_| AiError::Outage { detail: words(status, &body) })
}

/// The body of an answer within bounds.
pub(super) async fn text(mut answer: Response) -> Result<String, AiError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|e| outage(&e))? {
        body.extend_from_slice(&chunk);
        if body.len() > BYTES_MOST {
            return Err(AiError::CutOff { detail: "the answer is longer than any narrative".into() });
        }
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}
