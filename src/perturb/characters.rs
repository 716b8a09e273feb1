//! Characters that stand for others: same sound, same look, traditional form.

use super::{Dice, is_han};
use crate::matching::opposite;
use crate::text::lookalikes;
use pinyin::ToPinyin;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The 3,755 characters of GB/T 2312-1980 level 1: those a person would type by mistake.
const COMMON: &str = include_str!("common_characters.txt");

/// Big5 level 1 as far as folding changes it, that is, characters in daily use; those whose simplified form is in
/// daily use too (只, 面, 制) are left out where that form is the more frequent one.
const TRADITIONALS: &str = include_str!("traditional_characters.txt");

/// A slip in one of these changes what is said, so no harmless twin has it.
const KEPT: &str = "不没无非未勿莫别否是零〇一二三四五六七八九十百千万亿半两";

static HOMOPHONES: LazyLock<BTreeMap<&'static str, Vec<char>>> = LazyLock::new(|| {
    let mut sounds: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    for c in COMMON.chars().filter(|&c| is_han(c) && !KEPT.contains(c)) {
        if let Some(sound) = c.to_pinyin() {
            sounds.entry(sound.plain()).or_default().push(c);
        }
    }
    sounds
});

/// Simplified character to the first traditional one of the list that folds to it.
static TRADITIONAL: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for traditional in TRADITIONALS.chars() {
        let folded = fast2s::convert(traditional.encode_utf8(&mut [0; 4]));
        if let Some(simplified) = folded.chars().next().filter(|&c| c != traditional) {
            forms.entry(simplified).or_insert(traditional);
        }
    }
    forms
});

/// Those that a slip of the pen may put for the character: 买 and 卖 sound alike, but no slip between opposites is harmless.
fn others(c: char, choices: &[char]) -> Vec<char> {
    choices
        .iter()
        .copied()
        .filter(|&other| other != c && !KEPT.contains(other))
        .filter(|other| !opposite(&c.to_string(), &other.to_string()))
        .collect()
}

/// Another common character of the same syllable, tones aside.
pub(super) fn homophone(c: char, dice: &mut Dice) -> Option<char> {
    let sound = c.to_pinyin()?.plain();
    dice.pick(&others(c, HOMOPHONES.get(sound)?))
}

/// A character that looks like this one.
pub(super) fn lookalike(c: char, dice: &mut Dice) -> Option<char> {
    dice.pick(&others(c, lookalikes(c)))
}

/// The traditional form, or the character itself.
pub(super) fn traditional(c: char) -> char {
    TRADITIONAL.get(&c).copied().unwrap_or(c)
}

/// Whether a slip here could change what is said.
pub(super) fn is_kept(c: char) -> bool {
    KEPT.contains(c)
}

/// The full-width form of a printable ASCII character, or the character itself.
pub(super) fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        ' ' => '\u{3000}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn tables_are_whole() {
        let common: HashSet<char> = COMMON.chars().filter(|&c| c != '\n').collect();
        assert_eq!(common.len(), 3755);
        assert_eq!(COMMON.chars().filter(|&c| c != '\n').count(), 3755);
        for c in TRADITIONALS.chars().filter(|&c| c != '\n') {
            assert_ne!(
                fast2s::convert(&c.to_string()),
                c.to_string(),
                "{c} folds to itself"
            );
        }
    }

    #[test]
    fn slips_sound_or_look_alike() {
        let mut dice = Dice::new(&["slips"]);
        for c in "顾客反馈项目管理".chars() {
            let other = homophone(c, &mut dice).expect("common syllables have several characters");
            assert_ne!(other, c);
            let sound = |c: char| c.to_pinyin().expect("a Han character").plain();
            assert_eq!(sound(other), sound(c), "{c}{other}");
        }
        for _ in 0..50 {
            assert_ne!(homophone('买', &mut dice), Some('卖'));
        }
        let other = lookalike('戊', &mut dice).expect("戌 and 戍");
        assert!("戌戍".contains(other), "{other}");
        assert_eq!(lookalike('的', &mut dice), None);
    }

    #[test]
    fn traditional_forms_fold_back() {
        for (simplified, expected) in [
            ('处', '處'),
            ('户', '戶'),
            ('发', '發'),
            ('只', '只'),
            ('理', '理'),
            ('a', 'a'),
        ] {
            assert_eq!(traditional(simplified), expected);
        }
        for (&simplified, &form) in TRADITIONAL.iter() {
            assert_eq!(fast2s::convert(&form.to_string()), simplified.to_string());
        }
    }

    #[test]
    fn full_width_covers_ascii() {
        let wide: String = "Ab 1~处".chars().map(full_width).collect();
        assert_eq!(wide, "Ａｂ　１～处");
    }
}
