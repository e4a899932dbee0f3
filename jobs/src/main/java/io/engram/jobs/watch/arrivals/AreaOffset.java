package io.engram.jobs.watch.arrivals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * How far a stream of arrivals is: a mark of every folder, by which it is told from the same folder
 * with other files. Some 30 bytes a task.
 */
final class AreaOffset extends Offset {
  static final AreaOffset EMPTY = new AreaOffset(new TreeMap<>());
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MARK = 16;

  private final SortedMap<String, String> marks;

  private AreaOffset(SortedMap<String, String> marks) {
    this.marks = Collections.unmodifiableSortedMap(marks);
  }

  static AreaOffset of(List<Arrival> arrivals) {
    SortedMap<String, String> marks = new TreeMap<>();
    arrivals.forEach(arrival -> marks.put(arrival.task(), mark(arrival)));
    return new AreaOffset(marks);
  }

  private static String mark(Arrival arrival) {
    return arrival.contents().substring(0, MARK) + (arrival.declared() ? "!" : "");
  }

  /** What is to be told of folders between here and another offset. */
  List<ArrivalChange> changes(AreaOffset end, List<Arrival> listed) {
    List<ArrivalChange> changes = new ArrayList<>();
    for (Arrival arrival : listed) {
      String mark = end.marks.get(arrival.task());
      if (mark != null && !mark.equals(marks.get(arrival.task()))) {
        changes.add(ArrivalChange.came(arrival));
      }
    }
    for (String task : marks.keySet()) {
      if (!end.marks.containsKey(task)) {
        changes.add(ArrivalChange.went(task));
      }
    }
    return changes;
  }

  static AreaOffset parse(String json) {
    try {
      Map<String, String> marks = JSON.readValue(json, new TypeReference<>() {});
      return new AreaOffset(new TreeMap<>(marks));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no offset of arrivals: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public String json() {
    try {
      return JSON.writeValueAsString(marks);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
