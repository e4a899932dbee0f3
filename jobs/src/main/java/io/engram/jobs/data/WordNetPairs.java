package io.engram.jobs.data;

import io.engram.jobs.data.PairQuestion.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cuts WordNet into tasks of pairs of texts: questions about two glosses, a word and a gloss, or a
 * sentence and a gloss, as in paraphrase and inference. Depends on nothing but the file and the
 * number of rows: same input, same rows.
 *
 * <p>A synset has a split of its own, by a hash. Both synsets of a pair have the same one, so that
 * none is in training rows and in test rows. Which class a synset is used for, and which of several
 * partners it gets, a hash says as well.
 */
public final class WordNetPairs {
  /** Number of tasks. */
  public static final int TASKS = 5;

  private final List<Synset> synsets;
  private final List<PairQuestion> questions;
  private final int rowsPerClass;

  /**
   * @param rowsPerClass rows a class at most, all splits together
   */
  public WordNetPairs(NounDatabase nouns, int rowsPerClass) {
    this.rowsPerClass = rowsPerClass;
    synsets = withOwnGloss(nouns.all());
    SynsetRelations relations = new SynsetRelations(synsets);
    questions =
        List.of(
            PairQuestions.relation(relations),
            PairQuestions.meaning(relations),
            PairQuestions.sense(relations),
            PairQuestions.kind(relations),
            PairQuestions.sisters(relations));
  }

  /** A gloss that two synsets share could be in two splits. */
  private static List<Synset> withOwnGloss(Collection<Synset> all) {
    Map<String, Long> glosses =
        all.stream().collect(Collectors.groupingBy(Synset::definition, Collectors.counting()));
    return all.stream()
        .filter(synset -> !synset.definition().isEmpty())
        .filter(synset -> glosses.get(synset.definition()) == 1)
        .toList();
  }

  /** In their order. */
  public List<TaskCut> tasks() {
    return questions.stream().map(this::task).toList();
  }

  private TaskCut task(PairQuestion question) {
    Map<String, List<TaskRow>> rows = new HashMap<>();
    question.classes().forEach(label -> rows.put(label, new ArrayList<>()));
    Set<String> texts = new HashSet<>();
    for (Synset synset : drawn(question.task())) {
      if (rows.values().stream().allMatch(of -> of.size() >= rowsPerClass)) {
        break;
      }
      String key = key(synset);
      int choice =
          (int)
              Long.remainderUnsigned(
                  Draw.order(question.task() + " class", key), question.classes().size());
      String label = question.classes().get(choice);
      if (rows.get(label).size() >= rowsPerClass) {
        continue;
      }
      question.pairs(synset, label).stream()
          .filter(pair -> split(pair.partner()).equals(split(synset)))
          .min(
              Comparator.comparingLong(
                  pair -> Draw.order(question.task() + ' ' + key, key(pair.partner()))))
          .filter(pair -> texts.add(pair.first() + '\n' + pair.second()))
          .ifPresent(pair -> rows.get(label).add(row(synset, pair, label)));
    }
    List<TaskRow> all = new ArrayList<>();
    question.classes().forEach(label -> all.addAll(rows.get(label)));
    return new TaskCut(question.task(), question.classes(), all);
  }

  private List<Synset> drawn(String task) {
    Map<Synset, Long> order = new HashMap<>();
    synsets.forEach(synset -> order.put(synset, Draw.order(task, key(synset))));
    return synsets.stream().sorted(Comparator.comparingLong(order::get)).toList();
  }

  private static TaskRow row(Synset synset, Pair pair, String label) {
    return new TaskRow(
        key(synset) + '-' + key(pair.partner()), pair.first(), pair.second(), label, split(synset));
  }

  private static String key(Synset synset) {
    return String.format(Locale.ROOT, "n%08d", synset.offset());
  }

  private static String split(Synset synset) {
    return Draw.split(key(synset)).label();
  }
}
