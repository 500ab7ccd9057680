### Following a case.

follow-title = Case { $code }
follow-find-title = Follow your case
