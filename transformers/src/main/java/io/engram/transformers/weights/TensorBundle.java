package io.engram.transformers.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The variables of a TensorFlow SavedModel with one data file, under the names that PyTorch's BERT
 * has for them: {@code encoder/layer_0/output/dense/kernel}, which TensorFlow stores as {@code [in,
 * out]}, is {@code encoder.layer.0.output.dense.weight} {@code [out, in]}; an embedding gets {@code
 * .weight}. LayerNorms keep {@code gamma} and {@code beta}.
 *
 * <p>The checksum of a tensor is compared when it is read. Safe for use from several threads.
 */
public final class TensorBundle implements WeightFile {
  private static final String KERNEL = ".kernel";
  private static final String WEIGHT = ".weight";

  private final String file;
  private final ByteSource data;
  private final Map<String, Stored> tensors;

  /**
   * @param kernel whether it is given back transposed
   */
  private record Stored(BundleEntry entry, boolean kernel) {}

  private TensorBundle(String file, ByteSource data, Map<String, Stored> tensors) {
    this.file = file;
    this.data = data;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Opens a bundle; its tensors are read on demand.
   *
   * @param index {@code variables.index}
   * @param data {@code variables.data-00000-of-00001}
   * @throws WeightFileException when one is not there, damaged, truncated, or of several files
   */
  public static TensorBundle open(Path index, Path data) {
    try (ByteSource table = ByteSource.of(index)) {
      return open(data.toString(), table, ByteSource.of(data));
    } catch (IOException e) {
      throw new WeightFileException(index + ": cannot be read as a TensorFlow bundle: " + e, e);
    }
  }

  /** As {@link #open(Path, Path)}, from whole files in memory. */
  public static TensorBundle of(String name, byte[] index, byte[] data) {
    try {
      return open(name, ByteSource.of(index), ByteSource.of(data));
    } catch (IOException e) {
      throw new WeightFileException(name + ": cannot be read as a TensorFlow bundle: " + e, e);
    }
  }

  private static TensorBundle open(String file, ByteSource table, ByteSource data)
      throws IOException {
    try {
      Map<String, Stored> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> entry : LevelDbTable.entries(table).entrySet()) {
        // The first entry, whose key is empty, describes the bundle.
        if (!entry.getKey().isEmpty()) {
          add(file, entry.getKey(), BundleEntry.read(entry.getValue()), data.length(), tensors);
        }
      }
      return new TensorBundle(file, data, tensors);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static void add(
      String file, String name, BundleEntry entry, long length, Map<String, Stored> tensors) {
    String tensor = file + ": tensor '" + name + "': ";
    if (entry.shard() != 0) {
      throw new WeightFileException(tensor + "lies in data file " + entry.shard() + ", want 0");
    }
    if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > length - entry.size()) {
      throw new WeightFileException(
          tensor
              + "should have "
              + entry.size()
              + " bytes at byte "
              + entry.offset()
              + "; the file has "
              + length);
    }
    if (entry.dataType() == BundleEntry.FLOAT && entry.size() != bytes(entry.shape())) {
      throw new WeightFileException(
          tensor
              + "shape "
              + Arrays.toString(entry.shape())
              + " does not fit its "
              + entry.size()
              + " bytes");
    }
    boolean kernel = name.endsWith("/kernel") && entry.shape().length == 2;
    if (tensors.put(canonical(name, kernel), new Stored(entry, kernel)) != null) {
      throw new WeightFileException(tensor + "is there twice");
    }
  }

  /** Bytes of so many floats; -1 beyond what an array holds. */
  private static long bytes(long[] shape) {
    long bytes = Float.BYTES;
    for (long dimension : shape) {
      if (dimension < 0 || dimension > Integer.MAX_VALUE || bytes < 0) {
        return -1;
      }
      bytes *= dimension;
      bytes = bytes > Integer.MAX_VALUE ? -1 : bytes;
    }
    return bytes;
  }

  private static String canonical(String name, boolean kernel) {
    String dotted = name.replace('/', '.').replaceAll("\\.layer_(\\d+)\\.", ".layer.$1.");
    if (kernel) {
      return dotted.substring(0, dotted.length() - KERNEL.length()) + WEIGHT;
    }
    return dotted.endsWith("_embeddings") ? dotted + WEIGHT : dotted;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public long[] shape(String name) {
    Stored tensor = tensor(name);
    long[] shape = tensor.entry().shape().clone();
    return tensor.kernel() ? new long[] {shape[1], shape[0]} : shape;
  }

  @Override
  public FloatTensor read(String name) {
    Stored tensor = tensor(name);
    BundleEntry entry = tensor.entry();
    if (entry.dataType() != BundleEntry.FLOAT) {
      throw new WeightFileException(
          describe(name) + "expected data type 1 (float), got " + entry.dataType());
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.size()).order(ByteOrder.LITTLE_ENDIAN);
    try {
      data.read(entry.offset(), bytes);
    } catch (IOException e) {
      throw new WeightFileException(describe(name) + "cannot be read: " + e.getMessage(), e);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.array());
    if (LevelDbTable.masked(checksum) != entry.checksum()) {
      throw new WeightFileException(describe(name) + "is damaged: its checksum differs");
    }
    float[] values = new float[bytes.capacity() / Float.BYTES];
    bytes.flip().asFloatBuffer().get(values);
    FloatTensor stored = new FloatTensor(entry.shape().clone(), values);
    return tensor.kernel() ? stored.transposed() : stored;
  }

  @Override
  public void close() throws IOException {
    data.close();
  }

  private Stored tensor(String name) {
    Stored tensor = tensors.get(name);
    if (tensor == null) {
      throw WeightFileException.missing(describe(name), tensors.size());
    }
    return tensor;
  }

  private String describe(String name) {
    return file + ": tensor '" + name + "': ";
  }
}
