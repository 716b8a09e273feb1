//! The shape of an answer as a whole: what tells statements from a pile of words.

use super::rows::{SAME, WordRow};
use crate::text::{Clause, Document};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What the clauses of an answer that touch question or key points look like, each 0 to 1; all 0 where none does.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub(crate) struct Shape {
    /// Share of its words that are the key points' own words.
    pub(crate) borrowed: f32,
    /// Share of its words that stand in rows of fragments: a few words between separators that state nothing.
    pub(crate) fragments: f32,
    /// Share of its words that carry grammar.
    pub(crate) grammar: f32,
    /// The largest share of its clauses, or of its content words, that one word of its own takes.
    pub(crate) repeated: f32,
    /// Share of its content words that the question already contains and that lead to nothing new, or more where it copies
    /// nearly all of the question's material.
    pub(crate) given: f32,
    /// Its content words, as a share of eight or more: a few words are no pile.
    pub(crate) size: f32,
    /// 1 where the last clause asks something, otherwise 0.
    pub(crate) asks: f32,
    /// Fragments of the longest row of fragments, as a share of 12 or more.
    pub(crate) row: f32,
}

/// Likeness in writing or meaning from which a word says something of a key point.
const NEAR: u8 = 128;

/// From this many clauses on a word that stands in most of them is a frame: X要抓Y，Y要抓Z.
const SEVERAL: usize = 5;

impl Shape {
    /// `material` is how many content words the question's material has.
    pub(crate) fn new(answer: &Document<'_>, rows: &[&WordRow], material: usize) -> Self {
        let own = |at: &usize| !rows[*at].function;
        let from_question = |at: usize| rows[at].given;
        let borrowed = |at: usize| rows[at].closest >= SAME;
        // Clauses about something else say nothing of the rest: padding a pile leaves it a pile.
        let touching = |clause: &&Clause| {
            clause
                .words()
                .filter(own)
                .any(|at| borrowed(at) || from_question(at))
        };
        let nothing = WordRow::nothing();
        // Which word, told by its row; whether question or key points have it; the clause.
        let mut places: Vec<(*const WordRow, bool, u32)> = Vec::with_capacity(rows.len());
        let (mut words, mut content, mut taken, mut asked, mut fresh) = (0, 0, 0, 0, 0);
        let (mut clauses, mut fragments, mut longest) = (0, 0, 0);
        let (mut run, mut run_words, mut sentence) = (0, 0, u32::MAX);
        for clause in answer.clauses.iter().filter(touching) {
            clauses += 1;
            let length = clause.words().len();
            let contents = clause.words().filter(own).count();
            words += length;
            content += contents;
            let fragment = is_fragment(&rows[clause.words()], contents);
            if !fragment || clause.sentence != sentence {
                (run, run_words) = (0, 0);
            }
            sentence = clause.sentence;
            if fragment {
                // Words run together without any grammar are a row by themselves.
                run += contents.div_ceil(FEW);
                run_words += length;
                longest = longest.max(run);
                if run >= ROW {
                    fragments += run_words;
                    run_words = 0;
                }
            }
            for at in clause.words().filter(own) {
                taken += usize::from(borrowed(at));
                asked += usize::from(from_question(at));
                // Of two opposites in the question the one that the point does not name is a stand, too.
                let stands = !rows[at].opposite.is_empty();
                let says = borrowed(at) || rows[at].nearest >= NEAR;
                fresh += usize::from(stands || (says && !from_question(at)));
                // One number is not the next, though none means anything here.
                if !std::ptr::eq(rows[at], nothing) {
                    places.push((rows[at], from_question(at) || borrowed(at), clauses as u32));
                }
            }
        }
        let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
        // Each word's places stay in order.
        places.sort_by_key(|place| place.0);
        let (mut most, mut frame) = (0, 0);
        for same in places.chunk_by(|a, b| a.0 == b.0) {
            most = most.max(same.len());
            if !same[0].1 {
                frame = frame.max(same.chunk_by(|a, b| a.2 == b.2).count());
            }
        }
        let said_often = if most > 2 { share(most, content) } else { 0.0 };
        let framed = if clauses >= SEVERAL {
            share(frame, clauses)
        } else {
            0.0
        };
        Self {
            borrowed: share(taken, content),
            fragments: share(fragments, words),
            grammar: share(words - content, words),
            repeated: said_often.max(framed),
            given: share(asked.saturating_sub(FRESH * fresh), content).max(copied(rows, material)),
            asks: f32::from(u8::from(
                answer.clauses.last().is_some_and(|last| last.asks),
            )),
            size: (content as f32 / 8.0).min(1.0),
            row: (longest as f32 / 12.0).min(1.0),
        }
    }
}

/// Share of the material's words up to which an answer draws on it: who answers selects.
const SELECTED: f32 = 0.6;

/// How much more of the content words of the question's material the answer has, 0 to 1.
fn copied(rows: &[&WordRow], material: usize) -> f32 {
    if material == 0 {
        return 0.0;
    }
    let taken = rows.iter().filter(|row| row.material);
    let taken: HashSet<*const WordRow> = taken.map(|&row| std::ptr::from_ref(row)).collect();
    let share = taken.len() as f32 / material as f32;
    ((share - SELECTED) / (1.0 - SELECTED)).max(0.0)
}

/// An answer may repeat the question to say something about it: each word of the key points that the question does not
/// contain makes up for so many that it does.
const FRESH: usize = 2;

/// Fragments in one sentence from which they make a row; a list puts its entries on lines of their own.
const ROW: usize = 6;

/// Content words of a fragment.
const FEW: usize = 2;

/// Content words of a clause without any grammar from which it is several fragments run together.
const MANY: usize = 9;

/// One word of grammar among so many is part of a term, as in "rate of reaction".
const STRAY: usize = 10;

/// Words that go with any subject and say nothing of it: 要重视X、加强Y, X是关键.
const EMPTY: &str = "重视 加强 关于 推进 落实 抓好 抓住 关注 做好 做到 把握 突出 体现 完善 提升 提高 推动 注意 认识 联系 围绕 聚焦 \
    强调 涉及 强化 深化 实现 以及 关键 基础 抓手 载体 支撑 底线 方向 保障 核心 前提 重点 根本 要求 态度 研究 \
    value strengthen emphasize consider considered attention pay think look matter matters concerning regarding relation related focus \
    remember mention discuss important importance essential significant key aspect aspects";

/// Whether the word is one of these.
pub(super) fn is_empty_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| EMPTY.split_ascii_whitespace().collect());
    WORDS.contains(word)
}

/// Whether a clause states nothing: one or two words by themselves, or nothing but the key points' own words in a frame
/// that fits all.
fn is_fragment(words: &[&WordRow], contents: usize) -> bool {
    let taken = |row: &WordRow| row.closest >= SAME || row.given;
    let content = || words.iter().filter(|row| !row.function);
    let own = || content().filter(|row| !taken(row));
    let grammar = words.len() - contents;
    let bare = grammar == 0 && (contents <= FEW || own().next().is_none());
    let run_together =
        contents >= MANY && STRAY * grammar <= words.len() && 3 * own().count() <= contents;
    if bare || run_together {
        return true;
    }
    own().next().is_some() && own().all(|row| row.empty)
}
