//! What a point joins by 和, 并 or a mark, and how much of that an answer leaves out.

use super::classes::{Class, class};
use super::pattern::Pattern;
use super::rows::FULL;
use super::scan::Scan;
use super::vocabulary::Vocabulary;
use crate::text::{Clause, Document};
use std::collections::HashMap;

/// The places of a wording's words that stand in one part alone, each with its part, rising.
pub(super) type Telling = Box<[(u32, u32)]>;

/// Likeness from which a word may be meant.
const PERHAPS: u8 = FULL / 2;

/// The part in which each of some words, by its id, stands; none of one that stands in several.
pub(super) fn homes(words: impl Iterator<Item = (u16, u32)>) -> HashMap<u16, Option<u32>> {
    let mut homes = HashMap::new();
    for (id, part) in words {
        let home = homes.entry(id).or_insert(Some(part));
        *home = home.filter(|&home| home == part);
    }
    homes
}

impl Pattern {
    /// The parts of a wording, none where nothing is joined; `body` says of each word whether it stands outside heading and
    /// examples. Of what 或 or a slash joins one is enough.
    pub(super) fn conjuncts(
        &self,
        document: &Document<'_>,
        vocabulary: &Vocabulary,
        body: &[bool],
    ) -> Telling {
        let text = |at: usize| &*vocabulary.word(&self.words[at]).text;
        let (mut words, mut part) = (Vec::new(), 0);
        for (clause, own) in document.clauses.iter().zip(&self.clauses) {
            for at in own.clone() {
                if class(text(at)).has(Class::ADDS) {
                    part += 1;
                } else if body[at] && self.words[at].is_content() {
                    words.push((at as u32, self.words[at].id, part));
                }
            }
            let end = document.words[clause.last as usize - 1].end as usize;
            part += u32::from(!document.folded.text[end..].starts_with('/'));
        }
        let homes = homes(words.iter().map(|&(_, id, part)| (id, part)));
        let telling = words.iter().filter(|(_, id, _)| homes[id].is_some());
        let telling: Telling = telling.map(|&(at, _, part)| (at, part)).collect();
        match telling.chunk_by(|a, b| a.1 == b.1).nth(1) {
            Some(_) => telling,
            None => Telling::default(),
        }
    }
}

impl Scan<'_> {
    /// Whether the answer has no words but the key points', grammar aside, in the clauses that are near to any: what it does not
    /// say it does not say in other words either.
    pub(super) fn is_literal(&self) -> bool {
        let content = |clause: &Clause| {
            let rows = clause.words().map(|at| self.rows[at]);
            rows.filter(|row| !row.function)
        };
        let touching = |clause: &&Clause| content(clause).any(|row| row.nearest >= PERHAPS);
        let mut clauses = self.answer.clauses.iter().filter(touching);
        clauses.all(|clause| content(clause).all(|row| row.empty || row.closest == FULL))
    }

    /// Share of the joined parts of the point that the answer leaves out, 0 to 1.
    pub(super) fn left_out(&self, pattern: &Pattern) -> f32 {
        let said = |&(at, _): &(u32, u32)| {
            let slot = pattern.first as u32 + at;
            self.rows.iter().any(|row| row.soft(slot) >= PERHAPS)
        };
        let parts = || pattern.conjuncts.chunk_by(|a, b| a.1 == b.1);
        let left_out = parts().filter(|part| !part.iter().any(said));
        left_out.count() as f32 / parts().count() as f32
    }
}
