package io.engram.consolidation.store;

import static io.engram.consolidation.store.StoreFixture.bytes;
import static io.engram.consolidation.store.StoreFixture.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.consolidation.store.upkeep.Erasure;
import io.engram.consolidation.store.upkeep.Rollback;
import io.engram.consolidation.store.upkeep.ToyVersions;
import io.engram.consolidation.strategy.LearnedTask;
import io.engram.consolidation.task.TaskId;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * Promises 6, 10 and 11 of {@link ModelStore}: going back, formats of other times, erasing. Part of
 * {@link ModelStoreContract}.
 */
public abstract class LastingContract extends LossContract {
  private static final long MAX_BYTES = 1 << 20;

  @Test
  void goingBackByARecordOrAnAliasChangesNoByteOfAnyVersionAndRestoresItsContent()
      throws IOException {
    ToyVersions toy = new ToyVersions(root(), conf());
    VersionRecord first = toy.learn("animal", 0);
    toy.learn("plant", 0);
    VersionRecord third = toy.learn("food", 1);
    store.moveAlias("production", 3, 0, null);
    Map<String, String> before = contents();

    Publication<VersionRecord> end = new Rollback(store, conf()).to(1, "plants were mislabelled");
    store.moveAlias("production", 1, 1, "plants were mislabelled");

    VersionRecord back = published(end);
    assertThat(back.objects()).isEqualTo(first.objects());
    assertThat(toy.model(back).withVersion(1).state().tasks())
        .isEqualTo(toy.model(first).state().tasks());
    assertThat(store.latest()).contains(back);
    assertThat(store.resolve(ModelReference.parse(root() + "@production"))).isEqualTo(first);
    assertThat(store.resolve(ModelReference.parse(root() + "#3"))).isEqualTo(third);
    Map<String, String> after = contents();
    before.keySet().removeIf(path -> path.endsWith("/newest"));
    assertThat(after).containsAllEntriesOf(before);
    assertThat(store.verifyAll().findings()).isEmpty();
  }

  @Test
  void recordOfAFutureFormatIsRefusedWithItsNumberAndTheOlderOnesAreRead() throws IOException {
    VersionRecord first = publish(store, conf(), "animal");
    VersionRecord second = publish(store, conf(), "plant");
    store.moveAlias("production", 1, 0, null);
    ofFormat("log/00000000000000000002.json", 2);
    ofFormat("aliases/production/00000000000000000001.json", 3);

    assertThatThrownBy(() -> store.latest())
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("00000000000000000002.json");
    assertThatThrownBy(() -> store.version(second.number()))
        .isInstanceOf(UnsupportedFormatException.class);
    assertThatThrownBy(() -> store.alias("production"))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format 3");
    assertThat(store.version(1)).isEqualTo(first);
    assertThat(store.verify(store.version(1))).isEmpty();
    assertThatThrownBy(() -> store.collect(new GarbageOptions(Duration.ZERO, 0, false)))
        .isInstanceOf(UnsupportedFormatException.class);
  }

  @Test
  void erasedTaskIsInNoByteOfTheNewestVersionNorOfTheStoreOnceTheOlderOnesWereDropped()
      throws IOException {
    String task = "patient-letters";
    ToyVersions toy = new ToyVersions(root(), conf());
    toy.learn("animal", 0);
    toy.learn(task, 0);
    toy.learn("food", 0);
    assertThat(naming(task)).isNotEmpty();

    VersionRecord clean =
        new Erasure(store, conf()).erase(new TaskId(task)).published().orElseThrow();
    List<String> held = new ArrayList<>();
    clean.objects().forEach(object -> held.add("objects/" + object.fileName()));
    clean.files().forEach(file -> held.add(clean.folder() + "/" + file.path()));
    held.add("log/00000000000000000004.json");

    assertThat(naming(task)).doesNotContainAnyElementsOf(held);
    assertThat(naming(ToyVersions.fingerprint(task))).doesNotContainAnyElementsOf(held);
    assertThat(toy.model(clean).state().tasks())
        .extracting(LearnedTask::id)
        .containsExactly("animal", "food");
    store.collect(new GarbageOptions(Duration.ZERO, clean.number(), false));
    assertThat(naming(task)).isEmpty();
    assertThat(naming(ToyVersions.fingerprint(task))).isEmpty();
    assertThat(store.verifyAll().findings()).isEmpty();
  }

  /** Writes a record anew as a later program might: another format, a field more, a right seal. */
  private void ofFormat(String file, int format) throws IOException {
    Path path = new Path(new Path(root()), file);
    byte[] content = files().read(path, MAX_BYTES);
    String line = new String(content, StandardCharsets.UTF_8).split("\n")[0];
    ObjectNode record = (ObjectNode) BoundedJson.read(bytes(line), 1 << 20, 64);
    byte[] sealed = RecordFile.encode(record.put("format", format).put("later", "unknown"));
    try (var out = path.getFileSystem(conf()).create(path, true)) {
      out.write(sealed);
    }
  }

  private LakeFiles files() throws IOException {
    return LakeFiles.at(new Path(root()), conf());
  }

  /** Hash of every file below the root. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    for (String path : files().filesBelow(new Path(root()))) {
      LakeFile file = files().digest(new Path(new Path(root()), path), path);
      contents.put(path, file.sha256());
    }
    return contents;
  }

  /** Files below the root whose name or content holds a text. */
  private List<String> naming(String text) throws IOException {
    List<String> found = new ArrayList<>();
    for (String path : files().filesBelow(new Path(root()))) {
      byte[] content = files().read(new Path(new Path(root()), path), MAX_BYTES);
      if (path.contains(text) || new String(content, StandardCharsets.ISO_8859_1).contains(text)) {
        found.add(path);
      }
    }
    return found;
  }
}
