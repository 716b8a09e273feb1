//! Verdicts: what closes a clause and says that what stands before it is not so, or is not to be done.

use super::classes::Class;
use crate::text::{Clause, Document};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Turn round what stands before them: 拍照留证没有必要, 隐瞒事故不可取.
const VERDICTS: &str = "没有必要 没必要 不必要 无必要 毫无必要 没什么必要 有什么必要 大可不必 完全不必 不必须 不是必须的 不是必要的 不是必需的 不需要 不用 不必 不要求 不作要求 不做要求 不重要 不要紧 不关键 不是重点 不是关键 无所谓 不可取 不对 不正确 不妥 不行 怎么行 怎么可以 哪行 行不通 不可行 不可以 不合适 不合理 不合规定 不适用 不再适用 \
    不成立 不能成立 站不住 站不住脚 不属实 不是事实 不是真的 不可信 不靠谱 靠不住 不科学 不现实 不实际 不切实际 不符合实际 不符合事实 不符合要求 没有道理 没道理 没有根据 没有依据 没有科学依据 缺乏依据 缺乏根据 毫无依据 没有的事 说反了 错误 不一定 未必 不同意 不赞同 不认同 不以为然 \
    没用 没有用 没什么用 没啥用 有什么用 无用 毫无用处 没有用处 毫无作用 没关系 没有关系 无关 与此无关 与我无关 跟我无关 不关我的事 不归我管 不是我的事 不是我的职责 不是我的责任 不是我的任务 不相干 不相关 不着急 不急 不管 不用管 不必管 不用考虑 不需要考虑 不必考虑 可以不做 可以不管 可以不用 可以不要 可以不考虑 可以忽略 可以跳过 可以省略 可以省 可以免 免了 就免了 可有可无 多此一举 多余 \
    没有意义 毫无意义 毫无意义可言 没意义 没什么意义 没多大意义 有什么意义 没有影响 没有什么影响 没什么影响 没影响 无影响 没有帮助 没有什么帮助 没有作用 没有什么作用 没什么作用 没有好处 没有任何好处 没好处 不会带来好处 不起作用 起不到作用 起不了作用 于事无补 无济于事 徒劳 徒劳无益 不算 不算数 不算在内 不考虑 不予考虑 不在考虑范围内 不在考虑之列 \
    不值得 不值一提 得不偿失 适得其反 有害无益 弊大于利 画蛇添足 帮倒忙 只会添乱 白费力气 早就过时了 早已过时 已经过时了 没有发生 没发生 并未发生 从未发生 做不到 办不到 很难做到 难以做到 不可能 不存在 可能性很小 可能性不大 一概不做 暂时不做 不做 不做也罢 能省则省 能免则免 少做为好 放在一边 抛在脑后 \
    false wrong incorrect untrue unnecessary";

/// The same of several words.
const VERDICTS_OF_WORDS: [&str; 40] = [
    "no sense",
    "never the case",
    "never true",
    "not correct",
    "not how it works",
    "not important",
    "not matter",
    "not necessary",
    "not needed",
    "not required",
    "not right",
    "not so",
    "not the case",
    "not true",
    "don't matter",
    "doesn't matter",
    "isn't correct",
    "isn't important",
    "isn't necessary",
    "isn't needed",
    "isn't required",
    "isn't right",
    "isn't the case",
    "isn't true",
    "has nothing to do with it",
    "is a bad idea",
    "is a mistake",
    "is a misconception",
    "is a myth",
    "is a waste of time",
    "is impossible",
    "is irrelevant",
    "is mistaken",
    "is nonsense",
    "is optional",
    "is out of the question",
    "is pointless",
    "is unimportant",
    "is unlikely",
    "is useless",
];

/// Are verdicts behind a copula alone: 是误区; but 走出误区.
const FAULTS: &str = "错 误区 误解 误会 谬论 谣言 偏见 错觉 胡说 无稽之谈 形式主义 走形式 走过场 错误操作 浪费时间 添乱 空谈 空话 幻想 迷信 伪科学";

/// The first word of a verdict that closes the clause.
pub(super) fn verdict(
    document: &Document<'_>,
    classes: &[Class],
    clause: &Clause,
) -> Option<usize> {
    /// A verdict is at most this many words, particles included.
    const LONGEST: usize = 6;
    let words = clause.words();
    let bare = |mut end: usize| {
        while end > words.start && classes[end - 1].has(Class::PARTICLE) {
            end -= 1;
        }
        end
    };
    let last = bare(words.end);
    // 是错误的做法; but 避免错误的做法 names one.
    let headed = last > words.start && classes[last - 1].has(Class::HEADS);
    let headless = if headed { bare(last - 1) } else { last };
    let says = |at: usize| {
        let text = |from: usize, end: usize| document.text(from..end);
        if classes[at].has(Class::COPULA) {
            let named = (at + 1..headless).find(|&at| !classes[at].has(Class::ARTICLE));
            return named.is_some_and(|named| is_verdict(text(named, headless), true));
        }
        classes[at].has(Class::BEGINS_VERDICT)
            && (is_verdict(text(at, last), false)
                || last < words.end && is_verdict(text(at, words.end), false))
    };
    let first = words.start.max(words.end.saturating_sub(LONGEST));
    let seems = |at: usize| at > words.start && classes[at - 1].has(Class::SEEMS);
    (first..last).find(|&at| says(at) && !seems(at))
}

/// Whether a text turns round what stands before it in its clause, which it joins by a copula or not.
fn is_verdict(text: &str, joined: bool) -> bool {
    // Asked of most clauses, where to search the rising list takes a sixteenth of an answer's time.
    static SETS: LazyLock<[FxHashSet<&str>; 2]> = LazyLock::new(|| {
        let words = VERDICTS.split_ascii_whitespace();
        let verdicts = words.chain(VERDICTS_OF_WORDS).collect();
        [verdicts, FAULTS.split_ascii_whitespace().collect()]
    });
    let [verdicts, faults] = &*SETS;
    verdicts.contains(text) || joined && faults.contains(text)
}

/// Whether some verdict begins with this word.
pub(super) fn begins(word: &str) -> bool {
    static RISING: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let words = VERDICTS.split_ascii_whitespace();
        let mut verdicts: Vec<&str> = words.chain(VERDICTS_OF_WORDS).collect();
        verdicts.sort_unstable();
        verdicts
    });
    // Those that begin with the word come first of those that are not before it.
    let from = RISING.partition_point(|&verdict| verdict < word);
    RISING
        .get(from)
        .is_some_and(|verdict| verdict.starts_with(word))
}
