//! What answers to a question are held against: its key points' wordings, their words, and what the question gives away.

use super::lanes::LANES;
use super::pattern::{Lead, Pattern, Relations};
use super::rows;
use super::subject::Subject;
use super::vectors::{Direction, Values, Vector};
use super::vocabulary::{Vocabulary, is_function_word};
use super::words::latin_stem;
use crate::text::{Document, Quantity, is_han, is_number_key};
use std::collections::HashSet;

/// What answers to a question are held against, prepared.
#[derive(Debug, Default)]
pub(crate) struct Key {
    pub(crate) vocabulary: Vocabulary,
    /// All wordings of all key points; what the reference says of them comes last.
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) given: Given,
    pub(crate) subject: Subject,
    /// Lanes of what is measured a clause: a slot for each word of each pattern, so that a pattern's stand side by side, up
    /// to whole lanes.
    pub(crate) lanes: usize,
}

impl Key {
    /// Finds out which words may change places, given what the question asks; to be called when all patterns are in.
    pub(crate) fn pair(&mut self, asked: &Document<'_>) {
        let topics = self.topics(asked);
        let relations = self.wordings().iter().map(|one| Relations {
            exchanges: self.exchanges(one, &topics),
            contrasts: self.contrasts(one, &topics),
            steps: self.steps(one),
            correlations: self.correlations(one),
            comparisons: self.comparisons(one),
        });
        let relations: Vec<Relations> = relations.collect();
        for (pattern, relations) in self.patterns.iter_mut().zip(relations) {
            let turns = !relations.is_empty();
            pattern.relations = turns.then(|| Box::new(relations));
        }
    }

    /// Takes from the mean of each wording what the question's points have in common: an answer about the same thing has
    /// that without saying any of them.
    pub(crate) fn set_apart(&mut self) {
        let points = || self.patterns.iter().filter(|one| one.lead == Lead::Own);
        if points().count() < 2 {
            return;
        }
        let common = Direction::between(points().map(|pattern| &pattern.mean));
        for pattern in &mut self.patterns {
            pattern.mean = pattern.mean.beside(&common);
        }
    }

    /// Gives every word of every pattern its slot; to be called whenever patterns have come in.
    pub(crate) fn lay_out(&mut self) {
        let mut slots = Vec::new();
        self.lanes = 0;
        for pattern in &mut self.patterns {
            pattern.first = self.lanes * LANES;
            self.lanes += pattern.weights.len();
            let words = (pattern.first as u32..).zip(&pattern.words);
            slots.extend(words.map(|(slot, word)| (word.id, slot)));
        }
        self.vocabulary.lay_out(slots);
    }

    /// The patterns that are wordings.
    pub(crate) fn wordings(&self) -> &[Pattern] {
        let end = self.patterns.partition_point(Pattern::is_wording);
        &self.patterns[..end]
    }
}

/// Words of a question that an answer's are compared with in meaning: all of a usual one.
const COMPARED: usize = 256;

/// Words, and hanzi, that the question already contains.
#[derive(Debug, Default)]
pub(crate) struct Given {
    words: HashSet<Box<str>>,
    /// The words in letters without their endings.
    stems: HashSet<Box<str>>,
    chars: HashSet<char>,
    /// Content words of a question that brings material along, its own and those of the material.
    pub(crate) material: HashSet<Box<str>>,
    /// Those of its first words that mean anything.
    vectors: Box<[Vector]>,
    pub(crate) quantities: Vec<Quantity>,
}

impl Given {
    /// `question` is what of it asks; `material` all of it, where that is more.
    pub(crate) fn new(question: &Document<'_>, material: Option<&Document<'_>>) -> Self {
        let keys = |document: &Document<'_>| -> HashSet<Box<str>> {
            let words = document.words.iter();
            words.map(|&word| document.key(word).into()).collect()
        };
        let words = keys(question);
        let mut material = material.map(keys).unwrap_or_default();
        material.retain(|word| !is_function_word(word) && !is_number_key(word));
        let stems = words.iter().filter_map(|word| latin_stem(word)).collect();
        // Letters say nothing by themselves: goes is not given by "does gas".
        let chars = words.iter().flat_map(|word| word.chars());
        let chars = chars.filter(|&c| is_han(c)).collect();
        let first = question.words.iter().take(COMPARED);
        let meant = first.filter_map(|&word| rows::meaning(&question.key(word)));
        let vectors = meant.map(|(vector, _)| vector).collect();
        Self {
            words,
            stems,
            chars,
            material,
            vectors,
            quantities: question.quantities.clone(),
        }
    }

    /// The largest cosine of any word of the question with these values; 0 where none is above.
    pub(super) fn nearest(&self, values: &Values) -> f32 {
        let cosines = self.vectors.iter().map(|vector| values.cosine(vector));
        cosines.fold(0.0, f32::max)
    }

    /// Whether the question has the word as it stands.
    pub(crate) fn names(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
            || latin_stem(word).is_some_and(|stem| self.stems.contains(&stem))
            || (word.chars().count() >= 2 && word.chars().all(|c| self.chars.contains(&c)))
    }
}
