package io.engram.consolidation.spark;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.AdapterKind;
import io.engram.adapters.training.TrainingConfig;
import io.engram.consolidation.distillation.StudentStart;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.spark.data.TaskRequest;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.runs.RunRecord;
import io.engram.consolidation.strategy.AdapterChoice;
import io.engram.consolidation.strategy.LearnerSettings.IdentityRule;
import io.engram.consolidation.strategy.RouterRule;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.SplitRule;
import io.engram.consolidation.task.TableSource;
import io.engram.consolidation.task.TaskColumns;
import io.engram.consolidation.task.TaskId;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.spark.PictureReading;
import java.net.URI;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A request as a run records it: enough to take the learning up again.
 *
 * @param request options of its table that look like secrets are not recorded; the scheduler's run
 *     is not either
 * @param precision of hidden states on disk
 * @param trainOnExecutor whether trainings run in one executor instead of the driver
 */
public record RecordedLearning(LearnRequest request, Precision precision, boolean trainOnExecutor) {
  private static final String ONCE_MORE =
      "give the command it was started with once more: it goes on where it stood";
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private record Choice(
      String strategy,
      int poolSize,
      String transferability,
      @JsonProperty("placement") AdapterKind adapter,
      int reduction,
      int rank,
      double alpha,
      Integer fromLayer,
      Integer maxLength,
      TrainingConfig training,
      TrainingConfig consolidation,
      StudentStart start,
      int slotWidth,
      boolean trainHeads,
      int reservoirRows,
      IdentityRule identity,
      Long seed,
      SortedMap<String, Double> options,
      RouterRule router) {}

  private record Fields(
      String task,
      TableSource source,
      TaskColumns columns,
      SplitRule splits,
      PictureReading pictures,
      String backbone,
      Choice settings,
      boolean replace,
      boolean unlabelled,
      GateRules gate,
      Precision precision,
      boolean trainOnExecutor) {}

  JsonNode toJson() {
    SettingsChoice s = request.settings();
    Choice choice =
        new Choice(
            s.strategy(),
            s.poolSize(),
            s.transferability(),
            s.adapter().kind(),
            s.adapter().reduction(),
            s.adapter().rank(),
            s.adapter().alpha(),
            s.fromLayer().isPresent() ? s.fromLayer().getAsInt() : null,
            s.maxLength().isPresent() ? s.maxLength().getAsInt() : null,
            s.training(),
            s.consolidation(),
            s.start(),
            s.slotWidth(),
            s.trainHeads(),
            s.reservoirRows(),
            s.identity(),
            s.seed().isPresent() ? s.seed().getAsLong() : null,
            s.options(),
            s.router());
    return JSON.valueToTree(
        new Fields(
            request.rows().task().value(),
            request.rows().source(),
            request.rows().columns(),
            request.rows().splits(),
            request.rows().pictures(),
            request.backbone().orElse(null),
            choice,
            request.replace(),
            request.unlabelled().isPresent(),
            request.gate(),
            precision,
            trainOnExecutor));
  }

  /**
   * What a run was asked for.
   *
   * @param model root of the store
   * @throws StoreException when it cannot be taken up from what is recorded
   */
  public static RecordedLearning of(URI model, RunRecord run) throws StoreException {
    Fields f;
    try {
      f = JSON.treeToValue(run.request(), Fields.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new StoreException(
          "the run of task "
              + run.task()
              + " has a request that cannot be read: "
              + e.getMessage());
    }
    if (f.unlabelled()) {
      throw new StoreException(
          "the run of task "
              + run.task()
              + " distils on an external table, which is not recorded; "
              + ONCE_MORE);
    }
    if (!TaskRequest.RECORDED_FORMATS.contains(f.source().format())) {
      throw new StoreException(
          "the run of task "
              + run.task()
              + " reads a source '"
              + f.source().format()
              + "', and on the word of a record only "
              + String.join(", ", TaskRequest.RECORDED_FORMATS)
              + " are read; "
              + ONCE_MORE);
    }
    Choice s = f.settings();
    LearnRequest request =
        new LearnRequest(
            model,
            new TaskRequest(
                new TaskId(f.task()),
                f.source().uri(),
                f.source().format(),
                f.source().options(),
                f.columns(),
                f.splits(),
                f.pictures() == null ? PictureReading.DEFAULT : f.pictures()),
            Optional.ofNullable(f.backbone()),
            new SettingsChoice(
                s.strategy(),
                s.poolSize(),
                s.transferability(),
                new AdapterChoice(s.adapter(), s.reduction(), s.rank(), s.alpha()),
                s.fromLayer() == null ? OptionalInt.empty() : OptionalInt.of(s.fromLayer()),
                s.maxLength() == null ? OptionalInt.empty() : OptionalInt.of(s.maxLength()),
                s.training(),
                s.consolidation(),
                s.start(),
                s.slotWidth(),
                s.trainHeads(),
                s.reservoirRows(),
                s.identity(),
                s.seed() == null ? OptionalLong.empty() : OptionalLong.of(s.seed()),
                s.options() == null ? Collections.emptySortedMap() : s.options(),
                s.router() == null ? RouterRule.LDA : s.router()),
            f.replace(),
            Optional.empty(),
            f.gate() == null ? GateRules.NONE : f.gate(),
            Optional.empty());
    return new RecordedLearning(request, f.precision(), f.trainOnExecutor());
  }
}
