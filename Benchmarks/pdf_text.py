#!/usr/bin/env python3
"""Reading PDFs: Martlet against pdftotext and pypdf, in one run on one core.

    apt-get download gnuplot-doc debian-reference-en r-doc-pdf && for d in *.deb; do dpkg -x $d x; done
    python3 -m venv ENV && ENV/bin/pip install pypdf
    ENV/bin/python Benchmarks/pdf_text.py --martlet .build/release/martlet x/usr/share/doc/gnuplot/gnuplot.pdf …

For each document: pages per second of processor time (the best of --rounds, all child processes counted, pinned to one
core), the share of pdftotext's words that Martlet's text has in the same order on the same page, and whether Martlet says
the right page for 50 sentences. The page of a sentence is taken from pdftotext run on that page alone.
"""

import argparse
import difflib
import json
import os
import random
import resource
import struct
import subprocess
import sys

LIMITS = {
    "memoryBytes": 1 << 30, "processorSeconds": 600, "timeoutSeconds": 600, "openFiles": 64, "niceness": 0,
    "inputBytes": 1 << 30, "outputBytes": 256 << 20, "archiveEntries": 10_000, "archiveBytes": 512 << 20,
    "archiveRatio": 200, "pages": 100_000, "nestingDepth": 10_000,
}
PYPDF = """
import sys, pypdf
for page in pypdf.PdfReader(sys.argv[1]).pages: print(page.extract_text())
"""


def timed(command, path=None):
    """Processor seconds of a command and its children, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(path or os.devnull, "rb") as source:
        run = subprocess.run(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, run.stdout


def martlet(program, path):
    request = json.dumps({"hint": {"fileExtension": "pdf"}, "limits": LIMITS, "parent": os.getpid()})
    seconds, reply = timed([program, "extract-worker", "read", request], path)
    described, written = struct.unpack("<QQ", reply[8:24])
    description = json.loads(reply[24:24 + described])
    if "failure" in description and description["failure"]:
        sys.exit(description["failure"]["message"])
    return seconds, description["document"], reply[24 + described:24 + described + written]


def agreement(ours, theirs):
    """Words in both, in order, page by page; and words of theirs."""
    same = total = 0
    for mine, other in zip(ours, theirs):
        mine, other = mine.split(), other.split()
        total += len(other)
        if mine == other:
            same += len(other)
        else:
            same += sum(block.size for block in difflib.SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks())
    return same, total


def sentences(path, page_count, wanted, rng):
    """Sentences with the number of their page."""
    found = []
    for number in rng.sample(range(1, page_count + 1), page_count):
        page = ["pdftotext", "-f", str(number), "-l", str(number), path, "-"]
        text = " ".join(subprocess.run(page, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().split())
        candidates = [s for s in text.split(". ") if 40 < len(s) < 200 and s.count(" ") > 5]
        if candidates:
            found.append((rng.choice(candidates), number))
        if len(found) == wanted:
            break
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--martlet", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-pypdf", action="store_true")
    parser.add_argument("--json")
    parser.add_argument("pdf", nargs="+")
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = []
    for path in options.pdf:
        rng = random.Random(options.seed)
        theirs_seconds, ours_seconds = [], []
        for _ in range(options.rounds):
            seconds, plain = timed(["pdftotext", "-enc", "UTF-8", path, "-"])
            theirs_seconds.append(seconds)
            seconds, document, text = martlet(options.martlet, path)
            ours_seconds.append(seconds)
        pypdf_seconds = None if options.without_pypdf else timed([sys.executable, "-c", PYPDF, path])[0]
        pages = document["pages"]
        theirs = plain.decode("utf-8", "replace").split("\f")[:len(pages)]
        ranges = [page["utf8"] for page in pages]
        same, total = agreement([text[a:b].decode() for a, b in ranges], theirs)
        right = asked = 0
        flat = [" ".join(text[a:b].decode().split()) for a, b in ranges]
        for sentence, number in sentences(path, len(pages), 50, rng):
            asked += 1
            right += sentence in flat[number - 1]
        row = {
            "document": os.path.basename(path), "pages": len(pages), "martlet_pages_per_s": len(pages) / min(ours_seconds),
            "pdftotext_pages_per_s": len(pages) / min(theirs_seconds),
            "pypdf_pages_per_s": pypdf_seconds and len(pages) / pypdf_seconds, "word_agreement": same / total,
            "pages_right": f"{right}/{asked}", "headings": len(document["headings"]),
        }
        rows.append(row)
        pypdf = f"{row['pypdf_pages_per_s']:.0f} (x{row['martlet_pages_per_s'] / row['pypdf_pages_per_s']:.1f})" if pypdf_seconds else "-"
        print(
            f"{row['document']}: {row['pages']} pages; pages/s Martlet {row['martlet_pages_per_s']:.0f}, pdftotext"
            f" {row['pdftotext_pages_per_s']:.0f}, pypdf {pypdf}; words {100 * row['word_agreement']:.2f} %; pages of"
            f" sentences {row['pages_right']}; headings {row['headings']}", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(rows, file, indent=2)


main()
