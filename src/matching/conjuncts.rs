//! What a point joins by 和, 并 or a mark, and how much of that an answer leaves out.

use super::classes::{Class, class};
use super::pattern::{Pattern, Vocabulary};
use super::rows::{FULL, WordRow};
use super::scan::Scan;
use crate::text::{Clause, Document};
use std::collections::HashMap;

/// The places of the words that stand in one joined part alone, each with its part, rising.
pub(super) type Conjuncts = Box<[(u32, u32)]>;

/// Likeness from which a word may be meant.
const PERHAPS: u8 = FULL / 2;

impl Pattern {
    /// The parts of a wording, none where nothing is joined; `body` says of each word whether it stands outside heading and
    /// examples. Of what 或 or a slash joins one is enough.
    pub(super) fn conjuncts(
        &self,
        document: &Document<'_>,
        vocabulary: &Vocabulary,
        body: &[bool],
    ) -> Conjuncts {
        let text = |at: usize| &*vocabulary.words[usize::from(self.words[at].id)].text;
        let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
        let mut homes: HashMap<u16, Option<usize>> = HashMap::new();
        for (clause, words) in document.clauses.iter().zip(&self.clauses) {
            let end = document.words[clause.last as usize - 1].end as usize;
            for at in words.clone() {
                if class(text(at)).has(Class::ADDS) {
                    parts.push(Vec::new());
                } else if body[at] && self.words[at].is_content() {
                    let part = parts.len() - 1;
                    parts[part].push(at);
                    let home = homes.entry(self.words[at].id).or_insert(Some(part));
                    *home = home.filter(|&home| home == part);
                }
            }
            if !document.folded.text[end..].starts_with('/') {
                parts.push(Vec::new());
            }
        }
        for part in &mut parts {
            part.retain(|&at| homes[&self.words[at].id].is_some());
        }
        parts.retain(|part| !part.is_empty());
        if parts.len() < 2 {
            return Conjuncts::default();
        }
        let words = (0..).zip(parts);
        let words = words.flat_map(|(part, own)| own.into_iter().map(move |at| (at as u32, part)));
        words.collect()
    }
}

/// Whether an answer has no words but the key points', grammar aside, in the clauses that are near to any: what it does not say
/// it does not say in other words either.
pub(super) fn is_literal(answer: &Document<'_>, rows: &[&WordRow]) -> bool {
    let content = |clause: &Clause| {
        clause
            .words()
            .map(|at| rows[at])
            .filter(|row| !row.function)
    };
    let touching = |clause: &&Clause| content(clause).any(|row| row.nearest >= PERHAPS);
    let mut clauses = answer.clauses.iter().filter(touching);
    clauses.all(|clause| content(clause).all(|row| row.empty || row.closest == FULL))
}

impl Scan<'_> {
    /// Share of the joined parts of the point that a literal answer leaves out, 0 to 1.
    pub(super) fn left_out(&self, pattern: &Pattern) -> f32 {
        let conjuncts = &pattern.conjuncts;
        if conjuncts.is_empty() || !self.literal {
            return 0.0;
        }
        let said = |&(at, _): &(u32, u32)| {
            let slot = pattern.first as u32 + at;
            self.rows.iter().any(|row| row.soft(slot) >= PERHAPS)
        };
        let parts = || conjuncts.chunk_by(|a, b| a.1 == b.1);
        let left_out = parts().filter(|part| !part.iter().any(said));
        left_out.count() as f32 / parts().count() as f32
    }
}
