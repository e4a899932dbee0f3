"""Makes tiny random ViTs and DeiTs as Hugging Face folders, and what transformers computes with them.

    pip install torch transformers==4.57.6 safetensors pillow
    python tiny_image_encoders.py ../resources/io/engram/transformers/backbone/tiny

Each folder gets config.json, model.safetensors and preprocessor_config.json as save_pretrained writes
them (with prefix, classifier, pooler or mask token, which an import drops), and golden.safetensors:
pixels (8 bit values as floats, rows x height x width x channels, in the size that the encoder takes),
hidden.0 (the embedding layer's output) to hidden.3 (the last layer's, before the final LayerNorm) and
pooled (after it: the class token, or its mean with the distillation token). For DeiT, also head and the
logits of DeiTForImageClassificationWithTeacher whose two heads are that one.
"""

import pathlib
import sys

import torch
import transformers
from safetensors.torch import save_file

SHAPE = dict(hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48,
             initializer_range=0.2, attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0)
ROWS = 3


def vit(head=None, **settings):
    config = transformers.ViTConfig(**SHAPE, **settings)
    return head(config) if head else transformers.ViTModel(config, use_mask_token=True)


def processor(size, channels, **settings):
    return transformers.ViTImageProcessor(
        size=size, image_mean=[0.4, 0.5, 0.6][:channels], image_std=[0.2, 0.25, 0.3][:channels], **settings)


MODELS = {
    # with prefix and classifier
    "vit": lambda: (
        vit(transformers.ViTForImageClassification, image_size=32, patch_size=8),
        processor({"height": 32, "width": 32}, 3)),
    # with pooler and mask token, no bias of query, key and value, and edges that fill no patch
    "vit-grey": lambda: (
        vit(image_size=30, patch_size=4, num_channels=1, qkv_bias=False, hidden_act="gelu_new",
            layer_norm_eps=1e-6),
        processor({"height": 30, "width": 30}, 1)),
    # more rows of patches than the weights have positions for, fewer columns
    "vit-interpolated": lambda: (
        vit(image_size=32, patch_size=8), processor({"height": 48, "width": 24}, 3)),
    "deit": lambda: (
        transformers.DeiTForImageClassificationWithTeacher(
            transformers.DeiTConfig(**SHAPE, image_size=32, patch_size=8)),
        transformers.DeiTImageProcessor(
            size={"height": 40, "width": 40}, crop_size={"height": 32, "width": 32})),
    "deit-interpolated": lambda: (
        transformers.DeiTForImageClassification(
            transformers.DeiTConfig(**SHAPE, image_size=32, patch_size=8, num_channels=1)),
        transformers.DeiTImageProcessor(
            size={"height": 40, "width": 40}, crop_size={"height": 24, "width": 24},
            image_mean=[0.5], image_std=[0.5])),
}


def run(model, preprocess, name):
    size = preprocess.crop_size if name.startswith("deit") else preprocess.size
    channels = model.config.num_channels
    pixels = torch.randint(0, 256, (ROWS, size["height"], size["width"], channels), dtype=torch.uint8)
    inputs = preprocess(images=list(pixels.numpy()), do_resize=False, input_data_format="channels_last",
                        return_tensors="pt")
    encoder = getattr(model, model.base_model_prefix, model)
    states = []
    encoder.embeddings.register_forward_hook(lambda *call: states.append(call[2]))
    for layer in encoder.encoder.layer:
        layer.register_forward_hook(
            lambda *call: states.append(call[2][0] if isinstance(call[2], tuple) else call[2]))
    # only where it is needed: the models' own positions are used as they are elsewhere
    options = dict(interpolate_pos_encoding=True) if name.endswith("interpolated") else {}
    output = model(**inputs, **options)
    normed = encoder.layernorm(states[-1])
    return pixels, states, normed, output


def make(folder, name):
    torch.manual_seed(20260103)
    model, preprocess = MODELS[name]()
    model.eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if "layernorm" in key or key.endswith("bias") or key.endswith("token"):
                parameter.add_(0.1 * torch.randn_like(parameter))
            if key.endswith("position_embeddings"):
                parameter.add_(0.5 * torch.randn_like(parameter))
        if name == "deit":
            model.distillation_classifier.load_state_dict(model.cls_classifier.state_dict())
        pixels, states, normed, output = run(model, preprocess, name)
    model.save_pretrained(folder, safe_serialization=True)
    preprocess.save_pretrained(folder)
    tensors = {f"hidden.{i}": state for i, state in enumerate(states)}
    tensors["pooled"] = normed[:, :2].mean(1) if name == "deit" else normed[:, 0]
    tensors["pixels"] = pixels.float()
    if name == "deit":
        tensors["head.weight"] = model.cls_classifier.weight.detach()
        tensors["head.bias"] = model.cls_classifier.bias.detach()
        tensors["logits"] = output.logits
    save_file({key: value.contiguous().clone() for key, value in tensors.items()},
              folder / "golden.safetensors")


def main():
    for name in MODELS:
        folder = pathlib.Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        make(folder, name)


if __name__ == "__main__":
    main()
