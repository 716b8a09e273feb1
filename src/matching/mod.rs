//! Signals for each key point against windows of the answer. Knows no weights of the judge and no scores.

mod antonyms;
mod pattern;
mod polarity;
mod rows;
mod scan;
mod shape;
mod signals;
mod vectors;
mod words;

use crate::bank::Question;
use crate::text::{Document, Segmenter, quantities};
use pattern::{Given, Pattern, Vocabulary};
use rows::Rows;
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
    /// The point's text, then its aliases.
    wordings: Vec<Pattern>,
    /// What the reference answer says about the point.
    support: Option<Pattern>,
}

/// What was found for one key point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Match {
    pub(crate) signals: Signals,
    /// Clauses that fit the point best; empty where nothing does.
    pub(crate) window: Range<usize>,
    /// Clauses that oppose it most; empty where none does.
    pub(crate) against: Range<usize>,
}

/// A stretch of the reference that fits a point less than this is not about it.
const SUPPORTS: f32 = 0.25;

/// What `topic` is for the only point of a question: about its mean over the development set.
const NO_OTHERS: f32 = 0.4;

impl Matcher {
    pub(crate) fn new(question: &Question, segmenter: &dyn Segmenter) -> Self {
        let mut vocabulary = Vocabulary::default();
        let given = Given::new(&Document::new(&question.question, segmenter));
        let mut prepare = |text: &str| Pattern::new(text, &given, &mut vocabulary, segmenter);
        let mut points: Vec<Point> = question
            .key_points
            .iter()
            .map(|point| Point {
                wordings: std::iter::once(&point.text)
                    .chain(&point.aliases)
                    .map(|text| prepare(text))
                    .collect(),
                support: None,
            })
            .collect();
        vocabulary.index_characters();
        let reference = Document::new(&question.reference, segmenter);
        let leads: Vec<&Pattern> = points.iter().map(|point| &point.wordings[0]).collect();
        let no_rivals = vec![None; leads.len()];
        let found = scan(
            &vocabulary,
            &Rows::default(),
            &reference,
            &leads,
            &no_rivals,
        )
        .0;
        for (point, found) in points.iter_mut().zip(found) {
            if found.signals.soft_window > SUPPORTS {
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
        }
        let (found, rivals) = scan(&self.vocabulary, &self.rows, answer, &patterns, &leads);
        let shape = self.rows.with(answer, &self.vocabulary, |rows| {
            Shape::new(answer, rows, &self.given)
        });
        let mut found = found.into_iter();
        let mut supports = Vec::with_capacity(self.points.len());
        let mut matches: Vec<Match> = self
            .points
            .iter()
            .map(|point| {
                let wordings = found.by_ref().take(point.wordings.len());
                let fit = |found: &Found| found.signals.soft_window + found.signals.char_window;
                let best =
                    wordings.reduce(|best, next| if fit(&next) > fit(&best) { next } else { best });
                let mut best = best.expect("a point has at least its own wording");
                let (support, support_window) = match &point.support {
                    Some(_) => {
                        let support = found.next().expect("each support was scanned");
                        (support.signals, support.window)
                    }
                    None => (best.signals, best.window.clone()),
                };
                best.signals.support_window = support.soft_window;
                best.signals.support_wide = support.soft_wide;
                supports.push(support_window);
                Match {
                    signals: best.signals,
                    window: best.window,
                    against: best.against,
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
        (shape, matches)
    }
}

/// The best two of the leading patterns for each clause, and what was found for each pattern.
fn scan(
    vocabulary: &Vocabulary,
    rows: &Rows,
    answer: &Document<'_>,
    patterns: &[&Pattern],
    leads: &[Option<Lead>],
) -> (Vec<Found>, Vec<Rivals>) {
    let wants_numbers = patterns
        .iter()
        .any(|pattern| !pattern.quantities.is_empty());
    let quantities = if wants_numbers {
        quantities(&answer.folded.text)
    } else {
        Vec::new()
    };
    rows.with(answer, vocabulary, |rows| {
        let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
        let mut odd = Vec::new();
        polarity::negated(answer, &classes, &mut odd);
        let mut rivals = Vec::with_capacity(answer.clauses.len());
        let scan = Scan {
            vocabulary,
            answer,
            rows,
            odd: &odd,
            quantities: &quantities,
        };
        let found = scan.run(patterns, leads, &mut rivals);
        (found, rivals)
    })
}
