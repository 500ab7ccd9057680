### Theo dõi hồ sơ.

follow-title = Hồ sơ
follow-find-title = Theo dõi hồ sơ
