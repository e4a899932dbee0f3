"""Makes tiny random encoders as Hugging Face folders, and what transformers computes with them.

    pip install torch transformers tokenizers safetensors
    python tiny_encoders.py ../resources/io/engram/transformers/backbone/tiny

Each folder gets config.json and model.safetensors as save_pretrained writes them, a tokenizer.json
of a hundred made-up words (the goldens start from ids), for DistilBERT a 1_Pooling/config.json that
asks for CLS pooling, and golden.safetensors: ids, types, lengths (as floats), every hidden state (hidden.0 is the embedding
layer's output), mean and cls. Rows are padded to the longest; hidden states of padding are zeroed
because they mean nothing.
"""

import json
import pathlib
import sys

import tokenizers
import torch
import transformers
from safetensors.torch import save_file

SHAPE = dict(vocab_size=100, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
             intermediate_size=48, initializer_range=0.3)
MODELS = {
    "bert": transformers.BertConfig(
        **SHAPE, max_position_embeddings=40, type_vocab_size=2, hidden_act="gelu"),
    "bert-gelu-new": transformers.BertConfig(
        **SHAPE, max_position_embeddings=40, type_vocab_size=2, hidden_act="gelu_new"),
    "roberta": transformers.RobertaConfig(
        **SHAPE, max_position_embeddings=42, type_vocab_size=1, pad_token_id=1,
        layer_norm_eps=1e-5),
    "distilbert": transformers.DistilBertConfig(
        vocab_size=100, dim=32, n_layers=2, n_heads=4, hidden_dim=48, max_position_embeddings=40,
        initializer_range=0.3, pad_token_id=0),
}
LENGTHS = [1, 2, 7, 16, 40, 23]


def golden(name, config):
    pad = config.pad_token_id
    rows, longest = len(LENGTHS), max(LENGTHS)
    ids = torch.full((rows, longest), pad)
    mask = torch.zeros(rows, longest, dtype=torch.long)
    types = torch.zeros(rows, longest, dtype=torch.long)
    for row, length in enumerate(LENGTHS):
        ids[row, :length] = torch.randint(3, 100, (length,))
        mask[row, :length] = 1
        if name.startswith("bert") and row % 2 == 0:
            types[row, length // 2:length] = 1
    return ids, mask, types


def write_tokenizer(folder):
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words = specials + [f"word{i}" for i in range(len(specials), 100)]
    definition = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    definition.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    definition.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    definition.save(str(folder / "tokenizer.json"), pretty=False)


def make(folder, name, config):
    torch.manual_seed(20260101)
    config.attention_probs_dropout_prob = config.hidden_dropout_prob = 0.0
    model = transformers.AutoModel.from_config(config, attn_implementation="eager").eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if "LayerNorm" in key or "layer_norm" in key or key.endswith("bias"):
                parameter.add_(0.1 * torch.randn_like(parameter))
    model.save_pretrained(folder, safe_serialization=True)
    write_tokenizer(folder)
    if name == "distilbert":
        (folder / "1_Pooling").mkdir(exist_ok=True)
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(
            {"word_embedding_dimension": 32, "pooling_mode_cls_token": True,
             "pooling_mode_mean_tokens": False}))
    ids, mask, types = golden(name, config)
    inputs = dict(input_ids=ids, attention_mask=mask, output_hidden_states=True)
    if name.startswith("bert"):
        inputs["token_type_ids"] = types
    with torch.no_grad():
        states = model(**inputs).hidden_states
    real = mask[:, :, None].float()
    tensors = {f"hidden.{i}": (state * real).contiguous() for i, state in enumerate(states)}
    tensors["mean"] = (states[-1] * real).sum(1) / real.sum(1)
    tensors["cls"] = states[-1][:, 0].contiguous()
    tensors["ids"] = ids.float()
    tensors["types"] = types.float()
    tensors["lengths"] = torch.tensor(LENGTHS).float()
    save_file(tensors, folder / "golden.safetensors")


def main():
    target = pathlib.Path(sys.argv[1])
    for name, config in MODELS.items():
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        make(folder, name, config)


if __name__ == "__main__":
    main()
