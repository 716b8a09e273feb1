//! What the wording of a line says: whether it asks, how it ends, which title it is.

use super::label::clip;
use crate::bank::remarks::without_marks;

/// The letters of a title without number, dots and page: what a contents list shares with the heading.
pub(super) fn title(text: &str) -> String {
    let text = clip(text, 400).trim();
    let page = text
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    let text = if page.ends_with(['.', '…', '·', '\t', '—', '-']) && page.len() < text.len() {
        page
    } else {
        text
    };
    without_marks(text)
        .0
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How much a text reads like a question.
pub(super) fn asks(text: &str) -> f32 {
    const OPENERS: &[&str] = &[
        "请",
        "简述",
        "论述",
        "试述",
        "试论",
        "简答",
        "什么",
        "如何",
        "为什么",
        "为何",
        "怎样",
        "怎么",
        "谈谈",
        "说明",
        "分析",
        "阐述",
        "列举",
        "列出",
        "解释",
        "描述",
        "说说",
        "概括",
        "结合",
        "根据",
        "举例",
        "比较",
        "辨析",
        "评析",
        "您",
        "你",
        "名词解释",
        "试分析",
        "试说明",
        "假如",
        "假设",
        "如果",
        "概述",
        "叙述",
        "归纳",
        "指出",
        "写出",
        "回答",
        "哪些",
        "有人",
        "What",
        "How",
        "Why",
        "When",
        "Who",
        "Which",
        "Where",
        "Describe",
        "Explain",
        "Discuss",
        "List",
        "Define",
        "Compare",
        "Outline",
        "State",
        "Give",
        "Name",
        "Identify",
        "Summarise",
        "Summarize",
        "Evaluate",
    ];
    let (text, marked) = without_marks(clip(text, 2_000));
    let mut score = if marked.is_some() { 3.0 } else { 0.0 };
    score += if text.ends_with(['？', '?']) {
        2.5
    } else if text.contains(['？', '?']) {
        1.0
    } else if text.ends_with(['。', '；', ';', '，', ',']) {
        -1.5
    } else if text.ends_with(['：', ':']) {
        -1.0
    } else {
        0.0
    };
    score += if OPENERS.iter().any(|word| text.starts_with(word)) {
        1.5
    } else {
        0.0
    };
    score - if text.chars().count() > 120 { 1.0 } else { 0.0 }
}

/// Ends as a sentence does.
pub(super) fn ends(text: &str) -> bool {
    text.ends_with([
        '。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '”', '）', ')', '"', '…',
    ])
}
