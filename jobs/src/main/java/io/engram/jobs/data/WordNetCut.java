package io.engram.jobs.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cuts WordNet into classification tasks: a root is a task, its hyponyms are the classes, a gloss
 * is a row. Depends on nothing but the file and the settings: same input, same rows.
 */
public final class WordNetCut {
  private static final int TEST_EVERY = 4;

  private final NounDatabase nouns;
  private final CutSettings settings;

  public WordNetCut(NounDatabase nouns, CutSettings settings) {
    this.nouns = nouns;
    this.settings = settings;
  }

  /** One task a root, in the order of the settings. */
  public List<TaskCut> tasks() {
    return settings.roots().stream().map(this::task).toList();
  }

  private TaskCut task(String root) {
    SortedMap<Integer, SortedSet<Integer>> candidates = classesBelow(nouns.broadest(root));
    List<Integer> classes =
        candidates.entrySet().stream()
            .filter(candidate -> candidate.getValue().size() >= settings.minDescendants())
            .sorted(
                Comparator.<Map.Entry<Integer, SortedSet<Integer>>>comparingInt(
                        candidate -> -candidate.getValue().size())
                    .thenComparing(Map.Entry::getKey))
            .limit(settings.maxClasses())
            .map(Map.Entry::getKey)
            .toList();
    Map<Integer, List<Integer>> own = ownSynsets(classes, candidates);
    List<Integer> large =
        classes.stream().filter(c -> own.get(c).size() >= settings.minRows()).toList();
    return rows(root, large, ownSynsets(large, candidates));
  }

  /** The root's hyponyms; one that holds most of the root is replaced by its own. */
  private SortedMap<Integer, SortedSet<Integer>> classesBelow(Synset root) {
    SortedMap<Integer, SortedSet<Integer>> classes = new TreeMap<>();
    root.hyponyms().forEach(hyponym -> classes.put(hyponym, nouns.descendants(hyponym)));
    while (true) {
      NavigableSet<Integer> all = new TreeSet<>();
      classes.values().forEach(all::addAll);
      int largest =
          classes.keySet().stream()
              .max(Comparator.comparingInt(c -> classes.get(c).size()))
              .orElseThrow();
      List<Integer> hyponyms = nouns.synset(largest).hyponyms();
      if (classes.get(largest).size() <= settings.maxShare() * all.size() || hyponyms.isEmpty()) {
        return classes;
      }
      classes.remove(largest);
      hyponyms.forEach(hyponym -> classes.put(hyponym, nouns.descendants(hyponym)));
    }
  }

  /** What is below one class alone. */
  private static Map<Integer, List<Integer>> ownSynsets(
      List<Integer> classes, Map<Integer, SortedSet<Integer>> descendants) {
    Map<Integer, Integer> memberships = new HashMap<>();
    classes.forEach(c -> descendants.get(c).forEach(s -> memberships.merge(s, 1, Integer::sum)));
    Map<Integer, List<Integer>> own = new LinkedHashMap<>();
    for (int c : classes) {
      own.put(c, descendants.get(c).stream().filter(s -> memberships.get(s) == 1).toList());
    }
    return own;
  }

  private TaskCut rows(String root, List<Integer> classes, Map<Integer, List<Integer>> own) {
    Set<String> labels = new HashSet<>();
    Set<String> texts = new HashSet<>();
    List<String> names = new ArrayList<>();
    List<TaskRow> rows = new ArrayList<>();
    for (int c : classes) {
      String label = label(nouns.synset(c), labels);
      names.add(label);
      own.get(c).stream()
          .sorted(Comparator.comparingLong(WordNetCut::shuffled))
          .map(nouns::synset)
          .filter(synset -> !synset.definition().isEmpty())
          .filter(synset -> texts.add(synset.definition()))
          .limit(settings.rowsPerClass())
          .forEach(synset -> rows.add(row(synset, label)));
    }
    return new TaskCut(root, names, rows);
  }

  private static TaskRow row(Synset synset, String label) {
    return new TaskRow(
        String.format(Locale.ROOT, "n%08d", synset.offset()),
        synset.definition(),
        label,
        synset.offset() % TEST_EVERY == 0 ? TaskRow.TEST : TaskRow.TRAIN);
  }

  /** The first word that no other class of the task has; a number when all are taken. */
  private static String label(Synset synset, Set<String> taken) {
    for (String word : synset.words()) {
      String label = word.replace('_', ' ');
      if (taken.add(label)) {
        return label;
      }
    }
    int number = 2;
    while (!taken.add(synset.words().get(0).replace('_', ' ') + " " + number)) {
      number++;
    }
    return synset.words().get(0).replace('_', ' ') + " " + number;
  }

  /** Order of sampling: neighbours in the file are siblings, so the first rows would be alike. */
  private static long shuffled(int offset) {
    long x = offset * 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
