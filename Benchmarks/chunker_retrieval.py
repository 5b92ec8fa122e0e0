#!/usr/bin/env python3
"""Which chunker finds the passage that answers a question: the same books and questions through every one of them.

    chunker_retrieval.py --martlet .build/release/martlet --models data/models \\
        --paragraphs squad_paragraphs.jsonl --questions squad_questions.jsonl [--every 5] [--only NAME,…] [--json FILE]

Paragraphs ({"id", "title", "text"} a line) become one Markdown book per title: the title as heading 1, and every three
paragraphs a heading 2 with a neutral name ("Part 7"). All books go into one knowledge base of a fresh service, once for every
chunker. A question ({"question", "paragraph_id", "answers"}) counts as answered by a result whose range of the book holds one
of its answers whole, inside the paragraph the question was asked about: the same answer elsewhere does not count.

Because larger results hold more answers, two more columns: the mean characters of five results, and recall within a budget of
characters (results in their order, the last one cut where the budget ends), which is the same room in a prompt for all.
"""
import argparse, json, shutil
from martlet_client import Client, Server

SECTION = 3
CHUNKERS = {
    "plain 1,000/100": {"TEXT_SPLITTER": ""},
    "heading-aware 1,000/100": {"TEXT_SPLITTER": "markdown_header"},
    "tokens 250/25": {"TEXT_SPLITTER": "token", "CHUNK_SIZE": "250", "CHUNK_OVERLAP": "25"},
    "parent-child 96 in 250 tokens": {
        "chunking": {"strategy": "parent-child", "unit": "tokens", "size": 96, "parent_size": 250}},
    "auto": {"TEXT_SPLITTER": "auto"},
    "sentence window": {"TEXT_SPLITTER": "sentence_window"},
    "semantic": {"TEXT_SPLITTER": "semantic"},
    "heading-aware, with context": {"chunking": {"strategy": "markdown", "size": 1000, "context": True}},
}


def books(paragraphs):
    """By title: the text, and for each paragraph's id where it is, in bytes."""
    texts, places = {}, {}
    counts = {}
    for paragraph in paragraphs:
        title = paragraph["title"]
        count = counts.get(title, 0)
        text = texts.setdefault(title, bytearray(f"# {title.replace('_', ' ')}\n".encode()))
        if count % SECTION == 0:
            text += f"\n## Part {count // SECTION + 1}\n".encode()
        counts[title] = count + 1
        words = " ".join(paragraph["text"].split())
        text += b"\n"
        places[paragraph["id"]] = (title, len(text), words)
        text += words.encode() + b"\n"
    return {title: bytes(text) for title, text in texts.items()}, places


def answer_ranges(question, places):
    """Where in the book the answers are, in bytes: every place inside the paragraph."""
    title, start, words = places[question["paragraph_id"]]
    paragraph, ranges = words.encode(), []
    for answer in question["answers"]:
        answer = " ".join(answer.split()).encode()
        at = paragraph.find(answer)
        while answer and at >= 0:
            ranges.append((start + at, start + at + len(answer)))
            at = paragraph.find(answer, at + 1)
    return title, ranges


def holds(result, title, ranges):
    return result[0] == title and any(result[1] <= start and end <= result[2] for start, end in ranges)


def measure(name, settings, texts, questions, places, options):
    environment = {key: value for key, value in settings.items() if key != "chunking"}
    server = Server(options.martlet, options.models, environment=environment)
    try:
        client = Client(server).sign_up()
        knowledge = client.call(
            "POST", "/api/v1/knowledge/create", {"name": "bench", "description": "", "access_control": {}})
        files = {}
        for title, text in texts.items():
            file_id = client.upload(f"{title}.md", text, True, settings.get("chunking"))["id"]
            client.call("POST", f"/api/v1/knowledge/{knowledge['id']}/file/add", {"file_id": file_id})
            content = client.call("GET", f"/api/v1/files/{file_id}/data/content")["content"].encode()
            assert content == text, f"{title} was not read as it is"
            files[file_id] = title

        def ask(question, k):
            answer = client.call("POST", "/api/retrieval/query", {
                "query": question, "knowledge_ids": [knowledge["id"]], "top_k": k, "mode": options.mode})
            return [(files[r["metadata"]["file_id"]], *r["metadata"]["offsets"]["utf8"], len(r["content"]),
                     "matches" in r["metadata"])
                    for r in answer["results"]]

        figures = {"recall@1": 0, "recall@5": 0, "MRR@10": 0, "characters": 0}
        figures |= {f"recall in {budget}": 0 for budget in options.budgets}
        asked = 0
        for question in questions:
            title, ranges = answer_ranges(question, places)
            if not ranges:
                continue
            asked += 1
            many = ask(question["question"], options.most)
            # Parts that grew by what was found farther down are not what a shorter list would have had.
            results = ask(question["question"], 10) if any(result[4] for result in many) else many[:10]
            rank = next((i + 1 for i, result in enumerate(results) if holds(result, title, ranges)), 0)
            figures["recall@1"] += rank == 1
            figures["recall@5"] += 0 < rank <= 5
            figures["MRR@10"] += 1 / rank if rank else 0
            figures["characters"] += sum(result[3] for result in results[:5])
            for budget in options.budgets:
                left, found = budget, False
                for book, start, end, *_ in many:
                    end = min(end, start + left)
                    found = found or holds((book, start, end), title, ranges)
                    left -= end - start
                    if left <= 0:
                        break
                figures[f"recall in {budget}"] += found
        return {"chunker": name, "questions": asked, **{key: value / asked for key, value in figures.items()}}
    finally:
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("martlet", "models", "paragraphs", "questions"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--mode", default="vector")
    parser.add_argument("--only", help="names of chunkers, separated by semicolons")
    parser.add_argument("--add", action="append", default=[], help="NAME=JSON object of settings")
    parser.add_argument("--budgets", type=lambda text: [int(part) for part in text.split(",")], default=[2000, 4000])
    parser.add_argument("--most", type=int, default=60, help="results asked for to fill a budget")
    parser.add_argument("--json")
    options = parser.parse_args()
    texts, places = books([json.loads(line) for line in open(options.paragraphs)])
    questions = [json.loads(line) for line in open(options.questions)][:: options.every]
    chunkers = dict(CHUNKERS) | {name: json.loads(value) for name, value in (a.split("=", 1) for a in options.add)}
    if options.only:
        chunkers = {name: chunkers[name] for name in options.only.split(";")}
    print(f"{len(texts)} books, {sum(map(len, texts.values())):,} bytes; budgets in bytes; mode {options.mode}")
    rows = []
    for name, settings in chunkers.items():
        row = measure(name, settings, texts, questions, places, options)
        rows.append(row)
        print("  ".join([f"{name:<28}", f"n={row['questions']}"] + [
            f"{key} {value:.0f}" if key == "characters" else f"{key} {value:.4f}"
            for key, value in row.items() if isinstance(value, float)]), flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"mode": options.mode, "books": len(texts), "rows": rows}, file, indent=1)


if __name__ == "__main__":
    main()
