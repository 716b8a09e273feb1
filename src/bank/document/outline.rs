//! Which lines of a document are the headings of its questions.
//!
//! Labels are the fixed points: between two labels stands at most one heading, and between two labels of
//! one kind exactly one. Among the lines that may be it, the best chain through the whole document is
//! taken: numbers that go on, a wording that asks, a title that the contents list holds. A numbered list
//! in an answer breaks the chain of the headings and so is not taken for them.

use super::label::Kind;
use super::line::Line;
use super::number::{Digits, Number};
use super::section::like_section;
use super::wording::{asks, title};
use std::collections::HashMap;

/// A question: its heading line and the label lines of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) heading: usize,
    pub(super) labels: Vec<usize>,
}

/// Chains kept from label to label; ten would do on every document tried.
const BEAM: usize = 24;

/// Lines looked at on each side of a gap between labels: bounds the work on hostile input.
const REACH: usize = 2_000;

/// What a chain of headings has come to.
#[derive(Clone)]
struct Chain {
    score: f32,
    /// The last heading.
    heading: Option<usize>,
    /// Kinds of labels since that heading, a bit each.
    seen: u8,
    /// The step taken in this gap, for the way back.
    step: usize,
}

struct Step {
    before: usize,
    heading: Option<usize>,
}

/// The questions of a document in order.
pub(super) fn outline(lines: &[Line]) -> Vec<Entry> {
    let labels: Vec<usize> = (0..lines.len())
        .filter(|&at| kind(&lines[at]).is_some_and(|kind| kind != Kind::Question))
        .collect();
    let traits = Traits::new(lines);
    let mut steps = vec![Step {
        before: 0,
        heading: None,
    }];
    let mut chains = vec![Chain {
        score: 0.0,
        heading: None,
        seen: 0,
        step: 0,
    }];
    let mut start = 0;
    for &label in &labels {
        let kind = kind(&lines[label]).unwrap_or(Kind::Other);
        let bit = bit(kind);
        let candidates = traits.candidates(start, label);
        let mut next: Vec<Chain> = Vec::new();
        for chain in &chains {
            let stay = match (chain.heading, chain.seen & bit != 0) {
                (None, _) => -4.0,
                (Some(_), true) if kind != Kind::Other => -8.0,
                _ => 0.0,
            };
            steps.push(Step {
                before: chain.step,
                heading: None,
            });
            next.push(Chain {
                score: chain.score + stay,
                heading: chain.heading,
                seen: chain.seen | bit,
                step: steps.len() - 1,
            });
            let fresh = match kind {
                Kind::Analysis => -6.0,
                _ if chain.heading.is_none() || chain.seen & bit != 0 => 0.0,
                // 答题要点 after 参考答案: most often the same question.
                _ if chain.seen & (self::bit(Kind::Reference) | self::bit(Kind::Points)) != 0 => {
                    -3.0
                }
                _ => -6.0,
            };
            for candidate in &candidates {
                let score = chain.score
                    + fresh
                    + candidate.score
                    + traits.follows(chain.heading, candidate.at, start)
                    + traits.leads_to(candidate.at, label, kind);
                steps.push(Step {
                    before: chain.step,
                    heading: Some(candidate.at),
                });
                next.push(Chain {
                    score,
                    heading: Some(candidate.at),
                    seen: bit,
                    step: steps.len() - 1,
                });
            }
        }
        next.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut known = Vec::new();
        next.retain(|chain| {
            let same = known.contains(&(chain.heading, chain.seen));
            if !same {
                known.push((chain.heading, chain.seen));
            }
            !same && known.len() <= BEAM
        });
        chains = next;
        start = label + 1;
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut step = chains.first().map_or(0, |chain| chain.step);
    let mut fields = Vec::new();
    for &label in labels.iter().rev() {
        fields.push(label);
        if let Some(heading) = steps[step].heading {
            fields.reverse();
            entries.push(Entry {
                heading,
                labels: std::mem::take(&mut fields),
            });
        }
        step = steps[step].before;
    }
    entries.reverse();
    entries
}

fn kind(line: &Line) -> Option<Kind> {
    line.label.as_ref().map(|label| label.kind)
}

fn bit(kind: Kind) -> u8 {
    match kind {
        Kind::Reference => 1,
        Kind::Points => 2,
        Kind::Analysis => 4,
        Kind::Other | Kind::Question => 0,
    }
}

struct Candidate {
    at: usize,
    score: f32,
}

/// What can be said of each line before any choice.
struct Traits<'a> {
    lines: &'a [Line],
    /// Lines whose words stand again further down: titles of a contents list.
    repeated_later: Vec<bool>,
    repeats_earlier: Vec<bool>,
    /// Parts of a question that stands above them: （1）…（4分） below 1. 阅读材料，回答问题。
    parts: Vec<bool>,
    /// Items of lists before each line, for sums over a range.
    items_before: Vec<u32>,
    /// Lines like a section's heading before each line.
    sections_before: Vec<u32>,
    /// Most references carry no label: 答题要点 ends them.
    bare_references: bool,
}

impl<'a> Traits<'a> {
    fn new(lines: &'a [Line]) -> Self {
        let keys: Vec<String> = lines.iter().map(|line| title(line.rest())).collect();
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut repeated_later = vec![false; lines.len()];
        let mut repeats_earlier = vec![false; lines.len()];
        for (at, key) in keys.iter().enumerate() {
            if lines[at].label.is_some() || key.chars().count() < 4 {
                continue;
            }
            match first.get(key.as_str()) {
                Some(&earlier) => {
                    repeated_later[earlier] = true;
                    repeats_earlier[at] = true;
                }
                None => {
                    first.insert(key, at);
                }
            }
        }
        let parts = parts(lines);
        let sum = |test: &dyn Fn(usize, &Line) -> bool| {
            let mut sums = vec![0];
            for (at, line) in lines.iter().enumerate() {
                sums.push(sums[sums.len() - 1] + u32::from(test(at, line)));
            }
            sums
        };
        let count = |wanted: Kind| {
            lines
                .iter()
                .filter(|line| kind(line) == Some(wanted))
                .count()
        };
        Self {
            lines,
            repeated_later,
            repeats_earlier,
            items_before: sum(&|at, line| line.is_item() && !parts[at]),
            sections_before: sum(&|_, line| like_section(line)),
            parts,
            bare_references: count(Kind::Reference) * 2 < count(Kind::Points),
        }
    }

    /// Lines from `start` to `end` that may be a heading, with what speaks for each.
    fn candidates(&self, start: usize, end: usize) -> Vec<Candidate> {
        let mut run: Option<Number> = None;
        let mut list = None;
        let mut found = Vec::new();
        let far = end.saturating_sub(REACH).max(start + REACH);
        for at in (start..end.min(start + REACH)).chain(far.min(end)..end) {
            let line = &self.lines[at];
            // Goes on with a list that the field before opened with its first number.
            let goes_on = line.number.is_some_and(|number| {
                let next = run.is_some_and(|run: Number| {
                    run.style == number.style && run.value + 1 == number.value
                });
                next && list == Some(number.style)
            });
            if let Some(number) = line.number {
                if number.value == 1 && run.is_none() {
                    list = Some(number.style);
                }
                run = Some(number);
            }
            if let Some(score) = self.alone(at, start) {
                found.push(Candidate {
                    at,
                    score: score - if goes_on { 3.0 } else { 0.0 },
                });
            }
        }
        found
    }

    /// What speaks for a line by itself; none where it cannot be a heading.
    fn alone(&self, at: usize, start: usize) -> Option<f32> {
        let line = &self.lines[at];
        let labelled = kind(line) == Some(Kind::Question);
        let rest = line.rest();
        let asks = asks(rest);
        let styled = line.level > 0 || line.bold;
        let numbered = line.number.filter(|number| !number.style.names_section());
        if self.parts[at] || line.bullet.is_some() || (line.number.is_some() && numbered.is_none())
        {
            return None;
        }
        if !(labelled
            || numbered.is_some()
            || styled
            || asks > 0.0
            || line.blank_before
            || at == start)
        {
            return None;
        }
        let mut score = asks;
        score += match numbered {
            Some(number) if number.style.names_question() => 4.0,
            Some(_) => 1.0,
            None => -1.5,
        };
        if labelled {
            score += if line.text.starts_with("问题") || line.text.starts_with('问') {
                3.0
            } else {
                5.0
            };
        }
        // A number alone on its line: the question follows below.
        score += if numbered.is_some() && rest.is_empty() {
            5.0
        } else {
            0.0
        };
        score += if line.level > 0 {
            2.0
        } else if line.bold {
            1.0
        } else {
            0.0
        };
        score += if line.blank_before { 0.5 } else { 0.0 };
        score += if self.repeats_earlier[at] { 5.0 } else { 0.0 };
        score -= if self.repeated_later[at] { 3.0 } else { 0.0 };
        let neighbour = |other: Option<&Line>, step: i64| {
            other.and_then(|other| other.number).is_some_and(|other| {
                numbered.is_some_and(|number| {
                    number.style == other.style
                        && i64::from(other.value) == i64::from(number.value) + step
                })
            })
        };
        if neighbour(self.lines.get(at + 1), 1) {
            score -= 2.0;
        }
        if at > start && neighbour(self.lines.get(at - 1), -1) {
            score -= 1.5;
        }
        if super::noise::notice(rest) {
            score -= 5.0;
        }
        if like_section(line) {
            score -= 2.0;
        }
        Some(score)
    }

    /// How well a heading follows the one before; `start` is the line after the last label.
    fn follows(&self, before: Option<usize>, at: usize, start: usize) -> f32 {
        let (line, number) = (&self.lines[at], self.lines[at].number);
        let Some(before) = before else {
            return match number {
                Some(number) if number.value == 1 => 2.0,
                _ => 0.0,
            };
        };
        let level = |line: &Line| (line.level, line.bold, kind(line));
        let alike = if level(line) == level(&self.lines[before]) {
            1.0
        } else {
            -1.0
        };
        alike
            + match (self.lines[before].number, number) {
                (Some(old), Some(new)) if alike_styles(old, new) => {
                    let section = self.sections_before[at] > self.sections_before[start];
                    let exact = if old.style == new.style { 0.0 } else { -1.0 };
                    exact
                        + match new.value {
                            value if value == old.value + 1 => 4.0,
                            1 if section => 4.0,
                            1 => -1.0,
                            value if value > old.value => {
                                1.5 - (value - old.value).min(30) as f32 / 20.0
                            }
                            _ => -4.0,
                        }
                }
                (Some(_), Some(_)) => -4.0,
                (Some(_), None) => -3.0,
                (None, Some(_)) => -2.0,
                (None, None) => 1.0,
            }
    }

    /// How well what stands between a heading and its first label fits.
    fn leads_to(&self, at: usize, label: usize, kind: Kind) -> f32 {
        let between = (label - at - 1) as f32;
        let items = (self.items_before[label] - self.items_before[at + 1]) as f32;
        let sections = (self.sections_before[label] - self.sections_before[at + 1]) as f32;
        let reference = self.bare_references && kind == Kind::Points;
        let base = if reference {
            // The reference stands here, lists and all.
            if between > 0.0 { 1.0 } else { -0.5 }
        } else if between == 0.0 {
            2.0
        } else {
            -0.5 * between.min(6.0) - items.min(6.0)
        };
        base - 2.0 * sections.min(3.0)
    }
}

/// Which lines are parts of a question: （1）, （2）, … down to the label of its answer, below a line that may be its heading.
fn parts(lines: &[Line]) -> Vec<bool> {
    let mut parts = vec![false; lines.len()];
    let mut start = 0;
    for end in 0..lines.len() {
        if kind(&lines[end]).is_none_or(|kind| kind == Kind::Question) {
            continue;
        }
        let inner =
            |number: &Number| number.style.open == '(' || number.style.digits == Digits::Circled;
        let mut run: Vec<(usize, Number)> = Vec::new();
        for at in (start.max(end.saturating_sub(REACH))..end).rev() {
            let line = &lines[at];
            let number = line.number.filter(|_| line.label.is_none());
            let first = run.last().is_some_and(|(_, number)| number.value == 1);
            match (number.filter(inner), run.last()) {
                (Some(number), None) => run.push((at, number)),
                (Some(number), Some((_, below)))
                    if number.style == below.style && number.value + 1 == below.value =>
                {
                    run.push((at, number));
                }
                _ if !first || run.len() < 2 => {}
                (None, _)
                    if !like_section(line) && (number.is_some() || asks(line.rest()) > 0.0) =>
                {
                    run.iter().for_each(|&(at, _)| parts[at] = true);
                    break;
                }
                _ => {}
            }
        }
        start = end + 1;
    }
    parts
}

/// One level of headings: `3.` and `3、` go together, `3.` and `(3)` do not.
fn alike_styles(a: Number, b: Number) -> bool {
    let point = |number: Number| matches!(number.style.close, '.' | '、' | ')' | ':' | '\t' | ' ');
    a.style == b.style
        || (a.style.digits == b.style.digits
            && a.style.open == b.style.open
            && point(a)
            && point(b)
            && a.style.digits != Digits::Circled)
}
