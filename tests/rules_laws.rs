//! Laws of scoring, and the expectation against going through every outcome.

use proptest::prelude::*;
use yaodian::bank::{Group, Length, PartialCredit, Rules};
use yaodian::judge::{Judgement, Probabilities};
use yaodian::report::{Span, Status};
use yaodian::score::{Scheme, Score};
use yaodian::{KeyPoint, Question};

const STATUSES: [Status; 4] = [
    Status::Covered,
    Status::Partial,
    Status::Missing,
    Status::Contradicted,
];

fn judgement(status: Status, probabilities: Probabilities, evidence: Vec<Span>) -> Judgement {
    Judgement {
        status,
        probabilities,
        evidence,
        review: false,
    }
}

fn plain(weights: &[f64]) -> Question {
    let point = |&weight| KeyPoint {
        weight: Some(weight),
        ..KeyPoint::new("要点")
    };
    Question {
        id: "q".to_owned(),
        question: "怎样处理？".to_owned(),
        key_points: weights.iter().map(point).collect(),
        ..Question::default()
    }
}

fn check_sum(name: &str, score: &Score) {
    let points: f64 = score.points.iter().map(|point| point.score).sum();
    let adjustments: f64 = score
        .adjustments
        .iter()
        .map(|adjustment| adjustment.amount)
        .sum();
    let off = (points + adjustments - score.total).abs();
    assert!(
        off < 1e-6,
        "{name}: points and adjustments miss the total by {off}: {score:?}"
    );
}

/// The distribution by scoring every combination of statuses.
fn every_outcome(scheme: &Scheme, judgements: &[Judgement], characters: usize) -> Vec<(f64, f64)> {
    let mut totals: Vec<(f64, f64)> = Vec::new();
    for combination in 0..4_usize.pow(judgements.len() as u32) {
        let mut outcome = judgements.to_vec();
        let mut probability = 1.0;
        for (index, judged) in outcome.iter_mut().enumerate() {
            let p = judged.probabilities;
            let choice = combination / 4_usize.pow(index as u32) % 4;
            judged.status = STATUSES[choice];
            probability *= [p.covered, p.partial, p.missing, p.contradicted][choice];
        }
        if probability > 0.0 {
            totals.push((scheme.score(&outcome, characters).total, probability));
        }
    }
    totals.sort_by(|a, b| a.0.total_cmp(&b.0));
    totals.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 += if same { later.1 } else { 0.0 };
        same
    });
    totals
}

fn check_expectation(scheme: &Scheme, judgements: &[Judgement], characters: usize) {
    let expectation = scheme.expected(judgements, characters);
    let truth = every_outcome(scheme, judgements, characters);
    let likely = |distribution: &[(f64, f64)]| -> Vec<(f64, f64)> {
        distribution
            .iter()
            .copied()
            .filter(|atom| atom.1 > 1e-12)
            .collect()
    };
    let (found, truth) = (likely(&expectation.distribution), likely(&truth));
    assert_eq!(found.len(), truth.len(), "{found:?} against {truth:?}");
    for (a, b) in found.iter().zip(&truth) {
        assert!(
            a.0 == b.0 && (a.1 - b.1).abs() < 1e-9,
            "{found:?} against {truth:?}"
        );
    }
    let mean: f64 = truth.iter().map(|(score, p)| score * p).sum();
    let variance: f64 = truth
        .iter()
        .map(|(score, p)| (score - mean).powi(2) * p)
        .sum();
    assert!(
        (expectation.mean - mean).abs() < 1e-9,
        "{} against {mean}",
        expectation.mean
    );
    let deviation = expectation.standard_deviation;
    assert!(
        (deviation - variance.sqrt()).abs() < 1e-6,
        "{deviation} against {variance}"
    );
}

/// What the generated questions may hold beyond ordinary points and groups.
#[derive(Clone, Copy, PartialEq)]
enum Kinds {
    /// Rules under which more coverage cannot cost.
    Monotone,
    All,
}

prop_compose! {
    /// Weight, kind (0-5 ordinary, 6 core, 7 bonus, 8 penalty), no partial credit, overlapping, requires.
    fn point_parts()(
        weight in prop_oneof![
            2 => Just(None),
            3 => prop::sample::select(vec![1.0, 2.0, 0.5, 3.0]).prop_map(Some),
            1 => (0.1..5.0_f64).prop_map(Some),
        ],
        kind in 0..9_u8,
        whole in any::<bool>(),
        overlapping in any::<bool>(),
        requires in prop::option::weighted(0.25, any::<prop::sample::Index>()),
    ) -> (Option<f64>, u8, bool, bool, Option<prop::sample::Index>) {
        (weight, kind, whole, overlapping, requires)
    }
}

prop_compose! {
    fn rules_for(count: usize, kinds: Kinds)(
        points in prop::collection::vec(point_parts(), count),
        group_of in prop::collection::vec(0..3_usize, count),
        limits in prop::collection::vec((1..4_usize, prop::option::of(0.5..4.0_f64)), 2),
        rivals in prop::collection::vec(prop::bool::weighted(0.3), count),
        steps in prop::collection::vec(prop::bool::weighted(0.4), count),
        max_score in prop::option::of(1.0..20.0_f64),
        step in prop::sample::select(vec![None, Some(0.1), Some(1.0)]),
        penalty_cap in prop::option::of(0.0..2.0_f64),
        contradiction in prop::sample::select(vec![0.0, 0.0, 0.5]),
        single_use in any::<bool>(),
        min in prop::option::of(0..80_usize),
    ) -> Question {
        let all = kinds == Kinds::All;
        let mut question = Question { max_score, ..plain(&[]) };
        for (index, (weight, kind, whole, overlapping, requires)) in points.into_iter().enumerate() {
            // The first point is always ordinary: some point must be.
            let kind = if index == 0 || (!all && kind == 8) { 0 } else { kind };
            let mut point = KeyPoint {
                weight,
                core: kind == 6,
                bonus: kind == 7,
                penalty: kind == 8,
                overlapping,
                partial: if whole { PartialCredit::None } else { PartialCredit::Half },
                ..KeyPoint::new("要点")
            };
            if let Some(requires) = requires
                && index > 0
                && !point.penalty
            {
                let required = requires.index(index);
                let other = &question.key_points[required];
                if !other.penalty && (!other.bonus || point.bonus) {
                    point.requires = vec![required];
                }
            }
            question.key_points.push(point);
        }
        let chosen = |of: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..count).filter(|&index| of(index) && !question.key_points[index].penalty).collect()
        };
        let mut rules = Rules { step, ..Rules::default() };
        for (group, &(best, cap)) in limits.iter().enumerate() {
            let points = chosen(&|index| group_of[index] == group);
            if !points.is_empty() {
                rules.groups.push(Group { best: Some(best.min(points.len())), cap, points: Some(points) });
            }
        }
        for group in 0..3 {
            let set = chosen(&|index| group_of[index] == group && rivals[index]);
            if set.len() > 1 {
                rules.exclusive.push(set);
            }
        }
        if all {
            let sequence = chosen(&|index| steps[index]);
            if sequence.len() > 1 {
                rules.ordered.push(sequence);
            }
            rules.penalty_cap = penalty_cap;
            rules.contradiction = contradiction;
            rules.single_use = single_use;
        }
        rules.length = min.map(|min| Length { min: Some(min), max: None, penalty: 1.0 });
        question.rules = rules;
        question
    }
}

prop_compose! {
    /// Evidence in clauses of twelve bytes.
    fn judged_point()(
        status in prop::sample::select(STATUSES.to_vec()),
        weights in prop::array::uniform4(prop_oneof![Just(0.0), 0.0..1.0_f64]),
        clauses in prop::collection::vec((0..6_usize, 1..3_usize), 0..3),
    ) -> Judgement {
        let sum: f64 = weights.iter().sum();
        let [covered, partial, missing, contradicted] =
            if sum > 0.0 { weights.map(|p| p / sum) } else { [0.0, 0.0, 1.0, 0.0] };
        let span = |(first, count)| Span { start: first * 12, end: (first + count) * 12 };
        judgement(
            status,
            Probabilities { covered, partial, missing, contradicted },
            clauses.into_iter().map(span).collect(),
        )
    }
}

fn judged(count: usize) -> impl Strategy<Value = Vec<Judgement>> {
    prop::collection::vec(judged_point(), count)
}

fn graded(kinds: Kinds, most: usize) -> impl Strategy<Value = (Question, Vec<Judgement>)> {
    (1..=most).prop_flat_map(move |count| (rules_for(count, kinds), judged(count)))
}

/// The question with point `order[i]` at place `i`.
fn permuted(question: &Question, order: &[usize]) -> Question {
    let place = |index: &usize| order.iter().position(|old| old == index).unwrap();
    let moved = |set: &Vec<usize>| -> Vec<usize> { set.iter().map(place).collect() };
    let mut other = question.clone();
    other.key_points = order
        .iter()
        .map(|&old| question.key_points[old].clone())
        .collect();
    for point in &mut other.key_points {
        point.requires = moved(&point.requires);
    }
    for group in &mut other.rules.groups {
        group.points = group.points.as_ref().map(moved);
    }
    other.rules.exclusive = question.rules.exclusive.iter().map(moved).collect();
    other.rules.ordered = question.rules.ordered.iter().map(moved).collect();
    other
}

fn shuffled() -> impl Strategy<Value = ((Question, Vec<Judgement>), Vec<usize>)> {
    graded(Kinds::All, 8).prop_flat_map(|graded| {
        let order: Vec<usize> = (0..graded.1.len()).collect();
        (Just(graded), Just(order).prop_shuffle())
    })
}

fn group_of_many() -> impl Strategy<Value = (Question, Vec<Judgement>)> {
    (3..7_usize).prop_flat_map(|count| {
        let weights = prop::collection::vec(prop::sample::select(vec![1.0, 2.0]), count);
        let limits = (1..=count, prop::option::of(1.0..4.0_f64));
        let question = (weights, limits).prop_map(|(weights, (best, cap))| {
            let mut question = plain(&weights);
            let points = Some((0..weights.len()).collect());
            question.rules.groups = vec![Group {
                points,
                best: Some(best),
                cap,
            }];
            question
        });
        (question, judged(count))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn score_stays_in_range_and_adds_up(
        (question, judgements) in graded(Kinds::All, 8),
        characters in 0..120_usize,
    ) {
        let scheme = Scheme::new(&question).unwrap();
        let score = scheme.score(&judgements, characters);
        prop_assert!((0.0..=scheme.max_score()).contains(&score.total), "{:?}", score);
        check_sum("any rules", &score);
        let expectation = scheme.expected(&judgements, characters);
        prop_assert!((0.0..=scheme.max_score() + 1e-9).contains(&expectation.mean));
        prop_assert!(expectation.distribution.is_sorted_by(|a, b| a.0 < b.0));
        let all: f64 = expectation.distribution.iter().map(|atom| atom.1).sum();
        prop_assert!((all - 1.0).abs() < 1e-9);
    }

    #[test]
    fn covering_more_never_costs(
        (question, judgements) in graded(Kinds::Monotone, 8),
        at in any::<prop::sample::Index>(),
    ) {
        let scheme = Scheme::new(&question).unwrap();
        let before = scheme.score(&judgements, 60);
        let mut more = judgements.clone();
        let raised = &mut more[at.index(judgements.len())];
        raised.status = match raised.status {
            Status::Covered | Status::Partial => Status::Covered,
            Status::Missing | Status::Contradicted => Status::Partial,
        };
        let after = scheme.score(&more, 60);
        prop_assert!(after.total >= before.total, "{:?} before {:?}", after, before);
    }

    #[test]
    fn covering_everything_earns_the_whole((question, judgements) in graded(Kinds::Monotone, 8)) {
        let scheme = Scheme::new(&question).unwrap();
        let covered = |judged| Judgement { status: Status::Covered, ..judged };
        let all: Vec<Judgement> = judgements.into_iter().map(covered).collect();
        prop_assert_eq!(scheme.score(&all, 100).total, scheme.max_score());
    }

    #[test]
    fn order_of_points_is_irrelevant(((question, judgements), order) in shuffled()) {
        let scheme = Scheme::new(&question).unwrap();
        let other = Scheme::new(&permuted(&question, &order)).unwrap();
        let moved: Vec<Judgement> = order.iter().map(|&old| judgements[old].clone()).collect();
        prop_assert_eq!(scheme.score(&judgements, 60).total, other.score(&moved, 60).total);
        let (a, b) = (scheme.expected(&judgements, 60), other.expected(&moved, 60));
        // Points that many rules tie together are sampled, one by one in their order.
        prop_assert!((a.mean - b.mean).abs() < 0.02 * scheme.max_score(), "{:?} {:?}", a, b);
    }

    #[test]
    fn only_the_total_is_rounded((question, judgements) in graded(Kinds::All, 8)) {
        let score = |step| {
            let mut question = question.clone();
            question.rules.step = Some(step);
            Scheme::new(&question).unwrap().score(&judgements, 60)
        };
        let (coarse, fine) = (score(1.0), score(1e-6));
        prop_assert_eq!(&coarse.points, &fine.points);
        prop_assert!((coarse.total - fine.total).abs() <= 0.5 + 1e-5);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn expectation_is_that_of_every_outcome(
        (question, judgements) in graded(Kinds::All, 5),
        characters in 0..120_usize,
    ) {
        check_expectation(&Scheme::new(&question).unwrap(), &judgements, characters);
    }

    #[test]
    fn expectation_of_a_group_of_many((question, judgements) in group_of_many()) {
        check_expectation(&Scheme::new(&question).unwrap(), &judgements, 0);
    }
}

/// A chance of covering a point, the rest split between partly and not at all.
fn likely(covered: f64) -> Judgement {
    let rest = (1.0 - covered) / 2.0;
    let p = Probabilities {
        covered,
        partial: rest,
        missing: rest,
        contradicted: 0.0,
    };
    judgement(Status::Covered, p, Vec::new())
}

/// A point that is covered or missing.
fn either(covered: f64) -> Judgement {
    let missing = 1.0 - covered;
    let p = Probabilities {
        covered,
        partial: 0.0,
        missing,
        contradicted: 0.0,
    };
    judgement(Status::Covered, p, Vec::new())
}

#[test]
fn fourteen_points_any_ten() {
    let mut question = plain(&[1.0; 14]);
    question.max_score = Some(10.0);
    question.rules.groups = vec![Group {
        points: None,
        best: Some(10),
        cap: None,
    }];
    let scheme = Scheme::new(&question).unwrap();
    let judgements: Vec<Judgement> = (0..14).map(|i| either(0.3 + 0.05 * f64::from(i))).collect();
    // Poisson-binomial: the number of covered points.
    let mut counts = [0.0; 15];
    counts[0] = 1.0;
    for judged in &judgements {
        let p = judged.probabilities.covered;
        for count in (0..15).rev() {
            let less = if count > 0 { counts[count - 1] } else { 0.0 };
            counts[count] = counts[count] * (1.0 - p) + less * p;
        }
    }
    let mean: f64 = counts
        .iter()
        .enumerate()
        .map(|(count, p)| count.min(10) as f64 * p)
        .sum();
    let expectation = scheme.expected(&judgements, 0);
    assert!(
        (expectation.mean - mean).abs() < 1e-9,
        "{} against {mean}",
        expectation.mean
    );
    let full: f64 = counts[10..].iter().sum();
    let found = expectation.distribution.last().unwrap();
    assert!(
        found.0 == 10.0 && (found.1 - full).abs() < 1e-9,
        "{found:?} against {full}"
    );
}

/// Ten points in a chain of requirements: 3^10 outcomes, too many to go through, but the mean has
/// a closed form: each earns if all before it are at least partly covered.
#[test]
fn many_tied_points_are_sampled_near_the_truth_and_always_alike() {
    let mut question = plain(&[1.0; 10]);
    for index in 1..10 {
        question.key_points[index].requires = vec![index - 1];
    }
    question.rules.step = Some(1e-6);
    let scheme = Scheme::new(&question).unwrap();
    let chances = [0.9, 0.7, 0.8, 0.95, 0.6, 0.9, 0.5, 0.85, 0.9, 0.7];
    let judgements: Vec<Judgement> = chances.iter().map(|&p| likely(p)).collect();
    let mut reached = 1.0;
    let mut mean = 0.0;
    for judged in &judgements {
        mean += reached * judged.probabilities.coverage();
        reached *= judged.probabilities.covered + judged.probabilities.partial;
    }
    let first = scheme.expected(&judgements, 0);
    assert!(
        (first.mean - mean).abs() < 0.005 * 10.0,
        "{} against {mean}",
        first.mean
    );
    assert_eq!(first, scheme.expected(&judgements, 0));
}

#[test]
fn weights_on_no_grid_keep_their_mean() {
    let weights: Vec<f64> = (0..14)
        .map(|i| 1.0 + f64::from(i * i + 1).sqrt().fract())
        .collect();
    let mut question = plain(&weights);
    question.rules.step = Some(1e-7);
    let scheme = Scheme::new(&question).unwrap();
    let judgements: Vec<Judgement> = (0..14).map(|i| likely(0.2 + 0.05 * f64::from(i))).collect();
    let pairs = || weights.iter().zip(&judgements);
    let mean: f64 = pairs()
        .map(|(weight, judged)| weight * judged.probabilities.coverage())
        .sum();
    let variance: f64 = pairs()
        .map(|(weight, judged)| {
            let p = judged.probabilities;
            weight * weight * (p.covered + p.partial / 4.0 - p.coverage().powi(2))
        })
        .sum();
    let expectation = scheme.expected(&judgements, 0);
    assert!(
        (expectation.mean - mean).abs() < 1e-6,
        "{} against {mean}",
        expectation.mean
    );
    let off = expectation.standard_deviation / variance.sqrt() - 1.0;
    assert!(off.abs() < 1e-4, "standard deviation off by {off}");
}

#[test]
fn review_when_the_score_may_well_be_off() {
    // Two points of 5 each: one wrong status puts the score off by 5.
    let tolerant = Rules {
        tolerance: Some(5.0),
        ..Rules::default()
    };
    let daring = Rules {
        risk: Some(0.4),
        ..Rules::default()
    };
    let cases = [
        ("sure", 0.99, Rules::default(), false),
        ("off with probability 0.28", 0.85, Rules::default(), false),
        ("off with probability 0.36", 0.8, Rules::default(), true),
        ("a wide tolerance", 0.8, tolerant, false),
        ("a higher risk", 0.8, daring, false),
    ];
    for (name, right, rules, expected) in cases {
        let mut question = plain(&[1.0, 1.0]);
        question.max_score = Some(10.0);
        question.rules = rules;
        let scheme = Scheme::new(&question).unwrap();
        let judgements = [either(right), either(right)];
        let score = scheme.score(&judgements, 0);
        let expectation = scheme.expected(&judgements, 0);
        assert_eq!(
            scheme.review(&score, &expectation),
            expected,
            "{name}: {expectation:?}"
        );
    }
}
