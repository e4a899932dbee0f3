/**
 * Real tasks to start with: WordNet's glosses cut by hypernym, and how a data set lies in a lake.
 */
package io.engram.jobs.data;
