//! Instructions instead of seconds: what a task costs, and that cost grows as a line.
//!
//! ```sh
//! cargo bench --bench instructions                # fails where a ceiling or a line is passed
//! cargo bench --bench instructions -- --update    # writes down what was counted as the new measure
//! ```
//!
//! The program starts itself under valgrind, which counts. What other programs do, and how fast the
//! machine is, changes nothing; another compiler or processor may change some percent.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints"
)]

#[path = "../devset/mod.rs"]
mod devset;

mod callgrind;
mod ceilings;
mod growth;
mod reading;
mod stages;

use std::process::ExitCode;

fn main() -> ExitCode {
    if callgrind::is_counting() {
        // The first task loads what a process loads once.
        stages::run();
        growth::run();
        reading::run();
        return ExitCode::SUCCESS;
    }
    let update = std::env::args().any(|argument| argument == "--update");
    let counts = match callgrind::count_this_program() {
        Ok(counts) => counts,
        Err(error) => {
            eprintln!("instructions: {error}");
            return ExitCode::from(2);
        }
    };
    let (stages, lines): (Vec<_>, Vec<_>) = counts.into_iter().partition(|one| one.size == 0);
    let mut passed = growth::check(&lines);
    if update {
        ceilings::write(&stages);
    } else {
        passed &= ceilings::check(&stages);
    }
    stages::print_ratios(&stages);
    if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
