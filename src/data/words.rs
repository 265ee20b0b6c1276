//! Word lists in memory: maps that are filled once from files and then asked for every word of every text.
//!
//! A text of 48,000 words asks such maps half a million times, so two things are spared. [`WordHasher`] takes two
//! multiplications for a word of up to 16 bytes. It is not keyed, unlike the standard one: whoever writes a *text* cannot
//! choose what stands in a map that only *files* fill, so nothing he writes makes a look-up slow. Do not use it for maps
//! whose keys come from texts. [`lower`] asks for no memory unless a word is both long and has capitals.
//!
//! Nothing may depend on the order of such a map, as of any other (`docs/architecture.md`).

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Deref;

use smol_str::SmolStr;

/// A map from words of files.
pub(crate) type WordMap<V, K = SmolStr> = HashMap<K, V, BuildHasherDefault<WordHasher>>;
/// A set of words of files.
pub(crate) type WordSet<K = SmolStr> = HashSet<K, BuildHasherDefault<WordHasher>>;

/// A hash of short strings: both halves of a product of 64 bits by 64 bits, as in wyhash and its kin.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
const SECOND: u64 = 0xd1b5_4a32_d192_ed03;
const THIRD: u64 = 0x8cb9_2ba7_2f3d_8dd7;

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

fn read<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    word[..N].copy_from_slice(&bytes[at..at + N]);
    u64::from_le_bytes(word)
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while rest.len() > 16 {
            self.0 = fold(self.0 ^ read::<8>(rest, 0) ^ FIRST, read::<8>(rest, 8) ^ SECOND);
            rest = &rest[16..];
        }
        // Both ends; they overlap unless the rest is as long as it can be.
        let n = rest.len();
        let (head, tail) = match n {
            8.. => (read::<8>(rest, 0), read::<8>(rest, n - 8)),
            4..8 => (read::<4>(rest, 0), read::<4>(rest, n - 4)),
            1..4 => (u64::from(rest[0]) | u64::from(rest[n / 2]) << 8, u64::from(rest[n - 1])),
            0 => (0, 0),
        };
        // The length is spread over all bits, or *ab* and a longer word with other letters could be one.
        let length = (bytes.len() as u64).wrapping_mul(THIRD);
        self.0 = fold(self.0 ^ head ^ FIRST, tail ^ SECOND ^ length);
    }

    fn write_u8(&mut self, n: u8) {
        // The end of a string, as its `Hash` writes it; the length is in the hash already.
        self.0 = self.0.rotate_left(9) ^ u64::from(n);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A word in lower case.
#[derive(Debug, Clone)]
pub(crate) enum Lower<'a> {
    /// It was so already.
    Same(&'a str),
    /// It had capitals.
    Changed(SmolStr),
}

impl fmt::Display for Lower<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Deref for Lower<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Self::Same(word) => word,
            Self::Changed(word) => word,
        }
    }
}

/// The word in lower case, as [`str::to_lowercase`] makes it.
pub(crate) fn lower(word: &str) -> Lower<'_> {
    let bytes = word.as_bytes();
    if is_small(bytes) {
        return Lower::Same(word);
    }
    let mut short = [0; 23];
    if let Some(copy) = short.get_mut(..bytes.len()).filter(|_| word.is_ascii()) {
        copy.copy_from_slice(bytes);
        copy.make_ascii_lowercase();
        return Lower::Changed(SmolStr::new(std::str::from_utf8(copy).expect("ASCII is UTF-8")));
    }
    Lower::Changed(word.to_lowercase().into())
}

/// Whether all bytes are ASCII without capitals.
fn is_small(bytes: &[u8]) -> bool {
    let n = bytes.len();
    if !(4..=16).contains(&n) {
        return !bytes.iter().any(|b| b.is_ascii_uppercase() || !b.is_ascii());
    }
    // Both ends, four or eight bytes at once; they overlap unless the word is as long as it can be.
    let (head, tail) = if n < 8 {
        (read::<4>(bytes, 0), read::<4>(bytes, n - 4))
    } else {
        (read::<8>(bytes, 0), read::<8>(bytes, n - 8))
    };
    // Of ASCII bytes: the top bit after the first sum is set from `A` on, after the second from behind `Z` on.
    const TOP: u64 = 0x8080_8080_8080_8080;
    let of_all = |byte: u8| 0x0101_0101_0101_0101 * u64::from(byte);
    let from = |letter: u8, eight: u64| (eight & !TOP) + of_all(0x80 - letter);
    let capitals = |eight: u64| from(b'A', eight) & !from(b'Z' + 1, eight);
    (head | tail | capitals(head) | capitals(tail)) & TOP == 0
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    fn hash(word: &str) -> u64 {
        BuildHasherDefault::<WordHasher>::default().hash_one(word)
    }

    /// All short strings over three letters, and long ones that differ in one place.
    #[test]
    fn different_words_have_different_hashes_in_their_low_and_high_bits() {
        let mut words: Vec<String> = vec![String::new()];
        for n in 0..3000 {
            words.extend(["a", "b", "\u{e9}"].map(|letter| words[n].clone() + letter));
        }
        for at in 0..40 {
            let mut long = "x".repeat(40);
            long.replace_range(at..=at, "y");
            words.push(long);
        }
        words.sort();
        words.dedup();
        let hashes: HashSet<u64> = words.iter().map(|w| hash(w)).collect();
        assert_eq!(hashes.len(), words.len());
        for shift in [0, 48] {
            let n_parts = 1 << 10;
            let mut sizes = vec![0; n_parts];
            for word in &words {
                sizes[(hash(word) >> shift) as usize % n_parts] += 1;
            }
            let mean = words.len() / n_parts;
            assert!(sizes.iter().all(|&n| n < 4 * mean), "{shift}: {:?}", sizes.iter().max());
        }
    }

    #[test]
    fn lower_is_that_of_the_standard_library() {
        for word in ["", "iran", "Iran", "IAEA", "É", "straße", "ΣΊΣΥΦΟΣ", "Antidisestablishmentarianism", "日本"]
        {
            assert_eq!(&*lower(word), word.to_lowercase());
        }
        // Every ASCII byte at every place of words of every length that is looked at in another way.
        for (n, byte) in (1..20).flat_map(|n| (0..128u8).map(move |byte| (n, byte))) {
            for at in 0..n {
                let mut word = vec![b'z'; n];
                word[at] = byte;
                let word = String::from_utf8(word).unwrap();
                let small = !byte.is_ascii_uppercase();
                assert_eq!(matches!(lower(&word), Lower::Same(_)), small, "{word}");
            }
        }
        assert!(matches!(lower("iran"), Lower::Same(_)));
    }
}
