package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.PixelBatch;
import io.engram.transformers.image.ImageLimits;
import io.engram.transformers.input.InputKind;
import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.Pixels;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.runtime.TensorScope;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's own image encoder is there, is the one that its card describes, and computes. */
class PackagedBackboneTest {
  /**
   * First values of the pooled output for {@link #picture}, by transformers 4.57.6 ({@code
   * ViTModel(...).last_hidden_state[0, 0]} of the same folder, pixels / 255 normalised by its
   * preprocessor_config.json).
   */
  private static final float[] EXPECTED = {
    0.64434f, -0.30956f, 1.00315f, 0.71830f, 2.46764f, -0.27459f
  };

  @TempDir Path work;

  @Test
  void itIsImportedAsAnyOtherAndComputesWhatTransformersDoes() throws IOException {
    BackboneFolder folder =
        BackboneImporter.importInto(work.resolve("own"), new PackagedBackbone());
    folder.verify();
    assertThat(folder.config().name()).isEqualTo("quickdraw-vit");
    assertThat(folder.config().kind()).isEqualTo(InputKind.IMAGE);
    assertThat(folder.config().licence()).isEqualTo("CC BY 4.0");
    assertThat(folder.contentHash()).startsWith("");
    try (InputReader reader = folder.reader(0, ImageLimits.DEFAULT);
        Backbone backbone = folder.load();
        TensorScope scope = TensorScope.open()) {
      Pixels pixels = (Pixels) reader.read(new RawInput.Image(picture()));
      PixelBatch batch = PixelBatch.of(List.of(pixels));
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray first = backbone.embed(scope.manager(), batch);
      int layers = backbone.config().layers();
      NDArray last = backbone.encode(first, mask, 0, layers, LayerHook.IDENTITY);
      float[] pooled = backbone.pool(last, mask).toFloatArray();
      assertThat(pooled).hasSize(backbone.config().hidden());
      for (int i = 0; i < EXPECTED.length; i++) {
        assertThat(pooled[i]).isCloseTo(EXPECTED[i], Offset.offset(1e-4f));
      }
    }
  }

  /** A ramp with a bright diagonal, 28 x 28, grey. */
  private static byte[] picture() throws IOException {
    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        picture.getRaster().setSample(x, y, 0, x == y ? 255 : 4 * x + 2 * y);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
