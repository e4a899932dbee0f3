"""Reads the JSON lines of a side-by-side benchmark; prints each side's median and their ratio."""

import json
import statistics
import sys

runs = {}
for line in sys.stdin:
    if line.startswith("{"):
        run = json.loads(line)
        runs.setdefault(run["side"], []).append(run["rowsPerSecond"])
medians = {side: statistics.median(values) for side, values in runs.items()}
for side, values in runs.items():
    print(f"{side}: median {medians[side]:.0f} rows/s of {[round(v) for v in values]}")
print(f"ratio engram / peer: {medians['engram'] / medians['peer']:.2f}")
