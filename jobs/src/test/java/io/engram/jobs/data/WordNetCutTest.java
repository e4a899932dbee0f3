package io.engram.jobs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordNetCutTest {
  private static NounDatabase nouns;
  private static List<TaskCut> tasks;

  @BeforeAll
  static void readTheRealFile() throws IOException {
    try (InputStream in = WordNetCutTest.class.getResourceAsStream("/" + WordNetJar.DATA_NOUN)) {
      nouns = NounDatabase.read(in);
    }
    tasks = new WordNetCut(nouns, CutSettings.full()).tasks();
  }

  @Test
  void readsEveryNounOfWordNet() {
    assertThat(nouns.size()).isEqualTo(82_192);
    assertThat(nouns.broadest("animal").definition())
        .isEqualTo("a living organism characterized by voluntary movement");
  }

  @Test
  void cutsTwentyOneTasksOfThreeToEightClasses() {
    assertThat(tasks).hasSize(21);
    assertThat(tasks)
        .allSatisfy(task -> assertThat(task.classes().size()).isBetween(3, 8))
        .allSatisfy(task -> assertThat(task.id()).matches("[a-z0-9][a-z0-9._-]{0,63}"));
    assertThat(tasks.stream().mapToLong(TaskCut::trainRows).sum()).isBetween(19_000L, 21_000L);
  }

  @Test
  void classesHaveNamesAPersonUnderstands() {
    Map<String, List<String>> classes =
        tasks.stream().collect(Collectors.toMap(TaskCut::id, TaskCut::classes));
    assertThat(classes.get("animal")).contains("mammal", "bird", "reptile", "aquatic vertebrate");
    assertThat(classes.get("person")).contains("communicator", "worker", "leader", "scientist");
  }

  @Test
  void noTextIsInTrainAndTestOrInTwoClasses() {
    for (TaskCut task : tasks) {
      Set<String> texts = new HashSet<>();
      assertThat(task.rows()).allSatisfy(row -> assertThat(texts.add(row.text())).isTrue());
      assertThat(task.classes()).doesNotHaveDuplicates();
    }
  }

  @Test
  void everyClassHasEnoughRowsInBothSplits() {
    for (TaskCut task : tasks) {
      for (String label : task.classes()) {
        long train =
            task.rows().stream()
                .filter(row -> row.label().equals(label) && row.split().equals(TaskRow.TRAIN))
                .count();
        long all = task.rows().stream().filter(row -> row.label().equals(label)).count();
        assertThat(all).as("%s %s", task.id(), label).isBetween(40L, 300L);
        assertThat(train).as("%s %s", task.id(), label).isBetween(all / 2, all - 5);
      }
    }
  }

  @Test
  void glossesEndBeforeTheFirstExample() {
    assertThat(tasks.stream().flatMap(task -> task.rows().stream()))
        .noneMatch(row -> row.text().contains("; \""));
  }

  @Test
  void smallCutTakesRowsOfTheLargeOne() {
    List<TaskCut> small = new WordNetCut(nouns, CutSettings.quickstart(8, 100)).tasks();
    Map<String, TaskCut> large =
        tasks.stream().collect(Collectors.toMap(TaskCut::id, task -> task));
    assertThat(small).hasSize(8);
    assertThat(small)
        .allSatisfy(task -> assertThat(large.get(task.id()).classes()).isEqualTo(task.classes()));
    assertThat(small).isEqualTo(new WordNetCut(nouns, CutSettings.quickstart(8, 100)).tasks());
  }

  @Test
  void brokenLineIsNamed() {
    String line = "00001740 03 n 01 entity 0 zzz";
    assertThatThrownBy(
            () ->
                NounDatabase.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1");
  }
}
