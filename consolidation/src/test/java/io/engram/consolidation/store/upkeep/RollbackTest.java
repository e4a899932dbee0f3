package io.engram.consolidation.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.store.DamagedVersionException;
import io.engram.consolidation.store.Publication;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.VersionChange;
import io.engram.consolidation.store.VersionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going back is one more version with the content of an earlier one. */
class RollbackTest {
  @TempDir Path temporary;
  private Path root;
  private ToyVersions toy;
  private Rollback rollback;

  @BeforeEach
  void learn() throws IOException {
    root = temporary.resolve("model");
    toy = new ToyVersions(root.toUri(), new Configuration());
    toy.learn("animal", 0);
    toy.learn("plant", 0);
    toy.learn("food", 1);
    rollback = new Rollback(toy.store, new Configuration());
  }

  private VersionRecord to(long version) throws IOException {
    Publication<VersionRecord> end = rollback.to(version, "plants were mislabelled");
    assertThat(end).as(end.message()).isInstanceOf(Publication.Published.class);
    return end.ours();
  }

  @Test
  void newestVersionEqualsTheOneGoneBackToInAllButItsNumber() throws IOException {
    VersionRecord first = toy.store.version(1);

    VersionRecord back = to(1);

    assertThat(toy.store.latest()).contains(back);
    assertThat(back.number()).isEqualTo(4);
    assertThat(back.parent()).isEqualTo(3);
    assertThat(back.objects()).isEqualTo(first.objects());
    assertThat(back.backbone()).isEqualTo(first.backbone());
    assertThat(back.provenance()).isEqualTo(first.provenance());
    assertThat(back.idempotenceKey()).isEqualTo(first.idempotenceKey());
    assertThat(back.change()).isEqualTo(VersionChange.rollback(1, "plants were mislabelled"));
    assertThat(toy.model(back).version()).isEqualTo(4);
    assertThat(toy.model(back).withVersion(1).state().tasks())
        .isEqualTo(toy.model(first).state().tasks());
    assertThat(ModelCodec.serving(toy.document(back), toy.objects))
        .isEqualTo(ModelCodec.serving(toy.document(first), toy.objects));
    assertThat(toy.store.verify(back)).isEmpty();
  }

  @Test
  void everyVersionKeepsItsBytesAndNoObjectIsWritten() throws IOException {
    List<String> before = files();

    VersionRecord back = to(2);

    List<String> after = files();
    assertThat(after).containsAll(before);
    assertThat(after)
        .filteredOn(file -> !before.contains(file))
        .allMatch(file -> file.startsWith(back.folder()) || file.startsWith("log/"));
  }

  @Test
  void rollbackCanItselfBeRolledBack() throws IOException {
    to(1);

    VersionRecord again = to(3);

    assertThat(again.number()).isEqualTo(5);
    assertThat(again.objects()).isEqualTo(toy.store.version(3).objects());
  }

  @Test
  void rollbackToTheNewestOrToNothingIsRefused() {
    assertThatThrownBy(() -> rollback.to(3, null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is the newest");
    assertThatThrownBy(() -> rollback.to(9, null)).hasMessageContaining("versions 1 to 3");
    assertThat(temporary.resolve("model/leases")).isEmptyDirectory();
  }

  @Test
  void versionWithADamagedBackboneIsRefusedAndTheFileNamed() throws IOException {
    flipABackboneByte();

    assertThatThrownBy(() -> rollback.to(1, null))
        .isInstanceOf(DamagedVersionException.class)
        .hasMessageContaining("backbones/")
        .hasMessageContaining("engram-backbone.json");
    assertThat(toy.store.versions()).hasSize(3);
  }

  private void flipABackboneByte() throws IOException {
    String backbone = toy.store.version(1).backbone().sha256();
    Path file = root.resolve("backbones/" + backbone + "/engram-backbone.json");
    byte[] content = Files.readAllBytes(file);
    content[0] ^= 1;
    Files.write(file, content);
  }

  @Test
  void whatLooksLikeACredentialInTheReasonIsNotKept() throws IOException {
    Publication<VersionRecord> end = rollback.to(1, "as curl said, pass=topsecret1 was wrong");
    assertThat(end.ours().change().reason()).isEqualTo("as curl said, pass=*** was wrong");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file) + " " + file.toFile().length())
          .toList();
    }
  }
}
