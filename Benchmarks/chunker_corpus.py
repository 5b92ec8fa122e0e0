#!/usr/bin/env python3
"""Builds the texts for chunker_peers.py from Debian packages: text.bin, markdown.bin, code.bin, awkward.bin, multilingual.bin.

    chunker_corpus.py OUTPUT_FOLDER [--mb 10] [--packages FOLDER] [--multilingual CORPUS]

Downloads the packages (apt-get download; apt's lists must be there) into FOLDER and unpacks them there. Every document is a whole
file: Python's manual as reStructuredText, Markdown of Node.js, Docker, Rust and the OpenAPI specification, Python's library and
its tests. The awkward ones are generated: long lines without a space, of emoji of several code points, flags, stacked accents and
syllables. The multilingual ones are what tokenizer_corpus.py writes, joined to documents of about 40 KB. A record is the length in
bytes (32 bits, little endian), then UTF-8. Deterministic for the same packages.
"""
import argparse
import gzip
import pathlib
import random
import struct
import subprocess
import sys

PACKAGES = {
    "text": (["python3.11-doc"], (".rst", ".rst.txt", ".txt")),
    "markdown": (["nodejs-doc", "docker-doc", "openapi-specification", "rust-src"], (".md", ".md.gz")),
    "code": (["libpython3.11-stdlib", "libpython3.11-testsuite"], (".py",)),
}


def unpacked(packages, folder):
    for package in packages:
        if not list(folder.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        root = folder / package
        if not root.exists():
            subprocess.run(["dpkg-deb", "-x", next(folder.glob(f"{package}_*.deb")), root], check=True)
        yield root


def files(roots, endings):
    seen = set()
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_symlink() or not path.is_file() or not path.name.endswith(endings):
                continue
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            try:
                text = data.decode()
            except UnicodeDecodeError:
                continue
            if len(text) > 200 and text not in seen:
                seen.add(text)
                yield text


def joined(path, size=40_000):
    data, position, parts, count = path.read_bytes(), 0, [], 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        parts.append(data[position + 4:position + 4 + length].decode())
        position, count = position + 4 + length, count + length
        if count >= size:
            yield "\n\n".join(parts)
            parts, count = [], 0
    if parts:
        yield "\n\n".join(parts)


def awkward(count=40, seed=5):
    """Documents of 20,000 grapheme clusters in long lines."""
    source = random.Random(seed)
    pieces = [
        "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f1e9\U0001f1ea", "\U0001f44d\U0001f3fd", "\u2764\ufe0f",
        "e\u0301\u0327", "\u0915\u094d\u0937\u093f", "\u0e01\u0e33", "\u1100\u1161\u11a8", "\u6f22", "\u3042", "\r\n",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "a", "."]
    for _ in range(count):
        weights = [source.random() for _ in pieces]
        weights[10] /= 200
        yield "".join(source.choices(pieces, weights, k=20_000))


def write(path, documents, limit):
    """A share of all documents, evenly spread, of about `limit` bytes, in an order in which any part is like the whole."""
    documents = [document.encode() for document in documents]
    total = sum(map(len, documents))
    kept = written = 0
    random.Random(1).shuffle(documents)
    with path.open("wb") as output:
        for data in documents:
            kept += len(data) * min(limit / total, 1)
            if written + len(data) / 2 <= kept:
                output.write(struct.pack("<I", len(data)) + data)
                written += len(data)
    print(f"{path}: {written / 1e6:.1f} MB of {total / 1e6:.1f}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("output", type=pathlib.Path)
    options.add_argument("--mb", type=float, default=10)
    options.add_argument("--packages", type=pathlib.Path, default=pathlib.Path("packages"))
    options.add_argument("--multilingual", type=pathlib.Path, help="what tokenizer_corpus.py wrote")
    given = options.parse_args()
    for folder in (given.output, given.packages):
        folder.mkdir(parents=True, exist_ok=True)
    for name, (packages, endings) in PACKAGES.items():
        documents = files(unpacked(packages, given.packages.resolve()), endings)
        write(given.output / f"{name}.bin", documents, given.mb * 1e6)
    write(given.output / "awkward.bin", awkward(), given.mb * 1e6)
    if given.multilingual:
        write(given.output / "multilingual.bin", joined(given.multilingual), given.mb * 1e6)
    else:
        print("no --multilingual: that set is left out", file=sys.stderr)


main()
