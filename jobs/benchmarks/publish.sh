#!/usr/bin/env bash
# What a publish costs, from finished files to the visible record, on a local disk, HDFS and S3A, beside the bare
# exclusive create; what verifying a version costs. The servers are those of the tests, so it is tests that measure, in
# a JVM that compiles as a long-lived one does.
#
#   jobs/benchmarks/publish.sh
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

mvn -q -B -pl consolidation -am test -Dengram.soak=1 -Dtest.jvm=-XX:+UseSerialGC -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest='PublishCostTest,VerificationCostTest'
grep -hE '^(LOCAL|HDFS|S3A|verify)' consolidation/target/surefire-reports/*CostTest-output.txt
