package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.runtime.EngineValues;
import io.engram.transformers.runtime.LiveTensors;
import io.engram.transformers.weights.FloatTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights of an image encoder while they are learnt: arrays of Hugging Face's names and shapes
 * that take gradients. {@link #encoder} is the encoder of the weights as they are, whose fused and
 * folded weights are computed from them within one step, so that gradients, learning rates and
 * weight decay are those of the canonical weights.
 */
public final class TrainableVit implements AutoCloseable {
  private static final String PROJECTION = "embeddings.patch_embeddings.projection";

  private final VitConfig config;
  private final ImageSettings settings;
  private final NDManager owner;
  private final SortedMap<String, NDArray> parameters = new TreeMap<>();

  /**
   * @param settings whose rescaling and normalisation the pixels still need
   * @param parent manager under which the arrays live until {@link #close()}
   * @param start values to begin with, all of them by canonical name
   */
  public TrainableVit(
      VitConfig config, ImageSettings settings, NDManager parent, Map<String, FloatTensor> start) {
    if (config.rows() != config.positionRows() || config.columns() != config.positionColumns()) {
      throw new IllegalArgumentException(
          "an encoder is trained on the grid of patches that its position embeddings are for, "
              + config.positionRows()
              + " x "
              + config.positionColumns()
              + "; the images have "
              + config.rows()
              + " x "
              + config.columns());
    }
    this.config = config;
    this.settings = settings;
    owner = parent.newSubManager();
    start.forEach(
        (name, tensor) -> {
          NDArray array = owner.create(tensor.values(), new Shape(tensor.shape()));
          array.setRequiresGradient(true);
          parameters.put(name, array);
        });
  }

  public VitConfig config() {
    return config;
  }

  /** By canonical name, to be changed by an optimiser alone. */
  public SortedMap<String, NDArray> parameters() {
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** A copy of the present values outside the engine. */
  public SortedMap<String, FloatTensor> export() {
    return LiveTensors.copy(parameters);
  }

  /**
   * The encoder of the present weights, for one step.
   *
   * @param scope owner of what is computed from the weights; the encoder ends with it
   */
  public Backbone encoder(NDManager scope) {
    List<LayerStack.Layer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer(scope, i));
    }
    return new VitEncoder(
        config, "", scope, embeddings(scope), new LayerStack(layers), norm("layernorm"));
  }

  private VitEmbeddings embeddings(NDManager scope) {
    int hidden = config.hidden();
    int special = config.specialTokens();
    int values = config.patch() * config.patch() * config.channels();
    float[] factors = new float[values];
    float[] shifts = new float[values];
    for (int i = 0; i < values; i++) {
      int channel = i % config.channels();
      double deviation = settings.deviation().get(channel);
      factors[i] = (float) (settings.factor() / deviation);
      shifts[i] =
          (float)
              ((FoldedProjection.CENTRE * settings.factor() - settings.mean().get(channel))
                  / deviation);
    }
    NDArray kernel =
        in(
            scope,
            in(scope, get(PROJECTION + ".weight").transpose(0, 2, 3, 1)).reshape(hidden, values));
    NDArray projection = scope.create(factors).mul(kernel);
    NDArray shift = scope.create(shifts, new Shape(1, values)).matMul(kernel.transpose());
    NDArray bias = shift.add(get(PROJECTION + ".bias")).reshape(1, 1, hidden);
    NDArray positions = get("embeddings.position_embeddings");
    NDArray tokens = in(scope, get("embeddings.cls_token").reshape(1, 1, hidden));
    if (special > 1) {
      NDArray distillation = get("embeddings.distillation_token");
      tokens = NDArrays.concat(new NDList(tokens, distillation), 1);
    }
    NDArray first = in(scope, positions.get(new NDIndex(":, :" + special)));
    NDArray rest = in(scope, positions.get(new NDIndex(":, " + special + ":")));
    return new VitEmbeddings(config, projection, rest.add(bias), first.add(tokens));
  }

  private EncoderLayer layer(NDManager scope, int index) {
    String prefix = EncoderLayer.prefix(index);
    return new EncoderLayer(
        index,
        true,
        norm(prefix + "layernorm_before"),
        attention(scope, prefix + "attention.attention."),
        linear(prefix + "attention.output.dense"),
        norm(prefix + "layernorm_after"),
        linear(prefix + "intermediate.dense"),
        Activation.named(config.activation()),
        linear(prefix + "output.dense"));
  }

  private SelfAttention attention(NDManager scope, String prefix) {
    int headWidth = config.hidden() / config.heads();
    double scale = 1 / Math.sqrt(headWidth);
    NDArray weight = fused(scope, prefix, ".weight", scale);
    NDArray bias =
        config.projectionBias()
            ? fused(scope, prefix, ".bias", scale)
            : scope.zeros(new Shape(3L * config.hidden()));
    return new SelfAttention(new FrozenLinear(weight, bias), config.heads(), headWidth);
  }

  private NDArray fused(NDManager scope, String prefix, String suffix, double scale) {
    NDArray query = in(scope, EngineValues.times(get(prefix + "query" + suffix), scale));
    NDArray key = get(prefix + "key" + suffix);
    NDArray value = get(prefix + "value" + suffix);
    return NDArrays.concat(new NDList(query, key, value), 0);
  }

  private FrozenLinear linear(String name) {
    return new FrozenLinear(get(name + ".weight"), get(name + ".bias"));
  }

  private FrozenNorm norm(String name) {
    return new FrozenNorm(
        get(name + ".weight"),
        get(name + ".bias"),
        new Shape(config.hidden()),
        (float) config.layerNormEpsilon());
  }

  private NDArray get(String name) {
    NDArray array = parameters.get(name);
    if (array == null) {
      throw new IllegalArgumentException("the encoder's weights lack " + name);
    }
    return array;
  }

  // A result belongs to the manager of its first operand, which here are the weights.
  private static NDArray in(NDManager scope, NDArray array) {
    array.attach(scope);
    return array;
  }

  @Override
  public void close() {
    owner.close();
  }
}
