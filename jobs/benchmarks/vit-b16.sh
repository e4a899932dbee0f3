#!/usr/bin/env bash
# A user's own ViT-B/16 folder at full size (86 million parameters, random weights), from import to scores: two tasks of two
# folders of JPEG files each are learnt into one slot, then a table is scored. Prints seconds and the most memory resident in
# each step's JVM, heap and engine together.
#
#   jobs/benchmarks/vit-b16.sh [FOLDER] [PICTURES=20]
#
# PICTURES are in each of the four classes; what is learnt from random weights is of no use, what it costs is.
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
folder="$(mkdir -p "${1:-$target/benchmarks/vit-b16}" && cd "${1:-$target/benchmarks/vit-b16}" && pwd)"
pictures="${2:-20}" lake="$folder/lake"
rm -rf "$lake"
mkdir -p "$lake"

if [[ ! -e "$folder/encoder/model.safetensors" ]]; then
  HEAP=3g engram_java io.engram.jobs.benchmarks.RandomVit "$folder/encoder" base 0
fi
engram_java io.engram.jobs.benchmarks.BenchmarkPictures "$folder/pictures" $((4 * pictures))
files=("$folder"/pictures/*)
place=0
for class in first/a first/b second/c second/d; do
  mkdir -p "$lake/tasks/$class"
  cp "${files[@]:$place:$pictures}" "$lake/tasks/$class/"
  place=$((place + pictures))
done

# step NAME WORD...: runs a verb of the program and watches its memory.
step() {
  local name="$1" largest start=$SECONDS
  shift
  largest="$(ENGRAM_DRIVER_MEMORY=1g ENGRAM_MASTER=local[2] peak_kilobytes "$folder/$name.log" "$root/jobs/bin/engram" "$@")"
  printf '{"step": "%s", "seconds": %d, "peakMegabytes": %d}\n' "$name" $((SECONDS - start)) $((largest / 1024))
}
step import backbone import --model "$lake/model" --source "$folder/encoder" --name vit-b16
for task in first second; do
  step "learn-$task" learn --model "$lake/model" --task "$task" --input "$lake/tasks/$task" --format image-folder \
    --image-col image --key-cols key --backbone vit-b16 --pool-size 1 --epochs 1
done
step score score --model "$lake/model" --task second --input "$folder/pictures" --format binaryFile --image-col content \
  --key-cols path --output "$lake/scored"
