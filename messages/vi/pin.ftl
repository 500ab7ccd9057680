### Bản đồ và câu hỏi “nhà ở chỗ nào”.

pin-map-title = Bản đồ quanh { $ward }
pin-map-desc = Bản vẽ đơn giản: vòng nét đứt là khoảng rộng của đơn vị, chấm lớn là chỗ giữa, chấm nhỏ là giữa các phường, xã bên cạnh, nét xanh là sông, ô trắng là cầu, nét xanh đứt là phà. Phía trên là hướng Bắc.
