package io.engram.transformers.lake.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.HuggingFaceFolder;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeBackbonesTest {
  private static final String TINY = "/io/engram/transformers/backbone/tiny/bert-gelu-new/";
  private static final int VOCABULARY = 100;
  private static final int THREADS = 4;

  @TempDir static Path shared;
  private static BackboneFolder source;

  @TempDir Path temporary;
  private final Configuration conf = new Configuration();
  private LakeBackbones lake;
  private Path published;

  @BeforeAll
  static void importTiny() throws IOException {
    Path huggingFace = Files.createDirectory(shared.resolve("hugging-face"));
    for (String file : List.of("config.json", "model.safetensors")) {
      try (InputStream in = LakeBackbonesTest.class.getResourceAsStream(TINY + file)) {
        Files.copy(in, huggingFace.resolve(file));
      }
    }
    StringBuilder vocabulary = new StringBuilder("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    for (int i = 5; i < VOCABULARY; i++) {
      vocabulary.append("word").append(i).append('\n');
    }
    Files.writeString(huggingFace.resolve("vocab.txt"), vocabulary);
    source =
        BackboneImporter.importInto(
            shared.resolve("imported"), new HuggingFaceFolder(huggingFace, "tiny", "none"));
  }

  @BeforeEach
  void open() throws IOException {
    lake = on("machine");
    published = temporary.resolve("lake/backbones/" + source.contentHash());
  }

  private LakeBackbones on(String machine) throws IOException {
    return new LakeBackbones(
        temporary.resolve("lake").toUri(), conf, new LocalBackbones(temporary.resolve(machine)));
  }

  @Test
  void publishedBackboneIsListedAndFetchedWhole() throws IOException {
    BackboneRef reference = lake.publish(source);

    assertThat(reference.sha256()).isEqualTo(source.contentHash());
    assertThat(reference.files()).containsExactlyInAnyOrderElementsOf(source.files());
    assertThat(lake.list()).containsExactly(source.contentHash());
    BackboneFolder fetched = lake.fetch(source.contentHash());
    assertThat(fetched.path()).startsWith(temporary.resolve("machine"));
    assertThat(fetched.files()).isEqualTo(source.files());
    fetched.verify();
  }

  @Test
  void publishingTwiceWritesOnce() throws IOException {
    lake.publish(source);
    var written = Files.getLastModifiedTime(published.resolve("model.safetensors"));

    assertThat(lake.publish(source)).isEqualTo(lake.reference(source.contentHash()));
    assertThat(Files.getLastModifiedTime(published.resolve("model.safetensors")))
        .isEqualTo(written);
  }

  @Test
  void manyPublishersAtOnceLeaveOneWholeBackboneAndNothingElse() throws Exception {
    onAllThreads(() -> lake.publish(source));

    try (var files = Files.list(published)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("engram-backbone.json", "model.safetensors", "tokenizer.json");
    }
    lake.fetch(source.contentHash()).verify();
  }

  @Test
  void publishThatStoppedHalfWayIsInvisibleAndCanBeRepeated() throws IOException {
    lake.publish(source);
    Files.delete(published.resolve("engram-backbone.json"));
    Files.delete(published.resolve("tokenizer.json"));

    assertThat(lake.exists(source.contentHash())).isFalse();
    assertThat(lake.list()).isEmpty();
    assertThatThrownBy(() -> lake.fetch(source.contentHash()))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("engram backbone import");

    lake.publish(source);
    lake.fetch(source.contentHash()).verify();
  }

  @Test
  void damagedSourceIsNotPublished() throws IOException {
    Path copy = temporary.resolve("copy");
    Files.createDirectory(copy);
    for (LakeFile file : source.files()) {
      Files.copy(source.path().resolve(file.path()), copy.resolve(file.path()));
    }
    flip(copy.resolve("model.safetensors"));

    assertThatThrownBy(() -> lake.publish(BackboneFolder.open(copy)))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("model.safetensors");
    assertThat(lake.list()).isEmpty();
  }

  @Test
  void damageInTheLakeIsNamedAndNothingIsKept() throws IOException {
    lake.publish(source);
    flip(published.resolve("model.safetensors"));

    assertThatThrownBy(() -> lake.fetch(source.contentHash()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(source.contentHash() + "/model.safetensors");
    try (var files = Files.list(temporary.resolve("machine"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly(source.contentHash() + ".lock");
    }
  }

  @Test
  void anotherBackboneUnderTheNameIsRefused() throws IOException {
    lake.publish(source);
    Path config = published.resolve("engram-backbone.json");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("\"maxLength\" ?: ?[0-9]+", "\"maxLength\":9"));

    assertThatThrownBy(() -> lake.fetch(source.contentHash()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("backbone " + source.contentHash());
  }

  @Test
  void copyOnThisMachineServesWithoutTheLakeAndIsReplacedWhenDamaged() throws IOException {
    lake.publish(source);
    Path copy = lake.fetch(source.contentHash()).path();
    flip(copy.resolve("model.safetensors"));
    LocalBackbones otherJvm = new LocalBackbones(copy.getParent().resolveSibling("other"));
    Files.move(copy, temporary.resolve("other").resolve(source.contentHash()));
    AtomicInteger fetches = new AtomicInteger();

    for (int i = 0; i < 2; i++) {
      otherJvm
          .get(
              source.contentHash(),
              target -> {
                fetches.incrementAndGet();
                for (LakeFile file : source.files()) {
                  Files.copy(source.path().resolve(file.path()), target.resolve(file.path()));
                }
              })
          .verify();
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aCopyThatSomebodyCleanedUpAfterItsCheckIsFetchedAgain() throws IOException {
    lake.publish(source);
    Path copy = lake.fetch(source.contentHash()).path();
    Files.delete(copy.resolve("model.safetensors"));
    lake.fetch(source.contentHash()).verify();
  }

  @Test
  void whatKilledFetchesLeftGoesWithTheNextOneOfTheSameBackbone() throws IOException {
    Path left = temporary.resolve("machine/.fetching-" + source.contentHash() + "-12");
    Files.createDirectories(left);
    Files.writeString(left.resolve("model.safetensors"), "half of it");
    Path other = Files.createDirectory(temporary.resolve("machine/.fetching-other-1"));
    lake.publish(source);
    lake.fetch(source.contentHash());
    assertThat(left).doesNotExist();
    assertThat(other).as("may be at work").exists();
  }

  @Test
  void manyThreadsFetchOnce() throws Exception {
    AtomicInteger fetches = new AtomicInteger();
    LocalBackbones local = new LocalBackbones(temporary.resolve("once"));

    onAllThreads(
        () ->
            local.get(
                source.contentHash(),
                target -> {
                  fetches.incrementAndGet();
                  for (LakeFile file : source.files()) {
                    Files.copy(source.path().resolve(file.path()), target.resolve(file.path()));
                  }
                }));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void folderThatOthersMayWriteIsRefused() throws IOException {
    Path open = Files.createDirectory(temporary.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> new LocalBackbones(open))
        .hasMessageContaining("writable by nobody else")
        .hasMessageContaining("engram.cache");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temporary.resolve("machine"))))
        .isEqualTo("rwx------");
  }

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }

  private static void onAllThreads(Callable<?> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Object>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(work::call);
      }
      for (Future<Object> end : pool.invokeAll(all)) {
        end.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
