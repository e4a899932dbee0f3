package io.engram.jobs.experiment;

import io.engram.jobs.JobException;
import io.engram.jobs.data.DataManifest;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskTables;
import io.engram.jobs.data.debian.DebianTasks;
import io.engram.jobs.data.debian.PackageLists;
import io.engram.jobs.experiment.DataSet.Place;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.service.InputSpec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Tables of the lake that were made of Debian's package lists. The lists change every day: tables
 * that are there are used as they are, whatever the lists say by now, unless the user names lists.
 */
final class PackageTables {
  private PackageTables() {}

  /** Cuts and writes, or finds there what differs. */
  interface Preparation {
    void run(DebianTasks tasks, PackageLists lists);
  }

  /**
   * The tables of the first tasks.
   *
   * @param settings of the cut
   * @param preparation makes the data set
   */
  static List<Table> of(
      Prepared asked, Place place, SortedMap<String, String> settings, Preparation preparation) {
    String name = asked.set().name();
    String lake = place.lake().toString();
    PreparedData data = new PreparedData(place.spark(), lake);
    Optional<DataManifest> there =
        place.sources().listsNamed()
            ? Optional.empty()
            : data.found(name, settings, folder -> true, place.progress());
    if (there.isEmpty()) {
      preparation.run(new DebianTasks(place.spark(), lake), place.sources().lists().get());
    }
    List<String> tasks =
        there.or(() -> data.manifest(name)).orElseThrow().tables().stream()
            .map(DataManifest.Table::folder)
            .flatMap(folder -> TaskTables.task(folder).stream())
            .toList();
    if (tasks.size() < asked.tasks()) {
      throw JobException.refused(
          "data.tasks is %d, and %s in %s has %d tasks; take fewer"
              .formatted(asked.tasks(), name, lake, tasks.size()));
    }
    return tasks.subList(0, asked.tasks()).stream()
        .map(task -> new Table(task, InputSpec.parquet(TaskTables.uri(lake, task))))
        .toList();
  }
}
