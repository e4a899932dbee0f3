package io.engram.jobs.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordNetPairsTest {
  private static final int ROWS = 300;
  private static final Map<String, Synset> BY_KEY = new HashMap<>();
  private static NounDatabase nouns;
  private static List<TaskCut> tasks;

  @BeforeAll
  static void readTheRealFile() throws IOException {
    try (InputStream in = WordNetPairsTest.class.getResourceAsStream("/" + WordNetJar.DATA_NOUN)) {
      nouns = NounDatabase.read(in);
    }
    nouns.all().forEach(synset -> BY_KEY.put(String.format("n%08d", synset.offset()), synset));
    tasks = new WordNetPairs(nouns, ROWS).tasks();
  }

  private static TaskCut task(String id) {
    return tasks.stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }

  private static Synset first(TaskRow row) {
    return BY_KEY.get(row.key().split("-")[0]);
  }

  private static Synset second(TaskRow row) {
    return BY_KEY.get(row.key().split("-")[1]);
  }

  @Test
  void fiveTasksHaveAsManyRowsOfEachClassAndRowsOfEverySplit() {
    assertThat(tasks).hasSize(WordNetPairs.TASKS);
    for (TaskCut task : tasks) {
      Map<String, Long> classes =
          task.rows().stream()
              .collect(Collectors.groupingBy(TaskRow::label, Collectors.counting()));
      assertThat(classes.keySet()).containsExactlyInAnyOrderElementsOf(task.classes());
      assertThat(classes.values()).as(task.id()).containsOnly((long) ROWS);
      assertThat(task.testRows()).as(task.id()).isBetween(60L, 240L);
      assertThat(task.validationRows()).as(task.id()).isBetween(20L, 120L);
    }
  }

  @Test
  void noSynsetIsInTwoSplits() {
    Map<Integer, Set<String>> splits = new HashMap<>();
    for (TaskCut task : tasks) {
      for (TaskRow row : task.rows()) {
        for (Synset synset : List.of(first(row), second(row))) {
          splits.computeIfAbsent(synset.offset(), none -> new HashSet<>()).add(row.split());
        }
      }
    }
    assertThat(splits.values()).allSatisfy(of -> assertThat(of).hasSize(1));
  }

  @Test
  void aPairIsThereOnce() {
    for (TaskCut task : tasks) {
      assertThat(task.rows().stream().map(row -> row.text() + '\n' + row.pair()))
          .doesNotHaveDuplicates();
      assertThat(task.rows().stream().map(TaskRow::key)).doesNotHaveDuplicates();
    }
  }

  @Test
  void classesSayHowTheSynsetsAreRelated() {
    for (TaskRow row : task("pairs-relation").rows()) {
      boolean above = second(row).hyponyms().contains(first(row).offset());
      boolean below = first(row).hyponyms().contains(second(row).offset());
      assertThat(above).as(row.key()).isEqualTo(row.label().equals("broader"));
      assertThat(below).as(row.key()).isEqualTo(row.label().equals("narrower"));
    }
    for (TaskRow row : task("pairs-meaning").rows()) {
      assertThat(first(row).words().get(0).replace('_', ' ')).isEqualTo(row.text());
      assertThat(first(row).equals(second(row))).isEqualTo(row.label().equals("its meaning"));
    }
    for (TaskRow row : task("pairs-kind").rows()) {
      boolean under = nouns.descendants(second(row).offset()).contains(first(row).offset());
      assertThat(under).as(row.key()).isEqualTo(row.label().equals("of that kind"));
    }
    for (TaskRow row : task("pairs-sisters").rows()) {
      boolean sisters =
          nouns.all().stream()
              .anyMatch(
                  synset ->
                      synset.hyponyms().contains(first(row).offset())
                          && synset.hyponyms().contains(second(row).offset()));
      assertThat(sisters).as(row.key()).isEqualTo(row.label().equals("sisters"));
    }
  }

  @Test
  void aSentenceHasAWordOfBothItsSensesInIt() {
    for (TaskRow row : task("pairs-sense").rows()) {
      assertThat(first(row).examples()).contains(row.text());
      assertThat(row.pair()).isEqualTo(second(row).definition());
      assertThat(first(row).equals(second(row))).isEqualTo(row.label().equals("this sense"));
      assertThat(second(row).words().stream().map(String::toLowerCase))
          .as(row.key())
          .anyMatch(
              word ->
                  row.text()
                      .toLowerCase()
                      .replaceAll("[^a-z]+", " ")
                      .contains(word.replace('_', ' ')));
    }
  }

  @Test
  void theSameFileGivesTheSameRowsAndFewerRowsAreAmongThem() {
    List<TaskCut> again = new WordNetPairs(nouns, ROWS).tasks();
    assertThat(again).isEqualTo(tasks);
    List<TaskCut> fewer = new WordNetPairs(nouns, 20).tasks();
    for (TaskCut task : fewer) {
      assertThat(task(task.id()).rows()).containsAll(task.rows());
    }
  }
}
