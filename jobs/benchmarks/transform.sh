#!/usr/bin/env bash
# What Spark costs on top of the bare predictor: distinct texts of two tasks, scored through `transform` in local mode
# and by TaskPredictor, alternating, each in a JVM of its own with a heap of 1 GB that is there from the start, as an
# executor should have it: what grows afterwards is outside the heap. Prints rows a second, their ratio, and how far
# the resident size grew after the first fifth.
#
#   jobs/benchmarks/transform.sh [FOLDER] [ROWS=200000] [ROUNDS=3] [THREADS=2]
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmark-transform}" && cd "${1:-$target/benchmark-transform}" && pwd)"
rows="${2:-200000}" rounds="${3:-3}" threads="${4:-2}"
measure() {
  HEAP=1g MASTER="local[$threads]" JAVA_OPTS="-Xms1g -XX:+AlwaysPreTouch ${JAVA_OPTS:-}" \
    engram_java io.engram.jobs.benchmarks.TransformBenchmark "$@"
}

measure prepare "$folder" "$rows" "$target/data/wordnet-3.1.jar" "$target/data/all-minilm-l6-v2.jar" >&2
results="$folder/results.jsonl"
: > "$results"
for _ in $(seq "$rounds"); do
  measure transform "$folder" | grep '^{' | tee -a "$results"
  measure bare "$folder" "$threads" | grep '^{' | tee -a "$results"
done
python3 "$root/jobs/benchmarks/medians.py" engram bare < "$results"
