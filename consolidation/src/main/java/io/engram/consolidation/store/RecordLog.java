package io.engram.consolidation.store;

import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.LakeTree;
import io.engram.transformers.lake.OutcomeUnknownException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A folder of records in which every number is taken exactly once, by the compare-and-swap of its
 * file system.
 *
 * @param <R> what it holds
 */
final class RecordLog<R extends LogRecord> {
  private static final Pattern FILE = Pattern.compile("00[0-9]{18}\\.json");

  private static final long MAX_MISSING = 1_000_000;

  /** Finds the compare-and-swap of a path, only when something is to be written. */
  @FunctionalInterface
  interface Creator {
    ExclusiveCreate forPath(Path path, Configuration conf) throws IOException;
  }

  private final Path folder;
  private final Class<R> type;
  private final String store;
  private final LakeFiles files;
  private final NewestHint hint;
  private final Configuration conf;
  private final Creator creator;

  RecordLog(
      Path folder,
      Class<R> type,
      String store,
      LakeFiles files,
      LakeTree tree,
      Configuration conf,
      Creator creator) {
    this.folder = folder;
    this.type = type;
    this.store = store;
    this.files = files;
    this.hint = new NewestHint(folder, tree);
    this.conf = conf;
    this.creator = creator;
  }

  Path path(long number) {
    return new Path(folder, String.format(Locale.ROOT, "%020d.json", number));
  }

  /** Numbers of all records, ascending. */
  List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : files.names(folder)) {
      if (FILE.matcher(name).matches()) {
        numbers.add(Long.parseLong(name.substring(0, 20)));
      }
    }
    return numbers;
  }

  /** The highest number, as {@link #intactNumbers}. */
  OptionalLong newest() throws IOException {
    return intactNumbers().stream().mapToLong(Long::longValue).max();
  }

  /**
   * Numbers of all records, ascending, when the newest is among them.
   *
   * @throws StoreException when a record of a higher number was there, and is gone
   */
  List<Long> intactNumbers() throws IOException {
    // The hint first: what it names was there before the listing began.
    long hinted = hint.read();
    List<Long> numbers = numbers();
    long newest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    if (hinted > newest) {
      throw StoreException.lostNewest(path(hinted), hint.path(), newest);
    }
    return numbers;
  }

  /** A number that the newest record is not below, as far as is known; 0 where nothing is. */
  long hint() throws IOException {
    return hint.read();
  }

  /**
   * Numbers whose record was there and is gone.
   *
   * @param hinted {@link #hint} as it was before the log was listed
   * @param listed the log's numbers
   * @param expired numbers that clean-ups took, read after it was listed
   * @throws StoreException when there are more than any store ever had
   */
  List<Long> missing(long hinted, List<Long> listed, Set<Long> expired) throws StoreException {
    Set<Long> there = new HashSet<>(listed);
    long newest = Math.max(hinted, listed.isEmpty() ? 0 : listed.get(listed.size() - 1));
    if (newest - listed.size() - expired.size() > MAX_MISSING) {
      throw new StoreException(
          folder + " has " + listed.size() + " records, and the newest is said to be " + newest);
    }
    return LongStream.rangeClosed(1, newest)
        .filter(number -> !there.contains(number) && !expired.contains(number))
        .boxed()
        .toList();
  }

  Optional<R> latest() throws IOException {
    OptionalLong newest = newest();
    while (newest.isPresent()) {
      Optional<R> record = find(newest.getAsLong());
      if (record.isPresent()) {
        return record;
      }
      // Newer ones appeared, and this one was expired since it was listed.
      OptionalLong newer = newest();
      if (newer.equals(newest)) {
        return Optional.of(read(newest.getAsLong()));
      }
      newest = newer;
    }
    return Optional.empty();
  }

  /** A record that was listed; empty when clean-up has removed it since. */
  Optional<R> find(long number) throws IOException {
    try {
      return Optional.of(read(number));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws FileNotFoundException when there is no such record
   */
  R read(long number) throws IOException {
    Path path = path(number);
    R record = RecordFile.decode(files.read(path, RecordFile.MAX_BYTES), type, path.toString());
    if (record.number() != number || !record.store().equals(store)) {
      throw new DamagedFileException(
          path.toString(),
          "record " + number + " of store " + store,
          "record " + record.number() + " of store " + record.store());
    }
    return record;
  }

  /**
   * Finds out before anything is written for a record.
   *
   * @throws io.engram.transformers.lake.UnsupportedFileSystemException when none can be created
   */
  void requireWritable() throws IOException {
    creator.forPath(folder, conf);
  }

  /**
   * Takes the record's number, or finds out who has it.
   *
   * @throws StoreException when the number before it was never taken
   */
  Publication<R> append(R record) throws IOException {
    long number = record.number();
    long newest = newest().orElse(0);
    if (newest < number - 1) {
      throw new StoreException(
          record.summary()
              + " would be number "
              + number
              + " of "
              + folder
              + ", whose newest is "
              + newest);
    }
    Path path = path(number);
    if (newest > number && !files.exists(path)) {
      // The number was taken once: clean-up leaves holes where it keeps an older record.
      return new Publication.Conflicted<>(record, read(newest));
    }
    try {
      ExclusiveCreate.Outcome outcome =
          creator.forPath(path, conf).create(path, RecordFile.encode(record), conf);
      if (outcome == ExclusiveCreate.Outcome.CREATED) {
        hint.write(number);
        return new Publication.Published<>(record);
      }
    } catch (OutcomeUnknownException e) {
      return settle(record, e);
    }
    return settle(
        record, new IOException(path + " was reported as already there and cannot be read"));
  }

  private Publication<R> settle(R record, IOException cause) {
    try {
      R there = read(record.number());
      return there.id().equals(record.id())
          ? new Publication.Published<>(there)
          : new Publication.Conflicted<>(record, there);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return new Publication.Unknown<>(record, cause);
    }
  }
}
