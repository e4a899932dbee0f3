package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** What every {@link ExclusiveCreate} must do; an implementation's test extends it. */
public abstract class ExclusiveCreateContract {
  private static final int THREADS = 8;

  /** The implementation under test. */
  protected abstract ExclusiveCreate exclusiveCreate();

  /** An empty folder of its file system, another one for each test. */
  protected abstract Path folder();

  /** How its file system is reached. */
  protected abstract Configuration conf();

  /** How many races are run: more where they are cheap. */
  protected abstract int rounds();

  @Test
  void oneOfManyThreadsWinsAndItsBytesAreThere() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    try {
      for (int round = 0; round < rounds(); round++) {
        Path path = new Path(folder(), "race-" + round + ".json");
        List<Callable<Boolean>> racers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          byte[] content = bytes("winner " + thread);
          racers.add(
              () -> {
                barrier.await();
                return exclusiveCreate().create(path, content, conf())
                    == ExclusiveCreate.Outcome.CREATED;
              });
        }
        List<Integer> winners = new ArrayList<>();
        List<Future<Boolean>> ends = pool.invokeAll(racers);
        for (int thread = 0; thread < THREADS; thread++) {
          if (ends.get(thread).get()) {
            winners.add(thread);
          }
        }
        assertThat(winners).as("winners of round %d", round).hasSize(1);
        assertThat(read(path)).isEqualTo("winner " + winners.get(0));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void readerBesideTheRaceSeesNothingOrAllBytes() throws Exception {
    byte[] content = bytes("x".repeat(200_000));
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < Math.min(rounds(), 30); round++) {
        Path path = new Path(folder(), "seen-" + round);
        FileSystem fs = RawFileSystem.of(path, conf());
        Future<Long> firstLengthSeen =
            reader.submit(
                () -> {
                  while (!fs.exists(path)) {
                    Thread.onSpinWait();
                  }
                  return fs.getFileStatus(path).getLen();
                });
        exclusiveCreate().create(path, content, conf());
        assertThat(firstLengthSeen.get()).isEqualTo(content.length);
      }
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void existingFileIsNeverChanged() throws Exception {
    Path path = new Path(folder(), "there");

    assertThat(exclusiveCreate().create(path, bytes("first"), conf()))
        .isEqualTo(ExclusiveCreate.Outcome.CREATED);
    assertThat(exclusiveCreate().create(path, bytes("second"), conf()))
        .isEqualTo(ExclusiveCreate.Outcome.ALREADY_THERE);
    assertThat(read(path)).isEqualTo("first");
  }

  @Test
  void missingFoldersAreCreatedAndNoTemporaryIsLeft() throws Exception {
    Path deep = new Path(folder(), "a/b/c");

    exclusiveCreate().create(new Path(deep, "file"), bytes("content"), conf());
    exclusiveCreate().create(new Path(deep, "file"), bytes("content"), conf());

    assertThat(LakeFiles.at(deep, conf()).names(deep)).containsExactly("file");
  }

  @Test
  void serviceFileNamesTheImplementationForItsSchemes() throws Exception {
    assertThat(ExclusiveCreates.forPath(folder(), conf())).hasSameClassAs(exclusiveCreate());
  }

  private String read(Path path) throws IOException {
    return new String(LakeFiles.at(path, conf()).read(path, 1 << 20), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
