### Bảng niêm yết công khai: trang đầu.

start-title = Làm căn cước tại nhà
start-lead = Gửi đề nghị không mất tiền, không cần tài khoản.
start-find = Phường, xã của gia đình
start-find-why = Xem lịch tổ đến trong bốn tuần tới và số điện thoại.
start-find-label = Tên phường, xã, đặc khu
start-find-hint = Gõ không dấu cũng được. Tên cũ cũng được, ví dụ: Phường Trần Phú, TP Hải Dương.
start-find-button = Tìm
start-find-too-long = Tên quá dài. Xin gõ nhiều nhất { $most } chữ.
start-found = Kết quả tìm “{ $typed }”
start-found-count = { $count } nơi có tên này. Xin chọn nơi gia đình đang ở.
start-found-nothing = Không tìm thấy nơi nào. Xin gõ lại tên, hoặc chọn trong danh sách bên dưới.
start-found-old = Tên cũ, trước ngày 01/07/2025
start-found-old-why = Tên cũ nay thuộc các nơi sau. Xin chọn nơi gia đình đang ở.
start-found-old-now = { $old }: nay là
start-found-partial = (một phần)
start-all = Danh sách đủ { $count } phường, xã, đặc khu theo chữ cái
start-answer = Công an đến tận nhà làm căn cước.
start-letter = Chữ { $letter }
start-question = Không đến được trụ sở?
start-call-why = Không tiện ghi? Gọi để cán bộ ghi giúp.
art-bedside = Hai cán bộ mang máy đến tận giường, làm căn cước cho một cụ bà
art-card = Một cụ bà cười tươi, tay cầm thẻ căn cước mới
art-house = Sơ đồ vẽ tay: nhà ở trong ngõ, đi từ đường lớn rẽ vào, gần sông
