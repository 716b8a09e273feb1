//! The report as a person reads it in a terminal, in Chinese.

use super::wrap::{Ink, Line, hang};
use super::{Flag, Language, PointReport, Report, Span, Status};
use crate::bank::{KeyPoint, Question};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How a report is drawn as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns to fill; a Chinese character takes two. Default 80, taken as 60 when smaller.
    pub width: usize,
    /// Colours by ANSI sequences, for a terminal. Default false.
    pub ansi: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            width: 80,
            ansi: false,
        }
    }
}

/// Columns of a bar that stands for all of something.
const POINT_BAR: usize = 10;
const ANSWER_BAR: usize = 20;

/// Columns of evidence, and characters of the sentence on either side of it, that are shown.
const EVIDENCE_SHOWN: usize = 200;
const CONTEXT_SHOWN: usize = 24;

impl Status {
    /// What Chinese markers call it: 已覆盖, 部分覆盖, 未覆盖, 相矛盾.
    pub fn label(self) -> &'static str {
        match self {
            Self::Covered => "已覆盖",
            Self::Partial => "部分覆盖",
            Self::Missing => "未覆盖",
            Self::Contradicted => "相矛盾",
        }
    }

    fn ink(self) -> Ink {
        match self {
            Self::Covered => Ink::Green,
            Self::Partial => Ink::Yellow,
            Self::Missing => Ink::Dim,
            Self::Contradicted => Ink::Red,
        }
    }
}

impl Flag {
    /// What to tell a Chinese marker.
    pub fn label(self) -> &'static str {
        match self {
            Self::KeywordPile => "堆砌关键词",
            Self::CopiedQuestion => "照抄题目",
            Self::RepeatedText => "重复凑字",
            Self::AddressesGrader => "对评分者喊话",
            Self::OffTopic => "答非所问",
            Self::TooShort => "过短",
            Self::TooLong => "过长",
            Self::OtherLanguage => "语言不符",
        }
    }
}

impl TextStyle {
    /// The question, on its own lines: print it once before the reports of its answers.
    pub fn question(self, question: &Question) -> String {
        let mut out = String::new();
        let mut head = Line::default();
        head.push(&question.id, Ink::Bold);
        head.pad_to(head.width() + 2);
        let mut body = Line::default();
        body.push(&question.question, Ink::Bold);
        hang(&mut out, head, body, self.columns(), self.ansi);
        out
    }

    /// One graded answer: the score, then for each key point its status, a bar of its coverage,
    /// what it earned, its text, and the sentence of the answer that shows it.
    ///
    /// `question` and `answer` are those that were graded; evidence that lies outside the
    /// answer is left out.
    pub fn report(self, question: &Question, answer: &str, report: &Report) -> String {
        let mut out = String::new();
        self.score(report).write(&mut out, self.ansi);
        out.push('\n');
        let earned: Vec<String> = report
            .key_points
            .iter()
            .map(|found| format!("{} / {} 分", number(found.score), number(found.worth)))
            .collect();
        let widest = earned
            .iter()
            .map(|earned| earned.width())
            .max()
            .unwrap_or(0);
        for (found, earned) in report.key_points.iter().zip(earned) {
            let Some(point) = question.key_points.get(found.index) else {
                continue;
            };
            let mut head = Line::default();
            head.pad_to(if found.index < 9 { 3 } else { 2 });
            head.push(&format!("{}", found.index + 1), Ink::Dim);
            head.pad_to(6);
            head.push(found.status.label(), found.status.ink());
            head.pad_to(16);
            bar(&mut head, found.coverage, POINT_BAR, found.status.ink());
            head.pad_to(28);
            head.push(&earned, Ink::Plain);
            head.pad_to(30 + widest);
            let mut indent = Line::default();
            indent.pad_to(head.width());
            let mut body = Line::default();
            body.push(&point.text, Ink::Plain);
            if let Some(rule) = found.withheld {
                let why = format!("（{}，不计分）", rule.text(Language::Chinese));
                body.push(&why, Ink::Yellow);
            }
            if found.review {
                body.push("（待复核）", Ink::Yellow);
            }
            hang(&mut out, head, body, self.columns(), self.ansi);
            let quote = quote(point, answer, found);
            if quote.width() > 0 {
                hang(&mut out, indent, quote, self.columns(), self.ansi);
            }
        }
        if !report.adjustments.is_empty() {
            let mut head = Line::default();
            head.pad_to(6);
            let mut body = Line::default();
            body.push(&report.sum(Language::Chinese), Ink::Plain);
            hang(&mut out, head, body, self.columns(), self.ansi);
        }
        out
    }

    fn columns(self) -> usize {
        self.width.max(60)
    }

    fn score(self, report: &Report) -> Line {
        let share = report.score / report.max_score;
        let ink = match share {
            share if share >= 0.8 => Ink::Green,
            share if share >= 0.4 => Ink::Yellow,
            _ => Ink::Red,
        };
        let mut line = Line::default();
        if !report.answer_id.is_empty() {
            line.push(&format!("答案 {}", report.answer_id), Ink::Plain);
            line.pad_to(16.max(line.width() + 2));
        }
        bar(&mut line, share, ANSWER_BAR, ink);
        line.pad_to(line.width() + 2);
        let score = format!("{} / {}", number(report.score), number(report.max_score));
        line.push(&score, Ink::Bold);
        let mut remarks: Vec<&str> = report.flags.iter().map(|flag| flag.label()).collect();
        if report.review {
            remarks.push("建议人工复核");
        }
        if !remarks.is_empty() {
            line.pad_to(line.width() + 2);
            line.push(&remarks.join("，"), Ink::Yellow);
        }
        line
    }
}

/// A number of points as people write it: at most two decimals, none where there are none.
fn number(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0 + 0.0)
}

fn bar(line: &mut Line, share: f64, width: usize, ink: Ink) {
    let full = (share.clamp(0.0, 1.0) * width as f64).round() as usize;
    line.push(&"█".repeat(full), ink);
    line.push(&"░".repeat(width - full), Ink::Dim);
}

/// The sentences that hold the evidence, words of the key point inked, what is beside the evidence dimmed.
fn quote(point: &KeyPoint, answer: &str, found: &PointReport) -> Line {
    let mut line = Line::default();
    let mut shown = 0;
    for &Span { start, end } in &found.evidence {
        let Some(evidence) = answer.get(start..end) else {
            continue;
        };
        let before = before(&answer[shown.min(start)..start]);
        let clipped = clip(evidence);
        let after = match clipped.len() == evidence.len() {
            true => after(&answer[end..]),
            false => "…",
        };
        line.push(if line.width() == 0 { "“" } else { " … " }, Ink::Dim);
        line.push(before.trim_start(), Ink::Dim);
        let mut at = 0;
        for word in shared(point, clipped) {
            line.push(&clipped[at..word.start], Ink::Plain);
            line.push(&clipped[word.clone()], found.status.ink());
            at = word.end;
        }
        line.push(&clipped[at..], Ink::Plain);
        line.push(after.trim_end(), Ink::Dim);
        shown = end + if after == "…" { 0 } else { after.len() };
    }
    if line.width() > 0 {
        line.push("”", Ink::Dim);
    }
    line
}

fn clip(text: &str) -> &str {
    let mut room = EVIDENCE_SHOWN;
    let end = text.grapheme_indices(true).find(|(_, grapheme)| {
        let wide = grapheme.width();
        room < wide || {
            room -= wide;
            false
        }
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n')
}

/// The start of the sentence whose rest follows, as far as there is room.
fn before(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(CONTEXT_SHOWN)
        .take_while(|&(_, c)| !ends_sentence(c))
        .last();
    &text[start.map_or(text.len(), |(at, _)| at)..]
}

/// The end of the sentence that was begun, as far as there is room.
fn after(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(CONTEXT_SHOWN)
        .take_while(|&(_, c)| !ends_sentence(c))
        .last();
    &text[..end.map_or(0, |(at, c)| at + c.len_utf8())]
}

/// Where the evidence says words of the key point or of an alias literally: runs of two hanzi and
/// more, words of four letters and more, and shorter ones that are written with capitals or digits.
fn shared(point: &KeyPoint, evidence: &str) -> Vec<Range<usize>> {
    let wordings: Vec<Vec<char>> = std::iter::once(&point.text)
        .chain(&point.aliases)
        .map(|text| text.chars().collect())
        .collect();
    let chars: Vec<(usize, char)> = evidence.char_indices().collect();
    let same = |a: char, b: char| a.is_alphanumeric() && a.to_lowercase().eq(b.to_lowercase());
    let letter = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let word = wordings
            .iter()
            .flat_map(|wording| (0..wording.len()).map(move |from| &wording[from..]))
            .map(|rest| {
                let pairs = chars[at..].iter().zip(rest);
                &rest[..pairs.take_while(|((_, a), b)| same(*a, **b)).count()]
            })
            .max_by_key(|word| word.len())
            .unwrap_or_default();
        let longest = word.len();
        let cut = letter(word.first()) && at > 0 && letter(Some(&chars[at - 1].1))
            || letter(word.last()) && letter(chars.get(at + longest).map(|(_, c)| c));
        let enough = match word.iter().all(char::is_ascii) {
            true => {
                longest >= 4
                    || word
                        .iter()
                        .any(|c| c.is_ascii_uppercase() || c.is_numeric())
            }
            false => longest >= 2,
        };
        if longest > 0 && enough && !cut {
            let end = chars
                .get(at + longest)
                .map_or(evidence.len(), |(end, _)| *end);
            words.push(chars[at].0..end);
            at += longest;
        } else {
            at += 1;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        Question {
            id: "q1".to_owned(),
            question: "光合作用分哪两个阶段？".to_owned(),
            key_points: vec![
                KeyPoint::new("光反应在类囊体膜上进行"),
                KeyPoint::new("暗反应在叶绿体基质中进行"),
            ],
            max_score: Some(10.0),
            ..Question::default()
        }
    }

    fn report(answer: &str, evidence: &str) -> Report {
        let start = answer
            .find(evidence)
            .expect("the evidence is in the answer");
        let point = |index, status, coverage, score, evidence| PointReport {
            index,
            coverage,
            status,
            worth: 5.0,
            credit: score / 5.0,
            score,
            withheld: None,
            evidence,
            review: false,
        };
        Report {
            schema: super::super::SCHEMA,
            answer_id: "a1".to_owned(),
            question_id: "q1".to_owned(),
            score: 2.5,
            max_score: 10.0,
            expected_score: 3.0,
            score_sd: 1.0,
            score_distribution: Vec::new(),
            coverage: 0.3,
            review: true,
            flags: vec![Flag::TooShort],
            key_points: vec![
                point(
                    0,
                    Status::Partial,
                    0.6,
                    2.5,
                    vec![Span {
                        start,
                        end: start + evidence.len(),
                    }],
                ),
                point(1, Status::Missing, 0.0, 0.0, Vec::new()),
            ],
            adjustments: Vec::new(),
        }
    }

    #[test]
    fn a_report_shows_score_statuses_and_the_sentence() {
        let answer = "先说结论。植物的光反应在膜上进行，产生氧气。";
        let report = report(answer, "光反应在膜上进行");
        let text = TextStyle::default().report(&question(), answer, &report);
        let expected = "\
答案 a1         █████░░░░░░░░░░░░░░░  2.5 / 10  过短，建议人工复核
   1  部分覆盖  ██████░░░░  2.5 / 5 分  光反应在类囊体膜上进行
                                        “植物的光反应在膜上进行，产生氧气”
   2  未覆盖    ░░░░░░░░░░  0 / 5 分    暗反应在叶绿体基质中进行
";
        assert_eq!(text, expected);
    }

    #[test]
    fn colours_mark_the_words_of_the_key_point() {
        let answer = "植物的光反应在膜上进行";
        let style = TextStyle {
            ansi: true,
            ..TextStyle::default()
        };
        let text = style.report(&question(), answer, &report(answer, "光反应在膜上进行"));
        assert!(
            text.contains("\x1b[2m“植物的\x1b[0m\x1b[1;33m光反应在膜上进行\x1b[0m"),
            "{text:?}"
        );
    }

    #[test]
    fn words_of_the_key_point_are_found_in_the_evidence() {
        let point = KeyPoint {
            aliases: vec!["先发 SYN 报文".to_owned()],
            ..KeyPoint::new("客户端发送请求 (the client opens)")
        };
        let cases = [
            ("runs of hanzi", "客户端已发送", vec!["客户端", "发送"]),
            ("one hanzi is no word", "客人", vec![]),
            (
                "case is ignored",
                "The CLIENT opens",
                vec!["CLIENT", "opens"],
            ),
            ("part of a word is no word", "clients", vec![]),
            (
                "a word that the key point has with an ending",
                "open",
                vec!["open"],
            ),
            ("short words with capitals", "发 SYN 包", vec!["SYN"]),
            ("short words without", "the end", vec![]),
            ("nothing", "", vec![]),
        ];
        for (name, evidence, expected) in cases {
            let words: Vec<&str> = shared(&point, evidence)
                .into_iter()
                .map(|word| &evidence[word])
                .collect();
            assert_eq!(words, expected, "{name}");
        }
    }

    #[test]
    fn evidence_that_does_not_fit_the_answer_is_left_out() {
        let answer = "光反应在膜上进行";
        let found = report(answer, answer);
        let text = TextStyle::default().report(&question(), "光", &found);
        assert!(!text.contains('“'), "{text}");
        assert!(text.contains("光反应在类囊体膜上进行"), "{text}");
    }

    #[test]
    fn long_evidence_is_cut_short() {
        let answer = "光反应".repeat(100_000);
        let text = TextStyle::default().report(&question(), &answer, &report(&answer, &answer));
        assert!(text.len() < 2_000, "{} bytes", text.len());
        assert!(text.contains("…"), "{text}");
    }
}
