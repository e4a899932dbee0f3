#!/usr/bin/env bash
# Training rows a second, side by side on this machine: ours from cached features, the Python library `adapters` on
# the whole model, and a plain torch loop that caches the same layers. Same rows, same backbone, alternating.
#
#   jobs/benchmarks/training.sh [FOLDER]      FOLDER keeps the backbone, the rows and the Python environment
#
# Variables: THREADS (default 2), REPETITIONS (3), EPOCHS (3, the first warms up), PYTHON (python3, to make the
# environment with), PEER_PYTHON (an interpreter that has torch, transformers, adapters and safetensors already).
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
# shellcheck source=java.sh
source "$here/java.sh"
folder="$(mkdir -p "${1:-$target/benchmark-training}" && cd "${1:-$target/benchmark-training}" && pwd)"
threads="${THREADS:-2}" repetitions="${REPETITIONS:-3}" epochs="${EPOCHS:-3}"
ours() { engram_java io.engram.jobs.benchmarks.TrainingBenchmark "$@"; }

if [[ -z "${PEER_PYTHON:-}" ]]; then
  PEER_PYTHON="$folder/venv/bin/python"
  if [[ ! -e "$folder/venv/ready" ]]; then
    echo "Making the Python environment ..." >&2
    "${PYTHON:-python3}" -m venv "$folder/venv"
    "$PEER_PYTHON" -m pip install -q torch transformers==4.57.6 adapters==1.3.0 safetensors
    touch "$folder/venv/ready"
  fi
fi
peer() { "$PEER_PYTHON" -W ignore "$here/peer_train.py" "$folder" "$threads" "$epochs" "$1" 2> /dev/null; }

ours prepare "$folder"
results="$folder/results.jsonl"
: > "$results"
export OMP_NUM_THREADS="$threads"
for ((repetition = 1; repetition <= repetitions; repetition++)); do
  for side in ours library cached; do
    echo "repetition $repetition of $repetitions: $side ..." >&2
    if [[ $side == ours ]]; then
      ours run "$folder" "$threads" "$epochs" | tail -n 1 | tee -a "$results"
    else
      peer "$side" | tail -n 1 | tee -a "$results"
    fi
  done
done

"$PEER_PYTHON" - "$results" <<'PYTHON'
import json, statistics, sys
sides = {}
for line in open(sys.argv[1]):
    result = json.loads(line)
    sides.setdefault(result["side"], []).append(result)
median = lambda side, key: statistics.median(result[key] for result in sides[side])
for side in sides:
    print(f"{side:8} {median(side, 'rowsPerSecond'):8.1f} rows/s   {median(side, 'cpuMillisPerRow'):7.3f} ms CPU a row")
for side in ("library", "cached"):
    print(f"engram / {side}: {median('engram', 'rowsPerSecond') / median(side, 'rowsPerSecond'):.2f} by rows a second, "
          f"{median(side, 'cpuMillisPerRow') / median('engram', 'cpuMillisPerRow'):.2f} by CPU time")
PYTHON
