//! What is measured for one key point in one answer. The judge weighs these; nothing here knows a weight of it.

/// Evidence for and against one key point, each 0 to 1 unless it says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub(crate) struct Signals {
    /// Word recall, in writing or meaning, over the best window.
    pub(crate) soft_window: f32,
    /// The same over the best wide window.
    pub(crate) soft_wide: f32,
    /// Word recall in writing alone over the best window.
    pub(crate) word_window: f32,
    /// The best cosine of the mean vector of a window and that of the key point, beside what all points have in common; -1 to 1.
    pub(crate) mean_window: f32,
    /// Word recall of what the reference answer says about the point, over its own best wide window.
    pub(crate) support_wide: f32,
    /// Weight of the words of that which the window states with the opposite sign only.
    pub(crate) support_oppose: f32,
    /// How much better the window fits this point than the best of the others, -1 to 1.
    pub(crate) rival: f32,
    /// Word recall of the best single clause, less where that clause is much longer than the point.
    pub(crate) clause: f32,
    /// Share of the point, by weight, in words of letters: the table knows the meanings of fewer of them.
    pub(crate) letters: f32,
    /// 1 where the answer contains a wording of the point whole, otherwise 0.
    pub(crate) verbatim: f32,
    /// 1 where the point says nothing that the question does not contain, otherwise 0.
    pub(crate) restates: f32,
    /// 1 where the question itself states the point, and asks for others: whoever answers it need not say it. Otherwise 0.
    pub(crate) presupposed: f32,
    /// Share of the point's quantities that the window states otherwise.
    pub(crate) number_conflict: f32,
    /// Weight of the point's words that a clause states with the opposite sign, in the clause where that and `oppose_topic` are largest.
    pub(crate) oppose: f32,
    /// Word recall over that clause.
    pub(crate) oppose_topic: f32,
    /// Weight of the point's words that the best window states with the opposite sign.
    pub(crate) oppose_window: f32,
    /// Share of the answer's own words that swap places between the point's parts: 低风险必测、高风险抽测.
    pub(crate) crossed: f32,
    /// Share of the point, by weight, in whose clauses the best window exchanges two words of one kind.
    pub(crate) exchanged: f32,
    /// Share of what the point says of the topics that the question contrasts which the best window says of the other, 0 to 1.
    pub(crate) confused: f32,
    /// Share of what the point joins that an answer leaves out all whose words are the key points'.
    pub(crate) left_out: f32,
    /// 1 where a clause of the best window says a word of the point together with its opposite, otherwise 0.
    pub(crate) hedged: f32,
    /// Weight of the point's words that the best window states with the same sign.
    pub(crate) agree_window: f32,
}
