package io.engram.transformers.lake.backbones;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.backbone.folder.BackboneConfig;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.backbone.folder.BackboneFolder;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.ExclusiveCreates;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.metrics.WorkTime;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The folder {@code <root>/backbones} of a lake: one folder a frozen encoder, named by its content
 * hash, written once.
 *
 * <ol>
 *   <li>A backbone is visible whole or not at all: its configuration file appears last, by an
 *       exclusive create. Concurrent and repeated publishes are harmless.
 *   <li>What is fetched was checked file by file and has the hash that was asked for.
 *   <li>A machine fetches a backbone once, whatever the number of JVMs.
 * </ol>
 */
public final class LakeBackbones {
  private static final int MAX_CONFIG_BYTES = 1 << 16;
  private static final int MAX_CONFIG_DEPTH = 8;

  private final Path folder;
  private final Configuration conf;
  private final LakeFiles files;
  private final LocalBackbones local;

  /**
   * @param root model root, the folder that holds {@code backbones}
   * @param local where fetched backbones are kept on this machine
   */
  public LakeBackbones(URI root, Configuration conf, LocalBackbones local) throws IOException {
    this.files = LakeFiles.at(new Path(root), conf);
    this.folder = files.qualified(new Path(new Path(root), "backbones"));
    this.conf = conf;
    this.local = local;
  }

  /** As the constructor, with the machine's usual place for fetched backbones. */
  public static LakeBackbones at(URI root, Configuration conf) throws IOException {
    return new LakeBackbones(root, conf, LocalBackbones.ofThisUser());
  }

  /**
   * Writes a backbone into the lake, if it is not there yet.
   *
   * @return how versions name it
   * @throws BackboneException when a file of the source is damaged
   */
  public BackboneRef publish(BackboneFolder source) throws IOException {
    String hash = source.contentHash();
    if (exists(hash)) {
      files.touch(configFile(hash));
      return reference(hash);
    }
    source.verify();
    Path target = new Path(folder, hash);
    for (LakeFile file : source.files()) {
      if (!file.path().equals(BackboneFolder.CONFIG)) {
        files.writeImmutable(
            new Path(target, file.path()),
            ContentSource.of(source.path().resolve(file.path())),
            file.length());
      }
    }
    Path config = configFile(hash);
    byte[] content = Files.readAllBytes(source.path().resolve(BackboneFolder.CONFIG));
    ExclusiveCreates.forPath(config, conf).create(config, content, conf);
    return reference(hash);
  }

  /** Whether a backbone is there, whole. */
  public boolean exists(String hash) throws IOException {
    return files.exists(configFile(hash));
  }

  /**
   * What a backbone is, as its configuration in the lake says; nothing else is read.
   *
   * @throws FileNotFoundException when it is not in this lake
   * @throws DamagedFileException when that file is not what it should be
   */
  public BackboneConfig config(String hash) throws IOException {
    String file = configFile(hash).toString();
    try {
      return BackboneFolder.config(file, content(hash), hash);
    } catch (BackboneException e) {
      throw new DamagedFileException(file, "the configuration of backbone " + hash, e.getMessage());
    }
  }

  /** Hashes of all backbones that are there, sorted. */
  public List<String> list() throws IOException {
    List<String> hashes = new ArrayList<>();
    for (String name : files.names(folder)) {
      if (ContentHash.isSha256(name) && exists(name)) {
        hashes.add(name);
      }
    }
    return hashes;
  }

  /**
   * A backbone's files as its configuration lists them, and the configuration itself.
   *
   * @throws FileNotFoundException when it is not in this lake
   */
  public BackboneRef reference(String hash) throws IOException {
    Path config = configFile(hash);
    byte[] content = content(hash);
    List<LakeFile> listed = new ArrayList<>();
    listed.add(new LakeFile(BackboneFolder.CONFIG, content.length, ContentHash.sha256(content)));
    try {
      for (JsonNode file :
          BoundedJson.read(content, MAX_CONFIG_BYTES, MAX_CONFIG_DEPTH).path("files")) {
        listed.add(
            new LakeFile(
                file.path("path").asText(),
                file.path("length").asLong(-1),
                file.path("sha256").asText()));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedFileException(
          config.toString(), "a backbone's configuration", e.getMessage());
    }
    listed.sort(Comparator.comparing(LakeFile::path));
    return new BackboneRef(hash, listed);
  }

  private byte[] content(String hash) throws IOException {
    Path config = configFile(hash);
    try {
      return files.read(config, MAX_CONFIG_BYTES);
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException(
          "backbone "
              + hash
              + " is not in the lake ("
              + config
              + " is missing); import it with 'engram backbone import'");
    }
  }

  /**
   * The backbone on this machine's disk: copied at the first call on a machine, checked at the
   * first call in a JVM.
   *
   * @throws FileNotFoundException when it is not in this lake
   * @throws DamagedFileException when a file in the lake is not what it should be
   */
  public BackboneFolder fetch(String hash) throws IOException {
    ContentHash.requireSha256(hash, "backbone");
    return fetch(hash, () -> reference(hash));
  }

  /**
   * As {@link #fetch(String)}; what is copied from the lake is compared with what a version lists,
   * the configuration too.
   */
  public BackboneFolder fetch(BackboneRef wanted) throws IOException {
    return fetch(wanted.sha256(), () -> wanted);
  }

  /** What a backbone's files are; asked only where they have to be copied. */
  @FunctionalInterface
  private interface Listing {
    BackboneRef get() throws IOException;
  }

  private BackboneFolder fetch(String hash, Listing listing) throws IOException {
    try (WorkTime.Clock clock = WorkTime.IO.start()) {
      return local.get(
          hash,
          target -> {
            for (LakeFile file : listing.get().files()) {
              files.fetch(new Path(folder, hash), file, target.resolve(file.path()));
            }
          });
    } catch (BackboneException e) {
      throw new DamagedFileException(
          configFile(hash).toString(), "backbone " + hash, e.getMessage());
    }
  }

  /**
   * Reads every file of a backbone in the lake again.
   *
   * @return the backbone on this machine's disk, which has that hash
   * @throws FileNotFoundException when it, or a file of it, is not in this lake
   * @throws DamagedFileException when a file in the lake is not what it should be
   */
  public BackboneFolder check(String hash) throws IOException {
    BackboneFolder here = fetch(hash);
    here.verify();
    // This machine's copy may be from another lake, which named it otherwise. The content hash
    // covers those of the other files.
    config(hash);
    for (LakeFile file : reference(hash).files()) {
      Path path = new Path(new Path(folder, hash), file.path());
      LakeFile there = files.digest(path, file.path());
      if (!there.equals(file)) {
        throw new DamagedFileException(
            path.toString(),
            LakeFiles.describe(file.length(), file.sha256()),
            LakeFiles.describe(there.length(), there.sha256()));
      }
    }
    return here;
  }

  private Path configFile(String hash) {
    ContentHash.requireSha256(hash, "backbone");
    return new Path(new Path(folder, hash), BackboneFolder.CONFIG);
  }
}
