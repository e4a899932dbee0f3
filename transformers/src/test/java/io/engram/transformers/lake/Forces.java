package io.engram.transformers.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What this JVM forces to disk, as its own flight recorder sees it at {@code FileChannel.force}:
 * nothing of the program is replaced.
 */
public final class Forces implements AutoCloseable {
  private static final String FORCE = "jdk.FileForce";

  private final Recording recording = new Recording();

  /** Something that forces have to come before, on the recorder's clock. */
  static final class Marked extends Event {
    final String name;

    Marked(String name) {
      this.name = name;
    }
  }

  /** What is marked. */
  @FunctionalInterface
  public interface Action<T> {
    T run() throws IOException;
  }

  /**
   * One force, or one action.
   *
   * @param name of the action, or path of what was forced: a file, a folder
   */
  public record Step(String name, Instant begun, Instant ended) {
    static Step of(RecordedEvent event, String nameField) {
      return new Step(event.getString(nameField), event.getStartTime(), event.getEndTime());
    }
  }

  /**
   * What was seen, in no order.
   *
   * @param forces to disk
   * @param actions that were marked
   */
  public record Seen(List<Step> forces, List<Step> actions) {

    /** Whether something was forced, and that ended before an action began. */
    public boolean before(Step action, Predicate<String> path) {
      return forces.stream()
          .anyMatch(force -> path.test(force.name()) && !force.ended().isAfter(action.begun()));
    }

    /** Whether something was forced after an action began. */
    public boolean after(Step action, Predicate<String> path) {
      return forces.stream()
          .anyMatch(force -> path.test(force.name()) && !force.begun().isBefore(action.begun()));
    }

    /** Whether something was forced while an action took place. */
    public boolean within(Step action, Predicate<String> path) {
      return forces.stream()
          .anyMatch(
              force ->
                  path.test(force.name())
                      && !force.begun().isBefore(action.begun())
                      && !force.ended().isAfter(action.ended()));
    }
  }

  public Forces() {
    recording.enable(FORCE).withThreshold(Duration.ZERO).withoutStackTrace();
    recording.enable(Marked.class).withThreshold(Duration.ZERO).withoutStackTrace();
    recording.start();
  }

  /** Does it and remembers when. */
  public static <T> T mark(String name, Action<T> action) throws IOException {
    Marked event = new Marked(name);
    event.begin();
    T result = action.run();
    event.commit();
    return result;
  }

  /**
   * @param folder for the recorder's file
   */
  public Seen stop(Path folder) throws IOException {
    recording.stop();
    Path file = Files.createTempFile(folder, "forces", ".jfr");
    recording.dump(file);
    List<Step> forces = new ArrayList<>();
    List<Step> actions = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String type = event.getEventType().getName();
      if (type.equals(Marked.class.getName())) {
        actions.add(Step.of(event, "name"));
      } else if (type.equals(FORCE) && event.getString("path") != null) {
        forces.add(Step.of(event, "path"));
      }
    }
    return new Seen(forces, actions);
  }

  @Override
  public void close() {
    recording.close();
  }
}
