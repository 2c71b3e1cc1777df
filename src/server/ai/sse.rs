//! Server-sent events, cut out of chunks that may end anywhere, even inside a character.

/// The events so far.
#[derive(Debug, Default)]
pub(super) struct Events {
    rest: Vec<u8>,
    data: Vec<String>,
}

impl Events {
    /// Takes a chunk and gives the data of the events that it completes.
    pub fn push(&mut self, chunk: &[u8]) -> Vec<String> {
        self.rest.extend_from_slice(chunk);
        let mut complete = Vec::new();
        while let Some(end) = self.rest.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                complete.extend(self.flush());
            } else if let Some(data) = line.strip_prefix("data:") {
                self.data.push(data.strip_prefix(' ').unwrap_or(data).to_owned());
            }
        }
        complete
    }

    /// The end of the stream completes the last event, if its line was complete.
    pub fn end(&mut self) -> Option<String> {
        let complete = self.push(b"\n");
        complete.into_iter().next().or_else(|| self.flush())
    }

    fn flush(&mut self) -> Option<String> {
        let data = std::mem::take(&mut self.data);
        (!data.is_empty()).then(|| data.join("\n"))
    }

    /// Bytes that wait for the end of their line.
    pub fn waiting(&self) -> usize {
        self.rest.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Events;

    #[test]
    fn events_are_the_same_however_they_are_cut() {
        let stream = "event: a\r\ndata: {\"t\":\"é–😀\"}\r\n\r\n: a comment\ndata: one\ndata: two\n\ndata:last\n\n";
        for size in 1..stream.len() {
            let mut events = Events::default();
            let mut all: Vec<String> = stream.as_bytes().chunks(size).flat_map(|c| events.push(c)).collect();
            all.extend(events.end());
            assert_eq!(all, ["{\"t\":\"é–😀\"}", "one\ntwo", "last"], "chunks of {size}");
        }
    }

    #[test]
    fn an_event_without_its_blank_line_ends_with_the_stream() {
        let mut events = Events::default();
        assert!(events.push(b"data: [DONE]").is_empty());
        assert_eq!(events.end().as_deref(), Some("[DONE]"));
    }
}
