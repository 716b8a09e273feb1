//! Signals for each key point against windows of the answer. Knows no weights of the judge and no scores.

mod antonyms;
mod pattern;
mod polarity;
mod rows;
mod scan;
mod shape;
mod signals;
mod synonyms;
mod vectors;
mod words;

use crate::bank::{KeyPoint, Question};
use crate::knowledge::Knowledge;
use crate::text::{Document, Segmenter};
pub(crate) use antonyms::opposite;
pub(crate) use pattern::is_function_word;
use pattern::{Given, Pattern, Vocabulary};
use rows::{Rows, WordRow};
use scan::{Found, Lead, Rivals, Scan};
pub(crate) use shape::Shape;
pub(crate) use signals::Signals;
use std::ops::Range;

/// A question's key points, prepared.
#[derive(Debug)]
pub(crate) struct Matcher {
    vocabulary: Vocabulary,
    points: Vec<Point>,
    given: Given,
    rows: Rows,
}

#[derive(Debug)]
struct Point {
    /// The point's text, then its aliases, then those of them that synonyms shorten.
    wordings: Vec<Pattern>,
    /// What the reference answer says about the point.
    support: Option<Pattern>,
    /// Only the wording itself counts.
    strict: bool,
    /// What the answer must say instead: something of every list.
    all_of: Vec<Vec<Pattern>>,
}

/// What was found for one key point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Match {
    pub(crate) signals: Signals,
    /// Clauses that fit the point best; empty where nothing does.
    pub(crate) window: Range<usize>,
    /// Clauses that oppose it most; empty where none does.
    pub(crate) against: Range<usize>,
    /// The reference says something of the point, and the support signals tell how much of that the answer says.
    pub(crate) supported: bool,
}

impl Match {
    /// Takes `recall` for the point's word recall where that is lower.
    pub(crate) fn raise(&mut self, recall: f32) {
        let signals = &mut self.signals;
        signals.soft_window = signals.soft_window.max(recall);
        signals.soft_wide = signals.soft_wide.max(recall);
        if !self.supported {
            // Then these are the point's own.
            signals.support_window = signals.support_window.max(recall);
            signals.support_wide = signals.support_wide.max(recall);
        }
    }
}

/// A stretch of the reference that fits a point less than this is not about it.
const SUPPORTS: f32 = 0.25;

/// What `topic` is for the only point of a question: about its mean over the development set.
const NO_OTHERS: f32 = 0.4;

impl Matcher {
    pub(crate) fn new(
        question: &Question,
        segmenter: &dyn Segmenter,
        knowledge: &Knowledge,
    ) -> Self {
        let mut vocabulary = Vocabulary::new(knowledge);
        let given = Given::new(&Document::new(&question.question, segmenter));
        let mut points: Vec<Point> = question
            .key_points
            .iter()
            .map(|point| Point::new(point, &given, &mut vocabulary, segmenter))
            .collect();
        vocabulary.index_characters();
        let reference = Document::new(&question.reference, segmenter);
        let leads: Vec<&Pattern> = points.iter().map(|point| &point.wordings[0]).collect();
        let no_rivals = vec![None; leads.len()];
        let (found, _) = Rows::default().with(&reference, &vocabulary, |rows| {
            scan(&vocabulary, rows, &reference, &leads, &no_rivals)
        });
        for (point, found) in points.iter_mut().zip(found) {
            if found.signals.soft_window > SUPPORTS && point.all_of.is_empty() {
                let words = reference.clauses[found.window.start].first as usize
                    ..reference.clauses[found.window.end - 1].last as usize;
                let text = reference.text(words);
                point.support = Some(Pattern::new(text, &given, &mut vocabulary, segmenter));
            }
        }
        vocabulary.index_characters();
        Self {
            vocabulary,
            points,
            given,
            rows: Rows::default(),
        }
    }

    /// The shape of the answer and one match a key point.
    pub(crate) fn matches(&self, answer: &Document<'_>) -> (Shape, Vec<Match>) {
        let mut patterns = Vec::new();
        let mut leads = Vec::new();
        for (index, point) in self.points.iter().enumerate() {
            for (at, wording) in point.wordings.iter().enumerate() {
                patterns.push(wording);
                leads.push((at == 0).then_some(Lead::Point(index)));
            }
            if let Some(support) = &point.support {
                patterns.push(support);
                leads.push(Some(Lead::Support(index)));
            }
            patterns.extend(point.all_of.iter().flatten());
            leads.resize(patterns.len(), None);
        }
        let (shape, (found, rivals)) = self.rows.with(answer, &self.vocabulary, |rows| {
            (
                Shape::new(answer, rows, &self.given),
                scan(&self.vocabulary, rows, answer, &patterns, &leads),
            )
        });
        let mut found = found.into_iter();
        let mut supports = Vec::with_capacity(self.points.len());
        let mut matches: Vec<Match> = self
            .points
            .iter()
            .map(|point| {
                let mut best = best_of(found.by_ref().take(point.wordings.len()));
                let support = point.support.as_ref().and_then(|_| found.next());
                let groups = point.all_of.iter();
                let groups = groups.map(|any_of| best_of(found.by_ref().take(any_of.len())));
                if let Some(weakest) = weakest(groups) {
                    best = weakest;
                }
                let (support, support_window) = match support {
                    Some(support) => (support.signals, support.window),
                    None => (best.signals, best.window.clone()),
                };
                best.signals.support_window = support.soft_window;
                best.signals.support_wide = support.soft_wide;
                supports.push(support_window);
                Match {
                    signals: best.signals,
                    window: best.window,
                    against: best.against,
                    supported: point.support.is_some(),
                }
            })
            .collect();
        let count = matches.len();
        let total: f32 = matches.iter().map(|one| one.signals.soft_window).sum();
        for (index, one) in matches.iter_mut().enumerate() {
            let soft = one.signals.soft_window;
            let other = |clauses: &Range<usize>, of: fn(&Rivals) -> &[(f32, usize); 2]| {
                let others = rivals[clauses.clone()].iter().map(|rivals| {
                    let best = of(rivals).iter().find(|&&(_, point)| point != index);
                    best.map_or(0.0, |&(score, _)| score)
                });
                others.fold(0.0, f32::max)
            };
            one.signals.rival = soft - other(&one.window, |rivals| &rivals.points);
            one.signals.support_rival =
                one.signals.support_window - other(&supports[index], |rivals| &rivals.supports);
            one.signals.topic = if count > 1 {
                (total - soft) / (count - 1) as f32
            } else {
                NO_OTHERS
            };
        }
        for (point, one) in self.points.iter().zip(&mut matches) {
            if point.strict && one.signals.verbatim == 0.0 {
                *one = Match::default();
            }
        }
        (shape, matches)
    }
}

impl Point {
    fn new(
        point: &KeyPoint,
        given: &Given,
        vocabulary: &mut Vocabulary,
        segmenter: &dyn Segmenter,
    ) -> Self {
        let mut prepare = |texts: &mut dyn Iterator<Item = &String>| {
            let (mut patterns, mut joined) = (Vec::new(), Vec::new());
            for text in texts {
                patterns.push(Pattern::new(text, given, vocabulary, segmenter));
                joined.extend(Pattern::joined(text, given, vocabulary, segmenter));
            }
            patterns.append(&mut joined);
            patterns
        };
        Self {
            wordings: prepare(&mut std::iter::once(&point.text).chain(&point.aliases)),
            support: None,
            strict: point.strict,
            all_of: point
                .all_of
                .iter()
                .map(|any_of| prepare(&mut any_of.iter()))
                .collect(),
        }
    }
}

fn fit(found: &Found) -> f32 {
    let signals = &found.signals;
    signals.soft_window + signals.char_window + signals.verbatim
}

/// The wording that fits best.
fn best_of(wordings: impl Iterator<Item = Found>) -> Found {
    wordings
        .reduce(|best, next| if fit(&next) > fit(&best) { next } else { best })
        .expect("a point has its own wording, and a list of alternatives is not empty")
}

/// The list that the answer says least of: what it denies is said less than what it leaves out.
fn weakest(lists: impl Iterator<Item = Found>) -> Option<Found> {
    /// The largest `fit`.
    const WHOLE: f32 = 3.0;
    let said =
        |found: &Found| fit(found) - WHOLE * found.signals.oppose * found.signals.oppose_topic;
    lists.reduce(|least, next| {
        if said(&next) < said(&least) {
            next
        } else {
            least
        }
    })
}

/// The best two of the leading patterns for each clause, and what was found for each pattern.
fn scan(
    vocabulary: &Vocabulary,
    rows: &[&WordRow],
    answer: &Document<'_>,
    patterns: &[&Pattern],
    leads: &[Option<Lead>],
) -> (Vec<Found>, Vec<Rivals>) {
    let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
    let mut odd = Vec::new();
    polarity::negated(answer, &classes, &mut odd);
    let mut rivals = Vec::with_capacity(answer.clauses.len());
    let scan = Scan {
        vocabulary,
        answer,
        rows,
        odd: &odd,
        quantities: &answer.quantities,
    };
    let found = scan.run(patterns, leads, &mut rivals);
    (found, rivals)
}
