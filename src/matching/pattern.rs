//! A wording of a key point, prepared once: its words with weights, characters, quantities and parts.

use super::classes;
use super::comparison::Comparison;
use super::conjuncts::{Telling, homes};
use super::contrast::Contrast;
use super::correlation::Correlation;
use super::exchange::Exchange;
use super::key::Given;
use super::lanes::{LANES, Lanes, weigh};
use super::polarity::{self, Sign};
use super::rows;
use super::steps::Steps;
use super::track::LONGEST;
use super::vectors::{self, Direction};
use super::vocabulary::{FUNCTION_WEIGHT, Vocabulary};
use crate::report::Span;
use crate::text::{Document, Limit, Quantity, Segmenter};
use memchr::memmem::Finder;
use std::collections::HashMap;
use std::ops::Range;

/// What a word of the question weighs in a key point: nearly nothing, since repeating the question says nothing.
/// Pearson on the human-marked Chinese set rises from 0.67 to 0.87 with it.
pub(crate) const QUESTION_WEIGHT: f32 = 0.25;

/// What the words of a parenthesised example weigh: they help to recognise the point, one alone covers it partly.
const EXAMPLE_WEIGHT: f32 = 0.35;

/// What the words of a heading before a colon weigh.
const HEADING_WEIGHT: f32 = 0.6;

/// What an answer may turn round without denying it.
#[derive(Debug, Default)]
pub(super) struct Relations {
    pub(super) exchanges: Box<[Exchange]>,
    pub(super) contrasts: Box<[Contrast]>,
    pub(super) steps: Box<[Steps]>,
    pub(super) correlations: Box<[Correlation]>,
    pub(super) comparisons: Box<[Comparison]>,
}

impl Relations {
    pub(super) fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
            && self.contrasts.is_empty()
            && self.steps.is_empty()
            && self.correlations.is_empty()
            && self.comparisons.is_empty()
    }
}

/// A wording of a key point.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    /// The point that it is of, counted from 0.
    pub(crate) point: usize,
    pub(crate) lead: Lead,
    pub(crate) words: Vec<PatternWord>,
    /// The slot of the first word; those of the others follow.
    pub(crate) first: usize,
    /// The words' weights in steps of their total over [`WEIGHT_STEPS`], with zeros up to whole lanes.
    pub(crate) weights: Box<[[i16; LANES]]>,
    /// What a sum of `weights` times likeness is multiplied by to become a share.
    pub(crate) per_step: f32,
    /// Where the wording, as it is given, has each word.
    pub(crate) places: Vec<Span>,
    /// Direction of the words' vectors, beside what all points of the question have in common.
    pub(crate) mean: Direction,
    pub(crate) quantities: Vec<Stated>,
    /// The words of each of its clauses, by their places.
    pub(crate) clauses: Vec<Range<usize>>,
    /// Nothing where an answer may turn nothing round.
    pub(super) relations: Option<Box<Relations>>,
    /// The wording, folded, without its closing mark.
    pub(crate) text: Option<Finder<'static>>,
    /// Clauses in the longest window that is tried.
    pub(crate) longest: usize,
    /// Says nothing that the question does not contain: only how it says it counts.
    pub(crate) restates: bool,
    /// Share of its words, by weight, that are of letters.
    pub(crate) letters: f32,
    /// The words that it denies itself, by their places.
    pub(crate) denied: Box<[usize]>,
    /// Words, by their place, that stand in one part alone and so tell the parts apart, with their parts; empty for one part.
    pub(super) telling: Telling,
    /// What it joins by 和, 并 or a mark.
    pub(super) conjuncts: Telling,
}

/// A quantity of a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    pub(crate) quantity: Quantity,
    /// What it limits.
    pub(crate) limit: Option<Limit>,
    /// Its place among the words.
    pub(crate) place: usize,
    /// The places of the words around it in its clause.
    pub(crate) around: Range<usize>,
}

/// What a pattern is of its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lead {
    /// An alias or an alternative.
    #[default]
    Wording,
    /// Its own wording.
    Own,
    /// What the reference says of it.
    Support,
}

/// Steps in the weight of a whole wording.
const WEIGHT_STEPS: f32 = 32_767.0;

/// Words of a key point up to this weight carry grammar or stand in the question.
const LIGHT: f32 = 0.2;

#[derive(Clone, Copy, Debug)]
pub(crate) struct PatternWord {
    pub(crate) id: u16,
    pub(crate) weight: f32,
    /// How the key point itself takes it.
    pub(crate) sign: Sign,
    /// The part of the key point that the word stands in, counted from 0.
    pub(crate) part: u8,
}

impl PatternWord {
    /// Carries more than grammar, and the question does not give it away.
    pub(super) fn is_content(&self) -> bool {
        self.weight > LIGHT
    }
}

/// Words to either side of a quantity that say what it is of.
const AROUND: usize = 16;

/// Clauses in the longest window for a point of few clauses: a point is rarely said over more, and longer windows
/// gather scattered words.
const WINDOW: usize = 4;

/// How a stretch of a key point counts.
#[derive(Clone, Copy)]
enum Role {
    Body,
    Heading,
    Example,
}

impl Pattern {
    /// Prepares a wording; `given` is what the question contains.
    pub(crate) fn new(
        document: &Document<'_>,
        given: &Given,
        vocabulary: &mut Vocabulary,
        segmenter: &dyn Segmenter,
    ) -> Self {
        let mut pattern = Self::of(document, given, vocabulary, segmenter, true);
        if pattern
            .words
            .iter()
            .all(|word| word.weight <= 2.0 * QUESTION_WEIGHT)
        {
            // The point says nothing that the question does not: then it has to be said all the same.
            pattern = Self::of(document, given, vocabulary, segmenter, false);
            pattern.restates = true;
        }
        pattern
    }

    fn of(
        document: &Document<'_>,
        given: &Given,
        vocabulary: &mut Vocabulary,
        segmenter: &dyn Segmenter,
        discount: bool,
    ) -> Self {
        let text = &*document.folded.text;
        let whole = text.trim_matches(|c: char| !c.is_alphanumeric());
        let mut pattern = Self {
            text: Some(Finder::new(whole).into_owned()),
            longest: (document.clauses.len() + 1).clamp(WINDOW, LONGEST),
            ..Self::default()
        };
        let mut mean = vectors::NOTHING;
        let mut body = Vec::new();
        let mut part = 0;
        let heading = heading_end(text);
        // How far brackets were looked for, and whether one is open.
        let (mut read, mut bracketed) = (0, false);
        let classes: Vec<_> = document
            .words
            .iter()
            .map(|&word| classes::class(document.word(word)))
            .collect();
        let signs = polarity::signs(document, &classes);
        for clause in &document.clauses {
            let mut content = false;
            let first = pattern.words.len();
            pattern.clauses.push(first..first + clause.words().len());
            for at in clause.words() {
                let word = document.words[at];
                let quantities = &document.quantities;
                if let Ok(own) =
                    quantities.binary_search_by_key(&(word.start as usize), |one| one.start)
                {
                    let words = clause.words().len();
                    let near = at - clause.first as usize;
                    let around = near.saturating_sub(AROUND)..words.min(near + AROUND);
                    pattern.quantities.push(Stated {
                        quantity: quantities[own],
                        limit: polarity::limit(document, &signs, &quantities[own]),
                        place: first + near,
                        around: first + around.start..first + around.end,
                    });
                }
                let key = document.key(word);
                let id = vocabulary.id(&key, segmenter);
                let start = word.start as usize;
                let brackets = text[read..start].rfind(['（', '(', '）', ')']);
                bracketed = brackets.map_or(bracketed, |found| {
                    text[read + found..].starts_with(['（', '('])
                });
                read = start;
                let role = match bracketed {
                    true => Role::Example,
                    false if start < heading => Role::Heading,
                    false => Role::Body,
                };
                body.push(matches!(role, Role::Body));
                let mut weight = vocabulary.content(id);
                weight *= match role {
                    Role::Body => 1.0,
                    Role::Heading => HEADING_WEIGHT,
                    Role::Example => EXAMPLE_WEIGHT,
                };
                if discount && given.has(&key) {
                    weight *= QUESTION_WEIGHT;
                }
                content |= weight > 2.0 * FUNCTION_WEIGHT;
                pattern.places.push(document.span(at..at + 1));
                pattern.words.push(PatternWord {
                    id,
                    weight,
                    sign: signs[at].of_point(),
                    part,
                });
                if let Some(vector) = &vocabulary.vectors[id as usize] {
                    vector.add_to(&mut mean, weight);
                }
            }
            if content {
                part = (part + 1).min(u8::MAX - 1);
            }
        }
        pattern.mean = Direction::of(&mean);
        pattern.open_both();
        let words = pattern.words.iter().enumerate();
        let denied = words.filter(|(_, word)| word.sign == Sign::Negated);
        pattern.denied = denied.map(|(at, _)| at).collect();
        pattern.telling = pattern.tell(&body);
        pattern.conjuncts = pattern.conjuncts(document, vocabulary, &body);
        pattern.letters = pattern.letters(vocabulary);
        pattern.weigh();
        pattern.words.shrink_to_fit();
        pattern.places.shrink_to_fit();
        pattern.clauses.shrink_to_fit();
        pattern
    }

    /// A word that the point both states and denies is neither: 均匀后再收集，不得一冒泡就收集.
    fn open_both(&mut self) {
        let mut signs: HashMap<u16, Sign> = HashMap::new();
        for word in &self.words {
            let sign = signs.entry(word.id).or_insert(word.sign);
            if *sign != word.sign {
                *sign = Sign::Open;
            }
        }
        for word in &mut self.words {
            word.sign = signs[&word.id];
        }
    }

    /// A wording of a point, not what the reference says of it.
    pub(crate) fn is_wording(&self) -> bool {
        self.lead != Lead::Support
    }

    /// What its words weigh together.
    pub(super) fn weight(&self) -> f32 {
        self.weight_of(0..self.words.len())
    }

    /// What the words at these places weigh together.
    pub(super) fn weight_of(&self, places: impl IntoIterator<Item = usize>) -> f32 {
        let weights = places.into_iter().map(|at| self.words[at].weight);
        weights.sum()
    }

    fn letters(&self, vocabulary: &Vocabulary) -> f32 {
        let in_letters = |word: &&PatternWord| vocabulary.word(word).latin;
        let words = self.words.iter().filter(in_letters);
        words.map(|word| word.weight).sum::<f32>() / self.weight().max(f32::MIN_POSITIVE)
    }

    fn weigh(&mut self) {
        let total = self.weight();
        let step = |word: &PatternWord| (WEIGHT_STEPS * word.weight / total).round() as i16;
        let mut weights = vec![[0; LANES]; self.words.len().div_ceil(LANES)];
        for (weight, word) in weights.as_flattened_mut().iter_mut().zip(&self.words) {
            *weight = step(word);
        }
        let steps: i32 = weights.as_flattened().iter().copied().map(i32::from).sum();
        self.per_step = 1.0 / (f32::from(rows::FULL) * steps.max(1) as f32);
        self.weights = weights.into();
    }

    /// `body` says of each word whether it stands outside heading and examples, which are said anywhere.
    fn tell(&self, body: &[bool]) -> Telling {
        if self.words.iter().all(|word| word.part == 0) {
            return Telling::default();
        }
        let homes = homes(
            self.words
                .iter()
                .map(|word| (word.id, u32::from(word.part))),
        );
        let words = (0..).zip(&self.words).zip(body);
        let telling = words
            .filter(|((_, word), body)| **body && word.is_content() && homes[&word.id].is_some());
        telling
            .map(|((at, word), _)| (at, u32::from(word.part)))
            .collect()
    }

    /// Whether it denies some word itself.
    pub(super) fn is_negative(&self) -> bool {
        !self.denied.is_empty()
    }

    /// Whether one of the words that it denies is said where its words are this alike. Clauses that deny nothing oppose it by
    /// such a word alone.
    pub(super) fn denies(&self, likeness: &[Lanes]) -> bool {
        let likeness = likeness.as_flattened();
        self.denied.iter().any(|&at| likeness[at] >= rows::SAME)
    }

    /// The lanes of its words.
    pub(super) fn lanes(&self) -> Range<usize> {
        let first = self.first / LANES;
        first..first + self.weights.len()
    }

    /// Share of the wording, by weight, that is found where its words are this alike.
    pub(super) fn recall(&self, likeness: &[Lanes]) -> f32 {
        self.share(self.steps(likeness))
    }

    /// Σ weight × likeness of the words.
    #[inline]
    pub(super) fn steps(&self, likeness: &[Lanes]) -> i32 {
        let lanes = self.weights.iter().zip(likeness);
        lanes
            .map(|(weights, likeness)| weigh(weights, likeness))
            .sum()
    }

    /// A sum of weights times likeness as a share.
    pub(crate) fn share(&self, steps: i32) -> f32 {
        self.per_step * steps as f32
    }
}

/// Where a short heading before a colon ends; 0 without one.
fn heading_end(text: &str) -> usize {
    match text.find(['：', ':']) {
        Some(at) if text[..at].chars().count() <= 8 && text.len() > at + 3 => at,
        _ => 0,
    }
}
