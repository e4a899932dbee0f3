package io.engram.jobs.data.debian;

import io.engram.jobs.JobException;
import io.engram.jobs.data.archive.DebArchive;
import io.engram.jobs.data.archive.KnownFile;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files out of a package of Debian, kept in a folder of this user. The package may be of any
 * version; its files are known by their hashes.
 *
 * @param apt fetches the package
 * @param cache folder of this user
 */
public record PackageFiles(AptUpdate apt, Path cache) {

  /**
   * The folder with the files: as it is where they are there, else out of the package.
   *
   * @param name of the package
   * @param known files, by their last name
   * @param given the package where the user has it; else apt fetches it
   * @throws JobException when it cannot be fetched, or lacks a file, or has another one
   */
  public Path folder(String name, List<LakeFile> known, Optional<Path> given) {
    try {
      Path folder = PrivateFolder.create(cache.resolve(name), "user.home");
      if (known.stream().allMatch(file -> KnownFile.isIntact(at(folder, file), file))) {
        return folder;
      }
      Path fresh = Files.createTempDirectory(folder, "package-");
      try {
        unpack(given.orElseGet(() -> apt.download(name, fresh)), known, fresh, folder);
      } finally {
        clear(fresh);
      }
      return folder;
    } catch (IOException e) {
      throw JobException.refused(
          "cannot unpack " + name + " into " + cache + ": " + e.getMessage());
    }
  }

  private static void unpack(Path deb, List<LakeFile> known, Path fresh, Path folder)
      throws IOException {
    DebArchive.read(
        deb,
        (name, content) -> {
          for (LakeFile file : known) {
            if (name.endsWith("/" + file.path())) {
              Files.copy(content, at(fresh, file), StandardCopyOption.REPLACE_EXISTING);
            }
          }
        });
    for (LakeFile file : known) {
      if (!Files.isRegularFile(at(fresh, file))) {
        throw JobException.refused(deb + " has no file " + file.path());
      }
      KnownFile.require(
          at(fresh, file), file, file.path() + " of " + deb, "fetch the package again");
    }
    for (LakeFile file : known) {
      Files.move(at(fresh, file), at(folder, file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path at(Path folder, LakeFile file) {
    return folder.resolve(file.path());
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
