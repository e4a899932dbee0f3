package io.engram.jobs.report.benchmark;

import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.TaskFacts;
import io.engram.consolidation.benchmark.RowSample;
import io.engram.consolidation.benchmark.TaskSamples;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import javax.imageio.ImageIO;

/** Made-up rows of the tasks of a run: two training rows and a test row of every class. */
final class SampleRows {
  private SampleRows() {}

  static List<TaskSamples> texts(BenchmarkRun run) {
    return of(run, (name, place) -> new RowSample("row " + place + " of " + name, null));
  }

  static List<TaskSamples> pictures(BenchmarkRun run) {
    return of(run, (name, place) -> new RowSample(null, picture(name, place)));
  }

  private static List<TaskSamples> of(
      BenchmarkRun run, BiFunction<String, Integer, RowSample> sample) {
    return run.tasks().stream().map(task -> of(task, sample)).toList();
  }

  private static TaskSamples of(TaskFacts task, BiFunction<String, Integer, RowSample> sample) {
    List<List<String>> ofClass = new ArrayList<>();
    Map<String, RowSample> rows = new HashMap<>();
    for (int label = 0; label < task.classes().size(); label++) {
      String name = task.classes().get(label);
      ofClass.add(List.of("first " + label, "second " + label));
      rows.put("first " + label, sample.apply(name, 0));
      rows.put("second " + label, sample.apply(name, 1));
      rows.put("test " + label, sample.apply(name, 2));
    }
    return new TaskSamples(task.id(), ofClass, rows);
  }

  private static byte[] picture(String name, int place) {
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(name.hashCode() & 0xffffff));
    pen.fillOval(4 * place, 8, 40 - 4 * place, 32);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
