//! What a document writes into the line of a key point to say what it is worth.

use super::KeyPoint;
use super::alternatives::alternatives;
use super::amounts::{Number, amounts, numbers, points_of};
use super::marks::per_point;

/// A key point from its line in a document, number or bullet taken off: `（2分）`, `2分：`, `——2分`,
/// `【核心】`, `★`, `【加分】`, `【扣分】` and their like become fields and leave the text; alternatives
/// (`甲或乙`, `甲（或乙）`) become aliases and stay in it.
pub(super) fn key_point(line: &str) -> KeyPoint {
    let mut point = KeyPoint::default();
    let mut text = String::with_capacity(line.len());
    let mut rest = line.trim();
    if rest.starts_with(STARS) || rest.ends_with(STARS) {
        point.core = true;
        rest = rest.trim_matches(STARS).trim();
    }
    rest = without_lead(rest, &mut point);
    // 2分：甲, 甲（5分）：乙（3分）；丙（2分）: what stands before a colon holds for all behind it.
    let mut whole = point.weight.is_some();
    while let Some((before, inside, after)) = bracketed(rest) {
        let mark = marks(inside);
        if mark.is_empty() {
            text.push_str(&rest[..rest.len() - after.len()]);
        } else {
            text.push_str(before.trim_end());
            if after.trim().is_empty() {
                // 甲；（2分）
                text.truncate(text.trim_end_matches(['；', ';', '，', ',', '、']).len());
            }
            mark.into_iter()
                .filter(|mark| !(whole && matches!(mark, Mark::Weight(_))))
                .for_each(|mark| mark.set(&mut point));
            whole |= point.weight.is_some() && after.trim_start().starts_with(['：', ':']);
        }
        rest = after;
    }
    text.push_str(rest);
    let mut text = without_tail(text.trim(), &mut point);
    if opens(line) {
        // 【核心】：甲
        text = text.trim_start_matches(['：', ':', '、', '，', ',']).trim();
    }
    point.text = text.to_owned();
    point.aliases = alternatives(text);
    point
}

/// A line that begins with a mark begins a point.
pub(super) fn opens(line: &str) -> bool {
    let line = line.trim();
    let leads =
        |(before, inside, _): (&str, &str, _)| before.is_empty() && !marks(inside).is_empty();
    line.starts_with(STARS)
        || without_lead(line, &mut KeyPoint::default()) != line
        || bracketed(line).is_some_and(leads)
}

const STARS: [char; 2] = ['★', '☆'];

/// Whether a line says what its key point is worth.
pub(super) fn is_marked(line: &str) -> bool {
    key_point(line).weight.is_some()
}

/// What a mark says of its point.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Weight(f64),
    Core,
    Bonus,
    Penalty,
}

impl Mark {
    fn set(self, point: &mut KeyPoint) {
        match self {
            // 移入待检区（2分），挂牌（1分）
            Self::Weight(weight) => point.weight = Some(point.weight.unwrap_or(0.0) + weight),
            Self::Core => point.core = !point.bonus && !point.penalty,
            Self::Bonus if !point.penalty => (point.bonus, point.core) = (true, false),
            Self::Bonus => {}
            Self::Penalty => (point.penalty, point.bonus, point.core) = (true, false, false),
        }
    }
}

/// The marks that a text in brackets is; none where it holds anything else.
pub(super) fn marks(inside: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    for part in inside.split(['，', ',', '、', '；', ';', '|', '/']) {
        match mark(part.trim()) {
            Some(marks) => found.extend(marks),
            None => return Vec::new(),
        }
    }
    found
}

fn mark(text: &str) -> Option<Vec<Mark>> {
    let named = match text.to_lowercase().as_str() {
        "核心" | "核心点" | "核心要点" | "核心得分点" | "关键" | "关键点" | "关键要点" | "重点"
        | "★" | "core" => Some(Mark::Core),
        "加分" | "加分项" | "加分点" | "附加分" | "bonus" => Some(Mark::Bonus),
        "扣分" | "扣分项" | "扣分点" | "penalty" => Some(Mark::Penalty),
        // Says nothing of what the point is worth.
        "必答" | "必答点" | "必答项" => return Some(Vec::new()),
        _ => None,
    };
    if let Some(mark) = named {
        return Some(vec![mark]);
    }
    let Number {
        number,
        before,
        after,
    } = numbers(text).last()?;
    // 1-2分
    let range =
        |low: &Number| matches!(low.after, "-" | "－" | "–" | "—" | "~" | "～" | "至" | "到");
    let before = numbers(before)
        .last()
        .filter(range)
        .map_or(before, |low| low.before);
    // 每点1分，共2分: the sum is what the point is worth.
    if per_point(before) && points_of(after).is_some() {
        return Some(Vec::new());
    }
    let alone = matches!(after, "'" | "’" | "′")
        || points_of(after).is_some_and(|rest| rest.trim().is_empty());
    if !alone || number <= 0.0 {
        return None;
    }
    let role = match before.trim_end_matches(['：', ':']).trim_end() {
        "" | "满分" | "共" | "计" | "得" | "给" | "占" | "分值" | "本点" => None,
        "+" | "＋" | "加" | "另加" | "加分" | "加分项" | "可加" => Some(Mark::Bonus),
        "-" | "－" | "−" | "—" | "扣" | "倒扣" | "扣分" | "扣分项" => {
            Some(Mark::Penalty)
        }
        "核心" | "核心点" | "★" => Some(Mark::Core),
        _ => return None,
    };
    Some(role.into_iter().chain([Mark::Weight(number)]).collect())
}

/// The first bracketed part: what stands before, inside and after it.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    const PAIRS: [(char, char); 6] = [
        ('（', '）'),
        ('(', ')'),
        ('【', '】'),
        ('[', ']'),
        ('［', '］'),
        ('〔', '〕'),
    ];
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if PAIRS.iter().any(|pair| pair.0 == c) {
            open = Some((at, c));
        }
        let closes = |opened: char| match opened {
            // （2分) is written too.
            '（' | '(' => matches!(c, '）' | ')'),
            _ => PAIRS.contains(&(opened, c)),
        };
        if let Some((start, opened)) = open
            && closes(opened)
        {
            let inside = &text[start + opened.len_utf8()..at];
            return Some((&text[..start], inside, &text[at + c.len_utf8()..]));
        }
    }
    None
}

/// Where the brackets that end a text begin.
pub(super) fn closing(text: &str) -> Option<usize> {
    let closed = text.ends_with(['）', ')', '】', ']']);
    closed.then(|| text.rfind(['（', '(', '【', '['])).flatten()
}

/// Takes `2分：`, `扣分项：` and `加分项：` off the front.
fn without_lead<'a>(text: &'a str, point: &mut KeyPoint) -> &'a str {
    if let Some((head, rest)) = text.split_once(['：', ':'])
        && let Some([mark @ (Mark::Bonus | Mark::Penalty)]) = mark(head.trim()).as_deref()
        && !rest.trim().is_empty()
    {
        mark.set(point);
        return rest.trim_start();
    }
    let lead = numbers(text)
        .next()
        .filter(|number| number.before.is_empty());
    let rest = lead.and_then(|number| {
        let rest = points_of(number.after)?
            .trim_start()
            .strip_prefix(['：', ':'])?;
        Some((number.number, rest.trim_start()))
    });
    match rest {
        Some((weight, rest)) if weight > 0.0 && !rest.is_empty() => {
            Mark::Weight(weight).set(point);
            rest
        }
        _ => text,
    }
}

/// An amount after a mere space is taken for the point's worth up to this many points.
const MOST_SPACED: f64 = 20.0;

/// Takes `——2分`, ` 2分` and, from what costs or earns extra, `扣2分` and `加2分` off the end.
fn without_tail<'a>(text: &'a str, point: &mut KeyPoint) -> &'a str {
    let bare = text.trim_end_matches(['。', '；', ';', '.']);
    let Some(amount) = amounts(bare).last() else {
        return text;
    };
    let ends = points_of(amount.after).is_some_and(str::is_empty);
    let before = &bare[..amount.before.len()];
    let dashes: &[char] = &['—', '-', '－', '–', '…', '─', '_', '＿', '；', ';'];
    let words = before.trim_end_matches(dashes).trim_end();
    // 满意度达到 90分 says nothing of the point's worth.
    let verbs = [
        '到', '于', '为', '得', '至', '过', '满', '打', '是', '约', '达',
    ];
    let spaced = bare[before.len()..].starts_with(char::is_whitespace)
        && amount.number <= MOST_SPACED
        && !words.ends_with(verbs);
    let extra: &[&str] = match (point.penalty, point.bonus) {
        (true, _) => &["倒扣", "扣"],
        (_, true) => &["另加", "可加", "加"],
        _ => &[],
    };
    if let Some(matter) = extra.iter().find_map(|word| words.strip_suffix(word))
        && ends
        && amount.number > 0.0
    {
        Mark::Weight(amount.number).set(point);
        return matter.trim_end_matches(['，', ',', '；', '：', ' ']);
    }
    if ends && amount.number > 0.0 && !words.is_empty() && (words.len() < before.len() || spaced) {
        Mark::Weight(amount.number).set(point);
        return words;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let plain = KeyPoint::new;
        let weighted = |text: &str, weight| KeyPoint {
            weight: Some(weight),
            ..KeyPoint::new(text)
        };
        let cases = [
            ("重新清点外箱。", plain("重新清点外箱。")),
            ("重新清点外箱（2分）", weighted("重新清点外箱", 2.0)),
            ("重新清点外箱(2分)。", weighted("重新清点外箱。", 2.0)),
            ("重新清点外箱（ 1.5 分）；", weighted("重新清点外箱；", 1.5)),
            ("重新清点外箱（２分)", weighted("重新清点外箱", 2.0)),
            ("【2分】重新清点外箱", weighted("重新清点外箱", 2.0)),
            ("重新清点外箱；（2分）", weighted("重新清点外箱", 2.0)),
            ("重新清点外箱。（2分）", weighted("重新清点外箱。", 2.0)),
            ("2分：重新清点外箱", weighted("重新清点外箱", 2.0)),
            ("重新清点外箱——2分", weighted("重新清点外箱", 2.0)),
            ("重新清点外箱 2分。", weighted("重新清点外箱", 2.0)),
            (
                "移入待检区（2分），单独挂牌（1分）",
                weighted("移入待检区，单独挂牌", 3.0),
            ),
            (
                "隔离（3分）：移入待检区（2分）；挂牌（1分）",
                weighted("隔离：移入待检区；挂牌", 3.0),
            ),
            (
                "Recount the boxes (2 marks)",
                weighted("Recount the boxes", 2.0),
            ),
            (
                "两小时内通知（20分钟内更好）",
                plain("两小时内通知（20分钟内更好）"),
            ),
            ("15分钟内响应", plain("15分钟内响应")),
            ("80分：及格线以上", weighted("及格线以上", 80.0)),
            ("满意度达到 90分以上", plain("满意度达到 90分以上")),
            ("满意度达到 90分", plain("满意度达到 90分")),
            ("满意度不低于90分", plain("满意度不低于90分")),
            (
                "客户画像或用户画像（2分）",
                KeyPoint {
                    aliases: vec!["客户画像".to_owned(), "用户画像".to_owned()],
                    ..weighted("客户画像或用户画像", 2.0)
                },
            ),
            ("区分一类（如VIP）客户", plain("区分一类（如VIP）客户")),
            ("（0分）", plain("（0分）")),
            (
                "★客户画像",
                KeyPoint {
                    core: true,
                    ..plain("客户画像")
                },
            ),
            (
                "【核心】：客户画像（3分）",
                KeyPoint {
                    core: true,
                    ..weighted("客户画像", 3.0)
                },
            ),
            (
                "客户画像（核心，3分）",
                KeyPoint {
                    core: true,
                    ..weighted("客户画像", 3.0)
                },
            ),
            (
                "【加分】有真实案例",
                KeyPoint {
                    bonus: true,
                    ..plain("有真实案例")
                },
            ),
            (
                "有真实案例（+1分）",
                KeyPoint {
                    bonus: true,
                    ..weighted("有真实案例", 1.0)
                },
            ),
            (
                "【扣分项】指责顾客（扣2分）",
                KeyPoint {
                    penalty: true,
                    ..weighted("指责顾客", 2.0)
                },
            ),
            (
                "扣分项：乘坐电梯扣2分",
                KeyPoint {
                    penalty: true,
                    ..weighted("乘坐电梯", 2.0)
                },
            ),
            (
                "【扣分】乘坐电梯疏散的，扣2分",
                KeyPoint {
                    penalty: true,
                    ..weighted("乘坐电梯疏散的", 2.0)
                },
            ),
            (
                "加分项：有真实案例",
                KeyPoint {
                    bonus: true,
                    ..plain("有真实案例")
                },
            ),
            ("立即报警（必答，4分）", weighted("立即报警", 4.0)),
            ("立即报警（2'）", weighted("立即报警", 2.0)),
            ("条理清楚（1-2分）", weighted("条理清楚", 2.0)),
            ("违章指挥；1分", weighted("违章指挥", 1.0)),
            ("每迟到一次扣2分", plain("每迟到一次扣2分")),
            (
                "原因：线路老化；违章用火（每点1分，共2分）",
                weighted("原因：线路老化；违章用火", 2.0),
            ),
            (
                "指责顾客（－2分）",
                KeyPoint {
                    penalty: true,
                    ..weighted("指责顾客", 2.0)
                },
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(key_point(line), expected, "{line}");
        }
    }
}
