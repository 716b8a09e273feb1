//! The rules markers use to turn statuses into a score, as plain data.

use serde::{Deserialize, Serialize};

/// How a question's points add up. The default is the weighted sum, half for a partly covered point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {}
