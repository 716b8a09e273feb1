//! Counts the instructions of parts of this program by running it again under valgrind.

use std::hint::black_box;
use std::process::{Command, Stdio};

/// One counted task; of a task whose growth matters, at one size.
pub struct Count {
    pub name: String,
    /// 0 where the task has one size only.
    pub size: usize,
    pub instructions: u64,
}

/// Set in the run that valgrind watches.
const COUNTING: &str = "YAODIAN_BENCH_COUNTING";

/// [`counted`] as callgrind calls it.
const COUNTED: &str = "instructions::callgrind::counted";

pub fn is_counting() -> bool {
    std::env::var_os(COUNTING).is_some()
}

/// Runs the task under the eyes of callgrind and tells the watching process which one it was.
pub fn count(name: &str, size: usize, mut task: impl FnMut()) {
    counted(&mut task);
    println!("{name}\t{size}");
}

/// Callgrind is told to count inside this function only, and to write its sum down at the end of it.
#[inline(never)]
fn counted(task: &mut dyn FnMut()) {
    task();
    // A call that ends a function can become a jump, of which callgrind sees no end.
    black_box(());
}

pub fn count_this_program() -> Result<Vec<Count>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let sums = folder.path().join("sums");
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--combine-dumps=yes"])
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--dump-after={COUNTED}"))
        .arg(format!("--callgrind-out-file={}", sums.display()))
        .arg(program)
        .env(COUNTING, "1")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("valgrind does not start ({error}); it has to be installed"))?;
    if !output.status.success() {
        return Err(format!("valgrind ended with {}", output.status));
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let tasks: Vec<(&str, usize)> = told
        .lines()
        .map(|line| {
            let (name, size) = line.split_once('\t').expect("a name and a size");
            (name, size.parse().expect("a size is a number"))
        })
        .collect();
    let sums = std::fs::read_to_string(&sums).map_err(|error| error.to_string())?;
    let sums: Vec<u64> = sums
        .lines()
        .filter_map(|line| line.strip_prefix("totals: "))
        .map(|sum| sum.trim().parse().expect("callgrind writes a number"))
        .collect();
    // The last sum is of what came after the last task: nothing.
    if sums.len() != tasks.len() + 1 || sums[..tasks.len()].contains(&0) {
        return Err(format!(
            "{} tasks, but callgrind wrote {sums:?}",
            tasks.len()
        ));
    }
    Ok(tasks
        .into_iter()
        .zip(sums)
        .map(|((name, size), instructions)| Count {
            name: name.to_owned(),
            size,
            instructions,
        })
        .collect())
}
