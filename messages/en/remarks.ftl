
### Thanks, suggestions and complaints to the office.

remark-title = Write to the office
remark-lead = Thanks, a suggestion or a complaint, at any time. You need no case code and no secret.
remark-kind = What do you want to send?
remark-kind-thanks = Thanks
remark-kind-suggestion = A suggestion
remark-kind-complaint = A complaint
remark-kind-missing = Choose thanks, a suggestion or a complaint.
remark-clocks = A complaint: within { $accept } days the office says whether it takes the matter up. Then it decides within { $decide } days, in a complex matter within { $complex }.
remark-words = What you want to say
remark-words-hint = What, where and when. No need to name an illness. 2000 characters at most.
remark-words-missing = Write what you want to say, then send it.
remark-words-long = Make it shorter, { $most } characters at most, without odd signs.
remark-ward = Ward or commune (if any)
remark-ward-hint = Where it happened. Leave it out if you are not sure.
remark-ward-unknown = Choose a ward from the list.
remark-contact = Your name and how to reach you
remark-contact-hint = Not required. Without it the office cannot send you the answer to a complaint.
remark-send = Send
remark-kept = The text is encrypted, and only the officers in charge read it. Some months after the answer it is deleted.
remark-too-many = Much was sent from this network today. Please send it tomorrow, or call the officer on duty.
remark-sent-thanks = Your thanks have arrived
remark-sent-suggestion = Your suggestion has arrived
remark-sent-complaint = Your complaint has arrived
remark-number = The number to ask by:
remark-received = Received on { $date }.
remark-accept-by = By { $date } the office says whether it takes the matter up.
remark-accepted = Taken up on { $date }.
remark-decide-by = Decided and answered by { $date } at the latest.
remark-answered = Answered on { $date }.
remark-not-accepted = Not taken up; the reason was told on { $date }.
remark-next-thanks = The office passes your words on to the team. There is nothing more to do.
remark-next-suggestion = An officer will read it. There is nothing more to do.
remark-next-complaint = An officer is looking at it.
remark-ask = Write this number down. Open this page again to see how it stands, or call the officer on duty and tell the number.
