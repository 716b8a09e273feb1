//! What the judge can be made to do without, to see what that is worth.

use super::Model;
use super::fit::Sample;
use super::logistic::Logistic;
use crate::knowledge::LeftOut;
use crate::matching::{Shape, Signals};

/// A signal, or several that make one idea.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    /// What to measure the samples without.
    pub(crate) knowledge: LeftOut,
    /// Takes it out of what was measured: a column that never changes gets no weight.
    clear: fn(&mut Signals, &mut Shape),
    /// Takes it out of a fitted model.
    adjust: fn(&mut Model),
}

impl Part {
    const fn cleared(name: &'static str, clear: fn(&mut Signals, &mut Shape)) -> Self {
        Self {
            name,
            knowledge: LeftOut::Nothing,
            clear,
            adjust: |_| {},
        }
    }

    /// The samples without it.
    pub(crate) fn clear(&self, samples: &[Sample]) -> Vec<Sample> {
        let mut samples = samples.to_vec();
        for sample in &mut samples {
            for (signals, _) in &mut sample.points {
                (self.clear)(signals, &mut sample.shape);
            }
        }
        samples
    }

    /// A judge fitted to such samples.
    pub(crate) fn fit<'a>(&self, samples: impl IntoIterator<Item = &'a Sample>) -> Model {
        let mut model = Model::fit(samples, format!("without {}", self.name));
        (self.adjust)(&mut model);
        model
    }
}

macro_rules! signals {
    ($($name:ident),*) => {
        [$(Part::cleared(stringify!($name), |signals, _| signals.$name = 0.0)),*]
    };
}

macro_rules! shapes {
    ($($name:ident: $plain:literal),*) => {
        [$(Part::cleared(stringify!($name), |_, shape| shape.$name = $plain)),*]
    };
}

/// Each signal of a key point.
pub(crate) const SIGNALS: [Part; 22] = signals![
    soft_window,
    soft_wide,
    word_window,
    mean_window,
    support_wide,
    support_oppose,
    rival,
    clause,
    letters,
    verbatim,
    restates,
    presupposed,
    number_conflict,
    oppose,
    oppose_topic,
    oppose_window,
    crossed,
    exchanged,
    confused,
    left_out,
    hedged,
    agree_window
];

/// Each figure of the answer's shape, with what a plain answer of some length has.
pub(crate) const SHAPES: [Part; 8] = shapes![
    borrowed: 0.0,
    fragments: 0.0,
    grammar: 1.0,
    repeated: 0.0,
    given: 0.0,
    size: 1.0,
    asks: 0.0,
    row: 0.0
];

/// What takes several signals, or is no signal but known while they are measured.
pub(crate) const WHOLES: [Part; 8] = [
    Part {
        name: "word vectors",
        knowledge: LeftOut::Vectors,
        clear: |signals, _| signals.mean_window = 0.0,
        adjust: |_| {},
    },
    Part {
        name: "slips of the pen",
        knowledge: LeftOut::Slips,
        clear: |_, _| {},
        adjust: |_| {},
    },
    Part {
        name: "subject",
        knowledge: LeftOut::Subject,
        clear: |_, _| {},
        adjust: |_| {},
    },
    Part {
        name: "contest",
        knowledge: LeftOut::Contest,
        clear: |_, _| {},
        adjust: |_| {},
    },
    Part::cleared("polarity", |signals, _| unsigned(signals)),
    Part::cleared("contradiction", |signals, _| {
        unsigned(signals);
        signals.number_conflict = 0.0;
    }),
    Part {
        name: "other points",
        knowledge: LeftOut::Nothing,
        clear: |_, _| {},
        adjust: |model| model.together = model.alone.clone(),
    },
    Part {
        name: "guard",
        knowledge: LeftOut::Nothing,
        clear: |_, _| {},
        adjust: |model| model.worthless = never(),
    },
];

fn unsigned(signals: &mut Signals) {
    *signals = Signals {
        support_oppose: 0.0,
        oppose: 0.0,
        oppose_topic: 0.0,
        oppose_window: 0.0,
        crossed: 0.0,
        exchanged: 0.0,
        confused: 0.0,
        hedged: 0.0,
        agree_window: 0.0,
        ..*signals
    };
}

fn never() -> Logistic {
    Logistic {
        intercept: f64::NEG_INFINITY,
        weights: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_can_be_left_out() {
        let names = |parts: &[Part]| -> Vec<&str> {
            let mut names: Vec<&str> = parts.iter().map(|part| part.name).collect();
            names.sort_unstable();
            names
        };
        let fields = |value: serde_json::Value| -> Vec<String> {
            let fields = value.as_object().expect("a struct is an object");
            let mut fields: Vec<String> = fields.keys().cloned().collect();
            fields.sort_unstable();
            fields
        };
        let signals = serde_json::to_value(Signals::default()).expect("plain data");
        assert_eq!(names(&SIGNALS), fields(signals));
        let shape = serde_json::to_value(Shape::default()).expect("plain data");
        assert_eq!(names(&SHAPES), fields(shape));
    }

    #[test]
    fn what_is_left_out_moves_nothing() {
        let part = SIGNALS
            .iter()
            .find(|part| part.name == "rival")
            .expect("a signal");
        let samples = |rivals: [f32; 3]| -> Vec<Sample> {
            let points = rivals.into_iter().zip([0.1, 0.5, 0.9]).zip([0, 1, 2]);
            let points = points.map(|((rival, soft_wide), mark)| {
                let signals = Signals {
                    rival,
                    soft_wide,
                    support_wide: soft_wide,
                    ..Signals::default()
                };
                (signals, Some(mark))
            });
            vec![Sample::of_points("1", points.collect())]
        };
        let (one, other) = (samples([0.2, 0.1, 0.9]), samples([0.8, 0.3, 0.4]));
        let judged = |model: &Model, samples: &[Sample]| samples[0].judge(model);
        assert_ne!(
            Model::fit(&one, ""),
            Model::fit(&other, ""),
            "the signal matters where it stays"
        );
        let (one, other) = (part.clear(&one), part.clear(&other));
        let (first, second) = (part.fit(&one), part.fit(&other));
        assert_eq!(first, second);
        assert_eq!(judged(&first, &one), judged(&second, &other));
        let coverages: Vec<f64> = judged(&first, &one).iter().map(|one| one.1).collect();
        assert!(
            coverages.is_sorted() && coverages[0] < coverages[2],
            "the others still tell: {coverages:?}"
        );
    }

    #[test]
    fn without_the_guard_nothing_is_worthless() {
        let guard = WHOLES
            .iter()
            .find(|part| part.name == "guard")
            .expect("a part");
        let pile = Shape {
            borrowed: 1.0,
            fragments: 1.0,
            repeated: 1.0,
            given: 1.0,
            size: 1.0,
            row: 1.0,
            ..Shape::default()
        };
        assert!(Model::shipped().worthless(&pile) > 0.5);
        assert_eq!(guard.fit(&[]).worthless(&pile), 0.0);
    }
}
