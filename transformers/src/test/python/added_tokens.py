"""Golden token ids for VocabularyFileTest, made with Hugging Face transformers.

    pip install transformers==4.57.6
    python added_tokens.py src/test/resources/tokenizer/added-tokens-golden.json

Each case is a folder of vocab.txt, tokenizer_config.json and, of the older form, added_tokens.json;
transformers makes a fast tokenizer of it.
"""

import json
import sys
import tempfile
from pathlib import Path

from transformers import AutoTokenizer

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["the", "engram", "run", "ent", "##ity", "##s", ",", "[unused0]", "<", ">", "e", "##e", "##1", "1", "/", "##nt"]
NEXT = len(SPECIAL) + len(WORDS)
TEXTS = [
    "the <e1>engram</e1> runs",
    "entity run Entity runentity Entity Run, entity",
    "the  <E1>  [unused0] [MASK]  run[unused0]engram",
    "<e1><e1> , </e1>the",
]


def token(content, **flags):
    plain = dict(lstrip=False, rstrip=False, single_word=False, normalized=True, special=False)
    return {"content": content, **plain, **flags}


CASES = {
    "added_tokens.json": ({}, {"<e1>": NEXT, "</e1>": NEXT + 1, "Entity Run": NEXT + 2}),
    "added_tokens.json, one of them special": (
        {"additional_special_tokens": ["<e1>", "[unused0]"]},
        {"<e1>": NEXT, "entity": NEXT + 1},
    ),
    "added_tokens_decoder": (
        {
            "added_tokens_decoder": {
                "4": token("[MASK]", special=True, normalized=False, lstrip=True),
                str(NEXT): token("<e1>", special=True, normalized=False, lstrip=True, rstrip=True),
                str(NEXT + 1): token("Entity", single_word=True),
            }
        },
        None,
    ),
    "added_tokens_decoder is before added_tokens.json": (
        {"added_tokens_decoder": {str(NEXT): token("<e1>", normalized=False)}, "do_lower_case": False},
        {"</e1>": NEXT},
    ),
    "a mask that was added": (
        {"mask_token": "<mask>", "added_tokens_decoder": {str(NEXT): token("<mask>", special=True, normalized=False)}},
        None,
    ),
}


def case(name, settings, added):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "vocab.txt").write_text("".join(word + "\n" for word in SPECIAL + WORDS))
        (path / "config.json").write_text(json.dumps({"model_type": "bert"}))
        settings = {"tokenizer_class": "BertTokenizer", **settings}
        (path / "tokenizer_config.json").write_text(json.dumps(settings))
        if added is not None:
            (path / "added_tokens.json").write_text(json.dumps(added))
        tokenizer = AutoTokenizer.from_pretrained(folder)
        ids = {text: tokenizer(text)["input_ids"] for text in TEXTS}
    return {"name": name, "settings": settings, "added": added, "ids": ids}


golden = {"vocabulary": SPECIAL + WORDS, "cases": [case(name, *files) for name, files in CASES.items()]}
Path(sys.argv[1]).write_text(json.dumps(golden, indent=1) + "\n")
