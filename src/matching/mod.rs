//! Signals for each key point against windows of the answer. Knows no weights of the judge and no scores.

mod antonyms;
mod classes;
mod comparison;
mod conjuncts;
mod contest;
mod contrast;
mod correlation;
mod exchange;
mod key;
mod lanes;
mod level;
mod means;
mod measure;
mod negation;
mod pattern;
mod polarity;
mod presupposed;
mod rows;
mod scan;
mod shape;
mod signals;
mod spelling;
mod steps;
mod subject;
mod synonyms;
mod track;
mod unsaid;
mod vectors;
mod verdict;
mod vocabulary;
mod words;

use crate::bank::{KeyPoint, Question};
use crate::knowledge::Knowledge;
use crate::text::{self, Document, Segmenter};
pub(crate) use antonyms::{named as opposites, opposite};
use key::{Given, Key};
use pattern::{Lead, Pattern};
use rows::Rows;
pub(crate) use rows::WordRow;
use scan::Scan;
pub(crate) use shape::Shape;
pub(crate) use signals::Signals;
use std::iter;
use std::ops::Range;
use subject::Subject;
use track::Found;
pub(crate) use vectors::version as vectors_version;
use vocabulary::Vocabulary;
pub(crate) use vocabulary::is_function_word;

/// A question's key points, prepared.
#[derive(Debug)]
pub(crate) struct Matcher {
    key: Key,
    points: Vec<Point>,
    rows: Rows,
}

/// Where a point's patterns are in the key.
#[derive(Debug)]
struct Point {
    /// The point's text, then its aliases, then those of them that synonyms shorten.
    wordings: Range<usize>,
    /// What the reference answer says about the point.
    support: Option<usize>,
    /// Only the wording itself counts.
    strict: bool,
    /// The question itself states it, and asks for others.
    presupposed: bool,
    /// What the answer must say instead: something of every list.
    all_of: Vec<Range<usize>>,
}

/// What an answer is as a whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole {
    pub(crate) shape: Shape,
    /// How much it is about what the question is about, about -0.2 to 0.4: more than any text is where it is above 0; what
    /// belongs to another question of the bank is below 0.
    pub(crate) about: f32,
}

/// What was found for one key point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Match {
    pub(crate) signals: Signals,
    /// Clauses that fit the point best; empty where nothing does.
    pub(crate) window: Range<usize>,
    /// Clauses that oppose it most; empty where none does.
    pub(crate) against: Range<usize>,
    /// Clauses that fit each list of alternatives best; empty where the point has none.
    pub(crate) lists: Vec<Range<usize>>,
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
            // Then it is the point's own.
            signals.support_wide = signals.support_wide.max(recall);
        }
    }
}

/// A stretch of the reference that fits a point less than this is not about it.
const SUPPORTS: f32 = 0.25;

impl Matcher {
    pub(crate) fn new(
        question: &Question,
        segmenter: &dyn Segmenter,
        knowledge: &Knowledge,
    ) -> Self {
        let document = |text| Document::new(text, segmenter);
        let asking = text::asked(&question.question);
        let (asked, reference) = (document(&asking), document(&question.reference));
        let material =
            (asking.len() < question.question.len()).then(|| document(&question.question));
        let points = question.key_points.iter();
        let wordings = points.map(|point| {
            let texts = iter::once(&point.text).chain(&point.aliases);
            texts.map(|text| document(text)).collect()
        });
        let wordings: Vec<Vec<Document<'_>>> = wordings.collect();
        let mut key = Key {
            vocabulary: Vocabulary::new(knowledge),
            given: Given::new(&asked, material.as_ref()),
            subject: Subject::of(
                [material.as_ref().unwrap_or(&asked), &reference]
                    .into_iter()
                    .chain(wordings.iter().flatten()),
            ),
            ..Key::default()
        };
        let points = question.key_points.iter().zip(&wordings).enumerate();
        let mut points: Vec<Point> = points
            .map(|(index, (point, wordings))| {
                key.prepare(index, point, wordings, &asked, segmenter)
            })
            .collect();
        if points.iter().all(|point| point.presupposed) {
            // Then repeating the question is what is asked for.
            points
                .iter_mut()
                .for_each(|point| point.presupposed = false);
        }
        key.set_apart();
        key.lay_out();
        key.vocabulary.index();
        let (found, _) = Rows::new(&key).with(&reference, &key, |rows| {
            Scan::new(&key, &reference, rows).run()
        });
        for (index, point) in points.iter_mut().enumerate() {
            let found = &found[point.wordings.start];
            if found.signals.soft_window > SUPPORTS && point.all_of.is_empty() {
                let words = reference.clause_words(found.window.clone());
                point.support = Some(key.patterns.len());
                let mut pattern = key.pattern(&document(reference.text(words)), segmenter);
                (pattern.point, pattern.lead) = (index, Lead::Support);
                // Only of a wording is asked how its parts are said.
                pattern.conjuncts = Box::default();
                pattern.telling = Box::default();
                key.patterns.push(pattern);
            }
        }
        key.lay_out();
        key.pair(&asked);
        key.vocabulary.index();
        key.vocabulary.close();
        let rows = Rows::new(&key);
        Self { key, points, rows }
    }

    /// Those of a bank's questions, told of each other.
    pub(crate) fn of_bank(
        questions: &[Question],
        segmenter: &dyn Segmenter,
        knowledge: &Knowledge,
    ) -> Vec<Self> {
        let matchers = questions
            .iter()
            .map(|question| Self::new(question, segmenter, knowledge));
        let mut matchers: Vec<Self> = matchers.collect();
        Self::acquaint(matchers.iter_mut());
        matchers
    }

    /// Tells the questions of a bank, in its order, of each other.
    pub(crate) fn acquaint<'a>(bank: impl Iterator<Item = &'a mut Self>) {
        let subjects = bank.map(|matcher| &mut matcher.key.subject);
        subject::acquaint(&mut subjects.collect::<Vec<_>>());
    }

    /// Whether the key points have more distinct words than can be told apart: 65,536.
    pub(crate) fn overflows(&self) -> bool {
        self.key.vocabulary.overflows()
    }

    /// The points that the question itself states.
    pub(crate) fn presupposed(&self) -> impl Iterator<Item = usize> {
        let points = self.points.iter().enumerate();
        points.filter_map(|(index, point)| point.presupposed.then_some(index))
    }

    /// Calls `read` with how alike each word of the answer is to the words of the key points, in the answer's order.
    pub(crate) fn with_rows<T>(
        &self,
        answer: &Document<'_>,
        read: impl FnOnce(&[&WordRow]) -> T,
    ) -> T {
        self.rows.with(answer, &self.key, read)
    }

    /// What the answer, of these rows, is as a whole, and one match a key point.
    pub(crate) fn matches(&self, answer: &Document<'_>, rows: &[&WordRow]) -> (Whole, Vec<Match>) {
        let scan = Scan::new(&self.key, answer, rows);
        let shape = Shape::new(answer, rows, self.key.given.material.len());
        let about = scan.about;
        let (whole, (mut found, rivals)) = (Whole { shape, about }, scan.run());
        let mut matches: Vec<Match> = self
            .points
            .iter()
            .map(|point| {
                let lists = point.all_of.iter();
                let lists: Vec<usize> = lists.map(|any_of| best_of(&found, any_of)).collect();
                let best = weakest(&found, lists.iter().copied())
                    .unwrap_or_else(|| best_of(&found, &point.wordings));
                let windows = lists.iter().map(|&list| found[list].window.clone());
                let lists = windows.collect();
                let support = point.support.map(|at| found[at].signals);
                let mut best = std::mem::take(&mut found[best]);
                best.signals.support_wide = best.signals.soft_wide;
                if let Some(support) = support {
                    best.signals.support_wide = support.soft_wide;
                    best.signals.support_oppose = support.support_oppose;
                }
                Match {
                    signals: best.signals,
                    window: best.window,
                    against: best.against,
                    lists,
                    supported: point.support.is_some(),
                }
            })
            .collect();
        for (index, one) in matches.iter_mut().enumerate() {
            let others = rivals[one.window.clone()].iter().map(|rivals| {
                let best = rivals.iter().find(|&&(_, point)| point != index);
                best.map_or(0.0, |&(score, _)| score)
            });
            one.signals.rival = one.signals.soft_window - others.fold(0.0, f32::max);
            // A clause that says another point says no opposite of one that is said elsewhere: 气压增大沸点升高，减小则降低.
            let mut against = rivals[one.against.clone()].iter();
            if one.signals.oppose_window == 0.0 && against.all(|[(_, best), _]| *best != index) {
                one.signals.oppose = 0.0;
                one.signals.oppose_topic = 0.0;
                one.against = 0..0;
            }
        }
        for (point, one) in self.points.iter().zip(&mut matches) {
            one.signals.presupposed = f32::from(u8::from(point.presupposed));
            if point.strict && one.signals.verbatim == 0.0 {
                *one = Match::default();
            }
        }
        (whole, matches)
    }
}

impl Key {
    fn pattern(&mut self, document: &Document<'_>, segmenter: &dyn Segmenter) -> Pattern {
        Pattern::new(document, &self.given, &mut self.vocabulary, segmenter)
    }

    fn prepare(
        &mut self,
        index: usize,
        point: &KeyPoint,
        wordings: &[Document<'_>],
        asked: &Document<'_>,
        segmenter: &dyn Segmenter,
    ) -> Point {
        let plain = !point.strict && !point.penalty && point.all_of.is_empty();
        let presupposed = plain && presupposed::presupposes(asked, &wordings[0]);
        let mut prepare = |documents: &[Document<'_>]| {
            let first = self.patterns.len();
            let mut joined = Vec::new();
            for document in documents {
                let pattern = self.pattern(document, segmenter);
                self.patterns.push(pattern);
                // With its synonyms of several words each as one, where it has any.
                let own = self.vocabulary.own.synonyms.join(document);
                joined.extend(own.map(|own| self.pattern(&own, segmenter)));
            }
            self.patterns.append(&mut joined);
            first..self.patterns.len()
        };
        let wordings = prepare(wordings);
        let lists = point.all_of.iter();
        let all_of = lists.map(|any_of| {
            let documents = any_of.iter().map(|text| Document::new(text, segmenter));
            prepare(&documents.collect::<Vec<_>>())
        });
        let all_of = all_of.collect();
        for pattern in &mut self.patterns[wordings.start..] {
            pattern.point = index;
        }
        self.patterns[wordings.start].lead = Lead::Own;
        Point {
            wordings,
            support: None,
            strict: point.strict,
            presupposed,
            all_of,
        }
    }
}

fn fit(found: &Found) -> f32 {
    let signals = &found.signals;
    signals.soft_window + signals.word_window + signals.verbatim
}

/// The wording that fits best.
fn best_of(found: &[Found], wordings: &Range<usize>) -> usize {
    let fitter = |best, next| {
        if fit(&found[next]) > fit(&found[best]) {
            next
        } else {
            best
        }
    };
    wordings
        .clone()
        .reduce(fitter)
        .expect("a point has its own wording, and a list of alternatives is not empty")
}

/// The list that the answer says least of: what it denies is said less than what it leaves out.
fn weakest(found: &[Found], lists: impl Iterator<Item = usize>) -> Option<usize> {
    /// The largest `fit`.
    const WHOLE: f32 = 3.0;
    let said = |at: usize| {
        let signals = &found[at].signals;
        fit(&found[at]) - WHOLE * signals.oppose * signals.oppose_topic
    };
    lists.reduce(|least, next| {
        if said(next) < said(least) {
            next
        } else {
            least
        }
    })
}
