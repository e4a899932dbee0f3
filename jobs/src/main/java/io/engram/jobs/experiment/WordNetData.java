package io.engram.jobs.experiment;

import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.service.InputSpec;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/**
 * WordNet's glosses. The cut is cheap and its file never changes: the tables of an experiment are
 * its own, beside the runs, and refused where they are not what the file gives.
 */
final class WordNetData implements DataSet {

  @Override
  public String name() {
    return "wordnet";
  }

  @Override
  public OptionalInt most() {
    return OptionalInt.of(CutSettings.ALL_ROOTS.size());
  }

  @Override
  public int usual() {
    return CutSettings.ALL_ROOTS.size();
  }

  @Override
  public List<Table> tables(Prepared asked, Place place) {
    String lake =
        new Path(place.shared(), "wordnet-" + asked.tasks() + "x" + asked.rowsPerClass())
            .toString();
    CutSettings cut =
        CutSettings.full()
            .withRowsPerClass(asked.rowsPerClass())
            .withRoots(CutSettings.ALL_ROOTS.subList(0, asked.tasks()));
    return new WordNetTasks(place.spark(), lake)
        .provide(place.sources().wordnet().get(), cut, place.progress()).stream()
            .map(task -> new Table(task.id(), InputSpec.parquet(WordNetTasks.uri(lake, task.id()))))
            .toList();
  }
}
