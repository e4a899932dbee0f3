/** Text to token ids, exactly as a backbone was pre-trained. */
package io.engram.transformers.text;
