//! Key points drafted from a reference answer where the bank gives none.
//!
//! Numbered items first; otherwise the statements, one a sentence or half-sentence; a single statement is
//! cut at its list. What a person would not mark is left out: announcements (我认为有以下几点), questions,
//! and examples, which go into the point as `（如…）`.

use super::clauses::{bare, enumerated, list, sentences, strip_opening};
use super::{KeyPoint, Question, Warning, marks, remarks};

/// People write three to eight points a question; a long essay gives one a paragraph instead of more than this.
const MOST: usize = 12;

/// A statement shorter than this many characters (不一定。) says nothing by itself and opens the next one.
const SHORTEST: usize = 5;

/// A half-sentence of several sentences is cut after the first that is at least this long, in characters.
const CORE: usize = 10;

/// Gives questions without key points drafted ones; warns where there is nothing to draft from.
pub(super) fn complete(
    questions: &mut [Question],
    line: impl Fn(&str) -> Option<usize>,
    warnings: &mut Vec<Warning>,
) {
    for question in questions
        .iter_mut()
        .filter(|question| question.key_points.is_empty())
    {
        let draft = draft(
            &question.reference,
            question.analysis.as_deref().unwrap_or_default(),
        );
        question.key_points = draft
            .points
            .iter()
            .map(|text| {
                let mut point = marks::key_point(text);
                point.derived = true;
                point
            })
            .filter(|point| !point.text.trim().is_empty())
            .collect();
        if question.key_points.is_empty() {
            let found = if question.reference.is_empty() {
                "has neither key points nor a reference answer"
            } else {
                "has no key points, and its reference answer states none"
            };
            warnings.push(Warning {
                line: line(&question.id),
                message: format!("question \"{}\" {found}: it cannot be graded", question.id),
            });
            continue;
        }
        for note in &draft.notes {
            marks::note(note, question);
        }
        marks::settle(question);
    }
}

/// What a reference answer gives a question that has no key points.
#[derive(Debug, Default, PartialEq)]
struct Draft {
    points: Vec<String>,
    /// What the answer says about marks: `每点2分，共6分`.
    notes: Vec<String>,
}

/// The points a reference answer makes; those of its analysis where it makes fewer than two.
fn draft(reference: &str, analysis: &str) -> Draft {
    // Code is shown, not claimed.
    let reference = reference.split("```").step_by(2).collect::<String>();
    let mut lines: Vec<String> = reference.split('\n').map(str::to_owned).collect();
    let mut notes = remarks::take(&mut lines);
    let mut points = points(&lines.join("\n"));
    notes.extend(remarks::take(&mut points));
    if points.len() < 2
        && let Some(chain) = chain(analysis)
    {
        points = chain;
    }
    Draft { points, notes }
}

fn points(reference: &str) -> Vec<String> {
    let mut points = match enumerated(reference) {
        Some(parts) => {
            let mut points = statements(&parts.lead);
            points.extend(parts.items.iter().flat_map(|item| claims(item)));
            // Below the last item its own list may stand.
            points.extend(match enumerated(&parts.tail) {
                Some(_) => claims(&parts.tail),
                None => statements(&parts.tail),
            });
            points
        }
        None => statements(reference),
    };
    // What a person gave marks to is a point, however many there are.
    let marked = points.iter().any(|point| marks::is_marked(point));
    if points.len() > MOST && !marked {
        let paragraphs: Vec<String> = reference
            .split('\n')
            .filter_map(|paragraph| statements(paragraph).into_iter().next())
            .collect();
        if (3..=MOST).contains(&paragraphs.len()) {
            points = paragraphs;
        }
    }
    if let [only] = points.as_slice() {
        let parts = list(only);
        if parts.len() > 1 {
            points = parts;
        }
    }
    points
}

/// The claims of an item: those of its own list, or one a half-sentence. What the item is worth is shared among them.
fn claims(item: &str) -> Vec<String> {
    let claims = match enumerated(item) {
        Some(parts) => {
            let mut claims = statements(&parts.lead);
            claims.extend(parts.items.iter().filter_map(|item| core(item)));
            claims.extend(statements(&parts.tail));
            claims
        }
        None => halves(item)
            .into_iter()
            .filter_map(|half| core(&half))
            .collect(),
    };
    let points: Vec<KeyPoint> = claims.iter().map(|claim| marks::key_point(claim)).collect();
    let own = points.iter().filter(|point| point.weight.is_some()).count();
    let whole = marks::key_point(item);
    let plain = !whole.core && !whole.bonus && !whole.penalty;
    match whole.weight.filter(|_| plain) {
        Some(worth) if own == 0 || own == 1 && points.len() > 1 => points
            .iter()
            .map(|point| format!("{}（{}分）", point.text, worth / points.len() as f64))
            .collect(),
        _ => claims,
    }
}

/// A text cut behind its half-sentences and behind what is said to be worth something.
fn halves(text: &str) -> Vec<String> {
    let mut halves = vec![String::new()];
    for sentence in sentences(text) {
        if let Some(half) = halves.last_mut() {
            half.push_str(sentence);
        }
        let half = sentence.trim_end().ends_with(['；', ';']);
        if half || marks::is_marked(sentence) {
            halves.push(String::new());
        }
    }
    halves
}

/// The claim of a half-sentence: its first sentence, or more where that is a mere heading.
fn core(item: &str) -> Option<String> {
    let mut claim = String::new();
    for statement in statements(item) {
        if !claim.is_empty() {
            claim.push('，');
        }
        claim.push_str(&statement);
        if claim.chars().count() >= CORE {
            break;
        }
    }
    (!claim.is_empty()).then_some(claim)
}

/// The claims of a text, one a sentence or half-sentence.
fn statements(text: &str) -> Vec<String> {
    let mut claims: Vec<String> = Vec::new();
    let mut opening = String::new();
    let mut in_example = false;
    for sentence in sentences(text) {
        let sentence = strip_opening(sentence.trim());
        if sentence.is_empty() || announces(sentence) {
            continue;
        }
        let bare = bare(sentence);
        // 比如…；…。 is one example in two halves.
        let goes_on = std::mem::take(&mut in_example);
        if goes_on {
            in_example = sentence.ends_with(['；', ';']);
            continue;
        }
        if let Some(example) = example(&bare) {
            in_example = sentence.ends_with(['；', ';']);
            match claims.last_mut() {
                Some(claim) if example.chars().count() <= 40 && !claim.contains("（如") => {
                    *claim = format!("{claim}（如{example}）")
                }
                _ => {}
            }
            continue;
        }
        let claim = with_examples(&bare);
        let short = claim.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST;
        if short && !claim.is_ascii() && !marks::is_marked(&claim) {
            opening.push_str(&claim);
            opening.push('，');
            continue;
        }
        claims.push(std::mem::take(&mut opening) + &claim);
    }
    let left = opening.trim_end_matches('，');
    let number = left
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']))
        .is_some_and(|inner| inner.chars().all(|c| c.is_ascii_digit()));
    if !left.is_empty() && !number && !remarks::omitted(left) {
        claims.push(left.to_owned());
    }
    claims
}

/// A sentence that only announces what follows, or asks.
fn announces(sentence: &str) -> bool {
    let sentence = sentence.trim();
    let short = sentence.chars().count() <= 40;
    let count = sentence.split_once("以下").is_some_and(|(_, rest)| {
        let rest: String = rest.chars().take(6).collect();
        ["点", "方面", "步", "个", "几", "条", "项"]
            .iter()
            .any(|word| rest.contains(word))
    });
    sentence.ends_with(['：', ':', '？', '?'])
        || short && (count || sentence.contains("如下") || sentence.ends_with("as follows."))
        || short
            && (sentence.contains("几个方面")
                || sentence.contains("几点")
                || sentence.contains("几方面"))
}

const EXAMPLES: &[&str] = &["例如", "比如", "譬如", "诸如", "举例来说", "比方说"];

/// What a sentence gives as an example, where it does nothing else.
fn example(sentence: &str) -> Option<&str> {
    EXAMPLES
        .iter()
        .chain(&["For example", "For instance", "E.g."])
        .find_map(|word| sentence.strip_prefix(word))
        .map(|rest| rest.trim_start_matches(['，', ',', '：', ':', ' ']))
}

/// A claim with its examples in the one form that matching knows: `（如…）`.
fn with_examples(claim: &str) -> String {
    // No claim of a person is that long, and each example found below rewrites it.
    if claim.len() > 4_000 {
        return claim.to_owned();
    }
    let mut claim = claim.to_owned();
    for word in EXAMPLES.iter().chain(&["如"]) {
        for open in ['(', '（'] {
            while let Some(at) = claim.find(&format!("{open}{word}")) {
                let inner = at + open.len_utf8() + word.len();
                let Some(end) = claim[inner..].find([')', '）']).map(|end| inner + end) else {
                    break;
                };
                let close = claim[end..].chars().next().map_or(0, char::len_utf8);
                let example = claim[inner..end]
                    .trim_start_matches(['：', ':', '，', ','])
                    .to_owned();
                if open == '（' && *word == "如" {
                    break;
                }
                claim.replace_range(at..end + close, &format!("（如{example}）"));
            }
        }
    }
    for word in EXAMPLES {
        for comma in ['，', ','] {
            if let Some((head, example)) = claim.split_once(&format!("{comma}{word}"))
                && head.chars().count() + 1 >= SHORTEST
                && !head.contains(['（', '('])
            {
                claim = format!(
                    "{head}（如{}）",
                    example.trim_start_matches(['，', ',', '：', ':'])
                );
            }
        }
    }
    claim
}

/// The links of the first “A-B-C” of an analysis, three at least.
fn chain(analysis: &str) -> Option<Vec<String>> {
    let quoted = analysis
        .split(['“', '「', '"', '‘'])
        .skip(1)
        .filter_map(|rest| rest.split(['”', '」', '"', '’']).next());
    quoted
        .map(|text| {
            text.split(['-', '–', '—', '－', '→', '>'])
                .map(str::trim)
                .filter(|link| !link.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .find(|links| {
            links.len() >= 3
                && links
                    .iter()
                    .all(|link| (2..=16).contains(&link.chars().count()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts() {
        let cases: &[(&str, &str, &str, &[&str])] = &[
            (
                "circled",
                "①标题简明(如“提交后仍可点击”),②环境与版本(系统、浏览器),③复现步骤。此外要注明严重程度,便于排期。",
                "",
                &[
                    "标题简明（如“提交后仍可点击”）",
                    "环境与版本(系统、浏览器)",
                    "复现步骤",
                    "要注明严重程度,便于排期",
                ],
            ),
            (
                "bracketed numbers",
                "应当：（1）报警；（2）疏散人员；（3）保护现场。",
                "",
                &["报警", "疏散人员", "保护现场"],
            ),
            (
                "numbered lines",
                "处理步骤：\n1. 停机断电。\n2. 挂牌上锁。\n事后填写记录并通知班组长。",
                "",
                &["停机断电", "挂牌上锁", "事后填写记录并通知班组长"],
            ),
            (
                "half-sentences",
                "输出不固定，难以断言；评价带有主观性；还要防范泄露隐私。",
                "",
                &["输出不固定，难以断言", "评价带有主观性", "防范泄露隐私"],
            ),
            (
                "list",
                "会计的基本职能包括核算、监督、预测和决策。",
                "",
                &["核算", "监督", "预测", "决策"],
            ),
            (
                "commas",
                "统一领导，分级负责，属地管理。",
                "",
                &["统一领导", "分级负责", "属地管理"],
            ),
            (
                "announcement",
                "我认为原因有以下几点。气候变暖使冰川退缩。过度放牧破坏植被。",
                "",
                &["气候变暖使冰川退缩", "过度放牧破坏植被"],
            ),
            (
                "short opening",
                "不一定。严重程度描述破坏大小，优先级描述先后。由三方商量决定。",
                "",
                &[
                    "不一定，严重程度描述破坏大小，优先级描述先后",
                    "由三方商量决定",
                ],
            ),
            (
                "example sentence",
                "先安抚客户情绪。比如请他坐下喝水。再核实订单。",
                "",
                &["先安抚客户情绪（如请他坐下喝水）", "再核实订单"],
            ),
            (
                "example clause",
                "再看边界范围,例如长度的最小值。接着考虑安全。",
                "",
                &["再看边界范围（如长度的最小值）", "考虑安全"],
            ),
            (
                "chain",
                "看情况。",
                "可概括为“确认-通报-复盘”。",
                &["确认", "通报", "复盘"],
            ),
            (
                "chain not needed",
                "先确认缺陷。再通报各方。",
                "可概括为“确认-通报-复盘”。",
                &["先确认缺陷", "再通报各方"],
            ),
            (
                "two links are no chain",
                "看具体情况而定。",
                "“高-低”",
                &["看具体情况而定"],
            ),
            ("omitted", "略", "", &[]),
            (
                "worth behind the mark",
                "以血缘关系为纽带；（4分）核心是嫡长子继承制。（2分）改善环境质量，（3分）提高效率。（1分）",
                "",
                &[
                    "以血缘关系为纽带（4分）",
                    "核心是嫡长子继承制（2分）",
                    "改善环境质量（3分）",
                    "提高效率（1分）",
                ],
            ),
            (
                "worth behind the mark of an item",
                "（1）先切断电源；（2分）\n（2）再救助伤员；（1分）\n（3）最后报告。（3分）",
                "",
                &["先切断电源（2分）", "再救助伤员（1分）", "报告（3分）"],
            ),
            (
                "half-sentences of an item",
                "（1）原因：线路老化未更换；消防器材过期；检查流于形式。（6分）\n（2）措施：更换线路；定期检查。（4分）",
                "",
                &[
                    "原因：线路老化未更换（2分）",
                    "消防器材过期（2分）",
                    "检查流于形式（2分）",
                    "措施：更换线路（2分）",
                    "定期检查（2分）",
                ],
            ),
            (
                "list of an item",
                "（1）变化：由分封制到郡县制。（2分）意义：加强了中央集权；（2分）\n（2）作用：①提高行政效率；（2分）②加强皇权；（3分）",
                "",
                &[
                    "变化：由分封制到郡县制（2分）",
                    "意义：加强了中央集权（2分）",
                    "提高行政效率（2分）",
                    "加强皇权（3分）",
                ],
            ),
            (
                "bullets",
                "- 先切断电源（2分）\n- 再救助伤员（1分）\n* 最后报告上级",
                "",
                &["先切断电源（2分）", "再救助伤员（1分）", "报告上级"],
            ),
            ("a number alone", "（1）", "", &[]),
            (
                "remark after the items",
                "①甲方先付款；②乙方后发货；③逾期付违约金。（每点2分，共6分）",
                "",
                &["甲方先付款", "乙方后发货", "逾期付违约金"],
            ),
            (
                "remark on its own line",
                "先切断电源。再救助伤员。\n评分说明：答出任意一点即可得满分",
                "",
                &["先切断电源", "再救助伤员"],
            ),
            (
                "quantities",
                "合格率应达到99.5%。每批抽检1.5公斤。",
                "",
                &["合格率应达到99.5%", "每批抽检1.5公斤"],
            ),
            (
                "english",
                "There are three reasons. Plants absorb light, e.g. in leaves. Firstly, water is split. Oxygen is released.",
                "",
                &[
                    "There are three reasons",
                    "Plants absorb light, e.g. in leaves",
                    "water is split",
                    "Oxygen is released",
                ],
            ),
            (
                "english numbers",
                "(1) Stop the machine. (2) Isolate the power. (3) Report to the supervisor.",
                "",
                &[
                    "Stop the machine",
                    "Isolate the power",
                    "Report to the supervisor",
                ],
            ),
        ];
        for (name, reference, analysis, expected) in cases {
            assert_eq!(draft(reference, analysis).points, *expected, "{name}");
        }
    }
}
