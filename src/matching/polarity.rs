//! The sign of each word of a text: scoped negation, double negation undone, rejected views turned round.

use super::antonyms::opposite;
use super::classes::{
    Class, MODALS, NOT_NEGATIONS, NOT_NEGATIONS_OF_WORDS, OPEN, governs, is_rhetorical,
    undone_across,
};
use super::verdict::verdict;
use crate::text::{Clause, Document, Limit, Quantity};
use rustc_hash::FxHashSet;
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

/// The writer speaks again at most so many clauses later.
const VIEW: usize = 4;

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
        let denied_only = matches!(self, Self::Negated | Self::Avoided);
        let stated_only = matches!(self, Self::Plain | Self::Lessened);
        (!denied_only, !stated_only)
    }

    /// Turns it round; what was stated becomes `denied`.
    fn turn(&mut self, denied: Self) {
        *self = match self {
            Self::Plain | Self::Lessened => denied,
            Self::Negated | Self::Avoided => Self::Plain,
            Self::Open => Self::Open,
        }
    }
}

/// The sign of each word of the document. `classes` holds a class a word.
pub(crate) fn signs(document: &Document<'_>, classes: &[Class]) -> Vec<Sign> {
    let mut signs = vec![Sign::Plain; document.words.len()];
    let mut carried = None;
    for at in 0..document.clauses.len() {
        carried = Scope::new(document, classes, at).read(carried, &mut signs);
    }
    let any = Class::any(classes);
    if any.has(Class::OR) {
        alternatives(document, classes, &mut signs);
    }
    if any.has(Class::PROHIBITS) && (any.has(Class::WITHOUT) || any.has(Class::WITHOUT_NEXT)) {
        requirements(document, classes, &mut signs);
    }
    if any.has(Class::OPENS_VIEW) {
        rejected_views(document, classes, &mut signs);
    }
    signs
}

/// Whether a number of the document is the least or the most, given the signs of its words.
pub(crate) fn limit(document: &Document<'_>, signs: &[Sign], number: &Quantity) -> Option<Limit> {
    let denied = |at: usize| {
        let words = &document.words;
        let word = words.binary_search_by_key(&at, |word| word.start as usize);
        word.is_ok_and(|word| signs[word] == Sign::Negated)
    };
    Limit::of(&document.folded.text, number, denied)
}

/// 太多或太少: who names both sides claims neither.
fn alternatives(document: &Document<'_>, classes: &[Class], signs: &mut [Sign]) {
    let word = |at: usize| document.word(document.words[at]);
    let joints = (1..classes.len().saturating_sub(1)).filter(|&at| classes[at].has(Class::OR));
    for at in joints.filter(|&at| opposite(word(at - 1), word(at + 1))) {
        signs[at - 1..=at + 1].fill(Sign::Open);
    }
}

/// 未经批准不得驶入: who denies the one without the other requires the other, 须经批准方可驶入.
fn requirements(document: &Document<'_>, classes: &[Class], signs: &mut [Sign]) {
    /// What is ruled out is said right away.
    const BEFORE: usize = 2;
    // "can" is none where it is not cut from its "t".
    let cut = |at: usize| {
        let next = document.words.get(at + 1);
        !classes[at].has(Class::CUT_SHORT) || next.is_some_and(|&next| document.word(next) == "t")
    };
    let find =
        |mut words: Range<usize>, class: Class| words.find(|&at| classes[at].has(class) && cut(at));
    for (at, clause) in document.clauses.iter().enumerate() {
        let words = clause.words();
        let own = |class| find(words.clone(), class);
        // In English the condition may come last: nobody enters without a pass.
        let last = find(words.clone(), Class::PROHIBITS).and_then(|ruled_out| {
            let lacking = find(ruled_out + 1..words.end, Class::WITHOUT)?;
            let word = document.word(document.words[lacking]);
            (word.is_ascii() && ruled_out < lacking).then_some((lacking, ruled_out))
        });
        let first = own(Class::WITHOUT)
            .and_then(|lacking| Some((lacking, find(lacking + 1..words.end, Class::PROHIBITS)?)));
        let (condition, consequence) = if let Some((lacking, ruled_out)) = last {
            (lacking + 1..words.end, ruled_out..lacking)
        } else if let Some((lacking, ruled_out)) = first {
            (lacking + 1..ruled_out, ruled_out..words.end)
        } else {
            let next = document.clauses.get(at + 1);
            let next = next.filter(|next| next.sentence == clause.sentence);
            let (Some(lacking), Some(next)) = (own(Class::WITHOUT_NEXT), next) else {
                continue;
            };
            let next = next.words();
            let Some(ruled_out) = find(
                next.start..next.end.min(next.start + BEFORE + 1),
                Class::PROHIBITS,
            ) else {
                continue;
            };
            (lacking + 1..words.end, ruled_out..next.end)
        };
        signs[condition].fill(Sign::Plain);
        signs[consequence].fill(Sign::Open);
    }
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
        let any = Class::any(&classes[words.clone()]);
        // "not if" denies no condition, but 不要一旦好转就停药 denies what follows of one.
        let supposes = |at: usize, under: bool| {
            let word = document.word(document.words[at]);
            classes[at].has(Class::SUPPOSES) && (!under || word.is_ascii())
        };
        let closed = match any.has(Class::JUDGING) || any.has(Class::NEGATES) {
            true if self.refuses() => Some(words.start),
            true => verdict(document, classes, self.clause),
            false => None,
        };
        if carried.is_none() && closed.is_none() && !any.has(Class::TURNING) {
            return None;
        }
        let end = closed.unwrap_or(words.end);
        // What the words after a negation are, until it ends.
        let mut sign = carried;
        // A relative clause ends the scope of its negation: 没写明的就参考习惯.
        let mut until_particle = false;
        let mut next_only = false;
        let mut last: Option<usize> = None;
        let (mut supposed, mut beside) = (false, carried.is_none());
        // Perhaps so, until a relative clause ends: 对可能发生的减值不必计提准备.
        let mut doubted = false;
        // What the words before a bracket were, to go on behind it.
        let mut outside = None;
        let followed = LazyCell::new(|| self.has_consequence());
        for at in words.start..end {
            let class = classes[at];
            for mark in self.marks_before(at) {
                match mark {
                    '（' | '(' => outside = Some((sign.take(), supposed)),
                    '）' | ')' => (sign, supposed) = outside.take().unwrap_or((sign, supposed)),
                    _ => sign = None,
                }
            }
            let supposes = supposes(at, sign.is_some());
            supposed |= supposes;
            doubted |= class.has(Class::DOUBTS);
            doubted &= document.word(document.words[at]) != "的";
            if self.negates(at) {
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
                    _ if supposed || doubted || (class.has(Class::BARE) && *followed) => {
                        Some(Sign::Open)
                    }
                    _ if class.has(Class::AVOIDS) => Some(Sign::Avoided),
                    _ => Some(Sign::Negated),
                };
                last = Some(at);
                let whole = [Class::EQUATES, Class::LACKS, Class::FORBIDS];
                // A verdict is passed on all of it: 没写明依据的报告是不行的.
                until_particle =
                    closed.is_none() && !whole.into_iter().any(|whole| class.has(whole));
                let follow = end - at - 1;
                if class.has(Class::NEEDLESS) && follow <= FRONTED && sign.is_some() {
                    let first = fronted(document, self.at);
                    signs[first..at].fill(Sign::Avoided);
                }
            } else if supposes || class.has(Class::OTHERWISE) || class.has(Class::ASKS) {
                sign = Some(Sign::Open);
            } else if class.has(Class::LESSENS) && sign.is_none() {
                sign = Some(Sign::Lessened);
            } else if let Some(negation) =
                last.filter(|&last| sign == Some(Sign::Negated) && self.says_less(last, at))
            {
                sign = Some(Sign::Lessened);
                signs[negation + 1..=at].fill(Sign::Lessened);
            } else if let Some(negation) =
                last.take_if(|last| *last + 1 < at && self.ends_condition(*last, at))
            {
                signs[negation..at].fill(Sign::Open);
                sign = None;
            } else if (class.has(Class::TURNS) && last.is_none_or(|last| last + 1 < at))
                || last.is_some_and(|last| self.goes_beyond(last, at))
                || (supposed && class.has(Class::THEN))
                || match document.word(document.words[at]) {
                    "的" | "的话" => until_particle,
                    "者" => {
                        until_particle || last.is_some_and(|last| classes[last].has(Class::LACKS))
                    }
                    _ => false,
                }
            {
                sign = None;
            } else {
                signs[at] = sign.unwrap_or(signs[at]);
                if next_only {
                    signs[at].turn(Sign::Negated);
                }
                if class.has(Class::COMPARES) && self.compares(at) {
                    // 不得停留超过三分钟 denies no 停留.
                    if let Some(last) = last.filter(|_| sign == Some(Sign::Negated)) {
                        signs[last + 1..at].fill(Sign::Open);
                    }
                    sign = None;
                }
            }
            next_only = false;
        }
        // 倒不是不重要: the verdict itself is negated; but not where 不养护是错误的.
        let undone = matches!(sign, Some(Sign::Negated | Sign::Avoided))
            && last.is_some_and(|last| {
                let whole = classes[last].has(Class::EQUATES);
                whole || last + 1 == end || classes[last + 1].has(Class::OPINES)
            });
        if end < words.end && !undone {
            let back = [Class::POINTS_BACK, Class::CLOSES_VIEW, Class::OPINES];
            let mut before = classes[words.start..end].iter();
            if before.all(|class| back.into_iter().any(|back| class.has(back))) {
                if let Some(before) = self.at.checked_sub(1) {
                    turn(&mut signs[document.clauses[before].words()], Sign::Negated);
                }
            } else {
                let first = fronted(document, self.at);
                turn(&mut signs[first..end], Sign::Avoided);
            }
        }
        let alone = last.is_some_and(|last| classes[last].has(Class::ALONE));
        sign.filter(|_| self.clause.listed && !alone && self.goes_on())
    }

    /// Whether the clause says no to the question before it: 要不要断电？不要。
    fn refuses(&self) -> bool {
        let before = self.at.checked_sub(1).map(|at| &self.document.clauses[at]);
        let own = &self.classes[self.clause.words()];
        let (first, rest) = own.split_first().expect("no clause is without words");
        before.is_some_and(|before| before.asks)
            && first.has(Class::NEGATES)
            && rest.iter().all(|class| class.has(Class::PARTICLE))
    }

    /// Whether the word is a negation here.
    fn negates(&self, at: usize) -> bool {
        let (document, class) = (self.document, self.classes[at]);
        let behind = || document.text(at + 1..self.clause.last as usize);
        class.has(Class::NEGATES)
            && match class.has(Class::GOVERNS) {
                true => governs(document.word(document.words[at]), behind()),
                false => is_negation(document, at, class, self.clause),
            }
    }

    /// The brackets and ends of quotations before the word.
    fn marks_before(&self, at: usize) -> impl Iterator<Item = char> {
        let words = &self.document.words;
        let end = at.checked_sub(1).map_or(0, |before| words[before].end);
        let marks = &self.document.folded.text[end as usize..words[at].start as usize];
        let marks = marks.chars();
        marks.filter(|mark| matches!(mark, '（' | '(' | '）' | ')' | '”' | '」' | '』'))
    }

    /// Whether a word that may compare does: longer than; but no longer.
    fn compares(&self, at: usize) -> bool {
        let word = |at: usize| self.document.word(self.document.words[at]);
        let than = || at + 1 < self.clause.last as usize && word(at + 1) == "than";
        let adjective = word(at).ends_with("er") || matches!(word(at), "more" | "less");
        !adjective || than()
    }

    /// Whether a negation undoes the one before: they stand together, as in 不能不, or that one negates a statement.
    fn undoes(&self, before: usize, at: usize) -> bool {
        let between = self.document.text(before + 1..at);
        self.classes[before].has(Class::EQUATES) || undone_across(between)
    }

    /// Whether the word ends what a negation only supposes: 不给退就找平台, 无法断电时用木棒; but 不能因为着急就违规 denies
    /// what follows from a reason.
    fn ends_condition(&self, negation: usize, at: usize) -> bool {
        let reason = || {
            let next = self.document.words[negation + 1];
            self.document.word(next).starts_with('因')
        };
        let (class, negator) = (self.classes[at], self.classes[negation]);
        // 不得就同一业务重复开票 supposes nothing, nor does 不可一好转就停药.
        let forbids = || {
            let between = &self.document.words[negation + 1..at];
            let mut between = between.iter().map(|&word| self.document.word(word));
            negator.has(Class::FORBIDS) || between.any(|word| matches!(word, "一" | "一旦"))
        };
        let then = class.has(Class::THEN) && !reason() && !forbids();
        (then && !suffices(self.classes, at, self.clause))
            || (class.has(Class::TIMES) && negator.has(Class::CONDITIONS))
    }

    /// Whether what follows the word is to be done besides what a negation denies: 停止输液并通知医生, 呼吸停止时按压胸部.
    fn goes_beyond(&self, negation: usize, at: usize) -> bool {
        let class = self.classes[at];
        let besides = class.has(Class::BESIDES) || class.has(Class::TIMES);
        self.classes[negation].has(Class::ALONE) && besides
    }

    /// Whether the word makes of the negation that there is less: 没那么快, cannot rise so fast; but not "so that".
    fn says_less(&self, negation: usize, at: usize) -> bool {
        let word = |at: usize| self.document.word(self.document.words[at]);
        let follows = at + 1 < self.clause.last as usize;
        self.classes[at].has(Class::DEGREE)
            && follows
            && match word(at) {
                "so" => word(at + 1) != "that",
                _ => negation + 1 == at,
            }
    }

    /// Whether the next clause of the sentence says what comes of this one.
    fn has_consequence(&self) -> bool {
        let next = self.document.clauses.get(self.at + 1);
        next.is_some_and(|next| {
            let follows = |at: usize| {
                self.classes[at].has(Class::FOLLOWS) && !suffices(self.classes, at, next)
            };
            next.sentence == self.clause.sentence && next.words().any(follows)
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

/// Whether the clause closes by saying from this word on that what is before it is enough: …就可以了.
fn suffices(classes: &[Class], at: usize, clause: &Clause) -> bool {
    let particle = |class: &Class| class.has(Class::PARTICLE);
    match &classes[at + 1..clause.last as usize] {
        [enough, rest @ ..] => enough.has(Class::SUFFICES) && rest.iter().all(particle),
        [] => false,
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

/// A segmenter that cuts characters apart must not see 不 in 不断. A word asked for, 会不会 or 清不清楚, is not denied;
/// nor is what 不管 leaves open, 不管是谁.
fn is_negation(document: &Document<'_>, at: usize, class: Class, clause: &Clause) -> bool {
    let rest = document.text(at..clause.last as usize);
    let before = document.text(clause.first as usize..at);
    let word = document.word(document.words[at]);
    if class.has(Class::CUT_SHORT) {
        return rest[word.len()..].starts_with(['\'', '’', '"']);
    }
    // 由简到难 names an end.
    if word == "难" && before.ends_with('到') {
        return false;
    }
    let mut chars = rest.chars();
    let asked = matches!(chars.next(), Some('不' | '没'))
        && chars.next().is_some_and(|after| before.ends_with(after));
    if asked || is_rhetorical(before) {
        return false;
    }
    // 非断电不可 asks for it.
    if rest.starts_with('非') && rest.ends_with("不可") {
        return false;
    }
    if let Some(open) = rest.strip_prefix("不管") {
        return !OPEN
            .split_ascii_whitespace()
            .any(|word| open.contains(word));
    }
    // What is none, and the bytes of the longest.
    static NONE: LazyLock<(FxHashSet<&str>, usize)> = LazyLock::new(|| {
        let words = NOT_NEGATIONS.split_ascii_whitespace();
        let none: FxHashSet<&str> = words.chain(NOT_NEGATIONS_OF_WORDS).collect();
        let longest = none.iter().map(|entry| entry.len()).max();
        (none, longest.unwrap_or(0))
    });
    let (none, longest) = &*NONE;
    // 不同 is none, but 同步 in 不同步 is a word that is denied.
    let words = &document.words[at..clause.last as usize];
    let ends = words
        .iter()
        .map(|word| (word.end - words[0].start) as usize);
    let mut ends = ends.take_while(|end| end <= longest);
    !ends.any(|end| none.contains(&rest[..end])) || rest.starts_with("不同意")
}

fn turn(signs: &mut [Sign], denied: Sign) {
    signs.iter_mut().for_each(|sign| sign.turn(denied));
}

/// 有人认为…，但…: a view that somebody else holds and the writer turns down is not the writer's claim.
fn rejected_views(document: &Document<'_>, classes: &[Class], signs: &mut [Sign]) {
    let mut view: Option<(usize, Range<usize>)> = None;
    for (at, clause) in document.clauses.iter().enumerate() {
        let find = |class: Class| clause.words().find(|&at| classes[at].has(class));
        match view.take() {
            // Its scope has turned the view round already.
            Some(_) if verdict(document, classes, clause).is_some() => {}
            Some((_, stated)) if find(Class::CLOSES_VIEW).is_some() => {
                turn(&mut signs[stated], Sign::Negated)
            }
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
    use super::super::classes::class;
    use super::{Sign, signs};
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
                "?安全 ?管理 归 主管 落实",
            ),
            ("negation at the end", "拍照留证没有必要", "!拍照 !留证"),
            ("double", "不能不开会", ""),
            ("double, apart", "不是不重要", ""),
            ("but rather", "不是先入库而是先清点", "先 入库"),
            ("not only", "不仅要检查", ""),
            ("constantly", "不断改进", ""),
            ("asked", "密码会不会锁定", ""),
            (
                "forbidden as soon as",
                "不可症状一好转就停药",
                "症状 一 好转 就 停药",
            ),
            (
                "forbidden concerning",
                "不得就同一业务开票",
                "就 同一 业务 开票",
            ),
            (
                "on behind a bracket",
                "禁止用剩余物（泔水）喂猪",
                "用 剩余物 喂猪",
            ),
            ("an example in a bracket", "带动城镇（如敦煌）兴起", "?敦煌"),
            (
                "a negation behind an example",
                "小镇（如敦煌）没有因为通车就兴起",
                "?小镇 ?如 ?敦煌 因为 通车 就 兴起",
            ),
            ("forbidden once", "不要一旦好转就停药", "一旦 好转 就 停药"),
            ("a list", "不得遮挡、堵塞通道", "遮挡 堵塞 通道"),
            ("a requirement", "未经馆长批准不得外借", "?未经 ?不得 ?外借"),
            (
                "a requirement of the next clause",
                "没有馆长批准，一律不得外借",
                "?一律 ?不得 ?外借",
            ),
            (
                "a requirement, in English",
                "nobody may enter without a pass",
                "?nobody ?may ?enter",
            ),
            ("spaces between", "别用手碰他 打120", "用 手 碰 他"),
            ("so", "人没有毛所以穿衣", "?人 毛"),
            ("not so", "产热并不因此增多", "?产热 ?并 因此 增多"),
            ("those who lack", "缺少经验者首当其冲", "经验"),
            ("not by", "不以现金为标准", "以 现金 为 标准"),
            ("to the hard", "由简到难放手", ""),
            (
                "not if",
                "do not open it if it leaks",
                "?do open it ?it ?leaks",
            ),
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
            (
                "nor out of a quotation",
                "挂上“禁止合闸”的牌子",
                "?挂 ?上 合闸",
            ),
            ("what is avoided", "防止倒流", "!倒流"),
            ("avoided, in English", "it prevents rust", "?it !rust"),
            ("refused", "不予受理", "受理"),
            ("hindered", "妨碍施工", "!施工"),
            ("hard to do", "难以吸引投资", "吸引 投资"),
            (
                "who is forbidden to",
                "严禁身体不适者上岗",
                "身体 不适 者 上岗",
            ),
            ("done besides", "停止输液并通知医生", "输液"),
            ("done thereupon", "停止作业后撤离人员", "作业"),
            ("not what is stopped", "呼吸停止时按压胸部", "?呼吸"),
            ("what becomes less", "减少拉伤", "-拉伤"),
            (
                "less than before",
                "价格涨得没那么快",
                "?价格 ?涨得 -那么 -快",
            ),
            (
                "less, in English",
                "they cannot raise prices so fast",
                "?they -raise -prices -so -fast",
            ),
            (
                "so that",
                "do not shake it so that it sinks",
                "?do shake it so that it sinks",
            ),
            (
                "what comes of doing otherwise",
                "否则试管炸裂",
                "?试管 ?炸裂",
            ),
            ("supposed", "如果不保温", "?如果 ?保温"),
            ("perhaps not", "可能不解雇员工", "?可能 ?解雇 ?员工"),
            (
                "perhaps before",
                "可能亏损的项目不予投资",
                "?可能 ?亏损 ?的 ?项目 投资",
            ),
            ("supposed, not denied", "如果温度降低就停机", "?温度 ?降低"),
            ("asked whether", "看有没有抄袭", "?抄袭"),
            ("not known whether", "无法得知是否收到", "得知 ?收到"),
            (
                "supposed of the next clause",
                "不养护，表面就会开裂",
                "?养护",
            ),
            ("enough without it", "不养护，洒点水就可以了", "养护"),
            (
                "enough within a clause",
                "不养护也就够了",
                "养护 也 就 够 了",
            ),
            ("a verdict behind a copula", "保温是典型的误区", "!保温"),
            ("a verdict on a way", "保温是错误的做法", "!保温"),
            ("what is only named", "避免错误的做法", "!错误"),
            ("seems so", "保温看似多余", ""),
            ("a denial denied", "不保温是错误的", "!不"),
            ("in my view", "保温，我认为大可不必", "保温"),
            ("no to a question", "要不要保温？不要", "要 不要 保温"),
            ("forgotten", "忘了保温", "了 保温"),
            ("not forgotten", "别忘了保温", ""),
            ("in one way only", "非保温不可", "?非 ?不可"),
            (
                "rather than",
                "rather than heat it wait",
                "than heat it wait",
            ),
            ("a thing rather than its way", "wrong answers heat it", ""),
            ("what is made of waste", "turn waste to heat", ""),
            (
                "without a doubt",
                "there is no doubt that it heats",
                "?there ?is",
            ),
            ("not only", "it not only heats", ""),
            ("no longer", "it no longer heats", "?it longer heats"),
            (
                "no longer than",
                "keep it no longer than 3 days",
                "?keep ?it longer",
            ),
            ("supposed within a clause", "不给退就找平台", "?不 ?给 ?退"),
            ("at a time", "无法断电时用木棒", "?无法 ?断电"),
            (
                "before a time",
                "未定位原因前不应重启",
                "?未 ?定位 ?原因 ?前 应 重启",
            ),
            ("for a reason", "不能因为着急就违规", "因为 着急 就 违规"),
            ("alternatives", "浇水太多或太少", "?太多 ?或 ?太少"),
            ("compared", "温度不低于70度", "?温度 低于"),
            (
                "not beyond a limit",
                "不得在室外停留超过3天",
                "?在 ?室外 ?停留 超过",
            ),
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
