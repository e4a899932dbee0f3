/** Real tasks to start with: WordNet's glosses cut by hypernym into a lake of small task tables. */
package io.engram.jobs.data;
