//! The figures as a table of plain text.

use super::{Agreement, Correlation, Figure, GamingFigure, Group, Marks, TwinFigure};
use crate::perturb::Bound;
use crate::report::Status;
use std::fmt;

/// Characters of an answer shown with a disagreement.
const EXCERPT: usize = 160;

/// `natural`, `gaming` and `all` come before the styles, and are shown in full.
const POOLED: usize = 3;

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        groups(f, &self.marks)?;
        twins(f, &self.twins)?;
        gaming(f, &self.gaming)?;
        worst(f, &self.marks)
    }
}

fn groups(f: &mut fmt::Formatter<'_>, marks: &Marks) -> fmt::Result {
    if marks.groups.iter().any(|group| group.pairs > 0) {
        let rows = marks.groups.iter().map(|group| {
            vec![
                group.name.clone(),
                group.answers.to_string(),
                group.pairs.to_string(),
                interval(group.auc_partial),
                interval(group.auc_covered),
                interval(group.kappa),
                interval(group.macro_f1),
                interval(group.calibration_error),
                interval(group.undeserved),
                value(group.excess),
            ]
        });
        table(
            f,
            "与阅卷人的一致性（95% 区间，按题重抽样）",
            &[
                "组",
                "答卷",
                "要点",
                "AUC≥1",
                "AUC=2",
                "二次 κ",
                "宏 F1",
                "校准误差",
                "不应得覆盖",
                "超出",
            ],
            rows.collect(),
        )?;
    }
    let mut rows = Vec::new();
    for (place, group) in marks.groups.iter().enumerate() {
        let withs = [
            ("要点均分", &group.with_gold),
            ("人工总分", &group.with_human),
            ("总体印象", &group.with_overall),
        ];
        let shown = if place < POOLED { 3 } else { 2 };
        for (with, correlation) in &withs[..shown] {
            rows.extend(correlation_row(group, with, correlation));
        }
    }
    table(
        f,
        "整份答卷的相关",
        &["组", "对照", "答卷", "Pearson", "Spearman", "得分 Pearson"],
        rows,
    )?;
    for group in marks
        .groups
        .iter()
        .take(POOLED)
        .filter(|group| group.pairs > 0)
    {
        statuses(f, group)?;
    }
    if let Some(group) = marks.groups.first().filter(|group| group.pairs > 0) {
        let rows = group
            .reliability
            .iter()
            .filter(|bin| bin.pairs > 0)
            .map(|bin| {
                vec![
                    format!("{:.1}-{:.1}", bin.from, bin.to),
                    bin.pairs.to_string(),
                    format!("{:.3}", bin.coverage),
                    format!("{:.3}", bin.gold),
                ]
            });
        table(
            f,
            &format!("可靠性：{}", group.name),
            &["覆盖度", "要点", "平均覆盖度", "平均人工"],
            rows.collect(),
        )?;
    }
    Ok(())
}

fn correlation_row(group: &Group, with: &str, correlation: &Correlation) -> Option<Vec<String>> {
    correlation.pearson?;
    Some(vec![
        group.name.clone(),
        with.to_owned(),
        correlation.answers.to_string(),
        interval(correlation.pearson),
        interval(correlation.spearman),
        interval(correlation.pearson_of_score),
    ])
}

fn statuses(f: &mut fmt::Formatter<'_>, group: &Group) -> fmt::Result {
    let names = Status::ALL.map(Status::label);
    let rows = group.statuses.iter().zip(names).zip(group.confusion);
    let figures = ["人工", "标注", "判定", "精确率", "召回率", "F1"];
    table(
        f,
        &format!("状态：{}（后四列为判定数）", group.name),
        &[&figures[..], &names].concat(),
        rows.map(|((figures, name), counts)| {
            let mut row = vec![
                name.to_owned(),
                figures.marked.to_string(),
                figures.given.to_string(),
                interval(figures.precision),
                interval(figures.recall),
                interval(figures.f1),
            ];
            row.extend(counts.map(|count| count.to_string()));
            row
        })
        .collect(),
    )
}

fn twins(f: &mut fmt::Formatter<'_>, twins: &[TwinFigure]) -> fmt::Result {
    let rows = twins.iter().map(|twin| {
        vec![
            twin.kind.to_owned(),
            twin.answers.to_string(),
            signed(twin.change),
            format!("{:.3}", twin.absolute),
            bound(twin.bound),
            kept(twin.kept),
            format!("{} {:+.2}", twin.worst_answer, twin.worst_change),
        ]
    });
    table(
        f,
        "同义变体：覆盖度相对原答案的变化",
        &[
            "变体",
            "答卷",
            "平均变化",
            "平均幅度",
            "限度",
            "",
            "变化最大",
        ],
        rows.collect(),
    )
}

fn gaming(f: &mut fmt::Formatter<'_>, gaming: &[GamingFigure]) -> fmt::Result {
    let rows = gaming.iter().map(|kind| {
        vec![
            kind.kind.to_owned(),
            kind.questions.to_string(),
            interval(Some(kind.coverage)),
            bound(kind.bound),
            kept(kind.kept),
            format!("{} {:.2}", kind.worst_question, kind.worst_coverage),
        ]
    });
    table(
        f,
        "投机答案：平均覆盖度",
        &["做法", "题", "覆盖度", "限度", "", "给得最多"],
        rows.collect(),
    )
}

fn worst(f: &mut fmt::Formatter<'_>, marks: &Marks) -> fmt::Result {
    if marks.worst.is_empty() {
        return Ok(());
    }
    writeln!(f, "分歧最大的 {} 处", marks.worst.len())?;
    for (rank, found) in marks.worst.iter().enumerate() {
        write!(
            f,
            "{:>3}. {} {}",
            rank + 1,
            found.question_id,
            found.answer_id
        )?;
        if !found.style.is_empty() {
            write!(f, "（{}）", found.style)?;
        }
        match &found.point {
            Some(point) => writeln!(
                f,
                " 人工 {}，判{} {:.2}\n     要点 {}：{}",
                point.mark,
                point.status.label(),
                found.coverage,
                point.index + 1,
                point.text
            )?,
            None => writeln!(f, " 人工 {:.2}，覆盖度 {:.2}", found.gold, found.coverage)?,
        }
        writeln!(f, "     答案：{}", excerpt(&found.answer))?;
        if !found.evidence.is_empty() {
            writeln!(f, "     依据：{}", excerpt(&found.evidence.join(" … ")))?;
        }
    }
    Ok(())
}

fn excerpt(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn value(figure: Option<Figure>) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{:+.3}", figure.value))
}

fn interval(figure: Option<Figure>) -> String {
    figure.map_or_else(
        || "-".to_owned(),
        |Figure { value, low, high }| format!("{value:.3} [{low:.2} {high:.2}]"),
    )
}

fn signed(Figure { value, low, high }: Figure) -> String {
    format!("{value:+.3} [{low:+.2} {high:+.2}]")
}

fn bound(bound: Bound) -> String {
    match bound {
        Bound::SameWithin(limit) => format!("±{limit}"),
        Bound::GainsAtMost(limit) => format!("≤+{limit}"),
        Bound::CoverageAtMost(limit) => format!("≤{limit}"),
    }
}

fn kept(kept: bool) -> String {
    if kept { "✓" } else { "✗" }.to_owned()
}

/// Columns on a terminal: Chinese characters and their marks take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' => 2,
            _ => 1,
        })
        .sum()
}

/// Rows under a title, columns aligned; nothing where there are no rows.
pub(super) fn table(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    header: &[&str],
    rows: Vec<Vec<String>>,
) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
    let mut widths = vec![0; header.len()];
    for row in rows.iter().chain([&header]) {
        for (width_so_far, cell) in widths.iter_mut().zip(row) {
            *width_so_far = width(cell).max(*width_so_far);
        }
    }
    writeln!(f, "{title}")?;
    for row in [&header].into_iter().chain(&rows) {
        let mut line = String::from(" ");
        for (cell, column) in row.iter().zip(&widths) {
            line.push(' ');
            line.push_str(cell);
            line.push_str(&" ".repeat(column - width(cell) + 1));
        }
        writeln!(f, "{}", line.trim_end())?;
    }
    writeln!(f)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sample;

    impl fmt::Display for Sample {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            table(
                f,
                "标题",
                &["组", "n"],
                vec![
                    vec!["ab".into(), "1".into()],
                    vec!["覆盖".into(), "22".into()],
                ],
            )
        }
    }

    #[test]
    fn columns_line_up() {
        assert_eq!(
            Sample.to_string(),
            "标题\n  组    n\n  ab    1\n  覆盖  22\n\n"
        );
    }

    #[test]
    fn figures_are_short() {
        let figure = Figure {
            value: 0.8251,
            low: 0.801,
            high: 0.849,
        };
        assert_eq!(interval(Some(figure)), "0.825 [0.80 0.85]");
        assert_eq!(interval(None), "-");
        assert_eq!(signed(figure), "+0.825 [+0.80 +0.85]");
        assert_eq!(excerpt("一\n 二"), "一 二");
        assert_eq!(
            excerpt(&"字".repeat(EXCERPT + 1)).chars().count(),
            EXCERPT + 1
        );
    }
}
