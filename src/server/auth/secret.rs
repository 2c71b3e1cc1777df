//! Random secrets and what is stored of them.

use crate::domain::{Error, Result};
use crate::server::problem;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::aead::Generate;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What every token starts with, so that scanners of leaked secrets recognise one.
pub const TOKEN_PREFIX: &str = "mst_";

/// 256 random bits as text that is safe in an address.
pub fn random() -> Result<String> {
    let bytes = <[u8; 32]>::try_generate().map_err(|cause| problem::internal(&format!("the system gave no randomness: {cause}")))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored instead of a secret. The secrets are random and long: no salt and no slow hash is needed.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Whether two hashes are equal, in a time that does not depend on where they differ.
pub fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The error of a request that no credentials, or none that count, came with.
pub fn unauthorized(why: &str) -> Error {
    Error::Unauthorized {
        hint: format!(
            "{why}; send `Authorization: Bearer mst_…` with a token of `maestro token create --name NAME --scope report` \
             (agents: `maestro skill install`), or sign in with the link of `maestro signin`"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_differ_and_only_the_same_one_has_the_same_hash() {
        let (one, two) = (random().unwrap(), random().unwrap());
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
        assert!(same(&hash(&one), &hash(&one)));
        assert!(!same(&hash(&one), &hash(&two)));
    }
}
