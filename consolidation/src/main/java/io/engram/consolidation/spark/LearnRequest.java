package io.engram.consolidation.spark;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.SettingRefusedException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One task to learn into a model of the lake.
 *
 * @param model root of the model; made when there is none
 * @param rows where the task's rows are
 * @param backbone name or URI; needed for the first task, later it must be the same if it is given
 * @param settings what the user asked for; the rest comes from the model's last version, then from
 *     the defaults
 * @param replace learn a task again that was learnt from other data
 * @param unlabelled inputs to distil on besides the task's own: columns row_key, text, pair, label
 *     (null) and split (train)
 * @param gate what a version has to reach to become production
 * @param schedulerRun id of the scheduler's run, recorded only
 */
public record LearnRequest(
    URI model,
    TaskRequest rows,
    Optional<String> backbone,
    SettingsChoice settings,
    boolean replace,
    Optional<Dataset<Row>> unlabelled,
    GateRules gate,
    Optional<String> schedulerRun) {

  public LearnRequest {
    if (rows.task().value().equals(ScoringStage.AUTO)) {
      throw new SettingRefusedException(
          "a task cannot be called '"
              + ScoringStage.AUTO
              + "': scoring takes that for finding the task of each row; give it another name");
    }
  }

  /** The same, with more options of its table. */
  public LearnRequest withOptions(Map<String, String> more) {
    Map<String, String> options = new TreeMap<>(rows.options());
    options.putAll(more);
    TaskRequest table =
        new TaskRequest(
            rows.task(),
            rows.uri(),
            rows.format(),
            options,
            rows.columns(),
            rows.splits(),
            rows.pictures());
    return new LearnRequest(
        model, table, backbone, settings, replace, unlabelled, gate, schedulerRun);
  }
}
