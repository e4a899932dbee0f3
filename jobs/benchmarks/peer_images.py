"""The Python peer of ImageBenchmark: transformers' ViTImageProcessor (on PIL) and ViTModel on the same weights and files.

    python peer_images.py FOLDER THREADS

FOLDER holds pictures/ and encoder/ (a Hugging Face folder). Files are read, decoded, made ready and encoded in batches of
64, a linear head on the class token follows; all of it counts. Prints one JSON line.
"""

import json
import pathlib
import sys
import time

import PIL.Image
import torch
import transformers

BATCH, CLASSES, WARM_UP = 64, 2, 64


def predict(model, head, processor, files):
    labels = []
    with torch.inference_mode():
        for start in range(0, len(files), BATCH):
            pictures = [PIL.Image.open(file).convert("RGB") for file in files[start:start + BATCH]]
            pixels = processor(pictures, return_tensors="pt").pixel_values
            states = model(pixel_values=pixels).last_hidden_state[:, 0]
            labels += head(states).softmax(-1).argmax(-1).tolist()
    return labels


def main():
    folder, threads = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    files = sorted((folder / "pictures").iterdir())
    processor = transformers.ViTImageProcessor.from_pretrained(folder / "encoder")
    model = transformers.ViTModel.from_pretrained(folder / "encoder", add_pooling_layer=False).eval()
    head = torch.nn.Linear(model.config.hidden_size, CLASSES)
    predict(model, head, processor, files[:WARM_UP])
    start, used = time.perf_counter(), time.process_time()
    rows = len(predict(model, head, processor, files))
    seconds, used = time.perf_counter() - start, time.process_time() - used
    print(json.dumps(dict(side="peer", rows=rows, seconds=round(seconds, 3), processorSeconds=round(used, 3),
                          rowsPerSecond=round(rows / seconds, 1), threads=threads)))


if __name__ == "__main__":
    main()
