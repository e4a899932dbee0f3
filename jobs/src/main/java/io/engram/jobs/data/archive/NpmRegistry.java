package io.engram.jobs.data.archive;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A registry of npm packages, and the folder where what was fetched from it is kept. Needs no npm.
 *
 * @param address of the registry, or of a mirror of it
 * @param cache folder of this user
 */
public record NpmRegistry(URI address, Path cache) {
  private static final int CONNECT_MILLIS = 30_000;
  private static final int READ_MILLIS = 60_000;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * The archive of a package: the one in the cache where it is intact, else fetched. It has its
   * name only once all of it is there and its hash is right.
   *
   * @throws JobException when it cannot be fetched, or is not the file that is known
   */
  public Path archive(NpmPackage asked, Progress progress) {
    LakeFile known = asked.archive();
    URI from = asked.address(address);
    String remedy =
        "try again, or name the file by --archive where you have it (npm pack %s@%s)"
            .formatted(asked.name(), asked.version());
    try {
      Path folder = PrivateFolder.create(cache, "user.home");
      Path file = folder.resolve(known.path());
      if (KnownFile.isIntact(file, known)) {
        return file;
      }
      Path part = Files.createTempFile(folder, known.path(), ".part");
      try {
        copy(from, part, known, progress);
        KnownFile.require(part, known, from.toString(), remedy);
        return Files.move(
            part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw JobException.refused(
          "cannot fetch %s: %s; %s. Setting data.npm-registry names another registry"
              .formatted(from, e, remedy));
    }
  }

  private static void copy(URI from, Path to, LakeFile known, Progress progress)
      throws IOException {
    URLConnection connection = from.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(to);
        Progress.Stage stage = progress.begin("fetch " + known.path(), known.length())) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long done = 0;
      // More than is known cannot be right: the hash will say so, and the disk does not fill up.
      for (int n = in.read(buffer); n >= 0 && done <= known.length(); n = in.read(buffer)) {
        out.write(buffer, 0, n);
        done += n;
        stage.reached(Math.min(done, known.length()));
      }
    }
  }
}
