//! Forms that lack labels between question and answer, brought into the one that has them.

use super::label::{Kind, Label};
use super::line::Line;
use super::number::Number;
use super::section::like_section;
use super::wording::asks;

/// The lines of a document with a label before every answer that the form shows.
pub(super) fn labelled(mut lines: Vec<Line>) -> Vec<Line> {
    question_and_answer(&mut lines);
    let lines = match apart(&lines) {
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
fn apart(lines: &[Line]) -> Option<Vec<Line>> {
    let alone = |line: &&Line| kind(line) == Some(Kind::Reference) && line.number.is_none();
    if lines.iter().filter(alone).count() != 1 {
        return None;
    }
    let middle = lines.iter().position(|line| alone(&line))?;
    let early = |line: &Line| matches!(kind(line), Some(Kind::Reference | Kind::Points));
    if !lines[middle].rest().is_empty() || lines[..middle].iter().any(early) {
        return None;
    }
    let questions = blocks(lines, 0, middle);
    let answers = blocks(lines, middle + 1, lines.len());
    let pairs: Vec<(&Block, &Block)> = questions
        .iter()
        .filter_map(|question| {
            let same = |answer: &&Block| {
                (answer.section, answer.number) == (question.section, question.number)
            };
            Some((question, answers.iter().find(same)?))
        })
        .collect();
    // One question above a numbered answer is the usual form, not this one.
    if pairs.len() < 2 || pairs.len() * 3 < questions.len() * 2 || answers.len() > questions.len() {
        return None;
    }
    let mut together = Vec::new();
    let mut from = 0;
    for (question, answer) in pairs {
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
        together.extend_from_slice(&lines[answer.start + 1..answer.end]);
    }
    Some(together)
}

/// The numbered blocks of a part of a paper, its sections counted.
fn blocks(lines: &[Line], start: usize, end: usize) -> Vec<Block> {
    let heads = |at: usize| like_section(&lines[at]) && lines[at].label.is_none();
    let first = (start..end).find(|&at| !heads(at) && lines[at].number.is_some());
    let Some(style) = first
        .and_then(|at| lines[at].number)
        .map(|number| number.style)
    else {
        return Vec::new();
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut section = 0;
    let mut expected = 1;
    for (at, line) in lines.iter().enumerate().take(end).skip(start) {
        if heads(at) {
            if let Some(block) = blocks.last_mut().filter(|block| block.end == end) {
                block.end = at;
            }
            section += 1;
            expected = 1;
        } else if let Some(number) = line
            .number
            .filter(|number: &Number| number.style == style && number.value == expected)
        {
            if let Some(block) = blocks.last_mut().filter(|block| block.end == end) {
                block.end = at;
            }
            blocks.push(Block {
                section,
                number: number.value,
                start: at,
                end,
            });
            expected += 1;
        }
    }
    blocks
}

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
