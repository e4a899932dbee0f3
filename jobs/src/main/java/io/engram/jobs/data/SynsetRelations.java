package io.engram.jobs.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Who is above, below and beside whom, among some synsets. */
final class SynsetRelations {
  private final Map<Integer, Synset> synsets = new HashMap<>();
  private final Map<Integer, List<Synset>> parents = new HashMap<>();
  private final Map<String, List<Synset>> senses = new HashMap<>();

  SynsetRelations(List<Synset> all) {
    all.forEach(synset -> synsets.put(synset.offset(), synset));
    for (Synset synset : all) {
      children(synset)
          .forEach(
              child ->
                  parents.computeIfAbsent(child.offset(), none -> new ArrayList<>()).add(synset));
      synset.words().stream()
          .map(word -> word.toLowerCase(Locale.ROOT))
          .distinct()
          .forEach(word -> senses.computeIfAbsent(word, none -> new ArrayList<>()).add(synset));
    }
  }

  List<Synset> parents(Synset synset) {
    return parents.getOrDefault(synset.offset(), List.of());
  }

  List<Synset> children(Synset synset) {
    return synset.hyponyms().stream().filter(synsets::containsKey).map(synsets::get).toList();
  }

  /** Other children of its parents. */
  List<Synset> sisters(Synset synset) {
    Set<Synset> sisters = new LinkedHashSet<>();
    parents(synset).forEach(parent -> sisters.addAll(children(parent)));
    sisters.remove(synset);
    return List.copyOf(sisters);
  }

  /** Children of its parents' sisters that share no parent with it. */
  List<Synset> cousins(Synset synset) {
    Set<Synset> cousins = new LinkedHashSet<>();
    for (Synset parent : parents(synset)) {
      sisters(parent).forEach(aunt -> cousins.addAll(children(aunt)));
    }
    cousins.removeAll(sisters(synset));
    cousins.remove(synset);
    return List.copyOf(cousins);
  }

  /** Everything above it. */
  Set<Synset> ancestors(Synset synset) {
    Set<Synset> above = new LinkedHashSet<>();
    List<Synset> open = new ArrayList<>(parents(synset));
    while (!open.isEmpty()) {
      Synset next = open.remove(open.size() - 1);
      if (above.add(next)) {
        open.addAll(parents(next));
      }
    }
    return above;
  }

  /** Other synsets of a word. */
  List<Synset> otherSenses(Synset synset, String word) {
    return senses.getOrDefault(word.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(other -> !other.equals(synset))
        .toList();
  }
}
