package io.engram.jobs.quickstart;

import io.engram.jobs.console.Progress;
import io.engram.jobs.data.TaskSize;
import io.engram.jobs.data.TaskTables;
import io.engram.jobs.data.image.ImageTables;
import io.engram.jobs.data.image.QuickDraw;
import io.engram.jobs.service.InputSpec;
import io.engram.transformers.backbone.folder.PackagedBackbone;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Pictures: sketches of Quick, Draw! of classes that the program's own encoder has never seen.
 *
 * @param archive finds the sketches' archive, telling a progress
 * @param tasks how many
 */
public record DrawnSketches(Function<Progress, Supplier<Path>> archive, int tasks)
    implements Material {
  @Override
  public String backbone() {
    return PackagedBackbone.NAME;
  }

  @Override
  public String backboneSource() {
    return PackagedBackbone.NAME;
  }

  @Override
  public String announcement() {
    return "Making tasks of sketches (Google's Quick, Draw!, CC BY 4.0)";
  }

  @Override
  public List<String> tasks(SparkSession spark, String lake, Progress progress) {
    QuickDraw set = QuickDraw.of(archive.apply(progress));
    return new ImageTables(spark, lake)
        .provideTasks(set, set.mostRows(), progress).stream()
            .map(TaskSize::id)
            .limit(tasks)
            .toList();
  }

  @Override
  public InputSpec table(String lake, String task) {
    return InputSpec.images(TaskTables.uri(lake, task));
  }
}
