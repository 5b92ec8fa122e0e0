#!/usr/bin/env python3
"""Runs vector-bench and hnswlib on the same data, one after the other, by the same rules.

Rules: M = 16, efConstruction = 200, one search thread, process CPU time, best of three passes over all queries.
Needs a Python with numpy and hnswlib (a virtual environment outside the repository will do). Example:

    swift build -c release --product vector-bench
    python Benchmarks/vector_peers.py base.npy queries.npy neighbours.npy --metric cosine --threads 2
"""
import argparse
import os
import subprocess
import sys
import time

import numpy


def measure(search, queries, truth, efs):
    print("  efSearch  recall@10   queries/s")
    for ef in efs:
        best, hits = float("inf"), 0
        for _ in range(3):
            start = time.process_time()
            found = search(ef)
            best = min(best, time.process_time() - start)
            hits = sum(len(set(row[:10]) & set(true[:10])) for row, true in zip(found, truth))
        print(f"  {ef:8d}  {hits / (10 * len(queries)):9.4f}  {len(queries) / best:10.0f}", flush=True)


def run_hnswlib(base, queries, truth, metric, threads, efs):
    import hnswlib

    space = {"cosine": "cosine", "dot": "ip", "l2": "l2"}[metric]
    index = hnswlib.Index(space=space, dim=base.shape[1])
    index.init_index(max_elements=len(base), M=16, ef_construction=200)
    cpu, wall = time.process_time(), time.monotonic()
    index.add_items(base, numpy.arange(len(base)), num_threads=threads)
    seconds = time.monotonic() - wall
    print(f"build: {len(base)} vectors in memory, {threads} threads: {seconds:.2f} s "
          f"({time.process_time() - cpu:.2f} s of processor time), {len(base) / seconds:.0f} vectors/s")
    index.set_num_threads(1)

    def search(ef):
        index.set_ef(max(ef, 10))
        # One query a call, as vector-bench does it.
        return [index.knn_query(query, k=10, num_threads=1)[0][0] for query in queries]

    def search_batch(ef):
        index.set_ef(max(ef, 10))
        return index.knn_query(queries, k=10, num_threads=1)[0]

    print("\nhnswlib, one query a call (its Python call included)")
    measure(search, queries, truth, efs)
    print("\nhnswlib, all queries in one call (no Python between them)")
    measure(search_batch, queries, truth, efs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("queries")
    parser.add_argument("neighbours")
    parser.add_argument("--metric", choices=["cosine", "dot", "l2"], default="cosine")
    parser.add_argument("--threads", type=int, default=2, help="building threads")
    parser.add_argument("--ef", default="10,20,40,60,80,100,150,200,300,400")
    parser.add_argument("--bench", default=os.path.join(os.path.dirname(__file__), "../.build/release/vector-bench"))
    arguments = parser.parse_args()

    print("== Martlet ==", flush=True)
    subprocess.run([arguments.bench, arguments.base, arguments.queries, arguments.neighbours, "--metric",
                    arguments.metric, "--threads", str(arguments.threads), "--ef", arguments.ef], check=True)
    print("\n== hnswlib ==", flush=True)
    base = numpy.load(arguments.base).astype(numpy.float32)
    queries = numpy.load(arguments.queries).astype(numpy.float32)
    truth = numpy.load(arguments.neighbours)
    run_hnswlib(base, queries, truth, arguments.metric, arguments.threads, [int(ef) for ef in arguments.ef.split(",")])
    return 0


if __name__ == "__main__":
    sys.exit(main())
