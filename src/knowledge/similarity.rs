//! A caller's own sentence similarity.

/// What a similarity of 1 counts for as word recall: an encoder hardly tells a statement from its denial or one number
/// from another, so that it alone must not weigh as much as the words themselves.
pub const SIMILARITY_SCALE: f32 = 0.8;

/// A caller's own sentence similarity, such as an encoder behind HTTP or ONNX.
///
/// Asked at most once an answer, with every wording of every key point (its text, then its aliases) beside the
/// stretch of the answer that fits the point best. Points that the answer contradicts, that nothing fits, or
/// that are matched by `all_of`, are not asked about; without any other point nothing is asked.
///
/// The best similarity of a point's wordings, times [`SIMILARITY_SCALE`], stands in for its word recall where that is
/// lower. It never turns a contradicted point into a covered one. Grading is as deterministic as the similarity, takes as
/// long as it takes, and panics if it panics.
///
/// ```
/// use yaodian::{Grader, KeyPoint, Question, Similarity};
///
/// struct SharedCharacters;
///
/// impl Similarity for SharedCharacters {
///     fn similarities(&self, pairs: &[(&str, &str)]) -> Vec<f32> {
///         let share = |(point, window): &(&str, &str)| {
///             let shared = point.chars().filter(|&c| window.contains(c)).count();
///             shared as f32 / point.chars().count() as f32
///         };
///         pairs.iter().map(share).collect()
///     }
/// }
///
/// let question = Question {
///     id: "q1".into(),
///     question: "门店如何提高复购？".into(),
///     key_points: vec![KeyPoint::new("建立会员制度")],
///     ..Question::default()
/// };
/// let grader = Grader::builder().similarity(SharedCharacters).build(&question)?;
/// assert!(grader.grade("首先要建立会员制度，给老顾客积分。").coverage > 0.5);
/// # Ok::<(), yaodian::Error>(())
/// ```
pub trait Similarity: Send + Sync {
    /// How alike the two texts of each pair are, one number a pair: 0 nothing alike, 1 the same.
    ///
    /// Numbers beyond that are taken as 0 or 1 and NaN as no answer; so is the whole reply where its length is another
    /// than that of `pairs`.
    fn similarities(&self, pairs: &[(&str, &str)]) -> Vec<f32>;
}

/// One reply a pair, 0 to 1, where there is one.
pub(crate) fn ask(similarity: &dyn Similarity, pairs: &[(&str, &str)]) -> Vec<Option<f32>> {
    let replies = similarity.similarities(pairs);
    if replies.len() != pairs.len() {
        return vec![None; pairs.len()];
    }
    let valid = |reply: f32| (!reply.is_nan()).then(|| reply.clamp(0.0, 1.0));
    replies.into_iter().map(valid).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(Vec<f32>);

    impl Similarity for Fixed {
        fn similarities(&self, _: &[(&str, &str)]) -> Vec<f32> {
            self.0.clone()
        }
    }

    #[test]
    fn replies() {
        let pairs = [("甲", "乙"), ("丙", "丁")];
        let cases = [
            ("in range", vec![0.0, 0.5], vec![Some(0.0), Some(0.5)]),
            ("out of range", vec![-0.5, 1.5], vec![Some(0.0), Some(1.0)]),
            (
                "infinite",
                vec![f32::NEG_INFINITY, f32::INFINITY],
                vec![Some(0.0), Some(1.0)],
            ),
            ("not a number", vec![f32::NAN, 0.5], vec![None, Some(0.5)]),
            ("too few", vec![1.0], vec![None, None]),
            ("too many", vec![1.0, 1.0, 1.0], vec![None, None]),
        ];
        for (name, reply, expected) in cases {
            assert_eq!(ask(&Fixed(reply), &pairs), expected, "{name}");
        }
    }
}
