//! The one error type: every variant says where, what was found and what is allowed.

/// Why a bank could not be read or a grader not be built.
///
/// Grading itself never fails. Messages are lower case without a full stop, and
/// count key points from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Read {
        /// The file as the caller named it.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file was read but is not what it should be.
    #[error("{place}: {message}")]
    Parse {
        /// File, line and column, as far as they are known.
        place: String,
        /// What was found and what is allowed.
        message: String,
    },
    /// Two questions of a bank share an id.
    #[error("question \"{id}\" stands twice in the bank: ids must differ")]
    DuplicateQuestion {
        /// The id.
        id: String,
    },
    /// An answer names a question that the bank does not have.
    #[error("question \"{id}\" is not in the bank")]
    UnknownQuestion {
        /// The id.
        id: String,
    },
    /// A question cannot be graded as it stands.
    #[error("question \"{id}\"{}: {message}", point(*.key_point))]
    BadQuestion {
        /// The question's id.
        id: String,
        /// The key point, counted from 0, where the fault is in one.
        key_point: Option<usize>,
        /// What was found and what is allowed.
        message: String,
    },
    /// A setting is outside its range.
    #[error("{name} is {found}, expected {allowed}")]
    BadSetting {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: String,
        /// The range.
        allowed: &'static str,
    },
}

fn point(index: Option<usize>) -> String {
    index.map_or_else(String::new, |index| format!(", key point {}", index + 1))
}

impl Error {
    /// A fault in a question, or in one of its key points (counted from 0).
    pub(crate) fn question(
        id: &str,
        key_point: impl Into<Option<usize>>,
        message: impl Into<String>,
    ) -> Self {
        Self::BadQuestion {
            id: id.to_owned(),
            key_point: key_point.into(),
            message: message.into(),
        }
    }
}
