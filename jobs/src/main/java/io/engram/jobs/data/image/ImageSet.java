package io.engram.jobs.data.image;

import io.engram.transformers.lake.LakeFile;
import java.util.List;
import java.util.Map;

/**
 * A data set of labelled images, cut into tables by class.
 *
 * <ol>
 *   <li>Everything but the rows is known before a file of it is there.
 *   <li>Same files, same rows, byte for byte, on every machine.
 *   <li>A row keeps its key and its split however many rows a class are taken.
 *   <li>Only the rows of one call are held in memory.
 * </ol>
 */
public interface ImageSet {

  /** As {@code engram data NAME} names it. */
  String name();

  /** Files it is made of. */
  List<LakeFile> sources();

  /** Licence of the images and whom they are of. */
  String licence();

  /**
   * What {@code engram data NAME} has to be told besides before it fetches a file; may be empty.
   */
  default List<String> consent() {
    return List.of();
  }

  /** Rows a class at most, however many are asked for. */
  default int mostRows() {
    return Integer.MAX_VALUE;
  }

  /** Classes of every table by its folder below the lake, tasks first, in their order. */
  Map<String, List<String>> tables();

  /**
   * Rows of some classes, class by class, in the order they are sampled in.
   *
   * @param rowsPerClass rows a class at most, all splits together
   * @throws io.engram.jobs.JobException when a file is damaged or lacks a class
   */
  List<ImageRow> rows(List<String> classes, int rowsPerClass);
}
