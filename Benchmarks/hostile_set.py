#!/usr/bin/env python3
"""The hostile set through a running service: how every document ends, how long it takes, what it takes, and how `/health` answers
meanwhile.

    hostile_set.py --martlet .build/release/martlet --hostile-set .build/release/hostile-set [--markdown table.md]

The documents are written by `hostile-set` (`swift build -c release --product hostile-set`). Each is uploaded to the service alone,
while a second client asks for `/health` without a pause; peak memory is taken from a second reading of the same file by
`martlet chunk`, which runs the same worker under the same limits (the greatest resident size of all processes of that run).
"""
import argparse, json, os, shutil, subprocess, sys, tempfile, threading, time
from martlet_client import Client, Server, percentile

parser = argparse.ArgumentParser()
parser.add_argument("--martlet", required=True)
parser.add_argument("--hostile-set", required=True)
parser.add_argument("--markdown", help="write the table to this file")
options = parser.parse_args()

folder = tempfile.mkdtemp(prefix="martlet-hostile-")
subprocess.run([options.hostile_set, folder], check=True)
cases = json.load(open(os.path.join(folder, "index.json")))
os.mkdir(os.path.join(folder, "models"))
server = Server(options.martlet, os.path.join(folder, "models"))
rows, times, ending = [], [], threading.Event()


def watch():
    client = Client(server)
    while not ending.is_set():
        started = time.perf_counter()
        client.call("GET", "/health")  # raises unless it is answered with 200
        times.append(time.perf_counter() - started)


def peak_megabytes(path, name):
    """Reads the file under its name with `martlet chunk`; the greatest resident size of any process of it."""
    link = os.path.join(folder, "read", name)
    os.makedirs(os.path.dirname(link), exist_ok=True)
    if os.path.exists(link):
        os.unlink(link)
    os.link(path, link)
    process = subprocess.Popen(
        [options.martlet, "chunk", link, "--size", "1000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


watcher = threading.Thread(target=watch)
try:
    client = Client(server).sign_up()
    watcher.start()
    for case in cases:
        content = open(os.path.join(folder, case["file"]), "rb").read()
        first, started = len(times), time.perf_counter()
        answer = client.upload(case["uploadedAs"], content, wait=True)
        seconds = time.perf_counter() - started
        during = times[first:] or [0]
        rows.append({
            "case": case["name"], "bytes": len(content), "status": answer["data"]["status"],
            "error": answer["data"].get("error", ""), "seconds": seconds,
            "health_p99_ms": 1e3 * percentile(during, .99), "health_max_ms": 1e3 * max(during)})
        print(f"{seconds:7.2f} s  {case['name']}: {rows[-1]['error'] or 'read'}", file=sys.stderr, flush=True)
    good = client.upload("swifts.txt", b"Swifts sleep in the air.", wait=True)
    assert good["data"]["status"] == "completed", good
    ending.set()
    watcher.join()
    for case, row in zip(cases, rows):
        row["megabytes"] = peak_megabytes(os.path.join(folder, case["file"]), case["uploadedAs"])
finally:
    ending.set()
    server.stop()
    shutil.rmtree(folder)

lines = ["| case | file | ends | seconds | MB | /health p99 / max, ms |", "|---|---|---|---|---|---|"]
for row in rows:
    end = row["error"].split(". ")[0] if row["error"] else "read"
    lines.append(
        f"| {row['case']} | {row['bytes'] / 1024:,.0f} KB | {end} | {row['seconds']:.2f} | {row['megabytes']:.0f}"
        f" | {row['health_p99_ms']:.1f} / {row['health_max_ms']:.1f} |")
table = "\n".join(lines)
print(table)
if options.markdown:
    open(options.markdown, "w").write(table + "\n")
slowest = sorted(rows, key=lambda row: -row["seconds"])[:3]
print(f"\n{len(rows)} cases: {sum(row['status'] == 'failed' for row in rows)} refused, the others read; "
      f"{sum(row['seconds'] for row in rows):.0f} s in all, the longest {slowest[0]['seconds']:.1f} s ({slowest[0]['case']}); "
      f"most memory {max(row['megabytes'] for row in rows):.0f} MB", file=sys.stderr)
print(f"/health: {len(times)} answers, all 200, p99 {1e3 * percentile(times, .99):.1f} ms, max {1e3 * max(times):.1f} ms", file=sys.stderr)
