"""The phrases that distil_vectors.py lets the teacher read: made up from words, and nobody's text."""

from collections import defaultdict

import numpy as np

from distil_words import NAMES, lines, simplified, split

SURE_TRANSLATION = 0.5       # cosine from which two mutually nearest words are taken for each other

# Clauses to fill with words: N noun, V verb, G verb or adjective used as a noun, A adjective, D adverb; the rest is as it stands.
PATTERNS = [pattern.split() for pattern in (
    "N N", "G N", "A 的 N", "A N", "V N", "N V", "D V N", "对 N V", "N 的 N", "V 了 N", "N V N", "把 N V", "G 和 G", "N 与 N",
    "在 N 中 V", "N 不 A", "V 并 V N", "N 很 A", "为 N V N", "D A", "V A 的 N", "N 的 G", "由 N V", "用 N V N")]
PARTS_OF_SPEECH = {"N": ("n", "nz", "nt", "j", "l"), "V": ("v", "vn"), "G": ("vn", "an"), "A": ("a", "an", "b", "ad"), "D": ("d", "ad")}


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def nearest(rows, among, count):
    """The `count` nearest of `among` for each row, in blocks so that the similarities fit into memory."""
    blocks = (rows[start: start + 500] @ among.T for start in range(0, len(rows), 500))
    # Copied: a slice would keep the whole ranking of each block alive, 8 bytes for every pair of words.
    return np.concatenate([np.argpartition(block, -count, axis=1)[:, -count:].astype(np.int32) for block in blocks])


def translations(chinese, english):
    """Rows that are each other's nearest, {Chinese: English}."""
    there, back = nearest(chinese, english, 1)[:, 0], nearest(english, chinese, 1)[:, 0]
    return {c: e for c, e in enumerate(there) if back[e] == c and chinese[c] @ english[e] > SURE_TRANSLATION}


class Phrases:
    """Makes up text. Each method gives a list of (words, text)."""

    def __init__(self, words, neighbours, rng):
        self.words, self.neighbours, self.rng = words, neighbours, rng
        self.rows, self.chance, self.drawn = {}, {}, {}
        for kind, tags in PARTS_OF_SPEECH.items():
            rows = [row for row, word in enumerate(words) if word.tag in tags and (len(word.text) > 1 or word.usage > -10.5)]
            chance = np.exp(0.5 * np.array([words[row].usage for row in rows]))
            self.rows[kind], self.chance[kind], self.drawn[kind] = set(rows), (rows, chance / chance.sum()), []

    def draw(self, kind):
        if not self.drawn[kind]:
            rows, chance = self.chance[kind]
            self.drawn[kind] = self.rng.choice(rows, 20_000, p=chance).tolist()
        return self.drawn[kind].pop()

    def sentence(self, patterns, on_topic):
        """Words at random say nothing together; `on_topic` of them are neighbours of one word, as in real text."""
        topic = self.neighbours[self.draw("NV"[self.rng.random() < 0.3])] if on_topic else ()
        words, clauses = [], []
        for _ in range(patterns):
            clause = []
            for slot in PATTERNS[self.rng.integers(len(PATTERNS))]:
                if slot in self.rows:
                    near = [row for row in topic if row in self.rows[slot]] if self.rng.random() < on_topic else []
                    row = near[self.rng.integers(len(near))] if near else self.draw(slot)
                    slot = self.words[row].text
                clause.append(slot)
            words += clause
            clauses.append("".join(clause))
        return words, "，".join(clauses)

    def sentences(self, count, lengths, on_topic=0.0):
        return [self.sentence(int(self.rng.integers(lengths[0], lengths[1] + 1)), on_topic) for _ in range(count)]

    def compounds(self, count):
        """Longer dictionary entries as the words they are made of."""
        known = {word.text for word in self.words}
        entries = [line.split(" ") for line in lines("jieba", "dict.txt")]
        entries = sorted(((-int(n), word) for word, n, tag in entries if tag not in NAMES and len(word) > 2 and simplified(word)))
        cut = ((split(word, known), word) for _, word in entries[:count])
        return [(parts, word) for parts, word in cut if "".join(parts) == word]


def english_phrases(words, count, rng):
    """The most frequent bigrams, then walks along them: close to text, and nobody's text."""
    known = {word.text: word.p for word in words}
    bigrams = [(first, second, int(n)) for first, second, n in (line.split() for line in lines("symspellpy", "frequency_bigramdictionary_en_243_342.txt"))
               if first in known and second in known]
    bigrams.sort(key=lambda bigram: (-bigram[2], bigram))
    phrases = [([first, second], f"{first} {second}") for first, second, _ in bigrams[: count // 2]]
    follows = defaultdict(list)
    for first, second, n in bigrams:
        follows[first].append((second, n ** 0.5))
    starts = sorted(follows)
    chance = np.sqrt([known[word] for word in starts])
    for word in rng.choice(starts, count - len(phrases), p=chance / chance.sum()).tolist():
        walk = [word]
        for _ in range(rng.integers(3, 9)):
            if walk[-1] in follows:
                after, weights = zip(*follows[walk[-1]])
                walk.append(after[np.searchsorted(np.cumsum(weights), rng.random() * sum(weights))])
        phrases.append((walk, " ".join(walk)))
    return phrases


def switched(phrases, pairs, rng):
    """The same phrases with every other word that has a sure translation in English; the text stays Chinese.

    So the English word learns to stand where its translation stands, among the same neighbours."""
    mixed = [([pairs[word] if word in pairs and rng.random() < 0.5 else word for word in words], text) for words, text in phrases]
    return [new for new, old in zip(mixed, phrases) if new[0] != old[0]]


def corpus_of(words, own, rng, part):
    """Lists of (words, text), a list a kind; a `part` of 2 halves each."""
    chinese = [word for word in words if word.tag not in ("en", "acronym")]
    english = [word for word in words if word.tag == "en"]
    directions = unit(own)
    left, right = directions[: len(chinese)], directions[len(chinese): len(chinese) + len(english)]
    pairs = {chinese[c].text: english[e].text for c, e in translations(left, right).items()}
    phrases = Phrases(chinese, nearest(left, left, 60).tolist(), rng)
    short, long = phrases.sentences(50_000 // part, (1, 1)), phrases.sentences(40_000 // part, (2, 3))
    topical = phrases.sentences(80_000 // part, (1, 3), on_topic=0.6)
    return [short, long, topical, phrases.compounds(45_000 // part), english_phrases(english, 40_000 // part, rng),
            switched(short + topical, pairs, rng)]
