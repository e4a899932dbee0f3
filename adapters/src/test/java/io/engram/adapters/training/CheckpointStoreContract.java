package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link CheckpointStore} promises; {@link #store} opens the same one each time. */
public abstract class CheckpointStoreContract {
  @TempDir protected Path temporary;

  /** The store of this test, opened as a process that starts would open it. */
  protected abstract CheckpointStore store() throws Exception;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aStoreThatWasNeverSavedToHoldsNothing() throws Exception {
    assertThat(store().load()).isEmpty();
    store().clear();
    assertThat(store().load()).isEmpty();
  }

  @Test
  void theLastSaveIsLoadedByWhoOpensItAnew() throws Exception {
    for (String text : new String[] {"first", "second, longer", "3"}) {
      store().save(bytes(text));
      assertThat(store().load()).hasValue(bytes(text));
    }
    CheckpointStore same = store();
    for (int i = 0; i < 12; i++) {
      same.save(bytes("number " + i));
    }
    assertThat(store().load()).hasValue(bytes("number 11"));
  }

  @Test
  void theSameBytesMayBeSavedAgain() throws Exception {
    store().save(bytes("same"));
    store().save(bytes("other"));
    store().save(bytes("same"));
    assertThat(store().load()).hasValue(bytes("same"));
  }

  @Test
  void clearForgets() throws Exception {
    store().save(bytes("gone"));
    store().clear();
    assertThat(store().load()).isEmpty();
    store().save(bytes("back"));
    assertThat(store().load()).hasValue(bytes("back"));
  }
}
