#!/usr/bin/env python3
"""Our planner against VROOM, PyVRP and OR-tools: same files, same seconds, same threads, verified by the same checker.

    pip install pyvrp pyvroom ortools
    cargo build --release --bin luudong
    compare.py --kit BENCHMARK_KIT --solver target/release/luudong --seconds 1 [--seeds 3] [--only R1,h400]
               [--solvers ours,vroom,pyvrp,ortools] [--checker check_plan.py]

BENCHMARK_KIT holds solomon/*.txt, home/*.json, bks_solomon.csv and check_plan.py. make_instances.py makes a folder of the
same kinds; it has no checker (--checker names one) and no best known values (the best of the run stands in). Every solver gets two threads: ours as such; VROOM as such, at every exploration level that ends in time, of
which the best one counts; PyVRP and OR-tools as two processes that differ in seed or first solution, of which the
better one counts. VROOM and OR-tools have no seed and run once. PyVRP has no breaks, so it only takes part in Solomon's
files.

Behind each result stand the CPU seconds that it took, of this process and of all that it started: building the model and
reading the file are in them for everybody, so they exceed threads x seconds by that.
"""
import argparse
import concurrent.futures
import csv
import importlib.util
import datetime
import json
import math
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

DAY = 86400


def load_checker(path):
    spec = importlib.util.spec_from_file_location("check_plan", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_best_known(path):
    if not path.exists():
        return {}
    return {row[0]: float(row[1]) for row in csv.reader(open(path)) if row[1:] and row[1][0].isdigit()}


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


def pyvrp_once(instance, seconds, seed):
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
    return in_two_processes(pyvrp_once, instance, options.seconds, [2 * seed, 2 * seed + 1])


def in_two_processes(once, instance, seconds, variants):
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        runs = [pool.submit(once, instance, seconds, variant) for variant in variants]
        return [run.result() for run in runs]


def ortools_once(instance, seconds, first_solution):
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    visits, vehicles, matrix = instance
    # node k is place k; bases that several duties share stay one node
    manager = pywrapcp.RoutingIndexManager(len(matrix), len(vehicles), [v["s"] for v in vehicles], [v["e"] for v in vehicles])
    routing = pywrapcp.RoutingModel(manager)
    spare = range(len(visits), len(matrix))
    service = [visit["service"] for visit in visits] + [0 for _ in spare]
    travel = routing.RegisterTransitMatrix(matrix)
    routing.SetArcCostEvaluatorOfAllVehicles(travel)
    elapsed = routing.RegisterTransitMatrix([[service[a] + leg for leg in row] for a, row in enumerate(matrix)])
    horizon = max(v["day"] * DAY + v["b"] for v in vehicles)
    routing.AddDimension(elapsed, horizon, horizon, False, "time")
    time_of = routing.GetDimensionOrDie("time")
    demand = routing.RegisterUnaryTransitVector([visit["demand"] for visit in visits] + [0 for _ in spare])
    routing.AddDimensionWithVehicleCapacity(demand, 0, [v["cap"] for v in vehicles], True, "load")
    # leaving out one point of priority is dearer than any tour
    dear = sum(sorted((leg for row in matrix for leg in row), reverse=True)[: 2 * len(visits)]) + 1
    for number, visit in enumerate(visits):
        index = manager.NodeToIndex(number)
        routing.AddDisjunction([index], min(dear, 10**15 // sum(v["prio"] for v in visits)) * visit["prio"])
        windows = sorted((day * DAY + opens, day * DAY + closes) for day, opens, closes in visit["wins"])
        moment = time_of.CumulVar(index)
        moment.SetRange(windows[0][0], min(windows[-1][1], horizon))
        for (_, closes), (opens, _) in zip(windows, windows[1:]):
            moment.RemoveInterval(closes + 1, opens - 1)
        able = [n for n, v in enumerate(vehicles) if set(visit["skills"]) <= set(v["skills"]) and visit["pin"] in (-1, n)]
        if len(able) < len(vehicles):
            routing.VehicleVar(index).SetValues([-1] + able)  # -1: left out
    at_nodes = [0] * routing.Size()
    for index in range(routing.Size()):
        if not routing.IsStart(index):
            at_nodes[index] = service[manager.IndexToNode(index)]
    for number, vehicle in enumerate(vehicles):
        midnight = vehicle["day"] * DAY
        for end in (routing.Start(number), routing.End(number)):
            time_of.CumulVar(end).SetRange(midnight + vehicle["a"], midnight + vehicle["b"])
        if vehicle["brk"]:
            earliest, latest, duration = vehicle["brk"]
            pause = routing.solver().FixedDurationIntervalVar(midnight + earliest, midnight + latest, duration, False, f"break {number}")
            time_of.SetBreakIntervalsOfVehicle([pause], number, at_nodes)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, first_solution)
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(math.ceil(seconds * 1000))
    solution = routing.SolveWithParameters(parameters)
    if solution is None:
        return []
    routes = []
    for number in range(len(vehicles)):
        order, index = [], solution.Value(routing.NextVar(routing.Start(number)))
        while not routing.IsEnd(index):
            order.append(manager.IndexToNode(index))
            index = solution.Value(routing.NextVar(index))
        routes.append({"vehicle": number, "visits": order})
    return routes


def ortools_best(options, path, kind, seed, instance):
    if seed > 1:
        return None  # it has no seed
    return in_two_processes(ortools_once, instance, options.seconds, ["PARALLEL_CHEAPEST_INSERTION", "LOCAL_CHEAPEST_INSERTION"])


SOLVERS = {"ours": ours, "vroom": vroom_best, "pyvrp": pyvrp_best, "ortools": ortools_best}


def cpu_seconds():
    """CPU time of this process with its threads, and of the children that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def validate(checker, instance, plans):
    """The best feasible of some plans as (unserved priority, travel); infeasible ones are reported as None."""
    scores = []
    for plan in plans:
        result = checker.check(*instance, plan)
        if result["ok"]:
            scores.append((result["unserved_priority"], result["travel"]))
    return min(scores, default=None)


def load(path, checker):
    if path.suffix == ".txt":
        return "solomon", checker.solomon(path)
    data = json.load(open(path))
    return "home", (data["visits"], data["vehicles"], data["matrix"])


def runs_of(options, path, checker):
    """(solver, score or None, CPU seconds) of every run on a file."""
    kind, instance = load(path, checker)
    for name in options.solvers.split(","):
        for seed in range(1, options.seeds + 1):
            begin = cpu_seconds()
            plans = SOLVERS[name](options, path, kind, seed, instance)
            used = cpu_seconds() - begin
            if plans is not None:
                yield name, validate(checker, instance, [plans] if name == "ours" else plans), used


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kit", type=pathlib.Path, required=True)
    parser.add_argument("--checker", type=pathlib.Path, help="default: check_plan.py of the kit")
    parser.add_argument("--solver", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="comma-separated beginnings of file names")
    parser.add_argument("--solvers", default="ours,vroom,pyvrp")
    options = parser.parse_args()
    checker = load_checker(options.checker or options.kit / "check_plan.py")
    best_known = load_best_known(options.kit / "bks_solomon.csv")
    files = sorted(options.kit.glob("home/*.json")) + sorted(options.kit.glob("solomon/*.txt"))
    wanted = tuple(options.only.split(","))
    gaps, cpu = {}, {}
    for path in files:
        if not path.name.startswith(wanted):
            continue
        runs = list(runs_of(options, path, checker))
        complete = [score[1] / 10 for _, score, _ in runs if score and score[0] == 0]
        best = best_known.get(path.stem, min(complete, default=math.inf))
        line = [path.stem if path.stem in best_known or path.suffix == ".json" else f"{path.stem} (best of this run {best})"]
        for name, score, used in runs:
            cpu.setdefault(name, []).append(used)
            if score is None:
                result = "infeasible"
            elif path.suffix == ".json":
                result = f"{score[0]}/{score[1]}"
            else:
                # somebody left out counts as a gap of 100 %
                gap = 100 * (score[1] / 10 / best - 1) if score[0] == 0 else 100.0
                gaps.setdefault(name, []).append(gap)
                result = f"{gap:.2f}%"
            line.append(f"{name} {result} ({used:.1f} s)")
        print("  ".join(line), flush=True)
    for name, values in gaps.items():
        print(f"mean gap {name}: {sum(values) / len(values):.3f} % over {len(values)} runs")
    for name, values in cpu.items():
        print(f"mean CPU time {name}: {sum(values) / len(values):.2f} s over {len(values)} runs, largest {max(values):.2f} s")


if __name__ == "__main__":
    sys.exit(main())
