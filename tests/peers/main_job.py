"""The main job by a client that openapi-python-client made from the API's description: see try_api.py."""
import datetime
import os
import time
import urllib.request

from luudong_client import AuthenticatedClient, Client
from luudong_client.api.accounts import sign_in
from luudong_client.api.booking import book_half_day, offers_of_case
from luudong_client.api.cases import file_case, verify_case
from luudong_client.api.planning import plan, planning_run, publish
from luudong_client.api.visits import report_outcome, rosters, visits_of_case
from luudong_client.models import (
    BeneficiaryGroup, Credentials, HalfDayBooking, HeldPaper, Mobility, NewAddress, NewApplicant, NewCase, NewConsents,
    NewContact, NewOutcomeReport, NewRun, Outcome, PersonResult, ProblemBody, Procedure, Relation, Sex, Verdict, Verification,
    VisitState,
)

API, MOVE = os.environ["API"], os.environ["MOVE"]
PASSWORD = "thuyen-buom-song-cam"


def got(answer):
    """What was answered; a refusal ends the job."""
    assert not isinstance(answer, ProblemBody), answer
    assert answer is not None
    return answer


def staff(login):
    tokens = got(sign_in.sync(client=Client(base_url=API), body=Credentials(login=login, password=PASSWORD)))
    return AuthenticatedClient(base_url=API, token=tokens.access_token)


household = NewCase(
    contact=NewContact(name="Phạm Thị Lan", relation=Relation.GRANDCHILD, phone="0912 345 678", email="lan@example.vn"),
    address=NewAddress(line="Số 12 ngõ 328 phố Lê Lợi", ward_code="11329"),
    applicants=[NewApplicant(
        name="Nguyễn Thị Hòa", birth="1940", sex=Sex.FEMALE, procedure=Procedure.CCCD_TO_CC, group=BeneficiaryGroup.NCT,
        mobility=Mobility.BEDRIDDEN, held_paper=HeldPaper.CMND9,
    )],
    consents=NewConsents(visit=True, messages=True),
)
filed = got(file_case.sync(client=Client(base_url=API), body=household, idempotency_key="python-1"))
family = AuthenticatedClient(base_url=API, token=filed.secret, prefix="", auth_header_name="X-Case-Secret")
offer = got(offers_of_case.sync(filed.code, client=family)).offers[0]
wanted = HalfDayBooking(on=offer.on, half_day=offer.half_day)
print(got(book_half_day.sync(filed.code, client=family, body=wanted, idempotency_key="python-2")).label)
print(got(visits_of_case.sync(filed.code, client=family)).next_)

dispatcher = staff("dieu-phoi")
got(verify_case.sync(filed.code, client=dispatcher, body=Verification(verdict=Verdict.APPROVE)))
run = got(plan.sync(client=dispatcher, body=NewRun(from_=offer.on, to=offer.on, seed=1)))
# A run that is computed in the background says how far it is.
while str(getattr(run, "state", "done")) in ("waiting", "running"):
    time.sleep(0.5)
    run = got(planning_run.sync(run.id, client=dispatcher))
got(publish.sync(run.id, client=dispatcher))
promised = got(visits_of_case.sync(filed.code, client=family)).visits[0]
assert promised.window, promised
print(promised.on, promised.window)

urllib.request.urlopen(f"{MOVE}/{offer.on}")
dispatcher = staff("dieu-phoi")
duties = got(rosters.sync(client=dispatcher, date=offer.on)).duties
stop = next(stop for duty in duties for stop in duty.stops if stop.code == filed.code)
people = [PersonResult(applicant_id=person.applicant_id, code=Outcome.CAPTURED) for person in stop.people]
happened_at = datetime.datetime.combine(offer.on, datetime.time(9), tzinfo=datetime.timezone.utc)
report = NewOutcomeReport(client_id="python-3", happened_at=happened_at, results=people)
print(got(report_outcome.sync(stop.visit_id, client=dispatcher, body=report)).due_on)
closed = got(visits_of_case.sync(filed.code, client=family)).visits[0]
assert closed.state == VisitState.CLOSED, closed
