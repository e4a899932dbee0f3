package io.engram.jobs.verb;

import io.engram.adapters.pretraining.Augmentation;
import io.engram.adapters.pretraining.PretrainingConfig;
import io.engram.jobs.JobException;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.image.PixelSize;
import io.engram.transformers.image.Resampling;
import io.engram.transformers.image.Resize;
import java.util.Collections;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is pre-trained and how. */
final class PretrainOptions {
  private static final double EPSILON = 1e-6;

  @ArgGroup(validate = false, heading = "%nEncoder:%n", order = 30)
  private Encoder encoder = new Encoder();

  @ArgGroup(validate = false, heading = "%nTraining:%n", order = 40)
  private Training training = new Training();

  @ArgGroup(validate = false, heading = "%nChanges of training pictures:%n", order = 50)
  private Changes changes = new Changes();

  static final class Encoder {
    @Option(names = "--image-size", paramLabel = "PIXELS", description = "edge of its images")
    private int imageSize;

    @Option(names = "--channels", paramLabel = "N", description = "1: grey; 3: red, green and blue")
    private int channels;

    @Option(names = "--patch", paramLabel = "PIXELS", description = "edge of a patch")
    private int patch;

    @Option(names = "--layers", paramLabel = "N", description = "layers")
    private int layers;

    @Option(names = "--hidden", paramLabel = "N", description = "width")
    private int hidden;

    @Option(names = "--heads", paramLabel = "N", description = "attention heads")
    private int heads;

    @Option(
        names = "--intermediate",
        paramLabel = "N",
        description = "width of the feed-forward blocks")
    private int intermediate;
  }

  static final class Training {
    @Option(names = "--epochs", paramLabel = "N", description = "passes over the rows")
    private int epochs;

    @Option(names = "--batch-size", paramLabel = "ROWS", description = "rows a step")
    private int batchSize;

    @Option(
        names = "--learning-rate",
        paramLabel = "RATE",
        description = "peak rate of AdamW; a cosine follows")
    private double learningRate;

    @Option(names = "--warmup", paramLabel = "SHARE", description = "share of the steps before it")
    private double warmup;

    @Option(
        names = "--weight-decay",
        paramLabel = "RATE",
        description = "of matrices; biases, norms, tokens and positions never decay")
    private double weightDecay;

    @Option(
        names = "--label-smoothing",
        paramLabel = "SHARE",
        description = "share of a row that is spread over all classes")
    private double labelSmoothing;

    @Option(
        names = "--drop-path",
        paramLabel = "RATE",
        description = "probability that the last layer is left out for a row")
    private double dropPath;

    @Option(
        names = "--max-gradient-norm",
        paramLabel = "NORM",
        description = "of all gradients of a step")
    private double maxGradientNorm;

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same weights")
    private long seed;
  }

  static final class Changes {
    @Option(names = "--shift", paramLabel = "SHARE", description = "of the edge, at most")
    private double shift;

    @Option(
        names = "--scale",
        paramLabel = "SHARE",
        description = "larger or smaller by that share at most")
    private double scale;

    @Option(names = "--rotate", paramLabel = "DEGREES", description = "to either side, at most")
    private double rotate;

    @Option(names = "--shear", paramLabel = "TANGENT", description = "to either side, at most")
    private double shear;

    @Option(names = "--flip", paramLabel = "SHARE", description = "of the pictures are mirrored")
    private double flip;

    @Option(
        names = "--erase",
        paramLabel = "SHARE",
        description = "of the pictures lose a rectangle")
    private double erase;

    @Option(
        names = "--erase-area",
        paramLabel = "SHARE",
        description = "of the picture that the rectangle covers, at most")
    private double eraseArea;
  }

  VitConfig encoder() {
    return valid(
        () ->
            new VitConfig(
                "vit",
                encoder.layers,
                encoder.hidden,
                encoder.heads,
                encoder.intermediate,
                size(),
                encoder.channels,
                encoder.patch,
                encoder.imageSize / Math.max(1, encoder.patch),
                encoder.imageSize / Math.max(1, encoder.patch),
                true,
                EPSILON,
                "gelu",
                Pooling.CLS));
  }

  private PixelSize size() {
    return new PixelSize(encoder.imageSize, encoder.imageSize);
  }

  ImageSettings settings() {
    return valid(
        () ->
            new ImageSettings(
                size(),
                encoder.channels,
                new Resize.Exact(size(), Resampling.BILINEAR),
                false,
                1,
                Collections.nCopies(encoder.channels, 0.0),
                Collections.nCopies(encoder.channels, 1.0)));
  }

  PretrainingConfig config() {
    return valid(
        () ->
            new PretrainingConfig(
                training.epochs,
                training.batchSize,
                training.learningRate,
                training.weightDecay,
                training.warmup,
                training.labelSmoothing,
                training.dropPath,
                training.maxGradientNorm,
                new Augmentation(
                    changes.shift,
                    changes.scale,
                    changes.rotate,
                    changes.shear,
                    changes.flip,
                    changes.erase,
                    changes.eraseArea),
                training.seed));
  }

  private static <T> T valid(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw JobException.usage(e.getMessage());
    }
  }
}
