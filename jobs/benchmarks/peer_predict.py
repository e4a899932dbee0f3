"""The Python peer of PredictorBenchmark: transformers + adapters on the same weights and texts.

    python peer_predict.py FOLDER THREADS

FOLDER holds texts.txt and backbone/ (model.safetensors with Hugging Face's BERT names,
tokenizer.json). Rows are tokenised, sorted by length and scored in batches of 64; the tokenising
counts. Prints one JSON line.
"""

import json
import pathlib
import sys
import time

import adapters
import tokenizers
import torch
import transformers
from safetensors.torch import load_file

BATCH, CLASSES, REDUCTION, MAX_LENGTH = 64, 15, 16, 128


def load(folder):
    config = transformers.BertConfig(
        vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12,
        intermediate_size=1536, max_position_embeddings=512)
    model = adapters.BertAdapterModel(config)
    weights = load_file(folder / "backbone" / "model.safetensors")
    unused = ("pooler.", "prompt_tuning.")
    missing = [name for name in model.bert.load_state_dict(weights, strict=False).missing_keys
               if not name.startswith(unused)]
    assert not missing, missing
    model.add_adapter("task", config=adapters.DoubleSeqBnConfig(reduction_factor=REDUCTION))
    model.add_classification_head("task", num_labels=CLASSES, layers=1)
    model.set_active_adapters("task")
    return model.eval()


def predict(model, tokenizer, texts):
    encoded = tokenizer.encode_batch(texts)
    order = sorted(range(len(texts)), key=lambda i: -len(encoded[i].ids))
    labels = [0] * len(texts)
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            rows = order[start:start + BATCH]
            length = max(len(encoded[i].ids) for i in rows)
            ids = torch.zeros(len(rows), length, dtype=torch.long)
            mask = torch.zeros(len(rows), length, dtype=torch.long)
            for row, i in enumerate(rows):
                tokens = encoded[i].ids
                ids[row, :len(tokens)] = torch.tensor(tokens)
                mask[row, :len(tokens)] = 1
            logits = model(input_ids=ids, attention_mask=mask).logits
            for i, label in zip(rows, logits.softmax(-1).argmax(-1).tolist()):
                labels[i] = label
    return labels


def main():
    folder, threads = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    texts = (folder / "texts.txt").read_text(encoding="utf-8").splitlines()
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "backbone" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_LENGTH)
    model = load(folder)
    predict(model, tokenizer, texts[:512])
    start, processor = time.perf_counter(), time.process_time()
    rows = len(predict(model, tokenizer, texts))
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(json.dumps(dict(side="peer", rows=rows, seconds=round(seconds, 3),
                          processorSeconds=round(processor, 3),
                          rowsPerSecond=round(rows / seconds, 1), threads=threads)))


if __name__ == "__main__":
    main()
