package io.engram.jobs.experiment;

import io.engram.jobs.data.LabelTables;
import io.engram.jobs.data.debian.DebianTasks;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/**
 * Labels of Debian packages, one balanced task of two classes a label. How many labels have enough
 * rows depends on the lists.
 */
final class DebtagsData implements DataSet {

  @Override
  public String name() {
    return "debtags";
  }

  @Override
  public OptionalInt most() {
    return OptionalInt.empty();
  }

  @Override
  public int usual() {
    return 40;
  }

  @Override
  public Optional<String> labels(Place place) {
    return Optional.of(new Path(place.lake(), LabelTables.folder(name())).toString());
  }

  @Override
  public List<Table> tables(Prepared asked, Place place) {
    return PackageTables.of(
        asked,
        place,
        DebianTasks.tagSettings(asked.rowsPerClass()),
        (tasks, lists) -> tasks.tags(lists, asked.rowsPerClass(), false, place.progress()));
  }
}
