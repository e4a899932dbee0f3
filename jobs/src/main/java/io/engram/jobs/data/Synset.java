package io.engram.jobs.data;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One noun sense of WordNet.
 *
 * @param offset byte offset in {@code data.noun}, the synset's identity
 * @param words its lemmas, underscores for spaces, most usual first
 * @param gloss definition and examples as they stand in the file
 * @param hyponyms offsets of the direct hyponyms, instances included
 */
public record Synset(int offset, List<String> words, String gloss, List<Integer> hyponyms) {

  private static final String FIRST_EXAMPLE = "; \"";
  private static final Pattern EXAMPLE = Pattern.compile("; \"([^\"]+)\"");

  public Synset {
    words = List.copyOf(words);
    hyponyms = List.copyOf(hyponyms);
  }

  /** The example sentences of the gloss, without their quotation marks. */
  public List<String> examples() {
    return EXAMPLE.matcher(gloss).results().map(found -> found.group(1).strip()).toList();
  }

  /** The gloss up to the first example. */
  public String definition() {
    int example = gloss.indexOf(FIRST_EXAMPLE);
    return (example < 0 ? gloss : gloss.substring(0, example)).strip();
  }
}
