//! The caller's word vectors in the text form of fastText and word2vec.

use crate::error::Error;
use crate::text::normalize;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Read};

/// Most dimensions a vector may have.
pub const MAX_DIMENSIONS: usize = 4096;

/// Most numbers that are kept, a byte each: words times dimensions. Three million words of 300 dimensions fit.
pub const MAX_VALUES: usize = 1 << 30;

/// Bytes of a line for the word, and for each number: longer than any program writes.
const LONGEST: (usize, usize) = (4096, 64);

/// The caller's word vectors, of any dimension, kept in a byte a number.
///
/// Two words that are both here are as alike as these vectors say; for all others the shipped table is asked.
/// Of words that differ only in case, width or script variant the first counts: such files begin with the most frequent.
///
/// ```
/// use yaodian::{Grader, Vectors};
///
/// let text = "3 2\n复购 0.9 0.1\n回头客 0.8 0.2\n螃蟹 -0.3 0.9\n";
/// let vectors = Vectors::from_vec_text(text.as_bytes())?;
/// assert_eq!(vectors.len(), 3);
/// let builder = Grader::builder().vectors(vectors);
/// # let _ = builder;
/// # Ok::<(), yaodian::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Vectors {
    dimensions: usize,
    rows: HashMap<Box<str>, usize>,
    values: Vec<i8>,
    lengths: Vec<f32>,
}

impl std::fmt::Debug for Vectors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vectors")
            .field("words", &self.len())
            .field("dimensions", &self.dimensions)
            .finish()
    }
}

impl Vectors {
    /// Reads `count dimensions` on the first line, then a word and its numbers a line, separated by single spaces.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] when reading fails. [`Error::Parse`] naming the line when a line is no UTF-8 or not of this form,
    /// a number is not finite, a word stands twice, the count is another than the first line says, or
    /// [`MAX_DIMENSIONS`] or [`MAX_VALUES`] is passed.
    pub fn from_vec_text(mut reader: impl BufRead) -> Result<Self, Error> {
        let mut line = Line::default();
        if !line.read(&mut reader, 0)? {
            return Err(line.error("is missing, expected the count of words and of dimensions"));
        }
        let (count, dimensions) = line.counts()?;
        let mut vectors = Self {
            dimensions,
            ..Self::default()
        };
        let mut seen: HashSet<Box<str>> = HashSet::new();
        let mut numbers = Vec::with_capacity(dimensions);
        while line.read(&mut reader, dimensions)? {
            let word = line.vector(dimensions, &mut numbers)?;
            if seen.len() == count {
                return Err(line.error(format!(
                    "is one too many: the first line says {count} words"
                )));
            }
            if !seen.insert(word.into()) {
                return Err(line.error(format!("\"{word}\" stands twice, expected each word once")));
            }
            vectors.add(&normalize(word).text, &numbers);
        }
        if seen.len() < count {
            let found = seen.len();
            return Err(line.error(format!(
                "is missing: the first line says {count} words, found {found}"
            )));
        }
        Ok(vectors)
    }

    /// How many words there are; of words that fold to the same only one counts, and none whose numbers are all 0.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Cosine of two folded words, -1 to 1, where both are here.
    pub(crate) fn cosine(&self, a: &str, b: &str) -> Option<f32> {
        let (&a, &b) = (self.rows.get(a)?, self.rows.get(b)?);
        let product = dot(self.row(a), self.row(b));
        Some(product as f32 / (self.lengths[a] * self.lengths[b]))
    }

    fn row(&self, row: usize) -> &[i8] {
        &self.values[row * self.dimensions..(row + 1) * self.dimensions]
    }

    fn add(&mut self, word: &str, numbers: &[f32]) {
        let largest = numbers.iter().fold(0.0_f32, |max, one| max.max(one.abs()));
        if largest == 0.0 || self.rows.contains_key(word) {
            return;
        }
        let row = self.lengths.len();
        // A cosine does not ask for the length, so that each row can use the whole range of a byte.
        let scaled = numbers
            .iter()
            .map(|one| (one / largest * 127.0).round() as i8);
        self.values.extend(scaled);
        self.rows.insert(word.into(), row);
        self.lengths
            .push((dot(self.row(row), self.row(row)) as f32).sqrt());
    }
}

fn dot(a: &[i8], b: &[i8]) -> i32 {
    let products = a.iter().zip(b).map(|(&a, &b)| i32::from(a) * i32::from(b));
    products.sum()
}

/// The line that is being read.
#[derive(Default)]
struct Line {
    /// Counted from 1.
    number: usize,
    text: String,
}

impl Line {
    fn error(&self, message: impl Into<String>) -> Error {
        Error::Parse {
            place: format!("line {}", self.number),
            message: message.into(),
        }
    }

    /// Whether there was another line.
    fn read(&mut self, reader: &mut impl BufRead, dimensions: usize) -> Result<bool, Error> {
        self.number += 1;
        let longest = LONGEST.0 + LONGEST.1 * dimensions;
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        let mut limited = reader.take(longest as u64 + 1);
        limited
            .read_until(b'\n', &mut bytes)
            .map_err(|source| Error::Read {
                path: format!("line {}", self.number),
                source,
            })?;
        if bytes.len() > longest {
            return Err(self.error(format!("is longer than {longest} bytes")));
        }
        self.text = String::from_utf8(bytes).map_err(|_| self.error("is not UTF-8"))?;
        Ok(!self.text.is_empty())
    }

    fn counts(&self) -> Result<(usize, usize), Error> {
        let text = self.text.trim();
        let numbers = text.split_once(' ').map(|(a, b)| (a.parse(), b.parse()));
        let Some((Ok(count), Ok(dimensions))) = numbers else {
            return Err(self.error(format!(
                "found \"{}\", expected the count of words and of dimensions",
                text.chars().take(40).collect::<String>()
            )));
        };
        if !(1..=MAX_DIMENSIONS).contains(&dimensions) {
            return Err(self.error(format!(
                "says {dimensions} dimensions, expected 1 to {MAX_DIMENSIONS}"
            )));
        }
        if count > MAX_VALUES / dimensions {
            return Err(self.error(format!(
                "says {count} words of {dimensions} dimensions, expected at most {} words",
                MAX_VALUES / dimensions
            )));
        }
        Ok((count, dimensions))
    }

    fn vector(&self, dimensions: usize, numbers: &mut Vec<f32>) -> Result<&str, Error> {
        let mut fields = self.text.trim_end().split(' ');
        let word = fields.next().unwrap_or_default();
        if word.is_empty() {
            return Err(self.error("begins with no word"));
        }
        numbers.clear();
        for field in fields {
            let number = field.parse().ok().filter(|number: &f32| number.is_finite());
            let fault = || {
                let place = numbers.len() + 1;
                self.error(format!(
                    "number {place} of \"{word}\" is \"{field}\", expected a finite number"
                ))
            };
            numbers.push(number.ok_or_else(fault)?);
        }
        if numbers.len() != dimensions {
            return Err(self.error(format!(
                "\"{word}\" has {} numbers, expected {dimensions}",
                numbers.len()
            )));
        }
        Ok(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults() {
        let cases = [
            (
                "empty",
                "",
                "line 1: is missing, expected the count of words and of dimensions",
            ),
            (
                "no counts",
                "甲 0.1 0.2\n",
                "line 1: found \"甲 0.1 0.2\", expected the count of words and of dimensions",
            ),
            (
                "no dimensions",
                "1 0\n",
                "line 1: says 0 dimensions, expected 1 to 4096",
            ),
            (
                "too many dimensions",
                "1 4097\n",
                "line 1: says 4097 dimensions, expected 1 to 4096",
            ),
            (
                "too large",
                "4000000 300\n",
                "line 1: says 4000000 words of 300 dimensions, expected at most 3579139 words",
            ),
            (
                "too short",
                "1 3\n甲 1 2\n",
                "line 2: \"甲\" has 2 numbers, expected 3",
            ),
            (
                "too long",
                "2 2\n甲 1 2\n乙 1 2 3\n",
                "line 3: \"乙\" has 3 numbers, expected 2",
            ),
            (
                "no number",
                "1 2\n甲 1 x\n",
                "line 2: number 2 of \"甲\" is \"x\", expected a finite number",
            ),
            (
                "NaN",
                "1 2\n甲 NaN 1\n",
                "line 2: number 1 of \"甲\" is \"NaN\", expected a finite number",
            ),
            (
                "infinite",
                "1 2\n甲 1 1e39\n",
                "line 2: number 2 of \"甲\" is \"1e39\", expected a finite number",
            ),
            (
                "twice",
                "2 2\n甲 1 2\n甲 1 2\n",
                "line 3: \"甲\" stands twice, expected each word once",
            ),
            (
                "one too few",
                "2 2\n甲 1 2\n",
                "line 3: is missing: the first line says 2 words, found 1",
            ),
            (
                "one too many",
                "1 2\n甲 1 2\n乙 1 2\n",
                "line 3: is one too many: the first line says 1 words",
            ),
            ("no word", "1 2\n 1 2\n", "line 2: begins with no word"),
        ];
        for (name, text, expected) in cases {
            let error = Vectors::from_vec_text(text.as_bytes()).expect_err(name);
            assert_eq!(error.to_string(), expected, "{name}");
        }
        let endless = [b"1 2\n".to_vec(), vec![b'9'; 10_000]].concat();
        let error = Vectors::from_vec_text(&endless[..]).expect_err("endless line");
        assert_eq!(error.to_string(), "line 2: is longer than 4224 bytes");
        let error = Vectors::from_vec_text(&b"1 2\n\xff 1 2\n"[..]).expect_err("not UTF-8");
        assert_eq!(error.to_string(), "line 2: is not UTF-8");
    }

    #[test]
    fn cosines() {
        let text = "5 2\r\nUp 2 0 \r\nup 0 1\r\nslope 1 1\r\ndown -3 0\r\nnil 0 0\r\n";
        let vectors = Vectors::from_vec_text(text.as_bytes()).expect("the file is well formed");
        let cases = [
            ("up", "up", Some(1.0)),
            ("up", "slope", Some(std::f32::consts::FRAC_1_SQRT_2)),
            ("up", "down", Some(-1.0)),
            ("up", "nil", None),
            ("up", "left", None),
        ];
        for (a, b, expected) in cases {
            let found = vectors.cosine(a, b);
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-3,
                (found, expected) => found == expected,
            };
            assert!(near, "{a} {b}: {found:?}, expected {expected:?}");
        }
    }
}
