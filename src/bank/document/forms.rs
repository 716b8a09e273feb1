//! Forms that lack labels between question and answer, brought into the one that has them.

use super::label::{Kind, Label, clip};
use super::line::Line;
use super::number::{Digits, Number, Style};
use super::section::{like_section, name};
use super::wording::{asks, title};
use crate::bank::Warning;
use std::ops::Range;

/// The lines of a document with a label before every answer that the form shows.
pub(super) fn labelled(mut lines: Vec<Line>, warnings: &mut Vec<Warning>) -> Vec<Line> {
    question_and_answer(&mut lines);
    let lines = match apart(&lines, warnings) {
        Some(lines) => lines,
        None => lines,
    };
    let answered = lines
        .iter()
        .any(|line| matches!(kind(line), Some(Kind::Reference | Kind::Points)));
    if answered { lines } else { unlabelled(lines) }
}

fn kind(line: &Line) -> Option<Kind> {
    line.label.as_ref().map(|label| label.kind)
}

fn label(kind: Kind, at: usize) -> Option<Label> {
    Some(Label {
        kind,
        note: String::new(),
        at,
    })
}

/// Q1：… A：…: a single letter is a label only where its other half stands too.
fn question_and_answer(lines: &mut [Line]) {
    let short = |line: &Line, letter: [char; 2]| -> Option<usize> {
        let rest = line.text.strip_prefix(letter)?;
        let rest = rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start();
        let rest = rest.strip_prefix(['：', ':', '.', '、'])?;
        Some(line.text.len() - rest.len())
    };
    let questions = lines
        .iter()
        .filter(|line| short(line, ['Q', 'q']).is_some())
        .count();
    let answers = lines
        .iter()
        .filter(|line| short(line, ['A', 'a']).is_some())
        .count();
    if questions == 0 || answers == 0 || answers > questions {
        return;
    }
    for line in lines {
        if let Some(at) = short(line, ['A', 'a']) {
            line.label = label(Kind::Reference, at);
        } else if line.number.is_none()
            && let Some(at) = short(line, ['Q', 'q'])
        {
            line.label = label(Kind::Question, at);
        }
    }
}

/// A question or an answer of an exam paper: its section, number and lines.
struct Block {
    section: usize,
    number: u32,
    start: usize,
    end: usize,
}

/// Exam papers: all questions, then 参考答案, then all answers under the same numbers.
fn apart(lines: &[Line], warnings: &mut Vec<Warning>) -> Option<Vec<Line>> {
    // 28. 示例：… in the answers opens none.
    let beside = |at: usize| {
        at.checked_sub(1)
            .map(|before| &lines[before])
            .is_some_and(|number| {
                number.place == lines[at].place && number.is_item() && number.rest().is_empty()
            })
    };
    let mut alone = (0..lines.len()).filter(|&at| {
        kind(&lines[at]) == Some(Kind::Reference) && lines[at].number.is_none() && !beside(at)
    });
    let middle = alone.next().filter(|_| alone.next().is_none())?;
    let early = |line: &Line| matches!(kind(line), Some(Kind::Reference | Kind::Points));
    if !lines[middle].rest().is_empty() || lines[..middle].iter().any(early) {
        return None;
    }
    let paper = Paper::of(&lines[..middle])?;
    let questions = paper.blocks(lines, 0..middle, |last, section, value| match last {
        // A paper begins at any number; a section begins anew or goes on.
        None => true,
        Some(last) => value == last.number + 1 || value == 1 && section > last.section,
    });
    let answers = paper.blocks(lines, middle + 1..lines.len(), |last, section, value| {
        let later = last.is_none_or(|last| last.section < section || last.number < value);
        let known = |question: &Block| (question.section, question.number) == (section, value);
        // One more than the last is an answer too, if only to tell that its question is missing.
        let next = last.is_some_and(|last| last.number + 1 == value);
        later && (next || questions.iter().any(known))
    });
    let same =
        |one: &Block, other: &Block| (one.section, one.number) == (other.section, other.number);
    let pairs = questions
        .iter()
        .filter(|question| answers.iter().any(|answer| same(question, answer)))
        .count();
    // One question above a numbered answer is the usual form, not this one.
    let most = questions.len().max(answers.len());
    let sectioned = answers.iter().any(|answer| answer.section > 0);
    if pairs < 2 && !sectioned || pairs * 3 < most * 2 {
        return None;
    }
    let mut together = Vec::new();
    let mut from = 0;
    for question in &questions {
        let Some(answer) = answers.iter().find(|answer| same(question, answer)) else {
            together.extend_from_slice(&lines[from..question.start]);
            from = question.end;
            warnings.push(left_out(&lines[question.start], "question", "answer"));
            continue;
        };
        together.extend_from_slice(&lines[from..question.end]);
        from = question.end;
        together.push(Line {
            place: lines[answer.start].place,
            label: label(Kind::Reference, 0),
            ..Line::default()
        });
        let mut first = Line::of(lines[answer.start].rest(), lines[answer.start].place);
        if kind(&lines[answer.start]) == Some(Kind::Points) {
            first.label = label(Kind::Points, 0);
        }
        if !first.text.is_empty() {
            together.push(first);
        }
        together.extend((answer.start + 1..answer.end).map(|at| match beside(at) {
            true => Line::of(lines[at].rest(), lines[at].place),
            false => lines[at].clone(),
        }));
    }
    let orphans = answers
        .iter()
        .filter(|answer| !questions.iter().any(|question| same(question, answer)));
    warnings.extend(orphans.map(|answer| left_out(&lines[answer.start], "answer", "question")));
    Some(together)
}

/// Half of a pair whose other half the document lacks.
fn left_out(line: &Line, found: &str, missing: &str) -> Warning {
    Warning {
        line: Some(line.place),
        message: format!(
            "{found} \"{}\" has no {missing} of its section and number in the document and was left out",
            clip(&line.text, 60)
        ),
    }
}

/// How a paper numbers its questions.
struct Paper {
    style: Style,
    /// Titles of its sections, those that only their number tells among them: 一、名词解释 above 1. and 2.
    sections: Vec<String>,
}

impl Paper {
    fn of(questions: &[Line]) -> Option<Self> {
        let numbered = || {
            questions
                .iter()
                .filter(|line| line.label.is_none() && !like_section(line))
                .filter_map(|line| Some((line, line.number?)))
        };
        let (_, first) = numbered().next()?;
        let inner =
            |number: &Number| number.style.digits == Digits::Arabic && number.style.open == ' ';
        let outer =
            |number: &Number| number.style.digits == Digits::Chinese && number.style.open == ' ';
        let below = numbered().zip(numbered().skip(1));
        let sections: Vec<String> = below
            .filter(|((line, number), (_, next))| {
                outer(number) && inner(next) && line.rest().chars().count() <= LONGEST_TITLE
            })
            .map(|((line, _), _)| title(line.rest()))
            .filter(|title| !title.is_empty())
            .collect();
        let style = match sections.is_empty() {
            true => first.style,
            false => numbered().find(|(_, number)| inner(number))?.1.style,
        };
        // Above the answers a section may stand without its note: 一、名词解释（每题3分）, and then 一、名词解释.
        let noted = questions.iter().filter(|line| like_section(line));
        let noted = noted.map(|line| title(name(line.rest())));
        let sections = sections.into_iter().chain(noted).collect();
        Some(Self { style, sections })
    }

    fn opens_section(&self, line: &Line) -> bool {
        line.label.is_none()
            && (like_section(line)
                || line.number.is_some() && self.sections.contains(&title(name(line.rest()))))
    }

    /// The numbered blocks of a part of a paper, its sections counted. `goes_on` says whether a number, and the section it
    /// stands in, may follow the last block.
    fn blocks(
        &self,
        lines: &[Line],
        part: Range<usize>,
        goes_on: impl Fn(Option<&Block>, usize, u32) -> bool,
    ) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut section = 0;
        for at in part.clone() {
            let line = &lines[at];
            let opens = self.opens_section(line);
            let number = line.number.filter(|number| {
                !opens
                    && number.style == self.style
                    && goes_on(blocks.last(), section, number.value)
            });
            if !opens && number.is_none() {
                continue;
            }
            if let Some(block) = blocks.last_mut().filter(|block| block.end == part.end) {
                block.end = at;
            }
            section += usize::from(opens);
            if let Some(number) = number {
                blocks.push(Block {
                    section,
                    number: number.value,
                    start: at,
                    end: part.end,
                });
            }
        }
        blocks
    }
}

/// No title of a section that only its number tells is longer, in characters.
const LONGEST_TITLE: usize = 12;

/// 1、…？ and below it the answer, without any label.
fn unlabelled(lines: Vec<Line>) -> Vec<Line> {
    let heads = |line: &Line| {
        line.label.is_none()
            && line.bullet.is_none()
            && (line.number.is_some() || line.level > 0 || line.bold)
            && asks(line.rest()) > 0.0
            && !like_section(line)
    };
    let headed = |at: usize| lines.get(at).is_some_and(heads);
    let style = lines
        .iter()
        .find(|line| heads(line))
        .and_then(|line| line.number)
        .map(|number| number.style);
    let mut last = 0;
    let mut labelled: Vec<Line> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let fits = heads(line)
            && line.number.map(|number| number.style) == style
            && line
                .number
                .is_none_or(|number| number.value == 1 || number.value > last);
        labelled.push(line.clone());
        if !fits {
            continue;
        }
        last = line.number.map_or(0, |number| number.value);
        let answered = at + 1 < lines.len() && !headed(at + 1) && !like_section(&lines[at + 1]);
        // 1、什么是…？ …。 on one line.
        let text = line.rest();
        let inline = text
            .find(['？', '?'])
            .map(|end| end + text[end..].chars().next().map_or(0, char::len_utf8))
            .filter(|&end| text[end..].chars().count() >= 8);
        let place = line.place;
        if let Some(end) = inline {
            let answer = text[end..].trim().to_owned();
            if let Some(question) = labelled.last_mut() {
                question.text.truncate(question.text.len() - answer.len());
            }
            labelled.push(Line {
                label: label(Kind::Reference, 0),
                text: answer,
                place,
                ..Line::default()
            });
        } else if answered {
            labelled.push(Line {
                label: label(Kind::Reference, 0),
                place,
                ..Line::default()
            });
        }
    }
    labelled
}
