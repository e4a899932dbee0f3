"""Golden token ids for NativeTokenizerTest, made with Hugging Face's Python tokenizers.

Generates strings from a seed, tokenises them with (a) a WordPiece definition given on the command
line and (b) a tiny byte-level BPE in the manner of RoBERTa, trained here and saved beside the
goldens. Each case is [text, pair or null, maximum length, ids, type ids, truncated].

    python golden_tokens.py all-minilm-l6-v2-tokenizer.json src/test/resources/tokenizer
"""

import gzip
import json
import random
import sys
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers

SEED = 20260101
CASES = 2000
BPE_CASES = 400

WORDS = (
    "the a bank transfer didn't arrive yet what is my card's balance animal mammal unbelievably "
    "Straße naïve façade coöperate ΟΔΥΣΣΕΥΣ ς İstanbul ıssız ﬁne Ⅷ ½ x² ＡＢＣ 1,234.56 3e-4 "
    "e-mail@example.org https://example.org/a?b=c#d C++ [CLS] [SEP] [MASK] [UNK] <mask> </s> <s> "
    "don't it's we'll you've I'm he'd ... --- ___ $100 50% #tag @name (a) \"b\" 'c' `d` a/b/c\\d"
).split(" ")
ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    " \t\n\r\x0b\x0c\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000",
    "\x00\x01\x02\x07\x08\x1b\x1f\x7f\x80\x9f",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\ufe0f",
    "\u0300\u0301\u0302\u0308\u0327\u0345\u05b0\u064b\u0f39\u20dd\u3099",
    "àâäçéèêëîïôöùûüÿñßøåœæłđžšćİıŐ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώς",
    "中文字符測試漢語你好世界龍鳳㐀㒨豈更",
    "ひらがなカタカナがぎぐパピプ日本語ｶﾞ",
    "가나다라마바사한국어힣각",
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤ",
    "अआइईउऊकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह्ािीुू",
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธน่้๊๋",
    "😀😂🥰👍🏽👩‍👩‍👧‍👦🇩🇪🇺🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️☃✈🀄🃏𝒜𝔅𝟘𐍈𠀀𪚥",
    "–—‘’“”…•§¶†‡‰′″‹›€£¥₿©®™°±×÷≠≤≥∞∑∫√∂←↑→↓",
    "\ufffd\ufffe\uffff\U0010ffff\ue000\uf8ff\U000e0001\U000f0000",
    "\ud800\udbff\udc00\udfff",
]


def piece(rng):
    """One word or run of characters."""
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(WORDS)
    if kind < 0.85:
        alphabet = rng.choice(ALPHABETS)
        return "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 8)))
    if kind < 0.95:
        return "".join(rng.choice(rng.choice(ALPHABETS)) for _ in range(rng.randint(1, 12)))
    code = rng.choice([rng.randint(0, 0xFFFF), rng.randint(0x10000, 0x10FFFF)])
    return chr(code)


def text(rng):
    """One nasty string; now and then a special one."""
    special = rng.random()
    if special < 0.01:
        return ""
    if special < 0.02:
        return "".join(rng.choice(ALPHABETS[4]) for _ in range(rng.randint(1, 20)))
    if special < 0.04:
        alphabet = rng.choice(ALPHABETS)
        return "".join(rng.choice(alphabet) for _ in range(rng.randint(95, 220)))
    if special < 0.05:
        return rng.choice(["a", "e\u0301", "中", "😀", "\u0301"]) * rng.randint(100, 400)
    pieces = [piece(rng) for _ in range(rng.choice([1, 2, 3, 5, 8, 13, 40]))]
    return rng.choice(["", " ", " ", " ", "  ", "\n"]).join(pieces)


def joined(text):
    """The string as UTF-16 has it: a high and a low surrogate that meet are one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace_unpaired")


def replace_unpaired(error):
    """Each unpaired surrogate, two bytes, becomes U+FFFD."""
    return "\ufffd", error.start + 2


def cases(rng, tokenizer, count):
    """Cases of one tokenizer."""
    result = []
    for _ in range(count):
        first = text(rng)
        pair = text(rng) if rng.random() < 0.2 else None
        length = rng.choice([8, 16, 33, 128, 128, 128])
        tokenizer.enable_truncation(length)
        tokenizer.no_padding()
        encoding = tokenizer.encode(joined(first), None if pair is None else joined(pair))
        truncated = bool(encoding.overflowing)
        result.append([first, pair, length, encoding.ids, encoding.type_ids, truncated])
    return result


def write(path, content):
    """Deterministic gzip'd JSON."""
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode("ascii"))


def tiny_bpe(rng, path):
    """A byte-level BPE with RoBERTa's special tokens and post-processing."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=700,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((joined(text(rng)) for _ in range(500)), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.save(str(path), pretty=False)
    return tokenizer


def main():
    import codecs

    codecs.register_error("replace_unpaired", replace_unpaired)
    definition, out = sys.argv[1], Path(sys.argv[2])
    rng = random.Random(SEED)
    write(out / "wordpiece-golden.json.gz", cases(rng, Tokenizer.from_file(definition), CASES))
    bpe = tiny_bpe(rng, out / "tiny-bpe-tokenizer.json")
    write(out / "tiny-bpe-golden.json.gz", cases(rng, bpe, BPE_CASES))


if __name__ == "__main__":
    main()
