#!/usr/bin/env bash
# Makes the image encoder that the program brings itself (quickdraw-vit): about 20 minutes on one core.
#
#   jobs/benchmarks/quickdraw-vit.sh LAKE OUTPUT
#
# LAKE is where the sketches are written to, OUTPUT the folder to make. What comes out is what lies in
# transformers/src/main/resources/io/engram/transformers/backbone/quickdraw-vit; its README.md is the model card.
set -euo pipefail

lake="${1:?give a folder for the sketches}"
output="${2:?give the folder to make}"
engram="$(dirname "${BASH_SOURCE[0]}")/../bin/engram"

"$engram" data quickdraw --lake "$lake"
"$engram" backbone pretrain --input "$lake/pretrain/quickdraw" --image-col image --key-cols key --output "$output" \
  --epochs 40 --licence "CC BY 4.0" \
  --attribution "Drawings: Google's Quick, Draw! (https://quickdraw.withgoogle.com/data)"
