package io.engram.consolidation.store;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The versions of one model, in a lake.
 *
 * <p>It promises, each by a test in the contract suite or in a rig beside it:
 *
 * <ol>
 *   <li>Atomic: a reader sees the old version or the new one, whole, whatever happens to the
 *       writer.
 *   <li>One winner: of concurrent writers exactly one gets a number, the others get {@link
 *       Publication.Conflicted} with both sides, and may publish the same draft {@link
 *       VersionDraft#onto onto} the newest where it commutes; what was reported published is there
 *       and stays.
 *   <li>A lost reply is settled by the record's own identity: published is reported at most once
 *       for a draft, and {@link Publication.Unknown} only when the log cannot tell. Publishing the
 *       same draft again is safe.
 *   <li>Idempotent: {@link #findByIdempotenceKey} finds a version by what it was made of, before
 *       any work is done.
 *   <li>Nothing damaged is served: {@link #checkedFolder}, {@link #readObject} and {@link #export}
 *       check length and SHA-256 of what they serve; {@link #verify} names every file that was
 *       flipped, truncated, extended, swapped, added or is missing, with expected and actual.
 *   <li>Nothing published is changed, and nothing is removed but by {@link #collect}; going back is
 *       a new record or a move of an alias, and a version scored by its number stays what it was.
 *   <li>{@link #collect} deletes only what no version, no alias, no running writer ({@link
 *       WriterLease}) and no guard protects; dying inside it loses nothing, and after it the bytes
 *       on disk are the bytes that versions need. Versions are expired only when asked for, never
 *       the newest, never one that an alias or a lease names.
 *   <li>Durable: contents and folders are forced to disk before the record appears.
 *   <li>What a killed run has left is no part of the store and hinders no later run.
 *   <li>A record of a future format is refused with its number, every older one is read.
 *   <li>A version is made of what its record names: what a later version leaves out, a task for
 *       one, is in none of its bytes.
 * </ol>
 *
 * <p>Readers start from the log and never list data folders; no name from a record reaches the file
 * system unchecked. An unchanged object or backbone is shared by hash, relative to the root: a
 * version costs the bytes of what changed, and a store can be moved as a whole.
 *
 * <p>Implementations are safe for use by many threads and stay on the driver.
 */
public interface ModelStore {

  /**
   * Opens a store to read from it and write to it.
   *
   * @throws StoreException when there is none
   */
  static ModelStore open(URI root, Configuration conf) throws IOException {
    return LakeModelStore.open(root, conf);
  }

  /**
   * Opens a store to publish into it, after creating it where there is none.
   *
   * @throws io.engram.transformers.lake.UnsupportedFileSystemException where nothing could be
   *     published; nothing was written
   */
  static ModelStore openOrCreate(URI root, Configuration conf) throws IOException {
    return LakeModelStore.openOrCreate(root, conf);
  }

  /** Whether there is a store to open. */
  static boolean exists(URI root, Configuration conf) throws IOException {
    return LakeModelStore.exists(root, conf);
  }

  /** Where it is, with scheme. */
  URI root();

  /** Its identity, which stays when it is moved. */
  String id();

  /** The newest version; empty when none was published. */
  Optional<VersionRecord> latest() throws IOException;

  /** All versions, ascending. */
  default List<VersionRecord> versions() throws IOException {
    return versionsAfter(0);
  }

  /** Those with a higher number, ascending; reads no other record. */
  List<VersionRecord> versionsAfter(long number) throws IOException;

  /** Numbers of versions whose record was there and is gone, though none expired it; ascending. */
  List<Long> lostVersions() throws IOException;

  /** A version by its number; empty when there is none or it expired. */
  Optional<VersionRecord> find(long number) throws IOException;

  /**
   * @throws StoreException when there is no such version
   */
  VersionRecord version(long number) throws IOException;

  /**
   * The version that an alias, a number or neither (the newest) means.
   *
   * @param reference whose root is this store
   * @throws StoreException when there is none; the message lists what there is
   */
  VersionRecord resolve(ModelReference reference) throws IOException;

  /** The newest version that was made with this key. */
  Optional<VersionRecord> findByIdempotenceKey(String key) throws IOException;

  /** Keeps bytes under their hash, durably; repeated and concurrent calls are harmless. */
  ObjectRef putObject(byte[] content, String extension) throws IOException;

  /**
   * @throws io.engram.transformers.lake.DamagedFileException when the bytes are not those that were
   *     put
   */
  byte[] readObject(ObjectRef reference) throws IOException;

  /**
   * A fresh name for the data of a version; nothing is created.
   *
   * @throws io.engram.transformers.lake.UnsupportedFileSystemException where nothing could be
   *     published
   */
  VersionFolder newVersionFolder() throws IOException;

  /**
   * Makes a written version visible, as number {@code parent + 1}. Waits for a clean-up that is
   * deleting.
   *
   * @throws StoreException when the draft lacks something it names; nothing was published
   * @throws IOException before the atomic step; nothing was published
   */
  Publication<VersionRecord> publish(VersionDraft draft) throws IOException;

  /** Compares every file, object and backbone file of a version with its record, byte by byte. */
  List<Damage> verify(VersionRecord version) throws IOException;

  /**
   * Compares all versions and all records, goes on after damage, and reads what versions share
   * once.
   *
   * @throws UnsupportedFormatException when a newer program wrote a record
   */
  Verification verifyAll() throws IOException;

  /**
   * The folder to give to {@code PipelineModel.load}, after its files and objects were checked and
   * the classes that its metadata names were found in {@link StageClasses}. The backbone is checked
   * by who fetches it.
   *
   * @throws DamagedVersionException naming every damaged file
   * @throws HostileModelException when the record is right and the metadata names something else
   */
  URI checkedFolder(VersionRecord version) throws IOException;

  /**
   * As {@link #checkedFolder}, and the backbone is checked too: for who compares a version, names
   * it or publishes its content again, and fetches no backbone.
   *
   * @throws DamagedVersionException naming every damaged file
   * @throws HostileModelException when the record is right and the metadata names something else
   */
  URI intactFolder(VersionRecord version) throws IOException;

  /**
   * Copies a version, its objects and its backbone into a folder that stands alone and that {@code
   * PipelineModel.load} reads.
   *
   * @param target must not exist or be empty
   * @throws DamagedVersionException when the version is not intact
   */
  void export(VersionRecord version, URI target) throws IOException;

  /** What an alias means now; empty when it was never set. */
  Optional<AliasRecord> alias(String name) throws IOException;

  /** Every move of an alias, ascending; empty when it was never set. */
  List<AliasRecord> aliasMoves(String name) throws IOException;

  /** All aliases by name. */
  SortedMap<String, AliasRecord> aliases() throws IOException;

  /**
   * Moves an alias, if nobody moved it since.
   *
   * @param version must exist
   * @param seen number of the alias record that the caller saw, 0 for none
   * @param reason for people, what looks like a credential is hidden; may be null
   */
  Publication<AliasRecord> moveAlias(String name, long version, long seen, String reason)
      throws IOException;

  /**
   * Protects what this writer writes from now on, and some versions, from {@link #collect} until it
   * is closed. Waits for a clean-up that is deleting.
   *
   * @param purpose for people
   * @param versions what the writer continues or names; may be empty
   * @throws StoreException when one of the versions is not there
   */
  WriterLease lease(String purpose, Collection<Long> versions) throws IOException;

  /** What {@link #collect} would delete now, and why; deletes nothing. */
  GarbageReport planCollection(GarbageOptions options) throws IOException;

  /**
   * Deletes what nothing needs. Idempotent; may run beside writers, readers and itself.
   *
   * @return what was deleted
   * @throws StoreException when a record or the lease of a living writer cannot be read (nothing
   *     was deleted), or the clean-up was held up (the rest stays)
   */
  GarbageReport collect(GarbageOptions options) throws IOException;
}
