//! From the lines of a question to its fields.

use super::label::Kind;
use super::line::Line;
use super::outline::Entry;
use super::section::{Section, like_section};
use super::wording::{asks, ends};
use super::{noise, points};
use crate::bank::remarks::without_marks;
use crate::bank::{Question, Warning, marks};

/// A heading with nothing but a comment is no question.
pub(super) fn answers(lines: &[Line], entry: &Entry) -> bool {
    entry
        .labels
        .iter()
        .any(|&at| matches!(kind(&lines[at]), Kind::Reference | Kind::Points))
        || entry
            .labels
            .first()
            .is_some_and(|&label| label > entry.heading + 1)
}

/// The questions, without ids.
pub(super) fn questions(
    lines: &[Line],
    entries: &[Entry],
    sections: &[Option<Section>],
) -> (Vec<Question>, Vec<Warning>) {
    let labelled = entries
        .iter()
        .filter(|entry| {
            entry
                .labels
                .iter()
                .any(|&at| kind(&lines[at]) == Kind::Reference)
        })
        .count();
    let bare_references = labelled * 2 < entries.len() || labelled == 0;
    let mut shapes = Shapes::default();
    let mut warnings = entries
        .first()
        .map_or_else(Vec::new, |entry| unlabelled(lines, entry.heading));
    let mut questions = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let next = entries.get(index + 1).map(|next| next.heading);
        // 第二章 above 一、简答题 opens the section too.
        let fields = entry.labels.last().map_or(entry.heading, |&label| label) + 1;
        let section = sections
            .get(index + 1)
            .and_then(Option::as_ref)
            .map(|section| {
                let above = lines.get(fields..section.line).unwrap_or_default();
                let opening = above.iter().rev().take_while(|line| like_section(line));
                section.line - opening.count()
            });
        let mut end = section.or(next).unwrap_or(lines.len());
        if let Some(next) = next.filter(|_| section.is_none()) {
            end = unanswered(lines, entry, next, &mut warnings);
        }
        let mut question = Question::default();
        let first = entry.labels.first().copied().unwrap_or(end);
        let has_reference = entry
            .labels
            .iter()
            .any(|&at| kind(&lines[at]) == Kind::Reference);
        let body = &lines[entry.heading + 1..first];
        let asked = if has_reference || !bare_references {
            body.len()
        } else {
            spoken(&lines[entry.heading], body)
        };
        heading(&lines[entry.heading], &body[..asked], &mut question);
        let mut reference: Vec<Line> = body[asked..].to_vec();
        let mut analysis: Vec<Line> = Vec::new();
        let mut listed: Vec<Line> = Vec::new();
        for (place, &label) in entry.labels.iter().enumerate() {
            let last = place + 1 == entry.labels.len();
            let mut stop = if last { end } else { entry.labels[place + 1] };
            let kind = kind(&lines[label]);
            if last && next.is_none() {
                let cut = shapes.tail(lines, label, stop);
                if cut < stop {
                    warnings.push(left_out(&lines[cut..stop]));
                }
                stop = cut;
            } else {
                shapes.learn(lines, label, stop);
            }
            let field = field(lines, label, stop);
            if let Some(label) = &lines[label].label {
                marks::note(&label.note, &mut question);
            }
            match kind {
                Kind::Reference => reference.extend(field),
                Kind::Analysis => analysis.extend(field),
                Kind::Points => listed.extend(field),
                Kind::Question | Kind::Other => {}
            }
        }
        question.reference = prose(&reference);
        question.analysis = Some(prose(&analysis)).filter(|text| !text.is_empty());
        let found = points::read(&listed);
        question.key_points = found
            .points
            .iter()
            .map(|line| marks::key_point(line))
            .collect();
        for note in &found.notes {
            marks::note(note, &mut question);
        }
        questions.push(question);
    }
    (questions, warnings)
}

fn kind(line: &Line) -> Kind {
    line.label.as_ref().map_or(Kind::Other, |label| label.kind)
}

/// Warnings for the questions that the numbers lead one to expect before the `first`: 31. 压疮：… without a label before its answer.
fn unlabelled(lines: &[Line], first: usize) -> Vec<Warning> {
    let Some(number) = lines[first].number else {
        return Vec::new();
    };
    let alike: Vec<(&Line, u32)> = lines[..first]
        .iter()
        .filter_map(|line| Some((line, line.number?)))
        .filter(|(_, before)| before.style == number.style)
        .map(|(line, before)| (line, before.value))
        .collect();
    // A contents list has them all.
    if alike.iter().any(|&(_, value)| value >= number.value) {
        return Vec::new();
    }
    let left_out = |(line, value): (&Line, u32)| Warning {
        line: Some(line.place),
        message: format!(
            "question {value} has no answer behind a label and was left out: \"{}\"",
            super::label::clip(&line.text, 60)
        ),
    };
    alike.into_iter().map(left_out).collect()
}

/// Where the field before the heading `next` ends: titles without an answer may stand between.
fn unanswered(lines: &[Line], entry: &Entry, next: usize, warnings: &mut Vec<Warning>) -> usize {
    let (Some(before), Some(after)) = (lines[entry.heading].number, lines[next].number) else {
        return next;
    };
    let mut end = next;
    let mut expected = after.value;
    let start = entry.labels.last().map_or(entry.heading, |&label| label) + 1;
    while end > start && expected > before.value + 1 {
        let line = &lines[end - 1];
        let fits = line
            .number
            .is_some_and(|number| number.style == after.style && number.value + 1 == expected);
        if !fits || asks(line.rest()) < 0.0 {
            break;
        }
        end -= 1;
        expected -= 1;
        warnings.push(Warning {
            line: Some(line.place),
            message: format!("question {expected} has no answer in the document and was left out"),
        });
    }
    end
}

/// How many lines after the heading still belong to the question where the reference has no label.
fn spoken(heading: &Line, body: &[Line]) -> usize {
    let (text, marked) = without_marks(heading.rest());
    let material = body.iter().take(REACH).rposition(material);
    if material.is_none() && !text.is_empty() && (marked.is_some() || asks(text) > 0.0) {
        return 0;
    }
    // 案例：… 问题：…？ before the reference; below a bare number the whole material stands.
    let reach = if text.is_empty() || material.is_some() {
        REACH
    } else {
        4
    };
    let asked = body.iter().take(reach).rposition(|line| {
        kind_of_question(line)
            || line.text.ends_with(['？', '?'])
            || without_marks(&line.text).1.is_some()
            || material.is_some() && line.number.is_some() && asks(line.rest()) > 0.0
    });
    let bare = usize::from(text.is_empty()).min(body.len());
    asked.max(material).map_or(bare, |at| at + 1)
}

/// Lines looked at for material and what is asked about it.
const REACH: usize = 20;

/// 材料一：…, 案例 …: what a question is about.
fn material(line: &Line) -> bool {
    let Some(rest) = ["材料", "案例", "资料", "情境"]
        .iter()
        .find_map(|word| line.text.strip_prefix(word))
    else {
        return false;
    };
    let rest =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.starts_with(['：', ':', ' ', '\u{3000}', '\t'])
}

fn kind_of_question(line: &Line) -> bool {
    line.label
        .as_ref()
        .is_some_and(|label| label.kind == Kind::Question)
}

/// The question's text and what it says it is worth: in its heading, else in the parts below it together.
fn heading(line: &Line, body: &[Line], question: &mut Question) {
    let (text, note) = without_marks(line.rest());
    if let Some(note) = note {
        marks::note(note, question);
    }
    let mut parts = vec![text.to_owned()];
    let below = |line: &Line| -> String {
        // 第1题 and then 题目：: the label has said what it had to say.
        let labelled = kind_of_question(line) && line.text.starts_with(['题', '【']);
        if labelled {
            line.rest().to_owned()
        } else {
            line.text.clone()
        }
    };
    parts.extend(body.iter().map(below));
    let worth: Vec<f64> = parts[1..]
        .iter()
        .filter_map(|part| marks::total(without_marks(part).1?))
        .collect();
    if question.max_score.is_none() && !worth.is_empty() {
        let sum: f64 = worth.iter().sum();
        // 回答问题。（10分） above parts of 4 and 6 says the sum itself.
        let whole = worth.len() > 2 && worth[0] * 2.0 == sum;
        question.max_score = Some(if whole { worth[0] } else { sum });
        if worth.len() == 1 {
            for part in &mut parts {
                *part = without_marks(part).0.to_owned();
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    question.question = parts.join("\n");
}

/// The lines of a field, the text on the label's own line first.
fn field(lines: &[Line], label: usize, end: usize) -> Vec<Line> {
    let first = lines[label].rest();
    let mut field = Vec::new();
    if !first.is_empty() {
        field.push(Line::of(first, lines[label].place));
    }
    field.extend(
        lines[label + 1..end]
            .iter()
            .filter(|line| line.label.is_none() || kind_of_question(line))
            .cloned(),
    );
    field
}

/// Lines as text: paragraphs apart by a blank line, the lines of a list not.
fn prose(lines: &[Line]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|before| &lines[before]) {
            let list = before.is_item() && line.is_item();
            let apart =
                line.blank_before || !(line.is_item() || before.is_item()) && ends(&before.text);
            let code = before.code && line.code;
            text.push_str(if apart && !list && !code {
                "\n\n"
            } else {
                "\n"
            });
        }
        text.push_str(&line.text);
    }
    text
}

fn left_out(lines: &[Line]) -> Warning {
    let start = super::label::clip(&lines[0].text, 60);
    let message = match lines.len() {
        1 => format!("1 line after the last answer was left out: \"{start}\""),
        count => format!("{count} lines after the last answer were left out, from \"{start}\" on"),
    };
    Warning {
        line: Some(lines[0].place),
        message,
    }
}

/// What the fields of one kind looked like so far: the last one of a document ends where its kin would.
#[derive(Default)]
struct Shapes {
    seen: Vec<Shape>,
}

struct Shape {
    kind: Kind,
    lines: usize,
    /// A blank line stands between label and text.
    apart: bool,
    /// Blank lines stand between the lines of the text.
    spaced: bool,
}

impl Shapes {
    fn learn(&mut self, lines: &[Line], label: usize, end: usize) {
        let inline = !lines[label].rest().is_empty();
        let body = &lines[label + 1..end];
        if inline || !body.is_empty() {
            self.seen.push(Shape {
                kind: kind(&lines[label]),
                lines: body.len() + usize::from(inline),
                apart: !inline && body.first().is_some_and(|line| line.blank_before),
                spaced: body
                    .iter()
                    .skip(usize::from(!inline))
                    .any(|line| line.blank_before),
            });
        }
    }

    /// Where the document's last field ends and what a site put after it begins.
    fn tail(&self, lines: &[Line], label: usize, end: usize) -> usize {
        let kind = kind(&lines[label]);
        let kin: Vec<&Shape> = self
            .seen
            .iter()
            .filter(|shape| shape.kind == kind)
            .collect();
        let most = kin.iter().map(|shape| shape.lines).max().unwrap_or(0);
        let inline = !lines[label].rest().is_empty();
        let start = label + 1;
        let opens_apart = !inline && lines.get(start).is_some_and(|line| line.blank_before);
        if opens_apart && kin.len() >= 2 && kin.iter().all(|shape| !shape.apart) {
            return start;
        }
        if kind == Kind::Points {
            let used = points::read(&field(lines, label, end)).used;
            let used = used.saturating_sub(usize::from(inline));
            let listed = (start + used).min(end);
            return (start..listed)
                .find(|&at| noise::notice(&lines[at].text))
                .unwrap_or(listed);
        }
        let mut stop = (start..end)
            .find(|&at| noise::notice(&lines[at].text))
            .unwrap_or(end);
        if kin.len() >= 2 {
            let allowed = if most == 1 { 1 } else { most + 2 } - usize::from(inline).min(most);
            let over = start + allowed;
            if over < stop && lines[over].blank_before {
                stop = over;
            }
        }
        if kin.len() >= 2 && kin.iter().all(|shape| !shape.spaced) {
            let first = start + usize::from(!inline);
            stop = (first..stop)
                .find(|&at| lines[at].blank_before)
                .unwrap_or(stop);
        }
        if kin.len() >= 3 && most == 1 {
            // All answers so far stand on one line: what follows and is no sentence is not the answer's.
            let first = start + usize::from(!inline);
            stop = (first..stop)
                .find(|&at| !ends(&lines[at].text))
                .unwrap_or(stop);
        }
        if stop < end {
            // The notice's own heading, or a name, stands right above it.
            while stop > start + usize::from(!inline) {
                let line = &lines[stop - 1];
                if ends(&line.text)
                    || line.is_item()
                    || line.text.chars().count() > 20
                    || !lines[stop - 1].blank_before
                {
                    break;
                }
                stop -= 1;
            }
        }
        stop
    }
}
