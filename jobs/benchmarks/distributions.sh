#!/usr/bin/env bash
# Tries the assembly jar on Spark distributions of other versions than the one it is built against: learns, scores and
# evaluates a small task in local mode with each, learns one that arrives, scores a stream, and says which of it worked.
#
#   jobs/benchmarks/distributions.sh VERSION...        for example 4.1.0 4.1.4 4.3.0
#
# Needs JDK 17, Maven and Python 3. A distribution is PyPI's pyspark of that version, in a virtual environment under
# jobs/target/distributions (about 500 MB each), which stays. Ends with 1 when anything failed; logs lie beside the
# environments.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# -gt 0 ] || { sed -n '2,10s/^# \?//p' "$0" >&2; exit 2; }
work=$PWD/jobs/target/distributions
mkdir -p "$work"

# Two languages, told apart by every word.
table=$work/tickets.csv
{
  echo "text,label"
  for i in $(seq 24); do
    echo "the printer does not work and this is case $i,english"
    echo "der Drucker geht nicht und das ist Fall $i,german"
  done
} >"$table"

status=0
for version in "$@"; do
  venv=$work/pyspark-$version
  if [ ! -e "$venv/installed" ]; then
    echo "installing pyspark $version" >&2
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "pyspark==$version"
    touch "$venv/installed"
  fi
  SPARK_HOME=$("$venv/bin/python" -c 'import importlib.util as u; print(u.find_spec("pyspark").submodule_search_locations[0])')
  export SPARK_HOME
  lake=$work/lake-$version log=$work/$version.log
  rm -rf "$lake"
  : >"$log"
  try() {
    local verb=$1
    shift
    if ENGRAM_MASTER=local[2] jobs/bin/engram "$@" --model "$lake/model" --json >"$work/out" 2>>"$log"; then
      echo "$version $verb works$(sed -n 's/.*"accuracy":\([0-9.]*\).*/, accuracy \1/p' "$work/out")"
    else
      echo "$version $verb FAILS, exit code $?: $(grep -m 1 -E '^engram: |^(Exception|Caused by|Error)|ERROR' "$log" || tail -n 1 "$log")"
      status=1
    fi
  }
  input=(--input "$table" --format csv --option header=true)
  try import backbone import --source jobs/target/data/all-minilm-l6-v2.jar --name minilm
  try learn learn --task language "${input[@]}"
  try score score --task language "${input[@]}" --output "$lake/scored"
  try evaluate evaluate --task language "${input[@]}"
  mkdir -p "$lake/tasks/arrived" "$lake/incoming"
  cp "$table" "$lake/tasks/arrived/" && touch "$lake/tasks/arrived/_SUCCESS"
  cp "$table" "$lake/incoming/"
  try watch watch --lake "$lake" --once --format csv --option header=true
  try stream score --stream --once --task arrived --input "$lake/incoming" --format csv --option header=true \
    --schema "text STRING, label STRING" --output "$lake/streamed"
done
exit $status
