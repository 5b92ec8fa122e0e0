#!/usr/bin/env python3
"""The peers' side of vector-bench: holds one library's index and carries out orders, one JSON object a line.

    vector-bench … --python PATH [--peers hnswlib,faiss,usearch,symphonyqg]

starts one such process for each library and asks it the same as Martlet's own process, in the same run (the protocol is in
VectorBench/Contender/Order.swift). M = 16 (degree 32), efConstruction = 200, one search thread. All queries go to the
library in one call where it has one, so that no Python stands between them.
"""
import argparse
import json
import os
import sys
import time

# Idle OpenMP threads must not burn the processor time that is measured.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy

M, EF_CONSTRUCTION = 16, 200


class Unsupported(Exception):
    pass


def require_natural_order(rows):
    """For libraries whose ids are the order of insertion."""
    if numpy.any(rows[:-1] > rows[1:]):
        raise Unsupported


class Library:
    """What a library need not have; each below overrides what it can do. Vectors have length 1 under cosine."""

    def __init__(self, dimension, metric):
        self.dimension, self.metric = dimension, metric

    def filter(self, queries, k, ef, allowed):
        raise Unsupported

    def scanner(self, base, allowed):
        """What compares queries with every vector that is allowed."""
        raise Unsupported

    def delete(self, rows):
        raise Unsupported

    def identify(self, ids):
        """Row numbers from the library's ids."""
        return ids


class Hnswlib(Library):
    def __init__(self, dimension, metric):
        super().__init__(dimension, metric)
        import hnswlib
        self.index = hnswlib.Index(space="l2" if metric == "l2" else "ip", dim=dimension)

    def build(self, base, rows, threads):
        self.count = len(base)
        self.index.init_index(max_elements=len(base), M=M, ef_construction=EF_CONSTRUCTION, allow_replace_deleted=True)
        self.index.add_items(base, rows, num_threads=threads)
        self.label_of = numpy.arange(len(base))

    def save(self, path):
        self.index.save_index(path)

    def load(self, path):
        self.index.load_index(path, allow_replace_deleted=True)
        self.count = self.index.get_max_elements()
        self.label_of = numpy.arange(self.count)

    def search(self, queries, k, ef, threads=1):
        self.index.set_ef(max(ef, k))
        return self.index.knn_query(queries, k=k, num_threads=threads)[0]

    def filter(self, queries, k, ef, allowed):
        self.index.set_ef(max(ef, k))
        # The quickest filter Python can give it: a look-up in a bytes object, no Python code of ours.
        admits, matching = allowed.astype(numpy.uint8).tobytes().__getitem__, int(allowed.sum())
        found = numpy.full((len(queries), k), -1)
        for row, query in enumerate(queries):
            # It refuses to answer with fewer than k; ask for as many as match, and for fewer until it answers.
            for fewer in range(min(k, matching), 0, -1):
                try:
                    found[row, :fewer] = self.index.knn_query(query, k=fewer, num_threads=1, filter=admits)[0][0]
                    break
                except RuntimeError:
                    continue
        return found

    def delete(self, rows):
        for row in rows:
            self.index.mark_deleted(int(self.label_of[row]))

    def insert(self, base, rows, threads):
        # A replaced element needs a label of its own; a multiple of the count keeps the row in it.
        self.label_of[rows] += self.count
        self.index.add_items(base[rows], self.label_of[rows], num_threads=threads, replace_deleted=True)

    def identify(self, ids):
        return numpy.where(ids >= 0, ids % self.count, -1)


class Faiss(Library):
    def __init__(self, dimension, metric):
        super().__init__(dimension, metric)
        import faiss
        self.faiss = faiss

    def build(self, base, rows, threads):
        require_natural_order(rows)
        metric = self.faiss.METRIC_L2 if self.metric == "l2" else self.faiss.METRIC_INNER_PRODUCT
        self.index = self.faiss.IndexHNSWFlat(self.dimension, M, metric)
        self.index.hnsw.efConstruction = EF_CONSTRUCTION
        self.faiss.omp_set_num_threads(threads)
        self.index.add(base)

    def save(self, path):
        self.faiss.write_index(self.index, path)

    def load(self, path):
        self.index = self.faiss.read_index(path)

    def search(self, queries, k, ef, threads=1):
        self.faiss.omp_set_num_threads(threads)
        return self.index.search(queries, k, params=self.faiss.SearchParametersHNSW(efSearch=max(ef, k)))[1]

    def filter(self, queries, k, ef, allowed):
        self.faiss.omp_set_num_threads(1)
        bits = numpy.packbits(allowed, bitorder="little")
        selector = self.faiss.IDSelectorBitmap(bits)
        parameters = self.faiss.SearchParametersHNSW(efSearch=max(ef, k), sel=selector)
        return self.index.search(queries, k, params=parameters)[1]


    def scanner(self, base, allowed):
        self.faiss.omp_set_num_threads(1)
        flat = (self.faiss.IndexFlatL2 if self.metric == "l2" else self.faiss.IndexFlatIP)(self.dimension)
        flat.add(base)
        if allowed.all():
            return lambda queries, k: flat.search(queries, k)[1]
        # A selector by list is the quicker one: faiss goes through the list then, and not through all vectors.
        selector = self.faiss.IDSelectorArray(numpy.flatnonzero(allowed))
        return lambda queries, k: flat.search(queries, k, params=self.faiss.SearchParameters(sel=selector))[1]


class Usearch(Library):
    def __init__(self, dimension, metric):
        super().__init__(dimension, metric)
        from usearch.index import Index
        self.make = Index

    def _index(self):
        return self.make(
            ndim=self.dimension, metric="l2sq" if self.metric == "l2" else "ip", dtype="f32", connectivity=M,
            expansion_add=EF_CONSTRUCTION)

    def build(self, base, rows, threads):
        self.index = self._index()
        self.index.add(rows.astype(numpy.uint64), base, threads=threads)

    def save(self, path):
        self.index.save(path)

    def load(self, path):
        self.index = self._index()
        self.index.load(path)

    def search(self, queries, k, ef, threads=1):
        self.index.expansion_search = max(ef, k)
        found = self.index.search(queries, k, threads=threads)
        if len(queries) == 1:
            return numpy.asarray(found.keys, dtype=numpy.int64).reshape(1, -1)
        return numpy.where(numpy.arange(k) < numpy.asarray(found.counts)[:, None], found.keys.astype(numpy.int64), -1)

    def delete(self, rows):
        self.index.remove(numpy.asarray(rows, dtype=numpy.uint64))

    def insert(self, base, rows, threads):
        self.index.add(numpy.asarray(rows, dtype=numpy.uint64), base[rows], threads=threads)


class SymphonyQG(Library):
    initial = "pipnn"

    def build(self, base, rows, threads):
        require_natural_order(rows)
        import rabitqlib
        self.index = rabitqlib.SymqgIndex(self.dimension, 2 * M, metric="l2" if self.metric == "l2" else "ip")
        self.index.build(base, EF_CONSTRUCTION, num_threads=threads, init=self.initial)

    def save(self, path):
        self.index.save(path)

    def load(self, path):
        import rabitqlib
        self.index = rabitqlib.SymqgIndex.load(path)

    def search(self, queries, k, ef, threads=1):
        return self.index.search(queries, k, max(ef, k), num_threads=threads)[0].astype(numpy.int64)


class SymphonyQGFromRandom(SymphonyQG):
    """Built from random links instead of the library's default: slower to build, a little better to search."""

    initial = "random"


LIBRARIES = {"hnswlib": Hnswlib, "faiss": Faiss, "usearch": Usearch, "symphonyqg": SymphonyQG,
             "symphonyqg-random": SymphonyQGFromRandom}


def resident_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


class Stopwatch:
    def __init__(self):
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def read(self):
        return {"cpuSeconds": time.process_time() - self.cpu, "wallSeconds": time.perf_counter() - self.wall}


class Contender:
    def __init__(self, options):
        self.options = options
        self.new = lambda: LIBRARIES[options.library](options.dimension, options.metric)
        # By the variant that orders name.
        self.libraries = {}
        self.queries = self.floats("queries.f32")

    def floats(self, name):
        return numpy.fromfile(f"{self.options.data}/{name}", dtype="<f4").reshape(-1, self.options.dimension)

    def labels(self):
        return numpy.fromfile(f"{self.options.data}/labels.i32", dtype="<i4")

    def path(self, order):
        return self.options.index + order["variant"] + ".index"

    def library(self, order):
        return self.libraries[order["variant"]]

    def build(self, order):
        library, path = self.new(), self.path(order)
        self.libraries[order["variant"]] = library
        if order["mayReuse"] and os.path.exists(path):
            library.load(path)
            return {"wasReused": True, "fileBytes": os.path.getsize(path)}
        base = self.floats("base.f32")[: order.get("limit")]
        rows = numpy.arange(len(base))
        if order["seed"]:
            rows = numpy.random.default_rng(order["seed"]).permutation(len(base))
            base = base[rows]
        watch = Stopwatch()
        library.build(base, rows, order["threads"])
        outcome = watch.read()
        library.save(path)
        return {**outcome, "fileBytes": os.path.getsize(path)}

    def open(self, order):
        library, path = self.new(), self.path(order)
        before, watch = resident_bytes(), Stopwatch()
        library.load(path)
        opened = watch.read()["wallSeconds"]
        library.search(self.queries[:1], self.options.k, 100)
        first = watch.read()["wallSeconds"]
        library.search(self.queries, self.options.k, 100)
        return {"openSeconds": opened, "firstAnswerSeconds": first, "residentBytes": resident_bytes() - before,
                "fileBytes": os.path.getsize(path)}

    def answer(self, order, search):
        """All queries, over again until order["seconds"] have gone; times are those of one pass."""
        queries, watch, passes = self.queries[: order.get("queryCount")], Stopwatch(), 0
        while True:
            ids, passes = search(queries), passes + 1
            spent = watch.read()
            if spent["cpuSeconds"] >= order["seconds"]:
                break
        return {**{name: value / passes for name, value in spent.items()},
                "ids": self.library(order).identify(ids).ravel().tolist()}

    def search(self, order):
        library = self.library(order)
        return self.answer(order, lambda queries: library.search(
            queries, self.options.k, order["effort"], order["threads"]))

    def filter(self, order):
        library, allowed = self.library(order), self.labels() < order["labelLimit"]
        return self.answer(order, lambda queries: library.filter(queries, self.options.k, order["effort"], allowed))

    def churn(self, order):
        library, base = self.library(order), self.floats("base.f32")
        rows = numpy.random.default_rng(order["seed"]).permutation(len(base))
        size = max(1, int(len(rows) * order["share"]))
        deleting, inserting, whole = 0.0, 0.0, Stopwatch()
        for turn in range(order["timesBefore"], order["timesBefore"] + order["times"]):
            part = rows[numpy.arange(turn * size, (turn + 1) * size) % len(rows)]
            watch = Stopwatch()
            library.delete(part)
            deleting += watch.read()["wallSeconds"]
            watch = Stopwatch()
            library.insert(base, part, order["threads"])
            inserting += watch.read()["wallSeconds"]
        count = size * order["times"]
        return {**whole.read(), "deletedPerSecond": count / deleting, "insertedPerSecond": count / inserting}

    def latency(self, order):
        if order.get("labelLimit") is not None:
            raise Unsupported
        library, latencies = self.library(order), []
        for turn in range(4):
            for row in range(len(self.queries)):
                query, start = self.queries[row : row + 1], time.perf_counter()
                library.search(query, self.options.k, order["effort"])
                if turn:
                    latencies.append(time.perf_counter() - start)
        return {"latencies": latencies}

    def parallel(self, order):
        library, count, watch = self.library(order), 0, Stopwatch()
        while watch.read()["wallSeconds"] < order["seconds"]:
            library.search(self.queries, self.options.k, order["effort"], order["threads"])
            count += len(self.queries)
        figures = watch.read()
        return {**figures, "queriesPerSecond": count / figures["wallSeconds"]}

    def scan(self, order):
        library, allowed = self.library(order), self.labels() < order["labelLimit"]
        scan = library.scanner(self.floats("base.f32"), allowed)
        return self.answer(order, lambda queries: scan(queries, self.options.k))

    def compact(self, order):
        raise Unsupported


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", choices=sorted(LIBRARIES))
    for name in ("data", "index", "metric"):
        parser.add_argument("--" + name, required=True)
    for name in ("dimension", "k"):
        parser.add_argument("--" + name, type=int, required=True)
    options = parser.parse_args()
    # Libraries may print; only outcomes belong on the pipe.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    contender = Contender(options)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            outcome = getattr(contender, order["action"])(order)
        except Unsupported:
            outcome = {"error": "unsupported"}
        except ImportError as error:
            outcome = {"error": f"not installed: {error}"}
        except Exception as error:  # whatever a library throws is this order's outcome
            outcome = {"error": f"{type(error).__name__}: {error}"}
        try:
            replies.write(json.dumps(outcome) + "\n")
            replies.flush()
        except BrokenPipeError:  # the driver was stopped
            os._exit(1)


if __name__ == "__main__":
    main()
