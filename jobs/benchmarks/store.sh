#!/usr/bin/env bash
# What the store promises, counted in full: writers frozen and killed, loads beside publishers, lost replies, learnings
# killed and taken up again, the same batch twice, mutations, hostile models, planted secrets, random histories, and a watch
# that is killed. About two hours; the build runs a short form of each.
#
#   jobs/benchmarks/store.sh [TEST]...
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

tests=("$@")
((${#tests[@]})) || tests=(FrozenWriterTest PublishRaceTest S3aLostReplyTest LocalModelStoreTest HdfsModelStoreTest
  S3aModelStoreTest KilledLearningTest LearnAtOnceTest LearnInTwoProcessesTest MutationTest HostileModelTest
  SecretsTest RandomHistoryTest KilledWatchTest)
for test in "${tests[@]}"; do
  module="$(find transformers adapters consolidation jobs -path '*/src/test/java/*' -name "$test.java" | cut -d/ -f1)"
  [[ -n "$module" ]] || { echo "there is no test $test" >&2; exit 2; }
  start=$SECONDS
  mvn -q -B -pl "$module" -am test -Dengram.soak=1 -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest="$test"
  echo "$test: passed in $((SECONDS - start)) s"
done
