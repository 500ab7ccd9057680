### The frame that all pages share: top, bottom, what is said of mistakes.

frame-skip = Skip to the main content
frame-brand = Lưu Động
frame-tagline = Identity cards made at your home – Hải Phòng police
frame-service = Identity cards made at your home
frame-official = Official site:
frame-domain = Domain:
frame-demonstration = Demonstration
frame-demonstration-means = A demonstration: it takes no real cases, and the people and numbers on it are made up.
frame-check = Is it real?
frame-home = First page
frame-call = Call us
frame-foot = Foot of the page
frame-who = Lưu Động – a service of { $office }.
frame-address = Address: { $address }
frame-telephone = Duty telephone:
frame-responsible = Responsible for the content: { $who }
frame-title = { $page } – Lưu Động
frame-title-mistakes = Error: { $page } – Lưu Động
frame-navigation = Main pages
frame-apply = Ask for a home visit
frame-follow = Follow your case
frame-sign-in = Staff sign in
frame-warning = Officers never collect money by phone, never ask for an OTP code and never ask you to install an app. If in doubt, call the police of your ward.
frame-mistakes = Some answers need your attention
frame-mistake = Error:
frame-choose = – choose –

problem-lost = Not found
problem-lost-lead = There is no page at this address.
problem-lost-advice = Check the address or the code.
problem-failed = That did not work
problem-failed-lead = This request could not be carried out.
problem-failed-advice = Go back to the page before and try again, or call the police of the ward.
problem-request = Number of this request: { $id }
problem-home = To the first page
frame-remark = Thanks, suggestions, complaints
