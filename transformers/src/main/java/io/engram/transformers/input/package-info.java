/** What a row of a table holds, and what it is when a backbone can take it; no engine, no Spark. */
package io.engram.transformers.input;
