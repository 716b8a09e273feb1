//! Banks from documents as people have them: contents list with answers, sections with points, and their kin.
//!
//! Text → [`line`]s with numbers and [`label`]s → the headings that make the best [`outline`] → [`fields`].

mod fields;
mod forms;
mod label;
mod line;
mod noise;
mod number;
mod outline;
mod points;
mod section;
mod vocabulary;
mod wording;

use super::{Bank, Import, Question, Warning, draft, marks};
use crate::Error;
use line::Line;
use section::Section;
use std::collections::{HashMap, HashSet};

impl Bank {
    /// Reads a bank from a document's text: plain or Markdown, with questions numbered and fields labelled
    /// (参考答案, 答题要点, 解析, …) as people write them.
    ///
    /// Questions count as they are numbered: `1`, `2`, … or, in sections, `1.1`, `1.2`, `2.1`, …
    /// Key points that a question lacks are drafted from its reference answer, marked `derived`.
    ///
    /// # Errors
    ///
    /// [`Error::Parse`] when the text holds no question that can be told from the rest.
    pub fn from_document(text: &str) -> Result<Import, Error> {
        read(text)
    }
}

/// Where a fault of the whole text is; a file's name takes its place.
pub(super) const PLACE: &str = "the document";

pub(super) fn read(text: &str) -> Result<Import, Error> {
    let mut warnings = Vec::new();
    let lines = forms::labelled(line::lines(text), &mut warnings);
    if lines.is_empty() {
        return Err(Error::Parse {
            place: PLACE.to_owned(),
            message: "the text is empty, expected questions with their answers".to_owned(),
        });
    }
    let mut entries = outline::outline(&lines);
    entries.retain(|entry| fields::answers(&lines, entry));
    let sections = section::sections(&lines, &entries);
    let (mut questions, passed) = fields::questions(&lines, &entries, &sections);
    warnings.extend(passed);
    if questions.is_empty() {
        return Err(Error::Parse {
            place: PLACE.to_owned(),
            message: "no question was found, expected numbered questions followed by 参考答案：, 答题要点： or the like".to_owned(),
        });
    }
    number(&mut questions, &lines, &entries, &sections);
    warnings.extend(contents(&lines, &entries, &sections, &questions));
    let places: HashMap<String, usize> = questions
        .iter()
        .zip(&entries)
        .map(|(question, entry)| (question.id.clone(), lines[entry.heading].place))
        .collect();
    for (question, entry) in questions.iter().zip(&entries) {
        if question.question.trim().is_empty() {
            return Err(Error::Parse {
                place: format!("line {}", lines[entry.heading].place),
                message: format!(
                    "question \"{}\" has no text, expected it beside its number or below",
                    question.id
                ),
            });
        }
    }
    let mut bank = Bank::new(questions)?;
    draft::complete(
        &mut bank.questions,
        |id| places.get(id).copied(),
        &mut warnings,
    );
    bank.questions.iter_mut().for_each(marks::settle);
    warnings.sort_by_key(|warning| warning.line);
    Ok(Import { bank, warnings })
}

/// What a column of a table that is a bank holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Question,
    /// Reference answer, key points or analysis: the heading is the field's label.
    Answer,
    Marks,
    Other,
}

pub(super) fn column(heading: &str) -> Column {
    use label::Kind;
    let compact: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
    match compact.to_lowercase().as_str() {
        "序号" | "题号" | "编号" | "no." | "no" | "#" => return Column::Number,
        "分值" | "分数" | "满分" | "marks" | "score" => return Column::Marks,
        _ => {}
    }
    match label::label(&format!("{compact}：")).map(|label| label.kind) {
        Some(Kind::Question) => Column::Question,
        Some(Kind::Reference | Kind::Points | Kind::Analysis) => Column::Answer,
        _ => Column::Other,
    }
}

/// Gives ids, sections and what a section says each of its questions is worth.
fn number(
    questions: &mut [Question],
    lines: &[Line],
    entries: &[outline::Entry],
    sections: &[Option<Section>],
) {
    let printed = |index: usize| {
        entries
            .get(index)
            .and_then(|entry| lines[entry.heading].number)
            .map(|number| number.value as usize)
    };
    if sections.iter().all(Option::is_none) {
        let numbers: Option<Vec<usize>> = (0..questions.len()).map(printed).collect();
        let rising = numbers.filter(|numbers| numbers.is_sorted_by(|a, b| a < b));
        for (index, question) in questions.iter_mut().enumerate() {
            question.id = rising
                .as_ref()
                .map_or(index + 1, |numbers| numbers[index])
                .to_string();
        }
        return;
    }
    let mut start = 0;
    let mut count = 0;
    let mut last = 0;
    while start < questions.len() {
        let end = (start + 1..questions.len())
            .find(|&index| sections[index].is_some())
            .unwrap_or(questions.len());
        if sections[start].is_some() || start == 0 {
            count += 1;
        }
        let numbers: Option<Vec<usize>> = (start..end).map(printed).collect();
        // Numbers that run on from the section before start again at 1.
        let base = numbers.as_ref().map_or(0, |numbers| {
            if last > 0 && numbers[0] > last {
                last
            } else {
                0
            }
        });
        let rising = numbers.filter(|numbers| numbers.is_sorted_by(|a, b| a < b));
        let each = sections[start].as_ref().and_then(|section| {
            let intro = &lines[section.line + 1..entries[start].heading];
            let own = marks::each(&section.note, end - start);
            own.or_else(|| intro.iter().find_map(|line| marks::each(&line.text, 0)))
        });
        for index in start..end {
            let question = &mut questions[index];
            let place = rising
                .as_ref()
                .map_or(index - start + 1, |numbers| numbers[index - start] - base);
            question.id = format!("{count}.{place}");
            question.section = sections[start].as_ref().map(|section| section.name.clone());
            question.max_score = question.max_score.or(each);
        }
        last = rising.map_or(0, |numbers| numbers[numbers.len() - 1]);
        start = end;
    }
}

/// One warning for the titles of a contents list that no question of the document has.
fn contents(
    lines: &[Line],
    entries: &[outline::Entry],
    sections: &[Option<Section>],
    questions: &[Question],
) -> Option<Warning> {
    let first = entries.first()?.heading;
    let head = &lines[..sections
        .first()
        .and_then(Option::as_ref)
        .map_or(first, |section| section.line)];
    let listed = head.iter().position(|line| {
        let word: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
        matches!(
            word.as_str(),
            "目录" | "目錄" | "Contents" | "TableofContents" | "题目列表" | "题目一览" | "试题目录"
        )
    });
    let head = &head[listed.map_or(0, |at| at + 1)..];
    let imported: HashSet<String> = questions
        .iter()
        .map(|question| wording::title(&question.question))
        .collect();
    let key = |line: &Line| wording::title(line.rest());
    let found: Vec<&Line> = head
        .iter()
        .filter(|line| imported.contains(&key(line)))
        .collect();
    let style = found.first()?.number.map(|number| number.style);
    if style.is_none() && listed.is_none() {
        return None;
    }
    let missing: Vec<&Line> = head
        .iter()
        .filter(|line| {
            line.number.map(|number| number.style) == style && !imported.contains(&key(line))
        })
        .filter(|line| !noise::notice(&line.text) && !section::like_section(line))
        .collect();
    let start = missing.first()?;
    let range = match (start.number, missing[missing.len() - 1].number) {
        (Some(from), Some(to))
            if (to.value - from.value.min(to.value)) as usize + 1 == missing.len()
                && missing.len() > 1 =>
        {
            format!(" ({} to {})", from.value, to.value)
        }
        (Some(only), _) if missing.len() == 1 => format!(" ({})", only.value),
        _ => String::new(),
    };
    Some(Warning {
        line: Some(start.place),
        message: match missing.len() {
            1 => format!(
                "1 title{range} of the contents list has no answer in the document and was left out"
            ),
            count => format!(
                "{count} titles{range} of the contents list have no answer in the document and were left out"
            ),
        },
    })
}
