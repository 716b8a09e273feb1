//! What download sites and page layout leave in a document beside the bank.

/// A line that belongs to the page, wherever it stands: page numbers, a bare address.
pub(super) fn furniture(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = compact.replace("numpages", "1").replace("page", "1");
    let page = bare.strip_prefix('第').is_some_and(|rest| {
        rest.contains('页')
            && rest
                .chars()
                .all(|c| c.is_ascii_digit() || "页共第/，,-".contains(c))
    });
    let dashed = bare.len() >= 3
        && bare.starts_with(['-', '—', '–', '·'])
        && bare.ends_with(['-', '—', '–', '·'])
        && bare
            .trim_matches(['-', '—', '–', '·'])
            .chars()
            .all(|c| c.is_ascii_digit())
        && bare.contains(|c: char| c.is_ascii_digit());
    let english = compact.starts_with("page")
        && compact[4..]
            .replace("of", "/")
            .chars()
            .all(|c| c.is_ascii_digit() || c == '/')
        && compact.len() > 4;
    let address = (compact.starts_with("http://")
        || compact.starts_with("https://")
        || compact.starts_with("www."))
        && compact.is_ascii();
    let turn = matches!(compact.as_str(), "上一页" | "下一页" | "返回目录");
    page || dashed || english || address || turn
}

/// Any of these makes a paragraph after the last field a notice of the site.
const SURE: &[&str] = &[
    "http://",
    "https://",
    "www.",
    "试读",
    "完整版",
    "文档评论",
    "扫码",
    "扫一扫",
    "公众号",
    "版权所有",
    "实名认证",
    "上传者",
    "上传时间",
    "相关文档",
    "相关推荐",
    "猜你",
    "猜您",
    "为您推荐",
    "温馨提示",
    "可能感兴趣",
    "感兴趣的文档",
    "文库首页",
    "帮助中心",
    "展开全部",
    "展开全文",
    "阅读全文",
    "免责声明",
    "备案号",
    "ICP备",
    "下载本文",
    "下载文档",
    "本文档",
    "本文由",
    "本文来自",
    "本资料来",
    "资料来源于网络",
    "仅供学习",
    "仅供参考",
    "文库",
    "All rights reserved",
    "Copyright",
    "©",
    "+ 关注",
    "+关注",
    "点击下载",
    "付费",
    "加载更多",
    "发表评论",
    "全文完",
    "返回顶部",
    "文档贡献者",
    "热门推荐",
    "精选资料",
    "为你推荐",
    "更多资料",
    "加微信",
    "微信号",
    "QQ群",
];

/// Two of these do.
const LIKELY: &[&str] = &[
    "下载",
    "收藏",
    "浏览",
    "阅读",
    "评论",
    "点赞",
    "分享",
    "举报",
    "投诉",
    "客服",
    "会员",
    "VIP",
    "侵权",
    "版权",
    "登录",
    "注册",
    "积分",
    "点击",
    "关注",
    "转载",
    "上传",
    "预览",
    "网站",
    "download",
    "share",
    "copyright",
    "login",
];

const FILES: &[&str] = &[
    ".doc", ".docx", ".pdf", ".ppt", ".pptx", ".xls", ".xlsx", ".zip", ".rar", ".txt",
];

/// A paragraph that a site put around the bank. Only asked outside the fields or at the end of the last one.
pub(super) fn notice(text: &str) -> bool {
    let head = super::label::clip(text, 600);
    if SURE.iter().any(|word| head.contains(word)) {
        return true;
    }
    let bare = head.trim_end_matches("VIP").trim_end();
    if FILES.iter().any(|end| bare.ends_with(end)) {
        return true;
    }
    let likely = LIKELY.iter().filter(|word| head.contains(**word)).count();
    // 浏览：1346; a paragraph of a law bank may well speak of 侵权 and 版权.
    let counter = head.chars().count() < 60
        && LIKELY.iter().any(|word| {
            head.find(word).is_some_and(|at| {
                head[at + word.len()..].starts_with(['：', ':', '(', '（', '量', '数'])
            })
        });
    counter || (likely >= 2 && (head.chars().count() < 40 || likely >= 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_furniture() {
        for (text, expected) in [
            ("第 3 页 共 10 页", true),
            ("第PAGE页共NUMPAGES页", true),
            ("- 12 -", true),
            ("Page 3 of 10", true),
            ("https://d.example/1", true),
            ("第3页写着答案", false),
            ("---", false),
            ("- 甲 -", false),
        ] {
            assert_eq!(furniture(text), expected, "{text}");
        }
    }

    #[test]
    fn notices() {
        for (text, expected) in [
            ("以上为本文档的试读页面", true),
            ("文档评论(0)", true),
            ("浏览：1346　下载：37", true),
            ("3. 单元测试卷（含答案）.pdf", true),
            ("松子同学 + 关注", true),
            (
                "行为人因过错侵害他人民事权益造成损害的，应当承担侵权责任。",
                false,
            ),
            ("客服人员应当先倾听，再给出处理时限。", false),
        ] {
            assert_eq!(notice(text), expected, "{text}");
        }
    }
}
