//! What a question is about, and how near to that each stretch of an answer stays: a word of another subject means a key
//! point's word by chance alone.
//!
//! An answer that is nearer to another question of the bank than to its own belongs to that one: off-topic detection that
//! needs no answers to learn from (Higgins, Burstein and Attali 2006).

use super::key::Key;
use super::rows::{self, WordRow};
use super::vectors::{DIM, Direction, NOTHING, Values, Vector};
use crate::knowledge::LeftOut;
use crate::text::{Clause, Document, is_han};
use std::iter::Sum;
use std::sync::Arc;

/// The mean vectors of the Chinese, and of the other words of the reference answers in `fixtures/fields`, by their weight:
/// what texts of many fields have in common. A test works them out anew.
const COMMON: [[i16; DIM]; 2] = [
    [
        219, -504, -88, 61, -91, 185, -146, -68, -152, 255, -4, -59, 42, -10, 204, -66, 54, 24, 7,
        6, 2, -39, 7, -30, 28, 50, 13, 51, 17, -29, 6, 7, 24, -58, 51, -47, -24, 19, 34, -40, -21,
        -13, -17, 27, 26, -1, -7, -71, 53, 16, -29, 20, 29, -43, 1, 39, -9, -26, 53, -6, 25, -2,
        -31, 10, 4, 510, 391, 258, 11, -142, -36, 96, 2, -107, -67, 67, -44, -56, 105, -82, -69,
        -33, -16, -53, -62, -63, 67, 36, 77, -4, 59, -11, 44, 28, 87, -47, -32, -109, -34, -42,
        -28, 18, -51, -19, 20, 32, 22, -68, 24, 14, 52, 1, -47, 24, 55, 44, -11, 14, 6, -9, 15,
        -34, 26, 47, 9, 21, 19, -4,
    ],
    [
        97, 194, -391, -227, 24, 44, 40, -195, -43, 263, -32, -113, -30, 63, 159, -38, 68, 62, -87,
        -80, -120, -84, 20, 3, 101, -12, 68, 11, 46, 55, -157, -35, -23, -13, -57, -141, 73, -91,
        37, -80, -21, 24, -1, -42, 91, 54, -77, -54, -22, 54, 2, 37, -10, -27, 35, -20, -90, 32,
        -4, 0, 41, 48, 53, -28, 431, 309, 273, 45, 106, 6, -128, 3, -218, -20, -49, 18, 33, -102,
        -101, -111, 26, -54, -61, -4, 33, -56, 56, 171, 213, 23, -17, 46, 37, 124, 22, -76, 90, 37,
        -41, -105, -66, 17, 36, -31, 33, 9, 58, -4, -66, -39, -29, 61, 17, 1, -20, -57, -43, -114,
        115, -59, -39, 5, 39, 107, 93, 0, 71, -8,
    ],
];

/// What the values of [`COMMON`] count.
const STEP: f32 = 1e-4;

/// How much each dimension tells questions apart: the inverse of the variance of what the questions of `fixtures/fields` are
/// about, in hundredths, a tenth of the largest added to each, or those that hardly vary would count alone. A test works them
/// out anew.
const TELLING: [i16; DIM] = [
    516, 91, 129, 214, 254, 327, 281, 364, 376, 263, 438, 358, 406, 434, 417, 459, 514, 468, 468,
    485, 511, 572, 487, 578, 592, 676, 553, 639, 661, 569, 596, 609, 662, 677, 615, 643, 633, 618,
    716, 659, 708, 700, 616, 645, 699, 767, 707, 686, 668, 740, 732, 731, 783, 726, 723, 836, 724,
    727, 791, 819, 791, 788, 802, 816, 121, 181, 169, 295, 241, 247, 309, 302, 304, 456, 382, 465,
    361, 415, 445, 515, 502, 492, 494, 560, 585, 463, 564, 487, 608, 517, 599, 586, 661, 630, 650,
    627, 597, 713, 663, 591, 643, 634, 637, 644, 651, 664, 734, 711, 692, 742, 723, 769, 751, 796,
    749, 802, 789, 768, 806, 757, 691, 790, 793, 832, 821, 778, 769, 804,
];

/// Steps of [`Nearness`]: so many are all of it.
pub(super) const WHOLLY: u16 = 256;

/// How far the meanings of a clause's words count, in steps of 1/256.
pub(super) type Nearness = u16;

/// Mean cosine, beside that of any text, up to which meanings count nothing, and from which on in full. From (-0.035, 0.02)
/// to (0, 0.03), held out before [`TELLING`], padding and answers to other questions earn less by a third and natural
/// answers lose 0.002 of area; with (0, 0.05) they lose 0.005.
const NEAR: (f32, f32) = (0.0, 0.03);

/// How many questions to either side in the bank an answer may belong to instead. What is mixed up stands on one sheet; and
/// of thousands of questions one is near to any answer.
const BESIDE: usize = 128;

/// An answer that is as much about its question belongs to no other: 97 of 100 that do are below.
const OWN: f32 = 0.1;

/// Fewer words are compared in any case: one of the question's makes them as much about it, and it costs little.
const SHORT: usize = 32;

/// The cosine with its own question less the largest with another, from which on an answer belongs to its own, and below
/// which to the other. Of answers to a question near by in the bank two in three are below on `fixtures/devset`, 19 of 20 on
/// `fixtures/fields`; of answers to their own one in 20 of those that say everything in other words, and hardly any other.
const LEAD: (f32, f32) = (-0.27, -0.32);

/// What a question is about.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    direction: Direction,
    /// How far any text in Chinese, and any other, reaches along it, a unit of its words' weight.
    common: [f32; 2],
    /// What the questions of the bank are about, this one at `own`.
    bank: Arc<[Direction]>,
    own: usize,
}

/// Tells the subjects of a bank's questions, in its order, of each other.
pub(super) fn acquaint(subjects: &mut [&mut Subject]) {
    let bank: Arc<[Direction]> = subjects.iter().map(|one| one.direction.clone()).collect();
    for (own, subject) in subjects.iter_mut().enumerate() {
        (subject.own, subject.bank) = (own, Arc::clone(&bank));
    }
}

impl Subject {
    /// The subject of these texts together.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a Document<'a>>) -> Self {
        let direction = Direction::of(&discriminant(&Sums::of(texts).apart()));
        Self {
            common: common().map(|common| direction.reach_of(&common)),
            direction,
            ..Self::default()
        }
    }

    /// How much nearer the answer is to this question than to any other of the bank, in cosine; 0 where there is none.
    fn lead(&self, answer: &Document<'_>, rows: &[&WordRow]) -> f32 {
        let mut sums = Sums::default();
        for (&word, row) in answer.words.iter().zip(rows) {
            sums.add(&answer.key(word), row.meant.as_ref());
        }
        let answer = Direction::of(&sums.apart());
        let near = self.own.saturating_sub(BESIDE)..self.bank.len().min(self.own + BESIDE + 1);
        let others = near.filter(|&other| other != self.own);
        let others = others.map(|other| self.bank[other].cosine(&answer));
        let nearest = others.reduce(f32::max);
        nearest.map_or(0.0, |nearest| self.direction.cosine(&answer) - nearest)
    }

    /// How far a word that weighs so much reaches along the subject beside what any word of its language does; `scale` is
    /// what its values are multiplied by.
    pub(super) fn reach(&self, word: &str, values: &Values, scale: f32, weight: f32) -> f32 {
        scale * self.direction.reach(values) - weight * self.common[language(word)]
    }
}

/// Which of the two languages a word is of.
fn language(word: &str) -> usize {
    usize::from(!word.starts_with(is_han))
}

fn common() -> [[f32; DIM]; 2] {
    COMMON.map(|common| common.map(|value| f32::from(value) * STEP))
}

/// Words' vectors by their weight, and the weights, language by language.
struct Sums([([f32; DIM], f32); 2]);

impl Default for Sums {
    fn default() -> Self {
        Self([(NOTHING, 0.0); 2])
    }
}

impl Sums {
    /// Of texts' words.
    fn of<'a>(texts: impl Iterator<Item = &'a Document<'a>>) -> Self {
        let mut sums = Self::default();
        for text in texts {
            for &word in &text.words {
                let word = text.key(word);
                sums.add(&word, rows::meaning(&word).as_ref());
            }
        }
        sums
    }

    fn add(&mut self, word: &str, meant: Option<&(Vector, f32)>) {
        if let Some((vector, weight)) = meant {
            let (sum, weights) = &mut self.0[language(word)];
            vector.add_to(sum, *weight);
            *weights += weight;
        }
    }

    /// What the words have together beside those of any texts.
    fn apart(&self) -> [f32; DIM] {
        let mut apart = NOTHING;
        for ((sum, weights), common) in self.0.iter().zip(&common()) {
            for ((apart, sum), common) in apart.iter_mut().zip(sum).zip(common) {
                *apart += sum - weights * common;
            }
        }
        apart
    }
}

/// The direction in which what is about `subject` is best told from what is about anything else (Fisher's linear
/// discriminant, with variances alone).
fn discriminant(subject: &[f32; DIM]) -> [f32; DIM] {
    let mut direction = *subject;
    for (value, telling) in direction.iter_mut().zip(TELLING) {
        *value *= f32::from(telling);
    }
    direction
}

/// Words' reach along the subject, and their length.
#[derive(Clone, Copy, Default)]
struct Stretch {
    reach: f32,
    length: f32,
}

impl Sum for Stretch {
    fn sum<I: Iterator<Item = Self>>(stretches: I) -> Self {
        stretches.fold(Self::default(), |sum, one| Self {
            reach: sum.reach + one.reach,
            length: sum.length + one.length,
        })
    }
}

impl Stretch {
    fn of(rows: &[&WordRow]) -> Self {
        let words = rows.iter().map(|row| Self {
            reach: row.about,
            length: row.length,
        });
        words.sum()
    }

    /// Mean cosine with the subject, by the words' weight, beside that of any text; 0 without words that mean anything.
    fn about(self) -> f32 {
        self.reach / self.length.max(f32::MIN_POSITIVE)
    }
}

/// How much an answer is about the subject, and for each of its clauses how far meanings count, by its sentence with those
/// beside it and by the whole.
///
/// What it is about the subject is about -0.2 to 0.4, more than any text is where it is above 0; where it belongs to another
/// question it is below 0 by how much nearer it is to that.
pub(super) fn nearness(
    key: &Key,
    answer: &Document<'_>,
    rows: &[&WordRow],
) -> (f32, Vec<Nearness>) {
    let clauses = &answer.clauses;
    let sentences = || clauses.chunk_by(|a, b| a.sentence == b.sentence);
    let words = |one: &[Clause]| one[0].first as usize..one[one.len() - 1].last as usize;
    let mut stretches = Vec::with_capacity(clauses.len());
    for sentence in sentences() {
        stretches.push(Stretch::of(&rows[words(sentence)]));
    }
    let whole = stretches.iter().copied().sum::<Stretch>().about();
    let known =
        key.vocabulary.own.left_out != LeftOut::Subject && !key.subject.direction.is_nothing();
    let lead = match known && (whole < OWN || answer.words.len() < SHORT) {
        true => key.subject.lead(answer, rows),
        false => 0.0,
    };
    let belongs = ((lead - LEAD.1) / (LEAD.0 - LEAD.1)).clamp(0.0, 1.0);
    let mut nearness = Vec::with_capacity(clauses.len());
    for (at, sentence) in sentences().enumerate() {
        let beside = at.saturating_sub(1)..stretches.len().min(at + 2);
        let own = stretches[beside].iter().copied().sum::<Stretch>().about();
        let share = (0.5 * (own + whole) - NEAR.0) / (NEAR.1 - NEAR.0);
        let near = match known {
            true => (belongs * share.clamp(0.0, 1.0) * f32::from(WHOLLY)) as Nearness,
            false => WHOLLY,
        };
        nearness.extend(sentence.iter().map(|_| near));
    }
    let about = if belongs > 0.0 { whole } else { lead };
    (about, nearness)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Bank, KeyPoint, Question};
    use crate::knowledge::Knowledge;
    use crate::matching::{Match, Matcher, Whole};
    use crate::text::JiebaSegmenter;

    fn matches(matcher: &Matcher, answer: &str) -> (Whole, Vec<Match>) {
        let answer = Document::new(answer, &JiebaSegmenter::default());
        matcher.with_rows(&answer, |rows| matcher.matches(&answer, rows))
    }

    #[test]
    fn meanings_count_in_what_is_about_the_question() {
        let question = Question {
            question: "仓库怎样减少拣货差错？".into(),
            reference: "按订单波次拣货，扫码复核，差错当日追查原因。".into(),
            key_points: vec![KeyPoint::new("扫码复核每一件货物")],
            ..Question::default()
        };
        let segmenter = JiebaSegmenter::default();
        let matcher = Matcher::new(&question, &segmenter, &Knowledge::default());
        let cases = [
            ("the point", "扫码复核每一件货物。", true),
            ("other words", "出库前拿枪把商品条码再核对一遍。", true),
            (
                "another subject",
                "春天桃花开得很好，邻居家的猫晒太阳。",
                false,
            ),
            (
                "another field",
                "光合作用在叶绿体的类囊体膜上吸收光能，放出氧气。",
                false,
            ),
        ];
        for (name, answer, about) in cases {
            let (whole, _) = matches(&matcher, answer);
            assert_eq!(whole.about > 0.0, about, "{name}: {}", whole.about);
        }
        let own = "出库前拿枪把商品条码再核对一遍。";
        let soft = |answer: &str| {
            let (_, found) = matches(&matcher, answer);
            found[0].signals.soft_wide
        };
        let (clean, padded) = (
            soft(own),
            soft(&format!("{}{own}", "春天桃花开得很好。".repeat(3))),
        );
        assert!(
            clean > 0.2 && (clean - padded).abs() < 0.1,
            "{clean} {padded}"
        );
        assert_eq!(
            soft("货物很香，春天的桃花一件一件开得很好。"),
            soft("货物。一件。"),
            "written words count anywhere"
        );
    }

    #[test]
    fn an_answer_belongs_to_the_question_it_is_nearest_to() {
        let segmenter = JiebaSegmenter::default();
        let bank = fields();
        let compiled =
            |questions: &[Question]| Matcher::of_bank(questions, &segmenter, &Knowledge::default());
        let questions = &bank.questions()[..20];
        let (together, alone) = (compiled(questions), compiled(&questions[..1]));
        let about =
            |matcher: &Matcher, question: &Question| matches(matcher, &question.reference).0.about;
        let mut elsewhere = 0;
        for (own, matcher) in together.iter().enumerate() {
            for (other, question) in questions.iter().enumerate() {
                let about = about(matcher, question);
                match own == other {
                    true => assert!(about > 0.0, "{own}: {about}"),
                    false => elsewhere += usize::from(about < LEAD.1),
                }
            }
        }
        assert!(
            elsewhere > 380 * 9 / 10,
            "{elsewhere} of 380 belong elsewhere"
        );
        for other in &questions[1..] {
            assert!(
                about(&alone[0], other) > LEAD.1,
                "there is no other question"
            );
        }
    }

    fn fields() -> Bank {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/fields/bank.json");
        let bank = std::fs::read_to_string(path).expect("the fixtures are there");
        Bank::from_json(&bank).expect("a bank")
    }

    #[test]
    fn dimensions_tell_questions_apart_as_in_the_fixtures() {
        let segmenter = JiebaSegmenter::default();
        let bank = fields();
        let subjects = bank.questions().iter().map(|question| {
            let texts = [&question.question, &question.reference];
            let points = question.key_points.iter();
            let points =
                points.flat_map(|point| std::iter::once(&point.text).chain(&point.aliases));
            let texts = texts.into_iter().chain(points);
            let texts: Vec<_> = texts.map(|text| Document::new(text, &segmenter)).collect();
            let subject = Sums::of(texts.iter()).apart();
            let length = subject
                .iter()
                .map(|value| value * value)
                .sum::<f32>()
                .sqrt();
            subject.map(|value| value / length)
        });
        let subjects: Vec<_> = subjects.collect();
        let count = subjects.len() as f32;
        let variances: [f32; DIM] = std::array::from_fn(|at| {
            let values = || subjects.iter().map(|subject| subject[at]);
            let mean = values().sum::<f32>() / count;
            values().map(|value| (value - mean).powi(2)).sum::<f32>() / count
        });
        /// Of the largest variance.
        const SHRINKAGE: f32 = 0.1;
        let most = variances.iter().copied().fold(0.0, f32::max);
        let found = variances.map(|one| (100.0 / (one / most + SHRINKAGE)).round() as i16);
        let near = |(a, b): (&i16, &i16)| (a - b).abs() <= 1;
        assert!(TELLING.iter().zip(&found).all(near), "TELLING is {found:?}");
    }

    #[test]
    fn the_common_vectors_are_those_of_the_fixtures() {
        let bank = fields();
        let segmenter = JiebaSegmenter::default();
        let references = bank.questions().iter();
        let references = references.map(|question| Document::new(&question.reference, &segmenter));
        let references: Vec<_> = references.collect();
        let Sums(sums) = Sums::of(references.iter());
        let found =
            sums.map(|(sum, weights)| sum.map(|value| (value / weights / STEP).round() as i16));
        let near = |(a, b): (&i16, &i16)| (a - b).abs() <= 1;
        let (known, found) = (COMMON.as_flattened(), found.as_flattened());
        assert!(known.iter().zip(found).all(near), "COMMON is {found:?}");
    }
}
