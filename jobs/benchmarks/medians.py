"""Reads the JSON lines of a side-by-side benchmark; prints each side's medians and their ratios.

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
wall, processor = (ours / peers for ours, peers in zip(medians["engram"], medians["peer"]))
print(f"ratio engram / peer: {wall:.2f} by wall clock, {processor:.2f} by processor time")
