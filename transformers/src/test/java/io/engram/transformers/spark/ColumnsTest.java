package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.LongType).add("a.text", DataTypes.StringType);

  @Test
  void aNameWithADotIsAName() {
    assertThat(Columns.require(SCHEMA, "a.text", DataTypes.StringType, "inputCol")).isEqualTo(1);
  }

  @Test
  void aMissingColumnNamesTheColumnsThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Columns.require(SCHEMA, "text", DataTypes.StringType, "inputCol"))
        .withMessage("inputCol names column 'text', the table has [id, a.text]");
  }

  @Test
  void aColumnOfAnotherTypeIsNamedWithBothTypes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Columns.require(SCHEMA, "id", DataTypes.StringType, "inputCol"))
        .withMessage("inputCol names column 'id' of type bigint; it must be string");
  }

  @Test
  void anOutputThatIsThereAlreadyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Columns.append(SCHEMA, "id", DataTypes.StringType))
        .withMessageContaining("already has a column 'id'");
  }
}
