package io.engram.consolidation.store;

import static io.engram.consolidation.store.StoreFixture.draft;
import static io.engram.consolidation.store.StoreFixture.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.ExclusiveCreates;
import io.engram.transformers.lake.OutcomeUnknownException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Promises 1 to 3 of {@link ModelStore}: who publishes what when several do, or when the reply is
 * lost. Part of {@link ModelStoreContract}.
 */
public abstract class PublicationContract {
  private static final int WRITERS = 4;
  private static final int LOST_REPLIES = Integer.getInteger("engram.soak", 0) > 0 ? 50 : 5;

  /** Opened on {@link #root()} before each test. */
  protected ModelStore store;

  /** A folder that does not exist yet, another one for each test. */
  protected abstract URI root();

  /** How its file system is reached. */
  protected abstract Configuration conf();

  /** Versions each concurrent writer publishes: more where it is cheap. */
  protected abstract int publishesPerWriter();

  @BeforeEach
  void create() throws IOException {
    store = ModelStore.openOrCreate(root(), conf());
  }

  @Test
  void loserOfAVersionLearnsWhoWonAndCanStartAgain() throws IOException {
    VersionDraft mine = draft(store, conf(), 0, "plant", "plant");
    VersionRecord theirs = publish(store, conf(), "animal");

    Publication<VersionRecord> end = store.publish(mine);

    assertThat(end).isInstanceOf(Publication.Conflicted.class);
    assertThat(((Publication.Conflicted<VersionRecord>) end).theirs()).isEqualTo(theirs);
    assertThat(end.message()).contains("'plant'").contains("'animal'").contains("number 1");
    assertThat(store.versions()).containsExactly(theirs);
    assertThat(publish(store, conf(), "plant").number()).isEqualTo(2);
  }

  @Test
  void concurrentWritersGetOneVersionEachNoneIsLostAndAReaderSeesWholeOnes() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    List<Callable<List<VersionRecord>>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String task = "task-" + writer;
      writers.add(() -> publishMany(task));
    }
    List<VersionRecord> reported = new ArrayList<>();
    try {
      List<Future<List<VersionRecord>>> running = new ArrayList<>();
      for (Callable<List<VersionRecord>> writer : writers) {
        running.add(pool.submit(writer));
      }
      while (running.stream().anyMatch(writer -> !writer.isDone())) {
        readNewest();
      }
      for (Future<List<VersionRecord>> end : running) {
        reported.addAll(end.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(reported).hasSize(WRITERS * publishesPerWriter());
    assertThat(store.versions()).containsExactlyInAnyOrderElementsOf(reported);
    assertThat(store.versions())
        .extracting(VersionRecord::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, reported.size()).boxed().toList());
  }

  /** Whoever reads beside writers sees a version whole or none. */
  private void readNewest() throws IOException {
    Optional<VersionRecord> newest = store.latest();
    if (newest.isPresent()) {
      assertThat(store.verify(newest.get())).isEmpty();
    }
  }

  private List<VersionRecord> publishMany(String task) throws IOException {
    ModelStore own = ModelStore.open(root(), conf());
    List<VersionRecord> published = new ArrayList<>();
    while (published.size() < publishesPerWriter()) {
      VersionDraft draft = draft(own, conf(), newest(own), task, task);
      Publication<VersionRecord> end = own.publish(draft);
      while (end instanceof Publication.Conflicted) {
        end = own.publish(draft.onto(newest(own)));
      }
      published.add(published(end));
    }
    return published;
  }

  private static long newest(ModelStore store) throws IOException {
    return store.latest().map(VersionRecord::number).orElse(0L);
  }

  @Test
  void publishingTheSameDraftAgainReportsTheSameVersion() throws IOException {
    VersionDraft draft = draft(store, conf(), 0, "animal", "key");
    VersionRecord first = published(store.publish(draft));
    publish(store, conf(), "plant");

    assertThat(published(store.publish(draft))).isEqualTo(first);
    assertThat(store.versions()).hasSize(2);
  }

  @Test
  void lostReplyIsSettledByTheRecordsOwnIdentityAndPublishedOnce() throws IOException {
    AtomicInteger lost = new AtomicInteger();
    ModelStore unlucky = openWith(afterCreate(lost, true));
    List<VersionRecord> published = new ArrayList<>();

    for (int round = 0; round < LOST_REPLIES; round++) {
      VersionDraft draft = draft(store, conf(), round, "animal", "key " + round);
      published.add(published(unlucky.publish(draft)));
      assertThat(published(unlucky.publish(draft))).isEqualTo(published.get(round));
    }

    assertThat(lost).hasValue(2 * LOST_REPLIES);
    assertThat(store.versions()).containsExactlyElementsOf(published);
  }

  @Test
  void replyLostBeforeAnythingHappenedIsUnknownAndTheNextRunSettlesIt() throws IOException {
    AtomicInteger lost = new AtomicInteger();
    ModelStore unlucky = openWith(afterCreate(lost, false));
    VersionDraft draft = draft(store, conf(), 0, "animal", "key");

    Publication<VersionRecord> end = unlucky.publish(draft);

    assertThat(lost).hasValue(1);
    assertThat(end).isInstanceOf(Publication.Unknown.class);
    assertThat(end.message()).contains("not known").contains("run the same again");
    assertThat(store.findByIdempotenceKey("key")).isEmpty();
    assertThat(published(store.publish(draft)).id()).isEqualTo(draft.folder().id());
  }

  @Test
  void replyLostToAnotherWriterIsAConflict() throws IOException {
    VersionDraft mine = draft(store, conf(), 0, "plant", "plant");
    AtomicInteger lost = new AtomicInteger();
    ModelStore unlucky =
        openWith(
            (path, content, inner) -> {
              publish(store, conf(), "animal");
              lost.incrementAndGet();
              throw new OutcomeUnknownException(path.toString(), new IOException("reply lost"));
            });

    assertThat(unlucky.publish(mine)).isInstanceOf(Publication.Conflicted.class);
    assertThat(lost).hasValue(1);
  }

  static <R extends LogRecord> R published(Publication<R> end) {
    assertThat(end).as(end.message()).isInstanceOf(Publication.Published.class);
    return end.ours();
  }

  /** What happens in place of the compare-and-swap. */
  private interface Swap {
    ExclusiveCreate.Outcome create(Path path, byte[] content, ExclusiveCreate inner)
        throws IOException;
  }

  private Swap afterCreate(AtomicInteger lost, boolean done) {
    return (path, content, inner) -> {
      if (done) {
        inner.create(path, content, conf());
      }
      lost.incrementAndGet();
      throw new OutcomeUnknownException(path.toString(), new IOException("reply lost"));
    };
  }

  private ModelStore openWith(Swap swap) throws IOException {
    return LakeModelStore.open(
        root(),
        conf(),
        (path, conf) -> {
          ExclusiveCreate inner = ExclusiveCreates.forPath(path, conf);
          return new ExclusiveCreate() {
            @Override
            public Set<String> schemes() {
              return inner.schemes();
            }

            @Override
            public Outcome create(Path at, byte[] content, Configuration with) throws IOException {
              return swap.create(at, content, inner);
            }
          };
        });
  }
}
