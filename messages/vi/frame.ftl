### Khung chung của mọi trang: đầu trang, chân trang, câu báo lỗi.

frame-skip = Đến nội dung chính
frame-brand = Lưu Động
frame-tagline = Làm căn cước tại nhà – Công an thành phố Hải Phòng
frame-title = { $page } – Lưu Động
frame-title-mistakes = Lỗi: { $page } – Lưu Động
frame-navigation = Trang chính
frame-apply = Đề nghị làm tại nhà
frame-follow = Theo dõi hồ sơ
frame-sign-in = Cán bộ đăng nhập
frame-other-language = English
frame-warning = Cán bộ không bao giờ thu tiền qua điện thoại, không hỏi mã OTP, không yêu cầu cài ứng dụng. Nghi ngờ: gọi trực ban Công an phường, xã.
frame-mistakes = Có chỗ cần sửa
frame-mistake = Lỗi:
frame-choose = – chọn –
