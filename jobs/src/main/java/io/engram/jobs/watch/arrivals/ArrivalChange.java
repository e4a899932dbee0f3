package io.engram.jobs.watch.arrivals;

import java.util.List;
import java.util.Optional;

/**
 * A folder of the task area that came, changed or went.
 *
 * @param task its name
 * @param now as it is now; empty when it is gone
 */
public record ArrivalChange(String task, Optional<Arrival> now) {

  public static ArrivalChange came(Arrival arrival) {
    return new ArrivalChange(arrival.task(), Optional.of(arrival));
  }

  public static ArrivalChange went(String task) {
    return new ArrivalChange(task, Optional.empty());
  }

  /** What somebody is told who has seen nothing yet. */
  public static List<ArrivalChange> all(List<Arrival> arrivals) {
    return arrivals.stream().map(ArrivalChange::came).toList();
  }
}
