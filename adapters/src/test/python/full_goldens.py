"""What PyTorch computes when all weights of a tiny encoder's layers are changed, W + D.

    pip install torch transformers==4.57.6 safetensors
    python full_goldens.py ../resources/io/engram/adapters/golden

For the BERT of adapter_goldens.py and the ViT of vit_adapter_goldens.py (their model.safetensors), each with
random changes D from layer 1 on: full/golden.safetensors and vit/full/golden.safetensors with the changes
(change.*), below (input of layer 1, padding zeroed), lengths (of BERT), last (output of the last layer, padding
zeroed; of ViT before the final LayerNorm), pooled, labels, loss of a linear head (head.weight, head.bias), grad.* of
every change, and next.*, the changes after one AdamW step (lr 1e-3 and 1e-2 for the head, decay 0.01, none for
biases).
"""

import pathlib
import sys

import torch
import transformers
from safetensors.torch import load_file, save_file
from torch.func import functional_call

FROM_LAYER = 1
LENGTHS = [9, 4, 7, 1, 9]
SIZES = dict(hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48,
             hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
PARTS = {
    "bert": {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
             "attention_output": "attention.output.dense", "attention_norm": "attention.output.LayerNorm",
             "intermediate": "intermediate.dense", "output": "output.dense", "output_norm": "output.LayerNorm"},
    "vit": {"query": "attention.attention.query", "key": "attention.attention.key",
            "value": "attention.attention.value", "attention_output": "attention.output.dense",
            "attention_norm": "layernorm_before", "intermediate": "intermediate.dense",
            "output": "output.dense", "output_norm": "layernorm_after"},
}


def bert(folder):
    config = transformers.BertConfig(vocab_size=60, max_position_embeddings=16, attn_implementation="eager", **SIZES)
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    longest = max(LENGTHS)
    mask = torch.tensor([[1] * n + [0] * (longest - n) for n in LENGTHS])
    ids = torch.randint(1, 60, mask.shape, generator=torch.Generator().manual_seed(7)) * mask

    def run(weights):
        states = functional_call(model, weights, kwargs=dict(
            input_ids=ids, attention_mask=mask, output_hidden_states=True)).hidden_states
        pooled = (states[-1] * (mask / mask.sum(1, keepdim=True)).unsqueeze(-1)).sum(1)
        kept = mask.unsqueeze(-1)
        return states[FROM_LAYER] * kept, states[-1] * kept, pooled

    return model, run, [0, 2, 1, 1, 0]


def vit(folder):
    model = transformers.ViTModel(
        transformers.ViTConfig(image_size=16, patch_size=4, **SIZES), add_pooling_layer=False).eval()
    model.load_state_dict(load_file(folder / "vit" / "model.safetensors"))
    pixels = torch.randn(4, 3, 16, 16, generator=torch.Generator().manual_seed(7))

    def run(weights):
        states = []
        hooks = [layer.register_forward_hook(
            lambda *call: states.append(call[2][0] if isinstance(call[2], tuple) else call[2]))
            for layer in model.encoder.layer]
        pooled = functional_call(model, weights, kwargs=dict(pixel_values=pixels)).last_hidden_state[:, 0]
        for hook in hooks:
            hook.remove()
        return states[FROM_LAYER - 1], states[-1], pooled

    return model, run, [0, 2, 1, 1]


def make(target, family, model, run, labels):
    torch.manual_seed(3)
    state = {name: value.detach() for name, value in model.state_dict().items()}
    changes = {}
    names = {}
    for layer in range(FROM_LAYER, 3):
        for part, theirs in PARTS[family].items():
            for kind in ["weight"] if part == "key" else ["weight", "bias"]:
                ours = f"layer.{layer}.{part}.{kind}"
                names[ours] = f"encoder.layer.{layer}.{theirs}.{kind}"
                changes[ours] = (0.1 * torch.randn_like(state[names[ours]])).requires_grad_()
    head = torch.nn.Linear(32, 3)
    below, last, pooled = run(state | {names[ours]: state[names[ours]] + d for ours, d in changes.items()})
    plain = run(state)[1]
    assert (plain - last).abs().max() > 0.1
    loss = torch.nn.functional.cross_entropy(head(pooled), torch.tensor(labels))
    values = {"below": below, "last": last, "pooled": pooled, "labels": torch.tensor(labels).float(),
              "loss": loss.reshape(1), "head.weight": head.weight, "head.bias": head.bias}
    if family == "bert":
        values["lengths"] = torch.tensor(LENGTHS).float()
    values |= {f"change.{ours}": d for ours, d in changes.items()}
    values = {key: value.detach().clone().contiguous() for key, value in values.items()}
    loss.backward()
    trained = changes | {"head.weight": head.weight, "head.bias": head.bias}
    values |= {f"grad.{name}": p.grad.clone().contiguous() for name, p in trained.items()}
    torch.optim.AdamW([dict(params=[p], lr=1e-2 if name.startswith("head") else 1e-3,
                            weight_decay=0.0 if name.endswith("bias") else 0.01)
                       for name, p in trained.items()]).step()
    values |= {f"next.{name}": p.detach().clone().contiguous() for name, p in trained.items()}
    target.mkdir(parents=True, exist_ok=True)
    save_file(values, target / "golden.safetensors")


if __name__ == "__main__":
    golden = pathlib.Path(sys.argv[1])
    make(golden / "full", "bert", *bert(golden))
    make(golden / "vit" / "full", "vit", *vit(golden))
