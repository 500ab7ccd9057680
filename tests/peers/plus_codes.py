"""Plus Codes by the package `openlocationcode`: reads lines `LAT LNG NEAR_LAT NEAR_LNG` and prints, for each, the codes
of 10 and of 11 digits, the middle of the first, and the middle of what its short form means near the other point."""
import sys

from openlocationcode import openlocationcode as olc

for line in sys.stdin:
    lat, lng, near_lat, near_lng = map(float, line.split())
    code = olc.encode(lat, lng, 10)
    area = olc.decode(code)
    meant = olc.decode(olc.recoverNearest(code[4:], near_lat, near_lng))
    middles = [area.latitudeCenter, area.longitudeCenter, meant.latitudeCenter, meant.longitudeCenter]
    print(code, olc.encode(lat, lng, 11), *(f"{number:.9f}" for number in middles))
