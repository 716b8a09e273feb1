//! How far the negations of a clause reach: what they deny, undo, avoid or leave open.

use super::classes::{
    Class, MODALS, NOT_NEGATIONS, NOT_NEGATIONS_OF_WORDS, OPEN, governs, is_rhetorical,
    undone_across,
};
use super::polarity::{Sign, turn};
use super::verdict::verdict;
use crate::text::{Clause, Document};
use rustc_hash::FxHashSet;
use std::cell::LazyCell;
use std::sync::LazyLock;

/// One clause and its negations.
pub(super) struct Scope<'a> {
    document: &'a Document<'a>,
    classes: &'a [Class],
    at: usize,
    clause: &'a Clause,
}

impl<'a> Scope<'a> {
    pub(super) fn new(document: &'a Document<'a>, classes: &'a [Class], at: usize) -> Self {
        Self {
            document,
            classes,
            at,
            clause: &document.clauses[at],
        }
    }

    /// Signs the clause's words, under a negation carried over from the list it stands in; returns what it carries on.
    pub(super) fn read(&self, carried: Option<Sign>, signs: &mut [Sign]) -> Option<Sign> {
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
                // What follows of a condition is claimed: 一旦定义就不能修改.
                supposed &= !class.has(Class::THEN);
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
