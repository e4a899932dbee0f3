#!/usr/bin/env bash
# Classifies the same JPEG files with the same random ViT three ways, alternating: by the Python peer (transformers' image
# processor on PIL, ViTModel), by Engram's TaskPredictor, and by `transform` in local mode. Prints medians, and the ratios
# that count: predictor to peer, `transform` to peer, `transform` to predictor.
#
#   jobs/benchmarks/images.sh [ROWS=1000] [SIZE=tiny] [ROUNDS=3] [THREADS=2]
#
# SIZE is that of the published ViTs: tiny, small or base. Needs JDK 17, Maven and Python 3. PEER_PYTHON names an
# interpreter that has torch, transformers and pillow; without it a virtual environment is made under jobs/target.
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
rows="${1:-1000}" size="${2:-tiny}" rounds="${3:-3}" threads="${4:-2}"
folder="$target/benchmarks/images/$size-$rows"
mkdir -p "$folder"

python="${PEER_PYTHON:-}"
if [[ -z "$python" ]]; then
  venv="$target/benchmarks/venv-images"
  python="$venv/bin/python"
  if [[ ! -e "$venv/ready" ]]; then
    python3 -m venv "$venv"
    "$python" -m pip install --quiet torch transformers==4.57.6 pillow safetensors
    touch "$venv/ready"
  fi
fi

measure() { HEAP=2g MASTER="local[$threads]" engram_java io.engram.jobs.benchmarks.ImageBenchmark "$@"; }
measure prepare "$folder" "$rows" "$size" >&2
results="$folder/results.jsonl"
: > "$results"
for _ in $(seq "$rounds"); do
  "$python" "$root/jobs/benchmarks/peer_images.py" "$folder" "$threads" 2> "$folder/peer.log" | tee -a "$results"
  measure bare "$folder" "$threads" | grep '^{' | tee -a "$results"
  measure transform "$folder" | grep '^{' | tee -a "$results"
done
for pair in "bare peer" "engram peer" "engram bare"; do
  # shellcheck disable=SC2086 # two words
  python3 "$root/jobs/benchmarks/medians.py" $pair < "$results" | if [[ "$pair" == "bare peer" ]]; then cat; else tail -n 1; fi
done
