# shellcheck shell=bash
# Sourced by the benchmarks: builds Engram if it is not built; then `engram_java CLASS [ARGUMENT]...` runs one of its
# classes as the launcher would. Variables: HEAP (default 3g), MASTER (local[2]), JAVA_OPTS.
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)"
target="$root/jobs/target"
thin="$target/engram-jobs-0.1.0-SNAPSHOT.jar"
if [[ ! -e "$thin" || ! -e "$target/classpath.txt" || ! -e "$target/classpath-natives.txt" ]]; then
  echo "Building Engram ..." >&2
  (cd "$root" && mvn -q -B -DskipTests -Dspotless.check.skip -Dassembly.skip=true package) >&2
fi

# shellcheck source=../bin/environment.sh
source "$root/jobs/bin/environment.sh"

engram_java() {
  local opens=() package
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
    opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  # shellcheck disable=SC2086 # words of the variable are separate options
  java "-Xmx${HEAP:-3g}" "${opens[@]}" -Dai.djl.offline=true \
    -Dspark.master="${MASTER:-local[2]}" -Dspark.ui.enabled=false \
    -Dlog4j2.configurationFile="$root/conf/log4j2.properties" ${JAVA_OPTS:-} \
    -cp "$thin:$(< "$target/classpath.txt"):$(< "$target/classpath-natives.txt")" "$@"
}

# peak_kilobytes LOG COMMAND [ARGUMENT]...: runs a program with its output in a log and prints the most kilobytes that were
# resident in its process; where it fails, the end of the log.
peak_kilobytes() {
  local log="$1" largest=0 now pid
  shift
  "$@" > "$log" 2>&1 &
  pid=$!
  while now="$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2> /dev/null)" && [[ -n "$now" ]]; do
    largest=$now
    sleep 0.2
  done
  wait "$pid" || { tail -n 5 "$log" >&2; return 1; }
  echo "$largest"
}
