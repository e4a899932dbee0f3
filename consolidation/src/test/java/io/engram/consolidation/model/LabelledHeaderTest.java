package io.engram.consolidation.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.consolidation.task.LabelQuestion;
import io.engram.consolidation.task.SettingRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LabelledHeaderTest {
  private static ModelCodec.Header asking(Map<String, String> labels) {
    Map<String, LabelQuestion> questions =
        labels.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, label -> new LabelQuestion(label.getValue(), 1, 0)));
    return new ModelCodec.Header(
        1, null, null, 0, 0, List.of(), Set.of(), Map.of(), questions, null, List.of());
  }

  @Test
  void twoTasksThatAskForOneLabelAreNamedAndTheModelIsNotAskedForLabels() {
    assertThatThrownBy(
            () -> asking(Map.of("topics-java", "java", "stories-java", "java")).requireLabels())
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageStartingWith("tasks stories-java and topics-java of this version both ask")
        .hasMessageContaining("label 'java'");
    assertThatCode(() -> asking(Map.of("a-x", "x", "a-y", "y")).requireLabels())
        .doesNotThrowAnyException();
  }

  @Test
  void aModelWithoutLabelsIsNotAskedForThem() {
    assertThatThrownBy(() -> asking(Map.of()).requireLabels())
        .isInstanceOf(SettingRefusedException.class)
        .hasMessageStartingWith("no task of this version is a label of a multi-label table");
  }
}
