//! Groups of words that mean the same in the caller's field.

use crate::error::Error;
use crate::text::{Document, normalize};
use std::collections::HashMap;

/// Groups of words that count as one word when key points are matched, and never as opposites.
///
/// A word may consist of several (`客户关系管理系统`, `customer relationship management`) and may be in several groups;
/// groups do not run together through it. Case, width and script variant do not matter.
///
/// ```
/// use yaodian::{Grader, KeyPoint, Question, Synonyms};
///
/// let synonyms = Synonyms::from_tsv("# 系统\n客户关系管理系统\tCRM\n")?;
/// let question = Question {
///     id: "q1".into(),
///     question: "怎样留住顾客？".into(),
///     key_points: vec![KeyPoint::new("上线CRM")],
///     ..Question::default()
/// };
/// let answer = "公司应当上线客户关系管理系统。";
/// let plain = Grader::builder().build(&question)?.grade(answer);
/// let told = Grader::builder().synonyms(synonyms).build(&question)?.grade(answer);
/// assert!(told.coverage > plain.coverage);
/// # Ok::<(), yaodian::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Box<str>>>,
    /// For each word the groups it is in.
    members: HashMap<Box<str>, Vec<u32>>,
}

/// Words of a text that are tried as one entry.
const LONGEST_ENTRY: usize = 12;

impl Synonyms {
    /// Reads a group a line, its words separated by tabs. Blank lines and lines that begin with `#` are passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Parse`] naming the line, when a word is blank or a group has fewer than two different words.
    pub fn from_tsv(text: &str) -> Result<Self, Error> {
        let mut synonyms = Self::default();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let error = |message| Error::Parse {
                place: format!("line {}", at + 1),
                message,
            };
            let mut group: Vec<Box<str>> = Vec::new();
            for (at, word) in line.split('\t').enumerate() {
                let entry = compact(&normalize(word).text);
                if entry.is_empty() {
                    let word = word.trim();
                    return Err(error(format!(
                        "word {} is \"{word}\", expected letters, digits or hanzi",
                        at + 1
                    )));
                }
                if !group.contains(&entry) {
                    group.push(entry);
                }
            }
            if group.len() < 2 {
                return Err(error(format!(
                    "has only \"{}\", expected at least two different words separated by tabs",
                    line.trim()
                )));
            }
            for entry in &group {
                let groups = synonyms.members.entry(entry.clone()).or_default();
                groups.push(synonyms.groups.len() as u32);
            }
            synonyms.groups.push(group);
        }
        Ok(synonyms)
    }

    /// The groups of a folded word.
    pub(crate) fn groups(&self, word: &str) -> &[u32] {
        if self.groups.is_empty() {
            return &[];
        }
        self.members.get(&*compact(word)).map_or(&[], Vec::as_slice)
    }

    /// The words of these groups.
    pub(crate) fn entries(&self, groups: &[u32]) -> impl Iterator<Item = &str> {
        let groups = groups.iter().map(|&group| &self.groups[group as usize]);
        groups.flatten().map(|entry| &**entry)
    }

    /// The document with each entry that was cut into several words as one; `None` where there is none.
    pub(crate) fn join<'a>(&self, document: &Document<'a>) -> Option<Document<'a>> {
        if self.groups.is_empty() {
            return None;
        }
        let mut words = Vec::with_capacity(document.words.len());
        let mut clauses = document.clauses.clone();
        for clause in &mut clauses {
            let mut rest = clause.words();
            clause.first = words.len() as u32;
            while !rest.is_empty() {
                let entry = |&len: &usize| {
                    let text = document.text(rest.start..rest.start + len);
                    !self.groups(text).is_empty()
                };
                let most = rest.len().min(LONGEST_ENTRY);
                let len = (2..=most).rev().find(entry).unwrap_or(1);
                let mut word = document.words[rest.start];
                if len > 1 {
                    word.end = document.words[rest.start + len - 1].end;
                    word.quantity = None;
                }
                words.push(word);
                rest.start += len;
            }
            clause.last = words.len() as u32;
        }
        (words.len() < document.words.len()).then(|| Document {
            words,
            clauses,
            ..document.clone()
        })
    }
}

/// The word without what may stand between its parts.
fn compact(word: &str) -> Box<str> {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults() {
        let cases = [
            (
                "one word",
                "甲\t乙\nCRM\n",
                "line 2: has only \"CRM\", expected at least two different words separated by tabs",
            ),
            (
                "the same word",
                "CRM\tｃｒｍ",
                "line 1: has only \"CRM\tｃｒｍ\", expected at least two different words separated by tabs",
            ),
            (
                "two tabs",
                "# 说明\n\n甲\t\t乙",
                "line 3: word 2 is \"\", expected letters, digits or hanzi",
            ),
            (
                "marks alone",
                "甲\t…",
                "line 1: word 2 is \"…\", expected letters, digits or hanzi",
            ),
        ];
        for (name, text, expected) in cases {
            let error = Synonyms::from_tsv(text).expect_err(name);
            assert_eq!(error.to_string(), expected, "{name}");
        }
    }

    #[test]
    fn groups() {
        let text = "\u{feff}# 说明\r\n客戶關係\tCRM\r\n\r\ncrm\tCustomer Relations\r\n";
        let synonyms = Synonyms::from_tsv(text).expect("the file is well formed");
        let cases: [(&str, &[u32]); 4] = [
            ("crm", &[0, 1]),
            ("客户关系", &[0]),
            ("customer relations", &[1]),
            ("客户", &[]),
        ];
        for (word, expected) in cases {
            assert_eq!(synonyms.groups(word), expected, "{word}");
        }
    }
}
