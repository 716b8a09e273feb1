"""The words that distil_vectors.py gives vectors to, from the word lists of jieba and symspellpy."""

import re
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

JIEBA_TOTAL = 60_101_964     # sum of jieba's dictionary counts, the total that its own segmenter uses
PLACEHOLDER = 5              # counts up to here were put into jieba's dictionary by hand and mean nothing
RARE = 1e-6                  # frequency of an acronym that symspellpy does not count
NAMES = ("nr", "nrt", "nrfg", "ns")

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


@dataclass
class Word:
    text: str
    p: float        # relative frequency as the reader's segmenter has it
    usage: float    # ln of a better estimate, for drawing and picking
    tag: str        # jieba's part of speech, "en", or "acronym"


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


def english_words(teacher, count):
    """The `count` most frequent words, and the acronyms."""
    counts = {word: int(count) for word, count in (line.split() for line in lines("symspellpy", "frequency_dictionary_en_82_765.txt"))}
    total = sum(counts.values())
    words = [Word(word, count / total, np.log(count / total), "en") for word, count in counts.items()
             if re.fullmatch(r"[a-z]{2,}|[ai]", word) and word not in ACRONYMS and teacher.knows(word)]
    return (sorted(words, key=lambda word: (-word.p, word.text))[:count],
            [Word(word, counts.get(word, RARE * total) / total, 0.0, "acronym") for word in ACRONYMS])


def base_forms(word):
    """What an English word may be an inflection of. Readers look an unknown word up by these, in this order."""
    for ending, put in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("ly", "")):
        stem = word[: len(word) - len(ending)] + put
        if word.endswith(ending) and len(stem) >= 3:
            yield stem
            if ending in ("ed", "ing") and not put and stem[-1] == stem[-2]:
                yield stem[:-1]


def split(word, known):
    """The known pieces of a word, the longest first from the left."""
    pieces, start = [], 0
    while start < len(word):
        ends = (end for end in range(len(word), start, -1) if word[start:end] in known and word[start:end] != word)
        end = next(ends, None)
        pieces += [word[start:end]] if end else []
        start = end or start + 1
    return pieces
