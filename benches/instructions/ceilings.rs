//! What the tasks cost when it was last written down, and how much more they may cost.

use crate::callgrind::Count;
use std::fmt::Write as _;
use std::path::PathBuf;

/// A ceiling over its measure: processors and compilers differ by some percent.
const HEADROOM: f64 = 1.10;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/instructions/measured.tsv")
}

pub fn write(counts: &[Count]) {
    let mut text = "instructions\ttask\n".to_owned();
    for one in counts {
        writeln!(text, "{}\t{}", one.instructions, one.name).expect("memory takes it");
    }
    std::fs::write(path(), text).expect("the sources can be written");
}

/// Prints each task beside its ceiling; false where one is above, or the tasks are others.
pub fn check(counts: &[Count]) -> bool {
    let measured = std::fs::read_to_string(path()).unwrap_or_default();
    let measured: Vec<(&str, f64)> = measured
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(figure, name)| (name, figure.parse().expect("a number before each name")))
        .collect();
    println!("\n{:>14} {:>14}  task", "instructions", "ceiling");
    let mut passed = measured.len() == counts.len();
    for one in counts {
        let known = measured.iter().find(|(name, _)| *name == one.name);
        let ceiling = known.map_or(0.0, |(_, figure)| figure * HEADROOM);
        let instructions = one.instructions as f64;
        let verdict = match instructions {
            _ if instructions > ceiling => ": TOO MANY",
            _ if instructions * HEADROOM * HEADROOM < ceiling => " (--update would lower it)",
            _ => "",
        };
        passed &= instructions <= ceiling;
        println!("{instructions:>14} {ceiling:>14.0}  {}{verdict}", one.name);
    }
    passed
}
