package io.engram.transformers.lake.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.lake.BackboneRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
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
}
