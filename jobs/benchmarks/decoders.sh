#!/usr/bin/env bash
# Scores the same JPEG files with the same random ViT by `transform` in local mode, with 1, 2 and 3 threads that decode for each
# Spark task (--image-threads), alternating. Prints medians, and what 2 and 3 are against 1.
#
#   jobs/benchmarks/decoders.sh [ROWS=1000] [SIZE=tiny] [ROUNDS=3] [THREADS=2]
#
# SIZE is that of the published ViTs: tiny, small or base; THREADS are Spark tasks side by side. Needs JDK 17, Maven and Python 3.
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
rows="${1:-1000}" size="${2:-tiny}" rounds="${3:-3}" threads="${4:-2}"
folder="$target/benchmarks/images/$size-$rows"
mkdir -p "$folder"

measure() { HEAP=2g MASTER="local[$threads]" engram_java io.engram.jobs.benchmarks.ImageBenchmark "$@"; }
measure prepare "$folder" "$rows" "$size" >&2
results="$folder/decoders.jsonl"
: > "$results"
for _ in $(seq "$rounds"); do
  for decoders in 1 2 3; do
    measure decoders "$folder" "$decoders" | grep '^{' | tee -a "$results"
  done
done
python3 "$root/jobs/benchmarks/medians.py" decoders-2 decoders-1 < "$results"
python3 "$root/jobs/benchmarks/medians.py" decoders-3 decoders-1 < "$results" | tail -n 1
