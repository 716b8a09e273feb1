//! The words of a question's key points, each once.

use super::classes;
use super::pattern::PatternWord;
use super::rows;
use super::spelling::Places;
use super::vectors::{self, Vector};
use super::words::KeyWord;
use crate::knowledge::{Knowledge, LeftOut};
use crate::text::{Segmenter, is_number_key};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words that carry grammar, not content; they weigh little and never say a point by themselves.
const FUNCTION_WORDS: &str = "并非 不是 不能 不得 不可 不会 不应 未 未经 无 非 不必 尚未 的 了 和 与 及 或 并 而 且 是 在 有 为 以 于 从 对 把 被 让 使 将 向 由 到 给 跟 同 比 等 等等 也 都 就 还 又 才 再 很 更 最 太 不 没 没有 \
    要 会 能 可 可以 应 应当 应该 需 需要 必须 我 你 他 她 它 我们 你们 他们 它们 这 那 其 之 此 该 各 每 某 个 些 种 着 过 地 得 所 者 上 下 中 里 内 外 时 后 前 \
    做 进行 通过 有利于 有助于 有益于 利于 便于 以及 并且 而且 因为 所以 如果 但 但是 虽然 不是 就是 只 只有 a an the of to in on at by for and or is are was were be been it its this that with as from if they them their there he she his her you your we our my i so but because \
    than then into out up about over can could would will may might must should have has had do does did which who what when where how why some any all also very just \
    am being these those such each get gets got make makes made let lets while though although however therefore thus s t d m ll re ve don";

/// What a function word weighs beside a content word.
pub(super) const FUNCTION_WEIGHT: f32 = 0.1;

/// Rarity taken for a word nobody knows, in nats; names and terms are about this rare.
pub(crate) const UNKNOWN_RARITY: f64 = 13.0;

/// The distinct words of a question's key points.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) words: Vec<KeyWord>,
    pub(crate) vectors: Vec<Option<Vector>>,
    pub(crate) function: Vec<bool>,
    /// For each word, the groups of synonyms it is in.
    pub(crate) groups: Vec<Box<[u32]>>,
    /// The words of these groups, each with the word they stand for.
    pub(crate) synonyms: Vec<(u16, Box<[char]>)>,
    pub(crate) own: Knowledge,
    /// Where each character stands in the words.
    pub(crate) places: Places,
    /// The slots of each word, word by word, and where each word's begin.
    slots: Box<[u32]>,
    slots_from: Box<[u32]>,
    rarities: Vec<f64>,
    ids: HashMap<Box<str>, u16>,
}

impl Vocabulary {
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        Self {
            own: knowledge.clone(),
            ..Self::default()
        }
    }

    /// Most distinct words: ids have 16 bits.
    const MOST: usize = u16::MAX as usize;

    /// Whether words were left out because there are too many.
    pub(crate) fn overflows(&self) -> bool {
        self.words.len() > Self::MOST
    }

    /// The id of a word, which is taken in where it is new.
    pub(super) fn id(&mut self, word: &str, segmenter: &dyn Segmenter) -> u16 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        if self.overflows() {
            return u16::MAX;
        }
        let id = self.words.len() as u16;
        self.words.push(KeyWord::new(word));
        let groups = self.own.synonyms.groups(word);
        let entries = self.own.synonyms.entries(groups);
        self.synonyms
            .extend(entries.map(|entry| (id, entry.chars().collect())));
        self.groups.push(groups.into());
        self.vectors
            .push((!is_number_key(word)).then(|| Vector::of(word)).flatten());
        self.rarities.push(
            vectors::find(word)
                .map(vectors::Row::rarity)
                .or_else(|| segmenter.rarity(word))
                .unwrap_or(UNKNOWN_RARITY),
        );
        self.function.push(is_function_word(word));
        self.ids.insert(word.into(), id);
        id
    }

    /// The word of a pattern.
    pub(super) fn word(&self, word: &PatternWord) -> &KeyWord {
        &self.words[usize::from(word.id)]
    }

    /// Whether a word of a pattern carries grammar alone.
    pub(super) fn is_grammar(&self, word: &PatternWord) -> bool {
        self.function[usize::from(word.id)]
    }

    /// Takes in where the words stand in the patterns: an id and a slot each.
    pub(super) fn lay_out(&mut self, mut places: Vec<(u16, u32)>) {
        places.sort_unstable();
        let ids = 0..=self.words.len();
        let starts = ids.map(|id| places.partition_point(|&(of, _)| usize::from(of) < id) as u32);
        self.slots_from = starts.collect();
        self.slots = places.into_iter().map(|(_, slot)| slot).collect();
    }

    /// Where a word stands in the patterns.
    pub(crate) fn slots(&self, id: u16) -> &[u32] {
        let from = &self.slots_from[usize::from(id)..];
        &self.slots[from[0] as usize..from[1] as usize]
    }

    /// Indexes the characters; to be called whenever words have come in.
    pub(crate) fn index(&mut self) {
        match self.own.left_out {
            LeftOut::Slips => return,
            LeftOut::Vectors => self.vectors.fill(None),
            LeftOut::Subject | LeftOut::Contest | LeftOut::Nothing => {}
        }
        self.places = Places::new(&self.words);
    }

    /// Lets go of what only preparing needs.
    pub(crate) fn close(&mut self) {
        self.ids = HashMap::new();
        self.rarities = Vec::new();
    }

    /// How much a word says, about 0.1 to 2.
    pub(super) fn content(&self, id: u16) -> f32 {
        match self.function[id as usize] {
            true => FUNCTION_WEIGHT,
            false => rows::weight(self.rarities[id as usize]),
        }
    }
}

/// Whether a word carries grammar, not content.
pub(crate) fn is_function_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let words = FUNCTION_WORDS.split_whitespace();
        words.chain(classes::CUT_SHORT.split_whitespace()).collect()
    });
    WORDS.contains(word)
}
