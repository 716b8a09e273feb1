//! Word vectors: a table of 4-bit rows shipped with the crate, Chinese and English in one space.

use crate::fingerprint::Fingerprint;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Dimensions of a word vector.
pub(crate) const DIM: usize = 128;

/// Where a sum of vectors begins.
pub(crate) const NOTHING: [f32; DIM] = [0.0; DIM];

/// Bytes of a row: two dimensions a byte.
const PACKED: usize = DIM / 2;

/// The table made by `scripts/distil_vectors.py`, which documents its form.
static BYTES: &[u8] = include_bytes!("vectors.bin");

/// What the table begins with.
const FORM: &str = "YDV1";

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(BYTES));

/// A word's row in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row(u32);

/// A word vector: 4-bit values, packed, with the factor that gives it its length. Rows of the table are borrowed.
#[derive(Clone, Debug)]
pub(crate) struct Vector {
    packed: Cow<'static, [u8]>,
    /// What a step of the values is.
    pub(crate) scale: f32,
    /// The length of the values.
    pub(crate) norm: f32,
}

/// A vector's values apart, to be compared with many packed ones: even dimensions, then odd.
#[derive(Debug)]
pub(crate) struct Values {
    values: [i16; DIM],
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
        assert_eq!(
            &bytes[..4],
            FORM.as_bytes(),
            "the shipped table is of this form"
        );
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
        };
        let count = number(4);
        assert_eq!(number(8), DIM, "the shipped table has this many dimensions");
        let (scales, rest) = bytes[12..].split_at(4 * count);
        let (rarity, rest) = rest.split_at(count);
        let (rows, words) = rest.split_at(count * PACKED);
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

/// The table's form, and a number that changes with any of its bytes.
pub(crate) fn version() -> String {
    format!("{FORM}-{:016x}", Fingerprint::new().with(BYTES).number())
}

/// The word's row, if the table has the word, or, of an English one, what it is a form of.
pub(crate) fn find(word: &str) -> Option<Row> {
    TABLE
        .find(word)
        .or_else(|| base_forms(word).find_map(|base| TABLE.find(&base)))
}

/// What a word of small letters may be an inflection of: the table leaves out what it knows by these, so that they are those of
/// `base_forms` in `scripts/distil_words.py`, in the same order.
fn base_forms(word: &str) -> impl Iterator<Item = String> {
    /// An ending, and what stands in its place in the base.
    const ENDINGS: [(&str, &str); 9] = [
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", "e"),
        ("ed", ""),
        ("ing", "e"),
        ("ing", ""),
        ("ly", ""),
    ];
    const SHORTEST: usize = 3;
    let is_english = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let endings = ENDINGS.iter().filter(move |_| is_english);
    endings.flat_map(move |(ending, instead)| {
        let base = word.strip_suffix(ending);
        let base = base.filter(|base| base.len() + instead.len() >= SHORTEST);
        // planned, planning
        let single = base.filter(|base| {
            let mut last = base.bytes().rev();
            instead.is_empty() && matches!(*ending, "ed" | "ing") && last.next() == last.next()
        });
        let single = single.map(|base| base[..base.len() - 1].to_owned());
        base.map(|base| format!("{base}{instead}"))
            .into_iter()
            .chain(single)
    })
}

impl Row {
    /// How rare the word is: -ln of its share of running text.
    pub(crate) fn rarity(self) -> f64 {
        f64::from(TABLE.rarity[self.0 as usize]) / 10.0
    }

    /// The row.
    pub(crate) fn vector(self) -> Vector {
        let row = self.0 as usize;
        let packed = &TABLE.rows[row * PACKED..(row + 1) * PACKED];
        let scale = &TABLE.scales[4 * row..4 * row + 4];
        let scale = f32::from_le_bytes([scale[0], scale[1], scale[2], scale[3]]);
        Vector::new(Cow::Borrowed(packed), scale)
    }
}

fn low(byte: u8) -> i16 {
    i16::from(byte & 15) - 8
}

fn high(byte: u8) -> i16 {
    i16::from(byte >> 4) - 8
}

impl Vector {
    fn new(packed: Cow<'static, [u8]>, scale: f32) -> Self {
        let mut vector = Self {
            packed,
            scale,
            norm: 0.0,
        };
        let values = vector.values();
        vector.norm = f32::from(values.product(&vector)).sqrt();
        vector
    }

    /// The vector of a word: its row, or for Chinese words that the table lacks the mean of their characters.
    pub(crate) fn of(word: &str) -> Option<Self> {
        find(word)
            .map(Row::vector)
            .or_else(|| Self::from_characters(word))
    }

    fn from_characters(word: &str) -> Option<Self> {
        let mut sum = NOTHING;
        let mut found = 0;
        for c in word.chars().filter(|c| !c.is_ascii()) {
            if let Some(row) = TABLE.find(c.encode_utf8(&mut [0; 4])) {
                row.vector().add_to(&mut sum, 1.0);
                found += 1;
            }
        }
        let largest = sum
            .iter()
            .fold(0.0_f32, |largest, value| largest.max(value.abs()));
        (found > 0 && largest > 0.0).then(|| {
            let step = largest / 7.0;
            let value = |sum: f32| ((sum / step).round() as i8 + 8) as u8;
            let packed = (0..PACKED).map(|at| value(sum[at]) | value(sum[PACKED + at]) << 4);
            Self::new(Cow::Owned(packed.collect()), step / found as f32)
        })
    }

    /// Adds `weight` times this vector.
    pub(crate) fn add_to(&self, sum: &mut [f32; DIM], weight: f32) {
        let factor = weight * self.scale;
        for (sum, value) in sum.iter_mut().zip(self.values().values) {
            *sum += factor * f32::from(value);
        }
    }

    /// The values apart.
    pub(crate) fn values(&self) -> Values {
        let mut values = [0; DIM];
        let (even, odd) = values.split_at_mut(PACKED);
        for ((even, odd), &byte) in even.iter_mut().zip(odd).zip(&*self.packed) {
            (*even, *odd) = (low(byte), high(byte));
        }
        Values {
            values,
            norm: self.norm,
        }
    }
}

impl Values {
    /// Cosine, -1 to 1; 0 where either is nothing.
    pub(crate) fn cosine(&self, other: &Vector) -> f32 {
        let length = self.norm * other.norm;
        if length == 0.0 {
            0.0
        } else {
            f32::from(self.product(other)) / length
        }
    }

    /// At most 7 × 7 × 128 = 6,272, so that 16 bits do and the processor takes eight at once.
    fn product(&self, other: &Vector) -> i16 {
        let (even, odd) = self.values.split_at(PACKED);
        even.iter()
            .zip(odd)
            .zip(&*other.packed)
            .map(|((even, odd), &byte)| even * low(byte) + odd * high(byte))
            .sum()
    }
}

/// Where a sum of vectors points, in small integers.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    values: [i16; DIM],
    length: f32,
}

impl Default for Direction {
    fn default() -> Self {
        Self::of(&NOTHING)
    }
}

/// The largest value of a direction: its product with a word's values, at most 7 each, fits 32 bits by far.
const LARGEST: i16 = 4095;

impl Direction {
    /// The direction of `sum`, in as fine steps as there are.
    pub(crate) fn of(sum: &[f32; DIM]) -> Self {
        let largest = sum
            .iter()
            .fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
        let factor = f32::from(LARGEST) / largest;
        let values = sum.map(|value| (factor * value).round() as i16);
        let length = (product(&values, &values) as f32).sqrt();
        Self { values, length }
    }

    /// What is left of the direction beside `other`: its part at a right angle to it.
    pub(crate) fn beside(&self, other: &Self) -> Self {
        let square = product(&other.values, &other.values) as f32;
        let share = if square > 0.0 {
            product(&self.values, &other.values) as f32 / square
        } else {
            0.0
        };
        let mut rest = NOTHING;
        for (rest, (&own, &other)) in rest.iter_mut().zip(self.values.iter().zip(&other.values)) {
            *rest = f32::from(own) - share * f32::from(other);
        }
        Self::of(&rest)
    }

    /// The direction between these.
    pub(crate) fn between<'a>(directions: impl Iterator<Item = &'a Self>) -> Self {
        let mut middle = NOTHING;
        for direction in directions {
            let length = direction.length.max(1.0);
            for (middle, &value) in middle.iter_mut().zip(&direction.values) {
                *middle += f32::from(value) / length;
            }
        }
        Self::of(&middle)
    }

    /// Cosine, -1 to 1; 0 where either is nothing.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        let product = product(&self.values, &other.values) as f32;
        product / (self.length * other.length).max(1.0)
    }

    /// Whether it points nowhere.
    pub(crate) fn is_nothing(&self) -> bool {
        self.length == 0.0
    }

    /// How far a sum of vectors reaches along it; 0 along no direction.
    pub(crate) fn reach_of(&self, sum: &[f32; DIM]) -> f32 {
        let products = sum.iter().zip(self.values);
        let product: f32 = products.map(|(sum, value)| sum * f32::from(value)).sum();
        product / self.length.max(1.0)
    }

    /// How far the values reach along it, in units of theirs; 0 along no direction.
    pub(crate) fn reach(&self, values: &Values) -> f32 {
        product(&self.values, &values.values) as f32 / self.length.max(1.0)
    }
}

fn product(a: &[i16; DIM], b: &[i16; DIM]) -> i32 {
    let products = a.iter().zip(b);
    products.map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
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
    fn forms_of_a_word() {
        let cases = [
            ("plants", Some("plant")),
            ("studies", Some("study")),
            ("planning", Some("plan")),
            ("evaporated", None),
            ("slowly", Some("slow")),
            ("gas", Some("gas")),
            ("qzs", None),
        ];
        for (word, base) in cases {
            assert_eq!(find(word), base.and_then(|base| TABLE.find(base)), "{word}");
        }
        assert!(
            Vector::of("qazis").is_none(),
            "letters of a word are no words"
        );
    }

    #[test]
    fn near_words() {
        let cosine = |a, b| match (Vector::of(a), Vector::of(b)) {
            (Some(a), Some(b)) => a.values().cosine(&b),
            _ => panic!("{a} or {b} is not in the table"),
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

    #[test]
    fn reaches() {
        let values = |word| Vector::of(word).expect("the table has it").values();
        let mut sum = NOTHING;
        Vector::of("库存")
            .expect("the table has it")
            .add_to(&mut sum, 2.0);
        let own = Direction::of(&sum);
        let (near, far) = (values("库存"), values("月亮"));
        assert!((own.reach(&near) / near.norm - 1.0).abs() < 1e-3);
        assert!(own.reach(&far) / far.norm < 0.5);
        assert!(own.beside(&own).reach(&near).abs() < 0.05 * near.norm);
        assert_eq!(Direction::default().reach(&near), 0.0);
    }
}
