package io.engram.jobs.experiment;

import io.engram.consolidation.benchmark.TaskOrder;
import io.engram.jobs.JobException;
import io.engram.jobs.experiment.Experiment.Data;
import io.engram.jobs.experiment.Experiment.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the command line takes of an experiment.
 *
 * @param methods names; empty for all
 * @param seeds empty for those of the file
 * @param orders empty for those of the file
 * @param tasks the first so many; empty for all
 */
public record Selection(
    List<String> methods, List<Long> seeds, OptionalInt orders, OptionalInt tasks) {

  /** The experiment with what was taken of it. */
  public Experiment of(Experiment experiment) {
    List<String> problems = new ArrayList<>();
    for (String name : methods) {
      if (experiment.methods().stream().noneMatch(method -> method.name().equals(name))) {
        problems.add(
            "--methods names '"
                + name
                + "'; experiment "
                + experiment.name()
                + " has "
                + String.join(", ", experiment.methods().stream().map(Method::name).toList()));
      }
    }
    if (orders.isPresent() && orders.getAsInt() < 1) {
      problems.add("--orders must be at least 1, got " + orders.getAsInt());
    }
    int there = experiment.data().size();
    if (tasks.isPresent() && (tasks.getAsInt() < 2 || tasks.getAsInt() > there)) {
      problems.add("--tasks must be 2 to " + there + ", got " + tasks.getAsInt());
    }
    Data data =
        problems.isEmpty() && tasks.isPresent()
            ? experiment.data().first(tasks.getAsInt())
            : experiment.data();
    int most = TaskOrder.most(data.size());
    if (orders.isPresent() && orders.getAsInt() > most) {
      problems.add(
          data.size() + " tasks have " + most + " orders; --orders is " + orders.getAsInt());
    }
    if (seeds.stream().distinct().count() != seeds.size()) {
      problems.add("--seeds names a seed twice: " + seeds);
    }
    if (!problems.isEmpty()) {
      throw JobException.usage(String.join("\n", problems));
    }
    return new Experiment(
        experiment.name(),
        experiment.sentence(),
        data,
        experiment.validation(),
        experiment.tuningTasks(),
        experiment.sharedClasses(),
        seeds.isEmpty() ? experiment.seeds() : seeds,
        orders.orElse(Math.min(experiment.orders(), most)),
        experiment.common(),
        experiment.methods().stream()
            .filter(method -> methods.isEmpty() || methods.contains(method.name()))
            .toList());
  }
}
