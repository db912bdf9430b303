//! Photos on the way: many small files in one request, `[length, hash, bytes]*`.
//!
//! The reader takes the request as it arrives and gives each file once its last byte is there and its hash is right,
//! so that everything before a cut is kept.

use crate::hash::Hash;

/// Bytes of a pack at which it is full.
pub const PACK_BYTES: usize = 1 << 20;
/// Bytes of a file in a pack, at most; longer ones are sent by themselves, resumably.
pub const PACK_FILE_BYTES: usize = 256 << 10;
/// Bytes of a request, at most.
pub const PACK_LIMIT: usize = PACK_BYTES + PACK_FILE_BYTES + HEAD;

const HEAD: usize = 4 + 32;

/// Why bytes are no pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackFault {
    /// A file is longer than allowed, or empty.
    #[error("a file of {0} bytes does not belong into a pack")]
    Length(u32),
    /// The bytes are not those that the hash names.
    #[error("the bytes are not those of {0:?}")]
    Hash(Hash),
    /// The request is longer than allowed.
    #[error("the pack is too long")]
    TooLong,
    /// The request ends within a file.
    #[error("the pack ends early")]
    Cut,
}

/// A pack that is being made.
#[derive(Debug, Clone, Default)]
pub struct Packer(Vec<u8>);

impl Packer {
    /// Adds a file; `false` when the pack is full, or the file too long or empty for any pack.
    pub fn add(&mut self, bytes: &[u8]) -> bool {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        if !fits(length) || self.0.len() >= PACK_BYTES {
            return false;
        }
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(&Hash::of(bytes).0);
        self.0.extend_from_slice(bytes);
        true
    }

    /// The request's body.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

fn fits(length: u32) -> bool {
    length > 0 && length as usize <= PACK_FILE_BYTES
}

/// A pack that is being read.
#[derive(Debug, Clone, Default)]
pub struct Unpacker {
    rest: Vec<u8>,
    total: usize,
}

impl Unpacker {
    /// Takes the next bytes of the request, and gives the files that are complete now.
    ///
    /// # Errors
    /// [`PackFault`]; files that were given before stay good. After a fault the request is to be given up.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Vec<(Hash, Vec<u8>)>, PackFault> {
        self.total += bytes.len();
        if self.total > PACK_LIMIT {
            return Err(PackFault::TooLong);
        }
        self.rest.extend_from_slice(bytes);
        let mut files = Vec::new();
        let mut at = 0;
        while let Some((head, body)) = self.rest[at..].split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*head);
            if !fits(length) {
                // What came before is good; the fault comes again with the next call.
                if files.is_empty() {
                    return Err(PackFault::Length(length));
                }
                break;
            }
            let Some((hash, body)) = body.split_first_chunk::<32>() else { break };
            let Some(file) = body.get(..length as usize) else { break };
            if Hash::of(file).0 != *hash {
                if files.is_empty() {
                    return Err(PackFault::Hash(Hash(*hash)));
                }
                break;
            }
            files.push((Hash(*hash), file.to_vec()));
            at += HEAD + file.len();
        }
        self.rest.drain(..at);
        Ok(files)
    }

    /// The request is over.
    ///
    /// # Errors
    /// [`PackFault`] when it ended within a file.
    pub fn finish(mut self) -> Result<Vec<(Hash, Vec<u8>)>, PackFault> {
        let files = self.take(&[])?;
        if self.rest.is_empty() { Ok(files) } else { Err(PackFault::Cut) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(pack: &[u8], piece: usize) -> (Vec<Vec<u8>>, Option<PackFault>) {
        let mut unpacker = Unpacker::default();
        let mut files = Vec::new();
        for bytes in pack.chunks(piece.max(1)) {
            match unpacker.take(bytes) {
                Ok(more) => files.extend(more.into_iter().map(|(_, file)| file)),
                Err(fault) => return (files, Some(fault)),
            }
        }
        (files, unpacker.finish().err())
    }

    /// I12.
    #[test]
    fn wrong_bytes_are_refused_and_what_came_before_is_kept() {
        let mut packer = Packer::default();
        assert!(packer.add(b"one") && packer.add(b"two"));
        assert!(!packer.add(b"") && !packer.add(&vec![0; PACK_FILE_BYTES + 1]));
        let mut pack = packer.finish();
        *pack.last_mut().unwrap() ^= 1;
        let (files, fault) = read(&pack, 7);
        assert_eq!(files, [b"one".to_vec()]);
        assert_eq!(fault, Some(PackFault::Hash(Hash::of(b"two"))));
        assert_eq!(read(&pack, 1_000).0, [b"one".to_vec()]);
        assert_eq!(read(&[0xff; 40], 40).1, Some(PackFault::Length(u32::MAX)));
        assert_eq!(read(&vec![0; PACK_LIMIT + 1], usize::MAX).1, Some(PackFault::TooLong));
    }

    proptest! {
        #[test]
        fn what_was_packed_is_read_in_any_pieces(
            files in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..60), 0..12),
            piece in 1usize..90,
            cut in 0usize..800,
        ) {
            let mut packer = Packer::default();
            for file in &files {
                prop_assert!(packer.add(file));
            }
            let pack = packer.finish();
            prop_assert_eq!(read(&pack, piece), (files.clone(), None));
            let (before, fault) = read(&pack[..cut.min(pack.len())], piece);
            prop_assert_eq!(&before[..], &files[..before.len()]);
            prop_assert!(fault.is_none_or(|fault| fault == PackFault::Cut));
        }

        #[test]
        fn never_panics(bytes: Vec<u8>, piece in 1usize..50) {
            read(&bytes, piece);
        }
    }
}
