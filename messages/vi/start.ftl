### Bảng niêm yết công khai: trang đầu.

start-title = Làm căn cước tại nhà
start-lead = Người không đến được trụ sở có thể đề nghị Công an đến tận nơi ở để làm thẻ căn cước. Gửi đề nghị không mất tiền. Không cần tài khoản.
start-contents = Trong trang này
start-find = Tìm phường, xã của gia đình
start-find-why = Trang của từng phường, xã có lịch các buổi làm việc trong bốn tuần tới và số điện thoại.
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
start-letter = Chữ { $letter }
