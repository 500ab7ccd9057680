//! How our own types stand in columns: moments as `TIMESTAMP`, seconds as `INTEGER`, sealed values and coded
//! enums as `TEXT`.
use chrono::NaiveDateTime;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types;

use crate::clock::Timestamp;
use crate::sealed::Sealed;
use crate::seconds::{Seconds, TimeOfDay};

/// Makes a type usable as a column value and as a bound value; the type itself brings `FromSql` and `ToSql`.
#[macro_export]
macro_rules! column_type {
    (@all [$($generic:ident)?] $kind:ty, $sql:ty) => {
        $crate::column_type!(@bound [$($generic)?] $kind, $sql);
        $crate::column_type!(@bound [$($generic)?] $kind, diesel::sql_types::Nullable<$sql>);
        impl<$($generic,)? DB> diesel::serialize::ToSql<diesel::sql_types::Nullable<$sql>, DB> for $kind
        where
            DB: diesel::backend::Backend,
            Self: diesel::serialize::ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<$sql, DB>::to_sql(self, out)
            }
        }
        impl<$($generic,)? DB, ST> diesel::deserialize::Queryable<ST, DB> for $kind
        where
            DB: diesel::backend::Backend,
            ST: diesel::sql_types::SingleValue,
            Self: diesel::deserialize::FromSql<ST, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> diesel::deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
    (@bound [$($generic:ident)?] $own:ty, $sql:ty) => {
        impl<$($generic)?> diesel::expression::AsExpression<$sql> for $own {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
        impl<'expr $(, $generic)?> diesel::expression::AsExpression<$sql> for &'expr $own {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }
    };
    ($kind:ty, $sql:ty) => {
        $crate::column_type!(@all [] $kind, $sql);
    };
}

/// Stores a coded enum by its code. Used in the `store.rs` of the noun that owns the enum.
#[macro_export]
macro_rules! stored_code {
    ($($kind:ty),+ $(,)?) => {$(
        $crate::column_type!($kind, diesel::sql_types::Text);
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $kind
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self.code(), out)
            }
        }
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $kind
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                Ok(text.parse()?)
            }
        }
    )+};
}

/// Stores a newtype as the number it holds: an `i64`, unless another pair of Rust and SQL types is named.
#[macro_export]
macro_rules! stored_number {
    ($kind:ty) => {
        $crate::stored_number!($kind, i64, diesel::sql_types::BigInt);
    };
    ($kind:ty, $number:ty, $sql:ty) => {
        $crate::column_type!($kind, $sql);
        impl<DB> diesel::serialize::ToSql<$sql, DB> for $kind
        where
            DB: diesel::backend::Backend,
            $number: diesel::serialize::ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <$number as diesel::serialize::ToSql<$sql, DB>>::to_sql(&self.0, out)
            }
        }
        impl<DB> diesel::deserialize::FromSql<$sql, DB> for $kind
        where
            DB: diesel::backend::Backend,
            $number: diesel::deserialize::FromSql<$sql, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <$number as diesel::deserialize::FromSql<$sql, DB>>::from_sql(bytes).map(Self)
            }
        }
    };
}

column_type!(Timestamp, sql_types::Timestamp);
column_type!(@all [T] Sealed<T>, sql_types::Text);
stored_number!(Seconds, i32, sql_types::Integer);
stored_number!(TimeOfDay, i32, sql_types::Integer);

impl<DB> ToSql<sql_types::Timestamp, DB> for Timestamp
where
    DB: Backend,
    NaiveDateTime: ToSql<sql_types::Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_stored().to_sql(out)
    }
}

impl<DB> FromSql<sql_types::Timestamp, DB> for Timestamp
where
    DB: Backend,
    NaiveDateTime: FromSql<sql_types::Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self::from_stored)
    }
}

impl<T, DB> ToSql<sql_types::Text, DB> for Sealed<T>
where
    DB: Backend,
    str: ToSql<sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_stored().to_sql(out)
    }
}

impl<T, DB> FromSql<sql_types::Text, DB> for Sealed<T>
where
    DB: Backend,
    String: FromSql<sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Self::stored)
    }
}
