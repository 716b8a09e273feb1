//! One pass over the answer's clauses: the windows that fit each wording best.

use super::key::Key;
use super::lanes::{Lanes, Likenesses, Sliding, raise, scratch};
use super::level::{Level, charges};
use super::means::Means;
use super::pattern::{Lead, Pattern};
use super::polarity::{self, Sign};
use super::rows::{SAME, WordRow};
use super::spelling::{Spelled, Speller};
use super::subject::{Nearness, WHOLLY, nearness};
use super::track::{Found, Ring, Track};
use crate::text::Document;
use std::ops::Range;

/// Clauses in a wide window: most of a usual answer, but not all of a padded one, where something always fits. Of 20, 12 and 8,
/// held out on `fixtures/fields`, padding gains 0.024, 0.018 and 0.010, and Pearson is 0.771, 0.766 and 0.753.
const WIDE: usize = 12;

/// The two points whose own wordings fit a clause best, and how well.
pub(crate) type Rivals = [(f32, usize); 2];

fn place(best: &mut Rivals, score: f32, point: usize) {
    if score > best[0].0 {
        *best = [(score, point), best[0]];
    } else if score > best[1].0 {
        best[1] = (score, point);
    }
}

/// An answer's words, ready for a pass.
pub(crate) struct Scan<'a> {
    pub(super) key: &'a Key,
    pub(super) answer: &'a Document<'a>,
    pub(super) rows: &'a [&'a WordRow],
    pub(super) signs: Vec<Sign>,
    /// The words that are words of the patterns, or charge their clause.
    telling: Vec<usize>,
    spelled: Vec<Spelled>,
    /// What each clause has, and the end.
    told: Vec<Told>,
    /// How much the answer is about the question's subject.
    pub(crate) about: f32,
    /// How far the meanings of each clause's words count.
    nearness: Vec<Nearness>,
}

/// What a clause has for the patterns.
struct Told {
    /// Where its entries in `telling` and `spelled` begin.
    telling: usize,
    spelled: usize,
    /// Whether it negates a word, or says the opposite of one.
    charged: bool,
}

/// Takes the clause `at`, of so many words, into the tracks of the wordings; the two points that fit it best. Within the pass
/// there are too few registers for it.
#[inline(never)]
fn follow(
    tracks: &mut [Track<'_>],
    at: usize,
    words: usize,
    ring: &Ring<'_>,
    wide: Option<&[Lanes]>,
) -> Rivals {
    let row = ring.row(at);
    let mut best = [(0.0, usize::MAX); 2];
    for track in tracks {
        let single = track.push(at, row);
        // No later window says more by a clause that says nothing.
        if let Some(wide) = wide
            && (single > 0.0 || track.found.signals.soft_wide == 0.0)
        {
            track.widen(at, wide);
        }
        if single == 0.0 {
            continue;
        }
        if track.pattern.lead == Lead::Own {
            place(&mut best, single, track.pattern.point);
        }
        track.search(at, ring);
        track.follow(words, single);
    }
    best
}

impl<'a> Scan<'a> {
    pub(crate) fn new(key: &'a Key, answer: &'a Document<'a>, rows: &'a [&'a WordRow]) -> Self {
        let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
        let signs = polarity::signs(answer, &classes);
        let vocabulary = &key.vocabulary;
        let mut speller = Speller::new(vocabulary, answer, rows);
        let (mut telling, mut spelled) = (Vec::with_capacity(rows.len()), Vec::new());
        let mut told = Vec::with_capacity(answer.clauses.len() + 1);
        let begin = |telling: &Vec<usize>, spelled: &Vec<Spelled>| Told {
            telling: telling.len(),
            spelled: spelled.len(),
            charged: false,
        };
        for clause in &answer.clauses {
            let mut own = begin(&telling, &spelled);
            speller.find(clause, &mut spelled);
            let words = clause.words();
            let signed = rows[words.clone()].iter().zip(&signs[words.clone()]);
            for (at, (row, &sign)) in words.zip(signed) {
                let charges = charges(row, sign);
                own.charged |= charges;
                if charges || row.closest >= SAME {
                    telling.push(at);
                }
            }
            told.push(own);
        }
        told.push(begin(&telling, &spelled));
        let (about, nearness) = nearness(key, answer, rows);
        Self {
            key,
            answer,
            rows,
            signs,
            telling,
            spelled,
            told,
            about,
            nearness,
        }
    }

    /// Whether the clause negates a word, or says the opposite of one.
    pub(super) fn charged(&self, clause: usize) -> bool {
        self.told[clause].charged
    }

    /// What the answer has in these clauses by spelling.
    fn spelled(&self, clauses: Range<usize>) -> &[Spelled] {
        &self.spelled[self.told[clauses.start].spelled..self.told[clauses.end].spelled]
    }

    /// Takes in what these clauses state and deny.
    pub(super) fn add(&self, level: &mut Level, clauses: Range<usize>) {
        let (first, end) = (&self.told[clauses.start], &self.told[clauses.end]);
        for &at in &self.telling[first.telling..end.telling] {
            level.add(self.rows[at], self.signs[at]);
        }
        for spelled in self.spelled(clauses) {
            let slots = self.key.vocabulary.slots(spelled.id);
            level.spell(slots, spelled.likeness, self.signs[spelled.word as usize]);
        }
    }

    /// Takes in what the clause's words are near to.
    fn add_near(&self, level: &mut Level, clause: usize) {
        for at in self.answer.clauses[clause].words() {
            level.bring_near(&self.rows[at].meaning, self.signs[at]);
        }
        for spelled in self.spelled(clause..clause + 1) {
            let slots = self.key.vocabulary.slots(spelled.id);
            level.spell_near(slots, spelled.likeness, self.signs[spelled.word as usize]);
        }
    }

    /// Raises a row whose first lanes are at this place to what the clause's words are by one of their likenesses, and to
    /// what it has by spelling.
    pub(super) fn liken(
        &self,
        row: &mut [Lanes],
        first: usize,
        clause: usize,
        likenesses: impl Fn(&WordRow) -> &Likenesses,
    ) {
        for at in self.answer.clauses[clause].words() {
            likenesses(self.rows[at]).raise(row, first);
        }
        for spelled in self.spelled(clause..clause + 1) {
            let slots = self.key.vocabulary.slots(spelled.id);
            raise(row, first, slots, spelled.likeness);
        }
    }

    /// Fills a row of lanes with what the clause's words are in writing or meaning.
    fn liken_near(&self, row: &mut [Lanes], clause: usize) {
        self.liken(row, 0, clause, |row| &row.meaning);
        let near = self.nearness[clause];
        if near < WHOLLY {
            for likeness in row.as_flattened_mut() {
                *likeness = ((u16::from(*likeness) * near) >> WHOLLY.ilog2()) as u8;
            }
            self.liken(row, 0, clause, |row| &row.writing);
        }
    }

    /// Finds the best windows of all patterns, and the best two points for each clause.
    pub(crate) fn run(&self) -> (Vec<Found>, Vec<Rivals>) {
        let (width, clauses) = (self.key.lanes, self.answer.clauses.len());
        let sizes = [
            Ring::size(width, clauses),
            Sliding::<WIDE>::size(width, clauses),
            width,
        ];
        scratch(sizes.iter().sum(), |lanes| {
            let (ring, lanes) = lanes.split_at_mut(sizes[0]);
            let (sliding, wide) = lanes.split_at_mut(sizes[1]);
            let (ring, sliding) = (Ring::new(ring, width), Sliding::new(sliding, width));
            self.pass(ring, sliding, wide)
        })
    }

    /// The same, in these lanes.
    fn pass(
        &self,
        mut ring: Ring<'_>,
        mut sliding: Sliding<'_, WIDE>,
        wide: &mut [Lanes],
    ) -> (Vec<Found>, Vec<Rivals>) {
        let clauses = &self.answer.clauses;
        let (patterns, wordings) = (&self.key.patterns, self.key.wordings());
        let mut found = vec![Found::default(); patterns.len()];
        let tracks = patterns.iter().zip(&mut found);
        let mut tracks: Vec<Track<'_>> = tracks
            .map(|(pattern, found)| Track::new(pattern, found))
            .collect();
        let mut means = Means::new(wordings);
        // Wordings come first.
        let own = wordings.last().map_or(0, |last| last.lanes().end);
        let mut levels = [Level::new(own), Level::new(own)];
        let mut rivals = Vec::with_capacity(clauses.len());
        let negative = wordings.iter().any(Pattern::is_negative);
        for (at, clause) in clauses.iter().enumerate() {
            self.liken_near(ring.renew(at), at);
            sliding.push(at, &ring);
            // Each wide window contains those before it until one is as wide as can be.
            let whole = at + 1 >= WIDE.min(clauses.len());
            if whole {
                sliding.largest(at, wide);
            }
            let near = f32::from(self.nearness[at]) / f32::from(WHOLLY);
            means.push(at, &self.rows[clause.words()], near);
            let (own, supports) = tracks.split_at_mut(wordings.len());
            let wide = whole.then_some(&*wide);
            rivals.push(follow(own, at, clause.words().len(), &ring, wide));
            if negative || self.charged(at) {
                self.oppose(own, at, &ring, &mut levels);
            }
            if let Some(wide) = wide {
                supports.iter_mut().for_each(|track| track.widen(at, wide));
            }
        }
        for (track, mean) in tracks[..wordings.len()].iter_mut().zip(means.best()) {
            track.found.signals.mean_window = mean;
        }
        let [level, _] = &mut levels;
        self.support(&mut tracks, level);
        self.measure(&mut found, level);
        (found, rivals)
    }

    /// Finds out which patterns the clause `at`, or it and the one before, oppose more than any so far. The levels are for
    /// what the clause states and denies, and what both do; they are scratch.
    fn oppose(
        &self,
        tracks: &mut [Track<'_>],
        at: usize,
        ring: &Ring<'_>,
        [own, both]: &mut [Level; 2],
    ) {
        let clauses = &self.answer.clauses;
        let before = at.checked_sub(1);
        let before = before.filter(|&before| clauses[before].sentence == clauses[at].sentence);
        let charged = self.charged(at);
        let may_be = |track: &Track<'_>| {
            let pattern = track.pattern;
            let turns = |at| self.charged(at) || pattern.denies(ring.of(at, pattern.lanes()));
            charged || pattern.is_negative() && (turns(at) || before.is_some_and(turns))
        };
        if !tracks.iter().any(may_be) {
            return;
        }
        own.clear();
        self.add(own, at..at + 1);
        both.clear();
        both.include(own);
        if let Some(before) = before {
            self.add(both, before..at);
        }
        // The clause by itself opposes no more than both.
        let mut most = tracks.iter().filter(|track| may_be(track));
        if !most.any(|track| track.may_be_opposed(both)) {
            return;
        }
        self.add_near(own, at);
        both.include(own);
        if let Some(before) = before {
            self.add_near(both, before);
        }
        for track in tracks.iter_mut().filter(|track| may_be(track)) {
            track.oppose(at..at + 1, own, ring);
            if let Some(before) = before {
                track.oppose(before..at + 1, both, ring);
            }
        }
    }

    /// Fills in what the best wide windows oppose of what the reference says.
    fn support(&self, tracks: &mut [Track<'_>], level: &mut Level) {
        for track in &mut tracks[self.key.wordings().len()..] {
            if track.found.signals.soft_wide == 0.0 {
                continue;
            }
            let window = (track.widest + 1).saturating_sub(WIDE)..track.widest + 1;
            level.cover(track.pattern.lanes());
            let charged = window.clone().filter(|&clause| self.charged(clause));
            charged.for_each(|clause| self.add(level, clause..clause + 1));
            if track.denies || level.most_opposed(track.pattern) > 0.0 {
                self.add(level, window.clone());
                let oppose = self.signs(level, track.pattern, window).1;
                track.found.signals.support_oppose = oppose;
            }
        }
    }

    /// What these clauses, which the level has, state with the same, and with the opposite sign. What they are near to changes
    /// the latter: it is brought in only where that may be something.
    pub(super) fn signs(
        &self,
        level: &mut Level,
        pattern: &Pattern,
        clauses: Range<usize>,
    ) -> (f32, f32) {
        if level.most_opposed(pattern) > 0.0 {
            clauses.for_each(|clause| self.add_near(level, clause));
        }
        level.signs(pattern)
    }
}
