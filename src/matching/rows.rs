//! What each word of an answer is to each word of the key points, worked out once a word and kept.

use super::antonyms;
use super::pattern::{UNKNOWN_RARITY, Vocabulary, is_function_word};
use super::polarity::{self, Class};
use super::synonyms;
use super::vectors::{self, Row, Vector};
use crate::text::Document;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Words kept for each question: enough for the vocabulary of its answers, about 100 bytes each.
const KEPT: usize = 2048;

/// A cosine up to this says nothing, one from the other says the same; between them likeness grows evenly.
/// Of the ranges tried on the development set the best, as on the reference table.
const STRETCH: (f32, f32) = (0.25, 0.9);

/// Full likeness; rows hold likeness in steps of 1/255.
pub(crate) const FULL: u8 = 255;

/// From here on two words are the same word, so that its negation counts.
pub(crate) const SAME: u8 = 217;

/// One word of an answer against the vocabulary of a question.
#[derive(Debug)]
pub(crate) struct WordRow {
    /// Likeness in writing to each word of the vocabulary.
    pub(crate) like: Box<[u8]>,
    /// The larger of likeness in writing and in meaning.
    pub(crate) soft: Box<[u8]>,
    /// Words of the vocabulary that say the opposite.
    pub(crate) opposite: Box<[u16]>,
    pub(crate) class: Class,
    pub(crate) function: bool,
    /// Content words count in means; their vector and its weight.
    pub(crate) vector: Option<(Box<Vector>, f32)>,
    /// In the dictionary of the table: not somebody's slip.
    pub(crate) known: bool,
    /// The most alike any word of the vocabulary is in writing.
    pub(crate) closest: u8,
}

#[derive(Debug, Default)]
pub(crate) struct Rows {
    kept: RwLock<HashMap<Box<str>, WordRow>>,
}

impl Rows {
    /// Calls `read` with the row of each word of the answer. The same rows come out whether they were kept or not.
    pub(crate) fn with<T>(
        &self,
        answer: &Document<'_>,
        vocabulary: &Vocabulary,
        read: impl FnOnce(&[&WordRow]) -> T,
    ) -> T {
        let keys: Vec<Cow<'_, str>> = answer.words.iter().map(|&word| answer.key(word)).collect();
        let words = || keys.iter().map(|key| &**key);
        // A thread that panicked elsewhere leaves the map whole: rows are inserted complete.
        let kept = || self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let missing: Vec<&str> = {
            let kept = kept();
            words().filter(|&word| !kept.contains_key(word)).collect()
        };
        let mut spare: HashMap<&str, WordRow> = HashMap::new();
        if !missing.is_empty() {
            for word in missing {
                spare
                    .entry(word)
                    .or_insert_with(|| WordRow::new(word, vocabulary));
            }
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            if kept.len() + spare.len() <= KEPT {
                kept.extend(spare.drain().map(|(word, row)| (word.into(), row)));
            }
        }
        let kept = kept();
        let rows: Vec<&WordRow> = words()
            .map(|word| {
                kept.get(word)
                    .or_else(|| spare.get(word))
                    .expect("every word has a row")
            })
            .collect();
        read(&rows)
    }
}

impl WordRow {
    fn new(word: &str, vocabulary: &Vocabulary) -> Self {
        let chars: Vec<char> = word.chars().collect();
        let function = is_function_word(word);
        let row = vectors::find(word);
        let vector = match row {
            Some(row) => Some(row.vector()),
            None if word.starts_with('=') => None,
            None => vectors::from_characters(word),
        };
        let count = vocabulary.words.len();
        let mut like = vec![0; count].into_boxed_slice();
        let mut soft = vec![0; count].into_boxed_slice();
        let mut opposite = Vec::new();
        let own = &vocabulary.own;
        let groups = own.synonyms.groups(word);
        for (id, key) in vocabulary.words.iter().enumerate() {
            let synonym = synonyms::share(groups, &vocabulary.groups[id]);
            if !function && !synonym && antonyms::opposite(&key.text, word) {
                opposite.push(id as u16);
                continue;
            }
            like[id] = step(key.likeness(word, &chars));
            if synonym {
                like[id] = like[id].max(synonyms::LIKENESS);
            }
            soft[id] = like[id];
            let shipped = || Some(vector.as_ref()?.cosine(vocabulary.vectors[id].as_ref()?));
            if !function
                && !vocabulary.function[id]
                && let Some(cosine) = own.vectors.cosine(&key.text, word).or_else(shipped)
            {
                soft[id] = like[id].max(step((cosine - STRETCH.0) / (STRETCH.1 - STRETCH.0)));
            }
        }
        Self {
            closest: like.iter().copied().max().unwrap_or(0),
            like,
            soft,
            opposite: opposite.into(),
            class: polarity::class(word),
            function,
            vector: vector.filter(|_| !function).map(|vector| {
                (
                    Box::new(vector),
                    weight(row.map_or(UNKNOWN_RARITY, Row::rarity)),
                )
            }),
            known: row.is_some() && chars.len() > 1,
        }
    }
}

/// What a word weighs by its rarity in nats, about 0.3 to 2.
pub(crate) fn weight(rarity: f64) -> f32 {
    ((rarity - 3.0) / 6.0).clamp(0.3, 2.0) as f32
}

fn step(likeness: f32) -> u8 {
    (likeness.clamp(0.0, 1.0) * f32::from(FULL)).round() as u8
}
