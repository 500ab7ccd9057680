//! What was sealed opens where it belongs and nowhere else.
use super::*;
use serde::Deserialize;

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Name(String);
impl Sealable for Name {
    const PURPOSE: &'static str = "test.name";
}

#[derive(Serialize, Deserialize, Debug)]
struct Phone(String);
impl Sealable for Phone {
    const PURPOSE: &'static str = "test.phone";
}

fn vault(key: &str) -> Vault {
    Vault::new(key, Dice::seeded(1))
}

#[test]
fn what_was_sealed_opens_with_the_same_key_only() {
    let name = Name("Nguyễn Thị Hòa".into());
    let sealed = vault("a").seal(&vault("a").unnamed_key(), &name);
    assert!(!sealed.as_stored().contains("Nguy"));
    assert_eq!(vault("a").unseal(&sealed).unwrap(), name);
    assert!(vault("b").unseal(&sealed).is_err());
    assert_eq!(format!("{sealed:?}"), "Sealed(…)");
}

#[test]
fn a_sealed_text_is_of_no_use_in_another_column_nor_when_damaged() {
    let vault = vault("a");
    let sealed = vault.seal(&vault.unnamed_key(), &Name("Hòa".into()));
    assert!(vault.unseal(&Sealed::<Phone>::stored(sealed.text.clone())).is_err());
    for broken in ["", "s1.", "s1.AAAA", &sealed.text[..sealed.text.len() - 2], "đ"] {
        assert!(vault.unseal(&Sealed::<Name>::stored(broken.into())).is_err());
    }
}

#[test]
fn equal_values_have_equal_hashes_and_different_sealed_texts() {
    let vault = vault("a");
    let name = Name("Hòa".into());
    let key = vault.unnamed_key();
    assert_ne!(vault.seal(&key, &name).text, vault.seal(&key, &name).text);
    assert_eq!(vault.lookup("p", &["x"]), vault.lookup("p", &["x"]));
    assert_ne!(vault.lookup("p", &["ab", "c"]), vault.lookup("p", &["a", "bc"]));
    assert_ne!(vault.lookup("p", &["x"]), vault.lookup("q", &["x"]));
}
#[test]
fn a_text_belongs_to_its_key_and_a_wrapped_key_to_its_parent() {
    let vault = vault("a");
    let (month, case, other) = (vault.new_key("2026-11"), vault.new_key("K7MQ-2XPT"), vault.new_key("B"));
    for key in [&month, &case, &other] {
        vault.ring().keep(key.clone());
    }
    let sealed = vault.seal(&case, &Name("Hòa".into()));
    assert_eq!((vault.unseal(&sealed).unwrap(), sealed.key_id()), (Name("Hòa".into()), case.id()));
    let again = vault.seal_like(&sealed, &Phone("0912".into())).unwrap();
    assert_eq!(again.key_id(), case.id());
    assert!(vault.unseal(&sealed.clone().of_row(case.id().unwrap())).is_ok());
    assert!(vault.unseal(&sealed.clone().of_row(other.id().unwrap())).is_err());
    let renamed = sealed.text.replace(case.id().unwrap(), other.id().unwrap());
    assert!(vault.unseal(&Sealed::<Name>::stored(renamed)).is_err());
    let wrapped = vault.wrap(&case, Some(&month));
    assert!(vault.ring().unwrap_key(case.id().unwrap(), &wrapped, Some(&month)).is_some());
    assert!(vault.ring().unwrap_key(case.id().unwrap(), &wrapped, Some(&other)).is_none());
    assert!(vault.ring().unwrap_key(other.id().unwrap(), &wrapped, Some(&month)).is_none());
    vault.ring().forget(case.id().unwrap());
    assert!(vault.unseal(&sealed).is_err());
    assert!(vault.seal_like(&sealed, &Name("Hòa".into())).is_err());
}

#[test]
fn another_master_key_takes_over_what_the_first_one_made() {
    let (old, new) = (vault("a"), vault("b"));
    let (key, name) = (old.new_key("2026-11"), Name("Hòa".into()));
    let (wrapped, sealed) = (old.wrap(&key, None), old.seal(&old.unnamed_key(), &name));
    let roots = old.ring().wrap_roots([7; 24]);
    assert!(new.ring().use_roots(&roots).is_err());
    assert!(new.unseal(&sealed).is_err());
    let (moved_roots, moved) =
        old.ring().rewrap_for("b", &roots, &[(key.id().unwrap(), &wrapped)], || [8; 24]).unwrap();
    new.ring().use_roots(&moved_roots).unwrap();
    assert_eq!(new.unseal(&sealed).unwrap(), name);
    assert_eq!(new.lookup("p", &["x"]), old.lookup("p", &["x"]));
    let again = new.ring().unwrap_key(key.id().unwrap(), &moved[0], None).unwrap();
    new.ring().keep(again);
    assert_eq!(new.unseal(&old.seal(&key, &name)).unwrap(), name);
}

#[test]
fn the_derivation_of_keys_is_the_one_that_stored_data_was_sealed_by() {
    // Made beside this program from the formula of ADR 10: whoever changes it cannot read any older database.
    let vault = Vault::new("a master key of a test", Dice::seeded(1));
    let hash = vault.lookup("applicants.number", &["031150001234"]);
    assert_eq!(hash, "93cf6e0539aeb043b8e489732b280017e2728a7058513ba037b8725265e821c7");
}
