//! What a wording says of one of two that the question contrasts, and an answer of the other: 风寒有汗 for 风寒无汗，风热有汗.

use super::classes::{Class, class};
use super::exchange::alike;
use super::key::Key;
use super::pattern::Pattern;
use super::scan::Scan;
use super::vocabulary::is_function_word;
use super::words::latin_stem;
use crate::text::{Clause, Document, Unit};
use std::ops::Range;

/// By what names two topics go.
pub(super) type Topics = [Box<[Box<str>]>; 2];

/// What a wording says of two topics.
#[derive(Clone, Debug)]
pub(crate) struct Contrast {
    topics: Topics,
    statements: Box<[Statement]>,
}

/// What a clause says of a topic.
#[derive(Clone, Debug)]
struct Statement {
    /// Which of the topics.
    topic: usize,
    /// The places of the words that tell it from what is said of the other; all where each is said of both.
    words: Box<[usize]>,
    /// Those of all that it says.
    all: Box<[usize]>,
}

/// A question that names more words of the key points than this contrasts none of them but those that it joins.
const NAMED: usize = 32;

/// Cosine from which two words that a question names are of one kind.
const KIN: f32 = 0.5;

/// Pairs of topics that are looked for.
const MOST: usize = 32;

/// Words of a wording from which it says too much for what it says of its topics to be told apart.
const LONG: usize = 256;

/// Share of what tells a statement from others, and of all of it, from which a clause makes it: who says that 雾危害小 does not
/// say 雾的湿度小.
const SAID: (f32, f32) = (0.6, 0.5);

/// Ask how two things differ, or go together.
const CONTRASTING: &str = "区别 不同 差异 异同 差别 比较 对比 相比 相对 区分 辨别 联系 关系 分别 各有 优缺点 \
    differ compar contrast distinguish versus relat";

/// Stand between two topics without naming one.
const DIFFER: &str = "differ differs different distinct distinguished compared";

/// The topics that each joint of a question joins: 进程和线程, 单元测试与集成测试.
fn joined(question: &Document<'_>) -> Vec<Topics> {
    /// A name has at most so many words.
    const LONGEST: usize = 3;
    let word = |at: usize| question.word(question.words[at]);
    let content = |at: &usize| !is_function_word(word(*at));
    let differs = |at: &usize| DIFFER.split(' ').any(|one| one == word(*at));
    let mut found: Vec<[Vec<&str>; 2]> = Vec::new();
    let mut contrasting = CONTRASTING.split_ascii_whitespace();
    if !contrasting.any(|words| question.folded.text.contains(words)) {
        return Vec::new();
    }
    for clause in &question.clauses {
        let words = clause.words();
        let joins = |at: &usize| class(word(*at)).has(Class::CONTRASTS);
        for at in words.clone().filter(joins) {
            let before = (words.start..at).rev().skip_while(differs);
            let before: Vec<usize> = before.take_while(content).take(LONGEST).collect();
            let behind = (at + 1..words.end).take_while(content).take(LONGEST);
            let behind: Vec<usize> = behind.collect();
            let (Some(&one), Some(&other)) = (before.first(), behind.first()) else {
                continue;
            };
            let shared = behind.iter().position(|&at| word(at) == word(one));
            let last = |at: usize| word(at).chars().next_back();
            let kin = behind.iter().find(|&&at| last(at) == last(one));
            found.push(match (shared, kin) {
                // What they share comes last in both: 集成 测试.
                (Some(shared), _) if shared > 0 && before.len() > shared => {
                    let (from, to) = (before[shared], behind[shared]);
                    [
                        vec![question.text(from..one), question.text(from..one + 1)],
                        vec![question.text(other..to), question.text(other..to + 1)],
                    ]
                }
                (_, Some(&kin)) if kin > other => {
                    let mut names = vec![question.text(other..kin + 1)];
                    names.extend((!word(one).ends_with(word(kin))).then(|| word(kin)));
                    [vec![word(one)], names]
                }
                _ => {
                    let (one, other) = (word(one), word(other));
                    [vec![name(one, other)], vec![name(other, one)]]
                }
            });
        }
    }
    if let [[one, other]] = &mut found[..] {
        one.extend(["前者", "former"]);
        other.extend(["后者", "latter"]);
    }
    let named = |names: Vec<&str>| names.into_iter().map(Box::from).collect();
    found.into_iter().map(|pair| pair.map(named)).collect()
}

/// A word without what it was cut together with: 风热 of 风热应 beside 风寒.
fn name<'a>(word: &'a str, beside: &str) -> &'a str {
    let alike = word.chars().zip(beside.chars()).any(|(a, b)| a == b);
    let end = word.char_indices().nth(beside.chars().count());
    match end {
        Some((end, _)) if alike && !word.is_ascii() => &word[..end],
        _ => word.trim(),
    }
}

/// Whether a word is one of the names.
pub(super) fn is_named(topic: &[Box<str>], word: &str) -> bool {
    topic.iter().any(|name| is_form(name, word))
}

/// Whether two words are one, but for its ending in letters.
fn is_form(one: &str, other: &str) -> bool {
    one == other || latin_stem(one).is_some_and(|stem| latin_stem(other) == Some(stem))
}

/// Whether one of the names stands in a text of these words. Of letters and of one character it has to be a word.
fn names<'a>(topic: &[Box<str>], text: &str, mut words: impl Iterator<Item = &'a str>) -> bool {
    let stands =
        |name: &str| name.len() > '汉'.len_utf8() && !name.is_ascii() && text.contains(name);
    topic.iter().any(|name| stands(name)) || words.any(|word| is_named(topic, word))
}

/// Which of two topics a clause is about, given what the one before was: the one that it names, or that one.
fn topic(names: [bool; 2], carried: Option<usize>) -> Option<usize> {
    match names {
        [false, false] => carried,
        [true, false] => Some(0),
        [false, true] => Some(1),
        // A comparison, or what the one does for the other.
        [true, true] => None,
    }
}

impl Key {
    /// The topics that the question contrasts: what it joins, and what else it names of one kind.
    pub(super) fn topics(&self, asked: &Document<'_>) -> Vec<Topics> {
        let mut topics = joined(asked);
        let vocabulary = &self.vocabulary;
        let words = vocabulary.words.iter().zip(&vocabulary.vectors);
        let words = words.zip(&vocabulary.function);
        let named =
            words.filter(|((word, _), function)| !**function && self.given.names(&word.text));
        let mut named: Vec<_> = named.map(|(word, _)| word).collect();
        if named.len() > NAMED {
            named.clear();
        }
        for (at, (one, first)) in named.iter().enumerate() {
            for (other, second) in &named[at + 1..] {
                let near = || match (first, second) {
                    (Some(first), Some(second)) => first.values().cosine(second) >= KIN,
                    _ => false,
                };
                let pair = [one, other].map(|word| word.text.clone());
                let known = |topics: &Topics| {
                    let names = topics.iter().flatten();
                    pair.iter().all(|one| names.clone().any(|name| name == one))
                };
                if (alike(one, other) || near()) && !topics.iter().any(known) {
                    topics.push(pair.map(|name| [name].into()));
                }
            }
        }
        topics.truncate(MOST);
        topics
    }

    /// What a wording says of contrasted topics.
    pub(super) fn contrasts(&self, pattern: &Pattern, topics: &[Topics]) -> Box<[Contrast]> {
        if pattern.words.len() > LONG {
            return Box::default();
        }
        let word = |at: usize| &*self.vocabulary.word(&pattern.words[at]).text;
        let content = |at: usize| !self.vocabulary.is_grammar(&pattern.words[at]);
        let contrast = |topics: &Topics| {
            let is_name = |at: usize| {
                let mut names = topics.iter().flatten();
                names.any(|name| word(at).contains(&**name) || name.contains(word(at)))
            };
            // What is counted by a bare number is not known.
            let bare = |at: usize| {
                let mut counts = pattern.quantities.iter();
                counts.any(|one| one.place == at && one.quantity.unit == Unit::Count)
            };
            let says = |at: &usize| content(*at) && !is_name(*at) && !bare(*at);
            let mut carried = None;
            let mut said: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
            for clause in &pattern.clauses {
                let text: String = clause.clone().map(word).collect();
                let named = [0, 1].map(|one| names(&topics[one], &text, clause.clone().map(word)));
                carried = topic(named, carried);
                said.push((carried, clause.clone().filter(says).collect()));
            }
            let same = |one: usize, other: usize| {
                let signs = [one, other].map(|at| pattern.words[at].sign);
                signs[0] == signs[1] && is_form(word(one), word(other))
            };
            let own = |topic: Option<usize>, at: usize| {
                let mut others = said.iter().filter(|(other, _)| *other != topic);
                !others.any(|(_, words)| words.iter().any(|&other| same(at, other)))
            };
            let statements = said.iter().filter_map(|(topic, all)| {
                let words = all.iter().copied().filter(|&at| own(*topic, at));
                let mut words: Vec<usize> = words.collect();
                if words.is_empty() && all.len() > 1 {
                    words = all.clone();
                }
                let topic = topic.filter(|_| !words.is_empty())?;
                Some(Statement {
                    topic,
                    words: words.into(),
                    all: all.clone().into(),
                })
            });
            let statements: Vec<Statement> = statements.collect();
            (!statements.is_empty()).then(|| Contrast {
                topics: topics.clone(),
                statements: statements.into(),
            })
        };
        topics.iter().filter_map(contrast).collect()
    }
}

impl Scan<'_> {
    /// Share of what the pattern says of contrasted topics that the window says of the other, 0 to 1.
    pub(super) fn confused(
        &self,
        contrasts: &[Contrast],
        pattern: &Pattern,
        window: &Range<usize>,
    ) -> f32 {
        let shares = contrasts
            .iter()
            .map(|one| self.confused_by(one, pattern, window));
        shares.fold(0.0, f32::max)
    }

    fn confused_by(&self, contrast: &Contrast, pattern: &Pattern, window: &Range<usize>) -> f32 {
        let said_of = |statement: &Statement, words: &Range<usize>| match self.said(
            pattern,
            &statement.all,
            words,
        ) >= SAID.1
        {
            true => self.said(pattern, &statement.words, words),
            false => 0.0,
        };
        // How far each statement is made of its own topic, and of the other.
        let mut made = vec![[0.0_f32; 2]; contrast.statements.len()];
        for (words, about) in self.about(&contrast.topics, window) {
            let statements = || contrast.statements.iter();
            let most = |own: bool| {
                let of = statements().filter(|one| (one.topic == about) == own);
                of.map(|one| said_of(one, &words)).fold(0.0, f32::max)
            };
            let (right, wrong) = (most(true), most(false));
            for (made, statement) in made.iter_mut().zip(statements()) {
                let said = said_of(statement, &words);
                match statement.topic == about {
                    true if said >= wrong => made[0] = made[0].max(said),
                    false if said >= SAID.0 && said > right => made[1] = made[1].max(said),
                    _ => {}
                }
            }
        }
        let (mut confused, mut all) = (0.0, 0.0);
        for ([right, wrong], statement) in made.iter().zip(&contrast.statements) {
            let weight = pattern.weight_of(statement.words.iter().copied());
            all += weight;
            if wrong > right {
                confused += wrong * weight;
            }
        }
        confused / all
    }

    /// The clauses of the window, or parts of them, that are about one of two topics, as far as its sentence tells.
    fn about(&self, topics: &Topics, window: &Range<usize>) -> Vec<(Range<usize>, usize)> {
        let clauses = &self.answer.clauses;
        let sentence = clauses[window.start].sentence;
        let start = clauses.partition_point(|clause| clause.sentence < sentence);
        // 有汗的是风热: what stands before it may be about it as well. In 危害大于霾 both are named.
        let closes = |clause: &Clause| {
            let words = clause.words();
            let last = self.answer.word(self.answer.words[words.end - 1]);
            let text = self.answer.text(words.clone());
            let closes = |name: &str| name.ends_with(last) && text.ends_with(name);
            words.len() > 1
                && topics.iter().flatten().any(|name| closes(name))
                && self.named(topics, words) != [true; 2]
        };
        let first = clauses[window.start].first as usize;
        let mut about = Vec::new();
        for sentence in clauses[start..window.end].chunk_by(|a, b| a.sentence == b.sentence) {
            let told = !sentence.iter().any(closes);
            let mut carried = None;
            for part in sentence
                .iter()
                .flat_map(|one| self.parts(topics, one.words()))
            {
                carried = topic(self.named(topics, part.clone()), carried);
                let within = told && part.start >= first;
                about.extend(carried.filter(|_| within).map(|about| (part, about)));
            }
        }
        about
    }

    /// Which of two topics these words name.
    fn named(&self, topics: &Topics, words: Range<usize>) -> [bool; 2] {
        let text = self.answer.text(words.clone());
        let word = |at: usize| self.answer.word(self.answer.words[at]);
        [0, 1].map(|one| names(&topics[one], text, words.clone().map(word)))
    }

    /// The words of a clause, cut where it goes on to the other topic: 霾很快消散 and 雾可持续数日.
    fn parts(&self, topics: &Topics, words: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let inner = words.start + 1..words.end.saturating_sub(1);
        let mut joints = inner.filter(|&at| self.rows[at].class.has(Class::GOES_ON));
        let cut = joints.find(|&at| {
            let [one, other] = self.named(topics, words.start..at);
            one != other && self.named(topics, at + 1..words.end) == [other, one]
        });
        let cut = cut.unwrap_or(words.end);
        let parts = [words.start..cut, cut..words.end];
        parts.into_iter().filter(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::joined;
    use crate::text::{Document, JiebaSegmenter};

    #[test]
    fn questions_join_topics() {
        let cases = [
            ("进程和线程有什么区别？", "进程 | 线程"),
            ("单元测试与集成测试有何不同？", "单元测试 | 集成测试"),
            ("中国画与西方油画有何不同？", "中国画 | 西方油画 油画"),
            (
                "Compare unit tests and integration tests",
                "unit unit tests | integration integration tests",
            ),
            ("风寒与风热应怎样区分？", "风寒 | 风热"),
            ("How do arteries differ from veins?", "arteries | veins"),
            ("比较铜和铁的硬度与密度。", "铜 | 铁; 硬度 | 密度"),
            ("怎样储存和运输药品？", ""),
        ];
        for (question, expected) in cases {
            let segmenter = JiebaSegmenter::default();
            let topics = joined(&Document::new(question, &segmenter));
            let shown: Vec<String> = topics
                .iter()
                .map(|pair| pair.each_ref().map(|names| names.join(" ")).join(" | "))
                .collect();
            let shown = shown.join("; ");
            let shown = shown
                .replace(" 前者 former", "")
                .replace(" 后者 latter", "");
            assert_eq!(shown, expected, "{question}");
        }
    }
}
