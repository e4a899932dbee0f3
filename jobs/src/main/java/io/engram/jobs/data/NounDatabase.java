package io.engram.jobs.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** WordNet's nouns and their hyponyms, read from the file {@code data.noun} (format: wndb(5WN)). */
public final class NounDatabase {
  private static final int WORD_COUNT_FIELD = 3;
  private static final int FIRST_WORD_FIELD = 4;
  private static final int FIELDS_PER_WORD = 2;
  private static final int FIELDS_PER_POINTER = 4;

  private final SortedMap<Integer, Synset> synsets;

  private NounDatabase(SortedMap<Integer, Synset> synsets) {
    this.synsets = synsets;
  }

  /**
   * Reads the whole file.
   *
   * @throws IOException when a line is not a synset of {@code data.noun}; names the line
   */
  public static NounDatabase read(InputStream dataNoun) throws IOException {
    SortedMap<Integer, Synset> synsets = new TreeMap<>();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(dataNoun, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.startsWith("  ")) {
        continue; // the licence at the top of the file
      }
      try {
        Synset synset = parse(line);
        synsets.put(synset.offset(), synset);
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IOException(
            "data.noun line "
                + number
                + " is no synset: "
                + line.substring(0, Math.min(80, line.length())),
            e);
      }
    }
    return new NounDatabase(synsets);
  }

  private static Synset parse(String line) {
    int bar = line.indexOf(" | ");
    String[] fields = line.substring(0, bar).split(" ", -1);
    int wordCount = Integer.parseInt(fields[WORD_COUNT_FIELD], 16);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < wordCount; i++) {
      words.add(fields[FIRST_WORD_FIELD + FIELDS_PER_WORD * i]);
    }
    int pointerCountField = FIRST_WORD_FIELD + FIELDS_PER_WORD * wordCount;
    int pointers = Integer.parseInt(fields[pointerCountField]);
    List<Integer> hyponyms = new ArrayList<>();
    for (int i = 0; i < pointers; i++) {
      int field = pointerCountField + 1 + FIELDS_PER_POINTER * i;
      if (fields[field].equals("~") || fields[field].equals("~i")) {
        hyponyms.add(Integer.parseInt(fields[field + 1]));
      }
    }
    return new Synset(
        Integer.parseInt(fields[0]), words, line.substring(bar + 3).strip(), hyponyms);
  }

  public int size() {
    return synsets.size();
  }

  public Synset synset(int offset) {
    Synset synset = synsets.get(offset);
    if (synset == null) {
      throw new NoSuchElementException("data.noun has no synset at offset " + offset);
    }
    return synset;
  }

  /** Every synset, by offset. */
  Collection<Synset> all() {
    return Collections.unmodifiableCollection(synsets.values());
  }

  /** The synset and everything below it, by offset. */
  public SortedSet<Integer> descendants(int offset) {
    SortedSet<Integer> seen = new TreeSet<>(List.of(offset));
    Deque<Integer> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (int hyponym : synset(open.pop()).hyponyms()) {
        if (seen.add(hyponym)) {
          open.push(hyponym);
        }
      }
    }
    return seen;
  }

  /**
   * Of the synsets whose first word this is, the one with most descendants.
   *
   * @throws NoSuchElementException when there is none
   */
  public Synset broadest(String word) {
    return synsets.values().stream()
        .filter(synset -> synset.words().get(0).equalsIgnoreCase(word))
        .max(Comparator.comparingInt(synset -> descendants(synset.offset()).size()))
        .orElseThrow(() -> new NoSuchElementException("no noun of WordNet starts with " + word));
  }
}
