package io.engram.jobs.service;

import io.engram.consolidation.spark.FollowedModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.spark.RowGroups;
import io.engram.consolidation.spark.data.SourceTables;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.service.ScoreRequest.TaskChoice;
import io.engram.transformers.spark.LogContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Scores files as they come to a folder, each micro-batch by one version: the one that the model's
 * reference names when the batch begins. Every batch has a folder of its own in the output, {@code
 * microbatch=N}, which is written anew when the batch is: whoever reads the output sees each row
 * once, also when the program was killed in the middle.
 */
final class StreamRun {
  private static final String CHECKPOINT = "_checkpoint";

  /** Spark else passes over, without a word, files a week older than the newest that it saw. */
  private static final String ANY_AGE = "36500d";

  private final SparkSession spark;
  private final StreamRequest request;
  private final ScoreRequest score;
  private final RunId run;
  private final Consumer<ScoreResult> afterBatch;
  private final FollowedModel model;
  private final RowGroups bad = new RowGroups();
  private final RowGroups replaced = new RowGroups();
  private final TreeSet<Long> versions = new TreeSet<>();
  private long batches;
  private long rows;
  private long truncated;

  /**
   * @param run that micro-batches belong to, which are scored by a thread of Spark's
   * @param afterBatch told of every micro-batch
   */
  StreamRun(
      SparkSession spark, StreamRequest request, RunId run, Consumer<ScoreResult> afterBatch) {
    this.spark = spark;
    this.request = request;
    this.score = request.score();
    this.run = run;
    this.afterBatch = afterBatch;
    try {
      this.model = Models.follow(spark, score.model());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Ends when everything is scored, or, when it is not to run once, when the query is stopped. */
  StreamResult run() {
    long start = System.nanoTime();
    try {
      Configuration hadoop = spark.sessionState().newHadoopConf();
      score.apart(hadoop);
      request.checkpoint().ifPresent(folder -> score.apart("--checkpoint", folder, hadoop));
      String checkpoint = checkpoint();
      // What is wrong with the model is said before the first file comes.
      model.current();
      StreamingQuery query =
          input()
              .writeStream()
              .queryName("engram score " + score.model())
              .option("checkpointLocation", checkpoint)
              .trigger(
                  request.once()
                      ? Trigger.AvailableNow()
                      : Trigger.ProcessingTime(request.interval().toMillis()))
              .foreachBatch(this::score)
              .start();
      query.awaitTermination();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (StreamingQueryException | TimeoutException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return new StreamResult(
        batches, rows, bad, truncated, replaced, versions, seconds(start), score.output());
  }

  private void score(Dataset<Row> batch, Long number) throws IOException {
    PublishedModel current = model.current();
    String output = new Path(score.output(), "microbatch=" + number).toString();
    ScoreResult result;
    try (LogContext context = LogContext.open(spark).with(LogContext.RUN, run.value())) {
      context.with(LogContext.VERSION, Long.toString(current.record().number()));
      if (score.tasks() instanceof TaskChoice.One one) {
        context.with(LogContext.TASK, one.task());
      }
      result = new Scoring(spark, score).score(current, batch, output, SaveMode.Overwrite);
    }
    batches++;
    rows += result.rows();
    bad.merge(result.bad());
    truncated += result.truncatedRows();
    replaced.merge(result.replaced());
    versions.add(result.version());
    afterBatch.accept(result);
  }

  private Dataset<Row> input() {
    InputSpec input = score.input();
    Map<String, String> options = SourceTables.options(input.format(), input.options());
    options.putIfAbsent("maxFileAge", ANY_AGE);
    DataStreamReader reader =
        spark
            .readStream()
            .format(input.format())
            .options(options)
            .option("maxFilesPerTrigger", request.filesPerBatch());
    return SourceTables.bounded(
        reader.schema(schema()).load(input.uri()),
        input.format(),
        input.pictures().limits().maxBytes());
  }

  private StructType schema() {
    if (request.schema().isPresent()) {
      return StructType.fromDDL(request.schema().get());
    }
    try {
      return InputTables.open(score.input(), spark).schema();
    } catch (Exception e) {
      // Checked ones of Spark arrive undeclared.
      if (e instanceof AnalysisException) {
        throw new JobException(
            ExitCode.REFUSED,
            score.input().uri()
                + ": no files that tell the columns; give them by --schema, for example"
                + " --schema 'key STRING, text STRING'",
            e);
      }
      throw e;
    }
  }

  private String checkpoint() throws IOException {
    Path output = new Path(score.output());
    FileSystem fs = output.getFileSystem(spark.sessionState().newHadoopConf());
    Path checkpoint = request.checkpoint().map(Path::new).orElse(new Path(output, CHECKPOINT));
    boolean begun =
        checkpoint.getFileSystem(spark.sessionState().newHadoopConf()).exists(checkpoint);
    if (!begun && fs.exists(output) && fs.listStatus(output).length > 0) {
      throw JobException.refused(
          output
              + " is not empty, and "
              + checkpoint
              + " knows of no stream into it: give an empty folder, or the --checkpoint that"
              + " belongs to it");
    }
    return checkpoint.toString();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
