package io.engram.jobs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.store.AliasRecord;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.StoreFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreModelCatalogTest {
  @TempDir private Path folder;
  private final Configuration conf = new Configuration();
  private final ModelCatalog catalog = new StoreModelCatalog(conf);
  private String model;

  @BeforeEach
  void publishTwoVersions() throws IOException {
    Path root = folder.resolve("model");
    model = root.toString();
    ModelStore store = ModelStore.openOrCreate(root.toUri(), conf);
    store.publish(StoreFixture.draft(store, conf, 0, "animal", "key-1"));
    store.publish(StoreFixture.draft(store, conf, 1, "food", "key-2"));
  }

  private ModelReference reference(String suffix) {
    return ModelReference.parse(model + suffix);
  }

  @Test
  void listsVersionsWithTheirNamesAndWhatEachAdds() {
    catalog.alias(reference("#1"), "production", null);
    List<ModelCatalog.Version> versions = catalog.list(model).versions();
    assertThat(versions).extracting(ModelCatalog.Version::task).containsExactly("animal", "food");
    assertThat(versions.get(0).aliases()).containsExactly("production");
    assertThat(versions.get(1).aliases()).isEmpty();
    ModelCatalog.Shown first = catalog.show(reference("#1"));
    ModelCatalog.Shown second = catalog.show(reference("#2"));
    assertThat(first.added()).isEqualTo(first.bytes()).isEqualTo(versions.get(0).addedBytes());
    long shared = "adapter of all".length() + backboneBytes();
    assertThat(second.added())
        .isEqualTo(second.bytes() - shared)
        .isEqualTo(versions.get(1).addedBytes());
  }

  private static long backboneBytes() {
    return List.of("engram-backbone.json", "model.safetensors", "tokenizer.json").stream()
        .mapToLong(name -> "backbone's ".length() + name.length())
        .sum();
  }

  @Test
  void aNameGoesBackToWhatItNamedBeforeAndForwardAgain() {
    catalog.alias(reference("#1"), "production", null);
    catalog.alias(reference("#2"), "production", null);
    catalog.alias(reference("#2"), "production", "said twice");
    assertThat(catalog.aliasBack(model, "production", "bad").now().version()).isEqualTo(1);
    assertThat(catalog.aliasBack(model, "production", null).now().version()).isEqualTo(2);
    assertThat(catalog.moves(model, "production"))
        .extracting(AliasRecord::version)
        .containsExactly(1L, 2L, 2L, 1L, 2L);
  }

  @Test
  void exportStandsAlone() {
    Path target = folder.resolve("exported");
    catalog.export(reference("#2"), target.toString());
    assertThat(target.resolve("metadata/part-00000")).exists();
  }

  @Test
  void modelThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> catalog.list(folder.resolve("nothing").toString()))
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("nothing");
  }
}
