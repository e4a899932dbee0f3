#!/usr/bin/env bash
# Accuracy and forgetting on the 21 WordNet tasks, strategy by strategy, through the learner of `engram learn`.
#
#   jobs/benchmarks/wordnet.sh [FOLDER] [RUN]...   RUN: strategy[:K[:transferability[:reservoir rows]]]
#
# FOLDER keeps the tasks, features and models: running again goes on where it was. Variables: TASKS (21), MASTER.
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
root="$(cd "$here/../.." && pwd)"
target="$root/jobs/target"
folder="$(mkdir -p "${1:-$target/benchmark-wordnet}" && cd "${1:-$target/benchmark-wordnet}" && pwd)"
[[ $# -gt 0 ]] && shift
[[ $# -gt 0 ]] || set -- head-only adapters ada:2 ada:1

thin="$target/engram-jobs-0.1.0-SNAPSHOT.jar"
if [[ ! -e "$thin" || ! -e "$target/classpath.txt" || ! -e "$target/classpath-natives.txt" ]]; then
  echo "Building Engram ..." >&2
  (cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip -Dassembly.skip=true package)
fi
opens=()
for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
  opens+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
done
for package in nio.ch nio.cs security.action util.calendar; do
  opens+=("--add-opens=java.base/sun.$package=ALL-UNNAMED")
done
exec java -Xmx3g "${opens[@]}" -Dai.djl.offline=true -Dspark.master="${MASTER:-local[2]}" \
  -Dlog4j2.configurationFile="$root/conf/log4j2.properties" \
  -cp "$thin:$(< "$target/classpath.txt"):$(< "$target/classpath-natives.txt")" \
  io.engram.jobs.benchmarks.WordNetExperiment "$folder" "$target/data/wordnet-3.1.jar" \
  "$target/data/all-minilm-l6-v2.jar" "${TASKS:-21}" "$@"
