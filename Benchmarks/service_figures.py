#!/usr/bin/env python3
"""Figures of the running service: start to /health, idle memory, query latency, /health while a large text is embedded.

    service_figures.py --martlet .build/release/martlet --models data/models [--megabytes 10] [--queries 500]

The text is generated from a seeded word list, so a run is repeatable.
"""
import argparse, random, threading, time
from martlet_client import Client, Server, percentile

parser = argparse.ArgumentParser()
parser.add_argument("--martlet", required=True)
parser.add_argument("--models", required=True)
parser.add_argument("--megabytes", type=float, default=10)
parser.add_argument("--queries", type=int, default=500)
options = parser.parse_args()

words = """swift river engine paper window garden number signal copper valley winter bridge letter market sailor planet
circle animal doctor forest ladder mirror needle orange pencil rocket silver ticket velvet wander yellow anchor basket
candle desert eleven fabric gentle harbor island jungle kettle lumber magnet nectar oxygen pepper quartz ribbon""".split()


def text(byte_count, seed):
    generator, lines, size = random.Random(seed), [], 0
    while size < byte_count:
        line = " ".join(generator.choice(words) for _ in range(generator.randint(6, 14))).capitalize() + "."
        lines.append(line)
        size += len(line) + 1
    return "\n".join(lines).encode()


def milliseconds(values):
    return f"p50 {1e3 * percentile(values, .5):.2f} ms, p99 {1e3 * percentile(values, .99):.2f} ms, max {1e3 * max(values):.2f} ms"


server = Server(options.martlet, options.models)
try:
    client = Client(server).sign_up()
    starts = []
    for _ in range(5):
        again = Server(options.martlet, options.models)
        starts.append(again.seconds_to_health)
        again.stop()
    print(f"start to first /health        {1e3 * sorted(starts)[2]:.0f} ms (median of 5)")
    time.sleep(1)
    print(f"resident memory, idle         {server.resident_megabytes():.0f} MB")

    file = client.upload("base.txt", text(1 << 20, 1))
    started = time.perf_counter()
    assert client.wait(file["id"]) == "completed"
    print(f"1 MB text to completed        {time.perf_counter() - started:.1f} s")

    def query(index):
        generator = random.Random(index)
        started = time.perf_counter()
        client.call("POST", "/api/retrieval/query", {
            "query": " ".join(generator.choice(words) for _ in range(8)), "top_k": 5})
        return time.perf_counter() - started

    for index in range(20):
        query(-index)
    print(f"query over HTTP, k = 5        {milliseconds([query(i) for i in range(options.queries)])}")
    print(f"resident memory, after that   {server.resident_megabytes():.0f} MB")

    idle = Client(server)

    def health():
        started = time.perf_counter()
        idle.call("GET", "/health")
        return time.perf_counter() - started

    print(f"/health, idle                 {milliseconds([health() for _ in range(1000)])}")
    large = client.upload("large.txt", text(int(options.megabytes * (1 << 20)), 2))
    done, seconds, during = threading.Event(), [], []
    watcher = Client(server, client.token)
    started = time.perf_counter()
    thread = threading.Thread(target=lambda: (seconds.append(watcher.wait(large["id"])), done.set()))
    thread.start()
    samples = []
    while not done.is_set():
        samples.append(health())
        if len(samples) % 50 == 0:
            during.append(query(len(samples)))
        time.sleep(0.005)
    thread.join()
    print(f"{options.megabytes:g} MB text to completed       {time.perf_counter() - started:.1f} s ({seconds[0]})")
    print(f"/health meanwhile             {milliseconds(samples)} of {len(samples)}")
    if during:
        print(f"query meanwhile               {milliseconds(during)} of {len(during)}")
    print(f"resident memory, after that   {server.resident_megabytes():.0f} MB")
finally:
    server.stop()
