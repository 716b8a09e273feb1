//! Reports against marks: one figure a measure and group of answers, and where the two part most.

use super::figures::{Bin, Correlation, Disagreement, DisputedPoint, Group, Marks, StatusFigures};
use super::statistics::{
    BINS, Point, auc, bin, calibration_error, class_figures, mean, pearson, quadratic_kappa,
    spearman,
};
use super::{Bootstrap, Marked, find};
use crate::bank::{Bank, Question};
use crate::report::Status;
use crate::{Error, Report};

/// The statuses in the order of rows and columns of [`Group::confusion`].
const STATUSES: [Status; 4] = [
    Status::Covered,
    Status::Partial,
    Status::Missing,
    Status::Contradicted,
];

/// How many disagreements are listed.
const WORST: usize = 20;

struct Pair {
    question: usize,
    answer: usize,
    mark: i8,
    coverage: f64,
    status: Status,
}

/// A mark as a share of the point: contradicted earns nothing.
pub(super) fn share(mark: i8) -> f64 {
    f64::from(mark.max(0)) / 2.0
}

pub(super) fn status_of(mark: i8) -> usize {
    match mark {
        2.. => 0,
        1 => 1,
        0 => 2,
        _ => 3,
    }
}

/// The row or column of the three ordered classes that a status counts as.
const ORDER: [usize; 4] = [2, 1, 0, 0];

/// Grades the marked answers and measures the agreement.
///
/// # Errors
///
/// As [`measure`](super::measure).
pub fn compare(
    bank: &Bank,
    marked: &[Marked],
    grade: &mut impl FnMut(&Question, &str) -> Report,
) -> Result<Marks, Error> {
    let mut pairs = Vec::new();
    let mut questions = Vec::with_capacity(marked.len());
    let mut reports = Vec::with_capacity(marked.len());
    for (answer, row) in marked.iter().enumerate() {
        let (place, question) = find(bank, row)?;
        if !row.gold.is_empty() && row.gold.len() != question.key_points.len() {
            return Err(Error::Parse {
                place: format!("answer \"{}\"", row.id),
                message: format!(
                    "gold holds {} marks, expected {} as question \"{}\" has key points",
                    row.gold.len(),
                    question.key_points.len(),
                    question.id
                ),
            });
        }
        let report = grade(question, &row.answer);
        pairs.extend(report.key_points.iter().filter_map(|point| {
            Some(Pair {
                question: place,
                answer,
                mark: *row.gold.get(point.index)?,
                coverage: point.coverage,
                status: point.status,
            })
        }));
        questions.push(place);
        reports.push(report);
    }
    // In this order once, resamples need not be sorted again to speak of.
    pairs.sort_by(|a, b| a.coverage.total_cmp(&b.coverage));
    let sets = Sets {
        bank,
        marked,
        questions,
        reports,
        pairs,
    };

    let mut groups = Vec::new();
    let mut add = |name: &str, member: &dyn Fn(&Marked) -> bool| {
        if marked.iter().any(member) {
            groups.push(sets.group(name, member));
        }
    };
    add("natural", &|row| !row.is_gaming());
    add("gaming", &Marked::is_gaming);
    if marked.iter().any(Marked::is_gaming) {
        add("all", &|_| true);
    }
    let mut styles: Vec<&str> = Vec::new();
    for row in marked.iter().filter(|row| !row.style.is_empty()) {
        if !styles.contains(&row.style.as_str()) {
            styles.push(&row.style);
        }
    }
    styles.sort_unstable();
    for style in styles {
        add(style, &|row| row.style == style);
    }
    Ok(Marks {
        groups,
        worst: sets.worst(),
    })
}

struct Sets<'a> {
    bank: &'a Bank,
    marked: &'a [Marked],
    questions: Vec<usize>,
    reports: Vec<Report>,
    pairs: Vec<Pair>,
}

impl Sets<'_> {
    fn group(&self, name: &str, member: &dyn Fn(&Marked) -> bool) -> Group {
        let answers: Vec<usize> = (0..self.marked.len())
            .filter(|&answer| member(&self.marked[answer]))
            .collect();
        let pairs: Vec<&Pair> = self
            .pairs
            .iter()
            .filter(|pair| member(&self.marked[pair.answer]))
            .collect();
        let bootstrap = Bootstrap::new(
            name,
            self.bank.questions().len(),
            answers.iter().map(|&answer| self.questions[answer]),
        );
        let figure = |truth: &dyn Fn(&Pair) -> Option<f64>,
                      measure: &dyn Fn(&[Point]) -> Option<f64>| {
            let chosen: Vec<(usize, f64, f64)> = pairs
                .iter()
                .filter_map(|pair| Some((pair.question, pair.coverage, truth(pair)?)))
                .collect();
            bootstrap.figure(|weights| measure(&weigh(&chosen, weights)))
        };
        let counts = |weights: &[f64]| {
            let mut counts = [[0.0; 4]; 4];
            for pair in &pairs {
                counts[status_of(pair.mark)][pair.status as usize] += weights[pair.question];
            }
            counts
        };
        let statuses = STATUSES.map(|status| {
            let class = status as usize;
            let [precision, recall, f1] = [0, 1, 2].map(|which| {
                bootstrap.figure(|weights| class_figures(&counts(weights), class)[which])
            });
            StatusFigures {
                status,
                marked: pairs
                    .iter()
                    .filter(|pair| status_of(pair.mark) == class)
                    .count(),
                given: pairs.iter().filter(|pair| pair.status == status).count(),
                precision,
                recall,
                f1,
            }
        });
        let correlation =
            |mark: &dyn Fn(&Marked) -> Option<f64>| self.correlation(&answers, &bootstrap, mark);
        Group {
            name: name.to_owned(),
            answers: answers.len(),
            pairs: pairs.len(),
            auc_partial: figure(&|pair| Some(f64::from(u8::from(pair.mark >= 1))), &auc),
            auc_covered: figure(&|pair| Some(f64::from(u8::from(pair.mark == 2))), &auc),
            kappa: bootstrap.figure(|weights| quadratic_kappa(&ordered(&counts(weights)))),
            macro_f1: bootstrap.figure(|weights| macro_f1(&counts(weights))),
            calibration_error: figure(&|pair| Some(share(pair.mark)), &calibration_error),
            undeserved: figure(&|pair| (pair.mark <= 0).then_some(0.0), &|points| {
                mean(points, |point| point.x)
            }),
            excess: figure(&|pair| Some(share(pair.mark)), &|points| {
                mean(points, |point| point.x - point.y)
            }),
            with_gold: correlation(&|row| {
                let sum: f64 = row.gold.iter().map(|&mark| share(mark)).sum();
                (!row.gold.is_empty()).then(|| sum / row.gold.len() as f64)
            }),
            with_human: correlation(&|row| row.human_score),
            with_overall: correlation(&|row| row.overall),
            statuses: statuses.to_vec(),
            confusion: counts(&vec![1.0; self.bank.questions().len()])
                .map(|row| row.map(|count| count as usize)),
            reliability: reliability(&pairs),
        }
    }

    fn correlation(
        &self,
        answers: &[usize],
        bootstrap: &Bootstrap,
        mark: &dyn Fn(&Marked) -> Option<f64>,
    ) -> Correlation {
        let side = |given: fn(&Report) -> f64| -> Vec<(usize, f64, f64)> {
            answers
                .iter()
                .filter_map(|&answer| {
                    let mark = mark(&self.marked[answer])?;
                    Some((self.questions[answer], given(&self.reports[answer]), mark))
                })
                .collect()
        };
        let coverage = side(|report| report.coverage);
        let score = side(|report| report.score / report.max_score);
        Correlation {
            answers: coverage.len(),
            pearson: bootstrap.figure(|weights| pearson(&weigh(&coverage, weights))),
            spearman: bootstrap.figure(|weights| spearman(&weigh(&coverage, weights))),
            pearson_of_score: bootstrap.figure(|weights| pearson(&weigh(&score, weights))),
        }
    }

    fn worst(&self) -> Vec<Disagreement> {
        let mut found: Vec<(f64, usize, Option<usize>)> = Vec::new();
        for (answer, (row, report)) in self.marked.iter().zip(&self.reports).enumerate() {
            if let (true, Some(human)) = (row.gold.is_empty(), row.human_score) {
                found.push(((report.coverage - human).abs(), answer, None));
            }
            for (index, (&mark, point)) in row.gold.iter().zip(&report.key_points).enumerate() {
                found.push(((point.coverage - share(mark)).abs(), answer, Some(index)));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        found
            .into_iter()
            .take(WORST)
            .map(|(_, answer, index)| self.disagreement(answer, index))
            .collect()
    }

    fn disagreement(&self, answer: usize, index: Option<usize>) -> Disagreement {
        let (row, report) = (&self.marked[answer], &self.reports[answer]);
        let question = &self.bank.questions()[self.questions[answer]];
        let points: Vec<_> = match index {
            Some(index) => vec![&report.key_points[index]],
            None => report.key_points.iter().collect(),
        };
        let mut spans: Vec<_> = points.iter().flat_map(|point| &point.evidence).collect();
        spans.sort_unstable();
        spans.dedup();
        Disagreement {
            answer_id: row.id.clone(),
            question_id: row.question_id.clone(),
            style: row.style.clone(),
            point: index.map(|index| DisputedPoint {
                index,
                text: question.key_points[index].text.clone(),
                mark: row.gold[index],
                status: report.key_points[index].status,
            }),
            coverage: index.map_or(report.coverage, |index| report.key_points[index].coverage),
            gold: match index {
                Some(index) => share(row.gold[index]),
                None => row.human_score.unwrap_or_default(),
            },
            answer: row.answer.clone(),
            evidence: spans
                .iter()
                .filter_map(|span| row.answer.get(span.start..span.end))
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// Observations of (question, x, y), those of questions that count.
fn weigh(observations: &[(usize, f64, f64)], weights: &[f64]) -> Vec<Point> {
    observations
        .iter()
        .filter(|(question, ..)| weights[*question] > 0.0)
        .map(|&(question, x, y)| Point {
            x,
            y,
            weight: weights[question],
        })
        .collect()
}

pub(super) fn ordered(counts: &[[f64; 4]; 4]) -> [[f64; 3]; 3] {
    let mut ordered = [[0.0; 3]; 3];
    for (marked, row) in counts.iter().enumerate() {
        for (given, count) in row.iter().enumerate() {
            ordered[ORDER[marked]][ORDER[given]] += count;
        }
    }
    ordered
}

fn macro_f1(counts: &[[f64; 4]; 4]) -> Option<f64> {
    let figures: Vec<f64> = (0..4)
        .filter_map(|class| class_figures(counts, class)[2])
        .collect();
    (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64)
}

fn reliability(pairs: &[&Pair]) -> Vec<Bin> {
    let edge = |bin: usize| bin as f64 / BINS as f64;
    let mut bins: Vec<Bin> = (0..BINS)
        .map(|bin| Bin {
            from: edge(bin),
            to: edge(bin + 1),
            pairs: 0,
            coverage: 0.0,
            gold: 0.0,
        })
        .collect();
    for pair in pairs {
        let bin = &mut bins[bin(pair.coverage)];
        bin.pairs += 1;
        bin.coverage += pair.coverage;
        bin.gold += share(pair.mark);
    }
    for bin in &mut bins {
        let pairs = bin.pairs.max(1) as f64;
        bin.coverage /= pairs;
        bin.gold /= pairs;
    }
    bins
}
