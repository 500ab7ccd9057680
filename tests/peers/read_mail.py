"""Reads mails as other people's programs do and prints each as JSON, one a line: `python read_mail.py FILE…`.

Uses Python's `email` and the package `icalendar`. They forgive much, so what they would forgive is listed in
`faults`: bare line feeds, lines that are too long, bytes that are not ASCII on the wire, calendar lines over 75 bytes.
"""
import base64
import email.policy
import json
import sys

import icalendar

LINE_MAX = 998
CALENDAR_LINE_MAX = 75


def wire_faults(raw):
    faults = []
    if b"\n" in raw.replace(b"\r\n", b""):
        faults.append("a bare line feed")
    if any(len(line) > LINE_MAX for line in raw.split(b"\r\n")):
        faults.append(f"a line over {LINE_MAX} bytes")
    if not raw.isascii():
        faults.append("bytes that are not ASCII")
    return faults


def calendar_faults(raw):
    faults = []
    if b"\n" in raw.replace(b"\r\n", b""):
        faults.append("calendar: a bare line feed")
    if any(len(line) > CALENDAR_LINE_MAX for line in raw.split(b"\r\n")):
        faults.append(f"calendar: a line over {CALENDAR_LINE_MAX} bytes")
    if not raw.endswith(b"END:VCALENDAR\r\n"):
        faults.append("calendar: does not end with END:VCALENDAR")
    return faults


def event_of(raw):
    calendar = icalendar.Calendar.from_ical(raw)
    event = calendar.walk("VEVENT")[0]
    texts = {}
    for name, value in event.property_items(recursive=False):
        moment = getattr(value, "dt", None)
        texts[name.lower()] = moment.isoformat() if moment is not None else str(value)
    texts["method"] = str(calendar.get("METHOD", ""))
    return texts


def shape(part):
    """What is inside what: `mixed(alternative(plain, related(html, png), calendar), ics)`."""
    inner = ", ".join(shape(one) for one in part.iter_parts()) if part.is_multipart() else ""
    return part.get_content_subtype() + (f"({inner})" if inner else "")


def read(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    mail = {
        name: str(message[header] or "")
        for name, header in [
            ("subject", "Subject"), ("from", "From"), ("to", "To"), ("reply_to", "Reply-To"),
            ("message_id", "Message-ID"), ("date", "Date"), ("auto_submitted", "Auto-Submitted"),
        ]
    }
    mail |= {"text": "", "html": "", "event": None, "attachments": [], "pictures": [], "faults": wire_faults(raw)}
    mail["faults"] += [str(defect) for part in message.walk() for defect in part.defects]
    mail["shape"] = shape(message)
    for part in message.walk():
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            mail["attachments"].append(part.get_filename())
        if kind == "text/plain":
            mail["text"] = part.get_content()
        elif kind == "text/html":
            mail["html"] = part.get_content()
        elif part.get_content_maintype() == "image":
            mail["pictures"].append({
                "kind": kind,
                "content_id": str(part["Content-ID"] or ""),
                "disposition": part.get_content_disposition(),
                "base64": base64.b64encode(part.get_content()).decode("ascii"),
            })
        elif kind == "text/calendar":
            calendar = part.get_payload(decode=True)
            mail["faults"] += calendar_faults(calendar)
            mail["event"] = event_of(calendar)
            mail["event"]["content_type_method"] = part.get_param("method") or ""
    return mail


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            print(json.dumps(read(file.read()), ensure_ascii=False))
