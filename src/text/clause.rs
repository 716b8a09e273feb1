//! An answer or key point as words in clauses in sentences.

use super::charset::CharSet;
use super::normalize::{Normalized, is_han, normalize};
use super::number::{Quantity, is_number_start, quantities};
use super::segment::Segmenter;
use crate::report::Span;
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// Folded text with its words, clauses and sentences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document<'a> {
    pub(crate) folded: Normalized<'a>,
    /// The words in order; punctuation and white space are not words.
    pub(crate) words: Vec<Word>,
    /// The clauses in order; none is without words.
    pub(crate) clauses: Vec<Clause>,
    /// The numbers in order; each is a word, its unit included.
    pub(crate) quantities: Vec<Quantity>,
}

/// A word: bytes `start..end` of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Which of the document's quantities this is, if it is one.
    pub(crate) quantity: Option<u32>,
}

impl Word {
    fn new(start: usize, end: usize, quantity: Option<u32>) -> Self {
        let (start, end) = (start as u32, end as u32);
        Self {
            start,
            end,
            quantity,
        }
    }
}

/// A stretch of words between punctuation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Words `first..last` of the document.
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// Which sentence the clause belongs to, counted from 0.
    pub(crate) sentence: u32,
    /// Ends at a mark that lists (、) rather than separates.
    pub(crate) listed: bool,
    /// Ends in a question mark.
    pub(crate) asks: bool,
}

impl Clause {
    pub(crate) fn words(&self) -> Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// What ends a stretch of words, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Boundary {
    None,
    List,
    Clause,
    Sentence,
}

impl<'a> Document<'a> {
    pub(crate) fn new(source: &'a str, segmenter: &dyn Segmenter) -> Self {
        let folded = normalize(source);
        let mut pieces = Vec::with_capacity(folded.text.len() / 4 + 1);
        segmenter.segment(&folded.text, &mut pieces);
        let quantities = quantities(&folded);
        let mut document = Self {
            folded,
            words: Vec::with_capacity(pieces.len()),
            clauses: Vec::with_capacity(pieces.len() / 4),
            quantities,
        };
        document.fill(&pieces);
        document
    }

    fn fill(&mut self, pieces: &[Span]) {
        let text = &*self.folded.text;
        let (mut breaks, mut numbers) = (&*self.folded.breaks, &*self.quantities);
        let (mut first, mut sentence) = (0, 0);
        // Whether the sentence has a clause: 甲；↵ ends one at its second mark.
        let mut begun = false;
        let mut end_clause = |words: &Vec<Word>, boundary: Boundary, asks: bool| {
            let last = words.len() as u32;
            if last > first {
                let listed = boundary == Boundary::List;
                self.clauses.push(Clause {
                    first,
                    last,
                    sentence,
                    listed,
                    asks,
                });
                first = last;
                begun = true;
            }
            if boundary == Boundary::Sentence && std::mem::take(&mut begun) {
                sentence += 1;
            }
        };
        let (plain, bytes) = (plain_starts(), text.as_bytes());
        // Before this place is neither a break nor a number that is still to come.
        let mut next = 0;
        for &Span { start, end } in pieces {
            if start == end {
                continue;
            }
            let is_plain = plain.first(&bytes[start..]).is_some_and(|(is, _)| is);
            if is_plain && end <= next {
                self.words.push(Word::new(start, end, None));
                continue;
            }
            while let [line, rest @ ..] = breaks
                && *line <= start
            {
                if *line == start {
                    end_clause(&self.words, Boundary::Sentence, false);
                }
                breaks = rest;
            }
            while let [number, rest @ ..] = numbers
                && number.end <= start
            {
                numbers = rest;
            }
            let number = numbers.first().map_or(usize::MAX, |number| number.start);
            next = breaks.first().map_or(number, |&line| number.min(line));
            if is_plain && end <= number {
                self.words.push(Word::new(start, end, None));
                continue;
            }
            let word = &text[start..end];
            if list_marker(text, start, word) {
                end_clause(&self.words, Boundary::Clause, false);
                continue;
            }
            if let [number, ..] = numbers
                && number.start < end
            {
                let index = Some((self.quantities.len() - numbers.len()) as u32);
                // The first piece of a number stands for all of it; a piece that runs on past it is cut there.
                if self.words.last().is_none_or(|last| last.quantity != index) {
                    if start < number.start {
                        self.words.push(Word::new(start, number.start, None));
                    }
                    self.words.push(Word::new(number.start, number.end, index));
                }
                if number.end < end {
                    self.words.push(Word::new(number.end, end, None));
                }
            } else if word.chars().any(is_word_char) {
                self.words.push(Word::new(start, end, None));
            } else {
                let (mut boundary, mut asks) = (Boundary::None, false);
                for (offset, c) in word.char_indices() {
                    let after = &text[start + offset + c.len_utf8()..];
                    if c == ' ' && after.starts_with(is_han) && text[..start].ends_with(is_han) {
                        boundary = boundary.max(Boundary::Clause);
                    }
                    asks |= matches!(c, '?' | '？');
                    boundary = boundary.max(boundary_of(c, after));
                }
                if boundary != Boundary::None {
                    end_clause(&self.words, boundary, asks);
                }
            }
        }
        end_clause(&self.words, Boundary::Sentence, false);
    }

    /// The text of a word.
    pub(crate) fn word(&self, word: Word) -> &str {
        &self.folded.text[word.start as usize..word.end as usize]
    }

    /// Whether the folded text contains `wording` from the start of a word to the end of one: 北京 is not in 北京大学.
    pub(crate) fn has_whole(&self, wording: &Finder<'_>) -> bool {
        let size = wording.needle().len();
        let mut places = wording.find_iter(self.folded.text.as_bytes());
        size > 0
            && places.any(|start| {
                let (start, end) = (start as u32, (start + size) as u32);
                let words = &self.words;
                words.binary_search_by_key(&start, |one| one.start).is_ok()
                    && words.binary_search_by_key(&end, |one| one.end).is_ok()
            })
    }

    /// Takes out the sentences in which some clause has one of these phrases; says whether any had.
    pub(crate) fn drop_sentences(&mut self, phrases: &AhoCorasick) -> bool {
        let mut dropped = Vec::new();
        for found in phrases.find_iter(&*self.folded.text) {
            let ends = |clause: &Clause| self.words[clause.last as usize - 1].end as usize;
            let at = self
                .clauses
                .partition_point(|clause| ends(clause) < found.end());
            if let Some(clause) = self.clauses.get(at)
                && self.words[clause.first as usize].start as usize <= found.start()
            {
                dropped.push(clause.sentence);
            }
        }
        if !dropped.is_empty() {
            self.clauses
                .retain(|clause| dropped.binary_search(&clause.sentence).is_err());
        }
        !dropped.is_empty()
    }

    /// The words of these clauses, and of what stands between them; none for no clauses.
    pub(crate) fn clause_words(&self, clauses: Range<usize>) -> Range<usize> {
        match &self.clauses[clauses] {
            [] => 0..0,
            [first, .., last] => first.first as usize..last.last as usize,
            [clause] => clause.words(),
        }
    }

    /// What a word is looked up by: its text, or the value of a number, so that 三成 is 30%.
    pub(crate) fn key(&self, word: Word) -> Cow<'_, str> {
        match word.quantity {
            Some(index) => Cow::Owned(self.quantities[index as usize].key()),
            None => Cow::Borrowed(self.word(word)),
        }
    }

    /// The folded text from the first to the last of these words; empty for no words.
    pub(crate) fn text(&self, words: Range<usize>) -> &str {
        match self.words.get(words) {
            Some([first, .., last]) => &self.folded.text[first.start as usize..last.end as usize],
            Some([word]) => self.word(*word),
            _ => "",
        }
    }

    /// The original bytes from the first to the last of these words; empty for no words.
    pub(crate) fn span(&self, words: Range<usize>) -> Span {
        match self.words.get(words) {
            Some([first, .., last]) => self
                .folded
                .original(first.start as usize, last.end as usize),
            Some([word]) => self.folded.original(word.start as usize, word.end as usize),
            _ => Span { start: 0, end: 0 },
        }
    }
}

fn is_word_char(c: char) -> bool {
    is_han(c) || (!is_mark(c) && c.is_alphanumeric() && !is_circled(c))
}

/// Those that begin no number either; the words that begin with them are most words.
fn plain_starts() -> &'static CharSet {
    static PLAIN_STARTS: LazyLock<CharSet> =
        LazyLock::new(|| CharSet::new(|c| is_word_char(c) && !is_number_start(c)));
    &PLAIN_STARTS
}

/// Whether a character stands among the Chinese marks, where nothing is alphanumeric: finding that out is slow.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
    )
}

fn is_circled(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}')
}

fn boundary_of(c: char, after: &str) -> Boundary {
    match c {
        '。' | '！' | '？' | '\n' | '!' | '?' | '…' | '•' | '・' => Boundary::Sentence,
        '.' if after.chars().next().is_none_or(char::is_whitespace) => Boundary::Sentence,
        '，' | ',' | '；' | ';' | '：' | ':' | '—' | '|' => Boundary::Clause,
        '、' | '/' | '+' | '＋' => Boundary::List,
        _ if is_circled(c) => Boundary::Sentence,
        _ => Boundary::None,
    }
}

/// Whether the piece at `start` numbers a list entry: `1、` `2.` `一、` at the start of a line, after a sentence or a space, and
/// `(3)` anywhere.
fn list_marker(text: &str, start: usize, piece: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let numeral = |c: char| {
        matches!(
            c,
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        )
    };
    let short = |most| piece.chars().nth(most).is_none();
    if !(piece.chars().all(digit) && short(3) || piece.chars().all(numeral) && short(2)) {
        return false;
    }
    let before = text[..start].trim_end_matches([' ', '(', '（']);
    let after = &text[start + piece.len()..];
    let decimal = after
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(digit));
    let begins =
        before.is_empty() || before.ends_with(['\n', '。', '；', ';', '：', ':', '！', '？']);
    let bracketed = text[..start].ends_with(['(', '（']) && after.starts_with([')', '）']);
    let spaced = text[..start].ends_with(' ') && after.starts_with(['、', '.', '．']);
    (bracketed || begins && after.starts_with(['、', '.', ')', '）', '．', ']']) || spaced)
        && !decimal
}

#[cfg(test)]
mod tests {
    use super::super::segment::JiebaSegmenter;
    use super::*;

    #[test]
    fn clauses_and_sentences() {
        let cases = [
            ("marks", "先停，再核。后签", "先停|再核||后签"),
            ("list marks", "采购、生产；销售", "采购|生产|销售"),
            ("numbers", "1、先停\n2、再核", "先停||再核"),
            ("circled", "①先停②再核", "先停||再核"),
            (
                "numbers in one line",
                "1.先停 2.再核 3、后签",
                "先停|再核|后签",
            ),
            ("bracketed in one line", "（1）先停（2）再核", "先停|再核"),
            ("no number of an entry", "停 2.5倍", "停2.5倍"),
            (
                "a break after a mark",
                "先停；\n再核，①后签",
                "先停||再核||后签",
            ),
            ("line breaks between hanzi", "先停\n再核", "先停||再核"),
            ("break inside a word", "核对库\n存数量", "核对库存数量"),
            (
                "english",
                "Open switch. No gap, then",
                "openswitch||nogap|then",
            ),
            ("decimal", "比例3.5倍", "比例3.5倍"),
            ("nothing", "，。！", ""),
        ];
        let segmenter = JiebaSegmenter::default();
        for (name, input, expected) in cases {
            let document = Document::new(input, &segmenter);
            let mut shown = String::new();
            for (at, clause) in document.clauses.iter().enumerate() {
                if at > 0 {
                    let new = clause.sentence != document.clauses[at - 1].sentence;
                    shown.push_str(if new { "||" } else { "|" });
                }
                for &word in &document.words[clause.words()] {
                    shown.push_str(document.word(word));
                }
            }
            assert_eq!(shown, expected, "{name}");
        }
    }
}
