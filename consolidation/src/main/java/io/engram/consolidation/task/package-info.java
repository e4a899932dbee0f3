/**
 * What a task is once its rows are checked: id, columns, classes, counts, where its test rows are;
 * and how data that cannot be learnt is refused.
 */
package io.engram.consolidation.task;
