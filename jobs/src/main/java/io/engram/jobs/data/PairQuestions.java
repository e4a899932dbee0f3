package io.engram.jobs.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The questions that {@link WordNetPairs} asks. */
final class PairQuestions {
  private PairQuestions() {}

  /** A question by its classes, each with what shows it. */
  private record Question(
      String task, List<String> classes, Map<String, Function<Synset, List<Pair>>> shown)
      implements PairQuestion {
    @Override
    public List<Pair> pairs(Synset synset, String label) {
      return shown.get(label).apply(synset);
    }
  }

  private static PairQuestion of(
      String task,
      String first,
      Function<Synset, List<PairQuestion.Pair>> ofFirst,
      String second,
      Function<Synset, List<PairQuestion.Pair>> ofSecond) {
    return new Question(task, List.of(first, second), Map.of(first, ofFirst, second, ofSecond));
  }

  /** Two glosses: is the second broader (a hypernym), narrower (a hyponym), or beside the first? */
  static PairQuestion relation(SynsetRelations relations) {
    return new Question(
        "pairs-relation",
        List.of("broader", "narrower", "beside"),
        Map.of(
            "broader", synset -> glosses(synset, relations.parents(synset)),
            "narrower", synset -> glosses(synset, relations.children(synset)),
            "beside", synset -> glosses(synset, relations.sisters(synset))));
  }

  /** Two glosses: have they a hypernym in common, or only one of its own? */
  static PairQuestion sisters(SynsetRelations relations) {
    return of(
        "pairs-sisters",
        "sisters",
        synset -> glosses(synset, relations.sisters(synset)),
        "cousins",
        synset -> glosses(synset, relations.cousins(synset)));
  }

  /** A word and a gloss: is it what the word means, or what a sister means? */
  static PairQuestion meaning(SynsetRelations relations) {
    return of(
        "pairs-meaning",
        "its meaning",
        synset -> List.of(pair(word(synset), synset)),
        "another meaning",
        synset ->
            relations.sisters(synset).stream()
                .filter(sister -> !sister.words().contains(synset.words().get(0)))
                .map(sister -> pair(word(synset), sister))
                .toList());
  }

  /**
   * A sentence and a gloss of a word in it: is it the sense that the word has there? Only words of
   * several senses.
   */
  static PairQuestion sense(SynsetRelations relations) {
    return of(
        "pairs-sense",
        "this sense",
        synset ->
            sentence(relations, synset).map(text -> List.of(pair(text, synset))).orElse(List.of()),
        "another sense",
        synset ->
            sentence(relations, synset)
                .map(
                    text ->
                        relations
                            .otherSenses(synset, ambiguous(relations, synset, text).get())
                            .stream()
                            .map(other -> pair(text, other))
                            .toList())
                .orElse(List.of()));
  }

  /** A gloss and a word: is it of that kind (a hypernym, however far), or of a sister's kind? */
  static PairQuestion kind(SynsetRelations relations) {
    return of(
        "pairs-kind",
        "of that kind",
        synset ->
            relations.ancestors(synset).stream()
                .filter(above -> !relations.sisters(above).isEmpty())
                .map(above -> new PairQuestion.Pair(synset.definition(), word(above), above))
                .toList(),
        "of another kind",
        synset -> {
          Set<Synset> above = relations.ancestors(synset);
          return above.stream()
              .flatMap(ancestor -> relations.sisters(ancestor).stream())
              .filter(other -> !above.contains(other) && !other.equals(synset))
              .distinct()
              .map(other -> new PairQuestion.Pair(synset.definition(), word(other), other))
              .toList();
        });
  }

  private static List<PairQuestion.Pair> glosses(Synset synset, List<Synset> partners) {
    return partners.stream().map(partner -> pair(synset.definition(), partner)).toList();
  }

  private static PairQuestion.Pair pair(String first, Synset partner) {
    return new PairQuestion.Pair(first, partner.definition(), partner);
  }

  private static String word(Synset synset) {
    return synset.words().get(0).replace('_', ' ');
  }

  /** The first example with a word of the synset that has other senses. */
  private static Optional<String> sentence(SynsetRelations relations, Synset synset) {
    return synset.examples().stream()
        .filter(text -> ambiguous(relations, synset, text).isPresent())
        .findFirst();
  }

  private static Optional<String> ambiguous(SynsetRelations relations, Synset synset, String text) {
    String words = ' ' + text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", " ") + ' ';
    return synset.words().stream()
        .filter(word -> words.contains(' ' + word.toLowerCase(Locale.ROOT).replace('_', ' ') + ' '))
        .filter(word -> !relations.otherSenses(synset, word).isEmpty())
        .findFirst();
  }
}
