//! The part of an answer that shows a key point, as a reader wants to see it: in its sentence.

use super::wrap::{Ink, Line};
use super::{PointReport, Span};
use crate::bank::KeyPoint;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns of evidence, and characters of the sentence on either side of it, that are shown.
const EVIDENCE_SHOWN: usize = 200;
const CONTEXT_SHOWN: usize = 24;

/// The sentences that hold the evidence, words of the key point inked, what is beside the evidence dimmed.
pub(super) fn quote(point: &KeyPoint, answer: &str, found: &PointReport) -> Line {
    let mut line = Line::default();
    let mut shown = 0;
    let mut cut = false;
    for (place, &Span { start, end }) in found.evidence.iter().enumerate() {
        let Some(evidence) = answer.get(start..end) else {
            continue;
        };
        let (lead, torn) = before(answer.get(shown..start).unwrap_or_default());
        line.push(
            match line.width() {
                0 if torn => "“…",
                0 => "“",
                _ if shown == start => "",
                _ => " … ",
            },
            Ink::Dim,
        );
        line.push(lead.trim_start(), Ink::Dim);
        let clipped = clip(evidence);
        let mut at = 0;
        for word in shared(point, clipped) {
            line.push(&clipped[at..word.start], Ink::Plain);
            line.push(&clipped[word.clone()], found.status.ink());
            at = word.end;
        }
        line.push(&clipped[at..], Ink::Plain);
        (shown, cut) = (start + clipped.len(), clipped.len() < evidence.len());
        if !cut {
            let next = found.evidence.get(place + 1);
            let next = next.map_or(answer.len(), |next| next.start);
            let (rest, torn) = after(answer.get(end..next).unwrap_or_default());
            line.push(rest, Ink::Dim);
            (shown, cut) = (end + rest.len(), torn);
        }
    }
    if line.width() > 0 {
        line.push(if cut { "…”" } else { "”" }, Ink::Dim);
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

fn ends_sentence(c: char, next: Option<char>) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n')
        || c == '.' && next.is_none_or(char::is_whitespace)
}

/// The start of the sentence whose rest follows `text`, and whether room for it ran out.
fn before(text: &str) -> (&str, bool) {
    let mut next = None;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev().take(CONTEXT_SHOWN) {
        if ends_sentence(c, next) {
            return (&text[start..], false);
        }
        (start, next) = (at, Some(c));
    }
    match text[..start].chars().next_back() {
        None => (text, false),
        Some(c) if ends_sentence(c, next) => (&text[start..], false),
        Some(_) => (text[start..].trim_start_matches(in_word), true),
    }
}

/// The end of the sentence that was begun before `text`, and whether room for it ran out.
fn after(text: &str) -> (&str, bool) {
    let mut chars = text.char_indices().peekable();
    for _ in 0..=CONTEXT_SHOWN {
        let Some((at, c)) = chars.next() else {
            return (text, false);
        };
        if ends_sentence(c, chars.peek().map(|&(_, next)| next)) {
            return (&text[..at], false);
        }
    }
    let end = chars.peek().map_or(text.len(), |&(at, _)| at);
    (text[..end].trim_end_matches(in_word), true)
}

/// What must not be torn apart, unlike hanzi.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
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
    use crate::report::Status;

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
    fn evidence_stands_in_its_sentence() {
        let long = "一二三四五六七八九十".repeat(5);
        let cases = [
            (
                "hanzi",
                "先说。我认为[光反应]在前。再说",
                "“我认为光反应在前”",
            ),
            (
                "english",
                "First. I say [light] acts. Then",
                "“I say light acts”",
            ),
            ("a decimal point", "约2.5倍的[光反应]", "“约2.5倍的光反应”"),
            (
                "english cut at a word",
                "abcdefghij klmnopqrst uvwxyz [light] abcdefghij klmnopqrst uvwxyz",
                "“…klmnopqrst uvwxyz light abcdefghij klmnopqrst …”",
            ),
            (
                "hanzi cut anywhere",
                &format!("{long}[光反应]{long}"),
                &format!("“…{}光反应{}…”", &long[long.len() - 72..], &long[..75]),
            ),
            (
                "two pieces apart",
                &format!("我[吸收光能]{long}，还[放出氧气]。"),
                &format!(
                    "“我吸收光能{} … {}，还放出氧气”",
                    &long[..75],
                    &long[long.len() - 66..]
                ),
            ),
            (
                "two pieces in one clause",
                "[吸收光能]，[放出氧气]。",
                "“吸收光能，放出氧气”",
            ),
            (
                "two sentences",
                "[吸收光能]。再说[放出氧气]。",
                "“吸收光能 … 再说放出氧气”",
            ),
        ];
        for (name, marked, expected) in cases {
            let mut answer = String::new();
            let mut evidence = Vec::new();
            for piece in marked.split_inclusive(['[', ']']) {
                if piece.ends_with(']') {
                    let start = answer.len();
                    let end = start + piece.len() - 1;
                    evidence.push(Span { start, end });
                }
                answer.push_str(piece.trim_end_matches(['[', ']']));
            }
            let found = PointReport {
                index: 0,
                coverage: 1.0,
                status: Status::Covered,
                worth: 1.0,
                credit: 1.0,
                score: 1.0,
                withheld: None,
                evidence,
                missing: Vec::new(),
                review: false,
            };
            let mut out = String::new();
            quote(&KeyPoint::new("光"), &answer, &found).write(&mut out, false);
            assert_eq!(out, expected, "{name}");
        }
    }
}
