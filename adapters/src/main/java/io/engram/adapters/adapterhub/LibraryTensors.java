package io.engram.adapters.adapterhub;

import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import io.engram.transformers.weights.WeightFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The tensors of one of the library's files by our names. */
final class LibraryTensors {
  private LibraryTensors() {}

  /**
   * @param name of the file
   * @param what it holds, for the message
   * @throws WeightFileException when it is not there
   */
  static Path file(Path folder, String name, String what) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new WeightFileException(
          folder
              + " has no "
              + name
              + "; save the "
              + what
              + " with use_safetensors=True (pickled weights are not read)");
    }
    return file;
  }

  /**
   * @param path of the file, for messages
   * @param ours our name of a tensor of theirs; empty: it is left out
   * @throws WeightFileException when a tensor is none of ours, or two are the same one of ours
   */
  static SortedMap<String, FloatTensor> read(
      Path path, Safetensors file, Function<String, Optional<String>> ours) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>();
    for (String theirs : file.names()) {
      Optional<String> name = ours(path, theirs, ours);
      if (name.isPresent()) {
        if (tensors.containsKey(name.get())) {
          throw new WeightFileException(
              path
                  + ": tensor '"
                  + theirs
                  + "' is "
                  + name.get()
                  + ", as another one is; save each adapter or fusion to a folder of its own");
        }
        tensors.put(name.get(), file.read(theirs));
      }
    }
    return tensors;
  }

  private static Optional<String> ours(
      Path path, String theirs, Function<String, Optional<String>> ours) {
    try {
      return ours.apply(theirs);
    } catch (WeightFileException e) {
      throw new WeightFileException(path + ": " + e.getMessage(), e);
    }
  }
}
