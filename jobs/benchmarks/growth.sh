#!/usr/bin/env bash
# Does learning stay flat? Ten WordNet tasks of the same number of rows and classes, K = 2; prints the seconds each
# task took without evaluation, and what the 10th cost against the 3rd.
#
#   jobs/benchmarks/growth.sh [FOLDER] [REPETITIONS=3]
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmark-growth}" && cd "${1:-$target/benchmark-growth}" && pwd)"
engram_java io.engram.jobs.benchmarks.GrowthBenchmark "$folder" "$target/data/wordnet-3.1.jar" \
  "$target/data/all-minilm-l6-v2.jar" "${2:-3}"
