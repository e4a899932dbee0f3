/** An object store for tests: a real S3 server, and a wire in front of it that can fail. */
package io.engram.transformers.lake.s3;
