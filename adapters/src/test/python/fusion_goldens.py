"""What PyTorch and AdapterHub's library `adapters` compute with a fusion of three adapters on a tiny BERT.

    pip install torch transformers==4.57.6 adapters==1.3.0 safetensors
    python fusion_goldens.py make  ../resources/io/engram/adapters/golden
    python fusion_goldens.py check ../resources/io/engram/adapters/golden

The encoder is that of adapter_goldens.py. make writes, for each kind of adapter that can be fused, fusion-KIND/:
adapter_fusion_config.json and model_adapter_fusion.safetensors as save_adapter_fusion writes them, and
golden.safetensors: the three adapters (a.*, b.*, c.*), below (input of layer 1, padding zeroed), lengths, last
(output of the last layer, padding zeroed), pooled (mean), labels, loss of a linear head (head.weight, head.bias),
penalty (0.01 times the squared distance of every value matrix from the identity), grad.* of loss and penalty for
query, key, value and head, and next.*, the same tensors after one AdamW step (lr 1e-3, and 1e-2 for the head, decay
0.01, none for biases and value matrices, as AdapterTrainer has it). The bias of the keys is random and not written
below grad and next: it adds the same to the scores of all adapters, which softmax does not see.

check loads the folders that the Java side wrote (java-fusion-KIND, with adapters a, b, c) into the library and
compares the hidden states with java-fusion-KIND/hidden.safetensors.
"""

import pathlib
import sys

import adapters
import torch
from adapters.composition import Fuse
from safetensors.torch import load_file, save_file

import adapter_goldens as single

NAMES = ["a", "b", "c"]
KINDS = {kind: single.KINDS[kind] for kind in ("houlsby", "pfeiffer")}


def ours(name):
    parts = name.split(".")
    site = "attention" if ".attention.output." in name else "output"
    return f"layer.{parts[2]}.{site}.fusion.{parts[-2]}.{parts[-1]}"


def make(folder, kind, config):
    model = single.encoder()
    adapters.init(model)
    torch.manual_seed(4)
    values = {}
    for name in NAMES:
        model.add_adapter(name, config=config)
        own = {n: p for n, p in model.named_parameters() if f"s.{name}." in n}
        single.noise(own.values(), 0.2)
        values |= {f"{name}.{single.ours(n)}": p for n, p in own.items()}
    fuse = Fuse(*NAMES)
    model.add_adapter_fusion(fuse)
    model.set_active_adapters(fuse)
    model.train_adapter_fusion(fuse)
    model.eval()
    assert all(p.requires_grad == ("adapter_fusion_layer" in n) for n, p in model.named_parameters())
    # The library makes a fusion in the plain layers, too, and never uses it.
    trained = {n: p for n, p in model.named_parameters()
               if "adapter_fusion_layer" in n and int(n.split(".")[2]) >= single.FROM_LAYER}
    single.noise(trained.values(), 0.2)
    model.save_adapter_fusion(str(folder / f"fusion-{kind}"), ",".join(NAMES), use_safetensors=True)
    head = torch.nn.Linear(32, 3)
    single.noise(head.parameters(), 0.2)
    states, pooled, mask = single.run(model)
    loss = torch.nn.functional.cross_entropy(head(pooled), torch.tensor(single.LABELS))
    penalty = model.get_fusion_regularization_loss()
    values |= {"below": states[single.FROM_LAYER] * mask, "last": states[-1] * mask, "pooled": pooled,
               "lengths": torch.tensor(single.LENGTHS).float(), "labels": torch.tensor(single.LABELS).float(),
               "loss": loss.reshape(1), "penalty": penalty.reshape(1),
               "head.weight": head.weight, "head.bias": head.bias}
    values = {key: value.detach().clone().contiguous() for key, value in values.items()}
    (loss + penalty).backward()
    named = {ours(n): p for n, p in trained.items() if not n.endswith("key.bias")}
    named |= {"head.weight": head.weight, "head.bias": head.bias}
    groups = [dict(params=[p], lr=1e-2 if n.startswith("head") else 1e-3,
                   weight_decay=0.0 if n.endswith("bias") or ".value." in n else 0.01)
              for n, p in named.items()]
    values |= {f"grad.{n}": p.grad.clone() for n, p in named.items()}
    torch.optim.AdamW(groups).step()
    values |= {f"next.{n}": p.detach().clone() for n, p in named.items()}
    save_file(values, folder / f"fusion-{kind}" / "golden.safetensors")


def check(folder, kind):
    target = folder / f"java-fusion-{kind}"
    model = single.encoder()
    adapters.init(model)
    for name in NAMES:
        model.load_adapter(str(target / name), load_as=name, use_safetensors=True)
    model.load_adapter_fusion(str(target), set_active=True, use_safetensors=True)
    model.eval()
    with torch.no_grad():
        states, _, mask = single.run(model)
        model.set_active_adapters(NAMES[-1])
        alone = single.run(model)[0]
    java = load_file(target / "hidden.safetensors")["last"]
    difference = ((states[-1] - java) * mask).abs().max()
    effect = (alone[-1] - states[-1]).abs().max()
    print(f"{kind}: largest difference {difference:.2e}, effect of the other adapters {effect:.2e}")
    # Scores are not scaled and large here: rounding alone is 1e-5 (against 64 bits, in both).
    if difference > 1e-4 or effect < 0.1:
        sys.exit(f"{kind}: hidden states differ")


def main(command, target):
    folder = pathlib.Path(target)
    for kind, config in KINDS.items():
        if command == "make":
            (folder / f"fusion-{kind}").mkdir(parents=True, exist_ok=True)
            make(folder, kind, config)
        else:
            check(folder, kind)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
