package io.engram.consolidation.store;

import static io.engram.consolidation.store.StoreFixture.bytes;
import static io.engram.consolidation.store.StoreFixture.draft;
import static io.engram.consolidation.store.StoreFixture.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/**
 * The numbered promises of {@link ModelStore} on one file system; each file system's test extends
 * it.
 */
public abstract class ModelStoreContract extends CollectionContract {
  @Test
  void publishedVersionIsFoundWithEverythingItWasGiven() throws IOException {
    VersionDraft draft = draft(store, conf(), 0, "animal", "key");
    VersionRecord published = published(store.publish(draft));
    ModelStore reopened = ModelStore.open(root(), conf());

    assertThat(reopened.latest()).contains(published);
    assertThat(reopened.versions()).containsExactly(published);
    assertThat(published.number()).isEqualTo(1);
    assertThat(published.parent()).isZero();
    assertThat(published.objects()).isEqualTo(draft.objects());
    assertThat(published.backbone()).isEqualTo(draft.backbone());
    assertThat(published.provenance()).isEqualTo(draft.provenance());
    assertThat(published.files())
        .extracting(file -> file.path())
        .containsExactly(
            "metadata/_SUCCESS",
            "metadata/part-00000",
            "stages/0_continual-classifier_1/metadata/_SUCCESS",
            "stages/0_continual-classifier_1/metadata/part-00000",
            "stages/0_continual-classifier_1/model.json");
    assertThat(reopened.verify(published)).isEmpty();
    assertThat(reopened.checkedFolder(published)).isEqualTo(draft.folder().uri());
  }

  @Test
  void unpublishedFolderIsInvisible() throws IOException {
    publish(store, conf(), "animal");
    draft(store, conf(), 1, "plant", "key");

    assertThat(store.versions()).hasSize(1);
  }

  @Test
  void openingCreatesNothingAndNamesThePath() {
    URI elsewhere = URI.create(root() + "-elsewhere");

    assertThatThrownBy(() -> ModelStore.open(elsewhere, conf()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("-elsewhere")
        .hasMessageContaining("no model store");
  }

  @Test
  void versionIsFoundByItsIdempotenceKey() throws IOException {
    publish(store, conf(), "animal");
    VersionRecord plant = publish(store, conf(), "plant");
    publish(store, conf(), "food");

    assertThat(store.findByIdempotenceKey("key of plant")).contains(plant);
    assertThat(store.findByIdempotenceKey("key of person")).isEmpty();
  }

  @Test
  void versionsAreFoundByNumberAndFromANumberOn() throws IOException {
    publish(store, conf(), "animal");
    VersionRecord plant = publish(store, conf(), "plant");
    VersionRecord food = publish(store, conf(), "food");

    assertThat(store.versionsAfter(1)).containsExactly(plant, food);
    assertThat(store.versionsAfter(3)).isEmpty();
    assertThat(store.find(2)).contains(plant);
    assertThat(store.find(4)).isEmpty();
  }

  @Test
  void draftThatContinuesAMissingVersionOrNamesAMissingObjectIsRefused() throws IOException {
    VersionDraft tooEarly = draft(store, conf(), 4, "animal", "key");
    assertThatThrownBy(() -> store.publish(tooEarly))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("number 5")
        .hasMessageContaining("newest is 0");

    VersionDraft lacking =
        draft(
            store,
            conf(),
            0,
            "animal",
            "key",
            List.of(ObjectRef.of(bytes("never put"), "safetensors")));
    assertThatThrownBy(() -> store.publish(lacking))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("put it first");
    assertThat(store.latest()).isEmpty();
  }

  @Test
  void objectIsKeptOnceAndReadBackVerified() throws IOException {
    ObjectRef first = store.putObject(bytes("weights"), "safetensors");
    ObjectRef second = store.putObject(bytes("weights"), "safetensors");

    assertThat(second).isEqualTo(first);
    assertThat(store.readObject(first)).isEqualTo(bytes("weights"));
    assertThat(LakeFiles.at(objects(), conf()).names(objects())).containsExactly(first.fileName());
  }

  @Test
  void damagedObjectIsNeitherReadNorTakenForTheSame() throws IOException {
    ObjectRef object = store.putObject(bytes("weights"), "safetensors");
    overwrite(new Path(objects(), object.fileName()), bytes("weightz"));

    assertThatThrownBy(() -> store.readObject(object))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(object.fileName());
    assertThatThrownBy(() -> store.putObject(bytes("weights"), "safetensors"))
        .isInstanceOf(DamagedFileException.class);
  }

  @Test
  void damagedVersionIsNotServedAndTheFileIsNamed() throws IOException {
    VersionRecord version = publish(store, conf(), "animal");
    Path model =
        new Path(
            new Path(root()), version.folder() + "/stages/0_continual-classifier_1/model.json");
    overwrite(model, bytes("{}"));

    assertThatThrownBy(() -> store.checkedFolder(version))
        .isInstanceOf(DamagedVersionException.class)
        .hasMessageContaining("model.json is TRUNCATED")
        .hasMessageContaining("found 2 bytes");
  }

  @Test
  void aliasMovesOnlyForWhoSawItsLastMove() throws IOException {
    publish(store, conf(), "animal");
    publish(store, conf(), "plant");
    AliasRecord first = published(store.moveAlias("production", 1, 0, "first"));
    AliasRecord second = published(store.moveAlias("production", 2, first.number(), null));

    Publication<AliasRecord> late = store.moveAlias("production", 1, first.number(), "late");

    assertThat(late).isInstanceOf(Publication.Conflicted.class);
    assertThat(late.message()).contains("to version 2").contains("to version 1");
    assertThat(store.alias("production")).contains(second);
    assertThat(store.aliases()).containsOnlyKeys("production");
    assertThat(published(store.moveAlias("production", 1, 2, "back")).number()).isEqualTo(3);
    assertThat(store.resolve(ModelReference.parse(root() + "@production")).number()).isEqualTo(1);
  }

  @Test
  void referenceIsResolvedOrRefusedWithWhatThereIs() throws IOException {
    assertThatThrownBy(() -> store.resolve(ModelReference.newest(root())))
        .hasMessageContaining("no version yet");
    publish(store, conf(), "animal");
    publish(store, conf(), "plant");
    store.moveAlias("production", 1, 0, null);

    assertThat(store.resolve(ModelReference.newest(root())).number()).isEqualTo(2);
    assertThat(store.resolve(ModelReference.parse(root() + "#1")).number()).isEqualTo(1);
    assertThatThrownBy(() -> store.resolve(ModelReference.parse(root() + "#9")))
        .hasMessageContaining("no version 9")
        .hasMessageContaining("versions 1 to 2");
    assertThatThrownBy(() -> store.resolve(ModelReference.parse(root() + "@canary")))
        .hasMessageContaining("'canary'")
        .hasMessageContaining("[production]");
    assertThatThrownBy(() -> store.moveAlias("production", 9, 1, null))
        .hasMessageContaining("no version 9");
  }

  @Test
  void exportedVersionStandsAloneAndSaysWhereItsObjectsAre() throws IOException {
    VersionRecord version = publish(store, conf(), "animal");
    Path target = new Path(root() + "-export");

    store.export(version, target.toUri());

    LakeFiles files = LakeFiles.at(target, conf());
    String stage = "stages/0_continual-classifier_1/";
    List<String> expected = new ArrayList<>(List.of("engram-version.json"));
    version.files().forEach(file -> expected.add(file.path()));
    version.objects().forEach(object -> expected.add(stage + "objects/" + object.fileName()));
    version
        .backbone()
        .files()
        .forEach(
            file ->
                expected.add(
                    stage + "backbones/" + version.backbone().sha256() + "/" + file.path()));
    assertThat(files.filesBelow(target)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            new String(
                files.read(new Path(target, stage + "model.json"), 1000), StandardCharsets.UTF_8))
        .contains("\"objects\":\"objects\"")
        .contains("\"task\":\"animal\"");
    assertThatThrownBy(() -> store.export(version, target.toUri()))
        .hasMessageContaining("is not empty");
  }

  private Path objects() {
    return new Path(new Path(root()), "objects");
  }

  private void overwrite(Path path, byte[] content) throws IOException {
    FileSystem fs = path.getFileSystem(conf());
    try (var out = fs.create(path, true)) {
      out.write(content);
    }
  }
}
