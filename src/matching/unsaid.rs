//! Which words of a partly covered key point its evidence does not say, for a person to read.

use super::lanes::scratch;
use super::pattern::{Pattern, QUESTION_WEIGHT};
use super::polarity::Sign;
use super::rows::{FULL, WordRow};
use super::vocabulary::Vocabulary;
use super::words::KeyWord;
use super::{Match, Matcher};
use crate::bank::KeyPoint;
use crate::text::{Document, is_han};
use std::ops::Range;

/// Phrases that are named; more would be the point over again.
const NAMED: usize = 3;

/// Likeness up to which a word is missing: half, which tells 奖金 for 缴费 from 存货 for 库存. Lower than where words
/// differ, since what is named as missing must be.
const MISSING: u8 = FULL / 2;

/// Likeness from which a word is said; between the two it is named only where its neighbour is missing, as 数据 in 大数据.
const SAID: u8 = 178;

/// The absence of a word up to this weight tells nothing: it is common, or the question has it.
const TELLING: f32 = 2.0 * QUESTION_WEIGHT;

/// A run of words that the answer does not say, as the bank writes it.
struct Phrase {
    text: String,
    weight: f32,
}

/// What an answer does not say of a wording.
struct Lacking {
    /// Share of the weight of its telling words.
    share: f32,
    phrases: Vec<Phrase>,
}

/// Clauses of an answer to look words up in.
struct Said<'a> {
    vocabulary: &'a Vocabulary,
    rows: &'a [&'a WordRow],
    characters: Vec<char>,
    /// Which of the characters each clause has.
    clauses: Vec<Range<usize>>,
}

impl Matcher {
    /// The phrases of a point that the clauses found for it do not say: the most telling, in the point's order.
    /// Where those do not say half of any alternative of a list, the whole list instead; where they say none of the
    /// point's telling words and only the judge sees it there, nothing.
    pub(crate) fn unsaid(
        &self,
        point: usize,
        wording: &KeyPoint,
        found: &Match,
        answer: &Document<'_>,
        rows: &[&WordRow],
    ) -> Vec<String> {
        let point = &self.points[point];
        if point.all_of.is_empty() {
            let own = std::slice::from_ref(&wording.text);
            let wordings = &self.key.patterns[point.wordings.clone()];
            let lacking = self.lacking(own, wordings, &found.window, answer, rows);
            return match lacking.share < 1.0 {
                true => most_telling(lacking.phrases),
                false => Vec::new(),
            };
        }
        let lists = wording.all_of.iter().zip(&point.all_of).zip(&found.lists);
        most_telling(lists.flat_map(|((texts, patterns), window)| {
            let patterns = &self.key.patterns[patterns.clone()];
            let lacking = self.lacking(texts, patterns, window, answer, rows);
            if texts.len() > 1 && lacking.share > 0.5 {
                let weight = lacking.phrases.iter().map(|phrase| phrase.weight).sum();
                let text = texts.join("/");
                return vec![Phrase { text, weight }];
            }
            lacking.phrases
        }))
    }

    /// What the clauses lack of the wording of which they say most.
    fn lacking(
        &self,
        texts: &[String],
        patterns: &[Pattern],
        window: &Range<usize>,
        answer: &Document<'_>,
        rows: &[&WordRow],
    ) -> Lacking {
        let words = answer.clause_words(window.clone());
        let mut characters = Vec::with_capacity(answer.text(words.clone()).len());
        let clauses = answer.clauses[window.clone()].iter().map(|clause| {
            let start = characters.len();
            for &word in &answer.words[clause.words()] {
                characters.extend(answer.word(word).chars());
            }
            start..characters.len()
        });
        let clauses = clauses.collect();
        let said = Said {
            vocabulary: &self.key.vocabulary,
            rows: &rows[words],
            characters,
            clauses,
        };
        let wordings = texts.iter().zip(patterns);
        let lacking = wordings.map(|(text, pattern)| said.lacking(text, pattern));
        let least = lacking.min_by(|a, b| a.share.total_cmp(&b.share));
        least.expect("a point has its own wording, and a list of alternatives is not empty")
    }
}

impl Said<'_> {
    fn lacking(&self, text: &str, pattern: &Pattern) -> Lacking {
        scratch(pattern.lanes().len(), |likeness| {
            for row in self.rows {
                row.meaning.raise(likeness, pattern.lanes().start);
            }
            self.lacking_at(text, pattern, likeness.as_flattened_mut())
        })
    }

    /// The same where any word of the clauses is at most so much like each of the pattern's.
    fn lacking_at(&self, text: &str, pattern: &Pattern, likeness: &mut [u8]) -> Lacking {
        let words = pattern.words.iter().zip(&mut *likeness);
        words.for_each(|(word, likeness)| *likeness = self.likeness(word.id, *likeness));
        let telling = || {
            let words = pattern.words.iter().zip(&*likeness);
            words.filter(|(word, _)| word.weight > TELLING)
        };
        let weight = |said: u8| -> f32 {
            let words = telling().filter(|&(_, &likeness)| likeness < said);
            words.map(|(word, _)| word.weight).sum()
        };
        let all: f32 = telling().map(|(word, _)| word.weight).sum();
        // Where nothing is said for certain, what is nearly said is all there is to tell apart.
        let said = if weight(SAID) < all { SAID } else { MISSING };
        let mut phrases = self.phrases(text, pattern, likeness, said);
        // Another number may be written the same: 三十 in 三十㎏.
        phrases.retain(|phrase| {
            let first = phrase.text.chars().next();
            let begins = first.is_some_and(|first| self.characters.contains(&first));
            !begins || !self.writes(&phrase.text.chars().collect::<Vec<_>>())
        });
        Lacking {
            share: if all > 0.0 {
                weight(MISSING) / all
            } else {
                0.0
            },
            phrases,
        }
    }

    /// The characters of each clause.
    fn clauses(&self) -> impl Iterator<Item = &[char]> {
        self.clauses.iter().map(|at| &self.characters[at.clone()])
    }

    /// Whether the clauses have a character: several are compared at once where none stops the search.
    fn has(&self, wanted: char) -> bool {
        let all = self.characters.iter();
        all.fold(false, |has, &c| has | (c == wanted))
    }

    /// Whether a clause has these characters somewhere.
    fn writes(&self, piece: &[char]) -> bool {
        let mut pieces = self
            .clauses()
            .flat_map(|clause| clause.windows(piece.len().max(1)));
        // Most begin otherwise, which is soon seen.
        pieces.any(|other| other.first() == piece.first() && other == piece)
    }

    /// How well the clauses say a word: as much as their words are like it, or fully where a clause has its characters
    /// somewhere or a synonym of several words.
    fn likeness(&self, id: u16, likeness: u8) -> u8 {
        if likeness >= SAID {
            return likeness;
        }
        // Of grammar nothing is asked.
        if self.vocabulary.function[id as usize] {
            return likeness;
        }
        let key = &self.vocabulary.words[id as usize];
        let said = if key.chars.iter().all(|&c| is_han(c)) {
            // Of most words that are not said no character is there.
            let mut characters = key.chars.iter();
            characters.any(|&c| self.has(c)) && self.clauses().any(|clause| key.is_in(clause))
        } else {
            !key.latin && self.writes(&key.chars)
        };
        let mut synonyms = self.vocabulary.synonyms.iter();
        if said || synonyms.any(|(of, entry)| *of == id && self.writes(entry)) {
            FULL
        } else {
            likeness
        }
    }

    /// Runs of words that are less like the answer's than `said`, within a part of the wording; words of grammar run along.
    fn phrases(&self, text: &str, pattern: &Pattern, likeness: &[u8], said: u8) -> Vec<Phrase> {
        let (words, places) = (&pattern.words, &pattern.places);
        let grammar = |at: usize| self.vocabulary.is_grammar(&words[at]);
        let unsaid = |at: usize| !grammar(at) && likeness[at] < said;
        let together = |a: usize, b: usize| {
            // Two words may come from one character: ㍿.
            let between = text.get(places[a].end..places[b].start);
            let apart = between.is_some_and(|between| between.contains(BRACKETS));
            let runs = |at: usize| grammar(at) || unsaid(at);
            words[a].part == words[b].part && !apart && runs(a) && runs(b)
        };
        let mut phrases = Vec::new();
        let mut start = 0;
        for end in 1..=words.len() {
            if end < words.len() && together(end - 1, end) {
                continue;
            }
            let run = start..end;
            start = end;
            let content = || run.clone().filter(|&at| unsaid(at));
            let missing = || content().filter(|&at| likeness[at] < MISSING);
            let (Some(mut first), Some(last)) = (content().next(), content().next_back()) else {
                continue;
            };
            if missing().all(|at| words[at].weight <= TELLING) {
                continue;
            }
            if words[first].sign == Sign::Negated {
                // 不能用水, not 用水.
                first = run.start;
            }
            phrases.push(Phrase {
                text: text[places[first].start..places[last].end].to_owned(),
                weight: missing().map(|at| words[at].weight).sum(),
            });
        }
        phrases
    }
}

impl KeyWord {
    /// Whether the characters of a clause have all of the word's, in whatever order, or the word with a slip.
    fn is_in(&self, clause: &[char]) -> bool {
        let word = &self.chars;
        // With a slip some character still stands in its place, which is soon seen.
        let near = |piece: &[char]| word.iter().zip(piece).any(|(a, b)| a == b);
        let mut pieces = clause.windows(word.len());
        word.iter().all(|c| clause.contains(c))
            || word.len() > 1 && pieces.any(|piece| near(piece) && self.slipped(piece))
    }
}

const BRACKETS: [char; 10] = ['（', '）', '(', ')', '【', '】', '[', ']', '〔', '〕'];

fn most_telling(phrases: impl IntoIterator<Item = Phrase>) -> Vec<String> {
    let mut named: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        if named.iter().all(|other| other.text != phrase.text) {
            named.push(phrase);
        }
    }
    // One hanzi beside phrases is a scrap of a compound; by itself it may be what is asked for: 铁.
    let scrap = |phrase: &Phrase| phrase.text.chars().nth(1).is_none();
    if !named.iter().all(scrap) {
        named.retain(|phrase| !scrap(phrase));
    }
    while named.len() > NAMED {
        let weights = named.iter().map(|phrase| phrase.weight).enumerate();
        let least = weights.min_by(|(_, a), (_, b)| a.total_cmp(b));
        let (least, _) = least.expect("there are more phrases than are named");
        named.remove(least);
    }
    named.into_iter().map(|phrase| phrase.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Question;
    use crate::knowledge::{Knowledge, Synonyms};
    use crate::text::JiebaSegmenter;
    use std::sync::Arc;

    fn unsaid(asked: &str, point: &KeyPoint, answer: &str) -> Vec<String> {
        let question = Question {
            question: asked.to_owned(),
            key_points: vec![point.clone()],
            ..Question::default()
        };
        let synonyms = Synonyms::from_tsv("客户关系管理系统\tCRM\n").expect("a group");
        let knowledge = Knowledge {
            synonyms: Arc::new(synonyms),
            ..Knowledge::default()
        };
        let segmenter = JiebaSegmenter::default();
        let matcher = Matcher::new(&question, &segmenter, &knowledge);
        let document = Document::new(answer, &segmenter);
        matcher.with_rows(&document, |rows| {
            let (_, found) = matcher.matches(&document, rows);
            matcher.unsaid(0, point, &found[0], &document, rows)
        })
    }

    #[test]
    fn words_that_a_wording_has_and_the_answer_has_not() {
        let cases: [(&str, &str, &str, &str, &[&str]); 23] = [
            (
                "a number written the same",
                "",
                "阀门大数据三十",
                "三十㎏不能大数据",
                &["阀门"],
            ),
            (
                "one word",
                "",
                "利用大数据改进服务",
                "改进服务",
                &["利用大数据"],
            ),
            (
                "neighbours run together",
                "",
                "关闭燃气阀门，隔绝空气",
                "关闭阀门",
                &["燃气", "隔绝空气"],
            ),
            (
                "words of grammar run along",
                "",
                "建立客户的信用档案",
                "建立档案",
                &["客户的信用"],
            ),
            (
                "not at the ends",
                "",
                "核对库存和单据",
                "核对库存",
                &["单据"],
            ),
            (
                "a clause is an end",
                "",
                "关闭燃气，撤离现场，报告",
                "报告",
                &["关闭燃气", "撤离现场"],
            ),
            (
                "so is a bracket",
                "",
                "寻找货源（备选供应商）",
                "寻找工作",
                &["货源", "备选供应商"],
            ),
            (
                "a negation is kept",
                "",
                "关闭阀门，不能用水灭火",
                "关闭阀门",
                &["不能用水灭火"],
            ),
            ("all is said", "", "关闭燃气阀门", "关闭燃气阀门", &[]),
            ("in other words", "", "库存准确", "存货准确", &[]),
            (
                "in another order",
                "",
                "数据分析能力",
                "分析数据的能力",
                &[],
            ),
            ("with a slip", "", "安抚顾客情绪", "安抚雇客情绪", &[]),
            (
                "by a synonym of several words",
                "",
                "推广CRM和大数据",
                "推广客户关系管理系统",
                &["大数据"],
            ),
            (
                "what the question says",
                "怎样用大数据管理仓库？",
                "大数据管理，循环盘点，改进服务",
                "改进服务",
                &["循环盘点"],
            ),
            (
                "three phrases, the rarest",
                "",
                "建立信任，循环盘点，倒排人手，打通会员，账实相符，改进服务",
                "改进服务",
                &["循环盘点", "倒排人手", "账实相符"],
            ),
            (
                "once",
                "",
                "大数据，云平台，大数据，改进服务",
                "改进服务",
                &["大数据", "云平台"],
            ),
            (
                "a scrap of a compound",
                "",
                "通报相关方，说明影响",
                "相关情况",
                &["通报", "说明影响"],
            ),
            ("one hanzi alone", "", "生成铁", "生成", &["铁"]),
            (
                "as the bank writes it",
                "",
                "利用ＢＩＧ　ＤＡＴＡ分析",
                "分析",
                &["利用ＢＩＧ　ＤＡＴＡ"],
            ),
            (
                "english",
                "",
                "Analyse customers with Big Data",
                "You analyse the customer.",
                &["Big Data"],
            ),
            (
                "a word is no part of another",
                "",
                "Measure the heat loss",
                "Measure the theatre",
                &["heat loss"],
            ),
            (
                "one character of several words",
                "",
                "㍿大数据，改进服务",
                "改进服务",
                &["㍿大数据"],
            ),
            ("nothing is said", "", "兑现承诺", "努力", &[]),
        ];
        for (name, asked, point, answer, expected) in cases {
            let found = unsaid(asked, &KeyPoint::new(point), answer);
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn aliases_and_lists() {
        let aliased = KeyPoint {
            aliases: vec!["盖上锅盖把火闷灭".to_owned()],
            ..KeyPoint::new("用锅盖隔绝空气")
        };
        let list = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let listed = KeyPoint {
            all_of: vec![list(&["客户画像"]), list(&["基本信息", "购买历史"])],
            ..KeyPoint::new("描绘客户")
        };
        let cases: [(&str, &KeyPoint, &str, &[&str]); 6] = [
            (
                "the point's own text",
                &aliased,
                "把锅盖盖上",
                &["隔绝空气"],
            ),
            (
                "no list",
                &listed,
                "努力",
                &["客户画像", "基本信息/购买历史"],
            ),
            (
                "one of the lists",
                &listed,
                "先做客户画像",
                &["基本信息/购买历史"],
            ),
            (
                "lists apart",
                &listed,
                "看购买历史。领导要重视，大家要努力。先做客户画像",
                &[],
            ),
            (
                "half of an alternative",
                &listed,
                "客户画像，购买",
                &["历史"],
            ),
            ("a list of one", &listed, "客户，基本信息", &["画像"]),
        ];
        for (name, point, answer, expected) in cases {
            assert_eq!(unsaid("", point, answer), expected, "{name}");
        }
    }
}
