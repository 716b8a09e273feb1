//! Answers that a person has marked, read from JSON Lines.

use crate::Error;
use serde::Deserialize;

/// An answer with what markers said about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    /// Identifies the answer; numbers are kept as text.
    pub id: String,
    /// The question it answers.
    pub question_id: String,
    /// The answer as written.
    pub answer: String,
    /// What kind of answer it is, such as `typo` or `stuffing`; empty where nobody said.
    pub style: String,
    /// One mark a key point: 2 covered, 1 partly, 0 not, -1 contradicted. Empty where only the whole was marked.
    pub gold: Vec<i8>,
    /// The mark for the whole answer, 0 to 1.
    pub human_score: Option<f64>,
    /// Impressions of the whole answer, 0 to 1, averaged over the markers.
    pub overall: Option<f64>,
}

/// Styles written to earn marks that they do not deserve; reported apart from the natural ones.
const GAMING: [&str; 4] = ["negation", "stuffing", "near_miss", "copy_stem"];

impl Marked {
    /// Whether the style is one of `negation`, `stuffing`, `near_miss` and `copy_stem`.
    pub fn is_gaming(&self) -> bool {
        Self::games(&self.style)
    }

    pub(super) fn games(style: &str) -> bool {
        GAMING.contains(&style)
    }
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    question_id: Id,
    answer: String,
    #[serde(default)]
    style: String,
    gold: Option<Vec<i8>>,
    #[serde(default)]
    overall: Vec<f64>,
    human_score: Option<f64>,
    covered: Option<u8>,
    label: Option<Label>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Id {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Label {
    Correct,
    Contradictory,
    Incorrect,
}

/// Reads marked answers, one JSON object a line; blank lines and unknown fields are skipped.
///
/// A row holds `id`, `question_id`, `answer`, an optional `style` and a mark: `gold`, a list of 2, 1, 0 or -1 a key
/// point; or `human_score`, 0 to 1; or `covered`, 0 or 1, with an optional `label` (`correct`, `contradictory`,
/// `incorrect`) for questions of one key point. `overall` is a list of impressions, 0 to 10.
///
/// # Errors
///
/// [`Error::Parse`] naming the line when a row is not of this form: measured on part of its rows a file would mislead.
pub fn read(json_lines: &str) -> Result<Vec<Marked>, Error> {
    let text = json_lines.strip_prefix('\u{feff}').unwrap_or(json_lines);
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            let fail = |message: String| Error::Parse {
                place: format!("line {}", index + 1),
                message,
            };
            let row: Row = serde_json::from_str(line).map_err(|error| {
                let message = error.to_string();
                // The reader of one line takes it for line 1.
                let message = message.split(" at line ").next().unwrap_or_default();
                fail(format!("{message} (column {})", error.column()))
            })?;
            marked(row).map_err(fail)
        })
        .collect()
}

fn marked(row: Row) -> Result<Marked, String> {
    let gold = match (row.gold, row.covered) {
        (Some(gold), _) => gold,
        (None, Some(1)) => vec![2],
        (None, Some(0)) if row.label == Some(Label::Contradictory) => vec![-1],
        (None, Some(0)) => vec![0],
        (None, Some(covered)) => return Err(format!("covered is {covered}, expected 0 or 1")),
        (None, None) => Vec::new(),
    };
    if let Some(mark) = gold.iter().find(|mark| !(-1..=2).contains(*mark)) {
        return Err(format!("gold holds {mark}, expected 2, 1, 0 or -1"));
    }
    if let Some(score) = row.human_score.filter(|score| !(0.0..=1.0).contains(score)) {
        return Err(format!("human_score is {score}, expected 0 to 1"));
    }
    if let Some(mark) = row
        .overall
        .iter()
        .find(|mark| !(0.0..=10.0).contains(*mark))
    {
        return Err(format!("overall holds {mark}, expected 0 to 10"));
    }
    if gold.is_empty() && row.human_score.is_none() {
        return Err("has no mark, expected gold, human_score or covered".into());
    }
    let passes = row.overall.len() as f64;
    Ok(Marked {
        id: row.id.text(),
        question_id: row.question_id.text(),
        answer: row.answer,
        style: row.style,
        gold,
        human_score: row.human_score,
        overall: (passes > 0.0).then(|| row.overall.iter().sum::<f64>() / (10.0 * passes)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(fields: &str) -> Result<Marked, String> {
        let line = format!(r#"{{"id":1,"question_id":"q","answer":"甲"{fields}}}"#);
        read(&line)
            .map(|mut rows| rows.remove(0))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn every_form_is_read() {
        let expected = Marked {
            id: "1".into(),
            question_id: "q".into(),
            answer: "甲".into(),
            ..Marked::default()
        };
        let cases = [
            (
                r#","style":"typo","gold":[2,-1],"overall":[8,6]"#,
                Marked {
                    style: "typo".into(),
                    gold: vec![2, -1],
                    overall: Some(0.7),
                    ..expected.clone()
                },
            ),
            (
                r#","human_score":0.6"#,
                Marked {
                    human_score: Some(0.6),
                    ..expected.clone()
                },
            ),
            (
                r#","covered":1,"label":"correct""#,
                Marked {
                    gold: vec![2],
                    ..expected.clone()
                },
            ),
            (
                r#","covered":0,"label":"contradictory""#,
                Marked {
                    gold: vec![-1],
                    ..expected.clone()
                },
            ),
            (
                r#","covered":0,"annotators":[]"#,
                Marked {
                    gold: vec![0],
                    ..expected
                },
            ),
        ];
        for (fields, expected) in cases {
            assert_eq!(mark(fields), Ok(expected), "{fields}");
        }
    }

    #[test]
    fn faults_name_their_line() {
        for (fields, expected) in [
            (
                "",
                "line 1: has no mark, expected gold, human_score or covered",
            ),
            (
                r#","gold":[3]"#,
                "line 1: gold holds 3, expected 2, 1, 0 or -1",
            ),
            (
                r#","human_score":1.5"#,
                "line 1: human_score is 1.5, expected 0 to 1",
            ),
            (r#","covered":2"#, "line 1: covered is 2, expected 0 or 1"),
            (
                r#","gold":[1],"overall":[11]"#,
                "line 1: overall holds 11, expected 0 to 10",
            ),
        ] {
            assert_eq!(mark(fields), Err(expected.into()), "{fields}");
        }
        let error = read("\n{\"id\":\"a\"}")
            .expect_err("no question")
            .to_string();
        assert!(
            error.starts_with("line 2: missing field `question_id`"),
            "{error}"
        );
        assert_eq!(read("\n \n").expect("blank lines"), []);
    }

    #[test]
    fn gaming_styles_are_told_apart() {
        for (style, expected) in [
            ("", false),
            ("typo", false),
            ("stuffing", true),
            ("negation", true),
        ] {
            let marked = Marked {
                style: style.into(),
                ..Marked::default()
            };
            assert_eq!(marked.is_gaming(), expected, "{style}");
        }
    }
}
