package io.engram.jobs.experiment;

import io.engram.jobs.data.WordNetPairs;
import io.engram.jobs.data.WordNetTasks;
import io.engram.jobs.experiment.Experiment.Prepared;
import io.engram.jobs.experiment.Experiment.Table;
import io.engram.jobs.service.InputSpec;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/** Pairs of texts from WordNet; cut as {@link WordNetData} is. */
final class WordNetPairData implements DataSet {

  @Override
  public String name() {
    return "wordnet-pairs";
  }

  @Override
  public OptionalInt most() {
    return OptionalInt.of(WordNetPairs.TASKS);
  }

  @Override
  public int usual() {
    return WordNetPairs.TASKS;
  }

  @Override
  public List<Table> tables(Prepared asked, Place place) {
    String lake =
        new Path(place.shared(), "wordnet-pairs-" + asked.tasks() + "x" + asked.rowsPerClass())
            .toString();
    return new WordNetTasks(place.spark(), lake)
            .providePairs(
                place.sources().wordnet().get(),
                asked.tasks(),
                asked.rowsPerClass(),
                place.progress())
            .stream()
            .map(task -> new Table(task.id(), InputSpec.pairs(WordNetTasks.uri(lake, task.id()))))
            .toList();
  }
}
