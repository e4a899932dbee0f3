package io.engram.jobs.watch;

import io.engram.consolidation.evaluation.AccuracyMatrix;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.store.runs.Runs;
import io.engram.consolidation.task.SplitCounts;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.EvaluateLabelsRequest;
import io.engram.jobs.service.EvaluateRequest;
import io.engram.jobs.service.EvaluateResult;
import io.engram.jobs.service.EvaluateRoutedRequest;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LabelsResult;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.Learning;
import io.engram.jobs.service.RoutedResult;
import io.engram.jobs.service.ScoreRequest;
import io.engram.jobs.service.ScoreResult;
import io.engram.jobs.service.StreamRequest;
import io.engram.jobs.service.StreamResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Learns as the store promises: what was learnt from the same rows is not published again. */
final class ToyLearning implements Learning {
  /** Stands for kill -9: nobody may catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Called before and after something is published; may throw. */
  Runnable danger = () -> {};

  /** Called when a task is prepared, in the thread that does. */
  Consumer<LearnRequest> preparing = request -> {};

  /** What the gate says of the next results; none was asked for where it is null. */
  PromotionOutcome.Kind gate;

  final List<String> published = new ArrayList<>();
  final List<LearnRequest> requests = new ArrayList<>();
  private final Map<String, String> rowsOfTask = new HashMap<>();

  static String read(InputSpec input) {
    Path folder = Path.of(java.net.URI.create(input.uri()));
    StringBuilder rows = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".csv")).sorted().toList()) {
        rows.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows.toString();
  }

  @Override
  public LearnResult learn(LearnRequest request, Progress progress) {
    requests.add(request);
    danger.run();
    String rows = read(request.input());
    if (rows.contains("null")) {
      throw JobException.refused("column text of " + request.input().uri() + " holds nulls");
    }
    String before = rowsOfTask.get(request.task());
    if (rows.equals(before)) {
      return result(request, LearnResult.Outcome.UNCHANGED);
    }
    if (before != null && !request.replace()) {
      throw JobException.refused("task " + request.task() + " was learnt from other data");
    }
    rowsOfTask.put(request.task(), rows);
    published.add(request.task());
    danger.run();
    return result(request, LearnResult.Outcome.LEARNT);
  }

  private LearnResult result(LearnRequest request, LearnResult.Outcome outcome) {
    return new LearnResult(
        outcome,
        request.task(),
        published.lastIndexOf(request.task()) + 1,
        request.model(),
        0,
        List.of(),
        List.of("no", "yes"),
        new SplitCounts(10, 2, 4),
        Optional.empty(),
        0,
        0,
        AccuracyMatrix.empty().after(request.task(), Map.of(request.task(), 0.75)),
        new LearnResult.ServedParameters(1, 1),
        Optional.ofNullable(gate)
            .map(kind -> new PromotionOutcome(kind, 1, 0, null, "the gate says " + kind.word())),
        0.1);
  }

  @Override
  public long count(InputSpec input) {
    return read(input).lines().count();
  }

  @Override
  public void prepare(LearnRequest request, Progress progress) {
    preparing.accept(request);
  }

  @Override
  public LearnResult resume(
      String model, Runs.Unfinished run, Map<String, String> options, Progress progress) {
    throw new IllegalStateException("a watch does not resume by name");
  }

  @Override
  public ScoreResult score(ScoreRequest request, Progress progress) {
    throw new IllegalStateException("a watch does not score");
  }

  @Override
  public StreamResult scoreStream(StreamRequest request, Consumer<ScoreResult> afterBatch) {
    throw new IllegalStateException("a watch does not score");
  }

  @Override
  public EvaluateResult evaluate(EvaluateRequest request, Progress progress) {
    throw new IllegalStateException("a watch does not evaluate");
  }

  @Override
  public RoutedResult evaluateRouted(EvaluateRoutedRequest request, Progress progress) {
    throw new IllegalStateException("a watch does not evaluate");
  }

  @Override
  public LabelsResult evaluateLabels(EvaluateLabelsRequest request, Progress progress) {
    throw new IllegalStateException("a watch does not evaluate");
  }
}
