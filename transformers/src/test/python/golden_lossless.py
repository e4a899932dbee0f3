"""Golden lossless WebP files for LosslessWebpTest, as Pillow 13 (libwebp 1.6) reads them.

Files that libwebp writes, and random ones with everything that the format allows (lossless_streams.py). Of what is read there is
a SHA-256 of the RGB bytes, to keep it small.

    python golden_lossless.py src/test/resources/image/lossless.json.gz
"""

import base64
import gzip
import hashlib
import io
import json
import random
import sys

import numpy as np
from PIL import Image

import lossless_streams

SEED = 20260102

# Between them all 16 modes of prediction, transforms in many orders, caches of all sizes, several groups of prefix codes.
STREAMS = (23, 66, 89, 113, 201, 213, 324, 403, 448, 498, 543)


def smooth(width, height, seed):
    rng = np.random.default_rng(seed)
    grid = rng.integers(0, 256, (max(2, height // 6), max(2, width // 6), 3), dtype="uint8")
    return np.asarray(Image.fromarray(grid).resize((width, height), Image.BICUBIC))


def noisy(width, height, seed, deviation):
    noise = np.random.default_rng(seed).normal(0, deviation, (height, width, 3))
    return np.clip(smooth(width, height, seed) + noise, 0, 255).astype("uint8")


def colours(width, height, count, seed):
    """Areas of few colours, all of which occur."""
    rng = np.random.default_rng(seed)
    palette = rng.integers(0, 256, (count, 3), dtype="uint8")
    numbers = smooth(width, height, seed)[:, :, 0].astype(int) * count // 256
    numbers.flat[:count] = np.arange(count)
    return palette[numbers]


def patchwork(width, height):
    """Parts that differ so much that they get prefix codes of their own."""
    image = smooth(width, height, 31).copy()
    rng = np.random.default_rng(32)
    third = width // 3
    image[:, :third] = rng.integers(0, 2, (height, third, 1)) * np.uint8(255)
    image[: height // 2, third : 2 * third] = rng.integers(90, 94, (height // 2, third, 3))
    return image


def saved(values, alpha=None, **options):
    image = Image.fromarray(np.ascontiguousarray(values))
    if alpha is not None:
        image.putalpha(Image.fromarray(alpha))
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True, **options)
    return out.getvalue()


def written():
    cases = {}
    for quality, method in ((0, 0), (25, 1), (50, 4), (75, 3), (100, 6)):
        cases[f"smooth-{quality}-{method}"] = saved(smooth(43, 30, quality), quality=quality, method=method)
        cases[f"noisy-{quality}-{method}"] = saved(noisy(29, 21, quality, 5), quality=quality, method=method)
    for count in (1, 2, 3, 4, 5, 16, 17, 256):
        cases[f"{count}-colours"] = saved(colours(45, 19, count, count))
        cases[f"{count}-colours-random"] = saved(
            np.random.default_rng(count).permutation(colours(37, 23, count, count).reshape(-1, 3)).reshape(23, 37, 3),
            quality=100,
        )
    for width, height in ((1, 1), (1, 90), (90, 1), (2, 2), (7, 5), (8, 8), (9, 33), (65, 17)):
        cases[f"{width}x{height}"] = saved(smooth(width, height, width))
        cases[f"{width}x{height}-2-colours"] = saved(smooth(width, height, width)[:, :, :1] // 128 * np.uint8(255) * np.ones(3, "uint8"))
    rng = np.random.default_rng(SEED)
    alpha = rng.integers(0, 256, (21, 29), dtype="uint8")
    hole = np.where(np.arange(29 * 21).reshape(21, 29) % 29 > 14, 0, 255).astype("uint8")
    cases["alpha"] = saved(smooth(29, 21, 3), alpha)
    cases["alpha-exact"] = saved(noisy(29, 21, 3, 5), hole, exact=True)
    cases["alpha-inexact"] = saved(noisy(29, 21, 3, 5), hole)
    cases["noise"] = saved(rng.integers(0, 256, (17, 23, 3), dtype="uint8"))
    cases["patchwork"] = saved(patchwork(120, 70), quality=100, method=6)
    repeated = np.tile(colours(40, 8, 200, 9), (6, 3, 1))
    repeated[20:30, 50:70] = smooth(20, 10, 4)
    cases["cache-and-copies"] = saved(repeated, quality=100, method=5)
    return cases


def random_streams():
    cases = {}
    for seed in STREAMS:
        rng = random.Random(SEED + seed)
        width, height = rng.choice(((rng.randint(1, 40), rng.randint(1, 24)), (rng.randint(100, 200), rng.randint(2, 5))))
        cases[f"stream-{seed}"] = lossless_streams.webp(lossless_streams.chunk(rng, width, height))
    return cases


def main(path):
    goldens = []
    for name, data in {**written(), **random_streams()}.items():
        image = Image.open(io.BytesIO(data)).convert("RGB")
        goldens.append(
            {
                "name": name,
                "file": base64.b64encode(data).decode(),
                "height": image.height,
                "width": image.width,
                "sha256": hashlib.sha256(image.tobytes()).hexdigest(),
            }
        )
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
        out.write(json.dumps(goldens).encode())
    print(len(goldens))


if __name__ == "__main__":
    main(sys.argv[1])
