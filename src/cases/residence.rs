//! Residence: never a reason to refuse, only something to write down (R32).

/// Where the family told us that the applicant is registered and where the applicant stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residence<'a> {
    /// Registered permanent address as told; empty when unknown.
    pub permanent: &'a str,
    /// Ward where the applicant stays and the team goes, with its kind: “phường Kiến An”.
    pub staying_in: &'a str,
}

/// What the officer reads about the address on the card. Any ward may serve whoever stays there
/// (Luật Căn cước art. 27(3); QĐ 5710: irrespective of residence), so there is no refusal here.
pub fn card_address_note(residence: Residence<'_>) -> String {
    let staying_in = residence.staying_in;
    if residence.permanent.trim().is_empty() {
        return format!("Thu nhận tại {staying_in}; cán bộ kiểm tra nơi cư trú để in trên thẻ.");
    }
    let permanent = residence.permanent.trim();
    format!("Thu nhận tại {staying_in}; nơi thường trú in trên thẻ: {permanent}.")
}
