### Feedback after a visit.

feedback-title = Feedback on the home visit
feedback-lead = It takes one minute and changes nothing in your case.
feedback-thanks = Thank you. Your feedback is noted.
feedback-change = You can still change it for 7 days.
feedback-early = The team has not come yet, so there is nothing to say. Please open this page again after the visit.
feedback-ease = Was it easy or hard?
feedback-ease-easy = Easy
feedback-ease-hard = Hard
feedback-ease-missing = Choose easy or hard.
feedback-on-time = Did the team come on time?
feedback-on-time-hint = On time means within the hours that you were told.
feedback-on-time-yes = On time
feedback-on-time-no = Not on time
feedback-on-time-missing = Choose on time or not on time.
feedback-text = What should be better?
feedback-text-hint = Optional, at most 1000 characters. Please do not write anybody's name, phone or address.
feedback-text-long = Your feedback has { $length } characters; { $most } are possible. Please make it shorter.
feedback-text-signs = Your feedback has signs that cannot be read. Please type it again.
feedback-send = Send feedback
feedback-back = Back to the case
feedback-link = Give feedback on this visit

feedback-month-title = What families said in { $month }
feedback-month-other = { $month }
feedback-month-nothing = Nothing was said in this month yet.
feedback-month-given = { $given } answers.
feedback-month-ease = Found it easy: { $easy }, hard: { $hard }.
feedback-month-time = The team came on time: { $on_time }, not on time: { $late }.
