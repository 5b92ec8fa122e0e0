#!/usr/bin/env python3
"""A knowledge base moves to another embedding model while clients query it; then back, with a kill -9 in the middle.

    reindex_under_load.py --martlet .build/release/martlet --models FOLDER --model ONE --other ANOTHER
                          [--documents 50] [--chunks 100] [--clients 4]

FOLDER holds both models. Every answer must have status 200 and passages, during both moves and right after the restart;
at the end every document must be found by a word of its own and `martlet verify` be clean. Exits 1 otherwise. Prints how
long the moves took and how long queries took before and meanwhile.
"""
import argparse, subprocess, sys, threading, time
from martlet_client import Client, Server, percentile

parser = argparse.ArgumentParser()
parser.add_argument("--martlet", required=True)
parser.add_argument("--models", required=True)
parser.add_argument("--model", default="all-MiniLM-L6-v2")
parser.add_argument("--other", required=True)
parser.add_argument("--documents", type=int, default=50)
parser.add_argument("--chunks", type=int, default=100, help="per document")
parser.add_argument("--clients", type=int, default=4)
options = parser.parse_args()

CHUNK = 400
ENVIRONMENT = {"CHUNK_SIZE": str(CHUNK), "CHUNK_OVERLAP": "0", "RAG_EMBEDDING_MODEL": options.model}
SENTENCE = "The clerk counts crates of copper wire in shed {} while the tide turns and the harbour lies quiet. "
problems = []


def document(number):
    """About `chunks` chunks, one of which holds the document's own word."""
    pieces = [(SENTENCE.format(1000 * number + place) * 4)[:CHUNK - 10] for place in range(options.chunks)]
    pieces[len(pieces) // 2] = f"The password of room {number} is keyword{number}x."
    return "\n\n".join(pieces).encode()


class Load:
    """Clients that query the knowledge base until they are told to stop."""

    def __init__(self, server, token, knowledge):
        self.seconds, self.failed, self.empty, self.running = [], [], 0, True
        self.threads = [threading.Thread(target=self.run, args=(Client(server, token), knowledge, seed))
                        for seed in range(options.clients)]
        for thread in self.threads:
            thread.start()

    def run(self, client, knowledge, seed):
        number = seed
        while self.running:
            started = time.perf_counter()
            try:
                answer = client.call("POST", "/api/v1/retrieval/query/collection", {
                    "collection_names": [knowledge], "query": f"password of room {number % options.documents}", "k": 5})
            except (OSError, RuntimeError) as error:
                if self.running:
                    self.failed.append(str(error))
                return
            self.seconds.append(time.perf_counter() - started)
            self.empty += not (answer["documents"] and len(answer["documents"][0]) == 5)
            number += options.clients

    def stop(self, what):
        self.running = False
        for thread in self.threads:
            thread.join()
        self.report(what)

    def report(self, what):
        times = self.seconds or [0]
        print(f"{what}: {len(self.seconds)} answers, {len(self.failed)} failed, {self.empty} short of passages; "
              f"p50 {1e3 * percentile(times, .5):.1f} ms, p99 {1e3 * percentile(times, .99):.1f} ms", flush=True)
        problems.extend(f"{what}: {error}" for error in self.failed)
        if self.empty:
            problems.append(f"{what}: {self.empty} answers short of passages")


def move(client, model):
    client.call("POST", "/api/v1/retrieval/embedding/update", {
        "embedding_engine": "", "embedding_model": model})


def progress(client):
    return client.call("GET", "/api/v1/retrieval/embedding").get("reindex")


def wait_for_move(client):
    while (state := progress(client)) is not None:
        if state.get("error"):
            problems.append(f"the move says: {state['error']}")
            return
        time.sleep(.2)


server = Server(options.martlet, options.models, environment=ENVIRONMENT)
client = Client(server).sign_up()
knowledge = client.call("POST", "/api/v1/knowledge/create", {"name": "Harbour", "description": "sheds and rooms"})["id"]
started = time.perf_counter()
files = [client.upload(f"room{number}.txt", document(number))["id"] for number in range(options.documents)]
for file in files:
    if client.wait(file) != "completed":
        sys.exit(f"{file} was not ingested")
    client.call("POST", f"/api/v1/knowledge/{knowledge}/file/add", {"file_id": file})
print(f"{options.documents} documents of about {options.chunks} chunks ingested in {time.perf_counter() - started:.1f} s")

load = Load(server, client.token, knowledge)
time.sleep(5)
load.stop("before")

load = Load(server, client.token, knowledge)
started = time.perf_counter()
move(client, options.other)
wait_for_move(client)
print(f"moved to {options.other} in {time.perf_counter() - started:.1f} s")
load.stop("while moving")

load = Load(server, client.token, knowledge)
move(client, options.model)
while (state := progress(client)) is not None and state["documents_done"] < options.documents // 3:
    time.sleep(.05)
print(f"killed with {state['documents_done'] if state else options.documents} of {options.documents} documents moved back")
load.running = False
server.kill()
for thread in load.threads:
    thread.join()
load.report("until the kill")
server = Server(options.martlet, options.models, data=server.data, environment=ENVIRONMENT)
client = Client(server, client.token)
load = Load(server, client.token, knowledge)
time.sleep(1)
wait_for_move(client)
load.stop("after the restart")
model = client.call("GET", "/api/v1/retrieval/embedding")["embedding_model"]
print(f"the model is {model}")
for number, file in enumerate(files):
    answer = client.call("POST", "/api/retrieval/query", {
        "query": f"keyword{number}x", "top_k": 3, "mode": "lexical"})
    if file not in [result["metadata"]["file_id"] for result in answer["results"]]:
        problems.append(f"room{number}.txt is not found by its word")
if server.stop() != 0:
    problems.append("the server did not stop cleanly")
verify = subprocess.run([options.martlet, "verify", "--data-dir", server.data], capture_output=True, text=True)
print(verify.stdout.strip())
if verify.returncode != 0:
    problems.append(f"verify exited {verify.returncode}: {verify.stderr}")
for problem in problems[:20]:
    print("PROBLEM", problem)
sys.exit(1 if problems else 0)
