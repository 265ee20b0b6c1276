//! Texts → which of them are copies of another, nearly or wholly.
//!
//! A [`Fingerprint`] is a MinHash signature of a text's shingles, runs of five words in a row: two texts agree in about as
//! many of its places as they share shingles. Texts of one hash, and texts whose fingerprints agree in
//! `ALIKE` places or more, are copies, and so are copies of copies. Of each group the document with the least
//! identifier is the original.
//!
//! So the result is a function of the set of documents, with their hashes and fingerprints alone: neither the order of
//! the files nor that of the builds plays a part, for a store keeps the fingerprints of all its documents. Dates play none
//! either, for a document may tell its date only when it is read. Source: A. Broder, *On the resemblance and containment
//! of documents* (1997); candidates by bands, J. Leskovec et al., *Mining of Massive Datasets*, chapter 3.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// Places of a fingerprint.
const PLACES: usize = 64;
/// Words of a shingle.
const WORDS: usize = 5;
/// A text with fewer shingles has no fingerprint: short reports are alike without being copies.
const FEWEST: usize = 32;
/// So many places are alike in copies: three quarters.
const ALIKE: usize = 48;
/// Places of a band: texts that have one in common are compared. Of texts that share three quarters of their shingles
/// 99.8 % have one.
const BAND: usize = 4;
/// No text is compared with more of a band: thousands of copies need not all be compared with each other.
const MOST: usize = 32;

/// What a text shares with its copies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u16; PLACES]);

impl Fingerprint {
    /// The fingerprint of a text; none if the text is too short for one. Case, punctuation and spaces play no part.
    ///
    /// ```
    /// use actograph::graph::duplicates::Fingerprint;
    /// let words: Vec<String> = (0..100).map(|n| format!("word{n}")).collect();
    /// let text = Fingerprint::of(&words.join(" ")).unwrap();
    /// assert!(text.is_copy(&Fingerprint::of(&words[..95].join(", ").to_uppercase()).unwrap()));
    /// assert!(!text.is_copy(&Fingerprint::of(&words[..50].join(" ")).unwrap()));
    /// assert_eq!(Fingerprint::of("too short"), None);
    /// ```
    ///
    /// # Complexity
    /// Linear in the text, 64 steps a word.
    pub fn of(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let words: Vec<u64> = words.map(hash_of_word).collect();
        let n_shingles = (words.len() + 1).saturating_sub(WORDS);
        if n_shingles < FEWEST {
            return None;
        }
        let mut least = [u64::MAX; PLACES];
        for shingle in words.windows(WORDS) {
            let shingle = shingle.iter().fold(0, |hash, word| mix(hash ^ word));
            for (place, least) in least.iter_mut().enumerate() {
                *least = (*least).min(mix(shingle ^ mix(place as u64 + 1)));
            }
        }
        // The lower part of the least number is as good as random.
        Some(Self(least.map(|least| least as u16)))
    }

    /// Whether the texts of both are copies.
    pub fn is_copy(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count() >= ALIKE
    }

    /// As 256 hexadecimal digits.
    pub fn digits(&self) -> String {
        self.0.iter().fold(String::with_capacity(4 * PLACES), |mut digits, place| {
            write!(digits, "{place:04x}").expect("a string takes everything");
            digits
        })
    }

    /// Reads what [`digits`](Self::digits) writes; nothing else.
    pub fn read(digits: &str) -> Option<Self> {
        if digits.len() != 4 * PLACES || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let mut places = [0; PLACES];
        for (i, place) in places.iter_mut().enumerate() {
            *place = u16::from_str_radix(&digits[4 * i..4 * i + 4], 16).ok()?;
        }
        Some(Self(places))
    }
}

/// FNV-1a of a word in lower case.
fn hash_of_word(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for c in word.chars().flat_map(char::to_lowercase) {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// The finalizer of SplitMix64: every bit of the result depends on every bit of the number.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Hash and fingerprint of a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// As [`content_hash`](crate::graph::write::content_hash) makes it.
    pub hash: String,
    /// Its fingerprint, unless it is short.
    pub fingerprint: Option<Fingerprint>,
}

/// The copies among documents by identifier, each with its original.
///
/// # Complexity
/// Nearly linear in the number of documents, in the memory of a few hundred bytes each.
pub fn copies(documents: &BTreeMap<String, Likeness>) -> BTreeMap<String, String> {
    let ids: Vec<&String> = documents.keys().collect();
    let mut groups = Groups((0..ids.len()).collect());
    let mut by_hash: HashMap<&str, usize> = HashMap::new();
    let mut by_fingerprint: HashMap<&Fingerprint, usize> = HashMap::new();
    let mut bands: HashMap<(usize, &[u16]), Vec<usize>> = HashMap::new();
    let prints: Vec<Option<&Fingerprint>> = documents.values().map(|d| d.fingerprint.as_ref()).collect();
    // In the order of the identifiers, which is that of the map.
    for (i, document) in documents.values().enumerate() {
        let same = *by_hash.entry(&document.hash).or_insert(i);
        groups.join(same, i);
        let Some(fingerprint) = &document.fingerprint else { continue };
        let same = *by_fingerprint.entry(fingerprint).or_insert(i);
        groups.join(same, i);
        if same != i {
            continue;
        }
        for (band, places) in fingerprint.0.chunks(BAND).enumerate() {
            let others = bands.entry((band, places)).or_default();
            for &other in others.iter() {
                if prints[other].is_some_and(|print| print.is_copy(fingerprint)) {
                    groups.join(other, i);
                }
            }
            if others.len() < MOST {
                others.push(i);
            }
        }
    }
    let originals = (0..ids.len()).map(|i| groups.first(i)).collect::<Vec<_>>();
    let pairs = originals.iter().enumerate().filter(|(i, original)| *i != **original);
    pairs.map(|(i, &original)| (ids[i].clone(), ids[original].clone())).collect()
}

/// Disjoint sets, each known by its first member.
struct Groups(Vec<usize>);

impl Groups {
    fn first(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `n` words that no other `topic` has.
    fn text(topic: &str, n: usize) -> String {
        (0..n).map(|i| format!("{topic}{i}")).collect::<Vec<_>>().join(" ")
    }

    fn all(texts: &[(&str, String)]) -> BTreeMap<String, Likeness> {
        let like = |text: &String| Likeness {
            hash: crate::graph::write::content_hash(text),
            fingerprint: Fingerprint::of(text),
        };
        texts.iter().map(|(id, text)| ((*id).to_owned(), like(text))).collect()
    }

    fn shown(documents: &BTreeMap<String, Likeness>) -> String {
        let copies = copies(documents);
        copies.iter().map(|(copy, original)| format!("{copy}={original}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn copies_are_found_and_others_are_not() {
        let documents = all(&[
            ("a", text("talks", 300)),
            ("b", format!("LONDON (Agency) - {} This was corrected.", text("Talks", 300))),
            ("c", text("other", 300)),
            ("d", format!("{} {}", text("talks", 150), text("x", 150))),
            ("e", "Short.".to_owned()),
            ("f", "Short.".to_owned()),
            ("g", "Short!".to_owned()),
        ]);
        assert_eq!(shown(&documents), "b=a f=e");
    }

    #[test]
    fn copies_of_copies_are_copies() {
        // Each is like the next, and the first is not like the last.
        let part = |from: usize| (from..from + 200).map(|i| format!("w{i}")).collect::<Vec<_>>().join(" ");
        let documents = all(&[("c", part(0)), ("a", part(16)), ("b", part(32)), ("d", part(48))]);
        assert_eq!(shown(&documents), "b=a c=a d=a");
    }

    #[test]
    fn fingerprints_are_written_and_read() {
        let fingerprint = Fingerprint::of(&text("a", 100)).unwrap();
        assert_eq!(Fingerprint::read(&fingerprint.digits()), Some(fingerprint));
        for wrong in ["", "00", &"é".repeat(128), &"g".repeat(256)] {
            assert_eq!(Fingerprint::read(wrong), None);
        }
    }

    #[test]
    fn thousands_of_copies_take_no_time() {
        let texts: Vec<(String, String)> =
            (0..3000).map(|i| (format!("{i:04}"), format!("{} end {i}", text("talks", 60)))).collect();
        let texts: Vec<(&str, String)> = texts.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
        assert_eq!(copies(&all(&texts)).len(), 2999);
    }
}
