"""What PyTorch and AdapterHub's library `adapters` compute with adapters on a tiny BERT.

    pip install torch transformers==4.57.6 adapters==1.3.0 safetensors
    python adapter_goldens.py make  ../resources/io/engram/adapters/golden
    python adapter_goldens.py check ../resources/io/engram/adapters/golden

make writes, for a random BERT of 3 layers (model.safetensors) and for each kind of adapter:
KIND/adapter_config.json and adapter.safetensors as save_adapter writes them, and KIND/golden.safetensors:
below (input of layer 1, padding zeroed), lengths, last (output of the last layer, padding zeroed), pooled
(mean), labels, loss of a linear head (head.weight, head.bias), grad.* of every trained tensor, and next.*,
the same tensors after one AdamW step (lr 1e-3 and 1e-2 for the head, decay 0.01, none for biases).

check loads the folders that the Java side wrote (java-KIND) into the library and compares the hidden
states with java-KIND/hidden.safetensors.
"""

import pathlib
import sys

import adapters
import torch
import transformers
from adapters import DoubleSeqBnConfig, LoRAConfig, SeqBnConfig
from safetensors.torch import load_file, save_file

FROM_LAYER = 1
LENGTHS = [9, 4, 7, 1, 9]
LABELS = [0, 2, 1, 1, 0]
KINDS = {
    "houlsby": DoubleSeqBnConfig(reduction_factor=4, leave_out=[0]),
    "pfeiffer": SeqBnConfig(reduction_factor=4, leave_out=[0]),
    "lora": LoRAConfig(r=4, alpha=6, leave_out=[0]),
}
CONFIG = transformers.BertConfig(
    vocab_size=60, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48,
    max_position_embeddings=16, initializer_range=0.3, attn_implementation="eager",
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)


def inputs():
    generator = torch.Generator().manual_seed(7)
    longest = max(LENGTHS)
    mask = torch.tensor([[1] * n + [0] * (longest - n) for n in LENGTHS])
    ids = torch.randint(1, 60, mask.shape, generator=generator) * mask
    return ids, mask


def noise(module, deviation):
    with torch.no_grad():
        for parameter in module:
            parameter.add_(deviation * torch.randn_like(parameter))


def encoder():
    torch.manual_seed(20260102)
    model = transformers.BertModel(CONFIG, add_pooling_layer=False).eval()
    noise((p for n, p in model.named_parameters() if "LayerNorm" in n or n.endswith("bias")), 0.1)
    return model


def run(model):
    ids, mask = inputs()
    states = model(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
    shares = (mask / mask.sum(1, keepdim=True)).unsqueeze(-1)
    return states, (states[-1] * shares).sum(1), mask.unsqueeze(-1)


def ours(name):
    if ".loras." in name:
        return f"layer.{name.split('.')[2]}.attention.{name.split('.')[5]}.{name.split('.')[-1]}"
    site = "attention" if ".attention.output." in name else "output"
    part = "down" if ".adapter_down." in name else "up"
    return f"layer.{name.split('.')[2]}.{site}.{part}.{name.split('.')[-1]}"


def make(folder, kind, config):
    model = encoder()
    adapters.init(model)
    model.add_adapter("golden", config=config)
    model.train_adapter("golden")
    model.eval()
    trained = {n: p for n, p in model.named_parameters() if "s.golden." in n}
    torch.manual_seed(3)
    noise(trained.values(), 0.2)
    model.save_adapter(str(folder / kind), "golden", use_safetensors=True)
    head = torch.nn.Linear(32, 3)
    noise(head.parameters(), 0.2)
    states, pooled, mask = run(model)
    loss = torch.nn.functional.cross_entropy(head(pooled), torch.tensor(LABELS))
    values = {"below": states[FROM_LAYER] * mask, "last": states[-1] * mask, "pooled": pooled,
              "lengths": torch.tensor(LENGTHS).float(), "labels": torch.tensor(LABELS).float(),
              "loss": loss.reshape(1), "head.weight": head.weight, "head.bias": head.bias}
    values = {key: value.detach().clone().contiguous() for key, value in values.items()}
    loss.backward()
    named = {ours(n): p for n, p in trained.items()}
    named |= {"head.weight": head.weight, "head.bias": head.bias}
    groups = [dict(params=[p], lr=1e-2 if n.startswith("head") else 1e-3,
                   weight_decay=0.0 if n.endswith("bias") else 0.01) for n, p in named.items()]
    values |= {f"grad.{n}": p.grad.clone() for n, p in named.items()}
    torch.optim.AdamW(groups).step()
    values |= {f"next.{n}": p.detach().clone() for n, p in named.items()}
    save_file(values, folder / kind / "golden.safetensors")


def check(folder, kind):
    model = encoder()
    adapters.init(model)
    name = model.load_adapter(str(folder / f"java-{kind}"), use_safetensors=True)
    model.set_active_adapters(name)
    model.eval()
    with torch.no_grad():
        states, _, mask = run(model)
    java = load_file(folder / f"java-{kind}" / "hidden.safetensors")["last"]
    plain = encoder()
    with torch.no_grad():
        effect = (run(plain)[0][-1] - states[-1]).abs().max()
    difference = ((states[-1] - java) * mask).abs().max()
    print(f"{kind}: largest difference {difference:.2e}, effect of the adapter {effect:.2e}")
    if difference > 1e-5 or effect < 0.1:
        sys.exit(f"{kind}: hidden states differ")


def main(command, target):
    folder = pathlib.Path(target)
    for kind, config in KINDS.items():
        if command == "make":
            (folder / kind).mkdir(parents=True, exist_ok=True)
            make(folder, kind, config)
        else:
            check(folder, kind)
    if command == "make":
        save_file({k: v.contiguous() for k, v in encoder().state_dict().items()
                   if k != "embeddings.position_ids"}, folder / "model.safetensors")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
