//! A question compiled once, matched against any number of answers.

use crate::bank::{Bank, Question};
use crate::error::Error;
use crate::judge::{Judgement, Model, Probabilities};
use crate::knowledge::{self, Knowledge, LeftOut, SIMILARITY_SCALE, Similarity, Synonyms, Vectors};
use crate::matching::{Match, Matcher, Shape, Whole, WordRow};
use crate::report::{Flag, PointReport, Report, SCHEMA, Status};
use crate::score::Scheme;
use crate::text::{Document, JiebaSegmenter, Segmenter, is_han};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::{Arc, LazyLock};

/// Bytes of an answer that are read; what follows earns nothing and the answer is flagged.
/// About 87,000 hanzi, ten times the longest essay an exam asks for.
pub const LONGEST_ANSWER: usize = 262_144;

/// Grades answers to one question. Immutable, `Send + Sync`, cheap to clone.
#[derive(Clone)]
pub struct Grader {
    inner: Arc<Inner>,
    model: Arc<Model>,
}

struct Inner {
    question: Question,
    segmenter: Arc<dyn Segmenter>,
    matcher: Matcher,
    similarity: Option<Arc<dyn Similarity>>,
    scheme: Scheme,
    /// Whether answers are in Chinese, as the key points are; `None` where the question alone is: either may be asked for.
    chinese: Option<bool>,
}

/// Settings of a [`Grader`], shared by as many questions as are built with it.
#[derive(Clone)]
pub struct GraderBuilder {
    segmenter: Arc<dyn Segmenter>,
    model: Option<Arc<Model>>,
    knowledge: Knowledge,
    similarity: Option<Arc<dyn Similarity>>,
}

impl Default for GraderBuilder {
    fn default() -> Self {
        Self {
            segmenter: Arc::new(JiebaSegmenter::default()),
            model: None,
            knowledge: Knowledge::default(),
            similarity: None,
        }
    }
}

impl std::fmt::Debug for Grader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Grader")
            .field(&self.inner.question.id)
            .finish()
    }
}

impl std::fmt::Debug for GraderBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let model = self.model.as_deref().map_or("shipped", Model::fitted_on);
        f.debug_struct("GraderBuilder")
            .field("model", &model)
            .field("vectors", &self.knowledge.vectors)
            .field("similarity", &self.similarity.is_some())
            .finish()
    }
}

impl GraderBuilder {
    /// Cuts words with this segmenter. Default [`JiebaSegmenter`].
    #[must_use]
    pub fn segmenter(mut self, segmenter: impl Segmenter + 'static) -> Self {
        self.segmenter = Arc::new(segmenter);
        self
    }

    /// Judges with this model. Default [`Model::default`].
    #[must_use]
    pub fn model(mut self, model: Model) -> Self {
        self.model = Some(Arc::new(model));
        self
    }

    /// Takes the words of each group for one word. Default none.
    #[must_use]
    pub fn synonyms(mut self, synonyms: Synonyms) -> Self {
        self.knowledge.synonyms = Arc::new(synonyms);
        self
    }

    /// Asks these vectors first how alike two words are. Default none: the shipped table alone.
    #[must_use]
    pub fn vectors(mut self, vectors: Vectors) -> Self {
        self.knowledge.vectors = Arc::new(vectors);
        self
    }

    /// Asks this how alike key points and stretches of an answer are, once an answer. Default none.
    #[must_use]
    pub fn similarity(mut self, similarity: impl Similarity + 'static) -> Self {
        self.similarity = Some(Arc::new(similarity));
        self
    }

    /// What the matcher knows besides its own tables.
    pub(crate) fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Matches without one of the shipped tables.
    pub(crate) fn leave_out(mut self, left_out: LeftOut) -> Self {
        self.knowledge.left_out = left_out;
        self
    }

    /// The segmenter in force.
    pub(crate) fn words(&self) -> &dyn Segmenter {
        &*self.segmenter
    }

    /// Compiles a question. Costs some milliseconds; the first in a process also loads the dictionary, about 0.2 s.
    ///
    /// The grader knows this question alone; those of [`Graders::compile`](crate::Graders::compile) also know an answer to
    /// another question of their bank.
    ///
    /// # Errors
    ///
    /// [`Error::BadQuestion`] naming question and key point when it cannot be graded: a blank wording, rules that
    /// contradict each other, more than 65,535 different words.
    pub fn build(&self, question: &Question) -> Result<Grader, Error> {
        for (index, point) in question.key_points.iter().enumerate() {
            let blank = |text: &str| !text.chars().any(char::is_alphanumeric);
            if blank(&point.text) || point.aliases.iter().any(|alias| blank(alias)) {
                return Err(Error::question(
                    &question.id,
                    index,
                    "is blank, expected some letters, digits or hanzi",
                ));
            }
        }
        let mut scheme = Scheme::new(question)?;
        let matcher = Matcher::new(question, &*self.segmenter, &self.knowledge);
        if matcher.overflows() {
            return Err(Error::question(
                &question.id,
                None,
                "its key points have too many different words, expected at most 65,535",
            ));
        }
        // What the question states is shown by what the answer says of other points.
        matcher
            .presupposed()
            .for_each(|index| scheme.overlap(index));
        let points = question.key_points.iter();
        let chinese = match in_chinese(points.flat_map(|point| point.text.chars())) {
            true => Some(true),
            false => (!in_chinese(question.question.chars())).then_some(false),
        };
        Ok(Grader {
            inner: Arc::new(Inner {
                question: question.clone(),
                segmenter: Arc::clone(&self.segmenter),
                matcher,
                similarity: self.similarity.clone(),
                scheme,
                chinese,
            }),
            model: self.model.clone().unwrap_or_else(Model::shipped),
        })
    }

    /// Compiles the questions of a bank, in its order, told of each other.
    pub(crate) fn build_bank(&self, bank: &Bank) -> Vec<Result<Grader, Error>> {
        let questions = bank.questions().iter();
        let mut built: Vec<_> = questions.map(|one| self.build(one)).collect();
        let graders = built.iter_mut().flatten();
        let inner = graders.filter_map(|grader| Arc::get_mut(&mut grader.inner));
        Matcher::acquaint(inner.map(|inner| &mut inner.matcher));
        built
    }
}

impl Grader {
    /// The default settings.
    pub fn builder() -> GraderBuilder {
        GraderBuilder::default()
    }

    /// The same with another judge.
    pub(crate) fn judged_by(&self, model: Model) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            model: Arc::new(model),
        }
    }

    /// The question this grader was built for.
    pub fn question(&self) -> &Question {
        &self.inner.question
    }

    /// Whether the question itself states the key point, so that it is said as far as the others are.
    pub(crate) fn presupposes(&self, index: usize) -> bool {
        self.inner.matcher.presupposed().any(|one| one == index)
    }

    /// Grades one answer; never fails, never panics. An empty answer scores 0.
    pub fn grade(&self, answer: &str) -> Report {
        let Inner {
            segmenter, matcher, ..
        } = &*self.inner;
        let read = beginning(answer, LONGEST_ANSWER);
        let mut document = Document::new(read, &**segmenter);
        let addressed = document.drop_sentences(&FINDER);
        let mut report = matcher.with_rows(&document, |rows| self.report(answer, &document, rows));
        if addressed {
            report.flags.push(Flag::AddressesGrader);
            report.flags.sort_unstable();
            report.review = true;
        }
        report
    }

    /// The report on an answer that was read so.
    fn report(&self, answer: &str, document: &Document<'_>, rows: &[&WordRow]) -> Report {
        let Inner {
            question,
            matcher,
            scheme,
            ..
        } = &*self.inner;
        let (whole, mut matches) = matcher.matches(document, rows);
        let shape = &whole.shape;
        self.ask(answer, document, shape, &mut matches);
        let judgements = judge(&self.model, &matches, shape, document);
        // Only a rule on its length asks how long an answer is.
        let characters = question
            .rules
            .length
            .as_ref()
            .map_or(0, |_| answer.chars().filter(|c| !c.is_whitespace()).count());
        let score = scheme.score(&judgements, characters);
        let expectation = scheme.expected(&judgements, characters);
        let weights = scheme.weights();
        let total: f64 = weights.iter().sum();
        let coverage = judgements
            .iter()
            .zip(&weights)
            .map(|(judgement, weight)| weight * judgement.probabilities.coverage())
            .sum::<f64>()
            / total;
        let flags = self.flags(answer, document, &whole, &matches, &judgements);
        Report {
            schema: SCHEMA,
            answer_id: String::new(),
            question_id: question.id.clone(),
            score: score.total,
            max_score: scheme.max_score(),
            expected_score: expectation.mean,
            score_sd: expectation.standard_deviation,
            coverage,
            review: !flags.is_empty() || scheme.review(&score, &expectation),
            score_distribution: expectation.rounded(),
            flags,
            key_points: judgements
                .into_iter()
                .zip(score.points)
                .enumerate()
                .map(|(index, (judgement, score))| PointReport {
                    index,
                    coverage: judgement.probabilities.coverage(),
                    status: judgement.status,
                    worth: score.worth,
                    credit: score.credit,
                    score: score.score,
                    withheld: score.withheld,
                    evidence: judgement.evidence,
                    missing: match judgement.status {
                        // A penalty point that is said in part lacks nothing.
                        Status::Partial
                            if score.worth >= 0.0 && matches[index].signals.presupposed == 0.0 =>
                        {
                            let point = &question.key_points[index];
                            matcher.unsaid(index, point, &matches[index], document, rows)
                        }
                        _ => Vec::new(),
                    },
                    review: judgement.review,
                })
                .collect(),
            adjustments: score.adjustments,
        }
    }

    /// Raises what the caller's similarity finds more alike than the words are.
    fn ask(&self, answer: &str, document: &Document<'_>, shape: &Shape, matches: &mut [Match]) {
        let Some(similarity) = &self.inner.similarity else {
            return;
        };
        let (mut pairs, mut asked) = (Vec::new(), Vec::new());
        let judgements = judge(&self.model, matches, shape, document);
        let points = self.inner.question.key_points.iter().zip(&*matches);
        for (index, ((point, one), judgement)) in points.zip(judgements).enumerate() {
            let opposed = judgement.status == Status::Contradicted;
            if opposed || one.window.is_empty() || !point.all_of.is_empty() {
                continue;
            }
            let place = document.span(document.clause_words(one.window.clone()));
            for wording in std::iter::once(&point.text).chain(&point.aliases) {
                pairs.push((wording.as_str(), &answer[place.start..place.end]));
                asked.push(index);
            }
        }
        if pairs.is_empty() {
            return;
        }
        let replies = knowledge::ask(&**similarity, &pairs);
        for (index, reply) in asked.into_iter().zip(replies) {
            matches[index].raise(SIMILARITY_SCALE * reply.unwrap_or(0.0));
        }
    }

    fn flags(
        &self,
        answer: &str,
        document: &Document<'_>,
        Whole { shape, about }: &Whole,
        matches: &[Match],
        judgements: &[Judgement],
    ) -> Vec<Flag> {
        /// Fewer words than this cannot be judged.
        const SHORTEST: usize = 2;
        /// A share of the answer from which it counts as made of that.
        const MOSTLY: f32 = 0.5;
        /// Less than this of every point, and of what the reference says on it, is about something else.
        const UNRELATED: f32 = 0.15;
        let mut flags = Vec::new();
        if answer.len() > LONGEST_ANSWER {
            flags.push(Flag::TooLong);
        }
        if document.words.len() < SHORTEST {
            flags.push(Flag::TooShort);
            return flags;
        }
        if self.model.worthless(shape) >= 0.5 && self.is_held_back(matches, judgements) {
            flags.push(if shape.repeated >= MOSTLY {
                Flag::RepeatedText
            } else if shape.given >= MOSTLY {
                Flag::CopiedQuestion
            } else {
                Flag::KeywordPile
            });
        }
        let text = &*document.folded.text;
        // Of so many bytes the sum is a byte, too: sixteen are taken at a time.
        let letters = text.as_bytes().chunks(usize::from(u8::MAX)).map(|bytes| {
            let letters = bytes
                .iter()
                .map(|byte| u8::from(byte.is_ascii_alphabetic()));
            usize::from(letters.sum::<u8>())
        });
        let letters: usize = letters.sum();
        let has_hanzi = |count: usize| {
            let hanzi = text.chars().filter(|&c| is_han(c));
            hanzi.take(count).count() == count
        };
        let other_language = match self.inner.chinese {
            Some(true) => !has_hanzi(letters.div_ceil(8)),
            Some(false) => has_hanzi(letters + 1),
            None => false,
        };
        if other_language {
            flags.push(Flag::OtherLanguage);
        }
        let touches = |one: &Match| {
            one.signals.soft_wide.max(one.signals.support_wide) >= UNRELATED
                || one.lists.iter().any(|list| !list.is_empty())
        };
        let covered = |one: &Judgement| one.status == Status::Covered;
        let elsewhere = *about < 0.0 && !judgements.iter().any(covered);
        if elsewhere || !matches.iter().any(touches) {
            flags.push(Flag::OffTopic);
        }
        flags
    }

    /// Whether the answer's shape takes away most of what its words would earn: one that states its points whole loses
    /// nothing, however bare (传递性、时效性、价值性), and so is no pile.
    fn is_held_back(&self, matches: &[Match], judgements: &[Judgement]) -> bool {
        const MOST: f64 = 0.5;
        let signals = matches.iter().map(|one| &one.signals);
        let earned = self.model.judge(signals, &Shape::default());
        let earned: f64 = earned.iter().map(Probabilities::coverage).sum();
        let kept = judgements.iter().map(|one| one.probabilities.coverage());
        kept.sum::<f64>() <= (1.0 - MOST) * earned
    }
}

/// Whether most letters of a text are hanzi.
fn in_chinese(text: impl Iterator<Item = char>) -> bool {
    let (mut hanzi, mut letters) = (0, 0);
    for c in text.filter(|c| c.is_alphabetic()) {
        letters += 1;
        hanzi += usize::from(is_han(c));
    }
    2 * hanzi > letters
}

/// The longest prefix of at most `limit` bytes that ends between characters.
fn beginning(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Leftmost first, it skips to where a phrase may begin; no phrase is part of another.
    let mut builder = AhoCorasick::builder();
    let finder = builder.match_kind(MatchKind::LeftmostFirst);
    let finder = finder.build(ADDRESSES);
    finder.expect("two dozen phrases make no automaton too large")
});

/// Phrases that speak to whoever marks instead of answering; their sentence earns nothing.
const ADDRESSES: [&str; 24] = [
    "给满分",
    "打满分",
    "给我满分",
    "评为满分",
    "给高分",
    "打高分",
    "给个满分",
    "给分",
    "阅卷老师",
    "评卷老师",
    "改卷老师",
    "阅卷人",
    "评分系统",
    "评分模型",
    "手下留情",
    "高抬贵手",
    "忽略之前",
    "忽略以上",
    "full marks",
    "full score",
    "dear grader",
    "ignore previous",
    "ignore all previous",
    "previous instructions",
];

/// What the judge says of each key point.
fn judge(
    model: &Model,
    matches: &[Match],
    shape: &Shape,
    document: &Document<'_>,
) -> Vec<Judgement> {
    let probabilities = model.judge(matches.iter().map(|one| &one.signals), shape);
    let presupposed = |one: &Match| one.signals.presupposed > 0.0;
    // What the question states is shown where the answer says most of what it asks.
    let most = || {
        let asked = matches.iter().zip(&probabilities);
        let asked = asked.filter(|(one, _)| !presupposed(one));
        asked.max_by(|(_, a), (_, b)| a.coverage().total_cmp(&b.coverage()))
    };
    let judged = matches.iter().map(|one| match presupposed(one) {
        true => most().map_or(one, |(said, _)| said),
        false => one,
    });
    let judged = judged.zip(&probabilities);
    judged
        .map(|(one, &probabilities)| {
            let (mut status, review) = model.status(&probabilities);
            let place = match status {
                Status::Contradicted if !one.against.is_empty() => one.against.clone(),
                _ => one.window.clone(),
            };
            if place.is_empty() {
                status = Status::Missing;
            }
            let evidence = match status {
                Status::Missing => Vec::new(),
                _ => vec![document.span(document.clause_words(place))],
            };
            Judgement {
                status,
                probabilities,
                evidence,
                review,
            }
        })
        .collect()
}
