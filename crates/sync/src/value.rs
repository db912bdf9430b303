//! A value of a field, as the device wrote it.
//!
//! Values travel as JSON text and keep it byte for byte: the digest that a deletion carries is taken over these
//! bytes, and an object re-written with its keys in another order would have another digest.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use std::sync::Arc;

/// JSON text of one value.
#[derive(Clone)]
pub struct Value(Arc<str>);

impl Value {
    /// `null`.
    pub fn null() -> Self {
        Self(Arc::from("null"))
    }

    /// A text.
    pub fn text(text: &str) -> Self {
        Self(serde_json::Value::from(text).to_string().into())
    }

    /// A number.
    pub fn number(number: i64) -> Self {
        Self(number.to_string().into())
    }

    /// True or false.
    pub fn flag(flag: bool) -> Self {
        Self(Arc::from(if flag { "true" } else { "false" }))
    }

    /// A list of texts.
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let list: Vec<serde_json::Value> = texts.into_iter().map(Into::into).collect();
        Self(serde_json::Value::from(list).to_string().into())
    }

    /// What `json` holds, or nothing when it is no JSON.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str::<&RawValue>(json).ok().map(|raw| Self(raw.get().into()))
    }

    pub(crate) fn from_raw(raw: &RawValue) -> Self {
        Self(raw.get().into())
    }

    /// The JSON text.
    pub fn json(&self) -> &str {
        &self.0
    }

    /// The text, when it is one.
    pub fn as_text(&self) -> Option<String> {
        if !self.0.starts_with('"') {
            return None;
        }
        serde_json::from_str(&self.0).ok()
    }

    /// The texts, when it is a list of texts.
    pub fn as_texts(&self) -> Option<Vec<String>> {
        if !self.0.starts_with('[') {
            return None;
        }
        serde_json::from_str(&self.0).ok()
    }

    /// The flag, when it is one.
    pub fn as_flag(&self) -> Option<bool> {
        match &*self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// `null`.
    pub fn is_null(&self) -> bool {
        &*self.0 == "null"
    }

    /// Nothing was typed: `null` or an empty text.
    pub fn is_blank(&self) -> bool {
        self.is_null() || &*self.0 == "\"\""
    }

    /// The same for two ways of writing one value: keys sorted, no white space, escapes unified.
    pub fn canonical(&self) -> String {
        match serde_json::from_str::<serde_json::Value>(&self.0) {
            Ok(value) => value.to_string(),
            Err(_) => self.0.to_string(),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || {
            let plain = |text: &str| !text.starts_with(['{', '[']) && !text.contains('\\');
            !(plain(&self.0) && plain(&other.0)) && self.canonical() == other.canonical()
        }
    }
}

impl Eq for Value {}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.0.to_string()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|raw| Self(raw.get().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_in_two_spellings_is_equal() {
        let value = |json| Value::from_json(json).unwrap();
        assert_eq!(value(r#"{"a":1,"b":[2]}"#), value(r#"{"b": [2], "a": 1}"#));
        assert_eq!(value(r#""\u5f20""#), value("\"张\""));
        assert_ne!(value("1"), value("2"));
        assert_ne!(value("\"1\""), value("1"));
        assert_ne!(value("[1,2]"), value("[2,1]"));
        assert!(Value::from_json("{").is_none());
    }

    #[test]
    fn the_text_is_kept_byte_for_byte() {
        let text = r#"{"b":1,"a":"x"}"#;
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }
}
