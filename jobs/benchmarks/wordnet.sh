#!/usr/bin/env bash
# Accuracy and forgetting on the 21 WordNet tasks, strategy by strategy, through the learner of `engram learn`.
#
#   jobs/benchmarks/wordnet.sh [FOLDER] [RUN]...   RUN: strategy[:K[:transferability[:reservoir rows[:precision]]]],
#                                                  precision of cached features: float32, float16
#
# FOLDER keeps the tasks, features and models: running again goes on where it was. Variables: TASKS (21), MASTER.
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmark-wordnet}" && cd "${1:-$target/benchmark-wordnet}" && pwd)"
[[ $# -gt 0 ]] && shift
[[ $# -gt 0 ]] || set -- head-only adapters ada:2 ada:1

engram_java io.engram.jobs.benchmarks.WordNetExperiment "$folder" "$target/data/wordnet-3.1.jar" \
  "$target/data/all-minilm-l6-v2.jar" "${TASKS:-21}" "$@"
