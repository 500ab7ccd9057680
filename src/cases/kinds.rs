//! The words of a case: procedure, beneficiary group, mobility, channel and relation.
use crate::coded_enum;

coded_enum! {
    /// What is asked for (domain §1.3; Luật Căn cước art. 19, 24).
    pub enum Procedure {
        First = "first" / "cấp lần đầu",
        CccdToCc = "cccd_to_cc" / "đổi từ CMND, CCCD sang thẻ căn cước",
        Age = "age" / "cấp đổi khi đủ 14, 25, 40 hoặc 60 tuổi",
        Info = "info" / "cấp đổi do thay đổi thông tin",
        Misprint = "misprint" / "cấp đổi do thông tin in trên thẻ bị sai",
        Request = "request" / "cấp đổi theo nguyện vọng",
        Lost = "lost" / "cấp lại do mất thẻ",
        Damaged = "damaged" / "cấp lại do thẻ hỏng",
        Boundary = "boundary" / "cấp đổi do sắp xếp đơn vị hành chính",
        Child6To13 = "child6_13" / "cấp cho trẻ từ đủ 6 đến dưới 14 tuổi",
        ChildUnder6 = "child0_5" / "cấp cho trẻ dưới 6 tuổi",
        Incapacity = "incapacity" / "cấp cho người mất năng lực hành vi dân sự",
    }
}

coded_enum! {
    /// Group that gives priority (domain §1.6); a declaration, not a diagnosis.
    pub enum BeneficiaryGroup {
        VerySevereDisability = "kt_db_nang" / "người khuyết tật đặc biệt nặng",
        SevereDisability = "kt_nang" / "người khuyết tật nặng",
        MildDisability = "kt_nhe" / "người khuyết tật nhẹ",
        Elderly = "nct" / "người cao tuổi (từ đủ 60 tuổi)",
        Merit = "ncc" / "người có công với cách mạng",
        PolicyFamily = "gd_chinh_sach" / "gia đình chính sách",
        SocialProtection = "bt_xh" / "người hưởng trợ cấp, trợ giúp xã hội",
        Poor = "ngheo" / "hộ nghèo",
        NearPoor = "can_ngheo" / "hộ cận nghèo",
        Ill = "om" / "người ốm yếu, khó đi lại",
        None = "none" / "không thuộc nhóm nào kể trên",
    }
}

coded_enum! {
    /// How the person moves: all that is asked about health (domain §1.6, R26).
    pub enum Mobility {
        Walks = "walks" / "tự đi lại được",
        WalksWithHelp = "walks_with_help" / "đi lại có người dìu",
        Wheelchair = "wheelchair" / "ngồi xe lăn",
        Bedridden = "bedridden" / "nằm liệt",
        InHospital = "in_hospital" / "đang nằm viện",
    }
}

coded_enum! {
    /// How the case came in.
    pub enum Channel {
        Family = "family" / "gia đình tự gửi",
        WardList = "ward_list" / "danh sách của phường, xã",
        Phone = "phone" / "qua điện thoại",
        Hospital = "hospital" / "bệnh viện, cơ sở chăm sóc gửi",
    }
}

coded_enum! {
    /// What the contact person is to the applicant; a phone often belongs to a child or a neighbour.
    pub enum Relation {
        Oneself = "self" / "chính người làm căn cước",
        Spouse = "spouse" / "vợ hoặc chồng",
        Child = "child" / "con",
        Parent = "parent" / "cha hoặc mẹ",
        Grandchild = "grandchild" / "cháu",
        Grandparent = "grandparent" / "ông hoặc bà",
        Sibling = "sibling" / "anh, chị, em",
        Relative = "relative" / "họ hàng",
        Guardian = "guardian" / "người giám hộ",
        Caregiver = "caregiver" / "người chăm sóc",
        Neighbour = "neighbour" / "hàng xóm",
        WardOfficer = "ward_officer" / "cán bộ phường, xã",
        FacilityStaff = "facility_staff" / "nhân viên bệnh viện, cơ sở chăm sóc",
        Household = "household" / "người trong nhà",
        Other = "other" / "quan hệ khác",
    }
}

coded_enum! {
    /// Place with many captures at one stop (R20).
    pub enum GroupSiteKind {
        Hospital = "hospital" / "bệnh viện",
        CareHome = "care_home" / "cơ sở chăm sóc, trợ giúp xã hội",
        School = "school" / "trường học",
        CommunityHall = "community_hall" / "nhà văn hóa thôn, tổ dân phố",
    }
}

coded_enum! {
    /// The newest paper that the person holds or held.
    pub enum HeldPaper {
        None = "none" / "chưa có giấy tờ nào",
        Cmnd9 = "cmnd9" / "CMND 9 số",
        Cmnd12 = "cmnd12" / "CMND 12 số",
        CccdBarcode = "cccd_barcode" / "CCCD mã vạch",
        CccdChip = "cccd_chip" / "CCCD gắn chip",
        Cc = "cc" / "thẻ căn cước",
    }
}

impl Relation {
    /// Whether it is a person of the household or close to it; the others help, and the household has to be reached besides.
    pub fn is_close(self) -> bool {
        !matches!(self, Self::Neighbour | Self::WardOfficer | Self::FacilityStaff)
    }
}

impl HeldPaper {
    /// Whether biometrics that a re-issue can use were taken for it (R10): CCCD and căn cước only.
    pub fn has_biometrics(self) -> bool {
        matches!(self, Self::CccdBarcode | Self::CccdChip | Self::Cc)
    }
}

impl Mobility {
    /// Whether the person can come to the desk without help.
    pub fn reaches_desk(self) -> bool {
        self == Self::Walks
    }
}

coded_enum! {
    /// How a card comes back.
    pub enum ReturnChannel {
        WardPolice = "ward_police" / "gia đình đến Công an phường, xã nhận thẻ",
        Post = "post" / "gửi thẻ qua bưu điện, gia đình trả tiền gửi",
        ByHand = "by_hand" / "cán bộ trao thẻ tại nhà",
    }
}
