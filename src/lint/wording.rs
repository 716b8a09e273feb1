//! What the texts of a bank show without grading anything.

use super::{About, Rule, Severity, quoted};
use crate::bank::{Bank, KeyPoint, Question};
use crate::matching::{is_function_word, opposite};
use crate::text::{Document, Segmenter};
use std::collections::BTreeMap;

/// A word is too common to be a point below this rarity, in nats: 8 is once in about 3,000 words, as 管理 is.
const COMMON: f64 = 8.0;

/// A point of so many questions is no longer about any of them.
const SEVERAL: usize = 3;

/// Characters that turn a statement round where one text has them and the other does not.
const DENIALS: [&str; 8] = ["不", "没", "没有", "未", "无", "非", "not", "no"];

/// A text as its words: folded, without punctuation.
pub(super) struct Wording {
    words: Vec<String>,
}

impl Wording {
    pub(super) fn new(text: &str, segmenter: &dyn Segmenter) -> Self {
        let document = Document::new(text, segmenter);
        let folded = &document.folded.text;
        let words = document.words.iter();
        Self {
            words: words
                .map(|word| folded[word.start as usize..word.end as usize].to_owned())
                .collect(),
        }
    }

    /// The share of the content that stands in the other text, by characters; words of one character must be words there, too.
    pub(super) fn share_in(&self, other: &Self) -> f64 {
        let text = other.words.concat();
        let (mut all, mut given) = (0, 0);
        for word in self.words.iter().filter(|word| !is_function_word(word)) {
            let characters = word.chars().count();
            all += characters;
            let inside = characters > 1 && !word.is_ascii() && text.contains(word.as_str());
            if inside || other.words.contains(word) {
                given += characters;
            }
        }
        given as f64 / all.max(1) as f64
    }

    /// Where the two texts differ, if only there and if that turns one into the opposite of the other.
    fn turned(&self, other: &Self) -> Option<(String, String)> {
        let (one, two) = difference(&self.words, &other.words);
        let words = (one.concat(), two.concat());
        if one.len() <= 1 && two.len() <= 1 && turns(&words) {
            return Some(words);
        }
        let characters = |words: &[String]| words.concat().chars().collect::<Vec<_>>();
        let (own, others) = (characters(&self.words), characters(&other.words));
        let (one, two) = difference(&own, &others);
        let characters = (one.iter().collect(), two.iter().collect());
        turns(&characters).then_some(characters)
    }
}

/// What is left of two sequences without the beginning and the end that they share.
fn difference<'a, T: PartialEq>(one: &'a [T], other: &'a [T]) -> (&'a [T], &'a [T]) {
    let same =
        |pairs: &mut dyn Iterator<Item = (&'a T, &'a T)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut one.iter().zip(other));
    let (one, other) = (&one[start..], &other[start..]);
    let end = same(&mut one.iter().rev().zip(other.iter().rev()));
    (&one[..one.len() - end], &other[..other.len() - end])
}

fn turns((one, other): &(String, String)) -> bool {
    match (one.as_str(), other.as_str()) {
        ("", denial) | (denial, "") => DENIALS.contains(&denial),
        (one, other) => opposite(one, other),
    }
}

/// Which questions have each text as a key point; of questions that ask the same only the first.
pub(super) struct Repeated<'a> {
    questions: BTreeMap<String, Vec<&'a Question>>,
}

impl<'a> Repeated<'a> {
    pub(super) fn new(bank: &'a Bank, segmenter: &dyn Segmenter) -> Self {
        let mut questions: BTreeMap<String, Vec<&Question>> = BTreeMap::new();
        for question in bank.questions() {
            for point in &question.key_points {
                let text = Wording::new(&point.text, segmenter).words.join(" ");
                let having = questions.entry(text).or_default();
                if having
                    .iter()
                    .all(|other| other.question != question.question)
                {
                    having.push(question);
                }
            }
        }
        questions.retain(|_, having| having.len() >= SEVERAL);
        Self { questions }
    }
}

pub(super) fn check(about: &mut About, repeated: &Repeated, segmenter: &dyn Segmenter) {
    let question = about.question;
    let wordings: Vec<Vec<Wording>> = question
        .key_points
        .iter()
        .map(|point| {
            texts(point)
                .map(|text| Wording::new(text, segmenter))
                .collect()
        })
        .collect();
    for (index, own) in wordings.iter().enumerate() {
        size(about, index, &own[0], segmenter);
        common(about, index, &own[0], repeated);
        for (alias, wording) in own.iter().enumerate().skip(1) {
            if let Some((one, other)) = own[0].turned(wording) {
                let (name, differ) = (name(about, index, alias), differ(&one, &other));
                let message = format!(
                    "its {name} says the opposite of its text: {differ}, so wrong answers would earn it"
                );
                about.add(Rule::Opposites, Severity::Warning, index, message);
            }
        }
        for (before, others) in wordings[..index].iter().enumerate() {
            shared(about, (index, own), (before, others));
            opposites(about, (index, own), (before, others));
        }
    }
}

/// The text and the aliases.
fn texts(point: &KeyPoint) -> impl Iterator<Item = &str> {
    std::iter::once(&point.text)
        .chain(&point.aliases)
        .map(String::as_str)
}

/// The text (0) or an alias of a key point, as people call it.
fn name(about: &About, index: usize, at: usize) -> String {
    let point = &about.question.key_points[index];
    match at.checked_sub(1) {
        None => "text".to_owned(),
        Some(alias) => format!("alias {at} ({})", quoted(&point.aliases[alias])),
    }
}

fn differ(one: &str, other: &str) -> String {
    match (one, other) {
        ("", word) | (word, "") => format!("they differ only in \"{word}\""),
        _ => format!("they differ only in \"{one}\" and \"{other}\""),
    }
}

fn size(about: &mut About, index: usize, wording: &Wording, segmenter: &dyn Segmenter) {
    let [word] = &wording.words[..] else {
        return;
    };
    let what = if word.chars().count() == 1 {
        "one character"
    } else if segmenter.rarity(word).is_some_and(|rarity| rarity < COMMON) {
        "one word that many texts hold"
    } else {
        return;
    };
    let text = quoted(&about.question.key_points[index].text);
    let message = format!("is {what} ({text}), so answers that mean something else would earn it");
    about.add(Rule::TooShort, Severity::Warning, index, message);
}

fn common(about: &mut About, index: usize, wording: &Wording, repeated: &Repeated) {
    /// Ids that are named; of more the number is said.
    const NAMED: usize = 3;
    let Some(having) = repeated.questions.get(&wording.words.join(" ")) else {
        return;
    };
    let others: Vec<&str> = having
        .iter()
        .filter(|other| other.question != about.question.question)
        .map(|other| other.id.as_str())
        .collect();
    let mut names: Vec<String> = others
        .iter()
        .take(NAMED)
        .map(|id| format!("\"{id}\""))
        .collect();
    if others.len() > NAMED {
        names.push(format!("{} more", others.len() - NAMED));
    }
    let text = quoted(&about.question.key_points[index].text);
    let message = format!(
        "is also a point of questions {} ({text}), so one sentence learnt by heart earns it everywhere",
        names.join(", ")
    );
    about.add(Rule::TooCommon, Severity::Info, index, message);
}

/// Two texts are left to the grader: it tells whether they can be told apart.
fn shared(
    about: &mut About,
    (index, own): (usize, &[Wording]),
    (before, others): (usize, &[Wording]),
) {
    for (at, wording) in own.iter().enumerate() {
        for (place, other) in others.iter().enumerate() {
            if at + place > 0 && wording.words == other.words {
                let message = format!(
                    "its {} is also {}{} of key point {}, so one statement is paid twice",
                    name(about, index, at),
                    if place == 0 { "the " } else { "" },
                    name(about, before, place),
                    before + 1
                );
                about.add(Rule::SharedAlias, Severity::Warning, index, message);
            }
        }
    }
}

/// A wrong statement is meant to be the opposite of a right one, and of points that exclude one another one is.
fn opposites(
    about: &mut About,
    (index, own): (usize, &[Wording]),
    (before, others): (usize, &[Wording]),
) {
    let points = &about.question.key_points;
    if points[index].penalty != points[before].penalty || about.exclude_one_another(index, before) {
        return;
    }
    if let Some((one, other)) = own[0].turned(&others[0]) {
        let message = format!(
            "says the opposite of key point {} ({}): {}, so an answer to one may be taken to deny the other",
            before + 1,
            quoted(&points[before].text),
            differ(&one, &other)
        );
        about.add(Rule::Opposites, Severity::Info, index, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::JiebaSegmenter;

    fn wording(text: &str) -> Wording {
        Wording::new(text, &JiebaSegmenter::default())
    }

    #[test]
    fn opposites_differ_in_one_place() {
        let cases = [
            ("table", "体温升高", "体温降低", Some(("升高", "降低"))),
            (
                "one character",
                "检测结果呈阳性",
                "检测结果呈阴性",
                Some(("阳性", "阴性")),
            ),
            ("denial", "账实相符", "账实不相符", Some(("", "不"))),
            (
                "english",
                "the lamp is lit",
                "The lamp is not lit.",
                Some(("", "not")),
            ),
            ("the same", "体温升高", "体温，升高", None),
            ("two places", "体温升高", "血压降低", None),
            ("other word", "定期培训员工", "定期教育员工", None),
            ("more said", "体温升高", "体温升高明显", None),
        ];
        for (name, one, other, expected) in cases {
            let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(wording(one).turned(&wording(other)), expected, "{name}");
        }
    }

    #[test]
    fn shares_count_content() {
        let asked = wording("仓库下班前应当切断电源、锁好门窗，还要做什么？");
        let cases = [
            ("all of it", "切断电源，锁好门窗", 1.0),
            ("grammar does not count", "要把门窗锁好", 1.0),
            ("half", "切断电源，填写记录", 0.5),
            ("nothing", "填写记录", 0.0),
            ("no words", "……", 0.0),
        ];
        for (name, text, expected) in cases {
            assert_eq!(wording(text).share_in(&asked), expected, "{name}");
        }
    }
}
