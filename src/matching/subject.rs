//! What a question is about, and how near to that each stretch of an answer stays: a word of another subject means a key
//! point's word by chance alone.

use super::pattern::Key;
use super::rows::{self, WordRow};
use super::vectors::{DIM, Direction, NOTHING, Values};
use crate::knowledge::LeftOut;
use crate::text::{Clause, Document};

/// The mean vector of words of the reference answers in `fixtures/fields`, by their weight: what texts of many fields have
/// in common. A test works it out anew.
const COMMON: [i16; DIM] = [
    386, -499, -233, 90, -91, 259, -74, -122, -98, 307, 79, 38, 18, -90, 208, -78, 58, 29, -35,
    -39, 18, -66, -29, 38, -2, -4, 20, 15, 44, -31, -96, -6, 69, -43, 90, -34, -24, 20, 4, -57,
    -54, -40, 31, 56, 12, 46, -61, -68, 90, -31, 12, 45, -19, -57, -6, -42, 3, -18, 45, -59, -7,
    28, -24, 19, -40, 419, 244, 166, -154, -182, 92, 139, -31, -65, -31, 77, 62, -31, 22, -51, -51,
    -59, 19, -107, -38, -23, 82, 101, 18, 22, 94, -21, 35, 75, 77, -75, -69, -87, -45, -26, -11,
    38, -68, -32, 11, -4, 35, -26, 35, 34, 52, 26, -48, 11, 64, 48, 36, -27, 38, 40, -73, -73, -4,
    64, -41, 5, 20, 52,
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
    /// How far any text reaches along it, a unit of its words' weight.
    common: f32,
}

impl Subject {
    /// The subject of these texts together.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a Document<'a>>) -> Self {
        let (mut sum, mut weights) = (NOTHING, 0.0);
        texts.for_each(|text| add(text, &mut sum, &mut weights));
        let common = COMMON.map(|value| f32::from(value) * STEP);
        for (sum, common) in sum.iter_mut().zip(common) {
            *sum -= weights * common;
        }
        let direction = Direction::of(&sum);
        Self {
            common: direction.reach_of(&common),
            direction,
        }
    }

    /// How far a word that weighs so much reaches along the subject beside what any word does; `scale` is what its values
    /// are multiplied by.
    pub(super) fn reach(&self, values: &Values, scale: f32, weight: f32) -> f32 {
        scale * self.direction.reach(values) - weight * self.common
    }
}

/// Adds the vectors of a text's words by their weight, and the weights.
fn add(text: &Document<'_>, sum: &mut [f32; DIM], weights: &mut f32) {
    for &word in &text.words {
        if let Some((vector, weight)) = rows::meaning(&text.key(word)) {
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

impl Stretch {
    fn of(rows: &[&WordRow]) -> Self {
        rows.iter().fold(Self::default(), |sum, row| Self {
            reach: sum.reach + row.about,
            length: sum.length + row.length,
        })
    }

    fn with(self, other: Self) -> Self {
        Self {
            reach: self.reach + other.reach,
            length: self.length + other.length,
        }
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
    let whole = stretches
        .iter()
        .copied()
        .fold(Stretch::default(), Stretch::with);
    let whole = whole.about();
    let known =
        key.vocabulary.own.left_out != LeftOut::Subject && !key.subject.direction.is_nothing();
    let mut nearness = Vec::with_capacity(clauses.len());
    for (at, sentence) in sentences().enumerate() {
        let beside = at.saturating_sub(1)..stretches.len().min(at + 2);
        let own = stretches[beside].iter().copied();
        let own = own.fold(Stretch::default(), Stretch::with).about();
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
    fn the_common_vector_is_that_of_the_fixtures() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/fields/bank.json");
        let bank = std::fs::read_to_string(path).expect("the fixtures are there");
        let bank = Bank::from_json(&bank).expect("a bank");
        let mut mean = NOTHING;
        for question in bank.questions() {
            let (mut sum, mut weights) = (NOTHING, 0.0);
            let reference = Document::new(&question.reference, &JiebaSegmenter::default());
            add(&reference, &mut sum, &mut weights);
            for (mean, sum) in mean.iter_mut().zip(sum) {
                *mean += sum / weights / bank.questions().len() as f32;
            }
        }
        let found = mean.map(|value| (value / STEP).round() as i16);
        let near = |(a, b): (&i16, &i16)| (a - b).abs() <= 1;
        assert!(COMMON.iter().zip(&found).all(near), "COMMON is {found:?}");
    }
}
