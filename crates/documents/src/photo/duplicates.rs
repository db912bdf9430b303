//! The same picture under two names: a mix-up that would put a wrong face on a certificate.
//!
//! Knows prints of pictures and opaque keys of persons.

use std::collections::HashMap;

use super::normalise::{Fingerprint, NormalisedPhoto};

/// Bits of the dHash in which two copies of one picture may differ.
const MAX_BITS: u32 = 4;
/// Mean difference of the 16×16 grey levels up to which a likeness is confirmed. Copies that were
/// scaled and compressed again stay near 1; two persons before the same wall differ by far more.
const MAX_MEAN_DIFFERENCE: u32 = 3;

/// How alike two pictures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same file, or the same picture data.
    Identical,
    /// Very probably the same picture, scaled or compressed again: for a person to confirm.
    NearlyIdentical {
        /// Differing bits of the dHash, 0 to 4.
        distance: u32,
    },
}

/// An earlier picture that is like the one just added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureMatch<K> {
    /// Key of the person it was added for.
    pub other: K,
    /// How alike.
    pub likeness: Likeness,
}

/// Pictures seen so far, by person. 20,000 pictures take some 8 MB.
#[derive(Debug, Clone)]
pub struct PictureIndex<K> {
    by_hash: HashMap<String, K>,
    prints: Vec<(K, Fingerprint)>,
}

impl<K> Default for PictureIndex<K> {
    fn default() -> Self {
        Self { by_hash: HashMap::new(), prints: Vec::new() }
    }
}

impl<K: Clone + PartialEq> PictureIndex<K> {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the photo of a person and tells whether another person already has this picture.
    /// An identical one comes before a nearly identical one; of several, the closest is told.
    pub fn add(&mut self, person: K, photo: &NormalisedPhoto) -> Option<PictureMatch<K>> {
        let found = self.find(&person, photo);
        for hash in [&photo.sha256, &photo.original_sha256] {
            self.by_hash.entry(hash.clone()).or_insert_with(|| person.clone());
        }
        self.prints.push((person, photo.fingerprint.clone()));
        found
    }

    fn find(&self, person: &K, photo: &NormalisedPhoto) -> Option<PictureMatch<K>> {
        let same = [&photo.sha256, &photo.original_sha256]
            .into_iter()
            .filter_map(|hash| self.by_hash.get(hash))
            .find(|other| *other != person);
        if let Some(other) = same {
            return Some(PictureMatch { other: other.clone(), likeness: Likeness::Identical });
        }
        self.prints
            .iter()
            .filter(|(other, _)| other != person)
            .filter_map(|(other, print)| Some((other, distance(print, &photo.fingerprint)?)))
            .min_by_key(|(_, distance)| *distance)
            .map(|(other, distance)| PictureMatch {
                other: other.clone(),
                likeness: Likeness::NearlyIdentical { distance },
            })
    }
}

impl Fingerprint {
    /// Differing bits of the dHash when both prints agree that it is the same picture.
    pub fn is_like(&self, other: &Self) -> Option<u32> {
        distance(self, other)
    }
}

/// Bits of the dHash in which two copies of one picture may differ; for a first look at many.
pub const ALIKE_BITS: u32 = MAX_BITS;

/// Bits of difference, when both prints agree that it is the same picture.
fn distance(a: &Fingerprint, b: &Fingerprint) -> Option<u32> {
    let bits = (a.perceptual ^ b.perceptual).count_ones();
    if bits > MAX_BITS {
        return None;
    }
    let sum: u32 = a.thumbnail.iter().zip(b.thumbnail.iter()).map(|(x, y)| u32::from(x.abs_diff(*y))).sum();
    let cells = u32::try_from(a.thumbnail.len()).unwrap_or(u32::MAX);
    (sum <= MAX_MEAN_DIFFERENCE * cells).then_some(bits)
}

#[cfg(test)]
mod tests {
    use image::imageops::FilterType;

    use super::super::test_pictures::{RED, exif_orientation, good_photo, jpeg, portrait, with_segment};
    use super::super::{PhotoRules, examine};
    use super::*;

    fn checked(file: &[u8]) -> NormalisedPhoto {
        examine(file, &PhotoRules::default()).unwrap()
    }

    #[test]
    fn the_same_file_under_two_names_is_found() {
        let mut index = PictureIndex::new();
        let file = good_photo(1);
        assert_eq!(index.add("甲", &checked(&file)), None);
        assert_eq!(index.add("甲", &checked(&file)), None, "the same person again is no mix-up");
        assert_eq!(index.add("丙", &checked(&good_photo(2))), None);
        let expected = PictureMatch { other: "甲", likeness: Likeness::Identical };
        assert_eq!(index.add("乙", &checked(&file)), Some(expected.clone()));
        let dressed = with_segment(&file, &exif_orientation(1));
        assert_eq!(index.add("丁", &checked(&dressed)), Some(expected), "metadata do not hide it");
    }

    #[test]
    fn a_scaled_or_recompressed_copy_is_found() {
        for seed in 0..20 {
            let original = portrait(seed, 600, 840, RED, 4);
            let mut index = PictureIndex::new();
            index.add(1, &checked(&jpeg(&original, 92)));
            let smaller = image::imageops::resize(&original, 295, 413, FilterType::Triangle);
            let found = index.add(2, &checked(&jpeg(&smaller, 60)));
            let is_near = |m: &PictureMatch<_>| matches!(m.likeness, Likeness::NearlyIdentical { .. });
            assert!(found.as_ref().is_some_and(is_near), "{seed}: {found:?}");
        }
    }

    /// Same wall, same pose, same light: still different persons.
    #[test]
    fn different_persons_are_never_flagged() {
        let mut index = PictureIndex::new();
        for seed in 0..300 {
            let photo = checked(&good_photo(seed));
            assert_eq!(index.add(seed, &photo), None, "person {seed}");
        }
    }
}
