//! Lines of a terminal: how wide text is, and where a line of Chinese or English may break.

use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How a piece of text is inked where the terminal has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ink {
    #[default]
    Plain,
    Bold,
    Dim,
    Green,
    Yellow,
    Red,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "\x1b[1m",
            Self::Dim => "\x1b[2m",
            Self::Green => "\x1b[1;32m",
            Self::Yellow => "\x1b[1;33m",
            Self::Red => "\x1b[1;31m",
        }
    }
}

/// A run of inked graphemes: what the reader sees of untrusted text.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    cells: Vec<(String, Ink)>,
}

impl Line {
    /// Adds text. Line breaks and tabs become spaces, control characters their visible
    /// pictures, and marks that change the reading direction are dropped: an answer cannot
    /// speak to the terminal.
    pub(super) fn push(&mut self, text: &str, ink: Ink) {
        for grapheme in text.graphemes(true) {
            let mut cell = String::with_capacity(grapheme.len());
            for c in grapheme.chars() {
                match c {
                    '\n' | '\t' | '\u{2028}' | '\u{2029}' => cell.push(' '),
                    '\r' | '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {}
                    '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
                    '\0'..='\x1f' => cell.extend(char::from_u32(0x2400 + c as u32)),
                    '\x7f'..='\u{9f}' => cell.push('\u{2421}'),
                    _ => cell.push(c),
                }
            }
            let doubled = cell == " " && self.cells.last().is_some_and(|(last, _)| last == " ");
            if !cell.is_empty() && !doubled {
                self.cells.push((cell, ink));
            }
        }
    }

    pub(super) fn width(&self) -> usize {
        self.cells.iter().map(|(cell, _)| cell.width()).sum()
    }

    /// Adds spaces up to a width.
    pub(super) fn pad_to(&mut self, width: usize) {
        let missing = width.saturating_sub(self.width());
        self.cells
            .extend(std::iter::repeat_n((" ".to_owned(), Ink::Plain), missing));
    }

    pub(super) fn append(&mut self, other: Self) {
        self.cells.extend(other.cells);
    }

    /// Breaks into lines of at most `width` columns: after a space, or beside a wide character
    /// unless that would part punctuation from its text.
    pub(super) fn wrap(self, width: usize) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut line = Self::default();
        for cell in self.cells {
            line.cells.push(cell);
            if line.width() <= width || line.cells.len() == 1 {
                continue;
            }
            let last = line.cells.len() - 1;
            let at = (1..=last)
                .rev()
                .find(|&at| may_break(&line.cells[at - 1].0, &line.cells[at].0))
                .unwrap_or(last);
            let rest = line.cells.split_off(at);
            lines.push(std::mem::replace(&mut line, Self { cells: rest }));
        }
        lines.push(line);
        for line in &mut lines {
            while line.cells.last().is_some_and(|(cell, _)| cell == " ") {
                line.cells.pop();
            }
            let blank = line
                .cells
                .iter()
                .take_while(|(cell, _)| cell == " ")
                .count();
            line.cells.drain(..blank);
        }
        lines.retain(|line| !line.cells.is_empty());
        lines
    }

    pub(super) fn write(&self, out: &mut String, ansi: bool) {
        let mut ink = Ink::Plain;
        for (cell, next) in &self.cells {
            if ansi && *next != ink {
                if ink != Ink::Plain {
                    out.push_str("\x1b[0m");
                }
                out.push_str(next.code());
                ink = *next;
            }
            out.push_str(cell);
        }
        if ink != Ink::Plain {
            out.push_str("\x1b[0m");
        }
    }
}

fn may_break(before: &str, after: &str) -> bool {
    const OPENING: &str = "（([《「『【〈";
    const CLOSING: &str = "，。！？；：、…）)]》」』】〉”’％%,.!?;:";
    let wide = |cell: &str| cell.width() > 1;
    match (before.chars().next(), after.chars().next()) {
        (Some(' '), _) => true,
        (Some(first), Some(second)) => {
            (wide(before) || wide(after) || CLOSING.contains(first))
                && !(CLOSING.contains(second) || OPENING.contains(first) || first == '“')
        }
        _ => false,
    }
}

/// Writes one line after another, the first after `head`, the others indented to its width.
pub(super) fn hang(out: &mut String, head: Line, body: Line, width: usize, ansi: bool) {
    let indent = head.width();
    let mut lines = body.wrap(width.saturating_sub(indent).max(20)).into_iter();
    let mut first = head;
    if let Some(line) = lines.next() {
        first.append(line);
    }
    first.write(out, ansi);
    out.push('\n');
    for line in lines {
        let _ = write!(out, "{:indent$}", "");
        line.write(out, ansi);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{Ink, Line};

    fn plain(line: &Line) -> String {
        let mut out = String::new();
        line.write(&mut out, false);
        out
    }

    #[test]
    fn text_is_made_harmless_before_it_reaches_a_terminal() {
        let cases = [
            ("escape sequence", "a\x1b[2Jb", "a␛[2Jb"),
            ("line breaks", "上一行\r\n\n下一行", "上一行 下一行"),
            ("nul and delete", "a\0b\x7f", "a␀b␡"),
            ("reading direction", "a\u{202e}b\u{2066}c", "abc"),
            ("byte order mark", "\u{feff}a", "a"),
            (
                "joined emoji stay whole",
                "👩\u{200d}🏫好",
                "👩\u{200d}🏫好",
            ),
        ];
        for (name, input, expected) in cases {
            let mut line = Line::default();
            line.push(input, Ink::Plain);
            assert_eq!(plain(&line), expected, "{name}");
        }
    }

    #[test]
    fn lines_break_where_readers_expect() {
        let cases = [
            ("between hanzi", "光合作用", 4, vec!["光合", "作用"]),
            (
                "a full stop stays with its clause",
                "光合作用。好",
                8,
                vec!["光合作", "用。好"],
            ),
            (
                "an opening bracket goes with its text",
                "光合（见图",
                6,
                vec!["光合", "（见图"],
            ),
            (
                "english words stay whole",
                "the light reaction",
                11,
                vec!["the light", "reaction"],
            ),
            ("a word in hanzi", "使用ATP酶", 6, vec!["使用", "ATP酶"]),
            (
                "a word longer than the line",
                "abcdefgh",
                3,
                vec!["abc", "def", "gh"],
            ),
            ("nothing", "", 5, vec![]),
        ];
        for (name, input, width, expected) in cases {
            let mut line = Line::default();
            line.push(input, Ink::Plain);
            let lines: Vec<String> = line.wrap(width).iter().map(plain).collect();
            assert_eq!(lines, expected, "{name}");
        }
    }

    #[test]
    fn ink_appears_only_where_asked_for() {
        let mut line = Line::default();
        line.push("未", Ink::Plain);
        line.push("覆盖", Ink::Red);
        let mut colour = String::new();
        line.write(&mut colour, true);
        assert_eq!(colour, "未\x1b[1;31m覆盖\x1b[0m");
        assert_eq!(plain(&line), "未覆盖");
    }
}
