package io.engram.adapters.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A checkpoint in one file on a local disk: written beside it, forced to disk, then renamed over
 * the old one, and the new name forced too.
 *
 * @param file its folder exists
 */
public record LocalCheckpointStore(Path file) implements CheckpointStore {

  /** What an array holds. */
  @Override
  public long maxBytes() {
    return Integer.MAX_VALUE - 8;
  }

  @Override
  public void save(byte[] checkpoint) {
    Path next = next();
    try {
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(checkpoint);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel folder =
          FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + file + " cannot be written", e);
    }
  }

  private Path next() {
    return file.resolveSibling(file.getFileName() + ".next");
  }

  @Override
  public Optional<byte[]> load() {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + file + " cannot be read", e);
    }
  }

  @Override
  public void clear() {
    try {
      Files.deleteIfExists(file);
      // Of a save that was interrupted.
      Files.deleteIfExists(next());
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + file + " cannot be deleted", e);
    }
  }
}
