package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.DamagedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage to every kind of file is found and named. */
class DamageTest {
  private static final int FLIPS = 200;

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private ModelStore store;
  private VersionRecord version;
  private List<String> files;

  @BeforeEach
  void publish() throws IOException {
    store = ModelStore.openOrCreate(temporary.toUri(), conf);
    version = StoreFixture.publish(store, conf, "animal");
    files = new ArrayList<>();
    version.files().forEach(file -> files.add(version.folder() + "/" + file.path()));
    version.objects().forEach(object -> files.add("objects/" + object.fileName()));
    version
        .backbone()
        .files()
        .forEach(file -> files.add("backbones/" + version.backbone().sha256() + "/" + file.path()));
  }

  @Test
  void flippedTruncatedExtendedAndMissingFilesAreEachNamed() throws IOException {
    Random random = new Random(11);
    for (String file : files) {
      byte[] content = Files.readAllBytes(temporary.resolve(file));
      if (content.length > 0) {
        byte[] flipped = content.clone();
        flipped[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        expect(file, flipped, Damage.Kind.CHANGED);
        expect(file, Arrays.copyOf(content, content.length - 1), Damage.Kind.TRUNCATED);
      }
      expect(file, Arrays.copyOf(content, content.length + 1), Damage.Kind.EXTENDED);
      expect(file, null, Damage.Kind.MISSING);
      Files.write(temporary.resolve(file), content);
    }
    assertThat(store.verify(version)).isEmpty();
  }

  private void expect(String file, byte[] content, Damage.Kind kind) throws IOException {
    if (content == null) {
      Files.delete(temporary.resolve(file));
    } else {
      Files.write(temporary.resolve(file), content);
    }
    List<Damage> damages = store.verify(version);
    assertThat(damages).hasSize(1);
    assertThat(damages.get(0).file()).isEqualTo(file);
    assertThat(damages.get(0).kind()).isEqualTo(kind);
    assertThat(damages.get(0).toString()).contains("expected").contains("found");
    if (!file.startsWith("backbones")) {
      assertThatThrownBy(() -> store.checkedFolder(version))
          .isInstanceOf(DamagedVersionException.class)
          .hasMessageContaining(file);
    }
    assertThatThrownBy(() -> store.export(version, temporary.resolve("export").toUri()))
        .isInstanceOf(DamagedVersionException.class)
        .hasMessageContaining(file);
  }

  @Test
  void swappedFilesAreBothNamedWithWhoseContentTheyHold() throws IOException {
    Path first = temporary.resolve(files.get(1));
    Path second = temporary.resolve(files.get(4));
    byte[] content = Files.readAllBytes(first);
    Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);
    Files.write(second, content);

    List<Damage> damages = store.verify(version);

    assertThat(damages).extracting(Damage::kind).containsOnly(Damage.Kind.SWAPPED);
    assertThat(damages).extracting(Damage::file).containsExactly(files.get(1), files.get(4));
    assertThat(damages.get(0).actual()).contains("the content of " + files.get(4));
  }

  @Test
  void fileThatIsNotInTheRecordIsNamed() throws IOException {
    Files.writeString(temporary.resolve(version.folder() + "/metadata/aaa"), "{}");

    assertThat(store.verify(version))
        .containsExactly(
            new Damage(version.folder() + "/metadata/aaa", Damage.Kind.EXTRA, "no file", "a file"));
  }

  @Test
  void anyFlippedBitOfARecordIsRefusedWithTheFile() throws IOException {
    store.moveAlias("production", 1, 0, null);
    Random random = new Random(12);
    String record = "log/00000000000000000001.json";
    String alias = "aliases/production/00000000000000000001.json";
    for (int i = 0; i < FLIPS; i++) {
      String file = List.of(record, alias, "engram.json").get(i % 3);
      byte[] content = Files.readAllBytes(temporary.resolve(file));
      byte[] flipped = content.clone();
      flipped[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(temporary.resolve(file), flipped);
      assertThatThrownBy(this::readAll)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(file)
          .hasMessageContaining("seal");
      Files.write(temporary.resolve(file), content);
    }
    readAll();
  }

  private void readAll() throws IOException {
    ModelStore opened = ModelStore.open(temporary.toUri(), conf);
    opened.versions();
    opened.aliases();
  }

  @Test
  void recordUnderAnotherNumberIsRefused() throws IOException {
    StoreFixture.publish(store, conf, "plant");
    Path log = temporary.resolve("log");
    Files.copy(
        log.resolve("00000000000000000001.json"),
        log.resolve("00000000000000000002.json"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> store.version(2))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("record 2")
        .hasMessageContaining("record 1");
  }
}
