"""The Python sides of the training benchmark, on the rows and the backbone that the Java side prepared.

    python peer_train.py FOLDER THREADS EPOCHS library|cached

library: transformers + adapters, the whole model each step, Houlsby/16 in every layer, rows in random order.
cached:  a plain torch loop that caches the input of layer 3 and trains Houlsby/16 from there: fused query, key
         and value, scaled_dot_product_attention, rows sorted by length inside windows. The leanest we could write.

Prints one JSON line; the first epoch warms up.
"""

import json
import pathlib
import random
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

FROM_LAYER, LAYERS, WIDTH, HEADS, UNITS, BATCH = 3, 6, 384, 12, 24, 32


def pad(rows, order):
    longest = max(len(rows[i]["ids"]) for i in order)
    ids = torch.zeros(len(order), longest, dtype=torch.long)
    mask = torch.zeros(len(order), longest)
    for at, i in enumerate(order):
        ids[at, :len(rows[i]["ids"])] = torch.tensor(rows[i]["ids"])
        mask[at, :len(rows[i]["ids"])] = 1
    return ids, mask


def mean(hidden, mask):
    return (hidden * (mask / mask.sum(1, keepdim=True)).unsqueeze(-1)).sum(1)


class Library:
    """transformers and adapters as their documentation uses them."""

    def __init__(self, weights, rows):
        import adapters
        import transformers
        self.rows = rows
        self.model = transformers.BertModel(
            transformers.BertConfig(vocab_size=30522, hidden_size=WIDTH, num_hidden_layers=LAYERS,
                                    num_attention_heads=HEADS, intermediate_size=4 * WIDTH,
                                    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0),
            add_pooling_layer=False)
        missing, _ = self.model.load_state_dict(weights, strict=False)
        assert not [name for name in missing if "position_ids" not in name], missing
        adapters.init(self.model)
        self.model.add_adapter("task", config=adapters.DoubleSeqBnConfig(reduction_factor=16))
        self.model.train_adapter("task")
        self.model.train()

    def parameters(self):
        return [p for p in self.model.parameters() if p.requires_grad]

    def order(self):
        order = list(range(len(self.rows)))
        random.shuffle(order)
        return [order[i:i + BATCH] for i in range(0, len(order), BATCH)]

    def pooled(self, batch):
        ids, mask = pad(self.rows, batch)
        return mean(self.model(input_ids=ids, attention_mask=mask.long()).last_hidden_state, mask)


class Cached:
    """The same layers as the Java side, by hand."""

    def __init__(self, weights, rows):
        self.w, self.rows, self.hidden = weights, rows, []
        for layer in range(LAYERS):
            prefix = f"encoder.layer.{layer}.attention.self."
            for part in ("weight", "bias"):
                self.w[prefix + part] = torch.cat(
                    [self.w[f"{prefix}{name}.{part}"] for name in ("query", "key", "value")])
        self.adapter = {}
        for layer in range(FROM_LAYER, LAYERS):
            for site in ("attention", "output"):
                self.adapter[layer, site] = [
                    (0.02 * torch.randn(UNITS, WIDTH)).requires_grad_(),
                    torch.zeros(UNITS, requires_grad=True),
                    torch.zeros(WIDTH, UNITS, requires_grad=True), torch.zeros(WIDTH, requires_grad=True)]
        with torch.no_grad():
            for row in rows:
                ids = torch.tensor([row["ids"]])
                hidden = self.norm(
                    self.w["embeddings.word_embeddings.weight"][ids]
                    + self.w["embeddings.position_embeddings.weight"][:ids.shape[1]]
                    + self.w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
                self.hidden.append(self.encode(hidden, None, 0, FROM_LAYER)[0])

    def parameters(self):
        return [p for parts in self.adapter.values() for p in parts]

    def norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.w[name + ".weight"], self.w[name + ".bias"], 1e-12)

    def linear(self, x, name):
        return F.linear(x, self.w[name + ".weight"], self.w[name + ".bias"])

    def insert(self, z, x, layer, site, norm):
        if (layer, site) in self.adapter:
            down, down_bias, up, up_bias = self.adapter[layer, site]
            z = z + F.linear(F.silu(F.linear(z, down, down_bias)), up, up_bias)
        return self.norm(z + x, norm)

    def encode(self, x, mask, start, end):
        rows, length, _ = x.shape
        for layer in range(start, end):
            p = f"encoder.layer.{layer}."
            q, k, v = (self.linear(x, p + "attention.self")
                       .view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4))
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
            z = self.linear(attended.transpose(1, 2).reshape(rows, length, WIDTH), p + "attention.output.dense")
            x = self.insert(z, x, layer, "attention", p + "attention.output.LayerNorm")
            z = self.linear(F.gelu(self.linear(x, p + "intermediate.dense")), p + "output.dense")
            x = self.insert(z, x, layer, "output", p + "output.LayerNorm")
        return x

    def order(self):
        order = list(range(len(self.rows)))
        random.shuffle(order)
        batches = []
        for start in range(0, len(order), 64 * BATCH):
            window = sorted(order[start:start + 64 * BATCH], key=lambda i: len(self.hidden[i]))
            batches += [window[i:i + BATCH] for i in range(0, len(window), BATCH)]
        random.shuffle(batches)
        return batches

    def pooled(self, batch):
        hidden = torch.nn.utils.rnn.pad_sequence([self.hidden[i] for i in batch], batch_first=True)
        mask = torch.zeros(hidden.shape[:2])
        for at, i in enumerate(batch):
            mask[at, :len(self.hidden[i])] = 1
        bias = None if mask.all() else torch.where(mask > 0, 0.0, -3e38)[:, None, None, :]
        return mean(self.encode(hidden, bias, FROM_LAYER, LAYERS), mask)


def main(folder, threads, epochs, side):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    random.seed(1)
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text().splitlines()]
    weights = load_file(folder / "backbone" / "model.safetensors")
    trained = {"library": Library, "cached": Cached}[side](weights, rows)
    head = torch.nn.Linear(WIDTH, 1 + max(row["label"] for row in rows))
    optimiser = torch.optim.AdamW([{"params": trained.parameters(), "lr": 1e-3},
                                   {"params": head.parameters(), "lr": 1e-2}])
    for epoch in range(epochs):
        if epoch == 1:
            start, start_cpu = time.perf_counter(), time.process_time()
        total = 0.0
        for batch in trained.order():
            loss = F.cross_entropy(head(trained.pooled(batch)), torch.tensor([rows[i]["label"] for i in batch]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
    seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    seen = len(rows) * (epochs - 1)
    print(json.dumps({"side": side, "rowsPerSecond": round(seen / seconds, 1),
                      "cpuMillisPerRow": round(1e3 * cpu / seen, 3), "loss": round(total / len(rows), 4)}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
