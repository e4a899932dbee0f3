package io.engram.jobs.verb;

import io.engram.consolidation.gate.GateRules;
import io.engram.jobs.JobException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** When a version becomes production. */
final class GateOptions {
  @ArgGroup(validate = false, heading = "%nGate:%n", order = 70)
  private Gate gate = new Gate();

  static final class Gate {
    @Option(
        names = "--min-accuracy",
        paramLabel = "SHARE",
        description =
            "test accuracy that every task new to production has to reach, from 0 to 1; no floor if not given")
    private Double minAccuracy;

    @Option(
        names = "--max-forgetting",
        paramLabel = "SHARE",
        description =
            "accuracy that any older task may lose against production, from 0 to 1 (0.02: two points); no ceiling"
                + " if not given")
    private Double maxForgetting;

    @Option(
        names = "--promote",
        negatable = true,
        fallbackValue = "true",
        description =
            "make a version that keeps the rules production, or do not; if not given: when a rule is given")
    private Boolean promote;
  }

  /**
   * @throws JobException with one line a problem
   */
  GateRules rules() {
    List<String> problems = new ArrayList<>();
    share(problems, "--min-accuracy", gate.minAccuracy);
    share(problems, "--max-forgetting", gate.maxForgetting);
    if (!problems.isEmpty()) {
      throw JobException.usage(String.join("\n", problems));
    }
    boolean ruled = gate.minAccuracy != null || gate.maxForgetting != null;
    return new GateRules(
        gate.minAccuracy, gate.maxForgetting, gate.promote == null ? ruled : gate.promote);
  }

  private static void share(List<String> problems, String option, Double value) {
    if (value != null && !GateRules.isShare(value)) {
      problems.add(option + " must be between 0 and 1 (0.8 is 80 %), got " + value);
    }
  }
}
