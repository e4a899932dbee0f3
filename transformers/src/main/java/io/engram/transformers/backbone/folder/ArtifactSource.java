package io.engram.transformers.backbone.folder;

import io.engram.transformers.weights.OnnxInitializers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A {@link KnownBackbone} in its Maven artifact, as a jar file or on the class path. */
public final class ArtifactSource implements BackboneSource {
  static final int MAX_TOKENIZER_BYTES = 64 << 20;

  private final KnownBackbone known;
  private final Path jar;

  private ArtifactSource(KnownBackbone known, Path jar) {
    this.known = known;
    this.jar = jar;
  }

  /** The artifact's resources on the class path. */
  public static ArtifactSource onClassPath(KnownBackbone known) {
    return new ArtifactSource(known, null);
  }

  /** A jar file; which backbone it holds is found out. */
  public static ArtifactSource inJar(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Arrays.stream(KnownBackbone.values())
          .filter(known -> zip.getEntry(known.weightsEntry()) != null)
          .findFirst()
          .map(known -> new ArtifactSource(known, jar))
          .orElseThrow(() -> new BackboneException(jar + ": holds no backbone that is known"));
    } catch (IOException e) {
      throw new BackboneException(jar + ": cannot be read as a jar: " + e, e);
    }
  }

  @Override
  public String description() {
    return known.coordinates() + (jar == null ? " on the class path" : " in " + jar);
  }

  @Override
  public Opened open(Path scratch) throws IOException {
    if (jar == null) {
      return open(scratch, this::resource);
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return open(scratch, name -> zip.getInputStream(entry(zip, name)));
    }
  }

  /** Opens one entry of the artifact. */
  @FunctionalInterface
  private interface Entries {
    InputStream open(String name) throws IOException;
  }

  private Opened open(Path scratch, Entries entries) throws IOException {
    if (known.isSavedModel()) {
      try (InputStream in = entries.open(known.weightsEntry())) {
        InputStream archive = new BoundedStream(in, most(known.config()), weightsName());
        return SavedModelArchive.open(description(), known.config(), archive, scratch);
      }
    }
    Path weights = scratch.resolve(known.weightsEntry());
    byte[] tokenizer;
    try (InputStream in = entries.open(known.tokenizerEntry())) {
      tokenizer = bounded(in);
    }
    try (InputStream in = entries.open(known.weightsEntry())) {
      Files.copy(new BoundedStream(in, most(known.config()), weightsName()), weights);
    }
    return new Opened.Text(known.config(), OnnxInitializers.open(weights), tokenizer);
  }

  /**
   * Bytes that the weights may take: twice those of the encoder's own, and what else is packed with
   * them.
   */
  static long most(BackboneConfig config) {
    return 2 * Float.BYTES * config.encoder().parameters() + 2L * MAX_TOKENIZER_BYTES;
  }

  private String weightsName() {
    return description() + ": " + known.weightsEntry();
  }

  /** Whether {@link #onClassPath} would find the artifact. */
  public static boolean isOnClassPath(KnownBackbone known) {
    return url(known.weightsEntry()) != null;
  }

  private static URL url(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL url = context == null ? null : context.getResource(name);
    return url == null ? ArtifactSource.class.getClassLoader().getResource(name) : url;
  }

  private InputStream resource(String name) throws IOException {
    URL url = url(name);
    if (url == null) {
      throw new BackboneException(
          known.backboneName()
              + ": "
              + name
              + " is not on the class path; add "
              + known.coordinates()
              + " to it or give the path of that jar");
    }
    return url.openStream();
  }

  private ZipEntry entry(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new BackboneException(jar + ": " + name + " is missing in it");
    }
    return entry;
  }

  private byte[] bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_TOKENIZER_BYTES + 1);
    if (bytes.length > MAX_TOKENIZER_BYTES) {
      throw new BackboneException(
          description() + ": " + known.tokenizerEntry() + " has more than 64 MB");
    }
    return bytes;
  }
}
