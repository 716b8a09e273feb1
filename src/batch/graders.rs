//! A whole bank compiled.

use crate::bank::Bank;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::grader::{Grader, GraderBuilder};
use std::collections::HashMap;
use std::sync::Arc;

/// A bank compiled into graders. Immutable, `Send + Sync`, cheap to clone.
///
/// Questions that cannot be graded do not stop the others: they are in [`faults`](Self::faults),
/// and an answer to one of them is an error of its row.
#[derive(Clone, Debug)]
pub struct Graders {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    bank: Bank,
    built: Vec<Result<Grader, Error>>,
    index: HashMap<String, usize>,
}

impl Graders {
    /// Compiles every question of the bank with the same settings.
    ///
    /// The graders know what the other questions are about: an answer that is nearer to one of them than to its own is
    /// held for an answer to that, and gets the flag [`OffTopic`](crate::report::Flag::OffTopic) where it covers nothing.
    /// Up to 128 questions to either side in the bank are compared. Costs what building each grader does.
    pub fn compile(builder: &GraderBuilder, bank: &Bank) -> Self {
        let questions = bank.questions();
        Self {
            inner: Arc::new(Inner {
                built: builder.build_bank(bank),
                index: questions
                    .iter()
                    .enumerate()
                    .map(|(index, question)| (question.id.clone(), index))
                    .collect(),
                bank: bank.clone(),
            }),
        }
    }

    /// Why questions could not be built, in the bank's order.
    pub fn faults(&self) -> impl Iterator<Item = &Error> {
        self.inner.built.iter().filter_map(|one| one.as_ref().err())
    }

    /// The grader of this question.
    pub fn get(&self, question_id: &str) -> Option<&Grader> {
        self.find(question_id).ok().map(|(_, grader)| grader)
    }

    /// The bank as it was compiled.
    pub fn bank(&self) -> &Bank {
        &self.inner.bank
    }

    /// A number for the bank's content, 16 hexadecimal digits: another one when anything in the
    /// bank changes.
    pub fn fingerprint(&self) -> String {
        let json = serde_json::to_string(&self.inner.bank).expect("a bank has JSON");
        format!("{:016x}", Fingerprint::new().with(json.as_bytes()).number())
    }

    /// Where the question stands in the bank and its grader, or why there is none.
    pub(crate) fn find(&self, question_id: &str) -> Result<(usize, &Grader), String> {
        let unknown = || Error::UnknownQuestion {
            id: question_id.to_owned(),
        };
        let &index = self
            .inner
            .index
            .get(question_id)
            .ok_or_else(|| unknown().to_string())?;
        match &self.inner.built[index] {
            Ok(grader) => Ok((index, grader)),
            Err(error) => Err(error.to_string()),
        }
    }
}
