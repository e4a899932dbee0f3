/** Reading JSON that may be damaged or hostile: every reader is bounded in size and depth. */
package io.engram.transformers.json;
