#!/usr/bin/env python3
"""Recall@1/3/5/10 and MRR@10 of labelled questions, through the HTTP API of a running service.

    retrieval_quality.py --martlet .build/release/martlet --models data/models \\
        --paragraphs squad_paragraphs.jsonl --questions squad_questions.jsonl [--every 5] [--chunk-size 100000] [--mode vector]

Each paragraph ({"id", "text"} a line) becomes one document of one knowledge base; each question ({"question",
"paragraph_id"}) is asked with k = 10; the rank of the first passage of its paragraph counts.
"""
import argparse, json, time
from concurrent.futures import ThreadPoolExecutor
from martlet_client import Client, Server, percentile

parser = argparse.ArgumentParser()
for name in ("martlet", "models", "paragraphs", "questions"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--every", type=int, default=5)
parser.add_argument("--chunk-size", type=int, default=100_000, help="large: a paragraph is one passage")
parser.add_argument("--mode", default="vector")
options = parser.parse_args()

paragraphs = [json.loads(line) for line in open(options.paragraphs)]
questions = [json.loads(line) for line in open(options.questions)][:: options.every]
server = Server(options.martlet, options.models, environment={"CHUNK_SIZE": str(options.chunk_size)})
try:
    client = Client(server).sign_up()
    knowledge = client.call("POST", "/api/v1/knowledge/create", {"name": "bench", "description": "", "access_control": {}})
    started = time.perf_counter()
    clients = [Client(server, client.token) for _ in range(8)]

    def take_in(job):
        index, paragraph = job
        one = clients[index % len(clients)]
        return paragraph["id"], one.upload(f"{paragraph['id']}.txt", paragraph["text"].encode())["id"]

    # One connection a worker: the jobs are dealt out by index.
    with ThreadPoolExecutor(len(clients)) as pool:
        parts = [[(i, p) for i, p in enumerate(paragraphs) if i % len(clients) == w] for w in range(len(clients))]
        pairs = [pair for part in pool.map(lambda part: [take_in(job) for job in part], parts) for pair in part]
    file_of = dict(pairs)
    statuses = [client.wait(file_id) for file_id in file_of.values()]
    assert set(statuses) == {"completed"}, statuses
    client.call("POST", f"/api/v1/knowledge/{knowledge['id']}/files/batch/add",
                [{"file_id": file_id} for file_id in file_of.values()])
    ingest_seconds = time.perf_counter() - started

    ranks, seconds = [], []
    for question in questions:
        from_ = time.perf_counter()
        answer = client.call("POST", "/api/retrieval/query", {
            "query": question["question"], "knowledge_ids": [knowledge["id"]], "top_k": 10, "mode": options.mode})
        seconds.append(time.perf_counter() - from_)
        files = [result["metadata"]["file_id"] for result in answer["results"]]
        wanted = file_of[question["paragraph_id"]]
        ranks.append(files.index(wanted) + 1 if wanted in files else 0)

    count = len(ranks)
    print(f"{len(paragraphs)} documents in {ingest_seconds:.1f} s, {count} questions, mode {options.mode}")
    for k in (1, 3, 5, 10):
        print(f"recall@{k:<3} {sum(1 for rank in ranks if 0 < rank <= k) / count:.4f}")
    print(f"MRR@10    {sum(1 / rank for rank in ranks if rank) / count:.4f}")
    print(f"query     p50 {1e3 * percentile(seconds, .5):.2f} ms, p99 {1e3 * percentile(seconds, .99):.2f} ms")
finally:
    server.stop()
