"""Metrics of a small multi-label table as scikit-learn computes them.

    pip install scikit-learn==1.9.1
    python label_goldens.py > ../resources/golden/labels.json

Scores are rounded so that some are equal: ties count for average precision.
"""

import json

import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, f1_score

ROWS, LABELS = 60, 4
rng = np.random.default_rng(0)
shares = np.array([0.5, 0.3, 0.1, 0.05])
present = rng.random((ROWS, LABELS)) < shares
present[0] = True
scores = np.round(np.clip(0.35 + 0.3 * present + 0.25 * rng.standard_normal((ROWS, LABELS)), 0, 1), 1)
said = scores > 0.5
print(
    json.dumps(
        {
            "made": f"label_goldens.py with scikit-learn {sklearn.__version__}",
            "present": present.astype(int).tolist(),
            "scores": scores.tolist(),
            "f1": f1_score(present, said, average=None).tolist(),
            "microF1": f1_score(present, said, average="micro"),
            "macroF1": f1_score(present, said, average="macro"),
            "averagePrecision": average_precision_score(present, scores, average=None).tolist(),
            "macroAveragePrecision": average_precision_score(present, scores, average="macro"),
        }
    )
)
