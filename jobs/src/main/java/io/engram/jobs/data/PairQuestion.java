package io.engram.jobs.data;

import java.util.List;

/** What a task of pairs asks. */
interface PairQuestion {
  /** Id of the task. */
  String task();

  /** Its classes. */
  List<String> classes();

  /** The pairs that a synset can be used for to show a class; may be none. */
  List<Pair> pairs(Synset synset, String label);

  /**
   * @param first text
   * @param second text
   * @param partner the other synset that the texts tell of, or the same
   */
  record Pair(String first, String second, Synset partner) {}
}
