package io.engram.jobs.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The data sets that an experiment file can name. */
final class DataSets {
  private static final List<DataSet> ALL =
      Stream.concat(
              Stream.of(
                  new WordNetData(), new WordNetPairData(), new SectionData(), new DebtagsData()),
              ImageData.all().stream())
          .toList();

  private DataSets() {}

  static Optional<DataSet> named(String name) {
    return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(DataSet::name).toList();
  }
}
