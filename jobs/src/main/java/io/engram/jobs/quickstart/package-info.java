/** The first run: real tasks learnt one after another, from an empty lake to a scored table. */
package io.engram.jobs.quickstart;
