//! What words do to the words around them: the tables of negation.

use super::verdict;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Negate what follows in their clause.
const NEGATORS: &str = "不 没 没有 无 未 未能 未曾 未必 非 别 勿 并非 不是 并不是 千万别 万万不可 千万不可 万不可 切勿 切莫 甭 不会 不能 不能够 不要 不用 不必 不需 不需要 无需 无须 毋需 不须 不得 不准 不许 不可 不可以 不宜 不应 \
    不应该 不应当 不该 不想 不愿 不愿意 不肯 不再 不太 不太可能 不大可能 不敢 不去 不让 不给 不怕 不归 不属于 不等于 不至于 不见得 不一定 不算 不把 不由 不做 不进行 不作 不存在 用不着 谈不上 没法 没能 没必要 没有必要 \
    无法 无权 从不 从未 绝不 决不 绝非 决非 绝不是 决不是 难道 毫不 毫无 缺乏 缺少 忘记 忽略 并不 并不比 绝不比 并未 并没 并没有 而不是 而非 杜绝 禁止 严禁 避免 避免出现 防止 防止出现 预防 防范 以防 以免 免得 切忌 最忌 忌 拒绝 不急 不急于 不急着 别急 不受 不含 不存 不以 不同意 不赞成 不支持 不主张 不管 \
    not no never without don't doesn't didn't isn't aren't wasn't weren't won't can't cannot couldn't shouldn't nor neither dont doesnt didnt isnt arent wont cant nobody hardly scarcely rarely seldom don can doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn 尚未 还没 还没有 未经 禁 停止 放弃 忽视 无视 取消 停止使用 不予 何必 何须 何苦 何需 哪里需要 哪里用 哪里用得着 哪需要 岂能 岂可 怎能 与其 犯不着 犯不上 懒得 不屑 不打算 不准备 没打算 反对 误以为 误认为 忘掉 漏掉 省去 省掉 免去 略去 略过 跳过 不顾 不利于 无助于 无益于 有碍于 有碍 难 难以 难于 很难 难用 不足以 很少 极少 妨碍 阻碍 阻止 避开 躲开 绕开 错开 远离 avoid avoids avoiding prevent prevents preventing";

/// Negate what they govern by to or that, and nothing otherwise: it is wrong to skip it; but wrong answers.
const GOVERNORS: &str = "deny denies denied disagree doubt doubts fail failed fails false forget forgets forgot impossible incorrect late lie mistake mistaken myth pointless refuse refused refuses unlikely unnecessary untrue useless wrong";

/// Negate what follows where this stands behind them, and nothing otherwise: rather than skip it; but rather slowly.
const NEGATE_BEFORE: [(&str, &str); 6] = [
    ("against", "the view "),
    ("disagree", "with "),
    ("instead", "of "),
    ("rather", "than "),
    ("waste", "of time "),
    ("忘", "了"),
];

/// Negate the next word alone: 未覆盖的部分, 无效的, 未经签字.
const PREFIXES: &str = "未 无 非 未经";

/// Negate a whole statement, attributes included: 不是我的责任.
const EQUATIONS: &str =
    "不是 并非 绝非 决非 绝不是 决不是 并不是 不属于 而不是 而非 不等于 误以为 误认为 难道";

/// Say of what stands before them that it need not be done: 库存数据不必保证.
const NEEDLESS: &str = "不必 不用 不需 不需要 无需 无须 不须 没必要 没有必要 从不 不归 不去 不再";

/// Left of a negation where words end at its apostrophe.
pub(super) const CUT_SHORT: &str =
    "don doesn didn can isn aren wasn weren won wouldn couldn shouldn hasn haven hadn";

/// Say that what follows is to be kept from happening: who names it does not claim it, nor deny it.
const AVOIDS: &str = "避免 避免出现 防止 防止出现 预防 防范 以防 以免 免得 杜绝 反对 妨碍 阻碍 阻止 有碍于 有碍 避开 躲开 绕开 错开 远离 avoid avoids avoiding prevent prevents preventing";

/// Say that there is to be less of what follows: 减少损伤 claims no more of it than 不容易损伤 does.
const LESSENS: &str = "减少 降低 减轻 缓解 减弱 减缓 消除 reduce reduces lower lowers";

/// Forbid a whole phrase, attributes included: 严禁身体不适者上岗.
const FORBIDS: &str = "严禁 禁止 不得 不准 不许 切忌 最忌 忌 勿 禁";

/// Forbid or rule out what follows, so that with a condition that is lacking they require the condition: 未经批准不得驶入.
const PROHIBITS: &str = "不得 不准 不许 不能 不能够 不可 不可以 不应 不应当 不应该 不要 不予 严禁 禁止 切勿 勿 no not never cannot nobody";

/// Say that a condition is lacking.
const WITHOUT: &str = "未经 没有 无 未 非 不 without unless";

/// Of these, those that do so for the next clause as well.
const WITHOUT_NEXT: &str = "未经 没有 未 除非 without unless";

/// Compare with how much there was, so that their negation says there is less: 没那么快, cannot rise so fast.
const DEGREES: &str = "那么 so";

/// Deny that there is any of what a whole phrase names: 没有谋生的本领.
const LACKS: &str = "没有 毫无 缺乏 缺少";

/// Deny only what is: 不养护，就会开裂 and its like suppose what they deny.
const BARE: &str = "不 没 没有 不能 无法 缺乏 缺少";

/// Suppose what their clause says.
const SUPPOSES: &str = "如果 若 若是 要是 假如 倘若 如 一旦 万一 除非 if unless";

/// Ask whether it is so: 有没有抄袭 claims neither.
const ASKS: &str = "是否 有没有 有无 能否 可否 是不是 whether";

/// Say that something may be, so that its negation is not claimed: 也可能不裁人.
const DOUBTS: &str = "可能 也许 或许 perhaps maybe";

/// Say what comes of what was supposed.
const FOLLOWS: &str = "就 就会 便会 则会 才会 导致 造成 引起 容易 难免";

/// Part what is supposed from what follows of it: 不给退就找平台.
const THEN: &str = "就 就会 便 便会 则 则会 才 才会 then";

/// Say behind these that what is before them is enough: 不用保温，晾着就行 supposes nothing.
const SUFFICES: &str = "行 够 好 成 可 可以 行了 够了";

/// Begin a demand of its own within a list: 不得羞辱、要关心.
pub(super) const MODALS: &str = "要 应 应当 应该 须 必须 需 需要 可 可以 只 并 而";

/// Deny what they name and no more, of a list or of what is to be done besides: 放弃金本位、美元贬值, 停止输液并通知医生.
const ALONE: &str = "忘记 忘掉 漏掉 省去 省掉 免去 略去 略过 跳过 忽略 拒绝 停止 停止使用 放弃 忽视 无视 取消 缺乏 缺少 难";

/// Say what is to be done besides, or after, what is denied: 停止作业后撤离人员.
const BESIDES: &str = "并 并且 同时 再 后 然后";

/// Close a condition of time that was denied: 无法断电时, 没有断电之前.
const TIMES: &str = "时 的时候 时候 之前 以前 前 之后";

/// Deny what is, so that a condition of time may close them; 不得 in 不得在夜间停车时 denies what follows.
const CONDITIONS: &str = "不 没 没有 无法 缺乏 缺少 尚未 还没";

/// Name what comes of doing otherwise.
const OTHERWISE: &str = "否则 不然 要不然 otherwise";

/// Compare with what follows, of which their negation says nothing: 不低于 70℃.
const COMPARES: &str = "低于 少于 超过 大于 小于 高于 多于 晚于 早于 长于 短于 less more below above exceed exceeds longer shorter higher lower later earlier greater fewer";

/// Stand between what has more and what has less.
const THAN: &str = "比 than";

/// Stand between what has less and what has more.
const BELOW: &str = "不如 不及 比不上 赶不上 不比 并不比 逊于 次于";

/// Go on to something else within a clause: 霾很快消散而雾可持续数日.
const GOES_ON: &str = "而 但 但是 and while whereas but";

/// Join two negations of one thing: 没有也不可能.
const JOINS: &str = "也 和 或 与 更 并 且 还 都 又 and or";

/// Join what is asked for together: 停机并断电.
const ADDS: &str = "和 与 及 以及 并 并且 且 而且 同时 and";

/// Join what a question contrasts.
const CONTRASTS: &str = "和 与 及 跟 同 and from vs versus";

/// Begin the first of some steps.
const BEGINS: &str = "先 首先 第一步 first firstly";

/// Begin, or stand before, a later one.
const SUCCEEDS: &str = "再 后 然后 之后 以后 随后 接着 而后 最后 then afterwards next finally";

/// Close a step that what follows comes before: 装药前先查漏.
const PRECEDES: &str = "前 之前 以前";

/// Join what is one or the other.
const OR: &str = "或 或者 或是 还是 or";

/// Begin like a negation and are none.
pub(super) const NOT_NEGATIONS: &str = "不仅 不但 不只 不光 不单 不断 不同 不少 不久 不论 无论 不错 不妨 不过 不然 不止 不成就 无非 非常 别人 别的 别处 未来 未婚 无数 不一 不自主 不自觉 不由自主 没有什么比 没什么比 没有比 没有谁比 缺少哪些 缺哪些 缺什么";

/// The same of several words.
pub(super) const NOT_NEGATIONS_OF_WORDS: [&str; 3] = ["not just", "not merely", "not only"];

/// Stand between two negations of which the second undoes the first: 不能不, 没有理由不.
const ACROSS: &str =
    "是 能 会 得 可 可以 应 应该 应当 该 容 要 许 说 是说 人 人会 人能 理由 道理 be can one t to";

/// Ask so that a negation behind them is none: 怎么能不断电.
const RHETORICAL: &str = "怎么能 怎么会 怎么可以 怎么可能 谁能 谁会 谁敢 哪能 哪会 何能 why";

/// Leave open what follows 不管.
pub(super) const OPEN: &str = "是 谁 什么 怎 哪 多 如何 有没有 都 也";

/// Join a subject to what it is said to be: 隐瞒事故是错误的.
const COPULAS: &str = "是 就是 只是 都是 属于 纯属 纯粹";

/// Stand between a copula and what it joins: 是一种误区.
const ARTICLES: &str = "是 一种 一个 个 典型 的 在";

/// Name what a verdict is passed on: …是错误的做法.
const HEADS: &str = "做法 说法 看法 想法 观点 行为 事 步骤 环节 认识 操作";

/// Stand before a verdict that only seems so: 看似多余.
const SEEMS: &str = "看似 似乎 好像 貌似 看起来 看上去";

/// Point back to the clause before.
const POINTERS: &str = "这 那 这是 那是 此 这种 那种 这样 这个 该 一点 条 话 这话 观点 看法 想法 说法 做法 是 都 也 并 根本 完全 显然 纯粹 实在 不过 this that it is which";

/// Open a view that is not the writer's own.
const OTHERS: &str = "有人 有些人 有的人 某些人 别人 旁人 网上 过去 以前 以往 people others";

/// Say that what follows is a view.
const OPINES: &str = "认为 觉得 说 主张 以为 认定 看来 think thinks believe believes say says";

/// Turn a clause round without turning what it says.
const VOICE: &str = "被 由 把 将 受 让 by";

/// Say what one is or does to another, so that the two cannot change places: 董事会对股东会负责.
const RELATES: &str = "决定 制约 支配 支付 付给 报告 汇报 负责 服从 服务 服务于 领导 监督 指导 管理 控制 委托 聘请 促进 推动 带动 抑制 导致 引起 引发 造成 产生 触发 诱发 促使 合并 取代 替代 代替 替换 包含 包括 涵盖 属于 隶属 隶属于 从属于 来自 来源于 源于 起源于 依赖 依靠 依赖于 取决于 反映 体现 反作用于 影响 保护 捕食 寄生 吸引 排斥 战胜 击败 打败 教 告诉 告知 通知 提供 出租 转让 移交 先于 早于 晚于 优于 重于 快于 优先于 对 受 经 所以 因此 因而 cause causes caused determine determines determined lead leads led produce produces produced pay pays paid report reports follow follows followed precede precedes preceded replace replaces replaced contain contains control controls depend depends trigger triggers drive drives teach teaches sell sells give gives send sends take takes";

/// Stand before what something goes to, or becomes.
const GOALS: &str = "到 至 向 往 入 给 传入 传到 传至 传向 传给 传往 流入 流向 流到 流回 进入 回到 返回 输入 输往 运往 运到 运至 送往 送到 送给 交给 借给 租给 卖给 发给 转给 移到 移入 移至 移向 转入 转到 转向 转为 转成 变为 变成 改为 改成 换成 换为 化为 化成 转化为 转变为 成为 译成 译为 射向 射入 指向 通向 通往 吹向 吹到 吹往 渗入 注入 倒入 倒进 倒向 滴入 滴到 加到 加入 加进 放入 放进 装入 投入 混入 溶入 掺入 排入 导入 导向 驶向 驶入 合并到 转移到 扩散到 升到 升至 降到 降至 增至 减至 into onto become becomes became";

/// Stand before it behind a word of change alone: 改自动舵为手操舵, from the top to the bottom.
const GOALS_BEHIND: &str = "为 成 to";

/// Say that one thing becomes another or goes from one to another.
const CHANGES: &str = "改 变 转 换 转化 转变 转换 变更 译 翻译 合并 分解 氧化 还原 由 从 from add adds added adding pour pours poured pouring change changes changed convert converts converted turn turns transform transforms";

/// Close such a view: the writer speaks again.
const OWN: &str = "其实 但 但是 然而 我认为 我 实际上 事实上 不然 恰恰 but however actually";

/// Follow a verdict without being part of it.
const PARTICLES: &str = "的 了 吧 啊 吗 呢 嘛";

/// End a negation within its clause: 不是…而是, 没有毛所以靠衣服, 别关机以便取证.
const TURNS: &str = "而是 所以 因此 因而 从而 于是 以便 以利 以利于 but";

/// What a word does to the words around it; a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u64);

impl Class {
    pub(super) const NEGATES: Self = Self(1 << 0);
    pub(super) const TURNS: Self = Self(1 << 1);
    pub(super) const OPENS_VIEW: Self = Self(1 << 2);
    pub(super) const CLOSES_VIEW: Self = Self(1 << 3);
    pub(super) const POINTS_BACK: Self = Self(1 << 4);
    pub(super) const PARTICLE: Self = Self(1 << 5);
    pub(super) const BEGINS_VERDICT: Self = Self(1 << 6);
    pub(super) const PREFIX: Self = Self(1 << 7);
    pub(super) const NEEDLESS: Self = Self(1 << 8);
    pub(super) const EQUATES: Self = Self(1 << 9);
    pub(super) const AVOIDS: Self = Self(1 << 10);
    pub(super) const LACKS: Self = Self(1 << 11);
    pub(super) const BARE: Self = Self(1 << 12);
    pub(super) const SUPPOSES: Self = Self(1 << 13);
    pub(super) const FOLLOWS: Self = Self(1 << 14);
    pub(super) const THEN: Self = Self(1 << 15);
    pub(super) const OTHERWISE: Self = Self(1 << 16);
    pub(super) const JOINS: Self = Self(1 << 17);
    pub(super) const OPINES: Self = Self(1 << 18);
    pub(super) const VOICE: Self = Self(1 << 19);
    pub(super) const LESSENS: Self = Self(1 << 20);
    pub(super) const COMPARES: Self = Self(1 << 21);
    pub(super) const ALONE: Self = Self(1 << 22);
    pub(super) const OR: Self = Self(1 << 23);
    pub(super) const TIMES: Self = Self(1 << 24);
    pub(super) const CONDITIONS: Self = Self(1 << 25);

    pub(super) const DEGREE: Self = Self(1 << 26);
    pub(super) const ASKS: Self = Self(1 << 27);
    pub(super) const ADDS: Self = Self(1 << 28);
    pub(super) const FORBIDS: Self = Self(1 << 29);
    pub(super) const BESIDES: Self = Self(1 << 30);
    pub(super) const CONTRASTS: Self = Self(1 << 31);
    pub(super) const BEGINS: Self = Self(1 << 32);
    pub(super) const SUCCEEDS: Self = Self(1 << 33);
    pub(super) const PRECEDES: Self = Self(1 << 34);
    pub(super) const DOUBTS: Self = Self(1 << 35);
    pub(super) const SUFFICES: Self = Self(1 << 36);
    pub(super) const HEADS: Self = Self(1 << 37);
    pub(super) const GOVERNS: Self = Self(1 << 38);
    pub(super) const SEEMS: Self = Self(1 << 39);
    pub(super) const COPULA: Self = Self(1 << 40);
    pub(super) const ARTICLE: Self = Self(1 << 41);
    pub(super) const CUT_SHORT: Self = Self(1 << 42);
    pub(super) const PROHIBITS: Self = Self(1 << 43);
    pub(super) const WITHOUT: Self = Self(1 << 44);
    pub(super) const WITHOUT_NEXT: Self = Self(1 << 45);
    pub(super) const RELATES: Self = Self(1 << 46);
    pub(super) const GOAL: Self = Self(1 << 47);
    pub(super) const GOAL_BEHIND: Self = Self(1 << 48);
    pub(super) const CHANGES: Self = Self(1 << 49);
    pub(super) const GOES_ON: Self = Self(1 << 50);
    pub(super) const THAN: Self = Self(1 << 51);
    pub(super) const BELOW: Self = Self(1 << 52);

    /// Any that may give what follows in its clause another sign.
    pub(super) const TURNING: Self = Self(
        Self::NEGATES.0 | Self::OTHERWISE.0 | Self::LESSENS.0 | Self::SUPPOSES.0 | Self::ASKS.0,
    );

    /// Any that may begin a verdict.
    pub(super) const JUDGING: Self = Self(Self::BEGINS_VERDICT.0 | Self::COPULA.0);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What any of these words does.
    pub(super) fn any(classes: &[Self]) -> Self {
        Self(classes.iter().fold(0, |all, class| all | class.0))
    }
}

/// Whether a word that negates what it governs does so with this behind it.
pub(super) fn governs(word: &str, behind: &str) -> bool {
    let mut own = NEGATE_BEFORE.iter();
    let mut all = GOVERNORS.split_ascii_whitespace();
    own.any(|&(one, by)| one == word && behind.starts_with(by))
        || ["to ", "that "].iter().any(|by| behind.starts_with(by)) && all.any(|one| one == word)
}

/// Whether a second negation behind this text undoes the one before it.
pub(super) fn undone_across(between: &str) -> bool {
    between.is_empty()
        || ACROSS
            .split_ascii_whitespace()
            .any(|across| across == between)
}

/// Whether a text ends so that a negation behind it is none.
pub(super) fn is_rhetorical(before: &str) -> bool {
    RHETORICAL
        .split_ascii_whitespace()
        .any(|asks| before.ends_with(asks))
}

/// The class of a word by itself.
pub(crate) fn class(word: &str) -> Class {
    static CLASSES: LazyLock<HashMap<&str, Class>> = LazyLock::new(|| {
        let mut classes: HashMap<&str, Class> = HashMap::new();
        for (list, class) in [
            (NEGATORS, Class::NEGATES),
            (GOVERNORS, Class::NEGATES),
            (GOVERNORS, Class::GOVERNS),
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
            (ASKS, Class::ASKS),
            (FOLLOWS, Class::FOLLOWS),
            (THEN, Class::THEN),
            (SUFFICES, Class::SUFFICES),
            (HEADS, Class::HEADS),
            (SEEMS, Class::SEEMS),
            (COPULAS, Class::COPULA),
            (ARTICLES, Class::ARTICLE),
            (OTHERWISE, Class::OTHERWISE),
            (JOINS, Class::JOINS),
            (OPINES, Class::OPINES),
            (VOICE, Class::VOICE),
            (LESSENS, Class::LESSENS),
            (COMPARES, Class::COMPARES),
            (ALONE, Class::ALONE),
            (OR, Class::OR),
            (ADDS, Class::ADDS),
            (FORBIDS, Class::FORBIDS),
            (BESIDES, Class::BESIDES),
            (CONTRASTS, Class::CONTRASTS),
            (BEGINS, Class::BEGINS),
            (SUCCEEDS, Class::SUCCEEDS),
            (PRECEDES, Class::PRECEDES),
            (DOUBTS, Class::DOUBTS),
            (TIMES, Class::TIMES),
            (CONDITIONS, Class::CONDITIONS),
            (DEGREES, Class::DEGREE),
            (CUT_SHORT, Class::CUT_SHORT),
            (PROHIBITS, Class::PROHIBITS),
            (CUT_SHORT, Class::PROHIBITS),
            (WITHOUT, Class::WITHOUT),
            (WITHOUT_NEXT, Class::WITHOUT_NEXT),
            (RELATES, Class::RELATES),
            (GOALS, Class::GOAL),
            (GOALS_BEHIND, Class::GOAL_BEHIND),
            (CHANGES, Class::CHANGES),
            (GOES_ON, Class::GOES_ON),
            (THAN, Class::THAN),
            (BELOW, Class::BELOW),
        ] {
            for word in list.split_ascii_whitespace() {
                classes.entry(word).or_default().0 |= class.0;
            }
        }
        for (word, _) in NEGATE_BEFORE {
            let class = classes.entry(word).or_default();
            class.0 |= Class::NEGATES.0 | Class::GOVERNS.0;
        }
        classes
    });
    let mut class = CLASSES.get(word).copied().unwrap_or_default();
    if verdict::begins(word) {
        class.0 |= Class::BEGINS_VERDICT.0;
    }
    class
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_refines_negations_holds_negations() {
        let refinements = [
            PREFIXES, EQUATIONS, NEEDLESS, AVOIDS, LACKS, BARE, ALONE, CONDITIONS, FORBIDS,
        ];
        for word in refinements.iter().flat_map(|list| list.split_whitespace()) {
            assert!(class(word).has(Class::NEGATES), "{word}");
        }
        for word in BARE.split_whitespace().chain(CONDITIONS.split_whitespace()) {
            assert!(
                !class(word).has(Class::PREFIX),
                "{word} ends with the next word"
            );
        }
    }
}
