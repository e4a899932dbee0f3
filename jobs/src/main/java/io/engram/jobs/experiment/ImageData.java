package io.engram.jobs.experiment;

import io.engram.jobs.JobException;
import io.engram.jobs.data.DataManifest;
import io.engram.jobs.data.PreparedData;
import io.engram.jobs.data.TaskTables;
import io.engram.jobs.data.image.Cifar10;
import io.engram.jobs.data.image.FashionMnist;
import io.engram.jobs.data.image.ImageSet;
import io.engram.jobs.data.image.ImageTables;
import io.engram.jobs.data.image.QuickDraw;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.service.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Images. Experiments use the tables that {@code engram data NAME} wrote and make none: fetching
 * their files, and accepting their licence, is asked for there.
 */
record ImageData(ImageSet set) implements DataSet {

  /** The sets there are. */
  static List<DataSet> all() {
    return List.of(
        new ImageData(QuickDraw.of(ImageData::unread)),
        new ImageData(new FashionMnist(ImageData::unread)),
        new ImageData(new Cifar10(ImageData::unread)));
  }

  private static Path unread() {
    throw new IllegalStateException("an experiment reads tables, no files of a data set");
  }

  @Override
  public String name() {
    return set.name();
  }

  @Override
  public OptionalInt most() {
    return OptionalInt.of(usual());
  }

  @Override
  public int usual() {
    return (int) set.tables().keySet().stream().filter(f -> TaskTables.task(f).isPresent()).count();
  }

  @Override
  public List<Table> tables(Prepared asked, Place place) {
    String lake = place.lake().toString();
    PreparedData data = new PreparedData(place.spark(), lake);
    DataManifest manifest =
        data.found(
                name(),
                ImageTables.settings(set, asked.rowsPerClass(), data.manifest(name())),
                folder -> TaskTables.task(folder).isPresent(),
                place.progress())
            .orElseThrow(
                () ->
                    JobException.refused(
                        "no data set %s in %s; make it with '%s'"
                            .formatted(name(), lake, command(lake, asked.rowsPerClass()))));
    return manifest.tables().stream()
        .flatMap(table -> TaskTables.task(table.folder()).stream())
        .limit(asked.tasks())
        .map(task -> new Table(task, InputSpec.images(TaskTables.uri(lake, task))))
        .toList();
  }

  private String command(String lake, int rowsPerClass) {
    List<String> words = new ArrayList<>(List.of("engram data", name(), "--lake", lake));
    words.addAll(List.of("--rows-per-class", String.valueOf(rowsPerClass)));
    words.addAll(set.consent());
    return String.join(" ", words);
  }
}
