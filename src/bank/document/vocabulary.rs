//! The words that labels are made of.

use super::label::Kind;

/// Words that only say what kind of answer or point is meant.
pub(super) const MODIFIERS: &[&str] = &[
    "参考",
    "标准",
    "本题",
    "本小题",
    "该题",
    "答题",
    "评分",
    "得分",
    "采分",
    "给分",
    "踩分",
    "赋分",
    "计分",
    "关键",
    "核心",
    "主要",
    "作答",
    "回答",
    "试题",
    "题目",
    "问题",
    "解题",
    "正确",
    "示范",
    "优秀",
    "高分",
    "详细",
    "简要",
    "答案",
    "解答",
    "面试",
    "阅卷",
    "应答",
    "必答",
    "内容",
];

/// Words that say what the field holds, the last one deciding.
pub(super) const HEADS: &[(Kind, &[&str])] = &[
    (
        Kind::Reference,
        &[
            "答案", "解答", "范文", "例文", "示例", "样例", "回答", "作答", "答",
        ],
    ),
    (Kind::Points, &["要点", "要素", "标准", "细则", "点"]),
    (
        Kind::Analysis,
        &[
            "解析", "分析", "详解", "思路", "点评", "评析", "点拨", "提示", "解读",
        ],
    ),
    (
        Kind::Question,
        &["题目", "题干", "问题", "试题", "考题", "问"],
    ),
    (
        Kind::Other,
        &[
            "难度",
            "难易度",
            "难度系数",
            "考点",
            "考查点",
            "考察点",
            "知识点",
            "扣分点",
            "题型",
            "分值",
            "来源",
            "出处",
            "关键词",
        ],
    ),
];

/// These say something by themselves only before a colon or in brackets; alone on a line they may be any text.
pub(super) const WEAK: &[&str] = &[
    "答", "问", "分析", "提示", "思路", "问题", "题目", "试题", "回答", "作答", "示例", "样例",
    "解答", "来源", "出处", "要素",
];

/// These say nothing without another word: 标准 may open any sentence.
pub(super) const BOUND: &[&str] = &["点", "标准", "细则"];

/// Characters of these words as they are written traditionally, and the same characters here.
pub(super) const TRADITIONAL: &str =
    "參標準題該評採給賦計關鍵問範優詳簡應試閱內則點樣細撥讀難係數識處詞來";
pub(super) const SIMPLIFIED: &str =
    "参标准题该评采给赋计关键问范优详简应试阅内则点样细拨读难系数识处词来";

pub(super) const ENGLISH: &[(Kind, &[&str])] = &[
    (
        Kind::Reference,
        &[
            "answer",
            "answers",
            "ans",
            "reference answer",
            "model answer",
            "sample answer",
            "suggested answer",
            "expected answer",
        ],
    ),
    (
        Kind::Points,
        &[
            "key points",
            "key point",
            "keypoints",
            "answer points",
            "marking points",
            "scoring points",
            "marking scheme",
            "mark scheme",
            "marking criteria",
            "scoring criteria",
            "rubric",
        ],
    ),
    (Kind::Analysis, &["explanation", "analysis", "rationale"]),
    (Kind::Question, &["question"]),
    (Kind::Other, &["difficulty", "topic"]),
];
