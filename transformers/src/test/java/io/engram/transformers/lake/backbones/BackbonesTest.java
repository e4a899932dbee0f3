package io.engram.transformers.lake.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.folder.BackboneConfig;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.backbone.folder.PackagedBackbone;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.DamagedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackbonesTest {
  private static final String TINY = "/io/engram/transformers/backbone/tiny/bert-gelu-new/";

  @TempDir private Path temporary;

  private Path huggingFace(String name, int vocabulary) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    for (String file : List.of("config.json", "model.safetensors")) {
      try (InputStream in = BackbonesTest.class.getResourceAsStream(TINY + file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    StringBuilder words = new StringBuilder("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    for (int i = 5; i < vocabulary; i++) {
      words.append("word").append(i).append('\n');
    }
    Files.writeString(folder.resolve("vocab.txt"), words);
    return folder;
  }

  @Test
  void aModelIsAskedForItsBackboneByNameByHashOrByAnyAddressOfTheSameContent() throws IOException {
    Path folder = huggingFace("ours", 100);
    Backbones backbones = new Backbones(temporary.resolve("lake").toUri(), new Configuration());
    BackboneRef ours = backbones.bring(folder.toString(), "named").ref();
    Path copy = huggingFace("copy", 100);
    for (String same :
        List.of("named", ours.sha256(), folder.toString(), copy.toUri().toString())) {
      assertThatCode(() -> backbones.requireSame(Optional.of(same), ours))
          .as(same)
          .doesNotThrowAnyException();
    }
    Path other = huggingFace("other", 99);
    for (String another : List.of("unheard-of", other.toString())) {
      assertThatThrownBy(() -> backbones.requireSame(Optional.of(another), ours))
          .isInstanceOf(BackboneException.class)
          .hasMessageContaining("was learnt on backbone 'named'")
          .hasMessageContaining("not on '" + another + "': leave --backbone out");
    }
    assertThat(backbones.list()).as("asking brings nothing into the lake").hasSize(1);
  }

  @Test
  void aFolderThatDoesNotFitTogetherIsNamedByItsAddressAndNotByTheCopyThatWasRead()
      throws IOException {
    Path folder = huggingFace("odd", 100);
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceAll("\"intermediate_size\": *[0-9]+", "\"intermediate_size\": 7"));
    Backbones backbones = new Backbones(temporary.resolve("lake").toUri(), new Configuration());

    assertThatThrownBy(() -> backbones.bring(folder.toString(), "odd"))
        .hasMessageStartingWith(folder + ": ")
        .hasMessageContaining("do not fit its configuration")
        .hasMessageNotContaining("engram-import");
    assertThat(backbones.list()).isEmpty();
  }

  @Test
  void aFolderMayBeCalledAsTheResultIs() throws IOException {
    Path folder = huggingFace("backbone", 100);
    assertThat(lake("lake").bring(folder.toString(), null).config().name()).isEqualTo("backbone");
  }

  @Test
  void theFolderOneIsInHasItsName() throws IOException {
    Path folder = huggingFace("ours", 100);
    FileSystem local = FileSystem.get(folder.toUri(), new Configuration());
    var before = local.getWorkingDirectory();
    local.setWorkingDirectory(new org.apache.hadoop.fs.Path(folder.toUri()));
    try {
      BackboneConfig here = lake("lake").bring("./", null).config();
      assertThat(here.name()).isEqualTo("ours");
      assertThat(here.source()).isEqualTo("Hugging Face folder ours");
      Files.writeString(folder.resolve("config.json"), "{");
      assertThatThrownBy(() -> lake("other").bring("./", null))
          .hasMessageStartingWith("./config.json")
          .hasMessageNotContaining("engram-import");
    } finally {
      local.setWorkingDirectory(before);
    }
  }

  private Backbones lake(String name) throws IOException {
    return new Backbones(temporary.resolve(name).toUri(), new Configuration());
  }

  private Path file(String lake, BackboneRef backbone, String name) {
    return temporary.resolve(lake).resolve("backbones").resolve(backbone.sha256()).resolve(name);
  }

  @Test
  void oneBackboneHasTheNameThatEachLakeGaveIt() throws IOException {
    String source = huggingFace("ours", 100).toString();
    BackboneRef first = lake("first").bring(source, "red").ref();
    BackboneRef second = lake("second").bring(source, "blue").ref();

    assertThat(second)
        .as("the same content")
        .extracting(BackboneRef::sha256)
        .isEqualTo(first.sha256());
    assertThat(lake("first").check("red").config().name()).isEqualTo("red");
    assertThat(lake("second").check("blue").config().name()).isEqualTo("blue");
    assertThat(lake("second").list())
        .extracting(entry -> entry.config().name())
        .containsExactly("blue");
    assertThat(lake("second").config(second).name()).isEqualTo("blue");
    assertThatThrownBy(() -> lake("second").check("red")).isInstanceOf(BackboneNameException.class);
  }

  @Test
  void askingByNameOrHashReadsNoWeights() throws IOException {
    Backbones backbones = lake("lake");
    BackboneRef ours = backbones.bring(huggingFace("ours", 100).toString(), "named").ref();
    BackboneRef other = backbones.bring(huggingFace("other", 99).toString(), "other").ref();
    for (BackboneRef each : List.of(ours, other)) {
      Files.delete(file("lake", each, "model.safetensors"));
    }

    assertThat(backbones.list()).hasSize(2);
    assertThat(backbones.bring("named", null).ref()).isEqualTo(ours);
    assertThat(backbones.bring(other.sha256(), null).ref()).isEqualTo(other);
    assertThat(backbones.encoder(ours).layers()).isPositive();
  }

  @Test
  void aDamagedBackboneIsInNobodysWay() throws IOException {
    Backbones backbones = lake("lake");
    BackboneRef ours = backbones.bring(huggingFace("ours", 100).toString(), "named").ref();
    BackboneRef bad = backbones.bring(huggingFace("other", 99).toString(), "bad").ref();
    Files.writeString(file("lake", bad, "engram-backbone.json"), "{");

    assertThat(backbones.list()).extracting(Backbones.Entry::ref).containsExactly(ours);
    assertThat(backbones.bring("named", null).ref()).isEqualTo(ours);
    assertThat(backbones.check(ours.sha256()).config().name()).isEqualTo("named");
    assertThatThrownBy(() -> backbones.check(bad.sha256()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(bad.sha256());
  }

  @Test
  void aConfigurationOfAnotherBackboneIsDamage() throws IOException {
    Backbones backbones = lake("lake");
    BackboneRef ours = backbones.bring(huggingFace("ours", 100).toString(), "named").ref();
    Path config = file("lake", ours, "engram-backbone.json");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("\"maxLength\" ?: ?[0-9]+", "\"maxLength\":9"));

    assertThatThrownBy(() -> backbones.encoder(ours))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected it to be of backbone " + ours.sha256());
  }

  @Test
  void aNameThatAnotherBackboneHasIsRefusedWithWhatToDo() throws IOException {
    Backbones backbones = lake("lake");
    BackboneRef ours = backbones.bring(huggingFace("ours", 100).toString(), "named").ref();
    String other = huggingFace("named", 99).toString();

    for (String name : new String[] {"named", null}) {
      assertThatThrownBy(() -> backbones.bring(other, name))
          .isInstanceOf(BackboneNameException.class)
          .hasMessageContainingAll("the name 'named' already", ours.sha256(), "--name NAME");
    }
    assertThat(backbones.list()).hasSize(1);
    assertThat(backbones.bring(other, "free").config().name()).isEqualTo("free");
  }

  @Test
  void whatIsThereKeepsItsNameAndAnotherIsRefused() throws IOException {
    Backbones backbones = lake("lake");
    Path folder = huggingFace("ours", 100);
    BackboneRef ours = backbones.bring(folder.toString(), "named").ref();

    assertThat(backbones.bring(folder.toString(), null).config().name()).isEqualTo("named");
    for (String source : List.of(folder.toString(), "named", ours.sha256())) {
      assertThatThrownBy(() -> backbones.bring(source, "another"))
          .isInstanceOf(BackboneNameException.class)
          .hasMessageContaining("already, as 'named'");
    }
  }

  @Test
  void whatTheProgramBringsItselfGetsTheNameItIsGiven() throws IOException {
    Backbones backbones = lake("lake");
    backbones.bring(PackagedBackbone.NAME, "sketches");
    assertThat(backbones.check("sketches").config().name()).isEqualTo("sketches");
  }
}
