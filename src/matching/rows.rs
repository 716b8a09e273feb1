//! What each word of an answer is to each word of the key points, worked out once a word and kept.

use super::antonyms::Opposites;
use super::classes::{self, Class};
use super::contest::{Like, contest};
use super::key::Key;
use super::lanes::Likenesses;
use super::means::{Reach, WORDINGS};
use super::pattern::Pattern;
use super::shape::is_empty_word;
use super::spelling::Trace;
use super::synonyms;
use super::vectors::{self, Row, Vector};
use super::vocabulary::{UNKNOWN_RARITY, is_function_word};
use crate::text::{Document, Value, Word, is_number_key};
use rustc_hash::FxHashMap;
use std::sync::{LazyLock, OnceLock};

/// Chains of rows, and rows in the longest: together enough for the vocabulary of a question's answers, some hundreds of bytes a
/// row.
const CHAINS: usize = 512;
const LONGEST: usize = 6;

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
    /// Its vector and what it weighs; none of a word that means nothing known.
    pub(super) meant: Option<(Vector, f32)>,
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
    /// The question's material has it.
    pub(crate) material: bool,
    /// In the dictionary of the table: not somebody's slip.
    pub(crate) known: bool,
    /// The most alike any word of the vocabulary is in writing.
    pub(crate) closest: u8,
    /// The most alike any is in writing or meaning.
    pub(crate) nearest: u8,
}

#[derive(Debug)]
pub(crate) struct Rows {
    /// Those of words, by the words' hash. A row is put in once and stays where it is, so that threads read them without
    /// waiting for one another; there are none before the first answer.
    words: OnceLock<Box<[Chain; CHAINS]>>,
    /// Those of the numbers of key points and question; all others mean nothing.
    numbers: FxHashMap<Value, WordRow>,
}

/// Rows of words with one hash, each behind the one before.
type Chain = OnceLock<Box<Link>>;

#[derive(Debug)]
struct Link {
    name: Name<Box<str>>,
    row: WordRow,
    next: Chain,
}

/// How a word is told from others: by its first 8 bytes, zeros where it has fewer, and by all of it where it has more. A number
/// is sooner hashed and compared than a text, and in no folded text is a zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name<Text> {
    head: u64,
    long: Option<Text>,
}

impl<'a> Name<&'a str> {
    #[inline]
    fn of(word: &Word, document: &'a Document<'_>) -> Self {
        const HEAD: usize = size_of::<u64>();
        let (start, end) = (word.start as usize, word.end as usize);
        let text = &*document.folded.text;
        let bytes = &text.as_bytes()[start..];
        let head = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut head = [0; HEAD];
            head[..bytes.len()].copy_from_slice(bytes);
            head
        });
        // Without what comes after the word; no word is empty.
        let beyond = u8::BITS as usize * HEAD.saturating_sub(end - start);
        Self {
            head: u64::from_le_bytes(head) & u64::MAX >> beyond,
            long: (end - start > HEAD).then(|| &text[start..end]),
        }
    }

    /// Which of the chains has the word.
    #[inline]
    fn chain(&self) -> usize {
        /// 2⁶⁴ over the golden ratio (Knuth 1973): the highest bits of a product with it depend on every byte.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        (self.head.wrapping_mul(SPREAD) >> (u64::BITS - CHAINS.ilog2())) as usize
    }
}

impl Rows {
    pub(crate) fn new(key: &Key) -> Self {
        let own = key.patterns.iter().flat_map(|one| &one.quantities);
        let own = own.map(|stated| &stated.quantity);
        let mut numbers = FxHashMap::default();
        for number in own.chain(&key.given.quantities) {
            let row = || WordRow::new(&number.key(), key);
            numbers.entry(number.value()).or_insert_with(row);
        }
        Self {
            words: OnceLock::new(),
            numbers,
        }
    }

    /// Calls `read` with the row of each word of the answer. The same rows come out whether they were kept or not.
    pub(crate) fn with<T>(
        &self,
        answer: &Document<'_>,
        key: &Key,
        read: impl FnOnce(&[&WordRow]) -> T,
    ) -> T {
        let words = &answer.words;
        let empty = || Box::new([const { Chain::new() }; CHAINS]);
        let chains = self.words.get_or_init(empty);
        // Those of words for which the chains have no room.
        let mut missing = Vec::new();
        let rows = words.iter().enumerate().map(|(at, word)| {
            if let Some(number) = word.quantity {
                let value = answer.quantities[number as usize].value();
                return self.number(&value);
            }
            let name = Name::of(word, answer);
            let chain = &chains[name.chain()];
            let found = find(chain, name).or_else(|| keep(chain, word, answer, key));
            found.unwrap_or_else(|| {
                missing.push(at);
                WordRow::nothing()
            })
        });
        let mut rows: Vec<&WordRow> = rows.collect();
        let mut spare: FxHashMap<&str, WordRow> = FxHashMap::default();
        for &at in &missing {
            let word = answer.word(words[at]);
            let row = || WordRow::new(word, key);
            spare.entry(word).or_insert_with(row);
        }
        for at in missing {
            rows[at] = &spare[answer.word(words[at])];
        }
        read(&rows)
    }

    #[cold]
    fn number(&self, value: &Value) -> &WordRow {
        match self.numbers.get(value) {
            Some(row) => row,
            None => WordRow::nothing(),
        }
    }
}

/// The row of a word in its chain.
#[inline]
fn find<'a>(mut chain: &'a Chain, name: Name<&str>) -> Option<&'a WordRow> {
    while let Some(link) = chain.get() {
        if link.is(name) {
            return Some(&link.row);
        }
        chain = &link.next;
    }
    None
}

/// The row of a word, put into its chain where that has room.
#[cold]
fn keep<'a>(
    mut chain: &'a Chain,
    word: &Word,
    answer: &Document<'_>,
    key: &Key,
) -> Option<&'a WordRow> {
    let name = Name::of(word, answer);
    let link = || {
        Box::new(Link {
            name: Name {
                head: name.head,
                long: name.long.map(Box::from),
            },
            row: WordRow::new(answer.word(*word), key),
            next: Chain::new(),
        })
    };
    for _ in 0..LONGEST {
        // Another thread may have put in the same, or another word.
        let link = chain.get_or_init(link);
        if link.is(name) {
            return Some(&link.row);
        }
        chain = &link.next;
    }
    None
}

impl Link {
    fn is(&self, name: Name<&str>) -> bool {
        self.name.head == name.head && self.name.long.as_deref() == name.long
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
        let (mut likes, mut opposite) = (Vec::new(), Vec::new());
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
                soft = like.max(stretched(cosine));
            }
            if soft > 0 {
                let slots = vocabulary.slots(id).iter();
                likes.extend(slots.map(|&slot| Like {
                    slot,
                    writing: like,
                    meaning: soft,
                }));
            }
        }
        let asked = values.as_ref().map(|values| key.given.nearest(values));
        contest(&mut likes, stretched(asked.unwrap_or(0.0)), key);
        let kept = |likeness: fn(&Like) -> u8| {
            let all = likes.iter().map(|one| (one.slot, likeness(one)));
            Likenesses::new(all.filter(|&(_, likeness)| likeness > 0).collect())
        };
        let (writing, meaning) = (kept(|one| one.writing), kept(|one| one.meaning));
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
            material: key.given.material.contains(word),
            length,
            meant,
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
    /// The pattern that has this slot.
    pub(super) fn pattern_of(&self, slot: u32) -> &Pattern {
        let after = |pattern: &Pattern| pattern.first as u32 > slot;
        let at = self.patterns.partition_point(|pattern| !after(pattern));
        &self.patterns[at - 1]
    }

    /// Whether the pattern of this slot has one of these words, too, or one that means the same.
    fn names(&self, slot: u32, meaning: &Likenesses) -> bool {
        meaning.most_of(self.pattern_of(slot).lanes()) >= INSTEAD
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

/// How alike words are by their cosine.
fn stretched(cosine: f32) -> u8 {
    step((cosine - STRETCH.0) / (STRETCH.1 - STRETCH.0))
}

fn step(likeness: f32) -> u8 {
    let steps = likeness.clamp(0.0, 1.0) * f32::from(FULL);
    // As by `round`, which is slow; the sum is exact.
    (f64::from(steps) + 0.5) as u8
}
