package io.engram.transformers.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder of this machine that belongs to this user and that nobody else can write to. */
public final class PrivateFolder {
  private static final String OWNER_ONLY = "rwx------";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFolder() {}

  /**
   * {@code .cache/engram/NAME} in the user's home; where there is no home to write to, one in a
   * folder of this user's in the temporary folder.
   *
   * @throws UncheckedIOException when that folder cannot be made, or belongs to or can be written
   *     by somebody else, who could exchange what is in it
   */
  public static Path ofThisUser(String name) {
    Path home = Path.of(System.getProperty("user.home"));
    if (Files.isWritable(home)) {
      return home.resolve(".cache/engram").resolve(name);
    }
    String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
    Path own = Path.of(System.getProperty("java.io.tmpdir"), "engram-" + user);
    try {
      return create(own, "-Djava.io.tmpdir").resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Creates a folder that only this user can look into, if it is not there.
   *
   * @param setting how another folder is named, for the message
   * @throws IOException when it cannot be made, or belongs to or can be written by somebody else
   */
  public static Path create(Path folder, String setting) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    make(path);
    Path mine = Files.createTempFile(path, ".owner-", "");
    String user = Files.getOwner(mine).getName();
    Files.delete(mine);
    require(path, user, "; remove it, or name another folder by " + setting);
    return path;
  }

  /**
   * Creates a folder in a private folder, if it is not there. Nothing is written into it, not even
   * for a moment: others may be listing it.
   *
   * @throws IOException as {@link #requireAlike}, or when it cannot be made
   */
  public static void createWithin(Path folder) throws IOException {
    make(folder);
    requireAlike(folder);
  }

  private static void make(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (POSIX) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    } else {
      Files.createDirectories(path);
    }
  }

  /**
   * Checks a file or folder in a private folder; links are not followed.
   *
   * @throws IOException when it belongs to another user than the folder it is in, or others can
   *     write to it
   */
  public static void requireAlike(Path path) throws IOException {
    require(path, Files.getOwner(path.getParent()).getName(), "; remove it");
  }

  private static void require(Path path, String user, String remedy) throws IOException {
    if (!POSIX) {
      return;
    }
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link to " + path.toRealPath() + remedy);
    }
    String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(user)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          path
              + " must belong to "
              + user
              + " and be writable by nobody else, it belongs to "
              + owner
              + " with "
              + PosixFilePermissions.toString(permissions)
              + remedy);
    }
  }
}
