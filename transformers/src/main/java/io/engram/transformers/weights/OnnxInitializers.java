package io.engram.transformers.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights inside an ONNX file, under the names they had before the export. Exporters keep the
 * names of embeddings, biases and LayerNorms but store a linear layer's kernel as an anonymous,
 * transposed initialiser; its name is taken from the MatMul node that uses it ({@code
 * /encoder/layer.0/output/dense/MatMul} becomes {@code encoder.layer.0.output.dense.weight}) and it
 * is given back as {@code [out, in]}.
 *
 * <p>Reads raw little-endian data inside the file; safe for use from several threads.
 */
public final class OnnxInitializers implements WeightFile {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int NODE_INPUT = 1;
  private static final int NODE_NAME = 3;
  private static final int NODE_OPERATION = 4;
  private static final String MATMUL = "MatMul";
  private static final String ANONYMOUS = "onnx::" + MATMUL + "_";

  private final String file;
  private final ByteSource source;
  private final Map<String, OnnxTensor> tensors;

  private OnnxInitializers(String file, ByteSource source) throws IOException {
    this.file = file;
    this.source = source;
    List<OnnxTensor> initializers = new ArrayList<>();
    Map<String, String> kernels = new HashMap<>();
    WireReader model = new WireReader(source, 0, source.length());
    while (model.next()) {
      if (model.field() == MODEL_GRAPH) {
        readGraph(model.message(), initializers, kernels);
      }
    }
    if (initializers.isEmpty()) {
      throw new WeightFileException(file + ": no weights in it, expected an ONNX model");
    }
    tensors = Collections.unmodifiableMap(named(initializers, kernels));
  }

  /**
   * Opens a file and indexes its tensors; their data is read on demand.
   *
   * @throws WeightFileException when it is not there, no ONNX model, damaged or truncated
   */
  public static OnnxInitializers open(Path path) {
    try {
      return open(path.toString(), ByteSource.of(path));
    } catch (IOException e) {
      throw new WeightFileException(path + ": cannot be read as an ONNX model: " + e, e);
    }
  }

  /** As {@link #open(Path)}, from a whole file in memory. */
  public static OnnxInitializers of(String name, byte[] bytes) {
    try {
      return open(name, ByteSource.of(bytes));
    } catch (IOException e) {
      throw new WeightFileException(name + ": cannot be read as an ONNX model: " + e, e);
    }
  }

  private static OnnxInitializers open(String file, ByteSource source) throws IOException {
    try {
      return new OnnxInitializers(file, source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private void readGraph(
      WireReader graph, List<OnnxTensor> initializers, Map<String, String> kernels)
      throws IOException {
    while (graph.next()) {
      if (graph.field() == GRAPH_NODE) {
        readNode(graph.message(), kernels);
      } else if (graph.field() == GRAPH_INITIALIZER) {
        initializers.add(OnnxTensor.read(file, graph.message()));
      }
    }
  }

  private static void readNode(WireReader node, Map<String, String> kernels) throws IOException {
    String name = "";
    String operation = "";
    String lastInput = "";
    while (node.next()) {
      switch (node.field()) {
        case NODE_INPUT -> lastInput = node.string();
        case NODE_NAME -> name = node.string();
        case NODE_OPERATION -> operation = node.string();
        default -> {}
      }
    }
    String suffix = "/" + MATMUL;
    if (operation.equals(MATMUL) && lastInput.startsWith(ANONYMOUS) && name.endsWith(suffix)) {
      String path = name.substring(name.startsWith("/") ? 1 : 0, name.length() - suffix.length());
      kernels.put(lastInput, path.replace('/', '.') + ".weight");
    }
  }

  private Map<String, OnnxTensor> named(
      List<OnnxTensor> initializers, Map<String, String> kernels) {
    Map<String, OnnxTensor> named = new LinkedHashMap<>();
    for (OnnxTensor tensor : initializers) {
      String kernel = kernels.get(tensor.name());
      OnnxTensor canonical = kernel == null ? tensor : tensor.asKernel(file, kernel);
      if (named.put(canonical.name(), canonical) != null) {
        throw new WeightFileException(describe(canonical.name()) + "is there twice");
      }
    }
    return named;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public long[] shape(String name) {
    return tensor(name).shape().clone();
  }

  @Override
  public FloatTensor read(String name) {
    OnnxTensor tensor = tensor(name);
    if (tensor.dataType() != OnnxTensor.FLOAT) {
      throw new WeightFileException(
          describe(name) + "expected data type 1 (float), got " + tensor.dataType());
    }
    ByteBuffer data =
        ByteBuffer.allocate((int) (tensor.end() - tensor.begin())).order(ByteOrder.LITTLE_ENDIAN);
    try {
      source.read(tensor.begin(), data);
    } catch (IOException e) {
      throw new WeightFileException(describe(name) + "cannot be read: " + e.getMessage(), e);
    }
    float[] values = new float[data.capacity() / Float.BYTES];
    data.flip().asFloatBuffer().get(values);
    // A kernel's shape is that of the transpose already.
    return tensor.transposed()
        ? FloatTensor.matrix((int) tensor.shape()[1], (int) tensor.shape()[0], values).transposed()
        : new FloatTensor(tensor.shape().clone(), values);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private OnnxTensor tensor(String name) {
    OnnxTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw WeightFileException.missing(describe(name), tensors.size());
    }
    return tensor;
  }

  private String describe(String name) {
    return file + ": tensor '" + name + "': ";
  }
}
