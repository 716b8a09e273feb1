//! JSON Schema of what is read and written, made from the types.

use crate::{Bank, Report};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

/// The schema of bank JSON.
pub fn bank() -> String {
    written::<Bank>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of one line of report JSON.
pub fn report() -> String {
    written::<Report>(SchemaSettings::draft2020_12().for_serialize())
}

fn written<T: JsonSchema>(settings: SchemaSettings) -> String {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}
