//! What the planner's builder refuses, in words for whoever wrote the file.
use planner::Fault;

/// A fault as the rest of a sentence that began with its place.
pub fn in_words(fault: Fault) -> &'static str {
    match fault {
        Fault::WindowBackwards => "có khung giờ đóng trước khi mở",
        Fault::WindowsOverlap => "có các khung giờ chồng lên nhau hoặc liền nhau",
        Fault::NoWindow => "không có khung giờ nào",
        Fault::TimeOutOfRange => "có thời điểm âm hoặc xa hơn ba năm",
        Fault::SpanOutOfRange => "có khoảng thời gian âm hoặc dài hơn ba năm",
        Fault::LocationUnknown => "nhắc đến một địa điểm không có",
        Fault::DutyUnknown => "nhắc đến một ca không có",
        Fault::VisitUnknown => "nhắc đến một lượt đến không có",
        Fault::MatrixUnknown => "nhắc đến một ma trận không có",
        Fault::MatrixSize => "không đủ hàng và cột cho mọi địa điểm",
        Fault::TravelOutOfRange => "có thời gian đi âm hoặc dài hơn 30 ngày",
        Fault::PriorityZero => "có mức ưu tiên 0, nhỏ nhất là 1",
        Fault::DayPriceOutOfRange => "có giá của một ngày chờ âm hoặc trên 100.000 giây",
        Fault::NumberTooLarge => "có nhu cầu, sức chứa hoặc mức ưu tiên trên một triệu",
        Fault::ShiftBackwards => "có ca kết thúc trước khi bắt đầu",
        Fault::BreakBackwards => "có giờ nghỉ mà lúc muộn nhất lại trước lúc sớm nhất",
        Fault::FrozenTwice => "được giữ cố định hai lần",
        Fault::PinnedElsewhere => "được giữ cố định ở ca khác với ca đã gắn",
        Fault::SameZone => "dẫn từ một vùng về chính vùng đó",
        Fault::CrossingTwice => "nối hai vùng đã được nối",
        Fault::TravelFree => "có giá đi đường bằng 0",
        Fault::PriceTooLarge => "có giá trên một nghìn",
        Fault::NoMatrix => "có ca nhưng không có ma trận",
    }
}
