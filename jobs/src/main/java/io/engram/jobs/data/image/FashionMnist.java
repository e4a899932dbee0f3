package io.engram.jobs.data.image;

import io.engram.jobs.JobException;
import io.engram.transformers.image.Png;
import io.engram.transformers.lake.LakeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Articles of clothing (Xiao, Rasul and Vollgraf 2017): 10 classes, 6,000 training and 1,000 test
 * images each, 28 x 28 grey values. Five tasks of two classes.
 */
public final class FashionMnist implements ImageSet {
  /** The package of Debian with the four files. */
  public static final String PACKAGE = "dataset-fashion-mnist";

  /** Training images, training labels, test images, test labels; these never change. */
  public static final List<LakeFile> FILES =
      List.of(
          new LakeFile(
              "train-images-idx3-ubyte.gz",
              26_421_856,
              "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7"),
          new LakeFile(
              "train-labels-idx1-ubyte.gz",
              29_491,
              "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056"),
          new LakeFile(
              "t10k-images-idx3-ubyte.gz",
              4_422_079,
              "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa"),
          new LakeFile(
              "t10k-labels-idx1-ubyte.gz",
              5_125,
              "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05"));

  private static final String NAME = "fashion-mnist";
  private static final int SIDE = 28;
  private static final List<String> NAMES =
      List.of(
          "t-shirt",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private final Supplier<Path> folder;

  /**
   * @param folder with the four files, asked for when rows are
   */
  public FashionMnist(Supplier<Path> folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LakeFile> sources() {
    return FILES;
  }

  @Override
  public String licence() {
    return "MIT, Zalando SE (https://github.com/zalandoresearch/fashion-mnist)";
  }

  @Override
  public Map<String, List<String>> tables() {
    return ClassPairs.tables(NAME, NAMES);
  }

  @Override
  public List<ImageRow> rows(List<String> classes, int rowsPerClass) {
    Path files = folder.get();
    try {
      OfficialSample sample =
          new OfficialSample(NAMES, classes, labels(files, 1), labels(files, 3), rowsPerClass);
      List<ImageRow> rows = new ArrayList<>();
      read(files.resolve(FILES.get(0).path()), sample.train(), rows);
      read(files.resolve(FILES.get(2).path()), sample.test(), rows);
      return rows;
    } catch (IOException e) {
      throw JobException.refused("cannot read Fashion-MNIST in " + files + ": " + e.getMessage());
    }
  }

  private static byte[] labels(Path files, int number) throws IOException {
    try (IdxFile labels = new IdxFile(files.resolve(FILES.get(number).path()))) {
      return labels.rest();
    }
  }

  private static void read(
      Path file, SortedMap<Integer, OfficialSample.Taken> wanted, List<ImageRow> rows)
      throws IOException {
    try (IdxFile images = new IdxFile(file, SIDE, SIDE)) {
      for (int place = 0; place < images.count(); place++) {
        byte[] image = images.next();
        OfficialSample.Taken taken = wanted.get(place);
        if (taken != null) {
          rows.add(taken.row(Png.encode(image, SIDE, SIDE, 1)));
        }
      }
    }
  }
}
