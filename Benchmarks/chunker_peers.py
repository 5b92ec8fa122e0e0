#!/usr/bin/env python3
"""Martlet's chunkers beside langchain's splitters, semantic-text-splitter and chonkie: MB/s, and what each tool breaks.

    swift build -c release --product chunker-bench
    python3 -m venv ../peers && ../peers/bin/pip install langchain-text-splitters semantic-text-splitter chonkie tokenizers \\
        numpy regex markdown-it-py tree-sitter-python  # outside the repository
    Benchmarks/tokenizer_corpus.py corpus.bin && Benchmarks/chunker_corpus.py sets --multilingual corpus.bin
    ../peers/bin/python Benchmarks/chunker_peers.py --bench .build/release/chunker-bench --model MODEL_FOLDER sets

For each set of documents and unit (1,000 characters, 256 tokens of the model, those it puts around every text not counted), all
tools in turn, one thread each; MB/s of processor time, the median of --rounds. A peer gets no further than --seconds takes it,
and then one round (documents are in random order; the column MB says how far it got, and what follows is about that part). No tool
is asked for overlap. A peer's speed is that of its fastest call, without offsets if it has such a call. Then one judge, who knows
no tool, looks at every chunk of every tool:

- failed: documents that the tool gives up on with an error (nothing else is counted of them)
- offsets: the text at the place a tool gives is not the chunk, or lies before the place of the chunk before it
- graphemes: places cut inside an extended grapheme cluster that is not longer than a chunk (the `regex` module's \\X)
- over limit: chunks of more units than asked for, everything embedded with them included
- fences: fenced code that fits into a chunk and is in several, or does not fit and is cut inside a line that fits
- tables: the same of tables (fences and tables as markdown-it finds them)
- orphan rows: chunks that begin inside the rows of a table and are not given its header
- tails: chunks of less than an eighth of the limit, and of half as many characters as the limit has units, that would fit into
  one with a neighbour
- lost: characters other than white space that are in no chunk
"""
import argparse
import json
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
import chonkie  # noqa: E402
import langchain_text_splitters as langchain  # noqa: E402
import numpy  # noqa: E402
import regex  # noqa: E402
import semantic_text_splitter as semantic  # noqa: E402
import tokenizers  # noqa: E402
import tree_sitter_python  # noqa: E402
from markdown_it import MarkdownIt  # noqa: E402

CHARACTERS, TOKENS = 1_000, 256
STRATEGY = {"text": "recursive", "multilingual": "recursive", "awkward": "recursive", "markdown": "markdown", "code": "code"}
FAULTS = ["failed", "offsets", "graphemes", "over limit", "fences", "tables", "orphan rows", "tails", "lost"]


class Chunk:
    """Where a tool says a chunk is (in characters), the text it gave, and what is embedded in front of it."""

    __slots__ = ("start", "end", "text", "context")

    def __init__(self, start, text, context=""):
        self.start, self.end, self.text, self.context = start, start + len(text), text, context


class Martlet:
    def __init__(self, bench, path, documents, strategy, unit, limit, model):
        self.name, self.documents = f"Martlet, {strategy}", documents
        self.done = len(documents)
        if unit == "tokens":
            limit += 2  # [CLS] and [SEP], which Martlet counts and the others do not
        configuration = {
            "strategy": strategy, "unit": unit, "minimum": 0 if strategy == "langchain" else limit // 8, "size": limit,
            "overlap": 0, "hasPrefix": False, "window": 3, "percentile": 90}
        command = [bench, path, json.dumps(configuration)] + ([model] if unit == "tokens" else [])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def order(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer or answer.startswith("chunker-bench:"):
            sys.exit(answer or "chunker-bench has ended")
        return answer.split()

    def round(self, limit):
        return float(self.order("round")[0])

    def chunks(self):
        with tempfile.NamedTemporaryFile() as file:
            self.order(f"write {file.name}")
            numbers, position = numpy.fromfile(file.name, dtype="<u4"), 0
        for document in self.documents:
            data, count = document.encode(), int(numbers[position])
            rows = numbers[position + 1:position + 1 + count * 6].reshape(count, 6)
            position += 1 + count * 6
            # Python counts code points: as many as there are bytes that do not continue one.
            is_first = (numpy.frombuffer(data, dtype=numpy.uint8) & 0xC0) != 0x80
            index = numpy.concatenate(([0], numpy.cumsum(is_first)))
            found = []
            for first, _, end, opener, opener_end, prefix in rows.tolist():
                text = data[first:end].decode(errors="surrogateescape")
                context = "\0" * prefix + data[opener:opener_end].decode(errors="surrogateescape")
                found.append(Chunk(int(index[first]), text, context))
            yield found

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Peer:
    """A tool in Python: `fast` is what is timed, `placed` gives (start, text)."""

    def __init__(self, name, documents, fast, placed=None):
        self.name, self.documents, self.fast = name, documents, fast
        self.placed = placed or (lambda text: [(chunk.start_index, chunk.text) for chunk in fast(text)])
        self.done = len(documents)

    def round(self, limit):
        started = time.process_time()
        for number, document in enumerate(self.documents[:self.done]):
            if time.process_time() - started > limit:
                self.done = number
                break
            try:
                self.fast(document)
            except Exception:  # counted by the judge, who asks again
                pass
        return time.process_time() - started

    def chunks(self):
        for document in self.documents[:self.done]:
            try:
                yield [Chunk(start, text) for start, text in self.placed(document)]
            except Exception as error:
                yield error

    def close(self):
        pass


def of_langchain(splitter):
    return lambda text: [(d.metadata["start_index"], d.page_content) for d in splitter.create_documents([text])]


def peers(name, documents, tokenizer):
    """The tools that have something for this kind of text, sized in characters or, with a tokenizer, in its tokens."""
    limit = TOKENS if tokenizer else CHARACTERS
    size = {"chunk_size": limit, "chunk_overlap": 0, "add_start_index": True}
    if tokenizer:
        size["length_function"] = lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)
    language = {"markdown": langchain.Language.MARKDOWN, "code": langchain.Language.PYTHON}.get(name)
    splitter = (
        langchain.RecursiveCharacterTextSplitter.from_language(language, **size)
        if language else langchain.RecursiveCharacterTextSplitter(**size))
    yield Peer("langchain recursive", documents, splitter.split_text, of_langchain(splitter))

    if name == "code" and tokenizer:
        kind = semantic.CodeSplitter.from_huggingface_tokenizer(tree_sitter_python.language(), tokenizer, limit)
    elif name == "code":
        kind = semantic.CodeSplitter(tree_sitter_python.language(), limit)
    else:
        kind = semantic.MarkdownSplitter if name == "markdown" else semantic.TextSplitter
        kind = kind.from_huggingface_tokenizer(tokenizer, limit) if tokenizer else kind(limit)
    yield Peer("semantic-text-splitter", documents, kind.chunks, kind.chunk_indices)

    counter = tokenizer or "character"
    yield Peer("chonkie recursive", documents, chonkie.RecursiveChunker(tokenizer=counter, chunk_size=limit).chunk)
    if tokenizer:
        yield Peer("chonkie token", documents, chonkie.TokenChunker(tokenizer=tokenizer, chunk_size=limit).chunk)
    else:
        yield Peer("chonkie fast", documents, chonkie.FastChunker(chunk_size=limit).chunk)


class Judge:
    """Counts faults. Knows the text, the limit and the unit, and no tool."""

    def __init__(self, documents, is_markdown, limit, measure):
        self.documents, self.limit, self.measure = documents, limit, measure
        self.blocks = [self.found(text) for text in documents] if is_markdown else None

    @staticmethod
    def found(text):
        """(kind, start, end, end of the header) of fences and tables, in characters."""
        lines = [0]
        for line in text.splitlines(keepends=True) if "\r" not in text else regex.split(r"(?<=\r\n|\n|\r(?!\n))", text):
            lines.append(lines[-1] + len(line))
        if any(c in text for c in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"):  # lines to splitlines, none to Markdown
            lines = [0] + [match.end() for match in regex.finditer(r"\r\n|\n|\r", text)] + [len(text)]
        blocks = []
        for token in MarkdownIt("commonmark").enable("table").parse(text):
            if token.type in ("fence", "table_open"):
                start, end = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
                header = lines[min(token.map[0] + (1 if token.type == "fence" else 2), len(lines) - 1)]
                blocks.append((token.type, start, start + len(text[start:end].rstrip()), header))
        return blocks

    def is_inside_grapheme(self, text, place):
        if place <= 0 or place >= len(text):
            return False
        if text[place - 1] == "\n" or (text[place - 1].isascii() and text[place].isascii() and text[place] != "\n"):
            return False
        start = max(text.rfind("\n", 0, place), 0)
        start = max(start, place - 2_000)
        for match in regex.finditer(r"\X", text[start:place + 2_000]):
            if match.end() + start >= place:
                return match.end() + start > place and self.measure(match.group()) <= self.limit
        return False

    def verdict(self, contender):
        faults = dict.fromkeys(FAULTS, 0)
        total = 0
        for number, chunks in enumerate(contender.chunks()):
            text = self.documents[number]
            if isinstance(chunks, Exception):
                faults["failed"] += 1
                continue
            total += len(chunks)
            self.judge_places(text, chunks, faults)
            self.judge_sizes(text, chunks, faults)
            if self.blocks is not None:
                self.judge_blocks(text, chunks, self.blocks[number], faults)
        return total, faults

    def judge_places(self, text, chunks, faults):
        covered, before = 0, 0
        for chunk in chunks:
            is_wrong = chunk.start < before or text[chunk.start:chunk.end] != chunk.text
            faults["offsets"] += is_wrong
            if is_wrong:
                continue
            faults["lost"] += len("".join(text[covered:chunk.start].split()))
            before, covered = chunk.start, max(covered, chunk.end)
            faults["graphemes"] += self.is_inside_grapheme(text, chunk.start)
            faults["graphemes"] += self.is_inside_grapheme(text, chunk.end)
        faults["lost"] += len("".join(text[covered:].split()))

    def judge_sizes(self, text, chunks, faults):
        sizes = [self.measure(chunk.context + chunk.text) for chunk in chunks]
        faults["over limit"] += sum(size > self.limit for size in sizes)
        for index, size in enumerate(sizes):
            # A word that a model does not know is one token, however long.
            if size < self.limit // 8 and len(chunks[index].text) < self.limit // 2:
                beside = [chunks[near] for near in (index - 1, index + 1) if 0 <= near < len(chunks)]
                joined = (text[min(near.start, chunks[index].start):max(near.end, chunks[index].end)] for near in beside)
                faults["tails"] += any(self.measure(together) <= self.limit for together in joined)

    def judge_blocks(self, text, chunks, blocks, faults):
        cuts = sorted({place for chunk in chunks for place in (chunk.start, chunk.end)})
        for kind, start, end, header in blocks:
            inside = [cut for cut in cuts if start < cut < end]
            if inside:
                if self.measure(text[start:end]) <= self.limit:
                    is_broken = True
                else:
                    is_broken = any(self.is_inside_line(text, cut) for cut in inside)
                faults["fences" if kind == "fence" else "tables"] += is_broken
            if kind != "fence":
                first = text[start:header].strip().split("\n")[0]
                faults["orphan rows"] += sum(
                    first not in chunk.context for chunk in chunks
                    if header <= chunk.start < end and text[chunk.start:end].strip())

    def is_inside_line(self, text, cut):
        start, end = text.rfind("\n", 0, cut) + 1, text.find("\n", cut)
        end = len(text) if end < 0 else end
        if not text[start:cut].strip() or not text[cut:end].strip():
            return False
        return self.measure(text[start:end]) * 4 <= self.limit * 3


def read(path):
    data, position, documents = path.read_bytes(), 0, []
    while position < len(data):
        (count,) = struct.unpack_from("<I", data, position)
        documents.append(data[position + 4:position + 4 + count].decode())
        position += 4 + count
    return documents


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sets", type=pathlib.Path, help="the folder that chunker_corpus.py wrote")
    options.add_argument("--bench", default=".build/release/chunker-bench")
    options.add_argument("--model", help="folder with tokenizer.json, for sizes in tokens")
    options.add_argument("--only", help="sets, separated by commas")
    options.add_argument("--units", default="characters,tokens")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=60, help="of one round of a peer")
    options.add_argument("--no-faults", action="store_true", help="speed only")
    options.add_argument("--json", help="write the figures there, too")
    given = options.parse_args()
    figures = []
    for path in sorted(given.sets.glob("*.bin"), key=lambda path: list(STRATEGY).index(path.stem)):
        if given.only and path.stem not in given.only.split(","):
            continue
        documents = read(path)
        sizes = [len(document.encode()) for document in documents]
        size = sum(sizes)
        for unit in given.units.split(","):
            if unit == "tokens" and not given.model:
                continue
            tokenizer = tokenizers.Tokenizer.from_file(f"{given.model}/tokenizer.json") if unit == "tokens" else None
            if tokenizer:
                tokenizer.no_truncation()
                tokenizer.no_padding()
            limit = TOKENS if tokenizer else CHARACTERS
            measure = (lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)) if tokenizer else len
            strategies = [STRATEGY[path.stem]] + (["langchain"] if unit == "characters" else [])
            contenders = [
                Martlet(given.bench, str(path), documents, strategy, unit, limit, given.model) for strategy in strategies]
            contenders += peers(path.stem, documents, tokenizer)
            seconds = {contender.name: [] for contender in contenders}
            for _ in range(given.rounds):
                for contender in contenders:
                    if contender.done == len(documents) or not seconds[contender.name]:
                        seconds[contender.name].append(contender.round(given.seconds))
            judge = None if given.no_faults else Judge(documents, path.stem == "markdown", limit, measure)
            print(f"\n## {path.stem}, {size / 1e6:.1f} MB, {limit:,} {unit}\n")
            print("| | MB | MB/s | Martlet is faster by | chunks | " + " | ".join(FAULTS) + " |")
            print("|---" * (5 + len(FAULTS)) + "|", flush=True)
            ours = size / 1e6 / statistics.median(seconds[contenders[0].name])
            for contender in contenders:
                part = sum(sizes[:contender.done]) / 1e6
                speed = part / statistics.median(seconds[contender.name])
                total, faults = judge.verdict(contender) if judge else ("", dict.fromkeys(FAULTS, ""))
                if judge and judge.blocks is None:
                    faults.update(dict.fromkeys(["fences", "tables", "orphan rows"], "–"))
                cells = [contender.name, f"{part:.1f}", f"{speed:.3g}", f"{ours / speed:.2f}", total, *faults.values()]
                print("| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells) + " |", flush=True)
                figures.append({
                    "set": path.stem, "MB": part, "unit": unit, "limit": limit, "tool": contender.name, "MB/s": speed,
                    "chunks": total, "faults": faults})
                contender.close()
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(figures, indent=1))


main()
