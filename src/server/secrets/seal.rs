//! Sealing: XChaCha20-Poly1305, with the name of the secret bound to it.

use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, KeyInit, Payload},
};

/// Tells the format, should it ever change.
const FORMAT: &str = "v1.";
/// Bytes of the nonce in front of the sealed text.
const NONCE: usize = 24;

/// Seals `text` under `name`; none where the system gave no randomness.
pub fn seal(key: &Key, name: &str, text: &str) -> Option<String> {
    let nonce = XNonce::try_generate().ok()?;
    let payload = Payload { msg: text.as_bytes(), aad: name.as_bytes() };
    let sealed = XChaCha20Poly1305::new(key).encrypt(&nonce, payload).ok()?;
    Some(format!("{FORMAT}{}", STANDARD.encode([nonce.as_slice(), &sealed].concat())))
}

/// Opens what was sealed under the same key and name.
pub fn open(key: &Key, name: &str, sealed: &str) -> Option<String> {
    let bytes = STANDARD.decode(sealed.strip_prefix(FORMAT)?).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let nonce = XNonce::try_from(nonce).ok()?;
    let text = XChaCha20Poly1305::new(key).decrypt(&nonce, Payload { msg: sealed, aad: name.as_bytes() }).ok()?;
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_name_open_it() {
        let (key, other) = (Key::generate(), Key::generate());
        let sealed = seal(&key, "github", "ghp_secret").unwrap();
        assert!(!sealed.contains("ghp"));
        assert_eq!(open(&key, "github", &sealed).as_deref(), Some("ghp_secret"));
        assert_eq!(open(&other, "github", &sealed), None);
        assert_eq!(open(&key, "gitlab", &sealed), None, "a secret cannot be moved to another name");
        assert_ne!(seal(&key, "github", "ghp_secret").unwrap(), sealed);
        assert_eq!(open(&key, "github", &sealed.replace("v1.", "v1.AAAA")), None);
        assert_eq!(open(&key, "github", "v1."), None);
    }
}
