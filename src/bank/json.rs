//! Bank JSON: a list of questions whose key points are texts or objects.

use super::{Bank, Import, KeyPoint, Question, Rules, Warning, draft};
use crate::Error;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_ignored::Path;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

impl Bank {
    /// Reads bank JSON; [`Bank::from_bytes`] also tells what it ignored.
    ///
    /// Key points that a question lacks are drafted from its reference answer, marked `derived`.
    ///
    /// # Errors
    ///
    /// [`Error::Parse`] with line and column when the text is not bank JSON, and those of [`Bank::new`].
    pub fn from_json(json: &str) -> Result<Self, Error> {
        read(json).map(|import| import.bank)
    }

    /// The bank as JSON that [`Bank::from_json`] reads back to the same bank.
    pub fn to_json(&self) -> String {
        let mut json =
            serde_json::to_string_pretty(self).expect("a bank has only text keys and plain values");
        json.push('\n');
        json
    }
}

/// Reads bank JSON, unknown fields as warnings.
pub(super) fn read(json: &str) -> Result<Import, Error> {
    if json.trim().is_empty() {
        return Err(Error::Parse {
            place: "line 1".to_owned(),
            message: "the text is empty, expected a list of questions".to_owned(),
        });
    }
    if json.trim_start().starts_with('{') {
        return Err(Error::Parse {
            place: "line 1".to_owned(),
            message:
                "found an object, expected a list of questions: [{\"id\": …, \"question\": …}]"
                    .to_owned(),
        });
    }
    let (fields, unread) = list::<Fields>(json).map_err(|error| located(json, &error))?;
    let (rules, unruled) = list::<Rules>(json).map_err(|error| located(json, &error))?;
    let questions: Vec<Question> = fields
        .into_iter()
        .zip(rules)
        .map(|(fields, rules)| fields.with(rules))
        .collect();
    let ids: Vec<String> = questions.iter().map(|one| one.id.clone()).collect();
    let mut warnings = unknown(&unread, &unruled, &ids);
    let mut bank = Bank::new(questions).map_err(|error| misspelt(error, &unread, &ids))?;
    draft::complete(&mut bank.questions, |_| None, &mut warnings);
    Ok(Import { bank, warnings })
}

/// A question as its own fields stand in JSON: [`Rules`] reads the others beside it, because
/// serde's `flatten` would hide which fields nobody reads.
#[derive(Deserialize)]
struct Fields {
    #[serde(deserialize_with = "text_or_number")]
    id: String,
    question: String,
    #[serde(default)]
    reference: Option<String>,
    #[serde(default)]
    key_points: Option<Vec<KeyPoint>>,
    #[serde(default)]
    max_score: Option<f64>,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    analysis: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

impl Fields {
    fn with(self, rules: Rules) -> Question {
        Question {
            id: self.id,
            question: self.question,
            reference: self.reference.unwrap_or_default(),
            key_points: self.key_points.unwrap_or_default(),
            max_score: self.max_score,
            section: self.section,
            analysis: self.analysis,
            lang: self.lang,
            source: self.source,
            rules,
        }
    }
}

impl<'de> Deserialize<'de> for Question {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let fields = Fields::deserialize(&value).map_err(de::Error::custom)?;
        let rules = Rules::deserialize(&value).map_err(de::Error::custom)?;
        Ok(fields.with(rules))
    }
}

impl<'de> Deserialize<'de> for KeyPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = KeyPoint;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key point as a text or an object")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<KeyPoint, E> {
                Ok(KeyPoint::new(text))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<KeyPoint, A::Error> {
                // The derived one, which reads objects.
                KeyPoint::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(Form)
    }
}

/// A point that is nothing but its text is written as that text.
impl Serialize for KeyPoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::new(self.text.as_str()) {
            return serializer.serialize_str(&self.text);
        }
        Self::serialize(self, serializer)
    }
}

/// A key point may also be its text alone; an object needs one.
#[cfg(feature = "schema")]
pub(super) fn text_or_object(schema: &mut schemars::Schema) {
    let mut object = std::mem::take(schema);
    object.insert("required".to_owned(), serde_json::json!(["text"]));
    if let Some(text) = object.pointer_mut("/properties/text") {
        text.as_object_mut().map(|text| text.remove("default"));
    }
    *schema = schemars::json_schema!({ "anyOf": [{ "type": "string" }, object] });
}

#[cfg(feature = "schema")]
pub(super) fn text_or_number_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": ["string", "number"] })
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Id;
    impl Visitor<'_> for Id {
        type Value = String;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an id as a text or a number")
        }
        fn visit_str<E: de::Error>(self, id: &str) -> Result<String, E> {
            Ok(id.to_owned())
        }
        fn visit_u64<E: de::Error>(self, id: u64) -> Result<String, E> {
            Ok(id.to_string())
        }
        fn visit_i64<E: de::Error>(self, id: i64) -> Result<String, E> {
            Ok(id.to_string())
        }
        fn visit_f64<E: de::Error>(self, id: f64) -> Result<String, E> {
            Ok(id.to_string())
        }
    }
    deserializer.deserialize_any(Id)
}

/// Names from the list down to a field.
type Steps = Vec<String>;

fn list<T: DeserializeOwned>(json: &str) -> Result<(Vec<T>, BTreeSet<Steps>), serde_json::Error> {
    let mut ignored = BTreeSet::new();
    let mut reader = serde_json::Deserializer::from_str(json);
    let list = serde_ignored::deserialize(&mut reader, |path| {
        let mut steps = Vec::new();
        collect(&path, &mut steps);
        ignored.insert(steps);
    })?;
    reader.end()?;
    Ok((list, ignored))
}

fn collect(path: &Path, steps: &mut Steps) {
    match path {
        Path::Root => {}
        Path::Seq { parent, index } => {
            collect(parent, steps);
            steps.push(index.to_string());
        }
        Path::Map { parent, key } => {
            collect(parent, steps);
            steps.push(key.clone());
        }
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => collect(parent, steps),
    }
}

/// One warning a name that neither reader takes, with its first place and how many more there are.
fn unknown(one: &BTreeSet<Steps>, other: &BTreeSet<Steps>, ids: &[String]) -> Vec<Warning> {
    let left = |steps: &Steps, by: &BTreeSet<Steps>| {
        (1..=steps.len()).any(|length| by.contains(&steps[..length]))
    };
    let mut paths: Vec<&Steps> = one.iter().filter(|steps| left(steps, other)).collect();
    paths.extend(
        other
            .iter()
            .filter(|steps| !one.contains(*steps) && left(steps, one)),
    );
    let indices = |steps: &Steps| -> Vec<usize> {
        steps.iter().filter_map(|step| step.parse().ok()).collect()
    };
    paths.sort_by_key(|steps| indices(steps));
    let mut names: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut firsts = Vec::new();
    for steps in paths {
        let name: Vec<&str> = steps
            .iter()
            .map(String::as_str)
            .filter(|step| step.parse::<usize>().is_err())
            .collect();
        let count = names.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            firsts.push((name, indices(steps)));
        }
    }
    firsts
        .into_iter()
        .map(|(name, indices)| {
            let id = indices.first().and_then(|&index| ids.get(index));
            let mut message = format!("question \"{}\"", id.map_or("", String::as_str));
            if let (Some(&"key_points"), Some(point)) = (name.first(), indices.get(1)) {
                message += &format!(", key point {}", point + 1);
            }
            message += &format!(
                ": the field \"{}\" is unknown and ignored",
                name.last().unwrap_or(&"")
            );
            match names[&name] - 1 {
                0 => {}
                more => message += &format!(", and so {more} times more"),
            }
            Warning {
                line: None,
                message,
            }
        })
        .collect()
}

/// Names the unknown fields of a faulty key point too: what it lacks may stand in one.
fn misspelt(error: Error, unread: &BTreeSet<Steps>, ids: &[String]) -> Error {
    let Error::BadQuestion {
        id,
        key_point: Some(point),
        mut message,
    } = error
    else {
        return error;
    };
    let is = |step: &str, index: usize| step.parse() == Ok(index);
    let fields: Vec<&str> = unread
        .iter()
        .filter_map(|steps| match steps.as_slice() {
            [question, list, at, field] if list == "key_points" && is(at, point) => {
                let index = ids.iter().position(|one| *one == id)?;
                is(question, index).then_some(field.as_str())
            }
            _ => None,
        })
        .collect();
    if !fields.is_empty() {
        message += &format!(" (unknown fields: {})", fields.join(", "));
    }
    Error::question(&id, point, message)
}

/// Names line and column and, where the text is JSON at all, question and key point.
fn located(json: &str, error: &serde_json::Error) -> Error {
    // serde_json counts bytes; an editor counts characters.
    let line = json
        .split('\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let before = |at: &usize| *at < error.column();
    let column = line
        .char_indices()
        .map(|(at, _)| at)
        .take_while(before)
        .count();
    let mut place = format!("line {}, column {column}", error.line());
    let questions: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let faulty = questions
        .iter()
        .enumerate()
        .find(|(_, value)| Question::deserialize(*value).is_err());
    if let Some((index, value)) = faulty {
        place += &match value.get("id").and_then(|id| text_or_number(id).ok()) {
            Some(id) => format!(", question \"{id}\""),
            None => format!(", question {}", index + 1),
        };
        let points = value.get("key_points").and_then(|points| points.as_array());
        if let Some(point) = points
            .into_iter()
            .flatten()
            .position(|point| <KeyPoint as Deserialize>::deserialize(point).is_err())
        {
            place += &format!(", key point {}", point + 1);
        }
    }
    let message = error.to_string();
    let message = match message.rsplit_once(" at line ") {
        Some((message, _)) => plain(message),
        None => plain(&message),
    };
    Error::Parse { place, message }
}

/// serde's message in words for those who write banks.
fn plain(message: &str) -> String {
    let Some((found, expected)) = ["invalid type: ", "invalid value: "]
        .into_iter()
        .find_map(|fault| message.strip_prefix(fault))
        .and_then(|message| message.rsplit_once(", expected "))
    else {
        return message.to_owned();
    };
    let found = match found.split_once(' ') {
        None if found == "sequence" => "a list".to_owned(),
        None if found == "map" => "an object".to_owned(),
        Some(("string", text)) => format!("the text {text}"),
        _ => found.rsplit(' ').next().unwrap_or(found).replace('`', ""),
    };
    let expected = match expected {
        "a string" => "a text",
        "a sequence" => "a list",
        "a boolean" => "true or false",
        "f64" => "a number",
        "usize" => "a whole number from 0 on",
        name if name.starts_with("struct ") => "an object",
        other => other,
    };
    format!("found {found}, expected {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_their_place() {
        let question =
            |fields: &str| format!("[\n {{\"id\":\"q7\",\"question\":\"问\",{fields}}}\n]");
        let cases = [
            (
                "empty",
                String::new(),
                "line 1: the text is empty, expected a list of questions",
            ),
            (
                "broken",
                "[\n {\"id\": }]".to_owned(),
                "line 2, column 9: expected value",
            ),
            (
                "not a list",
                "{\"questions\":[]}".to_owned(),
                "line 1: found an object, expected a list of questions: [{\"id\": …, \"question\": …}]",
            ),
            (
                "cut off",
                "[{\"id\":1,\"question\":\"问\"}".to_owned(),
                "line 1, column 24: EOF while parsing a list",
            ),
            (
                "more after the list",
                "[] []".to_owned(),
                "line 1, column 4: trailing characters",
            ),
            (
                "no id",
                "[{\"id\":1,\"question\":\"问\"},\n{\"question\":\"问\"}]".to_owned(),
                "line 2, column 16, question 2: missing field `id`",
            ),
            (
                "no question",
                "[{\"id\":7}]".to_owned(),
                "line 1, column 9, question \"7\": missing field `question`",
            ),
            (
                "id of another type",
                "[{\"id\":[],\"question\":\"问\"}]".to_owned(),
                "line 1, column 9, question 1: found a list, expected an id as a text or a number",
            ),
            (
                "blank id",
                "[{\"id\":\" \",\"question\":\"问\"}]".to_owned(),
                "question \" \": its id is blank, expected a text or a number",
            ),
            (
                "blank question",
                "[{\"id\":\"q7\",\"question\":\"\\n\"}]".to_owned(),
                "question \"q7\": its text is blank, expected the question as candidates read it",
            ),
            (
                "point of another type",
                question("\"key_points\":[\"a\",3]"),
                "line 2, column 46, question \"q7\", key point 2: found 3, expected a key point as a text or an object",
            ),
            (
                "weight of another type",
                question("\"key_points\":[{\"text\":\"a\",\"weight\":\"2\"}]"),
                "line 2, column 65, question \"q7\", key point 1: found the text \"2\", expected a number",
            ),
            (
                "blank point",
                question("\"key_points\":[\"a\",\" \"]"),
                "question \"q7\", key point 2: its text is blank, expected what a marker looks for",
            ),
            (
                "point without text",
                question("\"key_points\":[{\"weight\":2}]"),
                "question \"q7\", key point 1: its text is blank, expected what a marker looks for",
            ),
            (
                "point with a misspelt text",
                question("\"key_points\":[\"a\",{\"txt\":\"y\",\"wieght\":2}]"),
                "question \"q7\", key point 2: its text is blank, expected what a marker looks for (unknown fields: txt, wieght)",
            ),
            (
                "points in no list",
                question("\"key_points\":\"a, b\""),
                "line 2, column 46, question \"q7\": found the text \"a, b\", expected a list",
            ),
            (
                "strict is no flag",
                question("\"key_points\":[{\"text\":\"a\",\"strict\":1}]"),
                "line 2, column 63, question \"q7\", key point 1: found 1, expected true or false",
            ),
            (
                "index below 0",
                question("\"exclusive\":[[0,-1]]"),
                "line 2, column 45, question \"q7\": found -1, expected a whole number from 0 on",
            ),
            (
                "group of another type",
                question("\"groups\":[true]"),
                "line 2, column 41, question \"q7\": found true, expected an object",
            ),
            (
                "no text",
                question("\"reference\":{}"),
                "line 2, column 39, question \"q7\": found an object, expected a text",
            ),
            (
                "blank alias",
                question("\"key_points\":[{\"text\":\"a\",\"aliases\":[\"b\",\"\"]}]"),
                "question \"q7\", key point 1: alias 2 is blank, expected another wording",
            ),
            (
                "negative weight",
                question("\"key_points\":[{\"text\":\"a\",\"weight\":-1}]"),
                "question \"q7\", key point 1: weight is -1, expected a finite number above 0",
            ),
            (
                "worth nothing",
                question("\"max_score\":0"),
                "question \"q7\": max_score is 0, expected a finite number above 0",
            ),
            (
                "endless weight",
                question("\"key_points\":[{\"text\":\"a\",\"weight\":1e999}]"),
                "line 2, column 67: number out of range",
            ),
            (
                "two of one id",
                "[{\"id\":1,\"question\":\"问\"},{\"id\":\"1\",\"question\":\"答\"}]".to_owned(),
                "question \"1\" stands twice in the bank: ids must differ",
            ),
            (
                "nested without end",
                "[".repeat(100_000),
                "line 1, column 3: found a list, expected an id as a text or a number",
            ),
        ];
        for (name, json, expected) in cases {
            match Bank::from_json(&json) {
                Ok(_) => panic!("{name}: no error"),
                Err(error) => assert_eq!(error.to_string(), expected, "{name}"),
            }
        }
    }

    #[test]
    fn unknown_fields_are_warnings() {
        let json = r#"[
            {"id": 1, "question": "a", "key_points": ["x", {"text": "y", "wieght": 2}]},
            {"id": 2, "question": "b", "answer": "c", "key_points": [{"text": "y", "wieght": 2}]},
            {"id": 3, "question": "c", "reference": null, "key_points": null}
        ]"#;
        let import = read(json).unwrap();
        let messages: Vec<String> = import.warnings.iter().map(Warning::to_string).collect();
        assert_eq!(
            messages,
            [
                "question \"1\", key point 2: the field \"wieght\" is unknown and ignored, and so 1 times more",
                "question \"2\": the field \"answer\" is unknown and ignored",
                "question \"3\" has neither key points nor a reference answer: it cannot be graded",
            ]
        );
    }

    #[test]
    fn plain_points_are_written_as_text() {
        let json = Bank::from_json(
            r#"[{"id": 1.5, "question": "a", "key_points": ["x", {"text": "y", "strict": true}]}]"#,
        )
        .unwrap()
        .to_json();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value[0]["id"], "1.5");
        assert_eq!(
            value[0]["key_points"],
            serde_json::json!(["x", {"text": "y", "strict": true}])
        );
    }
}
