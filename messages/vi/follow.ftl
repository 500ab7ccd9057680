### Theo dõi hồ sơ.

follow-title = Hồ sơ { $code }
follow-find-title = Theo dõi hồ sơ
