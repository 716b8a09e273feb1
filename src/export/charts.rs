//! Charts as inline SVG. Colours come from the page's style, so they follow dark mode.

use crate::items::PointItems;
use crate::report::Status;
use maud::{Markup, html};

/// Answers by tenths of the maximum.
pub(super) fn histogram(distribution: &[u64; 10]) -> Markup {
    const WIDTH: f64 = 36.0;
    const HEIGHT: f64 = 96.0;
    const BASE: f64 = 116.0;
    let most = distribution.iter().copied().max().unwrap_or(0).max(1) as f64;
    let total: u64 = distribution.iter().sum();
    let bars = distribution.iter().enumerate().map(|(tenth, &count)| {
        let height = HEIGHT * count as f64 / most;
        (tenth, count, WIDTH * tenth as f64, BASE - height, height)
    });
    html! {
        svg.histogram viewBox="-14 0 394 136" role="img" aria-label={ "得分分布，共 " (total) " 份" } {
            line.axis x1="-2" y1=(BASE) x2="362" y2=(BASE) {}
            @for (tenth, count, x, y, height) in bars {
                @if count > 0 {
                    rect x=(coordinate(x + 3.0)) y=(coordinate(y)) width="30" height=(coordinate(height)) rx="2" {
                        title { (tenth * 10) "% – " (tenth * 10 + 10) "%：" (count) " 份" }
                    }
                    text.count x=(coordinate(x + 18.0)) y=(coordinate(y - 5.0)) { (count) }
                }
            }
            @for tick in [0, 2, 4, 6, 8, 10] {
                text.tick x=(coordinate(WIDTH * f64::from(tick))) y="131" { (tick * 10) "%" }
            }
        }
    }
}

/// A point's answers by status, as shares of one bar.
pub(super) fn status_bar(point: &PointItems) -> Markup {
    let counts = [
        ("covered", point.covered),
        ("partial", point.partial),
        ("missing", point.missing),
        ("contradicted", point.contradicted),
    ];
    let total = counts.iter().map(|(_, count)| count).sum::<u64>().max(1) as f64;
    let mut start = 0.0;
    let parts: Vec<_> = counts
        .iter()
        .zip(Status::ALL)
        .filter(|((_, count), _)| *count > 0)
        .map(|(&(class, count), status)| {
            let width = 200.0 * count as f64 / total;
            let x = start;
            start += width;
            (class, count, status.label(), x, width)
        })
        .collect();
    let label: Vec<String> = parts
        .iter()
        .map(|(_, count, name, ..)| format!("{name} {count}"))
        .collect();
    html! {
        svg.status viewBox="0 0 200 16" preserveAspectRatio="none" role="img" aria-label=(label.join("，")) {
            @for (class, count, name, x, width) in &parts {
                rect.(class) x=(coordinate(*x)) y="0" width=(coordinate(*width)) height="16" {
                    title { (name) " " (count) }
                }
            }
        }
        span.counts { @for (class, count, name, ..) in &parts { span.(class) title=(name) { i.glyph aria-hidden="true" {} (count) } } }
    }
}

/// A share of 1 as a thin bar.
pub(super) fn share_bar(share: f64, class: &str) -> Markup {
    let width = 100.0 * share.clamp(0.0, 1.0);
    html! {
        svg.share.(class) viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label=(percent(share)) {
            rect.rest width="100" height="4" {}
            rect.done width=(coordinate(width)) height="4" {}
        }
    }
}

/// A share as a percentage without places.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}

fn coordinate(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    (rounded + 0.0).to_string()
}
