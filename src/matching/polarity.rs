//! Which words of a text stand under a negation: scoped, double negation undone, rejected views turned round.

use crate::text::{Clause, Document};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Negate what follows in their clause.
const NEGATORS: &str = "不 没 没有 无 未 未能 未曾 未必 非 别 勿 并非 不是 并不是 不会 不能 不能够 不要 不用 不必 不需 不需要 无需 无须 毋需 不须 不得 不准 不许 不可 不可以 不宜 不应 \
    不应该 不应当 不该 不想 不愿 不愿意 不肯 不再 不太 不去 不让 不给 不怕 不归 不属于 不等于 不至于 不见得 不一定 不算 不把 不由 不做 不进行 不作 不存在 用不着 谈不上 没法 没能 没必要 没有必要 \
    无法 无权 从不 从未 绝不 决不 毫不 毫无 并不 并未 并没 并没有 而不是 而非 杜绝 禁止 严禁 避免 防止 切忌 拒绝 不急 不急于 不急着 不受 不含 不存 不同意 不赞成 不支持 不主张 不管 \
    not no never without don't doesn't didn't isn't aren't wasn't weren't won't can't cannot couldn't shouldn't nor neither dont doesnt didnt isnt arent wont cant doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn 尚未 还没 还没有 并没 未经 禁 不许 停止 放弃 忽视 无视 取消";

/// Negate the next word alone: 未覆盖的部分, 无效的.
const PREFIXES: &str = "未 无 非";

/// Negate a whole statement, attributes included: 不是我的责任.
const EQUATIONS: &str = "不是 并非 并不是 不属于 而不是 而非 不等于";

/// Say of what stands before them that it need not be done: 库存数据不必保证.
const NEEDLESS: &str = "不必 不用 不需 不需要 无需 无须 不须 没必要 没有必要 不应 不应该 不宜 不该 不要 没有 从不 不归 不去 不再 不予";

/// Begin like a negation and are none.
const NOT_NEGATIONS: &str = "不仅 不但 不只 不光 不单 不断 不同 不少 不久 不论 无论 不错 不妨 不过 不然 不止 无非 非常 别人 别的 别处 未来 未婚 无数 不一";

/// Leave open what follows 不管.
const OPEN: &str = "是 谁 什么 怎 哪 多 如何 有没有 都 也";

/// Close a clause and turn round what stands before them: 拍照留证没有必要, 隐瞒事故是错误的.
const VERDICTS: &str = "没有必要 没必要 不必要 无必要 不需要 不用 不必 不重要 不要紧 无所谓 不可取 不对 不正确 不妥 不行 不可行 不可以 不合适 不合理 不成立 是错误的 是错的 是错 错误 是误区 是谬论 没用 无用 没关系 没有关系 不着急 不急 不现实 不管 不用管 不必管 可以不做 可以不管 可以跳过 可以省略 可以省 可有可无 多此一举 \
    没有意义 毫无意义 没意义 不合适 \
    not true false wrong incorrect untrue unnecessary";

/// Point back to the clause before.
const POINTERS: &str =
    "这 那 这是 那是 此 这种 那种 这样 这个 该 观点 看法 想法 说法 做法 是 都 也 this that it is";

/// Open a view that is not the writer's own.
const OTHERS: &str = "有人 有些人 有的人 某些人 别人 旁人 网上 过去 以前 以往 some people others";

/// Close such a view: the writer speaks again.
const OWN: &str = "其实 但 但是 然而 我认为 我 实际上 事实上 不然 恰恰 but however actually";

/// Follow a verdict without being part of it.
const PARTICLES: &str = "的 了 吧 啊 吗 呢 嘛";

/// End a negation within its clause: 不是…而是.
const TURNS: &str = "而是 but";

/// What a word does to the words around it; a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u16);

impl Class {
    const NEGATES: Self = Self(1);
    const TURNS: Self = Self(2);
    const OPENS_VIEW: Self = Self(4);
    const CLOSES_VIEW: Self = Self(8);
    const POINTS_BACK: Self = Self(16);
    const PARTICLE: Self = Self(32);
    const BEGINS_VERDICT: Self = Self(64);
    const PREFIX: Self = Self(128);
    const NEEDLESS: Self = Self(256);
    const EQUATES: Self = Self(512);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The class of a word by itself.
pub(crate) fn class(word: &str) -> Class {
    static CLASSES: LazyLock<HashMap<&str, Class>> = LazyLock::new(|| {
        let mut classes: HashMap<&str, Class> = HashMap::new();
        for (list, class) in [
            (NEGATORS, Class::NEGATES),
            (TURNS, Class::TURNS),
            (OTHERS, Class::OPENS_VIEW),
            (OWN, Class::CLOSES_VIEW),
            (POINTERS, Class::POINTS_BACK),
            (PARTICLES, Class::PARTICLE),
            (PREFIXES, Class::PREFIX),
            (NEEDLESS, Class::NEEDLESS),
            (EQUATIONS, Class::EQUATES),
        ] {
            for word in list.split_ascii_whitespace() {
                classes.entry(word).or_default().0 |= class.0;
            }
        }
        classes
    });
    let mut class = CLASSES.get(word).copied().unwrap_or_default();
    if VERDICTS
        .split_ascii_whitespace()
        .any(|verdict| verdict.starts_with(word))
    {
        class.0 |= Class::BEGINS_VERDICT.0;
    }
    class
}

/// For each word of the document whether it stands under an odd number of negations. `classes` holds a class a word.
pub(crate) fn negated(document: &Document<'_>, classes: &[Class]) -> Vec<bool> {
    let mut odd = vec![false; document.words.len()];
    for at in 0..document.clauses.len() {
        scope(document, classes, at, &mut odd);
    }
    rejected_views(document, classes, &mut odd);
    odd
}

fn scope(document: &Document<'_>, classes: &[Class], at_clause: usize, odd: &mut [bool]) {
    let clause = &document.clauses[at_clause];
    let words = clause.words();
    let turning = |class: &Class| class.has(Class::NEGATES) || class.has(Class::BEGINS_VERDICT);
    if !classes[words.clone()].iter().any(turning) {
        return;
    }
    let end = verdict(document, classes, clause).unwrap_or(words.end);
    let mut negative = false;
    // A relative clause ends the scope of its negation: 没写明的就参考习惯.
    let mut until_particle = false;
    let mut next_only = false;
    for at in words.start..end {
        let class = classes[at];
        if class.has(Class::NEGATES) && is_negation(document, at, clause) {
            if class.has(Class::PREFIX) {
                next_only = true;
                continue;
            }
            negative = !negative;
            until_particle = !class.has(Class::EQUATES);
            let follow = end - at - 1;
            if class.has(Class::NEEDLESS) && follow <= FRONTED && negative {
                let first = fronted(document, at_clause);
                flip(&mut odd[first..at]);
            }
        } else if class.has(Class::TURNS)
            || (until_particle && matches!(document.word(document.words[at]), "的" | "的话"))
        {
            negative = false;
        } else {
            odd[at] ^= negative ^ next_only;
        }
        next_only = false;
    }
    // 倒不是不重要: the verdict itself is negated.
    if end < words.end && !negative {
        if classes[words.start..end]
            .iter()
            .all(|class| class.has(Class::POINTS_BACK))
        {
            if let Some(before) = at_clause.checked_sub(1) {
                flip(&mut odd[document.clauses[before].words()]);
            }
        } else {
            flip(&mut odd[fronted(document, at_clause)..end]);
        }
    }
}

/// At most this many words follow a negation whose object stands before it.
const FRONTED: usize = 1;

/// The first word of the list that the clause closes: 最小值、最大值没有必要测.
fn fronted(document: &Document<'_>, at: usize) -> usize {
    let before = document.clauses[..at]
        .iter()
        .rev()
        .take_while(|clause| clause.listed)
        .count();
    document.clauses[at - before].first as usize
}

fn is_verdict(text: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> =
        LazyLock::new(|| VERDICTS.split_ascii_whitespace().collect());
    SET.contains(text)
}

/// The first word of a verdict that closes the clause.
fn verdict(document: &Document<'_>, classes: &[Class], clause: &Clause) -> Option<usize> {
    /// A verdict is at most this many words, particles included.
    const LONGEST: usize = 4;
    let words = clause.words();
    let first = words.start.max(words.end.saturating_sub(LONGEST));
    (first..words.end).find(|&at| {
        classes[at].has(Class::BEGINS_VERDICT) && {
            let particles = classes[at..words.end]
                .iter()
                .rev()
                .take_while(|class| class.has(Class::PARTICLE));
            let last = words.end - particles.count();
            at < last && {
                let text = document.text(at..words.end);
                let bare = document.text(at..last);
                is_verdict(bare) || is_verdict(text)
            }
        }
    })
}

/// A segmenter that cuts characters apart must not see 不 in 不断. A word asked for, 会不会 or 清不清楚, is not denied;
/// nor is what 不管 leaves open, 不管是谁.
fn is_negation(document: &Document<'_>, at: usize, clause: &Clause) -> bool {
    let rest = document.text(at..clause.last as usize);
    let before = document.text(clause.first as usize..at);
    let mut chars = rest.chars();
    let asked = matches!(chars.next(), Some('不' | '没'))
        && chars.next().is_some_and(|after| before.ends_with(after));
    if asked {
        return false;
    }
    if let Some(open) = rest.strip_prefix("不管") {
        return !OPEN
            .split_ascii_whitespace()
            .any(|word| open.contains(word));
    }
    !NOT_NEGATIONS
        .split_ascii_whitespace()
        .any(|entry| rest.starts_with(entry))
        || rest.starts_with("不同意")
}

fn flip(odd: &mut [bool]) {
    for odd in odd {
        *odd = !*odd;
    }
}

/// 有人认为…，但…: a view that somebody else holds and the writer turns down is not the writer's claim.
fn rejected_views(document: &Document<'_>, classes: &[Class], odd: &mut [bool]) {
    let mut view: Option<Range<usize>> = None;
    for clause in &document.clauses {
        let find = |class: Class| clause.words().find(|&at| classes[at].has(class));
        match view.take() {
            // Its scope has turned the view round already.
            Some(_) if verdict(document, classes, clause).is_some() => {}
            Some(stated) if find(Class::CLOSES_VIEW).is_some() => flip(&mut odd[stated]),
            Some(stated) => view = Some(stated.start..clause.last as usize),
            None => {
                view = find(Class::OPENS_VIEW).map(|at| at + 1..clause.last as usize);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{class, negated};
    use crate::text::{Document, JiebaSegmenter};

    #[test]
    fn scopes() {
        // The text, and the words that stand under a negation.
        let cases = [
            ("plain", "保证账实相符", ""),
            ("need not", "主管不需要保证账实相符", "需要 保证 账实相符"),
            ("topic stays", "安全管理不归主管落实", "主管 落实"),
            ("negation at the end", "拍照留证没有必要", "拍照 留证"),
            ("double", "不能不开会", ""),
            ("double, apart", "不是不重要", ""),
            ("but rather", "不是先入库而是先清点", "先 入库"),
            ("not only", "不仅要检查", ""),
            ("constantly", "不断改进", ""),
            ("asked", "密码会不会锁定", ""),
            ("asked of a longer word", "提示清不清楚", ""),
            ("condition", "没写的话参考习惯", "写"),
            ("does not care", "不管内部代码", "内部 代码"),
            ("whoever it is", "不管是谁都要登记", ""),
            ("next clause", "不入库，先清点", "入库"),
            ("prohibition", "严禁携带火种", "携带 火种"),
            (
                "rejected view",
                "有人认为应该隐瞒，这是错误的",
                "有人 认为 应该 隐瞒",
            ),
            ("rejected at the end", "隐瞒事故是错误的", "隐瞒 事故"),
            ("english", "terminal 1 is not connected", "connected"),
        ];
        let segmenter = JiebaSegmenter::with_words(["账实相符"]);
        for (name, text, expected) in cases {
            let document = Document::new(text, &segmenter);
            let classes: Vec<_> = document
                .words
                .iter()
                .map(|&word| class(document.word(word)))
                .collect();
            let shown: Vec<&str> = negated(&document, &classes)
                .into_iter()
                .zip(&document.words)
                .filter(|(negated, _)| *negated)
                .map(|(_, &word)| document.word(word))
                .collect();
            assert_eq!(shown.join(" "), expected, "{name}");
        }
    }
}
