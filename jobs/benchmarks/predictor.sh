#!/usr/bin/env bash
# Scores the same short texts with Engram's TaskPredictor and with the Python peer (transformers +
# adapters), one after the other, alternating, and prints medians and their ratio.
#
#   jobs/benchmarks/predictor.sh [ROWS=4000] [THREADS=2] [ROUNDS=3] [FROM_LAYER=0]
#
# Needs JDK 17, Maven and Python 3. PEER_PYTHON names an interpreter that has torch, transformers,
# adapters and tokenizers; without it a virtual environment is made under jobs/target.
set -euo pipefail
cd "$(dirname "$0")/../.."

rows=${1:-4000} threads=${2:-2} rounds=${3:-3} from_layer=${4:-0}
work=jobs/target/benchmarks/predictor
mkdir -p "$work"

python=${PEER_PYTHON:-}
if [ -z "$python" ]; then
  venv=jobs/target/benchmarks/venv
  python=$venv/bin/python
  if [ ! -e "$venv/ready" ]; then
    python3 -m venv "$venv"
    "$python" -m pip install --quiet torch transformers==4.57.6 adapters==1.3.0 tokenizers safetensors
    touch "$venv/ready"
  fi
fi

# shellcheck source=java.sh
source jobs/benchmarks/java.sh
engram() { HEAP=1g engram_java io.engram.jobs.benchmarks.PredictorBenchmark "$@"; }
engram prepare "$work" "$rows" >&2

results=$work/results.jsonl
: >"$results"
for _ in $(seq "$rounds"); do
  engram run "$work" "$threads" "$from_layer" | grep '^{' | tee -a "$results"
  "$python" jobs/benchmarks/peer_predict.py "$work" "$threads" 2>"$work/peer.log" | tee -a "$results"
done
"$python" jobs/benchmarks/medians.py engram peer <"$results"
