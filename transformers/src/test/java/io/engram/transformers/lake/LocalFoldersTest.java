package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFoldersTest {
  private static final int TIMES = 2_000;

  @TempDir private Path temporary;

  @Test
  void namesComeSortedAndThereAreNoneOfWhatIsNoFolder() throws IOException {
    for (String name : List.of("b", "a", "c")) {
      Files.createFile(temporary.resolve(name));
    }
    assertThat(LocalFolders.names(temporary)).containsExactly("a", "b", "c");
    assertThat(LocalFolders.names(temporary.resolve("a"))).isEmpty();
    assertThat(LocalFolders.names(temporary.resolve("none"))).isEmpty();
  }

  /** A reader of a store whose first writer creates the log at the same moment. */
  @Test
  void aFolderThatAppearsWhileItIsListedIsEmptyOrThere() throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < TIMES; i++) {
        Path folder = temporary.resolve("log-" + i);
        CountDownLatch both = new CountDownLatch(1);
        Future<Path> made =
            writer.submit(
                () -> {
                  both.await();
                  return Files.createDirectory(folder);
                });
        both.countDown();
        while (!made.isDone()) {
          assertThat(LocalFolders.names(folder)).isEmpty();
        }
        made.get();
      }
    } finally {
      writer.shutdownNow();
    }
  }
}
