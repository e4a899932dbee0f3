package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs publish into one store: what each reported is there, once. */
class TwoProcessPublishTest {
  private static final int PROCESSES = 2;
  private static final int PUBLISHES = Integer.getInteger("engram.soak", 6);

  @TempDir Path temporary;

  @Test
  void everyReportedVersionIsThereAndEveryVersionWasReportedOnce() throws Exception {
    URI root = temporary.resolve("model").toUri();
    ModelStore store = ModelStore.openOrCreate(root, new Configuration());
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Publisher.class.getName(),
                  root.toString(),
                  "task-" + i,
                  Integer.toString(PUBLISHES))
              .redirectError(temporary.resolve("errors-" + i).toFile())
              .redirectOutput(temporary.resolve("published-" + i).toFile())
              .start());
    }
    List<String> reported = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      assertThat(processes.get(i).waitFor())
          .as(Files.readString(temporary.resolve("errors-" + i)))
          .isZero();
      reported.addAll(Files.readAllLines(temporary.resolve("published-" + i)));
    }
    assertThat(reported).hasSize(PROCESSES * PUBLISHES);
    assertThat(store.versions())
        .extracting(version -> version.number() + " " + version.id())
        .containsExactlyInAnyOrderElementsOf(reported);
    for (VersionRecord version : store.versions()) {
      assertThat(store.verify(version)).isEmpty();
    }
  }

  /** One of the processes: publishes until it has its share, prints what it was told. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] args) throws Exception {
      Configuration conf = new Configuration();
      ModelStore store = ModelStore.open(URI.create(args[0]), conf);
      StringBuilder published = new StringBuilder();
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        VersionDraft draft = StoreFixture.draft(store, conf, newest(store), args[1], null);
        Publication<VersionRecord> end = store.publish(draft);
        while (end instanceof Publication.Conflicted) {
          end = store.publish(draft.onto(newest(store)));
        }
        if (!(end instanceof Publication.Published)) {
          throw new IllegalStateException(end.message());
        }
        published.append(end.ours().number()).append(' ').append(end.ours().id()).append('\n');
      }
      System.out.print(published);
    }

    private static long newest(ModelStore store) throws java.io.IOException {
      return store.latest().map(VersionRecord::number).orElse(0L);
    }
  }
}
