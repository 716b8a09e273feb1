//! The sign of each word of a text: scoped negation, double negation undone, rejected views turned round.

use super::antonyms::opposite;
use super::classes::Class;
use super::negation::Scope;
use super::verdict::verdict;
use crate::text::{Document, Limit, Quantity};
use std::ops::Range;

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
    pub(super) fn turn(&mut self, denied: Self) {
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

/// Turns all of them round; what was stated becomes `denied`.
pub(super) fn turn(signs: &mut [Sign], denied: Sign) {
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
            (
                "what follows of a condition",
                "一旦断电就不能工作",
                "?一旦 ?断电 ?就 工作",
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
