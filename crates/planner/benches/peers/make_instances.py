#!/usr/bin/env python3
"""Makes instances of the benchmark kit's families that no engine was tuned on: home-visit days and 200-customer files.

    make_instances.py FOLDER [--seed 1] [--visits 100,200,400,1000]

FOLDER/home gets one home-visit file for each number of visits, FOLDER/solomon six files in Solomon's format with 200
customers: clustered (c), random (r) and mixed (rc), each with a short day and small vehicles (1) and the opposite (2).
"""
import argparse
import json
import math
import pathlib
import random

# Team-days for a number of visits: about as tight as the kit's own files.
VISITS_PER_DUTY = {100: 12.5, 200: 13.3, 400: 13.3, 1000: 16.7}


def towns(chance, count, width):
    """Points around a few town centres, some in the open country."""
    centres = [(chance.uniform(0, width), chance.uniform(0, width)) for _ in range(4)]
    for _ in range(count):
        if chance.random() < 0.25:
            yield chance.uniform(0, width), chance.uniform(0, width)
        else:
            x, y = chance.choice(centres)
            yield chance.gauss(x, width / 10), chance.gauss(y, width / 10)


def home_day(chance, count):
    width = 30_000  # metres
    days = 4 if count >= 400 else 3 if count >= 150 else 2
    vehicles = round(count / VISITS_PER_DUTY.get(count, 13.3))
    teams = max(1, vehicles // days)
    places = list(towns(chance, count, width))
    bases = [(chance.uniform(width / 4, width * 3 / 4), chance.uniform(width / 4, width * 3 / 4)) for _ in range(teams)]
    skills_of = [sorted({1} | set(chance.sample([1, 2, 3], chance.choice([0, 1, 2])))) for _ in range(teams)]
    skills_of[0] = [1, 2, 3]
    visits = []
    for _ in range(count):
        wanted = sorted(chance.sample(range(days), chance.choices([1, 2, 3], [45, 35, 20])[0] if days > 2 else chance.choice([1, 2])))
        halves = [[30600, 44700], [46800, 60900], [30600, 60900]]
        windows = [[day] + chance.choices(halves, [40, 40, 20])[0] for day in wanted]
        skills = chance.choices([[], [1], [2], [3], [1, 3]], [70, 14, 7, 7, 2])[0]
        priority = chance.choices([1, 2, 5, 10], [58, 25, 10, 7])[0]
        service = chance.choice([600, 900, 1200, 1500, 2400])
        demand = chance.choices([1, 2, 3, 4, 5], [40, 28, 15, 11, 6])[0]
        visits.append({"service": service, "demand": demand, "prio": priority, "skills": skills, "wins": windows, "pin": -1})
    duties = []
    for number in range(vehicles):
        team, day = number % teams, number // teams % days
        begin = 30600 if team % 2 == 0 else 28800
        duties.append({"team": team, "day": day, "s": count + team, "e": count + team, "a": begin, "b": begin + 30600,
                       "cap": 45, "skills": skills_of[team], "brk": [41400, 48600, 1800]})
    points = places + bases
    # asymmetric, 30 km/h with a start-up cost, a winding road now and then
    def leg(a, b):
        if a == b:
            return 0
        (x, y), (u, v) = points[a], points[b]
        return round(60 + math.hypot(x - u, y - v) * 1.25 / 8.4 * chance.uniform(0.95, 1.15))
    matrix = [[leg(a, b) for b in range(len(points))] for a in range(len(points))]
    # the quickest way is never longer than one by another point
    for k in range(len(points)):
        by = matrix[k]
        for row in matrix:
            first = row[k]
            row[:] = [min(direct, first + second) for direct, second in zip(row, by)]
    return {"visits": visits, "vehicles": duties, "matrix": matrix}


def solomon(chance, kind, wide):
    size, customers = 140, 200
    horizon, capacity = {("c", 0): (1351, 200), ("c", 1): (3677, 700), ("r", 0): (634, 200), ("r", 1): (2535, 1000),
                         ("rc", 0): (634, 200), ("rc", 1): (2535, 1000)}[kind, wide]
    service = 90 if kind == "c" else 10
    centres = [(chance.randint(10, 130), chance.randint(10, 130)) for _ in range(20)]
    points = []
    while len(points) < customers:
        clustered = kind == "c" or (kind == "rc" and len(points) % 2 == 0)
        if clustered:
            x, y = chance.choice(centres)
            point = (round(chance.gauss(x, 3)), round(chance.gauss(y, 3)))
        else:
            point = (chance.randint(0, size), chance.randint(0, size))
        if min(point) >= 0 and max(point) <= size and point not in points and point != (70, 70):
            points.append(point)
    share = chance.choice([0.5, 0.75, 1.0])
    half_width = (30 if kind != "c" else 60) * (4 if wide else 1)
    rows = [f"0 70 70 0 0 {horizon} 0"]
    for number, (x, y) in enumerate(points, 1):
        away = math.hypot(x - 70, y - 70)
        first, last = math.ceil(away), horizon - service - math.ceil(away)
        if chance.random() < share:
            middle = chance.randint(first, last)
            opens, closes = max(first, middle - half_width), min(last, middle + half_width)
        else:
            opens, closes = 0, last
        rows.append(f"{number} {x} {y} {chance.choice([10, 10, 20, 20, 30, 40])} {opens} {closes} {service}")
    head = ["", "VEHICLE", "NUMBER CAPACITY", f"50 {capacity}", "", "CUSTOMER", "NO X Y DEMAND READY DUE SERVICE", ""]
    return "\n".join(head + rows) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--visits", default="100,200,400,1000")
    options = parser.parse_args()
    for part in ("home", "solomon"):
        (options.folder / part).mkdir(parents=True, exist_ok=True)
    for count in map(int, options.visits.split(",")):
        chance = random.Random(f"home {count} {options.seed}")
        path = options.folder / "home" / f"own{count}_{options.seed}.json"
        path.write_text(json.dumps(home_day(chance, count), separators=(",", ":")))
    for kind in ("c", "r", "rc"):
        for wide in (0, 1):
            chance = random.Random(f"{kind}{wide} {options.seed}")
            path = options.folder / "solomon" / f"own_{kind}{wide + 1}_200_{options.seed}.txt"
            path.write_text(f"OWN_{kind.upper()}{wide + 1}\n" + solomon(chance, kind, wide))


if __name__ == "__main__":
    main()
