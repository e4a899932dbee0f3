#!/usr/bin/env bash
# What learn takes for a task that was learnt before, from the moment the Spark session is there: in a model of three
# WordNet tasks, then in the same model with many versions. Each in a fresh JVM.
#
#   jobs/benchmarks/unchanged.sh [FOLDER] [VERSIONS=500] [REPETITIONS=3]
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmark-unchanged}" && cd "${1:-$target/benchmark-unchanged}" && pwd)"
model="$folder/models/unchanged"
tasks=(animal plant person)

engram() { engram_java io.engram.jobs.Main "$@" > "$folder/engram.log" 2>&1 || { cat "$folder/engram.log"; exit 1; }; }
arguments() { learn=(learn --model "$model" --task "$1" --input "$folder/tasks/$1" --key-cols key --pool-size 2); }
again() {
  local _
  arguments "${tasks[0]}"
  for _ in $(seq "${1:-3}"); do
    engram_java io.engram.jobs.benchmarks.UnchangedBenchmark again "${learn[@]}" 2> "$folder/again.log"
  done
}

if [[ ! -e "$model/engram.json" ]]; then
  engram data wordnet --lake "$folder" --wordnet "$target/data/wordnet-3.1.jar"
  engram backbone import --model "$model" --source "$target/data/all-minilm-l6-v2.jar" --name minilm
fi
for task in "${tasks[@]}"; do
  arguments "$task"
  engram "${learn[@]}"
done
echo "$(ls "$model/log" | wc -l) versions:"
again "${3:-3}"
engram_java io.engram.jobs.benchmarks.UnchangedBenchmark fill "$model" "${2:-500}"
again "${3:-3}"
