package io.engram.consolidation.store.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.engram.consolidation.store.GarbageOptions;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.upkeep.Rollback;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.lake.backbones.LakeBackbones;
import io.engram.transformers.lake.backbones.LocalBackbones;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random mutations over every kind of file of a published version: all are refused, by verify and
 * by loading, with the file named and what it should be and is.
 */
class MutationTest {
  /** 500 by {@code -Dengram.soak=1}. */
  private static final int MUTATIONS = System.getProperty("engram.soak") == null ? 150 : 500;

  private static final String RECORD = "log/00000000000000000002.json";
  private static final String NEXT_RECORD = "log/00000000000000000004.json";
  private static final String MARKER = "engram.json";
  private static final String ALIAS = "aliases/production/00000000000000000001.json";
  private static final String NEXT_ALIAS = "aliases/production/00000000000000000002.json";
  private static final String EXPIRY = "expiries/00000000000000000001.json";
  private static final String NEXT_EXPIRY = "expiries/00000000000000000002.json";

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private final Random random = new Random(20);
  private Path root;
  private VersionRecord version;
  private List<String> dataFiles;

  private enum Kind {
    FLIPPED,
    TRUNCATED,
    EXTENDED,
    SWAPPED,
    MISSING,
    EXTRA
  }

  /**
   * What a refusal has to say.
   *
   * @param named the file
   * @param expected what it should be, in the words of the message
   * @param actual what it is
   */
  private record Said(String named, String expected, String actual) {
    static Said of(String file, String expected, String actual) {
      return new Said(file, "expected " + expected, "found " + actual);
    }

    boolean by(String message) {
      return message.contains(named) && message.contains(expected) && message.contains(actual);
    }
  }

  /**
   * @param kind what was done
   * @param file to which file
   * @param said one of these has to be said: of two that were swapped, either
   * @param changes path to new content, null for none
   */
  private record Mutation(Kind kind, String file, List<Said> said, Map<String, byte[]> changes) {}

  @BeforeEach
  void publish() throws IOException {
    root = temporary.resolve("store");
    ModelStore store = RealVersion.store(root, conf);
    // So that the first version can go, and its going is recorded.
    new Rollback(store, conf).to(1, null);
    store.collect(GarbageOptions.standard().withGuard(Duration.ZERO).droppingBefore(2));
    version = store.version(2);
    dataFiles = new ArrayList<>();
    version.files().forEach(file -> dataFiles.add(version.folder() + "/" + file.path()));
    version.objects().forEach(object -> dataFiles.add("objects/" + object.fileName()));
    version
        .backbone()
        .files()
        .forEach(
            file -> dataFiles.add("backbones/" + version.backbone().sha256() + "/" + file.path()));
  }

  @Test
  void everyMutationOfAnyFileIsRefusedByVerifyAndByLoadingWithWhatTheFileShouldBeAndIs()
      throws IOException {
    List<String> targets = new ArrayList<>(dataFiles);
    targets.addAll(List.of(RECORD, ALIAS, MARKER, EXPIRY));
    Map<Kind, Integer> done = new TreeMap<>();
    List<String> accepted = new ArrayList<>();
    for (int i = 0; done.values().stream().mapToInt(n -> n).sum() < MUTATIONS; i++) {
      String target = targets.get(i % targets.size());
      Mutation mutation = mutation(target, Kind.values()[random.nextInt(Kind.values().length)]);
      if (mutation == null) {
        continue;
      }
      done.merge(mutation.kind(), 1, Integer::sum);
      Map<String, byte[]> before = write(mutation.changes());
      try {
        check("verify", mutation, catchThrowable(() -> verify(mutation)), accepted);
        check("load", mutation, catchThrowable(() -> load(mutation)), accepted);
      } finally {
        write(before);
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(done.keySet()).containsExactly(Kind.values());
    verify(null);
    ServedModel.open(root + "@production", conf).close();
  }

  private static void check(
      String way, Mutation mutation, Throwable refusal, List<String> accepted) {
    if (!(refusal instanceof IOException || refusal instanceof RuntimeException)
        || mutation.said().stream().noneMatch(said -> said.by(refusal.getMessage()))) {
      accepted.add(way + ": " + mutation.kind() + " " + mutation.file() + ": " + refusal);
    }
  }

  private void verify(Mutation mutation) throws IOException {
    ModelStore store = ModelStore.open(root.toUri(), conf);
    if (mutation != null && mutation.file().equals(EXPIRY)) {
      throwAny(store.verifyAll().findings());
    }
    boolean another =
        mutation != null && mutation.file().equals(RECORD) && mutation.kind() == Kind.EXTRA;
    store.resolve(ModelReference.parse(root + "@production"));
    throwAny(store.verify(another ? store.latest().orElseThrow() : store.version(2)));
  }

  private static void throwAny(List<?> damages) throws IOException {
    if (!damages.isEmpty()) {
      throw new IOException(damages.toString());
    }
  }

  private void load(Mutation mutation) throws IOException {
    if (mutation.file().startsWith("backbones")) {
      LocalBackbones fresh = new LocalBackbones(Files.createTempDirectory(temporary, "machine"));
      new LakeBackbones(root.toUri(), conf, fresh).fetch(version.backbone());
      return;
    }
    if (mutation.file().equals(EXPIRY)) {
      // Who reads it: what a clean-up deletes depends on it.
      ModelStore.open(root.toUri(), conf).planCollection(GarbageOptions.standard());
      return;
    }
    String which =
        mutation.file().equals(RECORD) && mutation.kind() == Kind.EXTRA ? "" : "@production";
    ServedModel.open(root + which, conf).close();
  }

  /** Null where this cannot be done to that file. */
  private Mutation mutation(String file, Kind kind) throws IOException {
    byte[] content = Files.readAllBytes(root.resolve(file));
    int at = content.length == 0 ? 0 : random.nextInt(content.length);
    if (content.length == 0 && (kind == Kind.FLIPPED || kind == Kind.TRUNCATED)) {
      return null;
    }
    return switch (kind) {
      case FLIPPED -> {
        byte[] flipped = content.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield one(kind, file, flipped);
      }
      case TRUNCATED -> one(kind, file, Arrays.copyOf(content, at));
      case EXTENDED -> one(kind, file, Arrays.copyOf(content, content.length + 1 + at % 9));
      case MISSING -> one(kind, file, null);
      case SWAPPED -> swapped(file, content);
      case EXTRA -> extra(file, content);
    };
  }

  private Mutation one(Kind kind, String file, byte[] content) throws IOException {
    Map<String, byte[]> changes = new TreeMap<>();
    changes.put(file, content);
    List<Said> said = new ArrayList<>(List.of(said(file, content)));
    if (content == null && file.equals(EXPIRY)) {
      said.add(new Said("/log", "records [1]", "are gone and no clean-up took them"));
    }
    return new Mutation(kind, file, said, changes);
  }

  private Mutation swapped(String file, byte[] content) throws IOException {
    // Of the same place: loading finds the first, and a backbone is loaded by itself.
    String place = file.substring(0, file.indexOf('/') + 1);
    List<String> others = dataFiles.stream().filter(other -> other.startsWith(place)).toList();
    if (place.isEmpty() || others.isEmpty()) {
      return null;
    }
    String other = others.get(random.nextInt(others.size()));
    byte[] theirs = Files.readAllBytes(root.resolve(other));
    if (Arrays.equals(content, theirs)) {
      return null;
    }
    Map<String, byte[]> changes = new TreeMap<>();
    changes.put(file, theirs);
    changes.put(other, content);
    return new Mutation(
        Kind.SWAPPED, file, List.of(said(file, theirs), said(other, content)), changes);
  }

  private Said said(String file, byte[] now) throws IOException {
    boolean record = !dataFiles.contains(file);
    byte[] before = Files.readAllBytes(root.resolve(file));
    if (now != null) {
      return record ? broken(file, now) : Said.of(file, described(before), described(now));
    }
    return switch (file) {
      case RECORD -> new Said(file, "there is no version 2", "it has versions 3 to 3");
      case ALIAS -> new Said(file, "was there and is gone", "after record 0");
      case EXPIRY -> Said.of(file, "the record of clean-up 1", "no file");
      case MARKER -> new Said(file, "there is no model store", "no engram.json");
      default -> Said.of(file, described(before), "no file");
    };
  }

  private static String described(byte[] content) {
    return LakeFiles.describe(content.length, ContentHash.sha256(content));
  }

  /** A record's second line seals the first, and is not the seal of what the first is now. */
  private static Said broken(String file, byte[] now) {
    int end = 0;
    while (end < now.length && now[end] != '\n') {
      end++;
    }
    String seal = ContentHash.sha256(Arrays.copyOf(now, end));
    String found = new String(now, end, now.length - end, StandardCharsets.UTF_8).strip();
    String start = found.substring(0, Math.min(found.length(), 60));
    return Said.of(
        file,
        "the seal {\"sha256\":\"" + seal + "\"}",
        start.isEmpty() ? "none" : start.replaceAll("[^\\x20-\\x7e]", "?"));
  }

  private Mutation extra(String file, byte[] content) {
    Map<String, byte[]> changes = new TreeMap<>();
    String extra =
        switch (file) {
          case RECORD -> NEXT_RECORD;
          case ALIAS -> NEXT_ALIAS;
          case EXPIRY -> NEXT_EXPIRY;
          default -> file.startsWith("versions/") ? file + ".copy" : null;
        };
    changes.put(extra == null ? file : extra, content);
    if (extra == null) {
      return null;
    }
    Said said =
        switch (file) {
          case RECORD -> Said.of(extra, "record 4 of store ", "record 2 of store ");
          case ALIAS, EXPIRY -> Said.of(extra, "record 2 of store ", "record 1 of store ");
          default -> Said.of(extra, "no file", "a file");
        };
    return new Mutation(Kind.EXTRA, file, List.of(said), changes);
  }

  /** Gives what was there before. */
  private Map<String, byte[]> write(Map<String, byte[]> changes) throws IOException {
    Map<String, byte[]> before = new TreeMap<>();
    for (Map.Entry<String, byte[]> change : changes.entrySet()) {
      Path file = root.resolve(change.getKey());
      before.put(change.getKey(), Files.exists(file) ? Files.readAllBytes(file) : null);
      if (change.getValue() == null) {
        Files.deleteIfExists(file);
      } else {
        Files.write(file, change.getValue());
      }
    }
    return before;
  }
}
