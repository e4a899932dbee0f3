package io.engram.jobs.report.benchmark;

import java.util.List;

/**
 * How a made-up method behaves.
 *
 * @param name of the method
 * @param complexity rank
 * @param slots adapters it keeps; 0 for none, {@link Integer#MAX_VALUE} for one a task
 * @param gain what an adapter adds to the accuracy of frozen features
 * @param forgets share of accuracy an earlier task loses when another is learnt into its slot
 * @param scored whether slots are chosen by a score
 * @param router whether it finds the task of a row
 * @param tuned whether a setting was chosen
 */
record SampleMethod(
    String name,
    int complexity,
    int slots,
    double gain,
    double forgets,
    boolean scored,
    boolean router,
    boolean tuned) {

  static final List<SampleMethod> ALL =
      List.of(
          new SampleMethod("nearest-mean", 0, 0, -0.05, 0, false, true, false),
          new SampleMethod("lda", 1, 0, -0.006, 0, false, true, true),
          new SampleMethod("head-only", 2, 0, 0, 0, false, false, true),
          new SampleMethod("adapters", 5, Integer.MAX_VALUE, 0.03, 0, false, false, true),
          new SampleMethod("finetune", 3, 1, 0.028, 0.004, false, false, true),
          new SampleMethod("ewc", 4, 1, 0.02, 0.002, false, false, true),
          new SampleMethod("replay", 4, 1, 0.018, 0.0015, false, false, true),
          new SampleMethod("ada-k1", 6, 1, 0.024, 0.0008, false, true, true),
          new SampleMethod("ada-k2", 7, 2, 0.026, 0.0008, true, true, true),
          new SampleMethod("ada-k4", 7, 4, 0.028, 0.0007, true, true, true),
          new SampleMethod("ada-k8", 7, 8, 0.03, 0.0006, true, true, true));
}
