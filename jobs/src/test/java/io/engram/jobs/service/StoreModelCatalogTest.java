package io.engram.jobs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.StoreFixture;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.InstanceOfAssertFactories;
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
  void listsVersionsWithTheirNames() {
    catalog.alias(reference("#1"), "production");
    List<ModelCatalog.Version> versions = catalog.list(model);
    assertThat(versions).extracting(ModelCatalog.Version::task).containsExactly("animal", "food");
    assertThat(versions.get(0).aliases()).containsExactly("production");
    assertThat(versions.get(1).aliases()).isEmpty();
  }

  @Test
  void movesAName() {
    catalog.alias(reference("#1"), "production");
    catalog.alias(reference(""), "production");
    assertThat(catalog.aliases(model)).isEqualTo(Map.of("production", 2L));
  }

  @Test
  void showsTheRecordInReadingOrder() {
    Map<String, Object> shown = catalog.show(reference("#2"));
    assertThat(shown).containsEntry("number", 2L).containsEntry("parent", 1L);
    assertThat(shown.get("created")).isInstanceOf(String.class);
  }

  @Test
  void verifyCountsFilesAndNamesTheDamagedOne() throws IOException {
    assertThat(catalog.verify(reference(""))).isGreaterThanOrEqualTo(7);
    Path damaged;
    try (var files = Files.walk(Path.of(model, "versions"))) {
      damaged = files.filter(file -> file.endsWith("model.json")).findFirst().orElseThrow();
    }
    Files.writeString(damaged, "{}");
    assertThatThrownBy(
            () -> {
              catalog.verify(reference("#1"));
              catalog.verify(reference("#2"));
            })
        .isInstanceOf(JobException.class)
        .hasMessageContaining("model.json")
        .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
        .extracting(JobException::exitCode)
        .isEqualTo(ExitCode.REFUSED);
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
