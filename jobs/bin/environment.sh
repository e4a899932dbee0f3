# shellcheck shell=bash
# Sourced by what starts the program's JVM, with $root set: the environment that executors get (conf/spark-defaults.conf);
# what the user has set goes first.
while read -r name value; do
  [[ -n "${!name:-}" ]] || export "$name=$value"
done < <(sed -n 's/^spark\.executorEnv\.//p' "$root/conf/spark-defaults.conf")
unset name value
