//! Vietnamese text: codes, search keys, names, phones, personal numbers and dates.
pub mod codes;
pub mod date_block;
pub mod date_words;
pub mod dates;
pub mod fold;
pub mod form;
pub mod groups;
pub mod lines;
pub mod lunar;
pub mod messages;
pub mod names;
pub mod personal_numbers;
pub mod phones;
pub mod plain;
pub mod said;
pub mod short;
