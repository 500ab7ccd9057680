### What this language calls itself, and how it writes numbers.

locale-name = English
locale-decimal-mark = .
