//! Word vectors: a table of 4-bit rows shipped with the crate, Chinese and English in one space.

use std::sync::LazyLock;

/// Dimensions of a word vector.
pub(crate) const DIM: usize = 128;

/// The table made by `scripts/distil_vectors.py`, which documents its form.
static BYTES: &[u8] = include_bytes!("vectors.bin");

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(BYTES));

/// A word's row in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row(u32);

/// A vector as small integers with the factor that gives it its length.
#[derive(Clone, Debug)]
pub(crate) struct Vector {
    pub(crate) values: [i8; DIM],
    scale: f32,
    norm: f32,
}

struct Table {
    scales: &'static [u8],
    rarity: &'static [u8],
    rows: &'static [u8],
    words: &'static str,
    /// Start of each word in `words`, and the end.
    starts: Vec<u32>,
    /// Open addressing by hash; 0 is empty, otherwise row + 1.
    slots: Vec<u32>,
}

impl Table {
    fn new(bytes: &'static [u8]) -> Self {
        assert_eq!(&bytes[..4], b"YDV1", "the shipped table is of this form");
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
        };
        let count = number(4);
        assert_eq!(number(8), DIM, "the shipped table has this many dimensions");
        let (scales, rest) = bytes[12..].split_at(4 * count);
        let (rarity, rest) = rest.split_at(count);
        let (rows, words) = rest.split_at(count * DIM / 2);
        let words = std::str::from_utf8(words).expect("the shipped table's words are UTF-8");
        let mut starts = Vec::with_capacity(count + 1);
        let mut slots = vec![0; (2 * count).next_power_of_two()];
        let mut start = 0;
        for (row, word) in words.split('\n').enumerate() {
            starts.push(start as u32);
            start += word.len() + 1;
            let mut slot = hash(word) as usize & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = row as u32 + 1;
        }
        starts.push(start as u32);
        Self {
            scales,
            rarity,
            rows,
            words,
            starts,
            slots,
        }
    }

    fn word(&self, row: usize) -> &'static str {
        &self.words[self.starts[row] as usize..self.starts[row + 1] as usize - 1]
    }

    fn find(&self, word: &str) -> Option<Row> {
        let mut slot = hash(word) as usize & (self.slots.len() - 1);
        loop {
            match self.slots[slot] {
                0 => return None,
                row if self.word(row as usize - 1) == word => return Some(Row(row - 1)),
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }
}

/// FNV-1a: short keys, the same on every machine.
fn hash(word: &str) -> u32 {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash ^ (hash >> 15)
}

/// The word's row, if the table has the word.
pub(crate) fn find(word: &str) -> Option<Row> {
    TABLE.find(word)
}

impl Row {
    /// How rare the word is: -ln of its share of running text.
    pub(crate) fn rarity(self) -> f64 {
        f64::from(TABLE.rarity[self.0 as usize]) / 10.0
    }

    /// The row, unpacked.
    pub(crate) fn vector(self) -> Vector {
        let row = self.0 as usize;
        let packed = &TABLE.rows[row * DIM / 2..(row + 1) * DIM / 2];
        let mut values = [0; DIM];
        for (pair, &byte) in values.chunks_exact_mut(2).zip(packed) {
            pair[0] = (byte & 15) as i8 - 8;
            pair[1] = (byte >> 4) as i8 - 8;
        }
        let scale = &TABLE.scales[4 * row..4 * row + 4];
        let scale = f32::from_le_bytes([scale[0], scale[1], scale[2], scale[3]]);
        Vector {
            values,
            scale,
            norm: norm(&values),
        }
    }
}

fn norm(values: &[i8; DIM]) -> f32 {
    (dot(values, values) as f32).sqrt()
}

fn dot(a: &[i8; DIM], b: &[i8; DIM]) -> i32 {
    a.iter()
        .zip(b)
        .map(|(&a, &b)| i32::from(i16::from(a) * i16::from(b)))
        .sum()
}

impl Vector {
    /// Cosine, -1 to 1; 0 where either is nothing.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        let length = self.norm * other.norm;
        if length == 0.0 {
            0.0
        } else {
            dot(&self.values, &other.values) as f32 / length
        }
    }

    /// Adds `weight` times this vector.
    pub(crate) fn add_to(&self, sum: &mut Sum, weight: f32) {
        let factor = weight * self.scale;
        for (sum, &value) in sum.0.iter_mut().zip(&self.values) {
            *sum += factor * f32::from(value);
        }
    }
}

/// A weighted sum of vectors.
#[derive(Clone, Debug)]
pub(crate) struct Sum(pub(crate) [f32; DIM]);

impl Default for Sum {
    fn default() -> Self {
        Self([0.0; DIM])
    }
}

impl Sum {
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, value) in self.0.iter_mut().zip(&other.0) {
            *sum += value;
        }
    }

    pub(crate) fn length(&self) -> f32 {
        self.product(self).sqrt()
    }

    /// Cosine, -1 to 1, of two sums of these lengths; 0 where either is nothing.
    pub(crate) fn cosine(&self, other: &Self, lengths: f32) -> f32 {
        if lengths == 0.0 {
            0.0
        } else {
            self.product(other) / lengths
        }
    }

    /// In lanes, so that the compiler can take several products at once.
    fn product(&self, other: &Self) -> f32 {
        const LANES: usize = 16;
        let mut lanes = [0.0; LANES];
        for (a, b) in self.0.chunks_exact(LANES).zip(other.0.chunks_exact(LANES)) {
            for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
                *lane += a * b;
            }
        }
        lanes.iter().sum()
    }
}

/// The vector of a word the table lacks: the mean of its characters, for Chinese.
pub(crate) fn from_characters(word: &str) -> Option<Vector> {
    let mut sum = Sum::default();
    let mut found = 0;
    for c in word.chars() {
        if let Some(row) = find(c.encode_utf8(&mut [0; 4])) {
            row.vector().add_to(&mut sum, 1.0);
            found += 1;
        }
    }
    let largest = sum
        .0
        .iter()
        .fold(0.0_f32, |largest, value| largest.max(value.abs()));
    (found > 0 && largest > 0.0).then(|| {
        let scale = largest / 7.0;
        let values = sum.0.map(|value| (value / scale).round() as i8);
        Vector {
            values,
            scale: scale / found as f32,
            norm: norm(&values),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_finds_its_row() {
        let table = &*TABLE;
        for row in 0..table.starts.len() - 1 {
            assert_eq!(
                find(table.word(row)),
                Some(Row(row as u32)),
                "{}",
                table.word(row)
            );
        }
    }

    #[test]
    fn near_words() {
        let cosine = |a, b| {
            let vector = |word| find(word).map(Row::vector);
            match (vector(a), vector(b)) {
                (Some(a), Some(b)) => a.cosine(&b),
                _ => panic!("{a} or {b} is not in the table"),
            }
        };
        for (near, far) in [
            (("库存", "inventory"), ("库存", "bicycle")),
            (("培训", "教学"), ("培训", "月亮")),
        ] {
            assert!(
                cosine(near.0, near.1) > 0.4 + cosine(far.0, far.1),
                "{near:?} {far:?}"
            );
        }
    }
}
