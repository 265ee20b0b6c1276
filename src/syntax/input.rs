//! A word's form → the rows of the model's tables that stand for it.
//!
//! A word is the sum of rows: its lower-cased form, its last two, three and four letters, its first three, its shape,
//! its first character, and a projected word vector. Affixes and shapes are hashed into fixed tables, so that every
//! form has an input (`ontology/model/MODEL.md`; the recipe follows Chen and Manning 2014 and spaCy's hashed embeddings).

/// The number of rows of the hashed tables, in the order of [`Keys::hashed`].
pub const HASHED_ROWS: [usize; 6] = [1 << 11, 1 << 13, 1 << 13, 1 << 12, 1 << 10, 1 << 8];

/// The places among [`HASHED_ROWS`] that depend on the lower-cased form only: suffixes and prefix.
pub const N_FORM_TABLES: usize = 4;

/// Row numbers for one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// Rows in the tables of suffix 2, suffix 3, suffix 4, prefix 3, shape, first character.
    pub hashed: [u32; 6],
}

/// Writes the form as the word table keys it: lower case, typographic quotes as plain ones, digits as `0`.
///
/// ```
/// let mut key = String::new();
/// actograph::syntax::input::word_key("McDonald’s-1990", &mut key);
/// assert_eq!(key, "mcdonald's-0000");
/// ```
pub fn word_key(form: &str, key: &mut String) {
    vector_key(form, key);
    // Digits are one byte each, before and after.
    if key.bytes().any(|b| b.is_ascii_digit()) {
        let digits: String = key.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        key.clear();
        key.push_str(&digits);
    }
}

/// Writes the form as the vector table keys it: as [`word_key`], but with its digits.
pub fn vector_key(form: &str, key: &mut String) {
    key.clear();
    for c in form.chars() {
        match c {
            '’' | '‘' | 'ʼ' => key.push('\''),
            '“' | '”' => key.push('"'),
            _ if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            _ => key.extend(c.to_lowercase()),
        }
    }
}

/// The rows of a word, from its form as written and its [`word_key`].
pub fn keys(form: &str, word_key: &str) -> Keys {
    let suffix = |n: usize| word_key.char_indices().rev().nth(n - 1).map_or(word_key, |(i, _)| &word_key[i..]);
    let prefix = |n: usize| word_key.char_indices().nth(n).map_or(word_key, |(i, _)| &word_key[..i]);
    let row = |table: usize, hash: u32| hash % HASHED_ROWS[table] as u32;
    Keys {
        hashed: [
            row(0, hash(suffix(2).bytes())),
            row(1, hash(suffix(3).bytes())),
            row(2, hash(suffix(4).bytes())),
            row(3, hash(prefix(3).bytes())),
            row(4, shape(form)),
            row(5, form.chars().next().map_or(0, |c| hash([c as u32 as u8, (c as u32 >> 8) as u8]))),
        ],
    }
}

/// Hash of the shape: upper-case letters as `X`, lower-case as `x`, digits as `0`, runs cut at two (`Xxx`, `XX.X`).
fn shape(form: &str) -> u32 {
    let (mut previous, mut run) = ('\0', 0);
    let classes = form.chars().map(|c| match c {
        _ if c.is_uppercase() => 'X',
        _ if c.is_lowercase() => 'x',
        _ if c.is_numeric() => '0',
        _ => c,
    });
    let mut state = FNV_OFFSET;
    for class in classes {
        run = if class == previous { run + 1 } else { 1 };
        previous = class;
        if run <= 2 {
            for byte in (class as u32).to_le_bytes() {
                state = (state ^ u32::from(byte)).wrapping_mul(FNV_PRIME);
            }
        }
    }
    state ^ (state >> 15)
}

const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// FNV-1a with a final mix, since the tables take the low bits.
fn hash(bytes: impl IntoIterator<Item = u8>) -> u32 {
    let state = bytes.into_iter().fold(FNV_OFFSET, |h, b| (h ^ u32::from(b)).wrapping_mul(FNV_PRIME));
    state ^ (state >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_share_an_ending_share_its_row() {
        let rows = |form: &str| {
            let mut key = String::new();
            word_key(form, &mut key);
            keys(form, &key).hashed
        };
        assert_eq!(rows("talking")[..3], rows("walking")[..3]);
        assert_ne!(rows("talking")[3], rows("walking")[3]);
        assert_eq!(rows("Iran")[..4], rows("iran")[..4]);
        assert_ne!(rows("Iran")[4], rows("iran")[4]);
        assert_eq!(rows("Iran")[4], rows("Israel")[4]);
        assert_eq!(rows("1990"), rows("1990"));
        assert_eq!(rows("1991")[..5], rows("1992")[..5]);
        assert_eq!(rows("").len(), 6);
    }
}
