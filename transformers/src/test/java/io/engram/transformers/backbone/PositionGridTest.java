package io.engram.transformers.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected values: {@code torch.nn.functional.interpolate(mode="bicubic", align_corners=False)}.
 */
class PositionGridTest {
  private static final float[] GRID = {1, -2, 3, 0.5f, 4, -1, 2, 2.5f, -3};

  @Test
  void moreRowsAndColumnsAreThoseOfTorch() {
    assertThat(PositionGrid.resize(GRID, 3, 3, 4, 5, 1))
        .containsExactly(
            new float[] {
              1.3686777f,
              -0.7208135f,
              -2.4306641f,
              0.8190215f,
              3.8360156f,
              0.3725996f,
              1.1890469f,
              2.0026855f,
              1.2887412f,
              0.5323438f,
              0.6848223f,
              2.6532959f,
              4.1186523f,
              0.5016016f,
              -2.7629219f,
              2.0803379f,
              2.6167012f,
              2.3923340f,
              -0.9751338f,
              -3.6750000f
            },
            Offset.offset(1e-6f));
  }

  @Test
  void fewerRowsMoreColumnsAreThoseOfTorch() {
    assertThat(PositionGrid.resize(GRID, 3, 3, 2, 4, 1))
        .containsExactly(
            new float[] {
              0.9360428f,
              -0.3778543f,
              0.2475681f,
              2.3615904f,
              1.5415010f,
              3.1737595f,
              1.1376925f,
              -3.0993786f
            },
            Offset.offset(1e-6f));
  }

  @Test
  void theSameGridIsLeftAsItIs() {
    assertThat(PositionGrid.resize(GRID, 3, 3, 3, 3, 1)).isEqualTo(GRID);
  }

  @Test
  void widthsAreInterpolatedEachByItself() {
    float[] two = new float[2 * GRID.length];
    for (int i = 0; i < GRID.length; i++) {
      two[2 * i] = GRID[i];
      two[2 * i + 1] = -10 * GRID[i];
    }
    float[] one = PositionGrid.resize(GRID, 3, 3, 2, 5, 1);
    float[] both = PositionGrid.resize(two, 3, 3, 2, 5, 2);
    for (int i = 0; i < one.length; i++) {
      assertThat(both[2 * i]).isEqualTo(one[i]);
      assertThat(both[2 * i + 1]).isEqualTo(-10 * one[i], Offset.offset(1e-5f));
    }
  }
}
