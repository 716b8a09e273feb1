//! Folding one character at a time, with a map back to the original bytes. The only home of offset arithmetic.

use super::charset::CharSet;
use super::number::is_number_start;
use crate::report::Span;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folded text and the way back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Normalized<'a> {
    /// The folded text.
    pub(crate) text: Cow<'a, str>,
    /// Offsets in `text` where a line break between two hanzi was taken out: a clause ends there unless a word runs across.
    pub(crate) breaks: Vec<usize>,
    /// Offsets in `text` of the characters that a number may begin with.
    pub(super) number_starts: Vec<usize>,
    /// Where the offsets come from; up to the first stretch they are the original's.
    stretches: Vec<Stretch>,
}

/// A stretch of folded text, up to the next one, and where it comes from.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    folded: u32,
    original: u32,
    /// Where the original ends that the whole stretch stands for; none where every character is as long as its original.
    end: Option<u32>,
}

impl Stretch {
    /// The original offset of a folded one, character for character.
    fn shifted(self, at: usize) -> usize {
        at - self.folded as usize + self.original as usize
    }
}

impl Normalized<'_> {
    /// The original bytes of a folded range on character boundaries.
    pub(crate) fn original(&self, start: usize, end: usize) -> Span {
        if start >= end {
            return Span { start, end };
        }
        let (first, last) = (self.stretch(start), self.stretch(end - 1));
        Span {
            start: match first.end {
                Some(_) => first.original as usize,
                None => first.shifted(start),
            },
            end: match last.end {
                Some(end) => end as usize,
                None => last.shifted(end),
            },
        }
    }

    fn stretch(&self, at: usize) -> Stretch {
        let after = self
            .stretches
            .partition_point(|stretch| stretch.folded as usize <= at);
        match after {
            0 => Stretch::default(),
            _ => self.stretches[after - 1],
        }
    }
}

/// Folds width, case, script variant, accents and mark-up; drops invisible characters.
///
/// Superscripts, circled numbers and fractions stay: NFKC would change what they mean.
pub(crate) fn normalize(source: &str) -> Normalized<'_> {
    // Most Chinese text is folded already: its own punctuation, which clauses read like ASCII, need not be folded.
    let changes = |at: usize, c: char| {
        !matches!(c, '，' | '；' | '：' | '！' | '？' | '（' | '）')
            && (!mark_up(c) || wrapper(source, at).is_some())
    };
    let (mut at, mut number_starts) = (0, Vec::new());
    loop {
        at = run_end(source, at, at, &mut number_starts);
        match source[at..].chars().next() {
            Some(c) if changes(at, c) => return fold_from(source, at, number_starts),
            Some(c) => at += c.len_utf8(),
            None => break,
        }
    }
    Normalized {
        text: Cow::Borrowed(source),
        number_starts,
        ..Normalized::default()
    }
}

/// Where the first character stands, from `at` on, that may not stay. Where a number may begin before that is noted: all is looked
/// at once. The folded text has the run at `folded`.
fn run_end(source: &str, at: usize, folded: usize, number_starts: &mut Vec<usize>) -> usize {
    static PLAIN: LazyLock<CharSet> =
        LazyLock::new(|| CharSet::new(|c| stays(c) && !is_number_start(c)));
    let plain = &*PLAIN;
    let mut from = at;
    while let Some(found) = plain.find_other(source, from) {
        match source[found..].chars().next() {
            Some(c) if stays(c) => {
                number_starts.push(found - at + folded);
                from = found + c.len_utf8();
            }
            _ => return found,
        }
    }
    source.len()
}

/// Whether folding leaves this character as it is, wherever it stands.
fn stays(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => simplified(c) == c,
        ' '..='~' => !c.is_ascii_uppercase() && !mark_up(c),
        '、' | '。' | '“' | '”' | '‘' | '’' | '《' | '》' | '—' | '…' | '·' | '【' | '】' => {
            true
        }
        _ => false,
    }
}

/// White space past this many characters after a line break is not inside a word.
const WIDEST_BREAK: usize = 8;

/// Folds what comes after a prefix that stays, where numbers may begin at these places.
fn fold_from(source: &str, prefix: usize, number_starts: Vec<usize>) -> Normalized<'_> {
    let mut folded = Folded {
        text: String::with_capacity(source.len()),
        stretches: Vec::with_capacity(source.len() / 16),
        breaks: Vec::new(),
        number_starts,
    };
    folded.text.push_str(&source[..prefix]);
    let mut at = prefix;
    loop {
        let end = run_end(source, at, folded.text.len(), &mut folded.number_starts);
        let run = &source[at..end];
        folded.push_run(run, at);
        at += run.len();
        let Some(c) = source[at..].chars().next() else {
            break;
        };
        if mark_up(c)
            && let Some(wrapper) = wrapper(source, at)
        {
            if let Some(c) = wrapper.stands_for {
                folded.push(c, at, at + wrapper.len);
            }
            at += wrapper.len;
            continue;
        }
        let end = at + c.len_utf8();
        if c == '\n' {
            let next = source[end..]
                .chars()
                .take(WIDEST_BREAK)
                .find(|c| !c.is_whitespace());
            folded.line_break(at, next);
        } else {
            fold_char(c, |c| folded.push(c, at, end));
        }
        at = end;
    }
    Normalized {
        text: Cow::Owned(folded.text),
        breaks: folded.breaks,
        number_starts: folded.number_starts,
        stretches: folded.stretches,
    }
}

struct Folded {
    text: String,
    stretches: Vec<Stretch>,
    breaks: Vec<usize>,
    number_starts: Vec<usize>,
}

impl Folded {
    /// Adds what the original has from `start` on, unchanged.
    fn push_run(&mut self, run: &str, start: usize) {
        if !run.is_empty() {
            self.keep_step(start);
            self.text.push_str(run);
        }
    }

    /// Adds a character for the original `start..end`.
    fn push(&mut self, c: char, start: usize, end: usize) {
        if c.len_utf8() == end - start {
            self.keep_step(start);
        } else {
            self.stretches.push(Stretch {
                folded: self.text.len() as u32,
                original: start as u32,
                end: Some(end as u32),
            });
        }
        if is_number_start(c) {
            self.number_starts.push(self.text.len());
        }
        self.text.push(c);
    }

    /// From here on the offsets run on from `start` in the original.
    fn keep_step(&mut self, start: usize) {
        let folded = self.text.len();
        let last = self.stretches.last().copied().unwrap_or_default();
        if last.end.is_some() || last.shifted(folded) != start {
            self.stretches.push(Stretch {
                folded: folded as u32,
                original: start as u32,
                end: None,
            });
        }
    }

    /// A break between two hanzi may stand inside a word: it leaves the text but is remembered.
    fn line_break(&mut self, at: usize, next: Option<char>) {
        let previous = self.text.chars().next_back();
        match (previous, next) {
            (Some(previous), Some(next)) if is_han(previous) && is_han(next) => {
                self.breaks.push(self.text.len());
            }
            _ => self.push('\n', at, at + 1),
        }
    }
}

/// Whether a character is a Chinese ideograph.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        // White space of every width becomes a plain space, so that evidence and words split alike.
        '\r' => {}
        '\t' | '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => {
            push(' ')
        }
        // Zero width, direction marks, soft hyphen, variation selectors, BOM, tags.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e01ef}'
        | '\0' => {}
        ' '..='~' => push(c.to_ascii_lowercase()),
        // Meaning-bearing compatibility characters that NFKC would flatten.
        '²'
        | '³'
        | '¹'
        | '\u{2070}'..='\u{207f}'
        | '\u{208a}'..='\u{209f}'
        | '\u{2150}'..='\u{218f}'
        | '¼'
        | '½'
        | '¾'
        | '\u{2460}'..='\u{24ff}'
        | '\u{2776}'..='\u{2793}'
        | '…' => push(c),
        '\u{4e00}'..='\u{9fff}' => push(simplified(c)),
        // Compatibility forms turn Chinese punctuation into ASCII, which clauses read alike.
        '\u{ff01}'..='\u{ff5e}' => {
            push(char::from_u32(c as u32 - 0xff01 + 0x21).map_or(c, |c| c.to_ascii_lowercase()))
        }
        _ if is_combining_mark(c) => {}
        _ => match homoglyph(c) {
            Some(latin) => push(latin),
            None => {
                for part in std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c)) {
                    for lower in part.to_lowercase() {
                        push(if is_han(lower) {
                            simplified(lower)
                        } else {
                            lower
                        });
                    }
                }
            }
        },
    }
}

/// Latin letter that a Cyrillic or Greek capital only pretends not to be. Small Greek letters stay: they carry meaning (α, β).
fn homoglyph(c: char) -> Option<char> {
    Some(match c {
        'а' | 'А' | 'Α' => 'a',
        'В' | 'Β' => 'b',
        'с' | 'С' => 'c',
        'е' | 'Е' | 'Ε' => 'e',
        'Н' | 'Η' => 'h',
        'і' | 'І' | 'Ι' => 'i',
        'К' | 'Κ' => 'k',
        'М' | 'Μ' => 'm',
        'Ν' => 'n',
        'о' | 'О' | 'Ο' | 'ο' => 'o',
        'р' | 'Р' | 'Ρ' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'Τ' => 't',
        'х' | 'Х' | 'Χ' => 'x',
        'у' | 'У' => 'y',
        'Ζ' => 'z',
        _ => return None,
    })
}

/// The simplified form of an ideograph of the basic block, itself where it has none.
fn simplified(c: char) -> char {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        ('\u{4e00}'..='\u{9fff}')
            .map(|c| {
                fast2s::convert(c.encode_utf8(&mut [0; 4]))
                    .chars()
                    .next()
                    .unwrap_or(c)
            })
            .collect()
    });
    match c {
        '\u{4e00}'..='\u{9fff}' => TABLE[c as usize - 0x4e00],
        _ => c,
    }
}

fn mark_up(c: char) -> bool {
    matches!(c, '<' | '&' | '*' | '_' | '`' | '#' | '\\' | '$' | '~')
}

/// Mark-up at the start of a text: how many bytes to pass over and what, if anything, they stand for.
struct Wrapper {
    len: usize,
    stands_for: Option<char>,
}

/// A tag longer than this is text with a less-than sign.
const LONGEST_TAG: usize = 200;

fn wrapper(source: &str, at: usize) -> Option<Wrapper> {
    let rest = &source[at..];
    let skip = |len| {
        Some(Wrapper {
            len,
            stands_for: None,
        })
    };
    match rest.as_bytes()[0] {
        b'<' => tag(rest),
        b'&' => {
            const ENTITIES: [(&str, char); 6] = [
                ("&nbsp;", ' '),
                ("&lt;", '<'),
                ("&gt;", '>'),
                ("&amp;", '&'),
                ("&quot;", '"'),
                ("&#39;", '\''),
            ];
            ENTITIES
                .iter()
                .find(|(name, _)| rest.starts_with(name))
                .map(|&(name, c)| Wrapper {
                    len: name.len(),
                    stands_for: Some(c),
                })
        }
        byte @ (b'*' | b'_' | b'~') => {
            (rest.as_bytes().get(1) == Some(&byte)).then_some(())?;
            skip(rest.bytes().take_while(|&b| b == byte).count())
        }
        b'`' => skip(1),
        b'#' => {
            let run = rest.bytes().take_while(|&b| b == b'#').count();
            let heading = source[..at].ends_with('\n') || at == 0;
            (heading && rest[run..].starts_with(' ')).then_some(())?;
            skip(run)
        }
        b'\\' => latex(rest),
        b'$' => rest[1..]
            .contains('$')
            .then_some(())
            .and_then(|()| skip(1))
            .or_else(|| {
                source[..at]
                    .contains('$')
                    .then_some(())
                    .and_then(|()| skip(1))
            }),
        _ => None,
    }
}

fn tag(rest: &str) -> Option<Wrapper> {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST_TAG)];
    let name = *bytes.get(1)?;
    (name.is_ascii_alphabetic() || name == b'/' || name == b'!').then_some(())?;
    let close = bytes.iter().position(|&b| b == b'>')?;
    let inside = &bytes[1..close];
    (!inside.contains(&b'<') && inside.is_ascii()).then_some(())?;
    const BLOCKS: [&[u8]; 9] = [b"p", b"br", b"div", b"li", b"ul", b"ol", b"tr", b"td", b"h"];
    let word = inside.strip_prefix(b"/").unwrap_or(inside);
    let letters = word.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let block = BLOCKS
        .iter()
        .any(|name| word[..letters].eq_ignore_ascii_case(name));
    Some(Wrapper {
        len: close + 1,
        stands_for: block.then_some('\n'),
    })
}

fn latex(rest: &str) -> Option<Wrapper> {
    const WRAPPERS: [&str; 14] = [
        "textbf",
        "textit",
        "text",
        "emph",
        "section",
        "subsection",
        "item",
        "begin",
        "end",
        "mathrm",
        "mathbf",
        "left",
        "right",
        "paragraph",
    ];
    let letters = rest[1..]
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let name = &rest[1..=letters];
    match name {
        "begin" | "end" => {
            let close = rest.bytes().take(LONGEST_TAG).position(|b| b == b'}')?;
            Some(Wrapper {
                len: close + 1,
                stands_for: Some('\n'),
            })
        }
        _ if WRAPPERS.contains(&name) => Some(Wrapper {
            len: 1 + letters,
            stands_for: None,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn folds() {
        let cases = [
            ("plain", "光合作用", "光合作用"),
            ("full width", "ＣＯ２浓度　３０％", "co2浓度 30%"),
            ("traditional", "倉庫管理員", "仓库管理员"),
            ("case", "KPI", "kpi"),
            ("accents", "cafe\u{301} café", "cafe cafe"),
            ("zero width", "库\u{200b}存", "库存"),
            ("superscript stays", "x²", "x²"),
            ("subscript", "H₂O", "h2o"),
            ("circled stays", "①库存", "①库存"),
            ("cyrillic look-alike", "АI", "ai"),
            ("html", "<p>库存<b>准确</b></p>", "\n库存准确\n"),
            ("less than", "若 a<b 则停", "若 a<b 则停"),
            ("markdown", "**库存**准确 `id`", "库存准确 id"),
            ("latex", "\\textbf{库存}准确", "{库存}准确"),
            ("break in a term", "库\n存准确", "库存准确"),
            ("kept break", "库存。\r\n准确", "库存。\n准确"),
            ("unit", "5㎏ 37℃", "5kg 37°c"),
        ];
        for (name, input, expected) in cases {
            assert_eq!(normalize(input).text, expected, "{name}");
        }
    }

    #[test]
    fn offsets_lead_back() {
        let cases = [
            ("full width", "共ＣＯ２。", "co2", "ＣＯ２"),
            ("traditional", "管理倉庫", "仓库", "倉庫"),
            (
                "zero width",
                "清\u{200b}点库\u{200b}存吧",
                "库存",
                "库\u{200b}存",
            ),
            ("tag", "a<b>库</b>存", "库存", "库</b>存"),
            ("one to many", "重5㎏", "kg", "㎏"),
            ("crlf", "一。\r\n库存", "库存", "库存"),
            ("after emoji", "😀Ｋ库", "k库", "Ｋ库"),
            ("two for one of the same length", "单位℃", "c", "℃"),
        ];
        for (name, input, folded, original) in cases {
            let normalized = normalize(input);
            let at = normalized.text.find(folded).expect(name);
            let span = normalized.original(at, at + folded.len());
            assert_eq!(&input[span.start..span.end], original, "{name}");
        }
    }
}
