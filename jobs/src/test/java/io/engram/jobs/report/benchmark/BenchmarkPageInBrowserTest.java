package io.engram.jobs.report.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.BenchmarkRun.TaskFacts;
import io.engram.consolidation.benchmark.TaskSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the report as a reader does. Pictures of it stay in {@code target/benchmark-page}. */
class BenchmarkPageInBrowserTest {
  private static final Path PICTURES = Path.of("target", "benchmark-page").toAbsolutePath();
  private static final String HOSTILE =
      "</script><b>bold</b><img src=x onerror=\"window.taken=1\">";

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path wordnet;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Browser.program().isPresent(), "there is no Chromium");
    browser = new Browser(folder);
    wordnet = write("wordnet", SampleRun.wordnet());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void readsWellOnDeskAndPhoneInLightAndDarkAndOnPaper() throws IOException {
    open(wordnet);
    for (int width : new int[] {1200, 400}) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.show(width, 900, dark);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .as("nothing sticks out")
            .isLessThanOrEqualTo(width);
        assertEveryPlotIsDrawn();
        Path picture = PICTURES.resolve("%d-%s.png".formatted(width, dark ? "dark" : "light"));
        browser.screenshot(picture);
        assertThat(picture).isNotEmptyFile();
      }
    }
    browser.print(PICTURES.resolve("paper.pdf"));
    assertThat(PICTURES.resolve("paper.pdf")).isNotEmptyFile();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aClickOnAColumnHeadSortsByItAndAKeySortsTheOtherWay() throws IOException {
    open(wordnet);
    String head = "#methods thead th:nth-child(3)";
    List<Double> first = keys(3);
    assertThat(first).isNotEqualTo(first.stream().sorted().toList());
    browser.click(head + " button");
    assertThat(keys(3)).isEqualTo(first.stream().sorted().toList());
    assertThat(sortOf(head)).isEqualTo("ascending");
    browser.evaluate("document.querySelector('%s button').focus()".formatted(head));
    browser.press("Enter", 13, "\r");
    assertThat(keys(3)).isEqualTo(first.stream().sorted(Comparator.reverseOrder()).toList());
    assertThat(sortOf(head)).isEqualTo("descending");
    browser.click("#methods thead th:nth-child(1) button");
    JsonNode names =
        browser.evaluate(
            "[...document.querySelectorAll('#methods .name')].map(n => n.textContent)");
    List<String> sorted = new ArrayList<>();
    names.forEach(name -> sorted.add(name.asText()));
    assertThat(sorted).hasSize(11).isSorted();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void methodsWithoutAFigureStayLastWhicheverWayOneSorts() throws IOException {
    open(wordnet);
    for (int click = 0; click < 2; click++) {
      browser.click("#methods thead th:nth-child(5) button");
      List<Double> routed = keys(5);
      assertThat(routed.subList(6, 11)).as("click %s", click).hasSize(5).containsOnlyNulls();
      assertThat(routed.subList(0, 6)).doesNotContainNull();
    }
  }

  @Test
  void namesFromDataStayText() throws IOException {
    List<SampleMethod> methods =
        List.of(renamed(SampleMethod.ALL.get(0), HOSTILE), SampleMethod.ALL.get(8));
    BenchmarkRun plain =
        SampleRun.of(SampleRun.tasks(List.of(HOSTILE, "b", "c", "d")), methods, 2, 2);
    BenchmarkRun run =
        new BenchmarkRun(
            HOSTILE,
            HOSTILE,
            plain.tasks(),
            plain.methods(),
            plain.seeds(),
            plain.orders(),
            new TreeMap<>(Map.of(HOSTILE, HOSTILE)),
            plain.cells().subList(0, 7));
    open(write("hostile", run));
    for (String details : List.of("details", "details.numbers")) {
      browser.evaluate(
          "document.querySelectorAll('%s').forEach(element => element.open = true)"
              .formatted(details));
    }
    browser.evaluate(
        """
        plots.forEach(({chart}) => chart.getOption().series.forEach((series, seriesIndex) =>
          series.data?.forEach((value, dataIndex) =>
            chart.dispatchAction({type: 'showTip', seriesIndex, dataIndex}))))""");
    assertThat(browser.evaluate("document.querySelectorAll('b, img').length").asInt()).isZero();
    assertThat(browser.evaluate("window.taken === undefined").asBoolean()).isTrue();
    for (String where :
        List.of("h1", ".sentence", "#chosen", "#matrix-choice option", "dd", "#confusions")) {
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('%s')].map(e => e.textContent).join()"
                          .formatted(where))
                  .asText())
          .as(where)
          .contains(HOSTILE);
    }
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.numbers th, .tip')].map(e => e.textContent).join()")
                .asText())
        .contains(HOSTILE);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void needsNothingButItself() throws IOException {
    open(wordnet);
    assertThat(browser.requests())
        .filteredOn(address -> !address.startsWith("data:"))
        .containsExactly(wordnet.toUri().toString());
  }

  @Test
  void oneCellAndNoneAreShownAsWellAsALargeRun() throws IOException {
    List<TaskFacts> one = SampleRun.tasks(List.of("only"));
    open(write("one", SampleRun.of(one, SampleMethod.ALL.subList(8, 9), 1, 1)));
    assertEveryPlotIsDrawn();
    assertThat(browser.complaints()).isEmpty();

    BenchmarkRun run = SampleRun.of(one, SampleMethod.ALL, 1, 1);
    open(write("none", SampleRun.with(run, List.of())));
    assertThat(browser.evaluate("document.body.textContent").asText())
        .contains("No cell is finished yet");
    assertThat(browser.complaints()).isEmpty();

    List<SampleMethod> methods =
        IntStream.range(0, 25)
            .mapToObj(i -> renamed(SampleMethod.ALL.get(i % 11), "method-" + i))
            .toList();
    List<String> tasks = IntStream.range(0, 40).mapToObj(i -> "task-" + i).toList();
    open(write("large", SampleRun.of(SampleRun.tasks(tasks), methods, 3, 3)));
    assertEveryPlotIsDrawn();
    assertThat(browser.evaluate("document.querySelectorAll('#methods tbody tr').length").asInt())
        .isEqualTo(25);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatIsTakenForWhatIsShownWithPicturesForEveryMethodAndTask() throws IOException {
    BenchmarkRun run = SampleRun.wordnet();
    open(write("pictures", run, SampleRows.pictures(run)));
    for (int task = 0; task < 21; task += 10) {
      browser.evaluate(
          """
          (() => {
            const select = document.querySelectorAll('#confusion-choice select')[1];
            select.value = %d;
            select.dispatchEvent(new Event('change'));
          })()"""
              .formatted(task));
      int classes = run.tasks().get(task).classes().size();
      assertThat(browser.evaluate("document.querySelectorAll('#confusions img').length").asInt())
          .as("two training rows and a confused one of every class")
          .isEqualTo(3 * classes);
      assertThat(
              browser
                  .evaluate("document.querySelector('#confusions tbody th').textContent")
                  .asText())
          .contains(run.tasks().get(task).id() + " ", " → ");
      assertThat(browser.evaluate("document.querySelector('#confusions h3').textContent").asText())
          .as("also on paper")
          .contains("on " + run.tasks().get(task).id() + ": ", "test rows wrong");
    }
    assertThat(
            browser
                .evaluate(
                    """
                    Promise.all([...document.querySelectorAll('#confusions img')].map(picture => {
                      picture.loading = 'eager';
                      return picture.decode();
                    })).then(all => all.length)""")
                .asInt())
        .as("every one can be drawn")
        .isPositive();
    browser.show(400, 900, false);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(400);
    browser.show(1200, 900, false);
    browser.screenshot(PICTURES.resolve("pictures.png"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void everyChoiceOfMatrixAndSlotsIsDrawn() throws IOException {
    open(wordnet);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('.choice select')].reduce((choices, select) => {
                      const before = select.value;
                      for (const option of [...select.options]) {
                        select.value = option.value;
                        select.dispatchEvent(new Event('change'));
                        choices++;
                      }
                      select.value = before;
                      select.dispatchEvent(new Event('change'));
                      return choices;
                    }, 0)""")
                .asInt())
        .isGreaterThan(30);
    assertEveryPlotIsDrawn();
    browser.evaluate("document.querySelectorAll('.numbers').forEach(d => d.open = true)");
    assertThat(browser.evaluate("document.querySelectorAll('#matrix td').length").asInt())
        .isEqualTo(21 * 21);
    assertThat(browser.complaints()).isEmpty();
  }

  private static Path write(String name, BenchmarkRun run) throws IOException {
    return write(name, run, SampleRows.texts(run));
  }

  private static Path write(String name, BenchmarkRun run, List<TaskSamples> samples)
      throws IOException {
    Path page = PICTURES.resolve(name + ".html");
    Files.createDirectories(PICTURES);
    return Files.write(page, BenchmarkPage.html(run, samples));
  }

  private static void open(Path page) throws IOException {
    browser.show(1200, 900, false);
    browser.open(page);
  }

  /** A plot is a picture with something in it besides its axes. */
  private static void assertEveryPlotIsDrawn() throws IOException {
    JsonNode marks =
        browser.evaluate(
            """
            plots.map(({chart, element}) => element.clientHeight > 0
              ? chart.getModel().getSeries().reduce((sum, series) => sum + series.getData().count(), 0) : 0)""");
    assertThat(marks.size()).isGreaterThanOrEqualTo(5);
    marks.forEach(count -> assertThat(count.asInt()).as(marks.toString()).isPositive());
  }

  private static List<Double> keys(int column) throws IOException {
    List<Double> keys = new ArrayList<>();
    browser
        .evaluate(
            String.format(
                Locale.ROOT,
                "[...document.querySelectorAll('#methods tbody tr > :nth-child(%d)')].map(c => c.dataset.key)",
                column))
        .forEach(key -> keys.add(key.asText().isEmpty() ? null : Double.valueOf(key.asText())));
    return keys;
  }

  private static String sortOf(String head) throws IOException {
    return browser
        .evaluate("document.querySelector('%s').getAttribute('aria-sort')".formatted(head))
        .asText();
  }

  private static SampleMethod renamed(SampleMethod method, String name) {
    return new SampleMethod(
        name,
        method.complexity(),
        method.slots(),
        method.gain(),
        method.forgets(),
        method.scored(),
        method.router(),
        method.tuned());
  }
}
