//! Enums with stable text codes, as they stand in the database, in CSV files and in JSON.
use thiserror::Error;

/// A text that is not one of the codes of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{given}” không phải là mã {kind} hợp lệ")]
pub struct UnknownCode {
    /// Name of the enum, for example `Procedure`.
    pub kind: &'static str,
    /// What was given instead of a code.
    pub given: String,
}

/// Declares a public enum whose variants have a stable text code and, if wished, a Vietnamese label.
///
/// ```text
/// coded_enum! {
///     /// Half of a working day.
///     pub enum HalfDay {
///         Morning = "morning" / "buổi sáng",
///         Afternoon = "afternoon" / "buổi chiều",
///     }
/// }
/// ```
/// It gives `ALL`, `code()`, `FromStr`, `Display` (the code), serde and OpenAPI by code, and
/// `label()` when every variant has a label.
#[macro_export]
macro_rules! coded_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $code:tt / $label:literal),+ $(,)? }) => {
        $crate::coded_enum! {
            $(#[$meta])* pub enum $name { $(#[doc = $label] $variant = $code),+ }
        }

        impl $name {
            /// What people read, in Vietnamese, fit for the middle of a sentence.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:tt),+ $(,)? }) => {
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::serde::Serialize, ::serde::Deserialize, ::utoipa::ToSchema,
        )]
        $(#[$meta])*
        pub enum $name {
            $(
                $(#[$variant_meta])*
                #[doc = concat!("(code `", $code, "`)")]
                #[serde(rename = $code)]
                $variant,
            )+
        }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::text::codes::UnknownCode;

            fn from_str(given: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|one| one.code() == given).ok_or_else(|| {
                    $crate::text::codes::UnknownCode { kind: stringify!($name), given: given.to_owned() }
                })
            }
        }
    };
}
