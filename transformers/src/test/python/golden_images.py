"""Golden pixels for GoldenImagesTest, made with Pillow 13 and Hugging Face transformers.

Three lists, written as one gzipped JSON:
  files:      every kind of file that Pillow writes, as Pillow reads it (exif_transpose, then RGB or L)
  resized:    a picture resized to many sizes with every filter
  processors: ViTImageProcessor and DeiTImageProcessor with their settings, before they rescale

    python golden_images.py src/test/resources/image/golden.json.gz
"""

import base64
import gzip
import io
import json
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps
from transformers import DeiTImageProcessor, ViTImageProcessor

SEED = 20260101


def picture(width, height, seed):
    """Smooth areas, edges and noise."""
    rng = np.random.default_rng(seed)
    values = np.zeros((height, width, 3))
    for step in (2, 8, 32):
        grid = rng.random((max(2, height // step + 2), max(2, width // step + 2), 3)) * 255
        layer = Image.fromarray(grid.astype("uint8")).resize((width, height), Image.BICUBIC)
        values += np.asarray(layer, dtype=float) * step
    values = (values - values.min()) / (values.max() - values.min()) * 255
    image = values.astype("uint8")
    image[height // 3 : height // 2, width // 4 : width // 2] = (250, 5, 60)
    return Image.fromarray(image)


def saved(image, file_format, **options):
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour_type, rows, palette=None, interlaced=False, extra=b""):
    """A PNG of a kind that Pillow does not write; rows are packed already, one bytes each."""
    raw = b"".join(b"\0" + row for row in rows)
    out = b"\x89PNG\r\n\x1a\n"
    out += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced)))
    if palette:
        out += chunk(b"PLTE", palette)
    return out + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def adam7(pixels):
    """Rows of the seven passes of an interlaced picture [height, width, channels], 8 bits."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = []
    for left, top, across, down in passes:
        part = pixels[top::down, left::across]
        if part.size:
            rows += [row.tobytes() for row in part]
    return rows


def packed(samples, depth):
    """Rows of samples [height, width] with fewer than 8 bits."""
    rows = []
    for row in samples:
        bits = np.unpackbits(row.astype("uint8")[:, None], axis=1)[:, 8 - depth :].reshape(-1)
        rows.append(np.packbits(bits).tobytes())
    return rows


def bmp(width, height, bits, compression, rows, masks=b"", header_size=40):
    """A BMP of a kind that Pillow does not write; rows from the bottom, padded."""
    data = b"".join(rows)
    offset = 14 + header_size + len(masks)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(data), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + masks + data


def files():
    rng = np.random.default_rng(SEED)
    colour = picture(45, 31, 1)
    grey = colour.convert("L")
    pixels = np.asarray(colour)
    alpha = Image.fromarray(rng.integers(0, 256, (31, 45), dtype="uint8"))
    rgba = colour.copy()
    rgba.putalpha(alpha)
    grey_alpha = grey.copy()
    grey_alpha.putalpha(alpha)
    wide = rng.integers(0, 65536, (31, 45), dtype="uint16")
    cases = {}

    for subsampling, name in enumerate(("444", "422", "420")):
        cases[f"jpeg-{name}"] = saved(colour, "JPEG", quality=90, subsampling=subsampling)
        cases[f"jpeg-progressive-{name}"] = saved(
            colour, "JPEG", quality=75, subsampling=subsampling, progressive=True
        )
    cases["jpeg-quality-5"] = saved(colour, "JPEG", quality=5)
    cases["jpeg-quality-100"] = saved(colour, "JPEG", quality=100)
    cases["jpeg-restarts"] = saved(colour, "JPEG", restart_marker_blocks=2)
    cases["jpeg-grey"] = saved(grey, "JPEG", quality=90)
    cases["jpeg-grey-progressive"] = saved(grey, "JPEG", quality=90, progressive=True)
    cases["jpeg-rgb"] = saved(colour, "JPEG", quality=90, keep_rgb=True)
    cases["jpeg-cmyk"] = saved(colour.convert("CMYK"), "JPEG", quality=90)
    inks = Image.fromarray(rng.integers(0, 256, (31, 45, 4), dtype="uint8"), "CMYK")
    cases["jpeg-cmyk-four-inks"] = saved(inks, "JPEG", quality=95)
    ycck = bytearray(cases["jpeg-cmyk-four-inks"])
    adobe = ycck.find(b"Adobe")
    ycck[adobe + 11] = 2
    cases["jpeg-ycck"] = bytes(ycck)
    bare = bytearray(cases["jpeg-cmyk-four-inks"])
    del bare[adobe - 4 : adobe + 12]
    cases["jpeg-cmyk-without-adobe"] = bytes(bare)
    plain = cases["jpeg-420"]
    cases["jpeg-without-jfif"] = plain[:2] + plain[2 + 2 + 16 :]
    cases["jpeg-comment-and-profile"] = saved(
        colour, "JPEG", comment=b"x" * 500, icc_profile=b"not a profile" * 20
    )
    cases["jpeg-bytes-behind-the-end"] = plain + b"and some more" * 10
    cases["jpeg-xmp"] = saved(colour, "JPEG", xmp=b"<x:xmpmeta/>")

    cases["png-rgb"] = saved(colour, "PNG")
    cases["png-rgba"] = saved(rgba, "PNG")
    cases["png-grey"] = saved(grey, "PNG")
    cases["png-grey-alpha"] = saved(grey_alpha, "PNG")
    cases["png-1-bit"] = saved(grey.convert("1"), "PNG")
    for depth in (1, 2, 4):
        samples = (np.asarray(grey) >> (8 - depth)).astype("uint8")
        cases[f"png-grey-{depth}"] = png(45, 31, depth, 0, packed(samples, depth))
        palette = rng.integers(0, 256, 3 * (1 << depth), dtype="uint8").tobytes()
        cases[f"png-palette-{depth}"] = png(45, 31, depth, 3, packed(samples, depth), palette)
    few = colour.quantize(200)
    cases["png-palette-8"] = saved(few, "PNG")
    cases["png-palette-transparent"] = saved(few, "PNG", transparency=3)
    cases["png-palette-alphas"] = saved(few, "PNG", transparency=bytes(range(200)))
    cases["png-rgb-transparent"] = saved(colour, "PNG", transparency=(250, 5, 60))
    cases["png-grey-transparent"] = saved(grey, "PNG", transparency=77)
    big = rng.integers(0, 65536, (31, 45, 4), dtype="uint16").astype(">u2")
    cases["png-rgb-16"] = png(45, 31, 16, 2, [row.tobytes() for row in big[:, :, :3].copy()])
    cases["png-rgba-16"] = png(45, 31, 16, 6, [row.tobytes() for row in big])
    cases["png-grey-alpha-16"] = png(45, 31, 16, 4, [row.tobytes() for row in big[:, :, :2].copy()])
    cases["png-grey-16"] = saved(Image.fromarray(wide), "PNG")
    cases["png-interlaced-rgb"] = png(45, 31, 8, 2, adam7(pixels), interlaced=True)
    cases["png-interlaced-rgba"] = png(45, 31, 8, 6, adam7(np.asarray(rgba)), interlaced=True)
    cases["png-interlaced-grey"] = png(45, 31, 8, 0, adam7(np.asarray(grey)[:, :, None]), interlaced=True)
    cases["png-gamma"] = png(
        45, 31, 8, 0, [row.tobytes() for row in np.asarray(grey)], extra=chunk(b"gAMA", struct.pack(">I", 100000))
    )
    cases["png-profile-and-text"] = png(
        45,
        31,
        8,
        2,
        [row.tobytes() for row in pixels],
        extra=chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile"))
        + chunk(b"zTXt", b"k\0\0" + zlib.compress(b"text" * 100)),
    )

    cases["webp-lossless"] = saved(colour, "WEBP", lossless=True)
    cases["webp-lossless-alpha"] = saved(rgba, "WEBP", lossless=True, exact=True)
    cases["webp-lossless-few-colours"] = saved(colour.quantize(12).convert("RGB"), "WEBP", lossless=True)
    cases["webp-lossless-two-colours"] = saved(grey.convert("1").convert("RGB"), "WEBP", lossless=True)
    for quality in (5, 40, 80, 100):
        cases[f"webp-lossy-{quality}"] = saved(colour, "WEBP", quality=quality)
    cases["webp-lossy-fast"] = saved(colour, "WEBP", quality=60, method=0)
    cases["webp-lossy-thorough"] = saved(colour, "WEBP", quality=60, method=6)
    cases["webp-lossy-alpha"] = saved(rgba, "WEBP", quality=80, exact=True)
    cases["webp-lossy-grey"] = saved(grey, "WEBP", quality=80)
    cases["webp-lossy-large"] = saved(picture(163, 121, 5), "WEBP", quality=70)
    cases["webp-lossy-tiny"] = saved(picture(3, 2, 5), "WEBP", quality=70)
    cases["webp-lossy-noise"] = saved(
        Image.fromarray(rng.integers(0, 256, (40, 52, 3), dtype="uint8")), "WEBP", quality=90
    )

    cases["bmp-24"] = saved(colour, "BMP")
    cases["bmp-32"] = saved(rgba, "BMP")
    cases["bmp-8-grey"] = saved(grey, "BMP")
    cases["bmp-8-palette"] = saved(few, "BMP")
    cases["bmp-1"] = saved(grey.convert("1"), "BMP")
    pad = b"\0" * (-45 * 3 % 4)
    bgr = [row[:, ::-1].tobytes() + pad for row in pixels]
    cases["bmp-top-down"] = bmp(45, -31, 24, 0, bgr)
    high = rng.integers(0, 32768, (31, 46), dtype="<u2")
    cases["bmp-16"] = bmp(46, 31, 16, 0, [row.tobytes() for row in high])
    high = rng.integers(0, 65536, (31, 46), dtype="<u2")
    cases["bmp-16-fields"] = bmp(
        46, 31, 16, 3, [row.tobytes() for row in high], struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    )
    four = [np.packbits(np.unpackbits(row[:, None], axis=1)[:, 4:].reshape(-1)).tobytes()
            for row in rng.integers(0, 16, (31, 48), dtype="uint8")]
    colours = rng.integers(0, 256, (16, 4), dtype="uint8")
    colours[:, 3] = 0
    cases["bmp-4"] = bmp(48, 31, 4, 0, four, colours.tobytes())
    runs = b"".join(bytes([20, y % 7, 25, y % 5, 0, 0]) for y in range(31)) + b"\0\1"
    colours = rng.integers(0, 256, (256, 4), dtype="uint8")
    colours[:, 3] = 0
    cases["bmp-8-runs"] = bmp(45, 31, 8, 1, [runs], colours.tobytes())

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x010F] = "maker"
        cases[f"jpeg-orientation-{orientation}"] = saved(colour, "JPEG", quality=95, exif=exif)
    exif = Image.Exif()
    exif[0x0112] = 6
    cases["png-orientation-6"] = saved(colour, "PNG", exif=exif)
    cases["webp-orientation-6"] = saved(colour, "WEBP", lossless=True, exif=exif)
    cases["jpeg-orientation-9"] = saved(colour, "JPEG", exif=(lambda e: (e.__setitem__(0x0112, 9), e)[1])(Image.Exif()))

    for width, height in ((1, 1), (1, 40), (40, 1), (8, 8), (16, 16), (17, 17), (9, 33)):
        small = picture(width, height, 3)
        cases[f"jpeg-{width}x{height}"] = saved(small, "JPEG", quality=90)
        cases[f"png-{width}x{height}"] = saved(small, "PNG")
        cases[f"bmp-{width}x{height}"] = saved(small, "BMP")
        cases[f"webp-{width}x{height}"] = saved(small, "WEBP", lossless=True)

    out = []
    for name, data in cases.items():
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        rgb, luma = image.convert("RGB"), image.convert("L")
        if name == "png-grey-16":
            # Pillow clips 16 bit grey or not, by version and by way; ours keeps the upper 8 bits.
            luma = Image.fromarray((wide >> 8).astype("uint8"))
            rgb = luma.convert("RGB")
        out.append(
            {
                "name": name,
                "file": text(data),
                "height": rgb.height,
                "width": rgb.width,
                "rgb": text(rgb.tobytes()),
                "grey": text(luma.tobytes()),
            }
        )
    return out


def resized():
    out = []
    filters = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3}
    sources = [picture(61, 47, 11), picture(61, 47, 12).convert("L"), picture(200, 9, 13), picture(7, 5, 14)]
    sizes = [(24, 24), (61, 20), (20, 47), (61, 47), (75, 52), (13, 60), (1, 1), (3, 60), (90, 3), (59, 46)]
    for index, source in enumerate(sources):
        for label, number in filters.items():
            for width, height in sizes:
                result = source.resize((width, height), resample=number)
                out.append(
                    {
                        "name": f"{source.width}x{source.height} {source.mode} to {width}x{height} {label}",
                        "source": index,
                        "resampling": label,
                        "height": height,
                        "width": width,
                        "pixels": text(result.tobytes()),
                    }
                )
    return {"sources": [{"file": text(saved(s, "PNG")), "channels": len(s.getbands())} for s in sources], "cases": out}


def processors():
    settings = [
        ("ViT", ViTImageProcessor, {"size": {"height": 32, "width": 32}}),
        ("ViT", ViTImageProcessor, {"size": {"height": 24, "width": 40}, "resample": 3}),
        ("ViT", ViTImageProcessor, {"size": {"height": 50, "width": 50}, "resample": 0}),
        ("ViT", ViTImageProcessor, {"size": {"height": 50, "width": 50}, "resample": 1}),
        ("DeiT", DeiTImageProcessor, {"size": {"height": 40, "width": 40}, "crop_size": {"height": 32, "width": 32}}),
        ("DeiT", DeiTImageProcessor, {"size": {"height": 37, "width": 30}, "crop_size": {"height": 24, "width": 17}}),
        ("DeiT", DeiTImageProcessor, {"size": {"height": 20, "width": 45}, "crop_size": {"height": 33, "width": 32}}),
        ("DeiT", DeiTImageProcessor, {"size": {"height": 20, "width": 21}, "crop_size": {"height": 33, "width": 32}}),
        ("DeiT", DeiTImageProcessor, {"do_resize": False, "crop_size": {"height": 40, "width": 40}}),
    ]
    files = {
        "tall-jpeg": saved(picture(57, 83, 21), "JPEG", quality=90),
        "wide-png": saved(picture(90, 41, 22), "PNG"),
        "grey-png": saved(picture(44, 52, 23).convert("L"), "PNG"),
        "small-bmp": saved(picture(19, 15, 24), "BMP"),
    }
    out = []
    for name, processor, options in settings:
        made = processor(do_rescale=False, do_normalize=False, **options)
        config = json.loads(made.to_json_string())
        for file_name, data in files.items():
            image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
            pixels = made(image, return_tensors="np", input_data_format="channels_last")["pixel_values"][0]
            assert np.all(pixels == pixels.astype("uint8")), (name, options)
            rows = np.transpose(pixels.astype("uint8"), (1, 2, 0))
            out.append(
                {
                    "name": f"{name} {json.dumps(options)} {file_name}",
                    "config": config,
                    "model": name.lower(),
                    "file": text(data),
                    "height": rows.shape[0],
                    "width": rows.shape[1],
                    "pixels": text(np.ascontiguousarray(rows).tobytes()),
                }
            )
    return out


def text(data):
    return base64.b64encode(data).decode()


def main(path):
    goldens = {"files": files(), "resized": resized(), "processors": processors()}
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
        out.write(json.dumps(goldens).encode())
    print({key: len(value) for key, value in goldens.items()})


if __name__ == "__main__":
    main(sys.argv[1])
