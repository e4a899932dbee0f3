package io.engram.consolidation.store;

import static io.engram.consolidation.store.StoreFixture.draft;
import static io.engram.consolidation.store.StoreFixture.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * Promises 5 and 7 of {@link ModelStore} for the records themselves: one that is gone without a
 * clean-up having taken it is noticed. Part of {@link ModelStoreContract}.
 */
public abstract class LossContract extends PublicationContract {
  private static final GarbageOptions NOW = new GarbageOptions(Duration.ZERO, 0, false);

  private void publishThree() throws IOException {
    for (String task : List.of("animal", "plant", "food")) {
      publish(store, conf(), task);
    }
  }

  private void lose(String log, long number) throws IOException {
    String file = log + String.format(Locale.ROOT, "/%020d.json", number);
    Path path = new Path(new Path(root()), file);
    assertThat(path.getFileSystem(conf()).delete(path, false)).isTrue();
  }

  private List<Damage> damages() throws IOException {
    return store.verifyAll().findings().stream().map(Verification.Finding::damage).toList();
  }

  @Test
  void newestRecordThatIsGoneIsNamedAndNothingGoesOnAsIfItHadNeverBeen() throws IOException {
    publishThree();
    VersionDraft next = draft(store, conf(), 2, "tool", "tool");
    lose("log", 3);

    assertThat(damages())
        .containsExactly(
            new Damage(
                "log/00000000000000000003.json",
                Damage.Kind.MISSING,
                "the record of version 3",
                "no file"));
    assertThat(store.lostVersions()).containsExactly(3L);
    assertThatThrownBy(() -> store.latest())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("00000000000000000003.json was there and is gone")
        .hasMessageContaining("delete")
        .hasMessageContaining("log/newest");
    assertThatThrownBy(() -> store.publish(next)).hasMessageContaining("is gone");
    assertThatThrownBy(() -> store.collect(NOW)).hasMessageContaining("is gone");
    assertThat(store.version(2).provenance().task()).isEqualTo("plant");

    Path hint = new Path(new Path(root()), "log/newest");
    assertThat(hint.getFileSystem(conf()).delete(hint, false)).isTrue();
    assertThat(published(store.publish(next)).number()).isEqualTo(3);
  }

  @Test
  void recordInTheMiddleThatIsGoneIsNamedAndItsDataStaysUntilItIsGivenUp() throws IOException {
    publishThree();
    VersionRecord lost = store.version(2);
    lose("log", 2);

    assertThat(damages()).extracting(Damage::file).containsExactly("log/00000000000000000002.json");
    assertThat(store.lostVersions()).containsExactly(2L);
    assertThatThrownBy(() -> store.version(2))
        .hasMessageContaining("log/00000000000000000002.json is missing");
    assertThatThrownBy(() -> store.collect(NOW))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("records [2]")
        .hasMessageContaining("nothing was deleted")
        .hasMessageContaining("--give-up-missing");
    Path folder = new Path(new Path(root()), lost.folder() + "/metadata");
    assertThat(folder.getFileSystem(conf()).exists(folder)).isTrue();

    store.collect(NOW.givingUpMissing());

    assertThat(damages()).isEmpty();
    assertThat(store.lostVersions()).isEmpty();
    assertThat(folder.getFileSystem(conf()).exists(folder)).isFalse();
    assertThat(store.collect(NOW).garbage()).isEmpty();
  }

  @Test
  void recordOfACleanUpThatIsGoneIsNamedWithTheVersionsOfWhichOnlyItSpoke() throws IOException {
    publishThree();
    store.collect(NOW.droppingBefore(2));
    assertThat(store.lostVersions()).isEmpty();
    lose("expiries", 1);

    assertThat(damages())
        .extracting(Damage::file)
        .containsExactly("expiries/00000000000000000001.json", "log/00000000000000000001.json");
    assertThat(store.lostVersions()).containsExactly(1L);
  }

  @Test
  void moveOfAnAliasThatIsGoneIsNamed() throws IOException {
    publishThree();
    store.moveAlias("production", 1, 0, null);
    store.moveAlias("production", 2, 1, null);
    store.moveAlias("production", 3, 2, null);
    lose("aliases/production", 2);

    assertThat(damages())
        .extracting(Damage::file)
        .containsExactly("aliases/production/00000000000000000002.json");
    assertThat(store.alias("production").orElseThrow().version()).isEqualTo(3);
    lose("aliases/production", 3);

    assertThat(damages()).hasSize(2);
    assertThatThrownBy(() -> store.alias("production"))
        .hasMessageContaining("aliases/production/00000000000000000003.json was there and is gone");
    assertThatThrownBy(() -> store.moveAlias("production", 1, 1, null))
        .hasMessageContaining("is gone");
  }

  @Test
  void moveInTheMiddleThatIsGoneIsNotSettledBeforeItIsGivenUp() throws IOException {
    publishThree();
    store.moveAlias("production", 1, 0, null);
    store.moveAlias("production", 2, 1, null);
    store.moveAlias("production", 3, 2, null);
    lose("aliases/production", 2);

    assertThatThrownBy(() -> store.collect(NOW))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("records [2]")
        .hasMessageContaining("aliases/production")
        .hasMessageContaining("--give-up-missing");
    assertThat(damages()).hasSize(1);

    store.collect(NOW.givingUpMissing());

    assertThat(damages()).isEmpty();
    assertThat(store.alias("production").orElseThrow().version()).isEqualTo(3);
  }

  @Test
  void versionThatAnAliasNamesAndThatHasNoRecordIsNamedWithoutAnyHint() throws IOException {
    publishThree();
    store.moveAlias("production", 3, 0, null);
    lose("log", 3);
    Path hint = new Path(new Path(root()), "log/newest");
    assertThat(hint.getFileSystem(conf()).delete(hint, false)).isTrue();

    assertThat(damages())
        .containsExactly(
            new Damage(
                "log/00000000000000000003.json",
                Damage.Kind.MISSING,
                "the record of version 3, which alias 'production' names",
                "no file"));
  }

  @Test
  void whatACleanUpExpiredIsNoLoss() throws IOException {
    publishThree();
    store.moveAlias("production", 1, 0, null);
    store.moveAlias("production", 3, 1, null);

    store.collect(NOW.droppingBefore(3));

    assertThat(damages()).isEmpty();
    assertThatThrownBy(() -> store.version(1))
        .hasMessageContaining("no version 1")
        .hasMessageContaining("a clean-up dropped it");
    assertThat(store.collect(NOW.droppingBefore(3)).garbage()).isEmpty();
    lose("aliases/production", 2);
    assertThat(damages())
        .extracting(Damage::file)
        .containsExactly("aliases/production/00000000000000000002.json");
  }
}
