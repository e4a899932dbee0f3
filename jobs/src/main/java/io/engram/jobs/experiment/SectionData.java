package io.engram.jobs.experiment;

import io.engram.jobs.data.debian.DebianTasks;
import io.engram.jobs.data.debian.SectionTasks;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import java.util.List;
import java.util.OptionalInt;

/** Packages of Debian: which section, by the description. */
final class SectionData implements DataSet {

  @Override
  public String name() {
    return "debian";
  }

  @Override
  public OptionalInt most() {
    return OptionalInt.of(SectionTasks.count());
  }

  @Override
  public int usual() {
    return SectionTasks.count();
  }

  @Override
  public List<Table> tables(Prepared asked, Place place) {
    return PackageTables.of(
        asked,
        place,
        DebianTasks.sectionSettings(asked.rowsPerClass()),
        (tasks, lists) -> tasks.sections(lists, asked.rowsPerClass(), false, place.progress()));
  }
}
