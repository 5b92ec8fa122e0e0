#!/usr/bin/env python3
"""Compares Martlet's tokenizers with the `tokenizers` library: ids, byte ranges, speed.

    swift build -c release --product tokenizer-bench
    python3 -m venv ../peers && ../peers/bin/pip install tokenizers          # outside the repository
    Benchmarks/tokenizer_corpus.py corpus.bin
    ../peers/bin/python Benchmarks/tokenizer_parity.py --bench .build/release/tokenizer-bench --corpus corpus.bin MODEL_FOLDER…

Tokens of every document are compared; so are those of generated documents that hold every Unicode scalar in several places and
random mixtures of awkward scalars (--no-generated leaves them out). --speed N adds N rounds of each side in turn on one thread
(the library: TOKENIZERS_PARALLELISM=false, encode and encode_batch) and prints medians and ratios. --show K prints K differences.
Exits 1 when ids differ.
"""
import argparse
import os
import pathlib
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata

os.environ["TOKENIZERS_PARALLELISM"] = "false"
import tokenizers  # noqa: E402


def read(path):
    data, position, documents = path.read_bytes(), 0, []
    while position < len(data):
        (count,) = struct.unpack_from("<I", data, position)
        documents.append(data[position + 4:position + 4 + count].decode())
        position += 4 + count
    return documents


def write(path, documents):
    with path.open("wb") as output:
        for document in documents:
            data = document.encode()
            output.write(struct.pack("<I", len(data)) + data)


def generated(seed=1):
    """Every scalar alone, between letters, after an apostrophe, between spaces and digits; then random mixtures."""
    documents, line = [], []
    for scalar in range(0x110000):
        if 0xD800 <= scalar < 0xE000:
            continue
        c = chr(scalar)
        line.append(f"a{c}b {c} '{c}x 1{c}2 {c}{c}\n")
        if len(line) == 64:
            documents.append("".join(line))
            line = []
    documents.append("".join(line))
    source = random.Random(seed)
    awkward = list("aAbZ019 .,'-\t\n\r  \u00a0\u3000\u200b\u200d\u0301\u0327\u0345é\u1100\u1161\u11a8가각日本語ｱﾞﬁ①㍿ẞßİıſK"
                   "😀👩\u200d👩🇩🇪\ufeff\ufffd\u0000\u2581▁<s></s>[MASK]<mask>नमस्तेกำ") + ["'s", "'LL", "\r\n", "   ", "\U0001f3fb"]
    for _ in range(4000):
        documents.append("".join(source.choice(awkward) for _ in range(source.randrange(1, 60))))
    documents += ["", " ", "  ", "\n", "a" * 3000, " " * 3000, "é" * 1000, "\u0301" * 2000, "日" * 1000, "ab" * 2000 + " x"]
    return documents


def ours(bench, model, documents, folder):
    write(folder / "documents", documents)
    subprocess.run([bench, "tokens", model, folder / "documents", folder / "tokens"], check=True)
    data, position = (folder / "tokens").read_bytes(), 0
    for _ in documents:
        (count,) = struct.unpack_from("<I", data, position)
        numbers = struct.unpack_from(f"<{count * 3}I", data, position + 4)
        position += 4 + count * 12
        yield list(numbers[0::3]), list(zip(numbers[1::3], numbers[2::3]))


def byte_offsets(document, offsets):
    if document.isascii():
        return list(offsets)
    at, position = [], 0
    for c in document:
        at.append(position)
        position += len(c.encode())
    at.append(position)
    return [(at[start], at[end]) for start, end in offsets]


def compare(bench, model, documents, show):
    tokenizer = tokenizers.Tokenizer.from_file(str(pathlib.Path(model) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    different = tokens = ranges = ranges_documents = 0
    with tempfile.TemporaryDirectory() as folder:
        for document, (ids, offsets) in zip(documents, ours(bench, model, documents, pathlib.Path(folder))):
            encoding = tokenizer.encode(document, add_special_tokens=False)
            tokens += len(encoding.ids)
            if encoding.ids != ids:
                different += 1
                if different <= show:
                    explain(document, encoding, ids, offsets)
            else:
                theirs = byte_offsets(document, encoding.offsets)
                wrong = [i for i in range(len(ids)) if theirs[i] != offsets[i]]
                ranges += len(wrong)
                ranges_documents += bool(wrong)
                if wrong and ranges_documents <= show:
                    i = wrong[0]
                    print(f"    range of token {i} ({encoding.tokens[i]!r}): {theirs[i]} there, {offsets[i]} here; "
                          f"{document.encode()[max(0, offsets[i][0] - 20):offsets[i][1] + 20].decode(errors='replace')!r}")
    print(f"  {len(documents)} documents, {sum(len(d.encode()) for d in documents) / 1e6:.1f} MB, {tokens} tokens: "
          f"{different} documents differ in ids; {ranges} ranges differ in {ranges_documents} others", flush=True)
    return different


def explain(document, encoding, ids, offsets):
    i = next((i for i, (a, b) in enumerate(zip(encoding.ids, ids)) if a != b), min(len(ids), len(encoding.ids)))
    place = offsets[min(i, len(offsets) - 1)][0] if offsets else 0
    text = document.encode()[max(0, place - 16):place + 24].decode(errors="replace")
    print(f"    token {i}: there {encoding.tokens[i:i + 4]} {encoding.ids[i:i + 4]}, here {ids[i:i + 4]} at {place}: {text!r} "
          + " ".join(f"{ord(c):04X}" for c in text if ord(c) > 127))


def speed(bench, model, corpus, documents, rounds):
    tokenizer = tokenizers.Tokenizer.from_file(str(pathlib.Path(model) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    megabytes = sum(len(d.encode()) for d in documents) / 1e6
    figures = {"martlet": [], "encode": [], "encode_batch": []}
    load = ""
    for _ in range(rounds):
        output = subprocess.run([bench, "speed", model, corpus, "2"], check=True, capture_output=True, text=True).stdout
        load = output.split("\n")[0]
        # The first round warms tables and caches; the library's caches are warm from its first round on, too.
        figures["martlet"].append(float(output.split("round ")[2].split()[0]))
        started = time.perf_counter()
        for document in documents:
            tokenizer.encode(document, add_special_tokens=False)
        figures["encode"].append(megabytes / (time.perf_counter() - started))
        started = time.perf_counter()
        for start in range(0, len(documents), 64):
            tokenizer.encode_batch(documents[start:start + 64], add_special_tokens=False)
        figures["encode_batch"].append(megabytes / (time.perf_counter() - started))
    median = {name: statistics.median(values) for name, values in figures.items()}
    best = max(median["encode"], median["encode_batch"])
    print(f"  MB/s, medians of {rounds}: martlet {median['martlet']:.1f}, tokenizers encode {median['encode']:.2f}, "
          f"encode_batch {median['encode_batch']:.2f}: {median['martlet'] / best:.1f}x ({load} ms)", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--bench", default=".build/release/tokenizer-bench")
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--no-generated", action="store_true")
    parser.add_argument("--no-compare", action="store_true")
    parser.add_argument("--speed", type=int, default=0, metavar="ROUNDS")
    parser.add_argument("--speed-mb", type=float, default=4, help="how much of the corpus to time (default 4)")
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    corpus = read(options.corpus)
    step = max(1, round(sum(len(d.encode()) for d in corpus) / 1e6 / options.speed_mb))
    print(f"tokenizers {tokenizers.__version__}, Python's Unicode {unicodedata.unidata_version}")
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        sample = pathlib.Path(folder) / "sample"
        write(sample, corpus[::step])
        for model in options.models:
            print(model, flush=True)
            if not options.no_compare:
                different += compare(options.bench, model, corpus, options.show)
                if not options.no_generated:
                    print("  generated:")
                    different += compare(options.bench, model, generated(), options.show)
            if options.speed:
                speed(options.bench, model, sample, corpus[::step], options.speed)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
