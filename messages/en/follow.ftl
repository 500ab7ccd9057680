### Following a case.

follow-title = Your case
follow-find-title = Follow your case
