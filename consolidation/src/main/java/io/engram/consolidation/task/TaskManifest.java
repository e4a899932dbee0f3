package io.engram.consolidation.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A task whose rows were checked: all that the later steps need to know of it without reading a
 * row.
 *
 * @param id the task
 * @param columns where its rows hold text, label and the rest
 * @param splits how rows are split where no column says it
 * @param classes names in natural order, at least two
 * @param counts rows of each class by split
 * @param fingerprint SHA-256 in hex of the content of all rows, whatever their order and partitions
 * @param source the table; its test rows are scored again after later tasks
 * @param texts sizes of the texts
 * @param labelShare the label that the task asks for, of a multi-label table; null for any other
 *     task
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TaskManifest(
    TaskId id,
    TaskColumns columns,
    SplitRule splits,
    List<String> classes,
    SortedMap<String, SplitCounts> counts,
    String fingerprint,
    TableSource source,
    TextSizes texts,
    @JsonInclude(JsonInclude.Include.NON_NULL) LabelShare labelShare) {

  /**
   * Sizes of the texts of a task, pairs included.
   *
   * @param characters of all rows
   * @param longest characters of the longest row
   * @param replaced rows whose text holds U+FFFD, the mark of bytes that were not UTF-8
   */
  public record TextSizes(long characters, long longest, long replaced) {}

  @JsonCreator
  public TaskManifest {
    classes = List.copyOf(classes);
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    if (classes.size() < 2) {
      throw new IllegalArgumentException("task " + id + " needs at least two classes: " + classes);
    }
    for (int i = 0; i < classes.size(); i++) {
      if (i > 0 && classes.get(i - 1).compareTo(classes.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "classes of task " + id + " are not in natural order: " + classes);
      }
      if (!counts.containsKey(classes.get(i))) {
        throw new IllegalArgumentException(
            "task " + id + " has no count of class '" + classes.get(i) + "'");
      }
    }
    if (labelShare != null && (classes.size() != 2 || !classes.contains(labelShare.label()))) {
      throw new IllegalArgumentException(
          "task "
              + id
              + " asks for label '"
              + labelShare.label()
              + "' and has classes "
              + classes
              + ": that label and one more are needed");
    }
    if (!fingerprint.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "fingerprint of task " + id + " is no SHA-256: " + fingerprint);
    }
  }

  /** A task that is no label of a multi-label table. */
  public TaskManifest(
      TaskId id,
      TaskColumns columns,
      SplitRule splits,
      List<String> classes,
      SortedMap<String, SplitCounts> counts,
      String fingerprint,
      TableSource source,
      TextSizes texts) {
    this(id, columns, splits, classes, counts, fingerprint, source, texts, null);
  }

  /** What it says of a label, where it is a task of that kind. */
  public Optional<LabelQuestion> question() {
    if (labelShare == null) {
      return Optional.empty();
    }
    return Optional.of(LabelQuestion.of(labelShare, classes.indexOf(labelShare.label())));
  }

  /** Whether another task has the same rows, and asks for a label of the same share if for one. */
  public boolean hasDataOf(TaskManifest other) {
    return fingerprint.equals(other.fingerprint) && Objects.equals(labelShare, other.labelShare);
  }

  /** Rows of all classes by split. */
  public SplitCounts rows() {
    return counts.values().stream().reduce(SplitCounts.NONE, SplitCounts::plus);
  }

  /** Training rows of each class, in the order of the classes. */
  public long[] trainCounts() {
    return classes.stream().mapToLong(name -> counts.get(name).train()).toArray();
  }
}
