package io.engram.transformers.spark;

import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.FrozenPass.Wanted;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.lake.backbones.Backbones;
import io.engram.transformers.text.NativeTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Texts or pictures to frozen features: the backbone's pooled vector in {@code outputCol}, or, with
 * {@code output = hidden}, the input of layer {@code fromLayer} in the columns {@code length} (int)
 * and {@code hidden} (binary {@code [length, hidden]}, little-endian, see {@link FeatureRows}). The
 * input's columns and order are kept; each executor JVM loads the backbone once.
 */
public final class FeatureExtractor extends SparkTransformer
    implements HasPictureParams<FeatureExtractor> {
  /** Output: one vector a row. */
  public static final String POOLED = "pooled";

  /** Output: one state a token. */
  public static final String HIDDEN = "hidden";

  private static final List<DataType> INPUT_TYPES =
      List.of(DataTypes.StringType, DataTypes.BinaryType);

  private final Param<String> inputCol =
      stringParam("inputCol", "column with the text or picture", "text");
  private final Param<String> pairCol =
      stringParam("pairCol", "column with the second text of a pair; none when not set");
  private final Param<String> outputCol =
      stringParam("outputCol", "column for the pooled vector", "features");
  private final Param<String> backbone =
      stringParam(
          "backbone",
          "name, or address of a Hugging Face folder, or of a backbone in a lake (ROOT/backbones/SHA-256)");
  private final Param<String> workUri =
      stringParam(
          "workUri",
          "folder that driver and executors reach, where a backbone named by name or by a Hugging Face folder is kept",
          "");
  private final Param<String> output =
      choiceParam("output", "what is written", POOLED, List.of(POOLED, HIDDEN));
  private final IntParam fromLayer =
      intParam(
          "fromLayer",
          "with hidden output: the layer whose input is written, 0 is the first",
          0,
          ParamValidators.gtEq(0));
  private final IntParam maxLength =
      intParam(
          "maxLength",
          "tokens of a row at most, the rest is cut",
          128,
          ParamValidators.gtEq(NativeTokenizer.MIN_LENGTH));
  private final IntParam batchSize =
      intParam("batchSize", "rows per forward pass at most", 64, ParamValidators.gt(0));
  private final Param<String> precision =
      choiceParam(
          "precision",
          "how hidden states are written",
          Precision.FLOAT32.label(),
          List.of(Precision.FLOAT32.label(), Precision.FLOAT16.label()));
  private final Param<String> handleInvalid =
      choiceParam(
          "handleInvalid",
          "a row without an input that can be read is an error, skipped, or kept with null features",
          RowReading.ERROR,
          RowReading.CHOICES);
  private final PictureParams pictures = new PictureParams(this);

  public FeatureExtractor() {
    this(Identifiable.randomUID("featureExtractor"));
  }

  public FeatureExtractor(String uid) {
    super(uid);
  }

  public static MLReader<FeatureExtractor> read() {
    return new DefaultParamsReader<>();
  }

  public static FeatureExtractor load(String path) {
    return read().load(path);
  }

  @Override
  public PictureParams pictures() {
    return pictures;
  }

  @Override
  public FeatureExtractor self() {
    return this;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public FeatureExtractor setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  public Param<String> pairCol() {
    return pairCol;
  }

  public FeatureExtractor setPairCol(String value) {
    set(pairCol, value);
    return this;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public FeatureExtractor setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  public Param<String> backbone() {
    return backbone;
  }

  public FeatureExtractor setBackbone(String value) {
    set(backbone, value);
    return this;
  }

  public Param<String> workUri() {
    return workUri;
  }

  public FeatureExtractor setWorkUri(String value) {
    set(workUri, value);
    return this;
  }

  public Param<String> output() {
    return output;
  }

  public FeatureExtractor setOutput(String value) {
    set(output, value);
    return this;
  }

  public IntParam fromLayer() {
    return fromLayer;
  }

  public FeatureExtractor setFromLayer(int value) {
    set(fromLayer, value);
    return this;
  }

  public IntParam maxLength() {
    return maxLength;
  }

  public FeatureExtractor setMaxLength(int value) {
    set(maxLength, value);
    return this;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  public FeatureExtractor setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  public Param<String> precision() {
    return precision;
  }

  public FeatureExtractor setPrecision(String value) {
    set(precision, value);
    return this;
  }

  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  public FeatureExtractor setHandleInvalid(String value) {
    set(handleInvalid, value);
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    StructType schema = rows.schema();
    StructType result = transformSchema(schema);
    String pair = valueOrNull(pairCol);
    RowReading reading =
        new RowReading(
            new InputColumns(
                schema.fieldIndex(value(inputCol)),
                pair == null ? InputColumns.NONE : schema.fieldIndex(pair)),
            InputColumns.NONE,
            value(maxLength),
            pictures.reading(),
            value(handleInvalid));
    boolean hidden = value(output).equals(HIDDEN);
    Wanted wanted = new Wanted(value(fromLayer), hidden, !hidden, Precision.of(value(precision)));
    BackboneAddress source = BackboneAddress.of(rows.sparkSession(), address(rows.sparkSession()));
    return rows.toDF()
        .mapPartitions(new Append(source, reading, wanted, value(batchSize)), Encoders.row(result));
  }

  private String address(SparkSession session) {
    String asked = value(backbone);
    if (BackboneUri.isAddress(asked)) {
      return asked;
    }
    URI root = WorkFolder.of(session, value(workUri));
    try {
      Backbones kept = new Backbones(root, session.sessionState().newHadoopConf());
      return new BackboneUri(root, kept.bring(asked, null).ref().sha256()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "backbone '" + asked + "' cannot be brought to " + root + ": " + e.getMessage(), e);
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    int input = Columns.require(schema, value(inputCol), "inputCol");
    if (!Pictures.isPicture(schema.fields()[input].dataType())) {
      Columns.require(schema, value(inputCol), INPUT_TYPES, "inputCol");
    }
    if (isDefined(pairCol)) {
      Columns.require(schema, value(pairCol), DataTypes.StringType, "pairCol");
    }
    if (value(output).equals(HIDDEN)) {
      StructType withLength = Columns.append(schema, FeatureRows.LENGTH, DataTypes.IntegerType);
      return Columns.append(withLength, FeatureRows.HIDDEN, DataTypes.BinaryType);
    }
    return Columns.append(schema, value(outputCol), SQLDataTypes.VectorType());
  }

  /** Adds the features to the row's own columns. */
  static final class Append extends FrozenWindows {
    private static final long serialVersionUID = 1L;
    private final boolean hidden;

    Append(BackboneAddress source, RowReading reading, Wanted wanted, int batchRows) {
      super(source, reading, wanted, batchRows);
      this.hidden = wanted.hidden();
    }

    @Override
    Row result(Row row, Features features) {
      int size = row.size();
      Object[] values = new Object[size + (hidden ? 2 : 1)];
      for (int i = 0; i < size; i++) {
        values[i] = row.get(i);
      }
      if (features != null && hidden) {
        values[size] = features.length();
        values[size + 1] = features.hidden();
      } else if (features != null) {
        double[] pooled = new double[features.pooled().length];
        for (int i = 0; i < pooled.length; i++) {
          pooled[i] = features.pooled()[i];
        }
        values[size] = Vectors.dense(pooled);
      }
      return RowFactory.create(values);
    }
  }
}
