### Ngôn ngữ này tự gọi mình là gì, viết số ra sao.

locale-name = Tiếng Việt
locale-decimal-mark = ,
