//! Steps that a wording puts in one order and an answer in the other: 先收伞后关灯 for 先关灯，后收伞.

use super::classes::{Class, class};
use super::key::Key;
use super::pattern::Pattern;
use super::scan::Scan;
use std::ops::Range;

/// Two steps, the earlier first, by the places of the words that tell them apart.
#[derive(Clone, Debug)]
pub(crate) struct Steps([Box<[usize]>; 2]);

/// Share of a step from which some words say it.
const SAID: f32 = 0.5;

/// Stretches of a text among which steps are looked for.
const MOST: usize = 32;

/// A step of more words than this is no step.
const LONG: usize = 32;

/// A stretch of words that may be a step.
struct Stretch {
    words: Range<usize>,
    /// When it comes among the others of its text.
    rank: usize,
    /// Something says that it comes before the next, or after the one before.
    begins: bool,
    succeeds: bool,
}

/// The first stretches of a text in the order of its words: its clauses, cut where a word says which comes first.
fn stretches(
    clauses: impl Iterator<Item = Range<usize>>,
    class: impl Fn(usize) -> Class,
    content: impl Fn(usize) -> bool,
) -> Vec<Stretch> {
    let marks = |at: usize| {
        let class = class(at);
        [Class::BEGINS, Class::SUCCEEDS, Class::PRECEDES].map(|mark| class.has(mark))
    };
    let mut found: Vec<Stretch> = Vec::new();
    let (mut begins, mut succeeds, mut precedes) = (false, false, false);
    for clause in clauses {
        let cuts = clause.clone().filter(|&at| marks(at).contains(&true));
        let mut from = clause.start;
        for cut in cuts.chain([clause.end]) {
            let words = from..cut;
            let says = words.clone().any(&content);
            if says {
                let mut rank = found.len();
                if let Some(last) = found.last_mut().filter(|_| std::mem::take(&mut precedes)) {
                    // 装药前先查漏: what is named first comes last.
                    (last.rank, rank) = (rank, last.rank);
                    (last.succeeds, begins) = (true, true);
                }
                found.push(Stretch {
                    words,
                    rank,
                    begins: std::mem::take(&mut begins),
                    succeeds: std::mem::take(&mut succeeds),
                });
                if found.len() == MOST {
                    return found;
                }
            }
            if cut < clause.end {
                let [first, later, before] = marks(cut);
                begins |= first;
                succeeds |= later;
                precedes |= before && says;
            }
            from = cut + 1;
        }
    }
    found
}

impl Key {
    /// The steps that a wording puts in order.
    pub(super) fn steps(&self, pattern: &Pattern) -> Box<[Steps]> {
        let id = |at: usize| pattern.words[at].id;
        let content = |at: usize| !self.vocabulary.is_grammar(&pattern.words[at]);
        let class = |at: usize| class(&self.vocabulary.word(&pattern.words[at]).text);
        let mut found = stretches(pattern.clauses.iter().cloned(), class, content);
        found.sort_by_key(|stretch| stretch.rank);
        let short = |stretch: &Stretch| stretch.words.len() <= LONG;
        let pairs = found
            .windows(2)
            .filter(|pair| pair[1].succeeds && pair.iter().all(short));
        let steps = pairs.map(|pair| {
            let own = |one: &Stretch, other: &Stretch| {
                let shared = |at: usize| other.words.clone().any(|other| id(other) == id(at));
                let words = one.words.clone();
                words.filter(|&at| content(at) && !shared(at)).collect()
            };
            Steps([own(&pair[0], &pair[1]), own(&pair[1], &pair[0])])
        });
        let told = |Steps(steps): &Steps| steps.iter().all(|step| !step.is_empty());
        steps.filter(told).collect()
    }
}

impl Scan<'_> {
    /// Share of the pattern, by weight, in steps that the window puts in the other order, 0 to 1.
    pub(super) fn disordered(
        &self,
        steps: &[Steps],
        pattern: &Pattern,
        window: &Range<usize>,
    ) -> f32 {
        if steps.is_empty() {
            return 0.0;
        }
        let clauses = &self.answer.clauses[window.clone()];
        let clauses = clauses.iter().map(|clause| clause.words());
        let class = |at: usize| self.rows[at].class;
        let found = stretches(clauses, class, |at| !self.rows[at].function);
        let says =
            |stretch: &Stretch, step: &[usize]| self.said(pattern, step, &stretch.words) >= SAID;
        let follows = |earlier: &[usize], later: &[usize], by_word: bool| {
            let pairs = found
                .iter()
                .flat_map(|one| found.iter().map(move |other| (one, other)));
            let mut pairs = pairs.filter(|(one, other)| {
                one.rank < other.rank && (!by_word || one.begins || other.succeeds)
            });
            pairs.any(|(one, other)| says(one, earlier) && says(other, later))
        };
        let disordered = steps.iter().filter(|Steps([earlier, later])| {
            follows(later, earlier, true) && !follows(earlier, later, false)
        });
        let weights = disordered.map(|Steps(steps)| pattern.weight_of(steps.concat()));
        weights.fold(0.0, f32::max) / pattern.weight()
    }
}
