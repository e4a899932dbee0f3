"""What PyTorch and AdapterHub's library `adapters` compute with adapters on a tiny ViT.

    pip install torch transformers==4.57.6 adapters==1.3.0 safetensors
    python vit_adapter_goldens.py ../resources/io/engram/adapters/golden/vit

Writes, for a random ViT of 3 layers (model.safetensors) and for each kind of adapter, KIND/adapter_config.json
and adapter.safetensors as save_adapter writes them, and KIND/golden.safetensors: below (input of layer 1), last
(output of the last layer, before the final LayerNorm), pooled (class token after it), labels, loss of a linear
head (head.weight, head.bias) and grad.* of every trained tensor. For each kind of bottleneck also FUSION-KIND:
the folders a and b of two adapters, that of their fusion, and golden.safetensors with below and last.
"""

import pathlib
import sys

import adapters
import torch
import transformers
from adapter_goldens import FROM_LAYER, KINDS, noise
from adapters.composition import Fuse
from safetensors.torch import save_file

LABELS = [0, 2, 1, 1]
CONFIG = transformers.ViTConfig(
    hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48, image_size=16,
    patch_size=4, initializer_range=0.2, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)


def encoder():
    torch.manual_seed(20260104)
    model = transformers.ViTModel(CONFIG, add_pooling_layer=False).eval()
    noise((p for n, p in model.named_parameters() if "layernorm" in n or n.endswith("bias")), 0.1)
    return model


def run(model):
    states = []
    hooks = [layer.register_forward_hook(
        lambda *call: states.append(call[2][0] if isinstance(call[2], tuple) else call[2]))
        for layer in model.encoder.layer]
    pixels = torch.randn(len(LABELS), 3, 16, 16, generator=torch.Generator().manual_seed(7))
    pooled = model(pixel_values=pixels).last_hidden_state[:, 0]
    for hook in hooks:
        hook.remove()
    return states[FROM_LAYER - 1], states[-1], pooled


def ours(name):
    if ".loras." in name:
        return f"layer.{name.split('.')[2]}.attention.{name.split('.')[5]}.{name.split('.')[-1]}"
    site = "attention" if ".attention_adapters." in name else "output"
    part = "down" if ".adapter_down." in name else "up"
    return f"layer.{name.split('.')[2]}.{site}.{part}.{name.split('.')[-1]}"


def copies(**values):
    return {key: value.detach().clone().contiguous() for key, value in values.items()}


def make(folder, config):
    model = encoder()
    adapters.init(model)
    model.add_adapter("golden", config=config)
    model.train_adapter("golden")
    model.eval()
    trained = {n: p for n, p in model.named_parameters() if "s.golden." in n}
    torch.manual_seed(3)
    noise(trained.values(), 0.2)
    model.save_adapter(str(folder), "golden", use_safetensors=True)
    head = torch.nn.Linear(32, 3)
    noise(head.parameters(), 0.2)
    below, last, pooled = run(model)
    loss = torch.nn.functional.cross_entropy(head(pooled), torch.tensor(LABELS))
    loss.backward()
    values = copies(below=below, last=last, pooled=pooled, labels=torch.tensor(LABELS).float(),
                    loss=loss.reshape(1))
    values |= copies(**{"head.weight": head.weight, "head.bias": head.bias})
    values |= copies(**{f"grad.{ours(n)}": p.grad for n, p in trained.items()})
    values |= copies(**{"grad.head.weight": head.weight.grad, "grad.head.bias": head.bias.grad})
    save_file(values, folder / "golden.safetensors")


def make_fusion(folder, config):
    model = encoder()
    adapters.init(model)
    names = ["a", "b"]
    for name in names:
        model.add_adapter(name, config=config)
    model.add_adapter_fusion(Fuse(*names))
    model.train_adapter_fusion(Fuse(*names))
    model.eval()
    torch.manual_seed(4)
    noise((p for n, p in model.named_parameters() if ".adapters." in n or "_fusion_layer." in n), 0.1)
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
        model.save_adapter(str(folder / name), name, use_safetensors=True)
    model.save_adapter_fusion(str(folder), Fuse(*names), use_safetensors=True)
    with torch.no_grad():
        below, last, _ = run(model)
    save_file(copies(below=below, last=last), folder / "golden.safetensors")


def main():
    target = pathlib.Path(sys.argv[1])
    for kind, config in KINDS.items():
        (target / kind).mkdir(parents=True, exist_ok=True)
        make(target / kind, config)
        if kind != "lora":
            make_fusion(target / f"fusion-{kind}", config)
    save_file(copies(**encoder().state_dict()), target / "model.safetensors")


if __name__ == "__main__":
    main()
