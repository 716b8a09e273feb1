//! Item analysis: what the answers say about the question and its key points.
//!
//! One pass, and memory that depends on the bank alone.

mod words;

use crate::bank::{Bank, Question};
use crate::batch::Graded;
use crate::report::{PointReport, Report, Status};
use std::collections::HashMap;
use words::Words;

/// Gathers reports and tells how each question and key point did.
#[derive(Debug)]
pub struct ItemAnalysis {
    index: HashMap<String, usize>,
    questions: Vec<Option<Box<Tally>>>,
    bank: Bank,
}

/// How one question did.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct QuestionItems {
    /// The question's id.
    pub question_id: String,
    /// Answers gathered.
    pub answers: u64,
    /// Answers a person should look at.
    pub review: u64,
    /// What the question is worth.
    pub max_score: f64,
    /// Mean of the scores.
    pub mean: f64,
    /// Standard deviation of the scores, of the sample; 0 for one answer.
    pub deviation: f64,
    /// The lowest score.
    pub lowest: f64,
    /// The highest score.
    pub highest: f64,
    /// Answers by tenths of the maximum: below 10 %, below 20 %, … up to 100 %.
    pub distribution: [u64; 10],
    /// Cronbach's alpha of the points, at most 1: how far they measure the same. None with fewer
    /// than two points or when all answers earn the same.
    pub alpha: Option<f64>,
    /// The key points in the question's order.
    pub key_points: Vec<PointItems>,
}

/// How one key point did.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PointItems {
    /// The key point, counted from 0.
    pub index: usize,
    /// Answers that cover it.
    pub covered: u64,
    /// Answers that cover it partly.
    pub partial: u64,
    /// Answers that do not say it.
    pub missing: u64,
    /// Answers that say the opposite.
    pub contradicted: u64,
    /// Mean share earned, 0 (nobody) to 1 (everybody), half for a partly covered point: 难度.
    pub facility: f64,
    /// Corrected point-biserial correlation, -1 to 1: of what the point earns with what the
    /// others earn (区分度). None when either is the same in all answers.
    pub discrimination: Option<f64>,
    /// Words of answers that miss the point and that neither the question nor its points use,
    /// the most telling first: wordings to take up, or mistakes to teach.
    pub uncovered_words: Vec<WordCount>,
}

/// A word and how many answers that miss a point use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordCount {
    /// The word as answers write it.
    pub word: String,
    /// Answers that use it and miss the point.
    pub answers: u64,
}

impl PointItems {
    /// Nobody earned anything for it.
    pub fn is_never_earned(&self) -> bool {
        self.covered + self.partial == 0
    }

    /// Everybody earned it whole.
    pub fn is_always_earned(&self) -> bool {
        self.partial + self.missing + self.contradicted == 0
    }
}

impl ItemAnalysis {
    /// Nothing gathered yet for the questions of this bank.
    pub fn new(bank: &Bank) -> Self {
        Self {
            index: bank
                .questions()
                .iter()
                .enumerate()
                .map(|(index, question)| (question.id.clone(), index))
                .collect(),
            questions: bank.questions().iter().map(|_| None).collect(),
            bank: bank.clone(),
        }
    }

    /// Gathers one result; that of a question which is not in the bank is passed over.
    pub fn add(&mut self, graded: &Graded) {
        let Some(&index) = self.index.get(&graded.report.question_id) else {
            return;
        };
        let question = &self.bank.questions()[index];
        self.questions[index]
            .get_or_insert_with(|| Box::new(Tally::new(question)))
            .add(&graded.report, &graded.answer.text);
    }

    /// The questions that have answers, in the bank's order.
    pub fn questions(&self) -> Vec<QuestionItems> {
        self.bank
            .questions()
            .iter()
            .zip(&self.questions)
            .filter_map(|(question, tally)| Some(tally.as_ref()?.items(&question.id)))
            .collect()
    }
}

/// Mean and squared deviations of a number, gathered one value at a time (Welford).
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let before = value - self.mean;
        self.mean += before / self.count;
        self.squares += before * (value - self.mean);
    }

    fn variance(&self) -> f64 {
        if self.count < 2.0 {
            return 0.0;
        }
        self.squares / (self.count - 1.0)
    }
}

#[derive(Clone, Debug, Default)]
struct PointTally {
    /// By status, in the order of [`Status`].
    statuses: [u64; 4],
    earned: Moments,
    others: Moments,
    /// Sum of the products of the deviations of `earned` and `others`.
    products: f64,
}

#[derive(Debug)]
struct Tally {
    answers: u64,
    review: u64,
    max_score: f64,
    scores: Moments,
    lowest: f64,
    highest: f64,
    distribution: [u64; 10],
    totals: Moments,
    points: Vec<PointTally>,
    words: Words,
}

impl Tally {
    fn new(question: &Question) -> Self {
        Self {
            answers: 0,
            review: 0,
            max_score: 0.0,
            scores: Moments::default(),
            lowest: f64::INFINITY,
            highest: f64::NEG_INFINITY,
            distribution: [0; 10],
            totals: Moments::default(),
            points: vec![PointTally::default(); question.key_points.len()],
            words: Words::new(question),
        }
    }

    fn add(&mut self, report: &Report, text: &str) {
        self.answers += 1;
        self.review += u64::from(report.review);
        self.max_score = report.max_score;
        self.scores.add(report.score);
        self.lowest = self.lowest.min(report.score);
        self.highest = self.highest.max(report.score);
        let tenth = 10.0 * report.score / report.max_score.max(f64::MIN_POSITIVE);
        // Rules may take a score below 0; a float cast ends at the bounds of its type.
        self.distribution[(tenth.floor().max(0.0) as usize).min(9)] += 1;
        let total: f64 = report.key_points.iter().map(|point| point.score).sum();
        self.totals.add(total);
        for (tally, point) in self.points.iter_mut().zip(&report.key_points) {
            tally.statuses[point.status as usize] += 1;
            let others = total - point.score;
            let before = point.score - tally.earned.mean;
            tally.earned.add(point.score);
            tally.others.add(others);
            tally.products += before * (others - tally.others.mean);
        }
        let missed = |point: &PointReport| point.status == Status::Missing;
        self.words
            .add(text, report.key_points.iter().map(missed).collect());
    }

    fn items(&self, id: &str) -> QuestionItems {
        let count = self.points.len() as f64;
        let variance = self.totals.variance();
        let parts: f64 = self.points.iter().map(|one| one.earned.variance()).sum();
        QuestionItems {
            question_id: id.to_owned(),
            answers: self.answers,
            review: self.review,
            max_score: self.max_score,
            mean: self.scores.mean,
            deviation: self.scores.variance().sqrt(),
            lowest: self.lowest,
            highest: self.highest,
            distribution: self.distribution,
            alpha: (count >= 2.0 && variance > NO_VARIANCE)
                .then(|| count / (count - 1.0) * (1.0 - parts / variance)),
            key_points: (0..self.points.len()).map(|at| self.point(at)).collect(),
        }
    }

    fn point(&self, index: usize) -> PointItems {
        let tally = &self.points[index];
        let [covered, partial, missing, contradicted] = tally.statuses;
        let spread = (tally.earned.squares * tally.others.squares).sqrt();
        PointItems {
            index,
            covered,
            partial,
            missing,
            contradicted,
            facility: (covered as f64 + 0.5 * partial as f64) / (self.answers.max(1) as f64),
            discrimination: (spread > NO_VARIANCE)
                .then(|| (tally.products / spread).clamp(-1.0, 1.0)),
            uncovered_words: self.words.of_point(index, missing, self.answers),
        }
    }
}

/// Below this, values differ by rounding alone.
const NO_VARIANCE: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::KeyPoint;
    use crate::batch::Answer;
    use crate::report::SCHEMA;

    fn graded(statuses: &[Status], text: &str) -> Graded {
        let earned = |status| match status {
            Status::Covered => 2.0,
            Status::Partial => 1.0,
            Status::Missing | Status::Contradicted => 0.0,
        };
        let mut report: Report = crate::Grader::builder()
            .build(&question(statuses.len()))
            .expect("a plain question")
            .grade("");
        report.schema = SCHEMA;
        report.score = statuses.iter().map(|&one| earned(one)).sum();
        report.max_score = 2.0 * statuses.len() as f64;
        let points: &mut Vec<PointReport> = &mut report.key_points;
        for (point, &status) in points.iter_mut().zip(statuses) {
            point.status = status;
            point.score = earned(status);
        }
        Graded {
            answer: Answer {
                row: 1,
                id: "a".to_owned(),
                question_id: "q".to_owned(),
                text: text.to_owned(),
            },
            report,
        }
    }

    fn question(points: usize) -> Question {
        Question {
            id: "q".to_owned(),
            question: "什么是光合作用".to_owned(),
            key_points: (0..points).map(|_| KeyPoint::new("吸收光能")).collect(),
            max_score: Some(2.0 * points as f64),
            ..Question::default()
        }
    }

    fn analysis(points: usize, rows: &[(&[Status], &str)]) -> QuestionItems {
        let bank = Bank::new(vec![question(points)]).expect("one question");
        let mut items = ItemAnalysis::new(&bank);
        for (statuses, text) in rows {
            items.add(&graded(statuses, text));
        }
        items.questions().remove(0)
    }

    use Status::{Contradicted as X, Covered as C, Missing as M, Partial as P};

    #[test]
    fn figures_are_those_of_the_textbook() {
        let rows: &[(&[Status], &str)] = &[
            (&[C, C, C], ""),
            (&[C, P, M], ""),
            (&[P, M, M], ""),
            (&[C, C, X], ""),
        ];
        let found = analysis(3, rows);
        // Scores 6, 3, 1, 4; points (2, 2, 2), (2, 1, 0), (1, 0, 0), (2, 2, 0).
        assert_eq!((found.answers, found.lowest, found.highest), (4, 1.0, 6.0));
        assert_eq!(found.mean, 3.5);
        let variance: f64 = (2.5 * 2.5 + 0.5 * 0.5 + 2.5 * 2.5 + 0.5 * 0.5) / 3.0;
        assert!((found.deviation - variance.sqrt()).abs() < 1e-12);
        assert_eq!(found.distribution, [0, 1, 0, 0, 0, 1, 1, 0, 0, 1]);
        let parts = 0.75 / 3.0 + 2.75 / 3.0 + 3.0 / 3.0;
        let alpha = 3.0 / 2.0 * (1.0 - parts / variance);
        assert!(
            found
                .alpha
                .is_some_and(|found| (found - alpha).abs() < 1e-12)
        );
        let second = &found.key_points[1];
        assert_eq!(
            (
                second.covered,
                second.partial,
                second.missing,
                second.contradicted
            ),
            (2, 1, 1, 0)
        );
        assert_eq!(second.facility, 2.5 / 4.0);
        // Earned 2, 1, 0, 2 against the others' 4, 2, 1, 2.
        let (earned, others) = ([2.0, 1.0, 0.0, 2.0], [4.0, 2.0, 1.0, 2.0]);
        let correlation = pearson(&earned, &others);
        assert!(
            second
                .discrimination
                .is_some_and(|found| (found - correlation).abs() < 1e-12)
        );
    }

    fn pearson(one: &[f64], other: &[f64]) -> f64 {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let (x, y) = (mean(one), mean(other));
        let sum = |f: &dyn Fn(f64, f64) -> f64| {
            one.iter()
                .zip(other)
                .map(|(a, b)| f(a - x, b - y))
                .sum::<f64>()
        };
        sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
    }

    #[test]
    fn what_cannot_be_told_is_none() {
        let one = analysis(1, &[(&[C], ""), (&[M], "")]);
        assert_eq!(one.alpha, None, "one point");
        assert_eq!(one.key_points[0].discrimination, None, "no other points");
        let same = analysis(2, &[(&[C, M], ""), (&[C, M], "")]);
        assert_eq!(same.alpha, None, "all the same");
        assert!(same.key_points[0].is_always_earned());
        assert!(!same.key_points[0].is_never_earned());
        assert!(same.key_points[1].is_never_earned());
        assert_eq!(same.key_points[1].discrimination, None);
        assert_eq!(same.deviation, 0.0);
    }

    #[test]
    fn words_of_those_who_miss_a_point() {
        let miss = "植物通过叶绿体制造养料，说明阳光很重要";
        let hit = "植物吸收光能，说明阳光很重要";
        let rows: Vec<(&[Status], &str)> = (0..4)
            .flat_map(|_| [(&[M, C] as &[Status], miss), (&[C, C], hit)])
            .collect();
        let found = analysis(2, &rows);
        let words: Vec<&str> = found.key_points[0]
            .uncovered_words
            .iter()
            .map(|one| one.word.as_str())
            .collect();
        assert!(words.contains(&"叶绿体"), "{words:?}");
        assert!(!words.contains(&"阳光"), "everybody says it: {words:?}");
        assert!(found.key_points[1].uncovered_words.is_empty());
        assert_eq!(found.key_points[0].uncovered_words[0].answers, 4);
    }
}
