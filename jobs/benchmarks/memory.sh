#!/usr/bin/env bash
# Memory outside the heap, in megabytes: of the bare predictor by threads, rows a batch, tokens a batch, length and pool
# size (MiniLM-L6, random adapters from layer 0), of a training by rows a batch, length and adapted layers, a JVM of its own each,
# and of a driver that learns texts and pictures. Heaps are there from the start, so that what is resident besides them is outside.
#
#   jobs/benchmarks/memory.sh [FOLDER]
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmarks/memory}" && cd "${1:-$target/benchmarks/memory}" && pwd)"
touched="-Xms1g -XX:+AlwaysPreTouch"

# threads, rows, tokens, length, slots: the second line is how executors score, each other one changes something.
while read -r settings; do
  # shellcheck disable=SC2086 # words of the variable are separate arguments
  HEAP=1g JAVA_OPTS="$touched" engram_java io.engram.jobs.benchmarks.MemoryBenchmark "$folder" $settings | grep '^{'
done << 'SETTINGS'
1 1 128 128 1
1 64 2048 32 1
2 64 2048 32 1
4 64 2048 32 1
8 64 2048 32 1
1 256 8192 32 1
1 64 2048 128 1
1 64 2048 512 1
4 64 2048 512 1
1 64 2048 32 8
1 64 2048 32 32
SETTINGS

# rows, length, adapted layers.
while read -r settings; do
  # shellcheck disable=SC2086 # words of the variable are separate arguments
  HEAP=1g JAVA_OPTS="$touched" engram_java io.engram.jobs.benchmarks.TrainingMemoryBenchmark "$folder/backbone" $settings | grep '^{'
done << 'SETTINGS'
32 32 3
8 128 3
32 128 3
32 128 6
32 512 3
SETTINGS

# A driver that learns two tasks into one slot and scores them, Spark and its executor's threads in the same JVM.
learn() {
  local name="$1" largest
  shift
  rm -rf "$folder/lake"
  largest="$(ENGRAM_DRIVER_MEMORY=1g ENGRAM_JAVA_OPTS="$touched" ENGRAM_MASTER=local[2] peak_kilobytes "$folder/learn.log" \
    "$root/jobs/bin/engram" quickstart --lake "$folder/lake" --tasks 2 --pool-size 1 "$@")"
  echo "{\"learn\": \"$name\", \"outsideHeapMegabytes\": $((largest / 1024 - 1024))}"
}
learn "texts, MiniLM-L6, local[2]" --rows-per-class 40
learn "texts, MiniLM-L6, local[2], five times the rows" --rows-per-class 200
learn "pictures, the program's ViT, local[2]" --images
