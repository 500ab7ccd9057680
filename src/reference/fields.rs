//! One CSV row as a serde value, so that every refusal names its column and what stands there.
use serde::de::value::{Error, MapDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

/// A field of a row with the name of its column.
#[derive(Clone, Copy)]
struct Field<'a> {
    column: &'a str,
    text: &'a str,
}

/// Reads a row by the names of its columns; an empty field is `None` for an optional value.
pub(super) fn read<T: DeserializeOwned>(columns: &csv::StringRecord, row: &csv::StringRecord) -> Result<T, String> {
    let fields = columns.iter().zip(row).map(|(column, text)| (column, Field { column, text }));
    T::deserialize(MapDeserializer::<_, Error>::new(fields)).map_err(|error| error.to_string())
}

impl Field<'_> {
    fn refuse(self, why: &impl std::fmt::Display) -> Error {
        let Self { column, text } = self;
        Error::custom(format!("cột “{column}” có giá trị “{text}” không hợp lệ: {why}"))
    }
}

impl<'de> IntoDeserializer<'de, Error> for Field<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($deserialize:ident, $visit:ident;)*) => {
        $(
            fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                let number = self.text.parse().map_err(|_| self.refuse(&"không phải số phù hợp"))?;
                visitor.$visit(number)
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Field<'de> {
    type Error = Error;

    numbers! {
        deserialize_u8, visit_u8;
        deserialize_u16, visit_u16;
        deserialize_u32, visit_u32;
        deserialize_u64, visit_u64;
        deserialize_i8, visit_i8;
        deserialize_i16, visit_i16;
        deserialize_i32, visit_i32;
        deserialize_i64, visit_i64;
        deserialize_f32, visit_f32;
        deserialize_f64, visit_f64;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str::<Error>(self.text).map_err(|error| self.refuse(&error))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.text.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let code: serde::de::value::StrDeserializer<'_, Error> = self.text.into_deserializer();
        code.deserialize_enum(name, variants, visitor)
            .map_err(|_| self.refuse(&format!("phải là {}", variants.join(", "))))
    }

    forward_to_deserialize_any! {
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}
