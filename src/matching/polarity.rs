//! The sign of each word of a text: scoped negation, double negation undone, rejected views turned round.

use crate::text::{Clause, Document};
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Negate what follows in their clause.
const NEGATORS: &str = "不 没 没有 无 未 未能 未曾 未必 非 别 勿 并非 不是 并不是 不会 不能 不能够 不要 不用 不必 不需 不需要 无需 无须 毋需 不须 不得 不准 不许 不可 不可以 不宜 不应 \
    不应该 不应当 不该 不想 不愿 不愿意 不肯 不再 不太 不去 不让 不给 不怕 不归 不属于 不等于 不至于 不见得 不一定 不算 不把 不由 不做 不进行 不作 不存在 用不着 谈不上 没法 没能 没必要 没有必要 \
    无法 无权 从不 从未 绝不 决不 毫不 毫无 缺乏 缺少 忘记 忽略 并不 并未 并没 并没有 而不是 而非 杜绝 禁止 严禁 避免 防止 预防 防范 以防 以免 免得 切忌 拒绝 不急 不急于 不急着 别急 不受 不含 不存 不同意 不赞成 不支持 不主张 不管 \
    not no never without don't doesn't didn't isn't aren't wasn't weren't won't can't cannot couldn't shouldn't nor neither dont doesnt didnt isnt arent wont cant doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn 尚未 还没 还没有 并没 未经 禁 不许 停止 放弃 忽视 无视 取消";

/// Negate the next word alone: 未覆盖的部分, 无效的, 未经签字.
const PREFIXES: &str = "未 无 非 未经";

/// Negate a whole statement, attributes included: 不是我的责任.
const EQUATIONS: &str = "不是 并非 并不是 不属于 而不是 而非 不等于";

/// Say of what stands before them that it need not be done: 库存数据不必保证.
const NEEDLESS: &str =
    "不必 不用 不需 不需要 无需 无须 不须 没必要 没有必要 从不 不归 不去 不再 不予";

/// Left of a negation where words end at its apostrophe.
const CUT_SHORT: &str = "doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn";

/// Say that what follows is to be kept from happening: who names it does not claim it, nor deny it.
const AVOIDS: &str =
    "避免 防止 预防 防范 以防 以免 免得 杜绝 avoid avoids avoiding prevent prevents preventing";

/// Say that there is to be less of what follows: 减少损伤 claims no more of it than 不容易损伤 does.
const LESSENS: &str = "减少 降低 减轻 缓解 减弱 减缓 消除 reduce reduces lower lowers";

/// Deny that there is any of what a whole phrase names: 没有谋生的本领.
const LACKS: &str = "没有 毫无 缺乏 缺少";

/// Deny only what is: 不养护，就会开裂 and its like suppose what they deny.
const BARE: &str = "不 没 没有 未 不能 无法 缺乏 缺少 不及时";

/// Suppose what their clause says.
const SUPPOSES: &str = "如果 若 若是 要是 假如 倘若 如 一旦 万一 除非 if unless";

/// Say what comes of what was supposed.
const FOLLOWS: &str = "就 就会 便会 则会 才会 导致 造成 引起 容易 难免";

/// Part what is supposed from what follows of it: 不给退就找平台.
const THEN: &str = "就 便 则 才 then";

/// Begin a demand of its own within a list: 不得羞辱、要关心.
const MODALS: &str = "要 应 应当 应该 须 必须 需 需要 可 可以 只 并 而";

/// Name what comes of doing otherwise.
const OTHERWISE: &str = "否则 不然 要不然 otherwise";

/// Compare with what follows, of which their negation says nothing: 不低于 70℃.
const COMPARES: &str =
    "低于 少于 超过 大于 小于 高于 多于 晚于 早于 less more below above exceed exceeds";

/// Join two negations of one thing: 没有也不可能.
const JOINS: &str = "也 和 或 与 更 并 且 还 都 又 and or";

/// Begin like a negation and are none.
const NOT_NEGATIONS: &str = "不仅 不但 不只 不光 不单 不断 不同 不少 不久 不论 无论 不错 不妨 不过 不然 不止 不成就 无非 非常 别人 别的 别处 未来 未婚 无数 不一";

/// Leave open what follows 不管.
const OPEN: &str = "是 谁 什么 怎 哪 多 如何 有没有 都 也";

/// Close a clause and turn round what stands before them: 拍照留证没有必要, 隐瞒事故是错误的.
const VERDICTS: &str = "没有必要 没必要 不必要 无必要 不需要 不用 不必 不重要 不要紧 无所谓 不可取 不对 不正确 不妥 不行 不可行 不可以 不合适 不合理 不成立 是错误的 是错的 是错 错误 是误区 是谬论 没用 无用 没关系 没有关系 无关 不着急 不急 不现实 不管 不用管 不必管 可以不做 可以不管 可以跳过 可以省略 可以省 可有可无 多此一举 \
    没有意义 毫无意义 没意义 不合适 \
    not true false wrong incorrect untrue unnecessary";

/// Point back to the clause before.
const POINTERS: &str =
    "这 那 这是 那是 此 这种 那种 这样 这个 该 观点 看法 想法 说法 做法 是 都 也 this that it is";

/// Open a view that is not the writer's own.
const OTHERS: &str = "有人 有些人 有的人 某些人 别人 旁人 网上 过去 以前 以往 people others";

/// Say that what follows is a view.
const OPINES: &str = "认为 觉得 说 主张 以为 认定 看来 think thinks believe believes say says";

/// Turn a clause round without turning what it says.
const VOICE: &str = "被 由 把 将 受 让 by";

/// The writer speaks again at most so many clauses later.
const VIEW: usize = 4;

/// Close such a view: the writer speaks again.
const OWN: &str = "其实 但 但是 然而 我认为 我 实际上 事实上 不然 恰恰 but however actually";

/// Follow a verdict without being part of it.
const PARTICLES: &str = "的 了 吧 啊 吗 呢 嘛";

/// End a negation within its clause: 不是…而是.
const TURNS: &str = "而是 but";

/// How a text takes a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sign {
    /// As it stands.
    #[default]
    Plain,
    /// Under an odd number of negations.
    Negated,
    /// Named as what is to be avoided, or found wrong.
    Avoided,
    /// Named as what becomes less.
    Lessened,
    /// Beside a negation, or only supposed: neither claimed nor denied.
    Open,
}

impl Sign {
    /// How a key point takes it: it need not be said of what it names only to avoid it.
    pub(crate) fn of_point(self) -> Self {
        match self {
            Self::Avoided | Self::Lessened => Self::Open,
            sign => sign,
        }
    }

    /// Whether an answer states it, and whether it denies it; both where it does neither for certain. It denies what it
    /// avoids, and states what becomes less.
    pub(crate) fn sides(self) -> (bool, bool) {
        match self {
            Self::Plain | Self::Lessened => (true, false),
            Self::Negated | Self::Avoided => (false, true),
            Self::Open => (true, true),
        }
    }

    fn turn(&mut self) {
        *self = match self {
            Self::Plain | Self::Lessened => Self::Negated,
            Self::Negated | Self::Avoided => Self::Plain,
            Self::Open => Self::Open,
        }
    }
}

/// What a word does to the words around it; a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u32);

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
    const AVOIDS: Self = Self(1 << 10);
    const LACKS: Self = Self(1 << 11);
    const BARE: Self = Self(1 << 12);
    const SUPPOSES: Self = Self(1 << 13);
    const FOLLOWS: Self = Self(1 << 14);
    const THEN: Self = Self(1 << 15);
    const OTHERWISE: Self = Self(1 << 16);
    pub(super) const JOINS: Self = Self(1 << 17);
    const OPINES: Self = Self(1 << 18);
    pub(super) const VOICE: Self = Self(1 << 19);
    const LESSENS: Self = Self(1 << 20);
    const COMPARES: Self = Self(1 << 21);

    pub(super) fn has(self, other: Self) -> bool {
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
            (AVOIDS, Class::AVOIDS),
            (LACKS, Class::LACKS),
            (BARE, Class::BARE),
            (SUPPOSES, Class::SUPPOSES),
            (FOLLOWS, Class::FOLLOWS),
            (THEN, Class::THEN),
            (OTHERWISE, Class::OTHERWISE),
            (JOINS, Class::JOINS),
            (OPINES, Class::OPINES),
            (VOICE, Class::VOICE),
            (LESSENS, Class::LESSENS),
            (COMPARES, Class::COMPARES),
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

/// The sign of each word of the document. `classes` holds a class a word.
pub(crate) fn signs(document: &Document<'_>, classes: &[Class]) -> Vec<Sign> {
    let mut signs = vec![Sign::Plain; document.words.len()];
    let mut carried = None;
    for at in 0..document.clauses.len() {
        carried = Scope::new(document, classes, at).read(carried, &mut signs);
    }
    rejected_views(document, classes, &mut signs);
    signs
}

/// One clause and its negations.
struct Scope<'a> {
    document: &'a Document<'a>,
    classes: &'a [Class],
    at: usize,
    clause: &'a Clause,
}

impl<'a> Scope<'a> {
    fn new(document: &'a Document<'a>, classes: &'a [Class], at: usize) -> Self {
        Self {
            document,
            classes,
            at,
            clause: &document.clauses[at],
        }
    }

    /// Signs the clause's words, under a negation carried over from the list it stands in; returns what it carries on.
    fn read(&self, carried: Option<Sign>, signs: &mut [Sign]) -> Option<Sign> {
        let (document, classes) = (self.document, self.classes);
        let words = self.clause.words();
        let turning = |class: &Class| {
            class.has(Class::NEGATES)
                || class.has(Class::BEGINS_VERDICT)
                || class.has(Class::OTHERWISE)
                || class.has(Class::LESSENS)
        };
        if carried.is_none() && !classes[words.clone()].iter().any(turning) {
            return None;
        }
        let end = verdict(document, classes, self.clause).unwrap_or(words.end);
        // What the words after a negation are, until it ends.
        let mut sign = carried;
        // A relative clause ends the scope of its negation: 没写明的就参考习惯.
        let mut until_particle = false;
        let mut next_only = false;
        let mut last: Option<usize> = None;
        let (mut supposed, mut beside) = (false, carried.is_none());
        let bare = LazyCell::new(|| self.has_consequence());
        for at in words.start..end {
            let class = classes[at];
            supposed |= class.has(Class::SUPPOSES);
            if sign.is_some() && self.opens_bracket(at) {
                sign = None;
            }
            if class.has(Class::NEGATES) && is_negation(document, at, self.clause) {
                if class.has(Class::PREFIX) {
                    next_only = true;
                    continue;
                }
                if std::mem::take(&mut beside) {
                    signs[words.start..at].fill(Sign::Open);
                }
                sign = match (sign, last) {
                    // 不能不, 不是说不重要; but 不推诿不训斥 denies twice.
                    (Some(_), Some(before)) if self.undoes(before, at) => None,
                    _ if supposed || (class.has(Class::BARE) && *bare) => Some(Sign::Open),
                    _ if class.has(Class::AVOIDS) => Some(Sign::Avoided),
                    _ => Some(Sign::Negated),
                };
                last = Some(at);
                until_particle = !class.has(Class::EQUATES) && !class.has(Class::LACKS);
                let follow = end - at - 1;
                if class.has(Class::NEEDLESS) && follow <= FRONTED && sign.is_some() {
                    let first = fronted(document, self.at);
                    signs[first..at].fill(Sign::Negated);
                }
            } else if class.has(Class::OTHERWISE) {
                sign = Some(Sign::Open);
            } else if class.has(Class::LESSENS) && sign.is_none() {
                sign = Some(Sign::Lessened);
            } else if class.has(Class::THEN)
                && let Some(negation) = last.take_if(|last| *last + 1 < at)
            {
                signs[negation..at].fill(Sign::Open);
                sign = None;
            } else if class.has(Class::TURNS)
                || (until_particle && matches!(document.word(document.words[at]), "的" | "的话"))
            {
                sign = None;
            } else {
                signs[at] = sign.unwrap_or(signs[at]);
                if next_only {
                    signs[at].turn();
                }
                if class.has(Class::COMPARES) {
                    sign = None;
                }
            }
            next_only = false;
        }
        // 倒不是不重要: the verdict itself is negated.
        let undone = matches!(sign, Some(Sign::Negated | Sign::Avoided));
        if end < words.end && !undone {
            if classes[words.start..end]
                .iter()
                .all(|class| class.has(Class::POINTS_BACK))
            {
                if let Some(before) = self.at.checked_sub(1) {
                    turn(&mut signs[document.clauses[before].words()]);
                }
            } else {
                for sign in &mut signs[fronted(document, self.at)..end] {
                    *sign = match sign {
                        Sign::Plain | Sign::Lessened => Sign::Avoided,
                        Sign::Negated | Sign::Avoided => Sign::Plain,
                        Sign::Open => Sign::Open,
                    };
                }
            }
        }
        sign.filter(|_| self.clause.listed && self.goes_on())
    }

    /// Whether a bracket opens before the word.
    fn opens_bracket(&self, at: usize) -> bool {
        let words = &self.document.words;
        let end = at.checked_sub(1).map_or(0, |before| words[before].end);
        self.document.folded.text[end as usize..words[at].start as usize].contains(['（', '('])
    }

    /// Whether a negation undoes the one before: they stand together, as in 不能不, or that one negates a statement.
    fn undoes(&self, before: usize, at: usize) -> bool {
        let between = self.document.text(before + 1..at);
        self.classes[before].has(Class::EQUATES)
            || matches!(
                between,
                "" | "是" | "能" | "会" | "得" | "可" | "可以" | "说" | "是说"
            )
    }

    /// Whether the next clause of the sentence says what comes of this one.
    fn has_consequence(&self) -> bool {
        let next = self.document.clauses.get(self.at + 1);
        next.is_some_and(|next| {
            let mut classes = self.classes[next.words()].iter();
            next.sentence == self.clause.sentence && classes.any(|class| class.has(Class::FOLLOWS))
        })
    }

    /// Whether the next clause of a list has no verb of its own to negate.
    fn goes_on(&self) -> bool {
        let Some(next) = self.document.clauses.get(self.at + 1) else {
            return false;
        };
        let first = self.document.word(self.document.words[next.first as usize]);
        !MODALS.split_ascii_whitespace().any(|modal| modal == first)
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
    if let Some(after) = CUT_SHORT
        .split(' ')
        .find_map(|stem| rest.strip_prefix(stem))
    {
        return after.starts_with(['\'', '’']);
    }
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

fn turn(signs: &mut [Sign]) {
    signs.iter_mut().for_each(Sign::turn);
}

/// 有人认为…，但…: a view that somebody else holds and the writer turns down is not the writer's claim.
fn rejected_views(document: &Document<'_>, classes: &[Class], signs: &mut [Sign]) {
    let mut view: Option<(usize, Range<usize>)> = None;
    for (at, clause) in document.clauses.iter().enumerate() {
        let find = |class: Class| clause.words().find(|&at| classes[at].has(class));
        match view.take() {
            // Its scope has turned the view round already.
            Some(_) if verdict(document, classes, clause).is_some() => {}
            Some((_, stated)) if find(Class::CLOSES_VIEW).is_some() => turn(&mut signs[stated]),
            Some((first, stated)) if at < first + VIEW => {
                view = Some((first, stated.start..clause.last as usize));
            }
            _ => {
                view = find(Class::OPENS_VIEW)
                    .filter(|_| find(Class::OPINES).is_some())
                    .map(|opener| (at, opener + 1..clause.last as usize));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sign, class, signs};
    use crate::text::{Document, JiebaSegmenter};

    #[test]
    fn scopes() {
        // The text, and the words not taken as they stand: denied, !avoided, -lessened, ?open.
        let cases = [
            ("plain", "保证账实相符", ""),
            (
                "need not",
                "主管不需要保证账实相符",
                "?主管 需要 保证 账实相符",
            ),
            (
                "topic stays",
                "安全管理不归主管落实",
                "?安全 ?管理 主管 落实",
            ),
            ("negation at the end", "拍照留证没有必要", "!拍照 !留证"),
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
            ("rejected at the end", "隐瞒事故是错误的", "!隐瞒 !事故"),
            (
                "english",
                "terminal 1 is not connected",
                "?terminal ?1 ?is connected",
            ),
            ("twice, not double", "不推诿不训斥", "推诿 训斥"),
            (
                "two negations of one thing",
                "没有也不可能消除",
                "也 可能 消除",
            ),
            ("beside a negation", "酒钱一般不拖欠", "?酒钱 ?一般 拖欠"),
            ("of a whole phrase", "没有谋生的本领", "谋生 的 本领"),
            ("of a list", "不得羞辱、体罚", "羞辱 体罚"),
            ("but what has its own verb", "不得羞辱、要关心", "羞辱"),
            ("not into a bracket", "不再输液（保留通路）", "输液"),
            ("what is avoided", "防止倒流", "!倒流"),
            ("what becomes less", "减少拉伤", "-拉伤"),
            (
                "what comes of doing otherwise",
                "否则试管炸裂",
                "?试管 ?炸裂",
            ),
            ("supposed", "如果不保温", "?如果 ?保温"),
            (
                "supposed of the next clause",
                "不养护，表面就会开裂",
                "?养护",
            ),
            ("supposed within a clause", "不给退就找平台", "?不 ?给 ?退"),
            ("compared", "温度不低于70度", "?温度 低于"),
            ("a view without an opinion", "别人早就走了，但他还在", ""),
        ];
        let segmenter = JiebaSegmenter::with_words(["账实相符"]);
        for (name, text, expected) in cases {
            let document = Document::new(text, &segmenter);
            let classes: Vec<_> = document
                .words
                .iter()
                .map(|&word| class(document.word(word)))
                .collect();
            let signs = signs(&document, &classes);
            let shown: Vec<String> = signs
                .into_iter()
                .zip(&document.words)
                .filter_map(|(sign, &word)| {
                    let word = document.word(word);
                    match sign {
                        Sign::Plain => None,
                        Sign::Negated => Some(word.to_owned()),
                        Sign::Avoided => Some(format!("!{word}")),
                        Sign::Lessened => Some(format!("-{word}")),
                        Sign::Open => Some(format!("?{word}")),
                    }
                })
                .collect();
            assert_eq!(shown.join(" "), expected, "{name}");
        }
    }
}
