package io.engram.consolidation.strategy;

import io.engram.consolidation.task.SettingRefusedException;
import io.engram.consolidation.transferability.TransferabilityMethod;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Options of {@link AdaStrategy} beyond the paper; by default all are off.
 *
 * @param warmStart whether a task's adapter goes on from the slot that the score picks
 * @param oldWeight what the mean loss of kept rows of that slot's tasks counts against that of the
 *     new rows while the adapter is trained; 0: they are not trained on
 * @param learntShare share of that adapter in what is taught about these tasks when it and the slot
 *     become one, 0 to 1; 0 without rows of them
 */
record AdaOptions(boolean warmStart, double oldWeight, double learntShare) {
  private static final String WARM_START = "warm-start";
  private static final String OLD_WEIGHT = ReplayStrategy.OLD_WEIGHT;
  static final String LEARNT_SHARE = "learnt-share";

  static SortedMap<String, Double> defaults() {
    return new TreeMap<>(Map.of(WARM_START, 0.0, OLD_WEIGHT, 0.0, LEARNT_SHARE, 0.0));
  }

  /**
   * @throws SettingRefusedException when a value is out of its range, or wants another one
   */
  static AdaOptions of(LearnerSettings settings) {
    double warm = settings.option(WARM_START, 0);
    if (warm != 0 && warm != 1) {
      throw refused(settings, WARM_START, "is 0 or 1, got " + warm);
    }
    double weight = settings.option(OLD_WEIGHT, 0);
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw refused(settings, OLD_WEIGHT, "is a number of 0 or more, got " + weight);
    }
    if (weight > 0 && settings.reservoirRows() == 0) {
      throw refused(
          settings,
          OLD_WEIGHT,
          "trains on kept rows of old tasks, and reservoir-rows 0 keeps none");
    }
    double share = settings.option(LEARNT_SHARE, 0);
    if (!(share >= 0 && share <= 1)) {
      throw refused(settings, LEARNT_SHARE, "is 0 to 1, got " + share);
    }
    if (weight == 0 && share > 0) {
      throw refused(
          settings,
          LEARNT_SHARE,
          "has a task's adapter teach what it says of its slot's tasks, and one that was not trained on"
              + " rows of them knows nothing of them: give "
              + OLD_WEIGHT
              + "=1 too");
    }
    boolean starts = warm == 1 || weight > 0;
    if (starts && settings.transferability().equals(TransferabilityMethod.ORACLE.shortName())) {
      throw refused(
          settings,
          warm == 1 ? WARM_START : OLD_WEIGHT,
          "wants a slot before the adapter is trained, and transferability oracle tries the"
              + " trained adapter in every slot: choose another score, or leave the option out");
    }
    return new AdaOptions(starts, weight, share);
  }

  /**
   * Whether old rows are kept with their classes. Looks at no other option: a version that is read
   * is not judged.
   */
  static boolean wantsLabels(LearnerSettings settings) {
    return settings.option(OLD_WEIGHT, 0) != 0;
  }

  boolean rehearses() {
    return oldWeight > 0;
  }

  private static SettingRefusedException refused(
      LearnerSettings settings, String option, String why) {
    return new SettingRefusedException(
        "option " + option + " of strategy " + settings.strategy() + " " + why);
  }
}
