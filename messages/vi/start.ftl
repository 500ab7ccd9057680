### Bảng niêm yết công khai: trang đầu và trang của từng phường, xã.

start-title = Làm căn cước tại nhà
