package io.engram.jobs.experiment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.engram.consolidation.benchmark.LabelledSample;
import io.engram.consolidation.spark.data.TaskTable;
import io.engram.consolidation.task.Split;
import io.engram.jobs.experiment.DataSet.Place;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.service.LabelledTable;
import io.engram.transformers.lake.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Test rows of the whole table that the tasks of a benchmark are labels of. */
final class LabelSamples {
  /** Enough for F1 within a point or two, and few beside the rows of the tasks. */
  private static final int ROWS = 1000;

  private LabelSamples() {}

  /** Some test rows, the same for every method, where there is such a table. */
  static Optional<LabelledSample> of(Experiment experiment, Place place, FrozenLayers frozen)
      throws IOException {
    Optional<String> uri =
        experiment.data() instanceof Prepared prepared
            ? prepared.set().labels(place)
            : Optional.empty();
    return uri.isPresent() ? Optional.of(sample(uri.get(), place, frozen)) : Optional.empty();
  }

  private static LabelledSample sample(String uri, Place place, FrozenLayers frozen)
      throws IOException {
    Dataset<Row> chosen =
        place
            .spark()
            .read()
            .parquet(uri)
            .where(col(LabelledTable.SPLIT).equalTo(Split.TEST.label()))
            .orderBy(xxhash64(col(LabelledTable.KEY)), col(LabelledTable.KEY))
            .limit(ROWS);
    Map<String, Set<String>> labels = new HashMap<>();
    StringBuilder content = new StringBuilder("labelled sample\n");
    for (Row row : chosen.collectAsList()) {
      String key = row.getAs(LabelledTable.KEY);
      List<String> has = row.getList(row.fieldIndex(LabelledTable.LABELS));
      labels.put(key, new HashSet<>(has));
      content.append(key).append('\n').append(row.<String>getAs(LabelledTable.TEXT)).append('\n');
    }
    Dataset<Row> rows =
        chosen.select(
            col(LabelledTable.KEY).as(TaskTable.ROW_KEY),
            col(LabelledTable.TEXT).as(TaskTable.TEXT),
            lit(null).cast("string").as(TaskTable.PAIR),
            lit("").as(TaskTable.LABEL),
            col(LabelledTable.SPLIT).as(TaskTable.SPLIT));
    String fingerprint = ContentHash.sha256(content.toString().getBytes(StandardCharsets.UTF_8));
    return new LabelledSample(frozen.bring(rows, fingerprint), labels);
  }
}
