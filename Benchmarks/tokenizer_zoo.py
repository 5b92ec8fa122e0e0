#!/usr/bin/env python3
"""Trains tokenizers with every component that Martlet reads, by the reference libraries (pip install tokenizers sentencepiece).

    tokenizer_zoo.py models CORPUS FOLDER     a model folder each, 8,000 pieces, for tokenizer_parity.py
    tokenizer_zoo.py fixtures                 small ones with recorded tokens: fixtures/embeddings/tokenizers/*.json

A fixture is {"tokenizer": tokenizer.json, "cases": [{"text", "tokens"}]}; tokens are those of the text without special ones, three
numbers each: id, first byte less that of the token before, length in bytes.
"""
import base64
import io
import json
import pathlib
import struct
import sys

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
DEEPSEEK = ("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+|"
            " ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+")
NUMBER = Regex(r"\p{N}+")

TEXT = """
The heraldic martlet is a bird without feet that never stops flying; it's said to sleep on the wing. We'll see, they've seen.
Prices rose from 1,299.50 to 2024 in 12 months (about 15 %), and nobody's surprised: e.g. x = y[3] + "quoted" - done!
Der Mauersegler fliegt über Häuser, Straßen und Flüsse; er schläft im Flug. Größe, Maß und Übung machen den Meister.
Le martinet vole tout l'été au-dessus des toits; où dort-il ? Ça dépend, répondit l'élève naïf à Noël.
Стриж летает весь день и почти никогда не садится на землю. Её гнездо под крышей — ёлка рядом.
Ο πετροχελίδονος πετά όλη μέρα. Πού κοιμάται; Στον αέρα.
燕子在天空中飞翔,从不停下来。雨燕一生都在飞。
アマツバメは空を飛び続ける。カタカナとひらがなと漢字、ﾊﾝｶｸもある。
제비는 하늘을 날고 절대 멈추지 않는다. 한국어 문장입니다.
السنونو يطير في السماء ولا يتوقف أبدًا. كتابٌ جديد.
अबाबील आकाश में उड़ता है और कभी नहीं रुकता। हिन्दी वाक्य।
นกนางแอ่นบินอยู่บนท้องฟ้าและทำรังใต้หลังคา
def fly(bird, height=100):\n    for step in range(height):\n        bird.wing += step  # comment\n    return bird
""".strip().split("\n")

FIXTURES = ["wordpiece-accents", "wordpiece-nfkd", "split-next", "roberta", "cl100k", "claude", "llama", "bpe-unknown", "unigram-e5",
            "unigram-albert"]

CASES = [line[:20] for line in TEXT] + [
    "", " ", "   ", "\n\n  two  spaces\t tab\r\nend ", "caf\u00e9 cafe\u0301 CAFÉ ﬁne ①②  ｆｕｌｌ", "it's IT'S we'LL don't 'S", "a\u0000b\u200bc\ufeffd\ufffde",
    "👩‍👩‍👧‍👦 🇩🇪🇫🇷 👍🏽 ok", "zalgo z̸̡̛a̴͓͝l̷̨͌g̶̙͒ő̵̠", "a" * 50, "x<mask> y <mask>z [UNK] <s>q</s>  <s>",
    "1234567 12 3.14 ½ ④ 四", "!!! ... ?!; (a)[b]{c} «d» “e” ‘f’ —", "AbcDEF camelCase HTTPServer iPhone ẞßİıſK", "각 각 각 ｶﾞ が が ｱﾞ", "\u1e9b\u0323 \u0344 \u0958 \u212b \ud55c\uae00",
    "▁▁ ▁a a▁b", "日本語English混ぜる123テスト", "#hash @user http://example.org/a?b=c&d=e#f", " leading and trailing ", "q\u0300\u0315\u0301 e\u0301\u0327",
]


def charsmap(rule=None, tsv=None):
    """The precompiled charsmap of a SentencePiece rule."""
    buffer = io.BytesIO()
    rules = {"normalization_rule_tsv": tsv} if tsv else {"normalization_rule_name": rule}
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["some words to train with"] * 20 + ["abcdefghijklmnopqrstuvwxyz"]), model_writer=buffer,
        vocab_size=34, hard_vocab_limit=False, minloglevel=2, **rules)

    def fields(data):
        position = 0

        def number():
            nonlocal position
            value = shift = 0
            while True:
                byte = data[position]
                position += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        while position < len(data):
            key = number()
            if key & 7 == 0:
                yield key >> 3, number()
            else:
                size = {1: 8, 5: 4}.get(key & 7) or number()
                yield key >> 3, data[position:position + size]
                position += size

    spec = next(value for field, value in fields(buffer.getvalue()) if field == 3)
    return next(value for field, value in fields(spec) if field == 2)


def small_charsmap(folder):
    """A charsmap of a few dozen rules, compiled by SentencePiece, for fixtures."""
    pairs = [(c, " ") for c in "\t\n\r\u00a0\u3000\u200b\ufeff"] + [("\r\n", " "), ("\u0000", ""), ("\u0001", "")]
    pairs += [(chr(0xFF01 + i), chr(0x21 + i)) for i in range(94)] + [("ﬁ", "fi"), ("①", "1"), ("½", "1⁄2"), ("㍿", "株式会社")]
    pairs += [("e\u0301", "é"), ("a\u0300", "à"), ("カ\u3099", "ガ"), ("ｶ", "カ"), ("ｶﾞ", "ガ"), ("ｱ", "ア"), ("ﾞ", "\u3099"), ("\u1112\u1161\u11ab", "한")]
    tsv = folder / "rules.tsv"
    tsv.write_text("".join(
        f"{' '.join(f'{ord(c):X}' for c in left)}\t{' '.join(f'{ord(c):X}' for c in right)}\n" for left, right in pairs if left != "\0"))
    blob = charsmap(tsv=str(tsv))
    tsv.unlink()
    return blob


def zoo(blob, folded):
    """name → (tokenizer without vocabulary, trainer class, post-processor, added tokens)"""
    n, p = normalizers, pre_tokenizers
    bpe = lambda **options: models.BPE(**options)  # noqa: E731
    piece = lambda: models.WordPiece(unk_token="[UNK]")  # noqa: E731
    byte_level = lambda pattern: p.Sequence(  # noqa: E731
        [p.Split(Regex(pattern), "isolated"), p.ByteLevel(add_prefix_space=False, use_regex=False)])
    space = lambda: n.Replace(" ", "▁")  # noqa: E731
    return {
        "bert-cased": (piece(), n.BertNormalizer(lowercase=False), p.BertPreTokenizer()),
        "bert-uncased": (piece(), n.BertNormalizer(lowercase=True), p.BertPreTokenizer()),
        "bert-whitespace": (piece(), n.BertNormalizer(lowercase=True), p.Whitespace()),
        "wordpiece-nfkc": (piece(), n.Sequence([n.NFKC(), n.Lowercase()]), p.Whitespace()),
        "wordpiece-accents": (
            piece(), n.Sequence([n.Strip(), n.NFD(), n.StripAccents(), n.Lowercase(), n.Replace(Regex(" {2,}"), " ")]),
            p.Sequence([p.WhitespaceSplit(), p.Punctuation(), p.Digits(individual_digits=True)])),
        "wordpiece-nfkd": (
            piece(), n.Sequence([n.Nmt(), n.NFKD()]),
            p.Sequence([p.Digits(individual_digits=False), p.WhitespaceSplit(), p.Punctuation("contiguous")])),
        "split-removed": (piece(), n.NFC(), p.Sequence([p.WhitespaceSplit(), p.Split(NUMBER, "removed")])),
        "split-inverted": (piece(), None, p.Sequence([p.Split(Regex(r"\w+"), "removed", invert=True)])),
        "split-next": (piece(), None, p.Sequence([p.WhitespaceSplit(), p.Split(NUMBER, "merged_with_next")])),
        "split-previous": (piece(), None, p.Sequence([p.WhitespaceSplit(), p.Split("a", "merged_with_previous")])),
        "split-fixed": (piece(), None, p.Sequence([p.CharDelimiterSplit("e"), p.WhitespaceSplit(), p.FixedLength(3)])),
        "gpt2": (bpe(), None, p.ByteLevel(add_prefix_space=False)),
        "roberta": (bpe(), None, p.ByteLevel(add_prefix_space=True)),
        "cl100k": (bpe(ignore_merges=True), n.NFC(), byte_level(CL100K)),
        "o200k": (bpe(), None, byte_level(O200K)),
        "deepseek": (bpe(), None, p.Sequence([
            p.Split(Regex(r"\p{N}{1,3}"), "isolated"), p.Split(Regex("[一-龥぀-ゟ゠-ヿ]+"), "isolated"),
            p.Split(Regex(DEEPSEEK), "isolated"), p.ByteLevel(add_prefix_space=False, use_regex=False)])),
        "starcoder": (bpe(), None, p.Sequence([p.Digits(individual_digits=True), p.ByteLevel(add_prefix_space=False)])),
        "claude": (bpe(), n.NFKC(), p.ByteLevel(add_prefix_space=False)),
        "llama": (bpe(unk_token="<unk>", fuse_unk=True, byte_fallback=True), n.Sequence([n.Prepend("▁"), space()]), None),
        "gemma": (
            bpe(unk_token="<unk>", fuse_unk=True, byte_fallback=True), space(), p.Split("▁", "merged_with_next")),
        "bpe-unknown": (bpe(unk_token="<unk>"), None, p.Metaspace(prepend_scheme="first")),
        "bpe-fused": (bpe(unk_token="<unk>", fuse_unk=True), n.Lowercase(), p.WhitespaceSplit()),
        "unigram-e5": (models.Unigram(), n.Precompiled(blob), p.Sequence([p.WhitespaceSplit(), p.Metaspace()])),
        "unigram-t5": (
            models.Unigram(), n.Sequence([n.Precompiled(blob), n.Replace(Regex(" {2,}"), " ")]), p.Metaspace()),
        "unigram-albert": (
            models.Unigram(), n.Sequence([n.Replace("``", '"'), n.NFKD(), n.StripAccents(), n.Lowercase(), n.Precompiled(folded)]),
            p.Metaspace(prepend_scheme="first")),
        "unigram-whole": (models.Unigram(), n.Nmt(), p.Metaspace(prepend_scheme="never", split=False)),
        "unigram-bytes": (models.Unigram(), n.Precompiled(blob), p.Metaspace()),
    }


def train(name, model, normalizer, pre_tokenizer, corpus, size):
    tokenizer = Tokenizer(model)
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre_tokenizer:
        tokenizer.pre_tokenizer = pre_tokenizer
    specials = ["<s>", "</s>", "<unk>", "[UNK]"]
    byte_tokens = [f"<0x{byte:02X}>" for byte in range(256)]
    fallback = name in ("llama", "gemma", "unigram-bytes")
    options = {"vocab_size": size + (256 if fallback else 0), "show_progress": False,
               "special_tokens": specials + (byte_tokens if fallback else [])}
    if isinstance(model, models.Unigram):
        trainer = trainers.UnigramTrainer(unk_token="<unk>", **options)
    elif isinstance(model, models.WordPiece):
        trainer = trainers.WordPieceTrainer(limit_alphabet=size // 3, **options)
    elif "ByteLevel" in str(pre_tokenizer):
        trainer = trainers.BpeTrainer(initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), **options)
    else:
        # Letters that are left out of the alphabet become byte tokens or unknown.
        trainer = trainers.BpeTrainer(limit_alphabet=size // 3, **options)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, rstrip=name == "gpt2", special=True)])
    tokenizer.add_tokens([AddedToken("wing", single_word=True, normalized=name.startswith("wordpiece"))])
    if name == "roberta":
        tokenizer.post_processor = processors.RobertaProcessing(("</s>", 1), ("<s>", 0), trim_offsets=True, add_prefix_space=True)
    elif name in ("cl100k", "o200k"):
        tokenizer.post_processor = processors.Sequence([
            processors.ByteLevel(trim_offsets=name == "o200k", add_prefix_space=False),
            processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)])])
    else:
        tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)])
    saved = json.loads(tokenizer.to_str())
    if fallback:
        saved["model"]["byte_fallback"] = True
        # The byte tokens are the model's, not to be found in text.
        saved["added_tokens"] = [token for token in saved["added_tokens"] if token["content"] not in byte_tokens]
    return saved


def ranges(text, offsets):
    at = [0]
    for c in text:
        at.append(at[-1] + len(c.encode()))
    return [[at[start], at[end]] for start, end in offsets]


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    if sys.argv[1:2] == ["fixtures"]:
        target = here / "fixtures/embeddings/tokenizers"
        target.mkdir(parents=True, exist_ok=True)
        blob = small_charsmap(target)
        for name in FIXTURES:
            parts = zoo(blob, blob)[name]
            # Unigram needs every letter it is trained with in its vocabulary: no ideographs.
            lines = TEXT[:6] + TEXT[-1:] if name.startswith("unigram") else TEXT
            saved = train(name, *parts, lines * 3, 310 if "ByteLevel" in str(parts[2]) else 200)
            reference = Tokenizer.from_str(json.dumps(saved))
            cases = []
            for text in CASES:
                encoding = reference.encode(text, add_special_tokens=False)
                tokens, last = [], 0
                for id, (start, end) in zip(encoding.ids, ranges(text, encoding.offsets)):
                    tokens += [id, start - last, end - start]
                    last = start
                cases.append({"text": text, "tokens": tokens})
            lines = ",\n".join(json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in cases)
            (target / f"{name}.json").write_text(
                f'{{"tokenizer":{json.dumps(saved, separators=(",", ":"), ensure_ascii=False)},\n"cases":[\n{lines}]}}\n')
    elif sys.argv[1:2] == ["models"] and len(sys.argv) == 4:
        data, corpus, position = pathlib.Path(sys.argv[2]).read_bytes(), [], 0
        while position < len(data):
            (count,) = struct.unpack_from("<I", data, position)
            corpus.append(data[position + 4:position + 4 + count].decode())
            position += 4 + count
        for name, parts in zoo(charsmap("nmt_nfkc"), charsmap("nmt_nfkc_cf")).items():
            saved = train(name, *parts, corpus[::8], 8000)
            folder = pathlib.Path(sys.argv[3]) / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "tokenizer.json").write_text(json.dumps(saved, ensure_ascii=False))
            print(name, flush=True)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
