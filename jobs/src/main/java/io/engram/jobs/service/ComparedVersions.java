package io.engram.jobs.service;

import io.engram.consolidation.comparison.ComparedVersion;
import io.engram.consolidation.model.ModelOutline;
import io.engram.consolidation.promotion.RecordedMatrix;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.RecordedFiles;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.serving.ModelFolder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads what a comparison needs of a version; its files and its backbone are checked first. */
record ComparedVersions(ModelStore store, Configuration hadoop) {

  ComparedVersion read(ModelReference reference) throws IOException {
    VersionRecord record = store.resolve(reference);
    ModelFolder folder = ModelFolder.in(new Path(store.intactFolder(record)), hadoop);
    return new ComparedVersion(
        record.number(),
        ModelOutline.read(folder.document()),
        RecordedMatrix.of(record),
        RecordedFiles.of(record),
        record.backbone() == null ? null : record.backbone().sha256());
  }
}
