package io.engram.jobs.data.debian;

import io.engram.jobs.JobException;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * The package lists that apt keeps in a folder: {@code *_Packages} and {@code *_Translation-en}, as
 * they are or compressed. Lists whose Release file names another origin than Debian are left alone.
 */
public final class PackageLists {
  private static final String EXTENSION = "(\\.(gz|xz|bz2|lz4|zst))?";
  private static final Pattern PACKAGES = Pattern.compile(".*_Packages" + EXTENSION);
  private static final Pattern TRANSLATION = Pattern.compile(".*_Translation-en" + EXTENSION);

  private final List<Path> packages;
  private final List<Path> translations;

  private PackageLists(List<Path> packages, List<Path> translations) {
    this.packages = packages;
    this.translations = translations;
  }

  /**
   * Finds the lists.
   *
   * @throws JobException when there are none, or none with descriptions
   */
  public static PackageLists in(Path folder) {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
      files = files.stream().filter(file -> isDebian(file, folder)).toList();
    } catch (IOException e) {
      throw JobException.refused("cannot look into " + folder + ": " + e.getMessage());
    }
    PackageLists lists = new PackageLists(matching(files, PACKAGES), matching(files, TRANSLATION));
    if (lists.packages.isEmpty()) {
      throw JobException.refused(
          "no package list of Debian (*_Packages) in "
              + folder
              + "; see engram data debian --help");
    }
    if (lists.translations.isEmpty()) {
      throw JobException.refused(
          "no descriptions (*_Translation-en) in "
              + folder
              + "; fetch them by 'apt-get -o Acquire::Languages=en update'");
    }
    return lists;
  }

  private static List<Path> matching(List<Path> files, Pattern name) {
    return files.stream()
        .filter(file -> name.matcher(file.getFileName().toString()).matches())
        .toList();
  }

  // apt names lists like HOST_PATH_dists_SUITE_COMPONENT_..., and their Release
  // HOST_PATH_dists_SUITE_InRelease.
  private static boolean isDebian(Path list, Path folder) {
    String name = list.getFileName().toString();
    int suite = name.indexOf("_dists_");
    if (suite < 0) {
      return true;
    }
    int end = name.indexOf('_', suite + "_dists_".length());
    for (String release : List.of("_InRelease", "_Release")) {
      Path file = folder.resolve(name.substring(0, end < 0 ? name.length() : end) + release);
      if (Files.isRegularFile(file)) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
          return lines.limit(40).anyMatch("Origin: Debian"::equals);
        } catch (IOException e) {
          throw JobException.refused("cannot read " + file + ": " + e.getMessage());
        }
      }
    }
    return true;
  }

  /** Names, lengths and hashes of what is read. */
  public List<LakeFile> sources() {
    List<LakeFile> sources = new ArrayList<>();
    for (Path file : Stream.concat(packages.stream(), translations.stream()).toList()) {
      try {
        sources.add(
            new LakeFile(
                file.getFileName().toString(), Files.size(file), ContentHash.sha256(file)));
      } catch (IOException e) {
        throw JobException.refused("cannot read " + file + ": " + e.getMessage());
      }
    }
    return sources;
  }

  /**
   * Every package once, sorted by name; of one that is in several lists the entry in the first list
   * by name counts. Packages without a description are left out.
   */
  List<DebianPackage> read() {
    Map<String, String> descriptions = new HashMap<>();
    for (Path file : translations) {
      read(
          file,
          stanza ->
              descriptions.putIfAbsent(
                  stanza.get("Description-md5"), stanza.get("Description-en")));
    }
    Map<String, DebianPackage> byName = new LinkedHashMap<>();
    for (Path file : packages) {
      read(file, stanza -> add(stanza, descriptions, byName));
    }
    return byName.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
  }

  private static void add(
      Map<String, String> stanza,
      Map<String, String> descriptions,
      Map<String, DebianPackage> byName) {
    String name = stanza.get("Package");
    String description = descriptions.get(stanza.get("Description-md5"));
    description = description == null ? stanza.get("Description") : description;
    if (name != null && description != null && !description.isBlank()) {
      byName.putIfAbsent(
          name,
          new DebianPackage(
              name,
              DebianPackage.source(stanza.get("Source"), name),
              DebianPackage.section(stanza.get("Section")),
              DebianPackage.text(description),
              DebianPackage.tags(stanza.get("Tag"))));
    }
  }

  private static void read(Path file, Consumer<Map<String, String>> each) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(plain(file, raw), StandardCharsets.UTF_8), 1 << 16)) {
      ControlFile.read(lines, each);
    } catch (IOException e) {
      throw JobException.refused("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static InputStream plain(Path file, InputStream raw) throws IOException {
    String name = file.getFileName().toString();
    String compressor =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "gz" -> CompressorStreamFactory.GZIP;
          case "xz" -> CompressorStreamFactory.XZ;
          case "bz2" -> CompressorStreamFactory.BZIP2;
          case "lz4" -> CompressorStreamFactory.LZ4_FRAMED;
          case "zst" -> CompressorStreamFactory.ZSTANDARD;
          default -> null;
        };
    return compressor == null
        ? raw
        : new BufferedInputStream(
            new CompressorStreamFactory(true).createCompressorInputStream(compressor, raw));
  }
}
