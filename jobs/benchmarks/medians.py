"""Reads the JSON lines of a side-by-side benchmark; prints the medians of each side and the ratio of two of them.

Usage: medians.py OURS THEIRS

Rows a processor second say more than rows a second where other programs run on the machine.
"""

import json
import statistics
import sys

runs = {}
for line in sys.stdin:
    if line.startswith("{"):
        run = json.loads(line)
        runs.setdefault(run["side"], []).append(run)
medians = {}
for side, values in runs.items():
    wall = [run["rowsPerSecond"] for run in values]
    processor = [run["rows"] / run["processorSeconds"] for run in values]
    medians[side] = statistics.median(wall), statistics.median(processor)
    print(f"{side}: median {medians[side][0]:.0f} rows/s of {[round(v) for v in wall]}, "
          f"{medians[side][1]:.0f} rows a processor second")
wall, processor = (ours / peers for ours, peers in zip(medians[sys.argv[1]], medians[sys.argv[2]]))
print(f"ratio {sys.argv[1]} / {sys.argv[2]}: {wall:.2f} by wall clock, {processor:.2f} by processor time")
