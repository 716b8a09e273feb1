//! Key points that the question itself states: 配送按加工程度分类，可分为哪些类型？ presupposes its first clause.
//!
//! Banks have them where a reference was cut up at its commas. Nobody who answers says them again.

use super::classes::{Class, class};
use super::vocabulary::is_function_word;
use crate::text::{Document, is_number_key};

/// Content words of a point that the question can be said to state: it names many a single word that it asks for, too.
const FEWEST: usize = 2;

/// Words of the longest point, and of the longest question, that are compared: clauses of a question are short, and reading stays
/// linear.
const LONGEST: (usize, usize) = (32, 512);

/// Ask which of two it is, or, at the end, whether it is so.
const WHETHER: [&str; 4] = ["还是", "吗", "么", "or"];

/// Begin a question whether it is so.
const AUXILIARIES: &str =
    "is are was were do does did can could will would should has have had must may";

/// Whether the question states the point, word for word, and does not ask whether it is so.
pub(super) fn presupposes(question: &Document<'_>, point: &Document<'_>) -> bool {
    let own = |at: usize| point.key(point.words[at]);
    let (length, asked) = (point.words.len(), question.words.len());
    let content = (0..length).filter(|&at| !is_function_word(&own(at)) && !is_number_key(&own(at)));
    if length > LONGEST.0 || asked > LONGEST.1 || content.count() < FEWEST {
        return false;
    }
    let same =
        |from: usize| (0..length).all(|at| question.key(question.words[from + at]) == own(at));
    let mut starts = 0..(asked + 1).saturating_sub(length);
    starts.any(|from| same(from) && !asks_whether(question, from))
}

/// Whether the sentence that has this word asks whether something is so, or which of two.
fn asks_whether(question: &Document<'_>, at: usize) -> bool {
    let clauses = &question.clauses;
    let Some(own) = clauses.iter().find(|clause| clause.words().contains(&at)) else {
        return false;
    };
    let sentence = clauses.iter().filter(|one| one.sentence == own.sentence);
    let words: Vec<&str> = sentence
        .flat_map(|clause| &question.words[clause.words()])
        .map(|&word| question.word(word))
        .collect();
    let whether = |word: &&str| class(word).has(Class::ASKS) || WHETHER.contains(word);
    let text: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    // 会不会
    let either = |three: &[char]| three[0] == three[2] && matches!(three[1], '不' | '没');
    AUXILIARIES.split(' ').any(|one| one == words[0])
        || words.iter().any(whether)
        || text.windows(3).any(either)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::JiebaSegmenter;

    #[test]
    fn what_the_question_states() {
        let cases = [
            (
                "配送的种类按加工程度分类，可分为什么类型？",
                "配送的种类按加工程度分类",
                true,
            ),
            (
                "下班前应当切断电源、锁好门窗，此外还要做什么？",
                "切断电源，锁好门窗",
                true,
            ),
            ("什么是做好绩效管理的关键？", "是做好绩效管理的关键", true),
            (
                "What happens when the switch is left open?",
                "The switch is left open.",
                true,
            ),
            ("配送作业流程是什么？", "配送", false),
            (
                "配送的种类按专业化程度分类，可分为哪些？",
                "专业配送",
                false,
            ),
            ("油锅起火时应当先关阀门还是先盖锅盖？", "先关阀门", false),
            ("外电路断开后灯泡继续发光吗？", "灯泡继续发光", false),
            ("外电路断开后灯泡会不会继续发光？", "会继续发光", false),
            (
                "Is the switch left open or closed?",
                "the switch left open",
                false,
            ),
            ("", "切断电源", false),
        ];
        let segmenter = JiebaSegmenter::default();
        for (question, point, states) in cases {
            let [asked, own] = [question, point].map(|text| Document::new(text, &segmenter));
            assert_eq!(presupposes(&asked, &own), states, "{question} {point}");
        }
    }
}
