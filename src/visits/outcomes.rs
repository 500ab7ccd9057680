//! How a visit ended, by reason code (domain §4, R27).
use crate::coded_enum;

coded_enum! {
    /// Result of a visit for one applicant.
    pub enum Outcome {
        Captured = "captured" / "đã thu nhận xong",
        FingerprintsDescribed = "fp_described" / "đã thu nhận, có mô tả tình trạng vân tay hoặc mống mắt",
        NotHome = "not_home" / "vắng nhà",
        WrongAddress = "wrong_address" / "sai địa chỉ hoặc địa chỉ cũ",
        HealthToday = "health_today" / "sức khỏe hôm nay không cho phép",
        MissingPapers = "missing_papers" / "thiếu giấy tờ",
        MissingRepresentative = "missing_representative" / "vắng người đại diện hợp pháp",
        DataCorrection = "data_correction" / "dữ liệu dân cư sai, phải điều chỉnh trước",
        KitFailure = "kit_failure" / "lỗi máy, mạng hoặc nguồn điện",
        WeatherOrFerry = "weather_ferry" / "thời tiết xấu hoặc không có phà",
        NotReached = "not_reached" / "tổ công tác không đến kịp",
        Refused = "refused" / "người dân từ chối",
        DiedOrMoved = "died_or_moved" / "người làm căn cước đã mất hoặc chuyển đi",
    }
}

impl Outcome {
    /// Whether the capture is complete. Fingerprints that cannot be read but are described count
    /// (TT 60/2021 art. 5(3), predecessor rule).
    pub fn is_captured(self) -> bool {
        matches!(self, Self::Captured | Self::FingerprintsDescribed)
    }

    /// Whether it counts as one of the family's attempts (R27): only what the family could have
    /// prevented, never machine, network, weather, wrong data or the day's health.
    pub fn consumes_attempt(self) -> bool {
        matches!(
            self,
            Self::NotHome | Self::WrongAddress | Self::MissingPapers | Self::MissingRepresentative | Self::Refused
        )
    }

    /// Whether the case goes back to the front of the queue by itself: the team's side failed (R27).
    pub fn requeues_at_front(self) -> bool {
        matches!(self, Self::KitFailure | Self::WeatherOrFerry | Self::NotReached)
    }

    /// Whether no further visit is wanted.
    pub fn ends_wish(self) -> bool {
        self.is_captured() || matches!(self, Self::Refused | Self::DiedOrMoved)
    }
}
