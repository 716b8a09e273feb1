//! Which columns of a table hold the answer, its id and its question.

use crate::error::Error;
use std::collections::BTreeMap;

/// Columns named by the caller; those not named are guessed from the header.
///
/// Read from `answer=作答,id=考号,question_id=题号`. Any other name on the left is a question's
/// id, and the column holds the answers to it: `id=考号,q1=简答题1,q2=简答题2`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub(super) id: Option<String>,
    pub(super) question_id: Option<String>,
    pub(super) answer: Option<String>,
    pub(super) questions: BTreeMap<String, String>,
}

impl std::str::FromStr for Columns {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = |found: &str| Error::BadSetting {
            name: "columns",
            found: format!("{found:?}"),
            allowed: "name=header pairs with commas between, each name once: answer=…,id=…,question_id=…",
        };
        let mut columns = Self::default();
        for pair in text.split([',', '，']) {
            let (name, header) = pair.split_once('=').ok_or_else(|| bad(pair))?;
            let (name, header) = (name.trim(), header.trim());
            if name.is_empty() || header.is_empty() {
                return Err(bad(pair));
            }
            let place = match name {
                "id" => &mut columns.id,
                "question_id" => &mut columns.question_id,
                "answer" => &mut columns.answer,
                question => {
                    let known = columns
                        .questions
                        .insert(question.to_owned(), header.to_owned());
                    if known.is_some() {
                        return Err(bad(pair));
                    }
                    continue;
                }
            };
            if place.replace(header.to_owned()).is_some() {
                return Err(bad(pair));
            }
        }
        Ok(columns)
    }
}

/// Headers that hold an answer's id, the surest first.
#[cfg(feature = "tables")]
pub(super) const ID_HEADERS: [&str; 25] = [
    "id",
    "answer_id",
    "考号",
    "准考证号",
    "学号",
    "考生号",
    "考生编号",
    "考生id",
    "工号",
    "答卷编号",
    "答卷id",
    "编号",
    "candidate_id",
    "candidate",
    "student_id",
    "student",
    "考生",
    "学生",
    "用户",
    "用户id",
    "姓名",
    "考生姓名",
    "name",
    "序号",
    "no",
];

/// Headers that hold the question's id or text.
#[cfg(feature = "tables")]
pub(super) const QUESTION_HEADERS: [&str; 14] = [
    "question_id",
    "题号",
    "题目编号",
    "试题编号",
    "题目id",
    "试题id",
    "题目序号",
    "试题序号",
    "qid",
    "question",
    "题目",
    "试题",
    "问题",
    "题干",
];

/// Headers that hold the answer.
#[cfg(feature = "tables")]
pub(super) const ANSWER_HEADERS: [&str; 16] = [
    "answer",
    "作答",
    "作答内容",
    "考生作答",
    "学生作答",
    "考生答案",
    "学生答案",
    "回答",
    "回答内容",
    "答题内容",
    "作答答案",
    "答案",
    "答案内容",
    "response",
    "text",
    "内容",
];

/// Headers of what a table of answers holds beside them; with those of ids they are no answers
/// to a question that the bank lacks.
#[cfg(feature = "tables")]
pub(super) const OTHER_HEADERS: [&str; 67] = [
    "班级",
    "年级",
    "学校",
    "学院",
    "院系",
    "系别",
    "专业",
    "单位",
    "部门",
    "岗位",
    "职位",
    "职务",
    "性别",
    "年龄",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系电话",
    "联系方式",
    "邮箱",
    "电子邮箱",
    "身份证号",
    "证件号码",
    "考试",
    "考试名称",
    "科目",
    "考场",
    "座位号",
    "状态",
    "来源",
    "来源详情",
    "来自ip",
    "ip",
    "提交时间",
    "开始时间",
    "交卷时间",
    "提交答卷时间",
    "所用时间",
    "用时",
    "得分",
    "分数",
    "总分",
    "成绩",
    "名次",
    "排名",
    "评语",
    "备注",
    "class",
    "grade",
    "school",
    "department",
    "gender",
    "email",
    "phone",
    "start_time",
    "end_time",
    "time",
    "date",
    "score",
    "total",
    "rank",
    "comment",
    "remark",
    "remarks",
    "note",
    "notes",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs() {
        let columns: Columns = "answer = 作答,id=考号，q1=简答题 1"
            .parse()
            .expect("well-formed");
        assert_eq!(columns.answer.as_deref(), Some("作答"));
        assert_eq!(columns.id.as_deref(), Some("考号"));
        assert_eq!(columns.question_id, None);
        assert_eq!(
            columns.questions,
            BTreeMap::from([("q1".to_owned(), "简答题 1".to_owned())])
        );
    }

    #[test]
    fn faults_name_the_pair() {
        for (text, found) in [
            ("answer", "answer"),
            ("id=,answer=x", "id="),
            ("id=a,id=b", "id=b"),
            ("", ""),
        ] {
            let error = text.parse::<Columns>().expect_err(text).to_string();
            assert_eq!(
                error,
                format!(
                    "columns is {found:?}, expected name=header pairs with commas between, each name once: answer=…,id=…,question_id=…"
                ),
                "{text}"
            );
        }
    }
}
