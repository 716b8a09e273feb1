//! Words: jieba for Chinese, Unicode word boundaries for the rest.

use crate::report::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use jieba_rs::{Jieba, Token};
use std::sync::{Arc, LazyLock};
use unicode_segmentation::UnicodeSegmentation;

/// Cuts text into words.
///
/// Law: the pieces join to the text. They are in order, none is empty, each starts where the last ended,
/// the first at 0 and the last ends at `text.len()`.
pub trait Segmenter: Send + Sync {
    /// Appends the pieces of `text` to `pieces`, as byte ranges of `text`.
    fn segment(&self, text: &str, pieces: &mut Vec<Span>);

    /// How rare a word is: -ln of its share of running text, about 3 (的) to 18; `None` when unknown.
    ///
    /// The default knows no frequencies.
    fn rarity(&self, _word: &str) -> Option<f64> {
        None
    }
}

/// Jieba with its default dictionary: Chinese words, and runs of letters and digits.
///
/// The dictionary takes about 0.2 s and 35 MB to load. It is loaded by the first [`JiebaSegmenter::default`]
/// of the process and shared by all; a clone costs a pointer.
#[derive(Clone)]
pub struct JiebaSegmenter {
    jieba: Arc<Jieba>,
}

/// The frequency that jieba's dictionary gives a word that was not counted, rounded up.
const UNCOUNTED: usize = 4;

/// Total of the frequencies in jieba's dictionary.
const DICTIONARY_TOTAL: f64 = 60_101_964.0;

/// Characters that turn or limit what is said. Where jieba guesses a word that is in no dictionary, they may be lost in
/// it, as 不 in 内不应 and 先 in 前先: such a word is cut by the dictionary alone.
static NEVER_WITHIN: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Leftmost first, it skips to where one may begin.
    let mut builder = AhoCorasick::builder();
    let finder = builder.match_kind(MatchKind::LeftmostFirst);
    let finder = finder.build([
        "不", "没", "未", "无", "非", "别", "勿", "时", "先", "再", "由", "从", "向", "而", "但",
        "会", "为", "改",
    ]);
    finder.expect("so few characters make no automaton too large")
});

static SHARED: LazyLock<Arc<Jieba>> = LazyLock::new(|| Arc::new(Jieba::new()));

/// The process's one copy of the default dictionary.
pub(crate) fn dictionary() -> &'static Jieba {
    &SHARED
}

impl Default for JiebaSegmenter {
    fn default() -> Self {
        Self {
            jieba: Arc::clone(&SHARED),
        }
    }
}

impl JiebaSegmenter {
    /// The default dictionary and these words besides, which are then never cut.
    ///
    /// Costs a copy of the dictionary (35 MB): share the result.
    pub fn with_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut jieba = Jieba::clone(&SHARED);
        for word in words {
            let frequency = jieba.suggest_freq(word).max(UNCOUNTED + 1);
            jieba.add_word(word, Some(frequency), None);
        }
        Self {
            jieba: Arc::new(jieba),
        }
    }

    /// How many bytes of a known word stay together: all, but where nobody counted it and it begins with a common one that
    /// turns or limits, those of that one, as 没有 of 没有经费.
    fn kept(&self, word: &str) -> usize {
        const COMMON: usize = 100;
        const SHORTEST: usize = "不".len();
        if word.len() <= 2 * SHORTEST || self.jieba.suggest_freq(word) > UNCOUNTED {
            return word.len();
        }
        let common = |beginning: &&str| {
            NEVER_WITHIN.is_match(*beginning)
                && self.jieba.has_word(beginning)
                && self.jieba.suggest_freq(beginning) >= COMMON
        };
        let mut beginnings = word.char_indices().rev().map(|(at, _)| &word[..at]);
        beginnings
            .find(|beginning| beginning.len() > SHORTEST && common(beginning))
            .map_or(word.len(), str::len)
    }

    /// Appends the pieces of a word that has a character which turns or limits.
    fn cut_limited(&self, token: &Token<'_>, pieces: &mut Vec<Span>) {
        let (word, start) = (token.word, token.byte_start);
        let kept = match word.len() > '不'.len_utf8() {
            false => word.len(),
            true if self.jieba.has_word(word) => self.kept(word),
            true => 0,
        };
        let (kept, rest) = word.split_at(kept);
        let end = start + kept.len();
        if !kept.is_empty() {
            pieces.push(Span { start, end });
        }
        if !rest.is_empty() {
            let rest = self.jieba.cut(rest, false);
            pieces.extend(rest.iter().map(span).map(|piece| Span {
                start: end + piece.start,
                end: end + piece.end,
            }));
        }
    }
}

fn span(token: &Token<'_>) -> Span {
    Span {
        start: token.byte_start,
        end: token.byte_end,
    }
}

impl std::fmt::Debug for JiebaSegmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JiebaSegmenter")
    }
}

impl Segmenter for JiebaSegmenter {
    fn segment(&self, text: &str, pieces: &mut Vec<Span>) {
        let tokens = self.jieba.cut(text, true);
        let mut rest = &*tokens;
        for limit in NEVER_WITHIN.find_iter(text) {
            let before = rest.iter().position(|token| token.byte_end > limit.start());
            let (before, after) = rest.split_at(before.unwrap_or(rest.len()));
            pieces.extend(before.iter().map(span));
            rest = after;
            if let [token, after @ ..] = rest
                && token.byte_start <= limit.start()
            {
                rest = after;
                self.cut_limited(token, pieces);
            }
        }
        pieces.extend(rest.iter().map(span));
    }

    fn rarity(&self, word: &str) -> Option<f64> {
        let known = self.jieba.has_word(word);
        known.then(|| -(self.jieba.suggest_freq(word).max(1) as f64 / DICTIONARY_TOTAL).ln())
    }
}

/// Unicode word boundaries (UAX #29): each ideograph by itself. No dictionary to load.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnicodeSegmenter;

impl Segmenter for UnicodeSegmenter {
    fn segment(&self, text: &str, pieces: &mut Vec<Span>) {
        pieces.extend(text.split_word_bound_indices().map(|(start, piece)| Span {
            start,
            end: start + piece.len(),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_segmenter(name: &str, segmenter: &dyn Segmenter) {
        let texts = [
            "",
            "光合作用",
            "a b",
            "仓库 inventory，准确率99.5%。\r\n①先停",
            "😀👨‍👩‍👧e\u{301}",
            "\0\u{feff}",
            "COVID-19 three-way 3.5kg",
        ];
        for text in texts {
            let mut pieces = Vec::new();
            segmenter.segment(text, &mut pieces);
            let joined: String = pieces
                .iter()
                .map(|piece| &text[piece.start..piece.end])
                .collect();
            assert_eq!(joined, text, "{name}: {text:?}");
            assert!(
                pieces.iter().all(|piece| piece.start < piece.end),
                "{name}: {text:?}"
            );
        }
    }

    #[test]
    fn negations_stand_by_themselves() {
        let cases = [
            ("没有经费", "没有 经费"),
            ("毫无把握", "毫无 把握"),
            ("内不应热敷", "内 不 应 热敷"),
            ("不可分割", "不可分割"),
            ("不得不", "不得不"),
        ];
        for (text, expected) in cases {
            let mut pieces = Vec::new();
            JiebaSegmenter::default().segment(text, &mut pieces);
            let words: Vec<&str> = pieces.iter().map(|one| &text[one.start..one.end]).collect();
            assert_eq!(words.join(" "), expected);
        }
        for own in ["无应力层", "没有经费"] {
            let mut pieces = Vec::new();
            JiebaSegmenter::with_words([own]).segment(own, &mut pieces);
            assert_eq!(pieces.len(), 1, "a caller's word is never cut: {own}");
        }
    }

    #[test]
    fn pieces_join_to_the_text() {
        check_segmenter("jieba", &JiebaSegmenter::default());
        check_segmenter("jieba with words", &JiebaSegmenter::with_words(["区块链"]));
        check_segmenter("unicode", &UnicodeSegmenter);
    }
}
