#!/usr/bin/env bash
# Does scoring stay flat as tasks come? ADA with four adapters and AdapterFusion at 5, 10, 20 and 40 tasks of five
# classes, random weights on MiniLM; prints parameters served, and medians of rows a second, by wall clock and by processor
# time, where the last task is asked and where all tasks are, tokenising included, and the ratios of 40 tasks to 5.
#
#   jobs/benchmarks/flat.sh [FOLDER] [REPETITIONS=3] [THREADS=2] [FIRST LAYER WITH AN ADAPTER=3]
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmark-flat}" && cd "${1:-$target/benchmark-flat}" && pwd)"
engram_java io.engram.jobs.benchmarks.FlatBenchmark "$folder" "$target/data/all-minilm-l6-v2.jar" "${2:-3}" "${3:-2}" "${4:-3}"
