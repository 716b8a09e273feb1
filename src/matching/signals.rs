//! What is measured for one key point in one answer. The judge weighs these; nothing here knows a weight of it.

/// Evidence for and against one key point, each 0 to 1 unless it says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Signals {
    /// Word recall, in writing or meaning, over the best window.
    pub(crate) soft_window: f32,
    /// The same over the whole answer.
    pub(crate) soft_all: f32,
    /// Word recall in writing alone over the best window.
    pub(crate) word_window: f32,
    /// The same over the whole answer.
    pub(crate) word_all: f32,
    /// Character recall over the best window.
    pub(crate) char_window: f32,
    /// The same over the whole answer.
    pub(crate) char_all: f32,
    /// Recall of neighbouring characters over the best window.
    pub(crate) bigram_window: f32,
    /// The same over the whole answer.
    pub(crate) bigram_all: f32,
    /// Cosine of the mean vectors of key point and best window, -1 to 1.
    pub(crate) mean_window: f32,
    /// The same over the whole answer.
    pub(crate) mean_all: f32,
    /// Word recall of what the reference answer says about the point, over its own best window.
    pub(crate) support_window: f32,
    /// The same over the whole answer.
    pub(crate) support_all: f32,
    /// Share of the point's parts that the answer touches.
    pub(crate) parts: f32,
    /// How much better the window fits this point than the best of the others, -1 to 1.
    pub(crate) rival: f32,
    /// Mean `soft_window` of the other points.
    pub(crate) topic: f32,
    /// Mean word recall of the answer's single clauses: what any clause would get.
    pub(crate) background: f32,
    /// Word recall of the best single clause.
    pub(crate) clause: f32,
    /// 1 where the answer contains a wording of the point whole, otherwise 0.
    pub(crate) verbatim: f32,
    /// ln of the point's count of words.
    pub(crate) length: f32,
    /// Share of the point's quantities that the answer states; 1 without any.
    pub(crate) number_match: f32,
    /// Share of the point's quantities that the window states otherwise.
    pub(crate) number_conflict: f32,
    /// Weight of the point's words that a clause states with the opposite sign, in the clause where that and `oppose_topic` are largest.
    pub(crate) oppose: f32,
    /// Word recall over that clause.
    pub(crate) oppose_topic: f32,
    /// Weight of the point's words that the best window states with the opposite sign.
    pub(crate) oppose_window: f32,
    /// Weight of the point's words that the best window states with the same sign.
    pub(crate) agree_window: f32,
    /// The same over the whole answer.
    pub(crate) agree_all: f32,
}

impl Signals {
    /// The names of [`Signals::values`].
    pub(crate) const NAMES: [&'static str; 25] = [
        "soft_window", "soft_all", "word_window", "word_all", "char_window", "char_all",
        "bigram_window", "bigram_all", "mean_window", "mean_all", "support_window", "support_all",
        "parts", "rival", "topic", "length", "number_match", "number_conflict", "oppose",
        "oppose_topic", "oppose_window", "agree_window", "agree_all", "background", "clause",
    ];

    /// The signals in the order of [`Signals::NAMES`].
    pub(crate) fn values(&self) -> [f32; 25] {
        [
            self.soft_window, self.soft_all, self.word_window, self.word_all, self.char_window,
            self.char_all, self.bigram_window, self.bigram_all, self.mean_window, self.mean_all,
            self.support_window, self.support_all, self.parts, self.rival, self.topic,
            self.length, self.number_match, self.number_conflict, self.oppose, self.oppose_topic,
            self.oppose_window, self.agree_window, self.agree_all, self.background, self.clause,
        ]
    }
}
