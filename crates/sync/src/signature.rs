//! Signatures of a device, Ed25519, as pure functions; the key's 32 random bytes are an argument.
//!
//! A signature covers device, place and the chain after the batch, and by that every byte of every operation.

use crate::hash::Hash;
use crate::message::Push;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// The public key that belongs to a secret one.
pub fn public_key(secret: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(secret).verifying_key().to_bytes()
}

/// What is signed of a batch.
pub fn batch_text(push: &Push) -> Vec<u8> {
    let end = push.ops.iter().fold(push.prev_hash, |hash, op| hash.after(&op.0));
    let mut text = b"kaozhan push 1\0".to_vec();
    text.extend_from_slice(push.device.as_bytes());
    text.extend_from_slice(&push.epoch.to_be_bytes());
    text.extend_from_slice(&push.from_seq.to_be_bytes());
    text.extend_from_slice(&(push.ops.len() as u64).to_be_bytes());
    text.extend_from_slice(&push.prev_hash.0);
    text.extend_from_slice(&end.0);
    text
}

/// What is signed to prove that one holds a device's key: the server's challenge and the purpose.
pub fn challenge_text(purpose: &str, challenge: &[u8]) -> Vec<u8> {
    let mut text = b"kaozhan challenge 1\0".to_vec();
    text.extend_from_slice(&Hash::of(purpose.as_bytes()).0);
    text.extend_from_slice(&Hash::of(challenge).0);
    text
}

/// Signs.
pub fn sign(secret: &[u8; 32], text: &[u8]) -> [u8; 64] {
    SigningKey::from_bytes(secret).sign(text).to_bytes()
}

/// Whether a signature is good. Weak keys and second forms of a signature are not.
pub fn is_signed(public: &[u8; 32], text: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_bytes(public), Signature::from_slice(signature))
    else {
        return false;
    };
    key.verify_strict(text, &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::OperationBytes;
    use uuid::Uuid;

    #[test]
    fn any_other_byte_breaks_the_signature() {
        let (secret, device) = ([7; 32], Uuid::from_u128(1));
        let ops = vec![OperationBytes(b"{}".to_vec()), OperationBytes(b"{ }".to_vec())];
        let push = Push { device, epoch: 3, from_seq: 9, prev_hash: Hash::START, ops };
        let signature = sign(&secret, &batch_text(&push));
        let good =
            |push: &Push, secret: &[u8; 32]| is_signed(&public_key(secret), &batch_text(push), &signature);
        assert!(good(&push, &secret));
        assert!(!good(&push, &[8; 32]));
        assert!(!good(&Push { epoch: 4, ..push.clone() }, &secret));
        assert!(!good(&Push { from_seq: 8, ..push.clone() }, &secret));
        assert!(!good(&Push { device: Uuid::nil(), ..push.clone() }, &secret));
        let mut other = push.clone();
        other.ops.swap(0, 1);
        assert!(!good(&other, &secret));
        assert!(!is_signed(&[0; 32], &batch_text(&push), &signature), "a weak key");
        assert!(!is_signed(&public_key(&secret), &batch_text(&push), &signature[..63]));
    }
}
