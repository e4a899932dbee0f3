package io.engram.jobs.quickstart;

import io.engram.jobs.console.Progress;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.service.InputSpec;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Texts: glosses of WordNet, on MiniLM-L6.
 *
 * @param wordnet jar with WordNet
 * @param backboneJar jar with the encoder
 * @param cut which tasks, and how many rows
 */
public record Glosses(Path wordnet, Path backboneJar, CutSettings cut) implements Material {

  @Override
  public String backbone() {
    return "minilm";
  }

  @Override
  public String backboneSource() {
    return backboneJar.toString();
  }

  @Override
  public String announcement() {
    return "Cutting tasks from WordNet";
  }

  @Override
  public List<String> tasks(SparkSession spark, String lake, Progress progress) {
    return new WordNetTasks(spark, lake)
        .provide(wordnet, cut, progress).stream().map(TaskCut::id).toList();
  }

  @Override
  public InputSpec table(String lake, String task) {
    return InputSpec.parquet(WordNetTasks.uri(lake, task));
  }
}
