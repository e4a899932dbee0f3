package io.engram.jobs.data.image;

import io.engram.consolidation.task.Split;

/**
 * One row of a table of images.
 *
 * @param key row key, unique in its data set
 * @param image content of a PNG file; not copied
 * @param label class
 * @param split what the row is for
 */
record ImageRow(String key, byte[] image, String label, Split split) {}
