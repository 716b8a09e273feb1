//! The report as a person reads it in a terminal, in Chinese.

use super::quote::quote;
use super::wrap::{Ink, Line, hang};
use super::{Flag, Language, Report, Status};
use crate::bank::Question;
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

impl Status {
    /// All four, from the best down.
    pub(crate) const ALL: [Self; 4] = [
        Self::Covered,
        Self::Partial,
        Self::Missing,
        Self::Contradicted,
    ];

    /// What Chinese markers call it: 覆盖, 部分覆盖, 未覆盖, 矛盾.
    pub fn label(self) -> &'static str {
        match self {
            Self::Covered => "覆盖",
            Self::Partial => "部分覆盖",
            Self::Missing => "未覆盖",
            Self::Contradicted => "矛盾",
        }
    }

    pub(super) fn ink(self) -> Ink {
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
            Self::AddressesGrader => "对阅卷者喊话",
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
    /// what it earned, its text, what a partly covered one lacks, and the sentence of the answer that shows it.
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
            if let Some(lack) = found.lack(Language::Chinese) {
                body.push(&format!("（{lack}）"), Ink::Yellow);
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::KeyPoint;
    use crate::report::{PointReport, SCHEMA, Span};

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
            missing: Vec::new(),
            review: false,
        };
        Report {
            schema: SCHEMA,
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
