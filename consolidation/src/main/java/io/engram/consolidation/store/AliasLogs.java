package io.engram.consolidation.store;

import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/** The aliases of a store: one log a name. */
final class AliasLogs {
  private final Path folder;
  private final LakeFiles files;
  private final Function<String, RecordLog<AliasRecord>> logs;

  /**
   * @param folder of all aliases
   * @param logs by name, which was checked
   */
  AliasLogs(Path folder, LakeFiles files, Function<String, RecordLog<AliasRecord>> logs) {
    this.folder = folder;
    this.files = files;
    this.logs = logs;
  }

  RecordLog<AliasRecord> log(String name) {
    return logs.apply(Names.requireName(name, "alias"));
  }

  Optional<AliasRecord> newest(String name) throws IOException {
    Optional<AliasRecord> record = log(name).latest();
    if (record.isPresent()) {
      requireName(record.get(), name);
    }
    return record;
  }

  List<AliasRecord> moves(String name) throws IOException {
    List<AliasRecord> moves = new ArrayList<>();
    for (long number : log(name).numbers()) {
      find(name, number).ifPresent(moves::add);
    }
    return moves;
  }

  /** A move that was listed; empty when clean-up has removed it since. */
  Optional<AliasRecord> find(String name, long number) throws IOException {
    Optional<AliasRecord> move = log(name).find(number);
    if (move.isPresent()) {
      requireName(move.get(), name);
    }
    return move;
  }

  SortedMap<String, AliasRecord> all() throws IOException {
    SortedMap<String, AliasRecord> aliases = new TreeMap<>();
    for (String name : names()) {
      newest(name).ifPresent(record -> aliases.put(name, record));
    }
    return aliases;
  }

  List<String> names() throws IOException {
    return files.names(folder).stream().filter(name -> Names.NAME.matcher(name).matches()).toList();
  }

  private void requireName(AliasRecord record, String name) throws IOException {
    if (!record.alias().equals(name)) {
      throw new DamagedFileException(
          log(name).path(record.number()).toString(),
          "alias '" + name + "'",
          "alias '" + record.alias() + "'");
    }
  }
}
