#!/usr/bin/env python3
"""Builds a multilingual corpus from Debian's documentation packages, for tokenizer_parity.py.

    tokenizer_corpus.py OUTPUT [--mb 16] [--packages FOLDER]

Downloads the packages (apt-get download; apt's lists must be there) into FOLDER, unpacks them there, and writes documents of
about 4 KB of text, at most an equal share from each language and kind of source, as records: length in bytes (32 bits, little
endian), then UTF-8. Deterministic for the same packages.
"""
import argparse
import gettext
import gzip
import html
import pathlib
import re
import struct
import subprocess

PACKAGES = """
debian-reference-common debian-reference-de debian-reference-en debian-reference-fr debian-reference-ja
debian-reference-zh-cn debian-reference-zh-tw debian-reference-pt debian-faq-ko debian-faq-ru debian-faq-zh-cn debian-faq-ja
maint-guide-ja maint-guide-ru maint-guide-vi maint-guide-zh-cn maint-guide-fr aptitude-doc-ja aptitude-doc-ru aptitude-doc-fi
manpages-ja manpages-zh manpages-de manpages-fr manpages-ru manpages-el manpages-uk manpages-pl manpages-tr manpages-vi
libreoffice-help-hi libreoffice-help-ko libreoffice-help-el libreoffice-help-km libreoffice-help-tr
iso-codes unicode-data gnome-user-docs fortunes-ru fortunes-it fortunes-cs hunspell-ar hunspell-th hunspell-he
""".split()


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        if not list(folder.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=False, capture_output=True)
    root = folder / "root"
    if not root.exists():
        for deb in sorted(folder.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", deb, root], check=True)
    return root


def decoded(data):
    for encoding in ("utf-8", "euc-jp", "koi8-r", "iso-8859-2"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def texts(root):
    """(source, text) for every file that has text."""
    markup = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.S)
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        name = str(path.relative_to(root))
        data = path.read_bytes()
        if name.endswith(".gz"):
            data, name = gzip.decompress(data), name[:-3]
        if re.search(r"\.(html?|xhtml|page|xml|docbook)$", name):
            text = html.unescape(markup.sub(" ", decoded(data)))
            text = re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", text)
        elif name.endswith(".mo"):
            catalogue = gettext.GNUTranslations(path.open("rb"))
            text = "\n".join(v for v in catalogue._catalog.values() if isinstance(v, str))
        elif re.search(r"/man\d/|/games/fortunes/|\.txt$|\.dic$|/emoji/|/auxiliary/", name) and b"\0" not in data[:4096]:
            text = decoded(data)
        else:
            continue
        yield source(name), text


def source(name):
    """A language or kind of text, by the path."""
    for pattern in (r"share/help/([^/]+)/", r"share/man/([^/]+)/man", r"locale/([^/]+)/", r"libreoffice/help/([^/]+)/",
                    r"debian-reference/.*\.([a-z-]+)\.(?:html|txt)", r"doc/[^/]*?-(ja|ru|fr|de|vi|ko|fi|it|zh-..|pt)/",
                    r"(unicode|hunspell)/", r"(fortunes)/"):
        found = re.search(pattern, name)
        if found:
            return found.group(1).lower().replace("_", "-")
    return "other"


def documents(text, size=4096):
    """Parts of about `size` bytes, cut at line ends."""
    part, count = [], 0
    for line in text.splitlines(keepends=True):
        part.append(line)
        count += len(line.encode())
        if count >= size:
            yield "".join(part)
            part, count = [], 0
    if count > 200:
        yield "".join(part)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--mb", type=float, default=16)
    parser.add_argument("--packages", type=pathlib.Path, default=pathlib.Path("packages"))
    options = parser.parse_args()
    by_source = {}
    for kind, text in texts(fetch(options.packages)):
        by_source.setdefault(kind, []).extend(documents(text))
    # Equal shares: take from every source in turn, spread over its documents.
    chosen, total, share = [], 0, 1.0
    for kind in sorted(by_source, key=lambda kind: sum(map(len, by_source[kind]))):
        left = len(by_source) - share + 1
        budget = (options.mb * 1e6 - total) / left
        parts, share = by_source[kind], share + 1
        have = sum(len(part.encode()) for part in parts)
        step = max(1.0, have / max(budget, 1))
        position, used = 0.0, 0
        while position < len(parts) and used < budget:
            chosen.append(parts[int(position)].encode("utf-8", "ignore"))
            used += len(chosen[-1])
            position += step
        total += used
        print(f"{kind}: {used / 1e3:.0f} KB of {have / 1e3:.0f}")
    with options.output.open("wb") as output:
        for document in chosen:
            output.write(struct.pack("<I", len(document)) + document)
    print(f"{len(chosen)} documents, {total / 1e6:.1f} MB, {len(by_source)} sources")


if __name__ == "__main__":
    main()
