//! Twins: the same answer in other writing. A marker gives both the same.

use super::characters::{full_width, homophone, is_kept, lookalike, traditional};
use super::{Bound, Dice, SAME, Variant, ends_clause, ends_sentence, has_han, is_han, pieces};

/// One slip in this many characters: two or three a sentence, more than careful writers make.
const CHARACTERS_A_SLIP: usize = 12;
/// One misspelling in this many English words of [`LONG_WORD`] letters and more.
const WORDS_A_SLIP: usize = 6;
/// Shorter English words become other words when misspelt.
const LONG_WORD: usize = 6;
/// Lines as long as this are cut when text is copied from a narrow page.
const LINE: usize = 17;
/// Padding may gain this much: what the project promises.
const GAIN: f64 = 0.02;

/// Writing about nothing that an examination asks, for padding.
const UNRELATED: [&str; 6] = [
    "我的家乡在江边，春天桃花开得很好，街上卖米糕的老人总是起得很早。",
    "周末我喜欢坐在窗前听雨，邻居家的猫常常跳到阳台上晒太阳。",
    "去年夏天我们去海边露营，晚上的星星又多又亮，弟弟数着数着就睡着了。",
    "外婆会包荠菜馄饨，汤里放一点虾皮和紫菜，闻起来特别香。",
    "楼下的银杏叶黄了，孩子们捡来夹在书里，过年时当书签送人。",
    "那年冬天下了很大的雪，父亲骑着旧自行车送我上学，一路上唱着歌。",
];
const UNRELATED_ENGLISH: [&str; 4] = [
    "My grandmother keeps three cats and a garden full of roses.",
    "Last summer we camped by the sea and counted the stars until midnight.",
    "On rainy Sundays I like to bake bread and listen to old songs.",
    "The village choir sings in the square every winter, and everybody brings soup.",
];

type Maker = fn(&str, &mut Dice) -> String;

/// The same answer in other writing, a variant a kind; kinds that would leave it as it is are left out.
///
/// ```
/// let twins = yaodian::perturb::twins("及时处理客户投诉。定期回访客户。");
/// assert!(twins.iter().any(|twin| twin.kind == "traditional" && twin.text.starts_with("及時處理")));
/// ```
pub fn twins(answer: &str) -> Vec<Variant> {
    let kinds: [(&'static str, Maker); 14] = [
        ("homophones", |text, dice| slips(text, dice, homophone)),
        ("lookalikes", |text, dice| slips(text, dice, lookalike)),
        ("misspellings", misspellings),
        ("traditional", |text, _| {
            text.chars().map(traditional).collect()
        }),
        ("full_width", |text, _| {
            text.chars().map(full_width).collect()
        }),
        ("list_form", list_form),
        ("other_order", other_order),
        ("html", html),
        ("markdown", markdown),
        ("latex", latex),
        ("zero_width", zero_width),
        ("broken_lines", |text, _| broken_lines(text)),
        ("padding", padding),
        ("repetition", |text, _| format!("{text}\n{text}")),
    ];
    if answer.trim().is_empty() {
        return Vec::new();
    }
    kinds
        .into_iter()
        .map(|(kind, make)| Variant {
            kind,
            bound: match kind {
                "padding" | "repetition" => Bound::GainsAtMost(GAIN),
                _ => Bound::SameWithin(SAME),
            },
            text: make(answer, &mut Dice::new(&[kind, answer])),
            points: Vec::new(),
        })
        .filter(|variant| variant.text != answer)
        .collect()
}

/// Some characters, never two in a row, exchanged for others; one at least where any can be.
fn slips(text: &str, dice: &mut Dice, other: fn(char, &mut Dice) -> Option<char>) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut places: Vec<(usize, char)> = Vec::new();
    for (at, &c) in characters.iter().enumerate() {
        if is_han(c) && !is_kept(c) {
            places.extend(other(c, dice).map(|other| (at, other)));
        }
    }
    let han = characters.iter().filter(|&&c| is_han(c)).count();
    dice.shuffle(&mut places);
    let mut slipped = vec![false; characters.len()];
    let mut slips = 0;
    for (at, other) in places {
        if slips > han / CHARACTERS_A_SLIP {
            break;
        }
        let around = at.saturating_sub(1)..characters.len().min(at + 2);
        if !slipped[around].contains(&true) {
            characters[at] = other;
            slipped[at] = true;
            slips += 1;
        }
    }
    characters.into_iter().collect()
}

/// Long English words with a letter dropped, doubled or swapped with its neighbour; the first letter stays.
fn misspellings(text: &str, dice: &mut Dice) -> String {
    let mut spelt = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        if word == 0 {
            let gap = rest
                .find(|c: char| c.is_ascii_alphabetic())
                .unwrap_or(rest.len());
            spelt.push_str(&rest[..gap]);
            rest = &rest[gap..];
            continue;
        }
        let mut letters: Vec<char> = rest[..word].chars().collect();
        if word >= LONG_WORD && dice.below(WORDS_A_SLIP) == 0 {
            let at = 2 + dice.below(word - 3);
            match dice.below(3) {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, letters[at]),
                _ => letters.swap(at, at - 1),
            }
        }
        spelt.extend(letters);
        rest = &rest[word..];
    }
    spelt
}

/// The sentences, or the clauses of a single sentence.
fn parts(text: &str) -> Vec<&str> {
    let sentences = pieces(text, ends_sentence);
    if sentences.len() > 1 {
        sentences
    } else {
        pieces(text, ends_clause)
    }
}

fn list_form(text: &str, dice: &mut Dice) -> String {
    let style = dice.below(4);
    let lines: Vec<String> = parts(text)
        .iter()
        .enumerate()
        .map(|(index, part)| match (style, u32::try_from(index)) {
            (0, Ok(index)) if index < 20 => {
                format!("{}{part}", char::from_u32(0x2460 + index).unwrap_or('·'))
            }
            (1, _) => format!("（{}）{part}", index + 1),
            (2, _) if has_han(part) => format!("{}、{part}", index + 1),
            _ => format!("{}. {part}", index + 1),
        })
        .collect();
    lines.join("\n")
}

fn other_order(text: &str, dice: &mut Dice) -> String {
    let mut sentences = pieces(text, ends_sentence);
    if sentences.len() < 2 {
        return text.to_owned();
    }
    let stop = if has_han(text) { "。" } else { ". " };
    dice.shuffle(&mut sentences);
    let mut ordered = sentences.join(stop);
    ordered.push_str(stop.trim_end());
    ordered
}

/// Three times the answer's length of unrelated text, before and after it.
fn padding(text: &str, dice: &mut Dice) -> String {
    let mut sentences = if has_han(text) {
        UNRELATED.to_vec()
    } else {
        UNRELATED_ENGLISH.to_vec()
    };
    dice.shuffle(&mut sentences);
    let (mut before, mut after) = (String::new(), String::new());
    for sentence in sentences.iter().cycle() {
        if before.len() + after.len() >= 3 * text.len() {
            break;
        }
        let side = if before.len() < after.len() {
            &mut before
        } else {
            &mut after
        };
        side.push_str(sentence);
        if !has_han(text) {
            side.push(' ');
        }
    }
    format!("{before}\n{text}\n{after}")
}

fn html(text: &str, dice: &mut Dice) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let lines: Vec<String> = parts(&escaped)
        .iter()
        .map(|part| match dice.below(3) {
            0 => format!("<b>{part}</b>"),
            1 => format!("<span style=\"color: #333\">{part}</span>"),
            _ => (*part).to_owned(),
        })
        .collect();
    format!(
        "<div class=\"answer\"><p>{}</p></div>",
        lines.join("；<br/>")
    )
}

fn markdown(text: &str, dice: &mut Dice) -> String {
    let lines: Vec<String> = parts(text)
        .iter()
        .map(|part| match dice.below(3) {
            0 => format!("- **{part}**"),
            1 => format!("- `{part}`"),
            _ => format!("- {part}"),
        })
        .collect();
    let heading = if has_han(text) { "答" } else { "Answer" };
    format!("## {heading}\n\n{}\n", lines.join("\n"))
}

fn latex(text: &str, dice: &mut Dice) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '&' | '_' | '#' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let items: Vec<String> = parts(&escaped)
        .iter()
        .map(|part| match dice.below(3) {
            0 => format!("\\item \\textbf{{{part}}}"),
            1 => format!("\\item \\emph{{{part}}}"),
            _ => format!("\\item {part}"),
        })
        .collect();
    format!("\\begin{{itemize}}\n{}\n\\end{{itemize}}", items.join("\n"))
}

fn zero_width(text: &str, dice: &mut Dice) -> String {
    let mut marked = String::with_capacity(2 * text.len());
    for c in text.chars() {
        marked.push(c);
        if dice.below(3) == 0 {
            marked.extend(dice.pick(&['\u{200b}', '\u{200d}', '\u{feff}', '\u{2060}']));
        }
    }
    marked
}

/// Lines cut at a fixed width, inside Chinese terms too; English words stay whole.
fn broken_lines(text: &str) -> String {
    let mut broken = String::with_capacity(text.len() + text.len() / LINE);
    let mut length = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        length += 1;
        let splits_word =
            c.is_ascii_alphanumeric() && characters.peek().is_some_and(char::is_ascii_alphanumeric);
        broken.push(c);
        if length >= LINE && !splits_word && characters.peek().is_some() {
            broken.push('\n');
            length = 0;
        } else if c == '\n' {
            length = 0;
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    type Holds = fn(&str) -> bool;

    const ANSWER: &str = "要及时处理客户投诉，不能拖延。定期回访3家重点客户；建立CRM档案。";

    fn twin(answer: &str, kind: &str) -> Option<String> {
        twins(answer)
            .into_iter()
            .find(|twin| twin.kind == kind)
            .map(|twin| twin.text)
    }

    #[test]
    fn twins_are_what_their_kind_says() {
        let cases: [(&str, Holds); 8] = [
            ("traditional", |text| text.contains("處理客戶投訴")),
            ("full_width", |text| {
                text.contains("ＣＲＭ") && text.contains("回访３家")
            }),
            ("list_form", |text| {
                text.lines().count() == 3 && !text.contains('。')
            }),
            ("other_order", |text| text.matches('。').count() == 3),
            ("html", |text| {
                text.starts_with("<div") && text.contains("<br/>")
            }),
            ("markdown", |text| text.matches("\n- ").count() == 3),
            ("latex", |text| text.matches("\\item").count() == 3),
            ("padding", |text| {
                text.contains(ANSWER) && text.len() >= 4 * ANSWER.len()
            }),
        ];
        for (kind, holds) in cases {
            let text = twin(ANSWER, kind).unwrap_or_else(|| panic!("{kind} is missing"));
            assert!(holds(&text), "{kind}: {text}");
        }
        assert_eq!(
            twin(ANSWER, "repetition"),
            Some(format!("{ANSWER}\n{ANSWER}"))
        );
    }

    #[test]
    fn slips_are_few_and_never_in_negations_or_numbers() {
        for kind in ["homophones", "lookalikes"] {
            let text = twin(ANSWER, kind).unwrap_or_else(|| panic!("{kind} is missing"));
            let changed = ANSWER
                .chars()
                .zip(text.chars())
                .filter(|(a, b)| a != b)
                .count();
            assert_eq!(text.chars().count(), ANSWER.chars().count(), "{kind}");
            assert!(
                (1..=3).contains(&changed),
                "{kind}: {changed} slips in {text}"
            );
            assert!(text.contains('不') && text.contains('3'), "{kind}: {text}");
        }
    }

    #[test]
    fn hidden_marks_and_breaks_leave_the_characters() {
        for kind in ["zero_width", "broken_lines"] {
            let text = twin(ANSWER, kind).unwrap_or_else(|| panic!("{kind} is missing"));
            let bare: String = text
                .chars()
                .filter(|&c| !"\u{200b}\u{200d}\u{feff}\u{2060}\n".contains(c))
                .collect();
            assert_eq!(bare, ANSWER, "{kind}");
        }
        assert_eq!(twin("客户", "broken_lines"), None, "nothing to break");
    }

    #[test]
    fn english_words_are_misspelt_one_edit_away() {
        let answer = "plants produce glucose through photosynthesis because sunlight provides energy for splitting water molecules";
        let text = twin(answer, "misspellings").expect("one long word in six");
        let distances: Vec<usize> = answer
            .split(' ')
            .zip(text.split(' '))
            .map(|(word, spelt)| strsim::osa_distance(word, spelt))
            .collect();
        assert!(distances.iter().all(|&distance| distance <= 1), "{text}");
        assert!(distances.contains(&1), "{text}");
        assert_eq!(twin(answer, "homophones"), None);
    }

    #[test]
    fn an_empty_answer_has_no_twins() {
        assert_eq!(twins(" \n"), []);
        assert_eq!(twins(ANSWER), twins(ANSWER));
    }
}
