package io.engram.jobs.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Pictures that cost what photographs do: 500 x 375 pixels as JPEG of ImageIO's usual quality, some
 * 50 KB each, all distinct. {@code BenchmarkPictures FOLDER COUNT [WIDTH HEIGHT]} writes them.
 */
public final class BenchmarkPictures {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;

  /** Waves of falling length and height: energy at all scales, as in photographs. */
  private static final int WAVES = 6;

  private static final double GRAIN = 8;

  private BenchmarkPictures() {}

  public static void main(String[] arguments) throws IOException {
    boolean sized = arguments.length > 2;
    write(
        Path.of(arguments[0]),
        Integer.parseInt(arguments[1]),
        sized ? Integer.parseInt(arguments[2]) : WIDTH,
        sized ? Integer.parseInt(arguments[3]) : HEIGHT);
  }

  /** Writes pictures that are not there yet, named so that names sort by number. */
  static void write(Path folder, int count) throws IOException {
    write(folder, count, WIDTH, HEIGHT);
  }

  private static void write(Path folder, int count, int width, int height) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve(String.format(Locale.ROOT, "%06d.jpg", i));
      if (Files.notExists(file)) {
        Files.write(file, jpeg(i, width, height));
      }
    }
  }

  /**
   * @param number decides every pixel
   */
  static byte[] jpeg(int number) throws IOException {
    return jpeg(number, WIDTH, HEIGHT);
  }

  private static byte[] jpeg(int number, int width, int height) throws IOException {
    Random random = new Random(number);
    double[][] across = waves(random, width);
    double[][] down = waves(random, height);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double grain = GRAIN * random.nextGaussian();
        int colour = 0;
        for (int c = 0; c < 3; c++) {
          double value = 128 + grain + across[c][x] + down[c][y] + across[c][x] * down[c][y] / 40;
          colour = colour << 8 | (int) Math.max(0, Math.min(255, value));
        }
        picture.setRGB(x, y, colour);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", bytes);
    return bytes.toByteArray();
  }

  private static double[][] waves(Random random, int length) {
    double[][] sums = new double[3][length];
    for (double[] sum : sums) {
      for (int wave = 0; wave < WAVES; wave++) {
        double periods = (1 << wave) * (0.5 + random.nextDouble());
        double phase = random.nextDouble();
        for (int i = 0; i < length; i++) {
          sum[i] += 40.0 / (wave + 1) * Math.sin(2 * Math.PI * (periods * i / length + phase));
        }
      }
    }
    return sums;
  }
}
