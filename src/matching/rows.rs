//! What each word of an answer is to each word of the key points, worked out once a word and kept.

use super::antonyms::Opposites;
use super::classes::{self, Class};
use super::lanes::Likenesses;
use super::means::{Reach, WORDINGS};
use super::pattern::{Key, Pattern, UNKNOWN_RARITY, is_function_word};
use super::shape::is_empty_word;
use super::spelling::Trace;
use super::synonyms;
use super::vectors::{self, Row, Vector};
use crate::text::{Document, is_number_key};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

/// Words kept for each question: enough for the vocabulary of its answers, some hundreds of bytes each.
const KEPT: usize = 2048;

/// A cosine up to this says nothing, one from the other says the same; between them likeness grows evenly.
/// Of the ranges tried on the development set the best, as on the reference table.
const STRETCH: (f32, f32) = (0.25, 0.9);

/// Full likeness; rows hold likeness in steps of 1/255.
pub(crate) const FULL: u8 = 255;

/// From this likeness in meaning on a word says what another would have said in its place.
pub(crate) const INSTEAD: u8 = 204;

/// From here on two words are the same word, so that its negation counts.
pub(crate) const SAME: u8 = 217;

/// One word of an answer against the vocabulary of a question.
#[derive(Debug, Default)]
pub(crate) struct WordRow {
    /// The words of the patterns that it is like in writing.
    pub(crate) writing: Likenesses,
    /// The words that it is like in writing or meaning, whichever is more.
    pub(crate) meaning: Likenesses,
    /// Where they have words that say the opposite, rising.
    pub(crate) opposite: Box<[u32]>,
    /// How long the word's vector is by its weight; 0 where it has none.
    pub(crate) length: f32,
    /// How far it reaches along the subject of the question by its weight, beside what any word does.
    pub(crate) about: f32,
    /// How far the vector reaches along the direction of each wording's mean; empty where the word has none.
    pub(super) reach: Box<[Reach]>,
    /// By what it may be, or be a piece of, some word of the vocabulary otherwise than as it is; `None` of a number, which is
    /// written in many ways.
    pub(super) traces: Option<Box<[Trace]>>,
    pub(crate) class: Class,
    pub(crate) function: bool,
    /// Goes with any subject and says nothing of it.
    pub(crate) empty: bool,
    /// The question contains it.
    pub(crate) given: bool,
    /// In the dictionary of the table: not somebody's slip.
    pub(crate) known: bool,
    /// The most alike any word of the vocabulary is in writing.
    pub(crate) closest: u8,
    /// The most alike any is in writing or meaning.
    pub(crate) nearest: u8,
}

#[derive(Debug)]
pub(crate) struct Rows {
    kept: RwLock<Kept>,
}

/// Rows by word.
#[derive(Debug, Default)]
struct Kept {
    short: FxHashMap<Short, WordRow>,
    long: FxHashMap<Box<str>, WordRow>,
}

/// A word of at most 16 bytes, as most are: numbers are sooner hashed and compared than a text. The word's first bytes, its
/// last, some of which may be the same, and how many it has.
type Short = (u64, u64, usize);

#[inline]
fn short(word: &str) -> Option<Short> {
    let word = word.as_bytes();
    let byte = |all: u64, byte: &u8| all << 8 | u64::from(*byte);
    let (first, last) = match word.len() {
        0..4 => (word.iter().fold(0, byte), 0),
        4..8 => (
            u32::from_le_bytes(*word.first_chunk()?).into(),
            u32::from_le_bytes(*word.last_chunk()?).into(),
        ),
        8..=16 => (
            u64::from_le_bytes(*word.first_chunk()?),
            u64::from_le_bytes(*word.last_chunk()?),
        ),
        _ => return None,
    };
    Some((first, last, word.len()))
}

impl Rows {
    pub(crate) fn new(key: &Key) -> Self {
        let own = key.vocabulary.words.iter().map(|word| &*word.text);
        let numbers = own
            .chain(key.given.words())
            .filter(|word| is_number_key(word));
        let mut kept = Kept::default();
        for word in numbers {
            kept.keep(word, WordRow::new(word, key));
        }
        Self {
            kept: RwLock::new(kept),
        }
    }

    /// Calls `read` with the row of each word of the answer. The same rows come out whether they were kept or not.
    pub(crate) fn with<T>(
        &self,
        answer: &Document<'_>,
        key: &Key,
        read: impl FnOnce(&[&WordRow]) -> T,
    ) -> T {
        self.of(answer, 0..answer.words.len(), key, read)
    }

    /// The same for these words of the answer alone.
    pub(crate) fn of<T>(
        &self,
        answer: &Document<'_>,
        words: Range<usize>,
        key: &Key,
        read: impl FnOnce(&[&WordRow]) -> T,
    ) -> T {
        let words = &answer.words[words];
        // A thread that panicked elsewhere leaves the map whole: rows are inserted complete.
        let kept = || self.kept.read().unwrap_or_else(PoisonError::into_inner);
        {
            let kept = kept();
            let mut rows = Vec::with_capacity(words.len());
            for &word in words {
                let Some(row) = kept.row(&answer.key(word)) else {
                    break;
                };
                rows.push(row);
            }
            if rows.len() == words.len() {
                return read(&rows);
            }
        }
        let words: Vec<Cow<'_, str>> = words.iter().map(|&word| answer.key(word)).collect();
        let mut spare: FxHashMap<&str, WordRow> = FxHashMap::default();
        {
            let kept = kept();
            for word in words.iter().filter(|word| kept.row(word).is_none()) {
                spare.entry(word).or_insert_with(|| WordRow::new(word, key));
            }
        }
        if kept().len() < KEPT {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            let room = KEPT.saturating_sub(kept.len());
            let fitting = spare.extract_if(|_, _| true).take(room);
            fitting.for_each(|(word, row)| kept.keep(word, row));
        }
        let kept = kept();
        let rows: Vec<&WordRow> = words
            .iter()
            .map(|word| {
                kept.row(word)
                    .or_else(|| spare.get(&**word))
                    .expect("every word has a row")
            })
            .collect();
        read(&rows)
    }
}

impl Kept {
    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    fn keep(&mut self, word: &str, row: WordRow) {
        match short(word) {
            Some(word) => self.short.insert(word, row),
            None => self.long.insert(word.into(), row),
        };
    }

    /// The row of a word that is kept, or of a number: those of key points and question are kept from the beginning, all
    /// others mean nothing.
    #[inline]
    fn row(&self, word: &str) -> Option<&WordRow> {
        let kept = match short(word) {
            Some(word) => self.short.get(&word),
            None => self.long.get(word),
        };
        kept.or_else(|| is_number_key(word).then(WordRow::nothing))
    }
}

impl WordRow {
    /// The row of a word that is like no word of any vocabulary.
    pub(crate) fn nothing() -> &'static Self {
        static NOTHING: LazyLock<WordRow> = LazyLock::new(WordRow::default);
        &NOTHING
    }

    fn new(word: &str, key: &Key) -> Self {
        let vocabulary = &key.vocabulary;
        let chars: Vec<char> = word.chars().collect();
        let function = is_function_word(word);
        let number = is_number_key(word);
        let meant = meaning(word);
        let values = meant.as_ref().map(|(vector, _)| vector.values());
        let own = &vocabulary.own;
        let groups = own.synonyms.groups(word);
        let opposites = Opposites::of(word);
        let (mut writing, mut meaning, mut opposite) = (Vec::new(), Vec::new(), Vec::new());
        for (id, other) in (0..=u16::MAX).zip(&vocabulary.words) {
            let at = id as usize;
            if number && !is_number_key(&other.text) {
                continue;
            }
            let synonym = synonyms::share(groups, &vocabulary.groups[at]);
            if !function && !synonym && opposites.has(&other.text) {
                opposite.extend(vocabulary.slots(id));
                continue;
            }
            let mut like = step(other.likeness(word, &chars));
            if synonym {
                like = like.max(synonyms::LIKENESS);
            }
            let mut soft = like;
            let shipped = || Some(values.as_ref()?.cosine(vocabulary.vectors[at].as_ref()?));
            if !function
                && !vocabulary.function[at]
                && like < FULL
                && let Some(cosine) = own.vectors.cosine(&other.text, word).or_else(shipped)
            {
                soft = like.max(step((cosine - STRETCH.0) / (STRETCH.1 - STRETCH.0)));
            }
            let slots = vocabulary.slots(id).iter().copied();
            for (likeness, found) in [(like, &mut writing), (soft, &mut meaning)] {
                if likeness > 0 {
                    found.extend(slots.clone().map(|slot| (slot, likeness)));
                }
            }
        }
        let [writing, meaning] = [writing, meaning].map(Likenesses::new);
        // A wording that names both sides is not opposed by naming one.
        opposite.retain(|&slot| !key.names(slot, &meaning));
        opposite.sort_unstable();
        let known = chars.len() > 1 && vectors::find(word).is_some();
        let closest = writing.most();
        let is_word = known || closest == FULL;
        let traces = (!number).then(|| vocabulary.traces(&chars, is_word).into());
        let (scale, length, about) = match (&meant, &values) {
            (Some((vector, weight)), Some(values)) => {
                let scale = weight * vector.scale;
                let about = key.subject.reach(word, values, scale, *weight);
                (scale, scale * vector.norm, about)
            }
            _ => (0.0, 0.0, 0.0),
        };
        let reach = values.iter().flat_map(|values| {
            let of_each = |wordings: &[Pattern]| {
                let mut reach = [0.0; WORDINGS];
                for (reach, one) in reach.iter_mut().zip(wordings) {
                    *reach = scale * one.mean.reach(values);
                }
                reach
            };
            key.wordings().chunks(WORDINGS).map(of_each)
        });
        let reach = reach.collect();
        Self {
            closest,
            nearest: meaning.most(),
            writing,
            meaning,
            opposite: opposite.into(),
            class: classes::class(word),
            function,
            empty: is_empty_word(word),
            given: key.given.has(word),
            length,
            about,
            reach,
            traces,
            known,
        }
    }

    /// A word of the vocabulary, or of the dictionary: not somebody's slip.
    pub(super) fn is_word(&self) -> bool {
        self.known || self.closest == FULL
    }

    /// Likeness in writing to the word of this slot.
    pub(crate) fn like(&self, slot: u32) -> u8 {
        self.writing.to(slot)
    }

    /// Whether it is the word of this slot.
    pub(crate) fn is(&self, slot: u32) -> bool {
        self.writing.to(slot) >= SAME
    }

    /// Likeness in writing or meaning to the word of this slot.
    pub(crate) fn soft(&self, slot: u32) -> u8 {
        self.meaning.to(slot)
    }
}

impl Key {
    /// Whether the pattern of this slot has one of these words, too, or one that means the same.
    fn names(&self, slot: u32, meaning: &Likenesses) -> bool {
        let after = |pattern: &Pattern| pattern.first as u32 > slot;
        let at = self.patterns.partition_point(|pattern| !after(pattern));
        let pattern = &self.patterns[at - 1];
        meaning.most_of(pattern.lanes()) >= INSTEAD
    }
}

/// The vector of a word that is more than grammar or a number, and what the word weighs.
pub(super) fn meaning(word: &str) -> Option<(Vector, f32)> {
    let vector = match is_number_key(word) || is_function_word(word) {
        true => None,
        false => Vector::of(word),
    };
    let rarity = vectors::find(word).map_or(UNKNOWN_RARITY, Row::rarity);
    Some((vector?, weight(rarity)))
}

/// What a word weighs by its rarity in nats, about 0.3 to 2.
pub(crate) fn weight(rarity: f64) -> f32 {
    ((rarity - 3.0) / 6.0).clamp(0.3, 2.0) as f32
}

fn step(likeness: f32) -> u8 {
    (likeness.clamp(0.0, 1.0) * f32::from(FULL)).round() as u8
}
