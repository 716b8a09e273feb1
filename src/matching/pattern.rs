//! A wording of a key point, prepared once: its words with weights, characters, quantities and parts.

use super::classes;
use super::conjuncts::{Telling, homes};
use super::contrast::Contrast;
use super::correlation::Correlation;
use super::exchange::Exchange;
use super::lanes::{LANES, Lanes, weigh};
use super::polarity::{self, Sign};
use super::rows;
use super::spelling::Places;
use super::steps::Steps;
use super::subject::Subject;
use super::track::LONGEST;
use super::vectors::{self, Direction, Values, Vector};
use super::words::{KeyWord, latin_stem};
use crate::knowledge::{Knowledge, LeftOut};
use crate::report::Span;
use crate::text::{Document, Limit, Quantity, Segmenter, is_han, is_number_key};
use memchr::memmem::Finder;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Words that carry grammar, not content; they weigh little and never say a point by themselves.
const FUNCTION_WORDS: &str = "并非 不是 不能 不得 不可 不会 不应 未 未经 无 非 不必 尚未 的 了 和 与 及 或 并 而 且 是 在 有 为 以 于 从 对 把 被 让 使 将 向 由 到 给 跟 同 比 等 等等 也 都 就 还 又 才 再 很 更 最 太 不 没 没有 \
    要 会 能 可 可以 应 应当 应该 需 需要 必须 我 你 他 她 它 我们 你们 他们 它们 这 那 其 之 此 该 各 每 某 个 些 种 着 过 地 得 所 者 上 下 中 里 内 外 时 后 前 \
    做 进行 通过 有利于 有助于 有益于 利于 便于 以及 并且 而且 因为 所以 如果 但 但是 虽然 不是 就是 只 只有 a an the of to in on at by for and or is are was were be been it its this that with as from if they them their there he she his her you your we our my i so but because \
    than then into out up about over can could would will may might must should have has had do does did which who what when where how why some any all also very just \
    am being these those such each get gets got make makes made let lets while though although however therefore thus s t d m ll re ve don";

/// What a function word weighs beside a content word.
const FUNCTION_WEIGHT: f32 = 0.1;

/// What a word of the question weighs in a key point: nearly nothing, since repeating the question says nothing.
/// Pearson on the human-marked Chinese set rises from 0.67 to 0.87 with it.
pub(crate) const QUESTION_WEIGHT: f32 = 0.25;

/// What the words of a parenthesised example weigh: they help to recognise the point, one alone covers it partly.
const EXAMPLE_WEIGHT: f32 = 0.35;

/// What the words of a heading before a colon weigh.
const HEADING_WEIGHT: f32 = 0.6;

/// Rarity taken for a word nobody knows, in nats; names and terms are about this rare.
pub(crate) const UNKNOWN_RARITY: f64 = 13.0;

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
        slots.sort_unstable();
        let ids = 0..=self.vocabulary.words.len();
        let starts = ids.map(|id| slots.partition_point(|&(of, _)| usize::from(of) < id) as u32);
        self.vocabulary.slots_from = starts.collect();
        self.vocabulary.slots = slots.into_iter().map(|(_, slot)| slot).collect();
    }

    /// The patterns that are wordings.
    pub(crate) fn wordings(&self) -> &[Pattern] {
        let end = self.patterns.partition_point(Pattern::is_wording);
        &self.patterns[..end]
    }
}

/// The distinct words of a question's key points.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) words: Vec<KeyWord>,
    pub(crate) vectors: Vec<Option<Vector>>,
    pub(crate) function: Vec<bool>,
    /// For each word, the groups of synonyms it is in.
    pub(crate) groups: Vec<Box<[u32]>>,
    /// The words of these groups, each with the word they stand for.
    pub(crate) synonyms: Vec<(u16, Box<[char]>)>,
    pub(crate) own: Knowledge,
    /// Where each character stands in the words.
    pub(crate) places: Places,
    /// The slots of each word, word by word, and where each word's begin.
    slots: Box<[u32]>,
    slots_from: Box<[u32]>,
    rarities: Vec<f64>,
    ids: HashMap<Box<str>, u16>,
}

/// What an answer may turn round without denying it.
#[derive(Debug, Default)]
pub(super) struct Relations {
    pub(super) exchanges: Box<[Exchange]>,
    pub(super) contrasts: Box<[Contrast]>,
    pub(super) steps: Box<[Steps]>,
    pub(super) correlations: Box<[Correlation]>,
}

impl Relations {
    fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
            && self.contrasts.is_empty()
            && self.steps.is_empty()
            && self.correlations.is_empty()
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

pub(crate) fn is_function_word(word: &str) -> bool {
    static WORDS: std::sync::LazyLock<HashSet<&str>> = std::sync::LazyLock::new(|| {
        let words = FUNCTION_WORDS.split_whitespace();
        words.chain(classes::CUT_SHORT.split_whitespace()).collect()
    });
    WORDS.contains(word)
}

impl Vocabulary {
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        Self {
            own: knowledge.clone(),
            ..Self::default()
        }
    }

    /// Most distinct words: ids have 16 bits.
    const MOST: usize = u16::MAX as usize;

    /// Whether words were left out because there are too many.
    pub(crate) fn overflows(&self) -> bool {
        self.words.len() > Self::MOST
    }

    fn id(&mut self, word: &str, segmenter: &dyn Segmenter) -> u16 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        if self.overflows() {
            return u16::MAX;
        }
        let id = self.words.len() as u16;
        self.words.push(KeyWord::new(word));
        let groups = self.own.synonyms.groups(word);
        let entries = self.own.synonyms.entries(groups);
        self.synonyms
            .extend(entries.map(|entry| (id, entry.chars().collect())));
        self.groups.push(groups.into());
        self.vectors
            .push((!is_number_key(word)).then(|| Vector::of(word)).flatten());
        self.rarities.push(
            vectors::find(word)
                .map(vectors::Row::rarity)
                .or_else(|| segmenter.rarity(word))
                .unwrap_or(UNKNOWN_RARITY),
        );
        self.function.push(is_function_word(word));
        self.ids.insert(word.into(), id);
        id
    }

    /// The word of a pattern.
    pub(super) fn word(&self, word: &PatternWord) -> &KeyWord {
        &self.words[usize::from(word.id)]
    }

    /// Whether a word of a pattern carries grammar alone.
    pub(super) fn is_grammar(&self, word: &PatternWord) -> bool {
        self.function[usize::from(word.id)]
    }

    /// Where a word stands in the patterns.
    pub(crate) fn slots(&self, id: u16) -> &[u32] {
        let from = &self.slots_from[usize::from(id)..];
        &self.slots[from[0] as usize..from[1] as usize]
    }

    /// Indexes the characters; to be called whenever words have come in.
    pub(crate) fn index(&mut self) {
        match self.own.left_out {
            LeftOut::Slips => return,
            LeftOut::Vectors => self.vectors.fill(None),
            LeftOut::Subject | LeftOut::Contest | LeftOut::Nothing => {}
        }
        self.places = Places::new(&self.words);
    }

    /// Lets go of what only preparing needs.
    pub(crate) fn close(&mut self) {
        self.ids = HashMap::new();
        self.rarities = Vec::new();
    }

    /// How much a word says, about 0.1 to 2.
    fn content(&self, id: u16) -> f32 {
        match self.function[id as usize] {
            true => FUNCTION_WEIGHT,
            false => rows::weight(self.rarities[id as usize]),
        }
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
