//! What a question is about, and how near to that each stretch of an answer stays: a word of another subject means a key
//! point's word by chance alone.

use super::pattern::Key;
use super::rows::{self, WordRow};
use super::vectors::{DIM, Direction, NOTHING, Values};
use crate::knowledge::LeftOut;
use crate::text::{Clause, Document, is_han};
use std::iter::Sum;

/// The mean vectors of the Chinese, and of the other words of the reference answers in `fixtures/fields`, by their weight:
/// what texts of many fields have in common. A test works them out anew.
const COMMON: [[i16; DIM]; 2] = [
    [
        227, -512, -92, 63, -90, 183, -156, -77, -150, 261, -2, -56, 45, -21, 205, -65, 53, 23, 6,
        4, -1, -38, 4, -29, 29, 53, 16, 53, 16, -33, 1, 4, 24, -58, 54, -50, -24, 17, 38, -44, -21,
        -17, -13, 30, 21, 0, -8, -73, 59, 15, -27, 18, 35, -45, 2, 41, -6, -26, 56, -4, 25, -4,
        -33, 10, 5, 515, 408, 285, 3, -149, -30, 103, -5, -106, -72, 66, -38, -56, 108, -79, -63,
        -33, -14, -57, -58, -66, 67, 38, 79, -5, 63, -9, 50, 30, 89, -45, -31, -112, -36, -43, -32,
        15, -51, -28, 20, 32, 21, -72, 20, 11, 51, 1, -46, 24, 57, 44, -11, 15, 6, -9, 17, -34, 30,
        51, 9, 21, 20, -1,
    ],
    [
        172, 142, -418, -165, 1, 116, 57, -242, -83, 231, -6, -115, -34, 63, 150, 2, 44, 34, -75,
        -79, -92, -64, 51, 7, 103, 12, 65, 5, 75, 60, -156, -45, 4, -30, -28, -144, 84, -105, 32,
        -92, -30, 21, 1, -53, 100, 59, -64, -52, -43, 54, 7, 30, -20, -13, 35, -10, -75, 27, 25,
        12, 51, 26, 43, -24, 308, 260, 177, -2, 124, -3, -158, 35, -202, -2, -59, 23, 22, -104,
        -102, -146, 31, -57, -55, -3, 52, -47, 39, 202, 218, 42, -41, 22, 41, 153, 32, -99, 86, 14,
        -40, -95, -79, -1, 26, -21, 51, 11, 82, 1, -43, -38, -29, 56, 22, 2, 21, -55, -29, -120,
        116, -63, -36, -5, 48, 94, 60, -11, 65, -7,
    ],
];

/// What the values of [`COMMON`] count.
const STEP: f32 = 1e-4;

/// Steps of [`Nearness`]: so many are all of it.
pub(super) const WHOLLY: u16 = 256;

/// How far the meanings of a clause's words count, in steps of 1/256.
pub(super) type Nearness = u16;

/// Mean cosine, beside that of any text, up to which meanings count nothing, and from which on in full. From (-0.035, 0.02)
/// to (0, 0.03), held out, padding and answers to other questions earn less by a third and natural answers lose 0.002 of
/// area; with (0, 0.05) they lose 0.005.
const NEAR: (f32, f32) = (0.0, 0.03);

/// What a question is about.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    direction: Direction,
    /// How far any text in Chinese, and any other, reaches along it, a unit of its words' weight.
    common: [f32; 2],
}

impl Subject {
    /// The subject of these texts together.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a Document<'a>>) -> Self {
        let mut sums = [(NOTHING, 0.0); 2];
        texts.for_each(|text| add(text, &mut sums));
        let common = COMMON.map(|common| common.map(|value| f32::from(value) * STEP));
        let mut own = NOTHING;
        for ((sum, weights), common) in sums.iter().zip(&common) {
            for ((own, sum), common) in own.iter_mut().zip(sum).zip(common) {
                *own += sum - weights * common;
            }
        }
        let direction = Direction::of(&own);
        Self {
            common: common.map(|common| direction.reach_of(&common)),
            direction,
        }
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

/// Adds the vectors of a text's words by their weight, and the weights, language by language.
fn add(text: &Document<'_>, sums: &mut [([f32; DIM], f32); 2]) {
    for &word in &text.words {
        let word = text.key(word);
        if let Some((vector, weight)) = rows::meaning(&word) {
            let (sum, weights) = &mut sums[language(&word)];
            vector.add_to(sum, weight);
            *weights += weight;
        }
    }
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

/// How much an answer is about the subject, about -0.2 to 0.4, more than any text is where it is above 0; and for each of
/// its clauses how far meanings count, by its sentence with those beside it and by the whole.
pub(super) fn nearness(
    key: &Key,
    answer: &Document<'_>,
    rows: &[&WordRow],
) -> (f32, Vec<Nearness>) {
    let clauses = &answer.clauses;
    let sentences = || clauses.chunk_by(|a, b| a.sentence == b.sentence);
    let words = |one: &[Clause]| one[0].first as usize..one[one.len() - 1].last as usize;
    let stretches = sentences().map(|one| Stretch::of(&rows[words(one)]));
    let stretches: Vec<Stretch> = stretches.collect();
    let whole = stretches.iter().copied().sum::<Stretch>().about();
    let known =
        key.vocabulary.own.left_out != LeftOut::Subject && !key.subject.direction.is_nothing();
    let mut nearness = Vec::with_capacity(clauses.len());
    for (at, sentence) in sentences().enumerate() {
        let beside = at.saturating_sub(1)..stretches.len().min(at + 2);
        let own = stretches[beside].iter().copied().sum::<Stretch>().about();
        let share = (0.5 * (own + whole) - NEAR.0) / (NEAR.1 - NEAR.0);
        let near = match known {
            true => (share.clamp(0.0, 1.0) * f32::from(WHOLLY)) as Nearness,
            false => WHOLLY,
        };
        nearness.extend(sentence.iter().map(|_| near));
    }
    (whole, nearness)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Bank, KeyPoint, Question};
    use crate::knowledge::Knowledge;
    use crate::matching::Matcher;
    use crate::text::JiebaSegmenter;

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
            let (whole, _) = matcher.matches(&Document::new(answer, &segmenter));
            assert_eq!(whole.about > 0.0, about, "{name}: {}", whole.about);
        }
        let own = "出库前拿枪把商品条码再核对一遍。";
        let soft = |answer: &str| {
            let (_, found) = matcher.matches(&Document::new(answer, &segmenter));
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
    fn the_common_vectors_are_those_of_the_fixtures() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/fields/bank.json");
        let bank = std::fs::read_to_string(path).expect("the fixtures are there");
        let bank = Bank::from_json(&bank).expect("a bank");
        let mut sums = [(NOTHING, 0.0); 2];
        for question in bank.questions() {
            let segmenter = JiebaSegmenter::default();
            add(&Document::new(&question.reference, &segmenter), &mut sums);
        }
        let found =
            sums.map(|(sum, weights)| sum.map(|value| (value / weights / STEP).round() as i16));
        let near = |(a, b): (&i16, &i16)| (a - b).abs() <= 1;
        let (known, found) = (COMMON.as_flattened(), found.as_flattened());
        assert!(known.iter().zip(found).all(near), "COMMON is {found:?}");
    }
}
