//! Compiles a question's rules: every bad rule is an error that names question and point.

use super::settle::Coupling;
use super::{Group, Point, RISK, Role, Scheme, TOLERANCE};
use crate::Error;
use crate::bank::{KeyPoint, PartialCredit, Question, Rules};

/// A core point counts this many ordinary ones, where the bank gives no weights.
const CORE: f64 = 2.0;
/// Totals are rounded to half points where the bank does not say.
const STEP: f64 = 0.5;

impl Scheme {
    /// Checks a question's rules and prepares them.
    ///
    /// # Errors
    ///
    /// [`Error::BadQuestion`] naming question and key point: no key points or none that earns, a
    /// weight, cap, step or `max_score` outside its range, an index that is no key point, a point
    /// in two groups, a group of which more must count than it has, points that require one
    /// another, and whatever else cannot be scored.
    pub fn new(question: &Question) -> Result<Self, Error> {
        question.check()?;
        let check = Check { question };
        check.points()?;
        check.settings()?;
        let requirements_first = check.requirements()?;
        let exclusive_of = check.membership("exclusive set", &question.rules.exclusive)?;
        let groups: Vec<Vec<usize>> = question
            .rules
            .groups
            .iter()
            .map(|group| group.points.clone().unwrap_or_else(|| check.all_ordinary()))
            .collect();
        let group_of = check.membership("group", &groups)?;
        check.membership("ordered sequence", &question.rules.ordered)?;
        check.limits(&groups, &group_of)?;

        let limits = groups.into_iter().zip(&question.rules.groups);
        let groups: Vec<Group> = limits
            .map(|(points, rule)| Group {
                best: rule.best.unwrap_or(points.len()),
                cap: rule.cap.unwrap_or(f64::INFINITY),
                points,
            })
            .collect();
        let Rules {
            exclusive, ordered, ..
        } = question.rules.clone();
        let whole = Coupling {
            points: requirements_first
                .into_iter()
                .filter(|&index| !question.key_points[index].penalty)
                .collect(),
            ordered: (0..ordered.len()).collect(),
            exclusive: (0..exclusive.len()).collect(),
            groups: (0..groups.len()).collect(),
        };
        let compile = |(index, point): (usize, &KeyPoint)| Point {
            weight: weight(point, question.rules.each),
            role: match (point.bonus, point.penalty) {
                (true, _) => Role::Bonus,
                (_, true) => Role::Penalty,
                _ => Role::Ordinary,
            },
            half: match point.partial {
                PartialCredit::Half => 0.5,
                PartialCredit::None => 0.0,
            },
            requires: point.requires.clone(),
            overlapping: point.overlapping,
            group: group_of[index],
            exclusive: exclusive_of[index],
        };
        let mut scheme = Self {
            points: question
                .key_points
                .iter()
                .enumerate()
                .map(compile)
                .collect(),
            groups,
            exclusive,
            ordered,
            single_use: question.rules.single_use,
            contradiction: question.rules.contradiction,
            penalty_cap: question.rules.penalty_cap.unwrap_or(f64::INFINITY),
            length: question.rules.length.clone(),
            whole,
            parts: Vec::new(),
            full: 1.0,
            unit: 1.0,
            max_score: 0.0,
            step: question.rules.step.unwrap_or(STEP),
            tolerance: 0.0,
            risk: question.rules.risk.unwrap_or(RISK),
        };
        scheme.parts = scheme.parted(&[]);
        let full = scheme.all_covered();
        if !full.is_finite() {
            let message = format!(
                "the points that count are worth {full} together, expected a finite number above 0"
            );
            return Err(check.error(None, message));
        }
        scheme.max_score = question.max_score.unwrap_or(full);
        scheme.full = full;
        scheme.unit = scheme.max_score / full;
        let worths = scheme.points.iter().map(|point| point.weight * scheme.unit);
        let worth: f64 = worths.sum();
        // The deviation of the score is made of squares.
        if !(worth * worth).is_finite() {
            let message = format!("its points are worth {worth} together, expected at most 1e154");
            return Err(check.error(None, message));
        }
        scheme.tolerance = question
            .rules
            .tolerance
            .unwrap_or(TOLERANCE * scheme.max_score);
        Ok(scheme)
    }
}

fn weight(point: &KeyPoint, each: Option<f64>) -> f64 {
    let each = each.unwrap_or(1.0);
    point
        .weight
        .unwrap_or(if point.core { CORE * each } else { each })
}

struct Check<'a> {
    question: &'a Question,
}

impl Check<'_> {
    fn error(&self, key_point: Option<usize>, message: String) -> Error {
        Error::question(&self.question.id, key_point, message)
    }

    fn above_zero(&self, name: &str, value: Option<f64>) -> Result<(), Error> {
        match value {
            Some(value) if !(value.is_finite() && value > 0.0) => Err(self.error(
                None,
                format!("{name} is {value}, expected a finite number above 0"),
            )),
            _ => Ok(()),
        }
    }

    fn zero_or_above(&self, name: &str, value: Option<f64>, most: f64) -> Result<(), Error> {
        match value {
            Some(value) if !(value.is_finite() && (0.0..=most).contains(&value)) => {
                let allowed = match most {
                    f64::INFINITY => "a finite number of 0 or above".to_owned(),
                    most => format!("a number from 0 to {most}"),
                };
                Err(self.error(None, format!("{name} is {value}, expected {allowed}")))
            }
            _ => Ok(()),
        }
    }

    /// An index that a rule names.
    fn index(&self, rule: &str, index: usize, at: Option<usize>) -> Result<(), Error> {
        match self.question.key_points.len() {
            count if index < count => Ok(()),
            count => Err(self.error(
                at,
                format!("{rule} names index {index}, expected 0 to {}", count - 1),
            )),
        }
    }

    fn points(&self) -> Result<(), Error> {
        if self.question.key_points.is_empty() {
            return Err(self.error(None, "has no key points, expected at least one".to_owned()));
        }
        for (index, point) in self.question.key_points.iter().enumerate() {
            let roles = [
                (point.core, "core"),
                (point.bonus, "bonus"),
                (point.penalty, "penalty"),
            ];
            let roles: Vec<&str> = roles
                .iter()
                .filter(|role| role.0)
                .map(|role| role.1)
                .collect();
            if roles.len() > 1 {
                let roles = roles.join(" and ");
                return Err(self.error(Some(index), format!("is {roles}, expected one of them")));
            }
            for (number, any_of) in point.all_of.iter().enumerate() {
                let place = format!("all_of list {}", number + 1);
                if any_of.is_empty() {
                    let message = format!("{place} is empty, expected at least one text");
                    return Err(self.error(Some(index), message));
                }
                if let Some(at) = any_of
                    .iter()
                    .position(|text| !text.chars().any(char::is_alphanumeric))
                {
                    let message = format!("{place}: text {} is blank, expected words", at + 1);
                    return Err(self.error(Some(index), message));
                }
            }
        }
        if self
            .question
            .key_points
            .iter()
            .all(|point| point.bonus || point.penalty)
        {
            let message = "no key point counts towards the question's worth, expected at least one that is neither bonus nor penalty";
            return Err(self.error(None, message.to_owned()));
        }
        Ok(())
    }

    fn all_ordinary(&self) -> Vec<usize> {
        let points = self.question.key_points.iter().enumerate();
        let ordinary = points.filter(|(_, point)| !point.bonus && !point.penalty);
        ordinary.map(|(index, _)| index).collect()
    }

    fn settings(&self) -> Result<(), Error> {
        let rules = &self.question.rules;
        self.above_zero("each", rules.each)?;
        self.above_zero("step", rules.step)?;
        self.zero_or_above("penalty_cap", rules.penalty_cap, f64::INFINITY)?;
        self.zero_or_above("contradiction", Some(rules.contradiction), 1.0)?;
        self.zero_or_above("tolerance", rules.tolerance, f64::INFINITY)?;
        self.zero_or_above("risk", rules.risk, 1.0)?;
        let Some(length) = &rules.length else {
            return Ok(());
        };
        self.above_zero("length penalty", Some(length.penalty))?;
        match (length.min, length.max) {
            (None, None) => Err(self.error(
                None,
                "length has neither min nor max, expected at least one".to_owned(),
            )),
            (Some(min), Some(max)) if min > max => Err(self.error(
                None,
                format!("length min is {min}, expected at most its max {max}"),
            )),
            _ => Ok(()),
        }
    }

    /// The points in an order in which each stands after those it requires.
    fn requirements(&self) -> Result<Vec<usize>, Error> {
        let points = &self.question.key_points;
        for (index, point) in points.iter().enumerate() {
            for &required in &point.requires {
                self.index("requires", required, Some(index))?;
                if points[required].penalty || point.penalty {
                    let message = "a penalty point neither requires nor is required".to_owned();
                    return Err(self.error(Some(index), message));
                }
                if points[required].bonus && !point.bonus {
                    let message = format!(
                        "requires key point {}, a bonus point, expected ordinary points only",
                        required + 1
                    );
                    return Err(self.error(Some(index), message));
                }
            }
        }
        let mut waiting: Vec<usize> = points.iter().map(|point| point.requires.len()).collect();
        let mut required_by = vec![Vec::new(); points.len()];
        for (index, point) in points.iter().enumerate() {
            for &required in &point.requires {
                required_by[required].push(index);
            }
        }
        let mut order: Vec<usize> = (0..points.len()).filter(|&i| waiting[i] == 0).collect();
        let mut next = 0;
        while let Some(&done) = order.get(next) {
            next += 1;
            for &index in &required_by[done] {
                waiting[index] -= 1;
                if waiting[index] == 0 {
                    order.push(index);
                }
            }
        }
        if order.len() == points.len() {
            return Ok(order);
        }
        Err(self.cycle(&waiting))
    }

    /// Names a cycle: some point still `waiting`, and what it requires in turn.
    fn cycle(&self, waiting: &[usize]) -> Error {
        let points = &self.question.key_points;
        let mut path = Vec::new();
        let mut at = waiting.iter().position(|&count| count > 0);
        while let Some(index) = at
            && !path.contains(&index)
        {
            path.push(index);
            at = points[index]
                .requires
                .iter()
                .copied()
                .find(|&required| waiting[required] > 0);
        }
        let start = at
            .and_then(|at| path.iter().position(|&index| index == at))
            .unwrap_or(0);
        let cycle = path[start..].iter().chain(&path[start..=start]);
        let names: Vec<String> = cycle.map(|index| (index + 1).to_string()).collect();
        let message = format!("requires itself: {}", names.join(" → "));
        self.error(path.get(start).copied(), message)
    }

    /// The set each point is in; sets must not be empty nor share points.
    fn membership(&self, name: &str, sets: &[Vec<usize>]) -> Result<Vec<Option<usize>>, Error> {
        let mut set_of = vec![None; self.question.key_points.len()];
        for (number, set) in sets.iter().enumerate() {
            let rule = format!("{name} {}", number + 1);
            if set.is_empty() {
                let message = format!("{rule} is empty, expected at least one key point");
                return Err(self.error(None, message));
            }
            for &index in set {
                self.index(&rule, index, None)?;
                if self.question.key_points[index].penalty {
                    let message = format!("is a penalty point and in {rule}, expected in none");
                    return Err(self.error(Some(index), message));
                }
                if let Some(other) = set_of[index] {
                    let message = match other {
                        other if other == number => format!("stands twice in {rule}"),
                        other => {
                            format!("is in {name} {} and in {rule}, expected in one", other + 1)
                        }
                    };
                    return Err(self.error(Some(index), message));
                }
                set_of[index] = Some(number);
            }
        }
        Ok(set_of)
    }

    fn limits(&self, groups: &[Vec<usize>], group_of: &[Option<usize>]) -> Result<(), Error> {
        for (number, group) in self.question.rules.groups.iter().enumerate() {
            let rule = format!("group {}", number + 1);
            let count = groups[number].len();
            match group.best {
                Some(best) if !(1..=count).contains(&best) => {
                    let allowed = format!("expected 1 to {count}, its number of points");
                    return Err(self.error(None, format!("{rule}: best is {best}, {allowed}")));
                }
                None if group.cap.is_none() => {
                    let message = format!("{rule} has neither best nor cap, expected at least one");
                    return Err(self.error(None, message));
                }
                _ => self.above_zero(&format!("{rule}: cap"), group.cap)?,
            }
        }
        for (number, set) in self.question.rules.exclusive.iter().enumerate() {
            let outside = |&&index: &&usize| group_of[index] != group_of[set[0]];
            if let Some(&index) = set.iter().find(outside) {
                let message = format!(
                    "is in exclusive set {} but not in the group of key point {}, expected the whole set in one group or in none",
                    number + 1,
                    set[0] + 1
                );
                return Err(self.error(Some(index), message));
            }
        }
        Ok(())
    }
}
