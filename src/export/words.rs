//! What the readable reports call things, in Chinese.

use crate::batch::Graded;
use crate::report::{Flag, PointReport, Status};

#[cfg(any(feature = "html", feature = "tables"))]
pub(super) const STATUSES: [Status; 4] = [
    Status::Covered,
    Status::Partial,
    Status::Missing,
    Status::Contradicted,
];

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Covered => "覆盖",
        Status::Partial => "部分",
        Status::Missing => "未答",
        Status::Contradicted => "相反",
    }
}

pub(super) fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::KeywordPile => "堆砌关键词",
        Flag::CopiedQuestion => "抄写题目",
        Flag::RepeatedText => "重复文字",
        Flag::AddressesGrader => "对阅卷者说话",
        Flag::OffTopic => "离题",
        Flag::TooShort => "太短",
        Flag::TooLong => "太长",
        Flag::OtherLanguage => "语言不符",
    }
}

/// A score as people write it: at most two places, none where they are 0.
pub(super) fn score(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    (rounded + 0.0).to_string()
}

/// A correlation or a coefficient, `—` where there is none.
pub(super) fn coefficient(value: Option<f64>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.2}"))
}

/// The pieces of an answer that show a point.
pub(super) fn evidence<'a>(graded: &'a Graded, point: &PointReport) -> Vec<&'a str> {
    let text = &graded.answer.text;
    point
        .evidence
        .iter()
        .filter_map(|span| text.get(span.start..span.end))
        .collect()
}
