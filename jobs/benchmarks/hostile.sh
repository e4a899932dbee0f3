#!/usr/bin/env bash
# Heap that 300 hostile and odd pictures cost a table of photographs of 12 megapixels: finds the smallest heap in which `transform`
# scores these alone (to 2 %), then scores them with the hostile files of the tests among them in a heap that is a tenth larger. Every
# outcome is compared: a refused picture is a row with an error, every other one is predicted. Both as the bytes that `binaryFile`
# gives and as addresses. Ends with 1 where the larger heap does not do.
#
#   jobs/benchmarks/hostile.sh [PHOTOGRAPHS=20]
#
# The largest of the odd files has 6.5 MB, as a photograph may have. The encoder (a ViT of the size of DeiT-tiny) is outside the heap.
# Needs JDK 17 and Maven.
set -euo pipefail

# shellcheck source=java.sh
source "$(dirname "${BASH_SOURCE[0]}")/java.sh"
photographs="${1:-20}"
folder="$target/benchmarks/hostile"
tests="$root/transformers/target/engram-transformers-0.1.0-SNAPSHOT-tests.jar"
mkdir -p "$folder"

HEAP=2g engram_java io.engram.jobs.benchmarks.ImageBenchmark prepare "$folder" 8 tiny >&2
engram_java io.engram.jobs.benchmarks.BenchmarkPictures "$folder/photographs" "$photographs" 4000 3000
rm -rf "$folder/hostile"
java -Xmx1g -cp "$tests:$thin:$(< "$target/classpath.txt")" io.engram.transformers.image.HostileImages "$folder/hostile"

# Spark is told of more memory than there is: it would not start in a small heap, and keeps nothing here. A heap that is nearly
# too small collects all the time: that, or five minutes, is as good as none.
export -f engram_java
export root target thin
scores() { # MEGABYTES SOURCE FOLDER...: whether that much heap does
  local heap="$1" source="$2"
  shift 2
  HEAP="${heap}m" MASTER="local[1]" \
    JAVA_OPTS="-XX:+UseParallelGC -XX:GCTimeLimit=80 -XX:GCHeapFreeLimit=10 -XX:+ExitOnOutOfMemoryError -Dspark.testing.memory=1073741824" timeout 300 \
    bash -c 'engram_java io.engram.jobs.benchmarks.ImageBenchmark outcomes "$@"' _ "$folder" "$source" "$@" \
    > "$folder/outcomes.log" 2>&1
}

smallest() { # SOURCE FOLDER
  local low=64 high=512 middle
  scores "$high" "$@" || return 1
  while ((high - low > high / 50)); do
    middle=$(((low + high) / 2))
    if scores "$middle" "$@"; then high=$middle; else low=$middle; fi
  done
  echo "$high"
}

worst=0
for source in binaryFile addresses; do
  clean="$(smallest "$source" "$folder/photographs")" || { tail -n 20 "$folder/outcomes.log" >&2; exit 1; }
  larger=$((clean + clean / 10)) enough=true
  scores "$larger" "$source" "$folder/photographs" "$folder/hostile" || enough=false worst=1
  printf '{"source": "%s", "cleanMegabytes": %d, "hostileMegabytes": %d, "enough": %s}\n' "$source" "$clean" "$larger" "$enough"
done
exit "$worst"
