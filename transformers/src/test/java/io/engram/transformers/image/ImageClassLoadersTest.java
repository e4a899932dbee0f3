package io.engram.transformers.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.input.RawInput;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Executors load jars of a job in a loader of their own; decoders are found all the same. */
class ImageClassLoadersTest {
  private static final int FORMATS = 5;

  @Test
  void formatsAreReadWhenTheContextClassLoaderSeesNoDecoder() throws Exception {
    assertThat(in(ClassLoader.getPlatformClassLoader(), new Decoding())).isEqualTo(FORMATS);
  }

  @Test
  void formatsAreReadWithoutAContextClassLoader() throws Exception {
    assertThat(in(null, new Decoding())).isEqualTo(FORMATS);
  }

  @Test
  void formatsAreReadInALoaderOfAJobsOwn() throws Exception {
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader own = new URLClassLoader(classPath(), parent)) {
      Object decoding =
          own.loadClass(Decoding.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(decoding).isNotInstanceOf(Decoding.class);
      assertThat(in(parent, (Callable<?>) decoding)).isEqualTo(FORMATS);
    }
  }

  private static Object in(ClassLoader context, Callable<?> task) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return task.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  /** Reads a picture of each format; says how many. */
  public static final class Decoding implements Callable<Integer> {
    @Override
    public Integer call() {
      ImageSettings settings =
          new ImageSettings(
              new PixelSize(8, 8),
              3,
              new Resize.Exact(new PixelSize(8, 8), Resampling.BILINEAR),
              false,
              1,
              Collections.nCopies(3, 0.0),
              Collections.nCopies(3, 1.0));
      ImageReader reader = new ImageReader(settings, ImageLimits.DEFAULT, 1);
      int read = 0;
      for (byte[] file : HostileImages.oneOfEachFormat()) {
        read += reader.read(new RawInput.Image(file)).height() == 8 ? 1 : 0;
      }
      return read;
    }
  }
}
