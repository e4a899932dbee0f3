#!/usr/bin/env python3
"""Reads a model store by FORMAT.md alone: resolves a version, checks every hash, says what is there.

usage: read_store.py ROOT [NUMBER | @ALIAS]
       read_store.py --backbone ROOT/backbones/SHA256
"""
import hashlib
import json
import os
import re
import sys

FORMAT = 1
SHA256 = re.compile(r"[0-9a-f]{64}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
SEGMENT = re.compile(r"[A-Za-z0-9._=-]{1,128}")
RECORD = re.compile(r"00[0-9]{18}\.json")


class Refused(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Refused(message)


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    require(len(keys) == len(set(keys)), f"duplicate key in {keys}")
    return dict(pairs)


def read_sealed(path):
    """A record: one line of JSON and a line that seals it."""
    require(os.path.getsize(path) <= 16 << 20, f"{path} is too long")
    with open(path, "rb") as file:
        content = file.read()
    line, _, rest = content.partition(b"\n")
    seal = '{"sha256":"%s"}\n' % hashlib.sha256(line).hexdigest()
    require(rest == seal.encode(), f"{path} is damaged: its seal does not match")
    record = json.loads(line, object_pairs_hook=no_duplicates)
    require(record["format"] <= FORMAT, f"{path} has format {record['format']}")
    return record


def newest(folder):
    hint = os.path.join(folder, "newest")
    hinted = open(hint).read().strip() if os.path.exists(hint) else ""
    numbers = [int(name[:20]) for name in os.listdir(folder) if RECORD.fullmatch(name)]
    require(numbers, f"{folder} is empty")
    lost = hinted.isdigit() and int(hinted) > max(numbers)
    require(not lost, f"{folder} has lost its end: after {max(numbers)} came {hinted}")
    return max(numbers)


def read_record(folder, number, store):
    path = os.path.join(folder, "%020d.json" % number)
    require(os.path.exists(path), f"there is no {path}")
    record = read_sealed(path)
    require(record["number"] == number and record["store"] == store, f"{path} is of another place")
    return record


def safe(path):
    segments = path.split("/")
    good = all(SEGMENT.fullmatch(s) and s not in (".", "..") for s in segments)
    require(good and len(segments) <= 8, f"unsafe path {path!r}")
    return path


def check(path, length, sha256):
    require(SHA256.fullmatch(sha256), f"no hash: {sha256!r}")
    require(os.path.isfile(path), f"{path} is missing")
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    actual = (os.path.getsize(path), digest.hexdigest())
    require(actual == (length, sha256), f"{path}: expected {(length, sha256)}, found {actual}")


def files_of(root, record):
    """Path, length and hash of everything a version is made of."""
    require(UUID.fullmatch(record["id"]), f"no id: {record['id']!r}")
    require(record["folder"] == "versions/" + record["id"], f"folder {record['folder']!r}")
    for file in record["files"]:
        yield os.path.join(root, record["folder"], safe(file["path"])), file
    for o in record["objects"]:
        yield os.path.join(root, "objects", safe(o["sha256"] + "." + o["extension"])), o
    backbone = record["backbone"]
    for file in backbone["files"] if backbone else []:
        require(SHA256.fullmatch(backbone["sha256"]), f"backbone {backbone['sha256']!r}")
        yield os.path.join(root, "backbones", backbone["sha256"], safe(file["path"])), file


def check_nothing_else(root, record):
    """No file is in the version's folder but those of the record and Hadoop's sidecars."""
    top = os.path.join(root, record["folder"])
    listed = {file["path"] for file in record["files"]}
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), top)
            sidecar = name.startswith(".") and name.endswith(".crc")
            require(sidecar or path in listed, f"{path} in {top} is not in the record")


def check_backbone(folder):
    """The folder's name is the hash of what decides a vector."""
    with open(os.path.join(folder, "engram-backbone.json"), encoding="utf-8") as file:
        text = file.read()
    document = json.loads(text, object_pairs_hook=no_duplicates)
    require(list(document)[3:5] == ["licence", "encoder"], f"{folder}: other fields than expected")
    compact = re.sub(r'("(?:[^"\\]|\\.)*")|\s+', r"\1", text)
    deciding = str(document["format"]) + "{" + compact[compact.index('"encoder":'):]
    name = hashlib.sha256(deciding.encode()).hexdigest()
    require(name == os.path.basename(folder), f"{folder} holds backbone {name}")
    for file in document["files"]:
        check(os.path.join(folder, safe(file["path"])), file["length"], file["sha256"])
    print(json.dumps({"backbone": name}))


def main(root, which=None):
    store = read_sealed(os.path.join(root, "engram.json"))["id"]
    if which is not None and which.startswith("@"):
        require(NAME.fullmatch(which[1:]), f"no alias: {which!r}")
        folder = os.path.join(root, "aliases", which[1:])
        move = read_record(folder, newest(folder), store)
        require(move["alias"] == which[1:], f"{folder} holds a move of {move['alias']!r}")
        number = move["version"]
    else:
        number = int(which) if which else newest(os.path.join(root, "log"))
    record = read_record(os.path.join(root, "log"), number, store)
    checked = 0
    for path, file in files_of(root, record):
        check(path, file["length"], file["sha256"])
        checked += 1
    check_nothing_else(root, record)
    provenance = record["provenance"]
    print(json.dumps({"store": store, "version": number, "parent": record["parent"],
                      "task": provenance["task"], "slot": provenance["slot"], "checked": checked}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:]) if sys.argv[1] != "--backbone" else check_backbone(sys.argv[2])
    except Refused as refused:
        sys.exit(f"refused: {refused}")
