### Từ dùng cho con người: quan hệ, giới tính, giấy tờ, đi lại, nhóm.

relation-self = Chính người cần thẻ
relation-spouse = Vợ hoặc chồng
relation-child = Con
relation-parent = Cha hoặc mẹ
relation-grandchild = Cháu
relation-grandparent = Ông hoặc bà
relation-sibling = Anh, chị hoặc em
relation-relative = Họ hàng
relation-guardian = Người giám hộ
relation-caregiver = Người chăm sóc
relation-neighbour = Hàng xóm
relation-ward_officer = Cán bộ phường, xã
relation-facility_staff = Nhân viên bệnh viện hoặc nơi chăm sóc
relation-household = Người trong nhà
relation-other = Quan hệ khác

sex-male = Nam
sex-female = Nữ

paper-none = Chưa từng có thẻ nào
paper-cmnd9 = Chứng minh nhân dân, 9 số
paper-cmnd12 = Chứng minh nhân dân, 12 số
paper-cccd_barcode = Căn cước công dân có mã vạch, không có chip
paper-cccd_chip = Căn cước công dân có chip (ô vuông màu vàng)
paper-cc = Thẻ căn cước mới (từ 01/07/2024)
paper-unsure = Không rõ là thẻ nào

mobility-walks = Tự đi lại được
mobility-walks_with_help = Đi lại được khi có người dìu
mobility-wheelchair = Ngồi xe lăn
mobility-bedridden = Nằm một chỗ
mobility-in_hospital = Đang ở bệnh viện hoặc nơi chăm sóc

group-kt_db_nang = Người khuyết tật đặc biệt nặng (không tự làm được việc cá nhân hằng ngày)
group-kt_nang = Người khuyết tật nặng (không tự làm được một số việc cá nhân)
group-kt_nhe = Người khuyết tật nhẹ
group-nct = Người từ đủ 60 tuổi
group-ncc = Người có công với cách mạng (Mẹ Việt Nam anh hùng, thương binh, bệnh binh)
group-gd_chinh_sach = Gia đình chính sách
group-bt_xh = Người hưởng trợ cấp xã hội
group-ngheo = Hộ nghèo
group-can_ngheo = Hộ cận nghèo
group-om = Người ốm yếu, khó đi lại
group-none = Không thuộc nhóm nào ở trên
