package io.engram.jobs.data.image;

import io.engram.consolidation.task.Split;
import io.engram.jobs.data.Draw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which images of a data set with official training and test files are taken. A tenth of a class's
 * training images is for validation; the official test images are the test rows.
 */
final class OfficialSample {
  private static final int VALIDATION_EVERY = 10;

  private final SortedMap<Integer, Taken> train = new TreeMap<>();
  private final SortedMap<Integer, Taken> test = new TreeMap<>();

  /**
   * An image that is taken.
   *
   * @param key {@code train-00042} is image 42 of the training file
   */
  record Taken(String key, String label, Split split) {

    ImageRow row(byte[] image) {
      return new ImageRow(key, image, label, split);
    }
  }

  private record Candidate(int place, Taken taken) {}

  /**
   * Draws.
   *
   * @param names of the classes, by number
   * @param classes that are asked for
   * @param trainLabels number of the class of every training image
   * @param testLabels number of the class of every test image
   * @param rowsPerClass rows a class at most, all splits together
   */
  OfficialSample(
      List<String> names,
      List<String> classes,
      byte[] trainLabels,
      byte[] testLabels,
      int rowsPerClass) {
    for (String label : classes) {
      int number = names.indexOf(label);
      List<Candidate> candidates = new ArrayList<>();
      for (Candidate training : drawn(candidates("train", trainLabels, number, label))) {
        boolean held = candidates.size() % VALIDATION_EVERY == 0;
        Taken taken =
            new Taken(training.taken().key(), label, held ? Split.VALIDATION : Split.TRAIN);
        candidates.add(new Candidate(training.place(), taken));
      }
      candidates.addAll(candidates("test", testLabels, number, label));
      drawn(candidates).stream()
          .limit(rowsPerClass)
          .forEach(
              chosen ->
                  (chosen.taken().split() == Split.TEST ? test : train)
                      .put(chosen.place(), chosen.taken()));
    }
  }

  private static List<Candidate> candidates(String part, byte[] labels, int number, String label) {
    List<Candidate> candidates = new ArrayList<>();
    for (int place = 0; place < labels.length; place++) {
      if (labels[place] == number) {
        String key = String.format(Locale.ROOT, "%s-%05d", part, place);
        candidates.add(new Candidate(place, new Taken(key, label, Split.TEST)));
      }
    }
    return candidates;
  }

  private static List<Candidate> drawn(List<Candidate> candidates) {
    return candidates.stream()
        .sorted(
            Comparator.comparingLong(
                candidate -> Draw.order(candidate.taken().label(), candidate.taken().key())))
        .toList();
  }

  /** Training and validation images, by their place in the training files. */
  SortedMap<Integer, Taken> train() {
    return train;
  }

  /** Test images, by their place in the test files. */
  SortedMap<Integer, Taken> test() {
    return test;
  }
}
