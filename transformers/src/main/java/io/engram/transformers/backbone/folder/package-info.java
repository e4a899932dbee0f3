/**
 * A backbone on a local disk in the one layout this program uses, and the importer that makes it
 * from a published model.
 */
package io.engram.transformers.backbone.folder;
