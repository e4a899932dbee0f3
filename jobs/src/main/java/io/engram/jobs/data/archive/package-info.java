/**
 * Files of public registries: fetched once into the user's cache, checked by hash, read entry by
 * entry.
 */
package io.engram.jobs.data.archive;
