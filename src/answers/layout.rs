//! What a table's header says about its columns.

use super::columns::{ANSWER_HEADERS, ID_HEADERS, OTHER_HEADERS, QUESTION_HEADERS};
use super::{Questions, Reading, squeezed};
use crate::batch::{Answer, Fault, RowError};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Where the parts of an answer stand.
pub(super) struct Layout {
    width: usize,
    id: usize,
    answers: Vec<Column>,
    questions: Arc<Questions>,
    /// Headers that may have been meant to name a question, and do not.
    unread: Vec<String>,
}

/// A column of answers.
struct Column {
    at: usize,
    question: Asked,
    header: String,
}

enum Asked {
    /// The question is named in this column.
    Column(usize),
    /// The whole column answers this question.
    Always(String),
}

impl Layout {
    /// Reads the header.
    ///
    /// The error says what is missing and what the header holds.
    pub(super) fn of(header: &[String], reading: &Reading) -> Result<Self, String> {
        let columns = &reading.columns;
        let squeezed: Vec<String> = header.iter().map(|one| squeezed(one)).collect();
        let named = |wanted: &str| {
            let wanted = super::squeezed(wanted);
            squeezed
                .iter()
                .position(|one| *one == wanted)
                .ok_or_else(|| format!("has no column {wanted:?}{}", found(header)))
        };
        let guessed = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| squeezed.iter().position(|one| plain(one) == *name))
        };
        let id = match &columns.id {
            Some(name) => named(name)?,
            None => guessed(&ID_HEADERS)
                .ok_or_else(|| format!("has no column for the answer's id{}", found(header)))?,
        };
        let mut answers = Vec::new();
        let mut unread = Vec::new();
        for (question, name) in &columns.questions {
            answers.push((named(name)?, Asked::Always(question.clone())));
        }
        let single = match &columns.answer {
            Some(name) => Some(named(name)?),
            None if answers.is_empty() => guessed(&ANSWER_HEADERS).filter(|&at| at != id),
            None => None,
        };
        if let Some(at) = single {
            let question = match &columns.question_id {
                Some(name) => Some(named(name)?),
                None => guessed(&QUESTION_HEADERS),
            };
            let question = match (question, &reading.question) {
                (Some(at), _) => Asked::Column(at),
                (None, Some(id)) => Asked::Always(id.clone()),
                (None, None) => {
                    return Err(format!(
                        "has no column for the question's id{}",
                        found(header)
                    ));
                }
            };
            answers.push((at, question));
        } else if answers.is_empty() {
            for (at, name) in header.iter().enumerate().filter(|&(at, _)| at != id) {
                let plain = plain(&squeezed[at]);
                let mut known = ID_HEADERS.iter().chain(&OTHER_HEADERS);
                match reading.bank.find(name) {
                    Some(question) => answers.push((at, Asked::Always(question))),
                    None if plain.is_empty() || known.any(|other| *other == plain) => {}
                    None => unread.push(name.trim().chars().take(30).collect()),
                }
            }
        }
        if answers.is_empty() {
            return Err(format!(
                "has neither a column for the answer nor one headed with a question's id or text{}",
                found(header)
            ));
        }
        answers.sort_by_key(|(at, _)| *at);
        Ok(Self {
            width: header.len(),
            id,
            questions: Arc::clone(&reading.bank),
            unread,
            answers: answers
                .into_iter()
                .map(|(at, question)| Column {
                    at,
                    question,
                    header: header[at].clone(),
                })
                .collect(),
        })
    }

    /// What a person should know of the columns that are not read.
    pub(super) fn warning(&self) -> Option<String> {
        let names: Vec<String> = self.unread.iter().map(|name| format!("{name:?}")).collect();
        let found = match names.as_slice() {
            [] => return None,
            [name] => format!("column {name} names no question and is not read"),
            names => format!(
                "columns {} name no question and are not read",
                names.join(", ")
            ),
        };
        let known = self.questions.ids();
        Some(format!(
            "{found}, expected a question's id ({known}) or text"
        ))
    }

    /// How many cells a row may have: the last may be left out where none is read.
    pub(super) fn widths(&self) -> RangeInclusive<usize> {
        let read = self.answers.iter().map(|column| match column.question {
            Asked::Column(at) => at.max(column.at),
            Asked::Always(_) => column.at,
        });
        read.fold(self.id, usize::max) + 1..=self.width
    }

    /// The error of a row that reaches beyond the header: where a separator cuts a cell in two,
    /// what follows is no longer the column it stands in. Blank cells are harmless.
    pub(super) fn surplus(&self, row: u64, cells: &[String]) -> Option<RowError> {
        let count = 1 + cells.iter().rposition(|cell| !cell.trim().is_empty())?;
        (count > self.width).then(|| RowError {
            row,
            answer_id: Some(cells[self.id].trim().to_owned()).filter(|id| !id.is_empty()),
            reason: format!(
                "has {count} cells, expected {}: a text that holds the separator needs quotation marks",
                self.width
            ),
            fault: Fault::Row,
        })
    }

    /// The answers of one row; none of a row whose cells are all blank.
    pub(super) fn answers(&self, row: u64, cells: &[String]) -> Vec<Result<Answer, RowError>> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Vec::new();
        }
        let error = |id: Option<&str>, reason: String| RowError {
            row,
            answer_id: id.map(str::to_owned),
            reason,
            fault: Fault::Row,
        };
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let id = cell(self.id).trim();
        if id.is_empty() {
            return vec![Err(error(None, "has no id".to_owned()))];
        }
        self.answers
            .iter()
            .map(|column| {
                let question_id = match &column.question {
                    Asked::Always(question) => question.clone(),
                    Asked::Column(at) => match cell(*at).trim() {
                        "" => return Err(error(Some(id), "names no question".to_owned())),
                        named => self
                            .questions
                            .find(named)
                            .unwrap_or_else(|| named.to_owned()),
                    },
                };
                let text = cell(column.at);
                if text.contains(NOT_DECODED) {
                    return Err(error(
                        Some(id),
                        format!("column {:?} holds bytes that are not text", column.header),
                    ));
                }
                Ok(Answer {
                    row,
                    id: id.to_owned(),
                    question_id,
                    text: text.to_owned(),
                })
            })
            .collect()
    }
}

/// What stands for bytes that belong to no character.
const NOT_DECODED: char = '\u{fffd}';

fn found(header: &[String]) -> String {
    let names: Vec<String> = header
        .iter()
        .take(20)
        .map(|one| one.chars().take(30).collect())
        .collect();
    format!(": found {} (columns can be named)", names.join(", "))
}

/// A squeezed header without a closing bracket such as （必填）, in lower case.
fn plain(header: &str) -> String {
    header
        .split(['(', '（', '[', '【'])
        .next()
        .unwrap_or_default()
        .trim_end_matches([':', '：', '*'])
        .trim_start_matches('*')
        .to_lowercase()
}

impl Questions {
    /// The ids, as many as a message should show.
    fn ids(&self) -> String {
        let mut ids: Vec<String> = self.first.iter().map(|id| format!("{id:?}")).collect();
        if self.ids.len() > ids.len() {
            ids.push("…".to_owned());
        }
        ids.join(", ")
    }

    /// The question that a header or a cell names: by its id, its text, or its text numbered as
    /// exam platforms do (`3、什么是… （10分）`).
    fn find(&self, name: &str) -> Option<String> {
        let name = squeezed(name);
        if let Some(id) = self.ids.get(&name) {
            return Some(id.clone());
        }
        let text = |text: &str| self.by_text.get(text).cloned();
        let unnumbered = name
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['、', '.', '．', ':', '：', ')', '）']);
        let bare = unnumbered
            .rsplit_once(['(', '（', '[', '【'])
            .filter(|(_, mark)| mark.contains('分') || mark.contains('题'))
            .map_or(unnumbered, |(text, _)| text);
        text(&name)
            .or_else(|| text(unnumbered))
            .or_else(|| text(bare))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Bank, Question};

    fn reading() -> Reading {
        let question = |id: &str, text: &str| Question {
            id: id.to_owned(),
            question: text.to_owned(),
            ..Question::default()
        };
        let bank = Bank::new(vec![
            question("q1", "什么是光合作用？"),
            question("q2", "简述(狭义)相对论"),
        ])
        .expect("ids differ");
        Reading::new().bank(&bank)
    }

    fn cells(line: &str) -> Vec<String> {
        line.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn headers() {
        let row = cells("1|2|3|4");
        let cases = [
            ("plain", "", "id|question_id|answer", "1/2/3"),
            ("Chinese", "", "考号|题号|姓名|作答内容", "1/2/4"),
            ("the surer id", "", "姓名|学号|题号|答案", "2/3/4"),
            (
                "other answers",
                "",
                "编号|题目编号|参考答案|考生作答",
                "1/2/4",
            ),
            ("marks", "", "\u{feff}ID|题号|备注|作答（必填）", "1/2/4"),
            ("named", "answer=c,id=d,question_id=a", "a|b|c|d", "4/1/3"),
            ("one named", "answer=备注", "考号|题号|备注|作答", "1/2/3"),
            ("wide by id", "", "考号|姓名|q2|q1", "1/q2/3 1/q1/4"),
            (
                "wide by text",
                "",
                "考号|1、什么是光合作用？（10分）|x|2. 简述 (狭义)相对论",
                "1/q1/2 1/q2/4",
            ),
            ("wide named", "q9=简答1", "考号|简答2|简答1|作答", "1/q9/3"),
        ];
        for (name, columns, header, expected) in cases {
            let mut reading = reading();
            if !columns.is_empty() {
                reading = reading.columns(columns.parse().expect(name));
            }
            let layout = Layout::of(&cells(header), &reading).expect(name);
            let found: Vec<String> = layout
                .answers(2, &row)
                .into_iter()
                .map(|row| {
                    let answer = row.expect(name);
                    format!("{}/{}/{}", answer.id, answer.question_id, answer.text)
                })
                .collect();
            assert_eq!(found.join(" "), expected, "{name}");
        }
    }

    #[test]
    fn columns_that_name_no_question() {
        let cases = [
            ("all read", "考号|q1|q2", None),
            (
                "known others",
                "学号|姓名|班级（必填）|q1||得分|提交时间",
                None,
            ),
            ("not a wide table", "考号|题号|作答|q3", None),
            (
                "one",
                "学号|q1|第2题",
                Some(
                    "column \"第2题\" names no question and is not read, expected a question's id (\"q1\", \"q2\") or text",
                ),
            ),
            (
                "more",
                "学号|q3|q1|什么是呼吸作用？",
                Some(
                    "columns \"q3\", \"什么是呼吸作用？\" name no question and are not read, expected a question's id (\"q1\", \"q2\") or text",
                ),
            ),
        ];
        for (name, header, expected) in cases {
            let layout = Layout::of(&cells(header), &reading()).expect(name);
            assert_eq!(layout.warning().as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn missing_columns() {
        let cases = [
            (
                "no id",
                "",
                "a|题号|作答",
                "has no column for the answer's id: found a, 题号, 作答 (columns can be named)",
            ),
            (
                "no question",
                "",
                "考号|b|作答",
                "has no column for the question's id: found 考号, b, 作答 (columns can be named)",
            ),
            (
                "no answer",
                "",
                "考号|题号|c",
                "has neither a column for the answer nor one headed with a question's id or text: found 考号, 题号, c (columns can be named)",
            ),
            (
                "named but absent",
                "answer=作答",
                "考号|题号|c",
                "has no column \"作答\": found 考号, 题号, c (columns can be named)",
            ),
        ];
        for (name, columns, header, expected) in cases {
            let mut reading = reading();
            if !columns.is_empty() {
                reading = reading.columns(columns.parse().expect(name));
            }
            let error = Layout::of(&cells(header), &reading).err();
            assert_eq!(error.as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn rows() {
        let layout = Layout::of(&cells("考号|题号|作答"), &reading()).expect("a plain header");
        let cases = [
            ("blank row", "| |", ""),
            ("no id", "|q1|x", "row 5: has no id"),
            (
                "no question",
                "7||x",
                "row 5 (answer \"7\"): names no question",
            ),
            ("question by text", "7|什么是光合作用？|x", "7/q1/x"),
            ("answer kept as it is", "7|q1| x ", "7/q1/ x "),
            ("short row", "7|q1", "7/q1/"),
            (
                "bad bytes",
                "7|q1|\u{fffd}",
                "row 5 (answer \"7\"): column \"作答\" holds bytes that are not text",
            ),
        ];
        for (name, line, expected) in cases {
            let found: Vec<String> = layout
                .answers(5, &cells(line))
                .into_iter()
                .map(|row| match row {
                    Ok(answer) => format!("{}/{}/{}", answer.id, answer.question_id, answer.text),
                    Err(error) => error.to_string(),
                })
                .collect();
            assert_eq!(found.join(" "), expected, "{name}");
        }
    }
}
