//! A report's arithmetic in words: formatting of what the report holds, nothing computed anew.

use super::{Adjustment, PointReport, Reason, Report, Status, Withheld};

/// The language an explanation is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文.
    #[default]
    Chinese,
    /// English.
    English,
}
use Language::{Chinese, English};

impl Report {
    /// How the score came about: a line a key point, then the total, then the expectation.
    ///
    /// ```text
    /// 要点 1：2.0 = 4 × ½（部分覆盖：缺“大数据”）
    /// 要点 2：0.0（覆盖，但要点 1 未得分，不计分）
    /// 得分：2.0 = 2 + 0
    /// 期望：2.6，标准差 1.1
    /// ```
    pub fn explain(&self, language: Language) -> Vec<String> {
        let mut lines: Vec<String> = self
            .key_points
            .iter()
            .map(|point| point.explain(language))
            .collect();
        lines.push(self.sum(language));
        let (mean, deviation) = (points_text(self.expected_score), points_text(self.score_sd));
        lines.push(match language {
            Chinese => format!("期望：{mean}，标准差 {deviation}"),
            English => format!("expected: {mean}, standard deviation {deviation}"),
        });
        lines
    }

    /// The points and what changed their sum.
    pub(super) fn sum(&self, language: Language) -> String {
        let name = match language {
            Chinese => "得分：",
            English => "score: ",
        };
        let points = self
            .key_points
            .iter()
            .map(|point| (point.score, String::new()));
        let adjustments = self.adjustments.iter().map(|adjustment| {
            let reason = bracketed(language, &adjustment.reason(language));
            (adjustment.amount, reason)
        });
        let mut total = format!("{name}{}", points_text(self.score));
        for (place, (amount, reason)) in points.chain(adjustments).enumerate() {
            let sign = match (place, amount < 0.0) {
                (0, false) => " = ",
                (0, true) => " = −",
                (_, false) => " + ",
                (_, true) => " − ",
            };
            total += &format!("{sign}{}{reason}", number(amount.abs()));
        }
        total
    }
}

impl PointReport {
    /// The line of one point.
    pub(crate) fn explain(&self, language: Language) -> String {
        let number_of_point = self.index + 1;
        let status = self.status_text(language);
        let earned = points_text(self.score);
        let sum = match self.withheld {
            Some(_) => earned,
            None => format!("{earned} = {} × {}", number(self.worth), share(self.credit)),
        };
        let why = match (language, self.withheld) {
            (_, None) => status,
            (Chinese, Some(rule)) => format!("{status}，但{}，不计分", rule.text(language)),
            (English, Some(rule)) => format!("{status}, but {}: not counted", rule.text(language)),
        };
        match language {
            Chinese => format!("要点 {number_of_point}：{sum}{}", bracketed(language, &why)),
            English => format!(
                "key point {number_of_point}: {sum}{}",
                bracketed(language, &why)
            ),
        }
    }

    fn status_text(&self, language: Language) -> String {
        let penalty = self.worth < 0.0;
        let text = match (language, self.status) {
            (Chinese, Status::Covered) if penalty => "扣分点，有此错误",
            (Chinese, Status::Partial) if penalty => "扣分点，部分有此错误",
            (Chinese, Status::Missing | Status::Contradicted) if penalty => "扣分点，无此错误",
            (Chinese, status) => status.label(),
            (English, Status::Covered) if penalty => "penalty, the answer says it",
            (English, Status::Partial) if penalty => "penalty, the answer says part of it",
            (English, Status::Missing | Status::Contradicted) if penalty => {
                "penalty, the answer does not say it"
            }
            (English, Status::Covered) => "covered",
            (English, Status::Partial) => "partly covered",
            (English, Status::Missing) => "missing",
            (English, Status::Contradicted) => "contradicted",
        };
        let mut text = text.to_owned();
        if let Some(lack) = self.lack(language) {
            text += match language {
                Chinese => "：",
                English => ": ",
            };
            text += &lack;
        }
        if self.status == Status::Partial && self.credit == 0.0 && !penalty {
            text += match language {
                Chinese => "，本要点不给部分分",
                English => ", which earns nothing here",
            };
        }
        text
    }

    /// What is missing: 缺“大数据”.
    pub(crate) fn lack(&self, language: Language) -> Option<String> {
        let quoted = |marks: [char; 2], between: &str| {
            let [open, close] = marks;
            let phrases = self.missing.iter();
            let phrases: Vec<String> = phrases
                .map(|phrase| format!("{open}{phrase}{close}"))
                .collect();
            phrases.join(between)
        };
        (!self.missing.is_empty()).then(|| match language {
            Chinese => format!("缺{}", quoted(['“', '”'], "")),
            English => format!("{} missing", quoted(['"', '"'], ", ")),
        })
    }
}

impl Withheld {
    pub(super) fn text(self, language: Language) -> String {
        match (language, self) {
            (Chinese, Self::Requires { point }) => format!("前提要点 {} 未得分", point + 1),
            (Chinese, Self::OutOfOrder) => "步骤次序不对".to_owned(),
            (Chinese, Self::EvidenceUsed) => "所依据的文字已计入其他要点".to_owned(),
            (Chinese, Self::Exclusive { point }) => format!("与已计分的要点 {} 互斥", point + 1),
            (Chinese, Self::GroupFull { group }) => format!("第 {} 组已答满", group + 1),
            (English, Self::Requires { point }) => {
                format!("key point {}, which it requires, earned nothing", point + 1)
            }
            (English, Self::OutOfOrder) => "out of order".to_owned(),
            (English, Self::EvidenceUsed) => "its text pays other key points".to_owned(),
            (English, Self::Exclusive { point }) => format!("key point {} excludes it", point + 1),
            (English, Self::GroupFull { group }) => format!("group {} is full", group + 1),
        }
    }
}

impl Adjustment {
    fn reason(&self, language: Language) -> String {
        match (language, self.reason) {
            (Chinese, Reason::GroupCap { group, cap }) => {
                format!("第 {} 组至多 {} 分", group + 1, number(cap))
            }
            (Chinese, Reason::PenaltyCap { cap }) => format!("至多扣 {} 分", number(cap)),
            (Chinese, Reason::TooShort { characters, min }) => {
                format!("{characters} 字，少于 {min} 字")
            }
            (Chinese, Reason::TooLong { characters, max }) => {
                format!("{characters} 字，多于 {max} 字")
            }
            (Chinese, Reason::Floor) => "至少 0 分".to_owned(),
            (Chinese, Reason::Ceiling) => "不超过满分".to_owned(),
            (Chinese, Reason::Rounding { step }) => format!("按 {} 分取整", number(step)),
            (English, Reason::GroupCap { group, cap }) => {
                format!("group {} earns at most {}", group + 1, number(cap))
            }
            (English, Reason::PenaltyCap { cap }) => {
                format!("penalties take at most {}", number(cap))
            }
            (English, Reason::TooShort { characters, min }) => {
                format!("{characters} characters, fewer than {min}")
            }
            (English, Reason::TooLong { characters, max }) => {
                format!("{characters} characters, more than {max}")
            }
            (English, Reason::Floor) => "never below 0".to_owned(),
            (English, Reason::Ceiling) => "never above the question's worth".to_owned(),
            (English, Reason::Rounding { step }) => format!("rounded to {}", number(step)),
        }
    }
}

fn bracketed(language: Language, text: &str) -> String {
    match language {
        Chinese => format!("（{text}）"),
        English => format!(" ({text})"),
    }
}

/// At most three decimals.
fn number(value: f64) -> String {
    let text = format!("{:.3}", value.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let sign = if value < 0.0 && text != "0" {
        "−"
    } else {
        ""
    };
    format!("{sign}{text}")
}

/// As [`number`], with a decimal at least.
fn points_text(value: f64) -> String {
    let text = number(value);
    if text.contains('.') {
        text
    } else {
        text + ".0"
    }
}

fn share(credit: f64) -> String {
    match credit {
        0.5 => "½".to_owned(),
        -0.5 => "−½".to_owned(),
        credit => number(credit),
    }
}
