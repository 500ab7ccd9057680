### Khung chung của mọi trang: đầu trang, chân trang, câu báo lỗi.

frame-skip = Đến nội dung chính
frame-brand = Lưu Động
frame-tagline = Làm căn cước tại nhà – Công an thành phố Hải Phòng
frame-service = Làm căn cước tại nhà
frame-official = Trang chính thức:
frame-domain = Tên miền:
frame-demonstration = Bản trình diễn
frame-demonstration-means = Bản trình diễn: không nhận hồ sơ thật, người và số trong trang là bịa.
frame-check = Kiểm tra thật giả
frame-home = Trang đầu
frame-call = Gọi hỏi
frame-foot = Cuối trang
frame-who = Lưu Động – dịch vụ của { $office }.
frame-address = Địa chỉ: { $address }
frame-telephone = Điện thoại trực ban:
frame-responsible = Chịu trách nhiệm nội dung: { $who }
frame-title = { $page } – Lưu Động
frame-title-mistakes = Lỗi: { $page } – Lưu Động
frame-navigation = Trang chính
frame-apply = Gửi đề nghị
frame-follow = Xem hồ sơ
frame-sign-in = Cán bộ đăng nhập
frame-warning = Cán bộ không bao giờ thu tiền qua điện thoại, không hỏi mã OTP, không yêu cầu cài ứng dụng. Nghi ngờ: gọi trực ban Công an phường, xã.
frame-mistakes = Có chỗ cần sửa
frame-mistake = Lỗi:
frame-choose = – chọn –

problem-lost = Không tìm thấy
problem-lost-lead = Không có trang nào ở địa chỉ này.
problem-lost-advice = Kiểm tra lại địa chỉ hoặc mã.
problem-failed = Chưa làm được
problem-failed-lead = Yêu cầu này chưa làm được.
problem-failed-advice = Quay lại trang trước và thử lại, hoặc gọi trực ban Công an phường, xã.
problem-request = Mã yêu cầu: { $id }
problem-home = Về trang đầu
frame-remark = Cảm ơn, góp ý, khiếu nại
