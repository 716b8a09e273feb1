//! One pass over the answer's clauses: the windows that fit each wording best, and what is measured there.

use super::lanes::{LANES, Lanes, Sliding, larger};
use super::level::{Level, charges, raise};
use super::means::Means;
use super::pattern::{Key, Lead, Pattern, Stated};
use super::polarity::{self, Sign};
use super::rows::{FULL, Likenesses, SAME, WordRow};
use super::signals::Signals;
use super::spelling::{Spelled, Speller};
use crate::text::{Clause, Document, Quantity, Unit, is_number_key};
use std::ops::Range;

/// A clause that states a point has at most about this many words for each of the point's.
const ROOM: f32 = 2.0;

/// Clauses in a wide window: most of a usual answer, but not all of a padded one, where something always fits.
const WIDE: usize = 20;

/// What each further clause of a window must bring.
const CLAUSE_COST: f32 = 0.02;

/// What brings no more than this costs more than it brings, rounding aside: no best window of several clauses ends with it.
const LEAST: f32 = 0.99 * CLAUSE_COST;

/// Less of a wording than this, in writing or meaning, and it does not stand there whole.
const PERHAPS_WHOLE: f32 = 0.35;

/// Share of the words around a number that a clause says where its number is of the same thing.
const AROUND: f32 = 0.4;

/// The best window for one wording and what was measured there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) signals: Signals,
    /// Clauses of the best window; empty where nothing matches at all.
    pub(crate) window: Range<usize>,
    /// The clause or two that oppose the point most.
    pub(crate) against: Range<usize>,
}

/// The two points whose own wordings fit a clause best, and how well.
pub(crate) type Rivals = [(f32, usize); 2];

fn place(best: &mut Rivals, score: f32, point: usize) {
    if score > best[0].0 {
        *best = [(score, point), best[0]];
    } else if score > best[1].0 {
        best[1] = (score, point);
    }
}

/// No window but the wide one is longer, however many clauses the point has.
pub(super) const LONGEST: usize = 12;

/// Clauses of which something is kept: a power of two, since remainders by it are quick.
pub(super) const KEPT: usize = LONGEST.next_power_of_two();

/// What the last clauses are to the patterns in writing or meaning.
type Ring = super::lanes::Ring<KEPT>;

/// Where one pattern stands in the pass.
struct Track<'a> {
    pattern: &'a Pattern,
    /// Found of the last clauses by themselves, in steps of the pattern's weights, each at its remainder.
    singles: [i32; KEPT],
    /// The sum of those that a longest window has.
    recent: i32,
    /// The best window's recall less its cost.
    key: f32,
    /// The last clause of the best wide window.
    widest: usize,
    found: Found,
}

impl<'a> Track<'a> {
    fn new(pattern: &'a Pattern) -> Self {
        Self {
            pattern,
            singles: [0; KEPT],
            recent: 0,
            key: f32::MIN,
            widest: 0,
            found: Found::default(),
        }
    }

    /// Takes in the clause `at`: the recall it gets by itself.
    fn push(&mut self, at: usize, ring: &Ring) -> f32 {
        let single = self.pattern.steps(ring.of(at, self.pattern.lanes()));
        // Of clauses that are not yet, where there were fewer.
        let left = (at + KEPT - self.pattern.longest) % KEPT;
        self.recent += single - self.singles[left];
        self.singles[at % KEPT] = single;
        self.pattern.share(single)
    }

    /// Finds out whether a window that ends at the clause `at` is the best. `joined` is scratch.
    fn search(&mut self, at: usize, ring: &Ring, joined: &mut Vec<Lanes>) {
        let mut found = self.singles[at % KEPT];
        self.take(at..at + 1, found);
        // Windows find at most what their clauses find by themselves.
        if self.pattern.share(found) <= LEAST || !self.may_take(2, self.recent) {
            return;
        }
        let longest = self.pattern.longest.min(at + 1);
        let mut rest = self.recent - found;
        joined.clear();
        joined.extend_from_slice(ring.of(at, self.pattern.lanes()));
        for back in 1..longest {
            larger(joined, ring.of(at - back, self.pattern.lanes()));
        }
        // Nor do they find more than the longest of them.
        let most = self.pattern.steps(joined);
        if !self.may_take(2, most) {
            return;
        }
        joined.clear();
        joined.extend_from_slice(ring.of(at, self.pattern.lanes()));
        for back in 1..longest {
            larger(joined, ring.of(at - back, self.pattern.lanes()));
            found = self.pattern.steps(joined);
            self.take(at - back..at + 1, found);
            rest -= self.singles[(at - back) % KEPT];
            if !self.may_take(back + 2, most.min(found + rest)) {
                return;
            }
        }
    }

    /// What a window of so many clauses is worth where it finds so much.
    fn worth(&self, clauses: usize, found: i32) -> f32 {
        self.pattern.share(found) - CLAUSE_COST * clauses as f32
    }

    /// Whether a window of so many clauses or more that finds at most so much may be the best.
    fn may_take(&self, clauses: usize, found: i32) -> bool {
        self.worth(clauses, found) > self.key
    }

    /// Takes the window if it is the best.
    fn take(&mut self, window: Range<usize>, found: i32) {
        let worth = self.worth(window.len(), found);
        if worth > self.key && found > 0 {
            self.key = worth;
            self.found.signals.soft_window = self.pattern.share(found);
            self.found.window = window;
        }
    }

    /// Measures a clause by itself, of so many words.
    fn follow(&mut self, words: usize, single: f32) {
        let signals = &mut self.found.signals;
        if single <= signals.clause {
            return;
        }
        let room = ROOM * self.pattern.words.len() as f32 / words as f32;
        signals.clause = signals.clause.max(single * room.min(1.0));
    }

    /// Takes the wide window that ends at the clause `at` if it is the best.
    fn widen(&mut self, at: usize, wide: &[Lanes]) {
        let soft = self.pattern.recall(&wide[self.pattern.lanes()]);
        if soft > self.found.signals.soft_wide {
            self.found.signals.soft_wide = soft;
            self.widest = at;
        }
    }

    /// How much the clauses oppose the pattern that do so most.
    fn opposed(&self) -> f32 {
        self.found.signals.oppose * self.found.signals.oppose_topic
    }

    /// Whether clauses that state and deny so much may oppose the pattern more than any so far.
    fn may_be_opposed(&self, level: &Level) -> bool {
        level.most_opposed(self.pattern) > self.opposed()
    }

    /// Takes the clauses, one or two that state and deny so much, if they oppose the pattern most. `joined` is scratch.
    fn oppose(
        &mut self,
        clauses: Range<usize>,
        level: &Level,
        ring: &Ring,
        joined: &mut Vec<Lanes>,
    ) {
        if !self.may_be_opposed(level) {
            return;
        }
        let pattern = self.pattern;
        let (_, oppose) = level.signs(pattern);
        joined.clear();
        joined.extend_from_slice(ring.of(clauses.start, pattern.lanes()));
        larger(joined, ring.of(clauses.end - 1, pattern.lanes()));
        let topic = pattern.recall(joined);
        if oppose * topic > self.opposed() {
            let signals = &mut self.found.signals;
            (signals.oppose, signals.oppose_topic) = (oppose, topic);
            self.found.against = clauses;
        }
    }
}

/// An answer's words, ready for a pass.
pub(crate) struct Scan<'a> {
    key: &'a Key,
    answer: &'a Document<'a>,
    rows: &'a [&'a WordRow],
    signs: Vec<Sign>,
    /// The words that are words of the patterns, or charge their clause.
    telling: Vec<usize>,
    spelled: Vec<Spelled>,
    /// What each clause has, and the end.
    told: Vec<Told>,
}

/// What a clause has for the patterns.
struct Told {
    /// Where its entries in `telling` and `spelled` begin.
    telling: usize,
    spelled: usize,
    /// Whether it negates a word, or says the opposite of one.
    charged: bool,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(key: &'a Key, answer: &'a Document<'a>, rows: &'a [&'a WordRow]) -> Self {
        let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
        let signs = polarity::signs(answer, &classes);
        let speller = Speller::new(&key.vocabulary, answer, rows);
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
            for at in clause.words() {
                let charges = charges(rows[at], signs[at]);
                own.charged |= charges;
                if charges || !rows[at].same.is_empty() {
                    telling.push(at);
                }
            }
            told.push(own);
        }
        told.push(begin(&telling, &spelled));
        Self {
            key,
            answer,
            rows,
            signs,
            telling,
            spelled,
            told,
        }
    }

    /// What the answer has in the clause by spelling.
    fn spelled(&self, clause: usize) -> &[Spelled] {
        &self.spelled[self.told[clause].spelled..self.told[clause + 1].spelled]
    }

    fn add(&self, level: &mut Level, clause: usize) {
        for &at in &self.telling[self.told[clause].telling..self.told[clause + 1].telling] {
            level.add(self.rows[at], self.signs[at]);
        }
        for spelled in self.spelled(clause) {
            let slots = self.key.vocabulary.slots(spelled.id);
            level.spell(slots, spelled.likeness, self.signs[spelled.word as usize]);
        }
    }

    /// Takes in what the clause's words are near to.
    fn add_near(&self, level: &mut Level, clause: usize) {
        for at in self.answer.clauses[clause].words() {
            level.bring_near(&self.rows[at].meaning, self.signs[at]);
        }
        for spelled in self.spelled(clause) {
            let slots = self.key.vocabulary.slots(spelled.id);
            level.spell_near(slots, spelled.likeness, self.signs[spelled.word as usize]);
        }
    }

    /// Raises a row of lanes from the slot `first` on to what the clause's words are by one of their likenesses, and to what
    /// it has by spelling.
    fn liken(
        &self,
        row: &mut [Lanes],
        first: usize,
        clause: usize,
        likenesses: impl Fn(&WordRow) -> &Likenesses,
    ) {
        for at in self.answer.clauses[clause].words() {
            likenesses(self.rows[at]).raise(row, first);
        }
        for spelled in self.spelled(clause) {
            let slots = self.key.vocabulary.slots(spelled.id);
            raise(row, first, slots, spelled.likeness);
        }
    }

    /// Finds the best windows of all patterns, and the best two points for each clause.
    pub(crate) fn run(&self) -> (Vec<Found>, Vec<Rivals>) {
        let lanes = self.key.lanes;
        let clauses = &self.answer.clauses;
        let wordings = self.key.wordings();
        let mut tracks: Vec<Track<'_>> = self.key.patterns.iter().map(Track::new).collect();
        let mut means = Means::new(wordings);
        // Wordings come first.
        let own = wordings.last().map_or(0, |last| last.lanes().end);
        let mut levels = [Level::new(own), Level::new(own)];
        let (mut ring, mut joined) = (Ring::new(lanes), Vec::new());
        let mut sliding = Sliding::new(lanes, WIDE, clauses.len());
        let mut wide = vec![[0; LANES]; lanes];
        let mut rivals = Vec::with_capacity(clauses.len());
        for (at, clause) in clauses.iter().enumerate() {
            self.liken(ring.renew(at), 0, at, |row| &row.meaning);
            sliding.push(ring.row(at));
            // Each wide window contains those before it until the first is as wide as can be.
            let whole = at + 1 >= WIDE.min(clauses.len());
            if whole {
                sliding.largest(&mut wide);
            }
            means.push(at, self.rows[clause.words()].iter().copied());
            let mut best = [(0.0, usize::MAX); 2];
            for track in &mut tracks[..wordings.len()] {
                let single = track.push(at, &ring);
                if let Lead::Point(point) = track.pattern.lead {
                    place(&mut best, single, point);
                }
                track.search(at, &ring, &mut joined);
                track.follow(clause.words().len(), single);
            }
            self.oppose(
                &mut tracks[..wordings.len()],
                at,
                &ring,
                &mut levels,
                &mut joined,
            );
            if whole {
                tracks.iter_mut().for_each(|track| track.widen(at, &wide));
            }
            rivals.push(best);
        }
        for (track, mean) in tracks[..wordings.len()].iter_mut().zip(means.best()) {
            track.found.signals.mean_window = mean;
        }
        let [level, _] = &mut levels;
        self.support(&mut tracks, level);
        let mut found: Vec<Found> = tracks.into_iter().map(|track| track.found).collect();
        self.measure(&mut found, level);
        (found, rivals)
    }

    /// Finds out which patterns the clause `at`, or it and the one before, oppose more than any so far. The levels are for
    /// what the clause states and denies, and what both do; they and `joined` are scratch.
    fn oppose(
        &self,
        tracks: &mut [Track<'_>],
        at: usize,
        ring: &Ring,
        [own, both]: &mut [Level; 2],
        joined: &mut Vec<Lanes>,
    ) {
        let charged = self.told[at].charged;
        let may_be = |track: &Track<'_>| charged || track.pattern.negative;
        if !tracks.iter().any(may_be) {
            return;
        }
        let clauses = &self.answer.clauses;
        let before = at.checked_sub(1);
        let before = before.filter(|&before| clauses[before].sentence == clauses[at].sentence);
        own.clear();
        self.add(own, at);
        both.clear();
        both.include(own);
        if let Some(before) = before {
            self.add(both, before);
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
            track.oppose(at..at + 1, own, ring, joined);
            if let Some(before) = before {
                track.oppose(before..at + 1, both, ring, joined);
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
            level.narrow(track.pattern);
            let charged = window.clone().filter(|&clause| self.told[clause].charged);
            charged.for_each(|clause| self.add(level, clause));
            // What a pattern denies any clause may state.
            if track.pattern.negative || level.most_opposed(track.pattern) > 0.0 {
                window.clone().for_each(|clause| self.add(level, clause));
                let oppose = self.signs(level, track.pattern, window).1;
                track.found.signals.support_oppose = oppose;
            }
        }
    }

    /// What these clauses, which the level has, state with the same, and with the opposite sign. What they are near to may
    /// take away from the latter: it is brought in only where that is something.
    fn signs(&self, level: &mut Level, pattern: &Pattern, clauses: Range<usize>) -> (f32, f32) {
        let signs = level.signs(pattern);
        if signs.1 == 0.0 {
            return signs;
        }
        clauses.for_each(|clause| self.add_near(level, clause));
        level.signs(pattern)
    }

    /// Fills in what is measured on the best windows.
    fn measure(&self, found: &mut [Found], level: &mut Level) {
        let wordings = self.key.wordings();
        let mut row = Vec::new();
        for (pattern, found) in wordings.iter().zip(found) {
            level.narrow(pattern);
            row.clear();
            row.resize(pattern.weights.len(), [0; LANES]);
            for clause in found.window.clone() {
                self.add(level, clause);
                self.liken(&mut row, pattern.first, clause, |row| &row.writing);
            }
            let signals = &mut found.signals;
            signals.word_window = pattern.recall(&row);
            (signals.agree_window, signals.oppose_window) =
                self.signs(level, pattern, found.window.clone());
            signals.restates = f32::from(u8::from(pattern.restates));
            let whole = signals.soft_wide > PERHAPS_WHOLE
                && pattern
                    .text
                    .as_ref()
                    .is_some_and(|text| self.answer.has_whole(text));
            signals.verbatim = f32::from(u8::from(whole));
            signals.hedged = f32::from(u8::from(self.hedged(pattern, &found.window)));
            self.count_quantities(pattern, found);
            found.signals.exchanged = self.exchanged(pattern, &found.window);
            found.signals.crossed = self.crossed(pattern, &found.window, &mut row);
        }
    }

    /// Whether one clause of the window has a word of the pattern and the word's opposite.
    fn hedged(&self, pattern: &Pattern, window: &Range<usize>) -> bool {
        let mut charged = window.clone().filter(|&clause| self.told[clause].charged);
        charged.any(|clause| {
            let rows = || self.answer.clauses[clause].words().map(|at| self.rows[at]);
            let slots = pattern.first as u32..(pattern.first + pattern.words.len()) as u32;
            // A point that names both sides is not hedged by naming them.
            let own = |row: &WordRow| slots.clone().any(|slot| row.like(slot) == FULL);
            rows().any(|row| {
                let mut turned = row.opposite.iter().filter(|&&slot| {
                    slots.contains(&slot) && rows().any(|row| row.like(slot) == FULL)
                });
                turned.next().is_some() && !own(row)
            })
        })
    }

    /// Share of the point's parts whose words the window spreads over clauses while its clauses mix words of several parts.
    fn crossed(&self, pattern: &Pattern, window: &Range<usize>, row: &mut Vec<Lanes>) -> f32 {
        let telling = &pattern.telling;
        if telling.is_empty() || window.len() < 2 {
            return 0.0;
        }
        // For each clause which of the telling words it says.
        let mut said = Vec::with_capacity(window.len() * telling.len());
        for clause in window.clone() {
            row.clear();
            row.resize(pattern.weights.len(), [0; LANES]);
            self.liken(row, pattern.first, clause, |row| &row.same);
            let row = row.as_flattened();
            said.extend(telling.iter().map(|&(at, _)| row[at] >= SAME));
        }
        let clauses = || said.chunks_exact(telling.len());
        let (mut spread, mut counted) = (0, 0);
        let mut first = 0;
        for part in telling.chunk_by(|a, b| a.1 == b.1) {
            let own = first..first + part.len();
            first = own.end;
            let all = own.clone().all(|at| clauses().any(|said| said[at]));
            if part.len() < 2 || !all {
                continue;
            }
            counted += 1;
            let together = clauses().any(|said| said[own.clone()].iter().all(|&said| said));
            let mixed = clauses().all(|said| {
                let foreign = said[..own.start].iter().chain(&said[own.end..]);
                !said[own.clone()].contains(&true) || foreign.copied().any(|said| said)
            });
            spread += usize::from(!together && mixed);
        }
        if counted < 2 {
            0.0
        } else {
            spread as f32 / counted as f32
        }
    }

    /// Share of the pattern in whose clauses the window exchanges two words.
    fn exchanged(&self, pattern: &Pattern, window: &Range<usize>) -> f32 {
        if pattern.exchanges.is_empty() {
            return 0.0;
        }
        let clauses = || self.answer.clauses[window.clone()].iter();
        let rows = || clauses().map(|clause| &self.rows[clause.words()]);
        let weights = pattern.exchanges.iter();
        let most = weights
            .map(|one| one.weight(self.key, pattern, rows()))
            .fold(0.0, f32::max);
        most / pattern.words.iter().map(|word| word.weight).sum::<f32>()
    }

    fn count_quantities(&self, pattern: &Pattern, found: &mut Found) {
        let wanted = &pattern.quantities;
        if wanted.is_empty() || found.window.is_empty() {
            return;
        }
        let words = &self.answer.words[self.answer.clause_words(found.window.clone())];
        let (start, end) = (words[0].start as usize, words[words.len() - 1].end as usize);
        let stated = &self.answer.quantities;
        let same =
            |wanted: &Quantity, found: &Quantity| wanted.unit == found.unit && wanted.meets(found);
        let misstated = wanted.iter().filter(|wanted| {
            let mut near = stated
                .iter()
                .filter(|found| (start..end).contains(&found.start));
            let said = |found: &Quantity| {
                let here = (start..end).contains(&found.start);
                same(&wanted.quantity, found) && (here || self.is_of(found, pattern, wanted))
            };
            !stated.iter().any(said)
                && near.any(|found| {
                    // What another number of the point says is not said of this one.
                    let other = pattern
                        .quantities
                        .iter()
                        .any(|other| same(&other.quantity, found));
                    !other
                        && self.is_alike(found, pattern, wanted)
                        && self.is_of(found, pattern, wanted)
                })
        });
        found.signals.number_conflict = misstated.count() as f32 / wanted.len() as f32;
    }

    /// Whether a quantity of the answer counts the same: a bare number does where it has the same counting word, or the
    /// same word before or behind it.
    fn is_alike(&self, found: &Quantity, pattern: &Pattern, wanted: &Stated) -> bool {
        if found.unit != Unit::Count || wanted.quantity.unit != Unit::Count {
            return found.unit == wanted.quantity.unit;
        }
        let counted_by = wanted.quantity.counted_by;
        if counted_by.is_some() && counted_by == found.counted_by {
            return true;
        }
        let words = &self.answer.words;
        let at = words.partition_point(|word| (word.start as usize) < found.start);
        let beside = |at: Option<usize>, place: Option<usize>| match (at, place) {
            (Some(at), Some(place)) if at < words.len() && place < pattern.words.len() => {
                self.rows[at].like((pattern.first + place) as u32) >= SAME
            }
            _ => false,
        };
        beside(at.checked_sub(1), wanted.place.checked_sub(1))
            || beside(Some(at + 1), Some(wanted.place + 1))
    }

    /// Whether a quantity of the answer is of what these words of the pattern say: its clause and the one before say them.
    fn is_of(&self, quantity: &Quantity, pattern: &Pattern, wanted: &Stated) -> bool {
        let ends = |clause: &Clause| self.answer.words[clause.last as usize - 1].end as usize;
        let clauses = &self.answer.clauses;
        let at = clauses.partition_point(|one| ends(one) <= quantity.start);
        let clauses = &clauses[at.saturating_sub(1)..clauses.len().min(at + 1)];
        let (mut said, mut all) = (0.0, 0.0);
        for at in wanted.around.clone() {
            let word = &pattern.words[at];
            if is_number_key(&self.key.vocabulary.words[word.id as usize].text) {
                continue;
            }
            let slot = (pattern.first + at) as u32;
            let words = clauses.iter().flat_map(Clause::words);
            let soft = words.map(|at| self.rows[at].soft(slot)).max();
            said += word.weight * f32::from(soft.unwrap_or(0)) / f32::from(FULL);
            all += word.weight;
        }
        said >= AROUND * all
    }
}
