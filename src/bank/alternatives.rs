//! Alternatives that a key point names itself: `甲或乙`, `甲（或乙）`.

use super::point_line::bracketed;

/// Longest side of an alternative, in characters.
const ALTERNATIVE: usize = 8;

/// What turns the meaning of all that follows: 不得甲或乙 does not allow 乙.
const TURNING: [&str; 23] = [
    "不", "勿", "莫", "未", "没", "无", "非", "禁", "免", "防", "忌", "戒", "杜绝", "拒绝", "抵制",
    "制止", "停止", "消除", "减少", "降低", "减轻", "克服", "取消",
];

/// The wordings of a point that names alternatives, where it is plain what they stand for: `甲或乙`
/// with sides equally long, and `…甲（或乙）` where 乙 takes the place of as many characters.
pub(super) fn alternatives(text: &str) -> Vec<String> {
    let text = text.trim_end_matches(['。', '；', ';', '，', ',', '.']);
    if let Some((before, inside, after)) = bracketed(text) {
        return match alternative(inside) {
            Some(other) if !before.is_empty() && !after.contains(['（', '(', '【', '[']) => {
                replaced(before, other)
                    .map(|other| vec![format!("{before}{after}"), format!("{other}{after}")])
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        };
    }
    let Some((one, other)) = text.split_once("或者").or_else(|| text.split_once('或')) else {
        return Vec::new();
    };
    let word = |side: &str| {
        let letters = side.chars().all(|c| c.is_alphanumeric());
        letters && (2..=ALTERNATIVE).contains(&side.chars().count()) && !side.contains('或')
    };
    // 或许, 或多或少
    let alike = one.chars().count() == other.chars().count();
    if alike && word(one) && word(other) && !turned(one, other) {
        vec![one.to_owned(), other.to_owned()]
    } else {
        Vec::new()
    }
}

/// The first side holds a word that turns the other side too, and would not where that stands alone.
fn turned(one: &str, other: &str) -> bool {
    let turns = |side: &str| TURNING.iter().any(|word| side.contains(word));
    turns(one) && !turns(other)
}

/// The other wording in `或乙`, `也可答乙`, `答“乙”也可`.
fn alternative(inside: &str) -> Option<&str> {
    let inside = inside.trim();
    let after = [
        "或者答",
        "或者",
        "或答",
        "或写",
        "或",
        "也可答",
        "也可写",
        "亦可答",
    ];
    let other = match after.iter().find_map(|word| inside.strip_prefix(word)) {
        Some(other) => other,
        None => {
            let other = ["也可以", "也可", "亦可", "也对"]
                .iter()
                .find_map(|word| inside.strip_suffix(word))?;
            other
                .strip_prefix("答")
                .or(other.strip_prefix("写"))
                .unwrap_or(other)
        }
    };
    let other = other
        .trim()
        .trim_matches(['“', '”', '"', '「', '」', '‘', '’', '：', ':']);
    let open = ["其他", "其它", "类似", "相近", "同义", "意思", "合理", "等"];
    let plain = other.chars().all(char::is_alphanumeric)
        && (2..=ALTERNATIVE).contains(&other.chars().count())
        && !open.iter().any(|word| other.contains(word));
    plain.then_some(other)
}

/// The text with its last characters replaced by another wording: all of them where both are as
/// long, else as many as the wording has where the two end or begin alike.
fn replaced(text: &str, other: &str) -> Option<String> {
    let length = other.chars().count();
    let (start, _) = text.char_indices().rev().nth(length - 1)?;
    let old = &text[start..];
    let alike =
        old.chars().next() == other.chars().next() || old.chars().last() == other.chars().last();
    (!turned(old, other) && (start == 0 || alike)).then(|| format!("{}{other}", &text[..start]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternative_wordings() {
        let cases: [(&str, &[&str]); 24] = [
            ("客户画像或用户画像", &["客户画像", "用户画像"]),
            ("购买力或者消费力。", &["购买力", "消费力"]),
            (
                "建立客户画像（或用户画像）",
                &["建立客户画像", "建立用户画像"],
            ),
            (
                "提高销售额（答“营业额”也可）并持续跟踪",
                &["提高销售额并持续跟踪", "提高营业额并持续跟踪"],
            ),
            ("光合作用（或光合）", &[]),
            ("线粒体（或叶绿体）", &["线粒体", "叶绿体"]),
            ("先停再核（或暂缓）", &[]),
            ("降低成本（或其他合理答案）", &[]),
            ("提高效率或质量", &[]),
            ("升或降", &[]),
            ("对库存数据负责，保证账实相符或及时更正。", &[]),
            ("或许存在遗漏", &[]),
            ("或多或少有损耗", &[]),
            ("区分客户（如新客户或老客户）", &[]),
            ("不得打骂或侮辱学生", &[]),
            ("严禁吸烟或使用明火", &[]),
            ("禁止转让或出借证件", &[]),
            ("不能拖延或推诿扯皮", &[]),
            ("教师不得体罚或变相体罚学生", &[]),
            ("避免疲劳或带病上岗", &[]),
            ("减少摩擦或意外碰撞", &[]),
            ("禁止明火（或使用明火）", &[]),
            ("车间内严禁吸烟（或动火吸烟）", &[]),
            ("不得打骂或不得侮辱", &["不得打骂", "不得侮辱"]),
        ];
        for (line, expected) in cases {
            assert_eq!(alternatives(line), expected, "{line}");
        }
    }
}
