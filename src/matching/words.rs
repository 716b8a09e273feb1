//! How alike two words are in writing: sound, shape and slips of the hand, never any edit.

use crate::text::{is_number_key, lookalikes};
use pinyin::ToPinyinMulti;

/// A key point's word, prepared.
#[derive(Clone, Debug)]
pub(crate) struct KeyWord {
    pub(crate) text: Box<str>,
    pub(crate) chars: Box<[char]>,
    pub(crate) latin: bool,
}

/// A word that is the same but for ending or a slip: not quite certain to be meant.
pub(crate) const NEAR: f32 = 0.9;

/// Characters of a word from which one may be dropped or doubled.
pub(crate) const LONG: usize = 4;

/// Share of credit for characters in common with another word: half, since the rest may turn the meaning.
const SHARED: f32 = 0.5;

impl KeyWord {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            chars: text.chars().collect(),
            latin: text.bytes().all(|byte| byte.is_ascii_alphabetic()),
        }
    }

    /// Whether slips of the pen are looked for: not in letters, numbers and formulas, and one character has nothing left to
    /// know it by.
    pub(crate) fn can_slip(&self) -> bool {
        let digits = self.chars.iter().any(char::is_ascii_digit);
        !self.latin && !digits && self.chars.len() >= 2 && !is_number_key(&self.text)
    }

    /// Likeness to a whole word of an answer, 0 to 1.
    pub(crate) fn likeness(&self, word: &str, chars: &[char]) -> f32 {
        if *self.text == *word {
            return 1.0;
        }
        if self.latin && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return latin_likeness(&self.chars, chars);
        }
        let common = self.chars.iter().filter(|c| chars.contains(c)).count();
        let number = || is_number_key(&self.text) || is_number_key(word);
        let short = self.chars.len() < 2 || chars.len() < 2;
        // Most have nothing in common.
        if common == 0 || short || number() || minimal_pair(&self.chars, chars) {
            return 0.0;
        }
        SHARED * common as f32 / self.chars.len().max(chars.len()) as f32
    }

    /// Whether these characters are this word written with a slip: a character of the same sound or shape,
    /// or, from four characters on, one dropped, doubled or two swapped.
    pub(crate) fn slipped(&self, chars: &[char]) -> bool {
        let word = &self.chars;
        if word.len() == chars.len() {
            let wrong = || word.iter().zip(chars).filter(|(a, b)| a != b);
            let alike = |a: char, b: char| same_sound(a, b) || lookalikes(a).contains(&b);
            if 2 * wrong().count() > word.len() || !wrong().all(|(&a, &b)| alike(a, b)) {
                return word.len() >= 3 && swapped(word, chars);
            }
            return true;
        }
        word.len() >= LONG
            && word.len().abs_diff(chars.len()) == 1
            && strsim::generic_damerau_levenshtein(word, chars) == 1
            && dropped_or_doubled(word, chars)
    }
}

/// Two words of the same length that differ in one place: 细胞膜/细胞壁, 阳性/阴性.
fn minimal_pair(a: &[char], b: &[char]) -> bool {
    a.len() == b.len() && a.iter().zip(b).filter(|(a, b)| a != b).count() == 1
}

fn swapped(a: &[char], b: &[char]) -> bool {
    let mut differ = a
        .iter()
        .zip(b)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, _)| at);
    match (differ.next(), differ.next(), differ.next()) {
        (Some(first), Some(second), None) => {
            second == first + 1 && a[first] == b[second] && a[second] == b[first]
        }
        _ => false,
    }
}

/// The longer of the two has one character more that either repeats its neighbour or is simply missing in the answer.
fn dropped_or_doubled(word: &[char], written: &[char]) -> bool {
    if written.len() < word.len() {
        return true;
    }
    written.windows(2).any(|pair| pair[0] == pair[1])
}

fn latin_likeness(word: &[char], written: &[char]) -> f32 {
    let (a, b) = (stem(word), stem(written));
    if a == b && a.len() >= 3 {
        return NEAR;
    }
    // Short words are too dense for any edit; from 8 letters two may go wrong.
    let allowed = match word.len().min(written.len()) {
        0..=4 => return 0.0,
        5..=7 => 1,
        _ => 2,
    };
    let first = word[0] == written[0];
    if !first || word.len().abs_diff(written.len()) > allowed {
        return 0.0;
    }
    let distance = strsim::generic_damerau_levenshtein(word, written);
    // A letter exchanged within a short word makes another word (form, from); one added, dropped or swapped is a slip.
    let exchange = word.len() == written.len() && distance == 1 && !swapped(word, written);
    if distance > allowed || (exchange && word.len() < 6) {
        0.0
    } else {
        NEAR
    }
}

/// The stem of a word in letters; nothing of any other, or where fewer than three letters are left.
pub(super) fn latin_stem(word: &str) -> Option<Box<str>> {
    let is_latin = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let chars: Vec<char> = word.chars().filter(|_| is_latin).collect();
    let stem = stem(&chars);
    (stem.len() >= 3).then(|| stem.iter().collect())
}

/// The word without its commonest English endings; a weak match, so over-stemming is kept low.
fn stem(word: &[char]) -> &[char] {
    /// An ending, and how many letters have to stand before it: less of what makes another word than of a mere form.
    const ENDINGS: [(&str, usize); 13] = [
        ("ings", 3),
        ("ing", 3),
        ("ies", 3),
        ("ied", 3),
        ("es", 3),
        ("ed", 3),
        ("ions", 5),
        ("ion", 5),
        ("ness", 4),
        ("ments", 4),
        ("ment", 4),
        ("s", 3),
        ("ly", 3),
    ];
    for (ending, before) in ENDINGS {
        let len = ending.len();
        if word.len() >= len + before && word[word.len() - len..].iter().copied().eq(ending.chars())
        {
            let stem = &word[..word.len() - len];
            return match stem {
                [.., a, b] if a == b && !matches!(a, 's' | 'l') => &stem[..stem.len() - 1],
                [.., 'e'] | [.., 'y'] => &stem[..stem.len() - 1],
                _ => stem,
            };
        }
    }
    match word {
        [.., 'e' | 'y'] if word.len() > 3 => &word[..word.len() - 1],
        _ => word,
    }
}

/// Whether two characters share a reading, tones aside.
fn same_sound(a: char, b: char) -> bool {
    match (a.to_pinyin_multi(), b.to_pinyin_multi()) {
        (Some(a), Some(b)) => a
            .into_iter()
            .any(|a| b.into_iter().any(|b| a.plain() == b.plain())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn slips() {
        let cases = [
            ("same sound", "顾客", "雇客", true),
            ("same sound, second", "反馈", "反溃", true),
            ("look-alike", "未来", "末来", true),
            ("membrane and wall", "细胞膜", "细胞壁", false),
            ("positive and negative", "阳性", "阴性", false),
            ("up and down", "升高", "降低", false),
            ("every character wrong", "事实", "实时", false),
            ("swapped in four", "承上启下", "承启上下", true),
            ("dropped in four", "承上启下", "承上下", true),
            ("doubled in four", "承上启下", "承上上启下", true),
            ("dropped in two", "北京", "北", false),
            ("prefix", "北京", "北京大学", false),
        ];
        for (name, word, written, expected) in cases {
            assert_eq!(
                KeyWord::new(word).slipped(&chars(written)),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn latin_words() {
        let cases = [
            ("plural", "terminal", "terminals", true),
            ("past", "separate", "separated", true),
            ("noun of a verb", "evaporate", "evaporation", true),
            ("noun of a property", "hard", "hardness", true),
            ("misspelt", "separated", "seperated", true),
            ("swapped", "battery", "battrey", true),
            ("another word", "form", "from", false),
            ("short", "gap", "map", false),
            ("opposite prefix", "connected", "disconnected", false),
        ];
        for (name, word, written, expected) in cases {
            let likeness = KeyWord::new(word).likeness(written, &chars(written));
            assert_eq!(likeness > 0.5, expected, "{name}: {likeness}");
        }
    }
}
