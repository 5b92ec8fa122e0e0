#!/usr/bin/env python3
"""A folder of thousands of mixed files is followed; some change, and only those are processed.

    folder_source.py --martlet .build/release/martlet --models data/models [--files 5000] [--seed 1] [--size 900] [--folder F]

Makes a folder of Markdown, text, HTML, CSV, JSON, source code, DOCX, e-mail and PDF files (same seed, same bytes), each about
its own subject, and runs `martlet ingest` over it: everything; nothing new; 50 changed, 20 removed and 30 added; 25 moved and 100
touched. After each run it compares what martlet reports, and which rows of the database are new, with what was done to the
folder. Prints time, processor time and disk of each run; exits 1 when anything was processed that need not be, or was not.
`--generate-only` leaves the folder and stops.
"""
import argparse, csv, email.message, email.utils, html, io, json, os, random, resource, shutil, sqlite3, subprocess, sys, tempfile
import time, zipfile
from datetime import datetime, timedelta, timezone

SUBJECTS = {
    "harbour": ("tide crane pilot berth container quay tugboat manifest customs ferry anchor breakwater", "unload inspect moor dredge"),
    "kitchen": ("oven dough recipe knife pantry broth spice timer skillet yeast freezer ladle", "simmer knead slice season"),
    "orchard": ("apple graft ladder blossom frost crate beehive pruning irrigation rootstock harvest cider", "prune pick spray graft"),
    "railway": ("signal carriage timetable platform locomotive siding conductor ticket junction freight gauge depot", "shunt dispatch couple inspect"),
    "library": ("shelf catalogue loan archive manuscript reader index binding borrower folio reference microfilm", "lend catalogue restore scan"),
    "clinic": ("patient dosage ward nurse diagnosis bandage prescription scanner appointment vaccine chart surgeon", "examine treat admit discharge"),
    "observatory": ("telescope mirror nebula exposure spectrum dome eclipse calibration comet detector orbit catalogue", "observe calibrate track expose"),
    "workshop": ("lathe bearing gasket torque blueprint weld solder clamp spindle coolant tolerance fixture", "machine align grease assemble"),
    "school": ("pupil syllabus examination blackboard term lesson essay laboratory timetable teacher grade excursion", "teach mark enrol revise"),
    "court": ("contract clause tenant witness appeal verdict evidence statute damages counsel hearing injunction", "argue amend dismiss sign"),
    "farm": ("tractor barley silo pasture fence herd fodder plough drainage fertiliser barn seed", "plough sow fence milk"),
    "studio": ("microphone chord mixer tempo reverb vocalist studio cable preamp drummer chorus tape", "record mix tune rehearse"),
}
FRAMES = [
    "The {a} {n} was checked before anybody could {v} the {m}.", "When the {n} fails, {v} the {m} again and note the {o}.",
    "Most of the {o} depends on how well the {n} and the {m} fit together.", "Nobody should {v} a {n} without the {a} {m}.",
    "In {y} the {n} cost less than the {m}, which surprised the {o} committee.", "Keep the {n} away from the {m} until the {o} has settled.",
    "A {a} {n} lasts longer than two {m} units if you {v} it every spring.", "The report says that the {m} and the {o} were {a} that year.",
    "How the {n} came to {v} so much {m} is told in the notes on the {o}.", "Every {n} has a number, and every {m} is listed under it.",
]
ADJECTIVES = "quiet narrow heavy spare northern broken early careful rented shallow polished uneven reliable temporary".split()
KINDS = ["md"] * 30 + ["txt"] * 18 + ["html"] * 12 + ["csv"] * 8 + ["json"] * 8 + ["py"] * 7 + ["c"] * 5 + ["docx"] * 5 + ["eml"] * 5 + ["pdf"] * 2


class Writer:
    """Writes documents about one subject each."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def sentence(self, subject):
        nouns, verbs = (words.split() for words in SUBJECTS[subject])
        noun, other, third = self.random.sample(nouns, 3)
        return self.random.choice(FRAMES).format(
            a=self.random.choice(ADJECTIVES), n=noun, m=other, o=third, v=self.random.choice(verbs), y=self.random.randint(1890, 2024))

    def paragraphs(self, subject, size):
        parts, length = [], 0
        while length < size:
            parts.append(" ".join(self.sentence(subject) for _ in range(self.random.randint(2, 6))))
            length += len(parts[-1])
        return parts

    def document(self, kind, number, size):
        subject = self.random.choice(list(SUBJECTS))
        size = int(min(max(self.random.lognormvariate(0, 0.7) * size, 200), 20 * size))
        title = f"{subject.capitalize()} record {number}, edition {self.random.randrange(10**6)}"
        return getattr(self, kind)(title, subject, self.paragraphs(subject, size))

    def md(self, title, subject, paragraphs):
        parts = [f"# {title}"]
        for index, text in enumerate(paragraphs):
            if index % 3 == 1:
                parts.append(f"## On the {self.random.choice(SUBJECTS[subject][0].split())}")
            parts.append(text if index % 4 != 3 else "\n".join("- " + part for part in text.split(". ")))
        return ("\n\n".join(parts) + "\n").encode()

    def txt(self, title, subject, paragraphs):
        return (title + "\n\n" + "\n\n".join(paragraphs) + "\n").encode()

    def html(self, title, subject, paragraphs):
        body = "".join(f"<p>{html.escape(text)}</p>\n" for text in paragraphs)
        return (f"<!doctype html><html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav>"
                f"<main><h1>{title}</h1>\n{body}</main></body></html>").encode()

    def csv(self, title, subject, paragraphs):
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["record", "item", "quantity", "remark"])
        nouns = SUBJECTS[subject][0].split()
        for text in paragraphs:
            for part in text.split(". "):
                rows.writerow([title, self.random.choice(nouns), self.random.randint(1, 900), part])
        return out.getvalue().encode()

    def json(self, title, subject, paragraphs):
        return json.dumps({"title": title, "subject": subject, "notes": paragraphs}, indent=1).encode()

    def py(self, title, subject, paragraphs):
        nouns = SUBJECTS[subject][0].split()
        parts = [f'"""{title}."""\n']
        for index, text in enumerate(paragraphs):
            noun = self.random.choice(nouns)
            parts.append(f'def {noun}_{index}(count):\n    """{text}"""\n    return [{noun!r}] * (count + {index})\n')
        return "\n\n".join(parts).encode()

    def c(self, title, subject, paragraphs):
        parts = [f"/* {title}. */\n#include <stdio.h>\n"]
        for index, text in enumerate(paragraphs):
            noun = self.random.choice(SUBJECTS[subject][0].split())
            parts.append(f"/* {text} */\nstatic int {noun}_{index}(int count)\n{{\n    return count + {index};\n}}\n")
        return "\n".join(parts).encode()

    def eml(self, title, subject, paragraphs):
        message = email.message.EmailMessage()
        message["From"] = f"{subject}@example.com"
        message["To"] = "records@example.com"
        message["Subject"] = title
        date = datetime(2001, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=self.random.randrange(10**7))
        message["Date"] = email.utils.format_datetime(date)
        message.set_content("\n\n".join(paragraphs) + "\n")
        return bytes(message)

    def docx(self, title, subject, paragraphs):
        def paragraph(text, style=""):
            return f"<w:p>{style}<w:r><w:t xml:space='preserve'>{html.escape(text)}</w:t></w:r></w:p>"
        body = paragraph(title, "<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>") + "".join(map(paragraph, paragraphs))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in {
                "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
                "<Override PartName='/word/document.xml' ContentType="
                "'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>",
                "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                "<Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
                "Target='word/document.xml'/></Relationships>",
                "word/document.xml": "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                f"<w:body>{body}</w:body></w:document>",
            }.items():
                package.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), "<?xml version='1.0' encoding='UTF-8'?>" + text)
        return out.getvalue()

    def pdf(self, title, subject, paragraphs):
        lines = [title, ""]
        for text in paragraphs:
            line = ""
            for word in text.split():
                if len(line) + len(word) > 88:
                    lines.append(line)
                    line = ""
                line += (" " if line else "") + word
            lines += [line, ""]
        pages = [lines[start:start + 50] for start in range(0, len(lines), 50)]
        objects = ["<</Type/Catalog/Pages 2 0 R>>", None, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
        kids = []
        for page in pages:
            text = "".join(f"({line.translate(str.maketrans({'(': '[', ')': ']', chr(92): '/'}))}) Tj T*\n" for line in page)
            stream = f"BT /F1 11 Tf 13 TL 50 790 Td\n{text}ET"
            kids.append(f"{len(objects) + 1} 0 R")
            objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects) + 2} 0 R"
                           "/Resources<</Font<</F1 3 0 R>>>>>>")
            objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
        out, offsets = b"%PDF-1.4\n", []
        for index, text in enumerate(objects):
            offsets.append(len(out))
            out += f"{index + 1} 0 obj\n{text}\nendobj\n".encode("latin-1")
        table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
        return out + (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
                      f"<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n").encode()


class Folder:
    def __init__(self, root, seed, size):
        self.root, self.size, self.writer, self.next, self.paths = root, size, Writer(seed), 0, []

    def write(self, path):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(self.writer.document(path.rsplit(".", 1)[1], self.next, self.size))
        self.next += 1

    def add(self, count):
        for _ in range(count):
            kind = self.writer.random.choice(KINDS)
            shelf = "/".join(f"{self.writer.random.choice('abcdefgh')}{level}" for level in range(self.writer.random.randint(0, 3)))
            # Names repeat between folders, as READMEs do.
            path = os.path.join(shelf, f"{self.writer.random.choice(['readme', 'notes', 'record', 'list'])}{self.next % 700}.{kind}")
            while os.path.exists(os.path.join(self.root, path)):
                path = os.path.join(shelf, f"record{self.next}.{kind}")
            self.write(path)
            self.paths.append(path)

    def pick(self, count):
        chosen = self.writer.random.sample(self.paths, count)
        return chosen

    @property
    def byte_count(self):
        return sum(os.path.getsize(os.path.join(self.root, path)) for path in self.paths)


def disk(folder):
    return sum(os.lstat(os.path.join(place, name)).st_blocks * 512 for place, _, names in os.walk(folder) for name in names)


class Corpus:
    def __init__(self, martlet, models):
        self.martlet, self.data, self.problems = martlet, tempfile.mkdtemp(prefix="martlet-folder-"), []
        os.symlink(os.path.abspath(models), os.path.join(self.data, "models"))

    def rows(self):
        with sqlite3.connect(f"file:{self.data}/martlet.db?mode=ro", uri=True) as database:
            return dict(database.execute("SELECT CAST(path AS TEXT), document_number FROM folder_entry JOIN file ON id = file_id"))

    def run(self, what, folder, expected, processed):
        before = self.rows() if os.path.exists(f"{self.data}/martlet.db") else {}
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        result = subprocess.run([self.martlet, "ingest", "--data-dir", self.data, "--json", folder.root], capture_output=True, text=True)
        seconds = time.perf_counter() - started
        after_use = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after_use.ru_utime + after_use.ru_stime - used.ru_utime - used.ru_stime
        report = json.loads(result.stdout or "{}")
        got = {key: report.get(key) for key in expected}
        if got != expected or result.returncode != 0:
            self.problems.append(f"{what}: {got} instead of {expected}, exit {result.returncode}, {result.stderr} {report.get('failed')}")
        after = self.rows()
        new = {path for path, document in after.items() if document not in set(before.values())}
        if new != set(processed):
            self.problems.append(f"{what}: {len(new)} documents were made, for {sorted(new ^ set(processed))[:5]} not as expected")
        if set(after) != set(folder.paths):
            self.problems.append(f"{what}: the database and the folder differ in {sorted(set(after) ^ set(folder.paths))[:5]}")
        files, sizes = len(after), {name: disk(os.path.join(self.data, name)) if name != "martlet.db" else
                                    os.lstat(f"{self.data}/martlet.db").st_blocks * 512 for name in ["martlet.db", "vectors", "blobs"]}
        counts = ", ".join(f"{value} {key}" for key, value in got.items() if value)
        print(f"{what}: {seconds:.2f} s, {processor:.2f} s of processor time; {counts}; {files} files; database "
              f"{sizes['martlet.db'] / 1e6:.1f} MB, vectors {sizes['vectors'] / 1e6:.1f} MB, uploads {sizes['blobs'] / 1e6:.1f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--martlet")
    parser.add_argument("--models")
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=900, help="median length of a document's text in characters")
    parser.add_argument("--folder", help="where to make the folder; kept. Default: a temporary one")
    parser.add_argument("--generate-only", action="store_true")
    options = parser.parse_args()
    root = options.folder or tempfile.mkdtemp(prefix="martlet-source-")
    folder = Folder(os.path.realpath(root), options.seed, options.size)
    folder.add(options.files)
    print(f"{options.files} files, {folder.byte_count / 1e6:.1f} MB, seed {options.seed}")
    if options.generate_only:
        return 0
    corpus = Corpus(options.martlet, options.models)
    try:
        nothing = {"added": 0, "changed": 0, "renamed": 0, "removed": 0}
        count = options.files
        corpus.run("everything", folder, nothing | {"added": count, "unchanged": 0}, folder.paths)
        corpus.run("again", folder, nothing | {"unchanged": count}, [])

        chosen = folder.pick(70)
        for path in chosen[:50]:
            folder.write(path)
        for path in chosen[50:]:
            os.remove(os.path.join(folder.root, path))
            folder.paths.remove(path)
        folder.add(30)
        corpus.run("50 changed, 20 removed, 30 added", folder,
                   nothing | {"added": 30, "changed": 50, "removed": 20, "unchanged": count - 70}, chosen[:50] + folder.paths[-30:])

        chosen = folder.pick(125)
        for path in chosen[:25]:
            other = f"moved/{path}"
            os.makedirs(os.path.dirname(os.path.join(folder.root, other)), exist_ok=True)
            os.rename(os.path.join(folder.root, path), os.path.join(folder.root, other))
            folder.paths[folder.paths.index(path)] = other
        for path in chosen[25:]:
            os.utime(os.path.join(folder.root, path))
        corpus.run("25 moved, 100 touched", folder, nothing | {"renamed": 25, "unchanged": count - 15}, [])
        verify = subprocess.run([options.martlet, "verify", "--data-dir", corpus.data], capture_output=True, text=True)
        print(verify.stdout.strip())
        if verify.returncode != 0:
            corpus.problems.append(f"verify exited {verify.returncode}: {verify.stderr}")
        for problem in corpus.problems:
            print("PROBLEM", problem)
        return 1 if corpus.problems else 0
    finally:
        shutil.rmtree(corpus.data, ignore_errors=True)
        if not options.folder:
            shutil.rmtree(root, ignore_errors=True)


sys.exit(main())
