//! What a person sees of a running batch, on standard error.

use crate::{Outcome, files};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};
use yaodian::answers::Meter;
use yaodian::export::{Progress, Summary};

/// Says which rows failed and, where standard error is a terminal, how far the answers are read.
pub struct Watch {
    meter: Meter,
    bar: ProgressBar,
    quiet: bool,
    rows: u64,
    began: Instant,
    drawn: Instant,
}

/// Often enough to look alive.
const REDRAW: Duration = Duration::from_millis(100);

impl Watch {
    pub fn new(meter: Meter, quiet: bool) -> Self {
        let target = match quiet {
            true => ProgressDrawTarget::hidden(),
            false => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(meter.total(), target);
        let template = match meter.total() {
            Some(_) => "{msg}  {wide_bar:.green}  {percent:>3} %, {eta} left",
            None => "{spinner} {msg}",
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is well formed"));
        Self {
            meter,
            bar,
            quiet,
            rows: 0,
            began: Instant::now(),
            drawn: Instant::now(),
        }
    }

    pub fn see(&mut self, progress: Progress) {
        match progress {
            Progress::Failed(error) => {
                self.bar.suspend(|| files::say(format_args!("{error}")));
            }
            Progress::Rendering => self.bar.set_message("writing"),
            _ => {}
        }
        self.rows += 1;
        if self.drawn.elapsed() >= REDRAW && !self.bar.is_hidden() {
            self.drawn = Instant::now();
            let rate = self.rows as f64 / self.began.elapsed().as_secs_f64();
            self.bar
                .set_message(format!("{} rows, {rate:.0} rows/s", self.rows));
            self.bar.set_position(self.meter.position());
        }
    }

    /// Says how the run went.
    pub fn end(self, summary: &Summary) -> Outcome {
        self.bar.finish_and_clear();
        if !self.quiet {
            let resumed = match summary.resumed {
                0 => String::new(),
                resumed => format!(", {resumed} of them by the interrupted run"),
            };
            files::say(format_args!(
                "{} rows{resumed}: {} graded, {} failed, in {:.1} s ({:.0} rows/s)",
                summary.rows,
                summary.graded,
                summary.failures,
                summary.duration.as_secs_f64(),
                summary.rows_per_second(),
            ));
        }
        match summary.failures {
            0 => Outcome::Done,
            _ => Outcome::SomeFailed,
        }
    }
}
