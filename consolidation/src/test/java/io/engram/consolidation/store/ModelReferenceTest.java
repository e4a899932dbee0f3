package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "lake/model, lake/model, -, -",
        "lake/model@production, lake/model, production, -",
        "lake/model#7, lake/model, -, 7",
        "hdfs://name/models/topics#12, hdfs://name/models/topics, -, 12",
        "abfss://data@account.net/models, abfss://data@account.net/models, -, -",
        "abfss://data@account.net/models@v2, abfss://data@account.net/models, v2, -",
        "abfss://data@account.net, abfss://data@account.net, -, -",
        "/people/me@home/model, /people/me@home/model, -, -",
        "/models/me@home/, /models/me@home/, -, -",
        "/models/me@home/#3, /models/me@home/, -, 3",
      })
  void partsAreFoundAndWrittenBack(String text, String root, String alias, Long version) {
    ModelReference reference = ModelReference.parse(text);

    assertThat(reference).isEqualTo(new ModelReference(root, alias, version));
    assertThat(reference).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m#", "m#0", "m#-1", "m#x", "m#1.5", "m#99999999999999999999"})
  void versionThatIsNoWholeNumberIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> ModelReference.parse(text)).hasMessageContaining("m#7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m@", "m@Production", "m@..", "m@a b"})
  void aliasOfAnotherFormIsRefusedWithWhatToDo(String text) {
    assertThatThrownBy(() -> ModelReference.parse(text))
        .hasMessageContaining("is no alias")
        .hasMessageContaining("slash at its end");
  }

  @Test
  void aliasAndVersionTogetherAndNothingAtAllAreRefused() {
    assertThatThrownBy(() -> ModelReference.parse("m@production#3"))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> ModelReference.parse(" ")).hasMessageContaining("nothing was given");
    assertThatThrownBy(() -> ModelReference.parse("@production"))
        .hasMessageContaining("URI is missing");
  }
}
