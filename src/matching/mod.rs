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
use scan::{Found, Scan};
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
        let found = scan(&vocabulary, &Rows::default(), &reference, &leads, &no_rivals).0;
        for (point, found) in points.iter_mut().zip(found) {
            if found.signals.soft_window > SUPPORTS {
                let words = reference.clauses[found.window.start].first as usize
                    ..reference.clauses[found.window.end - 1].last as usize;
                let text = reference.text(words);
                point.support = Some(Pattern::new(text, &given, &mut vocabulary, segmenter));
            }
        }
        vocabulary.index_characters();
        Self { vocabulary, points, given, rows: Rows::default() }
    }

    /// The shape of the answer and one match a key point.
    pub(crate) fn matches(&self, answer: &Document<'_>) -> (Shape, Vec<Match>) {
        let mut patterns = Vec::new();
        let mut leads = Vec::new();
        for (index, point) in self.points.iter().enumerate() {
            for (at, wording) in point.wordings.iter().enumerate() {
                patterns.push(wording);
                leads.push((at == 0).then_some(index));
            }
            if let Some(support) = &point.support {
                patterns.push(support);
                leads.push(None);
            }
        }
        let (found, rivals) = scan(&self.vocabulary, &self.rows, answer, &patterns, &leads);
        let shape =
            self.rows.with(answer, &self.vocabulary, |rows| Shape::new(answer, rows, &self.given));
        let mut found = found.into_iter();
        let mut matches: Vec<Match> = self
            .points
            .iter()
            .map(|point| {
                let wordings = found.by_ref().take(point.wordings.len());
                let fit = |found: &Found| found.signals.soft_window + found.signals.char_window;
                let best = wordings.reduce(|best, next| if fit(&next) > fit(&best) { next } else { best });
                let mut best = best.expect("a point has at least its own wording");
                let support = match &point.support {
                    Some(_) => found.next().expect("each support was scanned").signals,
                    None => best.signals,
                };
                best.signals.support_window = support.soft_window;
                best.signals.support_all = support.soft_all;
                Match { signals: best.signals, window: best.window, against: best.against }
            })
            .collect();
        let count = matches.len();
        let total: f32 = matches.iter().map(|one| one.signals.soft_window).sum();
        for (index, one) in matches.iter_mut().enumerate() {
            let others = rivals[one.window.clone()].iter().map(|best| {
                best.iter().find(|&&(_, point)| point != index).map_or(0.0, |&(score, _)| score)
            });
            let soft = one.signals.soft_window;
            one.signals.rival = soft - others.fold(0.0, f32::max);
            one.signals.topic =
                if count > 1 { (total - soft) / (count - 1) as f32 } else { NO_OTHERS };
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
    leads: &[Option<usize>],
) -> (Vec<Found>, Vec<[(f32, usize); 2]>) {
    let wants_numbers = patterns.iter().any(|pattern| !pattern.quantities.is_empty());
    let quantities = if wants_numbers { quantities(&answer.folded.text) } else { Vec::new() };
    rows.with(answer, vocabulary, |rows| {
        let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
        let mut odd = Vec::new();
        polarity::negated(answer, &classes, &mut odd);
        let mut rivals = Vec::with_capacity(answer.clauses.len());
        let scan = Scan { vocabulary, answer, rows, odd: &odd, quantities: &quantities };
        let found = scan.run(patterns, leads, &mut rivals);
        (found, rivals)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Bank;

    #[test]
    #[ignore]
    fn dump() {
        let seg = crate::JiebaSegmenter::default();
        let mut out = String::new();
        let dir = std::env::var("SETS").unwrap();
        for (set, b, a) in [
            ("dev", "devset/bank.json", "devset/answers.jsonl"),
            ("le", "human/le_train_bank.json", "human/le_train_answers.jsonl"),
            ("beetle", "human/beetle_train_bank.json", "human/beetle_train_answers.jsonl"),
        ] {
            let bank = Bank::from_json(&std::fs::read_to_string(format!("{dir}/{b}")).unwrap()).unwrap();
            let mut m = std::collections::HashMap::new();
            for line in std::fs::read_to_string(format!("{dir}/{a}")).unwrap().lines() {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                let q = row["question_id"].as_str().unwrap();
                let matcher = m
                    .entry(q.to_owned())
                    .or_insert_with(|| Matcher::new(bank.get(q).unwrap(), &seg));
                let doc = Document::new(row["answer"].as_str().unwrap(), &seg);
                let (shape, m) = matcher.matches(&doc);
                let signals: Vec<Vec<f32>> = m.iter().map(|s| s.signals.values().to_vec()).collect();
                let mut row = row;
                row["set"] = set.into();
                row["x"] = serde_json::to_value(signals).unwrap();
                row["shape"] = serde_json::to_value(shape.values()).unwrap();
                out += &row.to_string();
                out.push('\n');
            }
            for (i, question) in bank.questions().iter().enumerate() {
                let other = &bank.questions()[(i + 1) % bank.questions().len()];
                for v in crate::perturb::gaming(question, Some(other)) {
                    let Some(matcher) = m.get(&question.id) else { continue };
                    let doc = Document::new(&v.text, &seg);
                    let (shape, m) = matcher.matches(&doc);
                    let signals: Vec<Vec<f32>> = m.iter().map(|s| s.signals.values().to_vec()).collect();
                    let row = serde_json::json!({"set": format!("{set}-game"), "question_id": question.id, "style": v.kind, "answer": v.text,
                        "points": v.points, "x": signals, "shape": shape.values()});
                    out += &row.to_string();
                    out.push('\n');
                }
            }
        }
        std::fs::write("/tmp/dump.jsonl", out).unwrap();
        std::fs::write("/tmp/names.json", serde_json::to_string(&Signals::NAMES[..]).unwrap()).unwrap();
    }
}
