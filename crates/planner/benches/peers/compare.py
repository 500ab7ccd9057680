#!/usr/bin/env python3
"""Our planner against PyVRP and VROOM: same files, same seconds, same threads, judged by the same checker.

    pip install pyvrp pyvroom
    cargo build --release --bin luudong
    compare.py --kit BENCHMARK_KIT --solver target/release/luudong --seconds 1 [--seeds 3] [--only R1,h400]

BENCHMARK_KIT holds solomon/*.txt, home/*.json, bks_solomon.csv and check_plan.py. Every solver gets two threads
(PyVRP: two processes with different seeds, the better one counts; VROOM: every exploration level that ends in
time, the best one counts). PyVRP has no breaks, so it only takes part in Solomon's files.
"""
import argparse
import concurrent.futures
import csv
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import time

DAY = 86400


def load_checker(kit):
    spec = importlib.util.spec_from_file_location("check_plan", kit / "check_plan.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(options, path, kind, seed, instance):
    with tempfile.NamedTemporaryFile(suffix=".json") as plan:
        command = [options.solver, "solve", path, "--format", kind, "--seconds", options.seconds, "--threads", 2, "--seed", seed, "--out", plan.name]
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
        return json.load(open(plan.name))["routes"]


def vroom_once(instance, level, seconds):
    import vroom

    visits, vehicles, matrix = instance
    problem = vroom.Input()
    problem.set_durations_matrix("car", matrix)
    for number, vehicle in enumerate(vehicles):
        shift = vehicle["day"] * DAY
        pause = vehicle["brk"]
        breaks = [] if not pause else [vroom.Break(number, [vroom.TimeWindow(pause[0] + shift, pause[1] + shift)], service=pause[2])]
        window = vroom.TimeWindow(vehicle["a"] + shift, vehicle["b"] + shift)
        # a visit that is pinned needs a skill that only its vehicle has
        skills = set(vehicle["skills"]) | {1000 + number}
        problem.add_vehicle(vroom.Vehicle(number, start=vehicle["s"], end=vehicle["e"], capacity=[vehicle["cap"]], skills=skills, time_window=window, breaks=breaks))
    for number, visit in enumerate(visits):
        skills = set(visit["skills"]) | ({1000 + visit["pin"]} if visit["pin"] >= 0 else set())
        windows = [vroom.TimeWindow(day * DAY + opens, day * DAY + closes) for day, opens, closes in visit["wins"]]
        problem.add_job(vroom.Job(number, location=number, default_service=visit["service"], delivery=vroom.Amount([visit["demand"]]), skills=skills, priority=min(visit["prio"], 100), time_windows=windows))
    import datetime

    solution = problem.solve(exploration_level=level, nb_threads=2, timeout=datetime.timedelta(seconds=seconds))
    table = solution.routes
    routes = {}
    for vehicle, kind, job in zip(table["vehicle_id"], table["type"], table["id"]):
        if kind == "job":
            routes.setdefault(int(vehicle), []).append(int(job))
    return [{"vehicle": vehicle, "visits": order} for vehicle, order in routes.items()]


def vroom_best(options, path, kind, seed, instance):
    if seed > 1:
        return None  # it has no seed
    plans = []
    for level in range(6):
        begin = time.monotonic()
        plans.append(vroom_once(instance, level, options.seconds))
        if time.monotonic() - begin > options.seconds:
            break
    return plans


def pyvrp_once(path, seconds, seed, instance):
    import pyvrp
    from pyvrp.stop import MaxRuntime

    visits, vehicles, matrix = instance
    model = pyvrp.Model()
    depot_number = vehicles[0]["s"]
    depot_location = model.add_location(0, 0)
    depot = model.add_depot(location=depot_location)
    vehicle = vehicles[0]
    model.add_vehicle_type(len(vehicles), capacity=[vehicle["cap"]], start_depot=depot, end_depot=depot, tw_early=vehicle["a"], tw_late=vehicle["b"])
    places = [depot_location]
    for visit in visits:
        location = model.add_location(0, 0)
        places.append(location)
        _, opens, closes = visit["wins"][0]
        model.add_client(location=location, delivery=[visit["demand"]], service_duration=visit["service"], tw_early=opens, tw_late=closes)
    numbers = [depot_number] + list(range(len(visits)))
    for a, place in zip(numbers, places):
        for b, other in zip(numbers, places):
            if a != b:
                model.add_edge(place, other, distance=matrix[a][b], duration=matrix[a][b])
    result = model.solve(stop=MaxRuntime(seconds), seed=seed, display=False)
    best = result.best
    routes = []
    for number, route in enumerate(best.routes()):
        stops = [activity.idx for activity in route if activity.is_client()]
        routes.append({"vehicle": number, "visits": stops})
    return routes


def pyvrp_best(options, path, kind, seed, instance):
    if kind == "home":
        return None
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        runs = [pool.submit(pyvrp_once, path, options.seconds, 2 * seed + side, instance) for side in range(2)]
        return [run.result() for run in runs]


SOLVERS = {"ours": ours, "vroom": vroom_best, "pyvrp": pyvrp_best}


def judge(checker, instance, plans):
    """The best feasible of some plans as (unserved priority, travel); infeasible ones are reported as None."""
    scores = []
    for plan in plans:
        result = checker.check(*instance, plan)
        if result["ok"]:
            scores.append((result["unserved_priority"], result["travel"]))
    return min(scores, default=None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kit", type=pathlib.Path, required=True)
    parser.add_argument("--solver", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="comma-separated beginnings of file names")
    parser.add_argument("--solvers", default="ours,vroom,pyvrp")
    options = parser.parse_args()
    checker = load_checker(options.kit)
    best_known = {row[0]: float(row[1]) for row in csv.reader(open(options.kit / "bks_solomon.csv")) if row[1:] and row[1][0].isdigit()}
    files = sorted(options.kit.glob("home/*.json")) + sorted(options.kit.glob("solomon/*.txt"))
    wanted = tuple(options.only.split(","))
    gaps = {}
    for path in files:
        if not path.name.startswith(wanted):
            continue
        kind = "home" if path.suffix == ".json" else "solomon"
        if kind == "home":
            data = json.load(open(path))
            instance = (data["visits"], data["vehicles"], data["matrix"])
        else:
            instance = checker.solomon(path)
        line = [path.stem]
        for name in options.solvers.split(","):
            for seed in range(1, options.seeds + 1):
                plans = SOLVERS[name](options, path, kind, seed, instance)
                if plans is None:
                    continue
                score = judge(checker, instance, [plans] if name == "ours" else plans)
                if score is None:
                    line.append(f"{name} infeasible")
                elif kind == "solomon":
                    # one unserved customer counts as a gap of 100 %
                    gap = 100 * (score[1] / 10 / best_known[path.stem] - 1) if score[0] == 0 else 100.0
                    gaps.setdefault(name, []).append(gap)
                    line.append(f"{name} {gap:.2f}%")
                else:
                    line.append(f"{name} {score[0]}/{score[1]}")
        print("  ".join(line), flush=True)
    for name, values in gaps.items():
        print(f"mean gap {name}: {sum(values) / len(values):.3f} % over {len(values)} runs")


if __name__ == "__main__":
    sys.exit(main())
