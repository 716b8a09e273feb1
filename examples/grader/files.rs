//! Streams and files as every command uses them.

use anyhow::{Context as _, bail};
use same_file::Handle;
use std::fmt::Arguments;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use yaodian::agreement::{self, Marked, MarkedBank};
use yaodian::report::TextStyle;
use yaodian::{Bank, Error, Import};

/// Standard output, without colours where they are not wanted.
pub fn stdout() -> impl io::Write {
    anstream::stdout().lock()
}

/// A message on standard error; one that cannot be written is lost, not fatal.
pub fn say(message: Arguments) {
    let _ = writeln!(io::stderr().lock(), "grader: {message}");
}

/// Whether a run ended because whoever read our output closed it, as `head` does.
pub fn reader_left(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|cause| cause.kind() == ErrorKind::BrokenPipe)
    })
}

/// As wide as the terminal, but no wider than is good to read; 100 columns in a file or pipe.
pub fn style() -> TextStyle {
    TextStyle {
        width: comfy_table::Table::new()
            .width()
            .map_or(100, |width| usize::from(width).min(120)),
        ansi: true,
    }
}

/// The text of a file, or of standard input for `-`.
pub fn read(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let read = match path.as_os_str() == "-" {
        true => io::stdin().lock().read_to_end(&mut bytes).map(drop),
        false => std::fs::read(path).map(|found| bytes = found),
    };
    let name = path.display();
    read.with_context(|| name.to_string())?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].split(|&b| b == b'\n').count();
        anyhow::anyhow!("{name}: line {line} is not UTF-8 text")
    })
}

/// The marked answers of a file.
pub fn marked(path: &Path) -> anyhow::Result<Vec<Marked>> {
    agreement::read(&read(path)?).with_context(|| path.display().to_string())
}

/// Banks and the marked answers to each, a file after the other.
pub fn marked_banks(paths: &[PathBuf]) -> anyhow::Result<Vec<MarkedBank>> {
    let pairs = paths.chunks_exact(2);
    pairs
        .map(|pair| {
            Ok(MarkedBank {
                bank: bank(&pair[0])?,
                marked: marked(&pair[1])?,
            })
        })
        .collect()
}

/// The bank of a file; what was passed over on the way is said.
pub fn bank(path: &Path) -> anyhow::Result<Bank> {
    let name = path.display();
    let Import { bank, warnings } = Bank::open(path).map_err(|error| match error {
        Error::Read { .. } | Error::Parse { .. } => anyhow::Error::from(error),
        error => anyhow::Error::from(error).context(name.to_string()),
    })?;
    for warning in warnings {
        say(format_args!("warning: {name}: {warning}"));
    }
    Ok(bank)
}

/// Refuses to write over what is read: a file by whatever name or link, or one of a folder.
pub fn keep_inputs<'a>(
    out: Option<&Path>,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> anyhow::Result<()> {
    let Some(path) = out else { return Ok(()) };
    // Two devices, such as terminals, lose nothing by being the same.
    if !path.is_file() {
        return Ok(());
    }
    let broken = || path.display().to_string();
    let out = Handle::from_path(path).with_context(broken)?;
    let real = path.canonicalize().with_context(broken)?;
    for input in inputs {
        let handle = match input.as_os_str() == "-" {
            true => Handle::stdin(),
            false => Handle::from_path(input),
        };
        // An input that cannot be opened is told of by whoever reads it.
        let same = handle.is_ok_and(|input| input == out);
        if same
            || input
                .canonicalize()
                .is_ok_and(|input| real.starts_with(input))
        {
            bail!(
                "{}: is an input of this run, expected another file to write to",
                path.display()
            );
        }
    }
    Ok(())
}

/// Writes to a file, or to standard output.
pub fn write(path: Option<&Path>, text: &str) -> anyhow::Result<()> {
    match path {
        None => stdout().write_all(text.as_bytes())?,
        Some(path) => std::fs::write(path, text).with_context(|| path.display().to_string())?,
    }
    Ok(())
}
