package io.engram.jobs.data.image;

import io.engram.jobs.data.archive.ToyArchives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Sketches of nothing, in the archive's format. */
final class ToySketches {
  static final QuickDrawClasses CLASSES =
      new QuickDrawClasses(Map.of("quickdraw-toys", List.of("cat", "hot dog")), List.of("line"));

  private ToySketches() {}

  /** A set with two classes of a task and one to pre-train on. */
  static QuickDraw set(Path folder, int count) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("package/README.md", "no sketches".getBytes(StandardCharsets.UTF_8));
    for (String label : List.of("line", "hot dog", "cat")) {
      files.put(
          "package/src/drawings/" + label + ".ndjson.gz", ToyArchives.gzip(lines(label, count)));
    }
    return set(folder, files);
  }

  static QuickDraw set(Path folder, Map<String, byte[]> files) throws IOException {
    Path archive = ToyArchives.tarGz(folder.resolve("toy-1.0.0.tgz"), files);
    return new QuickDraw(CLASSES, ToyArchives.known(archive), () -> archive);
  }

  static byte[] lines(String label, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines
          .append(
              Arrays.stream(sketch(label, i))
                  .mapToObj(String::valueOf)
                  .collect(Collectors.joining(",", "[", "]")))
          .append("\r\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Values 0 to 1 in thousandths, {@code [28, 28]}. */
  static double[] sketch(String label, int number) {
    return new Random(label.hashCode() + number)
        .ints(28 * 28, -1000, 1001)
        .mapToDouble(value -> Math.max(0, value) / 1000.0)
        .toArray();
  }
}
