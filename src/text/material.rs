//! Questions that bring their material along (材料题): what of them asks, and what is there to be drawn from.

use super::is_han;
use std::borrow::Cow;

/// Bytes of a question from which it may hold material: about 150 hanzi. The longest of the fixtures' questions, which hold
/// none, has 94 characters.
const LONG: usize = 450;

/// Begin a sentence that asks for something.
const TASKS: &str = "请你 请根据 请结合 请依据 请运用 请概括 请归纳 请简 请分析 请说明 请谈 请用 请从 请就 请针对 请对 请回答 请指出 请写 请列 请阐 请论 请总结 请评 请问 请以 \
    试 简述 简答 简要 概括 归纳 概述 说明 分析 谈谈 指出 阐述 论述 回答 列举 评价 总结 结合材料 根据材料 explain describe discuss summarize identify compare state";

/// The sentences of a long question that ask something, or its last; all of a short one.
pub(crate) fn asked(question: &str) -> Cow<'_, str> {
    if question.len() < LONG {
        return Cow::Borrowed(question);
    }
    let sentences = || {
        let ends = |c: char| matches!(c, '。' | '！' | '？' | '!' | '?' | '\n');
        let sentences = question.split_inclusive(ends);
        sentences.filter(|sentence| sentence.contains(char::is_alphanumeric))
    };
    let asking: Vec<&str> = sentences().filter(|sentence| asks(sentence)).collect();
    match asking.is_empty() {
        true => Cow::Borrowed(sentences().next_back().unwrap_or(question)),
        false => Cow::Owned(asking.concat()),
    }
}

fn asks(sentence: &str) -> bool {
    if sentence.trim_end().ends_with(['？', '?']) {
        return true;
    }
    // （1）请概括, 二、试分析
    let number = |c: char| !c.is_alphabetic() || "一二三四五六七八九十第问题".contains(c);
    let first = sentence.trim_start_matches(number);
    let small: String = first
        .chars()
        .take(12)
        .flat_map(char::to_lowercase)
        .collect();
    // state, but not statement
    let begins = |task: &str| {
        let rest = small.strip_prefix(task);
        rest.is_some_and(|rest| task.starts_with(is_han) || !rest.starts_with(char::is_alphabetic))
    };
    TASKS.split(' ').any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_of_a_question_asks() {
        let material =
            "某县地处山区，近年来大力发展民宿旅游。村里请高校老师教村民厨艺，说明书也换成了图画。"
                .repeat(8);
        let cases = [
            (
                "油锅起火时应当怎样处置？".to_owned(),
                "油锅起火时应当怎样处置？",
            ),
            (
                format!("{material}\n请根据材料，概括存在的问题。"),
                "请根据材料，概括存在的问题。",
            ),
            (
                format!("请概括下列材料反映的问题。\n{material}"),
                "请概括下列材料反映的问题。\n",
            ),
            (
                format!("{material}\n（1）概括问题。\n（2）县里采取了哪些措施？"),
                "（1）概括问题。（2）县里采取了哪些措施？",
            ),
            (
                format!("{material}\n以此为题写一篇议论文。"),
                "以此为题写一篇议论文。",
            ),
            (
                format!(
                    "{}\nExplain why.",
                    "The village lies in the hills. ".repeat(20)
                ),
                "Explain why.",
            ),
        ];
        for (question, part) in cases {
            assert_eq!(asked(&question).replace('\n', ""), part.replace('\n', ""));
        }
    }
}
