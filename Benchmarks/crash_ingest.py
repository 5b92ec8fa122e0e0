#!/usr/bin/env python3
"""kill -9 at random moments while documents are ingested; then everything must be settled, sound and searchable.

    crash_ingest.py --martlet .build/release/martlet --models data/models [--documents 200] [--kills 10] [--seed 1]

Uploads the documents, kills the server at a random moment of the ingest, starts it again on the same folder, and so on.
After the last kill it waits until no file is pending, asks one question per document (each holds a word of its own),
stops the server and runs `martlet verify`. Exits 1 when a file is lost, pending or unsearchable, or verify finds anything.
"""
import argparse, json, random, subprocess, sys, time
from martlet_client import Client, Server

parser = argparse.ArgumentParser()
parser.add_argument("--martlet", required=True)
parser.add_argument("--models", required=True)
parser.add_argument("--documents", type=int, default=200)
parser.add_argument("--kills", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
generator = random.Random(options.seed)
print(f"seed {options.seed}, {options.documents} documents, {options.kills} kills")

filler = ("The harbour lies quiet while a clerk counts crates of copper wire and the tide turns slowly. " * 12).strip()
server = Server(options.martlet, options.models)
client = Client(server).sign_up()
uploaded = {}
kills = 0
number = 0
while number < options.documents or kills < options.kills:
    deadline = time.perf_counter() + generator.uniform(0.05, 1.5)
    try:
        while number < options.documents and time.perf_counter() < deadline:
            word = f"keyword{number}x"
            answer = client.upload(f"doc{number}.txt", f"{filler}\n\nThe password of room {number} is {word}.\n\n{filler}".encode())
            uploaded[answer["id"]] = word
            number += 1
        time.sleep(max(0, deadline - time.perf_counter()))
    except (OSError, RuntimeError) as error:
        sys.exit(f"an upload failed while the server ran: {error}")
    if kills < options.kills:
        server.kill()
        kills += 1
        server = Server(options.martlet, options.models, data=server.data)
        client = Client(server, client.token)

problems = []
counts = {}
for file_id, word in uploaded.items():
    status = client.wait(file_id)
    counts[status] = counts.get(status, 0) + 1
    if status == "failed":
        error = client.call("GET", f"/api/v1/files/{file_id}")["data"].get("error")
        if not error:
            problems.append(f"{file_id} failed without a reason")
    elif status != "completed":
        problems.append(f"{file_id} is {status}")
    else:
        answer = client.call("POST", "/api/retrieval/query", {"query": f"password {word}", "top_k": 3, "mode": "lexical"})
        if file_id not in [result["metadata"]["file_id"] for result in answer["results"]]:
            problems.append(f"{file_id} is completed and not found by its own word")
        answer = client.call("POST", "/api/v1/retrieval/query/doc", {"collection_name": "file-" + file_id, "query": word, "k": 1})
        if not answer or not answer["documents"][0]:
            problems.append(f"{file_id} is completed and has no vectors")
print(f"files after {kills} kills: {counts}")
if server.stop() != 0:
    problems.append("the server did not stop cleanly")
verify = subprocess.run([options.martlet, "verify", "--data-dir", server.data], capture_output=True, text=True)
print(verify.stdout.strip())
if verify.returncode != 0:
    problems.append(f"verify exited {verify.returncode}: {verify.stderr}")
for problem in problems:
    print("PROBLEM", problem)
sys.exit(1 if problems else 0)
