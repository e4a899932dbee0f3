package io.engram.consolidation.store;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Finds what nothing needs, in the order in which it may be deleted. Leases are read first, files
 * are listed next, the log is read last: what was published in between is found in the log.
 */
final class GarbageSearch {
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{64}\\.[a-z0-9]{1,16}");
  private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.(tmp|crc)");
  private static final String BACKBONE_CONFIG = "engram-backbone.json";
  private static final String RUNS = "runs";
  private static final long LEASE_SLACK_MILLIS = 60_000;
  private static final Duration ABANDONED_RUN = Duration.ofDays(7);

  private final StoreLayout layout;
  private final LakeTree tree;
  private final Leases leases;
  private final LiveVersions live;

  GarbageSearch(StoreLayout layout, LakeTree tree, Leases leases, LiveVersions live) {
    this.layout = layout;
    this.tree = tree;
    this.leases = leases;
    this.live = live;
  }

  /**
   * Files that go together.
   *
   * @param folder deleted after them, relative to the root; null for none
   * @param marked whether the folder gets a mark before anything in it is deleted
   * @param files in the order of deletion
   */
  record Group(String folder, boolean marked, List<Garbage> files) {
    static Group of(Garbage file) {
      return new Group(null, false, List.of(file));
    }
  }

  /** All that was found. */
  record Found(List<Group> groups, LiveVersions.Expiry expiry, List<GarbageReport.Kept> kept) {}

  /** How old a file must be to go. */
  private record Age(long guardMillis, long leaseMillis) {
    boolean isOld(long modifiedMillis) {
      return modifiedMillis <= guardMillis && modifiedMillis < leaseMillis;
    }
  }

  private record Listed(String folder, List<LakeTree.Entry> files, long modifiedMillis) {}

  /**
   * @param nowMillis by the file system's clock, when the clean-up's lease was there already
   */
  Found find(GarbageOptions options, long nowMillis) throws IOException {
    Leases.Protection protection = leases.protection(nowMillis);
    Age age =
        new Age(
            nowMillis - options.guard().toMillis(), protection.sinceMillis() - LEASE_SLACK_MILLIS);
    List<Listed> folders = foldersIn(StoreLayout.VERSIONS);
    List<Listed> backbones = foldersIn(StoreLayout.BACKBONES);
    List<Listed> runs = foldersIn(RUNS);
    List<LakeTree.Entry> objects = tree.children(layout.objects());
    List<Garbage> leftovers = leftovers(age, backbones);

    LiveVersions.Picture picture = live.read(options, protection.needs());
    List<Group> groups = new ArrayList<>();
    picture.expired().forEach(file -> groups.add(Group.of(file)));
    for (Listed listed : folders) {
      String id = listed.folder().substring(StoreLayout.VERSIONS.length() + 1);
      if (Names.isUuid(id) && !picture.folders().contains(id) && isOld(listed, age)) {
        groups.add(group(listed, true, Garbage.Reason.UNNAMED_FOLDER));
      }
    }
    for (LakeTree.Entry entry : objects) {
      boolean unnamed =
          OBJECT.matcher(entry.path()).matches() && !picture.objects().contains(entry.path());
      if (unnamed && age.isOld(entry.modifiedMillis())) {
        groups.add(Group.of(garbage(StoreLayout.OBJECTS, entry, Garbage.Reason.UNNAMED_OBJECT)));
      }
    }
    for (Listed listed : backbones) {
      String hash = listed.folder().substring(StoreLayout.BACKBONES.length() + 1);
      boolean unnamed = ContentHash.isSha256(hash) && !picture.backbones().contains(hash);
      if (unnamed && !picture.isEmpty() && isOld(listed, age)) {
        groups.add(group(listed, false, Garbage.Reason.UNNAMED_BACKBONE));
      }
    }
    Age abandoned = new Age(nowMillis - ABANDONED_RUN.toMillis(), age.leaseMillis());
    for (Listed listed : runs) {
      String key = listed.folder().substring(RUNS.length() + 1);
      boolean ended = picture.keys().contains(key);
      if (ContentHash.isSha256(key) && isOld(listed, ended ? age : abandoned)) {
        groups.add(group(listed, false, Garbage.Reason.ENDED_RUN));
      }
    }
    addLeftovers(leftovers, groups);
    for (LakeTree.Entry entry : leases.dead(nowMillis)) {
      groups.add(Group.of(garbage(StoreLayout.LEASES, entry, Garbage.Reason.DEAD_LEASE)));
    }
    return new Found(groups, picture.expiry(), picture.kept());
  }

  private List<Listed> foldersIn(String parent) throws IOException {
    List<Listed> folders = new ArrayList<>();
    for (LakeTree.Entry entry : tree.children(new Path(layout.root(), parent))) {
      if (entry.folder()) {
        String folder = parent + "/" + entry.path();
        List<LakeTree.Entry> files = tree.filesBelow(new Path(layout.root(), folder));
        folders.add(new Listed(folder, files, entry.modifiedMillis()));
      }
    }
    return folders;
  }

  private static boolean isOld(Listed listed, Age age) {
    // On an object store an empty folder has no age, and may be where somebody begins to write.
    boolean hasAge = listed.modifiedMillis() > 0 || !listed.files().isEmpty();
    return hasAge
        && age.isOld(listed.modifiedMillis())
        && listed.files().stream().allMatch(file -> age.isOld(file.modifiedMillis()));
  }

  private static Group group(Listed listed, boolean marked, Garbage.Reason reason) {
    // Without its configuration a backbone is not there for anybody.
    List<Garbage> files =
        listed.files().stream()
            .sorted(Comparator.comparing(file -> !file.path().equals(BACKBONE_CONFIG)))
            .map(file -> garbage(listed.folder(), file, reason))
            .toList();
    return new Group(listed.folder(), marked, files);
  }

  private static Garbage garbage(String folder, LakeTree.Entry file, Garbage.Reason reason) {
    String path = folder.isEmpty() ? file.path() : folder + "/" + file.path();
    return new Garbage(path, file.bytes(), reason);
  }

  private List<Garbage> leftovers(Age age, List<Listed> backbones) throws IOException {
    List<String> places = new ArrayList<>(List.of("", StoreLayout.OBJECTS, StoreLayout.LOG));
    places.add(StoreLayout.LEASES);
    places.add(StoreLayout.EXPIRIES);
    for (LakeTree.Entry alias : tree.children(layout.aliases())) {
      places.add(StoreLayout.ALIASES + "/" + alias.path());
    }
    backbones.forEach(backbone -> places.add(backbone.folder()));
    List<Garbage> leftovers = new ArrayList<>();
    for (String place : places) {
      Path folder = place.isEmpty() ? layout.root() : new Path(layout.root(), place);
      for (LakeTree.Entry entry : tree.children(folder)) {
        boolean leftover = !entry.folder() && LEFTOVER.matcher(entry.path()).matches();
        if (leftover && age.isOld(entry.modifiedMillis())) {
          leftovers.add(garbage(place, entry, Garbage.Reason.LEFTOVER));
        }
      }
    }
    return leftovers;
  }

  private static void addLeftovers(List<Garbage> leftovers, List<Group> groups) {
    Set<String> folders =
        groups.stream()
            .map(Group::folder)
            .filter(folder -> folder != null)
            .collect(java.util.stream.Collectors.toSet());
    for (Garbage leftover : leftovers) {
      int slash = leftover.path().lastIndexOf('/');
      if (slash < 0 || !folders.contains(leftover.path().substring(0, slash))) {
        groups.add(Group.of(leftover));
      }
    }
  }
}
