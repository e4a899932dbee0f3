package io.engram.transformers.lake.backbones;

import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.backbone.folder.ArtifactSource;
import io.engram.transformers.backbone.folder.BackboneConfig;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.backbone.folder.BackboneImporter;
import io.engram.transformers.backbone.folder.BackboneSource;
import io.engram.transformers.backbone.folder.HuggingFaceFolder;
import io.engram.transformers.backbone.folder.KnownBackbone;
import io.engram.transformers.backbone.folder.NamedSource;
import io.engram.transformers.backbone.folder.PackagedBackbone;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.text.TokenizerDefinitionException;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backbones of one lake by the names that users give: a known name, a content hash, or the
 * address of a folder or jar.
 */
public final class Backbones {
  private static final Logger LOG = LoggerFactory.getLogger(Backbones.class);

  private final LakeBackbones lake;
  private final Configuration configuration;
  private final URI root;

  public Backbones(URI root, Configuration configuration) throws IOException {
    this.lake = LakeBackbones.at(root, configuration);
    this.configuration = configuration;
    this.root = root;
  }

  /**
   * A backbone of the lake.
   *
   * @param ref as versions name it
   * @param config what it is
   */
  public record Entry(BackboneRef ref, BackboneConfig config) {}

  /** Every backbone of the lake; a damaged one is a line in the log. */
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String hash : lake.list()) {
      try {
        entries.add(entry(hash));
      } catch (DamagedFileException damaged) {
        LOG.warn("backbone {} is passed over: {}", hash, damaged.getMessage());
      }
    }
    return entries;
  }

  private Entry entry(String hash) throws IOException {
    return new Entry(lake.reference(hash), lake.config(hash));
  }

  /** Reads every file in the lake and on this machine, compares every hash and loads it. */
  public Entry check(String nameOrHash) throws IOException {
    Entry entry =
        find(nameOrHash).orElseThrow(() -> new BackboneNameException(unknown(nameOrHash)));
    lake.check(entry.ref().sha256()).load().close();
    return entry;
  }

  /**
   * The backbone of that name or hash in the lake; else it is imported into the lake first.
   *
   * @param source name, hash, or address of a Hugging Face folder or of a known jar
   * @param name name to give to what is imported; null: the known name, or the folder's
   * @throws BackboneNameException when it is none of these, when another backbone of the lake has
   *     the name, or when this one is there under another
   */
  public Entry bring(String source, String name) throws IOException {
    Optional<Entry> there = find(source);
    if (there.isPresent()) {
      return requireNamed(there.get(), source, name);
    }
    Path scratch = Files.createTempDirectory("engram-import-");
    try {
      BackboneFolder imported = imported(source, name, scratch);
      String hash = imported.contentHash();
      if (!lake.exists(hash)) {
        requireFree(imported.config().name(), hash, source);
      }
      lake.publish(imported);
      return requireNamed(entry(hash), source, name);
    } finally {
      delete(scratch);
    }
  }

  private Entry requireNamed(Entry there, String source, String name) {
    if (name != null && !name.equals(there.config().name())) {
      throw new BackboneNameException(
          "the backbone of "
              + source
              + " is in "
              + root
              + " already, as '"
              + there.config().name()
              + "' ("
              + there.ref().sha256()
              + "), and keeps its name: ask for it by that instead of '"
              + name
              + "'");
    }
    return there;
  }

  private void requireFree(String name, String hash, String source) throws IOException {
    Optional<Entry> other = find(name);
    if (other.isPresent()) {
      throw new BackboneNameException(
          "another backbone of "
              + root
              + " has the name '"
              + name
              + "' already ("
              + other.get().ref().sha256()
              + ", that of "
              + source
              + " is "
              + hash
              + "): import it under another name, engram backbone import --model "
              + root
              + " --source "
              + source
              + " --name NAME");
    }
  }

  private BackboneFolder imported(String source, String name, Path scratch) throws IOException {
    try {
      BackboneSource opened = open(source, name, scratch);
      return BackboneImporter.importInto(
          scratch.resolve("backbone"), name == null ? opened : new NamedSource(opened, name));
    } catch (BackboneException e) {
      throw new BackboneException(whereItIs(e, source, scratch), e);
    } catch (WeightFileException e) {
      throw new WeightFileException(whereItIs(e, source, scratch), e);
    } catch (TokenizerDefinitionException e) {
      throw new TokenizerDefinitionException(whereItIs(e, source, scratch), e);
    }
  }

  /** What is wrong with a local copy is wrong with what people know by its address. */
  private String whereItIs(RuntimeException wrong, String source, Path scratch) throws IOException {
    String message = String.valueOf(wrong.getMessage());
    return looksLikeAddress(source)
        ? message.replace(
            copy(address(source), scratch).toString(), source.replaceFirst("(?<=.)/+$", ""))
        : message;
  }

  /** The whole address: {@code ./} alone has no name. */
  private org.apache.hadoop.fs.Path address(String source) throws IOException {
    org.apache.hadoop.fs.Path given = new org.apache.hadoop.fs.Path(source);
    return given.getFileSystem(configuration).makeQualified(given);
  }

  /** What an address is called; the root of a bucket by the bucket. */
  private static String nameOf(org.apache.hadoop.fs.Path address) {
    return address.isRoot()
        ? Objects.requireNonNullElse(address.toUri().getAuthority(), "root")
        : address.getName();
  }

  /** Where an address is copied to, in a folder of its own: it may have any name. */
  private static Path copy(org.apache.hadoop.fs.Path address, Path scratch) {
    return scratch.resolve("source").resolve(nameOf(address));
  }

  /** Shape of a backbone of the lake. */
  public EncoderConfig encoder(BackboneRef ref) throws IOException {
    return config(ref).encoder();
  }

  /** A backbone of the lake without its weights. */
  public BackboneConfig config(BackboneRef ref) throws IOException {
    return lake.config(ref.sha256());
  }

  /**
   * @param asked name, hash, or address of a folder or jar whose content decides
   * @throws BackboneException when the backbone asked for is not the model's
   */
  public void requireSame(Optional<String> asked, BackboneRef present) throws IOException {
    if (asked.isEmpty()) {
      return;
    }
    BackboneConfig config = lake.config(present.sha256());
    if (asked.get().equals(config.name()) || asked.get().equals(present.sha256())) {
      return;
    }
    if (!present.sha256().equals(hash(asked.get()))) {
      throw new BackboneException(
          "the model in "
              + root
              + " was learnt on backbone '"
              + config.name()
              + "' ("
              + present.sha256()
              + "), not on '"
              + asked.get()
              + "': leave --backbone out, or begin another model");
    }
  }

  // An address says nothing of what is there: it is imported to be compared, not into the lake.
  private String hash(String source) throws IOException {
    Optional<Entry> there = find(source);
    if (there.isPresent() || !looksLikeAddress(source)) {
      return there.map(entry -> entry.ref().sha256()).orElse(null);
    }
    Path scratch = Files.createTempDirectory("engram-import-");
    try {
      return imported(source, null, scratch).contentHash();
    } finally {
      delete(scratch);
    }
  }

  private Optional<Entry> find(String nameOrHash) throws IOException {
    if (ContentHash.isSha256(nameOrHash)) {
      return lake.exists(nameOrHash) ? Optional.of(entry(nameOrHash)) : Optional.empty();
    }
    return list().stream().filter(entry -> entry.config().name().equals(nameOrHash)).findFirst();
  }

  private BackboneSource open(String source, String name, Path scratch) throws IOException {
    for (KnownBackbone known : KnownBackbone.values()) {
      if (known.backboneName().equals(source)) {
        if (!ArtifactSource.isOnClassPath(known)) {
          throw new BackboneException(missing(known));
        }
        return ArtifactSource.onClassPath(known);
      }
    }
    if (source.equals(PackagedBackbone.NAME)) {
      return new PackagedBackbone();
    }
    if (ContentHash.isSha256(source) || !looksLikeAddress(source)) {
      throw new BackboneNameException(unknown(source));
    }
    org.apache.hadoop.fs.Path address = address(source);
    FileSystem files = address.getFileSystem(configuration);
    if (!files.exists(address)) {
      throw new BackboneNameException("no backbone at " + source + ": there is nothing there");
    }
    Path local = copy(address, scratch);
    files.copyToLocalFile(false, address, new org.apache.hadoop.fs.Path(local.toUri()), true);
    if (source.endsWith(".jar")) {
      return ArtifactSource.inJar(local);
    }
    return new HuggingFaceFolder(local, name == null ? nameOf(address) : name, "unknown");
  }

  private static boolean looksLikeAddress(String source) {
    return source.contains("/") || source.endsWith(".jar");
  }

  private String unknown(String source) {
    return "no backbone '"
        + source
        + "' in "
        + root
        + "; known names are "
        + String.join(
            ", ", Arrays.stream(KnownBackbone.values()).map(KnownBackbone::backboneName).toList())
        + ", "
        + PackagedBackbone.NAME
        + ", or give the address of a Hugging Face folder (one beside you is ./NAME)";
  }

  // The program's jar never holds weights: this is what everybody meets first on a cluster.
  private String missing(KnownBackbone known) {
    return "backbone '"
        + known.backboneName()
        + "' is neither in "
        + root
        + " nor on the class path. Import it once: engram backbone import --model "
        + root
        + " --name "
        + known.backboneName()
        + " --source JAR, where JAR is the Maven artifact "
        + known.coordinates()
        + " (a build copies all-minilm-l6-v2.jar to jobs/target/data); or run spark-submit with"
        + " --packages "
        + known.coordinates()
        + ":VERSION";
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
